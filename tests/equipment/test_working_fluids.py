"""Fluids of the catalogue as functions of temperature."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.equipment.working_fluids import boiling_fluid, dielectric
from coolsim.errors import CatalogueError, SolveError


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_worked_numbers(catalogue):
    oil = dielectric(catalogue, "shell_s5x")
    at = oil.table.at(40.0)
    assert at.density_kg_m3 == pytest.approx(806.0)
    assert at.heat_capacity_j_kg_k == pytest.approx(2250.0)
    assert at.viscosity_pa_s == pytest.approx(7.899e-3, rel=1e-3)
    assert at.conductivity_w_m_k == pytest.approx(0.142)
    novec = boiling_fluid(catalogue, "novec649").table
    assert novec.saturation_c(101_325.0) == pytest.approx(49.05, abs=0.01)
    assert novec.at(50.0).pressure_pa == pytest.approx(104.7e3, rel=1e-3)
    assert novec.at(49.05).latent_j_kg == pytest.approx(87.95e3)


def test_recalled_figures_make_a_weak_fluid_and_constants_a_note(catalogue):
    oil = dielectric(catalogue, "shell_s5x")
    assert oil.confidence == "memory_unverified"
    assert any("viscosity is known at 40 °C only" in note for note in oil.notes)
    assert all(note.startswith("Shell") for note in oil.notes)


def test_a_table_follows_temperature(catalogue):
    silicone = dielectric(catalogue, "silicone_xlt").table
    assert silicone.at(20.0).viscosity_pa_s > silicone.at(60.0).viscosity_pa_s
    assert silicone.at(40.0).viscosity_pa_s == pytest.approx(1.0108e-3)


@pytest.mark.parametrize("identity", ["ec100", "shell_s3x", "opteon_2p50"])
def test_a_fluid_with_a_figure_missing_names_it(catalogue, identity):
    with pytest.raises(SolveError, match="viscosity"):
        dielectric(catalogue, identity)


def test_a_fluid_without_saturation_table_cannot_boil(catalogue):
    with pytest.raises(SolveError, match="saturation"):
        boiling_fluid(catalogue, "hfe7100")
    with pytest.raises(CatalogueError):
        boiling_fluid(catalogue, "no_such_fluid")


def test_without_surface_tension_there_are_no_boiling_correlations(catalogue):
    assert boiling_fluid(catalogue, "r1233zde").saturated(40.0) is None
    known = boiling_fluid(catalogue, "novec649").saturated(25.0)
    assert known is not None
    assert known.surface_tension_n_m == pytest.approx(0.0108)


def test_a_design_can_give_what_is_missing(catalogue):
    own = catalogue.with_entries({"fluid": {"ec100": {"nu40_mm2_s": 8.0}}})
    assert dielectric(own, "ec100").table.at(40.0).viscosity_pa_s == pytest.approx(8e-6 * 820.0)
