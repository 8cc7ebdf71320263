"""Reading EnergyPlus weather files.

Source: EnergyPlus, Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary". Read are
the place, the calendar, dry bulb, dew point, relative humidity and pressure, and nothing else.
Short gaps are bridged and told; a file that is broken anywhere else is refused with the line.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coolsim.bounded import read_bounded
from coolsim.errors import CoolSimError, Problem
from coolsim.plant.weather.records import MONTH_DAYS, Place, Weather, make_weather
from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.psychrometrics import (
    humidity_ratio_kg_kg,
    humidity_ratio_of_relative,
    saturation_pressure_pa,
)

Array = NDArray[np.float64]

MOST_BYTES = 50_000_000
LONGEST_GAP_H = 6
"""Missing hours in a row that are bridged by a straight line; longer gaps are refused."""
_LISTED = 8
_YEARS = (8760, 8784)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the data rows: place, value that means "missing", and the physical range."""

    name: str
    index: int
    missing: float
    low: float
    high: float
    unit: str


_DRY_BULB = _Column("dry bulb", 6, 99.9, -70.0, 65.0, "°C")
_DEW_POINT = _Column("dew point", 7, 99.9, -90.0, 45.0, "°C")
_RELATIVE = _Column("relative humidity", 8, 999.0, 0.0, 110.0, "%")
_PRESSURE = _Column("pressure", 9, 999999.0, 50_000.0, 120_000.0, "Pa")
_COLUMNS = (_DRY_BULB, _DEW_POINT, _RELATIVE, _PRESSURE)


class WeatherFileError(CoolSimError):
    """A weather file that cannot be used; carries the problems found in it."""

    def __init__(
        self, message: str, *, where: str = "", remedy: str = "", problems: tuple[Problem, ...] = ()
    ) -> None:
        told = "".join(f"\n  {problem.path}: {problem.message}" for problem in problems[:_LISTED])
        more = len(problems) - _LISTED
        told += f"\n  and {more} more" if more > 0 else ""
        super().__init__(message + told, where=where, remedy=remedy)
        self.problems = problems


@dataclass(slots=True)
class _Rows:
    """Data rows as they are read: one list per field, with the lines they stand on."""

    lines: list[int] = field(default_factory=list)
    calendar: list[tuple[int, int, int]] = field(default_factory=list)
    values: list[tuple[float, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_epw(path: Path) -> Weather:
    """Read a weather file.

    Raises:
        WeatherFileError: It cannot be opened, is no EPW file, or has rows that cannot be used.
    """
    try:
        text = read_bounded(path, MOST_BYTES).decode("utf-8", errors="replace")
    except OSError as error:
        raise WeatherFileError(
            f"The weather file cannot be read: {error.strerror or error}.",
            where=str(path),
            remedy="Check the path, or choose an EPW file.",
        ) from None
    return parse_epw(text, where=str(path))


def parse_epw(text: str, *, where: str = "weather") -> Weather:
    """Weather from the text of an EPW file.

    Args:
        text: The file's text.
        where: What errors call it.

    Raises:
        WeatherFileError: It is no EPW file, or has rows that cannot be used.
    """
    lines = text.replace("\x00", "").splitlines()
    first = next((n for n, line in enumerate(lines) if _is_data(line)), None)
    if not lines or not lines[0].upper().startswith("LOCATION,") or first is None:
        raise WeatherFileError(
            "This is no EPW file: it has to begin with LOCATION and hold hourly rows.",
            where=where,
            remedy="Choose a file in the EnergyPlus weather format.",
        )
    place = _place(lines[0], where)
    per_hour = _records_per_hour(lines[:first], where)
    rows = _read_rows(lines, first)
    if rows.problems:
        raise WeatherFileError(
            f"{_rows(len(rows.problems))} of the weather file cannot be used:",
            where=where,
            remedy="Mend these rows, or choose another file.",
            problems=tuple(rows.problems),
        )
    _require_a_year(rows, per_hour, where)
    values, notes = _bridged(np.array(rows.values), rows, where)
    hourly = values.reshape(-1, per_hour, len(_COLUMNS)).mean(axis=1)
    month, day, hour = np.array(rows.calendar[per_hour - 1 :: per_hour], dtype=np.int64).T
    return _weather(place, where, (month, day, hour), hourly, notes)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _is_data(line: str) -> bool:
    return line[:1].isdigit() and line.count(",") >= _PRESSURE.index


def _place(line: str, where: str) -> Place:
    cells = next(csv.reader([line]))
    try:
        numbers = [float(cell) for cell in cells[6:10]]
        latitude, longitude, zone, elevation = numbers
    except ValueError:
        raise WeatherFileError(
            "Latitude, longitude, time zone and elevation of LOCATION must be numbers.",
            where=f"{where}, line 1",
            remedy="Mend the first line.",
        ) from None
    in_range = (
        abs(latitude) <= 90.0
        and abs(longitude) <= 180.0
        and abs(zone) <= 14.0
        and -1000.0 <= elevation <= 9000.0
    )
    if not in_range:
        raise WeatherFileError(
            "The place of LOCATION is not on Earth: "
            f"{latitude:g}, {longitude:g}, UTC{zone:+g}, {elevation:g} m.",
            where=f"{where}, line 1",
            remedy="Mend the first line.",
        )
    country = cells[3].strip() if len(cells) > 3 else ""
    return Place(cells[1].strip() or "weather file", country, latitude, longitude, zone, elevation)


def _records_per_hour(head: list[str], where: str) -> int:
    for number, line in enumerate(head, start=1):
        if line.upper().startswith("DATA PERIODS"):
            cells = line.split(",")
            if len(cells) > 2 and cells[2].strip() in {"1", "2", "3", "4", "6", "12", "60"}:
                return int(cells[2])
            raise WeatherFileError(
                "DATA PERIODS has to say how many records an hour has.",
                where=f"{where}, line {number}",
                remedy="Mend that line; hourly files have 1.",
            )
    return 1


def _read_rows(lines: list[str], first: int) -> _Rows:
    rows = _Rows()
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip():
            continue
        cells = line.split(",")
        problem = _problem(cells)
        if problem:
            rows.problems.append(Problem(f"line {number}", problem))
            continue
        rows.lines.append(number)
        rows.calendar.append((int(cells[1]), int(cells[2]), int(cells[3])))
        rows.values.append(tuple(_value(cells[column.index], column) for column in _COLUMNS))
    return rows


def _problem(cells: list[str]) -> str:
    """What is wrong with a row, "" for nothing."""
    if len(cells) <= _PRESSURE.index:
        return f"it has {len(cells)} of the {_PRESSURE.index + 1} fields needed"
    try:
        month, day, hour = (int(cell) for cell in cells[1:4])
    except ValueError:
        return "month, day and hour must be whole numbers"
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= hour <= 24):
        return f"month {month}, day {day}, hour {hour} is no time"
    for column in _COLUMNS:
        try:
            value = _value(cells[column.index], column)
        except ValueError:
            return f"{column.name} is {cells[column.index].strip()!r}, not a number"
        if not np.isnan(value) and not column.low <= value <= column.high:
            return (
                f"{column.name} of {value:g} {column.unit} lies outside "
                f"{column.low:g} to {column.high:g} {column.unit}"
            )
    return ""


def _value(cell: str, column: _Column) -> float:
    """A field's number; NaN where the file says "missing"."""
    text = cell.strip()
    if not text:
        return float("nan")
    value = float(text)
    if not np.isfinite(value):
        raise ValueError(text)
    return float("nan") if value >= column.missing else value


def _require_a_year(rows: _Rows, per_hour: int, where: str) -> None:
    found = len(rows.values)
    if found not in {hours * per_hour for hours in _YEARS}:
        raise WeatherFileError(
            f"The file has {found:,} rows; a year has {8760 * per_hour:,}, a leap year "
            f"{8784 * per_hour:,}.",
            where=where,
            remedy="Choose a file with a whole year.",
        )
    expected = _calendar(found // per_hour)
    for n, (month, day, hour) in enumerate(rows.calendar):
        wanted = expected[n // per_hour]
        if (month, day, hour) != wanted:
            raise WeatherFileError(
                f"month {month}, day {day}, hour {hour} stands where month {wanted[0]}, "
                f"day {wanted[1]}, hour {wanted[2]} belongs.",
                where=f"{where}, line {rows.lines[n]}",
                remedy="Sort the rows, and fill in missing or remove double ones.",
            )


def _calendar(hours: int) -> list[tuple[int, int, int]]:
    days = list(MONTH_DAYS)
    days[1] += 1 if hours == _YEARS[1] else 0
    return [
        (month, day, hour)
        for month, count in enumerate(days, start=1)
        for day in range(1, count + 1)
        for hour in range(1, 25)
    ]


def _bridged(values: Array, rows: _Rows, where: str) -> tuple[Array, tuple[str, ...]]:
    """The values with short gaps bridged; what follows from another column stays a gap."""
    notes: list[str] = []
    filled = values.copy()
    for index, column in enumerate(_COLUMNS):
        missing = np.isnan(values[:, index])
        if column is _PRESSURE and missing.all():
            continue
        if column in (_DEW_POINT, _RELATIVE):
            # either says how moist the air is: only hours without both are gaps
            missing &= np.isnan(values[:, 3 - index])
        count = int(missing.sum())
        if count == 0:
            continue
        longest, at = _longest_run(missing)
        if longest > LONGEST_GAP_H or missing.all():
            raise WeatherFileError(
                f"{column.name} is missing for {longest:,} hours in a row; up to "
                f"{LONGEST_GAP_H} are bridged.",
                where=f"{where}, line {rows.lines[at]}",
                remedy="Choose a file without that gap.",
            )
        places = np.arange(len(values))
        known = ~np.isnan(values[:, index])
        if not known.any():
            continue
        filled[missing, index] = np.interp(
            places[missing], places[known], values[known, index], period=len(values)
        )
        notes.append(f"{column.name} bridged in {count} hours")
    return filled, tuple(notes)


def _longest_run(missing: NDArray[np.bool_]) -> tuple[int, int]:
    """Length of the longest run of missing hours, and where it begins."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], missing, [False]]).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    n = int(np.argmax(lengths))
    return int(lengths[n]), int(edges[::2][n])


def _weather(
    place: Place,
    where: str,
    calendar: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    values: Array,
    notes: tuple[str, ...],
) -> Weather:
    """Humidity from the relative humidity, as EnergyPlus does, or else from the dew point."""
    dry, dew, relative, pressure = values.T
    if np.isnan(pressure).all():
        pressure = np.full(dry.size, pressure_at_altitude_pa(place.elevation_m))
        notes = (*notes, "pressure is the standard one at the station's height")
    by_dew = humidity_ratio_kg_kg(saturation_pressure_pa(np.minimum(dew, dry)), pressure)
    by_relative = humidity_ratio_of_relative(dry, np.minimum(relative, 100.0) / 100.0, pressure)
    from_dew = np.isnan(relative)
    if from_dew.any():
        notes = (*notes, f"humidity from the dew point in {int(from_dew.sum()):,} hours")
    above = int(np.sum((relative > 100.0) | (from_dew & (dew > dry + 0.05))))
    if above:
        notes = (*notes, f"more vapour than air can hold in {above:,} hours, read as saturated air")
    humidity = np.where(from_dew, by_dew, by_relative)
    source = f"EPW file {Path(where).name}" if where else "EPW file"
    return make_weather(place, source, calendar, dry, humidity, pressure, notes)
