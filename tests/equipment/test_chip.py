"""Chips: two paths, throttling, chains of plates; nothing drawn is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.chip import (
    PlatedLoad,
    chip_state,
    compute_fraction,
    flow_share_by_heat,
    plated_state,
)
from coolsim.equipment.cold_plate import plate_of_rating

LPM = 1e-3 / 60.0
GLYCOL = 4.00e6
PLATE = plate_of_rating(0.0230, 1.2 * LPM, GLYCOL)
SHARE = flow_share_by_heat(86.4e3, 29.2e3)


def rack(inlet_c=40.0, lpm=120.0, limit_c=np.nan, series=1, air_w_k=0.0):
    load = PlatedLoad(72, 1200.0, limit_c, 29.2e3, SHARE, air_w_k)
    return plated_state(load, PLATE, inlet_c, np.asarray(lpm) * LPM, GLYCOL, 30.0, series)


def test_worked_numbers():
    free = chip_state(1000.0, 40.0, 30.0, 50.0, 2.0)
    assert free.case_c == pytest.approx(58.846, abs=1e-3)
    assert free.to_coolant_w == pytest.approx(942.3, abs=0.1)
    assert free.to_air_w == pytest.approx(57.7, abs=0.1)
    held = chip_state(1000.0, 40.0, 30.0, 50.0, 2.0, 55.0)
    assert held.power_w == pytest.approx(800.0)
    assert held.is_throttled
    assert compute_fraction(700.0, 1400.0) == pytest.approx(0.5)
    assert pytest.approx(0.7474, abs=1e-4) == SHARE
    found = rack()
    assert found.hottest_case_c == pytest.approx(67.325, abs=1e-3)
    assert found.outlet_c == pytest.approx(54.45, abs=1e-3)


@given(
    power=st.floats(0.0, 3000.0),
    coolant=st.floats(10.0, 70.0),
    air=st.floats(10.0, 50.0),
    # a conductance so small that its inverse overflows is no plate
    plate=st.one_of(st.just(0.0), st.floats(1e-6, 200.0)),
    second=st.floats(0.0, 5.0),
    limit=st.one_of(st.just(np.nan), st.floats(40.0, 110.0)),
)
def test_what_is_drawn_is_given_off_and_the_limit_is_kept(
    power, coolant, air, plate, second, limit
):
    found = chip_state(power, coolant, air, plate, second, limit)
    assert found.to_coolant_w + found.to_air_w == pytest.approx(found.power_w, abs=1e-6)
    assert 0.0 <= found.power_w <= power
    if found.is_throttled and found.power_w > 0.0:
        assert found.case_c == pytest.approx(limit, abs=1e-6)


@given(coolant=st.floats(10.0, 60.0), rise=st.floats(0.01, 10.0))
def test_warmer_water_makes_a_hotter_case_kelvin_by_kelvin(coolant, rise):
    found = rack(inlet_c=np.array([coolant, coolant + rise]))
    assert found.hottest_case_c[1] - found.hottest_case_c[0] == pytest.approx(rise, abs=1e-9)


@given(lpm=st.floats(10.0, 300.0), series=st.integers(1, 4))
def test_more_flow_makes_a_colder_case(lpm, series):
    found = rack(lpm=np.array([lpm, 1.1 * lpm]), series=series)
    assert found.hottest_case_c[1] < found.hottest_case_c[0]
    assert found.outlet_c[1] < found.outlet_c[0]


@given(
    inlet=st.floats(20.0, 60.0),
    lpm=st.floats(5.0, 300.0),
    series=st.integers(1, 4),
    limit=st.one_of(st.just(np.nan), st.floats(45.0, 95.0)),
    air_w_k=st.floats(0.0, 3.0),
)
def test_a_rack_conserves_energy(inlet, lpm, series, limit, air_w_k):
    found = rack(inlet, lpm, limit, series, air_w_k)
    drawn = 72 * 1200.0 + 29.2e3 - found.throttled_w
    assert found.to_coolant_w + found.to_air_w == pytest.approx(drawn, rel=1e-9)
    carried = lpm * LPM * GLYCOL * (found.outlet_c - inlet)
    assert carried == pytest.approx(found.to_coolant_w, rel=1e-9, abs=1e-3)
    assert found.compute_fraction == pytest.approx(1.0 - found.throttled_w / (72 * 1200.0))


def test_operations_fall_only_after_the_limit_is_passed():
    inlets = np.arange(40.0, 60.0)
    found = rack(inlet_c=inlets, limit_c=75.0)
    below = 67.325 - 40.0 + inlets < 75.0
    assert found.compute_fraction[below] == pytest.approx(1.0)
    assert np.all(found.compute_fraction[~below] < 1.0)
    assert np.all(np.diff(found.compute_fraction[~below]) < 0.0)
    assert np.nanmax(found.hottest_case_c) == pytest.approx(75.0)


def test_the_last_plate_of_a_chain_is_the_hottest():
    single, double = rack(series=1), rack(series=2)
    assert double.outlet_c == pytest.approx(float(single.outlet_c))
    # twice the flow per plate, but the second one sees the first one's warm coolant
    chain_m3_s = 120.0 * LPM * SHARE / 36.0
    resistance = PLATE.resistance_k_w(chain_m3_s, GLYCOL)
    second = 40.0 + 1200.0 / (chain_m3_s * GLYCOL) + 1200.0 * resistance
    assert double.hottest_case_c == pytest.approx(second)


def test_without_flow_heat_goes_to_the_air_and_limited_chips_stop():
    found = rack(lpm=0.0, limit_c=85.0)
    assert found.to_coolant_w == 0.0
    assert found.to_air_w == pytest.approx(29.2e3)
    assert found.throttled_w == pytest.approx(72 * 1200.0)
    unlimited = rack(lpm=0.0)
    assert unlimited.to_air_w == pytest.approx(29.2e3 + 72 * 1200.0)
    assert np.isinf(unlimited.hottest_case_c)


def test_a_rack_without_accelerators_has_no_case():
    load = PlatedLoad(0, 0.0, np.nan, 10e3, 0.0)
    found = plated_state(load, PLATE, 40.0, 10 * LPM, GLYCOL, 30.0)
    assert found.to_coolant_w == pytest.approx(10e3)
    assert np.isnan(found.hottest_case_c)
    assert found.compute_fraction == 1.0


def test_many_racks_at_once_are_as_one_by_one():
    inlets, flows = np.array([30.0, 40.0, 45.0]), np.array([60.0, 0.0, 140.0])
    together = rack(inlets, flows, np.array([np.nan, 80.0, 60.0]), 2, 1.0)
    for n, limit in enumerate((np.nan, 80.0, 60.0)):
        alone = rack(inlets[n], flows[n], limit, 2, 1.0)
        assert together.to_coolant_w[n] == pytest.approx(float(alone.to_coolant_w))
        assert together.throttled_w[n] == pytest.approx(float(alone.throttled_w))
