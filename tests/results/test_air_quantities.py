"""What can be mapped: every quantity on every slice, solids left out."""

import math
from dataclasses import replace

import numpy as np
import pytest

from coolsim import units
from coolsim.results.air_quantities import (
    AIR_QUANTITIES,
    air_quantity,
    hall_humidity,
    relative_humidity_at,
    sampled,
)
from coolsim.results.sampling import probe
from tests.results.test_sampling import linear_fields
from tests.ui.plan import halls


def test_every_quantity_is_sampled_on_every_axis_and_can_be_shown():
    fields, air = linear_fields(), hall_humidity(halls.hall(4, 2).variant)
    fields.temperature_c[1, 1, :] = np.nan
    for quantity in AIR_QUANTITIES:
        shapes = [sampled(fields, quantity.key, axis, 0.75, air).shape for axis in ("x", "y", "z")]
        assert shapes == [(5, 6), (6, 6), (6, 5)]
        assert math.isnan(sampled(fields, quantity.key, "z", 0.75, air)[1, 1])
        assert units.text(1.0, quantity.unit, "ip")
    with pytest.raises(KeyError):
        air_quantity("colour")


def test_speed_is_the_length_of_the_velocity():
    fields = linear_fields()
    speed = sampled(fields, "speed", "z", 0.75, hall_humidity(halls.hall(4, 2).variant))
    u = float(fields.velocity_m_s[0, 2, 3, 3])
    assert speed[2, 3] == pytest.approx(math.hypot(u, 1.0))


def test_relative_humidity_agrees_with_the_handbook_uniform_or_transported():
    # ASHRAE Fundamentals 2017, ch. 1, example 1: 40 deg C and 6.5 g/kg are 14 %
    fields = linear_fields()
    fields.temperature_c[:] = 40.0
    air = replace(hall_humidity(halls.hall(4, 2).variant), ratio_kg_kg=0.0065, pressure_pa=101325.0)
    assert sampled(fields, "humidity", "y", 1.0, air)[2, 2] == pytest.approx(0.142, abs=0.001)
    assert relative_humidity_at(probe(fields, 1.0, 1.0, 0.5), air) == pytest.approx(0.142, abs=1e-3)
    moist = replace(fields, humidity_ratio_kg_kg=np.full_like(fields.temperature_c, 0.013))
    doubled = relative_humidity_at(probe(moist, 1.0, 1.0, 0.5), air)
    assert doubled == pytest.approx(0.281, abs=0.002)
