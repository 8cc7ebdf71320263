"""Water and glycols: published figures, limits, speed of the tables."""

from __future__ import annotations

import time

import numpy as np
import pytest

from coolsim.design.liquid import Coolant
from coolsim.errors import SolveError
from coolsim.properties.liquids import (
    boiling_c,
    freezing_c,
    is_water_based,
    liquid_table,
    mass_fraction,
    vapour_pressure_pa,
)

WATER = Coolant()
PG25 = Coolant(fluid="propylene_glycol", concentration_fraction=0.25)
EG25 = Coolant(fluid="ethylene_glycol", concentration_fraction=0.25)


def test_worked_numbers_of_water() -> None:
    state = liquid_table(WATER).at(32.0)
    assert state.density_kg_m3 == pytest.approx(995.12, abs=0.01)
    assert state.heat_capacity_j_kg_k == pytest.approx(4179.0, abs=0.5)
    assert state.viscosity_pa_s == pytest.approx(0.7644e-3, rel=1e-3)
    assert state.conductivity_w_m_k == pytest.approx(0.6175, abs=2e-4)
    assert boiling_c(101325.0) == pytest.approx(99.97, abs=0.01)
    assert vapour_pressure_pa(40.0) == pytest.approx(7385.0, rel=1e-3)


@pytest.mark.parametrize("coolant", [WATER, PG25, EG25])
def test_the_table_repeats_the_equation_of_state(coolant: Coolant) -> None:
    from CoolProp.CoolProp import PropsSI

    name = {"water": "IF97::Water", "propylene_glycol": "INCOMP::MPG[0.25]"}.get(
        coolant.fluid, "INCOMP::MEG[0.25]"
    )
    temperature_c = np.array([3.3, 17.7, 41.2, 66.6])
    state = liquid_table(coolant).at(temperature_c)
    for key, value in zip(
        ("D", "C", "V", "L"),
        (state.density_kg_m3, state.heat_capacity_j_kg_k, state.viscosity_pa_s,
         state.conductivity_w_m_k),
        strict=True,
    ):  # fmt: skip
        exact = PropsSI(key, "T", temperature_c + 273.15, "P", 3e5, name)
        np.testing.assert_allclose(value, exact, rtol=1e-4)


def test_a_volume_fraction_is_turned_into_a_mass_fraction() -> None:
    by_volume = PG25.model_copy(update={"basis": "volume"})
    assert mass_fraction(by_volume) == pytest.approx(0.2570, abs=1e-4)
    assert mass_fraction(PG25) == 0.25
    assert mass_fraction(WATER) == 0.0


def test_glycol_freezes_lower_and_is_thicker() -> None:
    table = liquid_table(PG25)
    assert table.freezing_c == pytest.approx(-10.0, abs=1.0)
    thicker = PG25.model_copy(update={"concentration_fraction": 0.4})
    assert (liquid_table(thicker).freezing_c or 0.0) < (table.freezing_c or 0.0)
    assert liquid_table(thicker).at(20.0).viscosity_pa_s > table.at(20.0).viscosity_pa_s
    assert table.at(20.0).viscosity_pa_s > liquid_table(WATER).at(20.0).viscosity_pa_s


@pytest.mark.parametrize(("fluid", "share"), [("propylene_glycol", 0.6), ("ethylene_glycol", 0.58)])
def test_concentrations_beyond_what_is_known_are_refused(fluid: str, share: float) -> None:
    with pytest.raises(SolveError, match="by mass, not at"):
        liquid_table(Coolant(fluid=fluid, concentration_fraction=share, basis="volume"))


def test_temperatures_beyond_the_table_are_refused_and_named() -> None:
    table = liquid_table(PG25)
    with pytest.raises(SolveError, match=r"no properties at -30.0"):
        table.at(np.array([20.0, -30.0]))
    assert not table.covers(-30.0)
    assert table.near(-30.0).density_kg_m3 == table.at(table.lowest_c).density_kg_m3
    with pytest.raises(SolveError, match="neither water nor a glycol"):
        liquid_table(Coolant(fluid="ec100"))
    assert not is_water_based(Coolant(fluid="ec100"))
    assert is_water_based(EG25)


@pytest.mark.parametrize("fluid", ["propylene_glycol", "ethylene_glycol"])
def test_freezing_points_agree_with_the_library(fluid: str) -> None:
    for share in (0.0, 0.07, 0.25, 0.43, 0.6):
        coolant = Coolant(fluid=fluid, concentration_fraction=share)
        assert freezing_c(coolant) == pytest.approx(liquid_table(coolant).freezing_c, abs=0.05)
    assert freezing_c(WATER) == 0.0
    assert freezing_c(Coolant(fluid="ec100")) is None


def test_a_thousand_branches_cost_nothing() -> None:
    table = liquid_table(PG25)
    temperatures = np.linspace(10.0, 60.0, 1000)
    table.at(temperatures)
    start = time.perf_counter()
    for _ in range(20):
        table.at(temperatures)
    assert (time.perf_counter() - start) / 20 < 5e-3
