"""What a hall computes, as rows of label and value for the density panel."""

from __future__ import annotations

from coolsim import units
from coolsim.catalogue.rates import counted_in, operations
from coolsim.density.records import Density
from coolsim.results.compute import HEADLINES, NOT_KNOWN, ComputeAccount

_AREAS = (("m2_with_clearance", "with clearances"), ("m2_of_hall", "of the hall"))


def flops_text(flops: dict[str, float]) -> str:
    """Operations at the precision that stands for a hall: ``10.4 EFLOPS FP8``."""
    for precision in HEADLINES:
        if flops.get(precision):
            return f"{units.text(flops[precision], counted_in(precision))} {precision.upper()}"
    return units.UNKNOWN


def hall_flops(density: Density) -> str:
    """The hall's operations at a precision that all its accelerators have."""
    account = density.compute
    if account is None or account.headline is None:
        return flops_text(density.hall.flops)
    rate = account.headline
    return flops_text({rate.precision: rate.peak_flops or 0.0})


def compute_rows(density: Density, system: units.System) -> list[tuple[str, str]]:
    """Accelerators, operations, shares of floor and power, performance per watt."""
    rows = [
        ("Accelerators", units.number(density.hall.accelerators, 9)),
        ("Peak compute", hall_flops(density)),
    ]
    account = density.compute
    if account is None or not account.accelerators:
        return rows
    rate = account.headline
    if rate is not None:
        held = rate.sustained_flops
        told = NOT_KNOWN if held is None else units.text(held, counted_in(rate.precision))
        rows.append(("Sustained", f"{told} {rate.precision.upper()}"))
        rows.append(
            (
                f"G{operations(rate.precision)}/W {rate.precision.upper()}",
                _per_watt(account, rate.precision),
            )
        )
    rows.append(("Accelerators per", _shares(account, system)))
    if account.around is not None:
        rows += account.around.lines(system)
    meter = account.facility_w
    told = NOT_KNOWN if meter is None else units.text(meter, "w", system)
    rows.append(("At the meter", f"{told} ({account.facility_note})"))
    return rows


def _per_watt(account: ComputeAccount, precision: str) -> str:
    parts = []
    for boundary in account.boundaries:
        value = boundary.flops_per_watt.get(precision)
        if value is not None:
            parts.append(f"{boundary.name} {value / 1e9:,.0f}")
    return ", ".join(parts)


def _shares(account: ComputeAccount, system: units.System) -> str:
    """Accelerators per rack, floor and megawatt in one line."""
    parts = []
    rack, grid = account.share("rack"), account.share("mw_of_grid")
    if rack is not None and rack.accelerators is not None:
        parts.append(f"rack {rack.accelerators:,.1f}")
    label = units.label("m2", system)
    for per, where in _AREAS:
        share = account.share(per)
        if share is not None and share.accelerators is not None and share.amount:
            scale = share.amount / units.convert(share.amount, "m2", label)
            parts.append(f"{label} {where} {share.accelerators * scale:,.2f}")
    if grid is not None and grid.accelerators is not None:
        parts.append(f"MW at the meter {grid.accelerators:,.0f}")
    return ", ".join(parts)
