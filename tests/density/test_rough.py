"""Flows on the way of a search are solved roughly; what they say is never the answer."""

import pytest

from coolsim.air.runs import ROUGH_K
from coolsim.air.summary import rack_results
from coolsim.density.opening import blurred, open_study
from coolsim.density.search import Trial, find_level
from coolsim.density.study import ROUGHNESS
from tests.density.searching import finish, reading
from tests.density.test_solve import CATALOGUE, CELL_M, base
from tests.halls import small_hall


def study():
    return open_study(
        small_hall(), CATALOGUE, "uniform", margin_k=None, fidelity="live", cell_m=CELL_M
    ).study


def test_a_rough_flow_costs_fewer_steps_and_is_near_the_one_at_rest_but_does_not_count_as_such():
    hall = study()
    hall.is_rough = True
    finish(hall.evaluate(5000.0))
    rough = hall.solution
    assert (rough.status, hall.is_settled) == ("not_converged", False)
    assert "roughly" in rough.status_note
    hall.is_rough = False
    hall.start_cold()
    finish(hall.evaluate(5000.0))
    settled = hall.solution
    assert settled.status == "converged"
    assert rough.steps < settled.steps
    at_rest = [rack.inlet_temperature_c for rack in rack_results(settled)]
    told = [rack.inlet_temperature_c for rack in rack_results(rough)]
    assert told == pytest.approx(at_rest, abs=2.0 * ROUGH_K)
    assert told != pytest.approx(at_rest, abs=1e-6)


def test_a_rough_level_is_kept_for_who_stops_only_where_its_roughness_breaks_no_limit():
    hall = study()
    hall.is_rough = True
    level = base().level
    trial = finish(hall.evaluate(0.997 * level))
    assert abs(trial.tightest) < ROUGHNESS
    assert hall.best is None
    finish(hall.evaluate(0.8 * level))
    assert hall.best.trial.level == pytest.approx(0.8 * level)


def test_the_answer_is_a_cold_flow_at_rest_whatever_was_solved_before():
    density = base()
    assert density.results.status == "converged"
    assert density.points[-1].level == density.level
    assert 0.0 <= 27.0 - max(r.inlet_temperature_c for r in density.results.racks) <= 0.1


def test_a_level_that_holds_with_little_slack_ends_a_search_that_asks_no_more():
    def evaluate(level):
        yield from ()
        return Trial(level, (reading(20.0 + 0.7 * level),))

    far, near = (
        finish(find_level(evaluate, 9.92, 0.05, 1000.0, near=slack)) for slack in (1.0, 3.0)
    )
    # 27 - 26.944 = 0.056 K of slack, 2.8 tolerances
    assert len(near.trials) == 1
    assert len(far.trials) > 1
    assert not near.best.touches
    assert near.best.is_near(3.0)


def test_a_blurred_trial_counts_as_known_to_some_tolerances():
    trial = Trial(1.0, (reading(27.1),))
    assert not trial.holds
    assert blurred(trial, ROUGHNESS).holds
    assert blurred(trial, ROUGHNESS).tightest == pytest.approx(trial.tightest / ROUGHNESS)
