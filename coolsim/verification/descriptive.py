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

from coolsim.verification import descriptive_liquid, descriptive_plenum

_CODE = re.compile(r"[A-Z]\d{2}[a-z]?(?=_|$)")
_NUMBER = r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
_HEAD = ("id", "title", "source", "confidence", "licence_note")
_LOW_RAYLEIGH = 1.1e6
"""Rayleigh number by plate distance that tells the two published tall cavities apart [-]."""
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
    for section in ("setup", "tolerance"):
        if section in case and isinstance(given.get(section), Mapping):
            case[section] = _overlaid(case[section], given[section])
            taken.append(section)
    # the published numbers are the file's own, all of them: none may come from another case
    reference = _narrowed(case.get("reference"), given.get("reference"))
    if reference != case.get("reference"):
        # a declared miss speaks of the shipped numbers; it excuses no others
        case.pop("known_misses", None)
    case["reference"] = reference
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


def _narrowed(template: Any, given: Any) -> Any:
    """What the file gives, without keys that the shipped case does not have."""
    if not (isinstance(template, Mapping) and isinstance(given, Mapping)):
        return given
    if _is_keyed_by_parameter(given):
        shape = next(iter(template.values()), None)
        return {key: _narrowed(shape, value) for key, value in given.items()}
    return {key: _narrowed(template[key], given[key]) for key in given if key in template}


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
    benchmark = reference.get("benchmark_1983", reference)
    if not isinstance(benchmark, Mapping):
        data["reference"] = benchmark
        return data
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
    needed = 8 * math.ceil(3.5 * math.sqrt(math.sqrt(rayleigh)) / 8.0)
    return min(128, max(40, needed))


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


def _conduction(data: Sections) -> Sections:
    """The step on a half space gives its numbers in words: alpha, T0, Ts and t."""
    reference = dict(_mapping(data.get("reference")))
    step = _mapping(reference.get("semi_infinite"))
    words = str(step.get("case", ""))
    named = {"alpha_m2_s": "alpha", "T0": "T0", "Ts": "Ts", "t_s": r"\bt"}
    found = {
        key: re.search(rf"{name}\s*=\s*{_NUMBER}", words)
        for key, name in named.items()
        if key not in step
    }
    told = {key: float(match.group(1)) for key, match in found.items() if match}
    if step:
        reference["semi_infinite"] = {**step, **told}
        data["reference"] = reference
    return data


def _laminar_duct(data: Sections) -> Sections:
    """Rows by aspect ratio with named columns."""
    reference = _mapping(data.get("reference"))
    columns, rows = reference.get("columns"), _mapping(reference.get("rectangular"))
    if isinstance(columns, list) and rows:
        data["reference"] = {
            ratio: dict(zip(columns, values, strict=False))
            for ratio, values in rows.items()
            if isinstance(values, list)
        }
    return data


def _tall_cavity(data: Sections) -> Sections:
    """The measured table at half height; the plates' temperatures and the air stand in it."""
    table = _mapping(_mapping(data.get("reference")).get("table1_midheight"))
    if not table:
        return data
    renamed = {"Nu_mean": "Nu_mean", "v_max_m_s": "v_max_m_s"}
    renamed["wall_grad_C_per_m"] = "wall_gradient_k_m"
    reference = {new: table[old] for old, new in renamed.items() if old in table}
    # the published tolerance gives the core's gradient as a bound about zero or about a value
    words = str(_mapping(data.get("tolerance")).get("core_stratification", ""))
    bound = re.search(rf"<\s*{_NUMBER}", words)
    spread = re.search(rf"{_NUMBER}\s*\+/-\s*{_NUMBER}", words)
    is_low = float(table.get("Ra", 0.0)) < _LOW_RAYLEIGH
    tolerance = dict(_mapping(data.get("tolerance")))
    if bound and is_low:
        reference["core_stratification"] = 0.0
        tolerance["core_stratification_abs"] = float(bound.group(1))
    elif spread:
        reference["core_stratification"] = float(spread.group(1))
        tolerance["core_stratification_abs"] = float(spread.group(2))
    setup = dict(_mapping(data.get("setup")))
    air = _mapping(setup.get("properties"))
    plates = {"cold_c": table.get("T_cold_C"), "hot_c": table.get("T_hot_C")}
    series = {
        "air_temperature_c": air.get("T_degC"),
        "air_viscosity_m2_s": air.get("nu_m2_s"),
        "air_prandtl": air.get("Pr"),
    }
    given = {**plates, **series}
    data["setup"] = {key: value for key, value in given.items() if value is not None}
    return {**data, "reference": reference, "tolerance": tolerance}


def _chiller(data: Sections) -> Sections:
    """Points under either of their published names; air or water enters the condenser."""
    reference = _mapping(data.get("reference"))
    points = reference.get("points", reference.get("steady_points"))
    if isinstance(points, list):
        air = "T_con_ent_air_C"
        data["reference"] = {
            "points": [
                {"T_con_ent_C" if key == air else key: value for key, value in point.items()}
                if isinstance(point, Mapping)
                else point
                for point in points
            ]
        }
    return data


_READERS: dict[str, Callable[[Sections], Sections]] = {
    "A01": _lid_cavity,
    "A02": _heated_cavity,
    "A04": _tall_cavity,
    "A07": _convection,
    "A08": _conduction,
    "A09": _laminar_duct,
    "A16": _taylor_green,
    "B05": descriptive_plenum.plenum_tiles,
    "C01": descriptive_liquid.pool_boiling,
    "C02": descriptive_liquid.heat_exchanger,
    "C06": descriptive_liquid.liquid_anchors,
    "D01": _chiller,
    "D01b": _chiller,
}
