"""A rack schedule, one row a rack, as racks of a plan: CSV or the first sheet of an XLSX workbook.

Columns are found by their headings, whatever their case and punctuation; others are named by a map
from heading to field. A rack without a place is set into rows of ten, to be moved by hand.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coolsim.design.models import Rack
from coolsim.errors import ImportFileError, UsageError

MOST_BYTES = 50_000_000
MOST_ROWS = 20_000
_IN_A_ROW = 10
_ROW_PITCH_M, _EDGE_M = 3.0, 1.8
_POUND_KG, _INCH_M, _FOOT_M = 0.45359237, 0.0254, 0.3048
_UNITS = {0.001: "mm", _INCH_M: "in", _FOOT_M: "ft", 1000.0: "kw", _POUND_KG: "lb"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a rack that a column can fill.

    Attributes:
        name: Of the rack's record.
        scale: What a number is multiplied with; 0 for texts.
        headings: Headings that mean it, in small letters, without punctuation.
    """

    name: str
    scale: float
    headings: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name with the column's own unit: ``width_mm`` for widths in millimetres."""
        if self.scale in (0.0, 1.0):
            return self.name
        return f"{self.name.rpartition('_')[0]}_{_UNITS[self.scale]}"


FIELDS: tuple[Field, ...] = (
    Field("name", 0.0, ("name", "rack", "rack name", "rack id", "label", "cabinet")),
    Field("x_m", 1.0, ("x", "x m", "x position m")),
    Field("y_m", 1.0, ("y", "y m", "y position m")),
    Field("x_m", 0.001, ("x mm",)),
    Field("y_m", 0.001, ("y mm",)),
    Field("x_m", _FOOT_M, ("x ft",)),
    Field("y_m", _FOOT_M, ("y ft",)),
    Field("heading_deg", 1.0, ("heading", "heading deg", "rotation", "angle", "orientation")),
    Field("width_m", 1.0, ("width m",)),
    Field("width_m", 0.001, ("width", "width mm")),
    Field("width_m", _INCH_M, ("width in",)),
    Field("depth_m", 1.0, ("depth m",)),
    Field("depth_m", 0.001, ("depth", "depth mm")),
    Field("depth_m", _INCH_M, ("depth in",)),
    Field("height_m", 1.0, ("height m",)),
    Field("height_m", 0.001, ("height mm",)),
    Field("height_m", _INCH_M, ("height in",)),
    Field("height_u", 1.0, ("height u", "u", "u height", "units", "rack units")),
    Field("load_w", 1000.0, ("load kw", "power kw", "kw", "it load kw", "it power kw", "load")),
    Field("load_w", 1.0, ("load w", "power w", "watts", "w")),
    Field("empty_mass_kg", 1.0, ("empty mass kg", "weight kg")),
    Field("empty_mass_kg", _POUND_KG, ("empty mass lb", "weight lb")),
    Field("mass_limit_kg", 1.0, ("mass limit kg", "max weight kg", "load limit kg")),
    Field("cooling", 0.0, ("cooling", "cooling method")),
    Field("air_class", 0.0, ("air class", "class", "ashrae class")),
)
"""Fields and headings; a name in millimetres stands for what schedules usually mean."""
_WHOLE = frozenset({"height_u"})


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is read of a schedule.

    Attributes:
        racks: In the order of the rows, numbered ``rack-0001`` and on.
        used: Heading of each column that was used, and its field.
        unused: Headings of the others.
        unplaced: How many racks had no place of their own.
    """

    racks: tuple[Rack, ...]
    used: Mapping[str, str]
    unused: tuple[str, ...]
    unplaced: int


def read_schedule(path: Path, columns: Mapping[str, str] | None = None) -> Schedule:
    """Read a schedule.

    Args:
        path: A ``.csv`` or ``.xlsx`` file.
        columns: Field for headings that are not known, or are to be taken otherwise; ``""`` leaves
            a column out.

    Raises:
        UsageError: A column of the map is not there, or its field is none.
        ImportFileError: The file is not readable, or a row has a value that cannot be; the row and
            column are named.
    """
    table = _table(path)
    if not table:
        raise ImportFileError("It is empty.", where=str(path))
    headings = [str(cell or "").strip() for cell in table[0]]
    fields = _fields(headings, columns or {})
    if not any(field is not None for field in fields):
        raise ImportFileError(
            f"None of its headings is known: {', '.join(filter(None, headings[:12]))}.",
            where=str(path),
            remedy="Name a column: --column HEADING=load_w (or name, x_m, y_m, width_m, ...).",
        )
    racks: list[Rack] = []
    unplaced = 0
    for number, row in enumerate(table[1:], start=2):
        values = _values(row, headings, fields, f"{path}, row {number}")
        if not values:
            continue
        if not {"x_m", "y_m"} <= values.keys():
            values = {"x_m": 0.0, "y_m": 0.0, **values} | _place(unplaced)
            unplaced += 1
        racks.append(_rack(values, len(racks) + 1, f"{path}, row {number}"))
    if not racks:
        raise ImportFileError("It has headings and no racks.", where=str(path))
    used = {h: f.name for h, f in zip(headings, fields, strict=True) if f is not None}
    unused = tuple(h for h, f in zip(headings, fields, strict=True) if f is None and h)
    return Schedule(tuple(racks), used, unused, unplaced)


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A column of a schedule: its heading, what it is taken as, cells filled, and the first."""

    heading: str
    key: str
    filled: int
    first: str


def read_columns(path: Path, columns: Mapping[str, str]) -> tuple[ColumnFound, ...]:
    """Read what columns a schedule has, whether or not its rows make racks.

    Args:
        path: As of :func:`read_schedule`.
        columns: As of :func:`read_schedule`.

    Raises:
        UsageError, ImportFileError: As of :func:`read_schedule`, but for what the rows hold.
    """
    table = _table(path)
    if not table:
        raise ImportFileError("It is empty.", where=str(path))
    headings = [str(cell or "").strip() for cell in table[0]]
    found = []
    for place, (heading, field) in enumerate(
        zip(headings, _fields(headings, columns), strict=True)
    ):
        cells = [str(row[place] or "").strip() for row in table[1:] if place < len(row)]
        filled = [cell for cell in cells if cell]
        key = "" if field is None else field.key
        if heading:
            found.append(ColumnFound(heading, key, len(filled), filled[0] if filled else ""))
    return tuple(found)


def _table(path: Path) -> list[Sequence[object]]:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise ImportFileError(
            f"It cannot be read: {error.strerror or error}.", where=str(path)
        ) from error
    if size > MOST_BYTES:
        raise ImportFileError("It is over 50 MB.", where=str(path), remedy="Keep the racks alone.")
    rows = _workbook(data, path) if data[:2] == b"PK" else _csv(data, path)
    if len(rows) > MOST_ROWS:
        raise ImportFileError(f"It has more than {MOST_ROWS:,} rows.", where=str(path))
    return rows


def _csv(data: bytes, path: Path) -> list[Sequence[object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise ImportFileError("It is no text file.", where=str(path))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ImportFileError(f"It is no readable CSV: {error}.", where=str(path)) from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _workbook(data: bytes, path: Path) -> list[Sequence[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > 10 * MOST_BYTES:
                raise ImportFileError("Unpacked it is over 500 MB.", where=str(path))
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        rows = page.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=200)
        return [row for row in rows if any(cell is not None for cell in row)]
    except ImportFileError:
        raise
    except Exception as error:
        # The reader's own errors are of many kinds, some of them plain Python errors.
        raise ImportFileError(
            f"It is no readable workbook ({type(error).__name__}).",
            where=str(path),
            remedy="Save it as XLSX or CSV.",
        ) from error


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def _fields(headings: Sequence[str], columns: Mapping[str, str]) -> list[Field | None]:
    """The field of each column; of two columns for one field the first counts."""
    by_plain = {_plain(heading): field for heading, field in columns.items()}
    known = {_plain(heading) for heading in headings}
    for heading in columns:
        if _plain(heading) not in known:
            raise UsageError(
                f"There is no column {heading!r}.",
                where="--column",
                remedy=f"The file has: {', '.join(filter(None, headings[:12]))}.",
            )
    found: list[Field | None] = []
    taken: set[str] = set()
    for heading in headings:
        field = _field(_plain(heading), by_plain)
        if field is not None and field.name in taken:
            field = None
        if field is not None:
            taken.add(field.name)
        found.append(field)
    return found


def _field(heading: str, by_plain: Mapping[str, str]) -> Field | None:
    if heading in by_plain:
        return _named(by_plain[heading])
    exact = heading.replace(" ", "_")
    for field in FIELDS:
        if heading in field.headings or (exact == field.name and field.scale in (0.0, 1.0)):
            return field
    return None


def _named(name: str) -> Field | None:
    if not name:
        return None
    for field in FIELDS:
        if field.key == name:
            return field
    names = ", ".join(field.key for field in FIELDS)
    raise UsageError(f"A rack has no field {name!r}.", where="--column", remedy=f"One of: {names}.")


def _values(
    row: Sequence[object], headings: Sequence[str], fields: Sequence[Field | None], where: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for cell, heading, field in zip(row, headings, fields, strict=False):
        if field is None or cell is None or not str(cell).strip():
            continue
        text = str(cell).strip()
        if field.scale == 0.0:
            values[field.name] = _word(field.name, text)
            continue
        number = _number(text)
        if number is None or not math.isfinite(number):
            raise ImportFileError(
                f"{text[:60]!r} in column {heading!r} is no number.",
                where=where,
                remedy="Mend the cell, or leave the column out: --column HEADING=",
            )
        values[field.name] = number * field.scale
        if field.name in _WHOLE:
            values[field.name] = round(number)
    return values


def _word(field: str, text: str) -> str:
    """A text as the record wants it; names keep what they are, but for a guarding apostrophe."""
    if field == "name":
        return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text
    if field == "cooling":
        return text.lower().replace(" ", "_").replace("-", "_")
    return text.upper()


def _number(text: str) -> float | None:
    """A number with a point or a comma before its decimals."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[-+]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", plain):
        plain = plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _place(number: int) -> dict[str, float]:
    """A place for a rack that has none: rows of ten, three metres apart."""
    row, along = divmod(number, _IN_A_ROW)
    return {"x_m": _EDGE_M + 0.6 * along, "y_m": _EDGE_M + _ROW_PITCH_M * row, "heading_deg": 90.0}


def _rack(values: Mapping[str, Any], number: int, where: str) -> Rack:
    try:
        return Rack.model_validate({"id": f"rack-{number:04d}", **values})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "rack"
        raise ImportFileError(
            f"{field}: {first['msg']}.", where=where, remedy="Mend the row and import again."
        ) from error
