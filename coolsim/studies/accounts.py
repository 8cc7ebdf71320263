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
    if year.it_kwh <= 0.0:
        return ()
    counted = np.ones(hours.load.shape, dtype=bool) if where is None else where
    sums = Sums(
        it_kwh=year.it_kwh,
        compute_kwh=total(compute_w(hours)[counted]) / 1000.0,
        facility_kwh=year.facility_kwh,
        cooling_kwh=math.fsum(year.energy_kwh[name] for name in COOLING),
        loss_kwh=math.fsum(kwh for name, kwh in year.energy_kwh.items() if name not in CONSUMERS),
        water_l=year.water_m3 * 1000.0,
        reuse_kwh=year.reuse_kwh,
        carbon_kg=year.carbon_kg,
    )
    notes = {}
    if not np.any(hours.conversion_w[counted] > 0.0):
        left_out = "losses of supplies and regulators are not counted"
        notes = {"itue": left_out, "tue": left_out}
    if prices.water_l_kwh is None:
        notes["wue_source"] = "give the water of the grid per kWh: there is no sourced figure"
    return tuple(
        _ratio(key, value, notes.get(key, ""))
        for key, value in figures_of_merit(sums, prices.water_l_kwh).items()
    )


def _ratio(key: str, value: Array | float | None, note: str) -> Ratio:
    name, unit = MERITS[key]
    return Ratio(key, name, None if value is None else float(value), unit, note)


def hourly_ratios(hours: Hours, prices: Prices) -> dict[str, Array]:
    """Figures of merit of every hour by id; not a number where nothing is drawn or known."""
    it = hours.power_w["it"]
    facility = hours.facility_w / 1000.0
    none = np.zeros(it.shape)
    sums = Sums(
        it_kwh=np.where(it > 0.0, it, np.nan) / 1000.0,
        compute_kwh=compute_w(hours) / 1000.0,
        facility_kwh=facility,
        cooling_kwh=sum((hours.power_w[name] for name in COOLING), none) / 1000.0,
        loss_kwh=sum((w for n, w in hours.power_w.items() if n not in CONSUMERS), none) / 1000.0,
        water_l=hours.water_kg_s * 3600.0,
        reuse_kwh=hours.reuse_w / 1000.0,
        carbon_kg=facility * prices.carbon_kg_kwh,
    )
    unknown = np.full(it.shape, np.nan)
    found = figures_of_merit(sums, prices.water_l_kwh)
    return {key: unknown if value is None else np.asarray(value) for key, value in found.items()}


def compute_w(hours: Hours) -> Array:
    """Power of what computes: racks less their fans, supplies and regulators, as known [W]."""
    return np.asarray(hours.power_w["it"] - hours.server_fans_w - hours.conversion_w)


@dataclass(frozen=True, slots=True)
class Sums:
    """What figures of merit are made of: sums of hours, or every hour for itself."""

    it_kwh: Array | float
    compute_kwh: Array | float
    facility_kwh: Array | float
    cooling_kwh: Array | float
    loss_kwh: Array | float
    water_l: Array | float
    reuse_kwh: Array | float
    carbon_kg: Array | float


MERITS = {
    "pue": ("PUE", ""),
    "ppue_cooling": ("Cooling pPUE", ""),
    "mlc": ("Mechanical load component", ""),
    "electrical_loss": ("Electrical losses over IT energy", ""),
    "wue_site": ("WUE site", "l_per_kwh"),
    "wue_source": ("WUE source", "l_per_kwh"),
    "cue": ("CUE", "kg_per_kwh"),
    "ere": ("ERE", ""),
    "erf": ("ERF", ""),
    "itue": ("ITUE", ""),
    "tue": ("TUE", ""),
}
"""Figures of merit: id -> name and unit."""


def figures_of_merit(sums: Sums, grid_water_l_kwh: float | None) -> dict[str, Array | float | None]:
    """Figures of merit by the ids of :data:`MERITS`.

    Worked number: 10 kWh of racks, 9.5 of which compute, 12 in all, 1.5 of it cooling and 0.5
    losses, 18 litres, 3 kWh given away: PUE 1.2, WUE 1.8, ERE 0.9, ERF 0.25, ITUE 1.053, TUE 1.263.

    Args:
        sums: Energies, water and carbon.
        grid_water_l_kwh: Water used to make a kilowatt-hour; ``None`` where not known [L].
    """
    it, facility = sums.it_kwh, sums.facility_kwh
    pue, wue = facility / it, sums.water_l / it
    return {
        "pue": pue,
        "ppue_cooling": 1.0 + sums.cooling_kwh / it,
        "mlc": sums.cooling_kwh / it,
        "electrical_loss": sums.loss_kwh / it,
        "wue_site": wue,
        "wue_source": None if grid_water_l_kwh is None else wue + grid_water_l_kwh * pue,
        "cue": sums.carbon_kg / it,
        "ere": (facility - sums.reuse_kwh) / it,
        "erf": sums.reuse_kwh / facility,
        "itue": it / sums.compute_kwh,
        "tue": facility / sums.compute_kwh,
    }
