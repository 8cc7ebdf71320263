"""Pumps: one-point curve, affinity, slopes, power."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.pump import (
    PumpCurve,
    curve_of_group,
    curve_of_point,
    power_from_efficiency_w,
    power_from_rating_w,
)

CURVE = curve_of_point(0.02, 250e3)
XDU = PumpCurve(476.46e3, 0.092063e3 * 60e3, -0.000234e3 * 60e3**2)


def test_worked_numbers():
    assert CURVE.shutoff_pa == pytest.approx(333.3e3, abs=100)
    assert CURVE.head_pa(0.02) == pytest.approx(250e3)
    assert CURVE.head_pa(0.01, speed=0.5) == pytest.approx(62.5e3)
    assert CURVE.runout_m3_s == pytest.approx(0.04)
    assert XDU.head_pa(0.02) == pytest.approx(250e3, abs=100)
    assert curve_of_group(XDU, 2).head_pa(0.01) == pytest.approx(XDU.head_pa(0.02))
    assert power_from_efficiency_w(0.02, 250e3, 0.5) == pytest.approx(10e3)
    found = power_from_rating_w(np.array([0.0, 0.02, 0.01]), 0.02, 12e3, np.array([1.0, 1.0, 0.5]))
    assert found == pytest.approx([8e3, 12e3, 1.5e3])


@given(flow=st.floats(0.0, 0.05), speed=st.floats(0.1, 1.0), running=st.integers(1, 4))
def test_the_slope_is_the_derivative_of_the_head(flow, speed, running):
    step = 1e-7
    ahead = XDU.head_pa(flow + step, speed, running)
    behind = XDU.head_pa(flow - step, speed, running)
    slope = XDU.slope_pa_s_m3(flow, speed, running)
    assert slope == pytest.approx((ahead - behind) / (2.0 * step), rel=1e-3, abs=50.0 / step * 1e-6)


@given(flow=st.floats(0.0, 0.03), speed=st.floats(0.2, 1.0))
def test_affinity(flow, speed):
    """Head with the square, flow with the speed; one more pump carries the same at less each."""
    assert CURVE.head_pa(flow * speed, speed) == pytest.approx(speed**2 * CURVE.head_pa(flow))
    assert CURVE.head_pa(2.0 * flow, running=2) == pytest.approx(CURVE.head_pa(flow))


def test_head_falls_to_nothing_at_run_out_and_is_no_force_beyond():
    assert CURVE.head_pa(CURVE.runout_m3_s) == pytest.approx(0.0, abs=1e-6)
    assert CURVE.head_pa(2.0 * CURVE.runout_m3_s) < 0.0
    assert CURVE.head_pa(-0.01) > CURVE.shutoff_pa
    assert CURVE.head_pa(0.0, speed=0.0) == 0.0


def test_one_of_two_pumps_off_gives_less_head_at_the_same_flow():
    assert CURVE.head_pa(0.03, running=1) < CURVE.head_pa(0.03, running=2)
