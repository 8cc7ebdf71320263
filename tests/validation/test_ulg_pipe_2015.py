"""A step of temperature through 39 m of pipe.

K. Sartor, Université de Liège (2015); data of the Modelica Buildings Library.
"""

import pytest

from tests.validation.cases import assert_agrees, row_of, rows

CASE = "C05_ulg_pipe_step_151202"


def test_outlet_follows_the_measurement():
    found = rows(CASE)
    assert len(found) == 2
    assert_agrees(found)
    assert row_of(found, "outlet").null_model > 10.0


def test_without_its_wall_the_pipe_is_too_quick():
    with_wall = row_of(rows(CASE), "time").ours
    without = row_of(rows(CASE, wall_m=1e-6), "time")
    assert without.ours < with_wall - 25.0
    assert not without.within_tolerance


def test_the_answer_does_not_hang_on_the_cells():
    fine = row_of(rows(CASE, cells=800), "time").ours
    assert row_of(rows(CASE), "time").ours == pytest.approx(fine, abs=0.2)
