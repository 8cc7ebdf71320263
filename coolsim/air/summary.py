"""From a solved room to the records of the result: racks, coolers, tiles, balance, metrics."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from coolsim.air.case import Devices
from coolsim.air.controls import RETURN_LAW_K
from coolsim.air.doors import door_duties_w
from coolsim.air.solve import AirSolution
from coolsim.results.records import (
    Balance,
    Band,
    CoolerResult,
    RackResult,
    Term,
)
from coolsim.scene import Scene, SceneCooler, SceneRack
from solvers.grid import Array


def rack_results(solution: AirSolution) -> tuple[RackResult, ...]:
    """One record per rack; the inlet is that of the warmest occupied band."""
    devices, starts = solution.devices, solution.devices.geometry.rack_start
    inlets = devices.inlets_c(solution.intake_means)
    outlets = devices.server_outlets_c(inlets)
    return tuple(
        _rack(rack, devices, inlets, outlets, slice(int(start), int(end)))
        for rack, (start, end) in zip(devices.scene.racks, pairwise(starts), strict=False)
    )


def _rack(
    rack: SceneRack, devices: Devices, inlets: Array, outlets: Array, bands: slice
) -> RackResult:
    """A rack by what its servers take in and give off."""
    flow, power = devices.band_flow_m3_s[bands], devices.band_power_w[bands]
    inlet, outlet = inlets[bands], outlets[bands]
    if not flow.size:
        return _tank(rack)
    # a band that moves no air has no inlet of its own; without any air all bands count alike
    occupied = flow > 0.0 if flow.any() else np.ones_like(flow, dtype=bool)
    weight = flow if flow.any() else np.ones_like(flow)
    return RackResult(
        id=rack.id,
        name=rack.name,
        power_w=rack.power_w,
        heat_to_air_w=float(power.sum()),
        heat_to_liquid_w=rack.power_w - float(power.sum()),
        airflow_m3_s=float(flow.sum()),
        inlet_temperature_c=float(inlet[occupied].max()),
        inlet_mean_temperature_c=float(inlet @ weight / weight.sum()),
        outlet_temperature_c=float(outlet @ weight / weight.sum()),
        inlet_limit_c=rack.inlet_limit.value if rack.inlet_limit.value is not None else np.nan,
        bands=tuple(
            Band(
                z_from_m=band.z_from_m,
                z_to_m=band.z_to_m,
                power_w=float(power[n]),
                airflow_m3_s=float(flow[n]),
                inlet_temperature_c=float(inlet[n]),
                outlet_temperature_c=float(outlet[n]),
            )
            for n, band in enumerate(rack.bands)
        ),
    )


def _tank(rack: SceneRack) -> RackResult:
    """A tank: no air passes it, so it has no air temperatures."""
    nothing = float("nan")
    return RackResult(
        id=rack.id,
        name=rack.name,
        power_w=rack.power_w,
        heat_to_air_w=0.0,
        heat_to_liquid_w=rack.power_w,
        airflow_m3_s=0.0,
        inlet_temperature_c=nothing,
        inlet_mean_temperature_c=nothing,
        outlet_temperature_c=nothing,
        inlet_limit_c=nothing,
        bands=(),
    )


def cooler_results(solution: AirSolution) -> tuple[CoolerResult, ...]:
    """One record per running cooler."""
    returns = solution.devices.return_weights() @ solution.intake_means
    return tuple(
        CoolerResult(
            id=cooler.id,
            name=cooler.name,
            airflow_m3_s=cooler.airflow_m3_s,
            return_temperature_c=float(temperature),
            supply_temperature_c=coil.supply_temperature_c,
            set_point_c=float(asked),
            holds_set_point=coil.mode == "holding" and _holds_return(cooler, float(temperature)),
            duty_w=coil.net_duty_w + cooler.fan_power_w,
            net_duty_w=coil.net_duty_w,
            capacity_w=cooler.capacity.value,
            fan_power_w=cooler.fan_power_w,
        )
        for cooler, coil, temperature, asked in zip(
            solution.devices.scene.coolers,
            solution.coils,
            returns,
            solution.devices.supply_set_points_c,
            strict=True,
        )
    )


def _holds_return(cooler: SceneCooler, return_c: float) -> bool:
    """Whether a cooler's return is at its set point; without return control it has none."""
    wanted = cooler.return_set_point_c
    return wanted is None or abs(return_c - wanted) <= RETURN_LAW_K


def _room_terms(scene: Scene) -> tuple[Term, ...]:
    """Lights, people and other heat, each in one line; what is not there has none."""
    power: dict[str, float] = {}
    for source in scene.room_sources:
        power[source.name] = power.get(source.name, 0.0) + source.power_w
    return tuple(Term(name, watts, "w") for name, watts in power.items())


def _is_all_air(scene: Scene) -> bool:
    """Whether the racks give all their heat to the air."""
    return all(rack.bands and band.air_share == 1.0 for rack in scene.racks for band in rack.bands)


def balance(solution: AirSolution, moisture: tuple[Term, ...] = ()) -> Balance:
    """Heat and air of the hall, every term once; what enters the hall's air counts positive.

    The coil duties are formed from the solved return temperatures, so the sum checks the field.

    Args:
        solution: The solved hall.
        moisture: Terms of the water balance, none where the humidity is uniform.
    """
    scene = solution.devices.scene
    coolers = cooler_results(solution)
    rate = solution.devices.heat_rate_j_m3_k
    to_air = float(solution.devices.band_power_w.sum())
    duties = door_duties_w(solution.devices, solution.outlet_means)
    doors = sum(rack.door.fan_w for rack in scene.racks if rack.door) - float(duties.sum())
    fans = sum(cooler.fan_power_w for cooler in coolers)
    coils = sum(
        rate * c.airflow_m3_s * (c.return_temperature_c - c.supply_temperature_c) + c.fan_power_w
        for c in coolers
    )
    envelope = (Term("Envelope", solution.envelope_w, "w"),) if scene.envelope else ()
    heat = (
        Term("IT equipment" if _is_all_air(scene) else "IT equipment, to the air", to_air, "w"),
        *((Term("Rear doors, less their fans", doors, "w"),) if doors != 0.0 else ()),
        *_room_terms(scene),
        *envelope,
        Term("Cooler fans", fans, "w"),
        Term("Cooler coils", -coils, "w"),
    )
    supply = sum(cooler.airflow_m3_s for cooler in coolers)
    air = (
        Term("Cooler supply air", supply, "m3_s"),
        Term("Cooler return air", -supply, "m3_s"),
    )
    reference = to_air or max(abs(coils), 1.0)
    gained = sum(term.value for term in moisture if term.value > 0.0)
    missing = abs(sum(term.value for term in moisture))
    return Balance(
        mass_fraction=solution.mass_fraction,
        energy_fraction=abs(sum(term.value for term in heat)) / reference,
        linear_residual=solution.linear_residual,
        terms=(*heat, *air, *moisture),
        moisture_fraction=(missing / gained if gained > 0.0 else 0.0) if moisture else None,
    )
