"""The charts of a year as plain numbers: what is drawn, what is said, what goes into a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from coolsim import units
from coolsim.results.year import DurationPoint, Period, consumer_name
from ui.charts.compute import per_watt_chart, precisions_of
from ui.charts.data import ChartData, Series
from ui.year import CountedYear

HOURS = 8760


def months(year: CountedYear, *, with_it: bool = False) -> ChartData:
    """Electricity of each month by consumer."""
    periods, whole = year.glance.months, year.glance.year
    names = [n for n, kwh in whole.energy_kwh.items() if kwh > 0.0 and (with_it or n != "it")]
    most = max((sum(p.energy_kwh[n] for n in names) for p in periods), default=0.0)
    label, factor = _scale(most)
    series = tuple(
        Series(
            consumer_name(name),
            tuple(period.energy_kwh[name] / factor for period in periods),
            _hue(name, whole),
        )
        for name in names
    )
    title = "Electricity by consumer" if with_it else "Electricity beside IT, by consumer"
    return ChartData("months", title, "stacked", _short(periods), series, "", label)


def pue_by_month(year: CountedYear) -> ChartData:
    """PUE of each month."""
    periods = year.glance.months
    values = tuple(period.pue for period in periods)
    return ChartData(
        "pue_by_month", "PUE by month", "bars", _short(periods), (Series("PUE", values),), "",
        "PUE", floor=1.0, digits=3, note=f"Year {year.glance.year.pue:.3f}",
    )  # fmt: skip


def duration(year: CountedYear) -> ChartData:
    """Power and accelerators that the hall can carry, over hours of the year."""
    full = year.results
    points = () if full is None else full.duration
    powers = tuple(point.power_w / 1e3 for point in points)
    counts = [point.accelerators for point in points]
    second = None
    if counts and all(count is not None for count in counts):
        second = ("Accelerators", tuple(float(count or 0) for count in counts))
    return ChartData(
        "duration",
        "Density-duration",
        "curve",
        tuple(f"{point.hours_fraction * HOURS:,.0f} h" for point in points),
        (Series("IT power", powers),),
        "Hours of the year, or more",
        "kW",
        places=tuple(point.hours_fraction * HOURS for point in points),
        note=_duration_note(points),
        open_points=tuple(point.is_at_least for point in points),
        second=second,
    )  # fmt: skip


def _duration_note(points: Sequence[DurationPoint]) -> str:
    if points and not any(point.power_w > 0.0 for point in points):
        return "No hour carries any load: an inlet lies above its limit, or heat is not taken"
    if any(point.is_at_least for point in points):
        return "An open mark: at least that, the highest load solved"
    return ""


def modes(year: CountedYear) -> ChartData:
    """Hours in each mode of the largest plant."""
    words = {
        "off": "off", "mechanical": "compressors", "partial": "economiser and compressors",
        "free": "economiser alone",
    }  # fmt: skip
    found = year.glance.hours_in_mode
    return ChartData(
        "modes", "Hours in each mode", "across",
        tuple(words.get(name, name) for name in found),
        (Series("Hours", tuple(float(hours) for hours in found.values())),), "Hours", "h",
        digits=4,
    )  # fmt: skip


def pue_waterfall(year: CountedYear) -> ChartData:
    """From IT to the meter: what each consumer and loss adds to PUE."""
    whole = year.glance.year
    it = max(whole.it_kwh, 1e-9)
    steps = [(n, kwh / it) for n, kwh in whole.energy_kwh.items() if kwh > 1e-6 * it]
    names = ("IT", *(consumer_name(n) for n, _ in steps if n != "it"), "Meter")
    values = (1.0, *(value for n, value in steps if n != "it"), whole.pue)
    return ChartData(
        "pue_waterfall", "PUE from IT to meter", "waterfall", names, (Series("PUE", values),), "",
        "over IT", floor=_below_one(whole.pue), digits=4, note=f"PUE {whole.pue:.3f}",
    )  # fmt: skip


def performance(year: CountedYear, precision: str = "") -> ChartData:
    """Performance per watt from chip to facility."""
    boundaries = () if year.results is None else year.results.waterfall
    known = precisions_of(boundaries)
    chosen = precision if precision in known else known[0] if known else ""
    return per_watt_chart(boundaries, chosen)


CHARTS: Mapping[str, tuple[str, Callable[[CountedYear], ChartData]]] = MappingProxyType(
    {
        "months": ("Months", months),
        "pue_by_month": ("PUE by month", pue_by_month),
        "duration": ("Density-duration", duration),
        "modes": ("Modes", modes),
        "pue_waterfall": ("PUE waterfall", pue_waterfall),
        "performance": ("Performance per watt", performance),
    }
)
"""The charts by key: their short name and what makes them."""
NEEDS_FULL = frozenset({"duration", "performance"})
"""Charts that a glance at some hours does not have."""


def _short(periods: Sequence[Period]) -> tuple[str, ...]:
    return tuple(period.name[:3] for period in periods)


def _hue(name: str, whole: Period) -> int:
    return list(whole.energy_kwh).index(name)


def _scale(kwh: float) -> tuple[str, float]:
    """Label of the largest unit of energy that keeps a number at or above one, and its size."""
    label = units.display(kwh, "kwh")[1]
    return label, {"kWh": 1.0, "MWh": 1e3, "GWh": 1e6}[label]


def _below_one(pue: float) -> float:
    """Where the axis begins, so that steps of a few hundredths can be seen."""
    return max(1.0 - 0.5 * max(pue - 1.0, 0.02), 0.0)
