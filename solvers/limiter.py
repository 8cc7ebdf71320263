"""Bounded second-order convection: van Leer's limited part, added to the upwind scheme.

Source: van Leer, *J. Comput. Phys.* 14 (1974) 361-370. The value that a face passes on is that of
the cell before it plus half the harmonic mean of the slopes before and behind that cell.
"""

from __future__ import annotations

import numpy as np

from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array


@kernel
def half_harmonic(step: float, behind: float) -> float:
    """Half the harmonic mean of two slopes, 0 at an extremum: 1 and 3 give 0.75."""
    product = step * behind
    return product / (step + behind) if product > 0.0 else 0.0


@kernel
def add_limited_correction(
    open_share: Array,
    value: Array,
    flux: Array,
    area: float,
    stride: int,
    own: int,
    wall: float,
    rhs: Array,
) -> None:
    """Add the second-order part of convection along one axis to the right-hand side.

    Works for face quantities (``own`` is the stride of their axis) and cell quantities
    (``own = 0``). Where the value the air comes from is not open, upwind stays. Faces that are
    closed hold the velocity of the wall: along the flow at their own place, across it half a cell
    away, so that the slope before it counts ``wall`` = 2 times (0 where walls have no friction, and
    for cells, whose closed neighbours hold nothing).
    """
    along = own == stride
    # unsigned, or every index would be tested for counting from the end
    o, s = np.uintp(own), np.uintp(stride)
    for edge in range(max(2 * stride, own), open_share.size):
        # the lower face of n is the upper face of n - stride: one visit serves both volumes
        n = np.uintp(edge)
        flow = 0.5 * area * (flux[n] + flux[n - o])
        if flow > 0.0:
            if open_share[n - s] == 0.0 or (open_share[n] == 0.0 and not along):
                continue
            step = value[n] - value[n - s]
            behind = value[n - s] - value[n - s - s]
            if open_share[n - s - s] == 0.0 and not along:
                behind = wall * (value[n - s] - value[n - s - s])
        else:
            if open_share[n] == 0.0 or (open_share[n - s] == 0.0 and not along):
                continue
            step = value[n - s] - value[n]
            behind = value[n] - value[n + s]
            if open_share[n + s] == 0.0 and not along:
                behind = wall * (value[n] - value[n + s])
        extra = flow * half_harmonic(step, behind)
        rhs[n] += extra
        rhs[n - s] -= extra


@kernel
def limit_at_plates(
    edges: Index,
    left_open: Array,
    open_share: Array,
    value: Array,
    flux: Array,
    area: float,
    stride: int,
    own: int,
    wall: float,
    rhs: Array,
) -> None:
    """Take out of the limited correction what it saw beyond plates, in place.

    The slope behind a value counts by the share of its edge that is left open; on the rest the
    plate stands as a wall at rest does. ``edges`` lie between the values ``n - stride`` and ``n``;
    the further arguments are those of :func:`add_limited_correction`.
    """
    for m in range(edges.size):
        # from each side of the plate to the next value away from it
        for away in (stride, -stride):
            near = edges[m] if away > 0 else edges[m] - stride
            further = near + away
            edge = max(near, further)
            flow = 0.5 * area * (flux[edge] + flux[edge - own])
            if flow * away <= 0.0 or open_share[near] == 0.0 or open_share[further] == 0.0:
                continue
            step = value[further] - value[near]
            through = value[near] - value[near - away]
            blocked = left_open[m] * through + (1.0 - left_open[m]) * wall * value[near]
            change = abs(flow) * (half_harmonic(step, blocked) - half_harmonic(step, through))
            rhs[further] += change
            rhs[near] -= change
