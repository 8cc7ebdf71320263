"""Outdoor air through a year: from an EPW file, or a built-in climate."""

from __future__ import annotations

from coolsim.plant.weather.climates import Climate, built_in_climates, synthetic_year
from coolsim.plant.weather.epw import WeatherFileError, parse_epw, read_epw
from coolsim.plant.weather.records import Place, Weather

__all__ = [
    "Climate",
    "Place",
    "Weather",
    "WeatherFileError",
    "built_in_climates",
    "parse_epw",
    "read_epw",
    "synthetic_year",
]
