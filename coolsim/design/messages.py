"""What the record validation found, in plain words: where, what was there, what is allowed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coolsim.design.schema import known_keys
from coolsim.errors import Problem

Step = str | int
_SHOWN = 60


def json_path(steps: Iterable[Step]) -> str:
    """A place in a file as text: ``variants[0].racks[3].width_m``; "" for the top."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.replace("_", "a").isalnum():
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return text


def shown(value: object) -> str:
    """A value found in a file, shortened for a message."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def problems(errors: Sequence[Mapping[str, Any]], data: object) -> list[Problem]:
    """All entries of ``ValidationError.errors()`` as problems of the file, in its order.

    A list whose entries are wrong is also reported as too short; that says nothing and is left out.
    """
    places = [tuple(error["loc"]) for error in errors]
    return [
        problem(error, data)
        for error, place in zip(errors, places, strict=True)
        if error["type"] != "too_short"
        or not any(other[: len(place)] == place and other != place for other in places)
    ]


def problem(error: Mapping[str, Any], data: object) -> Problem:
    """One validation error (an entry of ``ValidationError.errors()``) as a problem of the file.

    Args:
        error: The entry, with ``type``, ``loc``, ``msg``, ``input`` and ``ctx``.
        data: The document that was validated; tells real keys from names of union members.
    """
    steps = _real_steps(error["loc"], data)
    if error["type"] == "extra_forbidden":
        return Problem(json_path(steps[:-1]) or "(top)", _unknown_key(steps))
    if error["type"] == "missing":
        return Problem(json_path(steps[:-1]) or "(top)", f"{shown(steps[-1])} is missing")
    return Problem(json_path(steps) or "(top)", _message(error))


def _real_steps(location: Sequence[Step], data: object) -> list[Step]:
    """The location without the tags that discriminated unions put into it."""
    steps: list[Step] = []
    here: object = data
    for step in location:
        if isinstance(here, dict) and isinstance(step, str) and here.get("law") == step:
            continue
        steps.append(step)
        if isinstance(here, dict) and isinstance(step, str):
            here = here.get(step)
        elif isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            here = None
    return steps


def _unknown_key(steps: Sequence[Step]) -> str:
    key = str(steps[-1])
    allowed = known_keys(steps[:-1])
    close = difflib.get_close_matches(key, allowed, n=1)
    text = f"unknown key {shown(key)}"
    if close:
        return f"{text}; did you mean {shown(close[0])}?"
    return f"{text}; known are {', '.join(sorted(allowed))}" if allowed else text


_WHAT_IS_ALLOWED = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must be an id such as rack-0007 (letters, a dash, 4 to 12 digits)",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "too_short": "must not be empty",
    "too_long": "must have at most {max_length} entries in this version",
    "finite_number": "must be a finite number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be a text",
    "string_unicode": "must be a text of valid characters",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "union_tag_invalid": "{discriminator} must be one of {expected_tags}; found '{tag}'",
    "union_tag_not_found": "{discriminator} is missing",
}
_SAYS_ALL = {"union_tag_invalid", "union_tag_not_found", "value_error"}


def _message(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    context = error.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    template = _WHAT_IS_ALLOWED.get(kind)
    text = template.format(**context) if template else str(error["msg"])
    return text if kind in _SAYS_ALL else f"{text}; found {shown(error['input'])}"
