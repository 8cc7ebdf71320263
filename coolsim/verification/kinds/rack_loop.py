"""A closed loop of racks between two headers: flows against another network solver's."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict

from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.branches import Branches
from solvers.network import Network, NetworkFlow, solve_network
from solvers.pumps import Pump

_GRAVITY_M_S2 = 9.80665
_DENSITY_KG_M3 = 1000.0
"""Heads are in metres of the fluid, so that its density cancels."""
_CURVE_POINTS = 60
_LITRES = 1e-3


@dataclass(frozen=True, slots=True)
class Setup:
    """The loop: header of supply and return with racks every ``pitch_m``, mains at its start.

    ``pump_curve``: three points (flow [L/s], head [m]) of ``H = H0 - B Q**C``, the first without
    flow. ``branch_K``: loss coefficient of each rack by configuration.
    """

    pump_curve: tuple[tuple[NotNegative, NotNegative], ...]
    main_length_m: Positive
    main_K: NotNegative
    header_diameter_m: Positive
    pitch_m: Positive
    branch_length_m: Positive
    branch_diameter_m: Positive
    roughness_m: NotNegative
    kinematic_viscosity_m2_s: Positive
    branch_K: Mapping[str, tuple[NotNegative, ...]]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        if len(self.pump_curve) != 3 or self.pump_curve[0][0] != 0.0:
            raise ValueError("pump_curve needs three points, the first without flow")


@dataclass(frozen=True, slots=True)
class Flows:
    """Flows of one configuration; ``K`` instead of the set-up's loss coefficients."""

    pump_flow_L_s: Positive
    pump_head_m: Positive
    branch_flow_L_s: tuple[Positive, ...]
    K: tuple[NotNegative, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class RackLoop(Case):
    """Racks in direct return between two headers, by configuration."""

    setup: Setup
    reference: Mapping[str, Flows]
    tolerance: Tolerance

    def __post_init__(self) -> None:
        for name, flows in self.reference.items():
            losses = flows.K or self.setup.branch_K.get(name, ())
            if len(losses) != len(flows.branch_flow_L_s):
                raise ValueError(f"{name} has {len(losses)} loss coefficients for its racks")


def run(case: RackLoop) -> tuple[Row, ...]:
    """Compare pump flow, head and each rack's flow, one configuration after the other."""
    rows: list[Row] = []
    for name, flows in case.reference.items():
        losses = flows.K or case.setup.branch_K[name]
        start = time.perf_counter()
        answer = solve_network(rack_network(case.setup, losses))
        solved = Solved(time.perf_counter() - start, f"{len(losses)} racks")
        volume = answer.flow_kg_s / _DENSITY_KG_M3 / _LITRES
        head = float(answer.pressure_pa[1] - answer.pressure_pa[0]) / (
            _DENSITY_KG_M3 * _GRAVITY_M_S2
        )
        rel = case.tolerance.rel
        compared = [
            ("pump flow", float(volume[0]), flows.pump_flow_L_s, "L/s"),
            ("pump head", head, flows.pump_head_m, "m"),
        ]
        racks = volume[-len(losses) :]
        compared += [
            (f"flow of rack {n + 1}", float(ours), published, "L/s")
            for n, (ours, published) in enumerate(zip(racks, flows.branch_flow_L_s, strict=True))
        ]
        rows += [
            case.row(f"{name}: {what}", ours, published, rel * published, solved, unit)
            for what, ours, published, unit in compared
        ]
        rows.append(_balance(case, name, answer, solved))
    return tuple(rows)


def rack_network(setup: Setup, losses: tuple[float, ...]) -> Network:
    """The loop as a network: pump, main, supply header; return header, main; racks last."""
    racks = len(losses)
    supply = np.arange(2, racks + 2)
    back = np.arange(racks + 2, 2 * racks + 2)
    tail = np.concatenate([[0, 1], supply[:-1], [back[0]], back[1:], supply])
    head = np.concatenate([[1, supply[0]], supply[1:], [0], back[:-1], back])
    count = tail.size
    first_return, first_rack = 1 + racks, count - racks
    length = np.full(count, setup.pitch_m)
    length[[0, 1, first_return]] = 0.0, setup.main_length_m, setup.main_length_m
    length[first_rack:] = setup.branch_length_m
    diameter = np.full(count, setup.header_diameter_m)
    diameter[first_rack:] = setup.branch_diameter_m
    loss = np.zeros(count)
    loss[first_return] = setup.main_K
    loss[first_rack:] = losses
    branches = Branches(
        tail=tail.astype(np.int64),
        head=head.astype(np.int64),
        density_kg_m3=np.full(count, _DENSITY_KG_M3),
        viscosity_pa_s=np.full(count, setup.kinematic_viscosity_m2_s * _DENSITY_KG_M3),
        length_m=length,
        diameter_m=diameter,
        roughness_m=np.full(count, setup.roughness_m),
        loss_coefficient=loss,
        quadratic_pa_s2_kg2=np.zeros(count),
        power_coefficient=np.zeros(count),
        power_exponent=np.full(count, 2.0),
        reference_flow_kg_s=np.ones(count),
        is_open=np.ones(count, dtype=bool),
        is_check=np.zeros(count, dtype=bool),
        limit_kg_s=np.full(count, np.inf),
        pumps={0: _pump(setup)},
    )
    nodes = 2 * racks + 2
    return Network(nodes, branches, np.array([0]), np.zeros(1), np.zeros(nodes))


def _pump(setup: Setup) -> Pump:
    """The curve ``H = H0 - B Q**C`` through three points, in many."""
    (_, shutoff), (q1, h1), (q2, h2) = setup.pump_curve
    power = np.log((shutoff - h1) / (shutoff - h2)) / np.log(q1 / q2)
    factor = (shutoff - h1) / q1**power
    flows = np.linspace(0.0, (shutoff / factor) ** (1.0 / power), _CURVE_POINTS)
    heads = shutoff - factor * flows**power
    pressure = heads * _DENSITY_KG_M3 * _GRAVITY_M_S2
    mass = flows * _LITRES * _DENSITY_KG_M3
    return Pump(tuple(mass.tolist()), tuple(np.maximum(pressure, 0.0).tolist()))


def _balance(case: RackLoop, name: str, answer: NetworkFlow, solved: Solved) -> Row:
    """What is left over at the worst node, beside nothing, as a share of the pump's flow."""
    left = answer.imbalance_kg_s / float(answer.flow_kg_s[0])
    return case.row(f"{name}: imbalance of the worst node", left, 0.0, 1e-9, solved)
