"""Friction in pipes.

C. F. Colebrook, Turbulent flow in pipes, J. Inst. Civ. Eng. 11 (1939) 133; V. Gnielinski, Int.
Chem. Eng. 16 (1976) 359.
"""

from tests.validation.cases import assert_agrees, rows


def test_friction_factors_and_film_agree():
    found = rows("C03_pipe_friction")
    assert len(found) == 7
    assert_agrees(found)
    assert max(abs(row.difference / row.published) for row in found) < 1e-6
