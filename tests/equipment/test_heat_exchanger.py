"""Exchangers: published values, limits, laws of conductance and their inverses."""

import ht
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.heat_exchanger import (
    air_heating_coil_law,
    coil_law,
    conductance_from_approach_w_k,
    conductance_from_duty_w_k,
    effectiveness,
    exchange,
    film_factor,
    plate_law,
)
from coolsim.equipment.validity import Range
from coolsim.errors import SolveError

ARRANGEMENTS = ("counterflow", "crossflow", "parallel")
rates = st.floats(100.0, 1e6)
temperatures = st.floats(5.0, 70.0)
conductances = st.floats(10.0, 1e7)


def test_worked_numbers():
    assert effectiveness(2.0, 0.8) == pytest.approx(0.710909, abs=1e-6)
    assert effectiveness(3.0, 1.0) == pytest.approx(0.75)
    found = exchange(45.0, 32.0, 41_800.0, 50_160.0, 120_000.0)
    assert found.effectiveness == pytest.approx(0.786398, abs=1e-6)
    assert found.duty_w == pytest.approx(427_330, abs=10)
    assert plate_law(5e5, 0.02, 0.02).conductance_w_k(0.01, 0.01) == pytest.approx(307_150, abs=10)
    found_back = conductance_from_duty_w_k(427_328.86, 13.0, 41_800.0, 50_160.0)
    assert found_back == pytest.approx(120_000.0, rel=1e-6)
    assert film_factor(1.018, 0.95, 2.10, 0.774) == pytest.approx(0.638, abs=1e-3)


@pytest.mark.parametrize("arrangement", ["counterflow", "parallel"])
@given(ntu=st.floats(0.0, 20.0), ratio=st.floats(0.0, 1.0))
def test_effectiveness_is_that_of_the_library(arrangement, ntu, ratio):
    known = ht.effectiveness_from_NTU(ntu, ratio, arrangement)
    assert effectiveness(ntu, ratio, arrangement) == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("ntu", [0.1, 0.5, 1.0, 3.0, 8.0])
@pytest.mark.parametrize("ratio", [0.05, 0.5, 1.0])
def test_crossflow_is_within_its_stated_error_of_the_exact_integral(ntu, ratio):
    exact = ht.effectiveness_from_NTU(ntu, ratio, "crossflow")
    assert effectiveness(ntu, ratio, "crossflow") == pytest.approx(exact, abs=0.02)


def test_balanced_counterflow_is_reached_without_a_jump():
    near = effectiveness(3.0, 1.0 - np.array([0.0, 1e-14, 1e-10, 1e-6]))
    assert near == pytest.approx(0.75, abs=1e-6)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@given(
    hot=temperatures, cold=temperatures, hot_rate=rates, cold_rate=rates, conductance=conductances
)
def test_energy_is_conserved_and_no_duty_exceeds_the_largest(
    arrangement, hot, cold, hot_rate, cold_rate, conductance
):
    found = exchange(hot, cold, hot_rate, cold_rate, conductance, arrangement)
    largest = min(hot_rate, cold_rate) * abs(hot - cold)
    assert abs(found.duty_w) <= largest * (1.0 + 1e-12) + 1e-9
    assert hot_rate * (hot - found.hot_out_c) == pytest.approx(found.duty_w, abs=1e-6 * hot_rate)
    assert cold_rate * (found.cold_out_c - cold) == pytest.approx(
        found.duty_w, abs=1e-6 * cold_rate
    )


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@given(hot_rate=rates, cold_rate=rates, conductance=conductances)
def test_more_conductance_gives_more_duty(arrangement, hot_rate, cold_rate, conductance):
    duties = exchange(
        50.0, 20.0, hot_rate, cold_rate, conductance * np.array([1.0, 1.5]), arrangement
    ).duty_w
    assert duties[1] >= duties[0] * (1.0 - 1e-12)


def test_a_stream_that_stands_carries_no_duty():
    found = exchange(45.0, 32.0, np.array([0.0, 1e3, 0.0]), np.array([1e3, 0.0, 0.0]), 1e5)
    assert found.duty_w == pytest.approx(0.0)
    assert found.hot_out_c == pytest.approx([32.0, 45.0, 45.0])
    assert found.cold_out_c == pytest.approx([32.0, 45.0, 32.0])


@given(hot=st.floats(0.01, 3.0), cold=st.floats(0.01, 3.0))
def test_more_flow_of_either_side_gives_more_conductance(hot, cold):
    for law in (plate_law(1e5, 1.0, 1.0), coil_law(1e5, 1.0, 1.0)):
        base = law.conductance_w_k(hot, cold)
        assert law.conductance_w_k(1.1 * hot, cold) > base
        assert law.conductance_w_k(hot, 1.1 * cold) > base


def test_conductance_at_rated_flows_is_the_rated_one_and_none_where_a_stream_stands():
    for law in (plate_law(7e4, 2.0, 3.0), coil_law(7e4, 2.0, 3.0)):
        found = law.conductance_w_k(np.array([2.0, 0.0, 2.0]), np.array([3.0, 3.0, 0.0]))
        assert found == pytest.approx([7e4, 0.0, 0.0])


def test_a_coil_that_heats_air_is_the_mirror_of_one_that_cools_it():
    cooling, heating = coil_law(1e4, 2.0, 1e-3), air_heating_coil_law(1e4, 1e-3, 2.0)
    assert cooling.conductance_w_k(1.3, 5e-4) == pytest.approx(heating.conductance_w_k(5e-4, 1.3))


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@given(ntu=st.floats(0.05, 6.0), hot_rate=rates, cold_rate=rates)
def test_conductance_found_from_a_duty_gives_that_duty(arrangement, ntu, hot_rate, cold_rate):
    wanted = ntu * min(hot_rate, cold_rate)
    duty = float(exchange(60.0, 20.0, hot_rate, cold_rate, wanted, arrangement).duty_w)
    found = conductance_from_duty_w_k(duty, 40.0, hot_rate, cold_rate, arrangement)
    again = float(exchange(60.0, 20.0, hot_rate, cold_rate, found, arrangement).duty_w)
    assert again == pytest.approx(duty, rel=1e-6)


def test_approach_of_balanced_counterflow_is_its_mean_difference():
    assert conductance_from_approach_w_k(1.35e6, 4.0, 82e3, 82e3) == pytest.approx(337_500.0)


@pytest.mark.parametrize(
    ("duty_w", "approach_k", "hot", "cold"),
    [(1e5, 0.0, 1e4, 1e4), (1e5, -2.0, 1e4, 1e4), (1e6, 4.0, 1e5, 1e4), (1e5, 4.0, 0.0, 1e4)],
)
def test_an_impossible_rating_is_refused(duty_w, approach_k, hot, cold):
    with pytest.raises(SolveError):
        conductance_from_approach_w_k(duty_w, approach_k, hot, cold)


def test_flows_far_from_the_rated_ones_get_a_note():
    law = plate_law(1e5, 1.0, 1.0)
    assert law.notes(np.array([1.0, 0.5]), np.array([0.5, 0.0])) == ()
    (note,) = law.notes(0.1, 1.0)
    assert "Kumar" in note


def test_a_value_outside_its_range_gets_a_note_and_stays():
    limits = Range("flow over rated flow", 0.2, 2.0, "", "somebody")
    assert limits.notes(1.0) == ()
    assert limits.notes(np.array([0.2, 2.0])) == ()
    (note,) = limits.notes(np.array([1.0, 3.0]))
    assert "3 lies outside 0.2 to 2" in note
    assert "somebody" in note
