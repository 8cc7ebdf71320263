"""How far to follow a law that answers back: less wherever the last step overshot."""

from __future__ import annotations

import numpy as np

from solvers.grid import Array

_LEAST = 0.01
_BOLDER = 1.15


class Pace:
    """Share of the way to its law that each of some things goes in a step.

    What follows a law may change what the law says: a flow changes the pressure it follows, in a
    tight aisle by much, and exhaust that leaks back changes the draught that drives it. A fixed
    share of the way can then alternate for ever or grow. The share is halved where a step and the
    one before point against each other, and grows slowly where they agree.

    Args:
        size: Number of things.
        most: Largest share [-].
    """

    def __init__(self, size: int, most: float) -> None:
        self._share: Array = np.full(size, most)
        self._last: Array | None = None

    def shares(self, error: Array, most: float) -> Array:
        """Shares for the next step, shape (size,) [-].

        Args:
            error: What each thing is off its law, shape (size,) or (size, parts).
            most: Largest share now [-].
        """
        error = error.reshape(self._share.size, -1)
        if self._last is not None:
            overshot = np.sum(error * self._last, axis=1) < 0.0
            gentler = np.maximum(0.5 * self._share, _LEAST)
            self._share = np.where(overshot, gentler, np.minimum(_BOLDER * self._share, most))
        self._last = error.copy()
        return self._share
