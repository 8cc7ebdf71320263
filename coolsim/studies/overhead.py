"""What the hall draws besides its racks, for the density under a grid cap: the worst hour.

A cap on the connection holds in every hour, so what counts is the hour in which fans, pumps and
heat rejection together draw most. The heat of the plants follows from the balance of the hall, not
from its flow, so the hall's points are solved on potential flow: a fraction of a second each.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.loading import Catalogue
from coolsim.design.models import Design
from coolsim.events import Progress
from coolsim.plant.outdoor import design_day, outdoor_of
from coolsim.plant.weather import Weather
from coolsim.scene.assumptions import AssumptionLog
from coolsim.studies.hours import COOLING, Site, run_hours
from coolsim.studies.site import YearChoices, site_of
from coolsim.studies.year import require_rejection, solve_points

Array = NDArray[np.float64]
LOADS = 9
"""Loads at which the worst hour is looked for."""


def worst_overhead(
    design: Design, catalogue: Catalogue, weather: Weather
) -> Generator[Progress, None, Callable[[float], float]]:
    """Power of racks -> most that cooling and lights draw in any hour of the year [W].

    Straight between the loads counted; below the lowest as there, above the highest in proportion.
    Machines without a size of their own are sized for the hall as drawn.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        weather: Outdoor air.

    Raises:
        SolveError: Heat without a rejection, or a hall that cannot be solved.
    """
    require_rejection(design.variant)
    choices = YearChoices("draft")
    room = yield from solve_points(design, catalogue, choices)
    place = design.variant.site
    day = design_day(weather, place.design_dry_bulb_c, place.design_wet_bulb_c, place.altitude_m)
    site, _ = site_of(design, catalogue, day, choices, room, AssumptionLog())
    # losses are told by the chain at the powers in question; from here only their heat counts
    power, worst = _worst(replace(site.sustained, conversion=None), weather)

    def overhead_w(it_w: float) -> float:
        beyond = max(it_w / float(power[-1]), 1.0)
        return float(np.interp(it_w, power, worst)) * beyond

    return overhead_w


def _worst(site: Site, weather: Weather) -> tuple[Array, Array]:
    """Power of the racks at some loads, and the most that everything else draws there [W]."""
    outdoor = outdoor_of(weather)
    loads = np.linspace(site.room.loads[0], site.room.loads[-1], LOADS)
    power, worst = np.zeros(LOADS), np.zeros(LOADS)
    for n, load in enumerate(loads):
        hours = run_hours(site, np.full(weather.hours, load), outdoor, None)
        beside = sum((hours.power_w[name] for name in (*COOLING, "lights")), np.zeros(1))
        power[n] = float(hours.power_w["it"].max())
        worst[n] = float(np.max(beside))
    return power, worst
