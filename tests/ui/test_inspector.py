"""The inspector: fields of one or many objects, units, results."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QSpinBox

from tests.factories import make_density, make_results


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
