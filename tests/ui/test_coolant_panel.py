"""Chips and coolant: tables, inspector lines, racks coloured by coolant quantities."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from coolsim.design.document import Document
from tests.liquid_factories import TECHNOLOGY, UNIT, liquid_design, liquid_results
from ui import theme
from ui.metric_menu import MetricMenu
from ui.panels.object_results import result_lines
from ui.plan.scales import heat_range_of, rack_colours


@pytest.fixture
def session(application):
    made = application.session
    made.set_document(Document(liquid_design()))
    return made


@pytest.fixture
def panel(application, session, qtbot):
    window = application.window
    session.accept_results(session.design, liquid_results(session.design))
    window.tabs.setCurrentWidget(window.coolant)
    qtbot.waitUntil(window.coolant.isVisible)
    return window.coolant


def cells(table, row):
    model = table.model()
    return {
        model.headerData(n, Qt.Orientation.Horizontal): model.index(row, n).data()
        for n in range(model.columnCount())
    }


def test_a_dry_result_says_what_to_do(application, session, qtbot):
    window = application.window
    window.tabs.setCurrentWidget(window.coolant)
    qtbot.waitUntil(window.coolant.isVisible)
    assert window.coolant._stack.currentWidget() is window.coolant._empty


def test_racks_on_coolant_are_listed(panel):
    assert panel.racks.model().rowCount() == 9
    row = cells(panel.racks, 7)
    assert row["Coolant flow [l/min]"] == "30.0"
    assert row["Flow over design flow [%]"] == "50"
    assert row["Throttled power [kW]"] == "2.00"
    color = panel.racks.model().index(7, 5).data(Qt.ItemDataRole.ForegroundRole)
    assert color == theme.tokens().bad


def test_units_loops_balances_and_surfaces(panel, session):
    assert cells(panel.cdus, 0)["State"] == "holds its set point"
    assert cells(panel.loops, 1)["Supply [°C]"] == "36.0"
    assert cells(panel.balances, panel.balances.model().rowCount() - 1)["Term"] == "Left over"
    margin = panel.surfaces.model().index(0, 4)
    assert margin.data() == "1.0"
    assert margin.data(Qt.ItemDataRole.ForegroundRole) == theme.tokens().bad
    panel.tabs.setCurrentWidget(panel.cdus)
    panel.cdus.selectRow(0)
    assert session.selection == {UNIT}


def test_headings_follow_the_units(panel, session):
    session.set_unit_system("ip")
    assert "Coolant flow [gpm]" in cells(panel.racks, 0)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("rack", {"Coolant", "Coolant flow", "Case", "Throttled", "Left for the air"}),
        ("door", {"Door water", "Door duty", "Left for the air"}),
        (UNIT, {"State", "Duty", "Approach"}),
        (TECHNOLOGY, {"State", "Flow", "Racks"}),
    ],
)
def test_the_inspector_tells_what_coolant_does(session, wanted, names):
    racks = session.variant.racks
    identity = {"rack": racks[7].id, "door": racks[8].id}.get(wanted, wanted)
    lines = result_lines(identity, liquid_results(session.design), None, "si")
    assert names <= {line.name for line in lines}


def test_a_tank_has_no_lines_of_air_and_an_unknown_limit_says_so(session):
    results = liquid_results(session.design)
    identity = session.variant.racks[7].id
    racks = tuple(
        replace(rack, bands=()) if rack.id == identity else rack for rack in results.racks
    )
    wet = tuple(replace(rack, case_limit_c=math.nan) for rack in results.liquid.racks)
    tank = replace(results, racks=racks, liquid=replace(results.liquid, racks=wet))
    lines = {line.name: line.value for line in result_lines(identity, tank, None, "si")}
    assert not {"Inlet", "Outlet", "Margin", "Airflow"} & set(lines)
    assert {"Power", "Heat to coolant"} <= set(lines)
    assert lines["Case"].endswith("limit not checked")


def test_racks_take_the_colour_of_a_coolant_quantity(session):
    design, results = session.design, liquid_results(session.design)
    heat = heat_range_of(design.variant)

    def colours(metric, with_results=True):
        given = results if with_results else None
        return rack_colours(design.variant, given, None, metric, heat, False)

    share = colours("coolant_flow_share")
    ids = [rack.id for rack in design.variant.racks]
    assert share.by_id[ids[7]][1] == pytest.approx(0.5)
    assert ids[12] not in share.by_id
    assert colours("case_margin").scale == "diverging"
    outlet = colours("coolant_outlet")
    assert (outlet.low, outlet.high) == (22.0, 52.0)
    assert colours("coolant_outlet", with_results=False).scale == ""


def test_the_menu_chooses_what_colours_the_racks(application, session):
    menu = application.window.findChild(MetricMenu)
    actions = {action.text(): action for action in menu.findChildren(QAction)}
    assert actions["Inlet temperature"].isChecked()
    actions["Coolant outlet"].trigger()
    assert session.metric == "coolant_outlet"
    session.set_metric("power")
    assert actions["Power"].isChecked()
