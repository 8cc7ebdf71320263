"""The report: everything it prints solved, then set."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.design.models import Design
from coolsim.errors import SolveError, UsageError
from coolsim.events import Progress
from coolsim.tasks.answers import EXIT_DIVERGED, DensityAnswer, ReportAnswer
from coolsim.tasks.requests import (
    AnnualRequest,
    DensityRequest,
    ReportRequest,
    SiliconRequest,
    SolveRequest,
)

if TYPE_CHECKING:
    from coolsim.results.compute import SiliconTable
    from coolsim.results.year import YearResults


def report(request: ReportRequest) -> Generator[Progress, None, ReportAnswer]:
    """Solve what a report prints, and write it.

    Raises:
        UsageError: The file cannot go there, or silicon is not known.
        SolveError: The hall cannot be solved, or diverges.
        coolsim.errors.ReportError: It could not be set.
    """
    from coolsim.report import write_report
    from coolsim.tasks.running import catalogue_of, joined, part, run

    writable_pdf(request.out, force=request.force)
    design = request.design
    asked = SolveRequest(design, request.fidelity, None, grid_error=request.grid_error)
    solved = yield from part(run(asked), 0.0, 0.2)
    results = solved.results  # type: ignore[attr-defined]
    if results.status == "diverged":
        error = SolveError(
            "The flow diverged, so there is nothing to report.",
            remedy=results.status_note or "Run `check` on the design.",
        )
        error.exit_code = EXIT_DIVERGED
        raise error
    ends = _ends(request)
    wanted = DensityRequest(
        design,
        request.objective,
        request.margin_k,
        request.fidelity,
        request.grid_error,
        changes=request.changes,
        failures=request.failures,
    )
    answer = yield from part(run(wanted), 0.2, ends[0])
    assert isinstance(answer, DensityAnswer)
    silicon = yield from part(_silicon(request), ends[0], ends[1])
    year = yield from part(_year(request), ends[1], 0.95)
    yield Progress("report", 0.95, "Setting the report")
    info = write_report(
        design,
        results,
        answer.density,
        catalogue_of(design),
        joined(results.findings, answer.density.findings),
        request.out,
        units=request.units,
        paper=request.paper,
        force=request.force,
        year=year,
        silicon=silicon,
    )
    return ReportAnswer(answer, request.out, info.pages, info.seconds, tuple(info.notes))


def _ends(request: ReportRequest) -> tuple[float, float]:
    """Share of the progress at which density and silicon end."""
    parts = [1.0 + 2.0 * request.changes + 2.0 * request.failures]
    parts.append(float(len(request.silicon)))
    parts.append(1.5 if has_year(request.design) else 0.0)
    each = 0.75 / sum(parts)
    return 0.2 + each * parts[0], 0.2 + each * (parts[0] + parts[1])


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


def writable_pdf(path: Path, *, force: bool) -> None:
    """Refuse a path a report cannot go to, before minutes of solving.

    Raises:
        UsageError: Not a PDF name, no such folder, or a file is there already.
    """
    from coolsim.tasks.running import occupied

    if path.suffix.lower() != ".pdf":
        raise UsageError("The report is a PDF.", where=str(path), remedy="End the name in .pdf.")
    if not path.parent.is_dir():
        raise UsageError(
            "There is no such folder.", where=str(path.parent), remedy="Make it first."
        )
    if path.is_dir() or (path.exists() and not force):
        raise occupied(path)
