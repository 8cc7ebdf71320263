"""A look at the installation: versions, system libraries, folders, and a small sum of every kind.

The module itself imports only the standard library, so that it works where nothing else does.
"""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import os
import platform
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

LIBRARIES = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "scipy",
    "CoolProp",
    "ht",
    "pydantic",
    "numba",
    "typst",
    "qtawesome",
    "platformdirs",
    "tqdm",
)
"""The libraries the program stands on, by distribution name."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        name: What was looked at.
        ok: Whether it is as it should be.
        found: What was found.
        remedy: What to do where it is not.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""


def why_no_screen() -> str:
    """Return why no window can open here, one sentence; "" where one can."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    if not _answers(display):
        return f"there is no screen (nothing answers at DISPLAY={display})."
    return ""


def _answers(display: str) -> bool:
    """Return whether a local X server answers; others are taken at their word.

    Qt ends the whole process where it finds no server, so it is asked for beforehand.
    """
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        return True
    path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108  where every X server listens
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


def examine() -> Iterator[Check]:
    """Look at everything in turn; a check that fails never stops the others."""
    from coolsim import __version__

    yield Check("CoolSim", True, __version__)
    yield _python()
    for name in LIBRARIES:
        yield _library(name)
    reason = why_no_screen()
    yield Check("screen", True, f"no window here, commands work: {reason}" if reason else "yes")
    yield _attempt("Qt", _try_qt)
    yield _attempt("shipped files", _try_assets)
    yield _attempt("cache folder", _try_cache)
    yield _attempt("moist air", _try_properties)
    yield _attempt("compiled kernels", _try_numba)
    yield _kept_code()
    yield _attempt("sparse solver", _try_sparse)
    yield _attempt("report", _try_typst)


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("Python", sys.version_info >= (3, 11), found, "Use Python 3.11 or newer.")


def _library(name: str) -> Check:
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Check(name, False, "not installed", f"Install it: python -m pip install {name}")
    if name == "PySide6-Essentials" and sys.version_info < (3, 12) and version >= "6.12":
        return Check(
            name, False, version, "Versions from 6.12 abort on this Python: install one below."
        )
    return Check(name, True, version)


def _attempt(name: str, probe: Callable[[], str]) -> Check:
    """Run a probe; whatever it raises becomes the finding."""
    started = time.perf_counter()
    try:
        found = probe()
    except Exception as error:  # noqa: BLE001  a diagnosis must survive any failure it meets
        return Check(name, False, f"{type(error).__name__}: {error}", "Install the program again.")
    return Check(name, True, f"{found} ({time.perf_counter() - started:.1f} s)")


def _try_qt() -> str:
    # The libraries are looked up by name: importing Qt belongs to the window alone.
    if not sys.platform.startswith("linux"):
        return "uses the system's libraries"
    lost = [name for name in ("GL", "EGL", "xkbcommon", "fontconfig") if not _has_library(name)]
    if lost:
        raise OSError(f"system libraries missing: {', '.join('lib' + name for name in lost)}")
    return "system libraries found"


def _has_library(name: str) -> bool:
    return ctypes.util.find_library(name) is not None


def _try_assets() -> str:
    from coolsim.assets import asset

    files = sum(1 for path in asset().rglob("*") if path.is_file())
    return f"{files} files in {asset()}"


def _try_cache() -> str:
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("coolsim", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f"doctor-{os.getpid()}"
    probe.write_text("writable")
    probe.unlink()
    return str(folder)


def _try_properties() -> str:
    from coolsim.properties.air import computed

    density_kg_m3 = 1.0 / computed(20.0, 101325.0, 0.0)["volume_m3_kg"]
    # Dry air at 20 degC and one atmosphere: p / (R T) = 101325 / (287.05 * 293.15) kg/m3.
    expected = 1.2041
    if abs(density_kg_m3 - expected) > 0.002:
        raise ArithmeticError(f"air density {density_kg_m3:.4f} kg/m3, not {expected}")
    return f"{density_kg_m3:.4f} kg/m³ at 20 °C"


def _try_numba() -> str:
    import numba

    triple = numba.njit("float64(float64)")(lambda value: 3.0 * value)
    if triple(14.0) != 42.0:
        raise ArithmeticError("a compiled function gives a wrong answer")
    return f"{numba.get_num_threads()} threads"


def _kept_code() -> Check:
    """Whether the solver's machine code is kept between starts."""
    try:
        import solvers.response
        import solvers.steady  # noqa: F401  the kernels are those of imported modules
        from solvers.compiled import code_cache

        cache = code_cache()
    except Exception as error:  # noqa: BLE001  a diagnosis must survive any failure it meets
        return Check("kept code", False, f"{type(error).__name__}: {error}", "Install it again.")
    if cache.folder is None:
        return Check(
            "kept code",
            False,
            "no folder can be written to: the solver compiles at every start",
            "Let the cache folder above be written to, or name another one in NUMBA_CACHE_DIR.",
        )
    if cache.kept == 0:
        return Check("kept code", True, f"none yet: the first solve compiles, in {cache.folder}")
    return Check("kept code", True, f"{cache.kept} of {cache.total} kernels in {cache.folder}")


def _try_sparse() -> str:
    import numpy as np
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import spsolve

    size = 50
    matrix = diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(size, size)).tocsc()
    solution = spsolve(matrix, np.full(size, 1.0))
    residual = float(np.abs(np.asarray(matrix @ solution) - 1.0).max())
    if residual > 1e-9:
        raise ArithmeticError(f"residual {residual:.1e}")
    return f"residual {residual:.0e}"


def _try_typst() -> str:
    import typst

    pdf = typst.compile(b"CoolSim")
    if not pdf.startswith(b"%PDF"):
        raise ValueError("no PDF came out")
    return f"{len(pdf):,} bytes"
