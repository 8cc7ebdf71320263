"""A measured hall: sensors before racks and at cooler returns, at steady plateaus.

Boundary values (cooler flow and supply temperature, rack power and flow) are imposed as measured;
front temperatures at three heights and return temperatures are predicted. Beside ours stands the
null model: every rack front at the supply of the cooler it faces, every return at the mixed supply
plus the hall's rise. Nothing is fitted; the hall is solved by the same path as a user's design.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.catalogue import load_catalogue
from coolsim.design.geometry import footprint, quarter_turns
from coolsim.design.models import (
    Cooler,
    Design,
    FixedAirflow,
    Hall,
    Panel,
    Rack,
    Settings,
    Variant,
)
from coolsim.results.records import Fields, Results
from coolsim.simulate import simulate
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import Case, Row, Solved

HEIGHTS = ("bottom", "middle", "top")
SENSOR_DISTANCE_M = 0.03
"""How far before the rack front the sensors hang [m]."""
_AIR_DENSITY_KG_M3 = 1.2
"""Density that turns published mass flows into volume flows [kg/m3]."""
_HEAT_CAPACITY_J_KG_K = 1005.0
_ENERGY_TOLERANCE = 1e-3
_NULL_TOLERANCE_K = 0.05
"""How far our null model may lie from the published one: it is arithmetic on the same data [K]."""

PUBLISHED = ConfigDict(extra="ignore")
"""Descriptions that a published case carries beside its numbers are read over."""
Corner = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
Pair = tuple[FiniteFloat, FiniteFloat]
Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Room:
    """Inside size of the room [m]."""

    size_m: tuple[Positive, Positive, Positive]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class SupplyFace:
    """Opening in a cooler's front, centred across it [m]."""

    width_y: Positive
    height_z: Positive
    z_from: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class CoolerBox:
    """Corners of a cooler's body [m] and the way its front faces."""

    min: Corner
    max: Corner
    facing: Literal["+x", "-x"]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Coolers:
    """All coolers; the return is the whole top."""

    supply_face: SupplyFace
    boxes: Mapping[str, CoolerBox]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class RackRow:
    """A row of racks along y from the wall at y = 0."""

    x_min: FiniteFloat
    order_from_y0: tuple[str, ...]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Racks:
    """Bodies (depth, width, height) and openings of all racks, and their two rows."""

    body_m: tuple[Positive, Positive, Positive]
    open_front_width_y: Positive
    server_zone_z: Pair
    right_row: RackRow
    left_row: RackRow
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Door:
    """The door that closes the hot aisle's end [m]."""

    y: Pair
    z: Pair
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class HotAisle:
    """The aisle between the rows, and its door."""

    x: Pair
    end_door: Door
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Geometry:
    """The hall."""

    room: Room
    cracs: Coolers
    racks: Racks
    hot_aisle: HotAisle
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Setup:
    """Geometry, heights of the sensors [m], cell of the solve [m]."""

    geometry: Geometry
    sensor_z_m: tuple[Positive, Positive, Positive] = (0.14, 1.10, 2.07)
    cell_m: Annotated[FiniteFloat, Field(ge=0.03, le=0.5)] = 0.1
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class MeasuredCooler:
    """Imposed flow and supply; measured return, one value or several sensors."""

    mass_flow_kg_s: Positive
    supply_T_C: FiniteFloat
    return_T_C: tuple[FiniteFloat, ...]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class MeasuredRack:
    """Imposed power and flow; measured front temperatures at three heights."""

    power_W: Annotated[FiniteFloat, Field(ge=0.0)]
    inferred_mass_flow_kg_s: Positive
    front_T_C_bmt: tuple[FiniteFloat, FiniteFloat, FiniteFloat]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Plateau:
    """One steady window of the measurement."""

    id: str
    cracs: Mapping[str, MeasuredCooler]
    racks: Mapping[str, MeasuredRack]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Reference:
    """All plateaus."""

    plateaus: Annotated[tuple[Plateau, ...], Field(min_length=1)]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Gates of the pooled errors, and the published errors of the null model, by height [K]."""

    gate_rms_K: Mapping[str, Positive]
    null_model_rms_K_pooled: Mapping[str, Positive] = Field(default_factory=dict)
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class MeasuredHall(Case):
    """A case of this kind."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Errors:
    """Ours and the null model's errors at one plateau: fronts (racks, 3), returns (coolers) [K]."""

    front: Array
    front_null: Array
    returns: Array
    returns_null: Array
    results: Results
    seconds: float


def run(case: MeasuredHall) -> tuple[Row, ...]:
    """Solve every plateau; rows by plateau, then pooled ones against the gates."""
    solved = [_solve(case, plateau) for plateau in case.reference.plateaus]
    rows: list[Row] = []
    for plateau, errors in zip(case.reference.plateaus, solved, strict=True):
        rows += _rows(case, plateau.id, [errors])
    if len(solved) > 1:
        rows += _rows(case, "pooled", solved)
    rows += _null_rows(case, solved)
    worst = max(errors.results.balance.energy_fraction for errors in solved)
    rows.append(case.row("energy balance", worst, 0.0, _ENERGY_TOLERANCE, _about(solved)))
    return tuple(rows)


def _rows(case: MeasuredHall, label: str, solved: Sequence[Errors]) -> list[Row]:
    """RMS error by height and at the returns, against the gates."""
    gates = case.tolerance.gate_rms_K
    front = np.concatenate([errors.front for errors in solved])
    returns = np.concatenate([errors.returns for errors in solved])
    values = {height: rms(front[:, n]) for n, height in enumerate(HEIGHTS)}
    values["return"] = rms(returns)
    about = _about(solved)
    return [
        case.row(f"{label} RMS {name}", value, 0.0, gates[name], about, "K")
        for name, value in values.items()
        if name in gates
    ]


def _null_rows(case: MeasuredHall, solved: Sequence[Errors]) -> list[Row]:
    """The null model beside its published errors: shows that the data were read right."""
    front = np.concatenate([errors.front_null for errors in solved])
    return [
        case.row(
            f"null model RMS {height}",
            rms(front[:, n]),
            case.tolerance.null_model_rms_K_pooled[height],
            _NULL_TOLERANCE_K,
            Solved(0.0, "none"),
            "K",
        )
        for n, height in enumerate(HEIGHTS)
        if height in case.tolerance.null_model_rms_K_pooled
    ]


def _about(solved: Sequence[Errors]) -> Solved:
    nx, ny, nz = solved[-1].results.grid.shape
    return Solved(sum(errors.seconds for errors in solved), f"{nx} x {ny} x {nz}")


def _solve(case: MeasuredHall, plateau: Plateau) -> Errors:
    design = plateau_design(case.setup, plateau)
    start = time.perf_counter()
    steps = simulate(design, load_catalogue(), fidelity="full", cell_m=case.setup.cell_m)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            results: Results = stop.value
            break
    seconds = time.perf_counter() - start
    variant = design.variant
    facing = [facing_cooler(rack, variant.coolers) for rack in variant.racks]
    measured = np.array([plateau.racks[rack.name].front_T_C_bmt for rack in variant.racks])
    front = np.array(
        [front_temperatures(results.fields, r, case.setup.sensor_z_m) for r in variant.racks]
    )
    null = np.array([[cooler.supply_temperature_c] * len(HEIGHTS) for cooler in facing])
    returns = np.array([cooler.return_temperature_c for cooler in results.coolers])
    returned = np.array([np.mean(plateau.cracs[c.name].return_T_C) for c in variant.coolers])
    mixed = mixed_return_c(variant.coolers, sum(rack.load_w or 0.0 for rack in variant.racks))
    return Errors(
        front - measured, null - measured, returns - returned, mixed - returned, results, seconds
    )


def mixed_return_c(coolers: Sequence[Cooler], heat_w: float) -> float:
    """Mixed supply of all coolers plus the rise of the hall's heat [deg C]."""
    flow = np.array([cooler.airflow_m3_s or 0.0 for cooler in coolers])
    supply = np.array([cooler.supply_temperature_c for cooler in coolers])
    rate = _AIR_DENSITY_KG_M3 * _HEAT_CAPACITY_J_KG_K * float(flow.sum())
    return float(flow @ supply / flow.sum()) + heat_w / rate


def plateau_design(setup: Setup, plateau: Plateau) -> Design:
    """The hall at one plateau, with its measured boundary values."""
    geometry = setup.geometry
    length, width, height = geometry.room.size_m
    variant = Variant(
        id="variant-0001",
        name=plateau.id,
        hall=Hall(length_m=length, width_m=width, height_m=height, raised_floor_m=0.0),
        racks=_racks(geometry.racks, plateau),
        coolers=_coolers(geometry.cracs, plateau),
        panels=(_door(geometry.hot_aisle),),
        settings=Settings(fidelity="full", cell_m=setup.cell_m),
    )
    return Design(variants=(variant,))


def _racks(geometry: Racks, plateau: Plateau) -> tuple[Rack, ...]:
    depth, width, height = geometry.body_m
    bottom, top = geometry.server_zone_z
    places = [
        (name, row.x_min, place, heading)
        for row, heading in ((geometry.right_row, 0.0), (geometry.left_row, 180.0))
        for place, name in enumerate(row.order_from_y0)
    ]
    return tuple(
        Rack(
            id=f"rack-{number:04d}",
            name=name,
            x_m=x_min + depth / 2.0,
            y_m=width * (place + 0.5),
            heading_deg=heading,
            width_m=width,
            depth_m=depth,
            height_m=height,
            load_w=plateau.racks[name].power_W,
            airflow=FixedAirflow(
                airflow_m3_s=plateau.racks[name].inferred_mass_flow_kg_s / _AIR_DENSITY_KG_M3
            ),
            opening_width_m=geometry.open_front_width_y,
            opening_z_from_m=bottom,
            opening_z_to_m=top,
        )
        for number, (name, x_min, place, heading) in enumerate(places, start=1)
    )


def _coolers(geometry: Coolers, plateau: Plateau) -> tuple[Cooler, ...]:
    face = geometry.supply_face
    return tuple(
        Cooler(
            id=f"cooler-{number:04d}",
            name=name,
            type="crac",
            x_m=(box.min[0] + box.max[0]) / 2.0,
            y_m=(box.min[1] + box.max[1]) / 2.0,
            heading_deg=0.0 if box.facing == "+x" else 180.0,
            width_m=box.max[1] - box.min[1],
            depth_m=box.max[0] - box.min[0],
            height_m=box.max[2],
            discharge="front",
            intake="top",
            supply_temperature_c=plateau.cracs[name].supply_T_C,
            airflow_m3_s=plateau.cracs[name].mass_flow_kg_s / _AIR_DENSITY_KG_M3,
            discharge_width_m=face.width_y,
            discharge_z_from_m=face.z_from,
            discharge_z_to_m=face.z_from + face.height_z,
        )
        for number, (name, box) in enumerate(geometry.boxes.items(), start=1)
    )


def _door(aisle: HotAisle) -> Panel:
    return Panel(
        id="panel-0001",
        name="End door of the hot aisle",
        x_m=sum(aisle.x) / 2.0,
        y_m=sum(aisle.end_door.y) / 2.0,
        heading_deg=90.0,
        width_m=aisle.x[1] - aisle.x[0],
        z_from_m=aisle.end_door.z[0],
        z_to_m=aisle.end_door.z[1],
        leak_fraction=0.0,
    )


def facing_cooler(rack: Rack, coolers: Sequence[Cooler]) -> Cooler:
    """The cooler before the rack's front that is nearest along the row."""
    sign = 1.0 if quarter_turns(rack.heading_deg) == 0 else -1.0
    ahead = [cooler for cooler in coolers if sign * (cooler.x_m - rack.x_m) > 0.0]
    return min(ahead or coolers, key=lambda cooler: abs(cooler.y_m - rack.y_m))


def front_temperatures(fields: Fields, rack: Rack, heights_m: Sequence[float]) -> tuple[float, ...]:
    """Air temperature before a rack's front at some heights [deg C].

    The mean over the width of the rack's opening in the cells 3 cm before the front, linear between
    cell centres in height.
    """
    x0, y0, x1, y1 = footprint(rack)
    faces_plus = quarter_turns(rack.heading_deg) == 0
    x = x1 + SENSOR_DISTANCE_M if faces_plus else x0 - SENSOR_DISTANCE_M
    middle, half = 0.5 * (y0 + y1), 0.5 * (rack.opening_width_m or rack.width_m)
    dx, dy, dz = fields.spacing_m
    ox, oy, oz = fields.origin_m
    profile = np.asarray(fields.temperature_c[int((x - ox) / dx)], dtype=float)
    edges = oy + dy * np.arange(profile.shape[0] + 1)
    covered = np.minimum(edges[1:], middle + half) - np.maximum(edges[:-1], middle - half)
    usable = covered > 0.0
    mean = np.average(profile[usable], axis=0, weights=covered[usable])
    centres = oz + dz * (np.arange(mean.size) + 0.5)
    return tuple(float(value) for value in np.interp(heights_m, centres, mean))


def rms(differences: Array) -> float:
    """Root mean square [K]."""
    return float(np.sqrt(np.mean(np.square(differences))))
