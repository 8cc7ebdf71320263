"""What the window asks of the solver processes: the live air beside one long task at a time.

Solve, density and report run in a process of their own, so that the drawing stays answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from coolsim.design.models import Design
from coolsim.events import Progress
from ui.answers import Answer, LiveReader, decode_answer
from ui.held_results import looking_at
from ui.live_jobs import LiveJobs
from ui.worker_client import Failure, WorkerClient

if TYPE_CHECKING:
    from ui.session import Session

WORDS = {
    "solve": "Solving",
    "density": "Density",
    "report": "Report",
    "plan": "Plan to scale",
    "export": "Export",
    "cooling": "Comparing cooling",
    "explain": "Explaining",
    "silicon": "Comparing silicon",
    "compare": "Comparing variants",
    "compare-tables": "Tables",
    "choose": "Choosing cooling",
    "place": "Placing jobs",
    "year": "The year",
}


_GOAL = ("floor_w", "racks", "whole", "precision", "tokens", "finer")
"""What a density was asked for that a report asks for again."""
_PRINTED = frozenset({"choose", "place"})
"""Tasks whose answers a report prints as they are."""
_DESIGNS = frozenset({"design", "best_change", "front_changes"})
"""Parts of their answers that no report prints."""


class Jobs(QObject):
    """Sends designs to the workers and brings their answers to the session.

    Signals:
        changed: Busy state, progress or solver state changed.
        reportWritten: Path of a finished report or plan.
        exported: Answer of a finished export as a JSON object.
        failed: A long task failed: its name and a :class:`Failure`.
    """

    changed = Signal()
    reportWritten = Signal(str)
    exported = Signal(object)
    failed = Signal(str, object)
    _options: Mapping[str, object] = MappingProxyType({})
    _density_options: Mapping[str, object] = MappingProxyType({})
    _plain: Mapping[str, Mapping[str, Any]] = MappingProxyType({})

    def __init__(self, session: Session, command: Sequence[str] | None = None) -> None:
        super().__init__(session)
        self._session = session
        self._quick = WorkerClient(LiveReader(), command, self)
        self._long = WorkerClient(decode_answer, command, self)
        self._live = LiveJobs(session, self._quick)
        self._task: tuple[int, str, Design] | None = None
        self._cancelling = False
        self.progress: Progress | None = None
        self._live.changed.connect(self.changed)
        self._quick.stateChanged.connect(lambda _: self.changed.emit())
        self._long.done.connect(self._task_done)
        self._long.failed.connect(self._task_failed)
        self._long.cancelled.connect(self._task_cancelled)
        self._long.progress.connect(self._task_progress)
        self._long.interim.connect(self._task_interim)
        session.year_aside.attach(self._long)
        session.exchange.attach(self._long)
        for client in (self._quick, self._long):
            client.restarted.connect(lambda text: self._session.message.emit(text, "warning"))

    @property
    def busy(self) -> str:
        """The long task under way, or ""."""
        return self._task[1] if self._task else ""

    @property
    def solver_state(self) -> str:
        """State of the live worker, as of :class:`WorkerClient`."""
        return self._quick.state

    @property
    def live_pid(self) -> int:
        """Process id of the live worker, 0 while off."""
        return self._quick.pid

    @property
    def long_pid(self) -> int:
        """Process id of the worker of long tasks, 0 while off."""
        return self._long.pid

    @property
    def compile_s(self) -> float:
        """About how long the solver compiles after an installation [s]."""
        return self._quick.compile_s

    @property
    def live_pending(self) -> bool:
        """Whether the air of the latest design is asked for and nothing is here yet."""
        return self._live.is_pending

    @property
    def live_refining(self) -> bool:
        """Whether better answers to the design in sight follow."""
        return self._live.is_refining

    def start(self) -> None:
        """Start the live worker so that it warms up while the user looks around."""
        self._quick.start()

    def close(self) -> None:
        """End both processes."""
        self._task = None
        self._live.close()
        self._quick.close()
        self._long.close()

    def request_live(self, design: Design, *, is_passing: bool = False) -> None:
        """Ask for the air of ``design``; an older wish that has not been sent is forgotten.

        Args:
            design: The design in sight.
            is_passing: Whether a gesture still runs, so that others follow at once.
        """
        self._live.request(design, is_passing=is_passing)

    # --- long tasks -----------------------------------------------------------------------------

    def solve(self, fidelity: str, *, grid_error: bool = False) -> None:
        """Solve the design of the document, on a second grid too for the ``grid_error``."""
        options: dict[str, object] = {
            "fidelity": fidelity,
            "cell_m": self._cell(),
            "grid_error": grid_error,
        }
        self.begin("solve", options)

    def density(
        self,
        objective: str,
        *,
        changes: bool = False,
        failures: bool = False,
        floor_w: float = 0.0,
        racks: Sequence[str] = (),
        whole: str | None = None,
        precision: str = "fp8",
        tokens: Sequence[tuple[str, float]] = (),
        finer: bool | None = None,
    ) -> None:
        """Find how dense the racks can be, what would move the answer, what failures leave."""
        options: dict[str, object] = {
            "objective": objective,
            "changes": changes,
            "failures": failures,
            "floor_w": floor_w,
            "racks": list(racks),
            "whole": whole,
            "precision": precision,
            "tokens": [list(rate) for rate in tokens],
            "finer": finer,
        }
        self.begin("density", options)

    def begin(self, task: str, options: Mapping[str, object]) -> None:
        """Give the document's design to the worker of long tasks, if that is free."""
        if self._task is not None:
            self._session.message.emit(
                f"{WORDS[self._task[1]]} is still running. Cancel it first, or wait.", "warning"
            )
            return
        design = self._session.document.design
        self.progress = Progress(task, 0.0, "Starting")
        self._cancelling = False
        number = self._long.submit(task, design.model_dump_json(), dict(options))
        self._task, self._options = (number, task, design), dict(options)
        self.changed.emit()

    def report(self, options: Mapping[str, object]) -> None:
        """Write the PDF report, with the studies whose answers are in sight solved again."""
        self.begin("report", dict(options) | self._studies())

    def export(self, to: str, path: Path, fidelity: str, *, force: bool) -> None:
        """Write the variant for another program; with ``force`` over what stands there."""
        options: dict[str, object] = {
            "to": to,
            "out": str(path),
            "fidelity": fidelity,
            "cell_m": self._cell(),
            "force": force,
        }
        self.begin("export", options)

    def _studies(self) -> dict[str, object]:
        """What a report is to study beside the density: what the window shows of the design."""
        density, silicon = self._session.density, self._session.silicon
        if density is None or self._session.density_is_stale:
            studies: dict[str, object] = {}
        else:
            studies = {
                **{
                    key: self._density_options[key] for key in _GOAL if key in self._density_options
                },
                "objective": density.objective,
                "changes": density.advice is not None,
                "failures": bool(density.survival),
            }
        comparing = self._session.comparing
        if comparing.answer is not None and not comparing.is_stale:
            active = self._session.design.active_variant
            ids = [each.id for each in comparing.answer.variants if each.id != active]
            studies["variants"] = ids
        if silicon.answer is not None and not silicon.is_stale:
            kinds = [row.asked for row in silicon.answer.rows if row.asked]
            studies |= {"silicon": kinds, "precision": silicon.answer.precision}
        studies["kept"] = [
            {key: value for key, value in plain.items() if key not in _DESIGNS}
            for task, plain in self._plain.items()
            if self._in_sight(task)
        ]
        return studies

    def _in_sight(self, task: str) -> bool:
        """Whether the answer of an inquiry is there and of the design as it is."""
        inquiry = self._session.inquiry(task)
        return inquiry is not None and inquiry.answer is not None and not inquiry.is_stale

    def cancel(self) -> None:
        """Stop the long task."""
        if self._task is not None:
            self._cancelling = True
            self._long.cancel(self._task[0])
            self.changed.emit()

    @property
    def cancelling(self) -> bool:
        """Whether the long task has been asked to stop."""
        return self._cancelling

    def _cell(self) -> float | None:
        return self._session.variant.settings.cell_m

    def _task_progress(self, number: int, progress: Progress) -> None:
        if self._task is not None and self._task[0] == number:
            self.progress = progress
            self.changed.emit()

    def _task_interim(self, number: int, answer: Answer) -> None:
        """Take what a task knows so far, where it tells that."""
        if self._task is None or self._task[0] != number:
            return
        if answer.results is not None:
            design = looking_at(self._task[2], answer.results.variant_id)
            self._session.accept_results(design, answer.results)
            return
        inquiry = self._session.inquiry(self._task[1])
        if inquiry is not None:
            inquiry.take_part(self._task[2], answer.record)
            self.changed.emit()

    def _task_done(self, number: int, answer: Answer) -> None:
        task = self._finish(number)
        if task is None:
            return
        _, name, design = task
        inquiry = self._session.inquiry(name)
        if inquiry is not None:
            if name in _PRINTED:
                self._plain = {**self._plain, name: answer.plain}
            inquiry.take(design, answer.record)
        elif answer.density is not None:
            if name == "density":
                self._density_options = self._options
            self._session.accept_density(design, answer.density)
        elif answer.results is not None:
            self._session.accept_results(design, answer.results)
        if name == "solve" and design is self._session.design:
            self._session.accept_findings(answer.findings)
        self.changed.emit()
        if name in ("report", "plan"):
            self.reportWritten.emit(str(answer.plain.get("out") or ""))
        elif name in ("export", "compare-tables"):
            self.exported.emit({"notes": [], **answer.plain})

    def _task_failed(self, number: int, failure: Failure) -> None:
        task = self._finish(number)
        if task is not None:
            self._session.message.emit(str(failure), "error")
            inquiry = self._session.inquiry(task[1])
            if inquiry is not None:
                inquiry.fail(failure)
            self.changed.emit()
            self.failed.emit(task[1], failure)

    def _task_cancelled(self, number: int) -> None:
        task = self._finish(number)
        if task is not None:
            self._session.message.emit(f"{WORDS[task[1]]} was cancelled.", "note")
            self.changed.emit()

    def _finish(self, number: int) -> tuple[int, str, Design] | None:
        task = self._task
        if task is None or task[0] != number:
            return None
        self._task, self.progress, self._cancelling = None, None, False
        return task
