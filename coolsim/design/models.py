"""The design document: frozen records of what the engineer drew.

Lengths are metres, x right and y up the plan, z up from the finished floor (the plenum is below
zero). The hall's inner corner is (0, 0). The position of an object is the centre of its footprint.
Headings are degrees counter-clockwise; at heading 0 the front of an object faces +x, so its depth
lies along x and its width along y. Absolute temperatures are degrees Celsius.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from coolsim.design.airflow import (
    AirflowLaw,
    CatalogueAirflow,
    FanCurveAirflow,
    FixedAirflow,
    PowerAirflow,
    PressureCurveAirflow,
)
from coolsim.design.annotations import Background, Dimension, Note
from coolsim.design.base import (
    Coordinate,
    Elevation,
    Fraction,
    Heading,
    Identifier,
    Item,
    Length,
    Name,
    NonNegative,
    Placed,
    Positive,
    Record,
    Temperature,
    UValue,
    to_tenth_mm,
)
from coolsim.design.cabinets import Cabinet
from coolsim.design.liquid import (
    Cdu,
    CduType,
    Coolant,
    LiquidClass,
    LiquidConnection,
    Loop,
    LoopKind,
    Pipes,
    PumpControl,
    PumpPoint,
    Pumps,
    Redundancy,
)
from coolsim.design.plant import HeatRejection, Plant
from coolsim.design.power import (
    Feed,
    Phase,
    Power,
    PowerElement,
    PowerElementKind,
    TripPoint,
)
from coolsim.design.scenarios import Filling, Scenario
from coolsim.design.sensors import Measurement, Sensor
from coolsim.design.slots import Content, Slot
from coolsim.design.views import SavedView, ViewCamera

__all__ = [
    "FORMAT",
    "UNCOUNTED",
    "VERSION",
    "AirClass",
    "AirflowLaw",
    "Aisle",
    "Background",
    "Cabinet",
    "CatalogueAirflow",
    "Cdu",
    "CduType",
    "Content",
    "Coolant",
    "Cooler",
    "CoolerType",
    "CoolingMethod",
    "Coordinate",
    "Design",
    "Dimension",
    "Elevation",
    "FanCurveAirflow",
    "Feed",
    "Fidelity",
    "Filling",
    "FixedAirflow",
    "Fraction",
    "Group",
    "Hall",
    "Heading",
    "HeatRejection",
    "Identifier",
    "Item",
    "Length",
    "LiquidClass",
    "LiquidConnection",
    "Loop",
    "LoopKind",
    "Measurement",
    "Name",
    "NonNegative",
    "Note",
    "Obstruction",
    "Panel",
    "Phase",
    "Pipes",
    "Placed",
    "Plant",
    "Positive",
    "Power",
    "PowerAirflow",
    "PowerElement",
    "PowerElementKind",
    "PressureCurveAirflow",
    "Project",
    "PumpControl",
    "PumpPoint",
    "Pumps",
    "Rack",
    "Record",
    "Redundancy",
    "Revision",
    "SavedView",
    "Scenario",
    "Sensor",
    "Settings",
    "Site",
    "Slot",
    "Temperature",
    "Tile",
    "TripPoint",
    "UValue",
    "Variant",
    "ViewCamera",
    "to_tenth_mm",
]

FORMAT: Final = "coolsim"
VERSION: Final = 1


CoolingMethod = Literal[
    "air", "rear_door", "cold_plate", "cold_plate_two_phase", "immersion", "immersion_two_phase"
]
CoolerType = Literal["crah", "crac", "fan_wall", "in_row", "ceiling"]
AirClass = Literal["A1", "A2", "A3", "A4", "H1"]
Fidelity = Literal["draft", "live", "full"]


class Rack(Placed):
    """A rack: its body, its contents or plain load, how it moves air, what feeds it.

    ``slots`` empty means three equal bands that share contents, power and airflow evenly.
    ``load_w`` is the sustained power; with ``contents`` it comes from the catalogue. ``liquid``
    joins cold plates or the tank to a loop, ``door`` a rear door; both may be there. A rack with
    ``feed_b_id`` draws half from each feed, and all from one if the other is lost; ``phase`` is the
    phase of a rack fed by a single one, none for a rack that loads all three alike. ``cabinet``
    is what its air passes and leaks through; ``None`` is a box that leaks nowhere. A
    chimney leads the exhaust from the rear of the top into the ceiling void.
    """

    width_m: Length = 0.6
    depth_m: Length = 1.2
    height_m: Length = 2.0
    height_u: Annotated[int, Field(ge=1, le=100)] = 42
    empty_mass_kg: NonNegative | None = None
    mass_limit_kg: Positive | None = None
    cooling: CoolingMethod = "air"
    contents: tuple[Content, ...] = ()
    load_w: NonNegative | None = None
    airflow: AirflowLaw = CatalogueAirflow()
    exhaust: Literal["rear", "chimney"] = "rear"
    slots: tuple[Slot, ...] = ()
    cabinet: Cabinet | None = None
    air_class: AirClass | None = None
    feed_id: Identifier | None = None
    feed_b_id: Identifier | None = None
    phase: Phase | None = None
    liquid: LiquidConnection | None = None
    door: LiquidConnection | None = None
    opening_width_m: Length | None = None
    opening_z_from_m: Elevation | None = None
    opening_z_to_m: Length | None = None
    clearance_front_m: Elevation = 0.0
    clearance_rear_m: Elevation = 0.0

    @model_validator(mode="after")
    def _one_load(self) -> Rack:
        if self.contents and self.load_w is not None:
            raise ValueError("give contents or load_w, not both")
        if self.slots and (self.contents or self.load_w is not None):
            raise ValueError("with slots, give contents or load_w in the slots only")
        if any(slot.z_to_m > self.height_m + 1e-6 for slot in self.slots):
            raise ValueError("a slot ends above the rack (height_m)")
        ordered = sorted(self.slots, key=lambda slot: slot.z_from_m)
        for below, above in pairwise(ordered):
            if above.z_from_m < below.z_to_m - 1e-6:
                raise ValueError("slots overlap in height")
        return self


class Cooler(Placed):
    """A room air cooler: where it blows, where it draws from, what it can do.

    ``unit`` names a catalogue machine; figures given here override the machine's. An unknown
    capacity leaves the capacity limit *not checked*; it is never taken as unlimited silently. With
    ``return_temperature_c`` the unit holds that return by its supply, which starts at
    ``supply_temperature_c``; either control supplies no colder than ``min_supply_temperature_c``.
    A chilled-water coil draws ``coolant_flow_m3_s`` (its machine's where not given) from the
    facility loop ``loop_id``; without one its water is not modelled.
    ``z_from_m`` is the height of its underside, above the floor for a ceiling unit; heights of its
    openings count from there. ``bypass_fraction`` is the by-pass factor of its coil.
    """

    type: CoolerType = "crah"
    unit: Annotated[str, Field(max_length=100)] | None = None
    width_m: Length = 2.5
    depth_m: Length = 0.9
    height_m: Length = 2.0
    z_from_m: Elevation = 0.0
    discharge: Literal["underfloor", "front", "top", "bottom"] = "underfloor"
    intake: Literal["top", "rear", "front", "bottom", "ceiling_void"] = "top"
    supply_temperature_c: Temperature = 20.0
    return_temperature_c: Temperature | None = None
    min_supply_temperature_c: Temperature | None = None
    airflow_m3_s: Positive | None = None
    capacity_w: Positive | None = None
    fan_power_w: NonNegative | None = None
    discharge_width_m: Length | None = None
    discharge_z_from_m: Elevation | None = None
    discharge_z_to_m: Length | None = None
    bypass_fraction: Annotated[float, Field(ge=0.0, lt=1.0)] | None = None
    running: bool = True
    loop_id: Identifier | None = None
    coolant_flow_m3_s: Positive | None = None


class Tile(Placed):
    """A perforated floor tile or a ceiling grille.

    The resistance comes from ``unit`` (a catalogue tile), from ``loss_coefficient`` on the face
    velocity, or from ``open_fraction`` (sharp-edged plate formula), in that order of precedence:
    the most specific figure given wins.
    """

    surface: Literal["floor", "ceiling"] = "floor"
    width_m: Length = 0.6
    depth_m: Length = 0.6
    unit: Annotated[str, Field(max_length=100)] | None = None
    open_fraction: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    loss_coefficient: Positive | None = None


class Panel(Placed):
    """A thin containment panel: a door or wall (``vertical``) or a roof (``horizontal``).

    A vertical panel is ``width_m`` long across its heading and spans ``z_from_m`` to ``z_to_m``;
    a horizontal one covers ``width_m`` by ``depth_m`` at height ``z_from_m``. ``leak_fraction`` is
    the open share of its area; ``None`` takes what the catalogue says of its construction. A door
    that ``is_open`` is not in the way of the air.
    """

    orientation: Literal["vertical", "horizontal"] = "vertical"
    construction: Literal["rigid", "door", "curtain"] = "rigid"
    is_open: bool = False
    width_m: Length = 1.2
    depth_m: Length = 1.2
    z_from_m: Elevation = 0.0
    z_to_m: Length = 2.0
    leak_fraction: Fraction | None = 0.02

    @model_validator(mode="after")
    def _consistent(self) -> Panel:
        if self.is_open and self.construction != "door":
            raise ValueError("only a door can be open")
        if self.orientation == "vertical" and self.z_to_m <= self.z_from_m:
            raise ValueError("z_to_m must be greater than z_from_m")
        return self


class Obstruction(Placed):
    """A box in the way of the air: column, wall, beam, cabinet without air, cable tray.

    ``open_fraction`` is the open share of what faces the air: 0 for a solid; above, air passes it
    against the loss of a perforated plate. Heights below zero lie under the raised floor.
    """

    width_m: Length = 0.4
    depth_m: Length = 0.4
    z_from_m: Coordinate = 0.0
    z_to_m: Coordinate = 3.0
    open_fraction: Fraction = 0.0

    @model_validator(mode="after")
    def _ordered(self) -> Obstruction:
        if self.z_to_m <= self.z_from_m:
            raise ValueError("z_to_m must be greater than z_from_m")
        return self


class Aisle(Item):
    """A cold or hot aisle and the racks that face it."""

    kind: Literal["cold", "hot"] = "cold"
    rack_ids: tuple[Identifier, ...] = ()


class Group(Item):
    """A named set of objects, selected together."""

    member_ids: tuple[Identifier, ...] = ()


class Site(Record):
    """Where the hall stands, and its outdoor air.

    ``climate`` names a built-in climate; ``weather_file``, an EPW file, counts before it. The
    design day is the hour that the plant has to carry; left out, the year's warmest.
    """

    name: Name = ""
    altitude_m: Annotated[float, Field(ge=-500.0, le=5000.0)] = 0.0
    climate: Name = ""
    weather_file: Annotated[str, Field(max_length=1000)] = ""
    design_dry_bulb_c: Temperature | None = None
    design_wet_bulb_c: Temperature | None = None


class Hall(Record):
    """The room: inside size above the finished floor, plenum, ceiling void, air, structure.

    A U-value [W/(m2 K)] lets walls, roof or floor pass heat to a temperature beyond; it contains
    the films of both sides, and whatever lies between (void or plenum, too). ``None`` passes none.
    Where a machine moves the air of plenum or void, walls, roof and floor are those around it.
    Lights give their heat off near the ceiling, people in the occupied zone; ``other_heat_w`` is
    spread over the air. With transported humidity a humidifier adds water to the air, and outside
    air of its own humidity replaces air of the hall; its heat is not counted here.
    """

    length_m: Length = 12.0
    width_m: Length = 9.6
    height_m: Length = 3.6
    raised_floor_m: Elevation = 0.6
    ceiling_void_m: Elevation = 0.0
    humidity_ratio_kg_kg: Annotated[float, Field(ge=0.0, le=0.05)] = 0.008
    floor_leakage_fraction: Annotated[float, Field(ge=0.0, le=0.2)] = 0.001
    floor_load_limit_kg_m2: Positive | None = None
    lights_w: NonNegative = 0.0
    people: Annotated[int, Field(ge=0, le=10_000)] = 0
    other_heat_w: NonNegative = 0.0
    humidifier_kg_s: NonNegative = 0.0
    outside_air_m3_s: NonNegative = 0.0
    outside_humidity_ratio_kg_kg: Annotated[float, Field(ge=0.0, le=0.05)] | None = None
    wall_u_w_m2_k: UValue | None = None
    wall_outside_c: Temperature | None = None
    roof_u_w_m2_k: UValue | None = None
    roof_outside_c: Temperature | None = None
    floor_u_w_m2_k: UValue | None = None
    floor_outside_c: Temperature | None = None


class Settings(Record):
    """How the variant is solved and judged."""

    fidelity: Fidelity = "live"
    cell_m: Annotated[float, Field(ge=0.02, le=2.0)] | None = None
    air_class: AirClass = "A2"
    inlet_limit: Literal["recommended", "allowable"] = "recommended"
    inlet_margin_k: Annotated[float, Field(ge=0.0, le=10.0)] = 0.0
    turbulence: Literal["zero_equation", "k_epsilon", "constant"] = "zero_equation"
    convection: Literal["upwind", "second_order"] = "upwind"
    wall_friction: Literal["eddy_viscosity", "log_law"] = "eddy_viscosity"
    """What walls drag with beside the zero-equation closure."""
    humidity: Literal["uniform", "transported"] = "uniform"


class Variant(Item):
    """One alternative of the hall; a file holds one or more."""

    site: Site = Site()
    hall: Hall = Hall()
    racks: tuple[Rack, ...] = ()
    coolers: tuple[Cooler, ...] = ()
    tiles: tuple[Tile, ...] = ()
    panels: tuple[Panel, ...] = ()
    obstructions: tuple[Obstruction, ...] = ()
    aisles: tuple[Aisle, ...] = ()
    groups: tuple[Group, ...] = ()
    loops: tuple[Loop, ...] = ()
    cdus: tuple[Cdu, ...] = ()
    power: Power = Power()
    plant: Plant = Plant()
    settings: Settings = Settings()
    notes: tuple[Note, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    background: Background | None = None
    sensors: tuple[Sensor, ...] = ()
    measurement: Measurement = Measurement()
    scenarios: tuple[Scenario, ...] = ()
    scenario_id: Identifier | None = None
    """The scenario whose loads the racks hold now; what the racks hold counts."""


UNCOUNTED: Final = frozenset(
    {
        "notes", "dimensions", "background", "sensors", "measurement", "scenarios", "scenario_id",
    }
)  # fmt: skip
"""Fields of a variant that no answer depends on."""


class Revision(Record):
    """A state of the design that was handed over: its mark, when, by whom, what changed."""

    mark: Annotated[str, Field(max_length=20)] = ""
    date: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    """Year, month and day, ``2026-11-23``; empty where not given."""
    author: Name = ""
    text: Annotated[str, Field(max_length=2000)] = ""


class Project(Record):
    """Who and what the file is for; printed on the report."""

    name: Name = ""
    number: Name = ""
    client: Name = ""
    company: Name = ""
    """Whose report it is."""
    engineer: Name = ""
    notes: Annotated[str, Field(max_length=20000)] = ""
    revisions: Annotated[tuple[Revision, ...], Field(max_length=200)] = ()
    """Oldest first; the last one is the revision in force."""


class Design(Record):
    """A whole file: project, own catalogue entries, variants."""

    format: Literal["coolsim"] = FORMAT
    version: Literal[1] = VERSION
    project: Project = Project()
    catalogue: dict[str, dict[str, dict[str, object]]] = Field(default_factory=dict)
    """Own entries by table and id, figures in the catalogue's shape: table -> id -> row."""
    last_numbers: dict[str, Annotated[int, Field(ge=0, le=10**12)]] = Field(default_factory=dict)
    """Highest number ever given to an id, by prefix, so that a deleted id is never given again."""
    active_variant: Identifier = "variant-0001"
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)] = (
        Variant(id="variant-0001", name="Base"),
    )
    views: tuple[SavedView, ...] = ()
    """Saved views; no answer depends on them."""

    @model_validator(mode="after")
    def _consistent(self) -> Design:
        ids = [variant.id for variant in self.variants]
        if len(set(ids)) != len(ids):
            raise ValueError("two variants share an id")
        if len({view.id for view in self.views}) != len(self.views):
            raise ValueError("two views share an id")
        if not all(view.id.startswith("view-") for view in self.views):
            raise ValueError('the id of a view begins with "view-"')
        if self.active_variant not in ids:
            raise ValueError(f"active_variant {self.active_variant!r} is not among the variants")
        return self

    def __eq__(self, other: object) -> bool:
        """Whether both say the same; ``last_numbers`` is bookkeeping and does not count."""
        if not isinstance(other, Design):
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name)
            for name in type(self).model_fields
            if name != "last_numbers"
        )

    __hash__ = None  # type: ignore[assignment]  # holds dicts; use files.design_hash

    @property
    def variant(self) -> Variant:
        """The active variant."""
        return next(v for v in self.variants if v.id == self.active_variant)
