"""Cold plates: measured resistance, pressure laws, series, lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.cold_plate import (
    FLOW_RANGE,
    PressureLaw,
    coupling_law,
    liquid_factor,
    plate_of_rating,
)

LPM = 1e-3 / 60.0
GLYCOL = 4.00e6
PLATE = plate_of_rating(0.0230, 1.2 * LPM, GLYCOL)


def test_worked_numbers():
    assert PLATE.surface_k_w == pytest.approx(0.01675)
    assert PLATE.resistance_k_w(1.0 * LPM, GLYCOL) == pytest.approx(0.02425)
    assert PressureLaw(50e3, 10 * LPM).drop_pa(5 * LPM) == pytest.approx(13.87e3, abs=10)
    assert liquid_factor(1.02, 2.1) == pytest.approx(1.1367, abs=1e-3)


@given(flow=st.floats(0.05, 20.0), exponent=st.floats(0.0, 0.8))
def test_more_flow_never_raises_the_resistance(flow, exponent):
    plate = plate_of_rating(0.0230, 1.2 * LPM, GLYCOL, exponent)
    found = plate.resistance_k_w(flow * LPM * np.array([1.0, 1.1]), GLYCOL)
    assert found[1] < found[0]


def test_resistance_is_the_rated_one_at_rated_flow_and_infinite_without():
    for exponent in (0.0, 0.5):
        plate = plate_of_rating(0.0230, 1.2 * LPM, GLYCOL, exponent)
        found = plate.resistance_k_w(np.array([1.2, 0.0]) * LPM, GLYCOL)
        assert found == pytest.approx([0.0230, np.inf])
        assert plate.conductance_w_k(0.0, GLYCOL) == 0.0


@given(flow=st.floats(-2.0, 2.0))
def test_the_slope_is_the_derivative_and_the_sign_that_of_the_flow(flow):
    law = PressureLaw(50e3, 1.0)
    step = 1e-6
    slope = (law.drop_pa(flow + step) - law.drop_pa(flow - step)) / (2.0 * step)
    assert law.slope_pa_s_m3(flow) == pytest.approx(slope, rel=1e-4, abs=10.0)
    assert law.drop_pa(-flow) == pytest.approx(-law.drop_pa(flow))


def test_couplings_go_with_the_square():
    assert coupling_law(10e3, 1.0).drop_pa(2.0) == pytest.approx(40e3)


def test_thicker_liquid_takes_more_pressure():
    assert liquid_factor(1.0, 2.0) > 1.0
    assert liquid_factor(1.0, 2.0, exponent=2.0) == pytest.approx(1.0)


def test_far_from_the_rated_flow_there_is_a_note():
    assert FLOW_RANGE.notes(1.0) == ()
    assert FLOW_RANGE.notes(0.1)
