"""Dry and adiabatic coolers."""

import numpy as np
import pytest

from coolsim.equipment.dry_cooler import (
    dry_cooler,
    dry_cooler_at_set_point,
    rated_dry_cooler,
)
from coolsim.errors import SolveError

WATER = 4.12e6
RATING = {
    "duty_w": 2.931e6,
    "air_in_c": 35.0,
    "liquid_in_c": 46.11,
    "liquid_out_c": 40.55,
    "air_m3_s": 400.0,
    "fan_w": 117680.0,
    "liquid_j_m3_k": WATER,
}
DRY = rated_dry_cooler(**RATING)
PADS = rated_dry_cooler(**RATING, pad_effectiveness=0.8)


def test_worked_number():
    state = dry_cooler(DRY, 46.11, DRY.liquid_m3_s, WATER, 35.0, 24.0, 1.0)
    assert state.rejected_w == pytest.approx(2.931e6)
    assert state.fan_w == pytest.approx(117680.0)


def test_liquid_gives_what_the_air_takes():
    state = dry_cooler(DRY, 46.0, 0.1, WATER, np.array([10.0, 30.0]), 8.0, 0.7)
    assert state.rejected_w == pytest.approx(0.1 * WATER * (46.0 - state.liquid_out_c))


def test_set_point_slows_the_fans_by_the_cube():
    outdoor = np.array([40.0, 35.0, 20.0, 0.0])
    state = dry_cooler_at_set_point(DRY, 46.11, DRY.liquid_m3_s, WATER, outdoor, -5.0, 40.55)
    assert state.liquid_out_c[0] > 40.55
    assert state.liquid_out_c[1:] == pytest.approx(40.55, abs=1e-6)
    assert state.fan_w == pytest.approx(117680.0 * state.fan_ratio**3)
    assert np.all(np.diff(state.fan_w) <= 0.0)


def test_liquid_already_cold_needs_no_fan():
    state = dry_cooler_at_set_point(DRY, 38.0, 0.1, WATER, 10.0, 8.0, 40.0)
    assert state.fan_w == 0.0
    assert state.rejected_w == 0.0


def test_wet_pads_cool_the_air_and_cost_water():
    dry, wet = (
        dry_cooler(PADS, 46.11, 0.1, WATER, 38.0, 22.0, 1.0, pads_wet=pads)
        for pads in (False, True)
    )
    assert wet.rejected_w > dry.rejected_w
    assert dry.evaporated_kg_s == 0.0
    air_w_k = 400.0 * 1.2 * 1006.0
    assert wet.evaporated_kg_s * 2.454e6 == pytest.approx(air_w_k * 0.8 * 16.0)


def test_pads_run_only_above_their_switch():
    state = dry_cooler_at_set_point(
        PADS, 46.0, 0.12, WATER, np.array([24.0, 36.0]), 18.0, 40.0, pads_above_c=28.0
    )
    assert state.evaporated_kg_s[0] == 0.0
    assert state.evaporated_kg_s[1] > 0.0


def test_ratings_that_cross_are_refused():
    with pytest.raises(SolveError, match="cools towards the air"):
        rated_dry_cooler(**RATING | {"air_in_c": 41.0})
    with pytest.raises(SolveError, match="beyond"):
        rated_dry_cooler(**RATING | {"air_m3_s": 100.0})
