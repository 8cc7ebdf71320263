"""Density with any single cooler or coolant distribution unit lost.

Every failure is screened on potential flow, which knows neither buoyancy nor jets; the worst of
them are then solved with the full flow. Both are told apart.
"""

from __future__ import annotations

import math
from collections.abc import Generator

from coolsim.density.opening import DRAFT_TOLERANCE, DRAFT_TRIALS, OpenStudy, open_study
from coolsim.density.records import Density, Survival
from coolsim.density.search import Found, find_level
from coolsim.design.edits_objects import update
from coolsim.design.liquid import Cdu
from coolsim.design.models import Cooler, Design, Fidelity
from coolsim.errors import CoolSimError
from coolsim.events import Progress

MOST_SOLVED = 2
"""Failures solved with the full flow, those that leave the least power on potential flow."""


def survive(
    opened: OpenStudy, found: Found, density: Density
) -> Generator[Progress, None, tuple[Survival, ...]]:
    """What each single failure leaves, least power first; those solved come before the screened.

    Args:
        opened: The study that found the answer.
        found: What it found.
        density: The answer.
    """
    variant = opened.design.variant
    units: list[Cooler | Cdu] = [*variant.coolers, *variant.cdus]
    units = [unit for unit in units if unit.running]
    screened = []
    for unit in units:
        yield Progress("survival", 0.97, f"Without {unit.label}, on potential flow")
        failed = update(opened.design, [unit.id], running=False)
        lost = yield from _density(opened, found, density, failed, "draft")
        screened.append((unit.id, unit.label, failed, lost))
    screened.sort(key=lambda item: item[3][0])
    answers = []
    for n, (unit_id, label, failed, on_draft) in enumerate(screened):
        is_solved = n < MOST_SOLVED and opened.fidelity != "draft"
        lost = on_draft
        if is_solved:
            yield Progress("survival", 0.98, f"Without {label}")
            lost = yield from _density(opened, found, density, failed, opened.fidelity)
        answers.append(Survival(unit_id, label, *lost, is_screening=not is_solved))
    return tuple(sorted(answers, key=lambda answer: (answer.is_screening, answer.power_w)))


def _density(
    opened: OpenStudy, found: Found, density: Density, design: Design, fidelity: Fidelity
) -> Generator[Progress, None, tuple[float, str]]:
    """Power of the hall and what binds; none where no level holds or the hall has no answer."""
    try:
        changed = open_study(
            design,
            opened.catalogue,
            density.objective,
            margin_k=density.margin_k,
            fidelity=fidelity,
            cell_m=opened.cell_m,
        )
        level = min(found.best.level, changed.highest)
        span = (changed.lowest, changed.highest)
        if fidelity == "draft":
            result = yield from find_level(
                changed.study.evaluate, level, *span,
                tolerance=DRAFT_TOLERANCE, most_trials=DRAFT_TRIALS,
            )  # fmt: skip
        else:
            result = yield from find_level(changed.study.evaluate, level, *span)
    except CoolSimError:
        return 0.0, ""
    binds = result.best.readings[0].limit if result.best.readings else ""
    if not result.best.holds:
        return 0.0, binds
    return math.fsum(changed.study.powers_at(result.best.level)), binds
