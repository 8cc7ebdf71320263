"""The air grid of a hall: from under the raised floor, where air is, to above the ceiling.

Spacing is constant along each axis, and floor and ceiling lie on face planes, because the thin
slabs stand there. Where the depth of plenum or void is no multiple of the cell height the outermost
cells reach beyond it, and a solid fills them up to the structure: the depth is exact all the same.
"""

from __future__ import annotations

import math

from coolsim.errors import SolveError
from coolsim.scene import Scene
from coolsim.sentences import quantity, told
from solvers.grid import Grid
from solvers.openness import Box

CELL_BUDGET = {"draft": 30_000, "live": 40_000, "full": 250_000}
"""Cells of the grid when no cell size is asked for."""
MOST_CELLS = 5_000_000
"""Cells beyond which a grid is refused: about 4 GB of fields."""
COARSEST_CELLS = 40_000
"""Nested grids start at or below about this many cells."""
_FLATNESS = 2.0 / 3.0
"""Cell height over cell width where no cell size is asked for; rooms are stratified [-]."""
_GROWTH = 1.01
_WHOLE = 1e-6
"""Share of a cell below which a remainder is round-off [-]."""


def make_grid(scene: Scene, fidelity: str, cell_m: float | None) -> Grid:
    """The air grid of a scene.

    Raises:
        SolveError: If the cell asked for makes more cells than one grid may have.
    """
    length, width, _ = scene.size_m
    volume = length * width * scene.air_height_m
    if cell_m is None:
        budget = CELL_BUDGET[fidelity]
        step = (volume / (_FLATNESS * budget)) ** (1.0 / 3.0)
        while (grid := grid_of(scene, step, step * _FLATNESS)).cells > budget:
            step *= _GROWTH
        return grid
    grid = grid_of(scene, cell_m, cell_m)
    if grid.cells > MOST_CELLS:
        smallest = (volume / MOST_CELLS) ** (1.0 / 3.0)
        raise told(
            SolveError(
                f"a cell of {quantity(cell_m, 'm')} makes {grid.cells:,} cells; a grid may have "
                f"{MOST_CELLS:,}.",
                where="cell size",
                remedy=f"Ask for {quantity(smallest, 'm', 2)} or more.",
            )
        )
    return grid


def nested_grids(scene: Scene, finest: Grid) -> tuple[Grid, ...]:
    """Grids from coarse to fine, each about twice as fine as the last, ending in ``finest``."""
    grids = [finest]
    while grids[0].cells > 2 * COARSEST_CELLS:
        dx, dy, dz = grids[0].spacing
        grids.insert(0, grid_of(scene, 2.0 * dx, 2.0 * dz, width_m=2.0 * dy))
    return tuple(grids)


def grid_of(scene: Scene, cell_m: float, height_m: float, *, width_m: float | None = None) -> Grid:
    """The grid of a scene whose cells are at most of a given size.

    Args:
        scene: The scene.
        cell_m: Largest cell along x, and along y without ``width_m`` [m].
        height_m: Largest cell along z [m].
        width_m: Largest cell along y [m].
    """
    length, width, room = scene.size_m
    nx, ny = _count(length, cell_m), _count(width, width_m or cell_m)
    layers = _count(room, height_m)
    dz = room / layers
    below, above = _layers(scene.plenum_m, dz), _layers(scene.void_m, dz)
    return Grid(
        (nx, ny, below + layers + above), (length / nx, width / ny, dz), (0.0, 0.0, -below * dz)
    )


def fillings(scene: Scene, grid: Grid) -> list[Box]:
    """Solids between the structure and the ends of the grid."""
    length, width, room = scene.size_m
    low, high = grid.origin[2], float(grid.edges(2)[-1])
    boxes = []
    if low < -scene.plenum_m - _WHOLE * grid.spacing[2]:
        boxes.append(Box((0.0, 0.0, low), (length, width, -scene.plenum_m)))
    if high > room + scene.void_m + _WHOLE * grid.spacing[2]:
        boxes.append(Box((0.0, 0.0, room + scene.void_m), (length, width, high)))
    return boxes


def slab_heights(scene: Scene) -> tuple[float, ...]:
    """Heights at which a slab divides the air: floor and ceiling, as far as there is air beyond."""
    floor = (0.0,) if scene.plenum_m > 0.0 else ()
    ceiling = (scene.size_m[2],) if scene.void_m > 0.0 else ()
    return floor + ceiling


def slab_face(grid: Grid, height_m: float) -> int:
    """Index 0..n of the face plane a slab lies on."""
    return round((height_m - grid.origin[2]) / grid.spacing[2])


def _count(length_m: float, step_m: float) -> int:
    return max(1, math.ceil(length_m / step_m - 1e-9))


def _layers(depth_m: float, cell_m: float) -> int:
    return max(0, math.ceil(depth_m / cell_m - _WHOLE))
