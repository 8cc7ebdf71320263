"""The tables of the results dock: density, racks, problems, history."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from coolsim.design import edits
from coolsim.results.records import Finding
from tests.factories import make_density, make_results


@pytest.fixture
def window(application):
    return application.window


@pytest.fixture
def session(application):
    return application.session


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
        assert "Not checked" in window.density.unchecked.text()

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
