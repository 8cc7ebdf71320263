"""Walls, roof and floor of a hall on the grid: heat they pass to the air beside them."""

from __future__ import annotations

import math

from coolsim.scene import Scene, SceneSurface
from solvers.boundary import ThermalWalls, join, side_wall
from solvers.grid import Array, Grid
from solvers.openness import Openness

_ON_FACE = 1e-6
"""Share of a cell below which a depth ends on a face [-]."""


def envelope_walls(scene: Scene, openness: Openness) -> ThermalWalls | None:
    """The outer sides that pass heat, over ``rho cp`` of the air; ``None`` where none does."""
    if not scene.envelope:
        return None
    return join([surface_walls(scene, openness, surface) for surface in scene.envelope])


def surface_walls(scene: Scene, openness: Openness, surface: SceneSurface) -> ThermalWalls:
    """One outer side, over ``rho cp`` of the air."""
    rate = scene.air.density_kg_m3 * scene.air.heat_capacity_j_kg_k
    return side_wall(
        openness,
        surface.axis,
        high=surface.is_high,
        temperature=surface.outside_c,
        transmittance=surface.u_w_m2_k / rate,
        has_film=True,
    ).scaled(_filled_up(scene, openness.grid, surface))


def _filled_up(scene: Scene, grid: Grid, surface: SceneSurface) -> float:
    """What the area of an outer side is of that of its cells' air [-].

    Cells at floor and roof may reach into the structure, which takes their volume, no area.
    """
    if surface.axis != 2:
        return 1.0
    depth = (scene.void_m if surface.is_high else scene.plenum_m) or scene.size_m[2]
    share = depth / grid.spacing[2]
    return 1.0 / (share - (math.ceil(share - _ON_FACE) - 1))


def envelope_heat_w(scene: Scene, openness: Openness, temperature: Array) -> float:
    """Heat that enters the hall through its outer sides; negative where it is lost [W].

    Args:
        scene: The hall.
        openness: Its geometry on the grid.
        temperature: Of the cells, padded [deg C].
    """
    walls = envelope_walls(scene, openness)
    if walls is None:
        return 0.0
    rate = scene.air.density_kg_m3 * scene.air.heat_capacity_j_kg_k
    # films are part of the U-value, so the air's diffusivity has no say
    return rate * float(walls.heat(openness.grid.zeros(), temperature).sum())


def lowest_gain_w(scene: Scene, room_c: float) -> float:
    """Heat that enters a hall whose air is all at one temperature; negative where it is lost [W].

    Args:
        scene: The hall.
        room_c: Temperature of its air [deg C].
    """
    total = 0.0
    for surface in scene.envelope:
        size = (*scene.size_m[:2], scene.air_height_m)
        first, second = (size[axis] for axis in range(3) if axis != surface.axis)
        total += surface.u_w_m2_k * first * second * (surface.outside_c - room_c)
    return total
