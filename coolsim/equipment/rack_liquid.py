"""What hangs on a liquid loop in a rack, whatever its cooling method: one model, one state.

``liquid_rack`` chooses and makes the model from catalogue and design; ``rack_states`` answers for
all racks of a hall at once, plates over arrays, tanks one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coolsim.catalogue.contents import Unit
from coolsim.catalogue.liquid_equipment import (
    DEFAULT_UNITS,
    PLATE_TYPES,
    TANK_TYPES,
    plate_figures,
)
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.liquid import LiquidConnection
from coolsim.design.models import CoolingMethod
from coolsim.equipment.rack_heat import RackHeat, RackLiquidState, rack_heat
from coolsim.equipment.rack_plates import (
    BoilingPlateRack,
    PlateRack,
    boiling_plate_rack,
    boiling_plate_rack_state,
    plate_rack,
    plate_states,
)
from coolsim.equipment.rack_tanks import (
    BoilingTank,
    OilTank,
    boiling_tank,
    boiling_tank_rack_state,
    heat_sink,
    oil_tank,
    oil_tank_state,
)
from coolsim.equipment.working_fluids import boiling_fluid, dielectric

LiquidRack = PlateRack | BoilingPlateRack | OilTank | BoilingTank
DEFAULT_FLUIDS: dict[CoolingMethod, str] = {
    "cold_plate_two_phase": "r1233zde",
    "immersion": "shell_s5x",
    "immersion_two_phase": "novec649",
}
"""Fluid of a rack's own circuit where the design names none."""


@dataclass(frozen=True, slots=True)
class RackInlet:
    """What a rack meets.

    Attributes:
        power_w: Power asked of it [W].
        inlet_c: Coolant of its loop entering [deg C].
        flow_m3_s: Its flow [m3/s].
        coolant_j_m3_k: Density times heat capacity of that coolant [J/(m3 K)].
        air_c: Air in the rack, or of the hall around a tank [deg C].
    """

    power_w: float
    inlet_c: float
    flow_m3_s: float
    coolant_j_m3_k: float
    air_c: float


def liquid_rack(
    catalogue: Catalogue,
    method: CoolingMethod,
    units: Sequence[tuple[Unit, int]],
    power_w: float,
    connection: LiquidConnection,
    loop_fluid: str,
    coolant_j_m3_k: float,
) -> LiquidRack:
    """Return the model of what hangs on a loop in a rack.

    A machine that the design names counts where the catalogue says enough of it; where it does not,
    the generic machine of the method stands in and its figures say so. A named plate without a
    published resistance stays, its case temperature *not checked*.

    Args:
        catalogue: The catalogue, the design's own entries included.
        method: Cooling method of the rack: plates or immersion.
        units: Contents with counts; empty for a plain load.
        power_w: Sustained power of the rack [W].
        connection: How it hangs on the loop.
        loop_fluid: What flows in the loop, as the design names it.
        coolant_j_m3_k: Density times heat capacity of that coolant [J/(m3 K)].

    Raises:
        CatalogueError: A named machine or fluid is not in the catalogue.
        SolveError: A fluid lacks a property, or a rating is impossible.
    """
    fluid = connection.dielectric or DEFAULT_FLUIDS.get(method, "")
    made: LiquidRack | None
    generic: LiquidRack | None
    if method in ("immersion", "immersion_two_phase"):
        heat = _heat(catalogue, units, power_w, is_immersed=True)
        made = _tank(catalogue, method, heat, connection.unit, fluid, loop_fluid, coolant_j_m3_k)
        generic = _tank(catalogue, method, heat, None, fluid, loop_fluid, coolant_j_m3_k)
    elif method == "cold_plate_two_phase":
        heat = _heat(catalogue, units, power_w)
        made = _boiling_plates(catalogue, heat, connection.unit, fluid, coolant_j_m3_k)
        generic = _boiling_plates(catalogue, heat, None, fluid, coolant_j_m3_k)
    else:
        heat = _heat(catalogue, units, power_w)
        return plate_rack(heat, catalogue.get(_plate(catalogue, connection.unit)))
    chosen = made or generic
    assert chosen is not None, "generic machines have all their figures"
    return chosen


def _heat(
    catalogue: Catalogue,
    units: Sequence[tuple[Unit, int]],
    power_w: float,
    *,
    is_immersed: bool = False,
) -> RackHeat:
    default: Figure = plate_figures(catalogue.get(DEFAULT_UNITS["cold_plate"])).plated_fraction
    return rack_heat(catalogue, units, power_w, default, is_immersed=is_immersed)


def _plate(catalogue: Catalogue, unit: str | None) -> str:
    """Id of the plate to take: the named entry if it is a plate, else the generic one."""
    if unit and catalogue.get(unit).word("type") in PLATE_TYPES:
        return unit
    return DEFAULT_UNITS["cold_plate"]


def _boiling_plates(
    catalogue: Catalogue, heat: RackHeat, unit: str | None, fluid: str, water_j_m3_k: float
) -> BoilingPlateRack | None:
    entry = catalogue.get(unit or DEFAULT_UNITS["cold_plate_two_phase"])
    return boiling_plate_rack(heat, entry, boiling_fluid(catalogue, fluid), water_j_m3_k)


def _tank(
    catalogue: Catalogue,
    method: CoolingMethod,
    heat: RackHeat,
    unit: str | None,
    fluid: str,
    loop_fluid: str,
    coolant_j_m3_k: float,
) -> OilTank | BoilingTank | None:
    entry = catalogue.get(unit or DEFAULT_UNITS[method])
    if entry.word("type") not in TANK_TYPES:
        entry = catalogue.get(DEFAULT_UNITS[method])
    if method == "immersion_two_phase":
        surface = catalogue.get(DEFAULT_UNITS["boiling_surface"])
        return boiling_tank(heat, entry, boiling_fluid(catalogue, fluid), surface, coolant_j_m3_k)
    sink = heat_sink(catalogue.get(DEFAULT_UNITS["heat_sink"]))
    water = None if loop_fluid == fluid else coolant_j_m3_k
    return oil_tank(heat, entry, dielectric(catalogue, fluid), sink, water)


def rack_states(
    racks: Sequence[LiquidRack],
    inlets: Sequence[RackInlet],
    *,
    pressure_pa: float = 101_325.0,
    bath_c: float = 30.0,
) -> list[RackLiquidState]:
    """State of racks of any kind.

    Args:
        racks: The racks.
        inlets: What each meets.
        pressure_pa: Air pressure of the hall, which open two-phase baths have [Pa].
        bath_c: Supply that single-phase tanks with an exchanger of their own hold [deg C].
    """
    states: list[RackLiquidState | None] = [None] * len(racks)
    plated = [n for n, rack in enumerate(racks) if isinstance(rack, PlateRack)]
    plates = [rack for rack in racks if isinstance(rack, PlateRack)]
    columns = (
        np.array([getattr(inlets[n], name) for n in plated])
        for name in ("power_w", "inlet_c", "flow_m3_s", "coolant_j_m3_k", "air_c")
    )
    for n, state in zip(plated, plate_states(plates, *columns), strict=True):
        states[n] = state
    for n, (rack, at) in enumerate(zip(racks, inlets, strict=True)):
        if not isinstance(rack, PlateRack):
            states[n] = _one(rack, at, pressure_pa, bath_c)
    return [state for state in states if state is not None]


def _one(
    rack: BoilingPlateRack | OilTank | BoilingTank, at: RackInlet, pressure_pa: float, bath_c: float
) -> RackLiquidState:
    given = (at.power_w, at.inlet_c, at.flow_m3_s, at.coolant_j_m3_k, at.air_c)
    if isinstance(rack, BoilingPlateRack):
        return boiling_plate_rack_state(rack, *given)
    if isinstance(rack, OilTank):
        return oil_tank_state(rack, *given, bath_c)
    return boiling_tank_rack_state(rack, *given, pressure_pa)
