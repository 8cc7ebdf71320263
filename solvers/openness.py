"""Geometry as openness: which share of every face is open, and what it costs to pass it.

Thick solids close the exact share of each face they cover. Thin things (doors, roofs, perforated
sheets) leave the face open and put a loss coefficient on its superficial velocity instead: drawn as
area they would carry a hidden loss of their own. Sources: Idelchik, *Handbook of Hydraulic
Resistance*, for the thin perforated plate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby

import numpy as np

from solvers.exchange import Index
from solvers.grid import INTERIOR, ON_FACE, Array, Grid, Triple
from solvers.plates import Plates, covered_faces
from solvers.seating import seat_plates

_ROUND = 13
"""Decimals kept of an openness: below them an overlap is round-off, not a gap."""
_SMALL_CELLS = 256
"""Size of a box, in cells, below which what it covers is kept."""
SLIVER = 1e-3
"""Open share below which a face is shut: a gap of half a millimetre in cells of half a metre. Air
drawn or blown beside one would have to pass it at kilometres a second."""
Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Window = tuple[slice, slice, slice]


@dataclass(frozen=True, slots=True)
class Box:
    """A solid box by its low and high corners [m]."""

    low: Triple
    high: Triple


@dataclass(frozen=True, slots=True)
class Plate:
    """A thin plate normal to ``axis``.

    Attributes:
        axis: 0, 1, 2 for x, y, z.
        position: Where it lies along the axis [m].
        low, high: Extents along the two other axes, in ascending order of axis [m].
        open_share: Open share of its own area [-], 0 closes it.
    """

    axis: int
    position: float
    low: tuple[float, float]
    high: tuple[float, float]
    open_share: float

    @property
    def spans(self) -> dict[int, tuple[float, float]]:
        """Extents along the two other axes, by axis [m]."""
        first, second = (axis for axis in range(3) if axis != self.axis)
        return {first: (self.low[0], self.high[0]), second: (self.low[1], self.high[1])}


@dataclass(frozen=True, slots=True)
class Openness:
    """The room's geometry on a grid, all arrays padded.

    Attributes:
        grid: The grid.
        area: Open share of each face along x, y, z, in [0, 1].
        loss: Loss coefficient on the superficial velocity of each face [-].
        mixing: Share of each face through which air on both sides mixes, in [0, 1]: the open
            share, without what leaky plates cover of it.
        fluid: Fluid share of each cell, for display only; no equation uses it.
        active: Cells with at least one open face.
        plates: Faces that thin plates cover, with the share that those leave open.
        sheets: Faces of sheets across the room, axis by axis; see :mod:`solvers.sheets`.
    """

    grid: Grid
    area: tuple[Array, Array, Array]
    loss: tuple[Array, Array, Array]
    mixing: tuple[Array, Array, Array]
    fluid: Array
    active: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    plates: Plates
    sheets: tuple[tuple[int, Index], ...] = ()

    @property
    def has_loss(self) -> bool:
        """Whether any face carries a loss."""
        return any(bool(loss.any()) for loss in self.loss)


def perforated_plate_loss(open_share: float | Array) -> Array:
    """Loss coefficient of a thin sharp-edged plate on the velocity before it.

    ``K = ((0.707 sqrt(1 - s) + 1 - s) / s)^2`` with the open share ``s`` [-]. Idelchik, diagram for
    thin perforated plates. Example: s = 0.5 gives K = 4.0 (0.707 * 0.7071 + 0.5 = 1.0; /0.5; ^2).
    """
    share = np.maximum(np.asarray(open_share, dtype=float), 1e-6)
    closed = 1.0 - share
    return np.asarray(((0.707 * np.sqrt(closed) + closed) / share) ** 2)


def overlap(grid: Grid, axis: int, low: float, high: float) -> tuple[int, Array]:
    """Cells along an axis that [low, high] covers: the first one, and the covered share of each.

    Only the window of touched cells is returned, read-only: halls have hundreds of small objects,
    whose spans repeat along rows.
    """
    return _overlap(grid.origin[axis], grid.spacing[axis], grid.shape[axis], low, high)


@lru_cache(maxsize=16384)
def _overlap(origin: float, step: float, count: int, low: float, high: float) -> tuple[int, Array]:
    start = min(max(math.floor((low - origin) / step), 0), count)
    stop = min(max(math.ceil((high - origin) / step), start), count)
    index = np.arange(start, stop)
    upper = np.minimum(origin + step * (index + 1), high)
    covered = upper - np.maximum(origin + step * index, low)
    share = np.clip(covered, 0.0, None) / step
    share.flags.writeable = False
    return start, share


def _faces_within(grid: Grid, axis: int, low: float, high: float) -> slice:
    """The face planes that lie in or on [low, high]."""
    origin, step, count = grid.origin[axis], grid.spacing[axis], grid.shape[axis]
    first = math.ceil((low - origin) / step - ON_FACE)
    last = math.floor((high - origin) / step + ON_FACE)
    start = min(max(first, 0), count + 1)
    return slice(start, min(max(last + 1, start), count + 1))


def face_slices(axis: int) -> tuple[slice, slice, slice]:
    """Slices of a padded face array that hold the real faces of an axis."""
    slices = [slice(1, -1)] * 3
    slices[axis] = slice(1, None)
    return (slices[0], slices[1], slices[2])


def build_openness(grid: Grid, boxes: Sequence[Box], plates: Sequence[Plate]) -> Openness:
    """Put boxes and plates on the grid.

    Faces open by less than :data:`SLIVER` are shut. Boxes that share a surface close it together;
    boxes must not overlap one another by volume (an overlap closes more than the union would).
    """
    closed = [np.zeros([n + (axis == q) for q, n in enumerate(grid.shape)]) for axis in range(3)]
    solid = np.zeros(grid.shape)
    _add_boxes(grid, boxes, closed, solid)
    area = [np.clip(1.0 - cover, 0.0, 1.0) for cover in closed]
    covered, passable = _place_plates(grid, boxes, plates)
    for axis in range(3):
        area[axis] *= 1.0 - covered[axis]
        for end in (0, -1):
            boundary: list[slice | int] = [slice(None)] * 3
            boundary[axis] = end
            area[axis][tuple(boundary)] = 0.0
        area[axis] = np.round(area[axis], _ROUND)
        area[axis][area[axis] < SLIVER] = 0.0
    open_sum = np.zeros(grid.shape)
    for axis in range(3):
        lower, upper = [slice(None)] * 3, [slice(None)] * 3
        lower[axis], upper[axis] = slice(0, -1), slice(1, None)
        open_sum += area[axis][tuple(lower)] + area[axis][tuple(upper)]
    padded = [_padded_face(grid, axis, area[axis]) for axis in range(3)]
    leaky = [bool((passable[axis] < 1.0).any()) for axis in range(3)]
    losses = [
        _padded_face(grid, axis, perforated_plate_loss(passable[axis]))
        if leaky[axis]
        else grid.zeros()
        for axis in range(3)
    ]
    mixing = [
        _padded_face(grid, axis, area[axis] * passable[axis]) if leaky[axis] else padded[axis]
        for axis in range(3)
    ]
    left = [
        covered_faces(1.0 - _padded_face(grid, axis, 1.0 - (1.0 - covered[axis]) * passable[axis]))
        for axis in range(3)
    ]
    fluid = grid.zeros()
    fluid[INTERIOR] = np.round(np.clip(1.0 - solid, 0.0, 1.0), 10)
    return Openness(
        grid=grid,
        area=(padded[0], padded[1], padded[2]),
        loss=(losses[0], losses[1], losses[2]),
        mixing=(mixing[0], mixing[1], mixing[2]),
        fluid=fluid,
        active=np.pad(open_sum > 0.0, 1),
        plates=(left[0], left[1], left[2]),
    )


def _add_boxes(grid: Grid, boxes: Sequence[Box], closed: Sequence[Array], solid: Array) -> None:
    """Add what boxes cover of faces and cells, in their order: sums of shares keep their bits."""
    for is_small, group in groupby(boxes, partial(_is_small, grid)):
        if not is_small:
            for box in group:
                _add_box(grid, box, closed, solid)
            continue
        covers = [_box_cover(grid, box) for box in group]
        for n, target in enumerate((*closed, solid)):
            where = np.concatenate([cover[n][0] for cover in covers])
            share = np.concatenate([cover[n][1] for cover in covers])
            np.add.at(target.reshape(-1), where, share)


def _is_small(grid: Grid, box: Box) -> bool:
    """Whether a box is as small as a rack on the grid that is drawn on."""
    sides = zip(box.low, box.high, grid.spacing, strict=True)
    return math.prod((high - low) / step for low, high, step in sides) < _SMALL_CELLS


def _add_box(grid: Grid, box: Box, closed: Sequence[Array], solid: Array) -> None:
    """Add what one box covers of faces and cells."""
    for target, (window, share) in zip((*closed, solid), _cover(grid, box), strict=True):
        target[window] += share


def _cover(grid: Grid, box: Box) -> Iterator[tuple[Window, Array]]:
    """What a box covers of the faces axis by axis, then of the cells: where, and the share."""
    cover = [overlap(grid, axis, box.low[axis], box.high[axis]) for axis in range(3)]
    x, y, z = (share for _, share in cover)
    (a, b, c) = window = tuple(slice(start, start + share.size) for start, share in cover)
    planes = [np.multiply.outer(y, z), np.multiply.outer(x, z), np.multiply.outer(x, y)]
    for axis in range(3):
        where = list(window)
        where[axis] = _faces_within(grid, axis, box.low[axis], box.high[axis])
        yield (where[0], where[1], where[2]), np.expand_dims(planes[axis], axis)
    yield (a, b, c), x[:, None, None] * y[None, :, None] * z[None, None, :]


@lru_cache(maxsize=2048)
def _box_cover(grid: Grid, box: Box) -> tuple[tuple[Index, Array], ...]:
    """As :func:`_cover`, by flat indices.

    Kept: while one object is dragged through a hall, all the others stay.
    """
    covers = []
    for axis, (window, share) in enumerate(_cover(grid, box)):
        shape = [count + (axis == other) for other, count in enumerate(grid.shape)]
        first, second, third = (np.arange(part.start, part.stop) for part in window)
        rows = first[:, None, None] * shape[1] + second[:, None]
        index = np.asarray(rows * shape[2] + third, dtype=np.int64)
        covers.append((index.ravel(), np.broadcast_to(share, index.shape).ravel()))
    return tuple(covers)


def _place_plates(
    grid: Grid, boxes: Sequence[Box], plates: Sequence[Plate]
) -> tuple[Sequence[Array], Sequence[Array]]:
    """Share of each face that sealed plates cover, and what leaky ones leave open of the rest.

    Plates that meet on a face close it together: a joint between two panels is no gap.
    """
    covered = [np.zeros([n + (axis == q) for q, n in enumerate(grid.shape)]) for axis in range(3)]
    leaky = [np.zeros_like(cover) for cover in covered]
    solid = [np.zeros_like(cover) for cover in covered]
    for face, seated in seat_plates(grid, plates, boxes):
        others = [axis for axis in range(3) if axis != seated.axis]
        spans = [
            overlap(grid, axis, seated.low[n], seated.high[n]) for n, axis in enumerate(others)
        ]
        cover = np.multiply.outer(spans[0][1], spans[1][1])
        where: list[slice | int] = [face] * 3
        for axis, (start, share) in zip(others, spans, strict=True):
            where[axis] = slice(start, start + share.size)
        if seated.open_share <= 0.0:
            covered[seated.axis][tuple(where)] += cover
        else:
            leaky[seated.axis][tuple(where)] += cover
            solid[seated.axis][tuple(where)] += (1.0 - seated.open_share) * cover
    covered = [np.minimum(cover, 1.0) for cover in covered]
    passable = [_passable(*shares) for shares in zip(leaky, solid, covered, strict=True)]
    return covered, passable


def _passable(leaky: Array, solid: Array, sealed: Array) -> Array:
    """Open share of the part of each face that sealed plates leave.

    Args:
        leaky: Summed cover of the leaky plates; beyond that part they lie over one another.
        solid: The same, their own openings not counted.
        sealed: Cover of the sealed plates, in [0, 1].
    """
    passable = np.ones_like(leaky)
    faces = (leaky > 0.0) & (sealed < 1.0)
    share = np.minimum(leaky[faces] / (1.0 - sealed[faces]), 1.0)
    passable[faces] = 1.0 - share * solid[faces] / leaky[faces]
    return passable


def _padded_face(grid: Grid, axis: int, values: Array) -> Array:
    padded = grid.zeros()
    padded[face_slices(axis)] = values
    return padded
