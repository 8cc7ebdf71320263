"""The report: everything it prints solved, then set."""

from __future__ import annotations

from collections.abc import Generator
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.design.models import Design
from coolsim.errors import SolveError, UsageError
from coolsim.events import Progress
from coolsim.tasks.answers import EXIT_DIVERGED, DensityAnswer, ReportAnswer, SolveAnswer
from coolsim.tasks.requests import (
    AnnualRequest,
    DensityRequest,
    ReportRequest,
    SiliconRequest,
    SolveRequest,
)
from coolsim.tasks.running import catalogue_of, heading, joined, occupied, part, run

if TYPE_CHECKING:
    from coolsim.report.subject import Subject
    from coolsim.results.compute import SiliconTable
    from coolsim.results.records import Results
    from coolsim.results.year import YearResults
    from coolsim.variants.records import Compared


def report(request: ReportRequest) -> Generator[Progress, None, ReportAnswer]:
    """Solve what a report prints, and write it.

    Raises:
        UsageError: The file cannot go there, or silicon is not known.
        SolveError: The hall cannot be solved, or diverges.
        coolsim.errors.ReportError: The logo is none, or it could not be set.
    """
    from coolsim.report import Letterhead, draw_hall, read_logo, write_report
    from coolsim.tasks.kept import kept_answers

    writable_pdf(request.out, force=request.force)
    _writable_tables(request)
    if request.variants:
        _others(request)  # refuses what is not there before minutes of solving
    logo = None if request.logo is None else read_logo(request.logo)
    design = request.design
    kept = kept_answers(design, request.kept)
    results = yield from _solved(request)
    ends = _ends(request)
    answer = (yield from _density(request, ends[0])) if design.variant.racks else None
    silicon = yield from part(_silicon(request), ends[0], ends[1])
    year = yield from part(_year(request), ends[1], ends[2])
    variants = yield from part(_variants(request, results), ends[2], 0.95)
    yield Progress("report", 0.95, "Setting the report")
    density = None if answer is None else answer.density
    info = write_report(
        design,
        results,
        density,
        catalogue_of(design),
        joined(results.findings, () if density is None else density.findings),
        request.out,
        units=request.units,
        paper=request.paper,
        force=request.force,
        year=year,
        silicon=silicon,
        letterhead=Letterhead(request.company, logo),
        draw=draw_hall if request.picture else None,
        elevations=request.elevations,
        choice=kept.choice,
        placement=kept.placement,
        variants=variants,
    )
    beside = _tables(request, info.subject)
    inside = SolveAnswer(heading(design), results) if answer is None else answer
    return ReportAnswer(inside, request.out, info.pages, info.seconds, tuple(info.notes), beside)


def _solved(request: ReportRequest) -> Generator[Progress, None, Results]:
    """The flow at the load drawn.

    Raises:
        SolveError: It diverges.
    """
    asked = SolveRequest(request.design, request.fidelity, None, grid_error=request.grid_error)
    solved = yield from part(run(asked), 0.0, 0.2)
    results: Results = solved.results  # type: ignore[attr-defined]
    if results.status == "diverged":
        error = SolveError(
            "The flow diverged, so there is nothing to report.",
            remedy=results.status_note or "Run `check` on the design.",
        )
        error.exit_code = EXIT_DIVERGED
        raise error
    return results


def _density(request: ReportRequest, end: float) -> Generator[Progress, None, DensityAnswer]:
    wanted = DensityRequest(
        request.design,
        request.objective,
        request.margin_k,
        request.fidelity,
        request.grid_error,
        floor_w=request.floor_w,
        racks=request.racks,
        precision=request.precision,
        changes=request.changes,
        failures=request.failures,
        whole=request.whole,
        finer=request.finer,
        tokens=request.tokens,
    )
    answer = yield from part(run(wanted), 0.2, end)
    assert isinstance(answer, DensityAnswer)
    return answer


def _tables(request: ReportRequest, subject: Subject) -> tuple[Path, ...]:
    """Write every table of the report where that is asked for."""
    if request.workbook is None and request.csv is None:
        return ()
    from coolsim.interop.sheets import Sheet, write_csv, write_workbook
    from coolsim.report import printed_tables

    sheets = [Sheet(one.name, one.headings, one.rows) for one in printed_tables(subject)]
    written = []
    if request.workbook is not None:
        write_workbook(request.workbook, sheets)
        written.append(request.workbook)
    if request.csv is not None:
        write_csv(request.csv, sheets)
        written.append(request.csv)
    return tuple(written)


def _ends(request: ReportRequest) -> tuple[float, float, float]:
    """Share of the progress at which density, silicon and the year end."""
    parts = [1.0 + 2.0 * request.changes + 2.0 * request.failures]
    parts.append(float(len(request.silicon)))
    parts.append(1.5 if has_year(request.design) else 0.0)
    parts.append(0.5 * len(request.variants))
    each = 0.75 / sum(parts)
    first, second, third, _ = accumulate(parts)
    return 0.2 + each * first, 0.2 + each * second, 0.2 + each * third


def _silicon(request: ReportRequest) -> Generator[Progress, None, SiliconTable | None]:
    if not request.silicon:
        return None
    from coolsim.tasks.silicon import silicon

    objective = "proportional" if request.objective == "proportional" else "uniform"
    wanted = SiliconRequest(
        request.design,
        request.silicon,
        request.precision,
        objective,  # type: ignore[arg-type]
        request.margin_k,
        request.fidelity,
    )
    return (yield from silicon(wanted)).table


def _variants(
    request: ReportRequest, results: Results
) -> Generator[Progress, None, Compared | None]:
    """The variants asked for beside the one reported, whose hall is solved already."""
    if not request.variants:
        return None
    from coolsim.tasks.compare_requests import CompareRequest
    from coolsim.tasks.comparing import compared

    active = request.design.active_variant
    wanted = CompareRequest(request.design, _others(request), results.fidelity)  # type: ignore[arg-type]
    return (yield from compared(wanted, (active, *wanted.variants), {active: results}))


def _others(request: ReportRequest) -> tuple[str, ...]:
    """Ids of the variants to compare with the active one.

    Raises:
        UsageError: There is no such variant, or it is the active one.
    """
    from coolsim.tasks.comparing import chosen_variants

    return chosen_variants(request.design, (request.design.active_variant, *request.variants))[1:]


def _year(request: ReportRequest) -> Generator[Progress, None, YearResults | None]:
    if not has_year(request.design):
        return None
    from coolsim.tasks.annual import annual

    wanted = AnnualRequest(request.design, fidelity=request.fidelity)
    return (yield from annual(wanted)).results


def has_year(design: Design) -> bool:
    """Whether the design says what outdoor air it has and what rejects its heat."""
    site = design.variant.site
    return bool(design.variant.plant.rejections) and bool(site.climate or site.weather_file)


def _writable_tables(request: ReportRequest) -> None:
    """Refuse places the tables cannot go to, before minutes of solving.

    Raises:
        UsageError: Not an XLSX name, no such folder, or something is there already.
    """
    book, folder = request.workbook, request.csv
    if book is not None and book.suffix.lower() != ".xlsx":
        raise UsageError("The workbook is XLSX.", where=str(book), remedy="End the name in .xlsx.")
    for path in filter(None, (book, folder)):
        if not path.parent.is_dir():
            raise UsageError(
                "There is no such folder.", where=str(path.parent), remedy="Make it first."
            )
        if path.exists() and not request.force:
            raise occupied(path)
    if book is not None and book.is_dir():
        raise occupied(book)
    if folder is not None and folder.is_file():
        raise UsageError(
            "A file has the name of the folder to write.",
            where=str(folder),
            remedy="Give another name, or move the file away.",
        )


def writable_pdf(path: Path, *, force: bool) -> None:
    """Refuse a path a report cannot go to, before minutes of solving.

    Raises:
        UsageError: Not a PDF name, no such folder, or a file is there already.
    """
    if path.suffix.lower() != ".pdf":
        raise UsageError("The report is a PDF.", where=str(path), remedy="End the name in .pdf.")
    if not path.parent.is_dir():
        raise UsageError(
            "There is no such folder.", where=str(path.parent), remedy="Make it first."
        )
    if path.is_dir() or (path.exists() and not force):
        raise occupied(path)
