"""A solved OpenFOAM case: the temperature of its last time, and means behind its patches."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coolsim.bounded import read_bounded
from coolsim.errors import ExportError
from coolsim.interop.openfoam.case import MANIFEST, SCHEMA, SOLVER
from coolsim.interop.openfoam.fields import ZERO_C_K
from solvers.exchange import Index
from solvers.grid import Array

_MOST_BYTES = 4_000_000_000
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SolvedCase:
    """What a solved case says.

    Attributes:
        manifest: What the case was written for.
        step: The last step written.
        is_mean: Whether the temperatures are means over steps.
        temperature_c: Of its cells, shape (cells,).
        last_c: Those of the last step alone.
        behind: Cells behind each patch.
    """

    manifest: Mapping[str, Any]
    step: str
    is_mean: bool
    temperature_c: Array
    last_c: Array
    behind: Mapping[str, Index]

    def patch_means_c(self, name: str) -> tuple[float, float]:
        """Mean temperature behind a patch: as published, and at the last step [deg C].

        Raises:
            ExportError: If the case has no such patch.
        """
        if name not in self.behind or not self.behind[name].size:
            raise ExportError(
                f"The case has no patch {name!r}.",
                where="constant/polyMesh/boundary",
                remedy="Compare the case with the mesh that was exported.",
            )
        cells = self.behind[name]
        return float(self.temperature_c[cells].mean()), float(self.last_c[cells].mean())


def read_case(folder: Path) -> SolvedCase:
    """Read the last time of a case that ``coolsim export`` wrote and OpenFOAM solved.

    Raises:
        ExportError: If it is no such case, is not solved yet, or a file of it is broken.
    """
    manifest = _manifest(folder)
    time = _last_time(folder)
    owner = _labels(folder / "constant" / "polyMesh" / "owner")
    cells = int(owner.max(initial=-1)) + 1
    last = _scalar_field(time / "T", cells)
    mean_file = time / "TMean"
    mean = _scalar_field(mean_file, cells) if mean_file.exists() else last
    behind = {
        name: owner[start : start + count]
        for name, (start, count) in _patches(folder / "constant" / "polyMesh" / "boundary").items()
    }
    return SolvedCase(
        manifest, time.name, mean_file.exists(), mean - ZERO_C_K, last - ZERO_C_K, behind
    )


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise ExportError(
            f"There is no {MANIFEST}, so this is no case that CoolSim wrote.",
            where=str(folder),
            remedy="Write one: coolsim export FILE --to openfoam --out FOLDER",
        )
    try:
        data = json.loads(_text(path))
        known = (
            data["schema"] == SCHEMA
            and isinstance(data["design_hashes"], list)
            and all(
                isinstance(rack["id"], str)
                and isinstance(rack["name"], str)
                and all(isinstance(name, str) for name in rack["patches"])
                for rack in data["racks"]
            )
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(path, "is not what CoolSim wrote") from error
    if not known:
        raise _broken(path, f"is not of the schema {SCHEMA!r}")
    checked: Mapping[str, Any] = data
    return checked


def _last_time(folder: Path) -> Path:
    times = []
    for path in folder.iterdir():
        try:
            number = float(path.name)
        except ValueError:
            continue
        if number > 0.0 and (path / "T").is_file():
            times.append((number, path))
    if not times:
        raise ExportError(
            "The case has no solved time yet.",
            where=str(folder),
            remedy=f"Run ./Allrun in it, and look into log.{SOLVER} should it stop early.",
        )
    return max(times)[1]


def _text(path: Path) -> str:
    try:
        return read_bounded(path, _MOST_BYTES).decode("utf-8", errors="replace")
    except OSError as error:
        raise ExportError(f"It cannot be read: {error.strerror}.", where=str(path)) from error


def _broken(path: Path, what: str) -> ExportError:
    return ExportError(
        f"It {what}.",
        where=str(path),
        remedy="Export and solve the case again; fields must be written as text (ascii).",
    )


def _body(path: Path, opening: str) -> tuple[int, str]:
    """Count and text of the list that follows ``opening`` in a file."""
    text = _text(path)
    found = re.search(opening + r"\s*(\d+)\s*\(", text)
    if found is None:
        raise _broken(path, "has no list where one was expected")
    end = text.find(")", found.end())
    if end < 0:
        raise _broken(path, "ends in the middle of a list")
    return int(found.group(1)), text[found.end() : end]


def _numbers(path: Path, count: int, body: str) -> Array:
    words = body.split()
    if len(words) != count or not all(_NUMBER.fullmatch(word) for word in words):
        raise _broken(path, f"should list {count} numbers, and does not")
    return np.array(words, dtype=float)


def _labels(path: Path) -> Index:
    count, body = _body(path, r"\}[^{}]*?")
    return _numbers(path, count, body).astype(np.int64)


def _scalar_field(path: Path, cells: int) -> Array:
    text = _text(path)
    even = re.search(r"internalField\s+uniform\s+([^;\s]+)\s*;", text)
    if even is not None:
        return np.full(cells, _numbers(path, 1, even.group(1))[0])
    count, body = _body(path, r"internalField\s+nonuniform\s+List<scalar>")
    if count != cells:
        raise _broken(path, f"has {count} cells, the mesh {cells}")
    field = _numbers(path, count, body)
    if not np.isfinite(field).all():
        raise ExportError(
            "The run diverged: temperatures are not finite.",
            where=str(path),
            remedy="Lower the relaxation factors in system/fvSolution and run it again.",
        )
    return field


def _patches(path: Path) -> dict[str, tuple[int, int]]:
    """First face and count of every patch."""
    found = re.findall(r"([A-Za-z0-9_.:-]+)\s*\{([^{}]*)\}", _text(path))
    patches = {}
    for name, block in found:
        count = re.search(r"\bnFaces\s+(\d+)\s*;", block)
        start = re.search(r"\bstartFace\s+(\d+)\s*;", block)
        if count and start:
            patches[name] = (int(start.group(1)), int(count.group(1)))
    if not patches:
        raise _broken(path, "names no patch")
    return patches
