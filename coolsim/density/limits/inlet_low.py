"""The lower end of a rack's inlet band: air too cold for its class."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import TEMPERATURE_TOLERANCE_K, Point
from coolsim.density.records import Watched
from coolsim.standards import air_limits


@dataclass(frozen=True, slots=True)
class InletLow:
    """The coldest air that enters a rack against the least of its class.

    More power does not cool it and less does not warm it beyond the supply, so it stops no level.
    """

    key: str = "inlet_low"
    title: str = "lower end of the inlet band"

    def watched(self, case: DensityCase, point: Point) -> Iterator[Watched]:
        """The coldest band of every rack that moves air."""
        settings = case.variant.settings
        for rack, drawn in zip(point.racks, case.racks, strict=True):
            inlets = [band.inlet_temperature_c for band in rack.bands]
            coldest = min((c for c in inlets if math.isfinite(c)), default=math.nan)
            if rack.airflow_m3_s <= 0.0 or math.isnan(coldest):
                continue
            name = drawn.air_class or settings.air_class
            limits = air_limits(case.catalogue, name, case.variant.site.altitude_m)
            is_recommended = settings.inlet_limit == "recommended"
            least = limits.recommended_min_c if is_recommended else limits.allowable_min_c
            if least.value is None:
                continue
            yield Watched(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=least.value,
                actual=coldest,
                unit="c",
                source=f"{name} {settings.inlet_limit} [{least.source}]",
                confidence=least.confidence,
                holds=coldest >= least.value - TEMPERATURE_TOLERANCE_K,
            )
