"""Heat of pipes: published film coefficient, make of a pipe."""

import pytest

from coolsim.equipment.pipe import film_w_m2_k, transient_pipe


def test_worked_numbers() -> None:
    assert film_w_m2_k(20000.0, 4.0, 0.026151429, 0.63, 0.05) == pytest.approx(1488.1, rel=1e-4)
    assert film_w_m2_k(1000.0, 4.0, 0.064, 0.63, 0.05) == pytest.approx(3.66 * 0.63 / 0.05)
    pipe = transient_pipe(10.0, 0.05, 0.004, 4.15e6, 4e6, 1000.0, 20.0, outer_w_m_k=0.5)
    assert pipe.wall_j_m_k == pytest.approx(2714.0, rel=1e-3)
    assert pipe.liquid_j_m_k == pytest.approx(8148.0, rel=1e-3)
    assert pipe.outer_w_m_k == 0.5
    assert transient_pipe(10, 0.05, 0.004, 4e6, 4e6, 1e3, 20.0, insulation_m=0.02).outer_w_m_k < 0.6
