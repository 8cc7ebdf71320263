"""Shorter steps: when a run asks for them, and that they do not pass for standing still."""

import numpy as np

from solvers.steady import WINDOW
from tests.solvers.test_steady import ended


def test_a_flow_followed_at_half_the_pace_must_stand_still_twice_as_long():
    def course(n):
        # a cycle up to the first review, soon after that stillness
        return 20.0 + np.sin(n * 2.0 * np.pi / 12.0) if n < 125 else 25.0

    ending, _, room = ended(course, max_steps=300)
    assert room.shortened == [120]
    assert ending.outcome == "converged"
    # change over forty steps instead of twenty: from step 125 + 40
    assert ending.steps == 165


def test_a_flow_that_runs_away_is_followed_in_smaller_steps():
    def speed(n):
        return 3.0 if n < 10 else 6.5

    _, _, room = ended(lambda n: 20.0 + n, speed=speed, max_steps=40)
    # at most so often, and then the limit on speed decides
    assert room.shortened == [10, 11, 12, 13, 14]


def test_speeds_of_buoyancy_do_not_count_as_running_away():
    _, _, room = ended(lambda n: 20.0 + n, speed=lambda n: 0.1 if n < 10 else 3.9, max_steps=40)
    assert room.shortened == []


def test_coming_to_rest_at_the_last_moment_is_no_wander():
    def course(n):
        return 20.0 + np.sin(n * 2.0 * np.pi / 12.0) if n < 230 else 25.0

    # shortened twice: eighty still steps are asked for, of which a window of sixty remains
    ending, _, room = ended(course, max_steps=230 + WINDOW)
    assert room.shortened == [120, 220]
    assert ending.outcome == "converged"
    assert ending.steps == 230 + WINDOW
    assert ending.wander == 0.0
