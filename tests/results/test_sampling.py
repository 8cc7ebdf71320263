import math
from dataclasses import replace

import numpy as np
import pytest

from coolsim.results.records import Fields
from coolsim.results.sampling import arrows_z, extent, probe, slice_at, slice_z


def linear_fields(nx=6, ny=5, nz=6, origin=(0.0, 0.0, -1.0), step=0.5):
    x, y, z = (o + (np.arange(n) + 0.5) * step for n, o in zip((nx, ny, nz), origin, strict=True))
    values = 20 + x[:, None, None] + 2 * y[None, :, None] + 3 * z[None, None, :]
    velocity = np.stack([values, values * 0, values * 0 + 1.0])
    return Fields(
        origin, (step,) * 3, values.astype("f4"), velocity.astype("f4"), values.astype("f4")
    )


def test_slice_is_exact_on_a_linear_field_between_layers():
    fields = linear_fields()
    layer = slice_z(fields, 0.9)
    assert layer.shape == (6, 5)
    assert layer[2, 3] == pytest.approx(20 + 1.25 + 2 * 1.75 + 3 * 0.9, abs=1e-4)


def test_slice_does_not_mix_plenum_air_into_the_room():
    fields = linear_fields()
    fields.temperature_c[:, :, :2] = 0.0
    assert slice_z(fields, 0.05).min() > 20.0
    assert slice_z(fields, -0.05).max() == 0.0


def test_slice_takes_the_open_layer_where_the_other_is_solid():
    fields = linear_fields()
    fields.temperature_c[1, 1, 3] = np.nan
    assert slice_z(fields, 0.9)[1, 1] == pytest.approx(fields.temperature_c[1, 1, 4])
    fields.temperature_c[1, 1, 2:] = np.nan
    assert math.isnan(slice_z(fields, 0.9)[1, 1])


def test_slice_at_the_walls_takes_the_outermost_layer_and_outside_is_refused():
    fields = linear_fields()
    np.testing.assert_array_equal(slice_z(fields, 2.0), fields.temperature_c[:, :, -1])
    with pytest.raises(ValueError, match="outside"):
        slice_z(fields, 2.1)


def test_probe_is_exact_on_a_linear_field():
    air = probe(linear_fields(), 1.1, 0.9, 0.8)
    assert air.temperature_c == pytest.approx(20 + 1.1 + 1.8 + 2.4, abs=1e-4)
    assert air.velocity_m_s[2] == pytest.approx(1.0)
    assert air.speed_m_s == pytest.approx(math.hypot(air.velocity_m_s[0], 1.0))


def test_probe_knows_solids_and_the_outside():
    fields = linear_fields()
    fields.temperature_c[2, 2, 3] = np.nan
    assert probe(fields, 1.25, 1.25, 0.75) is None
    assert probe(fields, 0.9, 1.25, 0.75) is not None
    assert probe(fields, -0.1, 1.0, 0.5) is None
    assert extent(fields) == (0.0, 0.0, -1.0, 3.0, 2.5, 2.0)


def test_a_vertical_slice_is_exact_on_a_linear_field():
    fields = linear_fields()
    along = slice_at(fields, "y", 1.1)
    assert along.shape == (6, 6)
    assert along[2, 4] == pytest.approx(20 + 1.25 + 2 * 1.1 + 3 * 1.25, abs=1e-4)
    across = slice_at(fields, "x", 1.1)
    assert across.shape == (5, 6)
    assert across[3, 4] == pytest.approx(20 + 1.1 + 2 * 1.75 + 3 * 1.25, abs=1e-4)
    with pytest.raises(ValueError, match=r"y = 2\.6 m is outside"):
        slice_at(fields, "y", 2.6)


def test_arrows_stand_apart_and_not_in_solids():
    fields = linear_fields()
    fields.temperature_c[1, 1, :] = np.nan
    arrows = arrows_z(fields, 0.9, 0.6)
    assert arrows.step_m == 1.0
    places = set(zip(arrows.x_m.tolist(), arrows.y_m.tolist(), strict=True))
    assert places == {(x, y) for x in (0.75, 1.75, 2.75) for y in (0.75, 1.75)} - {(0.75, 0.75)}
    at = int(np.argmax((arrows.x_m == 1.75) & (arrows.y_m == 0.75)))
    assert arrows.u_m_s[at] == pytest.approx(20 + 1.75 + 1.5 + 2.7, abs=1e-4)
    assert arrows.v_m_s[at] == 0.0


def test_the_probe_reads_humidity_where_it_is_transported():
    fields = linear_fields()
    assert probe(fields, 1.1, 0.9, 0.8).humidity_ratio_kg_kg is None
    moist = replace(fields, humidity_ratio_kg_kg=fields.temperature_c * np.float32(1e-3))
    ratio = probe(moist, 1.1, 0.9, 0.8).humidity_ratio_kg_kg
    assert ratio == pytest.approx(0.001 * (20 + 1.1 + 1.8 + 2.4), rel=1e-4)
