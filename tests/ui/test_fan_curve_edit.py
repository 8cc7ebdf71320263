"""A fan curve as one line of text."""

import pytest

from coolsim.design.models import FanCurveAirflow, PressureCurveAirflow
from ui.panels.fan_curve_edit import FanCurveEdit, curve_text, parse_curve

CURVE = FanCurveAirflow(inlet_temperature_c=(20.0, 30.0), airflow_m3_s=(0.3, 0.5))


@pytest.mark.parametrize("system", ["si", "ip"])
def test_what_is_shown_can_be_read_back(system):
    read = parse_curve(curve_text(CURVE, system), CURVE, system)
    assert read.inlet_temperature_c == pytest.approx(CURVE.inlet_temperature_c, abs=0.05)
    assert read.airflow_m3_s == pytest.approx(CURVE.airflow_m3_s, rel=2e-3)


@pytest.mark.parametrize("system", ["si", "ip"])
def test_a_curve_by_pressure_is_read_back_as_one(system):
    curve = PressureCurveAirflow(pressure_difference_pa=(-5.0, 5.0), airflow_m3_s=(0.3, 0.5))
    read = parse_curve(curve_text(curve, system), curve, system)
    assert isinstance(read, PressureCurveAirflow)
    assert read.pressure_difference_pa == pytest.approx(curve.pressure_difference_pa, rel=1e-2)
    assert read.airflow_m3_s == pytest.approx(curve.airflow_m3_s, rel=2e-3)


@pytest.mark.parametrize("text", ["", "20", "20: 0.3", "30: 0.3; 20: 0.4", "20: 0.3; warm: 0.4"])
def test_what_is_no_curve_is_refused(text):
    assert parse_curve(text, CURVE, "si") is None


def test_a_finished_edit_is_told_once_and_a_bad_one_put_back(qtbot):
    edit = FanCurveEdit()
    qtbot.addWidget(edit)
    told = []
    edit.committed.connect(told.append)
    edit.show_law(CURVE, "si", several=False)
    edit.editingFinished.emit()
    edit.setText("nonsense")
    edit.editingFinished.emit()
    assert edit.text() == curve_text(CURVE, "si")
    assert told == []
    edit.setText("20 °C: 0.3 m³/s; 32 °C: 0.6 m³/s")
    edit.editingFinished.emit()
    (law,) = told
    assert law.inlet_temperature_c == (20.0, 32.0)
    assert law.airflow_m3_s == (0.3, 0.6)
