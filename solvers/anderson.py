"""Anderson acceleration of a fixed-point iteration ``x <- g(x)``.

Source: Walker and Ni, *SIAM J. Numer. Anal.* 49 (2011) 1715-1735, type II with full mixing.
"""

from __future__ import annotations

import numpy as np

from solvers.grid import Array


class Anderson:
    """Remembers the last few steps and extrapolates them to where the step would vanish.

    Args:
        depth: Steps remembered; each costs two fields of memory.
    """

    def __init__(self, depth: int = 3) -> None:
        self._depth = depth
        self._last: tuple[Array, Array] | None = None
        self._images: list[Array] = []
        self._steps: list[Array] = []

    def accelerate(self, start: Array, image: Array) -> None:
        """Replace ``image = g(start)`` by the extrapolated next iterate, in place."""
        plain = image.ravel().copy()
        step = plain - start.ravel()
        if self._last is not None:
            self._images = [*self._images, plain - self._last[0]][-self._depth :]
            self._steps = [*self._steps, step - self._last[1]][-self._depth :]
            gram = np.array([[np.dot(a, b) for b in self._steps] for a in self._steps])
            known = np.array([np.dot(a, step) for a in self._steps])
            weights = np.linalg.lstsq(gram, known, rcond=1e-12)[0]
            for weight, difference in zip(weights, self._images, strict=True):
                image -= weight * difference.reshape(image.shape)
        self._last = (plain, step)
