"""Sensors in the window: placed, read from a table, coloured and compared, by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from coolsim import units
from coolsim.design import edits
from coolsim.design.edits_sensors import Reading
from tests.factories import make_results
from tests.ui.test_exchange import click_button, during, read, settled
from ui.dialogs.design_dialog import DesignDialog
from ui.dialogs.importing import ImportDialog
from ui.plan.items.sensor import SensorItem

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(application):
    application.session.attach_jobs(application.jobs)
    return application.window


@pytest.fixture
def measured(qtbot, window):
    """Three sensors, two of which hang in the hall, and a solved result."""
    session = window.session
    design, ids = edits.take_readings(
        session.design,
        [
            Reading("low", 3.0, 1.0, 1.2, 20.0),
            Reading("high", 6.0, 1.0, 2.4, 40.0, 0.4),
            Reading("out", 99.0, 1.0, 1.2, 22.0),
        ],
    )
    session.apply("Readings", design)
    session.accept_results(session.design, make_results(session.design))
    QTest.keyClick(window, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(window.sensors.isVisible)
    window.sensors.refresh()
    return ids


def test_a_sensor_is_placed_and_what_it_reads_is_typed(qtbot, window):
    session, canvas = window.session, window.plan.canvas
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert session.tool == "place:sensor:"
    for x_m in (3.0, 6.0):
        at = canvas.viewportTransform().map(QPointF(x_m, 1.1)).toPoint()
        QTest.mouseMove(canvas.viewport(), at)
        QTest.mouseClick(canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    one, two = session.design.variant.sensors
    assert (one.name, two.name) == ("S-01", "S-02")
    assert one.z_m == session.slice_height_m
    assert session.selection == {two.id}
    window.inspector.refresh()
    editor = window.inspector._forms["sensor"].editor("temperature_c")
    editor.setFocus()
    QTest.keyClicks(editor, "72 °F")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert session.design.variant.sensors[1].temperature_c == pytest.approx(22.22, abs=0.01)
    session.undo()
    assert session.design.variant.sensors[1].temperature_c is None


def test_a_table_is_read_as_one_step_and_shown(qtbot, window, tmp_path):
    path = tmp_path / "May.csv"
    path.write_text("Sensor;x;y;z;Warmth\nS-1;3;1;1,2;21,5\nA-01;;;;23\n", encoding="utf-8")
    session = window.session
    steps = len(session.document.history)

    def work(dialog):
        read(dialog, path, qtbot)
        settled(dialog, qtbot, "temperature or humidity")
        assert not dialog.take.isEnabled()
        box = dialog.rows.box("Warmth")
        box.setFocus()
        QTest.keyClicks(box, "t")  # a letter goes to the first word with it
        assert box.currentText() == "temperature [°C]"
        qtbot.waitUntil(dialog.take.isEnabled, timeout=20_000)
        assert "2 sensors" in dialog.note.text()
        click_button(dialog, "Import")

    done = during(ImportDialog, work)
    QTest.keyClick(window, Qt.Key.Key_M, CTRL_SHIFT)
    assert done
    assert [each.name for each in session.design.variant.sensors] == ["S-1", "A-01"]
    assert session.design.variant.measurement.name == "May"
    assert window.tabs.currentWidget() is window.sensors
    assert len(session.document.history) == steps + 1
    session.undo()
    assert session.design.variant.sensors == ()


def test_sensors_stand_beside_the_model_and_say_how_far_it_is_off(qtbot, window, measured):
    panel, session = window.sensors, window.session
    rows = panel.table.records
    assert rows.rowCount() == 3
    low, _, _ = session.sensors.compared(session.variant, session.results).rows
    assert rows.index(0, 4).data() == f"{low.difference_k:.1f}"
    assert rows.index(2, 3).data() == units.UNKNOWN
    assert "bias" in panel.summary.text()
    assert "2 compared" in panel.summary.text()
    # the plan: colours of the readings, the difference with its sign, the far height fades
    items = {item.record.name: item for item in window.plan.scene.of_kind("sensor")}
    assert isinstance(items["low"], SensorItem)
    assert items["low"].shown.fill != items["high"].shown.fill
    assert items["high"].shown.text.startswith("−")
    assert (items["low"].shown.is_away, items["high"].shown.is_away) == (False, True)
    assert items["out"].shown.ring is None
    # a change makes the result stale, and the summary says so
    session.apply("Load", edits.update(session.design, [session.variant.racks[0].id], load_w=1.0))
    panel.refresh()
    assert session.results_state == "stale"
    assert "stale" in panel.summary.text()


def test_the_table_the_chart_and_the_map_work_together(qtbot, window, measured):
    panel, session = window.sensors, window.session
    table = panel.table
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    assert session.selection == {measured[1]}
    assert panel.chart.at == 1
    panel.chart.setFocus()
    QTest.keyClick(panel.chart, Qt.Key.Key_Right)  # towards the first
    assert session.selection == {measured[0]}
    panel.map_at.setFocus()
    QTest.keyClick(panel.map_at, Qt.Key.Key_End)
    QTest.keyClick(panel.map_at, Qt.Key.Key_Return)
    assert session.slice_height_m == pytest.approx(2.4)
    session.set_unit_system("ip")
    panel.refresh()
    assert table.model().headerData(2, Qt.Orientation.Horizontal) == "Measured [°F]"


def test_table_and_chart_are_saved(window, measured, tmp_path, monkeypatch):
    panel = window.sensors
    for ending, action in (("csv", 0), ("png", 1)):
        path = tmp_path / f"out.{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, p=path: (str(p), ""))
        panel.save.menu().actions()[action].trigger()
        assert path.stat().st_size > 100
    assert "difference_k" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_without_sensors_the_tab_says_what_to_do(qtbot, window):
    QTest.keyClick(window, Qt.Key.Key_M, CTRL)
    assert "Shift+M" in window.sensors._empty.text()
    assert not window.sensors.save.isEnabled()


def test_sensors_of_a_variant_beside_have_their_own_differences(qtbot, window, measured):
    session = window.session
    mine = session.design.active_variant
    canvas = window.plan.canvas
    QTest.keyClick(canvas, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(canvas, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: mine in window.beside.panes)
    pane = window.beside.panes[mine]
    qtbot.waitUntil(lambda: any(each.shown.text for each in pane.scene.of_kind("sensor")))
    (low,) = (item for item in pane.scene.of_kind("sensor") if item.record.name == "low")
    assert low.shown.text.endswith("K")
    assert low.shown.ring is not None


def test_name_and_date_of_the_readings_are_set_in_a_dialog(qtbot, window, measured):
    def work(dialog):
        qtbot.waitUntil(dialog.isActiveWindow)
        editor = dialog.findChild(QLineEdit)
        editor.setFocus()
        qtbot.waitUntil(editor.hasFocus)
        QTest.keyClicks(editor, "Second run")
        click_button(dialog, "OK")

    done = during(DesignDialog, work)
    qtbot.mouseClick(window.sensors.about, LEFT)
    assert done
    assert window.session.design.variant.measurement.name == "Second run"
    window.sensors.refresh()
    assert window.sensors.summary.text().startswith("Second run")
    window.session.undo()
    assert window.session.design.variant.measurement.name == ""
