"""What a file of another program would give, told before anything is taken over."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coolsim import units
from coolsim.design.files import to_object
from coolsim.design.models import Design
from coolsim.errors import CoolSimError, ImportFileError
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_OK, head
from coolsim.tasks.exchange_requests import ImportPreviewRequest, ImportRequest
from coolsim.tasks.importing import design_with, import_file

if TYPE_CHECKING:
    from coolsim.interop.tabular import ColumnFound

_LONGEST_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A layer or column, and what it is taken as.

    Attributes:
        name: Of the layer, or the column's heading.
        taken: Kind of object or field of a rack; "" where it is left out.
        count: Outlines of a layer, filled cells of a column.
        size_m: Width and depth of a layer's usual outline [m]; ``None`` for columns.
        sample: First cell of a column.
    """

    name: str
    taken: str
    count: int
    size_m: tuple[float, float] | None = None
    sample: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreviewAnswer:
    """What a file would give.

    Attributes:
        source: The file.
        rows: Its layers or columns; none for NetBox.
        choices: What a row can be taken as, beside left out.
        objects: How many of each kind it gives.
        notes: What a user should know of the reading.
        problem: Why nothing can be taken over with these rows; "" where it can.
        metres: Metres in a unit of the drawing; ``None`` for other files.
        says_unit: Whether the drawing says its unit itself.
        design: The design with everything in its active variant; ``None`` with a problem.
    """

    source: Path
    rows: tuple[ImportRow, ...]
    choices: tuple[str, ...]
    objects: Mapping[str, int]
    notes: tuple[str, ...]
    problem: str = ""
    metres: float | None = None
    says_unit: bool = False
    design: Design | None = None

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return the preview as JSON, the whole design in it."""
        return head("import-preview", "ok") | {
            "source": str(self.source),
            "rows": [encode(row) for row in self.rows],
            "choices": list(self.choices),
            "objects": dict(self.objects),
            "notes": list(self.notes),
            "problem": self.problem,
            "metres": self.metres,
            "says_unit": self.says_unit,
            "design": None if self.design is None else to_object(self.design),
        }

    def text(self, system: units.System = "si") -> str:
        """Return what each row is taken as."""
        del system
        rows = [(tables.clean(row.name, 60), row.taken or "left out") for row in self.rows]
        return tables.table(("In the file", "taken as"), rows, "<<") if rows else str(self.source)


def import_preview(
    request: ImportPreviewRequest,
) -> Generator[Progress, None, ImportPreviewAnswer]:
    """Read a file and tell what it would give; faults of its rows are told, too.

    Raises:
        ImportFileError: The file cannot be read at all.
    """
    yield Progress("read", 0.0, f"Reading {request.source.name}")
    match request.kind:
        case "dxf":
            return _drawing(request)
        case "csv":
            return _schedule(request)
        case "sensors":
            return _readings(request)
    return _whole(request, (), ())


def _drawing(request: ImportPreviewRequest) -> ImportPreviewAnswer:
    from coolsim.interop.dxf_reading import KINDS, own_kind, read_dxf, variant_from

    drawing = read_dxf(request.source, request.metres)
    taken = {outline.layer: own_kind(outline) for outline in drawing.outlines}
    taken |= {name: kind for name, kind in request.taken.items() if name in taken}
    rows = tuple(
        ImportRow(each.name, taken[each.name], each.outlines, (each.width_m, each.depth_m))
        for each in drawing.layers()
    )
    problem, objects, design = "", dict[str, int](), None
    if any(taken.values()):
        try:
            variant, found = variant_from(drawing, taken, request.design.variant)
            objects, design = dict(found), design_with(request.design, variant)
        except (ImportFileError, ValueError) as error:
            problem = _words(error)
    else:
        problem = "Say what the layers hold." if rows else "It holds no closed outlines."
    return ImportPreviewAnswer(
        source=request.source,
        rows=rows,
        choices=(*KINDS, "hall"),
        objects=objects,
        notes=tuple(f"Left out: {count} {why}." for why, count in drawing.skipped.items()),
        problem=problem,
        metres=drawing.metres,
        says_unit=drawing.has_units,
        design=design,
    )


def _schedule(request: ImportPreviewRequest) -> ImportPreviewAnswer:
    from coolsim.interop.schedule import FIELDS, read_columns

    rows = _columns(read_columns(request.source, request.taken))
    choices = tuple(field.key for field in FIELDS)
    if not any(row.taken for row in rows):
        problem = "None of the headings is known. Say what the columns hold."
        return ImportPreviewAnswer(request.source, rows, choices, {}, (), problem)
    return _whole(request, rows, choices)


def _readings(request: ImportPreviewRequest) -> ImportPreviewAnswer:
    from coolsim.interop.readings import FIELDS, read_reading_columns

    found = read_reading_columns(request.source, request.taken)
    return _whole(request, _columns(found), tuple(field.key for field in FIELDS))


def _columns(found: Iterable[ColumnFound]) -> tuple[ImportRow, ...]:
    return tuple(
        ImportRow(each.heading, each.key, each.filled, None, each.first[:_LONGEST_SAMPLE])
        for each in found
    )


def _whole(
    request: ImportPreviewRequest, rows: tuple[ImportRow, ...], choices: tuple[str, ...]
) -> ImportPreviewAnswer:
    """The preview of an import as the command line does it."""
    plain = ImportRequest(request.source, request.kind, into=request.design, columns=request.taken)
    try:
        read = import_file(plain)
    except CoolSimError as error:
        if not rows:
            raise
        return ImportPreviewAnswer(request.source, rows, choices, {}, (), _words(error))
    return ImportPreviewAnswer(
        request.source, rows, choices, read.objects, read.notes, design=read.design
    )


def _words(error: Exception) -> str:
    """What is wrong and where, without the remedy, which speaks of the command line."""
    if isinstance(error, CoolSimError):
        return f"{error.where}: {error.message}" if error.where else error.message
    return f"An object of it cannot be: {error}"
