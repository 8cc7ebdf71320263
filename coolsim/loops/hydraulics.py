"""Flows and pressures of one loop: piping and pumps under their control, put to the solver."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.pump import hydraulic_power_w, power_from_efficiency_w, power_from_rating_w
from coolsim.loops.layout import RETURN_START
from coolsim.loops.piping import Piping, branches_of
from coolsim.properties.liquids import LiquidTable
from coolsim.scene.loop_records import ScenePumps
from solvers.branches import Branches, drops
from solvers.network import Network, NetworkFlow, floating_nodes, solve_network
from solvers.pumps import Pump, speed_for

Array = NDArray[np.float64]

_STANDING = 1e-9
"""Share of its design flow below which a flow counts as none."""


@dataclass(frozen=True, slots=True, eq=False)
class LoopFlow:
    """Flows of a loop.

    Attributes:
        branches: The branches as solved, pumps included.
        network: The network solver's answer.
        drop_pa: Drop of each segment along its flow, pumps left out, shape (n,).
        source_rise_pa: What the pumps of each source give.
        source_speed: Their speed over full speed.
        source_power_w: Their electrical power.
        source_hydraulic_w: Share of it that the coolant takes up as pressure.
    """

    branches: Branches
    network: NetworkFlow
    drop_pa: Array
    source_rise_pa: Array
    source_speed: Array
    source_power_w: Array
    source_hydraulic_w: Array


def solve_flow(
    piping: Piping,
    table: LiquidTable,
    temperature_c: Array,
    heat_w: float,
    limit_m3_s: Array | None = None,
    start: LoopFlow | None = None,
) -> LoopFlow:
    """Solve the flows of a loop at temperatures.

    Args:
        piping: The loop.
        table: Its coolant.
        temperature_c: Mean temperature in each segment, shape (n,).
        heat_w: Heat on the loop, for pumps that hold a temperature rise.
        limit_m3_s: Flow each consumer's control valve lets pass.
        start: An earlier answer to start from.
    """
    bare = branches_of(piping, table, temperature_c, limit_m3_s)
    pumps: dict[int, Pump] = {}
    state = table.near(temperature_c[: piping.source_count])
    for n in range(piping.source_count):
        if bare.is_open[n]:
            share = piping.design_m3_s[n] / piping.design_m3_s[: piping.source_count].sum()
            carried = float(state.heat_capacity_j_kg_k[n])
            pumps[n] = _pump(piping, n, float(state.density_kg_m3[n]), carried, share * heat_w)
    branches = replace(bare, pumps=pumps)
    network = _connected(piping, branches)
    first = None if start is None else start.network.flow_kg_s
    answer = solve_network(network, first)
    # what is left of a flow after round-off is none: no temperature could be told from it
    stands = np.abs(answer.flow_kg_s) < _STANDING * network.branches.reference_flow_kg_s
    answer = replace(answer, flow_kg_s=np.where(stands, 0.0, answer.flow_kg_s))
    return _answer(piping, network.branches, answer)


def _pump(piping: Piping, n: int, density: float, capacity: float, heat_w: float) -> Pump:
    """The pumps of a source for the solver: curve of one, count, what they hold."""
    pumps = pumps_of(piping, n)
    curve = piping.pump_curves[n]
    if curve[0][0] > 0.0:  # level from the first point given down to no flow
        curve = ((0.0, curve[0][1]), *curve)
    held_flow = None
    if pumps.control == "temperature" and pumps.temperature_rise_k is not None:
        held_flow = max(heat_w, 0.0) / (capacity * pumps.temperature_rise_k)
    # the curve is that of the duty group: one of several lanes, or as many steps as run
    wide, high = (1, pumps.running / pumps.duty) if pumps.in_series else (pumps.duty, 1.0)
    return Pump(
        flow_kg_s=tuple(flow / wide * density for flow, _ in curve),
        rise_pa=tuple(rise * high for _, rise in curve),
        speed=pumps.speed_fraction if pumps.control == "constant_speed" else 1.0,
        count=pumps.lanes,
        held_pressure_pa=pumps.pressure_pa if pumps.control == "differential_pressure" else None,
        held_flow_kg_s=held_flow,
    )


def pumps_of(piping: Piping, n: int) -> ScenePumps:
    """The pumps of a source: its unit's, or the plant's."""
    return piping.sources[n].pumps if piping.sources else piping.loop.pumps


def _connected(piping: Piping, branches: Branches) -> Network:
    """The network with what hangs on no source shut off, held at the pumps' suction."""
    network = Network(
        node_count=piping.layout.node_count,
        branches=branches,
        fixed_nodes=np.array([RETURN_START]),
        fixed_pressure_pa=np.array([piping.loop.static_pressure_pa]),
        inflow_kg_s=np.zeros(piping.layout.node_count),
    )
    floating = floating_nodes(network)
    if not floating.size:
        return network
    lost = np.isin(branches.tail, floating) | np.isin(branches.head, floating)
    return replace(network, branches=replace(branches, is_open=branches.is_open & ~lost))


def _answer(piping: Piping, branches: Branches, answer: NetworkFlow) -> LoopFlow:
    flow = answer.flow_kg_s
    drop, _ = drops(replace(branches, pumps={}, limit_kg_s=np.full(flow.size, np.inf)), flow)
    ends = answer.pressure_pa[branches.tail] - answer.pressure_pa[branches.head]
    # a control valve takes what its branch does not: what is between the ends, not the bare law
    limited = flow >= 0.999 * branches.limit_kg_s
    drop = np.where(limited & np.isfinite(ends), ends, np.where(branches.is_open, drop, np.nan))
    count = piping.source_count
    rise, speed, power, hydraulic = (np.zeros(count) for _ in range(4))
    for n, pump in branches.pumps.items():
        if n >= count or flow[n] <= 0.0:
            continue
        rise[n] = float(drop[n] - ends[n])
        speed[n] = speed_for(pump, float(flow[n]), float(rise[n]))
        volume = float(flow[n] / branches.density_kg_m3[n])
        hydraulic[n] = float(hydraulic_power_w(volume, rise[n]))
        power[n] = _power_w(pumps_of(piping, n), volume, float(rise[n]), float(speed[n]))
    return LoopFlow(branches, answer, drop, rise, speed, power, hydraulic)


def _power_w(pumps: ScenePumps, flow_m3_s: float, rise_pa: float, speed: float) -> float:
    """Electrical power of a source's pumps, by their rating or by their efficiency [W]."""
    rated_w, rated_flow = pumps.rated_power_w.value, pumps.rated_flow_m3_s
    if rated_w is not None and rated_flow is not None:
        shared = 1 if pumps.in_series else pumps.duty
        each = power_from_rating_w(
            flow_m3_s / pumps.lanes, rated_flow / shared, rated_w / pumps.duty, speed
        )
        # a rating of a group at one point says nothing below what the liquid itself takes up
        return max(float(each) * pumps.running, float(hydraulic_power_w(flow_m3_s, rise_pa)))
    efficiency = pumps.efficiency.value or 1.0
    return float(power_from_efficiency_w(flow_m3_s, rise_pa, efficiency))
