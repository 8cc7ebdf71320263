"""Running cases."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from coolsim.events import Progress
from coolsim.verification.kinds import KINDS
from coolsim.verification.records import Case, Row


def run(case: Case) -> tuple[Row, ...]:
    """Run one case by the runner of its kind."""
    return KINDS[case.kind].run(case)


def run_cases(cases: Sequence[Case]) -> Generator[Progress, None, tuple[Row, ...]]:
    """Run cases one after the other; closing the generator stops before the next one."""
    rows: list[Row] = []
    for number, case in enumerate(cases):
        yield Progress("verify", number / len(cases), case.title)
        rows.extend(run(case))
    return tuple(rows)
