"""Figures of CoolProp kept on disk: to load it takes seconds, so it is loaded for new ones alone.

What the examples and a new hall need ships with the program; what a process had to load CoolProp
for is kept in the user's cache folder. Figures count for the version of CoolProp they are from.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from coolsim.assets import asset
from coolsim.design.atomic import replace_file
from coolsim.errors import CoolSimError

Figures = dict[str, Any]
"""Numbers, ``None``, or lists of numbers, by name: what JSON carries without loss."""

LIBRARY = "CoolProp"
MOST_KEPT = 500
"""Entries beyond which the user's file begins anew: some hundred kilobytes."""
_FILE = "coolprop.json"


def load_coolprop() -> None:
    """Load the library now, so that no figure has to wait for it later."""
    import CoolProp  # noqa: F401


def kept(name: str, arguments: tuple[float | str, ...], make: Callable[[], Figures]) -> Figures:
    """Figures made before, or made now and kept if that was what loaded the library.

    Args:
        name: What is asked for.
        arguments: Everything that the figures depend on.
        make: Asks CoolProp.
    """
    key = f"{name} {json.dumps(arguments)}"
    known = shipped().get(key) or _own().get(key)
    if known is not None:
        return known
    was_loaded = LIBRARY in sys.modules
    figures = make()
    if not was_loaded:
        _keep(key, figures)
    return figures


@cache
def shipped() -> Mapping[str, Figures]:
    """Figures that come with the program, by key; none where CoolProp has another version."""
    return _read(asset("properties", _FILE))


def write(path: Path, figures: Mapping[str, Figures]) -> None:
    """Write a file of figures.

    Raises:
        SaveError: It cannot be written.
    """
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(figures[key])}" for key in figures)
    text = f'{{"version": {json.dumps(_version())}, "figures": {{\n{lines}\n}}}}\n'
    replace_file(path, text.encode("ascii"))


@cache
def _own() -> Mapping[str, Figures]:
    return _read(_own_file())


def _keep(key: str, figures: Figures) -> None:
    """Add figures to the user's file; without a place for it they are made again next time."""
    path = _own_file()
    own = dict(_read(path))  # another process may have added some meanwhile
    if len(own) >= MOST_KEPT:
        own.clear()
    own[key] = figures
    with contextlib.suppress(OSError, CoolSimError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, own)


def _read(path: Path) -> Mapping[str, Figures]:
    """The figures of a file; none where it is missing, broken or of another version."""
    try:
        content = json.loads(path.read_bytes())
        figures = content["figures"]
        is_usable = content["version"] == _version() and isinstance(figures, dict)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return figures if is_usable else {}


def _own_file() -> Path:
    return Path(platformdirs.user_cache_dir("coolsim", appauthor=False)) / _FILE


@cache
def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(LIBRARY)
    except PackageNotFoundError:
        return ""
