"""Sources of the room on the grid: where lights, people and the like give to the air."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coolsim.scene import Scene
from solvers.grid import INTERIOR, Array
from solvers.openness import Openness, overlap

Span = tuple[float, float]


def spread(openness: Openness, reached: NDArray[np.bool_], heights_m: Span) -> Array:
    """Share of each cell in a source that acts evenly on the air between two heights.

    Where none of that air is reached (a layer full of solids) the source acts on all that is.

    Args:
        openness: Geometry.
        reached: Padded cells that may take part.
        heights_m: Lower and upper height above the floor [m].

    Returns:
        Padded shares that sum to one; zero everywhere if nothing is reached.
    """
    fluid = np.where(reached, openness.fluid, 0.0)
    start, cover = overlap(openness.grid, 2, *heights_m)
    layer = np.zeros(openness.grid.shape[2])
    layer[start : start + cover.size] = cover
    within = np.zeros_like(fluid)
    within[INTERIOR] = fluid[INTERIOR] * layer
    share = within if within.any() else fluid
    total = share.sum()
    return np.asarray(share / total) if total > 0.0 else openness.grid.zeros()


def room_heat(scene: Scene, openness: Openness, reached: NDArray[np.bool_]) -> Array:
    """Heat of lights, people and others in each cell, padded [W].

    Args:
        scene: The hall.
        openness: Its geometry on the grid.
        reached: Padded cells whose air a cooler supplies; heat elsewhere would find no way out.
    """
    heat = openness.grid.zeros()
    for source in scene.room_sources:
        heat += source.power_w * spread(openness, reached, source.heights_m)
    return heat
