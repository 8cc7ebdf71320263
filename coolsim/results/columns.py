"""Many records of one kind as columns: the short way between two processes of the same program.

A column holds one field of all records. Fields that are always numbers travel together in one
array, because to write and read them as text takes longer than the answer they belong to. A column
says nothing about itself, so files and ``--json`` use the plain way of
:mod:`coolsim.results.codec`.
"""

from __future__ import annotations

import dataclasses
import math
import typing
from collections.abc import Hashable, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Record = TypeVar("Record")
Columns = dict[str, Any]
Numbers = NDArray[np.float64]


def to_columns(record: type[Record], records: Sequence[Record]) -> tuple[Columns, Numbers]:
    """The fields of ``records``: lists of plain values for JSON, and all their numbers."""
    numbers: list[list[float]] = []
    columns = _taken_apart(record, records, numbers)
    count = sum(map(len, numbers))
    return columns, np.fromiter(chain.from_iterable(numbers), np.float64, count)


def from_columns(record: type[Record], columns: Columns, block: Numbers) -> tuple[Record, ...]:
    """The records that :func:`to_columns` took apart.

    Raises:
        KeyError, ValueError, TypeError: The columns are of another kind of record.
    """
    numbers = _Numbers(block.tolist())
    records = _put_together(record, columns, numbers)
    numbers.end()
    return records


class _Numbers:
    """The block of numbers, taken column by column."""

    def __init__(self, numbers: list[float]) -> None:
        self._numbers = numbers
        self._taken = 0

    def take(self, count: int) -> list[float]:
        start, self._taken = self._taken, self._taken + count
        if self._taken > len(self._numbers):
            raise ValueError("There are fewer numbers than the columns need.")
        return self._numbers[start : self._taken]

    def end(self) -> None:
        if self._taken != len(self._numbers):
            raise ValueError("There are more numbers than the columns need.")


def _taken_apart(record: type[Any], records: Sequence[Any], numbers: list[list[float]]) -> Columns:
    columns: Columns = {"count": len(records)}
    for name, inner, is_number in _plan(record):
        values = [getattr(item, name) for item in records]
        if is_number:
            numbers.append(values)
        elif inner is not None:
            every = [part for value in values for part in value]
            counts = [len(value) for value in values]
            columns[name] = {"counts": counts} | _taken_apart(inner, every, numbers)
        else:
            columns[name] = [_plain(value) for value in values]
    return columns


def _put_together(record: type[Any], columns: Columns, numbers: _Numbers) -> tuple[Any, ...]:
    count = int(columns["count"])
    values: list[Sequence[object]] = []
    for name, inner, is_number in _plan(record):
        if is_number:
            values.append(numbers.take(count))
        elif inner is not None:
            column = columns[name]
            values.append(_regrouped(_put_together(inner, column, numbers), column["counts"]))
        else:
            values.append(columns[name])
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
