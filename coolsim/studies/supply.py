"""The supply temperature through a year: what warmer supply saves in chillers, costs in fans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.contents import unit_of
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.catalogue.records import Confidence
from coolsim.design.models import AirflowLaw, Content, Variant
from coolsim.design.plant import SupplyReset
from coolsim.events import Progress
from coolsim.plant.outdoor import Outdoor
from coolsim.results.year import FanLaw, SupplyPoint
from coolsim.studies.accounts import total
from coolsim.studies.hours import Clock, Hours, Site, run_hours

Array = NDArray[np.float64]
STEPS = 5
"""Raises of the supply that are counted, ends included."""
_TURNS = 2
"""Turns between other rooms and plants: within a millionth of what more of them give."""
_SAME_K = 1e-9
"""Difference between two raises that is round-off [K]."""


def supply_points(
    site: Site, drawn: Hours, outdoor: Outdoor, clock: Clock
) -> Generator[Progress, None, tuple[SupplyPoint, ...]]:
    """The year at fixed raises of the supply, up to the highest solved; none where none was.

    Yields between them, so that it may be stopped.

    Args:
        site: Hall, plants and rules.
        drawn: The year as drawn.
        outdoor: Outdoor air.
        clock: Calendar.
    """
    most = float(site.room.shifts[-1])
    if most <= 0.0:
        return ()
    points = []
    for raise_k in np.linspace(0.0, most, STEPS):
        yield Progress("year", 0.99, "Warmer supply")
        hours = drawn if _is_drawn(site.plant.reset, float(raise_k)) else None
        points.append(_point(float(raise_k), hours or _hours(site, float(raise_k), drawn.load,
                                                             outdoor, clock)))  # fmt: skip
    return tuple(points)


def _is_drawn(reset: SupplyReset, raise_k: float) -> bool:
    """Whether the year as drawn has that raise in every hour."""
    fixed = {"none": 0.0, "fixed": reset.most_k}.get(reset.rule)
    return fixed is not None and abs(raise_k - fixed) < _SAME_K


def _hours(site: Site, raise_k: float, load: Array, outdoor: Outdoor, clock: Clock) -> Hours:
    reset = SupplyReset(rule="fixed", most_k=raise_k)
    plant = site.plant.model_copy(update={"reset": reset})
    return run_hours(replace(site, plant=plant, turns=_TURNS), load, outdoor, clock)


def _point(raise_k: float, hours: Hours) -> SupplyPoint:
    return SupplyPoint(
        raise_k=raise_k,
        facility_kwh=total(hours.facility_w) / 1000.0,
        compressors_kwh=total(hours.power_w["compressors"]) / 1000.0,
        server_fans_kwh=total(hours.server_fans_w) / 1000.0,
        hours_over_limit=int(np.sum(hours.is_over_limit)),
    )


def best_supply(points: tuple[SupplyPoint, ...]) -> SupplyPoint | None:
    """The raise of least energy among those that exceed inlet limits in the fewest hours."""
    if not points:
        return None
    fewest = min(point.hours_over_limit for point in points)
    held = [point for point in points if point.hours_over_limit == fewest]
    return min(held, key=lambda point: point.facility_kwh)


_LAWS = {
    "fixed": "fixed airflow",
    "per_power": "airflow by power",
    "catalogue": "airflow by power, of the catalogue",
    "fan_curve": "fan curve over the inlet temperature",
    "pressure_curve": "curve over the pressure between aisles",
}
_WEAKEST = get_args(Confidence)
"""Classes, strongest first."""


def fan_laws(variant: Variant, catalogue: Catalogue) -> tuple[FanLaw, ...]:
    """Laws of the racks' airflow with the weakest class among their figures, most racks first.

    A curve or airflow drawn with a rack is of class ``design``; what the catalogue says of its
    contents, or the rule for plain loads, has the class of that figure.
    """
    reader = LoadReader(catalogue)
    known: dict[str, Confidence] = {}
    counts: Counter[tuple[str, str, bool]] = Counter()
    for rack in variant.racks:
        bands = [(band.contents, band.airflow) for band in rack.slots or (rack,)]
        classes = [
            _class_of(law, content, catalogue, reader, known)
            for contents, law in bands
            for content in contents or (None,)
        ]
        laws = {law.law for _, law in bands}
        words = _LAWS[bands[0][1].law] if len(laws) == 1 else "several laws"
        counts[words, max(classes, key=_WEAKEST.index), "fan_curve" in laws] += 1
    return tuple(
        FanLaw(words, confidence, answers, racks)
        for (words, confidence, answers), racks in counts.most_common()
    )


def _class_of(
    law: AirflowLaw,
    content: Content | None,
    catalogue: Catalogue,
    reader: LoadReader,
    known: dict[str, Confidence],
) -> Confidence:
    if law.law != "catalogue":
        return "design"
    if content is None or content.item not in catalogue:
        return reader.plain_load_airflow().confidence
    if content.item not in known:
        unit = unit_of(catalogue, catalogue.get(content.item))
        known[content.item] = unit.airflow_m3_s_kw.confidence
    return known[content.item]
