"""What moves a density, as text: prices of limits, and single changes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coolsim import units
from coolsim.density.records import Advice, Change, Price, Survival
from coolsim.tasks import tables


def advice_text(advice: Advice, system: units.System) -> str:
    """Return the price table, the limit behind the first, and the changes, best first."""
    prices = tables.table(
        ("Limit", "relaxed by", "hall gains kW", "binds then"),
        [_price(price, system) for price in advice.prices],
        "<>><",
    )
    blocks = ["What a limit is worth, solved again", prices]
    if advice.second_limit:
        power = tables.kilowatts(advice.second_w)
        name = tables.limit_name(advice.second_limit)
        blocks.append(f"Behind it: {name}, at {power} kW in the hall, solved again")
    if advice.changes:
        changes = tables.table(
            ("Change", "hall kW", "gains kW", "binds then"),
            [_change(change) for change in advice.changes],
            "<>><",
        )
        blocks += ["What to change, each solved again", changes]
    return "\n\n".join(blocks)


def _price(price: Price, system: units.System) -> tuple[str, ...]:
    unit = "k" if price.unit == "c" else price.unit
    return (
        tables.limit_name(price.limit),
        units.text(price.step, unit, system, 3),
        tables.kilowatts(price.gained_w),
        tables.limit_name(price.binds_then) if price.binds_then else "nothing",
    )


def _change(change: Change) -> tuple[str, ...]:
    title = tables.clean(change.title, 60)
    if not math.isfinite(change.power_w):
        return (title, "not solved", "", change.note[:60])
    return (
        title,
        tables.kilowatts(change.power_w),
        f"{change.gained_w / 1e3:+.1f}",
        tables.limit_name(change.binds_then) if change.binds_then else "nothing",
    )


def survival_text(survival: Sequence[Survival]) -> str:
    """Return the density without each unit, what was only screened marked as such."""
    rows = [
        (
            tables.clean(item.name),
            tables.kilowatts(item.power_w),
            tables.limit_name(item.binds) if item.binds else "no answer",
            "potential flow, screening" if item.is_screening else "solved again",
        )
        for item in survival
    ]
    table = tables.table(("Without", "hall kW", "binds then", "how"), rows, "<><<")
    return f"Density with one unit lost\n\n{table}"
