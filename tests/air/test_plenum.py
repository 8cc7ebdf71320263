"""The raised floor: closed form against a root finder, and the worked number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from coolsim.air.plenum import uniform_pressure

DENSITY = 1.2


def test_worked_number():
    # 0.36 sqrt(2 * 25 / (1.2 * 42.76)) = 0.36 * 0.98713
    flow = uniform_pressure(0.35537, np.array([0.36]), np.array([42.76]), 0.0, 0.0, DENSITY)
    assert flow.pressure_pa == pytest.approx(25.0, rel=1e-3)
    assert flow.tile_flow_m3_s == pytest.approx([0.35537])
    assert flow.leak_flow_m3_s == 0.0


@given(
    st.floats(0.01, 50.0),
    st.lists(st.tuples(st.floats(0.05, 1.0), st.floats(1.0, 300.0)), min_size=1, max_size=30),
    st.floats(0.0, 0.5),
)
def test_the_closed_form_is_the_root_of_the_volume_balance(supply, tiles, leak_area):
    area, loss = (np.array(column) for column in zip(*tiles, strict=True))

    def surplus(pressure):
        through = area * np.sqrt(2.0 * pressure / (DENSITY * loss))
        return through.sum() + 0.6 * leak_area * np.sqrt(2.0 * pressure / DENSITY) - supply

    flow = uniform_pressure(supply, area, loss, leak_area, 0.6, DENSITY)
    root = brentq(surplus, 0.0, 1e9, rtol=1e-12)
    assert flow.pressure_pa == pytest.approx(root, rel=1e-6)
    assert flow.tile_flow_m3_s.sum() + flow.leak_flow_m3_s == pytest.approx(supply, rel=1e-12)


def test_tiles_share_by_area_and_root_of_loss():
    flow = uniform_pressure(
        3.0, np.array([0.36, 0.36, 0.72]), np.array([10.0, 40.0, 40.0]), 0.0, 0.0, DENSITY
    )
    np.testing.assert_allclose(flow.tile_flow_m3_s, [1.2, 0.6, 1.2])


def test_twice_the_supply_takes_four_times_the_pressure():
    once, twice = (
        uniform_pressure(q, np.array([0.36]), np.array([40.0]), 0.01, 0.6, DENSITY)
        for q in (0.3, 0.6)
    )
    assert twice.pressure_pa == pytest.approx(4.0 * once.pressure_pa)


def test_no_supply_moves_nothing():
    flow = uniform_pressure(0.0, np.array([0.36]), np.array([40.0]), 0.01, 0.6, DENSITY)
    assert (flow.pressure_pa, flow.leak_flow_m3_s) == (0.0, 0.0)
    assert not flow.tile_flow_m3_s.any()
    none = uniform_pressure(0.0, np.zeros(0), np.zeros(0), 0.0, 0.6, DENSITY)
    assert none.tile_flow_m3_s.size == 0


def test_a_supply_without_a_way_out_is_refused():
    with pytest.raises(ValueError, match="tile or a leak"):
        uniform_pressure(1.0, np.zeros(0), np.zeros(0), 0.0, 0.6, DENSITY)
