"""The temperature equation: upwind convection, diffusion, and the devices inside one linear system.

Row of an active cell (volume flows, so every term is K m3/s)::

    (sum inflow + discharged) T_P - sum inflow_N T_N - sum discharged_d T_d = heat / (rho cp)

with ``T_d = B T_i + c`` and ``T_i`` the intake means (:mod:`solvers.exchange`). The diagonal is the
sum of the inflows, so a uniform temperature stays uniform whatever divergence is left in the flow;
energy then balances exactly when the flow conserves volume. A wall that passes heat
(:mod:`solvers.boundary`) is an inflow at the wall's temperature, and what a cell has stored since
the last instant is one at the cell's former temperature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack, identity, vstack

from solvers.agglomeration import TransportMultigrid
from solvers.anderson import Anderson
from solvers.boundary import ThermalWalls
from solvers.compiled import kernel
from solvers.exchange import Exchange
from solvers.grid import Array, Grid
from solvers.krylov import KrylovResult, bicgstab
from solvers.limiter import add_limited_correction, limit_at_plates
from solvers.momentum import Velocity
from solvers.plates import Plates
from solvers.stencil import (
    Transport7,
    apply_stencil,
    number_cells,
    sweep,
    to_csr,
    zero_coefficients,
)

CORRECTED = 1e-11
"""Residual below which a second-order correction stands still, over the sources [-]."""

_CORRECTIONS = 4
"""How often a balanced solve takes the correction anew."""


@dataclass(frozen=True, slots=True)
class Storage:
    """What the cells have stored since the last instant (implicit Euler in time).

    Attributes:
        rate: Heat capacity of the cells as a volume of air, over the time step, padded [m3/s].
        temperature: Of the cells at the last instant, padded [deg C].
    """

    rate: Array
    temperature: Array


class HeatOperator:
    """The temperature system of one flow; owns its coefficient arrays and preconditioner.

    Args:
        grid: The grid.
        area: Share of each face through which air on both sides mixes.
        second_order: Whether convection gets the limited second-order correction.
        walls: Walls that pass heat, if any.
        layered: Whether the diffusivity jumps at faces, as between layers of solids: it is then
            averaged as two resistances in series, which is exact there.
        plates: Faces that thin plates cover, if any: what lies beyond does not limit.
        work: Arrays for the coefficients, if they are to be shared: they are its own from one
            :meth:`update` on until somebody else writes to them.
    """

    def __init__(
        self,
        grid: Grid,
        area: Velocity,
        *,
        second_order: bool = False,
        walls: ThermalWalls | None = None,
        layered: bool = False,
        plates: Plates | None = None,
        work: Transport7 | None = None,
    ) -> None:
        self._grid = grid
        self._area = area
        self._second_order = second_order
        self._walls = walls
        self._layered = layered
        self._plates = plates
        self._fixed: Array | None = None
        self.coefficients = work or zero_coefficients(grid.padded_shape)
        self._multigrid: TransportMultigrid | None = None
        self._open_cells = grid.zeros() if second_order else np.zeros(0)

    def update(
        self,
        flux: Velocity,
        diffusivity: Array,
        exchange: Exchange,
        storage: Storage | None = None,
        near_walls: Array | None = None,
    ) -> None:
        """Rebuild the coefficients for a flow.

        Args:
            flux: Volume flux per full face area through the open faces, three arrays [m/s].
            diffusivity: Thermal diffusivity of the cells [m2/s].
            exchange: The devices.
            storage: What the cells store over a time step; ``None`` for the steady temperature.
            near_walls: Diffusivity before each wall area, where a wall function gives it [m2/s].
        """
        grid, c = self._grid, self.coefficients
        self._flux = flux
        self._diffusivity, self._near_walls = diffusivity, near_walls
        self._exchange = exchange
        _build_rows(
            flux[0].ravel(),
            flux[1].ravel(),
            flux[2].ravel(),
            self._area[0].ravel(),
            self._area[1].ravel(),
            self._area[2].ravel(),
            diffusivity.ravel(),
            grid.face_areas,
            grid.spacing,
            grid.strides,
            self._layered,
            *(field.ravel() for field in c),
        )
        exchange.discharges.add(c.centre, exchange.discharge_flow)
        self._fix(diffusivity, storage)
        if self._second_order:
            np.copyto(self._open_cells, c.centre > 0.0)

    def _fix(self, diffusivity: Array, storage: Storage | None) -> None:
        """Put walls and storage into the centre, and what they bring at given temperatures aside.

        Storage alone makes no cell active: a cell without air has nothing to tell.
        """
        walls, centre = self._walls, self.coefficients.centre
        self._fixed = None if walls is None and storage is None else self._grid.zeros()
        if self._fixed is None:
            return
        if walls is not None:
            conductance = walls.conductance(diffusivity, self._near_walls)
            np.add.at(centre.ravel(), walls.cells, conductance)
            np.add.at(self._fixed.ravel(), walls.cells, conductance * walls.temperature)
        if storage is not None:
            rate = np.where(centre > 0.0, storage.rate, 0.0)
            centre += rate
            self._fixed += rate * storage.temperature

    @property
    def active(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Cells that have an equation, padded."""
        return self.coefficients.centre > 0.0

    def right_hand_side(self, temperature: Array | None = None) -> Array:
        """Sources: heat, walls, storage, device offsets, and the correction at ``temperature``."""
        exchange = self._exchange
        rhs = exchange.heat.copy()
        if self._fixed is not None:
            rhs += self._fixed
        exchange.discharges.add(rhs, exchange.discharge_flow * exchange.offset)
        if self._second_order and temperature is not None:
            for axis in range(3):
                limited = (
                    self._open_cells.ravel(),
                    temperature.ravel(),
                    self._flux[axis].ravel(),
                    self._grid.face_areas[axis],
                    self._grid.strides[axis],
                    0,
                    0.0,
                    rhs.ravel(),
                )
                add_limited_correction(*limited)
                if self._plates is not None:
                    plates = self._plates[axis]
                    limit_at_plates(plates.faces, plates.open_share, *limited)
        return rhs

    def apply(self, x: Array, out: Array) -> None:
        """Write the operator with its devices applied to ``x`` into ``out``."""
        apply_stencil(self.coefficients, x, out)
        exchange = self._exchange
        returned = exchange.transfer @ exchange.intakes.means(x)
        exchange.discharges.add(out, -exchange.discharge_flow * returned)

    def relax(self, temperature: Array, directions: tuple[int, ...]) -> None:
        """Gauss-Seidel sweeps with the devices at their present outlet temperatures, in place."""
        exchange = self._exchange
        rhs = self.right_hand_side(temperature)
        returned = exchange.transfer @ exchange.intakes.means(temperature)
        exchange.discharges.add(rhs, exchange.discharge_flow * returned)
        for direction in directions:
            sweep(self.coefficients, rhs, temperature, direction)

    def solve(
        self,
        temperature: Array,
        *,
        reduction: float = 0.1,
        relative: float = 1e-11,
        max_iterations: int = 60,
    ) -> KrylovResult:
        """Solve for the temperature in place, devices included.

        Stops when the residual has fallen by ``reduction`` or below ``relative`` of the sources.
        """
        if self._multigrid is None:
            self._multigrid = TransportMultigrid(self.coefficients)
        else:
            self._multigrid.rebuild(self.coefficients)
        return bicgstab(
            self.apply,
            self.right_hand_side(temperature),
            temperature,
            self._multigrid,
            relative=relative,
            reduction=reduction,
            max_iterations=max_iterations,
        )

    def solve_balanced(self, temperature: Array) -> KrylovResult:
        """Solve in place so that the heat balance closes to round-off.

        The correction is taken anew a few times first: one step of a changing flow after another it
        then lags by some 1e-4 of what it changes, at the cost of about one tight solve.
        """
        if self._second_order:
            for _ in range(_CORRECTIONS):
                self.solve(temperature, reduction=0.02)
        return self.solve(temperature, reduction=0.0, relative=1e-11, max_iterations=100)

    def relative_residual(self, temperature: Array) -> float:
        """Norm of the residual over that of the sources, the correction taken as it is now [-]."""
        rhs = self.right_hand_side(temperature)
        product = self._grid.zeros()
        self.apply(temperature, product)
        scale = float(np.sqrt(np.sum(rhs * rhs))) or 1.0
        return float(np.sqrt(np.sum((rhs - product)[self.active] ** 2))) / scale

    def imbalance(self, temperature: Array) -> float:
        """Heat that no cell accounts for, of that which devices, walls and sources exchange [-]."""
        exchange = self._exchange
        product = self._grid.zeros()
        self.apply(temperature, product)
        left = float(np.sum((self.right_hand_side(temperature) - product)[self.active]))
        blown = exchange.outlet_temperatures(exchange.intakes.means(temperature))
        flow = exchange.discharge_flow
        mean = float(flow @ blown) / (float(flow.sum()) or 1.0)
        exchanged = float(flow @ np.abs(blown - mean)) + float(np.abs(exchange.heat).sum())
        exchanged += float(np.abs(self.wall_heat(temperature)).sum())
        return abs(left) / exchanged if exchanged > 0.0 else 0.0

    def wall_heat(self, temperature: Array) -> Array:
        """Heat that enters through each wall area of the present system [K m3/s]."""
        if self._walls is None:
            return np.zeros(0)
        return self._walls.heat(self._diffusivity, temperature, self._near_walls)

    def solve_tightly(
        self,
        temperature: Array,
        *,
        relative: float = 1e-12,
        max_iterations: int = 300,
        max_corrections: int = 200,
    ) -> KrylovResult:
        """Solve to round-off in place, together with the temperature's own correction.

        The second-order correction depends on the temperature, so solves repeat until it stands
        still; the result is converged only if it does. Plain repetition can swing for ever between
        two corrections, hence the acceleration.
        """
        result = self.solve(
            temperature, reduction=0.0, relative=relative, max_iterations=max_iterations
        )
        if not self._second_order:
            return result
        target = max(relative, CORRECTED)
        iterations = result.iterations
        anderson = Anderson()
        for _ in range(max_corrections):
            if self.relative_residual(temperature) <= target:
                break
            start = temperature.copy()
            result = self.solve(
                temperature, reduction=0.02, relative=relative, max_iterations=max_iterations
            )
            anderson.accelerate(start, temperature)
            iterations += result.iterations
        return KrylovResult(
            iterations, result.residual, self.relative_residual(temperature) <= target
        )


@dataclass(frozen=True, slots=True)
class SparseHeat:
    """The temperature system as one sparse matrix.

    The unknowns are the active cells, then one intake mean per device:
    ``[S, -C diag(q) B; -M, 1] [T; T_i] = [sources; 0]``.

    Attributes:
        matrix: ``A``, CSR.
        rhs: ``b``.
        numbering: Padded array: row of each active cell, -1 elsewhere.
    """

    matrix: csr_matrix
    rhs: Array
    numbering: np.ndarray[tuple[int, ...], np.dtype[np.int64]]

    def unknowns(self, temperature: Array, exchange: Exchange) -> Array:
        """The vector ``[T; T_i]`` of a padded temperature field."""
        cells = temperature[self.numbering >= 0]
        return np.concatenate([cells, exchange.intakes.means(temperature)])

    def residual(self, temperature: Array, exchange: Exchange) -> float:
        """``norm(A x - b) / norm(b)`` of a padded temperature field [-]."""
        defect = self.matrix @ self.unknowns(temperature, exchange) - self.rhs
        scale = float(np.sqrt(np.sum(self.rhs**2))) or 1.0
        return float(np.sqrt(np.sum(defect**2))) / scale


def assemble(operator: HeatOperator, exchange: Exchange, temperature: Array) -> SparseHeat:
    """Assemble the published sparse system; the correction is taken at ``temperature``."""
    numbering = number_cells(operator.coefficients)
    cells = numbering >= 0
    rows = int(np.count_nonzero(cells))
    gather = exchange.intakes.over_rows(numbering, rows)
    scatter = exchange.discharges.over_rows(numbering, rows).T
    coupling = scatter @ (diags(exchange.discharge_flow) @ exchange.transfer)
    count = exchange.intakes.count
    stencil = to_csr(operator.coefficients, numbering)
    upper = hstack([stencil, -csr_matrix(coupling)], format="csr")
    lower = hstack([-gather, identity(count, format="csr")], format="csr")
    matrix = csr_matrix(vstack([upper, lower], format="csr"))
    sources = operator.right_hand_side(temperature)[cells]
    return SparseHeat(matrix, np.concatenate([sources, np.zeros(count)]), numbering)


@kernel
def _build_rows(
    flux_x: Array,
    flux_y: Array,
    flux_z: Array,
    open_x: Array,
    open_y: Array,
    open_z: Array,
    diffusivity: Array,
    areas: tuple[float, float, float],
    spacing: tuple[float, float, float],
    strides: tuple[int, int, int],
    layered: bool,
    centre: Array,
    west: Array,
    east: Array,
    south: Array,
    north: Array,
    bottom: Array,
    top: Array,
) -> None:
    """Write the seven coefficients, the centre as the sum of the others; all arrays are flat."""
    # unsigned, or every index would be tested for counting from the end
    x, y, z = np.uintp(strides[0]), np.uintp(strides[1]), np.uintp(strides[2])
    per_x, per_y, per_z = areas[0] / spacing[0], areas[1] / spacing[1], areas[2] / spacing[2]
    for cell in range(strides[0], centre.size - strides[0]):
        n = np.uintp(cell)
        here = diffusivity[n]
        w = open_x[n] * per_x * _between(here, diffusivity[n - x], layered)
        e = open_x[n + x] * per_x * _between(here, diffusivity[n + x], layered)
        s = open_y[n] * per_y * _between(here, diffusivity[n - y], layered)
        t = open_y[n + y] * per_y * _between(here, diffusivity[n + y], layered)
        b = open_z[n] * per_z * _between(here, diffusivity[n - z], layered)
        u = open_z[n + z] * per_z * _between(here, diffusivity[n + z], layered)
        w += areas[0] * max(flux_x[n], 0.0)
        e += areas[0] * max(-flux_x[n + x], 0.0)
        s += areas[1] * max(flux_y[n], 0.0)
        t += areas[1] * max(-flux_y[n + y], 0.0)
        b += areas[2] * max(flux_z[n], 0.0)
        u += areas[2] * max(-flux_z[n + z], 0.0)
        west[n], east[n], south[n], north[n], bottom[n], top[n] = w, e, s, t, b, u
        centre[n] = w + e + s + t + b + u


@kernel
def _between(here: float, there: float, layered: bool) -> float:
    """Diffusivity at a face: the mean, or of layers that of two resistances in series."""
    mean = 0.5 * (here + there)
    return here * there / mean if layered and mean > 0.0 else mean
