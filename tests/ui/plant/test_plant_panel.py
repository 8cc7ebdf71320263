"""The plant's panel by mouse and keyboard: its editor and its schematic."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.models import PowerElement
from coolsim.results.records import Assumption
from coolsim.schematic.plant import plant_drawing
from tests.factories import make_design
from tests.ui.plant.conftest import with_plant
from ui.dialogs.power_chain import PowerChainEditor
from ui.fields_plant import KINDS, rejection_fields
from ui.plant.from_files import CurvesEdit
from ui.plant.panel import date_words
from ui.plant.small import MonthsEdit, ServesEdit
from ui.plant.sources import SourcesView
from ui.schematic.items import BoxItem
from ui.widgets.forms import Form

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(window, qtbot):
    window.tabs.setCurrentWidget(window.plant)
    qtbot.waitUntil(lambda: window.plant.editor.list.count() > 0)
    return window.plant


def typed(qtbot, editor, text):
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_an_empty_plant_offers_the_first_rejection_and_the_climate(application, qtbot):
    window = application.window
    window.tabs.setCurrentWidget(window.plant)
    first = window.plant.buttons["first"]
    qtbot.waitUntil(first.isVisible)
    qtbot.mouseClick(window.plant.buttons["climate"], LEFT)
    assert window.plant.editor.chosen == "site"
    assert window.plant.editor.picker.isVisible()
    first.menu().actions()[2].trigger()
    assert application.session.variant.plant.rejections[0].kind == "dry_cooler"
    assert window.plant.editor.chosen == "rejection-0001"


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS])
def test_every_kind_has_a_form_whose_fields_exist(qtbot, kind):
    design, identifier = edits.add_rejection(make_design(4), kind=kind)
    form = Form(rejection_fields(kind))
    qtbot.addWidget(form)
    form.show_records([edits.find(design, identifier)])
    assert form.editor("machines").text() == "2"


def test_fields_of_a_rejection_and_its_parts_are_typed_undone_and_saved(panel, qtbot, tmp_path):
    session, form = panel._session, panel.editor.form
    typed(qtbot, form.editor("machines"), "5")
    typed(qtbot, form.editor("tower.approach_k"), "4.5")
    item = session.variant.plant.rejections[0]
    assert (item.machines, item.tower.approach_k) == (5, 4.5)
    path = tmp_path / "hall.coolsim"
    files.save(session.design, path)
    assert files.load(path).variant.plant == session.variant.plant
    session.undo()
    session.undo()
    assert session.variant.plant.rejections[0].machines == 2
    qtbot.waitUntil(lambda: panel.editor.form.editor("machines").text() == "2")


def test_quantities_are_read_in_the_units_on_display(panel, qtbot):
    panel._session.set_unit_system("ip")
    qtbot.waitUntil(lambda: panel.editor.form.editor("tower.approach_k").text().endswith("°F"))
    typed(qtbot, panel.editor.form.editor("tower.approach_k"), "9 F")
    assert panel._session.variant.plant.rejections[0].tower.approach_k == pytest.approx(5.0)


def test_what_cannot_be_is_said_and_changes_nothing(panel, qtbot):
    told = []
    panel._session.message.connect(lambda text, severity: told.append(text))
    typed(qtbot, panel.editor.form.editor("tower.approach_k"), "-4")
    assert panel._session.variant.plant.rejections[0].tower.approach_k == 3.9
    assert told


def test_a_rule_that_raises_begins_with_some_kelvin(panel, qtbot):
    panel.editor.choose("reset")
    combo = panel.editor.form.editor("reset.rule")
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.currentIndex())
    reset = panel._session.variant.plant.reset
    assert (reset.rule, reset.most_k) == ("fixed", 4.0)


def test_store_and_heat_reuse_are_added_changed_and_removed(panel, qtbot):
    session, editor = panel._session, panel.editor
    entries = {action.text(): action for action in editor.add.menu().actions()}
    entries["Storage"].trigger()
    assert editor.chosen == "storage"
    typed(qtbot, editor.form.editor("storage.capacity_wh"), "2 MWh")
    assert session.variant.plant.storage.capacity_wh == 2e6
    entries["Heat reuse"].trigger()
    assert editor.chosen == "reuse"
    qtbot.mouseClick(editor._page.findChild(MonthsEdit).boxes[6], LEFT)
    assert session.variant.plant.reuse.months == (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
    qtbot.mouseClick(editor.remove, LEFT)
    assert session.variant.plant.reuse is None
    editor.choose("storage")
    qtbot.mouseClick(editor.remove, LEFT)
    assert session.variant.plant.storage is None


def test_a_rejection_is_removed_and_comes_back(panel, qtbot):
    qtbot.mouseClick(panel.editor.remove, LEFT)
    assert not panel._session.variant.plant.rejections
    panel._session.undo()
    assert len(panel._session.variant.plant.rejections) == 1


def test_a_load_profile_and_a_curve_set_come_from_small_files(panel, qtbot, tmp_path, monkeypatch):
    session, editor = panel._session, panel.editor
    profile = tmp_path / "load.csv"
    profile.write_text("load\n" + "\n".join(["80"] * 8760))
    curves = tmp_path / "chiller.json"
    curves.write_text(json.dumps({
        "capacity_w": 1e6, "cop": 6.0, "capacity_curve": [1, 0, 0, 0, 0, 0],
        "input_ratio_curve": [1, 0, 0, 0, 0, 0], "part_load_curve": [0, 1, 0],
        "chilled_range_c": [5, 20], "condenser_range_c": [12, 35],
    }))  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(curves), ""))
    editor._page.findChild(CurvesEdit).load.click()
    assert session.variant.plant.rejections[0].curves.cop == 6.0
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(profile), ""))
    editor.load_profile()
    assert session.variant.plant.utilisation.hours[:2] == (0.8, 0.8)
    editor.choose("utilisation")
    editor._changed("utilisation.profile", "flat")
    assert session.variant.plant.utilisation.hours == ()


def test_a_broken_profile_is_refused_with_its_row(panel, asked, tmp_path, monkeypatch):
    path = tmp_path / "load.csv"
    path.write_text("0.5\n0.6\nmuch\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    shown = []
    monkeypatch.setattr("ui.plant.from_files.messages.show_error",
                        lambda parent, title, error: shown.append(str(error.message)))  # fmt: skip
    panel.editor.load_profile()
    assert "Row 3" in shown[0]
    assert panel._session.variant.plant.utilisation.profile == "flat"


def test_a_click_on_a_machine_opens_its_fields(panel, qtbot):
    panel._session.edit("Add", edits.add_rejection, kind="dry_cooler", name="Second")
    qtbot.waitUntil(lambda: panel.editor.list.count() > 7)
    panel.buttons["fit"].click()
    panel.editor.choose("tariff")
    view = panel.schematic
    box = next(each for each in view.boxes if each.box.ids == ("rejection-0001",))
    at = view.mapFromScene(box.sceneBoundingRect().center())
    qtbot.mouseClick(view.viewport(), LEFT, pos=at)
    assert panel.editor.chosen == "rejection-0001"


def test_the_schematic_tells_the_chosen_hour(counted, qtbot):
    panel = counted.plant
    counted.tabs.setCurrentWidget(panel)
    panel.moment.setFocus()
    qtbot.keyClick(panel.moment, Qt.Key.Key_End)
    assert panel.moment.currentData() == "hour"
    qtbot.waitUntil(panel.hour.isVisible)
    panel.hour.setValue(100)
    qtbot.keyClick(panel.hour, Qt.Key.Key_Right)
    air = next(box for box in panel.schematic.boxes if box.box.title == "Outdoor air")
    assert "Dry bulb 1.01 °C" in air.box.words
    qtbot.keyClick(panel.hour, Qt.Key.Key_PageUp)
    air = next(box for box in panel.schematic.boxes if box.box.title == "Outdoor air")
    assert "Dry bulb 1.25 °C" in air.box.words
    assert panel.when.text() == date_words(125)


def test_moments_have_dates():
    assert date_words(0) == "1 Jan, 1:00"
    assert date_words(24 * 31 + 14) == "1 Feb, 15:00"
    assert date_words(8759) == "31 Dec, 24:00"


def test_a_schematic_of_every_kind_joins_racks_to_the_outdoor_air(qtbot):
    design = make_design(4)
    for kind, _ in KINDS:
        design = with_plant(design, kind)
    drawing = plant_drawing(design.variant, None, "si")
    titles = [box.title for box in drawing.boxes]
    assert titles.count("Cooling towers") == 2
    assert {"4 racks", "Outdoor air", "Meter", "Power chain", "All cooling"} <= set(titles)
    for box in drawing.boxes:
        assert 0.0 <= box.x <= drawing.width - box.width + 1e-6
        assert BoxItem(box, "si").lines()[0] == box.title
    overlapping = [
        (one.title, other.title)
        for n, one in enumerate(drawing.boxes)
        for other in drawing.boxes[n + 1 :]
        if one.x == other.x and one.y < other.y + other.height and other.y < one.y + one.height
    ]
    assert overlapping == []


def test_losses_and_ratio_of_a_moment_add_up(qtbot):
    design = with_plant(make_design(4))
    moment = {"facility_w": 130e3, "it_w": 100e3, "compressors_w": 20e3, "UPS_w": 4e3,
              "Cables_w": 6e3, "rejected_w": 120e3, "rejection-0001.load_w": 100e3}  # fmt: skip
    drawing = plant_drawing(design.variant, moment, "si")
    words = {box.title: box.words for box in drawing.boxes}
    assert words["Meter"] == ("130 kW", "Over IT 1.3")
    assert words["Power chain"] == ("Losses 10 kW",)


def test_a_picture_of_the_schematic_is_saved(panel, tmp_path, monkeypatch):
    path = tmp_path / "plant.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    panel.buttons["picture"].click()
    assert path.stat().st_size > 1000


def test_the_power_chain_is_edited_here_too(panel, qtbot):
    panel.editor.choose("power")
    editor = panel.editor._page.findChild(PowerChainEditor)
    editor._added(1)
    assert panel._session.variant.power.elements[0].kind == "ups"
    assert panel._session.document.undo_label == "Change power chain"


def test_another_hall_shows_its_own_plant(panel, qtbot):
    panel._session.document.mark_saved()
    panel._session.set_document(Document(with_plant(make_design(4), "dx")))
    qtbot.waitUntil(lambda: "Direct expansion" in panel.editor.list.item(0).text())
    qtbot.waitUntil(lambda: any("DX" in box.box.title for box in panel.schematic.boxes))


def test_another_kind_is_chosen_from_its_list_and_brings_its_own_fields(panel, qtbot):
    """The list's own key press goes on after the form it stands in has been replaced."""
    session, choice = panel._session, panel.editor.form.editor("kind")
    before = session.variant.plant.rejections[0].kind
    wanted = [kind for kind, _ in KINDS].index("wet_cooler")
    choice.setFocus()
    choice.showPopup()
    qtbot.waitUntil(choice.view().isVisible)
    steps = wanted - choice.currentIndex()
    for _ in range(abs(steps)):
        qtbot.keyClick(choice.view(), Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    qtbot.keyClick(choice.view(), Qt.Key.Key_Return)
    assert session.variant.plant.rejections[0].kind == "wet_cooler"
    spray = panel.editor.form.editor("spray_pump.head_pa")
    typed(qtbot, spray, "90")
    assert session.variant.plant.rejections[0].spray_pump.head_pa == 90e3
    session.undo()
    session.undo()
    qtbot.waitUntil(lambda: panel.editor.form.editor("kind").currentIndex() != wanted)
    assert session.variant.plant.rejections[0].kind == before


def test_the_outdoor_air_below_which_a_closed_circuit_runs_dry_is_typed(panel, qtbot):
    session = panel._session
    first = session.variant.plant.rejections[0].id
    session.edit("Closed circuit", edits.update_rejection, first, kind="wet_cooler")
    qtbot.waitUntil(lambda: "tower.dry_below_c" in panel.editor.form._editors)
    box = panel.editor.form.editor("tower.dry_below_c")
    assert (box.text(), box.placeholderText()) == ("", "never dry")
    typed(qtbot, box, "5")
    assert session.variant.plant.rejections[0].tower.dry_below_c == 5.0
    session.set_unit_system("ip")
    qtbot.waitUntil(lambda: panel.editor.form.editor("tower.dry_below_c").text() == "41 °F")
    session.undo()
    assert session.variant.plant.rejections[0].tower.dry_below_c is None


@pytest.mark.parametrize("percent", [150, 200])
def test_boxes_of_the_form_are_as_wide_as_larger_text_needs(window, panel, qtbot, percent):
    try:
        window.commands.set_text_percent(percent)
        form = panel.editor.form
        box = form.editor("tower.approach_k")
        needed = box.fontMetrics().horizontalAdvance("000.00 ft")
        qtbot.waitUntil(lambda: box.width() >= needed)
        qtbot.waitUntil(lambda: window.plant.minimumSizeHint().width() <= 1280)
    finally:
        window.commands.set_text_percent(100)


def test_other_rooms_are_ticked_among_what_it_serves(panel, qtbot):
    session = panel._session
    ups = PowerElement(id="ups-0001", kind="ups", room="UPS room")
    session.edit("Add a UPS", edits.set_power, elements=(ups,))
    serves = panel.editor.findChild(ServesEdit)
    qtbot.waitUntil(lambda: any(a.text() == "UPS room" for a in serves.menu().actions()))
    next(a for a in serves.menu().actions() if a.text() == "UPS room").trigger()
    item = session.variant.plant.rejections[0]
    assert item.rooms == ("UPS room",)
    assert item.loop_ids == item.cooler_ids == ()
    qtbot.waitUntil(lambda: serves.text() == "Everything no other serves, UPS room")
    session.undo()
    assert session.variant.plant.rejections[0].rooms == ()


def test_figures_that_the_year_took_stand_with_their_source(counted, qtbot):
    year, session = counted.session.year, counted.session
    identifier = session.variant.plant.rejections[0].id
    figure = Assumption(identifier, "Plant", "fan power over heat rejected", 0.013, "",
                        "ashrae_90_1", "standard_secondhand", "least of open towers")  # fmt: skip
    counted.tabs.setCurrentWidget(counted.plant)
    view = counted.plant.editor.findChild(SourcesView)
    assert not view.isVisible()
    told = replace(year.answer.results, assumptions=(figure,))
    year.take(session.design, replace(year.answer, results=told))
    counted.tabs.setCurrentWidget(counted.plant)  # an answer brings the year to the front
    qtbot.waitUntil(lambda: "least of open towers" in view.words.text())
    assert "fan power over heat rejected" in view.words.text()
