"""Steady conduction by the heat operator.

Air at rest with unit ``rho cp`` conducts like a solid, so conductivities [W/(m K)] stand in for
diffusivities, film coefficients [W/(m2 K)] for transmittances, and heat counts in watts.
"""

from __future__ import annotations

import numpy as np

from coolsim.verification.flows import no_devices, plane, rod, row_of, through
from coolsim.verification.kinds.conduction_parts import (
    Compared,
    Composite,
    Cylinder,
    Fin,
    Slab,
    Square,
)
from solvers.boundary import ThermalWalls, join, side_wall
from solvers.grid import INTERIOR, Array
from solvers.heat import HeatOperator
from solvers.momentum import zero_velocity
from solvers.openness import Openness


def _steady(
    openness: Openness,
    conductivity: float | Array,
    walls: ThermalWalls,
    heat: Array | None = None,
    *,
    layered: bool = False,
) -> tuple[Array, Array]:
    """Steady temperature and the conductivities behind it, both padded."""
    grid = openness.grid
    spread = np.broadcast_to(np.asarray(conductivity, dtype=float), grid.padded_shape).copy()
    operator = HeatOperator(grid, openness.area, walls=walls, layered=layered)
    operator.update(zero_velocity(grid), spread, no_devices(grid, heat))
    temperature = grid.zeros()
    operator.solve_tightly(temperature)
    return temperature, spread


def solve_slab(slab: Slab, cells: int) -> tuple[list[Compared], str]:
    """Temperature at the middle of a heated slab, as excess over its walls."""
    openness = rod(cells, slab.L_m)
    grid = openness.grid
    wall = slab.T_wall_both_sides_C
    walls = [side_wall(openness, 0, high=high, temperature=wall) for high in (False, True)]
    heat = grid.zeros()
    heat[INTERIOR] = slab.q_W_m3 * grid.cell_volume
    temperature, _ = _steady(openness, slab.k, join(walls), heat)
    ours = float(through(grid.centres(0), row_of(temperature), [slab.L_m / 2.0])[0])
    name = "slab with source, middle above wall"
    return [(name, ours - wall, slab.T_mid_C - wall, "K")], str(cells)


def solve_cylinder(shell: Cylinder, cells: int) -> tuple[list[Compared], str]:
    """Heat through a cylinder shell: a row of cells whose faces open in proportion to radius."""
    openness = rod(cells, shell.r2 - shell.r1, shell.r1)
    grid = openness.grid
    share = grid.edges(0) / shell.r2
    openness.area[0][2:-1, 1, 1] = share[1:-1]
    walls = [
        side_wall(openness, 0, high=False, temperature=shell.T1).scaled(share[0]),
        side_wall(openness, 0, high=True, temperature=shell.T2),
    ]
    temperature, spread = _steady(openness, shell.k, join(walls))
    entering = float(walls[0].heat(spread, temperature)[0])
    inside = float(through(grid.centres(0), row_of(temperature), [0.035])[0])
    # the row stands for a circle: its outer face of 1 m2 is 2 pi r2 wide
    heat = entering * 2.0 * np.pi * shell.r2
    cold = min(shell.T1, shell.T2)
    return [
        ("cylinder shell, heat per length", heat, shell.q_per_m_W, "W/m"),
        (
            "cylinder shell, above the cold side at 0.035 m",
            inside - cold,
            shell.T_at_r0_035 - cold,
            "K",
        ),
    ], str(cells)


def solve_fin(fin: Fin, cells: int) -> tuple[list[Compared], str]:
    """A fin as a row of cells of 1 m2 that lose heat through films, base held, tip adiabatic."""
    openness = rod(cells, fin.Lf)
    grid = openness.grid
    base = side_wall(openness, 0, high=False, temperature=fin.base_minus_inf)
    number = np.arange(int(np.prod(grid.padded_shape))).reshape(grid.padded_shape)
    # both faces of a fin of thickness t: 2 / t of film area in each unit of its volume
    films = ThermalWalls(
        cells=number[INTERIOR].ravel(),
        area=np.full(cells, 2.0 / fin.t * grid.cell_volume),
        half_distance=np.zeros(cells),
        temperature=np.zeros(cells),
        transmittance=np.full(cells, fin.h),
    )
    temperature, spread = _steady(openness, fin.k, join([base, films]))
    lost = -float(films.heat(spread, temperature).sum())
    most = fin.h * 2.0 / fin.t * fin.Lf * fin.base_minus_inf
    profile = row_of(temperature)
    # level at the tip: the parabola through the last two cells with no slope at the end
    tip = float(profile[-1] + (profile[-1] - profile[-2]) / 8.0)
    return [
        ("fin efficiency", lost / most, fin.eta, "1"),
        ("fin tip above ambient", tip, fin.tip_minus_inf, "K"),
    ], str(cells)


def solve_composite(wall: Composite, cells: int) -> tuple[list[Compared], str]:
    """Transmittance of layers between films, the layers' joints on grid lines."""
    thickness = [layer[0] for layer in wall.layers]
    count = _aligned(thickness, cells)
    openness = rod(count, sum(thickness))
    grid = openness.grid
    ends = np.cumsum(thickness)
    layer = np.searchsorted(ends, grid.centres(0))
    layered = np.ones(grid.padded_shape)
    layered[1:-1, 1, 1] = np.array([values[1] for values in wall.layers])[layer]
    inner = side_wall(openness, 0, high=False, temperature=1.0, transmittance=wall.h_in)
    outer = side_wall(openness, 0, high=True, temperature=0.0, transmittance=wall.h_out)
    temperature, spread = _steady(openness, layered, join([inner, outer]), layered=True)
    ours = float(inner.heat(spread, temperature)[0])
    return [("composite wall, transmittance", ours, wall.U, "W/(m2 K)")], str(count)


def _aligned(thickness: list[float], cells: int) -> int:
    """The least number of cells from ``cells`` up that puts all joints on grid lines."""
    total, joints = sum(thickness), np.cumsum(thickness)
    for count in range(cells, 16 * cells):
        place = joints / total * count
        if float(np.abs(place - np.round(place)).max()) < 1e-6:
            return count
    return cells


def solve_square(square: Square, cells: int) -> tuple[list[Compared], str]:
    """Laplace's equation in a square with one side at 1."""
    openness = plane((cells, cells))
    grid = openness.grid
    walls = [
        side_wall(openness, axis, high=high, temperature=float(axis == 2 and high))
        for axis in (0, 2)
        for high in (False, True)
    ]
    temperature, _ = _steady(openness, 1.0, join(walls))
    field = temperature[1:-1, 1, 1:-1]
    compared: list[Compared] = []
    for point in square.points:
        column = through(grid.centres(0), field, [point.x])[0]
        ours = float(through(grid.centres(2), column, [point.y])[0])
        compared.append((f"square at ({point.x:g}, {point.y:g})", ours, point.T, "1"))
    return compared, f"{cells} × {cells}"
