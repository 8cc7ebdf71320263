"""Temperatures of a liquid network on solved flows: full mixing at nodes, one sparse system.

Each branch turns what enters it into what leaves it by a straight line, ``T_out = gain T_in +
offset``: a pipe that loses heat has gain exp(-UA / m c), a machine that holds its outlet has gain
0, one that adds heat has gain 1. At a node the leaving temperature is the flow-weighted mean of
what arrives (upwind), so that heat is conserved to round-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

Array = NDArray[np.float64]
Index = NDArray[np.int64]

_STILL = 1e-12
"""Share of the largest flow below which a branch counts as standing still."""


class UnboundedHeatError(ValueError):
    """Heat circulates in part of a network and finds no way out; ``nodes`` are its nodes."""

    def __init__(self, nodes: Index) -> None:
        super().__init__(f"{nodes.size} nodes have no way out for their heat")
        self.nodes = nodes


@dataclass(frozen=True, slots=True)
class NetworkHeat:
    """Temperatures of a network.

    Attributes:
        node_c: Mixed temperature at each node; NaN where nothing flows, shape (nodes,).
        inlet_c: Temperature entering each branch in the sense of its flow, shape (n,).
        outlet_c: Temperature leaving it, shape (n,).
    """

    node_c: Array
    inlet_c: Array
    outlet_c: Array


def pipe_line(
    flow_kg_s: Array, heat_capacity_j_kg_k: float, loss_w_k: Array, around_c: Array, heat_w: Array
) -> tuple[Array, Array]:
    """Return gain and offset of pipes that lose heat to what is around them, then take up heat.

    T_out = T_a + (T_in - T_a) exp(-UA / |m| c) + Q / |m| c. Zero flow has no steady temperature;
    it returns gain 1 and offset 0.

    Worked number: 0.5 kg/s of 4180 J/(kg K), UA 20 W/K, around 25, entering at 45: 44.8095 deg C.

    Args:
        flow_kg_s: Mass flow in each branch, shape (n,).
        heat_capacity_j_kg_k: Of the liquid.
        loss_w_k: UA of each branch, shape (n,).
        around_c: Temperature around each branch, shape (n,).
        heat_w: Heat taken up in each branch, shape (n,).
    """
    carried = np.abs(flow_kg_s) * heat_capacity_j_kg_k
    flows = carried > 0.0
    safe = np.where(flows, carried, 1.0)
    gain = np.where(flows, np.exp(-loss_w_k / safe), 1.0)
    offset = np.where(flows, (1.0 - gain) * around_c + heat_w / safe, 0.0)
    return gain, offset


def solve_heat(
    tail: Index, head: Index, node_count: int, flow_kg_s: Array, gain: Array, offset_k: Array
) -> NetworkHeat:
    """Solve the temperatures of a network whose flows balance at every node.

    Worked number: 1 kg/s at 20 deg C (gain 0) meets 3 kg/s at 40 deg C: the node holds 35 deg C.

    Args:
        tail: Node each branch runs from, shape (n,).
        head: Node it runs to, shape (n,).
        node_count: Number of nodes.
        flow_kg_s: Mass flow in each branch, shape (n,).
        gain: Slope of each branch's line, 0 to 1, shape (n,) [-]; 0 where a branch draws from a
            node nothing flows to.
        offset_k: Its intercept, shape (n,) [deg C].

    Raises:
        UnboundedHeatError: Where a part of the network only recirculates without any loss.
    """
    moving = np.abs(flow_kg_s) > _STILL * np.abs(flow_kg_s).max(initial=0.0)
    forward = flow_kg_s >= 0.0
    start, end = np.where(forward, tail, head), np.where(forward, head, tail)
    m = np.where(moving, np.abs(flow_kg_s), 0.0)
    arriving = np.bincount(end, weights=m, minlength=node_count)
    wet = arriving > 0.0
    number = np.full(node_count, -1, dtype=np.int64)
    number[wet] = np.arange(int(wet.sum()))
    use = moving & wet[start] & wet[end]
    ways_out = number[end[moving & ((gain < 1.0) | ~wet[start])]]
    _require_way_out(number[start[use]], number[end[use]], ways_out, np.flatnonzero(wet))
    rows, columns = number[end[use]], number[start[use]]
    size = int(wet.sum())
    spread = coo_matrix((m[use] * gain[use], (rows, columns)), shape=(size, size))
    own = coo_matrix((arriving[wet], (np.arange(size), np.arange(size))), shape=(size, size))
    matrix = csc_matrix(own - spread)
    brought = np.bincount(end[moving], weights=(m * offset_k)[moving], minlength=node_count)
    node = np.full(node_count, np.nan)
    if size:
        node[wet] = splu(matrix).solve(brought[wet])
    inlet = node[start]
    outlet = np.where(gain > 0.0, gain * inlet, 0.0) + offset_k
    return NetworkHeat(node, inlet, outlet)


def _require_way_out(start: Index, end: Index, ways_out: Index, nodes: Index) -> None:
    """Refuse a closed part all of whose branches pass their heat on whole."""
    if nodes.size == 0:
        return
    graph = coo_matrix((np.ones(start.size), (start, end)), shape=(nodes.size, nodes.size))
    _, part = connected_components(graph, directed=False)
    stuck = ~np.isin(part, part[ways_out])
    if stuck.any():
        raise UnboundedHeatError(nodes[stuck].astype(np.int64))
