"""Rear doors: rating, by-pass, fans, first law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.rear_door import (
    air_effectiveness,
    air_pressure_law,
    door_of_rating,
    door_state,
    held_by_capacity,
)

AIR, WATER = 1.2e3, 4.17e6
COIL = door_of_rating(30e3, 6.0, 2.0, 0.75e-3, AIR, WATER)


def state(air=2.0, exhaust_c=36.5, water=0.75e-3, water_c=18.0, **more):
    return door_state(air, exhaust_c, 24.0, AIR, water, water_c, WATER, COIL, **more)


def test_worked_numbers():
    assert COIL.rated_w_k == pytest.approx(4907, abs=1)
    rated = state()
    assert rated.duty_w == pytest.approx(30e3)
    assert rated.air_out_c == pytest.approx(24.0)
    assert air_effectiveness(2.0, AIR, 0.75e-3, WATER, COIL) == pytest.approx(0.6757, abs=1e-4)
    leaky = state(bypass_fraction=0.1)
    assert leaky.duty_w == pytest.approx(28_203, abs=1)
    assert leaky.air_out_c == pytest.approx(24.749, abs=1e-3)
    duty = held_by_capacity(45.0, 25.0, 2400.0, 18.0, 40e3)
    assert duty == pytest.approx(40e3)
    assert 45.0 - duty / 2400.0 == pytest.approx(28.33, abs=0.01)
    assert air_pressure_law(25.0, 2.0).drop_pa(1.0) == pytest.approx(7.43, abs=0.01)


@given(
    air=st.floats(0.0, 4.0),
    exhaust=st.floats(20.0, 60.0),
    water=st.floats(0.0, 3e-3),
    cold=st.floats(8.0, 35.0),
    bypass=st.floats(0.0, 0.5),
    fan=st.floats(0.0, 2000.0),
)
def test_heat_is_split_between_water_and_air(air, exhaust, water, cold, bypass, fan):
    found = state(air, exhaust, water, cold, bypass_fraction=bypass, fan_w=fan)
    brought = air * AIR * (exhaust - 24.0) + fan
    assert found.duty_w + found.heat_left_w == pytest.approx(brought, rel=1e-9, abs=1e-6)
    assert water * WATER * (found.water_out_c - cold) == pytest.approx(
        found.duty_w, rel=1e-9, abs=1e-6
    )
    if air > 1e-6:
        left = air * AIR * (found.air_out_c - 24.0)
        assert left == pytest.approx(found.heat_left_w, rel=1e-6, abs=1e-3)
    largest = min(air * (1.0 - bypass) * AIR, water * WATER) * abs(exhaust - cold)
    assert abs(found.duty_w) <= largest * (1.0 + 1e-9) + 1e-9


@given(water_c=st.floats(5.0, 35.0), rise=st.floats(0.01, 5.0))
def test_warmer_water_lowers_the_duty_and_warms_the_air(water_c, rise):
    found = state(water_c=np.array([water_c, water_c + rise]))
    assert found.duty_w[1] < found.duty_w[0]
    assert found.air_out_c[1] > found.air_out_c[0]


@given(water=st.floats(1e-5, 3e-3), air=st.floats(0.05, 4.0))
def test_more_water_more_duty_and_more_bypass_less(water, air):
    more = state(air=air, water=np.array([water, 1.1 * water]))
    assert more.duty_w[1] > more.duty_w[0]
    gaps = state(air=air, water=water, bypass_fraction=np.array([0.0, 0.2]))
    assert gaps.duty_w[1] < gaps.duty_w[0]


def test_water_warmer_than_the_exhaust_heats_the_air():
    found = state(exhaust_c=24.0, water_c=30.0)
    assert found.duty_w < 0.0
    assert found.air_out_c > 24.0


@given(
    air=st.floats(0.05, 4.0),
    water=st.floats(0.0, 3e-3),
    bypass=st.floats(0.0, 0.5),
    exhaust=st.floats(20.0, 60.0),
)
def test_duty_is_the_effectiveness_times_the_way_to_the_water(air, water, bypass, exhaust):
    share = air_effectiveness(air, AIR, water, WATER, COIL, bypass)
    found = state(air, exhaust, water, 18.0, bypass_fraction=bypass)
    assert 0.0 <= share <= 1.0
    assert found.duty_w == pytest.approx(share * air * AIR * (exhaust - 18.0), rel=1e-9, abs=1e-6)


def test_fans_of_the_door_warm_its_air_and_not_its_water():
    still, blown = state(), state(fan_w=1200.0)
    assert blown.duty_w == pytest.approx(float(still.duty_w))
    assert blown.air_out_c - still.air_out_c == pytest.approx(1200.0 / (2.0 * AIR))


@pytest.mark.parametrize(
    ("exhaust", "target", "water", "capacity", "duty"),
    [(45.0, 25.0, 18.0, None, 48e3), (45.0, 25.0, 30.0, None, 36e3), (20.0, 25.0, 18.0, 4e4, 0.0)],
)
def test_a_door_without_a_known_coil(exhaust, target, water, capacity, duty):
    assert held_by_capacity(exhaust, target, 2400.0, water, capacity) == pytest.approx(duty)
