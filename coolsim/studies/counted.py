"""The hours of a year, counted: what a glance at it and the whole year are both told from."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.loading import Catalogue
from coolsim.design.models import Design
from coolsim.plant.outdoor import Outdoor, design_day, outdoor_of
from coolsim.plant.weather import Weather
from coolsim.results.records import Assumption
from coolsim.results.year import Period
from coolsim.scene.assumptions import AssumptionLog
from coolsim.studies.accounts import Prices, periods, prices_of
from coolsim.studies.hours import Clock, Hours, Site, run_hours
from coolsim.studies.room import RoomTable
from coolsim.studies.site import YearChoices, load_of, site_of

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """Hours of a year with everything they were counted from.

    Attributes:
        design, catalogue, weather, choices, room: What was asked; the weather is of all hours.
        every: Hours from one that was counted to the next; 1 counted all.
        clock, outdoor, prices, load: Of the hours counted.
        day: Outdoor air of the design day.
        highest_load: Of the whole profile [-].
        site: Hall and plants.
        hours: What happens.
        year, months: Their sums, not scaled.
        sized: Assumptions of the plants.
        log: Assumptions besides.
        begun: When the count began, by ``time.perf_counter`` [s].
    """

    design: Design
    catalogue: Catalogue
    weather: Weather
    choices: YearChoices
    room: RoomTable
    every: int
    clock: Clock
    outdoor: Outdoor
    prices: Prices
    load: Array
    day: Outdoor
    highest_load: float
    site: Site
    hours: Hours
    year: Period
    months: tuple[Period, ...]
    sized: tuple[Assumption, ...]
    log: AssumptionLog
    begun: float

    def on_day(self) -> Hours:
        """The design day at the highest load of the profile and sustained power, one moment."""
        return run_hours(self.site.sustained, np.array([self.highest_load]), self.day, None)


def count_hours(
    design: Design,
    catalogue: Catalogue,
    weather: Weather,
    choices: YearChoices,
    room: RoomTable,
    every: int = 1,
) -> Counted:
    """Count hours of a year at a hall already solved, all at once.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        weather: Outdoor air.
        choices: How it is counted.
        room: The solved hall.
        every: Hours from one that is counted to the next. With a store all are counted, because
            what it holds depends on the hours before.

    Raises:
        UsageError: A tariff that cannot be.
        SolveError: A machine that cannot be.
    """
    begun = time.perf_counter()
    place, plant, log = design.variant.site, design.variant.plant, AssumptionLog()
    step = 1 if plant.storage is not None else every
    where = np.arange(0, weather.hours, step)
    day = design_day(weather, place.design_dry_bulb_c, place.design_wet_bulb_c, place.altitude_m)
    whole = Clock(weather.month, weather.hour)
    site, sized = site_of(design, catalogue, day, choices, room, log)
    prices = prices_of(plant, catalogue, whole, log)
    clock = Clock(weather.month[where], weather.hour[where])
    outdoor = outdoor_of(_hours_of(weather, where) if step > 1 else weather)
    load = load_of(plant.utilisation, weather)
    hours = run_hours(site, load[where], outdoor, clock)
    some = replace(prices, electricity_usd_kwh=prices.electricity_usd_kwh[where])
    year, months = periods(hours, some, clock)
    return Counted(
        design=design,
        catalogue=catalogue,
        weather=weather,
        choices=choices,
        room=room,
        every=step,
        clock=clock,
        outdoor=outdoor,
        prices=some,
        load=load[where],
        day=day,
        highest_load=float(load.max()),
        site=site,
        hours=hours,
        year=year,
        months=months,
        sized=sized,
        log=log,
        begun=begun,
    )


def _hours_of(weather: Weather, where: NDArray[np.intp]) -> Weather:
    """Some hours of a year."""
    arrays = ("month", "day", "hour", "dry_bulb_c", "humidity_ratio", "pressure_pa", "wet_bulb_c")
    return replace(weather, **{name: getattr(weather, name)[where] for name in arrays})
