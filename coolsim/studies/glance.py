"""A year at a glance: some of its hours stand for all, to answer while a slider is moved.

Every fifth hour by default: in five days each hour of the day has its turn, so days and seasons are
met alike. Sums of the year and of each month are scaled to its hours. With a store all hours are
counted, because what it holds depends on the hours before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coolsim.results.plant_hours import Moment, YearHours
from coolsim.results.year import Period, YearGlance
from coolsim.studies.accounts import ratios
from coolsim.studies.counted import Counted
from coolsim.studies.hours import MODES
from coolsim.studies.moments import moment, year_hours

EVERY = 5
"""Hours from one that is counted to the next; has no factor in common with the 24 of a day."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A year's figures, its hours, and its design day; empty where only some hours were counted."""

    year: YearGlance
    hours: YearHours
    day: Moment


def glance_of(counted: Counted) -> Glance:
    """The figures of a year by the hours that were counted."""
    hours, total = counted.hours, counted.weather.hours
    counts = [int(np.sum(counted.weather.month == n)) for n in np.unique(counted.clock.month)]
    full = tuple(_scaled(month, n) for month, n in zip(counted.months, counts, strict=True))
    share = total / hours.load.size
    return Glance(
        year=YearGlance(
            every=counted.every,
            year=_scaled(counted.year, total),
            months=full,
            ratios=ratios(counted.year, hours, counted.prices),
            hours_in_mode={
                name: round(float(np.sum(hours.mode == n)) * share) for n, name in enumerate(MODES)
            },
            hours_over_limit=round(float(np.sum(hours.is_over_limit)) * share),
        ),
        hours=year_hours(counted.site, hours, counted.outdoor),
        # the power chain costs one moment as much as all hours, so a preview has no design day
        day=moment(counted.site, counted.on_day(), counted.day) if counted.every == 1 else {},
    )


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
