"""What air and liquid hand each other: coolant to the air, and the air as equipment sees it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coolsim.air.doors import door_laws
from coolsim.air.solution import AirSolution
from coolsim.air.summary import BLOWN, cooler_results
from coolsim.coupling.liquid import AirReading, LiquidState
from coolsim.scene import RoomSource, Scene, SceneRack

Array = NDArray[np.float64]

_UNIT_HEIGHTS = (0.0, 2.0)
"""Heights above the floor that heat of units, tanks and pumps spreads over [m]."""
_PIPE_HEIGHTS = (2.0, 3.0)
TANKS, UNIT_PUMPS, UNITS, PIPES = "Tanks", "Pumps of coolant units", BLOWN, "Coolant pipes"
"""Names of what liquid gives to the hall's air, in its balance."""


def coupled_scene(scene: Scene, state: LiquidState) -> Scene:
    """The hall with what coolant and equipment leave to its air."""
    racks = list(scene.racks)
    for index, liquid in state.racks.items():
        racks[index] = _with_air_share(racks[index], liquid.to_air_w)
    for index, door in state.door_laws.items():
        racks[index] = replace(racks[index], door=door)
    duties = {unit.id: unit.duty_w for unit in state.loops.cdus}
    fans = {unit.id: unit.fan_power.value or 0.0 for unit in scene.loops.cdus}
    units = tuple(_giving(unit, duties[unit.id] + fans[unit.id]) for unit in scene.units)
    return replace(
        scene,
        racks=tuple(racks),
        units=units,
        coolers=tuple(replace(c, coil=state.coils.get(c.id)) for c in scene.coolers),
        room_sources=(*scene.room_sources, *_liquid_sources(scene, state)),
    )


def _with_air_share(rack: SceneRack, to_air_w: float) -> SceneRack:
    if rack.power_w <= 0.0 or not rack.bands:
        return rack
    share = to_air_w / rack.power_w
    bands = tuple(replace(band, air_share=share) for band in rack.bands)
    return replace(rack, bands=bands)


def _giving(unit: SceneRack, heat_w: float) -> SceneRack:
    """A liquid-to-air unit that gives off some heat."""
    (band,) = unit.bands
    return replace(unit, power_w=heat_w, bands=(replace(band, power_w=heat_w),))


def still_units(scene: Scene) -> frozenset[str]:
    """Liquid-to-air units whose airflow is not known: their heat only spreads over the air."""
    moving = {unit.id for unit in scene.units}
    to_air = (unit.id for unit in scene.loops.cdus if unit.type == "liquid_to_air")
    return frozenset(to_air) - moving


def _liquid_sources(scene: Scene, state: LiquidState) -> list[RoomSource]:
    """Heat that tanks, units, pumps and pipes give to the hall's air."""
    tanks = sum(liquid.to_air_w for n, liquid in state.racks.items() if not scene.racks[n].bands)
    units = sum(unit.pump_heat_to_air_w for unit in state.loops.cdus)
    still = still_units(scene)
    blown = sum(unit.duty_w for unit in state.loops.cdus if unit.id in still)
    found = (
        (TANKS, tanks, _UNIT_HEIGHTS),
        (UNIT_PUMPS, units, _UNIT_HEIGHTS),
        (UNITS, blown, _UNIT_HEIGHTS),
        (PIPES, state.loops.heat_to_room_w, _PIPE_HEIGHTS),
    )
    return [RoomSource(name, power, heights) for name, power, heights in found if power != 0.0]


def still_air(scene: Scene) -> AirReading:
    """Air before anything is solved: supply at every inlet, each rack's own rise behind it."""
    supply = [cooler.supply_temperature_c for cooler in scene.coolers]
    inlet = float(np.mean(supply)) if supply else 22.0
    rate = scene.air.density_kg_m3 * scene.air.heat_capacity_j_kg_k
    flow = np.array(
        [sum(band.airflow_m3_s(band.power_w) for band in rack.bands) for rack in scene.racks]
    )
    heat = np.array([sum(band.heat_w for band in rack.bands) for rack in scene.racks])
    rise = np.divide(heat, rate * flow, out=np.zeros(flow.size), where=flow > 0.0)
    inlets = np.full(flow.size, inlet)
    return AirReading(inlets, inlets + rise, flow, inlet, {}, {})


def read_air(solution: AirSolution) -> AirReading:
    """What equipment sees of a solved air."""
    devices = solution.devices
    starts = devices.geometry.rack_start
    inlets = np.asarray(devices.inlets_c(solution.intake_means), dtype=np.float64)
    outlets = np.asarray(solution.outlet_means, dtype=np.float64)
    before = np.asarray(door_laws(devices).entering_c(outlets), dtype=np.float64)
    bands = int(starts[-1])
    flow = np.asarray(devices.band_flow_m3_s, dtype=np.float64)
    rear = np.asarray(devices.discharge_flow[:bands], dtype=np.float64)
    count = starts.size - 1
    rack = np.repeat(np.arange(count), np.diff(starts))

    def summed(values: Array) -> Array:
        return np.asarray(np.bincount(rack, values, minlength=count), dtype=np.float64)

    def mean(values: Array, weights: Array) -> Array:
        moved = summed(weights)
        nothing = np.full(count, np.nan)
        return np.asarray(np.divide(summed(weights * values), moved, out=nothing, where=moved > 0))

    temperature, coolers = solution.temperature_c(), cooler_results(solution)
    drawn = mean(inlets, flow)
    return AirReading(
        inlet_c=drawn,
        exhaust_c=mean(before[:bands], rear),
        airflow_m3_s=summed(rear),
        room_c=float(np.nanmean(temperature)),
        unit_air_c={
            unit.id: float(drawn[len(devices.scene.racks) + n])
            for n, unit in enumerate(devices.scene.units)
        },
        coil_w={cooler.id: cooler.duty_w for cooler in coolers},
    )


def change_w(
    used: Scene, wanted: Scene, before: LiquidState, after: LiquidState, seen: AirReading
) -> float:
    """Largest heat flow by which what the air was solved with differs from what it asks for [W].

    Args:
        used: The hall that the air was solved with.
        wanted: The hall that liquid and equipment then ask for.
        before: The liquid side behind the first.
        after: Behind the second.
        seen: The air as solved.
    """
    moved = [
        abs(sum(band.heat_w for band in old.bands) - sum(band.heat_w for band in new.bands))
        for old, new in zip(used.racks, wanted.racks, strict=True)
    ]
    moved += [abs(after.doors[n].duty_w - before.doors[n].duty_w) for n in after.doors]
    moved.append(abs(used.room_heat_w - wanted.room_heat_w))
    air_j = used.air.density_kg_m3 * used.air.heat_capacity_j_kg_k
    for old, new in zip(used.coolers, wanted.coolers, strict=True):
        had, has = (c.full_law(air_j * c.airflow_m3_s) for c in (old, new))
        if had is None or has is None:
            continue
        change_k = (has[0] - had[0]) * seen.room_c + has[1] - had[1]
        moved.append(abs(air_j * old.airflow_m3_s * change_k))
    return max(moved, default=0.0)
