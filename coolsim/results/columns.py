"""Many records of one kind as columns: the short way between two processes of the same program.

A column holds one field of all records. It says nothing about itself, so files and ``--json`` use
the plain way of :mod:`coolsim.results.codec`.
"""

from __future__ import annotations

import dataclasses
import math
import typing
from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


def to_columns(record: type[Record], records: Sequence[Record]) -> dict[str, Any]:
    """The fields of ``records`` as lists; of a field that holds records in turn, all of them.

    Numbers that are not finite become ``None``, because JSON has no word for them.
    """
    columns: dict[str, Any] = {}
    for name, inner, _ in _plan(record):
        values = [getattr(item, name) for item in records]
        if inner is None:
            columns[name] = [_plain(value) for value in values]
            continue
        every = [part for value in values for part in value]
        columns[name] = {"counts": [len(value) for value in values]} | to_columns(inner, every)
    return columns


def from_columns(record: type[Record], columns: dict[str, Any]) -> tuple[Record, ...]:
    """The records that :func:`to_columns` took apart.

    Raises:
        KeyError, ValueError, TypeError: The columns are of another kind of record.
    """
    values = []
    for name, inner, is_number in _plan(record):
        column = columns[name]
        if inner is not None:
            column = _regrouped(from_columns(inner, column), column["counts"])
        elif is_number:
            column = [math.nan if value is None else value for value in column]
        values.append(column)
    return tuple(record(*fields) for fields in zip(*values, strict=True))


def _plan(record: type[Any]) -> tuple[tuple[str, type | None, bool], ...]:
    return _plan_of(cast(Hashable, record))


@cache
def _plan_of(record: Any) -> tuple[tuple[str, type | None, bool], ...]:
    """Each field: its name, the records it holds, and whether it is always a number."""
    hints = typing.get_type_hints(record)
    plan = []
    for field in dataclasses.fields(record):
        hint = hints[field.name]
        arguments = typing.get_args(hint)
        holds = typing.get_origin(hint) is tuple and dataclasses.is_dataclass(arguments[0])
        plan.append((field.name, arguments[0] if holds else None, hint is float))
    return tuple(plan)


def _plain(value: Any) -> Any:
    return value if type(value) is not float or math.isfinite(value) else None


def _regrouped(items: Sequence[object], counts: Sequence[int]) -> list[tuple[object, ...]]:
    """Items in groups of given sizes."""
    groups, start = [], 0
    for count in counts:
        groups.append(tuple(items[start : start + count]))
        start += count
    return groups
