"""The plan to scale: drawn as it stands, or with the air temperatures of a solve."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from coolsim import units
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.results.records import Results
from coolsim.tasks.answers import EXIT_DIVERGED, EXIT_OK, SolveAnswer, head
from coolsim.tasks.requests import SolveRequest
from coolsim.tasks.running import catalogue_of, part, run
from coolsim.tasks.sheet_requests import PlanRequest


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A written plan."""

    design_hash: str
    path: Path
    scale: float
    words: str
    sheet: str
    seconds: float
    notes: tuple[str, ...] = ()
    results: Results | None = None

    exit_code: ClassVar[int] = EXIT_OK
    fields: ClassVar[None] = None

    def to_json(self) -> dict[str, Any]:
        """Return where the plan is, its scale and its paper."""
        status = "ok" if self.results is None else self.results.status
        return head("plan", status, design_hash=self.design_hash, seconds=self.seconds) | {
            "out": str(self.path),
            "scale": self.scale,
            "sheet": self.sheet,
            "notes": list(self.notes),
        }

    def text(self, system: units.System = "si") -> str:
        """Return where the plan is, and its scale."""
        lines = [f"Plan: {self.path} ({self.words}, {self.sheet})"]
        return "\n".join([*lines, *(f"    {note}" for note in self.notes)])


def plan(request: PlanRequest) -> Generator[Progress, None, PlanAnswer]:
    """Solve where temperatures are asked for, and write the plan.

    Raises:
        UsageError: The file cannot go there.
        SolveError: The hall cannot be solved, or diverges.
        coolsim.errors.ReportError: The hall does not fit at this scale, the logo is none, or the
            plan could not be set.
    """
    from coolsim.design.files import design_hash
    from coolsim.design.sheet_layout import chosen_scale, sheet_layout
    from coolsim.report import Letterhead, read_logo
    from coolsim.report.sheet import write_sheet
    from coolsim.tasks.reporting import writable_pdf

    design, hall = request.design, request.design.variant.hall
    writable_pdf(request.out, force=request.force)
    layout = sheet_layout(request.paper, request.orientation)
    chosen_scale(layout, (hall.length_m, hall.width_m), request.scale, request.units)
    logo = None if request.logo is None else read_logo(request.logo)
    results = (yield from _solved(request)) if request.quantity == "temperature" else None
    yield Progress("plan", 0.95, "Drawing the plan")
    info = write_sheet(
        design,
        catalogue_of(design),
        request.out,
        paper=request.paper,
        orientation=request.orientation,
        scale=request.scale,
        results=results,
        units=request.units,
        leave_out=request.leave_out,
        letterhead=Letterhead(request.company, logo),
        force=request.force,
    )
    sheet = f"{request.paper.upper()} {request.orientation}"
    return PlanAnswer(
        design_hash(design), request.out, info.scale, info.words, sheet, info.seconds, info.notes,
        results,
    )  # fmt: skip


def _solved(request: PlanRequest) -> Generator[Progress, None, Results]:
    """The flow at the load drawn.

    Raises:
        SolveError: It diverges.
    """
    answer = yield from part(run(SolveRequest(request.design, request.fidelity)), 0.0, 0.9)
    assert isinstance(answer, SolveAnswer)
    if answer.results.status == "diverged":
        error = SolveError(
            "The flow diverged, so there are no temperatures to draw.",
            remedy="Run `check` on the design, or draw the plan without temperatures.",
        )
        error.exit_code = EXIT_DIVERGED
        raise error
    return answer.results
