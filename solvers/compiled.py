"""Array type and the one numba decorator shared by all kernels of this package.

Kernels are compiled serially: for these memory-bound sweeps a serial build is faster than numba's
parallel build on one thread, and a caller who wants two threads can run kernels on two slabs,
because they release the interpreter lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
"""Padded cell or face array of shape (nx+2, ny+2, nz+2), float32 or float64."""

_KERNELS: list[Any] = []
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def kernel(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Compile a function over arrays with numba on first use and keep the code in the cache.

    ``fastmath`` lets sums be vectorised, therefore a kernel must not test for NaN or infinity;
    ``error_model="numpy"`` removes the division checks that would prevent vectorising.
    """
    compiled = _compiler(keep=True)
    try:
        made = compiled(function)
    except RuntimeError:
        # numba finds no folder that it may write to: the code is compiled anew in every process
        made = _compiler(keep=False)(function)
    _KERNELS.append(made)
    return cast(Callable[_Parameters, _Result], made)


def _compiler(*, keep: bool) -> Any:
    return numba.njit(cache=keep, nogil=True, fastmath=True, error_model="numpy")


@dataclass(frozen=True, slots=True)
class CodeCache:
    """Machine code kept from earlier processes.

    Attributes:
        folder: Where it is kept; ``None`` where no folder can be written to.
        kept: How many of the imported kernels have code there that fits them.
        total: How many kernels are imported.
    """

    folder: Path | None
    kept: int
    total: int


def code_cache() -> CodeCache:
    """Look at the code kept for the kernels that are imported by now."""
    files = [_cache_file(made) for made in _KERNELS]
    folders = [path.parent for path, _ in files if path is not None]
    kept = sum(is_kept for _, is_kept in files)
    return CodeCache(folders[0] if folders else None, kept, len(_KERNELS))


def _cache_file(made: Any) -> tuple[Path | None, bool]:
    """Where a kernel's code is kept, and whether some is there that fits its source.

    numba has no public way to ask; a version that keeps its files in another manner counts as one
    that keeps none.
    """
    try:
        index = made._cache._cache_file
        return Path(index._index_path), bool(index._load_index())
    except (AttributeError, OSError, ValueError, EOFError):
        return None, False
