"""What moves a density: prices of the limits that bind, the limit behind them, single changes."""

from __future__ import annotations

import math
from collections.abc import Generator

from coolsim.density.changes import Candidate, candidates
from coolsim.density.opening import OpenStudy, open_study
from coolsim.density.prices import price_of, second_limit
from coolsim.density.records import Advice, Change, Density, Price
from coolsim.density.search import Found, find_level
from coolsim.errors import CoolSimError
from coolsim.events import Progress


def advise(
    opened: OpenStudy, found: Found, density: Density
) -> Generator[Progress, None, Advice | None]:
    """Price what binds and try single changes, each by solving the hall again.

    Args:
        opened: The study that found the answer.
        found: What it found.
        density: The answer.
    """
    if density.status != "confirmed" or not found.best.holds:
        return None
    kinds = _binding_kinds(density)
    prices: tuple[Price, ...] = ()
    for kind in kinds:
        prices += ((yield from price_of(opened, found, kind)),)
    second, second_w = "", found.best.power_w
    if kinds:
        second, second_w = yield from second_limit(opened, found, kinds[0])
    changes: tuple[Change, ...] = ()
    for item in candidates(opened.design, density):
        changes += ((yield from _tried(opened, found, density, item)),)
    ranked = sorted(changes, key=lambda c: -c.gained_w if math.isfinite(c.gained_w) else math.inf)
    return Advice(prices, second, second_w, tuple(ranked))


def _binding_kinds(density: Density) -> list[str]:
    """Kinds of limits that bind any rack, the hall's first, then by racks."""
    counts: dict[str, int] = {}
    for rack in density.racks:
        bound = (rack.binding.limit, *rack.also) if rack.binding is not None else ()
        for kind in bound:
            counts[kind] = counts.get(kind, 0) + 1
    first = density.hall.binding.limit if density.hall.binding else ""
    return sorted(counts, key=lambda kind: (kind != first, -counts[kind]))


def _tried(
    opened: OpenStudy, found: Found, density: Density, item: Candidate
) -> Generator[Progress, None, Change]:
    """The density with one change, from a cold start at the level without it."""
    yield Progress("changes", 0.96, item.title)
    try:
        changed = open_study(
            item.design,
            opened.catalogue,
            density.objective,
            margin_k=density.margin_k,
            fidelity=opened.fidelity,
            cell_m=opened.cell_m,
            overhead_w=opened.study.case.overhead_w,
            design_day=opened.study.case.design_day,
        )
        level = min(found.best.level, changed.highest)
        result = yield from find_level(
            changed.study.evaluate, level, changed.lowest, changed.highest, hints=found.trials
        )
    except CoolSimError as error:
        return Change(item.key, item.title, item.object_ids, math.nan, math.nan, "", str(error))
    power = math.fsum(changed.study.powers_at(result.best.level)) if result.best.holds else math.nan
    readings = result.best.readings
    binds = "" if result.outcome == "unlimited" or not readings else readings[0].limit
    gained = power - found.best.power_w
    return Change(item.key, item.title, item.object_ids, power, gained, binds)
