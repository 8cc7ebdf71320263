"""The supply temperature through a year: what warmer supply saves in chillers, costs in fans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coolsim.design.plant import SupplyReset
from coolsim.plant.outdoor import Outdoor
from coolsim.results.year import SupplyPoint
from coolsim.studies.accounts import total
from coolsim.studies.hours import Clock, Site, run_hours

Array = NDArray[np.float64]
STEPS = 5
"""Raises of the supply that are counted, ends included."""


def supply_points(
    site: Site, load: Array, outdoor: Outdoor, clock: Clock
) -> tuple[SupplyPoint, ...]:
    """The year at fixed raises of the supply, up to the highest solved; none where none was.

    Args:
        site: Hall, plants and rules.
        load: Load fraction of each hour [-].
        outdoor: Outdoor air.
        clock: Calendar.
    """
    most = float(site.room.shifts[-1])
    if most <= 0.0:
        return ()
    return tuple(
        _point(site, float(raise_k), load, outdoor, clock)
        for raise_k in np.linspace(0.0, most, STEPS)
    )


def _point(site: Site, raise_k: float, load: Array, outdoor: Outdoor, clock: Clock) -> SupplyPoint:
    reset = SupplyReset(rule="fixed", most_k=raise_k)
    hours = run_hours(replace(site, plant=site.plant.model_copy(update={"reset": reset})),
                      load, outdoor, clock)  # fmt: skip
    return SupplyPoint(
        raise_k=raise_k,
        facility_kwh=total(hours.facility_w) / 1000.0,
        compressors_kwh=total(hours.power_w["compressors"]) / 1000.0,
        server_fans_kwh=total(hours.server_fans_w) / 1000.0,
        hours_over_limit=int(np.sum(hours.margin_k < 0.0)),
    )


def best_supply(points: tuple[SupplyPoint, ...]) -> SupplyPoint | None:
    """The raise of least energy among those that exceed inlet limits in the fewest hours."""
    if not points:
        return None
    fewest = min(point.hours_over_limit for point in points)
    held = [point for point in points if point.hours_over_limit == fewest]
    return min(held, key=lambda point: point.facility_kwh)
