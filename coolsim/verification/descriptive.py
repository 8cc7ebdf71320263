"""Cases that name no kind and tell their set-up in words, as published collections do.

Such a file has the shape of a shipped case: the same code at the beginning of its id (``A01``,
``B01``), a ``reference`` with the same keys, and a ``setup`` in sentences. The shipped case of that
code says the kind and every number the words leave out; what the file gives in numbers counts.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_CODE = re.compile(r"[A-Z]\d{2}(?=_|$)")
_NUMBER = r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
_HEAD = ("id", "title", "source", "confidence", "licence_note")
Sections = dict[str, Any]


def code_of(case_id: object) -> str:
    """The code an id begins with, such as ``A01``; "" where it has none."""
    found = _CODE.match(case_id) if isinstance(case_id, str) else None
    return found.group() if found else ""


def with_kind(data: Mapping[str, Any], shipped: list[Path]) -> Mapping[str, Any]:
    """A case with its kind: the file itself, or its numbers over the shipped case of its code.

    Args:
        data: The file's content.
        shipped: Files of the shipped cases.
    """
    code = code_of(data.get("id"))
    if "kind" in data or not code:
        return data
    alike = [path for path in shipped if code_of(path.stem) == code]
    if not alike:
        return data
    case: Sections = json.loads(alike[0].read_text(encoding="utf-8"))
    taken = ["kind"]
    for key in _HEAD:
        if key in data:
            case[key] = data[key]
    given = _READERS.get(code, dict)(copy.deepcopy(dict(data)))
    for section in ("setup", "reference", "tolerance"):
        if section in case and isinstance(given.get(section), Mapping):
            case[section] = _overlaid(case[section], given[section])
            taken.append(section)
    case["notes"] = (f"Read as a case like {alike[0].stem}; taken over: {', '.join(taken)}.",)
    return case


def _overlaid(template: Any, given: Any) -> Any:
    """The template with everything the file gives in the same shape.

    A mapping whose keys are parameters (Rayleigh numbers, aspect ratios, names) is taken whole.
    """
    if not (isinstance(template, Mapping) and isinstance(given, Mapping)):
        same = isinstance(given, type(template)) or (
            isinstance(given, int | float) and isinstance(template, int | float)
        )
        return given if same else template
    if _is_keyed_by_parameter(given):
        return given
    return {
        key: _overlaid(value, given[key]) if key in given else value
        for key, value in template.items()
    }


def _is_keyed_by_parameter(mapping: Mapping[str, Any]) -> bool:
    return bool(mapping) and all(re.fullmatch(_NUMBER, str(key)) for key in mapping)


def _mapping(value: object) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one: what is wrong is told when it is read."""
    return value if isinstance(value, Mapping) else {}


def _lid_cavity(data: Sections) -> Sections:
    """Reynolds number from "nu=1/400", "Re=400" or an id that ends in Re400."""
    words = json.dumps(data.get("setup", ""))
    for pattern, text in (
        (rf"nu\s*=\s*1\s*/\s*{_NUMBER}", words),
        (rf"\bRe\s*=\s*{_NUMBER}", words),
        (rf"Re{_NUMBER}", str(data.get("id", ""))),
    ):
        found = re.search(pattern, text)
        if found:
            data["setup"] = {"reynolds": float(found.group(1))}
            break
    return data


def _heated_cavity(data: Sections) -> Sections:
    """One benchmark of the reference, by Rayleigh number; cells that resolve its layers."""
    reference = _mapping(data.get("reference"))
    benchmark = _mapping(reference.get("benchmark_1983", reference))
    wanted = ("Nu_mean", "Nu_max", "u_max", "w_max")
    data["reference"] = {
        rayleigh: {key: values[key] for key in wanted if key in values}
        for rayleigh, values in benchmark.items()
        if isinstance(values, Mapping) and re.fullmatch(_NUMBER, rayleigh)
    }
    setup: Sections = {"cells": {ra: _layer_cells(float(ra)) for ra in data["reference"]}}
    found = re.search(rf"Pr\s*=\s*{_NUMBER}", json.dumps(data.get("setup", "")))
    if found:
        setup["prandtl"] = float(found.group(1))
    data["setup"] = setup
    return data


def _layer_cells(rayleigh: float) -> int:
    """Cells along a side: the boundary layer is about Ra^(-1/4) of it wide, and needs 3.5."""
    return min(128, max(40, 8 * math.ceil(3.5 * rayleigh**0.25 / 8.0)))


def _convection(data: Sections) -> Sections:
    tolerance = _mapping(data.get("tolerance"))
    if "central_100_cells_abs" in tolerance:
        data["tolerance"] = {"abs": tolerance["central_100_cells_abs"]}
    return data


def _taylor_green(data: Sections) -> Sections:
    setup = _mapping(data.get("setup"))
    if "nu" in setup:
        data["setup"] = {"viscosity": setup["nu"]}
    return data


_READERS: dict[str, Callable[[Sections], Sections]] = {
    "A01": _lid_cavity,
    "A02": _heated_cavity,
    "A07": _convection,
    "A16": _taylor_green,
}
