"""Solving air and liquid of a hall in turns, to one fixed point.

In each round the air is solved with what coolant and equipment left to it, and they answer to the
air they then see. A rear door is linear in the air solve, so only its effectiveness goes round; a
plate hands some watts between coolant and air. Rounds end when no heat flow moves by more than a
share of the racks' power.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.air.doors import door_laws
from coolsim.air.solve import AirSolution, AirSolver
from coolsim.air.summary import cooler_results
from coolsim.catalogue import Catalogue
from coolsim.coupling.liquid import AirReading, LiquidSide, LiquidState
from coolsim.design.models import Variant
from coolsim.events import Progress
from coolsim.scene import RoomSource, Scene, SceneRack

Array = NDArray[np.float64]

MOST_ROUNDS = 12
"""Turns between air and liquid."""
SETTLED = 1e-4
"""Change of a heat flow in a round that counts as none, over the racks' power [-]."""
_UNIT_HEIGHTS = (0.0, 2.0)
"""Heights above the floor that heat of units, tanks and pumps spreads over [m]."""
_PIPE_HEIGHTS = (2.0, 3.0)


@dataclass(frozen=True, slots=True)
class CoupledLiquid:
    """The liquid side that belongs to a solved air.

    Attributes:
        state: Equipment and loops.
        air: What they saw of the air.
        powers_w: Power asked of each rack [W].
        changes: Largest change of a heat flow in each round, over the racks' power [-].
        converged: Whether the last is small enough, and the loops converged.
    """

    state: LiquidState
    air: AirReading
    powers_w: tuple[float, ...]
    changes: tuple[float, ...]
    converged: bool


class HallSolver:
    """Solves one drawn hall again and again at different powers: air, loops and equipment.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        scene: The hall as resolved.
        air: Solver of its air.

    Raises:
        SolveError: If a rack cannot be cooled as drawn.
    """

    def __init__(
        self, variant: Variant, catalogue: Catalogue, scene: Scene, air: AirSolver
    ) -> None:
        self.air = air
        has_liquid = scene.loops.loops or any(
            rack.cooling != "air" or rack.door is not None for rack in variant.racks
        )
        self._liquid = LiquidSide(variant, catalogue, scene) if has_liquid else None
        self.liquid: CoupledLiquid | None = None

    def forget(self) -> None:
        """Drop the warm start: the next solve is a cold one."""
        self.air.forget()
        self.liquid = None

    def solve(self, scene: Scene) -> Generator[Progress, None, AirSolution]:
        """Solve at the powers of ``scene`` (same geometry); yields progress.

        The liquid side that belongs to the answer is then in ``liquid``.

        Raises:
            SolveError: If the case cannot be solved as drawn.
        """
        if self._liquid is None:
            return (yield from self.air.solve(scene))
        powers = tuple(rack.power_w for rack in scene.racks)
        total = max(sum(powers), 1.0)
        seen = self.liquid.air if self.liquid else _still_air(scene)
        state = self._liquid.settle(powers, seen)
        changes: list[float] = []
        while True:
            number = len(changes)
            coupled = coupled_scene(scene, state)
            for_air = self.air.solve(coupled)
            solution = yield from _labelled(for_air, number)
            seen = read_air(solution)
            before, state = state, self._liquid.settle(powers, seen)
            changes.append(_change_w(coupled, coupled_scene(scene, state), before, state) / total)
            yield Progress(
                "coupling",
                1.0 - 0.5 ** (number + 1),
                f"Round {number + 1} of air and liquid: heat flows move by {changes[-1]:.1e}",
                {"change": changes[-1]},
            )
            if changes[-1] <= SETTLED or len(changes) == MOST_ROUNDS:
                break
        converged = changes[-1] <= SETTLED and state.settled
        self.liquid = CoupledLiquid(state, seen, powers, tuple(changes), converged)
        if not converged and solution.status in ("converged", "wandering"):
            why = (
                f"air and liquid still change each other by {changes[-1]:.1e} of the racks' power"
                if changes[-1] > SETTLED
                else "a coolant loop did not come to rest"
            )
            solution = replace(
                solution, status="not_converged", status_note=f"{solution.status_note} But {why}."
            )
        return solution


def coupled_scene(scene: Scene, state: LiquidState) -> Scene:
    """The hall with what coolant and equipment leave to its air."""
    racks = list(scene.racks)
    for index, liquid in state.racks.items():
        racks[index] = _with_air_share(racks[index], liquid.to_air_w)
    for index, door in state.door_laws.items():
        racks[index] = replace(racks[index], door=door)
    return replace(
        scene,
        racks=tuple(racks),
        room_sources=(*scene.room_sources, *_liquid_sources(scene, state)),
    )


def _with_air_share(rack: SceneRack, to_air_w: float) -> SceneRack:
    if rack.power_w <= 0.0 or not rack.bands:
        return rack
    share = to_air_w / rack.power_w
    bands = tuple(replace(band, air_share=share) for band in rack.bands)
    return replace(rack, bands=bands)


def _liquid_sources(scene: Scene, state: LiquidState) -> list[RoomSource]:
    """Heat that tanks, units, pumps and pipes give to the hall's air."""
    tanks = sum(liquid.to_air_w for n, liquid in state.racks.items() if not scene.racks[n].bands)
    units = sum(unit.pump_heat_to_air_w for unit in state.loops.cdus)
    to_air = {unit.id for unit in scene.loops.cdus if unit.type == "liquid_to_air"}
    blown = sum(unit.duty_w for unit in state.loops.cdus if unit.id in to_air)
    found = (
        ("Tanks", tanks, _UNIT_HEIGHTS),
        ("Pumps of coolant units", units, _UNIT_HEIGHTS),
        ("Liquid-to-air units", blown, _UNIT_HEIGHTS),
        ("Coolant pipes", state.loops.heat_to_room_w, _PIPE_HEIGHTS),
    )
    return [RoomSource(name, power, heights) for name, power, heights in found if power != 0.0]


def _still_air(scene: Scene) -> AirReading:
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
    return AirReading(inlets, inlets + rise, flow, inlet, {})


def read_air(solution: AirSolution) -> AirReading:
    """What equipment sees of a solved air."""
    devices = solution.devices
    starts = devices.geometry.rack_start
    inlets = np.asarray(devices.inlets_c(solution.intake_means), dtype=np.float64)
    laws = door_laws(devices)
    # a door's own law turned round gives what enters it
    before = solution.outlet_means - laws.fan_k - laws.share * laws.water_c
    before = np.asarray(
        before / np.where(laws.share < 1.0, 1.0 - laws.share, 1.0), dtype=np.float64
    )
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

    temperature = solution.temperature_c()
    return AirReading(
        inlet_c=mean(inlets, flow),
        exhaust_c=mean(before[:bands], rear),
        airflow_m3_s=summed(rear),
        room_c=float(np.nanmean(temperature)),
        coil_w={cooler.id: cooler.duty_w for cooler in cooler_results(solution)},
    )


def _change_w(used: Scene, wanted: Scene, before: LiquidState, after: LiquidState) -> float:
    """Largest heat flow by which what the air was solved with differs from what it asks for [W]."""
    moved = [
        abs(sum(band.heat_w for band in old.bands) - sum(band.heat_w for band in new.bands))
        for old, new in zip(used.racks, wanted.racks, strict=True)
    ]
    moved += [abs(after.doors[n].duty_w - before.doors[n].duty_w) for n in after.doors]
    moved.append(abs(used.room_heat_w - wanted.room_heat_w))
    return max(moved, default=0.0)


def _labelled(
    steps: Generator[Progress, None, AirSolution], number: int
) -> Generator[Progress, None, AirSolution]:
    """Progress of an air solve as a part of the rounds."""
    share = 0.5**number
    while True:
        try:
            inner = next(steps)
        except StopIteration as stop:
            solution: AirSolution = stop.value
            return solution
        fraction = 1.0 - share + 0.5 * share * inner.fraction
        yield replace(inner, fraction=fraction)
