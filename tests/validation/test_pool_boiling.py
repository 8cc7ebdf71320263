"""Pool boiling.

W. M. Rohsenow, Trans. ASME 74 (1952) 969-976; M. G. Cooper, Advances in Heat Transfer 16 (1984)
157-239; N. Zuber, Trans. ASME 80 (1958) 711-720.
"""

from tests.validation.cases import assert_agrees, row_of, rows

CASE = "C01_pool_boiling_correlations"


def test_correlations_and_fluids():
    found = rows(CASE)
    assert len(found) == 15
    assert_agrees(found)


def test_the_critical_flux_of_a_plain_surface_is_within_its_measured_range():
    assert 12.0 < row_of(rows(CASE), "critical heat flux, fc72").ours < 17.0
