"""The hall's grid as a mesh of OpenFOAM: the same cells, faces either open or closed.

OpenFOAM has no partly open faces. A face that thick solids close by less than half is open, else
closed; a face that a thin sheet covers stays open where air passes it, its loss the drag of the
cells beside it. The openings of machines are boundary patches; a face that two machines share
belongs to the one that moves more air through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from coolsim.errors import ExportError
from solvers.exchange import Index, Patch
from solvers.grid import Array, Grid
from solvers.momentum import Velocity
from solvers.openness import Openness, face_slices

WALLS = "walls"
"""Name of the patch of everything that is no opening."""
_OPEN = 0.5
"""Open share from which a face without a sheet counts as open [-]."""
_LEAST_OPEN = 0.02
"""Open share below which a face counts as closed, whatever covers it [-]."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MachineOpening:
    """An opening of a machine as the mesh sees it.

    Attributes:
        name: Of the patch, a plain word.
        label: What messages call its machine.
        patch: Where it is.
        flow_m3_s: What passes it, positive into the room [m3/s].
    """

    name: str
    label: str
    patch: Patch
    flow_m3_s: float


@dataclass(frozen=True, slots=True)
class FoamPatch:
    """Boundary faces with one behaviour.

    Attributes:
        name: Its name.
        first, count: Its faces in the mesh's list.
        cells: Mesh cell behind each face, shape (count,).
        outward: Unit normal of the faces, out of the room; zeros for walls.
        area_m2: Area of all its faces.
        half_cell_m: From face to cell centre [m].
    """

    name: str
    first: int
    count: int
    cells: Index
    outward: tuple[int, int, int]
    area_m2: float
    half_cell_m: float


@dataclass(frozen=True, slots=True)
class FoamMesh:
    """A polyhedral mesh.

    Attributes:
        points: Shape (points, 3) [m].
        faces: Points of every face, shape (faces, 4); those inside come first.
        owner, neighbour: Cells of the faces; the second for those inside alone.
        patches: Boundary patches in the order of their faces; the walls come first.
        numbering: Mesh cell of each grid cell, padded; -1 where the mesh has none.
        resistance: Drag coefficient of each mesh cell along x, y, z, shape (cells, 3) [1/m].
    """

    points: Array
    faces: Index
    owner: Index
    neighbour: Index
    patches: tuple[FoamPatch, ...]
    numbering: Index
    resistance: Array

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self.resistance)

    def patch(self, name: str) -> FoamPatch:
        """The patch of a name."""
        return next(patch for patch in self.patches if patch.name == name)


def build_mesh(
    openness: Openness, openings: Sequence[MachineOpening], flux_m_s: Velocity, mixing_m2_s: float
) -> FoamMesh:
    """Make the mesh of a room.

    Args:
        openness: The room's geometry on its grid.
        openings: Openings of machines that move air.
        flux_m_s: Air through every face as solved, over the whole face, padded.
        mixing_m2_s: Diffusivity of the case. It acts through every open face, so a sheet that
            passes less air than mixing would carry across is closed.

    Raises:
        ExportError: If an opening keeps no face: it is narrower than the cells, or shares all of
            its faces with stronger ones.
    """
    grid = openness.grid
    claims = _claims(grid, openings)
    is_open = [
        _open_faces(openness, axis, claims, np.abs(flux_m_s[axis]), mixing_m2_s)
        for axis in range(3)
    ]
    numbering = _number(grid, is_open, claims)
    inside = _inside(grid, is_open, numbering)
    outside = _boundary(grid, is_open, numbering, claims, openings)
    corners = np.concatenate([inside.corners, outside.corners])
    used, faces = np.unique(corners, return_inverse=True)
    return FoamMesh(
        points=_points(grid, used),
        faces=faces.reshape(corners.shape),
        owner=np.concatenate([inside.owner, outside.owner]),
        neighbour=inside.neighbour,
        patches=_patches(grid, outside, inside.owner.size, openings),
        numbering=numbering,
        resistance=_resistance(openness, is_open, numbering),
    )


@dataclass(frozen=True, slots=True)
class _Claims:
    """Faces that machines blow or draw through, the room on one side: axis, face, cell, opening."""

    axis: Index
    face: Index
    cell: Index
    opening: Index

    def on(self, axis: int) -> Mask:
        return np.asarray(self.axis == axis)


def _claims(grid: Grid, openings: Sequence[MachineOpening]) -> _Claims:
    """Whose each face of an opening is: of the one that moves most through it."""
    sizes = [opening.patch.cells.size for opening in openings]
    number = np.repeat(np.arange(len(openings)), sizes)
    axis = np.repeat([opening.patch.face_axis for opening in openings], sizes)
    empty = [np.zeros(0, dtype=np.int64)]
    face = np.concatenate([*empty, *(opening.patch.faces for opening in openings)])
    cell = np.concatenate([*empty, *(opening.patch.cells for opening in openings)])
    moved = np.concatenate(
        [np.zeros(0), *(abs(each.flow_m3_s) * each.patch.share for each in openings)]
    )
    order = np.lexsort((-moved, cell, face, axis))
    place = np.stack([axis, face, cell])[:, order]
    is_first = np.ones(order.size, dtype=bool)
    is_first[1:] = (place[:, 1:] != place[:, :-1]).any(axis=0)
    kept = order[is_first]
    return _Claims(axis[kept], face[kept], cell[kept], number[kept])


def _open_faces(
    openness: Openness, axis: int, claims: _Claims, speed_m_s: Array, mixing_m2_s: float
) -> Mask:
    """Padded mask of the faces of an axis that cells look through."""
    area, loss = openness.area[axis], openness.loss[axis]
    is_open = np.zeros(area.shape, dtype=bool)
    real = face_slices(axis)
    is_sheet = loss > 0.0
    passing = (area >= _LEAST_OPEN) & (speed_m_s * openness.grid.spacing[axis] >= mixing_m2_s)
    is_open[real] = np.where(is_sheet, passing, area >= _OPEN)[real]
    # Nothing is beyond the outer faces of the grid.
    for end in (1, -1):
        outer: list[slice | int] = [slice(None)] * 3
        outer[axis] = end
        is_open[tuple(outer)] = False
    is_open.ravel()[claims.face[claims.on(axis)]] = False
    return is_open


def _number(grid: Grid, is_open: Sequence[Mask], claims: _Claims) -> Index:
    """Number the cells that belong to the mesh: those that air of a machine can reach."""
    cells = int(np.prod(grid.padded_shape))
    pairs = [np.flatnonzero(mask) for mask in is_open]
    high = np.concatenate(pairs)
    low = np.concatenate(
        [faces - stride for faces, stride in zip(pairs, grid.strides, strict=True)]
    )
    links = coo_matrix((np.ones(high.size, dtype=bool), (low, high)), shape=(cells, cells))
    _, region = connected_components(links, directed=False)
    reached = np.zeros(region.max() + 1, dtype=bool)
    reached[region[claims.cell]] = True
    numbering = np.full(cells, -1, dtype=np.int64)
    kept = np.flatnonzero(reached[region])
    numbering[kept] = np.arange(kept.size)
    return numbering.reshape(grid.padded_shape)


@dataclass(frozen=True, slots=True)
class _Faces:
    """Faces by their grid corners, with the cells beside them and the opening they belong to."""

    corners: Index
    owner: Index
    neighbour: Index
    opening: Index


def _inside(grid: Grid, is_open: Sequence[Mask], numbering: Index) -> _Faces:
    """Faces between two cells, ordered by owner and neighbour as a mesh must be."""
    corners, owner, neighbour = [], [], []
    number = numbering.ravel()
    for axis in range(3):
        faces = np.flatnonzero(is_open[axis])
        low, high = number[faces - grid.strides[axis]], number[faces]
        kept = (low >= 0) & (high >= 0)
        corners.append(_corners(grid, axis, faces[kept]))
        owner.append(low[kept])
        neighbour.append(high[kept])
    owners, neighbours = np.concatenate(owner), np.concatenate(neighbour)
    order = np.lexsort((neighbours, owners))
    return _Faces(
        np.concatenate(corners)[order], owners[order], neighbours[order], np.zeros(0, np.int64)
    )


def _boundary(
    grid: Grid,
    is_open: Sequence[Mask],
    numbering: Index,
    claims: _Claims,
    openings: Sequence[MachineOpening],
) -> _Faces:
    """Closed sides of the mesh's cells, walls first, then opening by opening."""
    corners, owner, opening = [], [], []
    number = numbering.ravel()
    for axis in range(3):
        stride = grid.strides[axis]
        real = np.zeros(grid.padded_shape, dtype=bool)
        real[face_slices(axis)] = True
        faces = np.flatnonzero(real & ~is_open[axis])
        mine = claims.on(axis)
        for is_below in (True, False):
            cell = faces - stride if is_below else faces
            kept = number[cell] >= 0
            turned = _corners(grid, axis, faces[kept])
            corners.append(turned if is_below else turned[:, ::-1])
            owner.append(number[cell[kept]])
            side = claims.cell[mine] == claims.face[mine] - (stride if is_below else 0)
            of_face = np.full(number.size, -1, dtype=np.int64)
            of_face[claims.face[mine][side]] = claims.opening[mine][side]
            opening.append(of_face[faces[kept]])
    owners, of_opening = np.concatenate(owner), np.concatenate(opening)
    order = np.lexsort((owners, of_opening))
    counts = np.bincount(of_opening[of_opening >= 0], minlength=len(openings))
    for each, count in zip(openings, counts, strict=True):
        if count == 0:
            raise ExportError(
                f"its opening {each.name!r} keeps no face of its own on this grid.",
                where=each.label,
                remedy="Export with smaller cells: --cell.",
            )
    return _Faces(
        np.concatenate(corners)[order], owners[order], np.zeros(0, np.int64), of_opening[order]
    )


def _corners(grid: Grid, axis: int, faces: Index) -> Index:
    """Grid corners of faces, shape (n, 4), turned so that their normal points up the axis."""
    place = list(np.unravel_index(faces, grid.padded_shape))
    low = [index - 1 for index in place]
    first, second = (axis + 1) % 3, (axis + 2) % 3
    ny, nz = grid.shape[1] + 1, grid.shape[2] + 1
    corners = []
    for step_first, step_second in ((0, 0), (1, 0), (1, 1), (0, 1)):
        at = [index.copy() for index in low]
        at[first] += step_first
        at[second] += step_second
        corners.append((at[0] * ny + at[1]) * nz + at[2])
    return np.stack(corners, axis=1).astype(np.int64)


def _points(grid: Grid, used: Index) -> Array:
    """Positions of grid corners, shape (n, 3) [m]."""
    shape = tuple(count + 1 for count in grid.shape)
    place = np.unravel_index(used, shape)
    return np.stack([grid.edges(axis)[place[axis]] for axis in range(3)], axis=1)


def _patches(
    grid: Grid, outside: _Faces, first: int, openings: Sequence[MachineOpening]
) -> tuple[FoamPatch, ...]:
    areas = grid.face_areas
    patches = []
    for number in range(-1, len(openings)):
        begin = int(np.searchsorted(outside.opening, number, side="left"))
        end = int(np.searchsorted(outside.opening, number, side="right"))
        outward, area, half = (0, 0, 0), 0.0, 0.0
        if number >= 0:
            axis = openings[number].patch.face_axis
            into_room = np.sign(openings[number].patch.velocity_per_flow[0])
            unit = [0, 0, 0]
            unit[axis] = -int(into_room)
            outward = (unit[0], unit[1], unit[2])
            area, half = areas[axis] * (end - begin), 0.5 * grid.spacing[axis]
        name = WALLS if number < 0 else openings[number].name
        cells = outside.owner[begin:end]
        patches.append(FoamPatch(name, first + begin, end - begin, cells, outward, area, half))
    return tuple(patches)


def _resistance(openness: Openness, is_open: Sequence[Mask], numbering: Index) -> Array:
    """Drag coefficient of every mesh cell: the loss of a sheet, half in the cell on either side.

    Openness puts a face's loss on the velocity through its open share; the mesh's face is open
    whole, so its velocity is lower by that share.
    """
    grid = openness.grid
    number = numbering.ravel()
    resistance = np.zeros((int(number.max(initial=-1)) + 1, 3))
    for axis in range(3):
        loss, area = openness.loss[axis].ravel(), openness.area[axis].ravel()
        faces = np.flatnonzero(is_open[axis].ravel() & (loss > 0.0))
        drag = loss[faces] / area[faces] ** 2 / (2.0 * grid.spacing[axis])
        for cells in (number[faces - grid.strides[axis]], number[faces]):
            kept = cells >= 0
            np.add.at(resistance[:, axis], cells[kept], drag[kept])
    return resistance
