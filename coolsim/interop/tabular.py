"""Tables that users bring: CSV or the first sheet of an XLSX workbook, columns by their headings.

Columns are found whatever the case and punctuation of their headings; others are named by a map
from heading to field.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coolsim.bounded import read_bounded
from coolsim.errors import ImportFileError, UsageError

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 100_000_000
MOST_ROWS = 20_000
POUND_KG, INCH_M, FOOT_M = 0.45359237, 0.0254, 0.3048
_UNITS = {0.001: "mm", INCH_M: "in", FOOT_M: "ft", 1000.0: "kw", POUND_KG: "lb"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record that a column can fill.

    Attributes:
        name: Of the record's field.
        scale: What a number is multiplied with; 0 for texts.
        headings: Headings that mean it, in small letters, without punctuation.
        unit: What stands for its unit in :attr:`key`; "" finds it by the scale.
        shift: What is added to a number after that.
    """

    name: str
    scale: float
    headings: tuple[str, ...]
    unit: str = ""
    shift: float = 0.0

    @property
    def key(self) -> str:
        """The name with the column's own unit: ``width_mm`` for widths in millimetres."""
        if not self.unit and self.scale in (0.0, 1.0):
            return self.name
        return f"{self.name.rpartition('_')[0]}_{self.unit or _UNITS[self.scale]}"

    def value(self, number: float) -> float:
        """A number of the column in the field's unit."""
        return number * self.scale + self.shift


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A column: its heading, what it is taken as, cells filled, and the first."""

    heading: str
    key: str
    filled: int
    first: str


def read_table(path: Path) -> list[Sequence[object]]:
    """The rows of a ``.csv`` or ``.xlsx`` file, the headings first, rows without a value left out.

    A CSV may be UTF-8, UTF-16 with its mark, or Latin-1, with commas, semicolons or tabs.

    Raises:
        ImportFileError: It cannot be read, is too large, or empty.
    """
    try:
        data = read_bounded(path, MOST_BYTES)
    except OSError as error:
        raise ImportFileError(
            f"It cannot be read: {error.strerror or error}.", where=str(path)
        ) from error
    rows = _workbook(data, path) if data[:2] == b"PK" else _csv(data, path)
    if len(rows) > MOST_ROWS:
        raise ImportFileError(f"It has more than {MOST_ROWS:,} rows.", where=str(path))
    if not rows:
        raise ImportFileError("It is empty.", where=str(path))
    return rows


def _csv(data: bytes, path: Path) -> list[Sequence[object]]:
    text = _text(data)
    if "\0" in text:
        raise ImportFileError("It is no text file.", where=str(path))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ImportFileError(f"It is no readable CSV: {error}.", where=str(path)) from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _text(data: bytes) -> str:
    """A text by its byte-order mark, else as UTF-8, else as Latin-1."""
    for mark, encoding in ((BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    return data.decode("latin-1")


def _workbook(data: bytes, path: Path) -> list[Sequence[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise ImportFileError("Unpacked it is larger than 100 MB.", where=str(path))
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


def plain(heading: str) -> str:
    """A heading in small letters, without punctuation."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def columns_found(
    table: Sequence[Sequence[object]], known: Sequence[Field], columns: Mapping[str, str]
) -> tuple[ColumnFound, ...]:
    """What columns a table has, whether or not its rows make sense.

    Args:
        table: As of :func:`read_table`.
        known: As of :func:`fields_of`.
        columns: As of :func:`fields_of`.

    Raises:
        UsageError: As of :func:`fields_of`.
    """
    headings = headings_of(table)
    found = []
    for place, (heading, field) in enumerate(
        zip(headings, fields_of(headings, known, columns), strict=True)
    ):
        cells = [str(row[place] or "").strip() for row in table[1:] if place < len(row)]
        filled = [cell for cell in cells if cell]
        key = "" if field is None else field.key
        if heading:
            found.append(ColumnFound(heading, key, len(filled), filled[0] if filled else ""))
    return tuple(found)


def headings_of(table: Sequence[Sequence[object]]) -> list[str]:
    """The headings of a table."""
    return [str(cell or "").strip() for cell in table[0]]


def fields_of(
    headings: Sequence[str], known: Sequence[Field], columns: Mapping[str, str]
) -> list[Field | None]:
    """The field of each column; of two columns for one field the first counts.

    Args:
        headings: Of the table.
        known: The fields there are.
        columns: Field for headings that are not known, or are to be taken otherwise; ``""`` leaves
            a column out.

    Raises:
        UsageError: A column of the map is not there, or its field is none.
    """
    by_plain = {plain(heading): field for heading, field in columns.items()}
    there = {plain(heading) for heading in headings}
    for heading in columns:
        if plain(heading) not in there:
            raise UsageError(
                f"There is no column {heading!r}.",
                where="--column",
                remedy=f"The file has: {', '.join(filter(None, headings[:12]))}.",
            )
    found: list[Field | None] = []
    taken: set[str] = set()
    for heading in headings:
        field = _field(plain(heading), known, by_plain)
        if field is not None and field.name in taken:
            field = None
        if field is not None:
            taken.add(field.name)
        found.append(field)
    return found


def _field(heading: str, known: Sequence[Field], by_plain: Mapping[str, str]) -> Field | None:
    if heading in by_plain:
        return _named(by_plain[heading], known)
    exact = heading.replace(" ", "_")
    for field in known:
        if heading in field.headings or exact == field.key:
            return field
    return None


def _named(name: str, known: Sequence[Field]) -> Field | None:
    if not name:
        return None
    for field in known:
        if field.key == name:
            return field
    names = ", ".join(field.key for field in known)
    raise UsageError(f"There is no field {name!r}.", where="--column", remedy=f"One of: {names}.")


def number_of(text: str, heading: str, where: str) -> float:
    """The finite number of a cell.

    Raises:
        ImportFileError: It holds none; column and row are named.
    """
    number = number_in(text)
    if number is None or not math.isfinite(number):
        raise ImportFileError(
            f"{text[:60]!r} in column {heading!r} is no number.",
            where=where,
            remedy="Mend the cell, or leave the column out: --column HEADING=",
        )
    return number


def name_in(text: str) -> str:
    """A name without the apostrophe that guards it from being run as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def number_in(text: str) -> float | None:
    """A number with a point or a comma before its decimals."""
    digits = text.replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[-+]?\d+,\d+", digits):
        digits = digits.replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", digits):
        digits = digits.replace(",", "")
    try:
        return float(digits)
    except ValueError:
        return None
