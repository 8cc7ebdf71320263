"""Capture indices of a hall's racks with its hot aisle open, ended by a door, or covered.

Cooler face velocity, supply temperature, rack flow and heat are imposed as published; the share of
each rack's inlet air that comes straight from the coolers is predicted by a tracer on the solved
flow. The hall is solved by the same path as a user's design; nothing is fitted.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, FiniteFloat, TypeAdapter

from coolsim.air.response import AirResponse
from coolsim.air.solution import AirSolution
from coolsim.assets import asset
from coolsim.catalogue import load_catalogue
from coolsim.design.edits import set_settings
from coolsim.design.models import Design, Panel
from coolsim.results.records import Results
from coolsim.simulate import collect, make_solver, resolve_design
from coolsim.verification.kinds import measured_hall
from coolsim.verification.kinds.hall_geometry import PUBLISHED, Geometry, HotAisle
from coolsim.verification.kinds.parts import Positive, same_length
from coolsim.verification.records import Case, Row, Solved

Configuration = Literal["open", "side", "top"]
_SHIPPED = "B04_wibron_2019_hard_floor.json"
"""The shipped case, whose hall stands in for one that a case does not give."""
_AIR_DENSITY_KG_M3 = 1.2
_NOT_MEASURED = math.nan


@dataclass(frozen=True, slots=True)
class BoundaryValues:
    """What is imposed: by cooler C1, C2, ... and by rack R1, R2, ... in this order.

    The velocity is the mean over the cooler's supply face [m/s].
    """

    supply_T_C: FiniteFloat
    crah_face_velocity: Annotated[tuple[Positive, ...], Field(min_length=1)]
    rack_mass_flow_kg_s: Annotated[tuple[Positive, ...], Field(min_length=1)]
    rack_heat_W: tuple[Annotated[FiniteFloat, Field(ge=0.0)], ...]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED

    def __post_init__(self) -> None:
        """Refuse flows and heats of different numbers of racks."""
        same_length(rack_mass_flow_kg_s=self.rack_mass_flow_kg_s, rack_heat_W=self.rack_heat_W)


@dataclass(frozen=True, slots=True)
class Physics:
    """Turbulence, convection and wall friction of a solve, as a design's settings have them."""

    turbulence: Literal["zero_equation", "k_epsilon", "constant"] = "zero_equation"
    convection: Literal["upwind", "second_order"] = "upwind"
    wall_friction: Literal["eddy_viscosity", "log_law"] = "eddy_viscosity"
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED

    @property
    def title(self) -> str:
        """Turbulence and convection in words, wall friction where it is the log law's."""
        walls = ", log law" if self.wall_friction == "log_law" else ""
        return f"{self.turbulence.replace('_', '-')}, {self.convection.replace('_', ' ')}{walls}"


@dataclass(frozen=True, slots=True)
class Setup:
    """Boundary values, the hall in numbers (without one that of the shipped case), cell [m].

    The program's default physics gives the rows of every rack; each of ``beside`` adds rows of R1.
    """

    bc: BoundaryValues
    hall: Geometry | None = None
    cell_m: Annotated[FiniteFloat, Field(ge=0.03, le=0.5)] = 0.1
    beside: tuple[Physics, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Reference:
    """Capture index of R1, R2, ... by configuration [%], and the return temperature index [%]."""

    capture_index_percent_R1_to_R10: Annotated[
        Mapping[Configuration, tuple[FiniteFloat, ...]], Field(min_length=1)
    ]
    RTI_percent_approx: FiniteFloat | None = None
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED

    @property
    def captures(self) -> Mapping[Configuration, tuple[float, ...]]:
        """Capture index of R1, R2, ... by configuration [%]."""
        return self.capture_index_percent_R1_to_R10


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Of the capture index of R1, of the other racks and of the return temperature index [points].

    R1 has its own: it is the rack at the row's end, with the largest flow; with the aisle's end
    closed (``side``) it may have a narrower one.
    """

    CI_abs_R1: Positive
    CI_abs_others: Positive
    RTI_abs: Positive = 6.0
    CI_abs_R1_side: Positive | None = None
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED

    def of(self, configuration: Configuration, rack: int) -> float:
        """Of the capture index of a rack, from 1, in a configuration [points]."""
        if rack != 1:
            return self.CI_abs_others
        closed = self.CI_abs_R1_side if configuration == "side" else None
        return closed or self.CI_abs_R1


@dataclass(frozen=True, kw_only=True)
class CaptureIndex(Case):
    """A case of this kind."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED

    def __post_init__(self) -> None:
        """Refuse lists that do not fit the hall.

        Raises:
            ValueError: They do not; pydantic adds the place.
        """
        boundary, hall = self.setup.bc, self.setup.hall or shipped_hall()
        same_length(
            rack_mass_flow_kg_s=boundary.rack_mass_flow_kg_s,
            **{str(name): values for name, values in self.reference.captures.items()},
        )
        racks = {*hall.racks.right_row.order_from_y0, *hall.racks.left_row.order_from_y0}
        _fits("racks", racks, "R", len(boundary.rack_mass_flow_kg_s))
        _fits("coolers", set(hall.cracs.boxes), "C", len(boundary.crah_face_velocity))


def _fits(what: str, drawn: set[str], letter: str, count: int) -> None:
    if drawn != {f"{letter}{number}" for number in range(1, count + 1)}:
        raise ValueError(
            f"the boundary values are of {letter}1 to {letter}{count}, "
            f"the {what} of the hall are {', '.join(sorted(drawn))}"
        )


@cache
def shipped_hall() -> Geometry:
    """The hall of the shipped case."""
    data = json.loads(asset("validation", _SHIPPED).read_text(encoding="utf-8"))
    hall: Geometry = TypeAdapter(Geometry).validate_python(data["setup"]["hall"])
    return hall


@dataclass(frozen=True, slots=True)
class Captured:
    """One configuration solved: capture index of R1, R2, ... [%], the results behind them."""

    percent: tuple[float, ...]
    results: Results

    @property
    def about(self) -> Solved:
        """Time, grid and, where the flow does not settle, its wander."""
        nx, ny, nz = self.results.grid.shape
        wander = f", wander {self.results.wander_k:.2f} K" if self.results.wander_k else ""
        return Solved(self.results.seconds, f"{nx} x {ny} x {nz}{wander}")


def run(case: CaptureIndex) -> tuple[Row, ...]:
    """Solve every configuration; one row per rack, then the order of R1 and the hall's index."""
    solved = {name: solve(case, name) for name in case.reference.captures}
    tolerance = case.tolerance
    rows = [
        case.row(
            f"{name} R{number} capture index",
            ours,
            published,
            tolerance.of(name, number),
            solved[name].about,
            "%",
        )
        for name, values in case.reference.captures.items()
        for number, (ours, published) in enumerate(
            zip(solved[name].percent, values, strict=True), start=1
        )
    ]
    rows += _order_rows(case, solved)
    rows += _index_rows(case, solved)
    for physics in case.setup.beside:
        rows += _rows_beside(case, physics)
    return tuple(rows)


def _rows_beside(case: CaptureIndex, physics: Physics) -> list[Row]:
    """R1 of every configuration with other physics, and the rack of the others that is worst."""
    rows: list[Row] = []
    for name, values in case.reference.captures.items():
        solved = solve(case, name, physics)
        offs = [ours - published for ours, published in zip(solved.percent, values, strict=True)]
        worst = max(range(1, len(offs)), key=lambda n: abs(offs[n]), default=0)
        rows += [
            case.row(
                f"{physics.title}: {name} R{n + 1} capture index",
                solved.percent[n],
                values[n],
                case.tolerance.of(name, n + 1),
                solved.about,
                "%",
            )
            for n in dict.fromkeys((0, worst))
        ]
    return rows


def _order_rows(case: CaptureIndex, solved: Mapping[Configuration, Captured]) -> list[Row]:
    """Pairs of configurations whose R1 stand in the published order; none with one alone."""
    published = case.reference.captures
    pairs = list(combinations(published, 2))
    if not pairs:
        return []
    kept = sum(
        (solved[one].percent[0] - solved[other].percent[0])
        * (published[one][0] - published[other][0])
        > 0.0
        for one, other in pairs
    )
    order = " > ".join(
        (name for name, _ in sorted(published.items(), key=lambda item: -item[1][0]))
    )
    seconds = sum(captured.results.seconds for captured in solved.values())
    about = Solved(seconds, next(iter(solved.values())).about.grid)
    return [case.row(f"pairs of R1 in the order {order}", kept, len(pairs), 0.0, about)]


def _index_rows(case: CaptureIndex, solved: Mapping[Configuration, Captured]) -> list[Row]:
    """The return temperature index: whether the hall's flows and heat were read right."""
    published = case.reference.RTI_percent_approx
    if published is None:
        return []
    return [
        case.row(
            f"{name} return temperature index",
            100.0 * _metric(captured.results, "rti"),
            published,
            case.tolerance.RTI_abs,
            captured.about,
            "%",
        )
        for name, captured in solved.items()
    ]


def _metric(results: Results, name: str) -> float:
    value = next((metric.value for metric in results.metrics if metric.id == name), None)
    return math.nan if value is None else value


def solve(
    case: CaptureIndex, configuration: Configuration, physics: Physics | None = None
) -> Captured:
    """Solve one configuration of the hall and trace its supply air.

    Where the flow does not settle, the tracer runs on its mean flow.
    """
    design = configured_design(case.setup, configuration)
    if physics is not None:
        design = set_settings(
            design,
            turbulence=physics.turbulence,
            convection=physics.convection,
            wall_friction=physics.wall_friction,
        )
    catalogue = load_catalogue()
    scene = resolve_design(design, catalogue)
    solver = make_solver(design, scene, "full", case.setup.cell_m)
    begun = time.perf_counter()
    steps = solver.solve(scene)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            solution: AirSolution = stop.value
            break
    captured = {c.rack_name: c.cold_fraction for c in AirResponse(solution).captures()}
    seconds = time.perf_counter() - begun
    percent = tuple(
        100.0 * (captured[f"R{number}"] or 0.0)
        for number in range(1, len(case.setup.bc.rack_heat_W) + 1)
    )
    return Captured(percent, collect(design, catalogue, "full", solution, seconds))


def configured_design(setup: Setup, configuration: Configuration) -> Design:
    """The hall in one configuration, with the published boundary values.

    ``open`` has nothing at the hot aisle's end, ``side`` its door, ``top`` no door but a cover over
    the whole aisle at rack height; doors and covers are tight.
    """
    hall, boundary = setup.hall or shipped_hall(), setup.bc
    area = hall.cracs.supply_face.width_y * hall.cracs.supply_face.height_z
    design = measured_hall.plateau_design(
        measured_hall.Setup(geometry=hall, cell_m=setup.cell_m),
        measured_hall.Plateau(
            id=configuration,
            cracs={
                f"C{number}": measured_hall.MeasuredCooler(
                    mass_flow_kg_s=_AIR_DENSITY_KG_M3 * area * velocity,
                    supply_T_C=boundary.supply_T_C,
                    return_T_C=(_NOT_MEASURED,),
                )
                for number, velocity in enumerate(boundary.crah_face_velocity, start=1)
            },
            racks={
                f"R{number}": measured_hall.MeasuredRack(
                    power_W=heat,
                    inferred_mass_flow_kg_s=flow,
                    front_T_C_bmt=(_NOT_MEASURED, _NOT_MEASURED, _NOT_MEASURED),
                )
                for number, (heat, flow) in enumerate(
                    zip(boundary.rack_heat_W, boundary.rack_mass_flow_kg_s, strict=True), start=1
                )
            },
        ),
    )
    panels = {"open": (), "side": design.variant.panels, "top": (_cover(hall),)}[configuration]
    variant = design.variant.model_copy(update={"panels": panels})
    return design.model_copy(update={"variants": (variant,)})


def _cover(hall: Geometry) -> Panel:
    """The cover over the hot aisle, from the wall to the rows' end, at rack height."""
    aisle: HotAisle = hall.hot_aisle
    _, width, height = hall.racks.body_m
    rows = (hall.racks.right_row, hall.racks.left_row)
    end = width * max(len(row.order_from_y0) for row in rows)
    return Panel(
        id="panel-0001",
        name="Cover of the hot aisle",
        orientation="horizontal",
        x_m=sum(aisle.x) / 2.0,
        y_m=end / 2.0,
        heading_deg=0.0,
        width_m=end,
        depth_m=aisle.x[1] - aisle.x[0],
        z_from_m=height,
        z_to_m=height,
        leak_fraction=0.0,
    )
