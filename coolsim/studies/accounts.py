"""Accounts of a year: prices and footprints, sums by month, figures of merit.

Definitions: The Green Grid WP49 (PUE), ISO/IEC 30134-2, -6, -8 and -9; WUE source, CUE and ERE of
The Green Grid; ITUE and TUE: M. K. Patterson et al., ISC 2013, doi 10.1007/978-3-642-38750-0_28;
mechanical load component of ASHRAE 90.4. Hours are summed with ``math.fsum``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.plant import Plant, Tariff
from coolsim.errors import UsageError
from coolsim.plant.storage import in_window
from coolsim.results.year import Period, Ratio
from coolsim.scene.assumptions import AssumptionLog
from coolsim.studies.hours import CONSUMERS, COOLING, Clock, Hours

Array = NDArray[np.float64]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WORKING_DAYS = 5
_WORDS = {
    "usd_kwh": ("price of electricity", "usd_kwh"),
    "usd_per_m3": ("price of water", "usd_m3"),
    "g_co2e_kwh": ("carbon of electricity", "g_co2e_kwh"),
}
"""Key of a catalogue figure -> what it is in words, and its unit."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices and footprints of each hour.

    Attributes:
        electricity_usd_kwh: Shape (hours,).
        demand_usd_kw_month: On each month's highest hour.
        water_usd_m3: Of water on site.
        carbon_kg_kwh: CO2 equivalent of electricity.
        water_l_kwh: Water used to make it; ``None`` where not known.
    """

    electricity_usd_kwh: Array
    demand_usd_kw_month: float
    water_usd_m3: float
    carbon_kg_kwh: float
    water_l_kwh: float | None


def prices_of(plant: Plant, catalogue: Catalogue, clock: Clock, log: AssumptionLog) -> Prices:
    """Prices of a plant's tariff, with the catalogue's where it gives none.

    Raises:
        UsageError: A price is negative or unknown.
    """
    tariff, print_ = plant.tariff, plant.footprint
    for name in ("usd_kwh", "peak_usd_kwh", "demand_usd_kw_month", "water_usd_m3"):
        value = getattr(tariff, name)
        if value is not None and value < 0.0:
            raise UsageError(
                f"The tariff is negative: {name} is {value:g}.",
                where=f"plant.tariff.{name}",
                remedy="Give a price from zero up.",
            )
    base = tariff.usd_kwh
    if base is None:
        base = _figure(catalogue, tariff.electricity, "electricity", "usd_kwh", log)
    water = tariff.water_usd_m3
    if water is None:
        water = _figure(catalogue, "water_price", "water", "usd_per_m3", log)
    carbon = print_.carbon_g_kwh
    if carbon is None:
        carbon = _figure(catalogue, print_.carbon, "carbon", "g_co2e_kwh", log)
    return Prices(
        electricity_usd_kwh=_hourly_price(tariff, base, clock),
        demand_usd_kw_month=tariff.demand_usd_kw_month,
        water_usd_m3=water,
        carbon_kg_kwh=carbon / 1000.0,
        water_l_kwh=print_.water_l_kwh,
    )


def _figure(catalogue: Catalogue, identity: str, table: str, key: str, log: AssumptionLog) -> float:
    known = [entry.id for entry in catalogue.entries(table)]
    figure: Figure | None = None
    if identity in known:
        entry = catalogue.get(identity)
        figure = entry.figure(key)
        words, unit = _WORDS[key]
        log.note(entry.id, entry.name, words, replace(figure, unit=unit))
    if figure is None or figure.value is None:
        raise UsageError(
            f"The catalogue's table {table!r} has no {key} of {identity!r}.",
            where="plant",
            remedy=f"Known: {', '.join(known[:12])} ...",
        )
    return figure.value


def _hourly_price(tariff: Tariff, base: float, clock: Clock) -> Array:
    price = np.full(clock.hour.size, base)
    if tariff.peak_usd_kwh is not None:
        day = np.arange(clock.hour.size) // 24 % 7
        peak = in_window(clock.hour, tariff.peak_from_hour, tariff.peak_to_hour)
        price = np.where(peak & (day < _WORKING_DAYS), tariff.peak_usd_kwh, price)
    return price


def periods(hours: Hours, prices: Prices, clock: Clock) -> tuple[Period, tuple[Period, ...]]:
    """The year and its months; the year's demand cost is that of its months."""
    months = tuple(
        _period(name, hours, prices, clock.month == n)
        for n, name in enumerate(MONTHS, start=1)
        if np.any(clock.month == n)
    )
    demand = math.fsum(month.demand_cost_usd for month in months)
    every = np.ones(clock.month.size, dtype=bool)
    return _period("Year", hours, prices, every, demand), months


def _period(
    name: str,
    hours: Hours,
    prices: Prices,
    where: NDArray[np.bool_],
    demand_cost: float | None = None,
) -> Period:
    def kwh(power: Array) -> float:
        return total(power[where]) / 1000.0

    facility = hours.facility_w[where]
    peak = float(facility.max())
    cost = total(facility / 1000.0 * prices.electricity_usd_kwh[where])
    water = total(hours.water_kg_s[where] * 3.6)
    demand = demand_cost
    if demand is None:
        demand = peak / 1000.0 * prices.demand_usd_kw_month
    it, whole = kwh(hours.power_w["it"]), kwh(hours.facility_w)
    return Period(
        name=name,
        hours=int(where.sum()),
        energy_kwh={consumer: kwh(power) for consumer, power in hours.power_w.items()},
        it_kwh=it,
        facility_kwh=whole,
        peak_w=peak,
        water_m3=water,
        energy_cost_usd=cost,
        demand_cost_usd=demand,
        water_cost_usd=water * prices.water_usd_m3,
        cost_usd=cost + demand + water * prices.water_usd_m3,
        carbon_kg=whole * prices.carbon_kg_kwh,
        reuse_kwh=kwh(hours.reuse_w),
        unmet_kwh=kwh(hours.unmet_w),
        pue=whole / it if it > 0.0 else math.nan,
    )


def total(values: Iterable[float]) -> float:
    """Sum of values, rounded once."""
    return math.fsum(values)


def month_ratios(
    months: Iterable[Period], hours: Hours, prices: Prices, clock: Clock
) -> tuple[dict[str, float | None], ...]:
    """Figures of merit of each month, by the id of :func:`ratios`."""
    return tuple(
        {
            item.id: item.value
            for item in ratios(month, hours, prices, clock.month == MONTHS.index(month.name) + 1)
        }
        for month in months
    )


def ratios(
    year: Period, hours: Hours, prices: Prices, where: NDArray[np.bool_] | None = None
) -> tuple[Ratio, ...]:
    """Figures of merit of a year, or of some of its hours.

    Args:
        year: Sums of those hours.
        hours: All hours.
        prices: Their prices.
        where: Which hours the sums are of; ``None``: all.
    """
    it = year.it_kwh
    if it <= 0.0:
        return ()
    counted = np.ones(hours.load.shape, dtype=bool) if where is None else where
    fans = total(hours.server_fans_w[counted]) / 1000.0
    converted = total(hours.conversion_w[counted]) / 1000.0
    compute = it - fans - converted
    cooling = math.fsum(year.energy_kwh[name] for name in COOLING)
    pue = year.facility_kwh / it
    erf = year.reuse_kwh / year.facility_kwh
    wue = year.water_m3 * 1000.0 / it
    source = None if prices.water_l_kwh is None else wue + prices.water_l_kwh * pue
    losses = math.fsum(kwh for name, kwh in year.energy_kwh.items() if name not in CONSUMERS)
    left_out = "" if converted > 0.0 else "losses of supplies and regulators are not counted"
    return (
        Ratio("pue", "PUE", pue, ""),
        Ratio("ppue_cooling", "Cooling pPUE", 1.0 + cooling / it, ""),
        Ratio("mlc", "Mechanical load component", cooling / it, ""),
        Ratio("electrical_loss", "Electrical losses over IT energy", losses / it, ""),
        Ratio("wue_site", "WUE site", wue, "l_per_kwh"),
        Ratio("wue_source", "WUE source", source, "l_per_kwh",
              "" if source is not None else "water per kilowatt-hour of the grid is not known"),
        Ratio("cue", "CUE", year.carbon_kg / it, "kg_per_kwh"),
        Ratio("ere", "ERE", (year.facility_kwh - year.reuse_kwh) / it, ""),
        Ratio("erf", "ERF", erf, ""),
        Ratio("itue", "ITUE", it / compute, "", left_out),
        Ratio("tue", "TUE", year.facility_kwh / compute, "", left_out),
    )  # fmt: skip
