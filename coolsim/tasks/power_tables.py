"""The power chain of a solved hall for a terminal: elements, feeds, losses, stores."""

from __future__ import annotations

from coolsim import units
from coolsim.results.power import ElementLoad, FeedLoad, PowerResults
from coolsim.tasks.tables import clean, fixed, kilowatts, labelled, table

_HALL = "hall"
_FEEDS_SHOWN = 20
"""Feeds listed; the rest is in ``--json``."""


def power_blocks(power: PowerResults | None, system: units.System) -> list[str]:
    """Return the tables of the power chain, none for a hall without one."""
    if power is None:
        return []
    return [
        element_table(power) if power.elements else "",
        feed_table(power) if power.feeds else "",
        labelled(power_lines(power, system)),
    ]


def element_table(power: PowerResults) -> str:
    """Return each element: load now and after the worst loss, its capacity, losses, place."""
    headings = (
        "Power chain", "kind", "kW", "after a loss", "capacity", "load %", "loss kW", "in",
        "uneven %",
    )  # fmt: skip
    return table(headings, map(_element_row, reversed(power.elements)), "<<>>>>><>")


def _element_row(load: ElementLoad) -> tuple[str, ...]:
    return (
        clean(load.name),
        load.kind,
        kilowatts(load.output_w),
        kilowatts(load.after_loss_w) if load.after_loss_of else units.UNKNOWN,
        kilowatts(load.capacity_w),
        percent(load.load_fraction),
        kilowatts(load.loss_w) if load.loss_known else "not known",
        clean(load.room or _HALL),
        percent(load.imbalance_fraction),
    )


def feed_table(power: PowerResults) -> str:
    """Return each feed: its load, or that of its worst rack, against the breaker."""
    headings = ("Feed", "breaker", "kW", "after a loss", "sustains", "peak", "uneven %")
    return table(headings, map(_feed_row, power.feeds[:_FEEDS_SHOWN]), "<<>>><>")


def _feed_row(load: FeedLoad) -> tuple[str, ...]:
    return (
        clean(load.name),
        "per rack" if load.per_rack else "shared",
        kilowatts(load.output_w),
        kilowatts(load.after_loss_w) if load.after_loss_of else units.UNKNOWN,
        kilowatts(load.sustained_w),
        load.peak.replace("_", " "),
        percent(load.imbalance_fraction),
    )


def power_lines(power: PowerResults, system: units.System) -> list[tuple[str, str]]:
    """Return power at the meter, losses by stage and place, and stores as labelled lines."""
    bound = "" if power.is_complete else " at least (losses not known count as none)"
    cap = "" if power.grid_cap_w is None else f"; the grid allows {kilowatts(power.grid_cap_w)} kW"
    lines = [
        (
            "Meter",
            f"{kilowatts(power.meter_w)} kW{bound}: racks {kilowatts(power.it_w)}, fans and pumps "
            f"{kilowatts(power.cooling_w)}, losses {kilowatts(power.loss_w)}; heat rejection not "
            f"counted{cap}",
        )
    ]
    stages = [
        f"{stage.stage} {units.text(stage.loss_w, 'w', system)} in "
        + (clean(stage.room) if stage.room else "the hall")
        for stage in power.stages
    ]
    lines.append(("Losses", "; ".join(stages)))
    inside = [
        f"{name} {units.text(loss, 'w', system)}"
        for name, loss in (
            ("supplies", power.rack_supply_loss_w),
            ("regulators", power.regulator_loss_w),
        )
        if loss is not None
    ]
    lines.append(("Inside racks", "; ".join(inside)))
    for store in power.batteries:
        held = units.text(store.energy_j, "j", system)
        time = "not known" if store.seconds is None else f"{fixed(store.seconds / 60.0, 1)} min"
        lines.append(
            (
                "Batteries",
                f"{clean(store.name)}: {held}, {time} at {kilowatts(store.load_w)} kW "
                f"({store.note})",
            )
        )
    return lines


def percent(fraction: float | None) -> str:
    """Return a fraction as per cent without its sign, a dash where it is not known."""
    return fixed(None if fraction is None else 100.0 * fraction, 0)
