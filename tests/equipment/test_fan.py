"""Fans: the cube law."""

import numpy as np
import pytest

from coolsim.equipment.fan import fan_power_w


def test_worked_number():
    assert fan_power_w(2000.0, 1.0, 2.0) == pytest.approx(250.0)


def test_power_rises_with_airflow_and_is_the_rated_one_there():
    found = fan_power_w(2000.0, np.array([0.0, 1.0, 2.0, 2.5]), 2.0)
    assert found[0] == 0.0
    assert found[2] == pytest.approx(2000.0)
    assert np.all(np.diff(found) > 0.0)
