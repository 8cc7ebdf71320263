"""The year's panel by mouse and keyboard: what is missing, counting, charts, what-if, export."""

import csv
import io

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from coolsim.design import edits
from coolsim.design.document import Document
from tests.factories import make_design
from tests.ui.plant.conftest import with_plant
from ui import theme

LEFT = Qt.MouseButton.LeftButton


def go_to(window, panel):
    window.tabs.setCurrentWidget(panel)
    QApplication.processEvents()


def test_an_empty_year_says_what_it_lacks_and_offers_it(application, qtbot):
    window, session = application.window, application.session
    go_to(window, window.year)
    assert session.year.missing == "climate"
    assert "No climate chosen" in window.year.told.text()
    assert window.year.picker.isVisible()
    assert not window.year.buttons["count"].isVisible()
    cities = window.year.picker.cities
    cities.setFocus()
    qtbot.keyClick(cities, Qt.Key.Key_Down)
    cities.activated.emit(cities.currentIndex())
    assert session.variant.site.climate
    qtbot.waitUntil(window.year.buttons["add"].isVisible)
    assert "No heat rejection" in window.year.told.text()
    menu = window.year.buttons["add"].menu()
    menu.actions()[1].trigger()
    assert session.variant.plant.rejections[0].kind == "air_chiller"
    qtbot.waitUntil(window.year.buttons["count"].isVisible)
    session.undo()
    session.undo()
    assert not session.variant.site.climate
    assert not session.variant.plant.rejections


def test_a_year_is_counted_by_a_click_and_shows_its_charts(window, qtbot):
    go_to(window, window.year)
    qtbot.waitUntil(window.year.buttons["count"].isVisible)
    with qtbot.waitSignal(window.session.year.arrived, timeout=20_000):
        qtbot.mouseClick(window.year.buttons["count"], LEFT)
    panel = window.year
    qtbot.waitUntil(lambda: panel.chart.data is not None)
    assert panel.chart.data.key == "months"
    assert "PUE" in panel.figures.text()
    assert "WUE source" in panel.figures.text()
    choice = panel.choice
    seen = [panel.chart.data.key]
    choice.setFocus()
    for _ in range(choice.count() - 1):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
        seen.append(panel.chart.data.key)
    assert seen == ["months", "pue_by_month", "duration", "modes", "pue_waterfall", "performance"]
    assert panel.precision.isVisible()
    assert panel.chart.data.categories == ("Chip", "IT")


def test_counting_can_be_cancelled_and_the_drawing_stays(window, qtbot):
    go_to(window, window.year)
    session = window.session
    qtbot.waitUntil(window.year.buttons["count"].isVisible)
    qtbot.mouseClick(window.year.buttons["count"], LEFT)
    qtbot.waitUntil(window.year.buttons["cancel"].isVisible)
    assert session.year.state == "counting"
    qtbot.mouseClick(window.year.buttons["cancel"], LEFT)
    qtbot.waitUntil(lambda: not session.busy, timeout=5000)
    assert session.year.answer is None
    qtbot.waitUntil(window.year.buttons["count"].isVisible)


def test_why_a_year_could_not_be_counted_stays_in_sight(window, qtbot, asked):
    session = window.session
    session.edit("Nowhere", edits.set_site, climate="nowhere")
    go_to(window, window.year)
    window.actions_["year"].trigger()
    qtbot.waitUntil(lambda: asked.shown != [], timeout=10_000)
    assert asked.shown[0].startswith("No year\n")
    qtbot.waitUntil(lambda: "Nearest: phoenix-az" in window.year.told.text())
    assert window.year.picker.isVisible()
    assert window.year.buttons["count"].isVisible()


def test_key_figures_tell_pue_with_its_climate(counted, qtbot):
    value = counted.key_figures._values["pue"]
    assert value.text() == f"{counted.session.year.answer.glance.year.pue:.3f} Atlanta"
    assert "Test Town" in value.toolTip()


def test_a_slider_is_answered_by_a_preview_then_by_the_whole_year(counted, qtbot):
    session, panel = counted.session, counted.year.what_if
    qtbot.waitUntil(panel.load.slider.isEnabled)
    before = session.year.answer.glance.year.pue
    slider = panel.load.slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: session.year.state == "preview", timeout=5000)
    qtbot.waitUntil(lambda: counted.year.chart._mark == "preview")
    assert "preview" in counted.year.state.text()
    qtbot.waitUntil(lambda: session.year.state == "what_if", timeout=8000)
    assert session.year.shown.results is not None
    assert session.year.answer.glance.year.pue == before
    qtbot.waitUntil(panel.reset.isEnabled)
    qtbot.mouseClick(panel.reset, LEFT)
    assert session.year.state == "counted"
    assert not session.document.can_undo or session.document.undo_label != "Apply what-if"


def test_what_if_becomes_the_design_as_one_step_of_undo(counted, qtbot):
    session, panel = counted.session, counted.year.what_if
    qtbot.waitUntil(panel.approach.slider.isEnabled)
    drawn = session.variant.plant.rejections[0].tower.approach_k
    slider = panel.approach.slider
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: session.year.state in ("preview", "what_if"), timeout=5000)
    qtbot.waitUntil(panel.apply.isEnabled)
    qtbot.mouseClick(panel.apply, LEFT)
    assert session.variant.plant.rejections[0].tower.approach_k == pytest.approx(drawn + 0.1)
    assert session.document.undo_label == "Apply what-if"
    session.undo()
    assert session.variant.plant.rejections[0].tower.approach_k == drawn


def test_warmer_supply_waits_for_its_points(counted, qtbot):
    session, panel = counted.session, counted.year.what_if
    qtbot.waitUntil(panel.widen.isVisible)
    assert not panel.supply.slider.isEnabled()
    with qtbot.waitSignal(session.year.arrived, timeout=20_000):
        qtbot.mouseClick(panel.widen, LEFT)
    qtbot.waitUntil(panel.supply.slider.isEnabled)
    assert panel.supply.slider.maximum() == 80
    qtbot.keyClick(panel.supply.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: session.year.shown is not session.year.answer, timeout=5000)
    assert session.year.shown.glance.year.pue < session.year.answer.glance.year.pue
    assert "%" not in panel.supply.value.text()


def test_an_edit_of_the_plant_is_followed_one_of_the_hall_makes_it_stale(counted, qtbot):
    session = counted.session
    session.edit("Price", edits.set_plant, tariff={"usd_kwh": 0.3})
    assert session.year.state == "stale"
    qtbot.waitUntil(lambda: session.year.state == "counted", timeout=8000)
    session.edit("Move", edits.move, [session.variant.racks[0].id], 0.6, 0.0)
    qtbot.waitUntil(counted.year.buttons["again"].isVisible, timeout=3000)
    assert session.year.state == "stale"
    qtbot.waitUntil(lambda: not counted.year.what_if.isEnabled())
    assert "(stale)" in counted.key_figures._values["pue"].text()
    session.undo()
    qtbot.waitUntil(lambda: session.year.state == "counted")


def test_an_edit_of_the_plant_leaves_the_air_as_it_was(counted, qtbot):
    session = counted.session
    qtbot.waitUntil(lambda: session.results_state == "live", timeout=10_000)
    session.edit("Price", edits.set_plant, tariff={"usd_kwh": 0.3})
    assert session.results_state == "live"


def dropped(panel, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    arguments = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *arguments)
    QApplication.sendEvent(panel, enter)
    event = QDropEvent(QPointF(5.0, 5.0), *arguments)
    QApplication.sendEvent(panel, event)
    return enter.isAccepted() and event.isAccepted()


@pytest.mark.parametrize("which", ["year", "plant"])
def test_a_weather_file_is_dropped_and_used_once_it_proved_good(window, qtbot, which, tmp_path):
    panel = getattr(window, which)
    go_to(window, panel)
    path = tmp_path / "town.epw"
    assert dropped(panel, path)
    qtbot.waitUntil(lambda: window.session.variant.site.weather_file != "", timeout=8000)
    site = window.session.variant.site
    assert (site.weather_file, site.climate) == (str(path), "")
    assert window.session.document.undo_label == "Use weather of Test Town"
    assert not dropped(panel, tmp_path / "picture.png")


def test_a_broken_weather_file_is_refused_with_row_and_remedy(window, qtbot, asked, tmp_path):
    go_to(window, window.year)
    dropped(window.year, tmp_path / "bad.epw")
    qtbot.waitUntil(lambda: asked.shown != [], timeout=8000)
    assert "line 12" in asked.shown[0]
    assert "Mend these rows" in asked.shown[0]
    assert window.session.variant.site.weather_file == ""


def test_a_chart_is_saved_as_picture_and_csv_by_the_right_button(
    counted, qtbot, tmp_path, monkeypatch
):
    chart = counted.year.chart
    shown = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: shown.append(menu))
    qtbot.mouseClick(chart.plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(40, 30))
    chart.plot.customContextMenuRequested.emit(QPoint(40, 30))
    (menu, *_) = shown
    entries = {action.text(): action for action in menu.actions()}
    names = iter([str(tmp_path / "a.csv"), str(tmp_path / "a.png")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names), ""))
    entries["Save CSV…"].trigger()
    entries["Save picture…"].trigger()
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert rows[0][1:] == ["Compressors [MWh]", "UPS [MWh]"]
    assert len(rows) == 13
    january = counted.session.year.answer.glance.months[0]
    assert float(rows[1][1]) == pytest.approx(january.energy_kwh["compressors"] / 1e3, rel=1e-5)
    assert not QImage(str(tmp_path / "a.png")).isNull()


def test_charts_follow_the_theme_and_the_size_of_text(counted, qtbot):
    chart = counted.year.chart
    app = QApplication.instance()
    try:
        theme.apply(app, "dark")
        qtbot.waitUntil(lambda: chart.plot.backgroundBrush().color() == theme.tokens().surface)
        theme.apply_text_percent(app, 150)
        qtbot.waitUntil(
            lambda: chart.plot.getAxis("bottom").style["tickFont"].pixelSize() == theme.scaled(12)
        )
        assert theme.scaled(12) == 18
    finally:
        theme.apply_text_percent(app, 100)
        theme.apply(app, "light")


def test_the_value_under_the_mouse_is_told(counted):
    chart = counted.year.chart
    told = chart.readout(6)
    assert told.startswith("Jul: Compressors ")
    assert told.endswith("(MWh)")
    assert chart.readout(12) == ""
    assert "Jul: Compressors" in chart.plot.accessibleDescription()


def test_another_document_has_no_year(counted, qtbot):
    counted.session.document.mark_saved()
    counted.session.set_document(Document(with_plant(make_design(4))))
    assert counted.session.year.answer is None
    assert counted.session.year.state == "none"
