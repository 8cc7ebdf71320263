"""Live answers: draft first, frozen for loads, better and better until the flow stands still."""

import itertools
import json

import pytest

import coolsim
from coolsim import tasks
from coolsim.design import edits
from coolsim.design.files import to_object
from coolsim.errors import SolveError
from coolsim.tasks import LiveAnswer, LiveHall, LiveRequest
from coolsim.tasks import live as live_tasks
from coolsim.worker.field_files import FieldFiles
from coolsim.worker.serving import warm_steps
from tests.halls import small_hall
from tests.tasks.test_worker import served

RACK = "rack-0001"


@pytest.fixture(autouse=True)
def coarse(monkeypatch):
    """Grids of a few thousand cells."""
    from coolsim.air import grids

    monkeypatch.setitem(grids.CELL_BUDGET, "live", 3_000)
    monkeypatch.setitem(grids.CELL_BUDGET, "draft", 3_000)


def answers_of(hall, request, is_hurried=lambda: False):
    """Every answer of a request, the last one too."""
    steps, found = hall.answers(request, is_hurried), []
    while True:
        try:
            answer = next(steps)
        except StopIteration as stop:
            return [*found, stop.value]
        if isinstance(answer, LiveAnswer):
            found.append(answer)


@pytest.fixture
def hall():
    """A live hall that stands still on the small hall."""
    made = LiveHall()
    answers_of(made, LiveRequest(small_hall()))
    return made


def test_a_new_hall_is_drafted_and_ends_settled():
    answers = answers_of(LiveHall(), LiveRequest(small_hall()))
    assert answers[0].flow == "draft"
    assert answers[0].results.fidelity == "draft"
    assert {answer.flow for answer in answers[1:]} == {"live"}
    assert [answer.is_settled for answer in answers] == [False] * (len(answers) - 1) + [True]
    assert answers[-1].results.status == "converged"


def test_a_moved_rack_goes_on_from_the_air_as_it_was(hall, monkeypatch):
    monkeypatch.setattr(live_tasks, "FIRST_ANSWER_S", 0.0)
    moved = edits.move(small_hall(), [RACK], 0.0, 0.3)
    answers = answers_of(hall, LiveRequest(moved))
    assert {answer.flow for answer in answers} == {"live"}
    assert answers[0].results.iterations == live_tasks.FEWEST_STEPS
    assert answers[0].results.wander_k > 0.0
    assert answers[-1].results.status == "converged"


def first_live(hall, design):
    """The first answer with its own flow of a design that another one waits behind."""
    steps = hall.answers(LiveRequest(design), lambda: True)
    found = next(each for each in steps if isinstance(each, LiveAnswer) and each.flow == "live")
    steps.close()
    return found.results


def test_a_rack_that_is_dragged_is_answered_after_one_step_that_tells_how_far_inlets_moved(hall):
    before = inlets_of(answers_of(hall, LiveRequest(small_hall()))[-1].results)
    moved = edits.move(small_hall(), [RACK], 0.0, 0.3)
    found = first_live(hall, moved)
    assert found.iterations == live_tasks.FEWEST_IN_HURRY == 1
    changes = [abs(a - b) for a, b in zip(inlets_of(found), before, strict=True)]
    assert found.wander_k == pytest.approx(max(changes), abs=0.2)
    assert max(changes) > 0.02
    fewer = edits.delete(moved, [RACK])
    # other inlets have nothing to be compared with before the second step
    assert first_live(hall, fewer).iterations == 2


def inlets_of(results):
    """Inlet of every rack [deg C]."""
    return [rack.inlet_temperature_c for rack in results.racks]


def test_loads_and_set_points_are_answered_on_the_frozen_flow_first(hall):
    for design in (
        edits.update(small_hall(), [RACK], load_w=6000.0),
        edits.update(small_hall(), ["cooler-0001"], supply_temperature_c=21.0),
    ):
        answers = answers_of(hall, LiveRequest(design))
        assert answers[0].flow == "frozen"
        assert answers[0].results.racks[0].power_w == design.variant.racks[0].load_w
        assert answers[0].results.coolers[0].set_point_c == pytest.approx(
            design.variant.coolers[0].supply_temperature_c
        )
        assert answers[0].results.balance.energy_fraction < 1e-3
        assert answers[-1].flow == "live"


def test_a_fresh_request_begins_from_rest(hall):
    assert answers_of(hall, LiveRequest(small_hall(), fresh=True))[0].flow == "draft"


def test_another_size_of_hall_begins_from_rest(hall):
    longer = edits.set_hall(small_hall(), length_m=7.2)
    assert answers_of(hall, LiveRequest(longer))[0].flow == "draft"


@pytest.mark.parametrize("settings", [{"wall_friction": "log_law"}, {"convection": "second_order"}])
def test_the_air_follows_the_settings_of_the_solve(hall, settings):
    """Other physics begin from rest, and end where a command's live solve ends."""
    design = edits.set_settings(small_hall(), **settings)
    answers = answers_of(hall, LiveRequest(design))
    assert answers[0].flow == "draft"
    found = [answers[-1].results, coolsim.solve(design), coolsim.solve(small_hall())]
    inlets = [[rack.inlet_temperature_c for rack in results.racks] for results in found]
    assert inlets[0] == pytest.approx(inlets[1], abs=0.1)
    assert inlets[0] != pytest.approx(inlets[2], abs=0.1)


def test_a_hall_that_cannot_be_solved_keeps_the_air_for_the_next_edit(hall):
    onto = edits.move(small_hall(), [RACK], 0.3, 0.0)
    with pytest.raises(SolveError):
        answers_of(hall, LiveRequest(onto))
    moved = edits.move(small_hall(), [RACK], 0.0, 0.3)
    assert {answer.flow for answer in answers_of(hall, LiveRequest(moved))} == {"live"}


def test_the_worker_sends_answers_between_and_ends_a_hurried_task_early(monkeypatch):
    monkeypatch.setattr(FieldFiles, "write", lambda files, number, fields: "fields.npz")
    design = to_object(small_hall())
    answers = served(
        [
            {"id": 1, "task": "live", "request": {"design": design}},
            {"id": 2, "task": "live", "request": {"design": design}},
            {"hurry": 2},
        ],
        monkeypatch,
    )
    by_id = {
        number: [answer["event"] for answer in group]
        for number, group in itertools.groupby(answers, key=lambda answer: answer["id"])
    }
    assert by_id[1][0] == "interim"
    assert by_id[1][-1] == "done"
    assert by_id[2][-2:] == ["interim", "cancelled"]
    last = [answer for answer in answers if answer["id"] == 2][-2]
    assert (last["answer"]["command"], last["answer"]["flow"]) == ("live", "live")
    json.dumps(answers, allow_nan=False)


def test_hurry_needs_an_id(monkeypatch):
    answers = served([{"hurry": "x"}], monkeypatch)
    assert answers[0]["event"] == "failed"


def test_a_new_installation_tells_that_it_compiles(monkeypatch):
    from coolsim import simulate

    monkeypatch.setattr(simulate, "compile_seconds", lambda: 15.0)
    told = [message for message in itertools.islice(warm_steps(), 3) if message]
    assert told == [{"event": "compiling", "seconds": 15.0}]
    steps = tasks.run(tasks.SolveRequest(small_hall(), fidelity="draft"))
    assert "Compiling the solver, once, about 15 s" in [step.message for step in steps]
