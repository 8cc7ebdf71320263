"""What the air of a hall is solved with: eddy viscosity, convection, friction, pseudo-time step."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coolsim.air.case import Devices
from coolsim.air.reference import reference_c
from coolsim.scene import Scene
from solvers.exchange import Exchange
from solvers.flow import FlowOptions, FlowState
from solvers.grid import Grid
from solvers.k_epsilon import k_epsilon
from solvers.momentum import Velocity
from solvers.potential import potential_flow
from solvers.turbulence import Closure, TransportClosure, constant, zero_equation
from solvers.wall_friction import WallLaw, log_law

DRAFT_DIFFUSIVITY = 0.005
"""Mixing assumed on a draft flow, which has no turbulence of its own [m2/s]."""
CONSTANT_VISCOSITY = 0.01
"""Eddy viscosity of the ``constant`` closure [m2/s]."""
TURBULENT_PRANDTL = 0.9
"""Prandtl number of the closures that do not give a diffusivity of their own [-]."""
STEP_PER_SPACING_S_M = 2.2
"""Pseudo-time step per cell width: above about 4 s/m the buoyancy coupling cycles in halls that
recirculate, below 1 s/m steps are wasted [s/m]."""
NESTED_PACE = 2.0
"""Steps of finer grids over what their cell width gives: they begin from the answer of a coarser
grid, where little is left that could cycle, and as much time has to pass in them [-]."""
MOST_CELLS_PER_STEP = 10.0
"""Cells that the air of the strongest opening may cross in a pseudo-time step [-]."""
_ZERO_C_K = 273.15


@dataclass(frozen=True, slots=True)
class Physics:
    """The physics of a solve, alike on all its grids but for the order of convection.

    Attributes:
        is_draft: Whether the flow is potential flow, without turbulence or friction.
        turbulence: ``zero_equation``, ``k_epsilon`` or ``constant``.
        second_order: Whether convection on the finest grid is of second order.
        log_law_walls: Whether walls drag by the log law beside the zero-equation closure.
    """

    is_draft: bool
    turbulence: str
    second_order: bool
    log_law_walls: bool

    @property
    def is_second_order(self) -> bool:
        """Whether convection is of second order anywhere."""
        return self.second_order and not self.is_draft

    def wall_law(self) -> WallLaw | None:
        """Friction of the walls beside a closure that has none of its own."""
        has_law = self.log_law_walls and not self.is_draft and self.turbulence == "zero_equation"
        return log_law() if has_law else None

    def closure(self) -> Closure | TransportClosure:
        """The eddy viscosity."""
        if self.is_draft:
            return constant(DRAFT_DIFFUSIVITY)
        if self.turbulence == "constant":
            return constant(CONSTANT_VISCOSITY)
        return k_epsilon() if self.turbulence == "k_epsilon" else zero_equation()

    def options(
        self, scene: Scene, grid: Grid, imposed: Velocity, *, is_first: bool, is_finest: bool
    ) -> FlowOptions:
        """Numerical options on one grid.

        Args:
            scene: The hall.
            grid: The grid.
            imposed: Face velocities of the openings [m/s].
            is_first: Whether the flow begins on this grid.
            is_finest: Whether answers come from it.
        """
        reference = reference_c(scene)
        width = min(grid.spacing[:2])
        jet = max(float(np.abs(velocity).max()) for velocity in imposed)
        pace = 1.0 if is_first else self._nested_pace()
        step = min(max(pace * STEP_PER_SPACING_S_M * width, 0.25), 1.5)
        if jet > 0.0:
            step = min(step, MOST_CELLS_PER_STEP * width / jet)
        is_diffusivity = self.is_draft or self.turbulence == "constant"
        options = FlowOptions(
            step=step,
            expansion=1.0 / (reference + _ZERO_C_K),
            reference=reference,
            prandtl=1.0 if is_diffusivity else TURBULENT_PRANDTL,
        )
        return replace(options, second_order=self.is_second_order and is_finest)

    def _nested_pace(self) -> float:
        """Pseudo-time steps of finer grids over what their cell width gives [-].

        Flows that are braked less wander with long steps, so they keep the shorter ones.
        """
        is_braked = not self.is_second_order and self.wall_law() is None
        return NESTED_PACE if is_braked and self.turbulence != "k_epsilon" else 1.0

    def cold_state(self, devices: Devices, exchange: Exchange) -> FlowState:
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
        viscosity = DRAFT_DIFFUSIVITY if self.is_draft else CONSTANT_VISCOSITY
        return FlowState(
            velocity=velocity,
            pressure=pressure,
            temperature=np.full(grid.padded_shape, reference_c(devices.scene)),
            viscosity=np.full(grid.padded_shape, viscosity),
        )
