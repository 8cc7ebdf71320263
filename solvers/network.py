"""Flows and pressures of a liquid network: Newton on node pressures, sparse, with a line search.

The unknowns are branch flows m and node pressures p; branch k from node i to j obeys
h_k(m_k) = p_i - p_j, and at every node without fixed pressure the flows balance. Newton's step
eliminates the flows: with D = diag(h') and A the incidence of free nodes,

    (A D^-1 A^T) p = A D^-1 h - A m + b,     m <- m + D^-1 (A^T p - h)

(the global gradient algorithm, Todini and Pilati 1988). After one full step the flows balance to
round-off. Every law rises with flow, so the flows minimise a convex function over balanced flows
(Collins et al. 1978); the step goes downhill on it, and shortening it where it overshoots makes
the method converge from anywhere. A check valve bends its law sharply at zero: where that stalls
the steps, the valves first leak and are then tightened, each stage starting from the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from solvers.branches import REVERSE_PA_S_KG, Branches, drops

Array = NDArray[np.float64]
Index = NDArray[np.int64]

_LEAKING_PA_S_KG = (1e5, 1e7, 1e9)
"""Resistances of check valves to reverse flow on the way to their own."""
_LEAKING_STEPS = 30
_DIRECT_STEPS = 12
"""Steps that tight check valves are given before they are made to leak."""
_BALANCED = 1e-9
"""Imbalance of a node that counts as none, as a share of the largest flow."""
_ROUND_OFF_PA = 1e-3
"""Residual that counts as none once it no longer falls."""
_LEAST_PA, _LEAST_KG_S = 1.0, 1e-6
"""Scales of pressure and flow where nothing flows."""
_OVERSHOOT = 0.3
"""A step is shortened where it passes the lowest point with more than this share of its slope."""


class FloatingNetworkError(ValueError):
    """Parts of a network have no fixed pressure; ``nodes`` are theirs."""

    def __init__(self, nodes: Index) -> None:
        super().__init__(f"{nodes.size} nodes hang on no fixed pressure: {nodes[:5].tolist()}")
        self.nodes = nodes


@dataclass(frozen=True, slots=True)
class Network:
    """A network to solve.

    Attributes:
        node_count: Number of nodes.
        branches: The branches; those not open carry nothing.
        fixed_nodes: Nodes whose pressure is given, shape (f,).
        fixed_pressure_pa: Their pressures, shape (f,).
        inflow_kg_s: What enters at each node from outside, shape (node_count,).
    """

    node_count: int
    branches: Branches
    fixed_nodes: Index
    fixed_pressure_pa: Array
    inflow_kg_s: Array


@dataclass(frozen=True, slots=True)
class NetworkFlow:
    """Solved flows and pressures.

    Attributes:
        flow_kg_s: Mass flow in each branch, zero where it is not open, shape (n,).
        pressure_pa: Pressure at each node; NaN where no open branch reaches, shape (nodes,).
        converged: Whether both residuals below fell under their tolerances.
        iterations: Newton steps taken.
        residual_pa: Largest |h(m) - (p_tail - p_head)| of an open branch.
        imbalance_kg_s: Largest imbalance at a node without fixed pressure.
        history_pa: The first residual at each step.
    """

    flow_kg_s: Array
    pressure_pa: Array
    converged: bool
    iterations: int
    residual_pa: float
    imbalance_kg_s: float
    history_pa: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _System:
    """A network reduced to its open branches and the nodes they reach."""

    branches: Branches
    incidence: csr_matrix
    """Signs, shape (free nodes, open branches): +1 where a branch leaves a node."""
    to_free: Index
    """Number of each node among the free ones, -1 for none."""
    known_pa: Array
    """Pressure difference of each branch that fixed nodes alone make."""
    inflow: Array


def floating_nodes(network: Network) -> Index:
    """Nodes that open branches reach but that hang on no fixed pressure, shape (m,)."""
    branches = network.branches
    use = branches.is_open
    ends = (np.ones(int(use.sum())), (branches.tail[use], branches.head[use]))
    graph = coo_matrix(ends, shape=(network.node_count, network.node_count))
    _, part = connected_components(graph, directed=False)
    held = np.isin(part, part[network.fixed_nodes])
    return np.flatnonzero(~held & _reached(network)).astype(np.int64)


def solve_network(
    network: Network,
    start_kg_s: Array | None = None,
    *,
    tolerance: float = 1e-9,
    max_iterations: int = 100,
) -> NetworkFlow:
    """Solve a network for its flows and pressures.

    Worked number: a branch of quadratic resistance 1000 Pa s2/kg2 between 4000 and 0 Pa carries
    2 kg/s.

    Args:
        network: The network.
        start_kg_s: First guess of the flows; the reference flows where none is given.
        tolerance: Largest residual of a branch's law that counts as converged, as a share of the
            largest pressure drop (or 1 mPa where round-off stops it earlier); node balances must
            hold to 1e-9 of the largest flow.
        max_iterations: Newton steps at most, with check valves in their final state.

    Raises:
        FloatingNetworkError: Where an open part has no fixed pressure.
    """
    floating = floating_nodes(network)
    if floating.size:
        raise FloatingNetworkError(floating)
    system = _system(network)
    use = network.branches.is_open
    flow = network.branches.reference_flow_kg_s if start_kg_s is None else start_kg_s
    guess = _Iterate(flow[use].astype(float), np.zeros(system.incidence.shape[0]), (), False)
    if network.branches.is_check[use].any():
        last = _newton(system, guess, REVERSE_PA_S_KG, tolerance, _DIRECT_STEPS)
        if last.converged:
            return _answer(network, system, last)
        for leaking in _LEAKING_PA_S_KG:
            guess = _newton(system, guess, leaking, 1e-3, _LEAKING_STEPS)
    return _answer(
        network, system, _newton(system, guess, REVERSE_PA_S_KG, tolerance, max_iterations)
    )


@dataclass(frozen=True, slots=True)
class _Iterate:
    """Where Newton's method stands: flows of open branches, pressures of free nodes."""

    flow: Array
    potential: Array
    history: tuple[float, ...]
    converged: bool


def _newton(
    system: _System, start: _Iterate, reverse: float, tolerance: float, max_iterations: int
) -> _Iterate:
    """Newton's method from a guess, with check valves of the resistance given."""
    flow, potential = start.flow, start.potential
    history: list[float] = []
    converged = False
    for step in range(max_iterations + 1):
        drop, slope = drops(system.branches, flow, reverse)
        residual = drop - system.incidence.T @ potential - system.known_pa
        history.append(float(np.abs(residual).max(initial=0.0)))
        pressure_scale = max(float(np.abs(drop).max(initial=0.0)), _LEAST_PA)
        flow_scale = max(float(np.abs(flow).max(initial=0.0)), _LEAST_KG_S)
        stalled = len(history) > 1 and history[-1] > 0.5 * history[-2]
        allowed = _ROUND_OFF_PA if stalled else 0.0
        converged = (
            history[-1] <= tolerance * pressure_scale + allowed
            and _imbalance(system, flow) <= _BALANCED * flow_scale
        )
        if converged or step == max_iterations:
            break
        potential, flow = _newton_step(system, flow, drop, slope, reverse)
    return _Iterate(flow, potential, tuple(history), converged)


def _newton_step(
    system: _System, flow: Array, drop: Array, slope: Array, reverse: float
) -> tuple[Array, Array]:
    """Solve the linear system; return pressures of the free nodes and the new flows."""
    A, ease = system.incidence, 1.0 / slope
    matrix = csc_matrix(A @ diags_array(ease) @ A.T)
    short = drop - system.known_pa
    factor = splu(matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
    potential = factor.solve(A @ (ease * short) - A @ flow + system.inflow)
    direction = ease * (A.T @ potential - short)
    if _imbalance(system, flow) <= 1e-6 * max(float(np.abs(flow).max(initial=0.0)), _LEAST_KG_S):
        # on balanced flows there is a convex function to go down
        direction = direction * _step_length(system, flow, direction, drop, reverse)
    new = flow + direction
    # round-off of the pressures leaves a small imbalance: spread it over the branches
    excess = system.inflow - A @ new
    return potential, new + ease * (A.T @ factor.solve(excess))


def _step_length(
    system: _System, flow: Array, direction: Array, drop: Array, reverse: float
) -> float:
    """Length of a step along a balanced direction, by the slope of the convex function on it."""

    def along(loss: Array) -> float:
        return float(direction @ (loss - system.known_pa))

    at_start = along(drop)
    length, shortest = 1.0, 0.0
    if at_start >= 0.0:
        return length
    slope_here = along(drops(system.branches, flow + direction, reverse)[0])
    low, slope_low = shortest, at_start
    for _ in range(40):
        if slope_here <= -_OVERSHOOT * at_start:
            break
        # the lowest point lies between; a secant, kept off the ends so that it always shrinks
        guess = low - slope_low * (length - low) / (slope_here - slope_low)
        high = length
        length = float(np.clip(guess, low + 0.1 * (high - low), high - 0.1 * (high - low)))
        slope_here = along(drops(system.branches, flow + length * direction, reverse)[0])
    return length


def _imbalance(system: _System, flow: Array) -> float:
    return float(np.abs(system.incidence @ flow - system.inflow).max(initial=0.0))


def _reached(network: Network) -> NDArray[np.bool_]:
    reached = np.zeros(network.node_count, dtype=bool)
    use = network.branches.is_open
    reached[network.branches.tail[use]] = True
    reached[network.branches.head[use]] = True
    return reached


def _system(network: Network) -> _System:
    branches = _only(network.branches, network.branches.is_open)
    free = _reached(network)
    free[network.fixed_nodes] = False
    to_free = np.full(network.node_count, -1, dtype=np.int64)
    to_free[free] = np.arange(int(free.sum()))
    fixed = np.zeros(network.node_count)
    fixed[network.fixed_nodes] = network.fixed_pressure_pa
    number = np.arange(branches.count)
    rows = np.concatenate([to_free[branches.tail], to_free[branches.head]])
    columns = np.concatenate([number, number])
    signs = np.concatenate([np.ones(number.size), -np.ones(number.size)])
    inside = rows >= 0
    shape = (int(free.sum()), branches.count)
    incidence = csr_matrix((signs[inside], (rows[inside], columns[inside])), shape=shape)
    known = fixed[branches.tail] - fixed[branches.head]
    return _System(branches, incidence, to_free, known, network.inflow_kg_s[free])


def _only(branches: Branches, use: NDArray[np.bool_]) -> Branches:
    """The branches chosen, with pumps renumbered."""
    if use.all():
        return branches
    number = np.cumsum(use) - 1
    arrays = {
        name: getattr(branches, name)[use]
        for name in Branches.__dataclass_fields__
        if name != "pumps"
    }
    pumps = {int(number[k]): pump for k, pump in branches.pumps.items() if use[k]}
    return replace(branches, **arrays, pumps=pumps)


def _answer(network: Network, system: _System, last: _Iterate) -> NetworkFlow:
    everywhere = np.zeros(network.branches.count)
    everywhere[network.branches.is_open] = last.flow
    pressure = np.full(network.node_count, np.nan)
    pressure[system.to_free >= 0] = last.potential
    pressure[network.fixed_nodes] = network.fixed_pressure_pa
    return NetworkFlow(
        flow_kg_s=everywhere,
        pressure_pa=pressure,
        converged=last.converged,
        iterations=len(last.history) - 1,
        residual_pa=last.history[-1],
        imbalance_kg_s=_imbalance(system, last.flow),
        history_pa=last.history,
    )
