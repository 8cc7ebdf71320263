"""A year of the hall: the command `annual` and its answer."""

from __future__ import annotations

import difflib
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coolsim import units
from coolsim.catalogue.rates import operations
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.results.files import envelope
from coolsim.results.year import KINDS, consumer_name, fan_law_line
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_NOT_CONVERGED, EXIT_OK
from coolsim.tasks.requests import AnnualRequest

if TYPE_CHECKING:
    from coolsim.plant.weather import Weather
    from coolsim.results.year import DurationPoint, Period, YearResults

_RATIO_UNITS = {"": "", "l_per_kwh": " L/kWh", "kg_per_kwh": " kg CO₂e/kWh"}


@dataclass(frozen=True, slots=True)
class AnnualAnswer:
    """A year of a hall; ``saved`` is the file of its hours, where one was asked for."""

    heading: str
    results: YearResults
    saved: Path | None = None

    fields = None

    @property
    def exit_code(self) -> int:
        """Not converged where a point of the hall is not."""
        good = {"converged", "wandering"}
        return EXIT_OK if set(self.results.room.statuses) <= good else EXIT_NOT_CONVERGED

    def without_hours(self) -> AnnualAnswer:
        """The same without its hourly columns."""
        return replace(self, results=replace(self.results, hourly={}))

    def to_json(self) -> dict[str, Any]:
        """Return everything, hours included."""
        status = "ok" if self.exit_code == EXIT_OK else "not_converged"
        head = envelope("coolsim/annual-1", "annual", self.results, status=status)
        body = {
            name: encode(getattr(self.results, name))
            for name in type(self.results).__slots__
            if name not in head
        }
        return head | body

    def text(self, system: units.System = "si") -> str:
        """Return the year: figures of merit, consumers, months, modes, duration, design day."""
        told = self.results
        ratios = [
            (item.name, f"{item.value:.4f}{_RATIO_UNITS[item.unit]}")
            for item in told.ratios
            if item.value is not None
        ]
        ratios += [(item.name, f"— ({item.note})") for item in told.ratios if item.value is None]
        blocks = [
            f"A year of {self.heading}\n{told.place}: {told.climate}",
            tables.labelled(ratios),
            self._consumers(),
            self._months(),
            self._month_ratios(),
            tables.labelled(self._lines(system)),
            self._plants(system),
            self._plant_years(system),
            self._duration(system),
            self._supply(system),
            self._waterfall(),
            tables.grave_findings(told.findings, system),
            self._room_line(system),
            "" if self.saved is None else f"Hours: {self.saved}",
        ]
        return "\n\n".join(filter(None, blocks))

    def _consumers(self) -> str:
        year = self.results.year
        rows = [
            (consumer_name(name), f"{value / 1000.0:,.1f}", f"{value / year.it_kwh:.4f}")
            for name, value in year.energy_kwh.items()
            if value > 0.0
        ]
        rows.append(("Sum", f"{year.facility_kwh / 1000.0:,.1f}", f"{year.pue:.4f}"))
        return tables.table(("Electricity", "MWh", "over IT"), rows, "<>>")

    def _months(self) -> str:
        def row(period: Period) -> tuple[str, ...]:
            return (
                period.name,
                f"{period.it_kwh / 1000.0:,.1f}",
                f"{period.facility_kwh / 1000.0:,.1f}",
                f"{period.pue:.3f}",
                f"{period.peak_w / 1000.0:,.0f}",
                f"{period.water_m3:,.0f}",
                f"{period.cost_usd:,.0f}",
                f"{period.carbon_kg / 1000.0:,.1f}",
            )

        headings = ("Month", "IT MWh", "all MWh", "PUE", "peak kW", "water m³", "USD", "t CO₂e")
        rows = [row(month) for month in self.results.months]
        return tables.table(headings, [*rows, row(self.results.year)], "<>>>>>>>")

    def _month_ratios(self) -> str:
        """Figures of merit of each month; the energies and PUE stand above."""
        shown = [item for item in self.results.ratios if item.id in _MONTHLY]
        if not shown:
            return ""
        rows = [
            (month.name, *(_plain(told.get(item.id)) for item in shown))
            for month, told in zip(self.results.months, self.results.month_ratios, strict=True)
        ]
        rows.append(("Year", *(_plain(item.value) for item in shown)))
        heads = ("Month", *(_MONTHLY[item.id] for item in shown))
        return tables.table(heads, rows, "<" + ">" * len(shown))

    def _plants(self, system: units.System) -> str:
        """Heat rejections on the design day."""
        rows = []
        for item in self.results.plants:
            told = item.values
            ends = (told["supply_c"], told["return_c"])
            sink = (told["sink_c"], told["sink_return_c"])
            rows.append(
                (
                    item.name if item.name != item.id else KINDS[item.kind],
                    f"{item.duty} of {item.machines}",
                    units.text(told["load_w"], "w", system, 4),
                    *(units.text(value, "c", system, 3) for value in (*ends, *sink)),
                    units.text(told["compressor_w"], "w", system, 3),
                    units.text(told["chilled_pump_w"] + told["condenser_pump_w"], "w", system, 3),
                    units.text(told["fan_w"], "w", system, 3),
                    units.text(told["water_kg_s"], "kg_s", system, 3),
                )
            )
        heads = ("On the design day", "duty", "heat", "supply", "return", "outdoors", "back",
                 "compressors", "pumps", "fans", "water")  # fmt: skip
        return tables.table(heads, rows, "<" + ">" * 10) if rows else ""

    def _plant_years(self, system: units.System) -> str:
        """Heat rejections through the year: hours by mode, with water and dry, water."""
        rows = []
        for item in self.results.plant_years:
            saved = item.saved_m3
            rows.append(
                (
                    item.name if item.name != item.id else KINDS[item.kind],
                    *(f"{count:,}" for count in item.hours_in_mode.values()),
                    f"{item.wet_hours:,}",
                    f"{item.dry_hours:,}",
                    units.text(item.water_m3, "water_m3", system, 3),
                    units.UNKNOWN if saved is None else units.text(saved, "water_m3", system, 3),
                )
            )
        heads = (
            "Hours of the year",
            *self.results.hours_in_mode,
            "with water",
            "dry",
            "water",
            "saved dry",
        )
        return tables.table(heads, rows, "<" + ">" * 8) if rows else ""

    def _lines(self, system: units.System) -> list[tuple[str, str]]:
        told, day = self.results, self.results.design_day
        modes = ", ".join(f"{name} {count:,} h" for name, count in told.hours_in_mode.items())
        margin = told.least_margin_k
        held = f"{told.hours_over_limit:,} h over a limit"
        if margin is not None:
            held += f"; smallest margin {units.text(round(margin, 6) + 0.0, 'k', system, 3)}"
        at_least = "at least " if day.is_at_least else ""
        return [
            ("Modes", modes),
            ("Inlets", held),
            ("Not carried", self._left()),
            ("Unmet", f"{told.hours_unmet:,} h, {max(told.year.unmet_kwh, 0.0):,.0f} kWh of heat"),
            (
                "Design day",
                f"{units.text(day.dry_bulb_c, 'c', system, 3)} dry, "
                f"{units.text(day.wet_bulb_c, 'c', system, 3)} wet bulb: carries {at_least}"
                f"{units.text(day.available_w, 'w', system)} of IT, design-point ratio "
                f"{day.design_point_ratio:.3f}",
            ),
            ("Balance", f"plants close to {told.balance_fraction:.0e} of the heat in every hour"),
        ]

    def _left(self) -> str:
        told = self.results
        if not told.hours_not_carried:
            return "nothing: every limit holds in every hour"
        return (
            f"{told.not_carried_kwh / 1000.0:,.1f} MWh of IT in {told.hours_not_carried:,} h, "
            "were every limit held in every hour"
        )

    def _duration(self, system: units.System) -> str:
        rows = [
            (
                f"{100.0 * point.hours_fraction:g} %",
                _carried(point, system),
                units.UNKNOWN if point.accelerators is None else f"{point.accelerators:,}",
            )
            for point in self.results.duration
        ]
        headings = ("of the hours, or more", "IT power carried", "accelerators")
        return tables.table(headings, rows, ">>>")

    def _supply(self, system: units.System) -> str:
        told = self.results
        rows = [
            (
                units.text(point.raise_k, "k", system, 3),
                f"{point.facility_kwh / 1000.0:,.1f}",
                f"{point.compressors_kwh / 1000.0:,.1f}",
                f"{point.server_fans_kwh / 1000.0:,.1f}",
                f"{point.hours_over_limit:,}",
                "best" if point.raise_k == told.best_raise_k else "",
            )
            for point in told.supply
        ]
        if not rows:
            return ""
        headings = ("Supply raised", "all MWh", "compressors", "server fans", "h over limit", "")
        return tables.table(headings, rows, ">>>>><") + "\n" + fan_law_line(told.fan_laws)

    def _waterfall(self) -> str:
        told = self.results.waterfall
        if not told:
            return ""
        precisions = list(dict.fromkeys(name for b in told for name in b.flops_per_watt))
        rows = [
            (
                item.name,
                units.UNKNOWN if item.watts is None else f"{item.watts:,.0f}",
                *(
                    f"{item.flops_per_watt[name] / 1e12:.3f}" if item.flops_per_watt else "—"
                    for name in precisions
                ),
            )
            for item in told
        ]
        headings = ("Boundary", "W each", *(f"{name} T{operations(name)}/W" for name in precisions))
        return tables.table(headings, rows, "<>" + ">" * len(precisions))

    def _room_line(self, system: units.System) -> str:
        room = self.results.room
        points = len(room.loads) * len(room.shifts_k)
        return (
            f"Hall: {points} points solved in {room.seconds:.1f} s; between them the warmest inlet "
            f"is within {units.text(room.inlet_error_k, 'k', system, 2)} and the heat within "
            f"{100.0 * room.load_error_fraction:.2g} % at a point left out. "
            f"Year: {self.results.seconds:.2f} s."
        )


_MONTHLY = {
    "ppue_cooling": "pPUE",
    "mlc": "MLC",
    "wue_site": "WUE site",
    "wue_source": "WUE source",
    "cue": "CUE",
    "ere": "ERE",
    "erf": "ERF",
    "itue": "ITUE",
    "tue": "TUE",
}
"""Figures of merit that months are told with, and their headings."""


def _plain(value: float | None) -> str:
    return units.UNKNOWN if value is None else f"{value:.4f}"


def _carried(point: DurationPoint, system: units.System) -> str:
    if point.below_w is not None:
        return "< " + units.text(point.below_w, "w", system)
    return ("≥ " if point.is_at_least else "") + units.text(point.power_w, "w", system)


def annual(request: AnnualRequest) -> Generator[Progress, None, AnnualAnswer]:
    """Solve the hall's points and count its year.

    Raises:
        UsageError: No climate named, or an unknown one, or a price that cannot be.
        SaveError: The file of the hours exists, or cannot be written.
        coolsim.design.plant_files.PlantFileError: A profile or curve set cannot be used.
        coolsim.plant.weather.WeatherFileError: The weather file is broken.
        SolveError: The hall or its plant cannot be solved.
    """
    from coolsim.results.hours_csv import refuse_existing, write_hours
    from coolsim.studies.site import YearChoices
    from coolsim.studies.year import solve_year
    from coolsim.tasks.running import catalogue_of, chosen_fidelity, heading, joined, solvable

    design = with_files(request.design, request.utilisation, request.chiller)
    if request.hours is not None:
        refuse_existing(request.hours, force=request.force)
    weather = weather_of(design, request.climate, request.weather)
    chosen = chosen_fidelity(design, request.fidelity)
    catalogue = catalogue_of(design)
    findings = solvable(design, catalogue)
    cell = request.cell_m if request.cell_m is not None else design.variant.settings.cell_m
    steps = solve_year(design, catalogue, weather, YearChoices(chosen, cell))
    results = yield from steps
    complete = replace(results, findings=joined(findings, results.findings))
    saved = None
    if request.hours is not None:
        saved = write_hours(complete, request.hours, force=request.force)
    return AnnualAnswer(heading(design), complete, saved)


def with_files(design: Design, utilisation: Path | None, chiller: Path | None) -> Design:
    """The design with a load profile and the curves of its chillers from files.

    Raises:
        coolsim.design.plant_files.PlantFileError: A file that cannot be used.
        UsageError: Curves for a plant without chillers.
    """
    from coolsim.design import edits
    from coolsim.design.plant_files import read_curve_set, read_profile

    if utilisation is not None:
        profile = {"profile": "hours", "hours": read_profile(utilisation)}
        design = edits.set_plant(design, utilisation=profile)
    if chiller is None:
        return design
    curves = read_curve_set(chiller)
    kinds = ("water_chiller", "air_chiller")
    having = [item for item in design.variant.plant.rejections if item.kind in kinds]
    if not having:
        raise UsageError(
            "No heat rejection of the plant has chillers.",
            where=str(chiller),
            remedy="Leave --chiller out, or draw a water or air chiller.",
        )
    for item in having:
        design = edits.update_rejection(design, item.id, chiller=None, curves=curves)
    return design


def weather_of(design: Design, climate: str | None, weather: Path | None) -> Weather:
    """The outdoor air asked for, or that of the design's site.

    Raises:
        UsageError: Neither is there, or both are asked for, or no such climate.
        coolsim.plant.weather.WeatherFileError: The weather file is broken.
    """
    from coolsim.plant.weather import built_in_climates, read_epw, synthetic_year

    if climate is not None and weather is not None:
        raise UsageError("One climate or one weather file, not both.", where="annual")
    site = design.variant.site
    path = weather
    if path is None and climate is None and site.weather_file:
        path = Path(site.weather_file)
    if path is not None:
        return read_epw(path)
    name = climate or site.climate
    known = built_in_climates()
    if not name:
        raise UsageError(
            "The site has no climate.",
            where="site.climate",
            remedy=f"Name one of: {', '.join(known)}; or give a weather file.",
        )
    folded = name.strip().lower()
    if folded not in known:
        near = difflib.get_close_matches(folded, known, n=3, cutoff=0.3)
        raise UsageError(
            f"There is no built-in climate {name!r}.",
            where="climate",
            remedy=f"Nearest: {', '.join(near or known)}.",
        )
    return synthetic_year(folded)
