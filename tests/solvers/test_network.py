"""Liquid networks: worked numbers, directions, and an independent solver beside ours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fluids.friction import friction_factor as library_factor
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, fsolve

from solvers.branches import REVERSE_PA_S_KG, Array, Branches, drops
from solvers.network import (
    FloatingNetworkError,
    Network,
    NetworkFlow,
    floating_nodes,
    solve_network,
)
from solvers.pipe_friction import friction_factor
from solvers.pumps import Pump, pump_rise, speed_for
from tests.solvers.networks import CURVE, branches, network, rack_loop


def with_branches(case: Network, **changes: object) -> Network:
    return replace(case, branches=replace(case.branches, **changes))  # type: ignore[arg-type]


def law_of(parts: Branches, k: int, flow: float) -> float:
    """Drop of one branch by the library's own scalar friction, without smoothing [Pa]."""
    rho, mu = float(parts.density_kg_m3[k]), float(parts.viscosity_pa_s[k])
    d, length = float(parts.diameter_m[k]), float(parts.length_m[k])
    speed = flow / rho / (np.pi / 4 * d**2)
    pipe = 0.0
    if length > 0.0:
        reynolds = max(rho * abs(speed) * d / mu, 1e-9)
        pipe = library_factor(Re=reynolds, eD=float(parts.roughness_m[k]) / d) * length / d
    loss = (pipe + float(parts.loss_coefficient[k])) * rho * speed * abs(speed) / 2
    loss += float(parts.quadratic_pa_s2_kg2[k]) * flow * abs(flow)
    return float(loss - (pump_rise(parts.pumps[k], flow)[0] if k in parts.pumps else 0.0))


def imbalance(case: Network, answer: NetworkFlow) -> float:
    """Largest imbalance at a free node, by counting what arrives and leaves."""
    parts = case.branches
    net = case.inflow_kg_s.copy()
    np.add.at(net, parts.head, answer.flow_kg_s)
    np.subtract.at(net, parts.tail, answer.flow_kg_s)
    net[case.fixed_nodes] = 0.0
    return float(np.abs(net).max())


def independent(case: Network) -> Array:
    """Flows by scipy's hybrid Powell method on all unknowns at once, no part of ours but the laws.

    Friction is the library's own scalar function, pumps by their curve.
    """
    parts = case.branches
    free = np.setdiff1d(np.arange(case.node_count), case.fixed_nodes)

    def equations(unknown: Array) -> Array:
        flow, pressure = unknown[: parts.count], np.zeros(case.node_count)
        pressure[case.fixed_nodes] = case.fixed_pressure_pa
        pressure[free] = unknown[parts.count :] * 1e5
        net = np.zeros(case.node_count)
        np.add.at(net, parts.head, flow)
        np.subtract.at(net, parts.tail, flow)
        energy = [
            (law_of(parts, k, float(flow[k])) - pressure[parts.tail[k]] + pressure[parts.head[k]])
            / 1e5
            for k in range(parts.count)
        ]
        return np.concatenate([energy, net[free]])

    guess = np.concatenate([np.ones(parts.count), np.ones(free.size)])
    found = np.asarray(fsolve(equations, guess, maxfev=20000, xtol=1e-12), dtype=np.float64)
    assert np.abs(equations(found)).max() < 1e-7
    return found[: parts.count]


def test_friction_matches_the_library_and_its_slope_is_the_derivative() -> None:
    reynolds = np.array([10.0, 1999.0, 4000.0, 1e4, 1e5, 1e6, 1e8])
    rough = np.array([0.0, 1e-3, 0.0, 1e-4, 1e-4, 1e-5, 1e-2])
    factor, slope = friction_factor(reynolds, rough)
    expected = [
        library_factor(Re=re, eD=e, Method=None) for re, e in zip(reynolds, rough, strict=True)
    ]
    np.testing.assert_allclose(factor, expected, rtol=1e-9)
    assert factor[4] == pytest.approx(0.0185138661, abs=1e-10)
    step = 1e-6
    ahead, _ = friction_factor(reynolds * (1 + step), rough)
    np.testing.assert_allclose(slope, np.log(ahead / factor) / step, atol=2e-6)


@pytest.mark.parametrize("rough", [0.0, 1e-4, 1e-2])
def test_between_laminar_and_turbulent_the_drop_is_smooth_and_rises(rough: float) -> None:
    reynolds = np.linspace(1500.0, 5000.0, 3501)
    factor, slope = friction_factor(reynolds, np.full(reynolds.size, rough))
    drop = factor * reynolds**2
    assert (np.diff(drop) > 0.0).all()
    # the logarithmic slope never jumps: it moves by less than 0.02 per unit of Re
    assert np.abs(np.diff(slope)).max() < 0.02
    by_difference = np.gradient(np.log(factor), np.log(reynolds))
    np.testing.assert_allclose(slope[5:-5], by_difference[5:-5], atol=5e-3)


def test_pipe_drop_worked_number() -> None:
    parts = branches([(0, 1)], length_m=10.0, diameter_m=0.05)
    drop, _ = drops(parts, np.array([2.0]))
    assert drop[0] == pytest.approx(2158.0, rel=1e-3)


@given(
    flow=st.floats(-20.0, 20.0),
    length=st.floats(0.0, 100.0),
    diameter=st.floats(0.01, 0.3),
    loss=st.floats(0.0, 50.0),
    quadratic=st.floats(0.0, 1e5),
    power=st.floats(0.0, 1e4),
    exponent=st.floats(1.0, 2.0),
)
def test_slopes_are_derivatives_and_above_zero(
    flow: float, length: float, diameter: float, loss: float, quadratic: float, power: float,
    exponent: float,
) -> None:  # fmt: skip
    parts = branches(
        [(0, 1)], length_m=length, diameter_m=diameter, loss_coefficient=loss + 0.1,
        quadratic_pa_s2_kg2=quadratic, power_coefficient=power, power_exponent=exponent,
    )  # fmt: skip
    step = 1e-6 * max(abs(flow), 1e-3)
    values = [drops(parts, np.array([flow + d]))[0][0] for d in (-step, step)]
    drop, slope = drops(parts, np.array([flow]))
    assert slope[0] > 0.0
    assert drops(parts, np.array([-flow]))[0][0] == pytest.approx(-drop[0], abs=1e-12)
    floor = 1e-9 * abs(drop[0]) / step + 1e-6
    assert slope[0] == pytest.approx((values[1] - values[0]) / 2 / step, rel=2e-3, abs=floor)


def test_a_single_resistance_carries_the_square_root() -> None:
    answer = solve_network(
        network(branches([(0, 1)], quadratic_pa_s2_kg2=1000.0), {0: 4000.0, 1: 0.0})
    )
    assert answer.flow_kg_s[0] == pytest.approx(2.0, rel=1e-9)


def test_series_adds_drops_and_parallel_adds_flows() -> None:
    series = solve_network(
        network(branches([(0, 1), (1, 2)], quadratic_pa_s2_kg2=[300.0, 700.0]), {0: 4e3, 2: 0.0})
    )
    np.testing.assert_allclose(series.flow_kg_s, 2.0, rtol=1e-9)
    assert series.pressure_pa[1] == pytest.approx(4000.0 - 300.0 * 4.0)
    parallel = solve_network(
        network(branches([(0, 1), (0, 1)], quadratic_pa_s2_kg2=[1000.0, 4000.0]), {0: 4e3, 1: 0.0})
    )
    np.testing.assert_allclose(parallel.flow_kg_s, [2.0, 1.0], rtol=1e-9)


def test_zero_flow_is_regular() -> None:
    case = network(branches([(0, 1), (1, 2), (2, 0)], length_m=5.0), {0: 1e5})
    answer = solve_network(case)
    assert answer.converged
    np.testing.assert_allclose(answer.flow_kg_s, 0.0, atol=1e-12)
    # a bridge between two equal points of a Wheatstone network carries nothing
    bridge = network(
        branches(
            [(0, 1), (0, 2), (1, 3), (2, 3), (1, 2)],
            quadratic_pa_s2_kg2=[1.0, 1.0, 2.0, 2.0, 5.0],
            loss_coefficient=1.0,
        ),
        {0: 1e4, 3: 0.0},
    )
    answer = solve_network(bridge)
    assert answer.converged
    assert abs(answer.flow_kg_s[4]) < 1e-5


def test_pump_meets_system_curve() -> None:
    case = network(branches([(0, 1), (1, 0)], {0: CURVE}, quadratic_pa_s2_kg2=[0.0, 8000.0]))
    expected = brentq(lambda m: pump_rise(CURVE, m)[0] - 8000.0 * m**2, 0.1, 8.0)
    answer = solve_network(case)
    assert answer.flow_kg_s[0] == pytest.approx(expected, rel=1e-6)


def test_pumps_follow_the_affinity_laws() -> None:
    pump = Pump(flow_kg_s=(0.0, 10.0), rise_pa=(300e3, 200e3), speed=0.5, count=2)
    assert pump_rise(pump, 10.0)[0] == pytest.approx(50e3, rel=1e-5)
    whole = replace(pump, speed=1.0)
    assert speed_for(whole, 10.0, 50e3) == pytest.approx(0.5, rel=1e-4)
    assert speed_for(whole, 10.0, 400e3) == 1.0
    step = 1e-5
    for flow in (-1.0, 3.0, 14.0, 30.0):
        ahead, here = pump_rise(whole, flow + step)[0], pump_rise(whole, flow - step)[0]
        assert pump_rise(whole, flow)[1] == pytest.approx((ahead - here) / 2 / step, rel=1e-4)
        assert pump_rise(whole, flow)[1] < 0.0


def test_control_holds_pressure_or_flow_until_the_speed_ends() -> None:
    full = solve_network(rack_loop(8, CURVE))
    pressure = 0.5 * full.pressure_pa[1]
    held = solve_network(rack_loop(8, replace(CURVE, held_pressure_pa=pressure)))
    assert held.pressure_pa[1] - held.pressure_pa[0] == pytest.approx(pressure, rel=1e-5)
    flow = solve_network(rack_loop(8, replace(CURVE, held_flow_kg_s=3.0)))
    assert flow.flow_kg_s[0] == pytest.approx(3.0, rel=1e-6)
    for beyond in (replace(CURVE, held_pressure_pa=5e5), replace(CURVE, held_flow_kg_s=50.0)):
        answer = solve_network(rack_loop(8, beyond))
        np.testing.assert_allclose(answer.flow_kg_s, full.flow_kg_s, rtol=1e-6)


def test_closing_one_valve_redistributes_as_an_independent_solver_says() -> None:
    case = rack_loop(4, CURVE)
    before = solve_network(case)
    np.testing.assert_allclose(before.flow_kg_s, independent(case), rtol=1e-6)
    is_open = np.ones(case.branches.count, dtype=bool)
    is_open[-3] = False
    closed = with_branches(case, is_open=is_open)
    after = solve_network(closed)
    assert after.converged
    assert after.flow_kg_s[-3] == 0.0
    left = closed.branches
    kept = {
        name: getattr(left, name)[is_open]
        for name in Branches.__dataclass_fields__
        if name != "pumps"
    }
    alone = replace(closed, branches=replace(left, **kept, pumps=left.pumps))
    np.testing.assert_allclose(after.flow_kg_s[is_open], independent(alone), rtol=1e-6)
    others = np.array([-4, -2, -1])
    assert (after.flow_kg_s[others] > before.flow_kg_s[others]).all()
    assert after.flow_kg_s[0] < before.flow_kg_s[0]


def test_directions() -> None:
    plain = solve_network(rack_loop(8, CURVE)).flow_kg_s[0]
    racks = rack_loop(8, CURVE)
    thick = with_branches(racks, viscosity_pa_s=np.full(racks.branches.count, 5e-3))
    assert solve_network(thick).flow_kg_s[0] < plain
    loss = racks.branches.loss_coefficient.copy()
    loss[0] = 200.0
    assert solve_network(with_branches(racks, loss_coefficient=loss)).flow_kg_s[0] < plain
    two = solve_network(rack_loop(8, replace(CURVE, count=2))).flow_kg_s[0]
    assert plain < two < 2.0 * plain
    assert solve_network(rack_loop(8, replace(CURVE, speed=0.7))).flow_kg_s[0] < plain


def test_a_check_valve_stops_reverse_flow_and_passes_forward_flow() -> None:
    weak = replace(CURVE, speed=0.3)
    ends = [(0, 1), (0, 1), (1, 0)]
    for is_check, reverses in (([False, False, False], True), ([True, True, False], False)):
        parts = branches(
            ends, {0: CURVE, 1: weak}, quadratic_pa_s2_kg2=[100.0, 100.0, 8000.0],
            is_check=is_check,
        )  # fmt: skip
        answer = solve_network(network(parts))
        assert answer.converged
        assert (answer.flow_kg_s[1] < -0.01) == reverses
        assert answer.flow_kg_s[0] > 1.0
    assert abs(answer.flow_kg_s[1]) <= 3e5 / REVERSE_PA_S_KG


def test_a_control_valve_lets_no_more_than_its_limit_pass() -> None:
    case = rack_loop(6, CURVE)
    free = solve_network(case)
    limit = case.branches.limit_kg_s.copy()
    limit[-6], limit[-1] = 0.2, 50.0
    limited = solve_network(with_branches(case, limit_kg_s=limit))
    assert limited.converged
    assert limited.flow_kg_s[-6] == pytest.approx(0.2, abs=1e-4)
    assert (limited.flow_kg_s[-5:] > free.flow_kg_s[-5:]).all()
    assert imbalance(case, limited) < 1e-9


def test_parts_without_reference_pressure_are_named() -> None:
    parts = branches([(0, 1), (2, 3), (3, 2), (1, 2)], is_open=[True, True, True, False])
    case = network(parts)
    assert floating_nodes(case).tolist() == [2, 3]
    with pytest.raises(FloatingNetworkError) as caught:
        solve_network(case)
    assert caught.value.nodes.tolist() == [2, 3]


def test_a_part_cut_off_by_closed_valves_has_no_pressure_and_no_flow() -> None:
    parts = branches([(0, 1), (1, 0), (1, 2)], {0: CURVE}, quadratic_pa_s2_kg2=1e3,
                     is_open=[True, True, False])  # fmt: skip
    answer = solve_network(network(parts))
    assert answer.converged
    assert np.isnan(answer.pressure_pa[2])
    assert answer.flow_kg_s[2] == 0.0


def test_running_out_of_steps_is_said() -> None:
    answer = solve_network(rack_loop(8, CURVE), max_iterations=1)
    assert not answer.converged
    assert answer.iterations == 1
    assert answer.residual_pa == answer.history_pa[-1] > 1.0


@settings(max_examples=60, deadline=None)
@given(data=st.data(), racks=st.integers(1, 12), count=st.integers(1, 3))
def test_random_rack_loops_converge_and_balance(
    data: st.DataObject, racks: int, count: int
) -> None:
    resistance = data.draw(
        st.lists(st.floats(1e2, 1e8), min_size=racks, max_size=racks), label="resistance"
    )
    held = data.draw(st.sampled_from([None, 1e4, 1e5, 1e6]), label="held")
    pump = replace(CURVE, count=count, held_pressure_pa=held)
    case = rack_loop(racks, pump, resistance)
    answer = solve_network(case)
    assert answer.converged
    assert imbalance(case, answer) <= 1e-9 * np.abs(answer.flow_kg_s).max()
    assert (answer.flow_kg_s[-racks:] > 0.0).all()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(2, 30))
def test_random_networks_converge_balance_and_forget_their_start(seed: int, nodes: int) -> None:
    rng = np.random.default_rng(seed)
    ends = [(int(rng.integers(0, k)), k) for k in range(1, nodes)]
    ends += [tuple(rng.choice(nodes, 2, replace=False).tolist()) for _ in range(nodes)]
    count = len(ends)
    parts = branches(
        ends,
        {0: replace(CURVE, speed=float(rng.uniform(0.3, 1.0)))},
        length_m=rng.uniform(0.0, 30.0, count),
        diameter_m=rng.uniform(0.01, 0.1, count),
        roughness_m=rng.choice([0.0, 1.5e-6, 1e-4], count),
        loss_coefficient=rng.uniform(0.0, 20.0, count),
        quadratic_pa_s2_kg2=10.0 ** rng.uniform(0.0, 6.0, count),
        power_coefficient=rng.uniform(0.0, 1e4, count),
        power_exponent=rng.uniform(1.0, 2.0, count),
        # only beside the tree, so that no check valve is forced open backwards
        is_check=(np.arange(count) >= nodes - 1) & (rng.random(count) < 0.3),
    )
    inflow = rng.uniform(-0.5, 0.5, nodes)
    case = network(parts, {0: 0.0}, inflow.tolist())
    answer = solve_network(case)
    assert answer.converged, answer.history_pa
    largest = max(float(np.abs(answer.flow_kg_s).max()), 1e-6)
    assert imbalance(case, answer) <= 1e-9 * largest
    elsewhere = solve_network(case, rng.uniform(-5.0, 5.0, count))
    assert elsewhere.converged
    np.testing.assert_allclose(elsewhere.flow_kg_s, answer.flow_kg_s, atol=1e-5 * largest)
