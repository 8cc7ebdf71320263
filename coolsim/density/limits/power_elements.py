"""What limits of the power chain share: its loads at a confirmed point, one reading per element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.plant.power import cooling_power_w
from coolsim.plant.power_loads import ChainLoads, Peaks, chain_loads
from coolsim.plant.rooms import room_heat_w

NO_LOADS = ChainLoads((), (), ())


def loads_at(case: DensityCase, point: Point) -> ChainLoads:
    """Loads of feeds and elements at the powers of a point, also after the loss of each."""
    power = case.scene.power
    if power is None:
        return NO_LOADS
    drawn = case.variant.power
    racks_w = [rack.power_w for rack in point.racks]
    return chain_loads(power, racks_w, cooling_w(point), Peaks(drawn.peak_factor,
                                                               drawn.peak_seconds))  # fmt: skip


def cooling_w(point: Point) -> float:
    """Fans and pumps of the hall at a point [W]."""
    return cooling_power_w(point.coolers, point.liquids, point.cdus, point.loops)


def rooms_of(case: DensityCase, point: Point) -> Mapping[str, float]:
    """Heat that other rooms give each heat rejection at a point, by its id [W]."""
    it_w = sum(rack.power_w for rack in point.racks)
    chain = case.scene.power
    return room_heat_w(case.variant, case.catalogue, chain, it_w, cooling_w(point))


def element_readings(
    case: DensityCase, point: Point, limit: str, kinds: tuple[str, ...]
) -> Iterator[Reading]:
    """The worst load of each element of some kinds against what it delivers for good."""
    for load in loads_at(case, point).elements:
        if load.kind in kinds and load.capacity_w is not None:
            yield Reading(
                limit=limit,
                object_id=load.id,
                object_name=load.name,
                value=load.capacity_w,
                actual=load.worst_w,
                unit="w",
                source=load.source,
                confidence=load.confidence,
                tolerance=DUTY_TOLERANCE * load.capacity_w,
            )


def element_unchecked(
    case: DensityCase, limit: str, kinds: tuple[str, ...]
) -> Iterator[UncheckedLimit]:
    """Elements of some kinds whose rating is not known, or whose loads are a lower bound."""
    power = case.scene.power
    if power is None:
        return
    for index, element in enumerate(power.elements):
        if element.kind not in kinds:
            continue
        if element.capacity_w is None:
            yield UncheckedLimit(limit, element.id, element.name, element.rated.note)
            continue
        silent = [
            other.name
            for n, other in enumerate(power.elements)
            if n != index and other.law is None and index in power.supplies_of(n)
        ]
        if silent:
            yield UncheckedLimit(
                limit,
                element.id,
                element.name,
                f"losses of {', '.join(silent[:3])} below it are not known and not counted",
            )
