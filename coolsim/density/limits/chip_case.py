"""Chip case temperature: where accelerators under plates or in a tank begin to throttle."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.catalogue.liquid_equipment import chip_figures
from coolsim.density.case import DensityCase, is_on_coolant
from coolsim.density.limits.base import TEMPERATURE_TOLERANCE_K, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Rack
from coolsim.results.liquid import RackLiquid
from coolsim.scene import SceneRack


@dataclass(frozen=True, slots=True)
class ChipCase:
    """The hottest accelerator case of every rack on coolant, against its highest operating one."""

    key: str = "chip_case"
    title: str = "chip case temperature"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Case against limit; a chip that throttles reads what its case would have without."""
        placed = {rack.id: rack for rack in case.scene.racks}
        drawn = {rack.id for rack in case.racks if _is_limit_drawn(rack)}
        for rack in point.liquids:
            if not (math.isfinite(rack.case_c) and math.isfinite(rack.case_limit_c)):
                continue
            figure = None if rack.id in drawn else _limit(case, placed[rack.id])
            yield Reading(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=rack.case_limit_c,
                actual=unthrottled_c(rack),
                unit="c",
                source=figure.source if figure else "design",
                confidence=figure.confidence if figure else "design",
                tolerance=TEMPERATURE_TOLERANCE_K,
                at_rest=rack.coolant_in_c,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Racks on coolant whose accelerators have no published limit, or none to ask."""
        for rack, placed in zip(case.racks, case.scene.racks, strict=True):
            if not is_on_coolant(rack):
                continue
            names = [
                counted.unit.name
                for counted in placed.contents
                if counted.unit.accelerators
                and chip_figures(case.catalogue, counted.unit.accelerator_id).limit_c.value is None
            ]
            if not any(counted.unit.accelerators for counted in placed.contents):
                reason = "a load without accelerators has no case temperature"
                yield UncheckedLimit(self.key, rack.id, rack.label, reason)
            elif names and not _is_limit_drawn(rack):
                reason = f"the highest case temperature of {names[0]} is unknown"
                yield UncheckedLimit(self.key, rack.id, rack.label, reason)


def _is_limit_drawn(rack: Rack) -> bool:
    """Whether the design itself says how hot the accelerators may be."""
    return rack.liquid is not None and rack.liquid.case_limit_c is not None


def unthrottled_c(rack: RackLiquid) -> float:
    """Case temperature as if nothing were throttled [deg C]: the rise grows with the power asked.

    Worked number: coolant 40, case at its limit of 80 deg C, 90 of 100 kW drawn: 84.4 deg C.
    """
    if rack.throttled_w <= 0.0 or rack.power_w <= 0.0:
        return rack.case_c
    return rack.coolant_in_c + (rack.case_c - rack.coolant_in_c) * rack.asked_w / rack.power_w


def _limit(case: DensityCase, rack: SceneRack) -> Figure | None:
    """The lowest known limit among a rack's accelerators."""
    figures = [
        chip_figures(case.catalogue, counted.unit.accelerator_id).limit_c
        for counted in rack.contents
        if counted.unit.accelerators
    ]
    known = [figure for figure in figures if figure.value is not None]
    return min(known, key=lambda figure: figure.value or 0.0, default=None)
