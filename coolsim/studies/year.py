"""A year of a hall: re-solved points of the room, then every hour at once.

The room is solved at a few loads and supply temperatures (:mod:`coolsim.studies.room`), the plants
and their sums then take milliseconds per mode for all hours together.
"""

from __future__ import annotations

import time
from collections.abc import Generator

import numpy as np

from coolsim import __version__
from coolsim.catalogue.loading import Catalogue
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Variant
from coolsim.design.plant import serving
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.plant.weather import Weather
from coolsim.results.year import RoomPoints, YearResults
from coolsim.scene.assumptions import AssumptionLog
from coolsim.simulate import resolve_design
from coolsim.studies.accounts import month_ratios, prices_of, ratios, total
from coolsim.studies.available import available_load, not_carried
from coolsim.studies.columns import hourly_columns
from coolsim.studies.counted import Counted, count_hours
from coolsim.studies.duration import design_day_answer, duration
from coolsim.studies.hours import MODES, Clock, is_unmet, run_hours
from coolsim.studies.mean_power import mean_fraction
from coolsim.studies.moments import moment, plants_on_day, plants_through_year
from coolsim.studies.room import RoomTable, plant_side, solve_room
from coolsim.studies.site import YearChoices
from coolsim.studies.supply import best_supply, fan_laws, supply_points
from coolsim.studies.waterfall import accelerators_carried, waterfall
from coolsim.studies.year_findings import year_findings

HIGHEST_LOADS = (1.25, 1.1)
"""Load up to which the hall is solved, over the drawn one: what the duration curve can show; where
its coolers cannot take that at all, the next, else the load drawn [-]."""
LOWEST_LOAD = 0.75
"""Load down to which the hall is solved, or the profile's lowest; less counts as nothing in the
duration curve [-]."""


def solve_year(
    design: Design, catalogue: Catalogue, weather: Weather, choices: YearChoices
) -> Generator[Progress, None, YearResults]:
    """A year of a design's active variant; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        weather: Its outdoor air.
        choices: How it is counted.

    Raises:
        SolveError: Heat without a rejection, or a hall that cannot be solved.
        UsageError: A tariff that cannot be.
    """
    require_rejection(design.variant)
    clock = Clock(weather.month, weather.hour)
    prices_of(design.variant.plant, catalogue, clock, AssumptionLog())  # refuses before the solves
    room = yield from solve_points(design, catalogue, choices)
    yield Progress("year", 0.97, "Every hour of the year")
    return (yield from count_year(design, catalogue, weather, choices, room))


def solve_points(
    design: Design, catalogue: Catalogue, choices: YearChoices
) -> Generator[Progress, None, RoomTable]:
    """The hall of a year, up to the highest load that its coolers carry at all.

    Raises:
        SolveError: It has no load, or cannot be solved at the load drawn.
    """
    if sum(rack.power_w for rack in resolve_design(design, catalogue).racks) <= 0.0:
        raise SolveError(
            "the racks have no load, so there is no year.",
            where="racks",
            remedy="Give the racks contents or loads.",
        )
    mean, _ = mean_fraction(design.variant, catalogue)
    loads, shifts = points_of(design.variant, mean)
    for highest in HIGHEST_LOADS:
        try:
            return (
                yield from solve_room(
                    design, catalogue, (*loads, highest), shifts, choices.fidelity, choices.cell_m
                )
            )
        except SolveError:
            continue  # no steady state: more heat than all coolers take
    return (
        yield from solve_room(design, catalogue, loads, shifts, choices.fidelity, choices.cell_m)
    )


def require_rejection(variant: Variant) -> None:
    """Refuse a hall whose heat has nowhere to go.

    Raises:
        SolveError: No rejection, or a facility loop or cooler that none serves.
    """
    loops, coolers = plant_side(variant)
    if not variant.plant.rejections:
        raise SolveError(
            "the hall has no heat rejection, so there is no year.",
            where="plant.rejections",
            remedy="Add a heat rejection to the plant.",
        )
    _, (lost_loops, lost_coolers) = serving(variant.plant, loops, coolers)
    if lost_loops or lost_coolers:
        names = {item.id: item.label for item in (*variant.loops, *variant.coolers)}
        lost = [names[name] for name in (*lost_loops, *lost_coolers)]
        raise SolveError(
            f"no heat rejection serves {', '.join(lost[:3])}.",
            where="plant.rejections",
            remedy="Name them in a heat rejection, or leave one without names: it serves the rest.",
        )


def points_of(
    variant: Variant, mean_fraction: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Loads, up to that drawn, and supply raises at which the hall is solved.

    Args:
        variant: What is drawn.
        mean_fraction: Mean power of the racks over their sustained power [-].
    """
    profile = variant.plant.utilisation
    least = {
        "flat": profile.high_fraction,
        "diurnal": profile.low_fraction,
        "hours": min(profile.hours, default=1.0),
    }[profile.profile]
    most = variant.plant.reset.most_k  # with the rule "none": raises that are only looked at
    # airflow that does not answer to temperature leaves the air straight in the supply temperature
    bends = any(
        band.airflow.law == "fan_curve" for rack in variant.racks for band in rack.slots or (rack,)
    )
    shifts = (0.0, *((0.5 * most,) if bends else ()), most) if most > 0.0 else (0.0,)
    lowest = min(LOWEST_LOAD, least * mean_fraction)
    return (lowest, 0.5 * (lowest + 1.0), 1.0), shifts


def count_year(
    design: Design,
    catalogue: Catalogue,
    weather: Weather,
    choices: YearChoices,
    room: RoomTable,
) -> Generator[Progress, None, YearResults]:
    """A year at a hall already solved, all hours at once; yields where it may be stopped.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        weather: Outdoor air.
        choices: How it is counted.
        room: The solved hall.
    """
    return (yield from whole_year(count_hours(design, catalogue, weather, choices, room)))


def whole_year(counted: Counted) -> Generator[Progress, None, YearResults]:
    """Everything a year tells, from all of its hours; yields where it may be stopped."""
    design, catalogue, room, site = counted.design, counted.catalogue, counted.room, counted.site
    variant, hours, prices = design.variant, counted.hours, counted.prices
    load, outdoor, clock, log = counted.load, counted.outdoor, counted.clock, counted.log
    yield Progress("year", 0.975, "What the hall carries")
    is_mean = site.mean_fraction < 1.0
    held = run_hours(site.sustained, load, outdoor, clock) if is_mean else hours
    year, months = counted.year, counted.months
    cap = variant.power.hall_cap_w
    grid = variant.power.grid_cap_w
    available = yield from available_load(site, outdoor, grid)
    left = not_carried(held, available, grid)
    supply = yield from supply_points(site, hours, outdoor, clock)
    best = best_supply(supply)
    full_w = float(room.hall_at(np.array([1.0]), np.array([0.0]))["it_w"][0])
    on_day = counted.on_day()
    answer = yield from design_day_answer(site, counted.day, on_day, (grid, cap), full_w)
    scene = resolve_design(design, catalogue)
    yield Progress("year", 0.995, "Figures of the year")
    margins = hours.margin_k[np.isfinite(hours.margin_k)]
    return YearResults(
        design_hash=design_hash(design),
        variant_id=design.active_variant,
        program_version=__version__,
        fidelity=counted.choices.fidelity,
        climate=counted.weather.source,
        place=counted.weather.place.name,
        weather_notes=counted.weather.notes,
        year=year,
        months=months,
        ratios=ratios(year, hours, prices),
        month_ratios=month_ratios(months, hours, prices, clock),
        hours_in_mode={name: int(np.sum(hours.mode == n)) for n, name in enumerate(MODES)},
        hours_over_limit=int(np.sum(hours.is_over_limit)),
        hours_unmet=int(np.sum(is_unmet(held))),
        least_margin_k=float(margins.min()) if margins.size else None,
        balance_fraction=float(np.abs(hours.balance_w / np.maximum(hours.heat_w, 1.0)).max()),
        duration=duration(available, room, full_w, cap, accelerators_carried(scene.racks)),
        design_day=answer,
        waterfall=waterfall(variant, catalogue, year, log),
        supply=supply,
        best_raise_k=None if best is None else best.raise_k,
        fan_laws=fan_laws(variant, catalogue),
        room=RoomPoints(
            tuple(map(float, room.loads)),
            tuple(map(float, room.shifts)),
            room.inlet_error_k,
            room.load_error,
            room.statuses,
            room.seconds,
        ),
        findings=tuple(year_findings(held, site)),
        assumptions=(*counted.sized, *log.all()),
        hourly=hourly_columns(hours, counted.weather, prices, available * full_w),
        seconds=time.perf_counter() - counted.begun,
        plants=plants_on_day(variant, site, on_day),
        day_columns=dict(moment(site, on_day, counted.day)),
        plant_years=plants_through_year(site, hours),
        hours_not_carried=int(np.sum(left > 0.0)),
        not_carried_kwh=total(left) * full_w / 1000.0,
    )
