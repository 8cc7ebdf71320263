"""Temperatures of one loop on its solved flows, units and plant included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.dew_point import pipe_w_m_k
from coolsim.loops.hydraulics import LoopFlow
from coolsim.loops.piping import Piping
from coolsim.loops.units import UnitInlets, UnitModel, UnitState, unit_states
from coolsim.properties.liquids import LiquidTable
from solvers.network_heat import NetworkHeat, UnboundedHeatError, pipe_line, solve_heat

Array = NDArray[np.float64]

_MOST_ROUNDS = 60
_SETTLED_K = 1e-9
_HOTTEST_C = 200.0
"""A return beyond this is none: only the pipes' losses end its warming."""
_STANDING = UnitState("stopped", 1.0, 0.0, float("nan"), 0.0, 0.0, float("nan"))


@dataclass(frozen=True, slots=True, eq=False)
class LoopHeat:
    """Temperatures of a loop.

    Attributes:
        inlet_c, outlet_c: Entering and leaving each segment in the sense of its flow, shape (n,).
        heat_w: Heat that the coolant took up at each consumer, shape (consumers,).
        lost_w: Heat each segment's pipe gave to the room, shape (n,).
        capacity_j_kg_k: Heat capacity of the coolant, one for the loop.
        return_c: Temperature reaching each source.
        duty_w: Heat each source takes out of the loop.
        states: What each unit does; empty for a plant.
        has_way_out: Whether there is a steady temperature at all.
        settled: Whether units and temperatures agree.
    """

    inlet_c: Array
    outlet_c: Array
    heat_w: Array
    lost_w: Array
    capacity_j_kg_k: float
    return_c: Array
    duty_w: Array
    states: tuple[UnitState, ...]
    has_way_out: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class ColdSide:
    """What cools a unit: entering temperature and flow with its valve open (or fans at full)."""

    inlet_c: float
    open_m3_s: float


def solve_temperatures(
    piping: Piping,
    table: LiquidTable,
    flow: LoopFlow,
    heat_w: Array,
    mean_c: float,
    room_c: float,
    models: Sequence[UnitModel] = (),
    cold: Sequence[ColdSide | None] = (),
) -> LoopHeat:
    """Solve the temperatures of a loop.

    A plant holds the loop's supply set point where its pipes meet the spine. Units hold it too as
    long as their exchangers can; which do is found by repeating the linear solve.

    Args:
        piping: The loop.
        table: Its coolant.
        flow: Its solved flows.
        heat_w: Heat put on each consumer, shape (consumers,).
        mean_c: Temperature the heat capacity counts at.
        room_c: Air around the pipes.
        models: Its units, in the order of the sources; none for a plant.
        cold: What cools each of them; ``None`` where nothing is drawn.
    """
    capacity = float(table.near(mean_c).heat_capacity_j_kg_k)
    mass = flow.network.flow_kg_s
    on_segment = np.zeros(mass.size)
    on_segment[piping.branch_of] = heat_w
    loss = np.asarray(pipe_w_m_k(piping.outer_m, piping.loop.pipes.insulation_m)) * piping.length_m
    loss[: piping.source_count] = 0.0
    gain, offset = pipe_line(mass, capacity, loss, np.full(mass.size, room_c), on_segment)
    carried = np.abs(mass) * capacity
    count = piping.source_count
    moves = carried[:count] > 0.0
    warming = np.where(moves, flow.source_hydraulic_w / np.where(moves, carried[:count], 1.0), 0.0)
    set_point = piping.loop.supply_temperature_c
    states = [UnitState("ideal", 0.0, set_point, set_point, 0.0, 0.0, 0.0) for _ in models]
    settled, answer = not models, None
    for _ in range(_MOST_ROUNDS):
        for n in range(count):
            line = states[n] if models else None
            gain[n] = line.gain if line else 0.0
            offset[n] = (line.offset_c + line.gain * float(warming[n])) if line else set_point
        answer = _solved(piping, flow, gain, offset)
        if answer is None or bool((answer.inlet_c[:count][moves] > _HOTTEST_C).any()):
            return _no_way_out(piping, capacity, heat_w.size)
        if settled:
            break
        fresh = _states(models, cold, piping, flow, answer, warming, capacity)
        settled = all(
            old.mode == new.mode and abs(old.supply_c - new.supply_c) < _SETTLED_K
            for old, new in zip(states, fresh, strict=True)
            if new.mode != "stopped"
        )
        states = fresh
    assert answer is not None
    return _collected(piping, answer, mass, capacity, on_segment, warming, tuple(states), settled)


def _solved(piping: Piping, flow: LoopFlow, gain: Array, offset: Array) -> NetworkHeat | None:
    branches = flow.branches
    try:
        return solve_heat(
            branches.tail,
            branches.head,
            piping.layout.node_count,
            flow.network.flow_kg_s,
            gain,
            offset,
        )
    except UnboundedHeatError:
        return None


def _states(
    models: Sequence[UnitModel],
    cold: Sequence[ColdSide | None],
    piping: Piping,
    flow: LoopFlow,
    answer: NetworkHeat,
    warming_k: Array,
    capacity: float,
) -> list[UnitState]:
    """What each unit makes of what returns to it; those without flow stand."""
    set_point = piping.loop.supply_temperature_c
    states = [_STANDING] * len(models)
    moving: list[int] = []
    chosen: list[UnitModel] = []
    inlets: list[UnitInlets] = []
    for n, (model, side) in enumerate(zip(models, cold, strict=True)):
        mass = float(flow.network.flow_kg_s[n])
        if mass <= 0.0 or not np.isfinite(answer.inlet_c[n]):
            continue
        density = float(flow.branches.density_kg_m3[n])
        moving.append(n)
        chosen.append(model if side is not None else replace(model, law=None))
        inlets.append(
            UnitInlets(
                return_c=float(answer.inlet_c[n] + warming_k[n]),
                set_point_c=set_point,
                technology_m3_s=mass / density,
                technology_j_m3_k=density * capacity,
                cold_in_c=set_point if side is None else side.inlet_c,
                cold_open_m3_s=0.0 if side is None else side.open_m3_s,
            )
        )
    for n, state in zip(moving, unit_states(chosen, inlets), strict=True):
        states[n] = state
    return states


def _collected(
    piping: Piping,
    answer: NetworkHeat,
    mass: Array,
    capacity: float,
    on_segment: Array,
    warming: Array,
    states: tuple[UnitState, ...],
    settled: bool,
) -> LoopHeat:
    carried = np.abs(mass) * capacity
    moves = carried > 0.0
    taken = np.where(moves, on_segment, 0.0)
    gained = np.where(moves, carried * (answer.outlet_c - answer.inlet_c), 0.0)
    count = piping.source_count
    lost = np.where(moves, taken - gained, 0.0)
    lost[:count] = 0.0
    returning = answer.inlet_c[:count]
    duty = np.where(
        moves[:count], carried[:count] * (returning + warming - answer.outlet_c[:count]), 0.0
    )
    return LoopHeat(
        inlet_c=answer.inlet_c,
        outlet_c=answer.outlet_c,
        heat_w=taken[piping.branch_of],
        lost_w=np.nan_to_num(lost),
        capacity_j_kg_k=capacity,
        return_c=returning,
        duty_w=np.nan_to_num(duty),
        states=states,
        has_way_out=True,
        settled=settled,
    )


def _no_way_out(piping: Piping, capacity: float, consumers: int) -> LoopHeat:
    size, count = len(piping.layout.segments), piping.source_count
    nothing = np.full(size, np.nan)
    return LoopHeat(
        nothing,
        nothing,
        np.zeros(consumers),
        np.zeros(size),
        capacity,
        np.full(count, np.nan),
        np.zeros(count),
        (_STANDING,) * len(piping.sources),
        has_way_out=False,
        settled=True,
    )
