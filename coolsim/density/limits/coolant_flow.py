"""Coolant flow of a rack: its design flow, in proportion to the heat it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import FLOW_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class CoolantFlow:
    """Flow that the heat of plates or a tank asks for, against the flow the loop gives.

    The design flow counts for the design heat; more heat asks for more in proportion, so that the
    coolant's rise stays what its maker made the equipment for.
    """

    key: str = "coolant_flow"
    title: str = "coolant flow of a rack"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Flow asked for against flow given, at every rack that takes heat."""
        drawn = {consumer.key: consumer for consumer in case.scene.loops.consumers}
        asked = {rack.id: rack for rack in point.liquids}
        for state in point.consumers:
            consumer = drawn.get((state.owner_id, state.end))
            design = consumer.flow.value if consumer else None
            if state.end != "liquid" or consumer is None or not design or consumer.heat_w <= 0.0:
                continue
            rack = asked[state.owner_id]
            # what throttling takes away is asked for all the same
            heat_w = rack.to_coolant_w + rack.throttled_w
            yield Reading(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=state.flow_m3_s,
                actual=design * heat_w / consumer.heat_w,
                unit="coolant_m3_s",
                source=consumer.flow.source or consumer.flow.note or "design",
                confidence=consumer.flow.confidence,
                tolerance=FLOW_TOLERANCE * design,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Racks on coolant whose design flow is unknown."""
        for consumer in case.scene.loops.consumers:
            if consumer.end == "liquid" and not consumer.flow.value:
                reason = "the design flow is unknown"
                yield UncheckedLimit(self.key, consumer.owner_id, consumer.owner_name, reason)
