"""Why a rack is hot: asked by key, answered by the worker, drawn, listed, marked when stale."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coolsim.errors import CoolSimError
from tests.ui.plan import halls
from ui.plan.why_layer import heat_arrows
from ui.why import hot_rack

PLAIN = {
    "rack_id": "rack-0003",
    "rack_name": "A-03",
    "inlet_temperature_c": 27.0,
    "reference_temperature_c": 20.0,
    "supply_share": 0.6,
    "fidelity": "live",
    "status": "converged",
    "note": "Re-solve to know.",
    "contributions": [
        {"source_id": "rack-0002", "source_name": "A-02", "kind": "rack", "share": 0.2,
         "temperature_c": 45.0, "adds_k": 5.0},
        {"source_id": "rack-0004", "source_name": "A-04", "kind": "rack", "share": 0.15,
         "temperature_c": 33.0, "adds_k": 1.9},
        {"source_id": "rack-0005", "source_name": "A-05", "kind": "rack", "share": 0.01,
         "temperature_c": 30.0, "adds_k": 0.1},
        {"source_id": "heat", "source_name": "Lights", "kind": "heat", "share": 0.0,
         "temperature_c": None, "adds_k": 0.0},
        {"source_id": "cooler-0001", "source_name": "CRAH-1", "kind": "cooler", "share": 0.6,
         "temperature_c": 20.0, "adds_k": 0.0},
    ],
}  # fmt: skip


def test_the_answer_is_read_whole_or_not_at_all():
    answer = hot_rack(PLAIN)
    rises = sum(source.adds_k for source in answer.sources)
    assert answer.reference_c + rises == pytest.approx(answer.inlet_c)
    assert math.isnan(answer.sources[3].temperature_c)
    with pytest.raises(CoolSimError, match="cannot be read"):
        hot_rack({key: value for key, value in PLAIN.items() if key != "contributions"})


def test_arrows_are_as_wide_as_the_kelvin_they_carry():
    variant = halls.hall(20, 10).variant
    arrows = heat_arrows(hot_rack(PLAIN), variant)
    assert [arrow.source_id for arrow in arrows] == ["rack-0002", "rack-0004", "cooler-0001"]
    wide, thin, supply = arrows
    assert thin.width_px == pytest.approx(wide.width_px * 1.9 / 5.0)
    assert supply.is_supply
    target, source = variant.racks[2], variant.racks[1]
    assert wide.end == pytest.approx((target.x_m, target.y_m + target.depth_m / 2))
    assert wide.start == pytest.approx((source.x_m, source.y_m - source.depth_m / 2))


def test_w_explains_the_selected_rack_in_picture_and_list(application, qtbot):
    session, window = application.session, application.window
    session.attach_jobs(application.jobs)
    application.jobs.start()
    rack = session.variant.racks[2]
    session.select([rack.id])
    window.activateWindow()
    window.plan.canvas.setFocus()
    with qtbot.waitSignal(session.why.arrived, timeout=20000):
        QTest.keyClick(window.plan.canvas, Qt.Key.Key_W)
    assert window.tabs.currentWidget() is window.why
    assert window.plan.why.arrows
    assert window.why.table.records.rowCount() == 2
    assert rack.label in window.why.text
    assert "live flow" in window.why.text
    other = session.variant.racks[5].id
    session.select([other])
    session.edit("Delete", _without(other))
    assert session.why.is_stale
    assert "stale: the design has changed" in window.why.text
    session.undo()
    assert "stale" not in window.why.text
    session.why.clear()
    assert window.plan.why.arrows == ()


def _without(object_id):
    from coolsim.design import edits

    return lambda design: edits.delete(design, [object_id])


def test_it_is_offered_for_one_rack_only(application):
    session, window = application.session, application.window
    session.select([])
    assert not window.actions_["why"].isEnabled()
    assert not window.plan.air_bar.buttons["why"].isEnabled()
    session.select([rack.id for rack in session.variant.racks[:2]])
    assert not window.actions_["why"].isEnabled()
    session.select([session.variant.racks[0].id])
    assert window.actions_["why"].isEnabled()
    assert window.plan.air_bar.buttons["why"].isEnabled()


def test_x_opens_the_section_and_closing_it_takes_the_cut_away(application, qtbot):
    session, window = application.session, application.window
    window.activateWindow()
    window.plan.canvas.setFocus()
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_X)
    assert session.section is not None
    assert window.docks["section"].isVisible()
    assert window.actions_["section"].isChecked()
    window.docks["section"].close()
    assert session.section is None
    assert not window.plan.air_bar.buttons["section"].isChecked()


def test_letters_switch_the_layers(application):
    session, window = application.session, application.window
    window.activateWindow()
    for key in (Qt.Key.Key_I, Qt.Key.Key_A, Qt.Key.Key_S):
        window.plan.canvas.setFocus()
        QTest.keyClick(window.plan.canvas, key)
    assert session.layers == {"isotherms", "arrows", "streamlines"}
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_M)
    assert session.air_key == "speed"
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_I)
    assert session.layers == {"arrows", "streamlines"}
