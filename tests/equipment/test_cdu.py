"""Coolant distribution units: set point, exchanger limit, capacity, first law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.cdu import (
    coil_of_rating,
    held_by_capacity,
    plates_of_rating,
    throttled,
)
from coolsim.errors import SolveError

WATER = 4.1e6
PLATES = plates_of_rating(1.35e6, 4.0, 0.02, 0.02, WATER, WATER)


def state(return_c=50.0, set_point_c=30.0, flow=0.02, cold_c=27.0, cold=0.02, **more):
    return throttled(return_c, set_point_c, flow, WATER, cold_c, cold, WATER, PLATES, **more)


def test_worked_numbers():
    assert PLATES.rated_w_k == pytest.approx(337_500.0)
    coil = coil_of_rating(60e3, 12.0, 1.5e-3, 6.0, 4.0e6, 1.2e3)
    assert coil.rated_w_k == pytest.approx(5145, abs=1)
    open_wide = state()
    assert open_wide.supply_c == pytest.approx(31.496, abs=1e-3)
    assert not open_wide.is_holding
    holding = state(set_point_c=36.0)
    assert holding.is_holding
    assert holding.cold_m3_s == pytest.approx(12.92e-3, abs=1e-5)
    assert held_by_capacity(50.0, 30.0, 50e3, 20.0, 800e3) == pytest.approx(34.0)


def test_the_rating_is_reproduced():
    """The rated duty at the rated flows gives the rated approach."""
    found = state(return_c=27.0 + 4.0 + 1.35e6 / (0.02 * WATER), set_point_c=20.0)
    assert found.approach_k == pytest.approx(4.0)
    assert found.duty_w == pytest.approx(1.35e6)


def test_a_held_supply_is_at_its_set_point_and_the_exchanger_agrees():
    found = state(set_point_c=np.array([33.0, 36.0, 40.0, 49.0]))
    assert found.is_holding.all()
    assert found.supply_c == pytest.approx([33.0, 36.0, 40.0, 49.0])
    opened = throttled(50.0, 0.0, 0.02, WATER, 27.0, found.cold_m3_s, WATER, PLATES)
    assert opened.supply_c == pytest.approx(found.supply_c, abs=1e-6)


def test_a_return_below_the_set_point_passes_through():
    found = state(return_c=28.0)
    assert found.is_idle
    assert found.supply_c == 28.0
    assert found.duty_w == 0.0
    assert found.cold_m3_s == 0.0


def test_capacity_lets_the_supply_rise():
    found = state(set_point_c=36.0, capacity_w=1e6)
    assert found.duty_w == pytest.approx(1e6)
    assert found.supply_c == pytest.approx(50.0 - 1e6 / (0.02 * WATER))
    assert not found.is_holding


def test_without_cold_flow_nothing_is_cooled():
    found = state(cold=0.0)
    assert found.supply_c == pytest.approx(50.0)
    assert found.duty_w == pytest.approx(0.0)


@given(
    warm=st.floats(20.0, 70.0),
    wanted=st.floats(15.0, 50.0),
    cold=st.floats(5.0, 45.0),
    flow=st.floats(1e-4, 0.04),
    opened=st.floats(1e-4, 0.04),
)
def test_energy_is_conserved_and_the_duty_bounded(warm, wanted, cold, flow, opened):
    found = state(warm, wanted, flow, cold, opened)
    taken = flow * WATER * (warm - found.supply_c)
    given_off = found.cold_m3_s * WATER * (found.cold_out_c - cold)
    assert taken == pytest.approx(found.duty_w, rel=1e-9, abs=1e-3)
    assert given_off == pytest.approx(found.duty_w, rel=1e-6, abs=1e-3)
    largest = min(flow, opened) * WATER * abs(warm - cold)
    if warm >= cold:
        assert -1e-6 <= found.duty_w <= largest * (1.0 + 1e-9) + 1e-6
        assert found.supply_c >= min(wanted, warm) - 1e-6 or found.supply_c >= cold - 1e-6
    assert found.supply_c >= min(wanted, warm) - 1e-6


@given(warm=st.floats(35.0, 70.0), rise=st.floats(0.1, 10.0))
def test_warmer_facility_water_never_cools_the_supply(warm, rise):
    found = state(return_c=warm, set_point_c=20.0, cold_c=np.array([20.0, 20.0 + rise]))
    assert found.supply_c[1] > found.supply_c[0]


def test_approach_grows_with_load_and_shrinks_with_facility_flow():
    loads = state(return_c=np.array([35.0, 45.0, 55.0]), set_point_c=0.0)
    assert np.all(np.diff(loads.approach_k) > 0.0)
    flows = state(set_point_c=0.0, cold=np.array([0.005, 0.01, 0.02, 0.04]))
    assert np.all(np.diff(flows.approach_k) < 0.0)


def test_a_thicker_coolant_supplies_warmer():
    found = state(set_point_c=0.0, technology_factor=np.array(0.6))
    assert found.supply_c > state(set_point_c=0.0).supply_c


def test_liquid_to_air_holds_by_its_fans():
    coil = coil_of_rating(60e3, 12.0, 1.5e-3, 6.0, 4.0e6, 1.2e3)
    found = throttled(
        np.array([45.0, 45.0]),
        np.array([38.0, 33.0]),
        1.5e-3,
        4.0e6,
        25.0,
        6.0,
        1.2e3,
        coil,
        arrangement="crossflow",
    )
    assert list(found.is_holding) == [True, False]
    assert 0.0 < found.cold_m3_s[0] < 6.0
    assert found.cold_m3_s[1] == 6.0
    heat_to_room = found.cold_m3_s * 1.2e3 * (found.cold_out_c - 25.0)
    assert heat_to_room == pytest.approx(found.duty_w, rel=1e-6)


@pytest.mark.parametrize(
    ("cold_c", "capacity_w", "supply_c"),
    [(20.0, None, 30.0), (34.0, None, 34.0), (60.0, None, 50.0), (20.0, 2e6, 30.0)],
)
def test_a_unit_without_a_known_exchanger(cold_c, capacity_w, supply_c):
    assert held_by_capacity(50.0, 30.0, 50e3, cold_c, capacity_w) == pytest.approx(supply_c)
    assert held_by_capacity(50.0, 30.0, 0.0, 20.0, 1e6) == 50.0


def test_an_impossible_rating_is_refused():
    with pytest.raises(SolveError, match="beyond"):
        plates_of_rating(5e6, 4.0, 0.05, 0.01, WATER, WATER)
