"""Setting the report: template and data to PDF, and the PDF to its file."""

from __future__ import annotations

import datetime
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from coolsim.assets import asset
from coolsim.catalogue.loading import Catalogue
from coolsim.density.choice.records import ChoiceAnswer
from coolsim.density.placement.records import PlacementAnswer
from coolsim.density.records import Density
from coolsim.design.atomic import Writer, replace_file, write_bytes
from coolsim.design.models import Design
from coolsim.errors import ReportError
from coolsim.report.data import report_data
from coolsim.report.letterhead import NO_LETTERHEAD, Letterhead
from coolsim.report.maps import PAPERS
from coolsim.report.subject import Subject, joined_findings
from coolsim.report.text import Printer
from coolsim.results.compute import SiliconTable
from coolsim.results.records import Finding, Results
from coolsim.results.year import YearResults
from coolsim.units import System
from coolsim.variants.records import Compared

Paper = Literal["a4", "letter"]
Draw = Callable[[Subject], tuple[bytes | None, str]]
"""Gives a picture and "", or nothing and why."""

FALLBACK_NOTE = (
    "Some names hold characters that the report's own font lacks. They are set in fonts of this "
    "computer where it has them, so the report may look different when made elsewhere, and it is "
    "tagged but not marked as PDF/UA."
)


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """What was written.

    Attributes:
        pages: Number of pages.
        seconds: Time it took [s].
        notes: What the reader should know about the file itself.
        subject: What was printed, for its tables.
    """

    pages: int
    seconds: float
    subject: Subject = field(repr=False)
    notes: tuple[str, ...] = ()


def write_report(
    design: Design,
    results: Results,
    density: Density | None,
    catalogue: Catalogue,
    findings: Iterable[Finding],
    out_path: str | Path,
    *,
    units: System = "si",
    paper: Paper = "a4",
    date: datetime.date | None = None,
    force: bool = False,
    write: Writer = write_bytes,
    year: YearResults | None = None,
    silicon: SiliconTable | None = None,
    letterhead: Letterhead = NO_LETTERHEAD,
    draw: Draw | None = None,
    elevations: bool = False,
    choice: ChoiceAnswer | None = None,
    placement: PlacementAnswer | None = None,
    variants: Compared | None = None,
) -> ReportInfo:
    """Write the PDF report of a design's active variant.

    The same arguments give the same text, tables and plan pictures.

    Args:
        design: The design.
        results: The solved flow at the load drawn; any status, the report states it.
        density: The density answer, or ``None``: the report then says that there is none.
        catalogue: Where the sources of figures are looked up, with the design's own entries.
        findings: Findings of the checks; those of the answers are added, none twice.
        out_path: The file to write.
        units: Unit system of every number.
        paper: Paper size.
        date: Date on the report; today where ``None``.
        force: Whether a file that is there may be replaced.
        write: Writer of the file's bytes; tests inject one that fails.
        year: A year of the hall, for a section of its own.
        silicon: The hall with other silicon, likewise.
        letterhead: Whose report it is.
        draw: Draws the hall in 3-D; see :func:`coolsim.report.picture3d.draw_hall`.
        elevations: Whether the faces of racks are drawn.
        choice: Cooling and silicon chosen per rack, for a section of its own.
        placement: Jobs placed on the servers, likewise.
        variants: Variants of the file compared with this one, likewise.

    Raises:
        ReportError: A file is there already, the paper is unknown, or it could not be set.
        SaveError: The file could not be written; what stood there is untouched.
    """
    begun = time.perf_counter()
    path = Path(out_path)
    if path.exists() and not force:
        raise ReportError(
            "There is a file of that name already.",
            where=str(path),
            remedy="Choose another name, or ask for it to be replaced.",
        )
    if paper not in PAPERS:
        raise ReportError(
            f"There is no paper {paper!r}.", where="paper", remedy=f"Take {' or '.join(PAPERS)}."
        )
    day = date or datetime.date.today()
    subject = Subject(
        design=design,
        results=results,
        density=density,
        catalogue=catalogue,
        findings=joined_findings(
            findings,
            results.findings,
            density.findings if density is not None else (),
            year.findings if year is not None else (),
        ),
        printer=Printer(units),
        date=day.isoformat(),
        year=year,
        silicon=silicon,
        paper=paper,
        letterhead=letterhead,
        elevations=elevations,
        choice=choice,
        placement=placement,
        variants=variants,
    )
    if draw is not None:
        picture, told = draw(subject)
        subject = replace(subject, picture=picture, picture_note=told)
    data, files = report_data(subject)
    document, pages, notes = set_document(data, files, day)
    replace_file(path, document, write=write)
    if subject.picture_note:
        notes = (*notes, subject.picture_note)
    return ReportInfo(pages, time.perf_counter() - begun, subject, notes)


def set_document(
    data: dict[str, Any],
    files: Mapping[str, bytes],
    day: datetime.date,
    template: str = "report.typ",
) -> tuple[bytes, int, tuple[str, ...]]:
    """Set a template of ``assets/report`` with its data.

    First strictly as PDF/UA-1 with the bundled font alone, so that every machine makes the same
    file. Where a name needs a glyph that font lacks, once more as plain tagged PDF with this
    machine's fonts behind the bundled one.

    Returns:
        The PDF, its page count, and notes.

    Raises:
        ReportError: It cannot be set at all.
    """
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False, allow_nan=False)}
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    with tempfile.TemporaryDirectory(prefix="coolsim-report-") as folder:
        root = Path(folder)
        for name, content in files.items():
            (root / name).write_bytes(content)
        for name in (template, "drawing.typ"):
            (root / name).write_bytes(asset("report", name).read_bytes())
        failures = []
        for strict in (True, False):
            compiler = typst.Compiler(
                root / template,
                root=root,
                font_paths=[asset("fonts")],
                ignore_system_fonts=strict,
                sys_inputs=inputs,
            )
            try:
                document = compiler.compile(
                    format="pdf", pdf_standards=["ua-1"] if strict else [], timestamp=noon
                )
                assert isinstance(document, bytes)
            except typst.TypstError as error:
                failures.append(str(error))
                continue
            pages = json.loads(compiler.query("<page-count>", field="value", one=True))
            return document, int(pages), () if strict else (FALLBACK_NOTE,)
    raise ReportError(
        "The report could not be set.", where="report", remedy=f"Reason: {failures[-1][:400]}"
    )
