"""Variants side by side, by mouse and keyboard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from coolsim.design import edits
from tests.factories import make_results
from ui.held_results import looking_at
from ui.variants.panel import ALIKE, NO_INLETS, NOT_COMPARED, ONE_VARIANT
from ui.variants.side_plan import middle_of

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CTRL_ALT = CTRL | Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def window(application):
    application.window.activateWindow()
    application.window.plan.setFocus()
    return application.window


@pytest.fixture
def two(window, session):
    """The copy is drawn on, its original stands beside; both have an answer with fields."""
    press(window, KEY.Key_D, CTRL_ALT)
    answer(session, "variant-0001", warmer_k=0.0)
    answer(session, "variant-0002", warmer_k=1.5)
    press(window, KEY.Key_B)
    settle()
    return window


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.plan.canvas, key, modifiers)


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()
        QTest.qWait(5)


def answer(session, variant_id, warmer_k):
    """A solved hall whose air and inlets are warmer by so much."""
    design = looking_at(session.design, variant_id)
    found = make_results(design)
    air = found.fields.temperature_c + np.float32(warmer_k)
    racks = [
        replace(rack, inlet_temperature_c=rack.inlet_temperature_c + warmer_k)
        for rack in found.racks
    ]
    fields = replace(found.fields, temperature_c=air)
    session.accept_results(design, replace(found, fields=fields, racks=tuple(racks)))


def pane_of(window, key="variant-0001"):
    return window.beside.panes[key]


def scale(view) -> float:
    return view.transform().m11()


def apart_px(one, other) -> float:
    """How far the middles of two views are from each other on the screen."""
    return (middle_of(one) - middle_of(other)).manhattanLength() * scale(one)


# --- making, naming, ordering ------------------------------------------------------------------


def test_variants_are_made_named_ordered_deleted_and_undone(window, session):
    hall = session.variant.hall
    press(window, KEY.Key_N, CTRL_ALT)
    assert session.variant.racks == ()
    assert session.variant.hall == hall
    press(window, KEY.Key_Z, CTRL)
    press(window, KEY.Key_D, CTRL_ALT)
    assert [each.name for each in session.design.variants] == ["Base", "Base copy"]
    assert session.variant.name == "Base copy"
    press(window, KEY.Key_F2, SHIFT)
    field = window.variants.list.findChild(QLineEdit)
    QTest.keyClick(field, KEY.Key_A, CTRL)
    QTest.keyClicks(field, "More air")
    QTest.keyClick(field, KEY.Key_Return)
    settle()  # the list takes it once the key is done
    assert session.variant.name == "More air"
    press(window, KEY.Key_Left, CTRL_ALT)
    assert [each.name for each in session.design.variants] == ["More air", "Base"]
    press(window, KEY.Key_Delete, CTRL_ALT)
    assert [each.name for each in session.design.variants] == ["Base"]
    assert session.document.history == (
        "Duplicate variant", "Rename variant", "Variant earlier", "Delete variant",
    )  # fmt: skip
    for names in (["More air", "Base"], ["Base", "More air"], ["Base", "Base copy"], ["Base"]):
        press(window, KEY.Key_Z, CTRL)
        assert [each.name for each in session.design.variants] == names


def test_asked_to_rename_twice_the_name_is_typed_once(window, session, qtlog):
    press(window, KEY.Key_F2, SHIFT)
    window.variants.edit_name(session.design.active_variant)  # as from a window not in front
    field = window.variants.list.findChild(QLineEdit)
    QTest.keyClick(field, KEY.Key_A, CTRL)
    QTest.keyClicks(field, "Cooler")
    QTest.keyClick(field, KEY.Key_Return)
    settle()
    assert session.variant.name == "Cooler"
    assert not [record for record in qtlog.records if "edit" in record.message]


def test_one_variant_alone_says_what_to_do(window, session):
    assert not window.actions_["variant_delete"].isEnabled()
    heard = []
    session.message.connect(lambda text, _: heard.append(text))
    press(window, KEY.Key_B)
    assert "one variant" in heard[-1]
    assert not window.beside.isVisible()
    window.show_variants()
    settle()
    assert window.variants._empty.isVisible()
    assert window.variants._empty.text() == ONE_VARIANT
    press(window, KEY.Key_D, CTRL_ALT)
    settle()
    panel = window.variants
    assert panel._pages["Key figures"].currentWidget().text() == NOT_COMPARED
    panel.tabs.setCurrentIndex(2)
    settle()
    assert panel._pages["Racks"].currentWidget().text() == NO_INLETS


def test_looking_at_another_variant_is_no_step_and_keeps_its_answer(two, session):
    steps = session.document.history
    press(two, KEY.Key_PageUp, CTRL_ALT)
    assert session.design.active_variant == "variant-0001"
    assert session.results_state == "converged"
    session.edit("Load", edits.update, ["rack-0001"], load_w=9_000.0)
    press(two, KEY.Key_PageDown, CTRL_ALT)
    settle()
    assert session.results_state == "converged"
    assert pane_of(two).badge.text == "stale"
    QTest.keyClick(pane_of(two).view, KEY.Key_Return)
    settle()
    assert session.design.active_variant == "variant-0001"
    assert list(two.beside.panes) == ["variant-0002"]
    press(two, KEY.Key_Equal)
    settle()
    assert session.design.active_variant == "variant-0002"
    assert two.beside.name.text() == "Base copy"
    assert session.document.history == (*steps, "Load")


# --- side by side ------------------------------------------------------------------------------


def test_all_plans_show_the_same_place_at_the_same_zoom(two):
    view, canvas = pane_of(two).view, two.plan.canvas
    assert view.isVisible()
    assert scale(view) == pytest.approx(scale(canvas))
    assert apart_px(view, canvas) < 4.0
    place, before = QPointF(view.viewport().rect().center()), scale(canvas)
    wheel = QWheelEvent(
        place, view.viewport().mapToGlobal(place), QPoint(0, 0), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert scale(canvas) == pytest.approx(before * 1.44)
    assert scale(view) == pytest.approx(scale(canvas))
    before = middle_of(canvas)
    start = view.viewport().rect().center() + QPoint(0, -60)
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in (20, 40, 60):
        QTest.mouseMove(view.viewport(), start + QPoint(step, 0))
        settle()
    end = start + QPoint(60, 0)
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, end)
    moved = before.x() - middle_of(canvas).x()
    assert moved * scale(canvas) == pytest.approx(60.0, abs=4.0)
    assert apart_px(view, canvas) < 4.0
    press(two, KEY.Key_F)
    assert scale(view) == pytest.approx(scale(canvas))
    assert apart_px(view, canvas) < 4.0


def test_one_selection_for_all_plans(two, session):
    pane, viewport = pane_of(two), pane_of(two).view.viewport()

    def click(rack, keys=Qt.KeyboardModifier.NoModifier):
        at = pane.view.viewportTransform().map(QPointF(rack.x_m, rack.y_m)).toPoint()
        QTest.mouseClick(viewport, LEFT, keys, at)

    first, second = session.variant.racks[4:6]
    click(first)
    assert session.selection == {first.id}
    settle()
    assert pane.scene.objects[first.id].is_selected
    click(second, SHIFT)
    assert session.selection == {first.id, second.id}
    session.edit("Delete", edits.delete, [first.id])
    settle()
    heard = []
    session.message.connect(lambda text, _: heard.append(text))
    click(first)
    assert heard == ["A-05 does not stand in Base copy."]


def test_height_and_scales_are_those_of_the_plan(two, session):
    session.set_slice_height(2.1)
    settle()
    main, side = two.plan.legend.state, pane_of(two).legend.state
    assert side.height_m == 2.1
    assert (side.map.low, side.map.high) == (main.map.low, main.map.high)
    session.set_metric("power")
    session.edit("Load", edits.update, ["rack-0001"], load_w=40_000.0)
    answer(session, "variant-0002", 0.0)
    settle()
    main, side = two.plan.legend.state.racks, pane_of(two).legend.state.racks
    assert (side.low, side.high) == (main.low, main.high) == (0.0, 40_000.0)


def test_plans_come_and_go(two, session):
    press(two, KEY.Key_D, CTRL_ALT)
    session.comparing.show_beside(["variant-0001", "variant-0002"])
    settle()
    assert list(two.beside.panes) == ["variant-0001", "variant-0002"]
    session.edit("Delete variant", edits.variant_delete, "variant-0001")
    settle()
    assert list(two.beside.panes) == ["variant-0002"]
    QTest.mouseClick(pane_of(two, "variant-0002").close_button, LEFT)
    settle()
    assert not session.comparing.is_open
    assert not two.beside.isVisible()
    assert not two.actions_["variants_beside"].isChecked()


def test_the_difference_map(two, session):
    press(two, KEY.Key_B, SHIFT)
    settle()
    pane = pane_of(two, "difference")
    layer = pane.difference
    # the one beside is colder by 1.5 K than the one drawn on
    known = layer.map.difference_k[np.isfinite(layer.map.difference_k)]
    assert known == pytest.approx(-1.5, abs=1e-5)
    assert np.isnan(layer.map.difference_k).any(), "racks are solid"
    assert layer.scale.low == -layer.scale.high == -1.5
    assert pane.legend.state.map.quantity.unit == "k"
    assert pane._describe("", 0.3, 0.3) == "−1.5 K"
    session.set_unit_system("ip")
    settle()
    assert pane._describe("", 0.3, 0.3) == "−2.7 °F"
    answer(session, "variant-0001", 4.0)
    settle()
    assert layer.map.mean_k == pytest.approx(2.5, abs=1e-4)
    session.edit("Hall", edits.set_hall, length_m=session.variant.hall.length_m + 3.0)
    answer(session, "variant-0002", 0.0)
    settle()
    found = layer.map
    length = found.origin_m[0] + found.difference_k.shape[0] * found.spacing_m[0]
    assert length == pytest.approx(session.design.variants[0].hall.length_m)
    press(two, KEY.Key_B, SHIFT)
    settle()
    assert "difference" not in two.beside.panes
    assert session.comparing.is_open


# --- the tab -----------------------------------------------------------------------------------


def test_what_was_drawn_and_what_it_did_rack_by_rack(two, session):
    panel = two.variants
    two.show_variants()
    panel.tabs.setCurrentIndex(1)
    settle()
    assert panel._pages["Drawing"].currentWidget().text() == ALIKE
    session.edit("Load", edits.update, ["rack-0002", "rack-0003"], load_w=12_000.0)
    QTest.qWait(300)
    table = panel.drawing
    model = table.model()
    texts = [[model.index(row, n).data() for n in range(5)] for row in range(model.rowCount())]
    assert texts == [
        ["rack A-02", "changed", "load", "12 kW", "6.1 kW"],
        ["rack A-03", "changed", "load", "12 kW", "6.2 kW"],
    ]
    place = table.visualRect(model.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert session.selection == {"rack-0003"}
    panel.tabs.setCurrentIndex(2)
    settle()
    model = panel.racks.model()
    assert model.rowCount() == 20
    assert model.index(0, 3).data() == "-1.5"
    session.set_unit_system("ip")
    QTest.qWait(300)
    assert model.index(0, 3).data() == "-2.7"


def test_the_list_chooses_what_stands_beside(two, session):
    press(two, KEY.Key_D, CTRL_ALT)
    two.show_variants()
    settle()
    listed = two.variants.list
    assert [listed.item(row).text().split("\n")[0] for row in range(3)] == [
        "Base", "Base copy", "▸ Base copy 2",
    ]  # fmt: skip
    assert not listed.item(0).icon().isNull()
    place = listed.visualItemRect(listed.item(0)).center()
    QTest.mouseClick(listed.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert session.comparing.beside == ("variant-0001",)
    place = listed.visualItemRect(listed.item(1)).center()
    QTest.mouseClick(listed.viewport(), LEFT, CTRL, place)
    assert session.comparing.beside == ("variant-0001", "variant-0002")
    QTest.keyClick(listed, KEY.Key_Return)
    assert session.design.active_variant == "variant-0002"


def test_f7_solves_both_and_tells_what_it_did(application, window, session, qtbot, tmp_path,
                                              monkeypatch):  # fmt: skip
    session.attach_jobs(application.jobs)
    press(window, KEY.Key_D, CTRL_ALT)
    session.edit("Load", edits.update, ["rack-0001"], load_w=16_000.0)
    press(window, KEY.Key_F7)
    qtbot.waitUntil(lambda: session.comparing.answer is not None, timeout=20_000)
    settle()
    assert session.results_of("variant-0001")[1] == "converged"
    table = window.variants.figures
    assert table.isVisible()
    heads = [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())]
    assert heads == ["Figure", "Base copy", "Base", "Difference"]
    rows = {table.item(row, 0).text(): [table.item(row, n).text() for n in (1, 2, 3)]
            for row in range(table.rowCount())}  # fmt: skip
    assert rows["IT power"] == ["135.7 kW", "125.7 kW", "−10 kW"]
    assert rows["Worst inlet"][2] == "+2 K worse"
    assert rows["Cooling power"][:2] == ["not known", "not known"]
    # the same keys write it
    out = tmp_path / "found.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "Workbook (*.xlsx)"))
    told = []
    application.jobs.exported.disconnect()
    application.jobs.exported.connect(told.append)
    press(window, KEY.Key_F7, SHIFT)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert out.read_bytes().startswith(b"PK")
    # an edit leaves it stale
    session.edit("Load", edits.update, ["rack-0001"], load_w=17_000.0)
    assert session.comparing.is_stale
    assert "Stale" in window.variants.bar.text.text()
    session.undo()
    assert not session.comparing.is_stale
