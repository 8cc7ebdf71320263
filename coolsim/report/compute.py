"""What a hall computes, in print: operations, shares, the waterfall, and other silicon."""

from __future__ import annotations

from typing import Any

from coolsim import units
from coolsim.catalogue.rates import counted_in, operations
from coolsim.report.blocks import (
    Block,
    Section,
    Table,
    column,
    columns,
    facts,
    heading,
    note,
    remark,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import NOT_KNOWN, UNKNOWN, clip, flowing, limit_name, marked
from coolsim.report.waterfall import waterfall, waterfall_block
from coolsim.results.compute import Around, ComputeAccount, Share, SiliconRow

_PER = {
    "rack": "Rack with accelerators",
    "m2_with_clearance": "{} of floor with clearances",
    "m2_of_hall": "{} of the hall",
    "mw_of_it": "MW of IT",
    "mw_of_grid": "MW at the meter",
}
_AREAS = ("m2_with_clearance", "m2_of_hall")


def compute_section(subject: Subject) -> Section | None:
    """The account of the density answer and the comparison of silicon; ``None`` without both."""
    account = subject.density.compute if subject.density is not None else None
    blocks: list[Block | None] = []
    if account is not None and account.accelerators > 0:
        blocks += [
            note(_note(account)),
            columns(tabled(_rates(subject, account)), facts(_facts(subject, account))),
            heading("Per rack, floor and power"),
            tabled(_shares(subject, account)),
            waterfall_block(
                "Performance per watt from chip to meter", _waterfall(subject, account)
            ),
        ]
    return section("What the hall computes", *blocks, *_silicon(subject))


def _note(account: ComputeAccount) -> str:
    return (
        "Accelerators of whole units and the power these units draw; dense operations, precisions "
        "never added. Sustained: measured in large matrix products. Meter: power at the meter "
        f"{flowing(account.facility_note)}."
        if account.facility_w is not None
        else "Accelerators of whole units and the power these units draw; dense operations, "
        "precisions never added. Sustained: measured in large matrix products. Power at the meter "
        f"is not known: {flowing(account.facility_note)}."
    )


def _rate(subject: Subject, value: float | None, precision: str) -> str:
    return NOT_KNOWN if value is None else subject.printer.text(value, counted_in(precision))


def _rates(subject: Subject, account: ComputeAccount) -> Table:
    rows = []
    for rate in account.rates:
        peak = _rate(subject, rate.peak_flops, rate.precision)
        if rate.peak_flops is None:
            peak = f"{NOT_KNOWN} for {account.accelerators - rate.accelerators:,}"
        rows.append(
            (
                rate.precision.upper(),
                marked(peak, "estimate") if rate.is_weak else peak,
                _rate(subject, rate.sustained_flops, rate.precision),
            )
        )
    return table((words("Precision"), column("Peak, dense"), column("Sustained")), rows)


def _shares(subject: Subject, account: ComputeAccount) -> Table:
    headline = account.headline
    precision = headline.precision if headline else ""
    heads = (
        words("Per", 1.8),
        column("There is", share=1),
        column("Accelerators", share=1),
        column("Peak", precision.upper(), share=1),
        column("Sustained", precision.upper(), share=1),
    )
    return table(heads, (_share(subject, share, precision) for share in account.shares))


def _share(subject: Subject, share: Share, precision: str) -> tuple[str, ...]:
    printer, factor, label = subject.printer, 1.0, ""
    amount = NOT_KNOWN
    if share.per in _AREAS:
        label = printer.label("m2")
        if share.amount:
            factor = share.amount / units.convert(share.amount, "m2", label)
            amount = printer.text(share.amount, "m2")
    elif share.amount is not None:
        amount = f"{share.amount:,.0f}" if share.per == "rack" else f"{share.amount:,.3f}"
    count = share.accelerators
    peak, held = share.peak_flops.get(precision), share.sustained_flops.get(precision)
    return (
        _PER[share.per].format(label),
        amount,
        NOT_KNOWN if count is None else f"{count * factor:,.2f}",
        _rate(subject, None if peak is None else peak * factor, precision),
        _rate(subject, None if held is None else held * factor, precision),
    )


def _facts(subject: Subject, account: ComputeAccount) -> list[list[str]]:
    memory = account.memory_gb
    facts = [
        [
            clip(item.name, 30.0),
            f"{item.count:,}{', target: announced, not measured' if item.is_target else ''}",
        ]
        for item in account.silicon
        if item.count
    ]
    facts.append(["Their memory", NOT_KNOWN if memory is None else f"{memory / 1e3:,.1f} TB"])
    if account.around is not None:
        facts += _around(subject, account.around)
    meter = account.facility_w
    facts.append(["Power at the meter", NOT_KNOWN if meter is None else _power(subject, meter)])
    return facts


def _power(subject: Subject, value: float | None) -> str:
    return NOT_KNOWN if value is None else subject.printer.text(value, "w")


def _around(subject: Subject, around: Around) -> list[list[str]]:
    storage = NOT_KNOWN
    if around.storage_tb is not None and around.storage_tb_each is not None:
        storage = f"{around.storage_tb:,.0f} TB, {around.storage_tb_each:.2f} TB each"
    media = ", ".join(medium.replace("_", "-") for medium in around.media)
    ports = (
        NOT_KNOWN if around.ports is None else f"{around.ports:,.0f}{f', {media}' * bool(media)}"
    )
    facts = [
        ["Storage at the servers", storage],
        ["Power of its drives", _sided(subject, around.drives_w, around.drives_to_air_w)],
        ["Network ports", ports],
        ["Power of their optics", _sided(subject, around.optics_w, around.optics_to_air_w)],
    ]
    if around.incomplete:
        names = ", ".join(around.incomplete)
        facts.append(["Not checked", f"not all of storage and network is known of {names}"])
    return facts


def _sided(subject: Subject, power_w: float | None, to_air_w: float | None) -> str:
    if power_w is None or to_air_w is None:
        return _power(subject, power_w)
    if to_air_w >= power_w:
        return f"{_power(subject, power_w)}, to the air"
    return f"{_power(subject, power_w)}, {_power(subject, to_air_w)} to the air"


def _waterfall(subject: Subject, account: ComputeAccount) -> dict[str, Any] | None:
    """Bars of peak operations per watt at the headline precision."""
    headline = account.headline
    return None if headline is None else waterfall(subject, account.boundaries, headline.precision)


def _silicon(subject: Subject) -> list[Block | None]:
    compared = subject.silicon
    if compared is None:
        return []
    precision = compared.precision.upper()
    word = operations(precision)
    peta, giga = f"P{word[0]}", f"G{word[0]}/W"  # PF and GF/W, of whole numbers PO and GO/W
    heads = (
        words("Silicon", 1.9),
        column("Rack", "kW"),
        column("Hall", "kW"),
        column("Accel."),
        column("Peak", f"{peta} {precision}"),
        column("Held", f"{peta} {precision}"),
        column("Chip", giga),
        column("IT", giga),
        column("Meter", giga),
        words("Binds", 1.3),
    )
    notes = [
        f"{flowing(row.name, 60)}: {flowing(row.note, 160)}."
        for row in compared.rows
        if row.note and row.asked
    ]
    caption = (
        f"Each solved again at {compared.objective} density; dense {precision}. {peta}: P{word}; "
        f"{giga}: G{word} per watt. What is not known says so."
    )
    rows = (_silicon_row(subject, row) for row in compared.rows)
    return [
        heading("The same hall with other silicon"),
        note(caption),
        tabled(table(heads, rows), 7.0),
        remark(" ".join(notes)),
    ]


def _silicon_row(subject: Subject, row: SiliconRow) -> tuple[str, ...]:
    def scaled(value: float | None, factor: float, decimals: int) -> str:
        return NOT_KNOWN if value is None else f"{value / factor:,.{decimals}f}"

    def per_watt(boundary: str) -> str:
        # no accelerator that fits has no watts to divide by
        if row.accelerators == 0:
            return UNKNOWN
        return scaled(row.flops_per_watt.get(boundary), 1e9, 0)

    name = f"{row.name}, target" if row.is_target else row.name
    rack = scaled(row.mean_rack_power_w, 1e3, 1)
    return (
        f"As drawn: {clip(name, 22.0)}" if not row.asked else clip(name, 26.0),
        marked(rack, "estimate") if row.is_weak else rack,
        scaled(row.power_w, 1e3, 0),
        NOT_KNOWN if row.accelerators is None else f"{row.accelerators:,}",
        scaled(row.peak_flops, 1e15, 0),
        scaled(row.sustained_flops, 1e15, 0),
        *(per_watt(name) for name in ("chip", "IT", "facility")),
        limit_name(row.binds) if row.binds else UNKNOWN,
    )
