"""A year at a glance: some of its hours stand for all, to answer while a slider is moved.

Every fifth hour by default: in five days each hour of the day has its turn, so days and seasons are
met alike. Sums of the year and of each month are scaled to its hours. With a store all hours are
counted, because what it holds depends on the hours before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.loading import Catalogue
from coolsim.design.models import Design
from coolsim.plant.outdoor import design_day, outdoor_of
from coolsim.plant.weather import Weather
from coolsim.results.plant_hours import Moment, YearHours
from coolsim.results.year import Period, YearGlance
from coolsim.scene.assumptions import AssumptionLog
from coolsim.studies.accounts import periods, prices_of, ratios
from coolsim.studies.hours import MODES, Clock, run_hours
from coolsim.studies.moments import moment, year_hours
from coolsim.studies.room import RoomTable
from coolsim.studies.year import YearChoices, load_of, site_of

EVERY = 5
"""Hours from one that is counted to the next; has no factor in common with the 24 of a day."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A year's figures, its hours, and its design day; empty where only some hours were counted."""

    year: YearGlance
    hours: YearHours
    day: Moment


def glance_year(
    design: Design,
    catalogue: Catalogue,
    weather: Weather,
    choices: YearChoices,
    room: RoomTable,
    every: int = EVERY,
) -> Glance:
    """Count some hours of a year at a hall already solved.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        weather: Outdoor air.
        choices: How it is counted.
        room: The solved hall.
        every: Hours from one that is counted to the next; 1 counts all.

    Raises:
        UsageError: A tariff that cannot be.
        SolveError: A machine that cannot be.
    """
    variant, log = design.variant, AssumptionLog()
    place, plant = variant.site, variant.plant
    step = 1 if plant.storage is not None else every
    where = np.arange(0, weather.hours, step)
    day = design_day(weather, place.design_dry_bulb_c, place.design_wet_bulb_c, place.altitude_m)
    whole = Clock(weather.month, weather.hour)
    prices = prices_of(plant, catalogue, whole, log)
    site, _ = site_of(design, catalogue, day, choices, room, log)
    clock = Clock(weather.month[where], weather.hour[where])
    outdoor = outdoor_of(_hours_of(weather, where))
    load = load_of(plant.utilisation, weather)
    hours = run_hours(site, load[where], outdoor, clock)
    some = replace(prices, electricity_usd_kwh=prices.electricity_usd_kwh[where])
    sampled, months = periods(hours, some, clock)
    counts = [int(np.sum(weather.month == n)) for n in np.unique(clock.month)]
    full = tuple(_scaled(month, n) for month, n in zip(months, counts, strict=True))
    share = weather.hours / where.size
    # the power chain costs one moment as much as all hours, so a preview has no design day
    peak = (
        run_hours(site.sustained, np.array([float(load.max())]), day, None) if step == 1 else None
    )
    return Glance(
        year=YearGlance(
            every=step,
            year=_scaled(sampled, weather.hours),
            months=full,
            ratios=ratios(sampled, hours, some),
            hours_in_mode={
                name: round(float(np.sum(hours.mode == n)) * share) for n, name in enumerate(MODES)
            },
            hours_over_limit=round(float(np.sum(hours.is_over_limit)) * share),
        ),
        hours=year_hours(site, hours, outdoor),
        day={} if peak is None else moment(site, peak, day),
    )


def _hours_of(weather: Weather, where: NDArray[np.intp]) -> Weather:
    """Some hours of a year."""
    arrays = ("month", "day", "hour", "dry_bulb_c", "humidity_ratio", "pressure_pa", "wet_bulb_c")
    return replace(weather, **{name: getattr(weather, name)[where] for name in arrays})


def _scaled(period: Period, hours: int) -> Period:
    """A period whose counted hours stand for all of its hours; its peak is theirs."""
    share = hours / max(period.hours, 1)
    energy = period.energy_cost_usd * share
    water = period.water_cost_usd * share
    return replace(
        period,
        hours=hours,
        energy_kwh={name: kwh * share for name, kwh in period.energy_kwh.items()},
        it_kwh=period.it_kwh * share,
        facility_kwh=period.facility_kwh * share,
        water_m3=period.water_m3 * share,
        energy_cost_usd=energy,
        water_cost_usd=water,
        cost_usd=energy + period.demand_cost_usd + water,
        carbon_kg=period.carbon_kg * share,
        reuse_kwh=period.reuse_kwh * share,
        unmet_kwh=period.unmet_kwh * share,
    )
