"""Array type and the one numba decorator shared by all kernels of this package.

Kernels are compiled serially: for these memory-bound sweeps a serial build is faster than numba's
parallel build on one thread, and a caller who wants two threads can run kernels on two slabs,
because they release the interpreter lock.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
"""Padded cell or face array of shape (nx+2, ny+2, nz+2), float32 or float64."""

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def kernel(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Compile a function over arrays with numba on first use and keep the code in the cache.

    ``fastmath`` lets sums be vectorised, therefore a kernel must not test for NaN or infinity;
    ``error_model="numpy"`` removes the division checks that would prevent vectorising.
    """
    compiled = numba.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")(function)
    return cast(Callable[_Parameters, _Result], compiled)
