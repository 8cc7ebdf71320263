"""The window: inspector, tables, files and their questions, keys, theme, what is imported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSpinBox

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.results.records import Finding
from tests.factories import make_density, make_design, make_results
from ui import theme
from ui.actions import COMMANDS
from ui.panels.library import ITEM_MIME

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(application):
    return application.window


@pytest.fixture
def session(application):
    return application.session


def type_into(editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


class TestInspector:
    def test_one_rack_shows_its_fields(self, window, session):
        rack = session.variant.racks[3]
        session.select([rack.id])
        window.inspector.refresh()
        form = window.inspector._forms["rack"]
        assert form.editor("name").text() == rack.name
        assert form.editor("x_m").value == rack.x_m

    def test_a_typed_number_with_a_unit_is_one_step(self, window, session):
        rack = session.variant.racks[3]
        session.select([rack.id])
        window.inspector.refresh()
        type_into(window.inspector._forms["rack"].editor("width_m"), "800 mm")
        assert session.variant.racks[3].width_m == 0.8
        assert len(session.document.history) == 1
        session.undo()
        assert session.variant.racks[3].width_m == rack.width_m

    def test_many_racks_change_together_in_one_step(self, window, session):
        ids = [rack.id for rack in session.variant.racks[:5]]
        session.select(ids)
        window.inspector.refresh()
        editor = window.inspector._forms["rack"].editor("x_m")
        assert editor.value is None
        assert editor.placeholderText() == "several values"
        type_into(window.inspector._forms["rack"].editor("depth_m"), "48 in")
        assert {rack.depth_m for rack in session.variant.racks[:5]} == {1.2192}
        assert len(session.document.history) == 1

    def test_nonsense_stays_in_the_box_and_changes_nothing(self, window, session):
        session.select([session.variant.racks[0].id])
        window.inspector.refresh()
        editor = window.inspector._forms["rack"].editor("width_m")
        type_into(editor, "wide")
        assert editor.property("invalid")
        assert "not a number" in editor.toolTip()
        assert not session.document.can_undo
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert not editor.property("invalid")

    def test_contents_replace_a_plain_load_and_back(self, window, session):
        session.select([session.variant.racks[0].id])
        window.inspector.refresh()
        editor = window.inspector._load
        mode = editor._mode
        mode.activated.emit(2)
        contents = session.variant.racks[0].contents
        assert len(contents) == 1
        assert session.variant.racks[0].load_w is None
        count = editor._rows.findChildren(QSpinBox)[-1]
        count.setValue(3)
        assert session.variant.racks[0].contents[0].count == 3
        mode.activated.emit(1)
        assert session.variant.racks[0].contents == ()
        assert session.variant.racks[0].load_w > 0.0

    def test_the_airflow_law(self, window, session):
        session.select([session.variant.racks[0].id])
        window.inspector.refresh()
        window.inspector._load._law.activated.emit(2)
        assert session.variant.racks[0].airflow.law == "fixed"

    def test_without_selection_the_hall_is_edited(self, window, session):
        session.select([])
        window.inspector.refresh()
        type_into(window.inspector._forms["hall"].editor("length_m"), "30 m")
        assert session.variant.hall.length_m == 30.0
        assert session.document.undo_label == "Change length of hall"

    def test_units_change_what_is_shown_not_what_is_kept(self, window, session):
        rack = session.variant.racks[0]
        session.select([rack.id])
        session.set_unit_system("ip")
        window.inspector.refresh()
        editor = window.inspector._forms["rack"].editor("width_m")
        assert editor.text().endswith("ft")
        type_into(editor, "2")
        assert session.variant.racks[0].width_m == pytest.approx(0.6096)

    def test_results_name_what_binds(self, window, session):
        design = session.design
        session.accept_results(design, make_results(design))
        density = make_density(design, make_results(design))
        session.accept_density(design, density)
        session.select([design.variant.racks[0].id])
        window.inspector.refresh()
        texts = [label.text() for label in window.inspector._results.findChildren(type(
            window.inspector._title))]  # fmt: skip
        assert "Inlet" in texts
        assert "Binds" in texts


class TestTables:
    def test_density_table_shows_the_answer(self, window, session):
        design = session.design
        density = make_density(design, make_results(design))
        session.accept_density(design, density)
        assert window.tabs.currentWidget() is window.density
        model = window.density.table.model()
        assert model.rowCount() == len(density.racks)
        row = {
            model.headerData(column, Qt.Orientation.Horizontal): model.index(0, column).data()
            for column in range(model.columnCount())
        }
        assert row["Can sustain [kW]"] == f"{density.racks[0].power_w / 1e3:,.2f}"
        assert density.racks[0].binding.object_name in row["Binds"]
        assert "Not checked" in window.density.hall.text()

    def test_weak_limits_are_marked_and_explained(self, window, session):
        design = session.design
        density = make_density(design, make_results(design))
        session.accept_density(design, density)
        model = window.density.table.model()
        weak = [rack for rack in density.racks if rack.binding.confidence == "estimate"]
        for rack in weak:
            row = density.racks.index(rack)
            assert model.index(row, 3).data().endswith(" *")
        tip = model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole)
        assert "Source:" in tip
        assert "Class:" in tip

    def test_racks_sort_by_number_and_choose(self, window, session):
        session.accept_results(session.design, make_results(session.design))
        window.tabs.setCurrentWidget(window.racks)
        table = window.racks.table
        table.sortByColumn(6, Qt.SortOrder.DescendingOrder)
        shown = [float(table.model().index(row, 6).data()) for row in range(20)]
        assert shown == sorted(shown, reverse=True)
        table.selectRow(0)
        assert len(session.selection) == 1

    def test_columns_follow_the_units(self, window, session):
        session.accept_results(session.design, make_results(session.design))
        window.tabs.setCurrentWidget(window.racks)
        session.set_unit_system("ip")
        header = window.racks.table.model().headerData(1, Qt.Orientation.Horizontal)
        assert header == "Inlet temperature [°F]"

    def test_a_problem_selects_and_zooms(self, window, session, qtbot):
        rack = session.variant.racks[7].id
        finding = Finding("rack.overlap", "error", (rack,), "Two racks overlap.", "Move one.")
        session.accept_findings((finding,))
        qtbot.waitUntil(lambda: window.problems._list.topLevelItemCount() == 1)
        item = window.problems._list.topLevelItem(0)
        assert item.text(0) == "Error"
        with qtbot.waitSignal(session.viewRequested) as asked_for:
            window.problems._list.itemClicked.emit(item, 0)
        assert asked_for.args == [rack]
        assert session.selection == {rack}
        assert "(1)" in window.tabs.tabText(0)

    def test_history_jumps(self, window, session):
        for load in (1000.0, 2000.0):
            ids = [session.variant.racks[0].id]
            session.edit(f"Load {load:.0f}", edits.update, ids, load_w=load)
        window.tabs.setCurrentWidget(window.history)
        steps = window.history.steps
        assert steps.count() == 3
        steps.itemClicked.emit(steps.item(1))
        assert session.variant.racks[0].load_w == 1000.0
        assert session.document.can_redo


class TestFiles:
    def test_unsaved_changes_are_asked_about(self, window, session, asked):
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        asked.answers = ["Cancel", "Discard changes"]
        assert not window.commands.files.new()
        assert len(session.variant.racks) == 20
        assert window.commands.files.new()
        assert session.variant.racks == ()
        assert asked.questions == ["Unsaved changes", "Unsaved changes"]

    def test_closing_is_refused_when_the_user_stays(self, window, session, asked):
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        asked.answers = ["Cancel"]
        assert not window.close()
        assert window.isVisible()

    def test_a_broken_file_lists_its_problems(self, window, session, asked, tmp_path):
        path = tmp_path / "broken.coolsim"
        text = files.dumps(make_design(4)).replace('"width_m": 0.6', '"width_m": "wide"', 1)
        path.write_text(text)
        before = session.document
        assert not window.commands.open_path(path)
        assert session.document is before
        assert "width_m" in asked.shown[0]

    def test_a_missing_file(self, window, asked, tmp_path):
        assert not window.commands.open_path(tmp_path / "nowhere.coolsim")
        assert "nowhere.coolsim" in asked.shown[0]

    def test_a_save_that_fails_leaves_the_document_modified(
        self, window, session, asked, tmp_path, monkeypatch
    ):
        path = tmp_path / "hall.coolsim"
        assert window.commands.files._save_to(path)
        before = path.read_bytes()
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        real = files.save

        def failing(design, target):
            def half(descriptor_or_stream, data):
                raise OSError(28, "No space left on device")

            real(design, target, write=half)

        monkeypatch.setattr(files, "save", failing)
        assert not window.commands.files.save()
        assert session.document.is_modified
        assert path.read_bytes() == before
        assert "hall.coolsim" in asked.shown[-1]

    def test_a_file_changed_outside_is_not_overwritten_unasked(
        self, window, session, asked, tmp_path
    ):
        path = tmp_path / "hall.coolsim"
        assert window.commands.files._save_to(path)
        other = files.dumps(make_design(4))
        path.write_text(other)
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        asked.answers = ["Cancel"]
        assert not window.commands.files.save()
        assert asked.questions == ["File changed outside"]
        assert path.read_text() == other

    def test_a_second_window_on_the_same_file_is_told(
        self, window, session, asked, tmp_path, settings
    ):
        from ui.keeper import Keeper
        from ui.session import Session

        path = tmp_path / "hall.coolsim"
        files.save(make_design(4), path)
        other = Session()
        keeper = Keeper(other, tmp_path / "other")
        assert keeper.hold_file(path) == ""
        asked.answers = ["Open a read-only copy"]
        assert window.commands.open_path(path)
        assert asked.questions == ["Already open"]
        assert session.read_only
        keeper.close()

    def test_an_example_opens_as_a_new_document(self, window, session):
        from coolsim.design.examples import example_path

        assert window.commands.open_example(example_path("room-20"))
        assert session.document.path is None
        assert len(session.variant.racks) == 20


class TestRecovery:
    def test_a_change_is_kept_and_forgotten_upon_saving(self, application, qtbot, tmp_path):
        session, keeper = application.session, application.keeper
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        keeper.write_soon()
        folder = tmp_path / "recovery"
        qtbot.waitUntil(lambda: bool(list(folder.glob("*.recovery"))), timeout=5000)
        qtbot.waitUntil(lambda: not keeper._writing, timeout=5000)
        session.save_as(tmp_path / "hall.coolsim")
        assert not list(folder.glob("*.recovery"))

    def test_a_killed_window_leaves_its_design(self, application, tmp_path):
        folder = tmp_path / "recovery"
        script = f"""
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from coolsim.design import edits
from coolsim.design.document import Document
from tests.factories import make_design
from ui.keeper import Keeper
from ui.session import Session
session = Session()
keeper = Keeper(session, Path({str(folder)!r}))
session.set_document(Document(make_design(6)))
session.edit("Change", edits.set_project, name="Nearly lost")
keeper._soon.setInterval(50)
keeper._soon.start()
app.processEvents()
end = time.time() + 30
while time.time() < end:
    app.processEvents()
    if list(Path({str(folder)!r}).glob("*.recovery")) and not keeper._writing:
        print("kept", flush=True)
    time.sleep(0.02)
"""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        child = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
        )
        try:
            assert child.stdout.readline().strip() == "kept"
            assert application.keeper.recoverable() == []  # its window still lives
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
        copies = application.keeper.recoverable()
        assert [copy.design.project.name for copy in copies] == ["Nearly lost"]
        application.window.commands.files.restore(copies[0])
        assert application.session.design.project.name == "Nearly lost"
        assert application.session.document.is_modified
        assert application.keeper.recoverable() == []

    def test_the_dialog_offers_three_ways(self, application, qtbot):
        from datetime import UTC, datetime

        from coolsim.design.recovery import Recovered
        from ui.dialogs.small import RecoveryDialog

        copy = Recovered("abc", Path("/x/hall.coolsim"), datetime.now(UTC), make_design(4))
        dialog = RecoveryDialog([copy], application.window)
        qtbot.addWidget(dialog)
        assert "hall.coolsim" in dialog.list.item(0).text()
        assert dialog.chosen() is copy
        dialog._finish("discard")
        assert dialog.choice == "discard"

    def test_an_unexpected_error_keeps_the_work(self, application, asked, tmp_path):
        session = application.session
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        application._unexpected(ValueError, ValueError("surprise"), None)
        assert "surprise" in asked.shown[0]
        assert list((tmp_path / "recovery").glob("*.recovery"))


class TestWindow:
    def test_every_command_has_a_menu_and_unique_keys(self, window):
        keys = [command.shortcut for command in COMMANDS if command.shortcut]
        assert len(keys) == len(set(keys))
        assert {command.menu for command in COMMANDS} == {
            "File", "Edit", "Place", "Solve", "Air", "View", "Help",
        }  # fmt: skip

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
        assert len(window.welcome.findChildren(QFrame, "example")) == 4
        window.show_plan()
        assert window.pages.currentWidget() is window.plan

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
