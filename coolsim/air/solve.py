"""Solving the air of a hall as draft, live or full.

Draft is potential flow, live is buoyant flow on one grid, full is buoyant flow on nested grids.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from coolsim.air.case import Devices, build_devices, strongest_opening
from coolsim.air.coils import CoilController
from coolsim.air.controls import FLOW_LAW, RETURN_LAW_K, Machines, Operating
from coolsim.air.endings import SETTLED_K, ending_note, law_note, rough_note
from coolsim.air.envelope import envelope_heat_w, envelope_walls
from coolsim.air.geometry import CaseGeometry, build_geometry
from coolsim.air.grids import make_grid, nested_grids, slab_heights
from coolsim.air.reference import reference_c
from coolsim.equipment.coil import CoilState
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.results.records import Status
from coolsim.scene import Scene
from coolsim.sentences import quantity, told
from solvers.boundary import Boundary
from solvers.exchange import Exchange, Index
from solvers.flow import FlowOptions, FlowState, Room
from solvers.grid import INTERIOR, Array, Grid
from solvers.heat import SparseHeat, assemble
from solvers.k_epsilon import k_epsilon
from solvers.momentum import Velocity, cell_velocity, zero_velocity
from solvers.potential import potential_flow
from solvers.prolong import refine_state
from solvers.steady import WINDOW, Ending, Run
from solvers.turbulence import (
    Closure,
    TransportClosure,
    Turbulence,
    constant,
    zero_equation,
)
from solvers.wall_friction import log_law

DRAFT_DIFFUSIVITY = 0.005
"""Mixing assumed on a draft flow, which has no turbulence of its own [m2/s]."""
CONSTANT_VISCOSITY = 0.01
"""Eddy viscosity of the ``constant`` closure [m2/s]."""
MAX_STEPS = 300
MORE_STEPS = 900
"""Steps beyond those for a flow that has a trend."""
LONGEST_WINDOW = 480
"""Steps of the longest window over which a flow is averaged that does not settle."""
MOST_WINDOWS = 4
"""Windows of averages, one after the other, in which a trend may come to its end."""
MOST_STILL_STEPS = 100
"""Most steps over which inlets must stand still."""
MACHINE_ROUNDS = 80
"""Tight solves in which fans and return controls may come to their laws on the final flow."""
COARSE_SETTLED_K = 0.1
"""The same for the coarse levels of nested grids [K]."""
COARSE_STEPS = 120
ROUGH_K = 0.2
"""Change over twenty steps with which the flow of a rough solve ends [K]."""
STEP_PER_SPACING_S_M = 2.2
"""Pseudo-time step per cell width: above about 4 s/m the buoyancy coupling cycles in halls that
recirculate, below 1 s/m steps are wasted [s/m]."""
NESTED_PACE = 2.0
"""Steps of finer grids over what their cell width gives: they begin from the answer of a coarser
grid, where little is left that could cycle, and as much time has to pass in them [-]."""
MOST_CELLS_PER_STEP = 10.0
"""Cells that the air of the strongest opening may cross in a pseudo-time step [-]."""
_DIVERGED = 4
"""Exit code of a flow that diverged."""
_ZERO_C_K = 273.15


@dataclass(frozen=True, slots=True)
class AirSolution:
    """A solved room: what results are made from.

    Attributes:
        devices, coils: The machines and what the coolers do.
        intake_means: Mean temperature of every intake [deg C].
        outlet_means: Temperature of every discharge [deg C].
        status, status_note, wander_k: How the solve ended.
        steps: Flow steps done.
        history: Change of the worst inlet over ten steps, step by step [K].
        state: The fields, for a warm start.
        flux: Face fluxes, openings included [m/s].
        assembled: Gives :attr:`sparse`.
        linear_residual: Its residual [-].
        envelope_w: Heat that enters through walls, roof and floor [W].
        mass_fraction: Largest cell imbalance over the supply [-].
        with_equation: Cells whose temperature is solved, padded.
    """

    devices: Devices
    coils: tuple[CoilState, ...]
    intake_means: Array
    outlet_means: Array
    status: Status
    status_note: str
    wander_k: float
    steps: int
    history: tuple[float, ...]
    state: FlowState
    flux: Velocity
    assembled: Callable[[], SparseHeat]
    linear_residual: float
    envelope_w: float
    mass_fraction: float
    with_equation: NDArray[np.bool_]

    @property
    def sparse(self) -> SparseHeat:
        """The temperature system; of a preview as long as its room has not gone on."""
        return self.assembled()

    def temperature_c(self) -> Array:
        """Temperature of the cells, shape of the grid [deg C].

        NaN where there is no air, and where nothing sets a level: air that no cooler supplies and
        no wall warms has no steady temperature.
        """
        known = self.with_equation.copy()
        if not self.devices.scene.envelope:
            label = self.devices.geometry.spaces.label
            known &= np.where(label >= 0, self.devices.fed[label], False)
        field = np.where(known, self.state.temperature, np.nan)
        return np.asarray(field[1:-1, 1:-1, 1:-1])

    def velocity_m_s(self) -> Array:
        """Cell-centred velocity, shape (3, nx, ny, nz) [m/s]."""
        return cell_velocity(self.devices.geometry.openness.grid, self.flux)


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
        self._fidelity = fidelity
        has_law = log_law_walls and fidelity != "draft" and turbulence == "zero_equation"
        self._wall_law = log_law() if has_law else None
        self._second_order = second_order and fidelity != "draft"
        self._capacity_counts = capacity_counts
        self._turbulence = turbulence
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
        is_warm = self._state is not None and self._fidelity != "draft"
        try:
            return (yield from self._solve(scene, is_rough))
        except SolveError as error:
            if not is_warm or error.exit_code != _DIVERGED:
                raise
        self.forget()
        yield Progress("flow", 0.0, "The flow diverged from its warm start: once more from rest")
        return (yield from self._solve(scene, is_rough))

    def _solve(self, scene: Scene, is_rough: bool) -> Generator[Progress, None, AirSolution]:
        """One solve, from the state that is kept or from rest."""
        warm = self._state if self._fidelity != "draft" else None
        state = _copied(warm) if warm else None
        operating = self._operating if warm else None
        levels = self._levels[-1:] if warm else self._levels
        if self._fidelity == "draft":
            room, machines, controller = self.room_on(scene, levels[-1], None, None)
            yield Progress("temperature", 0.5, "Draft temperatures")
            note = "Draft: potential flow."
            solution = self.publish(
                room, machines, controller, "converged", note, is_preview=is_rough
            )
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
        closure, diffusing = self._closure()
        imposed = zero_velocity(geometry.openness.grid)
        geometry.discharge_faces.add(imposed, exchange.discharge_flow)
        geometry.intake_faces.add(imposed, -exchange.intake_flow)
        options = replace(
            _options(scene, geometry.openness.grid, imposed, self._pace(geometry)),
            second_order=self._second_order and geometry is self.finest,
        )
        room = Room(
            openness=geometry.openness,
            exchange=exchange,
            imposed=imposed,
            closure=closure,
            options=options if not diffusing else replace(options, prandtl=1.0),
            state=state or self._cold_state(devices, exchange),
            boundary=Boundary(thermal=envelope_walls(scene, geometry.openness)),
            wall_law=self._wall_law,
        )
        return room, Machines(room, controller), controller

    def _pace(self, geometry: CaseGeometry) -> float:
        """Pseudo-time steps of a level over what its cell width gives [-].

        Flows that are braked less wander with long steps, so they keep the shorter ones.
        """
        is_braked = not self._second_order and self._wall_law is None
        is_braked = is_braked and self._turbulence != "k_epsilon"
        return NESTED_PACE if is_braked and geometry is not self._levels[0] else 1.0

    def _closure(self) -> tuple[Closure | TransportClosure, bool]:
        """The eddy viscosity, and whether it is used as diffusivity as it stands."""
        if self._fidelity == "draft":
            return constant(DRAFT_DIFFUSIVITY), True
        if self._turbulence == "constant":
            return constant(CONSTANT_VISCOSITY), True
        if self._turbulence == "k_epsilon":
            return k_epsilon(), False
        return zero_equation(), False

    def _cold_state(self, devices: Devices, exchange: Exchange) -> FlowState:
        """Potential flow with the slabs passed as if each space had one pressure, and those."""
        geometry, passages = devices.geometry, devices.geometry.passages
        openness, uniform = geometry.openness, devices.uniform
        grid = openness.grid
        open_area = openness.area[2].ravel()[passages.faces] * grid.face_areas[2]
        known = {2: (passages.faces, uniform.flow_m3_s / open_area)}
        velocity, _, _ = potential_flow(openness, exchange, known=known)
        pressure = grid.zeros()
        air = geometry.spaces.label >= 0
        pressure[air] = uniform.pressure_pa[geometry.spaces.label[air]]
        pressure /= devices.scene.air.density_kg_m3
        viscosity = DRAFT_DIFFUSIVITY if self._fidelity == "draft" else CONSTANT_VISCOSITY
        return FlowState(
            velocity=velocity,
            pressure=pressure,
            temperature=np.full(grid.padded_shape, reference_c(devices.scene)),
            viscosity=np.full(grid.padded_shape, viscosity),
        )

    def _coarse_steps(
        self, room: Room, machines: Machines, controller: CoilController, geometry: CaseGeometry
    ) -> Generator[Progress, None, None]:
        """Settle a coarse level as far as the next one can use."""
        run = Run(
            room,
            _watched(controller.devices),
            machines.follow,
            tolerance=COARSE_SETTLED_K,
            max_steps=COARSE_STEPS,
        )
        cells = geometry.openness.grid.cells
        for step in run.steps():
            yield Progress(
                "flow",
                step.number / COARSE_STEPS,
                f"{cells:,} cells, step {step.number}",
                {"drift_k": step.drift},
            )
        if run.ending().outcome == "diverged":
            raise _diverged(controller.devices)

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
            return self.publish(room, machines, controller, status, note, ending, is_preview=True)
        return (yield from self.conclude(room, machines, controller, run))

    def conclude(
        self, room: Room, machines: Machines, controller: CoilController, run: Run
    ) -> Generator[Progress, None, AirSolution]:
        """Publish a run that has ended; a flow that does not settle is averaged first.

        Where the mean has a trend, waves die away: it is nearer to rest than the flow at any moment
        was, so the flow goes on from there, and is averaged again, longer, where it does not rest.
        """
        ending = run.ending()
        window = ending.window
        answers, before = machines.is_running, 0
        for number in range(1, MOST_WINDOWS + 1):
            if ending.outcome in ("converged", "diverged"):
                break
            controller.start_window()
            machines.is_running = False
            for step in run.average(window):
                yield Progress(
                    "flow",
                    0.9 + 0.1 * step.number / window,
                    f"Averaging a flow that does not settle: step {step.number} of {window}",
                    {"drift_k": step.drift},
                )
            ending = run.ending()
            if ending.outcome != "not_converged" or number == MOST_WINDOWS:
                break
            window = min(2 * window, LONGEST_WINDOW)
            machines.is_running = answers
            after = run_on_from_mean(room, machines, controller)
            for step in after.steps():
                yield Progress(
                    "flow",
                    0.9,
                    f"Going on from the mean flow: step {step.number}",
                    {"drift_k": step.drift},
                )
            before, run, ending = before + ending.steps, after, after.ending()
        ending = replace(ending, steps=before + ending.steps)
        note = ending_note(
            ending, _watched(controller.devices), controller.devices, room.options.step
        )
        # a flow that came to rest while it was averaged is brought to its laws like any other
        means = None if ending.outcome == "converged" else run.mean_intakes
        return self.publish(room, machines, controller, ending.outcome, note, ending, means)

    def publish(
        self,
        room: Room,
        machines: Machines,
        controller: CoilController,
        status: Status,
        note: str,
        ending: Ending | None = None,
        mean_intakes: Array | None = None,
        *,
        is_preview: bool = False,
    ) -> AirSolution:
        """Close the balances and collect what was solved.

        With ``mean_intakes`` the answer is the mean over a window whose steps closed their own
        balances; else the temperature is solved tightly on the final flow, fans and return
        controls at their laws. A preview leaves them where they are and closes its balances as far
        as can be seen.
        """
        if status == "diverged":
            raise _diverged(controller.devices)
        if mean_intakes is None:
            for _ in range(0 if is_preview else MACHINE_ROUNDS):
                result, mass_fraction = room.finish(controller.settling())
                means = room.exchange.intakes.means(room.state.temperature)
                if not (result.converged and machines.close(means)):
                    break
            else:
                result, mass_fraction = room.finish(controller.settling(), is_preview=is_preview)
                means = room.exchange.intakes.means(room.state.temperature)
            solved = room.state.temperature
            if not (result.converged and np.isfinite(means).all()):
                status, note = "not_converged", "The temperature system was not solved tightly."
            coils = controller.devices.coils(means)
        else:
            # the sparse system is checked on the temperature of the mean flow; shown is the mean
            means, shown = mean_intakes, room.state.temperature.copy()
            coils = controller.window_coils(means)
            behaviour = controller.devices.exchange(coils)
            _, mass_fraction = room.finish(lambda _means, _exchange: behaviour)
            solved, room.state.temperature = room.state.temperature, shown
        missed = machines.misses(means)
        if status == "converged" and (missed.flow > FLOW_LAW or missed.return_k > RETURN_LAW_K):
            status, note = "not_converged", law_note(missed)
        # a preview has its system assembled only for who asks: that takes as long as its racks
        if is_preview:
            assembled = partial(assemble, room.heat, room.exchange, solved)
            residual = room.heat.relative_residual(solved)
        else:
            sparse = assemble(room.heat, room.exchange, solved)
            assembled, residual = partial(_given, sparse), sparse.residual(solved, room.exchange)
        return AirSolution(
            devices=controller.devices,
            coils=coils,
            intake_means=means,
            outlet_means=controller.devices.outlet_temperatures(coils, means),
            status=status,
            status_note=note,
            wander_k=ending.wander if ending else 0.0,
            steps=ending.steps if ending else 0,
            history=ending.history if ending else (),
            state=room.state,
            flux=_total_flux(room),
            assembled=assembled,
            linear_residual=residual,
            envelope_w=envelope_heat_w(
                controller.devices.scene, room.openness, room.state.temperature
            ),
            mass_fraction=mass_fraction,
            with_equation=room.heat.active,
        )


def _moving(drift_k: float) -> str:
    """How much the inlets still move, once there are ten steps to look back on."""
    if not math.isfinite(drift_k):
        return "the flow sets in"
    return f"inlets move {drift_k:.2f} K in ten steps"


def _given(sparse: SparseHeat) -> SparseHeat:
    """A system that is assembled already."""
    return sparse


def run_of(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that takes a room to where every rack inlet stands still."""
    return Run(
        room,
        _watched(controller.devices),
        machines.follow,
        tolerance=SETTLED_K,
        max_steps=MAX_STEPS,
        more_steps=MORE_STEPS,
        span=_still_steps(room, controller.devices),
    )


def rough_run_of(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that takes a room to where its inlets can be told roughly."""
    return Run(
        room,
        _watched(controller.devices),
        machines.follow,
        tolerance=ROUGH_K,
        max_steps=COARSE_STEPS,
    )


def run_on_from_mean(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that follows a mean; what drives its waves takes a whole window to show again."""
    return Run(
        room,
        _watched(controller.devices),
        machines.follow,
        tolerance=SETTLED_K,
        max_steps=MAX_STEPS,
        min_steps=WINDOW,
        span=max(WINDOW, _still_steps(room, controller.devices)),
    )


def _still_steps(room: Room, devices: Devices) -> int:
    """Steps over which inlets must stand still: those in which the coolers change the air once.

    Second-order and k-epsilon flows leave the coarse grid's answer so slowly that twenty steps show
    nothing; the default physics, started from its own answer on a coarser grid, needs no more.
    Without racks there are only returns to watch, and the heat balance holds these whatever the
    flow does.
    """
    is_slow = room.options.second_order or isinstance(room.closure, TransportClosure)
    is_slow = is_slow or not bool(np.any(devices.band_flow_m3_s > 0.0))
    supply = sum(cooler.airflow_m3_s for cooler in devices.scene.coolers)
    if not is_slow or supply <= 0.0:
        return 0
    openness = room.openness
    volume = float(openness.fluid[INTERIOR].sum()) * openness.grid.cell_volume
    return min(MOST_STILL_STEPS, math.ceil(volume / (supply * room.options.step)))


def _watched(devices: Devices) -> Index:
    """Intakes that decide when a flow has settled: rack bands that draw air, else all that do."""
    bands = np.flatnonzero(devices.band_flow_m3_s > 0.0)
    return bands if bands.size else np.flatnonzero(devices.intake_flow > 0.0)


def _diverged(devices: Devices) -> SolveError:
    name, speed = strongest_opening(devices)
    fastest = quantity(speed, "m_s", 2)
    error = told(
        SolveError(
            f"the flow diverged; the fastest air passes an opening here, at {fastest}.",
            where=name,
            remedy="Give its air a larger opening, or ask for another cell size.",
        )
    )
    error.exit_code = _DIVERGED
    return error


def _options(scene: Scene, grid: Grid, imposed: Velocity, pace: float) -> FlowOptions:
    reference = reference_c(scene)
    width = min(grid.spacing[:2])
    jet = max(float(np.abs(velocity).max()) for velocity in imposed)
    step = min(max(pace * STEP_PER_SPACING_S_M * width, 0.25), 1.5)
    if jet > 0.0:
        step = min(step, MOST_CELLS_PER_STEP * width / jet)
    return FlowOptions(
        step=step, expansion=1.0 / (reference + _ZERO_C_K), reference=reference, prandtl=0.9
    )


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


def _total_flux(room: Room) -> Velocity:
    through = room.through_flow()
    x, y, z = (through[axis] + room.imposed[axis] for axis in range(3))
    return (x, y, z)
