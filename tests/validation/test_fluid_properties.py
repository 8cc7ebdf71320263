"""Coolants and dry air beside CoolProp's reference equations.

I. H. Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498.
"""

from tests.validation.cases import assert_agrees, rows

CASE = "C07_fluid_properties"


def test_properties_agree_or_their_miss_is_declared():
    found = rows(CASE)
    assert len(found) == 46
    assert_agrees(found)
    misses = {row.quantity for row in found if not row.within_tolerance}
    assert misses == {
        "PG25_mass: heat capacity at 20 C",
        "PG25_mass: viscosity at 20 C",
        "PG25_mass: viscosity at 40 C",
        "EG25_mass: viscosity at 40 C",
    }


def test_water_agrees_to_a_thousandth():
    water = [row for row in rows(CASE) if row.quantity.startswith("water")]
    assert max(abs(row.difference / row.published) for row in water) < 1e-3
