"""From a confirmed level to the records of the answer: who is stopped by what, and by how much."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from coolsim import __version__
from coolsim.catalogue.contents import flops_by_precision
from coolsim.density.case import DensityCase, Filling
from coolsim.density.limits import Cap, Reading
from coolsim.density.limits.base import ROUND_OFF
from coolsim.density.records import (
    Density,
    DensityPoint,
    HallDensity,
    LimitReading,
    Objective,
    RackDensity,
    UncheckedLimit,
    Watched,
)
from coolsim.density.search import Found, Trial, binding_levels
from coolsim.density.told import answer_findings, compute_assumptions
from coolsim.design.files import design_hash
from coolsim.design.models import Design
from coolsim.results.records import Results

_OUTCOMES = {
    "found": "confirmed",
    "unlimited": "unlimited",
    "infeasible": "infeasible",
    "unfinished": "not_confirmed",
}
SAME_SHARE = 5e-3
"""Share of a power within which two limits bind together [-]."""
Status = Literal["confirmed", "infeasible", "unlimited", "not_confirmed", "cancelled"]


def assemble_answer(
    *,
    design: Design,
    case: DensityCase,
    objective: Objective,
    found: Found,
    caps: Mapping[int, tuple[Cap, ...]],
    unchecked: Iterable[UncheckedLimit],
    powers_w: list[float],
    results: Results,
    seconds: float,
    watched: Iterable[Watched] = (),
) -> Density:
    """Put the answer of a study together."""
    coupled = _coupled_levels(found)
    watched, unchecked = tuple(watched), tuple(unchecked)
    nearest = _nearest_of_each(coupled)
    racks = tuple(
        _rack(case, n, caps[n], coupled, nearest, found, powers_w[n]) for n in range(len(powers_w))
    )
    status = _OUTCOMES[found.outcome]
    if status == "unlimited" and all(rack.binding is not None for rack in racks):
        # every rack stands at its own cap: limited, if by no shared limit
        status = "confirmed"
    if results.status in ("not_converged", "diverged"):
        status = "not_confirmed"
    return Density(
        status=cast(Status, status),
        objective=objective,
        level=found.best.level,
        margin_k=case.margin_k,
        design_hash=design_hash(design),
        variant_id=design.active_variant,
        program_version=__version__,
        seconds=seconds,
        hall=_hall(case, racks, nearest, caps, found),
        racks=racks,
        unchecked=unchecked,
        points=tuple(density_point(trial) for trial in found.trials),
        findings=answer_findings(status, found, case, watched, unchecked),
        assumptions=(*results.assumptions, *compute_assumptions(case)),
        results=results,
        limits=tuple(_hall_readings(case, coupled, found, powers_w)),
        watched=watched,
    )


def _hall_readings(
    case: DensityCase,
    coupled: list[tuple[float, Reading]],
    found: Found,
    powers_w: Sequence[float],
) -> Iterator[LimitReading]:
    """Every shared and coupled limit, nearest first, with its slack in power of the hall."""
    growing = _growing(case, powers_w, found.best.level)
    for level, reading in coupled:
        yield _limit_of_reading(reading, (level - found.best.level) * growing)


def _growing(case: DensityCase, powers_w: Sequence[float], level: float) -> float:
    """Summed weight of the racks that grow with the level, not held by caps of their own."""
    return math.fsum(
        weight
        for weight, power in zip(case.weights, powers_w, strict=True)
        if power >= level * weight * (1.0 - ROUND_OFF)
    )


def _coupled_levels(found: Found) -> list[tuple[float, Reading]]:
    """Every reading of the best point with the level where it binds, nearest first.

    A reading within its tolerance binds at the level itself; for the others the level is a
    screening estimate through the nearest other trials, with the hall at rest as the furthest.
    """
    best = found.best
    levels = binding_levels(best, (*found.trials, best.at_rest()))
    ranked = []
    for reading in best.readings:
        level = levels[reading.key]
        if reading.slack <= reading.tolerance:
            level = best.level
        ranked.append((max(level, best.level), reading))
    ranked.sort(key=lambda pair: (pair[0], pair[1].slack / pair[1].tolerance))
    return ranked


def _limit_of_reading(reading: Reading, slack_w: float) -> LimitReading:
    return LimitReading(
        limit=reading.limit,
        object_id=reading.object_id,
        object_name=reading.object_name,
        value=reading.value,
        actual=reading.actual,
        unit=reading.unit,
        source=reading.source,
        confidence=reading.confidence,
        slack_w=slack_w,
    )


def _limit_of_cap(cap: Cap, case: DensityCase, power_w: float) -> LimitReading:
    rack = case.scene.racks[cap.rack]
    return LimitReading(
        limit=cap.limit,
        object_id=rack.id,
        object_name=rack.name,
        value=cap.value,
        actual=cap.actual(power_w),
        unit=cap.unit,
        source=cap.source,
        confidence=cap.confidence,
        slack_w=max(0.0, cap.power_w - power_w),
    )


def _rack(
    case: DensityCase,
    index: int,
    caps: tuple[Cap, ...],
    coupled: list[tuple[float, Reading]],
    nearest: list[tuple[float, Reading]],
    found: Found,
    power_w: float,
) -> RackDensity:
    rack, weight = case.scene.racks[index], case.weights[index]
    wanted = found.best.level * weight
    is_capped = bool(caps) and caps[0].power_w <= wanted * (1.0 + 1e-9)
    own = [_limit_of_cap(cap, case, power_w) for cap in caps]
    binding: LimitReading | None = None
    if is_capped:
        binding = own[0]
    elif found.outcome != "unlimited" and coupled and math.isfinite(coupled[0][0]):
        level, reading = coupled[0]
        binding = _limit_of_reading(reading, max(0.0, level * weight - power_w))
    # a coupled limit lies as far from a capped rack as the common level has grown past its cap
    shared = [
        _limit_of_reading(reading, level * weight - power_w)
        for level, reading in nearest
        if math.isfinite(level)
    ]
    also, following = _beyond(binding, [*own, *shared], power_w)
    filling = case.fillings[index]
    units = filling.units_within(power_w) if filling else 0
    accelerators, flops = _compute(case, filling, units)
    return RackDensity(
        id=rack.id,
        name=rack.name,
        power_now_w=rack.power_w,
        power_w=power_w,
        unit_name=filling.unit.name if filling else "",
        unit_power_w=filling.unit_power_w if filling else 0.0,
        units=units,
        units_drawn=filling.drawn if filling else 0,
        next_unit_missing_w=_missing(filling, units, power_w),
        accelerators=accelerators,
        flops=flops,
        binding=binding,
        next=following,
        slack_w=following.slack_w if following else None,
        also=also,
        limits=tuple(own),
    )


def _beyond(
    binding: LimitReading | None, candidates: list[LimitReading], power_w: float
) -> tuple[tuple[str, ...], LimitReading | None]:
    """Kinds of limits that bind at the same power, and the nearest of another kind beyond.

    What stops the rack once all limits of the kinds that bind now are moved.
    """
    kinds = {binding.limit} if binding is not None else set()
    others = sorted(
        (c for c in candidates if binding is None or c.limit != binding.limit),
        key=lambda c: c.slack_w,
    )
    also: list[str] = []
    for candidate in others:
        if candidate.limit in kinds:
            continue
        if binding is None or candidate.slack_w > binding.slack_w + SAME_SHARE * power_w:
            return tuple(also), candidate
        kinds.add(candidate.limit)
        also.append(candidate.limit)
    return tuple(also), None


def _nearest_of_each(coupled: list[tuple[float, Reading]]) -> list[tuple[float, Reading]]:
    """The nearest reading of every limit."""
    nearest: dict[str, tuple[float, Reading]] = {}
    for level, reading in coupled:
        nearest.setdefault(reading.limit, (level, reading))
    return list(nearest.values())


def _missing(filling: Filling | None, units: int, power_w: float) -> float | None:
    """Power missing for one more unit [W]; ``None`` where there can be no more."""
    if filling is None or (filling.unit.is_whole_rack and units >= 1):
        return None
    return filling.power_of(units + 1) - power_w


def _compute(
    case: DensityCase, filling: Filling | None, units: int
) -> tuple[int, dict[str, float]]:
    """Accelerators and peak dense operations per second of a rack with a number of units."""
    if filling is None:
        return 0, {}
    parts = [(filling.unit.accelerator_id, units * filling.unit.accelerators)]
    parts += list(filling.other_accelerators)
    rates = []
    for accelerator, count in parts:
        if count:
            figures = flops_by_precision(case.catalogue, accelerator)
            rates.append({name: count * (each.value or 0.0) for name, each in figures.items()})
    return sum(count for _, count in parts), flops_of_all(rates)


def flops_of_all(rates: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Operations per second by precision, of precisions that every one of some parts has.

    A sum that leaves one part out would compare unlike things: 2 at ``bf16`` beside 3 at ``bf16``
    and 4 at ``fp8`` are 5 at ``bf16``, and nothing at ``fp8``.
    """
    shared = (name for name in (rates[0] if rates else ()) if all(name in each for each in rates))
    return {name: sum(each[name] for each in rates) for name in shared}


def _hall(
    case: DensityCase,
    racks: tuple[RackDensity, ...],
    nearest: list[tuple[float, Reading]],
    caps: Mapping[int, tuple[Cap, ...]],
    found: Found,
) -> HallDensity:
    length, width, _ = case.scene.size_m
    power = sum(rack.power_w for rack in racks)
    growing = _growing(case, [rack.power_w for rack in racks], found.best.level)
    readings = [
        _limit_of_reading(reading, (level - found.best.level) * growing)
        for level, reading in nearest
        if math.isfinite(level)
    ]
    binding: LimitReading | None = None
    if found.outcome == "unlimited":
        capped = [rack.binding for rack in racks if rack.binding is not None]
        kinds = Counter(reading.limit for reading in capped)
        binding = max(capped, key=lambda reading: kinds[reading.limit], default=None)
    elif readings:
        binding = readings[0]
    own = _own_limit_of_half(case, caps, found.best.level)
    also, following = _beyond(binding, readings if own is None else [*readings, own], power)
    return HallDensity(
        power_now_w=sum(rack.power_now_w for rack in racks),
        power_w=power,
        mean_rack_power_w=power / len(racks),
        accelerators=sum(rack.accelerators for rack in racks),
        flops=flops_of_all([rack.flops for rack in racks if rack.accelerators]),
        area_m2=length * width,
        power_per_area_w_m2=power / (length * width),
        binding=binding,
        next=following,
        also=also,
    )


def _own_limit_of_half(
    case: DensityCase, caps: Mapping[int, tuple[Cap, ...]], level: float
) -> LimitReading | None:
    """The own limit at which half of the racks that still grow have stopped; its slack for all."""
    weights = case.weights
    places = [
        (caps[n][0].power_w / weight, n)
        for n, weight in enumerate(weights)
        if weight > 0.0 and caps[n] and caps[n][0].power_w > level * weight
    ]
    growing = [n for n, w in enumerate(weights) if not caps[n] or caps[n][0].power_w > level * w]
    places.sort()
    total, reached = math.fsum(weights[n] for n in growing), 0.0
    for place, n in places:
        reached += weights[n]
        if reached >= 0.5 * total:
            gained = math.fsum(
                min(place * weights[m], caps[m][0].power_w if caps[m] else math.inf)
                - level * weights[m]
                for m in growing
            )
            cap = caps[n][0]
            return replace(_limit_of_cap(cap, case, level * weights[n]), slack_w=gained)
    return None


def density_point(trial: Trial) -> DensityPoint:
    """A trial as the answer lists it."""
    tightest = trial.readings[0] if trial.readings else None
    return DensityPoint(
        level=trial.level,
        power_w=trial.power_w,
        worst_limit=tightest.limit if tightest else "",
        worst_object_id=tightest.object_id if tightest else "",
        slack=tightest.slack if tightest else math.inf,
        unit=tightest.unit if tightest else "",
    )
