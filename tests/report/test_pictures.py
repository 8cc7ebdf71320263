import struct
import zlib

import numpy as np
import pytest

from coolsim.report.pictures import (
    enlarged,
    heat_colour,
    heat_index,
    heat_map_png,
    heat_table,
    palette_png,
)
from tests.factories import make_design, make_fields


def decoded(png):
    """Chunks of a palette PNG: header fields, palette, indices."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        (checksum,) = struct.unpack(">I", png[at + 8 + size : at + 12 + size])
        assert checksum == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + size
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour) == (8, 3)
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:], np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)


def test_png_holds_the_indices_it_was_given():
    index = np.arange(60, dtype=np.uint8).reshape(6, 10)
    pixels, palette = decoded(palette_png(index, heat_table()))
    np.testing.assert_array_equal(pixels, index)
    np.testing.assert_array_equal(palette, heat_table())


def test_colours_rise_in_lightness_so_that_they_read_in_grey():
    lightness = heat_table()[:255].astype(float) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(lightness) > -1.0).all()
    assert lightness[-1] > lightness[0] + 100


def test_temperatures_beyond_the_ends_take_the_end_and_solids_are_white():
    index = heat_index(np.array([-50.0, 10.0, 22.5, 35.0, 90.0, np.nan]), 10.0, 35.0)
    assert list(index) == [0, 0, 127, 254, 254, 255]
    assert heat_colour(float("nan"), 10, 35) == "#ffffff"
    assert heat_colour(10.0, 10, 35) == "#17356e"


def test_enlarging_is_exact_on_a_linear_field_and_keeps_known_values_known():
    values = (np.arange(5.0)[:, None] + 10.0 * np.arange(4.0)[None, :]).astype(np.float32)
    fine = enlarged(values, 4)
    assert fine.shape == (20, 16)
    inner = (np.arange(20) + 0.5) / 4 - 0.5
    assert fine[8, 8] == pytest.approx(inner[8] + 10.0 * ((8 + 0.5) / 4 - 0.5))
    values[2, 2] = np.nan
    assert np.isfinite(enlarged(values, 4)[0:4]).all()
    assert np.isnan(enlarged(np.full((3, 3), np.nan, np.float32), 2)).all()


def test_the_map_has_y_up_and_is_the_same_every_time():
    variant = make_design().variant
    fields = make_fields(variant)
    fields.temperature_c[:, -1, :] = 35.0
    png = heat_map_png(fields, 1.5, 10.0, 35.0)
    pixels, _ = decoded(png)
    assert (pixels[0] == 254).all()
    assert pixels[-1].max() < 254
    assert png == heat_map_png(fields, 1.5, 10.0, 35.0)
