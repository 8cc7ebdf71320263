"""Strict reading of JSON text, and writing it so that it reads and diffs well.

Python's reader lets through what a file must not hold: repeated keys, ``NaN``, ``1e999``, nesting
that exhausts the stack. Here each of them is an error with its line and column.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from json.encoder import encode_basestring

MAX_DEPTH = 64
"""Deepest nesting of objects and lists that is read."""
_LINE_WIDTH = 100
_LONGEST_NUMBER = 400

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class JsonTextError(ValueError):
    """Text that is not acceptable JSON: what is wrong, and the line and column of it (from 1)."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class _RefusedError(ValueError):
    """Raised inside the reader's hooks, which do not know where they are."""


@dataclass(slots=True)
class _Level:
    """An object or list that is open while scanning."""

    is_object: bool
    keys: set[str] = field(default_factory=set)
    expects_key: bool = True


def parse(text: str) -> object:
    """Read JSON text strictly.

    Args:
        text: The text of a file, without byte order mark.

    Returns:
        Dicts, lists, strings, finite numbers, booleans and ``None``.

    Raises:
        JsonTextError: With line and column, for bad syntax, a repeated key, a number that is not
            finite or too long, or nesting deeper than ``MAX_DEPTH``.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite_float,
            parse_int=_short_int,
        )
    except json.JSONDecodeError as error:
        raise JsonTextError(_syntax_message(error), error.lineno, error.colno) from None
    except (_RefusedError, RecursionError):
        raise locate(text) from None


def locate(text: str) -> JsonTextError:
    """The first thing in syntactically sound text that :func:`parse` refuses, with its place.

    Scans with an explicit stack, so that no nesting can exhaust Python's own.
    """
    levels: list[_Level] = []
    for match in _TOKEN.finditer(text):
        symbol, at = match.group(), match.start()
        if symbol in "{[":
            levels.append(_Level(is_object=symbol == "{"))
            if len(levels) > MAX_DEPTH:
                return _error_at(text, at, f"nested deeper than {MAX_DEPTH} levels")
        elif symbol in "}]":
            if levels:
                levels.pop()
        elif symbol == ",":
            if levels:
                levels[-1].expects_key = True
        elif symbol == ":":
            continue
        elif symbol[0] == '"':
            if levels and levels[-1].is_object and levels[-1].expects_key:
                levels[-1].expects_key = False
                key = json.loads(symbol, strict=False)
                if key in levels[-1].keys:
                    return _error_at(text, at, f"the key {_shown(key)} appears twice")
                levels[-1].keys.add(key)
        elif symbol not in ("true", "false", "null") and not _is_finite(symbol):
            what = "is too long a number" if len(symbol) > 30 else "is not a finite number"
            return _error_at(text, at, f"{symbol[:30]} {what}")
    return JsonTextError("cannot be read", 1, 1)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def dumps(value: object) -> str:
    """JSON text with two-space indent, in which short objects and lists stay on one line.

    Raises:
        ValueError: For numbers that are not finite.
        TypeError: For values that JSON does not have.
    """
    return _render(value, 0, 0) + "\n"


def _render(value: object, indent: int, used: int) -> str:
    """Text of a value that starts ``used`` columns into its line."""
    if not isinstance(value, dict | list | tuple):
        return _scalar(value)
    inline = _inline(value, _LINE_WIDTH - used)
    if inline is not None:
        return inline
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        parts = []
        for key, item in value.items():
            head = f"{pad}{_scalar(key)}: "
            parts.append(head + _render(item, indent + 2, len(head) + 1))
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [pad + _render(item, indent + 2, len(pad) + 1) for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def _inline(value: object, room: int) -> str | None:
    """The value on one line, or ``None`` if it takes more than ``room`` characters."""
    if isinstance(value, dict):
        brackets, items = "{}", [(f"{_scalar(key)}: ", item) for key, item in value.items()]
    elif isinstance(value, list | tuple):
        brackets, items = "[]", [("", item) for item in value]
    else:
        return _scalar(value)
    if 4 * len(items) > room:
        return None
    parts: list[str] = []
    left = room - 2
    for head, item in items:
        text = _inline(item, left - len(head))
        if text is None:
            return None
        parts.append(head + text)
        left -= len(parts[-1]) + 2
        if left < -2:
            return None
    return brackets[0] + ", ".join(parts) + brackets[1]


def _scalar(value: object) -> str:
    """A text, number, boolean or ``None``; the common types go past the general encoder."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, float) and math.isfinite(value):
        return float.__repr__(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _RefusedError
    return result


def _refuse_constant(name: str) -> object:
    raise _RefusedError(name)


def _finite_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _RefusedError
    return value


def _short_int(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise _RefusedError
    return int(text)


def _is_finite(token: str) -> bool:
    if len(token) > _LONGEST_NUMBER:
        return False
    try:
        return math.isfinite(float(token))
    except ValueError:
        return False


def _shown(text: str) -> str:
    return json.dumps(text if len(text) <= 60 else text[:57] + "...", ensure_ascii=False)


def _error_at(text: str, offset: int, message: str) -> JsonTextError:
    line, column = position(text, offset)
    return JsonTextError(message, line, column)


_SYNTAX_WORDS = {
    "Expecting value": "a value is missing or not valid JSON here",
    "Expecting ',' delimiter": "a comma or closing bracket is missing here",
    "Expecting ':' delimiter": "a colon is missing after the key",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing here",
    "Illegal trailing comma before end of object": "there is a comma too many here",
    "Illegal trailing comma before end of array": "there is a comma too many here",
    "Extra data": "there is more text after the end of the design",
    "Unterminated string starting at": "the text that starts here is not closed",
    "Invalid control character at": "there is a control character inside a text",
}


def _syntax_message(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "the file is empty"
    if error.pos >= len(error.doc.rstrip()):
        return "the file ends in the middle; it may have been cut off"
    return _SYNTAX_WORDS.get(error.msg, error.msg.lower())
