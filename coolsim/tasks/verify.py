"""Published cases beside our own answers: the command `verify` and its answer."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coolsim import units
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_NOT_CONVERGED, EXIT_OK, head
from coolsim.tasks.requests import VerifyRequest

if TYPE_CHECKING:
    from coolsim.verification.records import Case, Row

QUANTITY_WIDTH = 52
NOT_RUN = "its file does not ship (run it with --file, the file beside it)"


@dataclass(frozen=True, slots=True)
class VerifyAnswer:
    """Rows of one or more cases, in the order they were run.

    Attributes:
        cases: The cases.
        rows: Ours beside the published values.
        seconds: Time of everything.
        not_run: Shipped cases that need a file which does not ship.
    """

    cases: tuple[Case, ...]
    rows: tuple[Row, ...]
    seconds: float
    not_run: tuple[Case, ...] = ()

    fields = None

    @property
    def exit_code(self) -> int:
        """Good unless a row misses without a declared reason."""
        return EXIT_NOT_CONVERGED if self._undeclared() else EXIT_OK

    def _undeclared(self) -> list[Row]:
        return [row for row in self.rows if row.is_undeclared_miss]

    def _declared(self) -> list[Row]:
        return [row for row in self.rows if row.known_miss is not None]

    def to_json(self) -> dict[str, Any]:
        """Return cases and rows."""
        status = "misses" if self._undeclared() else "known_misses" if self._declared() else "ok"
        told = [
            {"id": case.id, "title": case.title, "kind": case.kind, "source": case.source}
            for case in self.cases
        ]
        rows = [encode(row) for row in self.rows]
        left = [{"id": case.id, "title": case.title, "why": NOT_RUN} for case in self.not_run]
        answer = head("verify", status, seconds=self.seconds)
        return answer | {"cases": told, "rows": rows, "not_run": left}

    def text(self, system: units.System = "si") -> str:
        """Return one table per case; values stay in the units of the publication."""
        blocks = [self._block(case) for case in self.cases]
        left = [f"Not run, {NOT_RUN}: {case.id}: {case.title}" for case in self.not_run]
        return "\n\n".join([*blocks, *left, self._summary()])

    def _block(self, case: Case) -> str:
        rows = [row for row in self.rows if row.case == case.id]
        reasons = dict.fromkeys(row.known_miss for row in rows if row.known_miss)
        told = [f"Known miss: {reason}" for reason in reasons]
        return "\n".join([f"{case.id}: {case.title}", _table(rows), *_band_table(rows), *told])

    def _summary(self) -> str:
        agree = sum(row.within_tolerance for row in self.rows)
        declared, undeclared = len(self._declared()), len(self._undeclared())
        known = f"{declared} known miss{'' if declared == 1 else 'es'}"
        unknown = f"{undeclared} undeclared miss{'' if undeclared == 1 else 'es'}"
        return (
            f"{agree} of {len(self.rows)} rows agree, {known}, {unknown}; {self.seconds:.1f} s. "
            "Nothing is fitted to a case."
        )


def _table(rows: Iterable[Row]) -> str:
    cells = [
        (
            tables.clean(row.quantity, QUANTITY_WIDTH),
            f"{row.ours:.5g}",
            f"{row.published:.5g}",
            "" if row.unit == "1" else row.unit,
            f"{row.difference:+.2g}",
            f"{row.tolerance:.2g}",
            _verdict(row),
            f"{row.seconds:.1f}",
            row.grid,
        )
        for row in rows
    ]
    headings = ("Quantity", "ours", "published", "", "diff.", "allowed", "", "s", "grid")
    return tables.table(headings, cells, "<>><>><><")


def _band_table(rows: Iterable[Row]) -> list[str]:
    """How far rows move with what their case leaves uncertain, the null model beside them."""
    banded = [row for row in rows if row.bands]
    if not banded:
        return []
    causes = [band.cause for band in banded[0].bands]
    cells = [
        (
            tables.clean(row.quantity, QUANTITY_WIDTH),
            f"{row.ours:.2f}",
            *(f"{band.low:.2f} to {band.high:.2f}" for band in row.bands),
            units.UNKNOWN if row.null_model is None else f"{row.null_model:.2f}",
        )
        for row in banded
    ]
    unit = banded[0].unit
    headings = (f"Bands [{unit}]", "ours", *causes, "null model")
    return ["", tables.table(headings, cells, "<>" + ">" * (len(causes) + 1)), ""]


def _verdict(row: Row) -> str:
    if row.within_tolerance:
        return "agrees"
    return "MISS" if row.known_miss is None else "known miss"


def verify(request: VerifyRequest) -> Generator[Progress, None, VerifyAnswer]:
    """Run one case or all that ship.

    Raises:
        coolsim.errors.UsageError: There is no such shipped case.
        coolsim.verification.CaseFileError: The file is no case of a known kind.
    """
    yield Progress("verify", 0.0, "Reading the cases")
    from coolsim.verification import run_cases

    cases, left = _cases(request)
    begun = time.perf_counter()
    rows = yield from run_cases(cases)
    return VerifyAnswer(tuple(cases), rows, time.perf_counter() - begun, tuple(left))


def _cases(request: VerifyRequest) -> tuple[Sequence[Case], Sequence[Case]]:
    """Cases to run, and shipped ones that cannot be."""
    from coolsim.verification import read_case, shipped_case, shipped_cases
    from coolsim.verification.kinds import KINDS

    if request.file is not None:
        return (read_case(request.file),), ()
    if request.case is not None:
        return (shipped_case(request.case),), ()
    shipped = shipped_cases()
    left = [case for case in shipped if KINDS[case.kind].needs_file]
    return [case for case in shipped if case not in left], left
