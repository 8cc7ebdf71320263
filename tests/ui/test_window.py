"""The window: keys, library, theme, badge, gallery, what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSpinBox, QTabBar

from coolsim.design import edits
from coolsim.design.document import Document
from tests.factories import make_design, make_results
from ui import theme
from ui.command_table import COMMANDS, MENUS
from ui.library_items import ITEM_MIME

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(application):
    return application.window


@pytest.fixture
def session(application):
    return application.session


class TestWindow:
    def test_every_command_has_a_menu_and_unique_keys(self, window):
        keys = [keys for command in COMMANDS for keys in command.keys]
        assert len(keys) == len(set(keys))
        assert all(command.shortcut for command in COMMANDS)
        assert {command.menu for command in COMMANDS} == set(MENUS)

    @pytest.mark.parametrize(
        ("key", "modifier", "check"),
        [
            (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, lambda s: len(s.selection) > 20),
            (Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, lambda s: s.tool == "place:rack:"),
            (Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier, lambda s: s.unit_system == "ip"),
            (Qt.Key.Key_V, Qt.KeyboardModifier.NoModifier, lambda s: s.tool == "select"),
        ],
    )
    def test_keys(self, window, session, key, modifier, check):
        window.activateWindow()
        window.plan.setFocus()
        QTest.keyClick(window.plan.canvas, key, modifier)
        assert check(session)

    def test_no_tab_bar_names_a_hidden_dock(self, window, qtbot):
        def names():
            direct = Qt.FindChildOption.FindDirectChildrenOnly
            bars = [b for b in window.findChildren(QTabBar, options=direct) if b.isVisible()]
            return {bar.tabText(k).replace("&", "") for bar in bars for k in range(bar.count())}

        qtbot.waitUntil(lambda: {"Library", "Outline"} <= names())
        assert "Elevation" not in names()
        window.show_elevation()
        qtbot.waitUntil(lambda: {"Inspector", "Elevation"} <= names())
        window.docks["elevation"].close()
        window.commands.set_text_percent(150)
        qtbot.waitUntil(lambda: {"Inspector", "Library"} <= names())
        window.commands.set_text_percent(100)
        qtbot.waitUntil(lambda: not {"Inspector", "Elevation"} & names())

    def test_delete_undo_redo_by_keys(self, window, session):
        session.select([session.variant.racks[0].id])
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_Delete)
        assert len(session.variant.racks) == 19
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(session.variant.racks) == 20
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_Z, both)
        assert len(session.variant.racks) == 19

    def test_controls_have_names_for_those_who_do_not_see(self, window):
        for kind in (QLineEdit, QComboBox, QSpinBox):
            for widget in window.findChildren(kind):
                if isinstance(widget.parent(), QSpinBox):
                    continue
                assert widget.accessibleName(), widget

    def test_the_library_finds_and_carries(self, window, session):
        window.library.refill()
        window.library.search.setText("dgx h100")
        model = window.library._filter
        group = model.index(0, 0)
        assert group.data() == "Racks"
        item = model.index(0, 0, group)
        assert "H100" in item.data()
        data: QMimeData = window.library._model.mimeData([model.mapToSource(item)])
        assert b'"kind": "rack"' in data.data(ITEM_MIME).data()
        window.library._activated(item)
        assert session.tool.startswith("place:rack")
        assert session.tool_fields["contents"][0]["item"] == "dgx_h100"

    def test_every_library_item_can_be_placed(self, window, session):
        from coolsim.catalogue import load_catalogue
        from ui.library_items import library_items

        for item in library_items(load_catalogue()):
            edits.place(session.design, item.kind, 2.0, 2.0, **item.fields)

    def test_the_theme_recolours_icons_and_badge(self, window, session, qtbot):
        session.accept_results(session.design, make_results(session.design))
        window.actions_.refresh_icons()
        light = window.actions_["save"].icon().pixmap(18, 18).toImage()
        window.commands.set_theme("dark")
        qtbot.waitUntil(
            lambda: window.actions_["save"].icon().pixmap(18, 18).toImage() != light, timeout=3000
        )
        assert theme.is_dark()
        window.commands.set_theme("light")

    def test_the_badge_says_what_is_seen(self, window, session):
        design = session.design
        session.accept_results(design, make_results(design, fidelity="draft"))
        assert window.badge.text.startswith("draft")
        session.accept_results(design, make_results(design))
        assert window.badge.text.startswith("converged")
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        assert window.badge.text.startswith("stale")

    def test_the_outline_follows_and_selects(self, window, session):
        outline = window.outline
        outline._refresh()
        rack = session.variant.racks[2]
        outline._rows[rack.id].setSelected(True)
        assert session.selection == {rack.id}

    def test_progress_and_cancel(self, application, window, session, qtbot):
        session.attach_jobs(application.jobs)
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_F6)
        assert session.busy == "density"
        assert window.status._cancel.isVisibleTo(window)
        assert not window.actions_["solve"].isEnabled()
        session.cancel()
        qtbot.waitUntil(lambda: session.busy == "", timeout=10_000)
        assert not window.status._cancel.isVisibleTo(window)

    def test_the_hall_dialog_is_one_step(self, window, session, qtbot):
        from ui.dialogs.design_dialog import HALL_PARTS, DesignDialog

        dialog = DesignDialog(
            session, "Hall", "Change hall and site", HALL_PARTS, with_feeds=True, parent=window
        )
        qtbot.addWidget(dialog)
        dialog._forms[0][1].changed.emit("height_m", 4.5)
        dialog._forms[1][1].changed.emit("altitude_m", 500.0)
        dialog._feeds._added(0)
        dialog.accept()
        assert session.variant.hall.height_m == 4.5
        assert session.variant.site.altitude_m == 500.0
        assert len(session.variant.power.feeds) == 1
        assert session.document.history == ("Change hall and site",)

    def test_the_gallery_lists_the_examples(self, window):
        window.show_gallery()
        assert window.pages.currentWidget() is window.welcome
        from coolsim.design.examples import list_examples

        cards = window.welcome.findChildren(QFrame, "example")
        assert len(cards) == len(list_examples())
        window.show_plan()
        assert window.plan.isVisibleTo(window)

    def test_a_document_of_400_racks_is_shown_at_once(self, window, session):
        design = make_design(400)
        started = time.perf_counter()
        session.set_document(Document(design))
        window.inspector.refresh()
        assert time.perf_counter() - started < 1.5


def test_nothing_heavy_is_imported_to_show_the_window(tmp_path):
    script = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from ui import app as program, theme
from ui.settings import Settings
theme.install_font(app); theme.apply(app, "light")
made = program.Application(Settings(), Path(sys.argv[1]))
made.show("room-20")
app.processEvents()
heavy = {"scipy", "numba", "CoolProp", "pyqtgraph", "typst", "vtkmodules"} & set(sys.modules)
print(sorted(heavy))
made.keeper.close(); made.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr
