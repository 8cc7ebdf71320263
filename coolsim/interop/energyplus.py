"""A solved hall as IT equipment of EnergyPlus: an epJSON fragment with its approach temperatures.

EnergyPlus takes a zone as well mixed; what the air does between coolers and equipment is told it
by two differences: *supply*, equipment inlet less cooler supply, and *return*, cooler return less
equipment outlet. They are fields of ``ElectricEquipment:ITE:AirCooled`` with the calculation method
``FlowControlWithApproachTemperatures``.

Reference: EnergyPlus Input Output Reference, group Internal Gains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coolsim.errors import ExportError
from coolsim.results.records import Results

_UNITY, _UNITY_OF_TWO, _CUBE = "CoolSim unity", "CoolSim unity of two", "CoolSim fan cube law"
_CLASSES = ("A1", "A2", "A3", "A4", "B", "C")


@dataclass(frozen=True, slots=True)
class Approach:
    """Racks that move air, taken together as the room sees them.

    Attributes:
        racks: How many there are.
        to_air_w: Heat they leave to the room, rear doors taken off [W].
        airflow_m3_s: Their airflow [m3/s].
        inlet_c: Its mean inlet temperature, weighted by flow [deg C].
        outlet_c: Its mean outlet temperature behind rear doors [deg C].
        supply_c, return_c: Of the coolers, weighted by flow [deg C].
    """

    racks: int
    to_air_w: float
    airflow_m3_s: float
    inlet_c: float
    outlet_c: float
    supply_c: float
    return_c: float

    @property
    def supply_difference_k(self) -> float:
        """Equipment inlet above cooler supply [K]."""
        return self.inlet_c - self.supply_c

    @property
    def return_difference_k(self) -> float:
        """Cooler return above equipment outlet, below zero where cold air passes by [K]."""
        return self.return_c - self.outlet_c


def approach_of(results: Results) -> Approach:
    """The approach temperatures of a solved hall.

    Raises:
        ExportError: No rack moves air, or no cooler does.
    """
    racks = [rack for rack in results.racks if rack.airflow_m3_s > 0.0]
    coolers = [cooler for cooler in results.coolers if cooler.airflow_m3_s > 0.0]
    if not racks or not coolers:
        missing = "rack" if not racks else "cooler"
        raise ExportError(
            f"No {missing} moves air, so there are no approach temperatures.",
            remedy="EnergyPlus has air-cooled IT equipment only: export a hall with racks on air.",
        )
    flow = sum(rack.airflow_m3_s for rack in racks)
    heated_w = sum(rack.heat_to_air_w for rack in racks)
    liquids = results.liquid.racks if results.liquid else ()
    ids = {rack.id for rack in racks}
    doors_w = sum(rack.door_duty_w for rack in liquids if rack.id in ids)
    inlet_c = sum(rack.airflow_m3_s * rack.inlet_mean_temperature_c for rack in racks) / flow
    blown_c = sum(rack.airflow_m3_s * rack.outlet_temperature_c for rack in racks) / flow
    # heat to the air counts behind the doors, the outlet temperature before them
    behind = heated_w / (heated_w + doors_w) if heated_w > 0.0 else 1.0
    cooled = sum(cooler.airflow_m3_s for cooler in coolers)
    return Approach(
        racks=len(racks),
        to_air_w=heated_w,
        airflow_m3_s=flow,
        inlet_c=inlet_c,
        outlet_c=inlet_c + (blown_c - inlet_c) * behind,
        supply_c=sum(c.airflow_m3_s * c.supply_temperature_c for c in coolers) / cooled,
        return_c=sum(c.airflow_m3_s * c.return_temperature_c for c in coolers) / cooled,
    )


def epjson_fragment(results: Results, zone: str, air_class: str) -> dict[str, Any]:
    """Objects of epJSON: the IT equipment of a zone and the curves it names.

    Power and airflow are those of the solved state, so the curves of load and temperature are one;
    the servers' fans are part of the power, with none told apart.

    Args:
        results: A solved hall.
        zone: Name of the zone in the model that takes the fragment.
        air_class: Class of the equipment, such as ``A2``; others than EnergyPlus has become None.

    Raises:
        ExportError: See :func:`approach_of`.
    """
    found = approach_of(results)
    one = {"coefficient1_constant": 1.0, "coefficient2_x": 0.0, "coefficient3_x_2": 0.0}
    bounds_x = {"minimum_value_of_x": 0.0, "maximum_value_of_x": 1.5}
    bounds_y = {"minimum_value_of_y": -10.0, "maximum_value_of_y": 60.0}
    two = {**one, "coefficient4_y": 0.0, "coefficient5_y_2": 0.0, "coefficient6_x_y": 0.0}
    cube = {**one, "coefficient1_constant": 0.0, "coefficient4_x_3": 1.0}
    equipment = {
        "zone_or_space_name": zone,
        "air_flow_calculation_method": "FlowControlWithApproachTemperatures",
        "design_power_input_calculation_method": "Watts/Unit",
        "watts_per_unit": found.to_air_w / found.racks,
        "number_of_units": found.racks,
        "cpu_power_input_function_of_loading_and_air_temperature_curve_name": _UNITY_OF_TWO,
        "design_fan_power_input_fraction": 0.0,
        "design_fan_air_flow_rate_per_power_input": found.airflow_m3_s / found.to_air_w
        if found.to_air_w > 0.0
        else 0.0,
        "air_flow_function_of_loading_and_air_temperature_curve_name": _UNITY_OF_TWO,
        "fan_power_input_function_of_flow_curve_name": _CUBE,
        "design_entering_air_temperature": found.inlet_c,
        "environmental_class": air_class if air_class in _CLASSES else "None",
        "supply_air_node_name": f"{zone} Supply Inlet",
        "design_electric_power_supply_efficiency": 1.0,
        "electric_power_supply_efficiency_function_of_part_load_ratio_curve_name": _UNITY,
        "supply_temperature_difference": found.supply_difference_k,
        "return_temperature_difference": found.return_difference_k,
    }
    return {
        "ElectricEquipment:ITE:AirCooled": {f"{zone} IT equipment": equipment},
        "Curve:Biquadratic": {_UNITY_OF_TWO: {**two, **bounds_x, **bounds_y}},
        "Curve:Quadratic": {_UNITY: {**one, **bounds_x}},
        "Curve:Cubic": {_CUBE: {**cube, **bounds_x}},
    }
