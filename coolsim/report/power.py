"""The power chain in print: elements and feeds against their ratings, losses by place, stores."""

from __future__ import annotations

from coolsim.report.blocks import (
    NORMAL_PT,
    SMALL_PT,
    Block,
    Section,
    Table,
    column,
    heading,
    note,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, clip, flowing
from coolsim.results.power import PowerResults

_FEEDS_SHOWN = 40
_KIND = {"transformer": "transformer", "ups": "UPS", "pdu": "PDU", "busway": "busway"}


def power_section(subject: Subject) -> Section | None:
    """Every table of the power chain at the load drawn; ``None`` for a hall without one."""
    power = subject.results.power
    if power is None:
        return None
    none = "No element is drawn between utility and feeds."
    blocks: list[Block | None] = []
    for title, shown, size in (
        ("Feeds", feed_table(subject, power), SMALL_PT),
        ("Where losses become heat", loss_table(subject, power), NORMAL_PT),
        ("Stores of energy", battery_table(subject, power), NORMAL_PT),
    ):
        if shown["rows"]:
            blocks += [heading(title), tabled(shown, size)]
    return section(
        "Power chain",
        note(_note(subject, power)),
        tabled(element_table(subject, power), SMALL_PT, none),
        *blocks,
    )


def _note(subject: Subject, power: PowerResults) -> str:
    printer = subject.printer
    bound = "" if power.is_complete else " at least: losses that are not known count as none"
    cap = ""
    if power.grid_cap_w is not None:
        cap = f" The grid allows {printer.text(power.grid_cap_w, 'w')}."
    return (
        f"At the load drawn the meter reads {printer.text(power.meter_w, 'w', 4)}{bound}; heat "
        f"rejection is not counted.{cap} Load: the worst of all in use and after the loss of one "
        "feed or element. Capacity: spare units out of use."
    )


def element_table(subject: Subject, power: PowerResults) -> Table:
    """Each element, from the utility down."""
    printer = subject.printer
    columns = (
        words("Element", 1.5),
        words("Kind", 1.0),
        words("Stands in", 1.2),
        column("Load", "kW", share=1),
        column("After a loss", "kW", share=1),
        column("Capacity", "kW", share=1),
        column("Load", "%", share=0.8),
        column("Loss", "kW", share=1),
        column("Uneven", "%", share=0.8),
    )
    rows = (
        (
            clip(load.name, 16.0),
            _KIND.get(load.kind, load.kind),
            clip(load.room, 14.0) if load.room else "the hall",
            printer.kilowatts(load.output_w),
            printer.kilowatts(load.after_loss_w) if load.after_loss_of else UNKNOWN,
            UNKNOWN if load.capacity_w is None else printer.kilowatts(load.capacity_w),
            _percent(load.load_fraction),
            printer.kilowatts(load.loss_w) if load.loss_known else "not known",
            _percent(load.imbalance_fraction),
        )
        for load in reversed(power.elements)
    )
    return table(columns, rows)


def feed_table(subject: Subject, power: PowerResults) -> Table:
    """Each feed; with a breaker per rack its most loaded one."""
    printer = subject.printer
    columns = (
        words("Feed", 2.0),
        words("Breaker", 1.0),
        column("Load", "kW", share=1),
        column("After a loss", "kW", share=1),
        column("Sustains", "kW", share=1),
        words("Short peak", 1.0),
        column("Uneven", "%", share=0.8),
    )
    rows = (
        (
            clip(load.name, 24.0),
            "per rack" if load.per_rack else "shared",
            printer.kilowatts(load.output_w),
            printer.kilowatts(load.after_loss_w) if load.after_loss_of else UNKNOWN,
            UNKNOWN if load.sustained_w is None else printer.kilowatts(load.sustained_w),
            load.peak.replace("_", " "),
            _percent(load.imbalance_fraction),
        )
        for load in power.feeds[:_FEEDS_SHOWN]
    )
    return table(columns, rows)


def loss_table(subject: Subject, power: PowerResults) -> Table:
    """Losses by stage and place, those inside the racks' own power below."""
    printer = subject.printer
    columns = (words("Losses", 2.0), words("Heat in", 1.5), column("Loss", "kW", share=1))
    rows = [
        (stage.stage, clip(stage.room, 24.0) if stage.room else "the hall",
         printer.kilowatts(stage.loss_w))
        for stage in power.stages
    ]  # fmt: skip
    for name, loss in (
        ("Supplies in racks, part of their power", power.rack_supply_loss_w),
        ("Regulators in racks, part of their power", power.regulator_loss_w),
    ):
        if loss is not None:
            rows.append((name, "the racks", printer.kilowatts(loss)))
    return table(columns, rows)


def battery_table(subject: Subject, power: PowerResults) -> Table:
    """Batteries as stores of energy."""
    printer = subject.printer
    columns = (
        words("Batteries of", 1.2),
        column("Energy", "kWh", share=1),
        column("Load", "kW", share=1),
        column("Lasts", "min", share=1),
        words("Remark", 2.4),
    )
    rows = (
        (
            clip(store.name, 16.0),
            UNKNOWN if store.energy_j is None else f"{store.energy_j / 3.6e6:,.1f}",
            printer.kilowatts(store.load_w),
            UNKNOWN if store.seconds is None else f"{store.seconds / 60.0:,.1f}",
            flowing(store.note),
        )
        for store in power.batteries
    )
    return table(columns, rows)


def _percent(fraction: float | None) -> str:
    return UNKNOWN if fraction is None else f"{100.0 * fraction:.0f}"
