"""Floor slab and ceiling on the grid: tiles, grilles and leaks as losses of the faces they lie on.

What passes them is a result: the pressure of plenum, room and void is solved like that of any other
air. A tile of loss coefficient K on its face velocity discharges ``A / sqrt(K)``, a leak of area A
``C_d A``; on a face they share they add, so that a tile off the grid lines passes what it should.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from coolsim.air.grids import slab_face
from coolsim.scene import Opening, Scene
from solvers.exchange import Index
from solvers.grid import Array, Grid
from solvers.openness import Openness, overlap
from solvers.sheets import with_sheet
from solvers.zones import Zones, find_zones

_NEGLIGIBLE = 1e-9
"""Share of a face below which nothing of it is open [-]."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Faces of floor and ceiling that air can pass; flow is positive upwards.

    Attributes:
        faces: Flat padded index of each horizontal face.
        is_floor: Whether each lies in the floor; the others lie in the ceiling.
        below, above: Space on either side of each.
        discharge_area_m2: What each discharges: ``q = area sqrt(2 dp / rho)`` [m2].
        tile_share: Share of each tile or grille in the flow of each face, shape (tiles, faces).
    """

    faces: Index
    is_floor: NDArray[np.bool_]
    below: Index
    above: Index
    discharge_area_m2: Array
    tile_share: csr_matrix

    def leak_share(self) -> Array:
        """Share of leaks in the flow of each face [-]; what no tile or grille has of it."""
        return np.asarray(1.0 - self.tile_share.sum(axis=0)).ravel()


@dataclass(frozen=True, slots=True)
class Divided:
    """Geometry with its slabs.

    Attributes:
        openness: With the slabs' losses.
        passages: What passes them.
        spaces: Parts of the hall that air passes between without crossing a slab.
        zones: Parts that air can pass between at all.
    """

    openness: Openness
    passages: Passages
    spaces: Zones
    zones: Zones


@dataclass(frozen=True, slots=True)
class _Slab:
    """A slab on its face plane: what each face discharges, and what its tiles have of it [m2]."""

    face: int
    is_floor: bool
    discharge: Array
    by_tile: dict[int, tuple[Index, Array]]

    def laid_tiles(self) -> tuple[Index, Index, Array]:
        """Tile, face of the plane and discharge of all that tiles have, laid end to end."""
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        sizes = [cells.size for cells, _ in self.by_tile.values()]
        return (
            np.repeat(np.array(list(self.by_tile), dtype=np.int64), sizes),
            np.concatenate([none, *(cells for cells, _ in self.by_tile.values())]),
            np.concatenate([nothing, *(part for _, part in self.by_tile.values())]),
        )


def divide(scene: Scene, openness: Openness, openings: Sequence[Opening]) -> Divided:
    """Put floor slab and ceiling on a geometry that reaches beyond them.

    Args:
        scene: The hall.
        openness: Its geometry without slabs, on a grid of :mod:`coolsim.air.grids`.
        openings: Of the tiles, kept to their side of panels that stand elsewhere on the grid.
    """
    slabs = []
    if scene.plenum_m > 0.0:
        slabs.append(_slab(scene, openness, openings, 0.0, is_floor=True))
    if scene.void_m > 0.0:
        slabs.append(_slab(scene, openness, openings, scene.size_m[2], is_floor=False))
    area = np.prod(openness.grid.spacing[:2])
    divided = openness
    for slab in slabs:
        divided = with_sheet(divided, 2, slab.face, slab.discharge / area)
    closed = [openness.area[axis] for axis in range(3)]
    closed[2] = divided.area[2].copy()
    for slab in slabs:
        closed[2][:, :, slab.face + 1] = 0.0
    spaces = find_zones(replace(divided, area=(closed[0], closed[1], closed[2])))
    passages = _passages(scene, divided, spaces, slabs)
    return Divided(divided, passages, spaces, _joined(spaces, passages))


def _slab(
    scene: Scene,
    openness: Openness,
    openings: Sequence[Opening],
    height_m: float,
    *,
    is_floor: bool,
) -> _Slab:
    grid = openness.grid
    face = slab_face(grid, height_m)
    area = grid.spacing[0] * grid.spacing[1]
    free = openness.area[2][1:-1, 1:-1, face + 1].copy()
    discharge = np.zeros(free.shape)
    by_tile: dict[int, tuple[Index, Array]] = {}
    number = np.arange(free.size).reshape(free.shape)
    for n, (tile, opening) in enumerate(zip(scene.tiles, openings, strict=True)):
        if tile.is_floor != is_floor:
            continue
        (x, along_x), (y, along_y) = (
            overlap(grid, axis, *opening.spans[axis]) for axis in range(2)
        )
        window = (slice(x, x + along_x.size), slice(y, y + along_y.size))
        # what stands on a tile closes that part of it
        open_part = np.minimum(np.outer(along_x, along_y), free[window])
        kept = tile.opening.area_m2 / opening.area_m2
        through = open_part * (kept * area / (tile.loss.value or 1.0) ** 0.5)
        by_tile[n] = (number[window].ravel(), through.ravel())
        discharge[window] += through
        free[window] -= open_part
    free[free < _NEGLIGIBLE] = 0.0
    if is_floor and scene.leak_area_m2 > 0.0 and free.any():
        leaks = scene.leak_discharge_coefficient * scene.leak_area_m2
        discharge += leaks * free / free.sum()
    return _Slab(face, is_floor, discharge, by_tile)


def _passages(scene: Scene, openness: Openness, spaces: Zones, slabs: list[_Slab]) -> Passages:
    grid, label = openness.grid, spaces.label.ravel()
    face, is_floor = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    discharge = np.zeros(0)
    rows, columns, shares = [], [], []
    for slab in slabs:
        plane = openness.area[2][1:-1, 1:-1, slab.face + 1]
        first, second = np.nonzero(plane > 0.0)
        number = np.full(plane.shape, -1, dtype=np.int64)
        number[first, second] = face.size + np.arange(first.size)
        tiles, cells, part = slab.laid_tiles()
        used = (number.ravel()[cells] >= 0) & (part > 0.0)
        rows.append(tiles[used])
        columns.append(number.ravel()[cells[used]])
        shares.append(part[used] / slab.discharge.ravel()[cells[used]])
        face = np.concatenate([face, _flat_faces(grid, slab.face, first, second)])
        is_floor = np.concatenate([is_floor, np.full(first.size, slab.is_floor)])
        discharge = np.concatenate([discharge, slab.discharge[first, second]])
    return Passages(
        faces=face,
        is_floor=is_floor,
        below=label[face - grid.strides[2]].astype(np.int64),
        above=label[face].astype(np.int64),
        discharge_area_m2=discharge,
        tile_share=_sparse(rows, columns, shares, (len(scene.tiles), face.size)),
    )


def _sparse(
    rows: Sequence[Index], columns: Sequence[Index], values: Sequence[Array], shape: tuple[int, int]
) -> csr_matrix:
    """A sparse matrix of entries given in parts."""
    if not rows:
        return csr_matrix(shape)
    where = (np.concatenate(rows), np.concatenate(columns))
    return csr_matrix((np.concatenate(values), where), shape=shape)


def _joined(spaces: Zones, passages: Passages) -> Zones:
    """The zones that spaces make together with what passes between them."""
    graph = coo_matrix(
        (np.ones(passages.faces.size, dtype=np.int8), (passages.below, passages.above)),
        shape=(spaces.count, spaces.count),
    )
    count, zone = connected_components(graph, directed=False)
    label = np.where(spaces.label >= 0, zone[spaces.label], -1)
    return Zones(int(count), label.astype(np.int32))


def _flat_faces(grid: Grid, face: int, first: Index, second: Index) -> Index:
    strides = grid.strides
    return np.asarray((first + 1) * strides[0] + (second + 1) * strides[1] + face + 1)
