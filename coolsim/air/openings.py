"""Openings on the grid: which cells an opening breathes through, and which faces carry its jet."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from coolsim.scene import Opening
from solvers.exchange import Patch
from solvers.grid import ON_FACE, Grid
from solvers.openness import Openness, overlap


def opening_patch(openness: Openness, opening: Opening) -> Patch | None:
    """Cells behind an opening, weighted by the exact share of each face that it covers.

    The opening's flow acts on the last face plane inside its solid and enters the balance of the
    cells outside only: a two-sided source would put false air into partly solid cells.

    Returns:
        The patch, or ``None`` where everything before the opening is solid or outside the grid.
    """
    patch = open_patch(openness.grid, opening)
    return None if patch is None else usable_patch(openness, opening, patch)


def usable_patch(openness: Openness, opening: Opening, patch: Patch) -> Patch | None:
    """What is left of an opening's patch where something stands before a part of it."""
    usable = openness.active.ravel()[patch.cells]
    if usable.all():
        return patch
    if not usable.any():
        return None
    kept = patch.share[usable]
    share = kept / kept.sum()
    velocity = opening.outward * share / openness.grid.face_areas[opening.axis]
    return Patch(patch.cells[usable], share, opening.axis, patch.faces[usable], velocity)


@lru_cache(maxsize=16384)
def open_patch(grid: Grid, opening: Opening) -> Patch | None:
    """The patch as if nothing stood before the opening.

    Cached: while one object is dragged through a hall, the openings of all the others stay.
    """
    axis = opening.axis
    ratio = (opening.position - grid.origin[axis]) / grid.spacing[axis]
    if opening.outward > 0:
        face = math.floor(ratio + ON_FACE)
        cell = face
    else:
        face = math.ceil(ratio - ON_FACE)
        cell = face - 1
    if not 0 <= cell < grid.shape[axis]:
        return None
    others = [a for a in range(3) if a != axis]
    start_first, cover_first = overlap(grid, others[0], *opening.spans[0])
    start_second, cover_second = overlap(grid, others[1], *opening.spans[1])
    cover = cover_first[:, None] * cover_second
    first, second = np.nonzero(cover > 1e-9)
    if first.size == 0:
        return None
    weights = cover[first, second]
    cells = _flat(grid, axis, others, cell, first + start_first, second + start_second)
    share = weights / weights.sum()
    faces = cells + (face - cell) * grid.strides[axis]
    return Patch(cells, share, axis, faces, opening.outward * share / grid.face_areas[axis])


def _flat(
    grid: Grid,
    axis: int,
    others: list[int],
    along: int,
    first: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    second: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Flat padded indices of the entries at ``along`` on an axis and given places on the others."""
    strides = grid.strides
    return np.asarray(
        (along + 1) * strides[axis]
        + (first + 1) * strides[others[0]]
        + (second + 1) * strides[others[1]],
        dtype=np.int64,
    )
