"""A rack schedule, one row a rack, as racks of a plan: CSV or the first sheet of an XLSX workbook.

Columns are found by their headings, whatever their case and punctuation; others are named by a map
from heading to field. A rack without a place is set into rows of ten, to be moved by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coolsim.design.models import Rack
from coolsim.errors import ImportFileError
from coolsim.interop.tabular import (
    FOOT_M,
    INCH_M,
    POUND_KG,
    ColumnFound,
    Field,
    columns_found,
    fields_of,
    headings_of,
    name_in,
    number_of,
    read_table,
)

_IN_A_ROW = 10
_ROW_PITCH_M, _EDGE_M = 3.0, 1.8

FIELDS: tuple[Field, ...] = (
    Field("name", 0.0, ("name", "rack", "rack name", "rack id", "label", "cabinet")),
    Field("x_m", 1.0, ("x", "x m", "x position m")),
    Field("y_m", 1.0, ("y", "y m", "y position m")),
    Field("x_m", 0.001, ("x mm",)),
    Field("y_m", 0.001, ("y mm",)),
    Field("x_m", FOOT_M, ("x ft",)),
    Field("y_m", FOOT_M, ("y ft",)),
    Field("heading_deg", 1.0, ("heading", "heading deg", "rotation", "angle", "orientation")),
    Field("width_m", 1.0, ("width m",)),
    Field("width_m", 0.001, ("width", "width mm")),
    Field("width_m", INCH_M, ("width in",)),
    Field("depth_m", 1.0, ("depth m",)),
    Field("depth_m", 0.001, ("depth", "depth mm")),
    Field("depth_m", INCH_M, ("depth in",)),
    Field("height_m", 1.0, ("height m",)),
    Field("height_m", 0.001, ("height mm",)),
    Field("height_m", INCH_M, ("height in",)),
    Field("height_u", 1.0, ("height u", "u", "u height", "units", "rack units")),
    Field("load_w", 1000.0, ("load kw", "power kw", "kw", "it load kw", "it power kw", "load")),
    Field("load_w", 1.0, ("load w", "power w", "watts", "w")),
    Field("empty_mass_kg", 1.0, ("empty mass kg", "weight kg")),
    Field("empty_mass_kg", POUND_KG, ("empty mass lb", "weight lb")),
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
    table = read_table(path)
    headings = headings_of(table)
    fields = fields_of(headings, FIELDS, columns or {})
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


def read_columns(path: Path, columns: Mapping[str, str]) -> tuple[ColumnFound, ...]:
    """Read what columns a schedule has, whether or not its rows make racks.

    Args:
        path: As of :func:`read_schedule`.
        columns: As of :func:`read_schedule`.

    Raises:
        UsageError, ImportFileError: As of :func:`read_schedule`, but for what the rows hold.
    """
    return columns_found(read_table(path), FIELDS, columns)


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
        value = field.value(number_of(text, heading, where))
        values[field.name] = round(value) if field.name in _WHOLE else value
    return values


def _word(field: str, text: str) -> str:
    """A text as the record wants it; names keep what they are, but for a guarding apostrophe."""
    if field == "name":
        return name_in(text)
    if field == "cooling":
        return text.lower().replace(" ", "_").replace("-", "_")
    return text.upper()


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
