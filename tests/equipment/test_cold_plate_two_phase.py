"""Plates with boiling refrigerant: quality, dry-out, balance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.cold_plate_two_phase import boiling_plate_state, mass_for_quality_kg_s


def plate(power=1400.0, mass=0.012, quality_limit=1.0, limit_c=np.nan, air_w_k=0.0, sat_c=35.0):
    return boiling_plate_state(
        power,
        sat_c,
        mass,
        168_180.0,
        0.011,
        30.0,
        subcooling_k=2.0,
        heat_capacity_j_kg_k=1471.0,
        quality_limit=quality_limit,
        air_w_k=air_w_k,
        limit_c=limit_c,
    )


def test_worked_numbers():
    found = plate()
    assert found.case_c == pytest.approx(50.4)
    assert found.outlet_quality == pytest.approx(0.676, abs=1e-3)
    dry = plate(mass=0.008, quality_limit=0.7)
    assert dry.power_w == pytest.approx(965.3, abs=0.1)
    assert dry.is_at_dry_out
    assert mass_for_quality_kg_s(1400.0, 0.676, 168_180.0, 2.0, 1471.0) == pytest.approx(
        0.0120, rel=1e-3
    )


@given(
    power=st.floats(0.0, 3000.0),
    mass=st.one_of(st.just(0.0), st.floats(1e-5, 0.05)),
    quality=st.floats(0.3, 1.0),
    limit=st.one_of(st.just(np.nan), st.floats(36.0, 95.0)),
    air_w_k=st.floats(0.0, 3.0),
)
def test_energy_and_limits(power, mass, quality, limit, air_w_k):
    found = plate(power, mass, quality, limit, air_w_k)
    assert found.to_coolant_w + found.to_air_w == pytest.approx(found.power_w, abs=1e-6)
    if mass > 0.0:
        assert found.outlet_quality <= quality + 1e-6
    if found.is_throttled and not found.is_at_dry_out and found.power_w > 0.0:
        assert found.case_c == pytest.approx(limit, abs=1e-6)


def test_the_case_follows_saturation_and_not_the_flow():
    found = plate(sat_c=np.array([35.0, 36.0]))
    assert found.case_c[1] - found.case_c[0] == pytest.approx(1.0)
    flows = plate(mass=np.array([0.012, 0.024]))
    assert flows.case_c[0] == pytest.approx(flows.case_c[1])
    assert flows.outlet_quality[1] < 0.5 * flows.outlet_quality[0]


def test_the_case_limit_counts_before_dry_out_where_it_is_lower():
    found = plate(limit_c=45.0, quality_limit=0.9)
    assert found.is_throttled
    assert not found.is_at_dry_out
    assert found.case_c == pytest.approx(45.0)


def test_without_refrigerant_a_limited_chip_stops():
    found = plate(mass=0.0, limit_c=85.0)
    assert found.power_w == pytest.approx(0.0)
    assert found.to_coolant_w == 0.0
