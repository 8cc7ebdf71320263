"""The choice of cooling and servers in the window: asked, shown, charted, applied, stale."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coolsim.density.choice.records import ChoicePoint, RackChoice
from coolsim.design import edits
from coolsim.design.changes import difference
from coolsim.events import Progress
from coolsim.results.codec import encode
from tests.factories import make_design
from tests.ui.asked import panel_of
from ui.choice import found_choice
from ui.jobs import Jobs
from ui.panels.choice import ChoicePanel
from ui.worker_client import Failure

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(qtbot, monkeypatch):
    return panel_of(ChoicePanel, make_design(), qtbot, monkeypatch)


def plain(session, **changes):
    """An answer of two points: the first rack with two servers behind a door, and with one."""
    rack = session.variant.racks[0]
    answer = {
        "command": "choose", "status": "ok", "bound": 20, "solves": 6, "seconds": 31.0,
        "excluded": [{"unit_id": "dgx_h100", "method": "cold_plate", "reason": "not made for it"}],
        "notes": ["Prices leave racks out."], "clash": "", "clash_name": "", "best": None,
    }  # fmt: skip
    points, designs = [], []
    for count in (2, 1):
        chosen = RackChoice(rack.id, rack.label, "rear_door", "dgx_h100", "DGX H100", count,
                            8 * count, 11e3 * count)  # fmt: skip
        points.append(ChoicePoint(8 * count, 11e3 * count, 15e3 * count, 0.3e6 * count,
                                  "inlet_class", "A-01", (chosen,)))  # fmt: skip
        designs.append(edits.update(session.design, [rack.id], load_w=11e3 * count))
    answer["front"] = encode(tuple(points))
    answer["front_changes"] = [difference(session.design, each) for each in designs]
    return {**answer, **changes}


def take(session, **changes):
    session.choice.take(session.document.design, found_choice(plain(session, **changes)))


def type_in(edit, text):
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_before_servers_are_chosen_the_panel_says_so(shown):
    _, panel, _ = shown
    assert not panel.bar.run.isEnabled()
    assert "Choose servers first" in panel.bar.text.text()
    assert "Tick servers" in panel._empty.text()
    assert not panel.apply.isEnabled()


def test_servers_are_ticked_in_a_menu_that_stays_and_bring_their_price(shown):
    session, panel, asked = shown
    panel.units.ticks.aboutToShow.emit()
    makers = {action.text(): action.menu() for action in panel.units.ticks.actions()}
    assert {"NVIDIA", "AMD", "Google"} <= set(makers)
    tick = next(a for a in makers["NVIDIA"].actions() if a.text() == "NVIDIA DGX H100 / H200")
    menu = makers["NVIDIA"]
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    menu.setActiveAction(tick)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    menu.hide()
    assert session.choice.question.units == ("dgx_h100",)
    assert panel.units.text().strip() == "Servers (1)"
    type_in(panel.prices.edits["nvidia_h100_sxm"], "30000")
    type_in(panel.power, "200 kW")
    type_in(panel.budget, "1000000")
    panel.front.setFocus()
    QTest.keyClick(panel.front, Qt.Key.Key_Up)
    QTest.mouseClick(panel.bar.run, LEFT)
    ((task, options),) = asked.tasks
    assert task == "choose"
    assert options["units"] == ["dgx_h100"]
    assert options["prices_usd"] == [["nvidia_h100_sxm", 30e3]]
    assert options["facility_cap_w"] == pytest.approx(200e3)
    assert options["budget_usd"] == pytest.approx(1e6)
    assert options["front"] == 3
    assert options["racks"] == []


def test_only_selected_racks_are_asked_for_where_wanted(shown):
    session, panel, asked = shown
    session.choice.change(units=("dgx_h100",))
    panel.selected.setFocus()
    QTest.keyClick(panel.selected, Qt.Key.Key_Space)
    assert "Select racks first" in panel.bar.text.text()
    session.select([session.variant.racks[3].id])
    QTest.mouseClick(panel.bar.run, LEFT)
    assert asked.tasks[0][1]["racks"] == [session.variant.racks[3].id]


def test_points_are_a_table_and_a_chart_that_choose_the_same(shown):
    session, panel, _ = shown
    take(session)
    assert panel.points.records.rowCount() == 2
    assert panel.at == 0
    panel.chart.setFocus()
    QTest.keyClick(panel.chart, Qt.Key.Key_Down)
    assert panel.at == 1
    assert [i.row() for i in panel.points.selectionModel().selectedRows()] == [1]
    model = panel.racks.model()
    assert [model.index(0, n).data() for n in range(4)] == ["1", "Rear door", "DGX H100", "1"]
    panel.points.setFocus()
    QTest.keyClick(panel.points, Qt.Key.Key_Up)
    assert panel.chart.at == 0
    assert "16 accelerators" in panel.chart.accessibleDescription()
    assert "no choice within the cuts made has more than 20" in panel.bar.text.text()
    assert "No cold plate" in panel.notes.text()


def test_the_front_is_saved_as_numbers_and_as_a_picture(shown, monkeypatch, tmp_path):
    session, panel, _ = shown
    take(session)
    asked = []

    def chosen_file(_, title, name, kinds):
        asked.append(name)
        return str(tmp_path / name), kinds

    monkeypatch.setattr("ui.charts.export.QFileDialog.getSaveFileName", chosen_file)
    named = {action.text(): action for action in panel.save.menu().actions()}
    named["Save CSV…"].trigger()
    named["Save picture…"].trigger()
    numbers, picture = (tmp_path / name for name in asked)
    assert numbers.read_text().splitlines() == [
        "At the meter [kW],Capital [million USD],Accelerators", "30,0.6,16", "15,0.3,8",
    ]  # fmt: skip
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_negative_budget_is_refused_with_a_word(shown):
    session, panel, _ = shown
    type_in(panel.budget, "-5")
    assert "give 0 USD or more" in panel.budget.toolTip()
    assert session.choice.question.budget_usd is None


def test_a_point_is_applied_in_one_step_and_makes_the_answer_stale(shown):
    session, panel, _ = shown
    take(session)
    before = session.design
    QTest.keyClick(panel.chart, Qt.Key.Key_Down)
    QTest.mouseClick(panel.apply, LEFT)
    assert session.variant.racks[0].load_w == pytest.approx(11e3)
    assert session.document.undo_label == "Choose cooling for 8 accelerators"
    assert panel.bar.text.text().startswith("Stale")
    assert not panel.apply.isEnabled()
    session.undo()
    assert session.design == before
    assert panel.apply.isEnabled()


def test_no_choice_names_the_limit_and_a_failure_stays_in_sight(shown):
    session, panel, _ = shown
    take(session, front=[], front_changes=[], clash="inlet_class", clash_name="A-01")
    assert "rack air inlet at A-01 breaks first" in panel.bar.text.text()
    assert "rack air inlet at A-01 breaks first" in panel._empty.text()
    session.choice.fail(Failure("The flow diverged.", "solve", "Check the hall."))
    assert "The flow diverged" in panel.bar.text.text()


def test_while_it_runs_the_button_cancels(shown):
    session, panel, asked = shown
    session.choice.change(units=("dgx_h100",))
    asked.busy, asked.progress = "choose", Progress("choice", 0.4, "Choice 2: 96 accelerators")
    session.stateChanged.emit()
    assert panel.bar.run.text() == "Cancel"
    assert panel.bar.bar.value() == 400
    assert "96 accelerators" in panel.bar.text.text()
    QTest.mouseClick(panel.bar.run, LEFT)
    assert asked.cancelled == 1


def test_a_search_ended_early_says_so_and_another_document_forgets_it(shown):
    session, panel, _ = shown
    take(session, status="cancelled")
    assert panel.bar.text.text().startswith("Stopped early")
    session.new()
    assert session.choice.answer is None
    assert panel._stack.currentIndex() == 0


def test_one_best_without_a_front_is_a_point_too(shown):
    session, _, _ = shown
    told = plain(session)
    alone = {**told, "front": [], "front_changes": [], "best": told["front"][0],
             "best_change": told["front_changes"][0]}  # fmt: skip
    found = found_choice(alone)
    assert [point.accelerators for point in found.points] == [16]
    assert dataclasses.replace(found, seconds=0.0).changes == (told["front_changes"][0],)


def test_a_report_prints_the_choice_in_sight_and_no_stale_one(shown):
    session, _, _ = shown
    jobs = Jobs.__new__(Jobs)
    jobs._session, jobs._plain = session, {"choose": plain(session)}
    assert jobs._studies()["kept"] == []  # nothing was taken in
    take(session)
    (kept,) = jobs._studies()["kept"]
    assert kept["command"] == "choose"
    assert kept["front"]
    assert "front_changes" not in kept
    rack = session.variant.racks[1]
    session.apply("Heavier", edits.update(session.design, [rack.id], load_w=1.0))
    assert jobs._studies()["kept"] == []
