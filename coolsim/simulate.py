"""One answer for one hall: resolve, solve, and collect a complete result."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from functools import partial

import numpy as np

from coolsim import __version__
from coolsim.air.humidity import solve_humidity
from coolsim.air.moist_results import (
    humidity_findings,
    inlet_moisture,
    moist_coolers,
    moisture_terms,
)
from coolsim.air.solution import AirSolution
from coolsim.air.solve import AirSolver
from coolsim.air.summary import (
    balance,
    cooler_results,
    rack_results,
)
from coolsim.air.tile_flows import plenum_result, tile_findings, tile_results
from coolsim.catalogue import Catalogue
from coolsim.coupling import CoupledLiquid, HallSolver
from coolsim.coupling.findings import liquid_findings
from coolsim.coupling.racks import assumptions_of
from coolsim.coupling.summary import liquid_results, with_liquid
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Fidelity, Variant
from coolsim.equipment.coil import CoilState
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.plant.power import cooling_power_w, power_results
from coolsim.plant.power_findings import power_findings
from coolsim.properties.air import AirState, moist_air, pressure_at_altitude_pa
from coolsim.properties.psychrometrics import humidity_ratio_kg_kg, saturation_pressure_pa
from coolsim.results.metrics import InletRange, air_metrics
from coolsim.results.records import (
    Assumption,
    CoolerResult,
    Fields,
    Finding,
    GridInfo,
    RackResult,
    Results,
)
from coolsim.scene import Scene, resolve
from coolsim.sentences import quantity
from coolsim.standards import HumidityLimits, air_limits, humidity_limits
from solvers.compiled import code_cache

FIDELITIES: tuple[Fidelity, ...] = ("draft", "live", "full")
"""What this version solves."""


COMPILE_S = 15.0
"""About how long the solver's machine code takes where none is kept yet [s]."""


def compile_seconds() -> float:
    """About how long the first solve compiles, 0 where the machine code is kept already [s]."""
    cache = code_cache()
    return 0.0 if cache.kept else COMPILE_S


def hall_air(variant: Variant) -> AirState:
    """The hall's air at the mean supply set point, the site's pressure and the hall's humidity.

    Where humidity is transported, coils dry air that is moister than their supply can be: the air
    is then taken as saturated at most.
    """
    running = [cooler for cooler in variant.coolers if cooler.running]
    temperatures = [cooler.supply_temperature_c for cooler in running]
    temperature = float(np.mean(temperatures)) if temperatures else 20.0
    pressure = pressure_at_altitude_pa(variant.site.altitude_m)
    ratio = variant.hall.humidity_ratio_kg_kg
    if variant.settings.humidity == "transported":
        most = float(humidity_ratio_kg_kg(saturation_pressure_pa(temperature), pressure))
        ratio = min(ratio, most)
    return moist_air(temperature, pressure, ratio)


def resolve_design(design: Design, catalogue: Catalogue) -> Scene:
    """The scene of a design's active variant."""
    return resolve(design.variant, catalogue, hall_air(design.variant))


def make_solver(
    design: Design,
    scene: Scene,
    fidelity: Fidelity,
    cell_m: float | None,
    *,
    capacity_counts: bool = True,
) -> AirSolver:
    """The air solver of a design's active variant.

    Without ``capacity_counts`` every coil does what its set point needs, however much that is.

    Raises:
        SolveError: For a fidelity this version does not solve.
    """
    if fidelity not in FIDELITIES:
        raise SolveError(
            f"the fidelity {fidelity!r} is not available.",
            where="fidelity",
            remedy=f"Use one of: {', '.join(FIDELITIES)}.",
        )
    settings = design.variant.settings
    return AirSolver(
        scene,
        fidelity,
        cell_m,
        settings.turbulence,
        capacity_counts=capacity_counts,
        second_order=settings.convection == "second_order",
        log_law_walls=settings.wall_friction == "log_law",
    )


def make_hall_solver(
    design: Design,
    catalogue: Catalogue,
    scene: Scene,
    fidelity: Fidelity,
    cell_m: float | None,
    *,
    capacity_counts: bool = True,
) -> HallSolver:
    """The solver of a design's active variant: its air, with loops and equipment where drawn.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        scene: The variant's scene.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.
        capacity_counts: As in :func:`make_solver`.

    Raises:
        SolveError: For a fidelity this version does not solve, or liquid equipment it cannot.
    """
    air = make_solver(design, scene, fidelity, cell_m, capacity_counts=capacity_counts)
    return HallSolver(design.variant, catalogue, scene, air)


def simulate(
    design: Design,
    catalogue: Catalogue,
    *,
    fidelity: Fidelity,
    cell_m: float | None = None,
) -> Generator[Progress, None, Results]:
    """Solve the active variant of a design from a cold start; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.

    Raises:
        SolveError: If the hall cannot be solved as drawn.
    """
    start = time.perf_counter()
    yield Progress("scene", 0.0, "Looking up equipment and air")
    scene = resolve_design(design, catalogue)
    if wait := compile_seconds():
        yield Progress("compile", 0.01, f"Compiling the solver, once, about {wait:.0f} s")
    yield Progress("grid", 0.02, "Putting the hall on the grid")
    solver = make_hall_solver(design, catalogue, scene, fidelity, cell_m)
    solution = yield from solver.solve(scene)
    seconds = time.perf_counter() - start
    return collect(design, catalogue, fidelity, solution, seconds, solver.liquid)


def collect(
    design: Design,
    catalogue: Catalogue,
    fidelity: Fidelity,
    solution: AirSolution,
    seconds: float,
    liquid: CoupledLiquid | None = None,
) -> Results:
    """The complete result of a solved room, with the liquid side that belongs to it."""
    scene = solution.devices.scene
    grid = solution.devices.geometry.openness.grid
    humidity = solve_humidity(solution)
    racks = rack_results(solution, partial(inlet_moisture, solution, humidity))
    racks = racks if liquid is None else with_liquid(racks, liquid)
    coolers = moist_coolers(cooler_results(solution), humidity)
    judged = () if fidelity == "draft" else racks
    metrics = air_metrics(
        racks,
        coolers,
        inlet_ranges(design.variant, catalogue),
        air_density_kg_m3=scene.air.density_kg_m3,
        air_heat_capacity_j_kg_k=scene.air.heat_capacity_j_kg_k,
    )
    sums = balance(solution, moisture_terms(solution, humidity))
    wet = None if liquid is None else liquid_results(liquid, scene, sums, racks)
    pumps = () if wet is None else (wet.racks, wet.cdus, wet.loops)
    tiles = tile_results(solution)
    cooling_w = cooling_power_w(coolers, *pumps)
    power = power_results(design.variant, catalogue, scene, racks, cooling_w)
    return Results(
        status=solution.status,
        status_note=solution.status_note,
        fidelity=fidelity,
        wander_k=solution.wander_k,
        design_hash=design_hash(design),
        variant_id=design.active_variant,
        program_version=__version__,
        grid=GridInfo(grid.shape, grid.spacing, grid.cells),
        seconds=seconds,
        iterations=solution.steps,
        air_density_kg_m3=scene.air.density_kg_m3,
        air_heat_capacity_j_kg_k=scene.air.heat_capacity_j_kg_k,
        balance=sums,
        racks=racks,
        coolers=coolers,
        tiles=tiles,
        plenum=plenum_result(solution),
        metrics=metrics,
        findings=(
            *solved_findings(judged, coolers, solution),
            *humidity_findings(judged, *_humidity_ranges(design.variant, catalogue)),
            *(() if fidelity == "draft" else tile_findings(scene.tiles, tiles)),
            *(() if liquid is None else liquid.state.loops.findings),
            *(() if wet is None else liquid_findings(wet)),
            *(() if power is None else power_findings(power, design.variant.power)),
        ),
        assumptions=(*scene.assumptions, *_liquid_assumptions(liquid)),
        liquid=wet,
        power=power,
        inlet_history_k=tuple(float(d) for d in solution.history if np.isfinite(d)),
        fields=Fields(
            origin_m=grid.origin,
            spacing_m=grid.spacing,
            temperature_c=solution.temperature_c().astype(np.float32),
            velocity_m_s=solution.velocity_m_s().astype(np.float32),
            pressure_pa=(
                scene.air.density_kg_m3 * solution.state.pressure[1:-1, 1:-1, 1:-1]
            ).astype(np.float32),
            humidity_ratio_kg_kg=(
                None if scene.moisture is None else humidity.ratio.astype(np.float32)
            ),
        ),
    )


def _liquid_assumptions(liquid: CoupledLiquid | None) -> tuple[Assumption, ...]:
    """Figures and derived pipes that the liquid side rests on."""
    if liquid is None:
        return ()
    return (*assumptions_of(liquid.state.served), *liquid.state.loops.assumptions)


def inlet_ranges(variant: Variant, catalogue: Catalogue) -> Mapping[str, InletRange]:
    """Inlet limits of each rack's air class, by rack id."""
    ranges: dict[str, InletRange] = {}
    by_class: dict[str, InletRange] = {}
    for rack in variant.racks:
        name = rack.air_class or variant.settings.air_class
        if name not in by_class:
            limits = air_limits(catalogue, name, variant.site.altitude_m)
            values = (
                limits.recommended_min_c.value,
                limits.recommended_max_c.value,
                limits.allowable_min_c.value,
                limits.allowable_max_c.value,
            )
            if any(value is None for value in values):
                continue
            by_class[name] = InletRange(*(float(value or 0.0) for value in values))
        ranges[rack.id] = by_class[name]
    return ranges


def _humidity_ranges(
    variant: Variant, catalogue: Catalogue
) -> tuple[dict[str, HumidityLimits], dict[str, HumidityLimits]]:
    """Humidity that each rack's inlet is recommended and allowed to have, by rack id.

    H1 has no recommended humidity of its own; where the allowable range is the limit chosen, the
    recommended one is not looked at.
    """
    recommended: dict[str, HumidityLimits] = {}
    allowable: dict[str, HumidityLimits] = {}
    names = {rack.id: rack.air_class or variant.settings.air_class for rack in variant.racks}
    limits = {name: humidity_limits(catalogue, name) for name in {*names.values(), "recommended"}}
    for rack_id, name in names.items():
        allowable[rack_id] = limits[name]
        if variant.settings.inlet_limit == "recommended" and name != "H1":
            recommended[rack_id] = limits["recommended"]
    return recommended, allowable


def solved_findings(
    racks: Sequence[RackResult], coolers: Sequence[CoolerResult], solution: AirSolution
) -> tuple[Finding, ...]:
    """Inlets over their limit, and coolers that lose their set point or idle.

    A draft gives no racks: potential flow errs by many kelvin where jets and buoyancy matter, so it
    does not judge an inlet.
    """
    findings: list[Finding] = []
    for rack in racks:
        if rack.inlet_temperature_c > rack.inlet_limit_c:
            over = rack.inlet_temperature_c - rack.inlet_limit_c
            findings.append(
                Finding(
                    "rack.inlet_over_limit",
                    "warning",
                    (rack.id,),
                    f"{rack.name} takes in air {quantity(over, 'k', 2)} over its limit of "
                    f"{quantity(rack.inlet_limit_c, 'c', 3)}.",
                    "Give its aisle more supply air, contain the aisle, or lower its load.",
                )
            )
    drawn = solution.devices.scene.coolers
    for cooler, coil, as_drawn in zip(coolers, solution.coils, drawn, strict=True):
        wanted = as_drawn.return_set_point_c
        if wanted is not None:
            if not cooler.holds_set_point and coil.mode != "idle":
                findings.append(_misses_return(cooler, coil, wanted))
        elif coil.mode == "saturated":
            findings.append(
                Finding(
                    "cooler.loses_set_point",
                    "warning",
                    (cooler.id,),
                    f"{cooler.name} is at its capacity and supplies "
                    f"{quantity(cooler.supply_temperature_c, 'c', 3)} instead of "
                    f"{quantity(cooler.set_point_c, 'c', 3)}.",
                    "Add cooling capacity, or lower the load.",
                )
            )
        if coil.mode == "idle":
            findings.append(
                Finding(
                    "cooler.idle",
                    "note",
                    (cooler.id,),
                    f"{cooler.name} draws air already colder than its set point and cools nothing.",
                    "Check the set points of coolers that work side by side.",
                )
            )
    return tuple(findings)


def _misses_return(cooler: CoolerResult, coil: CoilState, wanted_c: float) -> Finding:
    why = "is at its capacity" if coil.mode == "saturated" else "is at its lowest supply"
    return Finding(
        "cooler.loses_return_set_point",
        "warning",
        (cooler.id,),
        f"{cooler.name} {why} and draws {quantity(cooler.return_temperature_c, 'c', 3)} instead of "
        f"{quantity(wanted_c, 'c', 3)}.",
        "Add cooling capacity or airflow, or choose another return set point.",
    )
