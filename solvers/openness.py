"""Geometry as openness: which share of every face is open, and what it costs to pass it.

Thick solids close the exact share of each face they cover. Thin things (doors, roofs, perforated
sheets) leave the face open and put a loss coefficient on its superficial velocity instead: drawn as
area they would carry a hidden loss of their own. Sources: Idelchik, *Handbook of Hydraulic
Resistance*, for the thin perforated plate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from solvers.exchange import Index
from solvers.grid import INTERIOR, Array, Grid, Triple
from solvers.plates import Plates, covered_faces

_ROUND = 13
"""Decimals kept of an openness: below them an overlap is round-off, not a gap."""
_ON_FACE = 1e-7
"""Distance, in cells, below which a plane counts as lying on a grid face."""
SLIVER = 1e-3
"""Open share below which a face is shut: a gap of half a millimetre in cells of half a metre. Air
drawn or blown beside one would have to pass it at kilometres a second."""
Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


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
    first = math.ceil((low - origin) / step - _ON_FACE)
    last = math.floor((high - origin) / step + _ON_FACE)
    start = min(max(first, 0), count + 1)
    return slice(start, min(max(last + 1, start), count + 1))


def face_slices(axis: int) -> tuple[slice, slice, slice]:
    """Slices of a padded face array that hold the real faces of an axis."""
    slices = [slice(1, -1)] * 3
    slices[axis] = slice(1, None)
    return (slices[0], slices[1], slices[2])


def nearest_face(grid: Grid, axis: int, position: float) -> int:
    """Index 0..n of the face plane nearest to a position [m]."""
    ratio = (position - grid.origin[axis]) / grid.spacing[axis]
    return int(np.clip(np.floor(ratio + 0.5), 0, grid.shape[axis]))


def seat_plate(grid: Grid, plate: Plate, boxes: Sequence[Box]) -> tuple[int, Plate]:
    """Face plane for a plate, and the plate with its edges drawn into the solids it touches.

    A plate that ends at a solid must not leave a seam there when both are put on the grid: it is
    moved to the face plane inside the solid it rests on, and its edges are lengthened by a cell
    into any box they touch.
    """
    return _seat(grid, plate, boxes, *_corners(boxes))


def _corners(boxes: Sequence[Box]) -> tuple[Array, Array]:
    """Low and high corners of boxes, shape (boxes, 3) [m]."""
    low = np.array([box.low for box in boxes], dtype=np.float64).reshape(-1, 3)
    return low, np.array([box.high for box in boxes], dtype=np.float64).reshape(-1, 3)


def _seat(
    grid: Grid, plate: Plate, boxes: Sequence[Box], lows: Array, highs: Array
) -> tuple[int, Plate]:
    """As :func:`seat_plate`, the boxes' corners at hand."""
    axis, others = plate.axis, [axis for axis in range(3) if axis != plate.axis]
    low, high = list(plate.low), list(plate.high)
    face = nearest_face(grid, axis, plate.position)
    reach = [0.51 * grid.spacing[axis] for axis in range(3)]
    near_top = np.abs(plate.position - highs[:, axis]) < reach[axis]
    near_bottom = np.abs(plate.position - lows[:, axis]) < reach[axis]
    inside = (lows[:, axis] - 1e-6 <= plate.position) & (plate.position <= highs[:, axis] + 1e-6)
    beside = near_top | near_bottom | inside
    first = 0
    while first < len(boxes):
        # an edge that was lengthened may touch boxes that it did not touch before
        spans = np.minimum(high, highs[first:, others]) - np.maximum(low, lows[first:, others])
        touches = (spans.min(axis=1) >= -1e-6) & (spans.max(axis=1) > 1e-6)
        before = (*low, *high)
        for number in first + np.flatnonzero(touches & beside[first:]):
            first = int(number) + 1
            box = boxes[first - 1]
            if near_top[first - 1]:
                face = _inner_face(grid, axis, box.high[axis], outward=1)
            elif near_bottom[first - 1]:
                face = _inner_face(grid, axis, box.low[axis], outward=-1)
            for n, other in enumerate(others):
                if abs(high[n] - box.low[other]) < reach[other]:
                    high[n] = min(box.low[other] + grid.spacing[other], box.high[other])
                if abs(low[n] - box.high[other]) < reach[other]:
                    low[n] = max(box.high[other] - grid.spacing[other], box.low[other])
            if (*low, *high) != before:
                break
        else:
            break
    return face, replace(plate, low=(low[0], low[1]), high=(high[0], high[1]))


def seat_plates(
    grid: Grid, plates: Sequence[Plate], boxes: Sequence[Box]
) -> tuple[tuple[int, Plate], ...]:
    """Seat all plates, and lengthen those that end at another one to where that one now stands."""
    corners = _corners(boxes)
    seats = [_seat(grid, plate, boxes, *corners) for plate in plates]
    return tuple((face, _joined(grid, seated, plates, seats)) for face, seated in seats)


def _joined(
    grid: Grid, plate: Plate, drawn: Sequence[Plate], seats: Sequence[tuple[int, Plate]]
) -> Plate:
    """A plate with its edges drawn to the face planes of the plates it ends at."""
    others = [axis for axis in range(3) if axis != plate.axis]
    low, high = list(plate.low), list(plate.high)
    for other, (face, _) in zip(drawn, seats, strict=True):
        if other.axis == plate.axis:
            continue
        n = others.index(other.axis)
        reach = 0.51 * grid.spacing[other.axis]
        spans = other.spans
        near_low, near_high = (
            abs(edges[n] - other.position) < reach for edges in (plate.low, plate.high)
        )
        across = spans[others[1 - n]]
        along = spans[plate.axis]
        meets = (
            across[0] < high[1 - n]
            and low[1 - n] < across[1]
            and along[0] - reach <= plate.position <= along[1] + reach
        )
        plane = grid.origin[other.axis] + grid.spacing[other.axis] * face
        if meets and near_high:
            high[n] = max(high[n], plane)
        if meets and near_low:
            low[n] = min(low[n], plane)
    return replace(plate, low=(low[0], low[1]), high=(high[0], high[1]))


def _inner_face(grid: Grid, axis: int, position: float, outward: int) -> int:
    """The last face plane inside a solid whose surface is at ``position``."""
    ratio = (position - grid.origin[axis]) / grid.spacing[axis]
    index = np.floor(ratio + _ON_FACE) if outward > 0 else np.ceil(ratio - _ON_FACE)
    return int(np.clip(index, 0, grid.shape[axis]))


def build_openness(grid: Grid, boxes: Sequence[Box], plates: Sequence[Plate]) -> Openness:
    """Put boxes and plates on the grid.

    Faces open by less than :data:`SLIVER` are shut. Boxes that share a surface close it together;
    boxes must not overlap one another by volume (an overlap closes more than the union would).
    """
    closed = [np.zeros([n + (axis == q) for q, n in enumerate(grid.shape)]) for axis in range(3)]
    solid = np.zeros(grid.shape)
    for box in boxes:
        _add_box(grid, box, closed, solid)
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


def _add_box(grid: Grid, box: Box, closed: Sequence[Array], solid: Array) -> None:
    """Add what one box covers of faces and cells."""
    cover = [overlap(grid, axis, box.low[axis], box.high[axis]) for axis in range(3)]
    window = [slice(start, start + share.size) for start, share in cover]
    x, y, z = (share for _, share in cover)
    solid[tuple(window)] += x[:, None, None] * y[None, :, None] * z[None, None, :]
    planes = [np.multiply.outer(y, z), np.multiply.outer(x, z), np.multiply.outer(x, y)]
    for axis in range(3):
        where = list(window)
        where[axis] = _faces_within(grid, axis, box.low[axis], box.high[axis])
        closed[axis][tuple(where)] += np.expand_dims(planes[axis], axis)


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


@dataclass(frozen=True, slots=True)
class Zones:
    """Connected parts of the room.

    Attributes:
        count: Number of parts.
        label: Part of each padded cell, -1 where not active.
    """

    count: int
    label: np.ndarray[tuple[int, ...], np.dtype[np.int32]]


def find_zones(openness: Openness) -> Zones:
    """Label the parts of the room that air can pass between."""
    grid = openness.grid
    number = np.full(grid.padded_shape, -1, dtype=np.int64)
    active = openness.active
    count = int(active.sum())
    number[active] = np.arange(count)
    flat, strides = number.ravel(), grid.strides
    rows, columns = [], []
    for axis in range(3):
        faces = np.flatnonzero(openness.area[axis].ravel() > 0.0)
        here, before = flat[faces], flat[faces - strides[axis]]
        keep = (here >= 0) & (before >= 0)
        rows.append(here[keep])
        columns.append(before[keep])
    row, column = np.concatenate(rows), np.concatenate(columns)
    graph = coo_matrix((np.ones(row.size, dtype=np.int8), (row, column)), shape=(count, count))
    parts, labels = connected_components(graph, directed=False)
    label = np.full(grid.padded_shape, -1, dtype=np.int32)
    label[active] = labels
    return Zones(int(parts), label)
