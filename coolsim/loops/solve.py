"""The liquid side of a hall: every loop's flows and temperatures, and the units between them.

    solution = solve_loops(prepare_loops(scene.loops), heat_w)

Heat goes in by consumer, coolant temperatures and flows come out: the interface on which the hall's
coupling iterates. Facility loops feed the units' primaries; technology loops say what the units
pass on, and how far their control valves open; both are repeated until nothing moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.loops.answers import collect
from coolsim.loops.hydraulics import LoopFlow, solve_flow
from coolsim.loops.piping import Piping, piping_of
from coolsim.loops.records import LoopEnd, LoopsSolution
from coolsim.loops.solved import Solved
from coolsim.loops.thermal import ColdSide, LoopHeat, solve_temperatures
from coolsim.loops.units import UnitModel, facility_stream, technology_stream, unit_model
from coolsim.properties.liquids import LiquidTable, is_water_based, liquid_table
from coolsim.scene.loop_records import ConsumerKey, SceneLoop, SceneLoops

Array = NDArray[np.float64]

MOST_SWEEPS = 30
_STUCK_AFTER = 5
_SETTLED = 1e-7
"""Change of all duties in a sweep, as a share of all heat, that counts as none."""
_SHUT = 1e-4
"""Share of its design flow that a control valve with nothing to do still lets pass."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedLoops:
    """The liquid side with everything that a solve does not change: piping, coolants, exchangers.

    Attributes:
        scene: The liquid side.
        piping: By loop id; ``None`` for a loop without source or consumers.
        tables: Coolants by loop id.
        models: Exchangers by unit id.
    """

    scene: SceneLoops
    piping: Mapping[str, Piping | None]
    tables: Mapping[str, LiquidTable]
    models: Mapping[str, UnitModel]


@dataclass(slots=True)
class _Running:
    """Where a loop stands between sweeps."""

    loop: SceneLoop
    piping: Piping
    table: LiquidTable
    temperature_c: Array
    limit_m3_s: Array
    open_m3_s: Array
    flow: LoopFlow | None = None
    heat: LoopHeat | None = None


def prepare_loops(
    scene: SceneLoops, dielectrics: Mapping[str, LiquidTable] | None = None
) -> PreparedLoops:
    """Derive piping, coolants and exchangers of all loops, once per design.

    Args:
        scene: The liquid side.
        dielectrics: Tables of coolants that are neither water nor glycol, by catalogue id.

    Raises:
        SolveError: A coolant or its concentration is not known.
    """
    known = dielectrics or {}
    tables = {
        loop.id: known[loop.coolant.fluid]
        if loop.coolant.fluid in known and not is_water_based(loop.coolant)
        else liquid_table(loop.coolant)
        for loop in scene.loops
    }
    piping = {loop.id: piping_of(scene, loop, tables[loop.id]) for loop in scene.loops}
    by_id = {loop.id: loop for loop in scene.loops}
    models = {}
    for cdu in scene.cdus:
        hot, cold = by_id.get(cdu.technology_loop_id or ""), by_id.get(cdu.facility_loop_id or "")
        models[cdu.id] = unit_model(
            cdu,
            technology_stream(*_at_set_point(hot, tables)),
            facility_stream(*_at_set_point(cold, tables)),
        )
    return PreparedLoops(scene, piping, tables, models)


def solve_loops(
    prepared: PreparedLoops,
    heat_w: Mapping[ConsumerKey, float] | None = None,
    *,
    room_c: float = 25.0,
    unit_air_c: Mapping[str, float] | None = None,
    start: LoopsSolution | None = None,
) -> LoopsSolution:
    """Solve all loops for the heat put on them.

    Args:
        prepared: The liquid side.
        heat_w: Heat into the coolant by object id and end [W], none where left out; ``None`` takes
            every consumer's design heat. Facility sides of units are told by the solve itself.
        room_c: Air around the pipes [deg C].
        unit_air_c: Air entering liquid-to-air units by id; ``room_c`` where left out.
        start: An earlier answer for the same prepared side, to start from; the answer is the same
            within its tolerance.
    """
    ends = {} if start is None else start.ends
    running = {
        loop.id: _start(loop, piping, prepared.tables[loop.id], ends.get(loop.id))
        for loop in prepared.scene.loops
        if (piping := prepared.piping[loop.id]) is not None
    }
    duties = {} if start is None else {unit.id: unit.duty_w for unit in start.cdus}
    air = unit_air_c or {}
    change, sweep = np.inf, 0
    for sweep in range(1, MOST_SWEEPS + 1):
        before = dict(duties)
        for part in _of_kind(running, "facility"):
            _advance(part, _heats(part, heat_w, duties), room_c, (), ())
        cold = _cold_sides(prepared, running, air, room_c)
        for part in _of_kind(running, "technology"):
            models = [prepared.models[unit.id] for unit in part.piping.sources]
            sides = [cold.get(unit.id) for unit in part.piping.sources]
            _advance(part, _heats(part, heat_w, duties), room_c, models, sides)
            assert part.heat is not None
            for n, unit in enumerate(part.piping.sources):
                duties[unit.id] = float(part.heat.duty_w[n])
        moved = _set_valves(running)
        total = max(sum(abs(duty) for duty in duties.values()), 1.0)
        change = sum(abs(duties[k] - before.get(k, 0.0)) for k in duties) / total
        if (sweep > 1 or start is not None) and change <= _SETTLED and moved <= _SETTLED:
            break
        if sweep >= _STUCK_AFTER and any(
            part.heat is not None and not part.heat.has_way_out for part in running.values()
        ):
            break  # nothing will settle: there is no steady temperature
    for part in _of_kind(running, "facility"):  # the last duties, on the flows as they stand
        _warm(part, _heats(part, heat_w, duties), room_c, (), ())
    solved = {
        key: Solved(part.piping, part.table, part.flow, part.heat)
        for key, part in running.items()
        if part.flow is not None and part.heat is not None
    }
    settled = sweep < MOST_SWEEPS or (change <= _SETTLED)
    answer = collect(prepared.scene, prepared.models, solved, sweep, float(change), settled)
    left = {
        key: LoopEnd(part.flow, part.temperature_c, part.limit_m3_s, part.open_m3_s)
        for key, part in running.items()
        if part.flow is not None
    }
    return replace(answer, ends=left)


def _at_set_point(
    loop: SceneLoop | None, tables: Mapping[str, LiquidTable]
) -> tuple[LiquidTable | None, float]:
    """A loop's coolant and the temperature at which its properties count in a unit."""
    if loop is None:
        return None, 0.0
    return tables[loop.id], loop.supply_temperature_c


def _start(loop: SceneLoop, piping: Piping, table: LiquidTable, end: LoopEnd | None) -> _Running:
    if end is not None:
        limit, opened = end.limit_m3_s.copy(), end.open_m3_s.copy()
        return _Running(loop, piping, table, end.temperature_c, limit, opened, end.flow)
    size, consumers = len(piping.layout.segments), len(piping.consumers)
    return _Running(
        loop,
        piping,
        table,
        np.full(size, loop.supply_temperature_c),
        np.full(consumers, np.inf),
        np.zeros(consumers),
    )


def _of_kind(running: Mapping[str, _Running], kind: str) -> list[_Running]:
    return [part for part in running.values() if part.loop.kind == kind]


def _heats(
    part: _Running, heat_w: Mapping[ConsumerKey, float] | None, duties: Mapping[str, float]
) -> Array:
    """Heat on each consumer of a loop [W]."""
    return np.array(
        [
            duties.get(item.owner_id, 0.0)
            if item.end == "primary"
            else (item.heat_w if heat_w is None else heat_w.get(item.key, 0.0))
            for item in part.piping.consumers
        ]
    )


def _advance(
    part: _Running,
    heat_w: Array,
    room_c: float,
    models: list[UnitModel] | tuple[()],
    sides: list[ColdSide | None] | tuple[()],
) -> None:
    """One sweep of a loop: flows at its last temperatures, then temperatures on them."""
    limit = part.limit_m3_s if np.isfinite(part.limit_m3_s).any() else None
    part.flow = solve_flow(
        part.piping, part.table, part.temperature_c, float(heat_w.sum()), limit, part.flow
    )
    branch = part.piping.branch_of
    through = part.flow.network.flow_kg_s[branch] / part.flow.branches.density_kg_m3[branch]
    free = ~np.isfinite(part.limit_m3_s)
    part.open_m3_s = np.where(free, through, np.maximum(part.open_m3_s, through))
    _warm(part, heat_w, room_c, models, sides)


def _warm(
    part: _Running,
    heat_w: Array,
    room_c: float,
    models: list[UnitModel] | tuple[()],
    sides: list[ColdSide | None] | tuple[()],
) -> None:
    assert part.flow is not None
    mean_c = float(np.mean(part.temperature_c))
    part.heat = solve_temperatures(
        part.piping, part.table, part.flow, heat_w, mean_c, room_c, models, sides
    )
    mean = 0.5 * (part.heat.inlet_c + part.heat.outlet_c)
    part.temperature_c = np.where(np.isfinite(mean), mean, part.loop.supply_temperature_c)


def _cold_sides(
    prepared: PreparedLoops,
    running: Mapping[str, _Running],
    air_c: Mapping[str, float],
    room_c: float,
) -> dict[str, ColdSide]:
    """What cools each unit: its branch of the facility loop with the valve open, or air.

    A unit that nothing drawn cools is not among them: its set point stands unjudged.
    """
    found: dict[str, ColdSide] = {}
    for part in _of_kind(running, "facility"):
        assert part.heat is not None
        for n, item in enumerate(part.piping.consumers):
            if item.end == "primary":
                inlet = float(part.heat.inlet_c[part.piping.branch_of[n]])
                inlet = inlet if np.isfinite(inlet) else part.loop.supply_temperature_c
                found[item.owner_id] = ColdSide(inlet, max(float(part.open_m3_s[n]), 0.0))
    for cdu in prepared.scene.cdus:
        if cdu.type == "liquid_to_air":
            found[cdu.id] = ColdSide(air_c.get(cdu.id, room_c), cdu.airflow.value or 0.0)
    return found


def _set_valves(running: Mapping[str, _Running]) -> float:
    """Set the control valves of the units' primaries; return the largest relative move."""
    wanted: dict[str, tuple[str, float]] = {}
    for part in _of_kind(running, "technology"):
        assert part.heat is not None
        for unit, state in zip(part.piping.sources, part.heat.states, strict=True):
            wanted[unit.id] = (state.mode, state.cold_m3_s)
    moved = 0.0
    for part in _of_kind(running, "facility"):
        for n, item in enumerate(part.piping.consumers):
            if item.end != "primary":
                continue
            mode, flow = wanted.get(item.owner_id, ("stopped", 0.0))
            least = _SHUT * part.piping.design_m3_s[part.piping.branch_of[n]]
            limit = np.inf if mode in ("short", "ideal") else max(flow, float(least))
            old = part.limit_m3_s[n]
            if np.isinf(limit) != np.isinf(old):
                moved = 1.0
            elif np.isfinite(limit):
                moved = max(moved, abs(limit - old) / max(limit, old))
            part.limit_m3_s[n] = limit
    return moved
