"""Lines that follow the air: where it goes from a place, or where it came from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coolsim.results.records import Fields

Points = NDArray[np.float64]
"""One point a row: ``x, y, z`` [m]."""

_UPPER = np.array([[corner >> axis & 1 for axis in range(3)] for corner in range(8)], dtype=bool)
"""Which corners of a cube of cell centres lie on the upper side, axis by axis."""
STEP_CELLS = 0.8
"""Length of a step in widths of the narrowest cell: none is jumped over."""
SLOWEST_M_S = 0.005
"""Speed below which a line ends: still air goes nowhere [m/s]."""
LONGEST_M = 25.0
"""Length at which a line ends where nothing else ends it [m]."""


def streamlines(
    fields: Fields,
    seeds_m: Points,
    *,
    upstream: bool = False,
    longest_m: float = LONGEST_M,
) -> tuple[Points, ...]:
    """Follow the mean velocity from each seed until a wall, a solid, still air or the length.

    Steps of equal length along the unit vector of the velocity, by the classical Runge-Kutta
    method of fourth order (Hairer, Norsett and Wanner 1993, section II.1); the velocity is
    trilinear between cell centres.

    Worked number: in a solid-body vortex a line stays within 1e-5 of its radius over a full turn
    of 78 steps.

    Args:
        fields: The fields.
        seeds_m: Where the lines begin, shape (lines, 3) [m].
        upstream: Against the velocity: where the air came from.
        longest_m: Length at which a line ends [m].

    Returns:
        One array a seed, shape (points, 3), first point the seed; a seed in a solid or outside of
        the grid gives no further point.
    """
    at = np.array(seeds_m, dtype=float).reshape(-1, 3)
    step = STEP_CELLS * min(fields.spacing_m)
    air = _Air(fields, -1.0 if upstream else 1.0)
    lengths = np.ones(len(at), dtype=int)
    moving = np.nonzero(air.is_open(at))[0]
    track = [at.copy()]
    for _ in range(int(longest_m / step)):
        here = at[moving]
        there, flows = _runge_kutta(air, here, step)
        goes_on = flows & air.is_open(there)
        moving = moving[goes_on]
        if not moving.size:
            break
        at[moving] = there[goes_on]
        lengths[moving] += 1
        track.append(at.copy())
    points = np.stack(track)
    return tuple(points[: lengths[n], n] for n in range(len(at)))


def _runge_kutta(air: _Air, at: Points, step: float) -> tuple[Points, NDArray[np.bool_]]:
    """The points a step further, and which of them the air carries at all."""
    first, flows = air.direction(at)
    second, _ = air.direction(at + 0.5 * step * first)
    third, _ = air.direction(at + 0.5 * step * second)
    fourth, _ = air.direction(at + step * third)
    return at + step / 6.0 * (first + 2.0 * second + 2.0 * third + fourth), flows


class _Air:
    """The velocity between cell centres, ready for many points at once."""

    def __init__(self, fields: Fields, sign: float) -> None:
        self._shape = np.array(fields.temperature_c.shape)
        self._origin = np.array(fields.origin_m, dtype=float)
        self._spacing = np.array(fields.spacing_m, dtype=float)
        self._solid = np.isnan(fields.temperature_c)
        self._velocity = fields.velocity_m_s
        self._sign = sign

    def is_open(self, at: Points) -> NDArray[np.bool_]:
        """Whether points lie in air."""
        cell = np.floor((at - self._origin) / self._spacing).astype(int)
        inside = ((cell >= 0) & (cell < self._shape)).all(axis=1)
        i, j, k = np.clip(cell, 0, self._shape - 1).T
        return np.asarray(inside & ~self._solid[i, j, k])

    def direction(self, at: Points) -> tuple[Points, NDArray[np.bool_]]:
        """Unit vectors of the velocity, and whether there is any to speak of."""
        place = np.clip((at - self._origin) / self._spacing - 0.5, 0.0, self._shape - 1.0)
        low = np.minimum(place.astype(int), np.maximum(self._shape - 2, 0))
        high = np.minimum(low + 1, self._shape - 1)
        weight = place - low
        cells = np.where(_UPPER[:, None, :], high, low)
        parts = np.where(_UPPER[:, None, :], weight, 1.0 - weight)
        shares = self._sign * parts[..., 0] * parts[..., 1] * parts[..., 2]
        i, j, k = np.moveaxis(cells, -1, 0)
        velocity = (self._velocity[:, i, j, k] * shares).sum(axis=1)
        speed = np.sqrt((velocity * velocity).sum(axis=0))
        flows = speed > SLOWEST_M_S
        return (velocity / np.where(flows, speed, 1.0)).T, flows
