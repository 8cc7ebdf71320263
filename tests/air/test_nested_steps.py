"""Pseudo-time steps: by the cell width, longer on grids that begin from a coarser one's answer."""

import pytest

from coolsim.air import grids
from coolsim.air.physics import MOST_CELLS_PER_STEP, NESTED_PACE, STEP_PER_SPACING_S_M
from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.design.edits import update
from coolsim.simulate import resolve_design
from tests.halls import small_hall

CELL_M = 0.3


@pytest.fixture(autouse=True)
def nested(monkeypatch):
    """Grids of a few thousand cells begin from coarser ones."""
    monkeypatch.setattr(grids, "COARSEST_CELLS", 500)


def steps_of(design, fidelity, turbulence="zero_equation", **physics):
    """Step and cell width of the finest grid [s, m], and the fastest air of an opening [m/s]."""
    scene = resolve_design(design, load_catalogue())
    solver = AirSolver(scene, fidelity, CELL_M, turbulence, **physics)
    room, _, _ = solver.room_on(scene, solver.finest, None, None)
    fastest = max(float(abs(velocity).max()) for velocity in room.imposed)
    return room.options.step, min(room.openness.grid.spacing[:2]), fastest


def test_a_grid_that_begins_from_a_coarser_answer_takes_longer_steps():
    alone, width, _ = steps_of(small_hall(), "live")
    nested, same_width, _ = steps_of(small_hall(), "full")
    assert width == same_width
    assert alone == pytest.approx(STEP_PER_SPACING_S_M * width)
    assert nested == pytest.approx(NESTED_PACE * alone)


@pytest.mark.parametrize(
    "physics", [{"second_order": True}, {"log_law_walls": True}, {"turbulence": "k_epsilon"}]
)
def test_flows_that_are_braked_less_keep_the_shorter_steps(physics):
    step, width, _ = steps_of(small_hall(), "full", **physics)
    assert step == pytest.approx(STEP_PER_SPACING_S_M * width)


def test_no_step_carries_the_air_of_an_opening_further_for_that():
    design = small_hall()
    coolers = [cooler.id for cooler in design.variant.coolers]
    strong = update(design, coolers, airflow_m3_s=9.0)
    step, width, fastest = steps_of(strong, "full")
    assert step == pytest.approx(MOST_CELLS_PER_STEP * width / fastest)
