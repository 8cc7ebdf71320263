"""A year of a hall: re-solved points of the room, then every hour at once.

The room is solved at a few loads and supply temperatures (:mod:`coolsim.studies.room`), the plants
and their sums then take milliseconds per mode for all hours together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim import __version__
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Fidelity, Variant
from coolsim.design.plant import Utilisation, serving
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.plant.losses import losses_of
from coolsim.plant.outdoor import Outdoor, design_day, outdoor_of
from coolsim.plant.power import inside_racks_w
from coolsim.plant.rooms import taken_rooms
from coolsim.plant.units import PlantUnit, Sizing, resolve_unit
from coolsim.plant.weather import Weather
from coolsim.results.records import Assumption
from coolsim.results.year import RoomPoints, YearResults
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power import resolve_power
from coolsim.simulate import resolve_design
from coolsim.studies.accounts import month_ratios, periods, prices_of, ratios
from coolsim.studies.available import available_load
from coolsim.studies.columns import hourly_columns
from coolsim.studies.duration import design_day_answer, duration
from coolsim.studies.hours import MODES, Clock, Losses, Site, is_unmet, run_hours
from coolsim.studies.mean_power import mean_fraction
from coolsim.studies.moments import plants_on_day
from coolsim.studies.room import RoomTable, plant_side, solve_room, supply_c
from coolsim.studies.supply import best_supply, fan_laws, supply_points
from coolsim.studies.waterfall import accelerators_carried, waterfall
from coolsim.studies.year_findings import year_findings

Array = NDArray[np.float64]

HIGHEST_LOADS = (1.25, 1.1)
"""Load up to which the hall is solved, over the drawn one: what the duration curve can show; where
its coolers cannot take that at all, the next, else the load drawn [-]."""
LOWEST_LOAD = 0.75
"""Load down to which the hall is solved, or the profile's lowest; less counts as nothing in the
duration curve [-]."""
SERVER_FAN_FRACTION = 0.05
"""Share of air heat that server fans draw at nominal airflow where the design says nothing [-]."""


@dataclass(frozen=True, slots=True)
class YearChoices:
    """How a year is counted.

    Attributes:
        fidelity: Of the hall.
        cell_m: Its cell size; ``None`` for the default of the fidelity [m].
        losses: Electrical losses from the power of racks and cooling; ``None`` takes those of the
            power chain as drawn, and none without one.
        conversion: Losses of supplies and regulators inside the racks; ``None``: in the same way.
    """

    fidelity: Fidelity
    cell_m: float | None = None
    losses: Losses | None = None
    conversion: Callable[[Array], Array] | None = None


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


def load_of(profile: Utilisation, weather: Weather) -> Array:
    """Load fraction of each hour; a leap year's last day repeats the day before.

    Worked number: diurnal from 0.5 to 1, peak at 15: 1 in hour 15, 0.5 in hour 3.
    """
    count = weather.hours
    if profile.profile == "flat":
        return np.full(count, profile.high_fraction)
    if profile.profile == "hours":
        values = np.array(profile.hours)
        return np.concatenate([values, values[-24:]])[:count]
    swing = np.cos(2.0 * np.pi * (weather.hour - profile.peak_hour) / 24.0)
    middle = 0.5 * (profile.high_fraction + profile.low_fraction)
    half = 0.5 * (profile.high_fraction - profile.low_fraction)
    return np.asarray(middle + half * swing)


def site_of(
    design: Design,
    catalogue: Catalogue,
    outdoor: Outdoor,
    choices: YearChoices,
    room: RoomTable,
    log: AssumptionLog,
) -> tuple[Site, tuple[Assumption, ...]]:
    """Hall and plants of a design, sized for its drawn load on the design day."""
    variant = design.variant
    served, _ = serving(variant.plant, *plant_side(variant))
    losses, conversion = choices.losses, choices.conversion
    power = variant.power
    if losses is None and (power.elements or power.rack_supply or power.regulator):
        losses, conversion = chain_of(variant, catalogue, log)
    rooms, taken = _room_heat_w(losses, room), taken_rooms(variant.plant.rejections)
    units: list[PlantUnit] = []
    listed: list[Assumption] = []
    for item in variant.plant.rejections:
        at = room.plant_at(item.id, np.array([1.0]), np.array([0.0]))
        loops = served[item.id][0]
        beside = sum(rooms.get(name, 0.0) for name in taken[item.id])
        sizing = Sizing(
            load_w=max(float(at["load_w"][0]) + beside, 1.0),
            supply_c=supply_c(variant, served[item.id], item.id),
            flow_w_k=float(at["flow_w_k"][0]) if loops and not served[item.id][1] else None,
            outdoor=outdoor,
        )
        unit, assumed = resolve_unit(item, sizing, catalogue)
        units.append(unit)
        listed += assumed
    fans = variant.plant.server_fan_fraction
    if fans is None:
        fans = SERVER_FAN_FRACTION
        note = "server fans at nominal airflow over their heat to the air; typical"
        figure = Figure(fans, "", "estimate", "estimate", note=note)
        log.note("plant", "Servers", "fan power over air heat", figure)
    mean, mean_note = mean_fraction(variant, catalogue)
    if mean_note is not None:
        log.note("plant", "Racks", "mean power over sustained power", mean_note)
    site = Site(
        room=room,
        units=tuple(units),
        plant=variant.plant,
        lights_w=variant.hall.lights_w,
        server_fan_fraction=fans,
        losses=losses,
        conversion=conversion,
        mean_fraction=mean,
    )
    return site, tuple(listed)


def _room_heat_w(losses: Losses | None, room: RoomTable) -> Mapping[str, float]:
    """Heat of other rooms at the load drawn, before what cools it draws on the chain, too [W]."""
    if losses is None:
        return {}
    it_w = room.hall_at(np.array([1.0]), np.array([0.0]))["it_w"]
    return {name: float(heat[0]) for name, heat in losses(it_w, np.zeros(1)).by_room.items()}


def chain_of(
    variant: Variant, catalogue: Catalogue, log: AssumptionLog
) -> tuple[Losses, Callable[[Array], Array] | None]:
    """Losses of the power chain as drawn: those before the racks, those inside."""
    losses = losses_of(variant, catalogue, resolve_power(variant, catalogue, log))

    def conversion(it_w: Array) -> Array:
        inside = inside_racks_w(variant, catalogue, it_w)
        return np.asarray(sum((part for part in inside if part is not None), np.zeros(it_w.shape)))

    converts = variant.power.rack_supply is not None or variant.power.regulator is not None
    return losses, conversion if converts else None


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
    begun = time.perf_counter()
    variant, log = design.variant, AssumptionLog()
    outdoor = outdoor_of(weather)
    place = variant.site
    day = design_day(weather, place.design_dry_bulb_c, place.design_wet_bulb_c, place.altitude_m)
    clock = Clock(weather.month, weather.hour)
    site, sized = site_of(design, catalogue, day, choices, room, log)
    prices = prices_of(variant.plant, catalogue, clock, log)
    load = load_of(variant.plant.utilisation, weather)
    hours = run_hours(site, load, outdoor, clock)
    yield Progress("year", 0.975, "What the hall carries")
    is_mean = site.mean_fraction < 1.0
    held = run_hours(site.sustained, load, outdoor, clock) if is_mean else hours
    year, months = periods(hours, prices, clock)
    cap = variant.power.hall_cap_w
    grid = variant.power.grid_cap_w
    available = yield from available_load(site, outdoor, grid)
    supply = yield from supply_points(site, load, outdoor, clock)
    best = best_supply(supply)
    full_w = float(room.hall_at(np.array([1.0]), np.array([0.0]))["it_w"][0])
    on_day = run_hours(site.sustained, np.array([float(load.max())]), day, None)
    answer = yield from design_day_answer(site, day, on_day, (grid, cap), full_w)
    scene = resolve_design(design, catalogue)
    margins = hours.margin_k[np.isfinite(hours.margin_k)]
    return YearResults(
        design_hash=design_hash(design),
        variant_id=design.active_variant,
        program_version=__version__,
        fidelity=choices.fidelity,
        climate=weather.source,
        place=weather.place.name,
        weather_notes=weather.notes,
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
        assumptions=(*sized, *log.all()),
        hourly=hourly_columns(hours, weather, prices, available * full_w),
        seconds=time.perf_counter() - begun,
        plants=plants_on_day(variant, site, on_day),
    )
