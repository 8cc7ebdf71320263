"""The drawing commands of the window by their keys, menus and dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit

from coolsim.design import edits
from coolsim.design.document import Document
from tests.factories import make_design
from ui.dialogs.arranging import array_dialog, renumber_dialog, scale_dialog
from ui.dialogs.background import BackgroundDialog
from ui.dialogs.equipment import SORTS, EquipmentDialog
from ui.dialogs.preferences import PreferencesDialog
from ui.dialogs.scenarios import ScenariosDialog
from ui.dialogs.select_rule import SelectRuleDialog
from ui.tour.tour import Tour

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
OK = QDialogButtonBox.StandardButton.Ok


@pytest.fixture
def window(application):
    application.window.plan.setFocus()
    return application.window


@pytest.fixture
def session(application):
    return application.session


def type_into(editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def first_racks(session, count):
    return session.variant.racks[:count]


class TestArranging:
    @pytest.mark.parametrize(
        ("key", "modifiers", "field"),
        [
            (Qt.Key.Key_Left, CTRL | SHIFT, "x_m"),
            (Qt.Key.Key_Up, CTRL | SHIFT, "y_m"),
            (Qt.Key.Key_X, CTRL | SHIFT, "x_m"),
        ],
    )
    def test_keys_align(self, window, session, key, modifiers, field):
        ids = [session.variant.racks[number].id for number in (0, 12)]
        session.select(ids)
        QTest.keyClick(window.plan.canvas, key, modifiers)
        chosen = [rack for rack in session.variant.racks if rack.id in ids]
        assert getattr(chosen[0], field) == getattr(chosen[1], field)
        assert session.document.undo_label == "Align 2 objects"

    def test_mirror_group_and_aisle_by_keys(self, window, session):
        ids = [rack.id for rack in session.variant.racks]
        session.select(ids)
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_V, SHIFT)
        assert {r.heading_deg for r in first_racks(session, 10)} == {270.0}
        session.undo()
        session.select(ids)
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_G, CTRL)
        assert len(session.variant.groups[-1].member_ids) == 20
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_L, CTRL | SHIFT)
        assert session.variant.aisles[-1].name == "Cold aisle 2"

    def test_the_context_menu_contains_an_aisle_in_two_clicks(self, window, session):
        from ui.plan.menu import build_menu

        session.set_document(Document(make_design(20).model_copy()))
        racks = session.variant.racks
        panels = len(session.variant.panels)
        middle = QPointF(racks[5].x_m, 0.5 * (racks[5].y_m + racks[15].y_m))
        menu = build_menu(window.plan, middle)
        action = next(a for a in menu.actions() if a.text() == "Contain this cold aisle")
        action.trigger()
        assert len(session.variant.panels) == panels + 3
        assert session.document.undo_label == "Contain aisle"

    def test_the_context_menu_of_a_selection_arranges(self, window, session):
        from ui.plan.menu import build_menu

        session.select([rack.id for rack in first_racks(session, 3)])
        menu = build_menu(window.plan, QPointF(1.0, 1.0))
        words = [action.text() for action in menu.actions()]
        assert {"A&rray…", "Re&number…", "&Elevation…"} <= set(words)
        arrange = next(a.menu() for a in menu.actions() if a.text() == "Arrange")
        next(a for a in arrange.actions() if a.text() == "Align left").trigger()
        assert len({rack.x_m for rack in first_racks(session, 3)}) == 1


class TestDialogs:
    def test_an_array_is_seen_before_it_is_there(self, window, session, qtbot):
        session.select([session.variant.racks[0].id])
        dialog = array_dialog(session, window)
        qtbot.addWidget(dialog)
        type_into(dialog.form.editor("columns"), "3")
        type_into(dialog.form.editor("rows"), "2")
        type_into(dialog.form.editor("pitch_y_m"), "12 ft")
        assert len(session.variant.racks) == 25
        assert len(session.document.design.variant.racks) == 20
        assert "5 new objects" in dialog.note.text()
        dialog.reject()
        assert len(session.variant.racks) == 20
        dialog = array_dialog(session, window)
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
        assert len(session.variant.racks) == 24
        assert session.document.history == ("Make array",)

    def test_an_array_that_is_too_large_cannot_be_taken(self, window, session, qtbot):
        session.select([session.variant.racks[0].id])
        dialog = array_dialog(session, window)
        qtbot.addWidget(dialog)
        type_into(dialog.form.editor("columns"), "9999")
        assert not dialog.buttons.button(OK).isEnabled()
        assert "1 to 2000" in dialog.note.text()
        dialog.reject()

    def test_renumbering_shows_the_names(self, window, session, qtbot):
        session.select([rack.id for rack in session.variant.racks])
        dialog = renumber_dialog(session, window)
        qtbot.addWidget(dialog)
        dialog.show()
        type_into(dialog.form.editor("first_name"), "R-101")
        assert "R-101 to R-110" in dialog.note.text()
        QTest.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
        assert {rack.name[:2] for rack in session.variant.racks} == {"R-", "S-"}
        session.undo()
        assert session.variant.racks[0].name == "A-01"

    def test_a_rule_selects_while_it_is_typed(self, window, session, qtbot):
        ids = [rack.id for rack in first_racks(session, 4)]
        session.edit("Load", edits.update, ids, load_w=40e3)
        dialog = SelectRuleDialog(session, "", window)
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.keyClicks(dialog.rule, "racks over 30")
        assert "no unit" in dialog.note.text()
        QTest.keyClicks(dialog.rule, " kW")
        assert dialog.note.text().startswith("4 objects fit")
        QTest.keyClick(dialog.rule, Qt.Key.Key_Return)
        assert session.selection == set(ids)

    def test_scenarios_switch_the_loads(self, window, session, qtbot):
        dialog = ScenariosDialog(session, window)
        qtbot.addWidget(dialog)
        assert not dialog.buttons["switch"].isEnabled()
        dialog.add("Day 1")
        dialog.add("Final")
        session.edit("Load", edits.update, [session.variant.racks[0].id], load_w=50e3)
        dialog._fill()
        dialog.list.setCurrentRow(0)
        dialog.show()
        QTest.mouseClick(dialog.buttons["switch"], Qt.MouseButton.LeftButton)
        assert session.variant.racks[0].load_w == 6000.0
        status = window.status
        assert status._scenario.text() == "Day 1"
        status._list_scenarios()
        status._scenario.menu().actions()[1].trigger()
        assert session.variant.racks[0].load_w == 50e3
        assert session.document.undo_label == "Switch to Final"

    def test_own_equipment_goes_to_library_and_elevation(self, window, session, qtbot):
        dialog = EquipmentDialog(session, window)
        qtbot.addWidget(dialog)
        dialog.add(SORTS[0])
        form = dialog.forms["server"]
        form.editor("name").setFocus()
        type_into(form.editor("name"), "Edge box")
        type_into(form.editor("power_w"), "1.2 kW")
        type_into(form.editor("airflow_m3_s"), "200 CFM")
        type_into(form.editor("source"), "data sheet 7")
        row = session.design.catalogue["server"]["own_own_server"]
        assert row["name"] == "Edge box"
        assert row["p_max_w"] == {"v": 1200.0, "conf": "design", "note": "data sheet 7"}
        from coolsim.catalogue import load_catalogue
        from ui.elevation.contents import offers

        catalogue = load_catalogue().with_entries(session.design.catalogue)
        own = next(each for each in offers(catalogue) if each.name == "Edge box")
        assert (own.power_w, own.height_u) == (1200.0, 2)
        window.library.refill()
        window.library.search.setText("edge box")
        assert window.library._filter.rowCount() == 1
        for sort in SORTS[1:]:
            dialog.add(sort)
        QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
        assert "tile" not in session.design.catalogue

    def test_a_background_is_chosen_and_scaled(self, window, session, qtbot, tmp_path):
        from PySide6.QtGui import QImage

        picture = QImage(200, 100, QImage.Format.Format_RGB32)
        picture.fill(0)
        picture.save(str(tmp_path / "plan.png"))
        dialog = BackgroundDialog(session, window)
        qtbot.addWidget(dialog)
        dialog.choose(tmp_path / "nothing.png")
        assert session.variant.background is None
        dialog.choose(tmp_path / "plan.png")
        assert session.variant.background.width_m == session.variant.hall.length_m
        type_into(dialog.form.editor("x_m"), "500 mm")
        assert session.variant.background.x_m == 0.5
        before = session.variant.background.width_m
        scale = scale_dialog(session, (1.0, 1.0), (3.0, 1.0), window)
        qtbot.addWidget(scale)
        scale.show()
        type_into(scale.form.editor("distance_m"), "6 m")
        QTest.mouseClick(scale.buttons.button(OK), Qt.MouseButton.LeftButton)
        assert session.variant.background.width_m == pytest.approx(3 * before)
        session.undo()
        assert session.variant.background.width_m == before

    def test_preferences_are_in_force_at_once(self, window, session, qtbot):
        dialog = PreferencesDialog(
            window.settings, window.commands._prefer, session.snap_m, "si", window
        )
        qtbot.addWidget(dialog)
        type_into(dialog.snap, "2 ft")
        assert session.snap_m == pytest.approx(0.6096)
        dialog.units.setCurrentIndex(1)
        dialog.units.activated.emit(1)
        assert session.unit_system == "ip"
        assert dialog.snap.text() == "2 ft"


class TestSharing:
    def test_a_template_is_kept_and_comes_back(self, window, session):
        session.select([rack.id for rack in first_racks(session, 3)])
        window.commands.draw.save_template("My pod")
        window.library.search.setText("my pod")
        model = window.library._filter
        group = model.index(0, 0)
        assert group.data() == "Templates"
        window.library._activated(model.index(0, 0, group))
        assert session.tool == "template:own/My pod"
        viewport = window.plan.canvas.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
        assert len(session.variant.racks) == 23
        assert window.templates.names() == ["My pod"]

    def test_objects_go_from_window_to_window(self, window, session, qtbot):
        from ui.plan.view import PlanView
        from ui.session import Session

        session.select([rack.id for rack in first_racks(session, 4)])
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_C, CTRL)
        other = Session()
        plan = PlanView(other)
        qtbot.addWidget(plan)
        plan.show()
        plan.activateWindow()
        qtbot.waitUntil(plan.isActiveWindow)
        plan.canvas.setFocus()
        QTest.keyClick(plan.canvas, Qt.Key.Key_V, CTRL)
        assert [rack.load_w for rack in other.variant.racks] == [
            rack.load_w for rack in first_racks(session, 4)
        ]
        assert len(other.selection) == 4


class TestTour:
    def test_it_goes_on_by_itself_and_can_show_every_step(self, window, session, qtbot, asked):
        from ui.tour.steps import STEPS

        session.document.mark_saved()
        window.start_tour()
        tour = window._tour
        assert session.variant.racks == ()
        assert tour.running
        assert tour.card.title.text().startswith("1 of")
        for number in range(len(STEPS) - 1):
            assert tour.number == number
            QTest.mouseClick(tour.card.show_me, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda number=number: tour.number == number + 1)
        variant = session.variant
        assert (len(variant.racks), len(variant.panels) > 0) == (16, True)
        assert variant.tiles
        assert variant.coolers
        QTest.mouseClick(tour.card.skip, Qt.MouseButton.LeftButton)
        assert tour.card.title.text() == "Done"
        QTest.mouseClick(tour.card.close_, Qt.MouseButton.LeftButton)
        assert not tour.running

    def test_begun_again_it_leaves_nothing_of_the_former(self, window, session, qtbot, asked):
        session.document.mark_saved()
        window.start_tour()
        former = window._tour
        window.start_tour()
        assert window._tour.running
        assert not former.running
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert len(window.findChildren(Tour)) == 1
        window._tour.end()
