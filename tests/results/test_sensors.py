"""Sensors beside the model: the air at many points, and what the differences come to."""

import math

import numpy as np
import pytest

from coolsim.design import edits
from coolsim.design.edits_sensors import Reading
from coolsim.results.points import values_at
from coolsim.results.records import Fields
from coolsim.results.sampling import probe
from coolsim.results.sensors import compare_sensors, deviation
from tests.factories import make_design, make_fields


@pytest.fixture
def fields():
    """4 x 3 x 3 cells of 1 m from z = -1, one of them solid, temperature x + 10 y + 100 z."""
    x, y, z = np.meshgrid(np.arange(4) + 0.5, np.arange(3) + 0.5, np.arange(3) - 0.5, indexing="ij")
    warm = (x + 10 * y + 100 * z).astype(np.float32)
    warm[3, 1, 1] = np.nan
    nothing = np.zeros((3, *warm.shape), np.float32)
    return Fields((0.0, 0.0, -1.0), (1.0, 1.0, 1.0), warm, nothing, np.zeros_like(warm))


def test_points_are_read_linearly_and_the_floor_parts_them(fields):
    at = np.array([[1.2, 1.4, 0.9], [1.2, 1.4, 0.1], [1.2, 1.4, -0.1], [9.0, 1.0, 1.0]])
    read = values_at(fields, at)
    assert read[0] == pytest.approx(1.2 + 14 + 90)
    assert read[1] == pytest.approx(1.2 + 14 + 50)  # the lowest cell above the floor alone
    assert read[2] == pytest.approx(1.2 + 14 - 50)
    assert math.isnan(read[3])


def test_points_are_as_single_probes_say(fields):
    for point in ([0.3, 0.4, 0.2], [2.4, 1.9, 1.7], [2.6, 1.5, 0.6], [4.0, 3.0, 2.0]):
        one = probe(fields, *point)
        assert values_at(fields, np.array([point]))[0] == pytest.approx(one.temperature_c, 1e-5)


def test_a_point_in_the_skin_of_a_solid_reads_the_air_beside_it(fields):
    assert probe(fields, 3.1, 1.5, 0.5) is None
    assert values_at(fields, np.array([[3.1, 1.5, 0.5]]))[0] == pytest.approx(2.5 + 15 + 50)
    assert math.isnan(values_at(fields, np.array([[3.5, 1.5, 0.5]]))[0])


def test_deviation_of_two_differences():
    found = deviation([("a", 1.0), ("b", None), ("c", -3.0)])
    assert (found.count, found.bias, found.largest, found.largest_id) == (2, -1.0, -3.0, "c")
    assert found.rms == pytest.approx(2.236, abs=5e-4)
    assert deviation([("a", None)]) is None


def test_readings_stand_beside_the_model():
    design, _ = edits.take_readings(
        make_design(2),
        [Reading("in", 1.0, 1.0, 1.0, 20.0, 0.5), Reading("out", 900.0, 1.0, 1.0, 20.0)],
    )
    fields = make_fields(design.variant)
    found = compare_sensors(design.variant, fields)
    inside, outside = found.rows
    assert inside.model_c == pytest.approx(probe(fields, 1.0, 1.0, 1.0).temperature_c, 1e-4)
    assert inside.difference_k == inside.model_c - 20.0
    assert 0.0 < inside.model_humidity_fraction < 1.0
    assert (outside.model_c, outside.difference_k) == (None, None)
    assert (found.temperature.count, found.humidity.count) == (1, 1)
    alone = compare_sensors(design.variant, None)
    assert alone.temperature is None
    assert [row.measured_c for row in alone.rows] == [20.0, 20.0]
