"""Steady buoyant flow of a room: momentum, projection, temperature, eddy viscosity, repeated.

Incompressible flow with the Boussinesq force. Each step solves implicit momentum with frozen fluxes
and projects it with *one* uniform pseudo-time step, so the pressure operator is symmetric with the
same factor on every face; the temperature has no time term and is solved with its devices inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from solvers.boundary import Boundary
from solvers.exchange import Exchange, Patch
from solvers.grid import Array, Grid
from solvers.heat import HeatOperator, Storage
from solvers.krylov import KrylovResult
from solvers.momentum import MomentumOperator, Velocity, zero_velocity
from solvers.openness import Openness
from solvers.projection import Projection
from solvers.stencil import zero_coefficients
from solvers.turbulence import Closure, Surroundings, TransportClosure, Turbulence
from solvers.wall_distance import wall_distance
from solvers.wall_friction import WallFriction, WallLaw

_PREVIEW_MASS = 1e-4
"""Largest cell imbalance of a preview, over the supply [-]."""
_PREVIEW_HEAT = 1e-5
"""Residual of a preview's temperature, over its sources [-]: about a thousandth of a kelvin at the
inlets of a hall of 400 racks."""
_SETTLING_SOLVES = 100
"""Temperature solves in which the devices must find a behaviour that stands."""
GRAVITY = 9.80665
"""Standard acceleration of gravity [m/s2]."""
DeviceUpdate = Callable[[Array, Exchange], Exchange]
"""From the intake means [deg C] and the devices to the devices' present behaviour."""


@dataclass(frozen=True, slots=True)
class FlowOptions:
    """How the steady flow is sought.

    Attributes:
        step: Pseudo-time step [s].
        expansion: Thermal expansion of the air, 1 / absolute reference temperature [1/K].
        reference: Temperature at which buoyancy is zero [deg C].
        prandtl: Prandtl number of the closure's viscosity: the turbulent one [-].
        laminar_viscosity: Part of the viscosity that is molecular, 0 to make no difference [m2/s].
        laminar_prandtl: Prandtl number of that part [-].
        second_order: Limited second-order convection of momentum and temperature.
        pressure_reduction: How far each projection reduces the divergence [-].
        rebuild_every: Steps between two rebuilds of the pressure multigrid where losses vary.
    """

    step: float = 1.0
    expansion: float = 1.0 / 295.0
    reference: float = 22.0
    prandtl: float = 0.9
    laminar_viscosity: float = 0.0
    laminar_prandtl: float = 0.71
    second_order: bool = False
    pressure_reduction: float = 1e-2
    rebuild_every: int = 5


@dataclass(slots=True)
class FlowState:
    """The fields of a room: what a warm start needs.

    Attributes:
        velocity: Velocity in the open part of the faces [m/s].
        pressure: Kinematic pressure of the cells [m2/s2].
        temperature: Temperature of the cells [deg C].
        viscosity: Kinematic viscosity of the cells [m2/s].
        turbulence: What a closure with transport equations carries; ``None`` lets it begin.
    """

    velocity: Velocity
    pressure: Array
    temperature: Array
    viscosity: Array
    turbulence: Turbulence | None = None


def prescribed_velocity(
    grid: Grid, discharges: list[Patch], intakes: list[Patch], exchange: Exchange
) -> Velocity:
    """Face velocities that the openings impose, three padded arrays [m/s]."""
    imposed = zero_velocity(grid)
    for patches, flows, sign in (
        (discharges, exchange.discharge_flow, 1.0),
        (intakes, exchange.intake_flow, -1.0),
    ):
        for patch, flow in zip(patches, flows, strict=True):
            if patch.face_axis >= 0:
                target = imposed[patch.face_axis].ravel()
                np.add.at(target, patch.faces, sign * flow * patch.velocity_per_flow)
    return imposed


@dataclass(slots=True)
class Room:
    """A room's flow under solution.

    Attributes:
        openness: Geometry.
        exchange: Devices; replaced as machines change their behaviour.
        imposed: Face velocities of the openings [m/s].
        closure: Eddy viscosity.
        options: Numerical options.
        state: The fields.
        boundary: What the walls do; by default they stand still, have friction, pass no heat.
        wall_law: Friction of the walls beside a closure that has none of its own; by default they
            drag with the closure's viscosity.
    """

    openness: Openness
    exchange: Exchange
    imposed: Velocity
    closure: Closure | TransportClosure
    options: FlowOptions
    state: FlowState
    boundary: Boundary = field(default_factory=Boundary)
    wall_law: WallLaw | None = None
    iterations: int = 0
    pressure_iterations: int = 0
    _momentum: MomentumOperator = field(init=False)
    _heat: HeatOperator = field(init=False)
    _projection: Projection = field(init=False)
    _previous: Array = field(init=False)
    _wall_distance: Array = field(init=False)
    _friction: WallFriction | None = field(init=False)
    _sources: Array = field(init=False)
    _flux: Velocity = field(init=False)
    _through: Velocity = field(init=False)

    def __post_init__(self) -> None:
        grid, area = self.openness.grid, self.openness.area
        second_order = self.options.second_order
        # both are built anew in every step, momentum first
        work = zero_coefficients(grid.padded_shape)
        self._momentum = MomentumOperator(
            grid,
            area,
            self.openness.loss,
            second_order=second_order,
            boundary=self.boundary,
            plates=self.openness.plates,
            work=work,
            sheets=self.openness.sheets,
        )
        self._heat = HeatOperator(
            grid,
            self.openness.mixing,
            second_order=second_order,
            walls=self.boundary.thermal,
            plates=self.openness.plates,
            work=work,
        )
        self._projection = Projection(self.openness, self.options.rebuild_every)
        distance = wall_distance(self.openness, self.boundary.open_to_closures)
        self._wall_distance = np.pad(distance[1:-1, 1:-1, 1:-1], 1)
        self._friction = None
        if self.wall_law is not None and not isinstance(self.closure, TransportClosure):
            self._friction = WallFriction(self.openness, self.wall_law, self.boundary)
        self._sources = self.exchange.sources()
        self._flux, self._previous = zero_velocity(grid), grid.zeros()
        # only a transport closure looks at both kinds of flux at once
        has_transport = isinstance(self.closure, TransportClosure)
        self._through = zero_velocity(grid) if has_transport else self._flux
        for axis in range(3):
            closed = area[axis] == 0.0
            self.state.velocity[axis][closed] = self.imposed[axis][closed]
        if isinstance(self.closure, TransportClosure) and self.state.turbulence is None:
            self.state.turbulence = self.closure.begin(self._surroundings(), self.state.viscosity)

    @property
    def heat(self) -> HeatOperator:
        """The temperature system of the present flow."""
        return self._heat

    def step(self, *, tight: bool = False) -> None:
        """One pseudo-time step of momentum, pressure, viscosity and temperature.

        Args:
            tight: Conserve volume and solve the temperature to round-off, so that this step's
                balances close; else only as far as the flow needs.
        """
        self._advance_momentum()
        self.project(1e-7 if tight else self.options.pressure_reduction)
        self._update_viscosity()
        self._update_heat()
        self._heat.relax(self.state.temperature, (self.iterations % 8, 7 - self.iterations % 8))
        # a temperature that lags behind by more than this loose solve lets buoyancy cycle
        if tight:
            self._heat.solve_balanced(self.state.temperature)
        else:
            self._heat.solve(self.state.temperature, reduction=0.1, max_iterations=6)
        self.iterations += 1

    def change_openings(self, exchange: Exchange, imposed: Velocity) -> None:
        """Go on with devices of other flows through the same openings.

        Args:
            exchange: The devices.
            imposed: Face velocities of their openings [m/s].
        """
        self.exchange, self.imposed = exchange, imposed
        self._sources = exchange.sources()
        for axis in range(3):
            closed = self.openness.area[axis] == 0.0
            self.state.velocity[axis][closed] = imposed[axis][closed]

    def shorten_step(self) -> None:
        """Halve the pseudo-time step: damps a coupling that cycles instead of settling."""
        self.options = replace(self.options, step=0.5 * self.options.step)

    def step_in_time(
        self, *, inner: int = 2, residual: float = 1e-10, corrections: int = 200
    ) -> None:
        """One true time step ``options.step`` of all equations, implicit Euler.

        Each inner iteration solves momentum from the last instant with the latest fluxes, conserves
        volume, and solves the temperature tightly with what the air has stored.

        Args:
            inner: Inner iterations; one splits momentum and pressure at first order in time.
            residual: How tightly the temperature is solved, over its sources [-].
            corrections: Times its second-order part may be found anew within an iteration.
        """
        state, options = self.state, self.options
        last = tuple(component.copy() for component in state.velocity)
        rate = self.openness.fluid * (self.openness.grid.cell_volume / options.step)
        storage = Storage(rate, state.temperature.copy())
        for number in range(inner):
            self._advance_momentum(last, passes=3)
            self.project(1e-6)
            self._update_viscosity(in_time=True, last=number == inner - 1)
            self._update_heat(storage)
            self._heat.solve_tightly(
                state.temperature, relative=residual, max_corrections=corrections
            )
        self.iterations += 1

    def _update_viscosity(self, *, in_time: bool = False, last: bool = True) -> None:
        """Ask the closure; what it transports advances once an instant, in its ``last`` pass."""
        closure, state = self.closure, self.state
        if not isinstance(closure, TransportClosure):
            closure(*self._volume_flux(), self._wall_distance, state.viscosity)
        elif last and state.turbulence is not None:
            closure.advance(
                self._surroundings(), state.turbulence, state.viscosity, in_time=in_time
            )

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            openness=self.openness,
            exchange=self.exchange,
            no_walls=self.boundary.open_to_closures,
            imposed=self.imposed,
            flux=self._volume_flux(),
            through=self.through_flow(),
            temperature=self.state.temperature,
            buoyancy=GRAVITY * self.options.expansion,
            prandtl=self.options.prandtl,
            step=self.options.step,
        )

    def _advance_momentum(self, last: tuple[Array, ...] | None = None, *, passes: int = 1) -> None:
        """Advance the velocity from the last instant, by default from what it is now."""
        state, options = self.state, self.options
        flux = self._volume_flux()
        order = (self.iterations % 8, 7 - self.iterations % 8) * passes
        at_walls = self._viscosity_at_walls()
        for component in range(3):
            if last is None:
                np.copyto(self._previous, state.velocity[component])
            self._momentum.advance(
                component,
                state.velocity[component],
                self._previous if last is None else last[component],
                flux,
                state.pressure,
                state.viscosity,
                state.temperature if component == 2 else None,
                options.step,
                order,
                at_walls,
                body_factor=GRAVITY * options.expansion,
                body_zero=options.reference,
            )

    def _viscosity_at_walls(self) -> Array | None:
        """What replaces the viscosity in the friction of walls, if anything does [m2/s]."""
        if self._friction is not None:
            self._friction.update(self.state.velocity)
            return self._friction.viscosity
        turbulence = self.state.turbulence
        return None if turbulence is None else turbulence.wall_viscosity

    def _volume_flux(self) -> Velocity:
        """Flux per full face area: open part plus imposed openings [m/s]."""
        for axis in range(3):
            np.multiply(self.openness.area[axis], self.state.velocity[axis], out=self._flux[axis])
            np.add(self._flux[axis], self.imposed[axis], out=self._flux[axis])
        return self._flux

    def through_flow(self) -> Velocity:
        """Flux per full face area through the open part only [m/s]."""
        for axis in range(3):
            np.multiply(
                self.openness.area[axis], self.state.velocity[axis], out=self._through[axis]
            )
        return self._through

    @property
    def diffusivity(self) -> Array:
        """Thermal diffusivity of the cells, padded [m2/s]."""
        options = self.options
        if options.laminar_viscosity == 0.0:
            return np.asarray(self.state.viscosity / options.prandtl)
        turbulent = self.state.viscosity - options.laminar_viscosity
        molecular = options.laminar_viscosity / options.laminar_prandtl
        return np.asarray(turbulent / options.prandtl + molecular)

    def _update_heat(self, storage: Storage | None = None) -> None:
        closure, walls, turbulence = self.closure, self.boundary.thermal, self.state.turbulence
        near: Array | None = None
        if isinstance(closure, TransportClosure) and walls is not None and turbulence is not None:
            options = self.options
            near = closure.wall_diffusivity(
                turbulence, walls, options.laminar_prandtl, options.prandtl
            )
        self._heat.update(self.through_flow(), self.diffusivity, self.exchange, storage, near)

    def project(
        self, reduction: float, *, with_pressure: bool = True, max_iterations: int = 60
    ) -> KrylovResult:
        """Make the flow conserve volume: reduce its divergence by a factor, in place."""
        result, potential = self._projection.project(
            self.state.velocity,
            self._sources,
            self.options.step,
            number=self.iterations,
            reduction=reduction,
            max_iterations=max_iterations,
        )
        self.pressure_iterations += result.iterations
        if with_pressure:
            potential /= self.options.step
            self.state.pressure += potential
        return result

    def divergence_defect(self) -> Array:
        """Sources minus outflow of each active cell, padded [m3/s]."""
        return self._projection.defect(self.state.velocity, self._sources)

    def finish(
        self, update_devices: DeviceUpdate, *, is_preview: bool = False
    ) -> tuple[KrylovResult, float]:
        """Close the balances: conserve volume to round-off, then solve the temperature tightly.

        Machines may change their behaviour at the tight solution, so device update and solve
        repeat until the behaviour stands; the update is asked once before the first solve. A
        preview stops both where nothing of the rest could be seen.

        Returns:
            The last temperature solve, and the largest cell imbalance over the supply [-].
        """
        for _ in range(4):
            if is_preview and self.mass_defect() < _PREVIEW_MASS:
                break
            self.project(1e-2 if is_preview else 1e-5, with_pressure=False, max_iterations=80)
            if self.mass_defect() < 1e-13:
                break
        begin = self.state.temperature.copy()
        self.exchange = update_devices(self.exchange.intakes.means(begin), self.exchange)
        for _ in range(_SETTLING_SOLVES):
            self._update_heat()
            relative = _PREVIEW_HEAT if is_preview else 1e-12
            result = self._heat.solve_tightly(self.state.temperature, relative=relative)
            if not (result.converged and np.isfinite(self.state.temperature).all()):
                # no start for the next solve
                np.copyto(self.state.temperature, begin)
            means = self.exchange.intakes.means(self.state.temperature)
            updated = update_devices(means, self.exchange)
            if updated is self.exchange:
                break
            self.exchange = updated
        else:
            # the last solve rests on a behaviour that its own answer contradicts
            result = result._replace(converged=False)
        return result, self.mass_defect()

    def heat_imbalance(self) -> float:
        """Heat that the present temperature leaves over, of all that is exchanged [-]."""
        return self._heat.imbalance(self.state.temperature)

    def mass_defect(self) -> float:
        """Largest cell imbalance over the total supply [-]."""
        supply = 0.5 * float(np.abs(self._sources).sum()) or 1.0
        return float(np.abs(self.divergence_defect()).max()) / supply
