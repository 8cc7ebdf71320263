"""The zero-equation eddy viscosity of rooms.

Q. Chen and W. Xu, A zero-equation turbulence model for indoor airflow simulation, Energy and
Buildings 28 (1998) 137-144.
"""

from tests.validation.cases import assert_agrees, rows


def test_the_closed_form_holds():
    found = rows("A17_zero_equation_model")
    assert len(found) == 2
    assert_agrees(found)
