"""Every table of a design and its result as rows of plain values, and those as CSV or a workbook.

Headings are the field names with their units (``inlet_temperature_c``). A text that a spreadsheet
would run as a formula is kept a text: led by an apostrophe in CSV, written as text in a workbook.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import math
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolsim.design.atomic import make_folder, replace_file
from coolsim.design.files import to_object
from coolsim.design.models import Design
from coolsim.results.codec import encode
from coolsim.results.records import Results
from coolsim.results.sensors import SensorComparison, compare_sensors

Value = str | float | int | bool | None
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000
_DRAWN = (
    "racks",
    "coolers",
    "tiles",
    "panels",
    "obstructions",
    "aisles",
    "groups",
    "loops",
    "cdus",
    "sensors",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        name: Of the file, and of the sheet in a workbook: letters and underscores.
        headings: One for each column.
        rows: Values, each row as long as the headings.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheets_of(design: Design, results: Results) -> tuple[Sheet, ...]:
    """The tables of the active variant: what is drawn, and what was solved; empty ones left out."""
    variant = design.variant.model_dump(mode="json")
    drawn = [_sheet(f"design_{kind}", variant.get(kind) or ()) for kind in _DRAWN]
    solved: list[tuple[str, Iterable[object]]] = [
        ("racks", results.racks),
        ("coolers", results.coolers),
        ("tiles", results.tiles),
        ("metrics", results.metrics),
        ("balance", results.balance.terms),
        ("findings", results.findings),
        ("assumptions", results.assumptions),
    ]
    if results.liquid is not None:
        solved += [
            (f"liquid_{field.name}", value)
            for field in dataclasses.fields(results.liquid)
            if isinstance(value := getattr(results.liquid, field.name), tuple)
            and value
            and dataclasses.is_dataclass(value[0])
        ]
    sensors = sensor_sheet(compare_sensors(design.variant, results.fields))
    made = [_sheet(name, [encode(record) for record in records]) for name, records in solved]
    return tuple(sheet for sheet in (_about(design, results), *made, sensors, *drawn) if sheet.rows)


def sensor_sheet(comparison: SensorComparison) -> Sheet:
    """Every sensor beside the model: model less measurement in the differences."""
    records = [
        encode(row)
        | {"difference_k": row.difference_k, "humidity_difference": row.humidity_difference}
        for row in comparison.rows
    ]
    return _sheet("sensor_differences", records)


def _about(design: Design, results: Results) -> Sheet:
    """What the tables are of, so that none of them is mistaken for another solve's."""
    rows = (
        ("project", design.project.name),
        ("variant", design.variant.name or design.variant.id),
        ("design_hash", results.design_hash),
        ("program_version", results.program_version),
        ("fidelity", results.fidelity),
        ("status", results.status),
        ("status_note", results.status_text()),
        ("cells", results.grid.cells),
        ("format", to_object(design)["format"]),
    )
    return Sheet("about", ("what", "value"), tuple(rows))


def _sheet(name: str, records: Sequence[Mapping[str, Any]]) -> Sheet:
    """A table of records; fields that hold lists or records of their own become their text."""
    flat = [_flat(record) for record in records]
    headings = tuple(dict.fromkeys(key for record in flat for key in record))
    rows = tuple(tuple(record.get(key) for key in headings) for record in flat)
    return Sheet(name, headings, rows)


def _flat(record: Mapping[str, Any], above: str = "") -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, value in record.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            values |= _flat(value, f"{name}.")
        elif isinstance(value, list | tuple):
            if all(isinstance(item, str | int | float) for item in value):
                values[name] = ", ".join(map(str, value))
        else:
            values[name] = value
    return values


def csv_text(sheet: Sheet) -> str:
    """A table as CSV: comma, quotes where needed, lines ended by CR LF (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.headings)
    writer.writerows([_csv_value(value) for value in row] for row in sheet.rows)
    return out.getvalue()


def _csv_value(value: Value) -> Value:
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def write_csv(folder: Path, sheets: Sequence[Sheet]) -> tuple[Path, ...]:
    """Write every table into a folder of its own file each; the folder is made if not there.

    The files begin with a byte-order mark, by which spreadsheets know UTF-8.

    Raises:
        SaveError: If a file cannot be written.
    """
    make_folder(folder)
    written = []
    for sheet in sheets:
        path = folder / f"{sheet.name}.csv"
        replace_file(path, csv_text(sheet).encode("utf-8-sig"))
        written.append(path)
    return tuple(written)


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write every table as a sheet of one XLSX workbook.

    Raises:
        SaveError: If the file cannot be written.
    """
    replace_file(path, workbook_bytes(sheets))


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The workbook; the same tables give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        options = {"in_memory": True, "tmpdir": os.fspath(folder), "strings_to_formulas": False}
        book = xlsxwriter.Workbook(out, options | {"strings_to_urls": False})
        # A time of its own would make the same tables another file each time.
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            page.freeze_panes(1, 0)
            for column, heading in enumerate(sheet.headings):
                page.write_string(0, column, heading, bold)
                page.set_column(column, column, min(max(len(heading) + 2, 10), 40))
            for number, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write_cell(page, number, column, value)
            page.autofilter(0, 0, len(sheet.rows), max(len(sheet.headings) - 1, 0))
        book.close()
    return out.getvalue()


def _write_cell(page: Any, row: int, column: int, value: Value) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, str):
        page.write_string(row, column, value[:_LONGEST_CELL])
    else:
        page.write_number(row, column, value)
