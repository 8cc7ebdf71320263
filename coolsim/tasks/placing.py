"""Placement of jobs: the task and its answer."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolsim import units
from coolsim.density.placement.records import Placed, PlacementAnswer
from coolsim.design.files import design_hash
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_CANCELLED, EXIT_OK, head
from coolsim.tasks.requests import PlaceRequest
from coolsim.tasks.running import (
    catalogue_of,
    chosen_fidelity,
    design_day_of,
    heading,
    overhead_of,
    solvable,
)

_WORDS = {"spread": "Spread", "pack": "Packed", "coldest": "Coldest first", "optimal": "Optimal"}


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """Every strategy, most accelerators first."""

    heading: str
    design_hash: str
    fidelity: str
    answer: PlacementAnswer

    fields = None

    @property
    def exit_code(self) -> int:
        """Cancelled where somebody ended the search."""
        return EXIT_CANCELLED if self.answer.is_stopped else EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return every placement."""
        known = {"design_hash": self.design_hash, "fidelity": self.fidelity}
        status = "cancelled" if self.answer.is_stopped else "ok"
        return head("place", status, seconds=self.answer.seconds, **known) | {
            "asked": self.answer.asked,
            "steps": self.answer.steps,
            "solves": self.answer.solves,
            "is_stopped": self.answer.is_stopped,
            "bound": self.answer.bound,
            "clash": self.answer.clash,
            "clash_name": self.answer.clash_name,
            "checked": list(self.answer.checked),
            "unchecked": list(self.answer.unchecked),
            "placements": encode(self.answer.placements),
        }

    def text(self, system: units.System = "si") -> str:
        """Return a table of the strategies, and where the best one puts the jobs."""
        answer = self.answer
        spread = next((p.accelerators for p in answer.placements if p.strategy == "spread"), 0)
        rows = [
            (
                _WORDS[item.strategy],
                str(len(item.jobs)),
                str(item.accelerators),
                f"{item.accelerators - spread:+d}",
                tables.kilowatts(item.peak_w),
                tables.temperature(item.worst_inlet_c, system),
                f"{tables.limit_name(item.tightest)} at {item.tightest_name}"
                if item.tightest
                else "",
            )
            for item in answer.placements
        ]
        titles = (
            "Placement", "jobs", "accelerators", "to spread", "peak kW",
            f"inlet {units.label('c', system)}", "least slack",
        )  # fmt: skip
        table = tables.table(titles, rows, "<>>>>><")
        asked = (
            f"{answer.asked} accelerators asked for; {answer.steps} steps of time, "
            f"{answer.solves} solved halls, {answer.seconds:.0f} s"
        )
        best = answer.placements[0]
        asked += f"\n{_gap(answer)}"
        return (
            f"Placement in {self.heading}\n\n{table}\n\n{asked}\n\n"
            f"{_WORDS[best.strategy]}\n\n{_where(best)}"
        )


def _gap(answer: PlacementAnswer) -> str:
    """How far the best may be from an optimum, and what was looked at."""
    if answer.clash:
        return (
            f"No job runs: {tables.limit_name(answer.clash)} at {answer.clash_name} breaks first."
        )
    best = max((p.accelerators for p in answer.placements), default=0)
    more = answer.bound - best
    text = (
        "The last programme allows no more than these, with limits as straight lines"
        if more <= 0
        else f"The last programme allows {more} more, with limits as straight lines: the gap is "
        f"{more / max(answer.bound, 1):.1%}"
    )
    read = ", ".join(tables.limit_name(kind) for kind in answer.checked)
    unknown = ", ".join(tables.limit_name(kind) for kind in answer.unchecked)
    lines = [f"{text}.", f"Limits read: {read}." if read else ""]
    lines.append(f"Not checked for want of a figure: {unknown}." if unknown else "")
    return "\n".join(line for line in lines if line)


def _where(best: Placed) -> str:
    rows = [
        (
            rack.rack_name,
            ", ".join(f"{job} ({count})" for job, count in rack.servers.items()) or "idle",
            str(rack.idle),
        )
        for rack in best.racks
    ]
    return tables.table(("Rack", "jobs (servers)", "idle"), rows, "<<>")


def placing(request: PlaceRequest) -> Generator[Progress, None, PlaceAnswer]:
    """Place jobs by every strategy.

    Raises:
        UsageError: The file of jobs is broken; names the place.
        SolveError: No rack holds accelerators, or the hall cannot be solved.
    """
    from coolsim.density.placement.jobs import job_list, read_jobs
    from coolsim.density.placement.place import place

    design, asked = request.design, request.jobs
    jobs = read_jobs(asked) if isinstance(asked, Path) else job_list(asked)
    catalogue = catalogue_of(design)
    solvable(design, catalogue)
    fidelity = chosen_fidelity(design, request.fidelity)
    cell = request.cell_m if request.cell_m is not None else design.variant.settings.cell_m
    overhead_w = yield from overhead_of(design, catalogue)
    answer = yield from place(
        design, catalogue, jobs, fidelity, cell,
        overhead_w=overhead_w, design_day=design_day_of(design),
    )  # fmt: skip
    return PlaceAnswer(heading(design), design_hash(design), fidelity, answer)
