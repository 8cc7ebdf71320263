"""Runs the shipped validation cases and writes what the report prints of them.

``python -m tests.tools.make_outcomes`` after the numerics changed, some minutes; with ids of cases
behind it only these are run, and what is written of the others stays.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from coolsim.assets import asset
from coolsim.tasks import VerifyRequest, run
from coolsim.verification.records import Case, Row

Outcome = dict[str, Any]


def outcomes(cases: Iterable[Case], rows: Sequence[Row]) -> list[Outcome]:
    """What the report holds of each case."""
    made = []
    for case in cases:
        own = [row for row in rows if row.case == case.id]
        declared = [row for row in own if row.known_miss is not None]
        made.append(
            {
                "id": case.id,
                "title": case.title,
                "source": case.source,
                "rows": len(own),
                "agree": sum(row.within_tolerance for row in own),
                "declared": len(declared),
                "reasons": list(dict.fromkeys(str(row.known_miss) for row in declared)),
            }
        )
    return made


def write(path: Path, made: Sequence[Outcome]) -> None:
    """Write them as JSON."""
    text = json.dumps(list(made), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def renewed(before: Sequence[Outcome], made: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes in the order of their ids, new ones in the place of those before."""
    by_id = {outcome["id"]: outcome for outcome in (*before, *made)}
    return [by_id[name] for name in sorted(by_id)]


def main() -> None:
    """Run the cases and write their outcome."""
    path = asset("report") / "validation.json"
    made: list[Outcome] = []
    for request in [VerifyRequest(case=name) for name in sys.argv[1:]] or [VerifyRequest()]:
        steps = run(request)
        while True:
            try:
                next(steps)
            except StopIteration as ended:
                answer = ended.value
                break
        made += outcomes(answer.cases, answer.rows)
    before = json.loads(path.read_text(encoding="utf-8")) if sys.argv[1:] else []
    write(path, renewed(before, made))


if __name__ == "__main__":
    main()
