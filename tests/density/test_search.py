import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.density.prices import at_its_limit_w
from coolsim.density.search import (
    MAX_TRIALS,
    STEP_CAP,
    Found,
    Trial,
    binding_levels,
    find_level,
)
from tests.density.searching import finish, reading, search


def line(slope):
    return lambda level: 20.0 + slope * level


def test_a_line_is_found_within_its_tolerance():
    found = search(line(0.7))
    assert found.outcome == "found"
    assert found.best.level == pytest.approx(10.0, rel=0.003)
    assert len(found.trials) <= 4


def test_a_start_on_the_answer_needs_one_trial():
    assert len(search(line(0.7), start=10.0).trials) == 1


@pytest.mark.parametrize("start", [0.1, 1.0, 5.0, 9.9, 14.0, 60.0])
def test_a_kink_is_found_from_either_side(start):
    # an inlet stays cold until the rack takes more air than its tile gives
    found = search(lambda level: 20.5 + 4.0 * max(0.0, level - 8.0), start=start)
    assert found.outcome == "found"
    assert found.best.level == pytest.approx(9.625, rel=0.002)
    assert found.best.holds


def test_the_tightest_of_several_limits_counts():
    found = search(line(0.2), lambda level: 20.0 + 0.01 * level**2, line(0.4))
    assert found.best.level == pytest.approx(17.5, rel=0.003)
    assert found.best.readings[0].object_id == "rack-0003"


def test_a_jump_is_closed_in_on_from_below():
    found = search(lambda level: 21.0 if level < 7.3 else 40.0)
    assert found.outcome == "found"
    assert found.best.level == pytest.approx(7.3, rel=0.002)
    assert found.best.level < 7.3


def test_a_wall_does_not_hold_the_search_up():
    # the straight line between both sides of the wall always points at the lower one
    found = search(lambda level: 26.0 if level < 7.3 else 1000.0)
    assert found.outcome == "found"
    assert found.best.level == pytest.approx(7.3, rel=0.02)


def test_a_limit_that_recedes_leaves_the_level_unlimited():
    found = search(lambda level: 24.0 - 0.001 * level, highest=400.0)
    assert found.outcome == "unlimited"
    assert found.best.level == 400.0
    assert len(found.trials) < MAX_TRIALS


def test_no_limit_at_all_ends_at_thehighest_level():
    assert search(highest=80.0).best.level == 80.0


def test_nothing_holds():
    found = search(lambda level: 28.0 + level)
    assert found.outcome == "infeasible"
    assert found.best.level == 0.05
    assert not found.best.holds


def test_thehighest_level_may_lie_below_the_first_guess():
    found = search(line(0.1), start=50.0, highest=3.0)
    assert (found.outcome, found.best.level, len(found.trials)) == ("unlimited", 3.0, 1)


def test_thehighest_level_is_tried_once_it_is_near():
    found = search(line(0.01), start=9.0, highest=10.1)
    assert [trial.level for trial in found.trials] == [9.0, 10.1]


def test_trials_used_up_before_the_lowest_level_is_no_proof_of_infeasibility():
    found = search(lambda level: 28.0 + level, start=1e6, lowest=1e-3, highest=1e9)
    assert found.outcome == "unfinished"
    assert len(found.trials) == MAX_TRIALS


def test_steps_up_are_short_until_limits_are_known_to_be_far():
    levels = [trial.level for trial in search(line(0.01), highest=600.0).trials]
    assert levels[1] <= STEP_CAP * levels[0] * (1 + 1e-12)
    assert max(b / a for a, b in pairwise(levels)) <= 3.0 + 1e-12


@pytest.mark.parametrize("seed", range(12))
def test_noise_never_makes_a_level_that_does_not_hold_the_answer(seed):
    dice = random.Random(seed)
    found = search(lambda level: 20.0 + 0.7 * level + dice.uniform(-0.4, 0.4))
    assert found.best.holds
    assert found.outcome in ("found", "unfinished")
    assert found.best.level == pytest.approx(10.0, rel=0.12)
    assert len(found.trials) <= MAX_TRIALS


@given(
    slopes=st.lists(st.floats(0.02, 5.0), min_size=1, max_size=6),
    bends=st.lists(st.floats(0.0, 3.0), min_size=6, max_size=6),
    kink=st.floats(0.5, 30.0),
    start=st.floats(0.2, 80.0),
)
def test_any_growing_curves_give_thehighest_level_that_holds(slopes, bends, kink, start):
    curves = [
        lambda level, s=slope, b=bend: 20.0 + s * level + b * max(0.0, level - kink)
        for slope, bend in zip(slopes, bends, strict=False)
    ]
    found = search(*curves, start=start, lowest=1e-3)
    assert found.outcome == "found"
    assert found.best.holds
    assert found.best.level == max(t.level for t in found.trials if t.holds)
    # one percent more breaks a limit, or reaches it to its tolerance
    worst = max(curve(found.best.level * 1.01) for curve in curves)
    assert worst > 27.0 - 0.03


def test_the_bracket_only_ever_tightens():
    trials = search(lambda level: 20.0 + 0.002 * level**3, start=3.0).trials
    for n in range(1, len(trials)):
        held = [t.level for t in trials[:n] if t.holds]
        broken = [t.level for t in trials[:n] if not t.holds]
        assert trials[n].level > max(held, default=0.0)
        assert trials[n].level < min(broken, default=math.inf)


def test_binding_levels_of_a_line_are_exact():
    new, old = Trial(10.0, (reading(24.0),)), Trial(8.0, (reading(23.0),))
    assert binding_levels(new, [old]) == {("inlet_class", "rack-0001"): pytest.approx(16.0)}


def test_slopes_are_not_made_of_round_off():
    new = Trial(10.0, (reading(24.0),))
    near, far = Trial(9.999, (reading(23.99),)), Trial(8.0, (reading(23.0),))
    assert binding_levels(new, [near, far])["inlet_class", "rack-0001"] == pytest.approx(16.0)
    assert binding_levels(new, [near])["inlet_class", "rack-0001"] == math.inf


def test_a_hall_at_rest_gives_the_slope_of_a_frozen_flow():
    trial = Trial(10.0, (reading(24.0, rest=20.0),))
    assert binding_levels(trial, [trial.at_rest()])["inlet_class", "rack-0001"] == 17.5


def test_slack_left_at_a_level_is_used_up_by_its_slope_for_prices():
    def trial(kilowatts, tolerances):
        slack = (reading(27.0 - 0.02 * tolerances),)
        return Trial(kilowatts, slack, 1e3 * kilowatts)

    found = Found("found", trial(10.0, 2.0), (trial(9.0, 40.0), trial(10.0, 2.0)))
    assert at_its_limit_w(found) == pytest.approx(10_000.0 * (1.0 + 2.0 / 380.0))
    # far from every limit nothing is used up
    assert at_its_limit_w(Found("unlimited", trial(9.0, 40.0), ())) == 9000.0


def test_hints_of_a_simpler_flow_give_the_first_step():
    # the hints are 1 K off, but rise as the real curve does: 2 K per unit
    def real(level):
        return 17.0 + 2.0 * level

    hints = [Trial(level, (reading(1.0 + real(level)),)) for level in (4.0, 5.0)]

    def evaluate(level):
        yield from ()
        return Trial(level, (reading(real(level)),))

    found = finish(find_level(evaluate, 4.0, 0.05, 1000.0, hints=hints))
    assert [trial.level for trial in found.trials] == pytest.approx([4.0, 5.0])
    assert found.outcome == "found"
