"""The year as the window asks for it: the hall's points are kept and handed back.

Solving the hall's points takes a minute, counting a year a second, a glance at some of its hours a
moment. An answer carries the points; the next request brings them along, so any worker can go on.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from coolsim import units
from coolsim.design.hall_key import hall_key
from coolsim.design.models import Design
from coolsim.design.plant import Plant, Utilisation
from coolsim.errors import UsageError
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.results.plant_hours import Moment, YearHours, hours_to_json
from coolsim.results.year import YearGlance
from coolsim.tasks.annual import AnnualAnswer, weather_of
from coolsim.tasks.answers import EXIT_OK
from coolsim.tasks.hall_points import Points, points_fitting, points_to_json
from coolsim.tasks.requests import WeatherRequest, YearRequest
from coolsim.tasks.running import catalogue_of, chosen_fidelity, heading, joined, solvable

if TYPE_CHECKING:
    from coolsim.plant.weather import Weather
    from coolsim.studies.room import RoomTable
    from coolsim.studies.site import YearChoices

LESS_LOAD = 0.7
"""Lowest load of points that are solved for questions, over the lowest that the design asks [-]."""


@dataclass(frozen=True, slots=True)
class YearAnswer:
    """A year, or a glance at one, with the hall's points.

    Attributes:
        heading: What the design is called.
        annual: The year counted in full; ``None`` in a glance.
        glance: Its figures.
        hours: Its hours for pictures; ``None`` in a glance.
        day: The design day; empty in a glance.
        points: The hall's points.
    """

    heading: str
    annual: AnnualAnswer | None
    glance: YearGlance
    hours: YearHours | None
    day: Moment
    points: Points

    fields = None
    exit_code = EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return everything; hours packed."""
        return {
            "schema": "coolsim/year-1",
            "command": "year",
            "year": None if self.annual is None else self.annual.without_hours().to_json(),
            "glance": encode(self.glance),
            "hours": None if self.hours is None else hours_to_json(self.hours),
            "day": encode(self.day),
            "points": self.points,
        }

    def text(self, system: units.System = "si") -> str:
        """Return the year for a terminal."""
        if self.annual is not None:
            return self.annual.text(system)
        return f"{self.heading}: PUE {self.glance.year.pue:.3f}, a preview"


@dataclass(frozen=True, slots=True)
class WeatherAnswer:
    """A weather file that can be used, in figures."""

    path: str
    place: str
    country: str
    elevation_m: float
    hours: int
    dry_bulb_c: tuple[float, float, float]
    wet_bulb_c: tuple[float, float, float]
    notes: tuple[str, ...]

    fields = None
    exit_code = EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return place, hours, and least, mean and highest of the bulbs."""
        return {"command": "weather", **encode(self)}

    def text(self, system: units.System = "si") -> str:
        """Return the place and its mean temperature."""
        return f"{self.place}: mean {units.text(self.dry_bulb_c[1], 'c', system, 3)}"


def year(request: YearRequest) -> Generator[Progress, None, YearAnswer]:
    """Count a year or glance at it, solving the hall's points where they are not known.

    Raises:
        UsageError: No climate, a price that cannot be, or the points are wanted and not solved.
        coolsim.plant.weather.WeatherFileError: The weather file is broken.
        SolveError: The hall or its plant cannot be solved.
    """
    from coolsim.scene.assumptions import AssumptionLog
    from coolsim.studies.accounts import prices_of
    from coolsim.studies.counted import count_hours
    from coolsim.studies.glance import glance_of
    from coolsim.studies.hours import Clock
    from coolsim.studies.mean_power import mean_fraction
    from coolsim.studies.site import YearChoices
    from coolsim.studies.year import require_rejection, whole_year

    design = request.design
    catalogue = catalogue_of(design)
    yield Progress("year", 0.0, "Outdoor air of the year")
    weather = _weather(design)
    choices = YearChoices(chosen_fidelity(design, None), design.variant.settings.cell_m)
    require_rejection(design.variant)
    prices_of(design.variant.plant, catalogue, Clock(weather.month, weather.hour), AssumptionLog())
    key = hall_key(design)
    mean, _ = mean_fraction(design.variant, catalogue)
    room = points_fitting(request.points, key, design.variant, mean)
    if room is None and not request.solve:
        raise UsageError(
            "The hall has changed since its points were solved.",
            where="year",
            remedy="Count the year again.",
        )
    findings = () if request.glance else solvable(design, catalogue)
    if room is None:
        room = yield from _solved(design, choices, request.raise_k)
    yield Progress("year", 0.97, "Every hour of the year")
    every = request.every if request.glance else 1
    counted = count_hours(design, catalogue, weather, choices, room, every)
    annual = None
    if not request.glance:
        results = yield from whole_year(counted)
        complete = replace(results, findings=joined(findings, results.findings))
        annual = AnnualAnswer(heading(design), complete)
    glance = glance_of(counted)
    return YearAnswer(
        heading=heading(design),
        annual=annual,
        glance=glance.year,
        hours=None if request.glance else glance.hours,
        day=glance.day,
        points=points_to_json(room, key),
    )


def weather(request: WeatherRequest) -> WeatherAnswer:
    """Read a weather file and tell what is in it.

    Raises:
        coolsim.plant.weather.WeatherFileError: It cannot be used; names the rows.
    """
    from coolsim.plant.weather import read_epw

    read = read_epw(request.path)

    def ends(values: np.ndarray[Any, Any]) -> tuple[float, float, float]:
        return float(values.min()), float(values.mean()), float(values.max())

    return WeatherAnswer(
        path=str(request.path),
        place=read.place.name,
        country=read.place.country,
        elevation_m=read.place.elevation_m,
        hours=read.hours,
        dry_bulb_c=ends(read.dry_bulb_c),
        wet_bulb_c=ends(read.wet_bulb_c),
        notes=read.notes,
    )


def _solved(
    design: Design, choices: YearChoices, raise_k: float
) -> Generator[Progress, None, RoomTable]:
    """The hall's points; with a raise, further than the design asks: warmer supply, less load."""
    from coolsim.studies.mean_power import mean_fraction
    from coolsim.studies.year import points_of, solve_points

    plant = design.variant.plant
    reset = plant.reset
    most = 0.0 if reset.rule == "none" else reset.most_k
    if raise_k > most:
        rule = "fixed" if reset.rule == "none" else reset.rule
        wider = reset.model_copy(update={"rule": rule, "most_k": raise_k})
        mean, _ = mean_fraction(design.variant, catalogue_of(design))
        least = LESS_LOAD * min(points_of(design.variant, mean)[0])
        loads = Utilisation(profile="diurnal", low_fraction=least, mean_fraction=1.0)
        changes = {"reset": wider, "utilisation": loads}
        design = _with_plant(design, plant.model_copy(update=changes))
    return (yield from solve_points(design, catalogue_of(design), choices))


def _with_plant(design: Design, plant: Plant) -> Design:
    variant = design.variant.model_copy(update={"plant": plant})
    variants = tuple(variant if each.id == variant.id else each for each in design.variants)
    return design.model_copy(update={"variants": variants})


def _weather(design: Design) -> Weather:
    """The site's outdoor air; what was asked for last is kept, a changed file is read again."""
    site = design.variant.site
    path = Path(site.weather_file) if site.weather_file else None
    stamp = path.stat().st_mtime_ns if path is not None and path.is_file() else 0
    return _kept_weather(site.climate, path, stamp)


@lru_cache(maxsize=4)
def _kept_weather(climate: str, path: Path | None, stamp: int) -> Weather:
    return weather_of(Design(), None if path is not None else climate or None, path)
