"""Results on their way from one process of the program to another, one after the other.

The side that solves keeps a :class:`Teller`, the side that shows a :class:`Hearer`. A message holds
what differs from the results before; the rest is taken from those, as the very same objects, so
that whoever shows them sees by identity what did not change. Numbers that there are many of travel
as raw bytes in a file beside the message. Neither says what it means to a stranger: files and
``--json`` use the plain way of :mod:`coolsim.results.files`.
"""

from __future__ import annotations

import dataclasses
import math
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from coolsim.results.codec import ResultFileError, decode_as, encode
from coolsim.results.columns import Columns, from_columns, to_columns
from coolsim.results.files import no_fields
from coolsim.results.records import Fields, RackResult, Results, TileResult

Array = NDArray[Any]
Message = dict[str, Any]
MANY: Mapping[str, type[Any]] = {"racks": RackResult, "tiles": TileResult}
"""What there are many of: sent as columns, their numbers apart."""
ARRAYS = ("temperature_c", "velocity_m_s", "pressure_pa", "humidity_ratio_kg_kg")
"""The arrays of :class:`~coolsim.results.records.Fields`."""
_PLAIN = tuple(name for name in Results.__slots__ if name not in {*MANY, "fields"})


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A message and the arrays that belong to it, in the order it names them."""

    message: Message
    arrays: tuple[Array, ...]

    def write_arrays(self, stream: BinaryIO) -> None:
        """Write the bytes of the arrays one after the other."""
        for array in self.arrays:
            stream.write(np.ascontiguousarray(array).data)


class Teller:
    """Makes messages of results, each counted from the one before."""

    def __init__(self) -> None:
        self._number = 0
        self._before: Results | None = None
        self._columns: dict[str, Columns] = {}

    def tell(self, results: Results) -> Told:
        """The message of the next results; every message must be heard, in this order."""
        before = self._before
        parts = {
            name: _part(name, getattr(results, name), before)
            for name in _PLAIN
            if before is None or not _alike(getattr(results, name), getattr(before, name))
        }
        arrays: dict[str, Array] = {}
        columns: dict[str, Columns] = {}
        for name, record in MANY.items():
            texts, arrays[name] = to_columns(record, getattr(results, name))
            if self._columns.get(name) != texts:
                columns[name] = self._columns[name] = texts
        old = None if before is None else before.fields
        arrays |= _changed_arrays(results.fields, old)
        message = {
            "number": self._number + 1,
            "since": self._number or None,
            "parts": parts,
            "columns": columns,
            "origin_m": results.fields.origin_m,
            "spacing_m": results.fields.spacing_m,
            "without": [name for name in ARRAYS if getattr(results.fields, name) is None],
            "arrays": [[name, array.dtype.str, array.shape] for name, array in arrays.items()],
        }
        self._number += 1
        self._before = results
        return Told(message, tuple(arrays.values()))


class Hearer:
    """Makes results of messages; a message that is not counted from the one before is refused."""

    def __init__(self) -> None:
        self._number: int | None = None
        self._before: Results | None = None
        self._columns: dict[str, Columns] = {}

    def hear(self, message: Mapping[str, Any], content: bytes) -> Results:
        """The results of a message and the bytes of its arrays.

        Raises:
            ResultFileError: A message before is missing, or this one is broken. Only one that
                counts from nothing can be heard then.
        """
        number, self._number = self._number, None
        since = message.get("since")
        if since is not None and since != number:
            raise ResultFileError("A message is missing.", where="since", remedy="Solve it again.")
        before = self._before if since is not None else None
        try:
            results = self._put_together(message, _arrays(message["arrays"], content), before)
            self._number = int(message["number"])
        except (KeyError, TypeError, ValueError) as error:
            raise ResultFileError(
                f"The message is broken: {error}", where="message", remedy="Solve it again."
            ) from error
        self._before = results
        return results

    def _put_together(
        self, message: Mapping[str, Any], arrays: Mapping[str, Array], before: Results | None
    ) -> Results:
        values: dict[str, Any] = {}
        if before is not None:
            values = {name: getattr(before, name) for name in Results.__slots__}
        for name, part in message["parts"].items():
            values[name] = _heard(name, part, before)
        self._columns |= message["columns"]
        for name, record in MANY.items():
            values[name] = from_columns(record, self._columns[name], arrays[name])
        values["fields"] = _fields(
            message, arrays, no_fields() if before is None else before.fields
        )
        return Results(**values)


@cache
def _row_types() -> Mapping[str, type[Any]]:
    """Fields of the results that hold any number of records, and of which kind."""
    rows: dict[str, type[Any]] = {}
    for name in _PLAIN:
        match typing.get_args(_hints()[name]):
            case (type() as kind, end) if end is Ellipsis and dataclasses.is_dataclass(kind):
                rows[name] = kind
    return rows


@cache
def _hints() -> Mapping[str, Any]:
    return typing.get_type_hints(Results)


def _alike(one: object, other: object) -> bool:
    """Whether a value need not be sent again."""
    return one is other or one == other


def _part(name: str, value: Any, before: Results | None) -> Any:
    """A field of the results as JSON; rows that were there before by their place then."""
    if name not in _row_types() or before is None:
        return encode(value)
    places = {row: n for n, row in enumerate(getattr(before, name))}
    return [places[row] if row in places else encode(row) for row in value]


def _heard(name: str, part: Any, before: Results | None) -> object:
    """What :func:`_part` took apart."""
    row_type = _row_types().get(name)
    if row_type is None:
        return decode_as(_hints()[name], part, name)
    rows = () if before is None else getattr(before, name)
    return tuple(
        rows[row] if isinstance(row, int) else decode_as(row_type, row, name) for row in part
    )


def _changed_arrays(fields: Fields, before: Fields | None) -> dict[str, Array]:
    """The arrays of fields that are there and differ in any bit from those before."""
    changed = {}
    for name in ARRAYS:
        array = getattr(fields, name)
        other = None if before is None else getattr(before, name)
        if array is not None and not _same_bits(array, other):
            changed[name] = array
    return changed


def _same_bits(one: Array, other: Array | None) -> bool:
    """Whether two arrays of 32-bit numbers are the same; cells without air are no numbers."""
    if one is other:
        return True
    if other is None or one.shape != other.shape:
        return False
    return bool((one.view(np.int32) == other.view(np.int32)).all())


def _arrays(named: list[Any], content: bytes) -> dict[str, Array]:
    """The arrays of a message, as views of its bytes."""
    arrays, start = {}, 0
    for name, kind, shape in named:
        dtype = np.dtype(kind)
        count = math.prod(shape)
        flat = np.frombuffer(content, dtype, count, start)
        arrays[name] = flat.reshape(shape)
        start += count * dtype.itemsize
    if start != len(content):
        raise ValueError("there are more numbers than it names")
    return arrays


def _fields(message: Mapping[str, Any], arrays: Mapping[str, Array], before: Fields) -> Fields:
    """The fields of a message; the same object as before where nothing in them differs."""
    x, y, z = (float(value) for value in message["origin_m"])
    dx, dy, dz = (float(value) for value in message["spacing_m"])
    without = message["without"]
    values: dict[str, Any] = {
        name: None if name in without else arrays.get(name, getattr(before, name))
        for name in ARRAYS
    }
    known = Fields((x, y, z), (dx, dy, dz), **values)
    is_same = all(
        getattr(known, field.name) is getattr(before, field.name)
        or (field.name not in ARRAYS and getattr(known, field.name) == getattr(before, field.name))
        for field in dataclasses.fields(Fields)
    )
    return before if is_same else known
