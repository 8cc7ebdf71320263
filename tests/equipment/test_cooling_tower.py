"""Cooling towers: York's correlation and Merkel's theory."""

import numpy as np
import pytest

from coolsim.equipment.cooling_tower import (
    design_tower,
    merkel,
    merkel_at_set_point,
    york_approach_k,
)
from coolsim.errors import SolveError

TOWER = design_tower(10.0, 7.0, wet_bulb_c=25.6, approach_k=3.9, range_k=5.6)


def test_york_worked_numbers():
    assert york_approach_k(5.56, 25.55, 1.05, 1.0) == pytest.approx(4.0866, abs=5e-5)
    assert york_approach_k(5.6, 25.6, 1.0, 1.0) == pytest.approx(3.9, abs=0.05)


def test_york_approach_widens_with_load_and_narrows_with_air():
    assert np.all(np.diff(york_approach_k(np.array([3.0, 5.0, 8.0]), 20.0, 1.0, 1.0)) > 0.0)
    assert np.all(np.diff(york_approach_k(5.0, 20.0, 1.0, np.array([0.5, 0.8, 1.0]))) < 0.0)


def test_merkel_gives_its_design_point_back():
    state = merkel(TOWER, 25.6 + 3.9 + 5.6, 10.0, 25.6, 1.0)
    assert state.water_out_c == pytest.approx(29.5, abs=1e-6)
    assert state.rejected_w == pytest.approx(10.0 * 4186.0 * 5.6, rel=1e-9)


def test_merkel_conserves_energy_with_the_air():
    from coolsim.properties.psychrometrics import (
        enthalpy_j_kg,
        humidity_ratio_kg_kg,
        saturation_pressure_pa,
    )

    def saturated(wet_c):
        return enthalpy_j_kg(wet_c, humidity_ratio_kg_kg(saturation_pressure_pa(wet_c), 101325.0))

    ratio = np.array([0.3, 0.7, 1.0])
    state = merkel(TOWER, 33.0, 10.0, 20.0, ratio)
    taken_up = TOWER.air_kg_s * ratio * (saturated(state.air_out_wet_bulb_c) - saturated(20.0))
    assert taken_up == pytest.approx(state.rejected_w, rel=1e-6)
    assert state.rejected_w == pytest.approx(10.0 * 4186.0 * (33.0 - state.water_out_c))


def test_water_never_leaves_below_the_wet_bulb():
    wet = np.linspace(-10.0, 30.0, 21)
    state = merkel(TOWER, 35.0, 2.0, wet, 1.0)
    assert np.all(state.water_out_c >= wet)


def test_evaporation_carries_most_of_the_heat():
    state = merkel(TOWER, 35.0, 10.0, 24.0, 1.0)
    assert 0.7 < state.evaporated_kg_s * 2.43e6 / state.rejected_w < 1.1


def test_control_holds_its_set_point_or_says_why_not():
    wet = np.array([2.0, 20.0, 30.0])
    state = merkel_at_set_point(TOWER, 34.0, 10.0, wet, 30.0)
    assert state.water_out_c[1] == pytest.approx(30.0, abs=1e-6)
    assert state.water_out_c[2] > 30.0
    assert state.air_ratio[2] == pytest.approx(1.0)
    assert state.air_ratio[0] < state.air_ratio[1]


def test_a_tower_without_enough_air_is_refused():
    with pytest.raises(SolveError, match="wet bulb"):
        design_tower(10.0, 0.5, wet_bulb_c=25.6, approach_k=2.0, range_k=8.0)
