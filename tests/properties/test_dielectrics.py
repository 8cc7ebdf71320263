"""Dielectrics from few points, boiling liquids from tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.catalogue import load_catalogue
from coolsim.equipment.working_fluids import boiling_fluid
from coolsim.properties.dielectrics import dielectric_table, stretched_notes
from coolsim.properties.saturation import surface_tension_n_m

POINTS = {
    "density": [(15.0, 800.0)],
    "heat_capacity": [(0.0, 2000.0), (40.0, 2200.0)],
    "viscosity": [(20.0, 10e-3), (40.0, 5e-3)],
    "conductivity": [(40.0, 0.14)],
}


def test_worked_numbers():
    table = dielectric_table("oil", source="nowhere", **POINTS)
    found = table.at(np.array([20.0, 30.0, 40.0, 60.0]))
    assert found.viscosity_pa_s == pytest.approx([10e-3, 7.07e-3, 5e-3, 2.5e-3], rel=1e-3)
    assert surface_tension_n_m(49.05, 0.0108, 25.0, 168.66) == pytest.approx(8.63e-3, rel=1e-3)


def test_lines_go_on_and_constants_stay():
    found = dielectric_table("oil", source="nowhere", **POINTS).at(np.array([10.0, 60.0]))
    assert found.density_kg_m3 == pytest.approx([800.0, 800.0])
    assert found.heat_capacity_j_kg_k == pytest.approx([2050.0, 2300.0])


def test_what_is_stretched_is_told():
    notes = stretched_notes(10.0, 60.0, **POINTS)
    assert len(notes) == 4
    assert "density is known at 15 °C only" in notes[0]
    within = stretched_notes(20.0, 40.0, **POINTS)
    assert len(within) == 2


@pytest.mark.parametrize(
    ("identity", "coolprop"),
    [
        ("novec649", "Novec649"),
        ("fc72", "n-Perfluorohexane"),
        ("opteon_sf33", "R1336mzz(Z)"),
        ("r1233zde", "R1233zd(E)"),
        ("r134a", "R134a"),
        ("r1234zee", "R1234ze(E)"),
    ],
)
def test_saturation_between_the_rows_is_that_of_the_equation_of_state(identity, coolprop):
    from CoolProp.CoolProp import PropsSI

    table = boiling_fluid(load_catalogue(), identity).table
    low, high = table.temperature_c[0], table.temperature_c[-1]
    for at_c in np.linspace(low, high, 9):
        state = table.at(at_c)
        kelvin = at_c + 273.15
        assert state.pressure_pa == pytest.approx(PropsSI("P", "T", kelvin, "Q", 0, coolprop), 1e-3)
        assert state.liquid_kg_m3 == pytest.approx(
            PropsSI("D", "T", kelvin, "Q", 0, coolprop), rel=1e-3
        )
        assert state.vapour_kg_m3 == pytest.approx(
            PropsSI("D", "T", kelvin, "Q", 1, coolprop), rel=0.015
        )
        latent = PropsSI("H", "T", kelvin, "Q", 1, coolprop) - PropsSI(
            "H", "T", kelvin, "Q", 0, coolprop
        )
        assert state.latent_j_kg == pytest.approx(latent, rel=2e-3)


@given(at_c=st.floats(0.0, 90.0))
def test_pressure_and_temperature_are_each_others_inverse(at_c):
    table = boiling_fluid(load_catalogue(), "novec649").table
    assert table.saturation_c(table.at(at_c).pressure_pa) == pytest.approx(at_c, abs=1e-6)


def test_surface_tension_ends_at_the_critical_point():
    found = surface_tension_n_m(np.array([25.0, 100.0, 168.66, 200.0]), 0.0108, 25.0, 168.66)
    assert found[0] == pytest.approx(0.0108)
    assert 0.0 < found[1] < found[0]
    assert list(found[2:]) == [0.0, 0.0]
