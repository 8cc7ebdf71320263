"""Making the cells of a padded Cartesian grid into those of a coarser one, for multigrid.

Coarse cells are blocks of up to two fine cells along each axis. In the pressure equation they never
lie across a plane of faces that lets almost nothing through, such as a floor slab: what is smooth
on one side of it says nothing of the other. A coarse face is a set of paths side by side, one for
each fine face, and each path is a series: the fine face and what lies between it and the middles of
both blocks.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from solvers.compiled import FloatArray, kernel

Starts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
"""First fine cell of each coarse cell along an axis, ghost cells included: 0, 1, ..., n + 1."""
Blocks = tuple[Starts, Starts, Starts]
"""How fine cells make coarse ones along x, y, z."""

_WEAK_COUPLING = 0.3
"""Coupling over the strongest one below which relaxation does not smooth across it [-]."""


def pairs(cells: int, divides: Sequence[int] = ()) -> Starts:
    """Join the cells of an axis two by two; an odd one at the end or before a divide stays alone.

    Args:
        cells: Cells along the axis, without ghosts.
        divides: Face planes 1..n+1, in padded numbering, that no block may lie across, ascending.
    """
    bounds = [1, *divides, cells + 1]
    starts = [first for low, high in pairwise(bounds) for first in range(low, high, 2)]
    return np.array([0, *starts, cells + 1], dtype=np.int64)


def coarsening(cx: FloatArray, cy: FloatArray, cz: FloatArray) -> Blocks:
    """How the cells of a grid with these face coefficients make the next coarser one.

    A direction whose coupling is much weaker than the strongest one is not coarsened, because
    point relaxation does not smooth errors along it, and no block lies across a plane whose faces
    together are much weaker than the strongest plane of their axis.
    """
    faces = (cx, cy, cz)
    peaks = [float(c.max()) for c in faces]
    strongest = max(peaks)
    cells = [extent - 2 for extent in cx.shape]
    halved = [n > 3 for n in cells]
    chosen = [
        is_halved and peak > _WEAK_COUPLING * strongest
        for is_halved, peak in zip(halved, peaks, strict=True)
    ]
    if not any(chosen):
        chosen = halved
    x, y, z = (
        pairs(cells[axis], _weak_planes(faces[axis], axis)) if chosen[axis] else alone(cells[axis])
        for axis in range(3)
    )
    return x, y, z


def alone(cells: int) -> Starts:
    """Leave the cells of an axis as they are."""
    return np.arange(cells + 2)


def _weak_planes(coefficients: FloatArray, axis: int) -> list[int]:
    """Inner face planes that let through much less than the strongest one of their axis."""
    others = tuple(other for other in range(3) if other != axis)
    planes = coefficients.sum(axis=others)
    weak = planes < _WEAK_COUPLING * float(planes.max())
    return [plane for plane in range(2, planes.size - 1) if weak[plane]]


def coarse_shape(blocks: Blocks) -> tuple[int, int, int]:
    """Return the padded shape of the next coarser grid."""
    x, y, z = blocks
    return x.size, y.size, z.size


@kernel
def prolong_constant(
    coarse: FloatArray, inverse: FloatArray, fine: FloatArray, x: Starts, y: Starts, z: Starts
) -> None:
    """Add the value of each coarse cell to its fine cells, except cells with ``inverse == 0``."""
    n2 = fine.shape[2]
    m0, m1, m2 = coarse.shape
    line = np.empty(n2, fine.dtype)
    for ci in range(1, m0 - 1):
        for cj in range(1, m1 - 1):
            for ck in range(1, m2 - 1):
                for k in range(z[ck], z[ck + 1]):
                    line[k] = coarse[ci, cj, ck]
            for i in range(x[ci], x[ci + 1]):
                for j in range(y[cj], y[cj + 1]):
                    for k in range(1, n2 - 1):
                        fine[i, j, k] += line[k] if inverse[i, j, k] != 0 else 0


@kernel
def sum_blocks(line: FloatArray, coarse: FloatArray, z: Starts) -> None:
    """Write the sums of the entries of each block, both arrays with ghost ends."""
    for ck in range(1, coarse.size - 1):
        total = line[z[ck]]
        if z[ck + 1] - z[ck] == 2:
            total += line[z[ck] + 1]
        coarse[ck] = total


@kernel
def _half_inside(starts: Starts, coarse: int) -> float:
    """Distance, in fine cells, from an inner face of a block to its middle: 0 in a single cell.

    Ghost cells count as single ones.
    """
    if coarse == 0 or coarse == starts.size - 1:
        return 0.0
    return 0.5 * float(starts[coarse + 1] - starts[coarse] - 1)


@kernel
def _path(face: float, below: float, above: float, low: float, high: float) -> float:
    """Conductance of a fine face in series with ``low`` and ``high`` fine cells behind and beyond.

    ``below`` and ``above`` are the conductances of the next faces there. One that is weaker than
    the face itself, such as that of a solid, does not hold back what comes from beside it.
    """
    if face == 0.0:
        return 0.0
    return face / (1.0 + low * face / max(below, face) + high * face / max(above, face))


@kernel
def coarsen_x_faces(fine: FloatArray, coarse: FloatArray, x: Starts, y: Starts, z: Starts) -> None:
    """Add up the paths through the fine x-faces lying in each coarse x-face."""
    last = fine.shape[0] - 1
    m0, m1, m2 = coarse.shape
    coarse[:] = 0
    for ci in range(1, m0):
        i = x[ci]
        before, after = i - 1, min(i + 1, last)
        low, high = _half_inside(x, ci - 1), _half_inside(x, ci)
        for cj in range(1, m1 - 1):
            for j in range(y[cj], y[cj + 1]):
                for ck in range(1, m2 - 1):
                    for k in range(z[ck], z[ck + 1]):
                        coarse[ci, cj, ck] += _path(
                            fine[i, j, k], fine[before, j, k], fine[after, j, k], low, high
                        )


@kernel
def coarsen_y_faces(fine: FloatArray, coarse: FloatArray, x: Starts, y: Starts, z: Starts) -> None:
    """Add up the paths through the fine y-faces lying in each coarse y-face."""
    last = fine.shape[1] - 1
    m0, m1, m2 = coarse.shape
    coarse[:] = 0
    for cj in range(1, m1):
        j = y[cj]
        before, after = j - 1, min(j + 1, last)
        low, high = _half_inside(y, cj - 1), _half_inside(y, cj)
        for ci in range(1, m0 - 1):
            for i in range(x[ci], x[ci + 1]):
                for ck in range(1, m2 - 1):
                    for k in range(z[ck], z[ck + 1]):
                        coarse[ci, cj, ck] += _path(
                            fine[i, j, k], fine[i, before, k], fine[i, after, k], low, high
                        )


@kernel
def coarsen_z_faces(fine: FloatArray, coarse: FloatArray, x: Starts, y: Starts, z: Starts) -> None:
    """Add up the paths through the fine z-faces lying in each coarse z-face."""
    last = fine.shape[2] - 1
    m0, m1, m2 = coarse.shape
    coarse[:] = 0
    for ci in range(1, m0 - 1):
        for i in range(x[ci], x[ci + 1]):
            for cj in range(1, m1 - 1):
                for j in range(y[cj], y[cj + 1]):
                    for ck in range(1, m2):
                        k = z[ck]
                        coarse[ci, cj, ck] += _path(
                            fine[i, j, k],
                            fine[i, j, k - 1],
                            fine[i, j, min(k + 1, last)],
                            _half_inside(z, ck - 1),
                            _half_inside(z, ck),
                        )
