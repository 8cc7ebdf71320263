"""Sensors in the report: there where the design has some, in the units of the reader."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.edits_sensors import Reading
from coolsim.design.models import Measurement
from coolsim.report import write_report
from coolsim.report.sensors import sensors_section
from coolsim.report.text import UNKNOWN
from tests.factories import make_design
from tests.report.test_answer import make_subject


def measured():
    design, _ = edits.take_readings(
        make_design(4),
        [Reading("S-1", 3.0, 1.0, 1.2, 10.0, 0.4), Reading("S-2", 99.0, 1.0, 1.2, 20.0)],
        Measurement(name="Commissioning", date="2026-11-20"),
    )
    return design


def test_without_sensors_there_is_no_section():
    assert sensors_section(make_subject()) is None


@pytest.mark.parametrize(("system", "reading"), [("si", "10.0"), ("ip", "50.0")])
def test_every_sensor_stands_beside_the_model(system, reading):
    subject = make_subject(design=measured(), system=system)
    found = sensors_section(subject)
    (_, about), (_, shown) = found.tables()
    (_, occasion), (_, warmth), _ = about["rows"]
    assert "Commissioning, 2026-11-20" in occasion
    assert "1 of 2 sensors" in warmth.replace("\u00a0", " ")
    assert shown["rows"][0][0] == "S-1"
    assert shown["rows"][0][4] == reading
    assert shown["rows"][1][5] == UNKNOWN


def test_a_report_with_sensors_is_set(tmp_path):
    subject = make_subject(design=measured())
    info = write_report(
        subject.design, subject.results, None, load_catalogue(), (), tmp_path / "sensors.pdf"
    )
    assert info.pages >= 2
