"""Reading case files: whatever is wrong in one ends in an error that names the place."""

from __future__ import annotations

import difflib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from coolsim.assets import asset
from coolsim.bounded import read_bounded
from coolsim.errors import CoolSimError, UsageError
from coolsim.verification.descriptive import with_kind
from coolsim.verification.kinds import KINDS
from coolsim.verification.records import Case

_MOST_BYTES = 20_000_000
_LISTED_PROBLEMS = 8


class CaseFileError(CoolSimError):
    """A case file that cannot be read."""


def shipped_cases() -> tuple[Case, ...]:
    """All cases that ship with the program, by id."""
    return tuple(read_case(path) for path in _shipped_files())


def shipped_case(case_id: str) -> Case:
    """The shipped case of an id.

    Raises:
        UsageError: There is none; names the nearest.
    """
    known = {path.stem: path for path in _shipped_files()}
    if case_id not in known:
        near = [name for name in known if name.startswith(case_id)]
        near = near or difflib.get_close_matches(case_id, known, n=3, cutoff=0.4) or list(known)
        if len(near) == 1:
            return read_case(known[near[0]])
        raise UsageError(
            f"There is no single shipped case {case_id!r}.", remedy=f"Cases: {', '.join(near)}."
        )
    return read_case(known[case_id])


def _shipped_files() -> list[Path]:
    return sorted(asset("validation").glob("*.json"))


def read_case(path: Path) -> Case:
    """Read a case of any known kind from a file.

    Raises:
        CaseFileError: It is no such case; says where and what to do.
    """
    data = with_kind(_json(path), _shipped_files())
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        told = "names no kind" if kind is None else f"is of the unknown kind {kind!r}"
        raise CaseFileError(
            f"The case {told}.",
            where=str(path),
            remedy=f'Set "kind" to one of: {", ".join(sorted(KINDS))}.',
        )
    if KINDS[kind].needs_file and isinstance(data.get("setup"), dict):
        data = {**data, "setup": {**data["setup"], "folder": str(path.resolve().parent)}}
    try:
        case: Case = _adapter(kind).validate_python(data)
    except ValidationError as error:
        raise CaseFileError(
            _problems(error),
            where=str(path),
            remedy=f'Compare with a shipped case of kind "{kind}" in assets/validation.',
        ) from None
    return case


def _json(path: Path) -> dict[str, Any]:
    try:
        text = read_bounded(path, _MOST_BYTES).decode("utf-8-sig")
        data = json.loads(text, parse_constant=_no_constant)
    except OSError as error:
        raise CaseFileError(
            f"The case file cannot be read: {error.strerror or error}.",
            where=str(path),
            remedy="Check the path; a case is a small JSON file.",
        ) from None
    except (ValueError, RecursionError) as error:
        raise CaseFileError(
            f"The case file is no JSON: {error}.",
            where=str(path),
            remedy="Mend that place, or start from a shipped case.",
        ) from None
    if not isinstance(data, dict):
        raise CaseFileError(
            "A case is one JSON object.", where=str(path), remedy="Start from a shipped case."
        )
    return data


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _problems(error: ValidationError) -> str:
    told = []
    for problem in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in problem["loc"]) or "the case"
        told.append(f"{place}: {problem['msg']}")
    more = f"; and {len(told) - _LISTED_PROBLEMS} more" if len(told) > _LISTED_PROBLEMS else ""
    return "; ".join(told[:_LISTED_PROBLEMS]) + more + "."


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind].case)
