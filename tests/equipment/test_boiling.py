"""Pool boiling: published check values, directions, notes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.catalogue import load_catalogue
from coolsim.equipment.boiling import (
    Saturated,
    Surface,
    boiling_notes,
    cooper_w_m2_k,
    critical_flux_w_m2,
    rohsenow_w_m2_k,
    superheat_k,
)
from coolsim.equipment.working_fluids import boiling_fluid

FC72 = Saturated(57.1, 101_240.0, 1.7416e6, 338.04, 1578.5, 13.294, 84_480.0, 0.0080)


def test_worked_numbers():
    water = cooper_w_m2_k(101_325.0, 22_048_321.0, 18.02, superheat_k=4.3)
    assert water == pytest.approx(1558.14, abs=0.01)
    copper = rohsenow_w_m2_k(
        4.3,
        liquid_kg_m3=958.0,
        vapour_kg_m3=0.597,
        viscosity_pa_s=2.75e-4,
        conductivity_w_m_k=0.688,
        heat_capacity_j_kg_k=4180.0,
        latent_j_kg=2.25e6,
        surface_tension_n_m=0.0588,
        surface_constant=0.013,
        prandtl_exponent=1.0,
    )
    assert copper == pytest.approx(2860.62, abs=0.01)
    assert critical_flux_w_m2(FC72) == pytest.approx(13.43e4, rel=1e-3)
    assert superheat_k(10e4, FC72) == pytest.approx(23.60, abs=0.01)


@given(flux=st.floats(1e2, 3e5))
def test_flux_and_superheat_are_each_others_inverse(flux):
    superheat = superheat_k(flux, FC72)
    back = cooper_w_m2_k(101_240.0, 1.7416e6, 338.04, superheat_k=superheat) * superheat
    assert back == pytest.approx(flux, rel=1e-6)


def test_no_heat_no_superheat_and_more_flux_more_of_it():
    found = superheat_k(np.array([0.0, 1e4, 5e4, 1e5]), FC72)
    assert found[0] == 0.0
    assert np.all(np.diff(found) > 0.0)


def test_a_coat_lowers_the_superheat_and_raises_the_critical_flux():
    coat = Surface(transfer_factor=3.5, critical_factor=2.0)
    assert superheat_k(1e5, FC72, coat) == pytest.approx(superheat_k(1e5, FC72) / 3.5)
    assert critical_flux_w_m2(FC72, coat) == pytest.approx(2.0 * critical_flux_w_m2(FC72))


def test_a_plain_surface_fails_a_modern_part():
    """1200 W on 60 cm2 is 20 W/cm2, more than any plain surface in a fluoroketone bears."""
    liquid = boiling_fluid(load_catalogue(), "novec649").saturated(49.0)
    assert liquid is not None
    assert critical_flux_w_m2(liquid) < 20e4
    assert critical_flux_w_m2(liquid, Surface(1.0, 2.0)) > 20e4


def test_heavy_molecules_lie_outside_coopers_data():
    (note,) = boiling_notes(FC72)
    assert "molar mass" in note
    water = Saturated(100.0, 101_325.0, 22.06e6, 18.02, 958.0, 0.597, 2.25e6, 0.0588)
    assert boiling_notes(water) == ()
