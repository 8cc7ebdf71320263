"""Readings of sensors: taken in by name, undone, saved, and no part of any answer."""

import pytest

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.edits_sensors import BEFORE_RACK_M, Reading, unread_sensors
from coolsim.design.models import Measurement
from coolsim.errors import EditError
from tests.factories import make_design


def read(design, *readings, measurement=None):
    return edits.take_readings(design, readings, measurement)


def test_readings_hang_up_sensors_and_the_next_ones_find_them_by_name():
    design, first = read(
        make_design(2),
        Reading("S-1", 1.0, 2.0, 1.5, 22.5),
        Reading("S-2", 3.0, 2.0, 0.3, 21.0, 0.45),
        measurement=Measurement(name="Commissioning", date="2026-11-20"),
    )
    assert first == ("sensor-0001", "sensor-0002")
    again, second = read(design, Reading("  s-1 ", temperature_c=24.0))
    assert second == ("sensor-0001",)
    one, two = again.variant.sensors
    assert (one.name, one.x_m, one.z_m, one.temperature_c) == ("S-1", 1.0, 1.5, 24.0)
    assert (two.temperature_c, two.relative_humidity_fraction) == (None, None)
    assert unread_sensors(again.variant) == (two,)
    assert again.variant.measurement.name == "Commissioning"


def test_a_sensor_called_like_a_rack_hangs_before_its_front():
    design = make_design(2)
    rack = design.variant.racks[0]
    design, _ = read(design, Reading(rack.name.lower(), z_m=0.4, temperature_c=20.0))
    (sensor,) = design.variant.sensors
    away = ((sensor.x_m - rack.x_m) ** 2 + (sensor.y_m - rack.y_m) ** 2) ** 0.5
    assert away == pytest.approx(0.5 * rack.depth_m + BEFORE_RACK_M)
    assert sensor.z_m == 0.4
    # without a height: half way up
    design, _ = read(make_design(2), Reading(rack.id, temperature_c=20.0))
    assert design.variant.sensors[0].z_m == 0.5 * rack.height_m


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([Reading("nobody", where="f.csv, row 2")], "nobody"),
        ([Reading("A", 1.0, None, 1.0, where="f.csv, row 2")], "x alone"),
        ([Reading("A", 1.0, 1.0, None, where="f.csv, row 2")], "no height"),
        ([Reading("A", 1.0, 1.0, 1.0, 400.0, where="f.csv, row 2")], "temperature_c"),
        ([Reading("A", 1, 1, 1), Reading("a", 2, 1, 1, where="f.csv, row 2")], "comes twice"),
    ],
)
def test_readings_that_cannot_be_are_refused_with_their_row(readings, told):
    with pytest.raises(EditError, match=told) as caught:
        read(make_design(2), *readings)
    assert caught.value.where == "f.csv, row 2"
    assert caught.value.remedy


def test_a_name_that_is_nearly_a_rack_is_told():
    design = make_design(2)
    with pytest.raises(EditError) as caught:
        read(design, Reading(design.variant.racks[0].name + "x", where="row 2"))
    assert design.variant.racks[0].name in caught.value.remedy


def test_sensors_are_saved_undone_and_count_for_no_answer(tmp_path):
    design = make_design(2)
    document = Document(design)
    measured, ids = read(design, Reading("S", 1.0, 1.0, 1.0, 22.0))
    document.apply("Readings", measured)
    assert files.design_hash(measured) == files.design_hash(design)
    files.save(document.design, tmp_path / "a.coolsim")
    assert files.load(tmp_path / "a.coolsim").variant.sensors == measured.variant.sensors
    document.undo()
    assert document.design.variant.sensors == ()
    # an id is never given again
    gone = edits.delete(measured, ids)
    assert edits.place(gone, "sensor", 1.0, 1.0)[1] == "sensor-0002"


def test_date_and_name_of_the_readings_are_set_alone():
    design = edits.set_measurement(make_design(2), name="May", date="2026-05-04")
    assert design.variant.measurement == Measurement(name="May", date="2026-05-04")
    with pytest.raises(EditError):
        edits.set_measurement(design, date="4 May")
