"""Cold surfaces and insulated pipes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.dew_point import dew_point_margin_k, pipe_surface_c, pipe_w_m_k


def test_worked_numbers():
    assert dew_point_margin_k(18.0, 13.0) == 5.0
    assert pipe_w_m_k(0.06, 0.019) == pytest.approx(0.3953, abs=1e-4)
    assert pipe_w_m_k(0.06, 0.0) == pytest.approx(1.6965, abs=1e-4)
    assert pipe_surface_c(15.0, 25.0, 0.06, 0.019) == pytest.approx(23.57, abs=0.01)


def test_a_bare_pipe_is_as_cold_as_its_coolant():
    assert pipe_surface_c(15.0, 25.0, 0.06, 0.0) == 15.0


@given(outer=st.floats(0.015, 0.3), thickness=st.floats(0.003, 0.1), more=st.floats(0.001, 0.05))
def test_more_insulation_brings_the_surface_nearer_to_the_air(outer, thickness, more):
    found = pipe_surface_c(10.0, 25.0, outer, np.array([thickness, thickness + more]))
    assert 10.0 < found[0] < found[1] < 25.0
