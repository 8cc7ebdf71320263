"""Readings of sensors, one row a sensor: CSV or the first sheet of an XLSX workbook.

Columns are found by their headings; a unit in the heading counts (°C, °F; m, mm, ft; %). A
temperature without a unit is in °C, a length in metres. Names find sensors and racks of a design,
see :func:`~coolsim.design.edits_sensors.take_readings`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from coolsim import units
from coolsim.design.edits_sensors import Reading
from coolsim.design.models import Measurement
from coolsim.errors import ImportFileError
from coolsim.interop.tabular import (
    FOOT_M,
    INCH_M,
    ColumnFound,
    Field,
    columns_found,
    fields_of,
    headings_of,
    name_in,
    number_of,
    read_table,
)

_ZERO_F_C = units.parse("0 °F", "c")
_FAHRENHEIT_K = units.parse("1 °F", "c") - _ZERO_F_C
_TEMPERATURE = ("temperature", "temp", "t", "reading", "measured", "value", "air temperature",
                "inlet temperature", "temperatur", "messwert")  # fmt: skip
_HUMIDITY = ("relative humidity", "humidity", "rh", "rel humidity", "feuchte", "rel feuchte")


def _with(words: Sequence[str], *units: str) -> tuple[str, ...]:
    return tuple(f"{word} {unit}" for word in words for unit in units)


def _lengths(axis: str, *words: str) -> tuple[Field, ...]:
    every = (axis, *words)
    name = f"{axis}_m"
    return (
        Field(name, 1.0, (*every, *_with(every, "m"))),
        Field(name, 0.001, _with(every, "mm")),
        Field(name, 0.01, _with(every, "cm"), "cm"),
        Field(name, FOOT_M, _with(every, "ft", "feet")),
        Field(name, INCH_M, _with(every, "in", "inch")),
    )


FIELDS: tuple[Field, ...] = (
    Field("name", 0.0, ("name", "sensor", "sensor name", "sensor id", "id", "label", "tag",
                        "point", "location", "rack", "rack name", "rack id", "fuehler")),
    *_lengths("x", "position x", "x position"),
    *_lengths("y", "position y", "y position"),
    *_lengths("z", "height", "elevation", "position z", "z position", "hoehe"),
    Field("temperature_c", 1.0, (*_TEMPERATURE, *_with(_TEMPERATURE, "c", "deg c", "degc",
                                                       "celsius"), "c", "deg c")),
    Field("temperature_c", _FAHRENHEIT_K, (*_with(_TEMPERATURE, "f", "deg f", "degf",
                                                     "fahrenheit"), "f", "deg f"), "f",
          _ZERO_F_C),
    Field("relative_humidity_fraction", 0.01, (*_HUMIDITY, *_with(_HUMIDITY, "percent", "rh")),
          "percent"),
    Field("relative_humidity_fraction", 1.0, _with(_HUMIDITY, "fraction")),
    Field("date", 0.0, ("date", "day", "time", "timestamp", "date time", "datum")),
)  # fmt: skip
"""Fields and headings; a humidity without a unit is in percent."""
_NONE = frozenset({"-", "–", "—", "n/a", "na", "nan", "null", "none", "#n/a"})
"""What stands in a cell without a reading."""
_HOTTEST_LIKELY_C = 55.0
"""Median above which temperatures without a unit are hardly in °C [deg C]."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What is read of a file.

    Attributes:
        readings: One for each row.
        measurement: The file's name, and the date if all rows have one.
        used: Heading of each column that was used, and its field.
        unused: Headings of the others.
        notes: What a user should know of the reading.
    """

    readings: tuple[Reading, ...]
    measurement: Measurement
    used: Mapping[str, str]
    unused: tuple[str, ...]
    notes: tuple[str, ...]


def read_readings(path: Path, columns: Mapping[str, str] | None = None) -> Readings:
    """Read readings.

    Args:
        path: A ``.csv`` or ``.xlsx`` file.
        columns: Field for headings that are not known, or are to be taken otherwise; ``""`` leaves
            a column out.

    Raises:
        UsageError: A column of the map is not there, or its field is none.
        ImportFileError: The file is not readable, has no names or readings, or a cell that cannot
            be; row and column are named.
    """
    table = read_table(path)
    headings = headings_of(table)
    fields = fields_of(headings, FIELDS, columns or {})
    known = {field.name for field in fields if field is not None}
    _require(known, headings, path)
    rows = [
        (number, values)
        for number, row in enumerate(table[1:], start=2)
        if (values := _values(row, headings, fields, f"{path}, row {number}"))
    ]
    if not rows:
        raise ImportFileError("It has headings and no readings.", where=str(path))
    used = {h: f.key for h, f in zip(headings, fields, strict=True) if f is not None}
    unused = tuple(h for h, f in zip(headings, fields, strict=True) if f is None and h)
    dates = {values.pop("date", "") for _, values in rows}
    date = dates.pop() if len(dates) == 1 else ""
    readings = tuple(_reading(values, f"{path}, row {number}") for number, values in rows)
    named = Measurement(name=path.stem[:200], date=date)
    notes = _notes(readings, headings, fields, dates)
    return Readings(readings, named, used, unused, notes)


def read_reading_columns(path: Path, columns: Mapping[str, str]) -> tuple[ColumnFound, ...]:
    """Read what columns a file has, whether or not its rows make readings.

    Args:
        path: As of :func:`read_readings`.
        columns: As of :func:`read_readings`.

    Raises:
        UsageError, ImportFileError: As of :func:`read_readings`, but for what the rows hold.
    """
    return columns_found(read_table(path), FIELDS, columns)


def _require(known: set[str], headings: Sequence[str], path: Path) -> None:
    """Names and one sort of reading there must be."""
    told = ", ".join(filter(None, headings[:12]))
    if "name" not in known:
        raise ImportFileError(
            f"None of its columns names the sensors: {told}.",
            where=str(path),
            remedy="Name the column: --column HEADING=name",
        )
    if not known & {"temperature_c", "relative_humidity_fraction"}:
        raise ImportFileError(
            f"None of its columns is a temperature or humidity: {told}.",
            where=str(path),
            remedy="Name the column: --column HEADING=temperature_c (or temperature_f, ...).",
        )


def _values(
    row: Sequence[object], headings: Sequence[str], fields: Sequence[Field | None], where: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for cell, heading, field in zip(row, headings, fields, strict=False):
        text = "" if cell is None else str(cell).strip()
        if field is None or not text:
            continue
        if field.scale == 0.0:
            values[field.name] = name_in(text) if field.name == "name" else _day(text)
        elif text.casefold() not in _NONE:
            values[field.name] = field.value(number_of(text, heading, where))
    return values


def _reading(values: Mapping[str, Any], where: str) -> Reading:
    if not values.get("name"):
        raise ImportFileError(
            "The row names no sensor.", where=where, remedy="Name it, or take the row out."
        )
    return Reading(**values, where=where)


def _day(text: str) -> str:
    """The day of a date, as year, month, day; "" where it is written in another way."""
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text):
        year, month, day = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)", text):
        day, month, year = map(int, found.groups())
    else:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def _notes(
    readings: Sequence[Reading],
    headings: Sequence[str],
    fields: Sequence[Field | None],
    dates: set[str],
) -> tuple[str, ...]:
    notes = []
    if len(dates) > 1:
        notes.append("Its rows are of several days: no date is kept.")
    empty = sum(each.temperature_c is None for each in readings)
    if empty:
        notes.append(f"Without a temperature: {empty} of {len(readings)} rows.")
    heading = next(
        (h for h, f in zip(headings, fields, strict=True) if f and f.key == "temperature_c"), None
    )
    known = [each.temperature_c for each in readings if each.temperature_c is not None]
    if heading is not None and known and median(known) > _HOTTEST_LIKELY_C:
        notes.append(
            f"Column {heading!r} is taken as °C: half of it is above {_HOTTEST_LIKELY_C:g} °C. "
            "If it is °F, take it as temperature_f."
        )
    return tuple(notes)
