"""Rack air inlet: the class's range, or a maker's lower maximum."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import TEMPERATURE_TOLERANCE_K, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.results.records import RackResult
from coolsim.scene import Scene


@dataclass(frozen=True, slots=True)
class InletClass:
    """The warmest occupied band's inlet of every rack that moves air, less the margin.

    Less the tolerance of the search too: an answer that reaches the limit within it on either side
    then never lies above the figure of the class.
    """

    key: str = "inlet_class"
    title: str = "rack air inlet"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Inlet against limit; wander and, where it is known, the grid's error count in full."""
        resting = supply_temperature_c(case.scene)
        for rack, scene_rack in zip(point.racks, case.scene.racks, strict=True):
            limit = scene_rack.inlet_limit
            if limit.value is None or rack.airflow_m3_s <= 0.0:
                continue
            yield Reading(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=limit.value - case.margin_k - TEMPERATURE_TOLERANCE_K,
                actual=_reached_c(rack) + point.wander_k + _grid_error_k(rack),
                unit="c",
                source=f"{scene_rack.inlet_limit_note} [{limit.source}]",
                confidence=limit.confidence,
                tolerance=TEMPERATURE_TOLERANCE_K,
                at_rest=resting,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Racks whose class has no figure."""
        for rack in case.scene.racks:
            if rack.bands and rack.inlet_limit.value is None:
                yield UncheckedLimit(self.key, rack.id, rack.name, "the inlet limit is unknown")


def _reached_c(rack: RackResult) -> float:
    """Inlet of a rack; one that nothing determines is not taken for a cold one [deg C]."""
    inlet = rack.inlet_temperature_c
    return math.inf if math.isnan(inlet) else inlet


def _grid_error_k(rack: RackResult) -> float:
    return 0.0 if math.isnan(rack.inlet_grid_error_k) else rack.inlet_grid_error_k


def supply_temperature_c(scene: Scene) -> float:
    """Flow-weighted set point of the coolers [deg C]: what a hall without load comes to."""
    flow = sum(cooler.airflow_m3_s for cooler in scene.coolers)
    if flow <= 0.0:
        return 0.0
    return sum(c.airflow_m3_s * c.supply_temperature_c for c in scene.coolers) / flow
