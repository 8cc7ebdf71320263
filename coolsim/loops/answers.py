"""From solved loops to records: states, balances, what the solve has to say."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coolsim.loops.findings import solved_findings
from coolsim.loops.piping import assumptions_of
from coolsim.loops.pressures import deepest_gauge_pa, lowest_gauge_pa, suction_margin_pa
from coolsim.loops.records import (
    CduAnswer,
    CduMode,
    ConsumerState,
    LoopsSolution,
    LoopState,
    LoopStatus,
    PipeState,
)
from coolsim.loops.solved import Solved
from coolsim.loops.units import UnitModel
from coolsim.results.records import Term
from coolsim.scene.loop_records import SceneCdu, SceneLoop, SceneLoops
from solvers.branches import velocity_m_s


def collect(
    scene: SceneLoops,
    models: Mapping[str, UnitModel],
    solved: Mapping[str, Solved],
    sweeps: int,
    change: float,
    settled: bool,
) -> LoopsSolution:
    """Return the records of a solve.

    Args:
        scene: The liquid side.
        models: Exchangers by unit id.
        solved: Loops that could be solved, by id.
        sweeps: Sweeps taken.
        change: Change of the duties in the last one.
        settled: Whether that ended it.
    """
    loops = tuple(_loop_state(scene, loop, solved.get(loop.id)) for loop in scene.loops)
    cdus = tuple(_cdu_answer(cdu, solved) for cdu in scene.cdus)
    consumers = tuple(state for part in solved.values() for state in _consumers(part))
    pipes = tuple(state for part in solved.values() for state in _pipes(part))
    converged = settled and all(
        state.status in ("converged", "no_source", "no_consumer") for state in loops
    )
    return LoopsSolution(
        loops=loops,
        cdus=cdus,
        consumers=consumers,
        pipes=pipes,
        converged=converged,
        iterations=sweeps,
        change=change,
        heat_to_room_w=sum(float(part.heat.lost_w.sum()) for part in solved.values()),
        findings=tuple(
            solved_findings(scene, models, loops, cdus, consumers, solved)
        ),
        assumptions=tuple(
            assumption for part in solved.values() for assumption in assumptions_of(part.piping)
        ),
    )  # fmt: skip


def _loop_state(scene: SceneLoops, loop: SceneLoop, part: Solved | None) -> LoopState:
    if part is None:
        hangs = any(item.loop_id == loop.id for item in scene.consumers)
        status: LoopStatus = "no_source" if hangs else "no_consumer"
        nothing = float("nan")
        return LoopState(
            loop.id, loop.name, loop.kind, status, 0, 0.0, 0.0, 0.0, nothing, nothing, 0.0,
            loop.static_pressure_pa, 0.0, 0.0, 0.0, 0.0, (), 0.0,
        )  # fmt: skip
    flow, heat, count = part.flow, part.heat, part.piping.source_count
    mass = flow.network.flow_kg_s[:count]
    total = float(mass.sum())
    terms = _terms(part)
    good = flow.network.converged and heat.settled
    status = "converged" if good else "not_converged"
    if not heat.has_way_out:
        status = "no_way_out"
    branch, design = part.piping.branch_of, part.piping.design_m3_s
    short = 1.0 - part.volume_flow_m3_s[branch] / design[branch]
    limited = np.isfinite(flow.branches.limit_kg_s[branch])
    shut = ~flow.branches.is_open[branch]
    short = short[~limited & ~shut]
    supply, back = (
        float(mass @ t[:count]) / total if total > 0.0 else float("nan")
        for t in (heat.outlet_c, heat.inlet_c)
    )
    area = np.pi / 4.0 * part.piping.inner_m**2
    density = float(flow.branches.density_kg_m3[0])
    highest = float(np.nanmax(flow.network.pressure_pa))
    return LoopState(
        id=loop.id,
        name=loop.name,
        kind=loop.kind,
        status=status,
        iterations=flow.network.iterations,
        residual_pa=flow.network.residual_pa,
        imbalance_kg_s=flow.network.imbalance_kg_s,
        flow_m3_s=float(part.volume_flow_m3_s[:count].sum()),
        supply_c=supply,
        return_c=back,
        pressure_pa=float(np.nan_to_num(flow.network.pressure_pa[0] - flow.network.pressure_pa[1])),
        highest_pressure_pa=deepest_gauge_pa(loop, highest, density),
        lowest_pressure_pa=lowest_gauge_pa(loop, density),
        pump_power_w=float(flow.source_power_w.sum()),
        pump_speed_fraction=float(flow.source_speed.max(initial=0.0)),
        imbalance_fraction=float(short.max(initial=0.0)),
        volume_m3=float((area * part.piping.length_m).sum()),
        terms=terms,
        balance_w=sum(term.value for term in terms),
    )


def _terms(part: Solved) -> tuple[Term, ...]:
    """Heat balance of the coolant, each term into it positive."""
    by_end: dict[str, float] = {}
    for item, heat in zip(part.piping.consumers, part.heat.heat_w, strict=True):
        by_end[item.end] = by_end.get(item.end, 0.0) + float(heat)
    words = {"liquid": "racks", "door": "rear doors", "coil": "coils", "primary": "units"}
    sink = "units to their cold side" if part.piping.sources else "plant"
    terms = [Term(words[end], value, "w") for end, value in by_end.items()]
    terms.append(Term("pumps", float(part.flow.source_hydraulic_w.sum()), "w"))
    terms.append(Term("pipes to the room", -float(part.heat.lost_w.sum()), "w"))
    terms.append(Term(sink, -float(part.heat.duty_w.sum()), "w"))
    return tuple(terms)


def _cdu_answer(cdu: SceneCdu, solved: Mapping[str, Solved]) -> CduAnswer:
    part = solved.get(cdu.technology_loop_id or "")
    nothing = float("nan")
    if part is None or cdu.id not in (unit.id for unit in part.piping.sources):
        return CduAnswer(
            cdu.id, cdu.name, "stopped", 0.0, nothing, nothing, 0.0, nothing, nothing, 0.0, nothing,
            0.0, 0.0, 0.0, 0.0, nothing,
        )  # fmt: skip
    n = next(k for k, unit in enumerate(part.piping.sources) if unit.id == cdu.id)
    flow, heat, state = part.flow, part.heat, part.heat.states[n]
    power, taken = float(flow.source_power_w[n]), float(flow.source_hydraulic_w[n])
    facility_in, facility_out, facility_flow = _cold_side(cdu, state.cold_out_c, solved)
    moves = flow.network.flow_kg_s[n] > 0.0
    supply = float(heat.outlet_c[n]) if moves else nothing
    back = float(heat.inlet_c[n]) if moves else nothing
    mode: CduMode = state.mode if moves else "stopped"
    return CduAnswer(
        id=cdu.id,
        name=cdu.name,
        mode=mode,
        technology_m3_s=float(part.volume_flow_m3_s[n]),
        supply_c=supply,
        return_c=back,
        facility_m3_s=state.cold_m3_s if facility_flow is None else facility_flow,
        facility_in_c=facility_in,
        facility_out_c=facility_out,
        duty_w=float(heat.duty_w[n]),
        approach_k=supply - facility_in,
        pump_power_w=power,
        pump_heat_to_coolant_w=taken,
        pump_heat_to_air_w=power - taken,
        pump_speed_fraction=float(flow.source_speed[n]),
        suction_margin_pa=(
            nothing if part.table.freezing_c is None else suction_margin_pa(part.piping.loop, back)
        ),
        technology_w_k=float(flow.network.flow_kg_s[n]) * heat.capacity_j_kg_k,
    )


def _cold_side(
    cdu: SceneCdu, out_c: float, solved: Mapping[str, Solved]
) -> tuple[float, float, float | None]:
    """Entering and leaving temperature and flow of what cools a unit."""
    part = solved.get(cdu.facility_loop_id or "")
    if part is None or cdu.type == "liquid_to_air":
        return float("nan"), out_c, None
    for n, item in enumerate(part.piping.consumers):
        if item.key == (cdu.id, "primary"):
            k = int(part.piping.branch_of[n])
            return (
                float(part.heat.inlet_c[k]),
                float(part.heat.outlet_c[k]),
                float(part.volume_flow_m3_s[k]),
            )
    return float("nan"), out_c, None


def _consumers(part: Solved) -> list[ConsumerState]:
    speed = velocity_m_s(part.flow.branches, part.flow.network.flow_kg_s)
    found = []
    for n, item in enumerate(part.piping.consumers):
        k = int(part.piping.branch_of[n])
        density = float(part.flow.branches.density_kg_m3[k])
        found.append(
            ConsumerState(
                owner_id=item.owner_id,
                end=item.end,
                loop_id=item.loop_id,
                flow_m3_s=float(part.volume_flow_m3_s[k]),
                design_m3_s=float(part.piping.design_m3_s[k]),
                inlet_c=float(part.heat.inlet_c[k]),
                outlet_c=float(part.heat.outlet_c[k]),
                heat_w=float(part.heat.heat_w[n]),
                pressure_pa=float(part.flow.drop_pa[k]),
                velocity_m_s=float(speed[k]),
                density_j_m3_k=density * part.heat.capacity_j_kg_k,
            )
        )
    return found


def _pipes(part: Solved) -> list[PipeState]:
    speed = velocity_m_s(part.flow.branches, part.flow.network.flow_kg_s)
    flow = part.volume_flow_m3_s
    found = []
    for k, segment in enumerate(part.piping.layout.segments):
        found.append(
            PipeState(
                loop_id=part.piping.loop.id,
                role=segment.role,
                is_supply=segment.is_supply,
                object_id=part.owner_of(k)[0],
                tail=segment.tail,
                head=segment.head,
                length_m=segment.length_m,
                diameter_m=float(part.piping.inner_m[k]),
                flow_m3_s=float(flow[k]),
                velocity_m_s=float(speed[k]),
                pressure_pa=float(part.flow.drop_pa[k]),
                inlet_c=float(part.heat.inlet_c[k]),
                outlet_c=float(part.heat.outlet_c[k]),
                heat_to_room_w=float(part.heat.lost_w[k]),
            )
        )
    return found
