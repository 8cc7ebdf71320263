"""Solving the air of a hall as draft, live or full.

Draft is potential flow, live is buoyant flow on one grid, full is buoyant flow on nested grids.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace

import numpy as np

from coolsim.air.case import build_devices
from coolsim.air.coils import CoilController
from coolsim.air.conclusion import DIVERGED_CODE, conclude, diverged, publish
from coolsim.air.controls import Machines, Operating
from coolsim.air.endings import SETTLED_K, rough_note
from coolsim.air.envelope import envelope_walls
from coolsim.air.geometry import CaseGeometry, build_geometry
from coolsim.air.grids import make_grid, nested_grids, slab_heights
from coolsim.air.physics import Physics
from coolsim.air.runs import (
    COARSE_STEPS,
    MAX_STEPS,
    ROUGH_K,
    coarse_run_of,
    rough_run_of,
    run_of,
)
from coolsim.air.solution import AirSolution
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.results.records import Status
from coolsim.scene import Scene
from solvers.boundary import Boundary
from solvers.flow import FlowState, Room
from solvers.grid import Grid
from solvers.momentum import zero_velocity
from solvers.prolong import refine_state
from solvers.turbulence import Turbulence


class AirSolver:
    """Solves one drawn hall again and again at different powers, starting warm.

    A cold ``full`` solve goes through nested grids; a warm one stays on the finest.

    Args:
        scene: The hall as drawn.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size asked for [m], or ``None`` for the default budget.
        turbulence: ``zero_equation``, ``k_epsilon`` or ``constant``.
        capacity_counts: Whether a coil beyond its capacity loses its set point.
        grid: The finest grid itself, instead of a cell size.
        second_order: Whether convection on the finest grid is of second order, bounded by van
            Leer's limiter; else upwind.
        log_law_walls: Whether walls drag by the log law beside the zero-equation closure; else by
            its eddy viscosity over half a cell.
        former: The hall on its finest grid as it was drawn before: what stayed is taken from there.
    """

    def __init__(
        self,
        scene: Scene,
        fidelity: str,
        cell_m: float | None,
        turbulence: str,
        *,
        capacity_counts: bool = True,
        grid: Grid | None = None,
        second_order: bool = False,
        log_law_walls: bool = False,
        former: CaseGeometry | None = None,
    ) -> None:
        self._physics = Physics(fidelity == "draft", turbulence, second_order, log_law_walls)
        self._capacity_counts = capacity_counts
        finest = grid or make_grid(scene, fidelity, cell_m)
        grids = nested_grids(scene, finest) if fidelity == "full" else (finest,)
        self._levels = tuple(build_geometry(scene, grid, former) for grid in grids)
        self._state: FlowState | None = None
        self._operating: Operating | None = None

    @property
    def finest(self) -> CaseGeometry:
        """The hall on the grid that answers come from."""
        return self._levels[-1]

    def forget(self) -> None:
        """Drop the warm start: the next solve is a cold one."""
        self._state = None

    def solve(
        self, scene: Scene, *, is_rough: bool = False
    ) -> Generator[Progress, None, AirSolution]:
        """Solve at the powers of ``scene`` (same geometry); yields progress.

        A warm start that diverges says nothing of the hall: the solve then begins again from rest.

        Args:
            scene: The hall with its powers.
            is_rough: Whether inlets need to be known to :data:`ROUGH_K` only, as on the way of a
                search: the flow is not averaged, and its balances close as a preview's. Such an
                answer never counts as converged.

        Raises:
            SolveError: If the case cannot be solved as drawn.
        """
        is_warm = self._state is not None and not self._physics.is_draft
        try:
            return (yield from self._solve(scene, is_rough))
        except SolveError as error:
            if not is_warm or error.exit_code != DIVERGED_CODE:
                raise
        self.forget()
        yield Progress("flow", 0.0, "The flow diverged from its warm start: once more from rest")
        return (yield from self._solve(scene, is_rough))

    def _solve(self, scene: Scene, is_rough: bool) -> Generator[Progress, None, AirSolution]:
        """One solve, from the state that is kept or from rest."""
        warm = self._state if not self._physics.is_draft else None
        state = _copied(warm) if warm else None
        operating = self._operating if warm else None
        levels = self._levels[-1:] if warm else self._levels
        if self._physics.is_draft:
            room, machines, controller = self.room_on(scene, levels[-1], None, None)
            yield Progress("temperature", 0.5, "Draft temperatures")
            note = "Draft: potential flow."
            solution = publish(room, machines, controller, "converged", note, is_preview=is_rough)
        else:
            for geometry in levels[:-1]:
                room, machines, controller = self.room_on(scene, geometry, state, operating)
                share = 0.5 * (levels.index(geometry) + 1) / len(levels)
                for progress in self._coarse_steps(room, machines, controller, geometry):
                    yield replace(progress, fraction=share * progress.fraction)
                finer = levels[levels.index(geometry) + 1]
                operating = machines.operating
                slabs = ((), (), slab_heights(scene))
                state = refine_state(room.state, geometry.openness, finer.openness, slabs)
            room, machines, controller = self.room_on(scene, levels[-1], state, operating)
            solution = yield from self._settle(room, machines, controller, is_rough)
        if solution.status != "diverged":
            self._state, self._operating = solution.state, machines.operating
        return solution

    def room_on(
        self,
        scene: Scene,
        geometry: CaseGeometry,
        state: FlowState | None,
        operating: Operating | None,
    ) -> tuple[Room, Machines, CoilController]:
        """A room on one grid with its machines, from a state or from rest."""
        devices = build_devices(scene, geometry, capacity_counts=self._capacity_counts)
        if operating is not None:
            devices = operating.applied(devices)
        controller = CoilController(devices)
        exchange = controller.start()
        imposed = zero_velocity(geometry.openness.grid)
        geometry.discharge_faces.add(imposed, exchange.discharge_flow)
        geometry.intake_faces.add(imposed, -exchange.intake_flow)
        physics = self._physics
        options = physics.options(
            scene,
            geometry.openness.grid,
            imposed,
            is_first=geometry is self._levels[0],
            is_finest=geometry is self.finest,
        )
        room = Room(
            openness=geometry.openness,
            exchange=exchange,
            imposed=imposed,
            closure=physics.closure(),
            options=options,
            state=state or physics.cold_state(devices, exchange),
            boundary=Boundary(thermal=envelope_walls(scene, geometry.openness)),
            wall_law=physics.wall_law(),
        )
        return room, Machines(room, controller), controller

    def _coarse_steps(
        self, room: Room, machines: Machines, controller: CoilController, geometry: CaseGeometry
    ) -> Generator[Progress, None, None]:
        """Settle a coarse level as far as the next one can use."""
        run = coarse_run_of(room, machines, controller)
        cells = geometry.openness.grid.cells
        for step in run.steps():
            yield Progress(
                "flow",
                step.number / COARSE_STEPS,
                f"{cells:,} cells, step {step.number}",
                {"drift_k": step.drift},
            )
        if run.ending().outcome == "diverged":
            raise diverged(controller.devices)

    def _settle(
        self, room: Room, machines: Machines, controller: CoilController, is_rough: bool
    ) -> Generator[Progress, None, AirSolution]:
        run = (rough_run_of if is_rough else run_of)(room, machines, controller)
        for step in run.steps():
            worst = float(step.monitored.max()) if step.monitored.size else float("nan")
            done = 1.0 - min(1.0, max(0.0, np.log10(max(step.drift, 1e-9) / SETTLED_K) / 3.0))
            share = min(1.0, step.number / MAX_STEPS)
            fraction = 0.9 * max(share, done if step.number > 10 else 0.0)
            yield Progress(
                "flow",
                fraction,
                f"Step {step.number}: {_moving(step.drift)}",
                {"worst_inlet_temperature_c": worst, "drift_k": step.drift},
            )
        if is_rough:
            ending = run.ending()
            status: Status = "diverged" if ending.outcome == "diverged" else "not_converged"
            note = rough_note(ROUGH_K)
            return publish(room, machines, controller, status, note, ending, is_preview=True)
        return (yield from conclude(room, machines, controller, run))


def _moving(drift_k: float) -> str:
    """How much the inlets still move, once there are ten steps to look back on."""
    if not math.isfinite(drift_k):
        return "the flow sets in"
    return f"inlets move {drift_k:.2f} K in ten steps"


def _copied(state: FlowState) -> FlowState:
    velocity, carried = state.velocity, state.turbulence
    return FlowState(
        (velocity[0].copy(), velocity[1].copy(), velocity[2].copy()),
        state.pressure.copy(),
        state.temperature.copy(),
        state.viscosity.copy(),
        carried
        and Turbulence(
            carried.energy.copy(), carried.dissipation.copy(), carried.wall_viscosity.copy()
        ),
    )
