"""Placement of jobs in print: what every strategy keeps running, and where the best puts it."""

from __future__ import annotations

from coolsim.density.placement.records import Placed, PlacementAnswer, Strategy
from coolsim.report.blocks import (
    SMALL_PT,
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
from coolsim.report.text import UNKNOWN, clip, counted, flowing, limit_name

STRATEGIES: dict[Strategy, str] = {
    "spread": "Spread", "pack": "Packed", "coldest": "Coldest first", "optimal": "Optimal"
}  # fmt: skip
"""What each strategy is called."""


def placement_section(subject: Subject) -> Section | None:
    """The strategies, and what runs where; ``None`` where no jobs were placed."""
    answer = subject.placement
    if answer is None or not answer.placements:
        return None
    best = answer.placements[0]
    ended = " The search was ended early." if answer.is_stopped else ""
    gap = answer.bound - best.accelerators
    more = f" The last programme, with limits as straight lines, allows {gap:,} more." * (gap > 0)
    if answer.clash:
        where = flowing(answer.clash_name, 60)
        more = f" No job can run: {limit_name(answer.clash)} at {where} breaks first."
    told = (
        f"{answer.asked:,} accelerators asked for over {counted(answer.steps, 'step')} of time; "
        f"every placement confirmed in every step by solved halls.{more}{ended}"
    )
    return section(
        "Placement of jobs",
        note(told),
        tabled(_strategies(subject, answer)),
        heading(f"{STRATEGIES[best.strategy]}: what runs where"),
        tabled(_racks(subject, best), SMALL_PT),
    )


def _strategies(subject: Subject, answer: PlacementAnswer) -> Table:
    spread = next((p.accelerators for p in answer.placements if p.strategy == "spread"), None)
    printer = subject.printer
    heads = (
        words("Placement", 1.0),
        column("Jobs"),
        column("Accelerators"),
        column("To spread"),
        column("Peak", "kW"),
        column("Worst inlet", printer.label("c")),
        words("Least slack", 1.6),
    )
    rows = (
        (
            STRATEGIES[item.strategy],
            f"{len(item.jobs):,}",
            f"{item.accelerators:,}",
            UNKNOWN if spread is None else f"{item.accelerators - spread:+,d}",
            printer.kilowatts(item.peak_w),
            printer.temperature(item.worst_inlet_c),
            f"{limit_name(item.tightest)} at {clip(item.tightest_name, 12.0)}"
            if item.tightest
            else "",
        )
        for item in answer.placements
    )
    return table(heads, rows)


def _racks(subject: Subject, best: Placed) -> Table:
    heads = (
        words("Rack", 0.7),
        column("Rack", "kW"),
        column("Idle"),
        words("Jobs (servers)", 4.0),
    )
    rows = (
        (
            clip(rack.rack_name, 9.0),
            subject.printer.kilowatts(rack.power_w),
            f"{rack.idle:,}",
            flowing(", ".join(f"{job} ({n})" for job, n in rack.servers.items()), 300) or "idle",
        )
        for rack in best.racks
    )
    return table(heads, rows)
