"""From a solved room to the records of the result: racks, coolers, tiles, balance, metrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from coolsim.air.controls import RETURN_LAW_K
from coolsim.air.doors import door_duties_w
from coolsim.air.solution import AirSolution
from coolsim.results.records import (
    Balance,
    Band,
    CoolerResult,
    RackResult,
    Term,
)
from coolsim.scene import Scene, SceneCooler, SceneRack
from solvers.grid import Array

Moisture = Callable[[Array], tuple[Array, Array, Array]]
"""Humidity ratio, relative humidity and dew point of the racks' inlets by their temperatures."""
BLOWN = "Liquid-to-air units"
"""Name of what liquid-to-air units give to the hall's air, their fans included, in its balance."""


def rack_results(solution: AirSolution, moisture: Moisture | None = None) -> tuple[RackResult, ...]:
    """One record per rack; the inlet is that of the warmest occupied band.

    Args:
        solution: The solved air.
        moisture: Humidity of inlets at their temperatures; without it the records have none.
    """
    devices, racks = solution.devices, solution.devices.scene.racks
    starts = devices.geometry.rack_start[: len(racks) + 1]
    end = int(starts[-1])
    inlets = devices.inlets_c(solution.intake_means)
    outlets = devices.server_outlets_c(inlets)[:end]
    inlets, flow, power = inlets[:end], devices.band_flow_m3_s[:end], devices.band_power_w[:end]
    rack_of = np.repeat(np.arange(len(racks)), np.diff(starts))

    def per_rack(values: Array) -> Array:
        return np.asarray(np.bincount(rack_of, values, len(racks)), dtype=float)

    moved = per_rack(flow)
    # a band that moves no air has no inlet of its own; without any air all bands count alike
    weights = np.where(moved[rack_of] > 0.0, flow, 1.0)
    total = per_rack(weights)
    has_bands = total > 0.0
    inlet_sum, outlet_sum = per_rack(weights * inlets), per_rack(weights * outlets)
    unknown = np.full(len(racks), np.nan)
    warmest = np.full(len(racks), -np.inf)
    np.maximum.at(warmest, rack_of[weights > 0.0], inlets[weights > 0.0])
    drawn = [band for rack in racks for band in rack.bands]
    heights = [band.z_from_m for band in drawn], [band.z_to_m for band in drawn]
    solved = (power.tolist(), flow.tolist(), inlets.tolist(), outlets.tolist())
    bands = tuple(map(Band, *heights, *solved))
    columns = (
        per_rack(power).tolist(),
        moved.tolist(),
        warmest.tolist(),
        np.divide(inlet_sum, total, out=unknown.copy(), where=has_bands).tolist(),
        np.divide(outlet_sum, total, out=unknown.copy(), where=has_bands).tolist(),
    )
    places = list(pairwise(starts.tolist()))
    if moisture is None:
        moist = [(float("nan"),) * 3] * len(racks)
    else:
        # a tank has no inlet: its warmest band is none
        judged = np.where(has_bands, warmest, np.nan)
        moist = list(zip(*(part.tolist() for part in moisture(judged)), strict=True))
    return tuple(
        _rack(rack, bands[slice(*place)], figures, wet) if rack.bands else _tank(rack, wet)
        for rack, *figures, place, wet in zip(racks, *columns, places, moist, strict=True)
    )


def _rack(
    rack: SceneRack,
    bands: tuple[Band, ...],
    figures: Sequence[float],
    moist: tuple[float, float, float],
) -> RackResult:
    """A rack by heat [W], airflow [m3/s], warmest and mean inlet, mean outlet [deg C]."""
    heat, moved, warmest, inlet, outlet = figures
    limit = rack.inlet_limit.value
    to_liquid, limit_c = rack.power_w - heat, np.nan if limit is None else limit
    # by their order: by name, hundreds of racks take as long as their air
    return RackResult(
        rack.id, rack.name, rack.power_w, heat, to_liquid, moved,
        warmest, inlet, outlet, limit_c, bands, *moist,
    )  # fmt: skip


def _tank(rack: SceneRack, moist: tuple[float, float, float]) -> RackResult:
    """A tank: no air passes it, so it has no air temperatures."""
    nothing = float("nan")
    return RackResult(
        rack.id, rack.name, rack.power_w, 0.0, rack.power_w, 0.0,
        nothing, nothing, nothing, nothing, (), *moist,
    )  # fmt: skip


def cooler_results(solution: AirSolution) -> tuple[CoolerResult, ...]:
    """One record per running cooler."""
    returns = solution.devices.returns_c(solution.intake_means)
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
    bands = solution.devices.band_power_w
    blown = float(bands[bands.size - len(scene.units) :].sum())
    to_air = float(bands.sum()) - blown
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
        *((Term(BLOWN, blown, "w"),) if scene.units else ()),
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
    reference = to_air + blown or max(abs(coils), 1.0)
    gained = sum(term.value for term in moisture if term.value > 0.0)
    missing = abs(sum(term.value for term in moisture))
    return Balance(
        mass_fraction=solution.mass_fraction,
        energy_fraction=abs(sum(term.value for term in heat)) / reference,
        linear_residual=solution.linear_residual,
        terms=(*heat, *air, *moisture),
        moisture_fraction=(missing / gained if gained > 0.0 else 0.0) if moisture else None,
    )
