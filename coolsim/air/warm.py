"""The air of a hall that follows its drawing: every edit goes on from where the air was.

Answers of a :class:`WarmAir` are previews. What they rest on depends on the edits before, so
numbers that leave the program are solved anew from a cold start.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from copy import copy
from dataclasses import dataclass, fields, replace

import numpy as np

from coolsim.air.case import Devices
from coolsim.air.coils import CoilController
from coolsim.air.conclusion import conclude, publish
from coolsim.air.controls import Machines, Operating, follows_room
from coolsim.air.geometry import CaseGeometry
from coolsim.air.grids import slab_heights
from coolsim.air.refusals import require_capacity
from coolsim.air.runs import run_of, watched
from coolsim.air.solution import AirSolution
from coolsim.air.solve import AirSolver
from coolsim.events import Progress
from coolsim.scene import RoomSource, Scene, SceneBand, SceneCooler, SceneRack
from coolsim.sentences import quantity
from solvers.flow import Room
from solvers.grid import Array
from solvers.prolong import refine_state

MOVING_STEPS = 5
"""Steps over which the movement of the inlets is told."""
_CARRIED_DIVERGENCE = 0.1
"""How far the imbalance of a carried flow is taken down before the first step [-]: down to 0.01, no
first answer after moving one of five racks of a hall of 400 is nearer to where it settles."""
_MOVES_NOTHING = {
    Scene: frozenset({"air", "pressure_pa", "assumptions", "power"}),
    RoomSource: frozenset({"power_w"}),
    SceneRack: frozenset(
        {"id", "name", "contents", "is_plain_load", "power_w", "inlet_limit", "inlet_limit_note"}
    ),
    SceneBand: frozenset(
        {"power_w", "airflow_fixed_m3_s", "airflow_m3_s_w", "fan_factors", "pressure_factors"}
    ),
    SceneCooler: frozenset(
        {
            "id",
            "name",
            "airflow_m3_s",
            "supply_temperature_c",
            "capacity",
            "fan_power_w",
            "rated_airflow",
            "return_set_point_c",
            "min_supply_temperature_c",
        }
    ),
}
"""Fields of the resolved hall that no surface or opening depends on; a new field counts as one
that does until it is named here."""


def drawn_alike(one: object, other: object) -> bool:
    """Whether two scenes (or parts of them) have the same surfaces and openings."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(drawn_alike, one, other))
    if type(one) not in _DRAWN:
        return one == other
    return all(drawn_alike(getattr(one, name), getattr(other, name)) for name in _DRAWN[type(one)])


_DRAWN = {
    record: tuple(field.name for field in fields(record) if field.name not in ignored)
    for record, ignored in _MOVES_NOTHING.items()
}


@dataclass(frozen=True, slots=True)
class Movement:
    """How far the rack inlets still move.

    Attributes:
        step: Steps since the last edit.
        moved_k: Largest change of a rack inlet over the last ``steps`` steps, of which the first
            may be from the flow before the edit [K].
        steps: Over how many.
    """

    step: int
    moved_k: float
    steps: int


class WarmAir:
    """A room whose flow is kept through edits of its hall.

    Args:
        scene: The hall as first drawn; the flow starts from potential flow.
        turbulence, cell_m, second_order, log_law_walls: As of
            :class:`~coolsim.air.solve.AirSolver`.

    Raises:
        SolveError: If the hall cannot be solved as drawn.
    """

    def __init__(
        self,
        scene: Scene,
        turbulence: str,
        cell_m: float | None = None,
        *,
        second_order: bool = False,
        log_law_walls: bool = False,
    ) -> None:
        self._turbulence = turbulence
        self._cell_m = cell_m
        self._second_order = second_order
        self._log_law_walls = log_law_walls
        self._history: list[Array] = []
        self._told: tuple[str | int, ...] = ()
        solver = self._solver_of(scene)
        self._take(scene, solver, *solver.room_on(scene, solver.finest, None, None))

    @property
    def scene(self) -> Scene:
        """The hall that the flow follows."""
        return self._scene

    def follow(self, scene: Scene) -> None:
        """Go on with another drawing of the hall from the flow as it is.

        The former drawing stays where this raises.

        Raises:
            SolveError: If the hall cannot be solved as drawn.
        """
        former, state = self._solver.finest.openness, self._room.state
        solver = self._solver
        is_redrawn = not drawn_alike(self._scene, scene)
        if is_redrawn:
            solver = self._solver_of(scene, self._solver.finest)
        openness = solver.finest.openness
        if not np.isfinite(state.temperature).all():
            room = solver.room_on(scene, solver.finest, None, None)
        else:
            slabs = ((), (), slab_heights(scene))
            carried = refine_state(state, former, openness, slabs) if is_redrawn else state
            stood = self._carried_operating(scene)
            room = solver.room_on(scene, solver.finest, carried, stood)
        self._take(scene, solver, *room)
        self._room.project(_CARRIED_DIVERGENCE, with_pressure=False)

    def frozen(self, scene: Scene) -> AirSolution | None:
        """The temperatures of a hall drawn alike while its air moves as before the edit.

        Returns:
            ``None`` where surfaces, openings or coolers' airflows differ.

        Raises:
            SolveError: If there is more heat than the coolers can take.
        """
        if not self.can_freeze(scene):
            return None
        now = self._controller.devices
        bands = [band for rack in scene.breathers for band in rack.bands]
        # a supply that holds a return stays where its control has brought it
        asked = [
            c.supply_temperature_c if c.return_set_point_c is None else float(before)
            for c, before in zip(scene.coolers, now.supply_set_points_c, strict=True)
        ]
        devices = replace(
            now,
            scene=scene,
            band_power_w=np.array([band.heat_w for band in bands]),
            supply_set_points_c=np.array(asked),
        )
        if devices.capacity_counts:
            require_capacity(scene, devices.cooler_circuit, devices.heat_per_circuit_w())
        controller = CoilController(devices)
        before, self._room.exchange = self._room.exchange, controller.start()
        note = "Airflows as before the edit: the flow is being solved again."
        try:
            return self._published(controller, note)
        finally:
            self._room.exchange = before

    def can_freeze(self, scene: Scene) -> bool:
        """Whether a hall differs from the one followed in nothing that must move its air."""
        before = [cooler.airflow_m3_s for cooler in self._scene.coolers]
        after = [cooler.airflow_m3_s for cooler in scene.coolers]
        return before == after and drawn_alike(self._scene, scene)

    def steps(self) -> Iterator[Movement]:
        """Advance the flow until every rack inlet stands still, or will not."""
        self._run = run_of(self._room, self._machines, self._controller)
        devices = self._controller.devices
        told = (*(rack.id for rack in devices.scene.breathers), *watched(devices).tolist())
        # the same inlets as before the edit: what they moved by it is told from the first step on
        self._history = self._history[-1:] if told == self._told else []
        self._told = told
        for step in self._run.steps():
            self._history = [*self._history[-MOVING_STEPS:], step.monitored]
            yield self._movement(step.number)

    def conclude(self) -> Generator[Progress, None, AirSolution]:
        """The answer after :meth:`steps` has ended.

        Raises:
            SolveError: If the flow diverged.
        """
        return (yield from conclude(self._room, self._machines, self._controller, self._run))

    def snapshot(self, movement: Movement) -> AirSolution:
        """The flow as it is, balances closed; the steps can go on."""
        moved, steps = quantity(movement.moved_k, "k", 2), movement.steps
        note = f"The flow is still being followed: inlets moved up to {moved} in {steps} steps."
        solution = self._published(copy(self._controller), note)
        return replace(solution, wander_k=movement.moved_k, steps=movement.step)

    def _solver_of(self, scene: Scene, former: CaseGeometry | None = None) -> AirSolver:
        """The solver of a drawing, with the physics asked for."""
        return AirSolver(
            scene,
            "live",
            self._cell_m,
            self._turbulence,
            second_order=self._second_order,
            log_law_walls=self._log_law_walls,
            former=former,
        )

    def _take(
        self,
        scene: Scene,
        solver: AirSolver,
        room: Room,
        machines: Machines,
        controller: CoilController,
    ) -> None:
        self._scene = scene
        self._solver = solver
        self._room = room
        self._machines = machines
        self._controller = controller

    def _published(self, controller: CoilController, note: str) -> AirSolution:
        """A solution of the room as it is; what the devices do is left as it was."""
        before = self._room.exchange
        try:
            return publish(
                self._room,
                Machines(self._room, controller),
                controller,
                "not_converged",
                note,
                is_preview=True,
            )
        finally:
            self._room.exchange = before

    def _movement(self, number: int) -> Movement:
        steps = len(self._history) - 1
        if steps < 1 or not self._history[-1].size:
            return Movement(number, float("nan") if steps < 1 else 0.0, steps)
        moved = np.abs(self._history[-1] - self._history[0]).max()
        return Movement(number, float(moved), steps)

    def _carried_operating(self, scene: Scene) -> Operating | None:
        """Where the machines stood, sorted for a scene with other racks and coolers."""
        devices = self._controller.devices
        if not follows_room(devices):
            return None
        stood = self._machines.operating
        inlets, set_points = _band_inlets(devices, stood, scene), _set_points(devices, stood, scene)
        return Operating(inlets, set_points, stood.cabinets, stood.pressures_pa)


def _band_inlets(devices: Devices, stood: Operating, scene: Scene) -> Array:
    """Inlets of a scene's bands: as they were, the mean of all for racks that are new [deg C]."""
    starts = devices.geometry.rack_start
    known = {
        rack.id: stood.band_inlets_c[starts[n] : starts[n + 1]]
        for n, rack in enumerate(devices.scene.breathers)
    }
    mean = float(stood.band_inlets_c.mean()) if stood.band_inlets_c.size else 20.0
    inlets = []
    for rack in scene.breathers:
        before = known.get(rack.id)
        alike = before is not None and before.size == len(rack.bands)
        inlets.append(before if before is not None and alike else np.full(len(rack.bands), mean))
    return np.concatenate(inlets) if inlets else np.zeros(0)


def _set_points(devices: Devices, stood: Operating, scene: Scene) -> Array:
    """Supply air asked for by a scene's coolers: as it was, as drawn for new ones [deg C]."""
    known = dict(zip((c.id for c in devices.scene.coolers), stood.supply_set_points_c, strict=True))
    asked = [float(known.get(c.id, c.supply_temperature_c)) for c in scene.coolers]
    return np.array(asked)
