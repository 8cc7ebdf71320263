"""What a hall computes, as text: operations by precision and boundary, shares, storage, network."""

from __future__ import annotations

from coolsim import units
from coolsim.catalogue.rates import counted_in
from coolsim.results.compute import NOT_KNOWN, ComputeAccount, Share
from coolsim.tasks import tables

PER = {
    "rack": "rack with accelerators",
    "m2_with_clearance": "floor with clearances",
    "m2_of_hall": "floor of the hall",
    "mw_of_it": "MW of IT",
    "mw_of_grid": "MW at the meter",
}
"""What a share is over, in words."""
_AREAS = ("m2_with_clearance", "m2_of_hall")


def compute_blocks(account: ComputeAccount | None, system: units.System) -> list[str]:
    """Return the compute account as blocks of text; nothing without accelerators."""
    if account is None or not account.accelerators:
        return []
    return [
        "What the hall computes, in whole units and dense operations",
        _rates(account),
        _shares(account, system),
        tables.labelled(_lines(account, system)),
    ]


def rate_or_not(value: float | None, precision: str) -> str:
    """Return operations per second with the unit of their precision, or that they are not known."""
    return NOT_KNOWN if value is None else units.text(value, counted_in(precision), digits=4)


def _rates(account: ComputeAccount) -> str:
    """One row per precision: peak, sustained, 1e9 operations per joule at every boundary."""
    shown = [item for item in account.boundaries if item.watts is not None]
    rows = []
    for rate in account.rates:
        mark = tables.WEAK_MARK if rate.is_weak else ""
        part = f" (of {rate.accelerators:,})" if rate.peak_flops is None else ""
        rows.append(
            (
                rate.precision.upper(),
                rate_or_not(rate.peak_flops, rate.precision) + part + mark,
                rate_or_not(rate.sustained_flops, rate.precision),
                *(
                    tables.fixed(_giga(boundary.flops_per_watt.get(rate.precision)), 1)
                    for boundary in shown
                ),
            )
        )
    headings = (
        "Precision", "peak", "sustained",
        *(f"{'G(FL)OPS/W ' if n == 0 else ''}{item.name}" for n, item in enumerate(shown)),
    )  # fmt: skip
    return tables.table(headings, rows, "<>>" + ">" * len(shown))


def _giga(value: float | None) -> float | None:
    return None if value is None else value / 1e9


def _shares(account: ComputeAccount, system: units.System) -> str:
    headline = account.headline
    precision = headline.precision if headline else ""
    rows = [_share(share, precision, system) for share in account.shares]
    headings = ("Per", "there is", "accelerators", f"peak {precision.upper()}", "sustained", "")
    return tables.table(headings, rows, "<>>>><")


def _share(share: Share, precision: str, system: units.System) -> tuple[str, ...]:
    label, factor, amount = _unit_of(share, system)
    per = "rack" if share.per == "rack" else label

    def over(value: float | None) -> str:
        return rate_or_not(None if value is None else value * factor, precision)

    count = NOT_KNOWN if share.accelerators is None else f"{share.accelerators * factor:,.2f}"
    return (
        f"{per}: {PER[share.per]}" if share.per in _AREAS else PER[share.per],
        amount,
        count,
        over(share.peak_flops.get(precision)),
        over(share.sustained_flops.get(precision)),
        share.note if share.amount is None else "",
    )


def _unit_of(share: Share, system: units.System) -> tuple[str, float, str]:
    """Label of one of it, how much of the stored unit that is, and the amount in words."""
    if share.amount is None:
        return "", 1.0, NOT_KNOWN
    if share.per in _AREAS:
        label = units.label("m2", system)
        shown = units.convert(share.amount, "m2", label)
        return label, share.amount / shown if shown else 1.0, f"{shown:,.1f} {label}"
    if share.per == "rack":
        return "", 1.0, f"{share.amount:,.0f}"
    return "MW", 1.0, f"{share.amount:,.3f} MW"


def _lines(account: ComputeAccount, system: units.System) -> list[tuple[str, str]]:
    kinds = ", ".join(
        f"{item.count:,} {item.name}{' (target)' if item.is_target else ''}"
        for item in account.silicon
    )
    memory = NOT_KNOWN if account.memory_gb is None else f"{account.memory_gb / 1e3:,.1f} TB"
    lines = [("Accelerators", kinds), ("Their memory", memory)]
    if account.around is not None:
        lines += account.around.lines(system)
    meter = account.facility_w
    told = units.text(meter, "w", system) if meter is not None else NOT_KNOWN
    lines.append(("At the meter", f"{told} ({account.facility_note})"))
    return lines
