"""What a year leaves to be told: unmet heat, inlets over their limit, curves left behind."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from coolsim.plant.units import PlantUnit
from coolsim.results.records import Finding
from coolsim.sentences import quantity
from coolsim.studies.hours import Hours, Site, is_unmet


def year_findings(hours: Hours, site: Site) -> Generator[Finding, None, None]:
    """What a year leaves to be told: unmet load, inlets over their limit, extrapolated chillers."""
    unmet = is_unmet(hours)
    if unmet.any():
        most = quantity(float(hours.unmet_w.max()), "w")
        yield Finding(
            "plant.unmet",
            "warning",
            tuple(unit.item.id for unit in site.units),
            f"In {_hours(unmet.sum())} the plants cannot hold their set points: up to {most} "
            "of heat stays.",
            "Add capacity, or raise the supply temperature.",
        )
    over = int(np.sum(hours.is_over_limit))
    if over:
        yield Finding(
            "plant.inlet_over_limit",
            "warning",
            (),
            f"In {_hours(over)} a rack inlet lies above its limit, by up to "
            f"{quantity(float(-np.nanmin(hours.margin_k)), 'k', 3)}.",
            "Lower the load, the supply temperature or its reset.",
        )
    for status in sorted(set(site.room.statuses) - {"converged", "wandering"}):
        yield Finding(
            "plant.room_not_converged",
            "warning",
            (),
            f"Points of the hall ended {status.replace('_', ' ')}.",
            "Solve the hall by itself and look at its status.",
        )
    yield from _beyond_curves(site.units)


def _hours(count: int) -> str:
    return "1 hour" if count == 1 else f"{int(count):,} hours"


def _beyond_curves(units: Sequence[PlantUnit]) -> Generator[Finding, None, None]:
    for unit in units:
        if unit.chiller is None:
            continue
        low, high = unit.chiller.chilled_c
        yield Finding(
            "plant.chiller_range",
            "note",
            (unit.item.id,),
            f"Curves of {unit.chiller.name} hold for chilled water of {quantity(low, 'c', 3)} to "
            f"{quantity(high, 'c', 3)}; beyond, the Carnot share at their edge is kept.",
            "Bring curves of the machine for the temperatures of this plant.",
        )
