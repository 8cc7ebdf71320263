"""Frozen records to plain JSON values and back, driven by their type hints.

One place decides how a record looks as JSON, so that every file and every ``--json`` answer agrees:
field names are the keys (with the few renames a record's caller asks for), tuples are arrays, and a
number that is not finite is ``null``, because JSON has no word for it.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from coolsim.errors import CoolSimError

Record = TypeVar("Record")
_SIMPLE = frozenset({float, str, int, bool})
_PLAIN = frozenset({str, int, bool, type(None)})
Renames = Mapping[type, Mapping[str, str]]
"""For a record type: its field name -> the key used in JSON."""


class ResultFileError(CoolSimError):
    """A stored result that cannot be read."""


def encode(value: object, renames: Renames | None = None) -> Any:
    """The JSON value of a record, or of anything records are made of.

    Args:
        value: A dataclass instance, tuple, list, dict with string keys, number, text or ``None``.
        renames: Keys that differ from field names.

    Returns:
        Dicts in field order, lists, ``str``, ``int``, ``float``, ``bool`` or ``None``; NaN and
        infinities become ``None``.
    """
    kind = type(value)
    # Nearly all values of a result are plain numbers and texts: they skip the questions below.
    if kind in _PLAIN:
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, bool | str | int):
        return value
    if dataclasses.is_dataclass(kind):
        names = (renames or {}).get(kind, {})
        return {
            names.get(name, name): encode(getattr(value, name), renames)
            for name, _ in _fields(kind)
        }
    if isinstance(value, Mapping):
        return {str(key): encode(item, renames) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [encode(item, renames) for item in value]
    if hasattr(value, "item"):  # a numpy scalar
        return encode(value.item(), renames)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def decode(
    record: type[Record],
    data: object,
    renames: Renames | None = None,
    given: Mapping[str, object] | None = None,
) -> Record:
    """The record that :func:`encode` turned into ``data``; unknown keys are ignored.

    ``null`` where the record wants a number becomes NaN.

    Args:
        record: The dataclass wanted.
        data: The JSON value.
        renames: As for :func:`encode`.
        given: Values of outermost fields that do not come from ``data`` (arrays).

    Raises:
        ResultFileError: A key is missing or a value has the wrong type; ``where`` is its path.
    """
    return cast(Record, _decode_record(record, data, renames or {}, "", given or {}))


def decode_as(hint: Any, data: object, where: str = "") -> object:
    """The value of a type hint that :func:`encode` turned into ``data``.

    Raises:
        ResultFileError: As for :func:`decode`; ``where`` is what its path begins with.
    """
    return _decode(hint, data, {}, where)


@cache
def _fields(record: type) -> tuple[tuple[str, bool], ...]:
    """Name of each field of a record, and whether it may be missing."""
    return tuple(
        (field.name, field.default is not dataclasses.MISSING)
        for field in dataclasses.fields(record)
    )


@cache
def _hints(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _wrong(where: str, wanted: str, data: object) -> ResultFileError:
    found = repr(data)
    return ResultFileError(
        f"{wanted} is expected, {found[:60]} was found.",
        where=where or "result",
        remedy="Solve the design again.",
    )


def _decode(hint: Any, data: object, renames: Renames, where: str) -> object:
    # Nearly all values of a result are plain numbers and texts: they skip the questions below.
    if (hint is float or hint is str) and type(data) is hint:
        return data
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _decode_record(hint, data, renames, where)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if data is None and type(None) in arguments:
            return None
        inner = next(argument for argument in arguments if argument is not type(None))
        return _decode(inner, data, renames, where)
    if origin is tuple:
        return _decode_tuple(arguments, data, renames, where)
    if origin is dict:
        if not isinstance(data, Mapping):
            raise _wrong(where, "an object", data)
        return {
            str(key): _decode(arguments[1], item, renames, f"{where}.{key}")
            for key, item in data.items()
        }
    if origin is typing.Literal:
        if data not in arguments:
            raise _wrong(where, "one of " + ", ".join(map(repr, arguments)), data)
        return data
    return _decode_plain(hint, data, where)


def _decode_record(
    record: type,
    data: object,
    renames: Renames,
    where: str,
    given: Mapping[str, object] = types.MappingProxyType({}),
) -> object:
    if not isinstance(data, Mapping):
        raise _wrong(where, "an object", data)
    names = renames.get(record, {})
    hints = _hints(record)
    values = dict(given)
    for name, may_be_missing in _fields(record):
        if name in given:
            continue
        key, hint = names.get(name, name), hints[name]
        if key in data and type(data[key]) is hint and hint in _SIMPLE:
            values[name] = data[key]
            continue
        path = f"{where}.{key}" if where else key
        if key not in data:
            if may_be_missing:
                continue  # a figure that results did not have once
            raise ResultFileError("The key is missing.", where=path, remedy="Solve it again.")
        values[name] = _decode(hint, data[key], renames, path)
    return record(**values)


def _decode_tuple(
    arguments: tuple[Any, ...], data: object, renames: Renames, where: str
) -> tuple[object, ...]:
    if not isinstance(data, list | tuple):
        raise _wrong(where, "an array", data)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        hints = (arguments[0],) * len(data)
    elif len(arguments) == len(data):
        hints = arguments
    else:
        raise _wrong(where, f"an array of {len(arguments)}", data)
    return tuple(
        _decode(hint, item, renames, f"{where}[{index}]")
        for index, (hint, item) in enumerate(zip(hints, data, strict=True))
    )


def _decode_plain(hint: Any, data: object, where: str) -> object:
    if hint is float:
        if data is None:
            return math.nan
        if isinstance(data, bool) or not isinstance(data, int | float):
            raise _wrong(where, "a number", data)
        return float(data)
    if hint is int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise _wrong(where, "a whole number", data)
        return data
    if hint is bool and isinstance(data, bool):
        return data
    if hint is str and isinstance(data, str):
        return data
    raise _wrong(where, "text" if hint is str else "true or false", data)
