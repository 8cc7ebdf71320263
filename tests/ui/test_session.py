"""Session logic: undo, selection, previews, stale results, and drafts that never queue up."""

from __future__ import annotations

import pytest

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.errors import DesignFileError
from tests.factories import make_density, make_design, make_results
from tests.ui.conftest import FAKE_WORKER
from ui.answers import Answer
from ui.jobs import Jobs
from ui.session import Session


def first_rack(session: Session) -> str:
    return session.variant.racks[0].id


def test_an_edit_is_one_step_and_undo_takes_it_back(session):
    before = session.design
    session.edit("Change name", edits.update, [first_rack(session)], name="Z-1")
    assert session.document.history == ("Change name",)
    assert session.variant.racks[0].name == "Z-1"
    session.undo()
    assert session.design == before
    session.redo()
    assert session.variant.racks[0].name == "Z-1"


def test_a_refused_edit_leaves_nothing_but_a_message(session, qtbot):
    before = session.design
    with qtbot.waitSignal(session.message) as told:
        session.edit("Change width", edits.update, [first_rack(session)], width_m=-1.0)
    assert told.args[1] == "warning"
    assert session.design is before
    assert not session.document.can_undo


def test_the_hall_and_settings_are_undone_like_anything_else(session):
    height = session.variant.hall.height_m
    session.edit("Change height", edits.set_hall, height_m=5.0)
    session.edit("Change class", edits.set_settings, air_class="A1")
    session.undo()
    session.undo()
    assert session.variant.hall.height_m == height
    assert session.variant.settings.air_class == "A2"


def test_a_preview_shows_without_a_step(session, qtbot):
    rack = first_rack(session)
    moved = edits.move(session.document.design, [rack], 1.0, 0.0)
    with qtbot.waitSignal(session.designChanged):
        session.preview(moved)
    assert session.design is moved
    assert not session.document.can_undo
    session.preview(None)
    assert session.design is session.document.design


def test_selection_forgets_what_is_deleted(session):
    rack = first_rack(session)
    session.select([rack, "rack-9999"])
    assert session.selection == {rack}
    session.edit("Delete", edits.delete, [rack])
    assert session.selection == frozenset()


def test_results_go_stale_and_come_back_with_undo(session):
    design = session.design
    session.accept_results(design, make_results(design))
    session.accept_density(design, make_density(design, make_results(design)))
    assert session.results_state == "converged"
    session.edit("Move", edits.move, [first_rack(session)], 0.5, 0.0)
    assert session.results_state == "stale"
    assert session.density_is_stale
    session.undo()
    assert session.results_state == "converged"
    assert not session.density_is_stale


def test_a_solved_result_wins_over_a_draft_of_the_same_design(session):
    design = session.design
    session.accept_results(design, make_results(design))
    session.accept_results(design, make_results(design, fidelity="draft"))
    assert session.results_state == "converged"


def test_project_text_does_not_make_results_stale(session):
    session.accept_results(session.design, make_results(session.design))
    session.edit("Change client", edits.set_project, client="Somebody")
    assert session.results_state == "converged"


def test_another_document_lets_go_of_results_and_selection(session):
    session.select([first_rack(session)])
    session.accept_results(session.design, make_results(session.design))
    session.set_document(Document(make_design(4)))
    assert session.results is None
    assert session.selection == frozenset()


def test_a_broken_file_leaves_the_open_document(session, tmp_path):
    path = tmp_path / "broken.coolsim"
    path.write_text('{"format": "coolsim", "version": 1, "variants": 3}')
    before = session.document
    with pytest.raises(DesignFileError):
        session.open(path)
    assert session.document is before


def test_jumping_in_the_history(session):
    for x in (1.0, 2.0, 3.0):
        session.edit(f"Move to {x}", edits.update, [first_rack(session)], x_m=x)
    session.jump(-3)
    assert session.document.upcoming == ("Move to 1.0", "Move to 2.0", "Move to 3.0")
    session.jump(2)
    assert session.variant.racks[0].x_m == 2.0


class TestLive:
    """Against the stand-in worker."""

    @pytest.fixture
    def following(self, session, qtbot):
        jobs = Jobs(session, FAKE_WORKER)
        session.attach_jobs(jobs)
        qtbot.waitUntil(lambda: session.results_state == "live", timeout=15_000)
        qtbot.waitUntil(lambda: not session.refining, timeout=15_000)
        yield session, jobs
        jobs.close()

    @pytest.fixture
    def seen(self, following):
        """States of every result shown for the design of its moment, each once in a row."""
        session, _ = following
        states: list[str] = []

        def note() -> None:
            if not states or states[-1] != session.results_state:
                states.append(session.results_state)

        session.resultsChanged.connect(note)
        return states

    def test_a_new_hall_is_drafted_then_live(self, session, qtbot):
        states = []
        session.resultsChanged.connect(lambda: states.append(session.results_state))
        jobs = Jobs(session, FAKE_WORKER)
        session.attach_jobs(jobs)
        qtbot.waitUntil(lambda: "live" in states and not session.refining, timeout=15_000)
        assert states[0] == "draft"
        assert len(session.results.racks) == 20
        assert session.results.status == "converged"
        jobs.close()

    def test_a_moved_rack_is_stale_then_live_and_refined(self, following, seen, qtbot):
        session, _ = following
        session.edit("Move", edits.move, [first_rack(session)], 0.5, 0.0)
        assert session.drafting
        qtbot.waitUntil(lambda: session.refining, timeout=15_000)
        assert session.results.status == "not_converged"
        qtbot.waitUntil(lambda: session.results.status == "converged", timeout=15_000)
        assert seen == ["stale", "live"]

    def test_a_load_is_answered_on_the_frozen_flow_first(self, following, seen, qtbot):
        session, _ = following
        session.edit("Change load", edits.update, [first_rack(session)], load_w=9000.0)
        qtbot.waitUntil(lambda: session.results_state == "frozen", timeout=15_000)
        assert session.results.racks[0].power_w == pytest.approx(9000.0)
        qtbot.waitUntil(lambda: session.results_state == "live", timeout=15_000)
        assert seen == ["stale", "frozen", "live"]

    def test_many_edits_ask_for_few_answers_and_the_latest_wins(self, following, qtbot):
        session, jobs = following
        asked = []
        send = jobs._quick.submit_change
        jobs._quick.submit_change = lambda *request: asked.append(request) or send(*request)
        shown = set()
        session.resultsChanged.connect(lambda: shown.add(id(session.results)))
        rack = first_rack(session)
        for step in range(100):
            session.preview(edits.move(session.document.design, [rack], 0.01 * step, 0.0))
            qtbot.wait(5)
        assert len(shown) >= 3  # the map follows the drag
        session.edit("Move", edits.move, [rack], 1.9, 0.0)
        qtbot.waitUntil(lambda: session.results_state == "live", timeout=15_000)
        assert 2 <= len(asked) < 20

    def test_an_answer_to_a_request_that_is_over_is_dropped(self, following, qtbot):
        session, jobs = following
        shown = session.results
        design = session.design
        jobs._quick.interim.emit(-5, Answer({}, results=make_results(design), flow="live"))
        jobs._quick.done.emit(-5, Answer({}, results=make_results(design), flow="live"))
        assert session.results is shown

    def test_another_document_begins_afresh(self, following, qtbot):
        session, _ = following
        states = []
        session.resultsChanged.connect(lambda: states.append(session.results_state))
        session.set_document(Document(make_design(4)))
        qtbot.waitUntil(lambda: session.results_state == "live", timeout=15_000)
        assert states[:2] == ["none", "draft"]

    def test_a_hall_that_cannot_be_solved_still_shows_its_problems(self, following, qtbot):
        session, _ = following
        ids = [rack.id for rack in session.variant.racks]
        session.edit("Delete", edits.delete, ids)
        qtbot.waitUntil(lambda: bool(session.draft_note), timeout=15_000)
        qtbot.waitUntil(
            lambda: [finding.code for finding in session.findings] == ["hall.no_rack"],
            timeout=15_000,
        )
        assert session.results_state == "stale"

    def test_density_and_solve_arrive(self, following, qtbot):
        session, _ = following
        session.run_density()
        assert session.busy == "density"
        qtbot.waitUntil(lambda: session.density is not None, timeout=15_000)
        session.run_solve()
        qtbot.waitUntil(lambda: session.results_state == "converged", timeout=15_000)
        assert session.busy == ""

    def test_a_second_long_task_is_refused_with_a_word(self, following, qtbot):
        session, _ = following
        session.run_density()
        with qtbot.waitSignal(session.message) as told:
            session.run_solve()
        assert "still running" in told.args[0]

    def test_a_killed_live_worker_loses_nothing(self, following, qtbot):
        session, jobs = following
        session.edit("Change load", edits.update, [first_rack(session)], load_w=2000.0)
        jobs._quick._process.kill()
        qtbot.waitUntil(lambda: session.solver_state == "warm", timeout=15_000)
        session.edit("Change load", edits.update, [first_rack(session)], load_w=3000.0)
        qtbot.waitUntil(lambda: session.results_state == "live", timeout=15_000)
        assert session.document.history == ("Change load", "Change load")

    def test_the_report_is_written_and_told(self, following, qtbot, tmp_path):
        session, jobs = following
        with qtbot.waitSignal(jobs.reportWritten, timeout=15_000) as written:
            session.export_report({"out": str(tmp_path / "out.pdf"), "paper": "letter"})
        assert written.args[0] == str(tmp_path / "out.pdf")
        assert session.density is not None


def test_saving_marks_the_document_as_saved(session, tmp_path):
    session.edit("Change load", edits.update, [first_rack(session)], load_w=2000.0)
    session.save_as(tmp_path / "hall.coolsim")
    assert not session.document.is_modified
    assert files.load(tmp_path / "hall.coolsim") == session.design
