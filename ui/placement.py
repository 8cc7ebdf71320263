"""Jobs and where they run: the jobs to place, asking, and what every strategy keeps running."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coolsim.density.placement.records import Placed, PlacementAnswer
from coolsim.design import edits
from coolsim.design.atomic import replace_file
from coolsim.errors import CoolSimError, UsageError
from coolsim.results.codec import decode
from ui.inquiry import Inquiry

if TYPE_CHECKING:
    from ui.session import Session

STRATEGY_WORDS = {
    "spread": "Spread", "pack": "Packed", "coldest": "Coldest first", "optimal": "Optimal"
}  # fmt: skip
IDLE = 0.3
"""Power of a server without a job over its sustained power, at first [-]."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the window lists it; ``profile`` as typed: one number, or one for every step."""

    id: str
    accelerators: int = 8
    profile: str = "1"

    def object(self) -> dict[str, object]:
        """The job as a file of jobs holds it.

        Raises:
            UsageError: The profile holds something that is no number.
        """
        words = [word for word in re.split(r"[\s,;]+", self.profile.strip()) if word]
        try:
            values = [float(word) for word in words]
        except ValueError:
            raise UsageError(
                f"The profile of {self.id} is not a list of numbers.",
                where=self.id,
                remedy="Type 1, or one number for every step of time: 1, 0.4, 0.8.",
            ) from None
        profile: object = values[0] if len(values) == 1 else values
        return {"id": self.id, "accelerators": self.accelerators, "profile": profile}


def placement(plain: Mapping[str, Any]) -> PlacementAnswer:
    """The answer of the task ``place`` as a record.

    Raises:
        ResultFileError: It is of another shape.
    """
    return decode(PlacementAnswer, plain)


class Placement(Inquiry[PlacementAnswer]):
    """The placements in sight, and the jobs for the next ones."""

    task = "place"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._jobs: tuple[JobRow, ...] = ()
        self.idle_fraction = IDLE

    @property
    def jobs(self) -> tuple[JobRow, ...]:
        """The jobs, in order of priority."""
        return self._jobs

    def set_jobs(self, jobs: tuple[JobRow, ...]) -> None:
        """List other jobs."""
        if jobs != self._jobs:
            self._jobs = jobs
            self.changed.emit()

    def add(self, count: int) -> None:
        """List more jobs, each as the last one."""
        known = {job.id for job in self._jobs}
        like = self._jobs[-1] if self._jobs else JobRow("")
        fresh = (name for n in range(1, 10**6) if (name := f"job-{n}") not in known)
        self.set_jobs((*self._jobs, *(replace(like, id=next(fresh)) for _ in range(count))))

    def remove(self, numbers: set[int]) -> None:
        """Drop jobs by their places."""
        self.set_jobs(tuple(job for n, job in enumerate(self._jobs) if n not in numbers))

    def set_idle(self, fraction: float) -> None:
        """Say what a server without a job draws, over its sustained power."""
        self.idle_fraction = min(max(fraction, 0.0), 1.0)
        self.changed.emit()

    def object(self) -> dict[str, object]:
        """The jobs as a file of jobs holds them.

        Raises:
            UsageError: A job cannot be read.
        """
        return {"idle_fraction": self.idle_fraction, "jobs": [job.object() for job in self._jobs]}

    @property
    def gap(self) -> int:
        """Accelerators that the last programme allows beyond the best placement."""
        answer = self._answer
        if answer is None or not answer.placements:
            return 0
        return max(0, answer.bound - answer.placements[0].accelerators)

    @property
    def lacks(self) -> str:
        """What is missing before jobs can be placed; "" for nothing."""
        if not any(rack.contents or rack.slots for rack in self._session.variant.racks):
            return "Fill racks from the catalogue first."
        return "" if self._jobs else "List jobs first."

    def ask(self) -> None:
        """Place the jobs; the answer comes by signal."""
        if self.lacks:
            self._session.message.emit(self.lacks, "warning")
            return
        try:
            jobs = self.object()
        except UsageError as error:
            self.problem = str(error)
            self.changed.emit()
            return
        self.submit({"jobs": jobs, "cell_m": self._session.variant.settings.cell_m})

    def open(self, path: Path) -> None:
        """List the jobs of a file.

        Raises:
            UsageError: It cannot be read.
        """
        from coolsim.density.placement.jobs import read_jobs

        read = read_jobs(path)
        self.idle_fraction = read.idle_fraction
        rows = (
            JobRow(job.id, job.accelerators, ", ".join(f"{value:g}" for value in job.profile))
            for job in read.jobs
        )
        self.set_jobs(tuple(rows))
        self.changed.emit()

    def save(self, path: Path) -> None:
        """Write the jobs to a file.

        Raises:
            CoolSimError: A job cannot be read, or the file cannot be written.
        """
        replace_file(path, json.dumps(self.object(), indent=2).encode())

    def keep(self, placed: Placed) -> None:
        """Keep the rack powers of a placement's highest step as a load scenario: one undo step."""
        if self.is_stale:
            return
        powers = {rack.rack_id: rack.power_w for rack in placed.racks}
        name = f"Jobs, {STRATEGY_WORDS[placed.strategy].lower()}"
        try:
            design = edits.scenario_of_loads(self._session.document.design, name, powers)
        except CoolSimError as error:
            self._session.message.emit(str(error), "warning")
            return
        self._session.apply(f"Keep scenario {name}", design)
        self._session.message.emit(f"Scenario “{name}” is kept: switch in the status bar.", "note")
