"""Temperatures of liquid networks: mixing, losses, conservation; pipes in time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.network import solve_network
from solvers.network_heat import UnboundedHeatError, pipe_line, solve_heat
from solvers.pipe_transient import TransientPipe, outlet_temperatures
from tests.solvers.networks import CURVE, rack_loop

CP = 4180.0


def test_two_streams_mix_by_their_flows() -> None:
    heat = solve_heat(
        np.array([0, 1, 2]), np.array([2, 2, 3]), 4, np.array([1.0, 3.0, 4.0]),
        np.array([0.0, 0.0, 1.0]), np.array([20.0, 40.0, 0.0]),
    )  # fmt: skip
    assert heat.node_c[2] == pytest.approx(35.0)
    assert heat.outlet_c[2] == pytest.approx(35.0)
    assert np.isnan(heat.node_c[0])


def test_a_pipe_loses_heat_exponentially() -> None:
    gain, offset = pipe_line(
        np.array([0.5, 0.0]), CP, np.array([20.0, 20.0]), np.array([25.0, 25.0]), np.zeros(2)
    )
    assert gain[0] * 45.0 + offset[0] == pytest.approx(44.8095, abs=1e-4)
    assert (gain[1], offset[1]) == (1.0, 0.0)


def test_reverse_flow_carries_heat_the_other_way() -> None:
    # written from node 1 to node 0, but flowing from 0 to 1
    heat = solve_heat(
        np.array([0, 1]), np.array([1, 0]), 2, np.array([-2.0, -2.0]),
        np.array([0.0, 1.0]), np.array([30.0, 5.0]),
    )  # fmt: skip
    assert heat.inlet_c[1] == pytest.approx(heat.node_c[0])
    assert heat.outlet_c[1] == pytest.approx(35.0)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), racks=st.integers(1, 20), supply=st.floats(10.0, 45.0)
)  # fmt: skip
def test_heat_is_conserved_to_round_off(seed: int, racks: int, supply: float) -> None:
    rng = np.random.default_rng(seed)
    case = rack_loop(racks, CURVE, (10.0 ** rng.uniform(4.0, 7.0, racks)).tolist())
    flow = solve_network(case).flow_kg_s
    parts = case.branches
    heat_w = np.zeros(parts.count)
    heat_w[-racks:] = rng.uniform(0.0, 5e4, racks)
    loss = rng.uniform(0.0, 5.0, parts.count)
    gain, offset = pipe_line(flow, CP, loss, np.full(parts.count, 25.0), heat_w)
    gain[0], offset[0] = 0.0, supply  # the unit holds its supply
    heat = solve_heat(parts.tail, parts.head, case.node_count, flow, gain, offset)
    taken = flow[0] * CP * (heat.inlet_c[0] - supply)
    lost = float((np.abs(flow) * CP * (heat.outlet_c - heat.inlet_c))[1:].sum())
    assert taken == pytest.approx(lost, abs=1e-6 * heat_w.sum() + 1e-3)
    assert heat.node_c[0] == pytest.approx(heat.inlet_c[0])


def test_heat_that_cannot_leave_is_refused_and_named() -> None:
    case = rack_loop(3, CURVE)
    flow = solve_network(case).flow_kg_s
    parts = case.branches
    gain, offset = np.ones(parts.count), np.zeros(parts.count)
    offset[-1] = 5.0
    with pytest.raises(UnboundedHeatError) as caught:
        solve_heat(parts.tail, parts.head, case.node_count, flow, gain, offset)
    assert caught.value.nodes.size == case.node_count


def test_plug_flow_repeats_the_inlet_one_transit_later() -> None:
    pipe = TransientPipe(10.0, 4180.0, 0.0, 1e3, 0.0, 20.0)
    time = np.arange(0.0, 401.0, 0.5)
    inlet = 30.0 + 10.0 * np.sin(time / 30.0)
    outlet = outlet_temperatures(pipe, time, np.full(time.size, 418.0), inlet, 30.0)
    later = time > 102.0
    expected = 30.0 + 10.0 * np.sin((time[later] - 100.0) / 30.0)
    np.testing.assert_allclose(outlet[later], expected, atol=0.05)
    np.testing.assert_allclose(outlet[time < 99.0], 30.0, atol=1e-9)


def test_a_settled_pipe_loses_what_the_steady_law_says() -> None:
    pipe = TransientPipe(50.0, 8000.0, 3000.0, 200.0, 0.8, 18.0)
    time = np.linspace(0.0, 3000.0, 301)
    carried = 0.4 * CP
    outlet = outlet_temperatures(pipe, time, np.full(301, carried), np.full(301, 60.0), 18.0)
    through = 50.0 / (1.0 / 200.0 + 1.0 / 0.8)
    assert outlet[-1] == pytest.approx(18.0 + 42.0 * np.exp(-through / carried), abs=0.02)


def test_the_wall_delays_a_step_by_its_share_of_the_heat_capacity() -> None:
    liquid, wall = 8000.0, 4000.0
    pipe = TransientPipe(40.0, liquid, wall, 300.0, 0.0, 20.0)
    time = np.linspace(0.0, 800.0, 1601)
    carried = 0.5 * CP
    outlet = outlet_temperatures(pipe, time, np.full(time.size, carried), np.full(1601, 50.0), 20.0)
    mean_delay = float(np.trapezoid(1.0 - (outlet - 20.0) / 30.0, time))
    assert mean_delay == pytest.approx(40.0 * (liquid + wall) / carried, rel=5e-3)


def test_a_changing_flow_moves_the_front_by_the_volume_pushed() -> None:
    pipe = TransientPipe(10.0, 4000.0, 0.0, 1.0, 0.0, 20.0)
    time = np.linspace(0.0, 200.0, 401)
    carried = np.where(time < 50.0, 200.0, 600.0)
    inlet = np.full(time.size, 40.0)
    outlet = outlet_temperatures(pipe, time, carried, inlet, 20.0)
    # 40 kJ/K fill the pipe: 10 by 50 s, the other 30 in 50 s more
    assert np.interp(30.0, outlet, time) == pytest.approx(100.0, abs=1.0)
