"""Answers on a finer grid: read there, lowered to where both grids hold them, and told."""

from functools import cache

import pytest

from coolsim.air.summary import rack_results
from coolsim.catalogue import load_catalogue
from coolsim.density.files import density_from_json, density_to_json
from coolsim.density.finer import finer_hall, tighter
from coolsim.density.opening import open_study
from coolsim.density.search import Trial
from coolsim.events import Finish
from coolsim.tasks.answers import DensityAnswer
from tests.density.searching import finish, reading
from tests.density.test_solve import CELL_M, base, solve
from tests.halls import small_hall

LIMIT_C = 27.0
CATALOGUE = load_catalogue()


@cache
def answered(objective):
    return solve(small_hall(), objective, finer=True)


def finer_inlets(density):
    """Rack inlets of an answer's powers by a solve on the finer grid that knows no search."""
    design = small_hall()
    opened = open_study(design, CATALOGUE, "uniform", margin_k=None, fidelity="live", cell_m=CELL_M)
    powers = [rack.power_w for rack in density.racks]
    finish(opened.study.solve_at(powers, 0.0))
    hall = finer_hall(opened)
    finish(hall.on_finer(powers, 0.0))
    return [rack.inlet_temperature_c for rack in rack_results(hall.study.solution)]


@pytest.mark.parametrize("objective", ["uniform", "proportional", "min", "total"])
def test_the_worst_inlet_lies_at_its_limit_on_the_confirming_grid_and_not_above(objective):
    density = answered(objective)
    assert density.status == "confirmed"
    assert density.finer.holds
    assert density.finer.cells > 2 * density.results.grid.cells
    worst = max(finer_inlets(density))
    assert LIMIT_C - 0.1 <= worst <= LIMIT_C
    # the answer's own grid holds it as well, and its racks carry what the finer one says
    assert max(rack.inlet_temperature_c for rack in density.results.racks) <= LIMIT_C
    assert max(r.second_grid_inlet_c for r in density.results.racks) == pytest.approx(worst)
    assert density.hall.binding.limit == "inlet_class"


def test_what_one_grid_found_and_what_both_hold_are_told_apart():
    density = answered("uniform")
    assert density.finer.found_w == pytest.approx(base().hall.power_w)
    assert density.finer.power_w == pytest.approx(density.hall.power_w)
    assert density.hall.power_w <= base().hall.power_w
    told = DensityAnswer("Hall", density).text()
    assert "Finer grid" in told
    assert density_from_json(density_to_json(density)).finer == density.finer


def test_a_uniform_answer_asks_no_finer_grid_unless_told():
    assert base().finer is None
    assert "not asked for (--finer)" in DensityAnswer("Hall", base()).text()
    draft = solve(small_hall(), fidelity="draft")
    assert "--finer" not in DensityAnswer("Hall", draft).text()


def test_of_two_trials_each_limit_counts_where_it_has_less_slack():
    one = Trial(5.0, (reading(26.0), reading(20.0, object_id="rack-0002")), 20.0)
    other = Trial(5.0, (reading(25.0), reading(22.0, object_id="rack-0002")), 20.0)
    both = tighter(one, other)
    assert [r.actual for r in both.readings] == [26.0, 22.0]


def test_a_draft_has_no_finer_grid_and_says_so():
    density = solve(small_hall(), "uniform", fidelity="draft", finer=True)
    assert density.finer is None
    assert any(finding.code == "density.no_finer_grid" for finding in density.findings)


def test_stopped_on_the_finer_grid_the_answer_is_that_of_the_first():
    steps = solve_steps()
    for progress in steps:
        if "finer grid" in progress.message:
            break
    with pytest.raises(StopIteration) as stopped:
        steps.throw(Finish())
    density = stopped.value.value
    assert density.status == "cancelled"
    assert density.hall.power_w == pytest.approx(base().hall.power_w)


def solve_steps():
    from coolsim.density import solve_density

    return solve_density(
        small_hall(), CATALOGUE, objective="uniform", fidelity="live", cell_m=CELL_M, finer=True
    )
