"""What a year answers: figures of the year, its months and hours, density-duration, waterfall."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.results.records import Assumption, Finding

_CONSUMERS = {
    "it": "IT equipment",
    "cooler_fans": "Fans of coolers",
    "coolant_units": "Coolant units, tanks, doors",
    "loop_pumps": "Pumps of facility loops",
    "compressors": "Compressors",
    "plant_pumps": "Pumps of the plant",
    "plant_fans": "Fans of towers and dry coolers",
    "lights": "Lights",
}


KINDS = {
    "water_chiller": "Chillers with towers",
    "air_chiller": "Air-cooled chillers",
    "dry_cooler": "Dry coolers",
    "wet_cooler": "Wet coolers",
    "adiabatic_cooler": "Adiabatic coolers",
    "tower": "Cooling towers alone",
    "dx": "Direct expansion",
}
"""Kinds of heat rejection in words."""


def consumer_name(key: str) -> str:
    """A consumer in words; an electrical loss goes by its own name."""
    return _CONSUMERS.get(key, key)


@dataclass(frozen=True, slots=True)
class Period:
    """Energy, water, cost and carbon of a year or a month.

    ``energy_kwh`` is by consumer and electrical loss; they sum to ``facility_kwh``.

    Attributes:
        name: The year, or a month.
        hours: Its hours.
        energy_kwh: By consumer.
        it_kwh, facility_kwh: Of the racks, of everything.
        peak_w: Highest hour.
        water_m3: Used on site.
        energy_cost_usd, demand_cost_usd, water_cost_usd, cost_usd: Their sum last.
        carbon_kg: CO2 equivalent of the electricity.
        reuse_kwh: Heat given to somebody who uses it.
        unmet_kwh: Heat the plants could not take at their set points.
        pue: Facility over IT energy.
    """

    name: str
    hours: int
    energy_kwh: dict[str, float]
    it_kwh: float
    facility_kwh: float
    peak_w: float
    water_m3: float
    energy_cost_usd: float
    demand_cost_usd: float
    water_cost_usd: float
    cost_usd: float
    carbon_kg: float
    reuse_kwh: float
    unmet_kwh: float
    pue: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure of merit of the year; ``None`` where a figure is missing, with the reason."""

    id: str
    name: str
    value: float | None
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DurationPoint:
    """Power that the hall can carry in a share of the hours, or more.

    ``accelerators`` are those of whole drawn units it powers; ``None`` where none are drawn.
    ``is_at_least``: nothing stopped it at the highest load solved. Where not even the lowest load
    solved is carried, the power counts as nothing and ``below_w`` is that load.
    """

    hours_fraction: float
    power_w: float
    accelerators: int | None
    is_at_least: bool
    below_w: float | None = None


@dataclass(frozen=True, slots=True)
class DesignDay:
    """The answer of the design day: what the hall can carry then, and what it draws.

    Attributes:
        dry_bulb_c, wet_bulb_c: Its outdoor air.
        available_w: IT power that inlets, plants and grid carry then.
        is_at_least: Nothing stopped it at the highest load solved.
        it_w, facility_w: At the highest load of the profile.
        unmet_w: Heat the plants cannot take then.
        design_point_ratio: Facility over IT power; an instant's ratio, no PUE.
    """

    dry_bulb_c: float
    wet_bulb_c: float
    available_w: float
    is_at_least: bool
    it_w: float
    facility_w: float
    unmet_w: float
    design_point_ratio: float


@dataclass(frozen=True, slots=True)
class PlantDay:
    """A heat rejection on the design day, at the highest load of the profile.

    Attributes:
        id, name, kind: Which one.
        machines, duty: Machines there are, and those that may run.
        serves: Names of loops, coolers and rooms whose heat it takes.
        values: By :data:`~coolsim.results.plant_hours.PLANT_COLUMNS`; not a number where nothing
            flows.
    """

    id: str
    name: str
    kind: str
    machines: int
    duty: int
    serves: tuple[str, ...]
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class PlantYear:
    """A heat rejection through the year.

    Attributes:
        id, name, kind: Which one.
        hours_in_mode: Its own hours by mode.
        wet_hours, dry_hours: Hours it cools with water that evaporates, and without.
        water_m3: Water it uses.
        saved_m3: What its dry hours save against running wet; ``None`` where it has no dry running.
    """

    id: str
    name: str
    kind: str
    hours_in_mode: dict[str, int]
    wet_hours: int
    dry_hours: int
    water_m3: float
    saved_m3: float | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """Performance per watt at a boundary of the waterfall, from chip to facility.

    ``watts`` is power per accelerator inside the boundary; ``None`` where it is not known.
    """

    name: str
    watts: float | None
    flops_per_watt: dict[str, float]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupplyPoint:
    """A year with every supply temperature raised by a fixed amount.

    Attributes:
        raise_k: The amount.
        facility_kwh, compressors_kwh, server_fans_kwh: Energy; server fans are part of IT.
        hours_over_limit: Hours with an inlet above its limit.
    """

    raise_k: float
    facility_kwh: float
    compressors_kwh: float
    server_fans_kwh: float
    hours_over_limit: int


@dataclass(frozen=True, slots=True)
class FanLaw:
    """How the airflow of some racks answers, and how well that is known.

    Attributes:
        law: In words.
        confidence: Weakest class of its figures.
        answers: Whether it grows with the inlet temperature.
        racks: How many have it.
    """

    law: str
    confidence: str
    answers: bool
    racks: int


def fan_law_line(laws: tuple[FanLaw, ...]) -> str:
    """How the racks' airflow answers to warmer supply, with the class of its figures."""
    told = [
        f"{item.law} (class {item.confidence.replace('_', ' ')}), "
        + ("1 rack" if item.racks == 1 else f"{item.racks:,} racks")
        for item in laws
    ]
    still = not any(item.answers for item in laws)
    ending = ": no airflow answers to the temperature, so fans cost no more." if still else "."
    return "Server fans: " + "; ".join(told) + ending


@dataclass(frozen=True, slots=True)
class RoomPoints:
    """How the hall was represented.

    Attributes:
        loads, shifts_k: Points solved: load fractions, raises of the supply temperatures.
        inlet_error_k: Miss of the inlet at the point left out.
        load_error_fraction: Miss of the heat there.
        statuses: Of the solves.
        seconds: Time of them.
    """

    loads: tuple[float, ...]
    shifts_k: tuple[float, ...]
    inlet_error_k: float
    load_error_fraction: float
    statuses: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class YearGlance:
    """Figures of a year of which only some hours were counted: a preview, never a result.

    Attributes:
        every: Hours from one that was counted to the next; 1 counted all.
        year, months: Sums, scaled to all hours.
        ratios: Figures of merit.
        hours_in_mode: By mode of the largest plant.
        hours_over_limit: Hours with an inlet above its limit.
    """

    every: int
    year: Period
    months: tuple[Period, ...]
    ratios: tuple[Ratio, ...]
    hours_in_mode: dict[str, int]
    hours_over_limit: int

    def ratio(self, identifier: str) -> float | None:
        """A figure of merit by its id."""
        return next((item.value for item in self.ratios if item.id == identifier), None)


@dataclass(frozen=True, slots=True)
class YearResults:
    """A year of one variant.

    Attributes:
        design_hash, variant_id, program_version: What it belongs to.
        fidelity: Of the hall.
        climate: Where the outdoor air comes from.
        place: Station.
        weather_notes: What was mended in it.
        year, months: Sums; ``year`` holds those of ``hourly`` exactly.
        ratios: Figures of merit.
        month_ratios: The same of each month, by id.
        hours_in_mode: By mode of the largest plant.
        hours_over_limit: Hours with an inlet above its limit.
        hours_unmet: Hours with heat the plants cannot take.
        least_margin_k: Smallest distance of an inlet from its limit; ``None`` without limits.
        balance_fraction: Largest left-over of the plants' balance, over the hour's heat.
        duration: Density-duration curve.
        design_day: The answer of the design day.
        waterfall: From chip to facility.
        supply: The year at raised supplies, where a reset was drawn.
        best_raise_k: Least energy among them without more hours over a limit; ``None`` without.
        fan_laws: How the racks' airflow answers to warmer supply.
        room: How the hall was represented.
        findings: What should be known.
        assumptions: Figures it rests on.
        hourly: Columns by name, each of one number per hour.
        seconds: Time of the year itself, the hall's solves not counted.
        plants: Every heat rejection on the design day.
        day_columns: All columns of that day, named as those of an hour
            (:mod:`coolsim.results.plant_hours`): what a schematic shows; ``None`` in older answers.
        plant_years: Every heat rejection through the year.
        hours_not_carried: Hours whose load breaks a limit of inlets, chips, plants or grid.
        not_carried_kwh: Sustained IT energy beyond what those hours carry with every limit held.
    """

    design_hash: str
    variant_id: str
    program_version: str
    fidelity: str
    climate: str
    place: str
    weather_notes: tuple[str, ...]
    year: Period
    months: tuple[Period, ...]
    ratios: tuple[Ratio, ...]
    month_ratios: tuple[dict[str, float | None], ...]
    hours_in_mode: dict[str, int]
    hours_over_limit: int
    hours_unmet: int
    least_margin_k: float | None
    balance_fraction: float
    duration: tuple[DurationPoint, ...]
    design_day: DesignDay
    waterfall: tuple[Boundary, ...]
    supply: tuple[SupplyPoint, ...]
    best_raise_k: float | None
    fan_laws: tuple[FanLaw, ...]
    room: RoomPoints
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]
    hourly: dict[str, tuple[float, ...]]
    seconds: float
    plants: tuple[PlantDay, ...] = ()
    day_columns: dict[str, float] | None = None
    plant_years: tuple[PlantYear, ...] = ()
    hours_not_carried: int = 0
    not_carried_kwh: float = 0.0

    def ratio(self, identifier: str) -> float | None:
        """A figure of merit by its id."""
        return next(item.value for item in self.ratios if item.id == identifier)
