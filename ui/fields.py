"""The editable fields of each kind of object, in the inspector's order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ui import theme
from ui.fields_liquid import CDU, LOOP
from ui.fields_plant import DESIGN_DAY, climate_choices
from ui.fields_power import POWER_CHAIN
from ui.widgets.forms import Choices, Field

_PLACE = (
    Field("x_m", "x", tip="Centre of the footprint, from the hall's inner corner", section="Place"),
    Field("y_m", "y", tip="Centre of the footprint, from the hall's inner corner"),
    Field("heading_deg", "Heading", unit="deg", tip="0°: the front faces right; counter-clockwise"),
)
_NAME = (Field("name", "Name", "text", empty="no name"),)
_Z = (
    Field("z_from_m", "From height", tip="Below zero under a raised floor"),
    Field("z_to_m", "To height"),
)


def _size(*extra: Field, section: str = "Size") -> tuple[Field, ...]:
    return (
        Field("width_m", "Width", section=section, tip="Across the heading"),
        Field("depth_m", "Depth", tip="Along the heading"),
        *extra,
    )


COOLING: Choices = tuple(theme.COOLING_LABELS.items())
AIR_CLASSES: Choices = tuple((name, name) for name in ("A1", "A2", "A3", "A4", "H1"))

RACK = (
    *_NAME,
    Field("cooling", "Cooling", "choice", choices=COOLING),
    Field(
        "air_class", "Air class", "choice",
        choices=((None, "as the variant"), *AIR_CLASSES),
        tip="Equipment class that sets the inlet limit",
    ),
    Field("exhaust", "Exhaust", "choice", choices=(
        ("rear", "rear"), ("chimney", "chimney into the void"),
    )),
    *_PLACE,
    *_size(Field("height_m", "Height"), Field("height_u", "Rack units", "whole", unit="u")),
    Field("empty_mass_kg", "Empty mass", unit="kg", optional=True, empty="not given",
          section="Weight and clearance"),
    Field("mass_limit_kg", "Mass limit", unit="kg", optional=True, empty="not given"),
    Field("clearance_front_m", "Front clearance"),
    Field("clearance_rear_m", "Rear clearance"),
)  # fmt: skip

COOLER = (
    *_NAME,
    Field("type", "Type", "choice", choices=(
        ("crah", "CRAH"), ("crac", "CRAC"), ("fan_wall", "Fan wall"), ("in_row", "In-row"),
        ("ceiling", "Ceiling unit"),
    )),
    Field("running", "Running", "flag"),
    Field("supply_temperature_c", "Set point", unit="c", section="Air",
          tip="Supply temperature the unit tries to hold"),
    Field("return_temperature_c", "Return set point", unit="c", optional=True,
          empty="holds its supply", tip="Given: the unit holds this return by its supply"),
    Field("min_supply_temperature_c", "Lowest supply", unit="c", optional=True,
          empty="no limit", tip="Neither control supplies colder air"),
    Field("airflow_m3_s", "Airflow", unit="m3_s", optional=True, empty="of the unit"),
    Field("capacity_w", "Net capacity", unit="w", optional=True, empty="of the unit",
          tip="Net sensible capacity. Unknown: the limit is not checked"),
    Field("fan_power_w", "Fan power", unit="w", optional=True, empty="of the unit"),
    Field("discharge", "Supply", "choice", choices=(
        ("underfloor", "under the floor"), ("front", "front"), ("top", "top"),
        ("bottom", "underside"),
    )),
    Field("intake", "Return", "choice", choices=(
        ("top", "top"), ("rear", "rear"), ("front", "front"), ("bottom", "underside"),
        ("ceiling_void", "ceiling void"),
    )),
    Field("loop_id", "Facility loop", "choice",
          tip="That brings its chilled water; none: the water is not modelled"),
    Field("bypass_fraction", "By-pass factor", unit="fraction", optional=True,
          empty="of the catalogue's rule",
          tip="Share of the air that passes the coil untouched; for transported humidity"),
    *_PLACE,
    *_size(
        Field("height_m", "Height"),
        Field("z_from_m", "Height above floor", tip="Of its underside; 0 for a standing unit"),
    ),
)  # fmt: skip

TILE = (
    *_NAME,
    Field("surface", "Surface", "choice", choices=(("floor", "floor"), ("ceiling", "ceiling"))),
    Field("open_fraction", "Open area", unit="fraction", optional=True, empty="of the unit"),
    Field("loss_coefficient", "Loss coefficient", unit="count", optional=True,
          empty="from the open area", tip="On the velocity over the whole tile"),
    *_PLACE,
    *_size(),
)  # fmt: skip

PANEL = (
    *_NAME,
    Field("orientation", "Orientation", "choice", choices=(
        ("vertical", "vertical"), ("horizontal", "horizontal"),
    )),
    Field("construction", "Construction", "choice", choices=(
        ("rigid", "rigid panel"), ("door", "door"), ("curtain", "strip curtain"),
    )),
    Field("is_open", "Open", "flag", tip="A door that stands open is not in the way of the air"),
    Field("leak_fraction", "Leakage", unit="fraction", optional=True,
          empty="of its construction", tip="Open share of the closed panel's area"),
    *_PLACE,
    *_size(*_Z),
)  # fmt: skip

OBSTRUCTION = (
    *_NAME,
    Field("open_fraction", "Open share", unit="fraction",
          tip="Share of what faces the air that is open, as of a cable tray; 0 for a solid"),
    *_PLACE,
    *_size(*_Z),
)  # fmt: skip
AISLE = (
    *_NAME,
    Field("kind", "Kind", "choice", choices=(("cold", "cold aisle"), ("hot", "hot aisle"))),
)
GROUP = _NAME
NOTE = (
    Field("text", "Text", "long_text"),
    *_PLACE,
    *_size(),
)
DIMENSION = (
    Field("name", "Text", "text", empty="the length", tip="Shown instead of the length"),
    Field("width_m", "Length", section="Line"),
    *_PLACE,
)
SENSOR = (
    *_NAME,
    Field("temperature_c", "Temperature", unit="c", optional=True, empty="not read",
          section="Reading"),
    Field("relative_humidity_fraction", "Humidity", unit="fraction", optional=True,
          empty="not read", tip="Relative humidity"),
    Field("x_m", "x", tip="From the hall's inner corner", section="Place"),
    Field("y_m", "y", tip="From the hall's inner corner"),
    Field("z_m", "Height", tip="Above the finished floor; below zero in the plenum"),
)  # fmt: skip
MEASUREMENT = (
    Field("name", "Name", "text", empty="no name", section="Readings"),
    Field("date", "Date", "text", empty="not given", tip="Year, month, day: 2026-11-23"),
)

BY_KIND: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {
        "rack": RACK,
        "cooler": COOLER,
        "tile": TILE,
        "panel": PANEL,
        "obstruction": OBSTRUCTION,
        "cdu": CDU,
        "loop": LOOP,
        "aisle": AISLE,
        "group": GROUP,
        "note": NOTE,
        "dimension": DIMENSION,
        "sensor": SENSOR,
    }
)


def _surface(prefix: str, name: str, section: str = "") -> tuple[Field, ...]:
    return (
        Field(f"{prefix}_u_w_m2_k", f"{name}: U-value", unit="w_m2_k", optional=True,
              empty="no heat passes", section=section, tip="With the films of both sides"),
        Field(f"{prefix}_outside_c", f"{name}: beyond", unit="c", optional=True,
              empty="not given", tip="Temperature on the other side"),
    )  # fmt: skip


HALL = (
    Field("length_m", "Length", tip="Inside, along x", section="Hall"),
    Field("width_m", "Width", tip="Inside, along y"),
    Field("height_m", "Room height", tip="From the finished floor"),
    Field("raised_floor_m", "Raised floor", tip="Depth of the plenum; 0 without one"),
    Field("ceiling_void_m", "Ceiling void", tip="Height above the ceiling; 0 without one"),
    Field("humidity_ratio_kg_kg", "Humidity ratio", unit="kg_kg", section="Air and structure"),
    Field("floor_leakage_fraction", "Floor leakage", unit="fraction",
          tip="Open share of the floor's area outside the tiles"),
    Field("floor_load_limit_kg_m2", "Floor load limit", unit="kg_m2", optional=True,
          empty="not given", tip="Unknown: the limit is not checked"),
    Field("lights_w", "Lights", unit="w", section="Heat and water in the room",
          tip="A part warms the air near the ceiling, the rest all of it"),
    Field("people", "People", "whole", unit="count",
          tip="Sensible heat in the occupied zone; water where humidity is transported"),
    Field("other_heat_w", "Other heat", unit="w", tip="Spread over the air of the hall"),
    Field("humidifier_kg_s", "Humidifiers", unit="kg_s",
          tip="Water given to the air, where humidity is transported"),
    Field("outside_air_m3_s", "Outside air", unit="m3_s",
          tip="Make-up air and infiltration, where humidity is transported; its heat is not "
          "counted"),
    Field("outside_humidity_ratio_kg_kg", "Outside humidity ratio", unit="kg_kg", optional=True,
          empty="not given"),
    *_surface("wall", "Walls", section="Walls, roof and floor"),
    *_surface("roof", "Roof"),
    *_surface("floor", "Floor"),
)  # fmt: skip
SITE = (
    Field("name", "Site", "text", empty="no name", section="Site"),
    Field("altitude_m", "Altitude", tip="Sets air density and the inlet limit's derating"),
    Field("climate", "Climate", "choice", choices=climate_choices,
          tip="Outdoor air of a year; the tab Plant takes an EPW file"),
    *DESIGN_DAY,
)  # fmt: skip
PROJECT = (
    Field("name", "Project", "text", section="Project"),
    Field("number", "Number", "text"),
    Field("client", "Client", "text"),
    Field("company", "Company", "text", tip="Whose report it is; stands above its first page"),
    Field("engineer", "Engineer", "text"),
    Field("notes", "Notes", "long_text"),
)
POWER = (
    Field("hall_cap_w", "Hall power cap", unit="w", optional=True, empty="not given",
          section="Power", tip="Unknown: the limit is not checked"),
    *POWER_CHAIN,
)  # fmt: skip
SETTINGS = (
    Field("fidelity", "Fidelity", "choice", section="Solve", choices=(
        ("draft", "draft: potential flow"),
        ("live", "live: full flow on one grid"),
        ("full", "full: nested grids"),
    )),
    Field("cell_m", "Cell size", optional=True, empty="by the fidelity"),
    Field("turbulence", "Turbulence", "choice", choices=(
        ("zero_equation", "zero-equation (Chen & Xu)"),
        ("k_epsilon", "k-epsilon with wall functions"),
        ("constant", "constant viscosity"),
    )),
    Field("convection", "Convection", "choice", choices=(
        ("upwind", "upwind, first order"), ("second_order", "second order, bounded"),
    ), tip="Second order mixes less, costs more and may wander instead of settling"),
    Field("wall_friction", "Wall friction", "choice", choices=(
        ("eddy_viscosity", "eddy viscosity"), ("log_law", "log law"),
    ), tip="Of zero-equation turbulence; the log law drags less and settles later"),
    Field("humidity", "Humidity", "choice", choices=(
        ("uniform", "uniform"), ("transported", "transported by the air"),
    )),
    Field("air_class", "Air class", "choice", choices=AIR_CLASSES, section="Inlet limit"),
    Field("inlet_limit", "Limit", "choice", choices=(
        ("recommended", "recommended range"), ("allowable", "allowable range"),
    )),
    Field("inlet_margin_k", "Margin", unit="k", tip="Kept free below every inlet limit"),
)  # fmt: skip
