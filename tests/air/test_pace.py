"""Shares of the way to a law that answers back."""

import numpy as np

from coolsim.air.pace import Pace


def test_a_share_halves_where_steps_alternate_and_grows_where_they_agree():
    pace = Pace(2, 0.3)
    first = pace.shares(np.array([1.0, 1.0]), 0.3).copy()
    np.testing.assert_allclose(first, 0.3)
    then = pace.shares(np.array([-1.0, 1.0]), 0.3)
    np.testing.assert_allclose(then, [0.15, 0.3])
    after = pace.shares(np.array([-0.5, 0.5]), 1.0)
    assert 0.15 < after[0] < 0.3
    assert after[1] > 0.3


def test_a_law_that_answers_ten_times_over_is_reached():
    """A fixed share of 0.3 diverges: the law moves ten times as far back as what follows it."""
    for paced in (True, False):
        pace, value = Pace(1, 0.3), np.array([1.0])
        for _ in range(200):
            error = -10.0 * value - value
            value = value + (pace.shares(error, 0.3) if paced else 0.3) * error
        assert (abs(value[0]) < 1e-6) == paced


def test_errors_of_several_parts_count_together():
    pace = Pace(1, 0.3)
    pace.shares(np.array([[1.0, 0.1]]), 0.3)
    np.testing.assert_allclose(pace.shares(np.array([[0.9, -0.1]]), 0.3), 0.3)
    np.testing.assert_allclose(pace.shares(np.array([[-0.9, 0.1]]), 0.3), 0.15)
