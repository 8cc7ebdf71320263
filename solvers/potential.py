"""Potential flow: the draft picture and the first guess of the full solve.

Velocity is minus the gradient of a potential whose sources are the openings. It has no jets and no
buoyancy.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from solvers.exchange import Exchange, Index
from solvers.grid import Array
from solvers.krylov import KrylovResult, conjugate_gradient
from solvers.momentum import Velocity, zero_velocity
from solvers.multigrid import PressureMultigrid
from solvers.openness import Openness


def potential_flow(
    openness: Openness,
    exchange: Exchange,
    *,
    relative: float = 1e-8,
    guess: Array | None = None,
    known: Mapping[int, tuple[Index, Array]] | None = None,
) -> tuple[Velocity, Array, KrylovResult]:
    """Solve ``div(k grad phi) = -sources`` and return the velocity ``-k grad phi / open share``.

    A face with loss coefficient K conducts ``1 / (1 + K)`` of an open one: with unit velocity as
    scale this is the linear resistance next to the open path's own.

    Args:
        openness: Geometry.
        exchange: Devices; their flows are the sources.
        relative: Reduction of the residual [-].
        guess: Potential to begin with [m2/s].
        known: Faces through which the flow is known beforehand, by axis: their flat padded indices,
            and the velocity in their open part [m/s].

    Returns:
        Velocity in the open part of the faces [m/s], the potential [m2/s], the linear solve.
    """
    grid = openness.grid
    conduct = [
        openness.area[axis]
        / (1.0 + openness.loss[axis])
        * (grid.face_areas[axis] / grid.spacing[axis])
        for axis in range(3)
    ]
    sources = exchange.sources()
    for axis, (faces, speed) in (known or {}).items():
        flow = openness.area[axis].ravel()[faces] * speed * grid.face_areas[axis]
        np.add.at(sources.ravel(), faces, flow)
        np.add.at(sources.ravel(), faces - grid.strides[axis], -flow)
        conduct[axis].ravel()[faces] = 0.0
    sources[~openness.active] = 0.0
    potential = grid.zeros() if guess is None else guess.copy()
    scale = float(np.abs(sources).sum()) or 1.0
    result = conjugate_gradient(
        conduct[0],
        conduct[1],
        conduct[2],
        sources,
        potential,
        PressureMultigrid(conduct[0], conduct[1], conduct[2]),
        relative=relative,
        absolute=1e-15 * scale,
    )
    velocity = zero_velocity(grid)
    for axis in range(3):
        lower, upper = [slice(None)] * 3, [slice(None)] * 3
        lower[axis], upper[axis] = slice(0, -1), slice(1, None)
        drop = potential[tuple(lower)] - potential[tuple(upper)]
        open_face = openness.area[axis][tuple(upper)] > 0.0
        target = velocity[axis][tuple(upper)]
        share = 1.0 / ((1.0 + openness.loss[axis][tuple(upper)]) * grid.spacing[axis])
        np.copyto(target, drop * share, where=open_face)
    for axis, (faces, speed) in (known or {}).items():
        velocity[axis].ravel()[faces] = speed
    return velocity, potential, result
