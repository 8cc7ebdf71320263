"""Density with any single cooler, coolant distribution unit or feed lost.

Every failure is screened on potential flow, which knows neither buoyancy nor jets; the worst of
them are then solved with the full flow. Both are told apart. Without a feed its racks draw all from
their second one; those without a second are dark, and the others may have what that leaves.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from coolsim.density.level import confirm_cold
from coolsim.density.opening import DRAFT_TOLERANCE, DRAFT_TRIALS, OpenStudy, open_study
from coolsim.density.records import Density, Survival
from coolsim.density.search import Found, find_level
from coolsim.design.edits_objects import update
from coolsim.design.liquid import Cdu
from coolsim.design.models import Cooler, Design, Feed, Fidelity
from coolsim.errors import CoolSimError
from coolsim.events import Progress

MOST_SOLVED = 2
"""Failures solved with the full flow, those that leave the least power on potential flow."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """A unit lost: the design without it, and the racks that are dark then."""

    object_id: str
    name: str
    design: Design
    dark: frozenset[str] = frozenset()


def survive(
    opened: OpenStudy, found: Found, density: Density
) -> Generator[Progress, None, tuple[Survival, ...]]:
    """What each single failure leaves, least power first; those solved come before the screened.

    Args:
        opened: The study that found the answer.
        found: What it found.
        density: The answer.
    """
    screened = []
    for failure in _failures(opened.design):
        yield Progress("survival", 0.97, f"Without {failure.name}, on potential flow")
        lost = yield from _density(opened, found, density, failure, "draft")
        screened.append((failure, lost))
    screened.sort(key=lambda item: item[1][0])
    answers = []
    for n, (failure, on_draft) in enumerate(screened):
        is_solved = n < MOST_SOLVED and opened.fidelity != "draft"
        lost = on_draft
        if is_solved:
            yield Progress("survival", 0.98, f"Without {failure.name}")
            lost = yield from _density(opened, found, density, failure, opened.fidelity)
        answers.append(Survival(failure.object_id, failure.name, *lost, is_screening=not is_solved))
    return tuple(sorted(answers, key=lambda answer: (answer.is_screening, answer.power_w)))


def _failures(design: Design) -> Iterator[_Failure]:
    """Every single failure of a design."""
    variant = design.variant
    units: list[Cooler | Cdu] = [*variant.coolers, *variant.cdus]
    for unit in units:
        if unit.running:
            yield _Failure(unit.id, unit.label, update(design, [unit.id], running=False))
    for feed in variant.power.feeds:
        if any(feed.id in (rack.feed_id, rack.feed_b_id) for rack in variant.racks):
            yield _without_feed(design, feed)


def _without_feed(design: Design, feed: Feed) -> _Failure:
    """A design whose racks have lost a feed."""
    changed, dark = design, set[str]()
    for rack in design.variant.racks:
        if feed.id not in (rack.feed_id, rack.feed_b_id):
            continue
        left = rack.feed_b_id if rack.feed_id == feed.id else rack.feed_id
        changed = update(changed, [rack.id], feed_id=left, feed_b_id=None)
        if left is None:
            dark.add(rack.id)
    return _Failure(feed.id, feed.label, changed, frozenset(dark))


def _density(
    opened: OpenStudy, found: Found, density: Density, failure: _Failure, fidelity: Fidelity
) -> Generator[Progress, None, tuple[float, str]]:
    """Power of the hall and what binds; none where no level holds or the hall has no answer."""
    try:
        changed = open_study(
            failure.design,
            opened.catalogue,
            density.objective,
            margin_k=density.margin_k,
            fidelity=fidelity,
            cell_m=opened.cell_m,
            overhead_w=opened.study.case.overhead_w,
            design_day=opened.study.case.design_day,
        )
        racks = changed.study.case.racks
        if all(rack.id in failure.dark for rack in racks):
            return 0.0, "feed"
        if failure.dark:
            changed.study.hold([0.0 if r.id in failure.dark else math.nan for r in racks])
        level = min(found.best.level, changed.highest)
        span = (changed.lowest, changed.highest)
        if fidelity == "draft":
            result = yield from find_level(
                changed.study.evaluate, level, *span,
                tolerance=DRAFT_TOLERANCE, most_trials=DRAFT_TRIALS,
            )  # fmt: skip
        else:
            result = yield from find_level(changed.study.evaluate, level, *span)
            result = yield from confirm_cold(changed.study, result)
    except CoolSimError:
        return 0.0, ""
    binds = result.best.readings[0].limit if result.best.readings else ""
    if not result.best.holds:
        return 0.0, binds
    return math.fsum(changed.study.powers_at(result.best.level)), binds
