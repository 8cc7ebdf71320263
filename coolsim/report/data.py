"""The report as one plain object: every number already text, nothing left for the template."""

from __future__ import annotations

from typing import Any

from coolsim.catalogue.loads import TANKS
from coolsim.density.records import RackDensity
from coolsim.design.models import Rack, Settings
from coolsim.report import answer, tables
from coolsim.report.advice import advice_section
from coolsim.report.compute import compute_section
from coolsim.report.humidity import humidity_table
from coolsim.report.liquid import liquid_section
from coolsim.report.pictures import HEAT_STOPS, LIMIT_HUES, heat_colour, heat_map_png
from coolsim.report.plan import Look, over_limit, plan
from coolsim.report.power import power_section
from coolsim.report.subject import Subject, heat_range
from coolsim.report.text import UNKNOWN, capital, clean, clip, counted, flowing, limit_name
from coolsim.report.year import year_data

_BESIDE_MM = 122.0
"""Plans up to this width have their legend beside them, others below [mm]."""
PAPERS = {"a4": (170.0, 198.0), "letter": (175.9, 180.0)}
"""Width and height there is for a plan on each paper [mm]; the names are the template's too."""
_SHARED = {"a4": (_BESIDE_MM, 98.0), "letter": (_BESIDE_MM, 88.0)}
"""The same where two plans stand on one page, which they do in halls with few racks [mm]."""
_SHARED_RACKS = 60
_FLAT_MM = {"a4": 86.0, "letter": 79.0}
"""Height up to which plans over the whole width stand on one page, too [mm]."""
MAP_HEIGHT_M = 1.5
"""Height of the heat map above the floor; half the hall's height where that is lower [m]."""
_NO_LIMIT = "#E6E8EC"
_CONVECTION = {"upwind": "upwind, first order", "second_order": "second order (van Leer)"}
_WALL_FRICTION = {"eddy_viscosity": "eddy viscosity over half a cell", "log_law": "log law"}

Room = tuple[float, float]


def report_data(subject: Subject, paper: str) -> tuple[dict[str, Any], bytes | None]:
    """Everything the template sets, and the heat map beside it.

    Args:
        subject: What the report is about.
        paper: A key of :data:`PAPERS`.

    Returns:
        Plain JSON values, and the PNG of the heat map; ``None`` where there are no fields.
    """
    png = _heat_map(subject)
    room, share_page = _plan_room(subject, paper)
    return {
        "paper": "us-letter" if paper == "letter" else "a4",
        **_head(subject),
        "badges": answer.status(subject),
        "lead": answer.lead(subject),
        "reasons": answer.reasons(subject),
        "facts": answer.key_facts(subject),
        "weak": answer.weak_figures(subject),
        "heat": _heat_plan(subject, room, has_map=png is not None),
        "binding": _binding_plan(subject, room),
        "plans_share_page": share_page,
        "density": tables.density_table(subject),
        "density_note": _density_note(subject),
        "has_density": subject.density is not None,
        "limits": tables.limits_table(subject),
        "unchecked": tables.unchecked_table(subject),
        "advice": advice_section(subject),
        "compute": compute_section(subject),
        "coolers": tables.cooler_table(subject),
        "tiles": tables.tile_table(subject),
        "plenum": _plenum(subject),
        "metrics": tables.metric_table(subject),
        "humidity": humidity_table(subject),
        "liquid": liquid_section(subject),
        "power": power_section(subject),
        "balance": tables.balance_tables(subject),
        "balance_note": _balance_note(subject),
        "year": year_data(subject),
        "findings": tables.finding_table(subject),
        "inputs": tables.input_table(subject),
        "sources": tables.source_table(subject),
        "solver": _solver(subject),
        "notes": flowing(subject.design.project.notes, 6000),
    }, png


def _plan_room(subject: Subject, paper: str) -> tuple[Room, bool]:
    """Width and height for each plan [mm], and whether both stand on one page."""
    room, hall = PAPERS[paper], subject.variant.hall
    if subject.density is None:
        return room, False
    if len(subject.variant.racks) <= _SHARED_RACKS:
        return _SHARED[paper], True
    return room, room[0] * hall.width_m / hall.length_m <= _FLAT_MM[paper]


def _head(subject: Subject) -> dict[str, Any]:
    """Title, header line and document metadata."""
    project, variant, results = subject.design.project, subject.variant, subject.results
    title = flowing(project.name) or flowing(variant.site.name) or "Unnamed hall"
    people = (
        ("Project", project.number),
        ("Client", project.client),
        ("Engineer", project.engineer),
    )
    worst = next((badge for badge in answer.status(subject) if badge["level"] != "ok"), None)
    return {
        "title": title,
        "short_title": clip(project.name or variant.site.name or "Unnamed hall", 42.0),
        "author": clean(project.engineer)[:200] or "CoolSim",
        "subtitle": "Thermal and density report",
        "variant": f"Variant {flowing(variant.label, 80)}",
        "people": [[label, flowing(name, 90)] for label, name in people if name.strip()],
        "site": flowing(variant.site.name, 90),
        "date": subject.date,
        "hash": results.design_hash,
        "version": results.program_version,
        "header_status": worst["word"] if worst else answer.status(subject)[0]["word"],
    }


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


def _heat_plan(subject: Subject, room: Room, *, has_map: bool) -> dict[str, Any]:
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
        "has_map": has_map,
        "caption": " ".join(filter(None, [caption, _liquid_words(subject), over])),
        "legend": _heat_legend(subject, low, high),
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
        "has_map": False,
        "caption": "The limit that binds each rack at the density found.",
        "entries": entries,
    }


def _binding_key(rack: RackDensity) -> str:
    return rack.binding.limit if rack.binding else ""


def _density_note(subject: Subject) -> str:
    if subject.density is None:
        return "No density answer was asked for; the table gives the racks at the load drawn."
    note = (
        "Possible: power each rack can sustain with all racks at their answer. Inlet: at that "
        "power. Slack: distance to the next limit; for limits shared by racks it is a screening "
        "figure. A limit without @ acts at the rack itself."
    )
    if subject.density.results.grid_error is not None:
        note += " Grid: estimated error of the grid at the inlet, counted with it at its limit."
    if any(rack.unit_name for rack in subject.density.racks):
        note += " Units: whole units of the kind drawn that fit into the possible power."
    return note


def _plenum(subject: Subject) -> list[list[str]]:
    plenum, printer = subject.results.plenum, subject.printer
    if plenum is None:
        return []
    return [
        ["Plenum pressure, mean", printer.text(plenum.pressure_pa, "pa", 3)],
        ["Lowest over the floor", printer.text(plenum.lowest_pressure_pa, "pa", 3)],
        ["Highest over the floor", printer.text(plenum.highest_pressure_pa, "pa", 3)],
        ["By hand, one pressure", printer.text(plenum.uniform_pressure_pa, "pa", 3)],
        ["Supply through the floor", printer.text(plenum.supply_m3_s, "m3_s")],
        ["Leakage through the floor", printer.text(plenum.leakage_m3_s, "m3_s")],
        ["Mixed plenum air", printer.text(plenum.temperature_c, "c")],
    ]


def _balance_note(subject: Subject) -> str:
    balance = subject.results.balance
    return (
        f"Largest mass imbalance of a cell {_power_of_ten(balance.mass_fraction)} of the supply; "
        f"energy imbalance {_power_of_ten(balance.energy_fraction)} of the IT power; residual of "
        f"the temperature system {_power_of_ten(balance.linear_residual)}."
        + (
            ""
            if balance.moisture_fraction is None
            else f" Water: {_power_of_ten(balance.moisture_fraction)} of what enters."
        )
    )


def _power_of_ten(value: float) -> str:
    """A small fraction as 3.4 × 10⁻⁷."""
    if value != value:
        return UNKNOWN
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.1e}".split("e")
    digits = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{digits}"


def _solver(subject: Subject) -> list[list[str]]:
    """What was solved and how well, label and value."""
    results, printer = subject.results, subject.printer
    settings = subject.variant.settings
    cells = " × ".join(f"{count:,}" for count in results.grid.shape)
    sizes = " × ".join(printer.text(size, "m", 3) for size in results.grid.spacing_m)
    flow = {
        "draft": "potential flow, without buoyancy or jets",
        "live": "buoyant flow (Boussinesq), one coarse grid",
        "full": "buoyant flow (Boussinesq), nested grids",
    }.get(results.fidelity, results.fidelity)
    lines = [
        ["Fidelity", f"{results.fidelity}: {flow}"],
        ["Turbulence", settings.turbulence.replace("_", "-")],
        ["Convection", _CONVECTION[settings.convection]],
        ["Wall friction", _wall_friction(settings)],
        ["Grid", f"{cells} = {results.grid.cells:,} cells"],
        ["Cell", sizes],
        ["Status", results.status.replace("_", " ")],
        ["Last change of an inlet", printer.text(_last(results.inlet_history_k), "k", 2)],
        ["Steps", f"{results.iterations:,}"],
        *_grid_errors(subject),
        ["Air", f"{printer.text(results.air_density_kg_m3, 'kg_m3', 4)}, "
         f"{results.air_heat_capacity_j_kg_k:,.0f} J/(kg K)"],
        ["Design", f"hash {results.design_hash}, variant {clip(results.variant_id, 30.0)}"],
        ["Program", f"CoolSim {results.program_version}"],
    ]  # fmt: skip
    if subject.density is not None:
        density = subject.density
        points = counted(len(density.points), "confirmed point")
        lines.append(["Density", f"{density.objective}, {points} by re-solved flow"])
    return lines


def _grid_errors(subject: Subject) -> list[list[str]]:
    """What a second grid said of the rack inlets, where one was solved."""
    system, lines = subject.printer.system, []
    if subject.results.grid_error is not None:
        lines.append(["Grid error as drawn", capital(subject.results.grid_error.text(system))])
    density = subject.density
    if density is not None and density.results.grid_error is not None:
        told = density.results.grid_error.text(system)
        lines.append(["Grid error, density", f"{capital(told)}; each kept below its limit"])
    return lines


def _wall_friction(settings: Settings) -> str:
    """What walls drag with, in words; k-epsilon has a law of its own."""
    closures = {"k_epsilon": "log law with the turbulent energy", "constant": "the viscosity"}
    return closures.get(settings.turbulence, _WALL_FRICTION[settings.wall_friction])


def _last(history: tuple[float, ...]) -> float | None:
    return history[-1] if history else None
