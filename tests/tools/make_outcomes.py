"""Runs every shipped validation case and writes what the report prints of them.

``python -m tests.tools.make_outcomes`` after a case or the numerics changed; some minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from coolsim.assets import asset
from coolsim.tasks import VerifyRequest, run
from coolsim.verification.records import Case, Row


def outcomes(cases: Iterable[Case], rows: Sequence[Row]) -> list[dict[str, Any]]:
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


def write(path: Path, made: list[dict[str, Any]]) -> None:
    """Write them as JSON."""
    text = json.dumps(made, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Run the cases and write their outcome."""
    steps = run(VerifyRequest())
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            answer = ended.value
            break
    write(asset("report") / "validation.json", outcomes(answer.cases, answer.rows))


if __name__ == "__main__":
    main()
