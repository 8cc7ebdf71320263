"""The points of a choice: what a solved selection takes of the site, and which stand out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.choice.options import Option
from coolsim.density.choice.records import ChoicePoint, ChoiceWish, RackChoice
from coolsim.density.limits import Point
from coolsim.density.limits.grid_cap import meter_w
from coolsim.density.limits.water_cap import water_kg_s
from coolsim.density.opening import OpenStudy
from coolsim.density.search import Trial
from coolsim.design.models import Design
from coolsim.plant.outdoor import Outdoor
from coolsim.results.records import Results
from coolsim.simulate import collect


@dataclass(frozen=True, slots=True)
class Metered:
    """A hall at the meter on the design day: with heat rejection and the losses of the chain.

    Attributes:
        facility_w: Power at the meter; ``None`` where it cannot be told [W].
        note: Why not, or how it was found.
    """

    facility_w: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a choice knows of the site around the hall.

    Attributes:
        design_day: Outdoor air of the design day, where the site tells it.
        metered: A chosen design and its solved hall at the meter; ``None`` counts racks, losses,
            fans and pumps alone.
    """

    design_day: Outdoor | None = None
    metered: Callable[[Design, Results], Metered] | None = None


def point_of(
    opened: OpenStudy, trial: Trial, chosen: Mapping[str, Option], around: Surroundings
) -> ChoicePoint:
    """A choice that holds every limit, last solved, with what it takes of the site."""
    case, point = opened.study.case, opened.study.point()
    metered = _metered(opened, around)
    tight = trial.readings[0] if trial.readings else None
    names = {rack.id: rack.name for rack in case.scene.racks}
    racks = tuple(
        RackChoice(
            rack_id=name,
            rack_name=names[name],
            method=option.method,
            unit_id=option.unit.id if option.unit else "",
            unit_name=option.unit.name if option.unit else "",
            units=option.units,
            accelerators=option.accelerators,
            power_w=option.power_w,
        )
        for name, option in chosen.items()
    )
    return ChoicePoint(
        accelerators=sum(option.accelerators for option in chosen.values()),
        power_w=trial.power_w,
        facility_w=meter_w(case, point) if metered.facility_w is None else metered.facility_w,
        capital_usd=sum(option.capital_usd for option in chosen.values()),
        tightest=tight.limit if tight else "",
        tightest_name=tight.object_name if tight else "",
        racks=racks,
        has_rejection=metered.facility_w is not None,
        water_kg_s=_water_kg_s(case, point),
        meter_note=metered.note,
    )


def _metered(opened: OpenStudy, around: Surroundings) -> Metered:
    """The hall just solved at the meter, where the site is known."""
    study = opened.study
    if around.metered is None or study.solution is None:
        return Metered(None, "heat rejection is not counted")
    results = collect(
        opened.design, opened.catalogue, opened.fidelity, study.solution, 0.0, study.liquid
    )
    return around.metered(opened.design, results)


def _water_kg_s(case: DensityCase, point: Point) -> float | None:
    """Water of the design day [kg/s]; nothing where no plant or outdoor air tells it."""
    if case.design_day is None or not case.variant.plant.rejections:
        return None
    return water_kg_s(case, point, case.design_day)


def pareto(points: Sequence[ChoicePoint]) -> tuple[ChoicePoint, ...]:
    """Points that no other beats in accelerators, facility power and capital, most first."""

    def beats(one: ChoicePoint, other: ChoicePoint) -> bool:
        mine = (-one.accelerators, one.facility_w, one.capital_usd)
        theirs = (-other.accelerators, other.facility_w, other.capital_usd)
        no_worse = all(a <= b for a, b in zip(mine, theirs, strict=True))
        return no_worse and mine != theirs

    kept: dict[tuple[int, float, float], ChoicePoint] = {}
    for point in points:
        if not any(beats(other, point) for other in points):
            kept[point.accelerators, point.facility_w, point.capital_usd] = point
    return tuple(sorted(kept.values(), key=lambda point: -point.accelerators))


def notes_of(wish: ChoiceWish, options: Mapping[str, tuple[Option, ...]]) -> list[str]:
    """What the figures leave out."""
    silicon = {o.unit.accelerator_id for given in options.values() for o in given if o.unit}
    silent = sorted(silicon - dict(wish.prices_usd).keys())
    notes = [
        "Capital counts cooling plant, the middle of the catalogue's ranges and estimates all of "
        "them, and accelerators with a price; servers around them, racks, power chain and building "
        "have none and are left out.",
    ]
    if silent:
        notes.append(f"No price is given for {', '.join(silent)}: capital leaves it out.")
    return notes
