"""A measured hall: sensors before racks and at cooler returns, at steady plateaus.

Boundary values (cooler flow and supply temperature, rack power and flow) are imposed as measured;
front temperatures at three heights and return temperatures are predicted. Beside ours stands the
null model: every rack front at the supply of the cooler it faces, every return at the mixed supply
plus the hall's rise. Nothing is fitted; the hall is solved by the same path as a user's design.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.catalogue import load_catalogue
from coolsim.design.geometry import quarter_turns
from coolsim.design.models import (
    Cabinet,
    Cooler,
    Design,
    FixedAirflow,
    Hall,
    Panel,
    Rack,
    Settings,
    Variant,
)
from coolsim.results.records import Results
from coolsim.simulate import simulate
from coolsim.verification.kinds.hall_geometry import (
    PUBLISHED,
    Coolers,
    Geometry,
    HotAisle,
    Racks,
)
from coolsim.verification.kinds.hall_sensors import front_temperatures, inside_temperatures
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import Case, Row, Solved

HEIGHTS = ("bottom", "middle", "top")
_AIR_DENSITY_KG_M3 = 1.2
"""Density that turns published mass flows into volume flows [kg/m3]."""
_HEAT_CAPACITY_J_KG_K = 1005.0
_ENERGY_TOLERANCE = 1e-3
_NULL_TOLERANCE_K = 0.05
"""How far our null model may lie from the published one: it is arithmetic on the same data [K]."""

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Setup:
    """Geometry, heights of the sensors [m], cell of the solve [m], and the racks' cabinets.

    Without ``cabinets`` racks leak nowhere; with them they have the documented cabinet of the
    catalogue. ``cabinets_too`` adds the pooled rows of a second run with cabinets. With
    ``band_cell_m`` bands are found on cells of that size, see :mod:`.hall_bands`.
    """

    geometry: Geometry
    sensor_z_m: tuple[Positive, Positive, Positive] = (0.14, 1.10, 2.07)
    cell_m: Annotated[FiniteFloat, Field(ge=0.03, le=0.5)] = 0.1
    cabinets: bool = False
    cabinets_too: bool = False
    band_cell_m: Annotated[FiniteFloat, Field(ge=0.03, le=0.5)] | None = None
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
    """Ours and the null model's errors at one plateau: fronts (racks, 3), returns (coolers) [K].

    ``inside`` are those of the air behind the front doors, where cabinets have any.
    """

    front: Array
    inside: Array
    front_null: Array
    returns: Array
    returns_null: Array
    results: Results
    seconds: float


def run(case: MeasuredHall) -> tuple[Row, ...]:
    """Solve every plateau; rows by plateau, then pooled ones against the gates."""
    solved = [solve_plateau(case, plateau) for plateau in case.reference.plateaus]
    rows: list[Row] = []
    for plateau, errors in zip(case.reference.plateaus, solved, strict=True):
        rows += _rows(case, plateau.id, [errors])
    if len(solved) > 1:
        rows += _rows(case, "pooled", solved)
    rows += _null_rows(case, solved)
    if case.setup.cabinets_too and not case.setup.cabinets:
        solved += _with_cabinets(case, rows)
    worst = max(errors.results.balance.energy_fraction for errors in solved)
    rows.append(case.row("energy balance", worst, 0.0, _ENERGY_TOLERANCE, _about(solved)))
    return tuple(rows)


def _with_cabinets(case: MeasuredHall, rows: list[Row]) -> list[Errors]:
    """Solve the plateaus once more with documented cabinets; adds the pooled rows."""
    leaky = replace(case, setup=replace(case.setup, cabinets=True))
    solved = [solve_plateau(leaky, plateau) for plateau in case.reference.plateaus]
    label = "pooled" if len(solved) > 1 else case.reference.plateaus[0].id
    rows += _rows(leaky, f"{label}, documented cabinets,", solved)
    return solved


def _rows(case: MeasuredHall, label: str, solved: Sequence[Errors]) -> list[Row]:
    """RMS error by height and at the returns, against the gates."""
    gates = case.tolerance.gate_rms_K
    front = np.concatenate([errors.front for errors in solved])
    returns = np.concatenate([errors.returns for errors in solved])
    values = {height: rms(front[:, n]) for n, height in enumerate(HEIGHTS)}
    values["return"] = rms(returns)
    if case.setup.cabinets:
        inside = np.concatenate([errors.inside for errors in solved])
        values |= {
            f"{height} behind the door": rms(inside[:, n]) for n, height in enumerate(HEIGHTS)
        }
    about = _about(solved)
    return [
        case.row(f"{label} RMS {name}", value, 0.0, gates[name.split()[0]], about, "K")
        for name, value in values.items()
        if name.split()[0] in gates
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


def solve_plateau(case: MeasuredHall, plateau: Plateau) -> Errors:
    """Solve one plateau like a user's design, and read the sensors."""
    design = plateau_design(case.setup, plateau)
    start = time.perf_counter()
    steps = simulate(design, load_catalogue(), fidelity="full", cell_m=case.setup.cell_m)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            results: Results = stop.value
            break
    return read_plateau(case, plateau, results, time.perf_counter() - start)


def read_plateau(case: MeasuredHall, plateau: Plateau, results: Results, seconds: float) -> Errors:
    """Read the sensors of a solved plateau: ours and the null model's errors."""
    variant = plateau_design(case.setup, plateau).variant
    facing = [facing_cooler(rack, variant.coolers) for rack in variant.racks]
    measured = np.array([plateau.racks[rack.name].front_T_C_bmt for rack in variant.racks])
    front = np.array(
        [front_temperatures(results.fields, r, case.setup.sensor_z_m) for r in variant.racks]
    )
    inside = np.array(
        [
            inside_temperatures(results.fields, rack, solved, case.setup.sensor_z_m)
            for rack, solved in zip(variant.racks, results.racks, strict=True)
        ]
    )
    null = np.array([[cooler.supply_temperature_c] * len(HEIGHTS) for cooler in facing])
    returns = np.array([cooler.return_temperature_c for cooler in results.coolers])
    returned = np.array([np.mean(plateau.cracs[c.name].return_T_C) for c in variant.coolers])
    mixed = mixed_return_c(variant.coolers, sum(rack.load_w or 0.0 for rack in variant.racks))
    return Errors(
        front - measured,
        inside - measured,
        null - measured,
        returns - returned,
        mixed - returned,
        results,
        seconds,
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
        racks=_racks(geometry.racks, plateau, Cabinet() if setup.cabinets else None),
        coolers=_coolers(geometry.cracs, plateau),
        panels=(_door(geometry.hot_aisle),),
        settings=Settings(fidelity="full", cell_m=setup.cell_m),
    )
    return Design(variants=(variant,))


def _racks(geometry: Racks, plateau: Plateau, cabinet: Cabinet | None) -> tuple[Rack, ...]:
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
            cabinet=cabinet,
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


def rms(differences: Array) -> float:
    """Root mean square [K]."""
    return float(np.sqrt(np.mean(np.square(differences))))
