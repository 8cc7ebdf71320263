"""Small liquid networks for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from solvers.branches import Branches
from solvers.network import Network
from solvers.pumps import Pump

WATER = {"density_kg_m3": 1000.0, "viscosity_pa_s": 1e-3}
CURVE = Pump(flow_kg_s=(0.0, 4.0, 8.0), rise_pa=(300e3, 260e3, 120e3))


def branches(
    ends: Sequence[tuple[int, int]], pumps: Mapping[int, Pump] | None = None, **values: object
) -> Branches:
    """Branches between the nodes given; a value may be one number or one for each."""
    count = len(ends)
    defaults: dict[str, object] = {
        **WATER,
        "length_m": 0.0,
        "diameter_m": 0.05,
        "roughness_m": 0.0,
        "loss_coefficient": 0.0,
        "quadratic_pa_s2_kg2": 0.0,
        "power_coefficient": 0.0,
        "power_exponent": 2.0,
        "reference_flow_kg_s": 1.0,
        "limit_kg_s": np.inf,
    }
    arrays = {
        key: np.broadcast_to(np.asarray(value, dtype=float), (count,)).copy()
        for key, value in {**defaults, **values}.items()
        if key not in ("is_open", "is_check")
    }
    flags = {
        key: np.broadcast_to(np.asarray(values.get(key, default), dtype=bool), (count,)).copy()
        for key, default in (("is_open", True), ("is_check", False))
    }
    tail, head = np.array(ends, dtype=np.int64).T
    return Branches(tail=tail, head=head, pumps=pumps or {}, **arrays, **flags)


def network(
    parts: Branches, fixed: Mapping[int, float] | None = None, inflow: Sequence[float] | None = None
) -> Network:
    """A network whose node 0 is held at zero unless told otherwise."""
    held = fixed or {0: 0.0}
    count = int(max(parts.tail.max(), parts.head.max())) + 1
    return Network(
        node_count=count,
        branches=parts,
        fixed_nodes=np.array(list(held), dtype=np.int64),
        fixed_pressure_pa=np.array(list(held.values())),
        inflow_kg_s=np.zeros(count) if inflow is None else np.array(inflow),
    )


def rack_loop(racks: int, pump: Pump, quadratic: Sequence[float] | float = 2e5) -> Network:
    """A pump, a supply and a return header of 40 mm, and racks between them (direct return).

    Node 0 is the pump's suction, 1 its outlet; nodes 2..racks+1 the supply header, the next
    ``racks`` the return header. Branch 0 is the pump, then supply, return, racks.
    """
    supply = list(range(2, racks + 2))
    back = list(range(racks + 2, 2 * racks + 2))
    ends = [(0, 1), (1, supply[0])]
    ends += list(pairwise(supply))
    ends += [(back[0], 0)]
    ends += [(far, near) for near, far in pairwise(back)]
    first_rack = len(ends)
    ends += list(zip(supply, back, strict=True))
    length = np.full(len(ends), 1.2)
    length[0] = 0.0
    diameter = np.full(len(ends), 0.04)
    diameter[first_rack:] = 0.02
    r = np.zeros(len(ends))
    r[first_rack:] = quadratic
    return network(
        branches(
            ends, {0: pump}, length_m=length, diameter_m=diameter, quadratic_pa_s2_kg2=r,
            roughness_m=1.5e-6,
        )
    )  # fmt: skip
