"""The list of changes in the density panel."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from coolsim.density.records import Advice, Change, LimitReading, Price
from tests.factories import make_density, make_design, make_results
from ui.panels.density_changes import DensityChanges
from ui.session import Session

COLDER = Change("supply", "Supply air 1 K colder", (), 110e3, 10e3, "inlet_class")
LOST = Change("airflow", "More air", (), float("nan"), float("nan"), "", "the flow diverged")
INLET = LimitReading("inlet_class", "rack-0001", "R1", 27.0, 27.0, "c", "class", "standard", 0.0)


@pytest.fixture
def shown(qtbot):
    session = Session()
    design = make_design()
    session.apply("Hall", design)
    density = make_density(session.design, make_results(session.design))
    racks = tuple(replace(rack, binding=INLET) for rack in density.racks)
    price = Price("inlet_class", "c", 1.0, 5e3, 5e3, "inlet_class")
    advice = Advice((price,), "cooler_capacity", 120e3, (COLDER, LOST))
    panel = DensityChanges(session)
    qtbot.addWidget(panel)
    return session, panel, replace(density, racks=racks, advice=advice, status="confirmed")


def test_a_change_is_applied_as_one_step_of_undo(shown):
    session, panel, density = shown
    panel.show_density(density, is_stale=False)
    before = session.design
    panel.buttons["supply"].click()
    pairs = zip(before.variant.coolers, session.design.variant.coolers, strict=True)
    assert [old.supply_temperature_c - new.supply_temperature_c for old, new in pairs] == [
        pytest.approx(1.0) for cooler in before.variant.coolers
    ]
    session.undo()
    assert session.design == before


def test_what_could_not_be_solved_and_what_is_stale_cannot_be_applied(shown):
    _, panel, density = shown
    panel.show_density(density, is_stale=False)
    assert panel.buttons["supply"].isEnabled()
    assert not panel.buttons["airflow"].isEnabled()
    panel.show_density(density, is_stale=True)
    assert not panel.buttons["supply"].isEnabled()


def test_without_advice_it_can_be_asked_for(shown, qtbot):
    _, panel, density = shown
    panel.show_density(replace(density, advice=None), is_stale=False)
    (ask,) = panel.findChildren(QPushButton)
    with qtbot.waitSignal(panel.asked):
        ask.click()
