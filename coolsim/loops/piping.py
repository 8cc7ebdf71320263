"""The piping of one loop: runs, sizes, fittings and resistances; pumps are sized where unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.cold_plate import PRESSURE_EXPONENT, liquid_factor
from coolsim.loops.layout import RETURN_START, SUPPLY_START, Layout, Source, lay_out
from coolsim.loops.pipe_sizes import (
    BALL_VALVE_FT,
    BRANCH_TEE_FT,
    RUN_TEE_FT,
    SWING_CHECK_FT,
    bend_loss,
    nominal_pipe,
    outer_diameter_m,
    turbulent_factor,
)
from coolsim.properties.liquids import LiquidTable
from coolsim.results.records import Assumption
from coolsim.scene.loop_records import SceneCdu, SceneConsumer, SceneLoop, SceneLoops
from coolsim.scene.loops import curve_through
from solvers.branches import Branches, drops

Array = NDArray[np.float64]

MAIN_LENGTH_M = 30.0
"""Pipe one way from the plant to the hall where the design does not say."""
VALVE_PA = 10e3
"""Drop of an open branch valve at design flow; half open, with half the flow coefficient, four
times as much."""
STRAINER_PA = 10e3
"""Drop of a clean strainer at design flow, part of a unit's rating; blocked, it takes more."""
LEAST_M3_S = 1e-5
"""Design flow of something on a loop that states none."""
BRANCH_BENDS = 4
DESIGN_OVER_SHUTOFF = 0.75
"""Rated over shut-off pressure of a pump sized by one point (EPANET's rule)."""
RATED_DENSITY_KG_M3, RATED_VISCOSITY_PA_S = 1013.0, 1.4e-3
"""Coolant that pressure drops of plates are rated with: 25 % propylene glycol at 40 deg C."""
WATER_DENSITY_KG_M3, WATER_VISCOSITY_PA_S = 996.0, 0.8e-3
"""And those of doors, coils and units: water at 30 deg C."""


@dataclass(frozen=True, slots=True, eq=False)
class Piping:
    """A loop with everything about it that does not change while it is solved.

    Attributes:
        loop: The loop.
        sources: Its units in order; empty for a facility loop, whose one source is the plant.
        consumers: What hangs on it.
        layout: Runs.
        inner_m, outer_m: Diameters of each segment, shape (n,).
        loss_coefficient: Fittings of each segment, shape (n,).
        own_pa: Drop of each segment's own equipment at its design flow, shape (n,).
        own_exponent: Flow exponent of that.
        extra_pa: Drop of valves, strainers and balancing at the design flow, quadratic.
        design_m3_s: Design flow of each segment.
        pump_curves: Curve of the duty group of each source.
        length_m: Length of pipe of each segment.
        branch_of: Number of the segment of each consumer, shape (consumers,).
    """

    loop: SceneLoop
    sources: tuple[SceneCdu, ...]
    consumers: tuple[SceneConsumer, ...]
    layout: Layout
    inner_m: Array
    outer_m: Array
    loss_coefficient: Array
    own_pa: Array
    own_exponent: Array
    extra_pa: Array
    design_m3_s: Array
    pump_curves: tuple[tuple[tuple[float, float], ...], ...]
    length_m: Array
    branch_of: NDArray[np.int64]

    @property
    def source_count(self) -> int:
        """Number of sources; they are the first segments."""
        return max(len(self.sources), 1)


def piping_of(scene: SceneLoops, loop: SceneLoop, table: LiquidTable) -> Piping | None:
    """Return the piping of a loop; ``None`` where it has no source or nothing on it.

    Args:
        scene: The liquid side.
        loop: One of its loops.
        table: Its coolant.
    """
    consumers = tuple(item for item in scene.consumers if item.loop_id == loop.id)
    units: tuple[SceneCdu, ...] = ()
    if loop.kind == "technology":
        units = tuple(unit for unit in scene.cdus if unit.technology_loop_id == loop.id)
        if not units:
            return None
    if not consumers:
        return None
    flows = [item.flow.value or LEAST_M3_S for item in consumers]
    sources = _sources(loop, units, consumers, sum(flows) + loop.bypass_flow_m3_s)
    layout = lay_out(
        consumers,
        flows,
        sources,
        loop.pipes.height_m,
        reverse_return=loop.balancing == "reverse_return",
        bypass_m3_s=loop.bypass_flow_m3_s,
    )
    piping = _with_resistances(loop, units, consumers, layout)
    return _with_sized_parts(piping, table)


def _sources(
    loop: SceneLoop,
    units: Sequence[SceneCdu],
    consumers: Sequence[SceneConsumer],
    demand_m3_s: float,
) -> list[Source]:
    """Units share the demand by their rated flows; the plant comes in through the wall x = 0."""
    pipes = loop.pipes
    if not units:
        middle = sum(item.y_m for item in consumers) / len(consumers)
        length = MAIN_LENGTH_M if pipes.main_length_m is None else pipes.main_length_m
        return [Source(0.0, middle, 2.0 * length, demand_m3_s)]
    weights = [unit.technology_flow.value or 0.0 for unit in units]
    if min(weights) <= 0.0:
        weights = [1.0] * len(units)
    x = sum(unit.x_m for unit in units) / len(units)
    y = sum(unit.y_m for unit in units) / len(units)
    found = []
    for unit, weight in zip(units, weights, strict=True):
        way = abs(unit.x_m - x) + abs(unit.y_m - y) + abs(pipes.height_m)
        length = way if pipes.main_length_m is None else pipes.main_length_m
        found.append(Source(unit.x_m, unit.y_m, 2.0 * length, demand_m3_s * weight / sum(weights)))
    return found


def _with_resistances(
    loop: SceneLoop,
    units: tuple[SceneCdu, ...],
    consumers: tuple[SceneConsumer, ...],
    layout: Layout,
) -> Piping:
    """Sizes, fittings, valves and own sides of all segments."""
    pipes, segments = loop.pipes, layout.segments
    design = np.array([segment.design_m3_s for segment in segments])
    inner, outer = nominal_pipe(design, pipes.velocity_limit_m_s)
    overrides = {
        "source": pipes.main_diameter_m,
        "spine": pipes.main_diameter_m,
        "header": pipes.header_diameter_m,
        "branch": pipes.branch_diameter_m,
        "bypass": pipes.branch_diameter_m,
    }
    own, exponent, extra = np.zeros(design.size), np.full(design.size, 2.0), np.zeros(design.size)
    for k, segment in enumerate(segments):
        drawn = overrides[segment.role]
        if segment.consumer >= 0:
            item = consumers[segment.consumer]
            drawn = drawn if item.pipe_diameter_m is None else item.pipe_diameter_m
            own[k] = (item.pressure.value or 0.0) / (1.0 - item.blockage_fraction) ** 2
            exponent[k] = PRESSURE_EXPONENT if item.end in ("liquid", "primary") else 2.0
            opening = item.valve_opening_fraction
            extra[k] = VALVE_PA / opening**2 if opening > 0.0 else 0.0
        elif segment.source >= 0:
            blocked = units[segment.source].strainer_blockage_fraction if units else 0.0
            extra[k] = STRAINER_PA * (1.0 / (1.0 - blocked) ** 2 - 1.0)
            extra[k] += loop.plant_pressure.value or 0.0
        if drawn is not None:
            inner[k] = drawn
            outer[k] = float(outer_diameter_m(np.array([drawn]))[0])
    roles = np.array([segment.role for segment in segments])
    f_t, bend = turbulent_factor(inner), bend_loss(inner)
    loss = np.where((roles == "header") | (roles == "spine"), RUN_TEE_FT * f_t, 0.0)
    ends = 2.0 * (BRANCH_TEE_FT + BALL_VALVE_FT) * f_t + BRANCH_BENDS * bend
    loss = np.where((roles == "branch") | (roles == "bypass"), ends, loss)
    check = SWING_CHECK_FT if len(units) > 1 else 0.0
    at_source = (2.0 * BALL_VALVE_FT + check) * f_t + BRANCH_BENDS * bend
    loss = np.where(roles == "source", at_source, loss)
    branch_of = np.full(len(consumers), -1, dtype=np.int64)
    for k, segment in enumerate(segments):
        if segment.consumer >= 0:
            branch_of[segment.consumer] = k
    length = np.array([segment.length_m for segment in segments])
    return Piping(
        loop, units, consumers, layout, inner, outer, loss, own, exponent, extra, design, (),
        length, branch_of,
    )  # fmt: skip


def branches_of(
    piping: Piping, table: LiquidTable, temperature_c: Array, limit_m3_s: Array | None = None
) -> Branches:
    """Return the branches of a loop at temperatures, without pumps.

    Args:
        piping: The loop.
        table: Its coolant.
        temperature_c: Mean temperature in each segment, shape (n,).
        limit_m3_s: Flow each consumer's control valve lets pass, shape (consumers,).
    """
    state = table.near(temperature_c)
    density, viscosity = state.density_kg_m3, state.viscosity_pa_s
    segments = piping.layout.segments
    reference = density * piping.design_m3_s
    ends = [piping.consumers[s.consumer].end if s.consumer >= 0 else "" for s in segments]
    plates = np.array([end == "liquid" for end in ends])
    rated_density = np.where(plates, RATED_DENSITY_KG_M3, WATER_DENSITY_KG_M3)
    rated_viscosity = np.where(plates, RATED_VISCOSITY_PA_S, WATER_VISCOSITY_PA_S)
    form = piping.own_exponent >= 2.0
    factor = np.where(
        form,
        density / rated_density,
        liquid_factor(density / rated_density, viscosity / rated_viscosity),
    )
    limit = np.full(len(segments), np.inf)
    if limit_m3_s is not None:
        limit[piping.branch_of] = limit_m3_s * density[piping.branch_of]
    is_open = np.ones(len(segments), dtype=bool)
    for n, k in enumerate(piping.branch_of):
        is_open[k] = piping.consumers[n].valve_opening_fraction > 0.0
    for n, unit in enumerate(piping.sources):
        is_open[n] = unit.running and unit.pumps.running > 0
    if not piping.sources:
        is_open[0] = piping.loop.pumps.running > 0
    is_check = np.zeros(len(segments), dtype=bool)
    is_check[: piping.source_count] = piping.source_count > 1
    return Branches(
        tail=np.array([segment.tail for segment in segments], dtype=np.int64),
        head=np.array([segment.head for segment in segments], dtype=np.int64),
        density_kg_m3=density,
        viscosity_pa_s=viscosity,
        length_m=piping.length_m,
        diameter_m=piping.inner_m,
        roughness_m=np.full(len(segments), piping.loop.pipes.roughness_m),
        loss_coefficient=piping.loss_coefficient,
        quadratic_pa_s2_kg2=piping.extra_pa / reference**2,
        power_coefficient=factor * piping.own_pa / reference**piping.own_exponent,
        power_exponent=piping.own_exponent,
        reference_flow_kg_s=reference,
        is_open=is_open,
        is_check=is_check,
        limit_kg_s=limit,
    )


def _with_sized_parts(piping: Piping, table: LiquidTable) -> Piping:
    """Balancing valves, bypass and pumps for the design flows, valves open and strainers clean."""
    segments, loop = piping.layout.segments, piping.loop
    clean = piping.extra_pa.copy()
    own = piping.own_pa.copy()
    for k, segment in enumerate(segments):
        if segment.consumer >= 0:
            item = piping.consumers[segment.consumer]
            clean[k] = VALVE_PA
            own[k] = item.pressure.value or 0.0
        elif segment.source >= 0:
            clean[k] = loop.plant_pressure.value or 0.0
    at_design = replace(piping, extra_pa=clean, own_pa=own)
    temperature = np.full(len(segments), loop.supply_temperature_c)
    parts = branches_of(at_design, table, temperature)
    drop, _ = drops(parts, parts.reference_flow_kg_s)
    ways = _ways_pa(piping, drop)
    branch = piping.branch_of
    needed = ways + drop[branch]
    worst = float(needed.max())
    extra = piping.extra_pa.copy()
    if loop.balancing == "valves":
        extra[branch] += worst - needed
    for k, segment in enumerate(segments):
        if segment.role == "bypass":
            extra[k] = max(worst - drop[k], 0.0)
    curves = []
    for n in range(piping.source_count):
        pumps = piping.sources[n].pumps if piping.sources else loop.pumps
        sized = curve_through(piping.design_m3_s[n], worst + float(drop[n]))
        curves.append(pumps.curve or sized)
    return replace(piping, extra_pa=extra, pump_curves=tuple(curves))


def _ways_pa(piping: Piping, drop: Array) -> Array:
    """Drop of the pipes to and from each consumer at design flows, shape (consumers,) [Pa]."""
    to_node = {SUPPLY_START: 0.0}
    onward: dict[int, tuple[int, float]] = {}
    segments = piping.layout.segments
    for k, segment in enumerate(segments):
        if segment.role in ("spine", "header"):
            if segment.is_supply:  # laid from the start outwards: its tail is known already
                to_node[segment.head] = to_node[segment.tail] + float(drop[k])
            else:
                onward[segment.tail] = (segment.head, float(drop[k]))
    from_node = {RETURN_START: 0.0}

    def back(node: int) -> float:
        trail = []
        while node not in from_node:
            trail.append(node)
            node = onward[node][0]
        total = from_node[node]
        for earlier in reversed(trail):
            total += onward[earlier][1]
            from_node[earlier] = total
        return total

    ways = np.zeros(len(piping.consumers))
    for n, k in enumerate(piping.branch_of):
        ways[n] = to_node[segments[k].tail] + back(segments[k].head)
    return ways


def assumptions_of(piping: Piping) -> list[Assumption]:
    """What was derived about a loop's pipes and pumps, for the list of assumptions."""
    loop, pipes = piping.loop, piping.loop.pipes
    found = []

    def add(quantity: str, value: float, unit: str, note: str) -> None:
        found.append(
            Assumption(loop.id, loop.name, quantity, value, unit, "derived", "estimate", note)
        )

    lengths = piping.length_m
    for role, override in (
        ("source", pipes.main_diameter_m), ("spine", pipes.main_diameter_m),
        ("header", pipes.header_diameter_m), ("branch", pipes.branch_diameter_m),
    ):  # fmt: skip
        chosen = np.array([segment.role == role for segment in piping.layout.segments])
        if chosen.any():
            add(f"{role} pipes, total length", float(lengths[chosen].sum()), "m", "from the plan")
            if override is None:
                note = f"smallest nominal size within {pipes.velocity_limit_m_s:g} m/s"
                add(f"{role} pipes, largest inner diameter",
                    float(piping.inner_m[chosen].max()), "m", note)  # fmt: skip
    pumps = [unit.pumps for unit in piping.sources] or [loop.pumps]
    sized = [
        curve[0][1]
        for group, curve in zip(pumps, piping.pump_curves, strict=True)
        if not group.curve
    ]
    if sized:
        at_design = max(sized) * DESIGN_OVER_SHUTOFF
        add("pump pressure at design flow", at_design, "pa", "sized for the loop's design flows")
    return found
