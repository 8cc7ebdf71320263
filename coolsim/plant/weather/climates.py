"""Built-in climates: a year of hours made from a station's statistics.

The statistics of twelve stations were counted from typical years (the source is in the file). The
year made from them has their monthly means, daily swings and day-to-day spread, and the same
distribution of dry and wet bulb over the year. It is no forecast and no record: which day is warm
is arbitrary, but the same at every call. A study that matters loads an EPW file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coolsim.assets import asset
from coolsim.plant.weather.records import MONTH_DAYS, Place, Weather, make_weather
from coolsim.properties.psychrometrics import (
    humidity_ratio_kg_kg,
    humidity_ratio_of_wet_bulb,
    saturation_pressure_pa,
    wet_bulb_c,
)

Array = NDArray[np.float64]
_HOURS = 24 * sum(MONTH_DAYS)
_PERSISTENCE = 0.7
"""Correlation of a day's deviation with the day before.

About 0.6 to 0.8 at temperate stations: D. S. Wilks, Statistical Methods in the Atmospheric
Sciences, 2nd ed. (2006), ch. 8.
"""
_ROUNDS = 8
"""Turns between the months' means and the year's distribution, which pull on each other."""
_STEEPEST = 0.9
"""Largest slope that bowing a stretch of the distribution takes away or adds [-]."""


@dataclass(frozen=True, slots=True)
class Month:
    """Statistics of one month.

    Attributes:
        dry_bulb_mean_c: Mean of the hours [deg C].
        daily_swing_k: Mean daily maximum minus mean daily minimum [K].
        day_to_day_k: Standard deviation of daily means [K].
        dew_point_mean_c: Mean dew point [deg C].
        dew_point_std_k: Standard deviation of the dew point [K].
        warmest_hour: Hour of the mean daily maximum.
    """

    dry_bulb_mean_c: float
    daily_swing_k: float
    day_to_day_k: float
    dew_point_mean_c: float
    dew_point_std_k: float
    warmest_hour: int


@dataclass(frozen=True, slots=True)
class Climate:
    """A station's statistics.

    Attributes:
        name: Short name to choose it by.
        place: Where.
        dataset: Typical year they were counted from.
        pressure_pa: Mean pressure [Pa].
        dry_bulb_c: Dry bulb by the share of hours at or below it, ends included.
        wet_bulb_c: The same of the wet bulb; no lower end is known.
        dry_bulb_mean_c: Mean dry bulb of the year [deg C].
        wet_bulb_mean_c: Mean wet bulb of the year [deg C].
        months: Twelve months.
    """

    name: str
    place: Place
    dataset: str
    pressure_pa: float
    dry_bulb_c: tuple[tuple[float, float], ...]
    wet_bulb_c: tuple[tuple[float, float], ...]
    dry_bulb_mean_c: float
    wet_bulb_mean_c: float
    months: tuple[Month, ...]


@cache
def built_in_climates() -> Mapping[str, Climate]:
    """The climates that ship with the program, by name."""
    data = json.loads(asset("weather", "climates.json").read_text(encoding="utf-8"))
    climates = (_climate(station) for station in data["stations"].values())
    return {climate.name: climate for climate in climates}


def _climate(station: Mapping[str, Any]) -> Climate:
    dry, wet = station["dry_bulb_c"], station["wet_bulb_c"]
    place = Place(
        name=station["station"],
        country=station["country"],
        latitude_deg=station["latitude_deg"],
        longitude_deg=station["longitude_deg"],
        time_zone_h=station["time_zone_h"],
        elevation_m=station["elevation_m"],
    )
    return Climate(
        name=_short_name(station["station"]),
        place=place,
        dataset=station["dataset"],
        pressure_pa=station["pressure_mean_pa"],
        dry_bulb_c=((0.0, dry["min"]), *_shares(dry["percentiles"]), (1.0, dry["max"])),
        wet_bulb_c=(*_shares(wet["percentiles"]), (1.0, wet["max"])),
        dry_bulb_mean_c=dry["mean"],
        wet_bulb_mean_c=wet["mean"],
        months=tuple(_month(month) for month in station["months"]),
    )


def _short_name(station: str) -> str:
    """City and state of a station, such as ``phoenix-az``."""
    city, _, state = station.partition(",")
    for ending in ("-Sky.Harbor", "-Davis-Monthan", "-Mineta", "-Hartsfield-Jackson", "-Fairchild"):
        city = city.replace(ending, "")
    for ending in (".Intl.AP", ".AP-Godfrey.Field", ".AFB", ".AP", ".Exec", " Intl Ap"):
        city = city.replace(ending, "")
    return f"{city.strip()} {state.strip()}".replace(".", "-").replace(" ", "-").lower()


def _shares(percentiles: Mapping[str, float]) -> tuple[tuple[float, float], ...]:
    return tuple(sorted((float(text) / 100.0, value) for text, value in percentiles.items()))


def _month(month: Mapping[str, float]) -> Month:
    return Month(
        dry_bulb_mean_c=month["dry_bulb_mean_c"],
        daily_swing_k=month["dry_bulb_daily_max_mean_c"] - month["dry_bulb_daily_min_mean_c"],
        day_to_day_k=month["dry_bulb_day_to_day_std_k"],
        dew_point_mean_c=month["dew_point_mean_c"],
        dew_point_std_k=month["dew_point_std_k"],
        warmest_hour=int(month["hour_of_mean_daily_max"]),
    )


@cache
def synthetic_year(name: str) -> Weather:
    """The hours of a built-in climate, 8,760 of them, the same at every call.

    Raises:
        KeyError: There is no such climate.
    """
    climate = built_in_climates()[name]
    calendar = _calendar()
    month = calendar[0]
    dry = _dry_bulb(climate, month)
    means = [m.dry_bulb_mean_c for m in climate.months]
    for _ in range(_ROUNDS):
        dry = _with_monthly_means(dry, means, month)
        dry = _mapped(dry, climate.dry_bulb_c, climate.dry_bulb_mean_c)
    dew = np.minimum(_dew_point(climate, month), dry)
    pressure = np.full(_HOURS, climate.pressure_pa)
    ratio = humidity_ratio_kg_kg(saturation_pressure_pa(dew), pressure)
    wet = _mapped(wet_bulb_c(dry, ratio, pressure), climate.wet_bulb_c, climate.wet_bulb_mean_c)
    wet = np.clip(wet, _driest_wet_bulb(dry, pressure), dry)
    humidity = humidity_ratio_of_wet_bulb(dry, wet, pressure)
    source = f"built-in climate {name}, made from the statistics of {climate.dataset}"
    return make_weather(climate.place, source, calendar, dry, humidity, pressure)


def _calendar() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    month = np.repeat(np.arange(1, 13), 24 * np.array(MONTH_DAYS))
    day = np.concatenate([np.repeat(np.arange(1, count + 1), 24) for count in MONTH_DAYS])
    hour = np.tile(np.arange(1, 25), sum(MONTH_DAYS))
    return month, day, hour


def _dry_bulb(climate: Climate, month: NDArray[np.int64]) -> Array:
    """Monthly mean, daily swing and persistent days; means and spreads are those of the months."""
    mean = _by_hour([m.dry_bulb_mean_c for m in climate.months])
    swing = _by_hour([m.daily_swing_k for m in climate.months])
    warmest = np.array([m.warmest_hour for m in climate.months])[month - 1]
    hour = np.tile(np.arange(1, 25), sum(MONTH_DAYS))
    days = (
        _persistent_days(1, month) * np.array([m.day_to_day_k for m in climate.months])[month - 1]
    )
    field = mean + 0.5 * swing * np.cos(2.0 * np.pi * (hour - warmest) / 24.0) + days
    return np.asarray(field)


def _dew_point(climate: Climate, month: NDArray[np.int64]) -> Array:
    """Monthly mean and spread; a warm spell is a moist one as often as not."""
    mean = _by_hour([m.dew_point_mean_c for m in climate.months])
    spread = np.array([m.dew_point_std_k for m in climate.months])[month - 1]
    days = 0.5 * _persistent_days(1, month) + np.sqrt(0.75) * _persistent_days(2, month)
    return _with_monthly_means(
        mean + spread * days, [m.dew_point_mean_c for m in climate.months], month
    )


def _by_hour(monthly: list[float]) -> Array:
    """Monthly values as a line through the middles of the months, periodic."""
    days = np.cumsum([0, *MONTH_DAYS])
    middles = 12.0 * (days[:-1] + days[1:])
    hours = np.arange(_HOURS) + 0.5
    return np.asarray(np.interp(hours, middles, monthly, period=_HOURS))


def _persistent_days(seed: int, month: NDArray[np.int64]) -> Array:
    """Deviations of days, first-order autoregressive, of mean 0 and spread 1 in every month."""
    shocks = np.random.default_rng(seed).standard_normal(sum(MONTH_DAYS))
    days = np.empty_like(shocks)
    days[0] = shocks[0]
    for n in range(1, days.size):
        days[n] = _PERSISTENCE * days[n - 1] + np.sqrt(1.0 - _PERSISTENCE**2) * shocks[n]
    of_day = month[::24]
    for number in range(1, 13):
        there = of_day == number
        days[there] = (days[there] - days[there].mean()) / days[there].std()
    return np.repeat(days, 24)


def _with_monthly_means(field: Array, means: list[float], month: NDArray[np.int64]) -> Array:
    counted = np.bincount(month, field)[1:] / np.bincount(month)[1:]
    return np.asarray(field + (np.array(means) - counted)[month - 1])


def _mapped(field: Array, wanted: tuple[tuple[float, float], ...], mean: float) -> Array:
    """The field bent, in its order, to the station's distribution and mean.

    Between two known shares the bend is a straight line, so that the shape in between stays. Where
    that misses the mean, the wide stretches beside the median are bowed until it is met.
    """
    shares = np.array([share for share, _ in wanted])
    values = np.array([value for _, value in wanted])
    own = np.quantile(field, shares)
    bent = np.interp(field, own, values)
    bent = np.where(field < own[0], field + (values[0] - own[0]), bent)
    ends = values[[int(np.searchsorted(shares, share)) for share in (0.02, 0.5, 0.98)]]
    bow = np.zeros(field.shape)
    for low, high in pairwise(ends):
        place = np.clip((bent - low) / (high - low), 0.0, 1.0)
        # steepness below one keeps the order of the hours for any bow of that height
        bow += (high - low) * np.sin(np.pi * place) / np.pi
    height = np.clip((mean - bent.mean()) / bow.mean(), -_STEEPEST, _STEEPEST)
    return np.asarray(bent + height * bow)


def _driest_wet_bulb(dry: Array, pressure: Array) -> Array:
    """Wet bulb of air with hardly any vapour: none is colder at that dry bulb [deg C]."""
    return wet_bulb_c(dry, np.full(dry.shape, 1e-4), pressure)
