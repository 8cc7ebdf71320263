"""Placement of jobs in the window: listed, asked, shown, kept as a scenario, stale."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coolsim.density.placement.records import Placed, PlacementAnswer, RackJobs
from coolsim.design import edits
from coolsim.design.models import Content
from coolsim.errors import EditError
from tests.factories import make_design
from tests.ui.asked import panel_of
from ui.panels.placement import PlacementPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(qtbot, monkeypatch):
    plain = make_design()
    filled = {"contents": (Content(item="dgx_h100", count=3),), "load_w": None}
    design = edits.update(plain, [plain.variant.racks[0].id], **filled)
    return panel_of(PlacementPanel, design, qtbot, monkeypatch)


def answer(session, **changes):
    rack = session.variant.racks[0]
    here = (RackJobs(rack.id, rack.label, {"job-1": 2}, 1, 7e3),)
    best = Placed("optimal", ("job-1", "job-2"), 16, 90e3, "inlet_class", "A-01", 0.5, "c", 26.5,
                  here)  # fmt: skip
    spread = Placed("spread", ("job-1",), 8, 80e3, "inlet_class", "A-01", 0.1, "c", 26.9, here)
    given = {"asked": 24, "steps": 2, "solves": 11, "seconds": 9.0, "bound": 20}
    return PlacementAnswer((best, spread), **{**given, **changes})


def edit_cell(panel, row, column, text):
    """Type into a cell, as a user who double-clicks it."""
    table = panel.jobs
    table.setCurrentCell(row, column)
    table.editItem(table.item(row, column))
    editor = table.viewport().focusWidget() or table.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_jobs_are_listed_typed_and_asked_for(shown):
    session, panel, asked = shown
    assert "List jobs first" in panel.bar.text.text()
    panel.count.setValue(2)
    QTest.mouseClick(panel.buttons["add"], LEFT)
    assert [job.id for job in session.placement.jobs] == ["job-1", "job-2"]
    edit_cell(panel, 0, 1, "32")
    edit_cell(panel, 0, 2, "1, 0.4")
    edit_cell(panel, 1, 0, "train")
    edit_cell(panel, 1, 1, "none")  # no number: the cell goes back
    QTest.mouseClick(panel.bar.run, LEFT)
    ((task, options),) = asked.tasks
    assert task == "place"
    assert options["jobs"] == {
        "idle_fraction": 0.3,
        "jobs": [
            {"id": "job-1", "accelerators": 32, "profile": [1.0, 0.4]},
            {"id": "train", "accelerators": 8, "profile": 1.0},
        ],
    }


def test_a_profile_that_is_no_number_is_said_and_nothing_is_asked(shown):
    _, panel, asked = shown
    QTest.mouseClick(panel.buttons["add"], LEFT)
    edit_cell(panel, 0, 2, "night")
    QTest.mouseClick(panel.bar.run, LEFT)
    assert asked.tasks == []
    assert "profile of job-1 is not a list of numbers" in panel.bar.text.text()


def test_jobs_are_removed_saved_and_opened_again(shown, tmp_path, monkeypatch):
    session, panel, _ = shown
    panel.count.setValue(3)
    QTest.mouseClick(panel.buttons["add"], LEFT)
    panel.jobs.selectRow(1)
    QTest.mouseClick(panel.buttons["remove"], LEFT)
    assert [job.id for job in session.placement.jobs] == ["job-1", "job-3"]
    path = tmp_path / "jobs.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(path), ""))
    QTest.mouseClick(panel.buttons["save"], LEFT)
    assert [job["id"] for job in json.loads(path.read_text())["jobs"]] == ["job-1", "job-3"]
    session.placement.set_jobs(())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (str(path), ""))
    QTest.mouseClick(panel.buttons["open"], LEFT)
    assert panel.jobs.item(1, 0).text() == "job-3"


def test_a_broken_file_of_jobs_is_told_in_a_dialog(shown, tmp_path, monkeypatch, asked):
    _, panel, _ = shown
    path = tmp_path / "jobs.json"
    path.write_text('{"idle_fraction": 0.2, "jobs": [{"id": "a"}]}')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (str(path), ""))
    QTest.mouseClick(panel.buttons["open"], LEFT)
    assert "jobs[0].accelerators" in asked.shown[0]


def test_strategies_and_what_runs_where_are_tables(shown):
    session, panel, _ = shown
    session.placement.take(session.design, answer(session))
    model = panel.table.model()
    assert [model.index(0, n).data() for n in (0, 2, 3)] == ["Optimal", "16", "8"]
    assert panel.racks.model().index(0, 3).data() == "job-1 (2)"
    assert "allows 4 more" in panel.bar.text.text()
    panel.racks.selectRow(0)
    assert session.selection == {session.variant.racks[0].id}
    session.placement.take(session.design, answer(session, clash="breaker", clash_name="A-01"))
    assert "No job can run: rack breaker at A-01" in panel.bar.text.text()


def test_a_placement_is_kept_as_a_scenario_in_one_step(shown):
    session, panel, _ = shown
    before = session.design
    session.placement.take(session.design, answer(session))
    QTest.mouseClick(panel.keep, LEFT)
    names = [each.name for each in session.variant.scenarios]
    assert names == ["As drawn", "Jobs, optimal"]
    rack = session.variant.racks[0]
    assert session.variant.scenarios[1].racks[rack.id].load_w == 7e3
    assert rack == before.variant.racks[0]
    kept = session.variant.scenarios[1].id
    assert edits.scenario_switch(session.design, kept).variant.racks[0].load_w == 7e3
    session.undo()
    assert session.design == before


def test_a_changed_hall_makes_it_stale(shown):
    session, panel, _ = shown
    session.placement.take(session.design, answer(session))
    rack = session.variant.racks[1]
    session.apply("Heavier", edits.update(session.design, [rack.id], load_w=1.0))
    assert panel.bar.text.text().startswith("Stale")
    assert not panel.keep.isEnabled()


def test_a_scenario_of_loads_replaces_its_namesake_and_knows_its_racks():
    design = make_design()
    rack = design.variant.racks[0].id
    once = edits.scenario_of_loads(design, "Jobs", {rack: 1e3})
    twice = edits.scenario_of_loads(once, "Jobs", {rack: 2e3})
    assert [each.name for each in twice.variant.scenarios] == ["As drawn", "Jobs"]
    assert twice.variant.scenarios[1].racks[rack].load_w == 2e3
    with pytest.raises(EditError, match="no rack"):
        edits.scenario_of_loads(design, "Jobs", {"rack-9999": 1e3})
    in_force = edits.scenario_switch(twice, twice.variant.scenarios[1].id)
    with pytest.raises(EditError, match="in force"):
        edits.scenario_of_loads(in_force, "Jobs", {rack: 3e3})
