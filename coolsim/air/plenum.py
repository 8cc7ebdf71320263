"""Raised floor and ceiling void at one pressure each: the first guess, and the hand calculation.

What a solve answers with is the pressure *field* under the floor; see :mod:`coolsim.air.slabs`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from solvers.exchange import Index
from solvers.grid import Array

_MOST_ROUNDS = 100
_SETTLED = 1e-13
"""Change of a flow, over the supply, that ends the iteration [-]."""
_LEAST_FLOW = 1e-9
"""Flow, over the supply, below which a passage's law is taken as straight [-]."""


@dataclass(frozen=True, slots=True)
class PlenumFlow:
    """Pressure and flows of a plenum.

    Attributes:
        pressure_pa: Gauge pressure against the room [Pa].
        tile_flow_m3_s: Flow through each tile, shape (tiles,) [m3/s].
        leak_flow_m3_s: Flow through the leaks [m3/s].
    """

    pressure_pa: float
    tile_flow_m3_s: Array
    leak_flow_m3_s: float


def uniform_pressure(
    supply_m3_s: float,
    tile_area_m2: Array,
    tile_loss: Array,
    leak_area_m2: float,
    leak_discharge_coefficient: float,
    density_kg_m3: float,
) -> PlenumFlow:
    """Share a supply between tiles and leaks at one pressure.

    Tiles: ``q = A sqrt(2 dp / (rho K))`` with K on the face velocity. Leaks: ``q = C_d A sqrt(2 dp
    / rho)``. All flows grow with the root of the pressure, so it follows in closed form.
    Source: Idelchik, *Handbook of Hydraulic Resistance* (loss on the face velocity; orifice).

    Worked number: one 0.36 m2 tile of K = 42.76 at 25 Pa and 1.2 kg/m3 passes 0.3554 m3/s.

    Raises:
        ValueError: If there is a supply and neither tile nor leak to take it.
    """
    conductance = tile_area_m2 * np.sqrt(2.0 / (density_kg_m3 * tile_loss))
    leak = leak_discharge_coefficient * leak_area_m2 * (2.0 / density_kg_m3) ** 0.5
    total = float(conductance.sum()) + leak
    if supply_m3_s == 0.0:
        return PlenumFlow(0.0, np.zeros_like(tile_area_m2), 0.0)
    if total <= 0.0:
        raise ValueError("a plenum with supply needs a tile or a leak")
    root = supply_m3_s / total
    return PlenumFlow(root * root, conductance * root, leak * root)


@dataclass(frozen=True, slots=True)
class SpaceFlow:
    """Air between spaces that each have one pressure.

    Attributes:
        pressure_pa: Of each space, shape (spaces,) [Pa].
        flow_m3_s: Through each passage, from ``below`` to ``above``, shape (passages,) [m3/s].
    """

    pressure_pa: Array
    flow_m3_s: Array


def uniform_spaces(
    net_supply_m3_s: Array,
    below: Index,
    above: Index,
    discharge_area_m2: Array,
    density_kg_m3: float,
) -> SpaceFlow:
    """Pressures and flows of spaces that are each at one pressure: the first guess of a solve.

    Every passage follows ``q = area sqrt(2 dp / rho)``; what enters a space by machines leaves it
    through passages. Solved by Newton's method on flows and pressures together (Todini & Pilati
    1988), which for one plenum under one room is the closed form of :func:`uniform_pressure`.

    Args:
        net_supply_m3_s: What machines blow into each space less what they draw, shape (spaces,);
            sums to zero over spaces that passages connect [m3/s].
        below: Space on one side of each passage, shape (passages,).
        above: Space on the other side.
        discharge_area_m2: Of each passage, above zero [m2].
        density_kg_m3: Of the air [kg/m3].

    Returns:
        Pressures against the first space of those that passages connect, and flows.
    """
    count = net_supply_m3_s.size
    flow = np.zeros(below.size)
    scale = float(np.abs(net_supply_m3_s).sum())
    if scale == 0.0 or below.size == 0:
        return SpaceFlow(np.zeros(count), flow)
    # spaces are few: dense matrices of them cost a tenth of what sparse ones do
    keys, pair = np.unique(below.astype(np.int64) * count + above, return_inverse=True)
    pairs = np.stack([keys // count, keys % count])
    area = np.bincount(pair, discharge_area_m2)
    resistance = density_kg_m3 / (2.0 * area * area)
    edges = np.arange(area.size)
    incidence = np.zeros((area.size, count))
    incidence[edges, pairs[0]] += 1.0
    incidence[edges, pairs[1]] -= 1.0
    joined = coo_matrix((np.ones(area.size), (pairs[0], pairs[1])), shape=(count, count))
    _, part = connected_components(joined, directed=False)
    free = np.setdiff1d(np.arange(count), np.unique(part, return_index=True)[1])
    reduced = incidence[:, free]
    through = np.full(area.size, scale)
    pressure = np.zeros(count)
    for _ in range(_MOST_ROUNDS):
        steep = 2.0 * resistance * np.maximum(np.abs(through), _LEAST_FLOW * scale)
        system = reduced.T @ (reduced / steep[:, None])
        pressure[free] = np.linalg.solve(
            system, net_supply_m3_s[free] - reduced.T @ (0.5 * through)
        )
        before = through
        through = 0.5 * through + (incidence @ pressure) / steep
        if np.abs(through - before).max() < _SETTLED * scale:
            break
    return SpaceFlow(pressure, through[pair] * discharge_area_m2 / area[pair])
