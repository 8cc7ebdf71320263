"""The rows of one momentum component, built in a single pass over its faces.

The control volume of face ``n`` reaches half a cell to both sides along its own axis; its sides
across another axis carry the mean flux of the two cells it straddles. Along the flow a closed
neighbour still holds a value (the wall's, or the prescribed velocity of an opening); across it,
diffusion acts on a wall half a cell away instead.
"""

from __future__ import annotations

import numpy as np

from solvers.compiled import kernel
from solvers.grid import Array


@kernel
def build_rows(
    open_share: Array,
    previous: Array,
    loss: Array,
    pressure: Array,
    body: Array,
    body_law: tuple[float, float],
    flux_own: Array,
    flux_p: Array,
    flux_q: Array,
    viscosity: Array,
    at_walls_p: Array,
    at_walls_q: Array,
    rhs: Array,
    inertia: float,
    volume: float,
    areas: tuple[float, float, float],
    conductances: tuple[float, float, float],
    friction: float,
    strides: tuple[int, int, int],
    centre: Array,
    lower_own: Array,
    upper_own: Array,
    lower_p: Array,
    upper_p: Array,
    lower_q: Array,
    upper_q: Array,
) -> None:
    """Write coefficients and right-hand side; closed faces get no row.

    All arrays are flat and padded. ``areas``, ``conductances`` (area over spacing) and ``strides``
    belong to the component's own axis and the two others, p and q; ``inertia`` is volume over step.
    The body force of the cells is ``body_law[0] (body - body_law[1])``. ``friction`` of a wall half
    a cell away is 2, or 0 where walls have none; walls normal to p and q have the viscosities
    ``at_walls_p`` and ``at_walls_q`` of the cells.
    """
    edge = max(strides)
    # unsigned, or every index would be tested for counting from the end
    o, p, q = np.uintp(strides[0]), np.uintp(strides[1]), np.uintp(strides[2])
    for face in range(edge, open_share.size - edge):
        n = np.uintp(face)
        a = open_share[n]
        if a == 0.0:
            centre[n] = 0.0
            lower_own[n] = 0.0
            upper_own[n] = 0.0
            lower_p[n] = 0.0
            upper_p[n] = 0.0
            lower_q[n] = 0.0
            upper_q[n] = 0.0
            continue
        value = previous[n]
        drag = loss[n] * areas[0] * abs(value)
        force = 0.5 * volume * body_law[0] * (body[n] + body[n - o] - 2.0 * body_law[1])
        push = (pressure[n] - pressure[n - o]) * areas[0]
        rhs[n] = a * ((inertia + 0.5 * drag) * value - push + force)
        beside = viscosity[n] + viscosity[n - o]
        total = a * (inertia + drag)

        # along the flow
        below, above = open_share[n - o], open_share[n + o]
        shared = min(a, below) if below > 0.0 else a
        flow = 0.5 * areas[0] * (flux_own[n] + flux_own[n - o])
        to_lower = max(flow, 0.0) + shared * viscosity[n - o] * conductances[0]
        shared = min(a, above) if above > 0.0 else a
        flow = 0.5 * areas[0] * (flux_own[n + o] + flux_own[n])
        to_upper = max(-flow, 0.0) + shared * viscosity[n] * conductances[0]
        lower_own[n] = to_lower
        upper_own[n] = to_upper
        total += to_lower + to_upper

        # across the flow, where each edge takes the mean viscosity of the four cells around it:
        # both rows then have the same exchange, and momentum is conserved
        below, above = open_share[n - p], open_share[n + p]
        quarter = 0.25 * conductances[1]
        shared = min(a, below)
        nu = quarter * (beside + viscosity[n - p] + viscosity[n - p - o])
        flow = 0.5 * areas[1] * (flux_p[n] + flux_p[n - o])
        to_lower = max(flow, 0.0) + shared * nu
        walls = a - shared
        shared = min(a, above)
        nu = quarter * (beside + viscosity[n + p] + viscosity[n + p - o])
        flow = 0.5 * areas[1] * (flux_p[n + p] + flux_p[n + p - o])
        to_upper = max(-flow, 0.0) + shared * nu
        walls += a - shared
        lower_p[n] = to_lower if below > 0.0 else 0.0
        upper_p[n] = to_upper if above > 0.0 else 0.0
        total += to_lower + to_upper
        if walls > 0.0:
            nu = 0.5 * (at_walls_p[n] + at_walls_p[n - o])
            total += walls * friction * conductances[1] * nu

        below, above = open_share[n - q], open_share[n + q]
        quarter = 0.25 * conductances[2]
        shared = min(a, below)
        nu = quarter * (beside + viscosity[n - q] + viscosity[n - q - o])
        flow = 0.5 * areas[2] * (flux_q[n] + flux_q[n - o])
        to_lower = max(flow, 0.0) + shared * nu
        walls = a - shared
        shared = min(a, above)
        nu = quarter * (beside + viscosity[n + q] + viscosity[n + q - o])
        flow = 0.5 * areas[2] * (flux_q[n + q] + flux_q[n + q - o])
        to_upper = max(-flow, 0.0) + shared * nu
        walls += a - shared
        lower_q[n] = to_lower if below > 0.0 else 0.0
        upper_q[n] = to_upper if above > 0.0 else 0.0
        total += to_lower + to_upper
        if walls > 0.0:
            nu = 0.5 * (at_walls_q[n] + at_walls_q[n - o])
            total += walls * friction * conductances[2] * nu
        centre[n] = total
