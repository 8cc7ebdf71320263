"""The plans in print: air temperatures, and what limits each rack."""

from __future__ import annotations

from typing import Any

from coolsim.catalogue.loads import TANKS
from coolsim.density.records import RackDensity
from coolsim.design.models import Rack
from coolsim.report.blocks import Section, drawn, section
from coolsim.report.cuts import cut_blocks
from coolsim.report.picture3d import picture_blocks
from coolsim.report.pictures import HEAT_STOPS, LIMIT_HUES, heat_colour, heat_map_png
from coolsim.report.plan import Look, over_limit, plan
from coolsim.report.subject import Subject, heat_range
from coolsim.report.text import clip, counted, limit_name

_BESIDE_MM = 122.0
"""Plans up to this width have their legend beside them, others below [mm]."""
PAPERS = {"a4": (170.0, 198.0), "letter": (175.9, 180.0)}
"""Width and height there is for a plan on each paper [mm]; the names are the template's too."""
_SHARED = {"a4": (_BESIDE_MM, 98.0), "letter": (_BESIDE_MM, 88.0)}
"""The same in halls with few racks [mm]."""
_SHARED_RACKS = 60
MAP_HEIGHT_M = 1.5
"""Height of the heat map above the floor; half the hall's height where that is lower [m]."""
_NO_LIMIT = "#E6E8EC"
HEAT_FILE = "heat.png"

Room = tuple[float, float]


def temperature_section(subject: Subject) -> Section | None:
    """The heat map on the plan."""
    picture, files = heat_picture(subject, _plan_room(subject))
    cuts, pictures = cut_blocks(subject, PAPERS[subject.paper][0], picture["scale"])
    view, view_files = picture_blocks(subject)
    return section(
        "Temperatures",
        drawn("plan", picture),
        *cuts,
        *view,
        new_page=True,
        files=pictures | view_files | files,
    )


def heat_picture(subject: Subject, room: Room) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The plan with air temperatures in a room of so many millimetres, and its files by name."""
    png = _heat_map(subject)
    legend = _heat_legend(subject, *heat_range(subject))
    picture = _heat_plan(subject, room, legend, has_map=png is not None)
    return picture, {} if png is None else {HEAT_FILE: png}


def binding_section(subject: Subject) -> Section | None:
    """The plan of what limits where; ``None`` without a density."""
    room = _plan_room(subject)
    picture = _binding_plan(subject, room)
    if picture is None:
        return None
    return section("What limits where", drawn("plan", picture))


def _plan_room(subject: Subject) -> Room:
    """Width and height for each plan [mm]: less in halls with few racks."""
    few = subject.density is not None and len(subject.variant.racks) <= _SHARED_RACKS
    return (_SHARED if few else PAPERS)[subject.paper]


def _map_height_m(subject: Subject) -> float:
    return min(MAP_HEIGHT_M, 0.5 * subject.variant.hall.height_m)


def _heat_map(subject: Subject) -> bytes | None:
    fields = subject.results.fields
    if fields.temperature_c.size == 0:
        return None
    barriers = (0.0, subject.variant.hall.height_m)
    return heat_map_png(fields, _map_height_m(subject), *heat_range(subject), barriers)


def _drawn(subject: Subject, room: Room, look: Look) -> dict[str, Any]:
    drawing = plan(subject.variant, room, look, subject.printer.system)
    return {**drawing, "beside": drawing["width"] <= _BESIDE_MM}


def _heat_plan(
    subject: Subject, room: Room, legend: dict[str, Any], *, has_map: bool
) -> dict[str, Any]:
    """Plan with the heat map: racks in the colour of their inlet."""
    low, high = heat_range(subject)
    racks = {rack.id: rack for rack in subject.results.racks}
    hot = over_limit(subject.results.racks)

    def look(rack: Rack) -> dict[str, Any]:
        result = racks.get(rack.id)
        value = result.inlet_temperature_c if result else float("nan")
        return {
            "fill": heat_colour(value, low, high),
            "label": clip(rack.label, 8.0),
            "over": rack.id in hot,
        }

    height = subject.printer.length(_map_height_m(subject))
    caption = (
        f"Air temperature {height} above the floor, at the load drawn. Racks have the colour of "
        "their inlet (warmest occupied band); the dark edge is the front."
        if has_map
        else "The fields of this result are not at hand: racks have the colour of their inlet "
        "(warmest occupied band) at the load drawn; the dark edge is the front."
    )
    over = ""
    if hot:
        stand = "stands" if len(hot) == 1 else "stand"
        over = f"{counted(len(hot), 'rack')} {stand} above the inlet limit, outlined in red."
    return {
        **_drawn(subject, room, look),
        "alt": "Plan of the hall with air temperatures and racks",
        "file": HEAT_FILE if has_map else "",
        "caption": " ".join(filter(None, [caption, _liquid_words(subject), over])),
        "scale": legend,
    }


def _liquid_words(subject: Subject) -> str:
    """What of the coolant side is drawn on the plan."""
    variant = subject.variant
    told = []
    if any(rack.cooling in TANKS for rack in variant.racks):
        told.append("Tanks have no air inlet and stay white.")
    if variant.cdus:
        told.append("Coolant distribution units are green.")
    return " ".join(told)


def _heat_legend(subject: Subject, low: float, high: float) -> dict[str, Any]:
    """Colour bar, and the limits of the air class as marks at shares of its length."""
    printer, limits = subject.printer, subject.limits
    marks = []
    for word, figure in (
        ("recommended", limits.recommended_min_c),
        ("recommended", limits.recommended_max_c),
        ("allowable", limits.allowable_min_c),
        ("allowable", limits.allowable_max_c),
    ):
        if figure.value is not None:
            at = (figure.value - low) / (high - low)
            marks.append(
                {"at": round(at, 4), "word": word, "text": printer.text(figure.value, "c", 3)}
            )
    return {
        "stops": list(HEAT_STOPS),
        "marks": marks,
        "title": f"Temperature, with the limits of class {limits.air_class}",
    }


def _binding_plan(subject: Subject, room: Room) -> dict[str, Any] | None:
    """Plan with each rack in the hue and letter of the limit that binds it."""
    density = subject.density
    if density is None:
        return None
    racks = {rack.id: rack for rack in density.racks}
    keys = list(dict.fromkeys(_binding_key(rack) for rack in density.racks))
    letters = {key: chr(65 + index) for index, key in enumerate(keys)}
    hues = {
        key: LIMIT_HUES[index % len(LIMIT_HUES)] if key else _NO_LIMIT
        for index, key in enumerate(keys)
    }

    def look(rack: Rack) -> dict[str, Any]:
        if rack.id not in racks:
            return {"fill": "#FFFFFF"}
        key = _binding_key(racks[rack.id])
        return {"fill": hues[key], "label": letters[key]}

    entries = [
        {
            "hue": hues[key],
            "letter": letters[key],
            "name": limit_name(key) if key else "Nothing limits",
            "count": counted(sum(_binding_key(r) == key for r in density.racks), "rack"),
        }
        for key in keys
    ]
    return {
        **_drawn(subject, room, look),
        "alt": "Plan of the hall with racks coloured by the limit that binds them",
        "file": "",
        "caption": "The limit that binds each rack at the density found.",
        "entries": entries,
    }


def _binding_key(rack: RackDensity) -> str:
    return rack.binding.limit if rack.binding else ""
