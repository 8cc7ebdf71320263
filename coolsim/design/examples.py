"""The example designs that come with the program."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from coolsim.assets import asset
from coolsim.design.atomic import replace_file
from coolsim.design.files import SUFFIX, load
from coolsim.errors import SaveError, UsageError

_ORDER = ("room-20", "hall-400", "mixed-40", "hall-5mw", "rise-pod2")


@dataclass(frozen=True, slots=True)
class Example:
    """An example: short name, title, what it shows, number of racks, file."""

    name: str
    title: str
    description: str
    racks: int
    path: Path


def list_examples() -> tuple[Example, ...]:
    """All examples, the one to begin with first.

    Raises:
        DesignFileError: If one of the shipped files is damaged.
    """
    files = {path.stem: path for path in asset("examples").glob(f"*{SUFFIX}")}
    names = [name for name in _ORDER if name in files]
    names += sorted(set(files) - set(names))
    return tuple(_read(name, files[name]) for name in names)


def example_path(name: str) -> Path:
    """The file of an example.

    Raises:
        UsageError: If there is none of this name.
    """
    known = sorted(path.stem for path in asset("examples").glob(f"*{SUFFIX}"))
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(known)}."
        raise UsageError(f"There is no example {name!r}.", where=name, remedy=hint)
    return asset("examples", f"{name}{SUFFIX}")


def copy_example(name: str, destination: Path) -> Path:
    """Copy an example to a folder or a file name; never over an existing file.

    Returns:
        The file written.

    Raises:
        UsageError: If there is no such example.
        SaveError: If the file exists or cannot be written.
    """
    source = example_path(name)
    target = destination / source.name if destination.is_dir() else destination
    if target.exists():
        raise SaveError(
            "A file of this name exists.", where=str(target), remedy="Give another name."
        )
    replace_file(target, source.read_bytes())
    return target


def _read(name: str, path: Path) -> Example:
    design = load(path)
    description = design.project.notes.split("\n\n", 1)[0]
    return Example(name, design.project.name, description, len(design.variant.racks), path)
