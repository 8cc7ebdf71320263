"""The standard k-epsilon model with wall functions, for comparison with the zero-equation model.

``nu_t = C_mu k^2 / epsilon`` with transport equations of the turbulent kinetic energy ``k`` and its
dissipation ``epsilon``::

    dk/dt       + div(u k)       = div((nu + nu_t / s_k) grad k)       + P + G - epsilon
    depsilon/dt + div(u epsilon) = div((nu + nu_t / s_e) grad epsilon)
                                   + C_1 (P + C_3 G) epsilon / k - C_2 epsilon^2 / k

``P`` is production by strain, ``G`` by buoyancy. Sources: Launder and Spalding, *Comput. Methods
Appl. Mech. Eng.* 3 (1974) 269-289 (model, constants, wall functions); Viollet, *Nucl. Eng. Des.* 99
(1987) 365-377 (``C_3`` = 1 in unstable, 0 in stable stratification).

Upwind, on the operator of the temperature. Every source is positive and every sink is a rate times
the unknown, taken implicitly, so sweeps from positive fields end in positive fields: nothing is
clipped. The volume of a cell that a solid cuts counts in full.

Walls act on air and heat by the functions of :mod:`solvers.wall_functions`. Leaky plates make no
turbulence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.boundary import ThermalWalls
from solvers.compiled import kernel
from solvers.exchange import Exchange
from solvers.grid import Array, Grid
from solvers.heat import HeatOperator
from solvers.stencil import Transport7, sweep
from solvers.turbulence import AIR_VISCOSITY, Surroundings, Turbulence
from solvers.wall_functions import (
    C_MU,
    KARMAN,
    Walls,
    set_wall_viscosity,
    wall_diffusivity,
    wall_faces,
    wall_length,
)

C_1, C_2 = 1.44, 1.92
PRANDTL_ENERGY, PRANDTL_DISSIPATION = 1.0, 1.3
INLET_INTENSITY = 0.04
"""Turbulence intensity of blown-in air [-]. Source: IEA Annex 20, Nielsen (1990)."""
INLET_LENGTH = 0.1
"""Dissipation length ``k^(3/2) / epsilon`` of blown-in air over the root of the opening's area [-]:
the same source, which takes a tenth of a slot's height."""
START_INTENSITY = 0.1
"""Intensity with which a room without turbulence begins, of its root mean square speed [-]."""
_START_ENERGY = 1e-4
"""Energy with which even a room at rest begins [m2/s2]."""
_LEAST_ENERGY = 1e-10
"""Energy of air blown in without a velocity [m2/s2]; its length is then that of 1 m2."""


@dataclass(frozen=True, slots=True)
class _Inlets:
    """What the discharges of one exchange bring, per cell: ``k`` and ``epsilon`` times flow."""

    exchange: Exchange
    energy: Array
    dissipation: Array

    def blow_like(self, exchange: Exchange) -> bool:
        """Whether an exchange blows the same flows at the same places."""
        known = self.exchange
        return known.discharges is exchange.discharges and np.array_equal(
            known.discharge_flow, exchange.discharge_flow
        )


class KEpsilon:
    """The model as a closure of :class:`solvers.flow.Room`; each room needs one of its own.

    Args:
        laminar: Molecular viscosity [m2/s].
        buoyancy: Whether stratification produces and destroys turbulence.
        relaxation: Share of the new viscosity in a pseudo-time step; a true step takes all of it.
    """

    def __init__(
        self, laminar: float = AIR_VISCOSITY, *, buoyancy: bool = True, relaxation: float = 0.5
    ) -> None:
        self._laminar = laminar
        self._buoyancy = buoyancy
        self._relaxation = relaxation
        self._operator: HeatOperator | None = None
        self._walls: Walls | None = None
        self._inlets: _Inlets | None = None
        self._advances = 0

    def begin(self, room: Surroundings, viscosity: Array) -> Turbulence:
        """Uniform energy from the flow's mean speed; the dissipation that makes the viscosity."""
        squares = sum(float(np.mean(flux**2)) for flux in room.flux)
        energy = np.full_like(viscosity, 1.5 * START_INTENSITY**2 * squares + _START_ENERGY)
        turbulence = Turbulence(
            energy,
            C_MU * energy**2 / np.maximum(viscosity, self._laminar),
            np.zeros((3, *viscosity.shape)),
        )
        self._set_wall_viscosity(room.openness.grid, turbulence)
        return turbulence

    def advance(
        self, room: Surroundings, turbulence: Turbulence, viscosity: Array, *, in_time: bool
    ) -> None:
        """Advance energy, then dissipation, then the viscosities, by one implicit step."""
        grid = room.openness.grid
        operator, walls, inlets = self._prepared(room)
        eddy = C_MU * turbulence.energy**2 / np.maximum(turbulence.dissipation, 1e-300)
        strain, lift = self._production(room, walls, turbulence.wall_viscosity)
        rhs = grid.zeros()
        old_energy, old_dissipation = turbulence.energy.copy(), turbulence.dissipation.copy()
        orders = (self._advances % 8, 7 - self._advances % 8) * (3 if in_time else 1)
        operator.update(room.through, self._laminar + eddy / PRANDTL_ENERGY, room.exchange)
        _energy_rows(
            operator.coefficients,
            rhs,
            inlets.energy,
            old_energy,
            old_dissipation,
            strain,
            lift,
            walls,
            *grid.spacing,
            room.step,
        )
        for order in orders:
            sweep(operator.coefficients, rhs, turbulence.energy, order)
        operator.update(room.through, self._laminar + eddy / PRANDTL_DISSIPATION, room.exchange)
        _dissipation_rows(
            operator.coefficients,
            rhs,
            inlets.dissipation,
            old_energy,
            old_dissipation,
            turbulence.energy,
            strain,
            lift,
            walls,
            *grid.spacing,
            room.step,
        )
        for order in orders:
            sweep(operator.coefficients, rhs, turbulence.dissipation, order)
        share = 1.0 if in_time else self._relaxation
        self._set_wall_viscosity(grid, turbulence)
        _blend_viscosity(turbulence.energy, turbulence.dissipation, self._laminar, share, viscosity)
        self._advances += 1

    def wall_diffusivity(
        self, turbulence: Turbulence, walls: ThermalWalls, prandtl: float, turbulent_prandtl: float
    ) -> Array:
        """What the log law of temperature makes of the air before each wall area [m2/s]."""
        energy = turbulence.energy.ravel()[walls.cells]
        return wall_diffusivity(
            energy, walls.half_distance, self._laminar, prandtl, turbulent_prandtl
        )

    def _prepared(self, room: Surroundings) -> tuple[HeatOperator, Walls, _Inlets]:
        """What only geometry and openings decide."""
        if self._operator is None:
            self._operator = HeatOperator(room.openness.grid, room.openness.mixing)
        if self._walls is None:
            self._walls = wall_faces(room.openness, room.imposed, room.no_walls)
        if self._inlets is None or not self._inlets.blow_like(room.exchange):
            self._inlets = _inlets(room)
        return self._operator, self._walls, self._inlets

    def _production(
        self, room: Surroundings, walls: Walls, wall_viscosity: Array
    ) -> tuple[Array, Array]:
        """Squared strain, and buoyant rate.

        The first is ``P / nu_t`` [1/s2], in cells with walls the mean of their squared shears
        [m4/s4]; the second ``G / nu_t`` [1/s2].
        """
        grid = room.openness.grid
        strain, lift = grid.zeros(), grid.zeros()
        x, y, z = (_to_cells(flux, axis) for axis, flux in enumerate(room.flux))
        _strain(
            *room.flux, x, y, z, *room.openness.area, walls, wall_viscosity, *grid.spacing, strain
        )
        if self._buoyancy:
            factor = -room.buoyancy / room.prandtl
            _vertical_gradient(
                room.temperature, room.openness.area[2], grid.spacing[2], factor, lift
            )
        return strain, lift

    def _set_wall_viscosity(self, grid: Grid, turbulence: Turbulence) -> None:
        set_wall_viscosity(
            turbulence.energy, grid.spacing, self._laminar, turbulence.wall_viscosity
        )


def k_epsilon(laminar: float = AIR_VISCOSITY, *, buoyancy: bool = True) -> KEpsilon:
    """The standard k-epsilon model for one room; see :class:`KEpsilon`."""
    return KEpsilon(laminar, buoyancy=buoyancy)


def _inlets(room: Surroundings) -> _Inlets:
    """Intensity and length of what every discharge blows, spread over its cells."""
    discharges, flows = room.exchange.discharges, room.exchange.discharge_flow
    inward = np.zeros(room.openness.grid.padded_shape)
    for axis in range(3):
        inward += np.maximum(room.imposed[axis], 0.0)
        inward += np.maximum(-np.roll(room.imposed[axis], -1, axis=axis), 0.0)
    speed = discharges.means(inward)
    blown = (speed > 0.0) & (flows > 0.0)
    size = np.sqrt(np.divide(flows, speed, out=np.ones_like(speed), where=blown))
    energy = np.where(blown, 1.5 * (INLET_INTENSITY * speed) ** 2, _LEAST_ENERGY)
    dissipation = energy**1.5 / (INLET_LENGTH * size)
    carried = [room.openness.grid.zeros() for _ in range(2)]
    discharges.add(carried[0], flows * energy)
    discharges.add(carried[1], flows * dissipation)
    return _Inlets(room.exchange, carried[0], carried[1])


def _to_cells(flux: Array, axis: int) -> Array:
    """Mean of the two faces of each cell, padded."""
    return np.asarray(0.5 * (flux + np.roll(flux, -1, axis=axis)))


@kernel
def _blend_viscosity(
    energy: Array, dissipation: Array, laminar: float, share: float, viscosity: Array
) -> None:
    k, eps, nu = energy.ravel(), dissipation.ravel(), viscosity.ravel()
    for n in range(k.size):
        if eps[n] > 0.0:
            nu[n] += share * (laminar + C_MU * k[n] * k[n] / eps[n] - nu[n])


@kernel
def _slope(field: Array, open_share: Array, n: int, stride: int, spacing: float) -> float:
    """Slope at a cell's centre, one-sided next to a closed face."""
    low = n - stride if open_share[n] >= 0.5 else n
    high = n + stride if open_share[n + stride] >= 0.5 else n
    count = (high - low) // stride
    return (field[high] - field[low]) / (count * spacing) if count > 0 else 0.0


@kernel
def _strain(
    flux_x: Array,
    flux_y: Array,
    flux_z: Array,
    cell_x: Array,
    cell_y: Array,
    cell_z: Array,
    open_x: Array,
    open_y: Array,
    open_z: Array,
    walls: Walls,
    wall_viscosity: Array,
    dx: float,
    dy: float,
    dz: float,
    out: Array,
) -> None:
    n0, n1, n2 = out.shape
    u, v, w = cell_x.ravel(), cell_y.ravel(), cell_z.ravel()
    ax, ay, az = open_x.ravel(), open_y.ravel(), open_z.ravel()
    sx, sy = n1 * n2, n2
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                n = i * sx + j * sy + k
                bits = walls[i, j, k]
                if bits != 0:
                    # mean over the walls of the squared shear at each
                    total, count = 0.0, 0
                    squares = (u[n] * u[n], v[n] * v[n], w[n] * w[n])
                    halves = (0.5 * dx, 0.5 * dy, 0.5 * dz)
                    for axis in range(3):
                        along = squares[0] + squares[1] + squares[2] - squares[axis]
                        here = (bits >> (2 * axis) & 1) + (bits >> (2 * axis + 1) & 1)
                        slope = wall_viscosity[axis, i, j, k] / halves[axis]
                        total += here * along * slope * slope
                        count += here
                    out[i, j, k] = total / count
                    continue
                xx = (flux_x[i + 1, j, k] - flux_x[i, j, k]) / dx
                yy = (flux_y[i, j + 1, k] - flux_y[i, j, k]) / dy
                zz = (flux_z[i, j, k + 1] - flux_z[i, j, k]) / dz
                xy = _slope(u, ay, n, sy, dy) + _slope(v, ax, n, sx, dx)
                xz = _slope(u, az, n, 1, dz) + _slope(w, ax, n, sx, dx)
                yz = _slope(v, az, n, 1, dz) + _slope(w, ay, n, sy, dy)
                out[i, j, k] = 2.0 * (xx * xx + yy * yy + zz * zz) + xy * xy + xz * xz + yz * yz


@kernel
def _vertical_gradient(
    temperature: Array, open_z: Array, dz: float, factor: float, out: Array
) -> None:
    n0, n1, n2 = out.shape
    field, share = temperature.ravel(), open_z.ravel()
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                n = (i * n1 + j) * n2 + k
                out[i, j, k] = factor * _slope(field, share, n, 1, dz)


@kernel
def _energy_rows(
    c: Transport7,
    rhs: Array,
    supplied: Array,
    energy: Array,
    dissipation: Array,
    strain: Array,
    lift: Array,
    walls: Walls,
    dx: float,
    dy: float,
    dz: float,
    step: float,
) -> None:
    n0, n1, n2 = rhs.shape
    volume = dx * dy * dz
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for m in range(1, n2 - 1):
                if c.centre[i, j, m] == 0.0:
                    continue
                k, eps = energy[i, j, m], dissipation[i, j, m]
                eddy = C_MU * k * k / eps
                friction = C_MU**0.25 * np.sqrt(k)
                if walls[i, j, m] != 0:
                    y = wall_length(walls[i, j, m], dx, dy, dz)
                    production = strain[i, j, m] / (KARMAN * friction * y)
                    # the log layer's dissipation, whatever transport has made of it
                    rate = C_MU**0.75 * np.sqrt(k) / (KARMAN * y)
                else:
                    production = eddy * strain[i, j, m]
                    rate = eps / k
                buoyant = lift[i, j, m]
                production += eddy * max(buoyant, 0.0)
                rate += C_MU * k / eps * max(-buoyant, 0.0)
                c.centre[i, j, m] += volume * (1.0 / step + rate)
                rhs[i, j, m] = supplied[i, j, m] + volume * (k / step + production)


@kernel
def _dissipation_rows(
    c: Transport7,
    rhs: Array,
    supplied: Array,
    energy: Array,
    dissipation: Array,
    new_energy: Array,
    strain: Array,
    lift: Array,
    walls: Walls,
    dx: float,
    dy: float,
    dz: float,
    step: float,
) -> None:
    n0, n1, n2 = rhs.shape
    volume = dx * dy * dz
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for m in range(1, n2 - 1):
                if c.centre[i, j, m] == 0.0:
                    continue
                k, eps = energy[i, j, m], dissipation[i, j, m]
                if walls[i, j, m] != 0:
                    for side in c[1:]:
                        side[i, j, m] = 0.0
                    y = wall_length(walls[i, j, m], dx, dy, dz)
                    c.centre[i, j, m] = 1.0
                    rhs[i, j, m] = C_MU**0.75 * new_energy[i, j, m] ** 1.5 / (KARMAN * y)
                    continue
                # C_1 P epsilon / k with P = C_mu k^2 / epsilon S^2
                made = C_1 * C_MU * k * (strain[i, j, m] + max(lift[i, j, m], 0.0))
                c.centre[i, j, m] += volume * (1.0 / step + C_2 * eps / k)
                rhs[i, j, m] = supplied[i, j, m] + volume * (eps / step + made)
