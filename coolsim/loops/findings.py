"""What a solve of the liquid side has to say: coded findings that name the object.

========================  ========  ===============================================================
code                      severity  meaning
========================  ========  ===============================================================
loop.not_converged        warning   flows or temperatures did not settle
loop.no_way_out           error     heat on the loop that nothing takes away
loop.boiling              error     coolant boils somewhere at its pressure
loop.freezing             error     coolant freezes somewhere
loop.outside_table        warning   coolant beyond the temperatures its properties are known for
loop.erosion              warning   velocity above what pipes and plates stand for long
loop.pipe_size            warning   velocity above the loop's own limit
loop.pressure             warning   gauge pressure above the usual limit of technology loops
loop.short_flow           warning   something gets clearly less than its design flow
loop.no_flow              error     heat at something that gets no coolant
cdu.short                 warning   supply above the set point: the exchanger cannot hold it
cdu.over_capacity         warning   more heat than the rating
cdu.unrated               note      not checked: no exchanger could be made of the rating
cdu.cavitation            warning   little pressure above boiling at the pumps' suction
========================  ========  ===============================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from coolsim.loops.records import CduAnswer, ConsumerState, LoopState, PipeState
from coolsim.loops.units import UnitModel
from coolsim.properties.liquids import LiquidTable
from coolsim.properties.psychrometrics import saturation_pressure_pa
from coolsim.results.records import Finding
from coolsim.scene.loop_records import SceneLoop, SceneLoops
from coolsim.sentences import quantity

EROSION_M_S = 2.1
"""Highest velocity in pipes of technology loops (Open Compute Project, Cold Plate Requirements,
after ASHRAE's liquid guidelines: 1.5 to 2.1 m/s by diameter)."""
TECHNOLOGY_PA = 450e3
"""Highest gauge pressure of technology loops (Open Compute Project, Cold Plate Requirements)."""
SHORT_FRACTION = 0.1
"""Shortfall of a flow that is worth a word."""
SUCTION_PA = 50e3
"""Pressure above boiling that pumps want at their suction where their maker gives no NPSH."""
_PIPE_TOLERANCE = 1.1
_ATMOSPHERE_PA = 101325.0
_LEAST_W = 1.0


def solved_findings(
    scene: SceneLoops,
    models: Mapping[str, UnitModel],
    loops: Sequence[LoopState],
    cdus: Sequence[CduAnswer],
    consumers: Sequence[ConsumerState],
    pipes: Sequence[PipeState],
    tables: Mapping[str, LiquidTable],
) -> Iterator[Finding]:
    """Yield findings about a solved liquid side.

    Args:
        scene: The liquid side.
        models: Exchangers by unit id.
        loops: Loops as solved.
        cdus: Units as solved.
        consumers: Everything on the loops as solved.
        pipes: Pipes as solved.
        tables: Coolants by loop id, of the loops that could be solved.
    """
    drawn = {loop.id: loop for loop in scene.loops}
    for state in loops:
        yield from _loop(state)
        if state.id in tables:
            own = [pipe for pipe in pipes if pipe.loop_id == state.id]
            yield from _temperatures(state, own, tables[state.id])
            yield from _velocities(drawn[state.id], own)
    yield from _flows(scene, consumers)
    for cdu in cdus:
        yield from _unit(cdu, models[cdu.id])


def _loop(state: LoopState) -> Iterator[Finding]:
    if state.status == "not_converged":
        yield Finding(
            "loop.not_converged", "warning", (state.id,),
            f"The flows of {state.name} did not settle: {quantity(state.residual_pa, 'pa')} are "
            f"left over after {state.iterations} steps.",
            "Read its figures as a guess only.",
        )  # fmt: skip
    if state.status == "no_way_out":
        yield Finding(
            "loop.no_way_out", "error", (state.id,),
            f"Nothing takes the heat out of {state.name}.",
            "See that its units run and that their facility loop has pumps.",
        )  # fmt: skip
    if state.kind == "technology" and state.highest_pressure_pa > TECHNOLOGY_PA:
        yield Finding(
            "loop.pressure", "warning", (state.id,),
            f"The pressure in {state.name} reaches {quantity(state.highest_pressure_pa, 'pa')}; "
            f"technology loops are usually kept below {quantity(TECHNOLOGY_PA, 'pa')}.",
            "Lower the pump speed or the static pressure.",
        )  # fmt: skip


def _temperatures(
    state: LoopState, pipes: Sequence[PipeState], table: LiquidTable
) -> Iterator[Finding]:
    found = np.array([t for pipe in pipes for t in (pipe.inlet_c, pipe.outlet_c)])
    found = found[np.isfinite(found)]
    if not found.size:
        return
    coldest, hottest = float(found.min()), float(found.max())
    vapour_pa = float(saturation_pressure_pa(min(hottest, 200.0)))
    lowest_pa = state.highest_pressure_pa - state.pressure_pa + _ATMOSPHERE_PA
    if table.freezing_c is not None and vapour_pa > lowest_pa:
        yield Finding(
            "loop.boiling", "error", (state.id,),
            f"The coolant of {state.name} reaches {quantity(hottest, 'c')} and boils.",
            "Give more flow, a colder supply, or more pressure.",
        )  # fmt: skip
    elif hottest > table.highest_c or (table.freezing_c is None and coldest < table.lowest_c):
        yield Finding(
            "loop.outside_table", "warning", (state.id,),
            f"The coolant of {state.name} runs from {quantity(coldest, 'c')} to "
            f"{quantity(hottest, 'c')}; its properties are known from "
            f"{quantity(table.lowest_c, 'c')} to {quantity(table.highest_c, 'c')}.",
            "Its figures beyond are those of the nearest known temperature.",
        )  # fmt: skip
    if table.freezing_c is not None and coldest <= table.freezing_c:
        yield Finding(
            "loop.freezing", "error", (state.id,),
            f"The coolant of {state.name} reaches {quantity(coldest, 'c')} and freezes.",
            "Choose a warmer supply or more glycol.",
        )  # fmt: skip


def _velocities(loop: SceneLoop, pipes: Sequence[PipeState]) -> Iterator[Finding]:
    worst = max(pipes, key=lambda pipe: abs(pipe.velocity_m_s))
    speed = abs(worst.velocity_m_s)
    if speed > EROSION_M_S:
        code, limit = "loop.erosion", EROSION_M_S
    elif speed > _PIPE_TOLERANCE * loop.pipes.velocity_limit_m_s:
        code, limit = "loop.pipe_size", loop.pipes.velocity_limit_m_s
    else:
        return
    yield Finding(
        code, "warning", tuple(dict.fromkeys((loop.id, worst.object_id))),
        f"The coolant of {loop.name} runs at {quantity(speed, 'm_s')} in a {worst.role} of "
        f"{quantity(worst.diameter_m, 'm')} inside; the limit is {quantity(limit, 'm_s')}.",
        "Choose larger pipes or less flow.",
    )  # fmt: skip


def _flows(scene: SceneLoops, consumers: Sequence[ConsumerState]) -> Iterator[Finding]:
    drawn = {item.key: item for item in scene.consumers}
    starved: dict[str, list[ConsumerState]] = {}
    for state in consumers:
        item = drawn[state.owner_id, state.end]
        if state.flow_m3_s <= 0.0:
            if item.heat_w > _LEAST_W and item.end != "primary":
                yield Finding(
                    "loop.no_flow", "error", (state.owner_id,),
                    f"No coolant reaches {item.owner_name}.",
                    "Open its valve, or see that its loop has running pumps.",
                )  # fmt: skip
        elif (
            item.end != "primary"
            and item.flow.is_known
            and state.flow_m3_s < (1.0 - SHORT_FRACTION) * state.design_m3_s
        ):
            starved.setdefault(state.loop_id, []).append(state)
    for loop_id, states in starved.items():
        worst = min(states, key=lambda state: state.flow_m3_s / state.design_m3_s)
        name = drawn[worst.owner_id, worst.end].owner_name
        yield Finding(
            "loop.short_flow", "warning",
            (loop_id, *dict.fromkeys(state.owner_id for state in states)),
            f"{len(states)} on the loop get less than their design flow; worst is {name} with "
            f"{quantity(worst.flow_m3_s, 'm3_s')} of {quantity(worst.design_m3_s, 'm3_s')}.",
            "Balance the loop, or give more pump.",
        )  # fmt: skip


def _unit(cdu: CduAnswer, model: UnitModel) -> Iterator[Finding]:
    if cdu.mode == "stopped":
        return
    capacity = model.cdu.capacity.value
    if cdu.mode == "short":
        yield Finding(
            "cdu.short", "warning", (cdu.id,),
            f"{cdu.name} supplies {quantity(cdu.supply_c, 'c')}, above its set point: its approach "
            f"is {quantity(cdu.approach_k, 'k')} at {quantity(cdu.duty_w, 'w')}.",
            "Choose a larger unit, colder facility water, or a warmer set point.",
        )  # fmt: skip
    if capacity is not None and cdu.duty_w > capacity * (1.0 + 1e-6):
        yield Finding(
            "cdu.over_capacity", "warning", (cdu.id,),
            f"{cdu.name} carries {quantity(cdu.duty_w, 'w')}; it is rated "
            f"{quantity(capacity, 'w')}.",
            "Choose a larger unit, or share the racks among more.",
        )  # fmt: skip
    if model.law is None:
        yield Finding(
            "cdu.unrated", "note", (cdu.id,),
            f"Not checked: whether {cdu.name} can hold its set point; {model.problem}",
            "Give its capacity, approach and flows.",
        )  # fmt: skip
    if np.isfinite(cdu.suction_margin_pa) and cdu.suction_margin_pa < SUCTION_PA:
        yield Finding(
            "cdu.cavitation", "warning", (cdu.id,),
            f"The suction of the pumps of {cdu.name} lies {quantity(cdu.suction_margin_pa, 'pa')} "
            f"above boiling.",
            "Raise the static pressure of the loop or lower its return.",
        )  # fmt: skip
