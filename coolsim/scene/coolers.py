"""Resolving coolers: openings, airflow, set point, capacity and fan."""

from __future__ import annotations

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.contents import CoolerFigures, cooler_figures
from coolsim.catalogue.entries import unknown
from coolsim.design.models import Cooler, Hall
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.bodies import body_of, bottom_opening, side_opening, top_opening
from coolsim.scene.ducts import opening_into_plenum, opening_into_void
from coolsim.scene.records import Opening, SceneCooler, SolidBox

BYPASS_ID = "coil_bypass"


def resolve_cooler(
    catalogue: Catalogue, cooler: Cooler, log: AssumptionLog, hall: Hall, *, humid: bool = False
) -> SceneCooler:
    """Resolve one running cooler; figures drawn stand in for the machine's.

    Args:
        catalogue: The catalogue, the design's own entries included.
        cooler: As drawn.
        log: Where the figures used are noted.
        hall: The hall, whose raised floor or ceiling void it may serve.
        humid: Whether the answer rests on the by-pass factor of its coil.

    Raises:
        SolveError: If no airflow is known, or it serves a raised floor or void that is not there.
        CatalogueError: For a unit the catalogue does not have.
    """
    entry = catalogue.get(cooler.unit) if cooler.unit else None
    rated = cooler_figures(entry) if entry else _no_machine()
    flow = _drawn_or(cooler.airflow_m3_s, rated.airflow_m3_s)
    capacity = _drawn_or(cooler.capacity_w, rated.capacity_w)
    fan = _drawn_or(cooler.fan_power_w, rated.fan_power_w)
    if flow.value is None:
        raise SolveError(
            "the cooler has no airflow.",
            where=cooler.label,
            remedy="Give its airflow, or a catalogue unit whose airflow is known.",
        )
    for quantity, figure in (("airflow", flow), ("capacity", capacity), ("fan power", fan)):
        if entry is not None and figure.confidence != "design":
            log.note(entry.id, entry.name, quantity, figure)
        else:
            log.note(cooler.id, "coolers as drawn", quantity, figure)
    bypass = _bypass(cooler, catalogue)
    if humid:
        log.note(BYPASS_ID, "coils of coolers", "by-pass factor", bypass)
    body = cooler_body(cooler)
    return SceneCooler(
        id=cooler.id,
        name=cooler.label,
        body=body,
        intake=_intake(cooler, body, hall),
        discharge=_discharge(cooler, body, hall),
        airflow_m3_s=flow.value,
        supply_temperature_c=_set_point_c(cooler),
        capacity=capacity,
        fan_power_w=fan.value or 0.0,
        rated_airflow=flow,
        bypass=bypass,
        return_set_point_c=cooler.return_temperature_c,
        min_supply_temperature_c=cooler.min_supply_temperature_c,
    )


def cooler_body(cooler: Cooler) -> SolidBox:
    """The solid of a cooler, from its underside up."""
    return body_of(cooler, cooler.z_from_m, cooler.z_from_m + cooler.height_m)


def _bypass(cooler: Cooler, catalogue: Catalogue) -> Figure:
    """By-pass factor of the coil: as drawn, else the catalogue's rule."""
    if cooler.bypass_fraction is not None:
        return Figure(cooler.bypass_fraction, "", "", "design")
    return catalogue.get(BYPASS_ID).figure("bypass_fraction")


def _set_point_c(cooler: Cooler) -> float:
    """Supply air the control asks for at first: as drawn, but not below the lowest [deg C]."""
    lowest = cooler.min_supply_temperature_c
    drawn = cooler.supply_temperature_c
    return drawn if lowest is None else max(drawn, lowest)


def _no_machine() -> CoolerFigures:
    flow, power = unknown("m3_s", "not given"), unknown("w", "not given")
    temperature, size = unknown("c", "not given"), unknown("m", "not given")
    return CoolerFigures(flow, power, power, temperature, size, size, size)


def _drawn_or(drawn: float | None, rated: Figure) -> Figure:
    return rated if drawn is None else Figure(drawn, rated.unit, "", "design")


def _intake(cooler: Cooler, body: SolidBox, hall: Hall) -> Opening:
    """Where the cooler draws; from the ceiling void through a duct on its top."""
    if cooler.intake == "ceiling_void":
        return opening_into_void(body, cooler.label, hall)
    if cooler.intake == "top":
        return top_opening(body)
    if cooler.intake == "bottom":
        return bottom_opening(body)
    at_front, heights = cooler.intake == "front", (body.low[2], body.high[2])
    return side_opening(cooler, body, at_front=at_front, width_m=None, heights=heights)


def _discharge(cooler: Cooler, body: SolidBox, hall: Hall) -> Opening:
    """Where the cooler blows; under the floor straight down."""
    if cooler.discharge == "underfloor":
        return opening_into_plenum(body, cooler.label, hall)
    if cooler.discharge == "top":
        return top_opening(body)
    if cooler.discharge == "bottom":
        return bottom_opening(body)
    top = cooler.height_m if cooler.discharge_z_to_m is None else cooler.discharge_z_to_m
    base = cooler.z_from_m
    heights = (base + (cooler.discharge_z_from_m or 0.0), base + top)
    width = cooler.discharge_width_m
    return side_opening(cooler, body, at_front=True, width_m=width, heights=heights)
