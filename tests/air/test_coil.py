"""The coil: three modes, one energy balance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.coil import supply_controlled

RATE = 5000.0


def test_worked_number_saturated():
    coil = supply_controlled(30.0, 20.0, RATE, 40e3)
    assert coil.mode == "saturated"
    assert coil.supply_temperature_c == pytest.approx(22.0)
    assert coil.net_duty_w == 40e3


def test_holds_its_set_point_within_capacity():
    coil = supply_controlled(26.0, 20.0, RATE, 40e3)
    assert (coil.mode, coil.supply_temperature_c) == ("holding", 20.0)
    assert coil.net_duty_w == pytest.approx(30e3)


def test_an_unknown_capacity_is_never_reached():
    coil = supply_controlled(90.0, 20.0, RATE, None)
    assert coil.mode == "holding"
    assert coil.net_duty_w == pytest.approx(350e3)


def test_a_coil_cannot_heat():
    coil = supply_controlled(17.0, 20.0, RATE, 40e3)
    assert (coil.mode, coil.supply_temperature_c, coil.net_duty_w) == ("idle", 17.0, 0.0)


@pytest.mark.parametrize(("return_c", "capacity_w"), [(20.0, 40e3), (28.0, 40e3)])
def test_at_its_limits_round_off_does_not_change_the_mode(return_c, capacity_w):
    for slip in (-1e-9, 0.0, 1e-9):
        assert supply_controlled(return_c + slip, 20.0, RATE, capacity_w).mode == "holding"


@given(st.floats(-10.0, 80.0), st.floats(5.0, 35.0), st.floats(10.0, 1e5), st.floats(1.0, 1e6))
def test_the_air_loses_what_the_coil_takes(return_c, set_point_c, rate, capacity_w):
    coil = supply_controlled(return_c, set_point_c, rate, capacity_w)
    lost = rate * (return_c - coil.supply_temperature_c)
    assert lost == pytest.approx(coil.net_duty_w, abs=2e-6 * rate)
    assert 0.0 <= coil.net_duty_w <= capacity_w + 1e-6 * rate
    assert coil.supply_temperature_c >= min(set_point_c, return_c) - 1e-9


@given(st.floats(0.0, 60.0), st.floats(0.0, 5.0))
def test_warmer_return_air_never_makes_colder_supply(return_c, more):
    first = supply_controlled(return_c, 20.0, RATE, 40e3)
    second = supply_controlled(return_c + more, 20.0, RATE, 40e3)
    assert second.supply_temperature_c >= first.supply_temperature_c - 1e-5
