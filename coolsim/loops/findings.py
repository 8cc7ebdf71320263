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
loop.sub_atmospheric      warning   below the air's pressure at its highest point: draws air
loop.short_flow           warning   something gets clearly less than its design flow
loop.no_flow              error     heat at something that gets no coolant
========================  ========  ===============================================================

Those about units and pumps stand in :mod:`coolsim.loops.pump_findings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from coolsim.loops.pressures import ATMOSPHERE_PA, vapour_pa
from coolsim.loops.pump_findings import (
    SHORT_FRACTION,
    is_pumped_too_weakly,
    pump_findings,
    unit_findings,
)
from coolsim.loops.records import CduAnswer, ConsumerState, LoopState
from coolsim.loops.solved import Solved
from coolsim.loops.units import UnitModel
from coolsim.results.records import Finding
from coolsim.scene.loop_records import SceneLoops
from coolsim.sentences import quantity
from solvers.branches import velocity_m_s

Array = NDArray[np.float64]

EROSION_M_S = 2.1
"""Highest velocity in pipes of technology loops (Open Compute Project, Cold Plate Requirements,
after ASHRAE's liquid guidelines: 1.5 to 2.1 m/s by diameter)."""
TECHNOLOGY_PA = 450e3
"""Highest gauge pressure of technology loops (Open Compute Project, Cold Plate Requirements)."""
_PIPE_TOLERANCE = 1.1
_LEAST_W = 1.0
_SAME_K = 1.0
"""Difference up to which a branch counts as the cause of what its header carries on."""
_TOLD_UP_TO_C = 200.0
"""Hotter than this a coolant is only told to be so: there is no liquid any more."""


def solved_findings(
    scene: SceneLoops,
    models: Mapping[str, UnitModel],
    loops: Sequence[LoopState],
    cdus: Sequence[CduAnswer],
    consumers: Sequence[ConsumerState],
    solved: Mapping[str, Solved],
) -> Iterator[Finding]:
    """Yield findings about a solved liquid side.

    Args:
        scene: The liquid side.
        models: Exchangers by unit id.
        loops: Loops as solved.
        cdus: Units as solved.
        consumers: Everything on the loops as solved.
        solved: Loops that could be solved, by id.
    """
    weak: set[str] = set()
    for state in loops:
        part = solved.get(state.id)
        yield from _loop(state)
        if part is not None:
            yield from _temperatures(state, part)
            yield from _velocities(part)
            yield from pump_findings(part)
            if is_pumped_too_weakly(part):
                weak.add(state.id)
    yield from _flows(scene, consumers, weak)
    for cdu in cdus:
        yield from unit_findings(cdu, models[cdu.id])


def _loop(state: LoopState) -> Iterator[Finding]:
    if state.status == "not_converged":
        yield Finding(
            "loop.not_converged", "warning", (state.id,),
            f"The flows of {state.name} did not settle: {quantity(state.residual_pa, 'coolant_pa')}"
            f" are left over after {state.iterations} steps.",
            "Read its figures as a guess only; look for pipes far too narrow for their flow.",
        )  # fmt: skip
    if state.status == "no_way_out":
        remedy = "See that its units run, and that their facility loop carries water."
        if state.kind == "facility":
            remedy = "See that its pumps can move its water through the plant."
        yield Finding(
            "loop.no_way_out", "error", (state.id,),
            f"Nothing takes the heat out of {state.name}.", remedy,
        )  # fmt: skip
    if state.kind == "technology" and state.highest_pressure_pa > TECHNOLOGY_PA:
        yield Finding(
            "loop.pressure", "warning", (state.id,),
            f"The pressure in {state.name} reaches "
            f"{quantity(state.highest_pressure_pa, 'coolant_pa')}; technology loops are usually "
            f"kept below {quantity(TECHNOLOGY_PA, 'coolant_pa')}.",
            "Lower the pump speed or the fill pressure.",
        )  # fmt: skip
    if state.lowest_pressure_pa < 0.0:
        yield Finding(
            "loop.sub_atmospheric", "warning", (state.id,),
            f"The return of {state.name} lies "
            f"{quantity(-state.lowest_pressure_pa, 'coolant_pa')} below the pressure of the air at "
            "its highest point: it draws air.",
            "Raise the fill pressure by at least that, or lower the highest point.",
        )  # fmt: skip


def _temperatures(state: LoopState, part: Solved) -> Iterator[Finding]:
    """Boiling and freezing, with the hottest or coldest object."""
    ends = np.stack([part.heat.inlet_c, part.heat.outlet_c])
    known = np.isfinite(ends).any(axis=0)
    if not known.any():
        return
    table = part.table
    warmest, coolest = (
        np.where(known, edge(np.where(np.isfinite(ends), ends, other), axis=0), other)
        for edge, other in ((np.max, -np.inf), (np.min, np.inf))
    )
    hottest, coldest = float(warmest.max()), float(coolest.min())
    hot = _where(part, hottest - warmest)
    cold = _where(part, coolest - coldest)
    lowest_pa = state.lowest_pressure_pa + ATMOSPHERE_PA
    if table.freezing_c is not None and vapour_pa(hottest) > lowest_pa:
        reaches = f"reaches {quantity(hottest, 'c')}"
        if hottest > _TOLD_UP_TO_C:
            reaches = f"would be hotter than {quantity(_TOLD_UP_TO_C, 'c')}"
        yield Finding(
            "loop.boiling", "error", _ids(state.id, part, hot),
            f"The coolant of {state.name} {reaches}{_at(part, hot)} and boils.",
            "Give more flow, a colder supply, or more fill pressure.",
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
            "loop.freezing", "error", _ids(state.id, part, cold),
            f"The coolant of {state.name} reaches {quantity(coldest, 'c')}{_at(part, cold)} and "
            "freezes.",
            "Choose a warmer supply or more glycol.",
        )  # fmt: skip


def _where(part: Solved, behind_k: Array) -> int:
    """Segment of an extreme: the branch that makes it rather than a header it passes through."""
    branch = part.piping.branch_of
    nearest = int(branch[np.argmin(behind_k[branch])])
    return nearest if behind_k[nearest] < _SAME_K else int(np.argmin(behind_k))


def _ids(loop_id: str, part: Solved, segment: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys((loop_id, part.owner_of(segment)[0])))


def _at(part: Solved, segment: int) -> str:
    """Where a segment is, as an insertion; nothing for the loop's own pipes."""
    owner, name = part.owner_of(segment)
    return "" if owner == part.piping.loop.id else f" at {name}"


def _velocities(part: Solved) -> Iterator[Finding]:
    loop = part.piping.loop
    speeds = np.abs(velocity_m_s(part.flow.branches, part.flow.network.flow_kg_s))
    worst = int(np.argmax(speeds))
    speed = float(speeds[worst])
    if speed > EROSION_M_S:
        code, limit = "loop.erosion", EROSION_M_S
    elif speed > _PIPE_TOLERANCE * loop.pipes.velocity_limit_m_s:
        code, limit = "loop.pipe_size", loop.pipes.velocity_limit_m_s
    else:
        return
    role = part.piping.layout.segments[worst].role
    where = _at(part, worst).replace(" at ", " to ") if role == "branch" else _at(part, worst)
    yield Finding(
        code, "warning", _ids(loop.id, part, worst),
        f"The coolant of {loop.name} runs at {quantity(speed, 'coolant_m_s')} in the "
        f"{_PIPES[role]}{where}, {quantity(float(part.piping.inner_m[worst]), 'm')} inside; the "
        f"limit is {quantity(limit, 'coolant_m_s')}.",
        "Choose larger pipes or less flow.",
    )  # fmt: skip


_PIPES = {
    "source": "main",
    "spine": "main across the rows",
    "header": "header",
    "branch": "branch",
    "bypass": "bypass",
}
"""Words for pieces of pipe by their role."""


def _flows(
    scene: SceneLoops, consumers: Sequence[ConsumerState], weak: set[str]
) -> Iterator[Finding]:
    """What gets no flow, and what gets too little where the pumps are not to blame for all."""
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
            and state.loop_id not in weak
            and state.flow_m3_s < (1.0 - SHORT_FRACTION) * state.design_m3_s
        ):
            starved.setdefault(state.loop_id, []).append(state)
    names = {loop.id: loop.name for loop in scene.loops}
    for loop_id, states in starved.items():
        worst = min(states, key=lambda state: state.flow_m3_s / state.design_m3_s)
        name = drawn[worst.owner_id, worst.end].owner_name
        yield Finding(
            "loop.short_flow", "warning",
            (loop_id, *dict.fromkeys(state.owner_id for state in states)),
            f"{len(states)} on {names[loop_id]} get less than their design flow; worst is {name} "
            f"with {quantity(worst.flow_m3_s, 'coolant_m3_s')} of "
            f"{quantity(worst.design_m3_s, 'coolant_m3_s')}.",
            "Open its valve, clear what is blocked, balance the loop, or give more pump.",
        )  # fmt: skip
