"""Shadow prices of limits, re-solved: what the hall gains when one is relaxed.

Prices from the frozen flow are 1.3 to 2.7 times too large as soon as the flow answers back.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace

from coolsim.density.limits import Cap
from coolsim.density.opening import OpenStudy, highest_level, lowest_caps
from coolsim.density.records import Price
from coolsim.density.search import NEAR, Found, find_level, slope_of
from coolsim.density.study import Study
from coolsim.events import Progress

KELVIN = 1.0
"""Step of a temperature [K]."""
SHARE = 0.05
"""Step of every other limit, over its value [-]."""
FREED = 1e3
"""Times its step by which a limit is moved out of the way [-]."""


def price_of(opened: OpenStudy, found: Found, limit: str) -> Generator[Progress, None, Price]:
    """Relax every limit of a kind by a step, and search the level again.

    Args:
        opened: The study that found the answer.
        found: What it found.
        limit: Key of a limit that binds.
    """
    value, unit = _value(opened, found, limit)
    step = KELVIN if unit == "c" else SHARE * abs(value)
    relaxed = yield from _search(opened, found, limit, step)
    gained = at_its_limit_w(relaxed) - at_its_limit_w(found)
    return Price(limit, unit, step, gained, gained / step, _binding(relaxed))


def at_its_limit_w(found: Found) -> float:
    """Power of the hall with what little slack a level is found with used up [W].

    Two levels found may differ in that by some hundredths of a kelvin, percents of a price.

    Worked number: 10 kW with 2 tolerances of slack, 40 tolerances at 9 kW: 10.053 kW, for
    the slope is 38 tolerances by 0.1 of the power, and 2 of 380 are 0.53 %.
    """
    best = found.best
    if not (best.holds and best.is_near(NEAR)):
        return best.power_w
    return best.power_w * (1.0 - best.tightest / slope_of(best, found.trials))


def second_limit(
    opened: OpenStudy, found: Found, limit: str
) -> Generator[Progress, None, tuple[str, float]]:
    """What binds with every limit of a kind taken away, and the hall's power then [W]."""
    value, unit = _value(opened, found, limit)
    step = FREED * (KELVIN if unit == "c" else SHARE * abs(value))
    freed = yield from _search(opened, found, limit, step)
    return _binding(freed), freed.best.power_w


def _search(
    opened: OpenStudy, found: Found, limit: str, step: float
) -> Generator[Progress, None, Found]:
    """The level with a kind of limit moved, going on from the flow of the answer."""
    study = _relaxed(opened, limit, step)
    tried = [study.again(trial) for trial in found.trials]
    highest = highest_level(study)
    best = study.again(found.best)
    # the answer itself is known: the first step from it takes the slope of the trials before
    hints = tried if len({trial.level for trial in tried}) > 1 else ()
    return (
        yield from find_level(
            study.evaluate, best.level, best.level, max(highest, best.level), hints=hints
        )
    )


def _relaxed(opened: OpenStudy, limit: str, step: float) -> Study:
    study = opened.study
    groups = tuple(
        replace(group, value_w=group.value_w + step) if group.limit == limit else group
        for group in study.groups
    )
    shared = {group.limit for group in study.groups}
    own = {cap.limit for caps in opened.caps.values() for cap in caps}
    caps = study.caps_w
    if limit in own:
        moved = {n: tuple(_moved(cap, limit, step) for cap in c) for n, c in opened.caps.items()}
        caps = lowest_caps(moved, len(moved))
    relief = {} if limit in shared | own else {limit: step}
    return replace(study, groups=groups, caps_w=caps, relief=relief)


def _moved(cap: Cap, limit: str, step: float) -> Cap:
    if cap.limit != limit or cap.per_watt <= 0.0:
        return cap
    return replace(cap, power_w=cap.power_w + step / cap.per_watt, value=cap.value + step)


def _value(opened: OpenStudy, found: Found, limit: str) -> tuple[float, str]:
    """Value and unit of the tightest limit of a kind."""
    for reading in found.best.readings:
        if reading.limit == limit:
            return reading.value, reading.unit
    caps = [cap for own in opened.caps.values() for cap in own if cap.limit == limit]
    return min(cap.value for cap in caps), caps[0].unit


def _binding(found: Found) -> str:
    """Key of what stopped a level; nothing where nothing did."""
    if found.outcome == "unlimited" or not found.best.readings:
        return ""
    tightest = min(found.best.readings, key=lambda r: r.slack / r.tolerance)
    return tightest.limit if math.isfinite(tightest.slack) else ""
