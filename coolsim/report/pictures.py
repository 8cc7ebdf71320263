"""Pictures of the report: a field as a PNG through a fixed colour table."""

from __future__ import annotations

import struct
import zlib
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.results.records import Fields
from coolsim.results.sampling import slice_at, slice_z

HEAT_STOPS = ("#17356E", "#3F4F74", "#63697A", "#86857D", "#ACA373", "#D5C45F", "#FBE64D")
"""Temperature from blue through grey to yellow, even in lightness: reads with any colour vision."""
DIFFERENCE_STOPS = ("#1C4E9C", "#79A6D6", "#F4F2EF", "#DC7A6C", "#A51C2B")
"""Differences from colder through none to warmer."""
LIMIT_HUES = (
    "#3B75AF", "#D98032", "#519E3E", "#8D69B8", "#C53A32", "#84584E", "#D57DBE", "#9C9C3A",
    "#57B2C2", "#7F7F7F",
)  # fmt: skip
"""Hues of the binding limits, in the order of the legend."""
_SOLID = 255
"""Palette index of cells without air; white."""
_PIXELS_WANTED = 1100


def _rgb(stop: str) -> tuple[int, int, int]:
    return int(stop[1:3], 16), int(stop[3:5], 16), int(stop[5:7], 16)


def heat_table(stops: tuple[str, ...] = HEAT_STOPS) -> NDArray[np.uint8]:
    """255 colours from cold to hot and white last, shape (256, 3)."""
    known = np.array([_rgb(stop) for stop in stops], np.float64)
    at, wanted = np.linspace(0.0, 1.0, len(known)), np.linspace(0.0, 1.0, _SOLID)
    table = np.full((256, 3), 255.0)
    for channel in range(3):
        table[:_SOLID, channel] = np.interp(wanted, at, known[:, channel])
    colours: NDArray[np.uint8] = np.rint(table).astype(np.uint8)
    return colours


def heat_colour(value: float, low: float, high: float, stops: tuple[str, ...] = HEAT_STOPS) -> str:
    """Colour of one temperature on the scale, ``#rrggbb``; white where there is none."""
    index = heat_index(np.array([value]), low, high)[0]
    red, green, blue = (int(channel) for channel in heat_table(stops)[index])
    return f"#{red:02x}{green:02x}{blue:02x}"


def heat_index(values: NDArray[np.floating], low: float, high: float) -> NDArray[np.uint8]:
    """Palette index of temperatures; beyond the ends the end colour, NaN the white of solids."""
    share = (np.nan_to_num(values, nan=low) - low) / max(high - low, 1e-9)
    index: NDArray[np.uint8]
    index = np.rint(np.clip(share, 0.0, 1.0) * (_SOLID - 1)).astype(np.uint8)
    index[np.isnan(values)] = _SOLID
    return index


def heat_map_png(
    fields: Fields, z_m: float, low_c: float, high_c: float, barriers_m: tuple[float, ...] = (0.0,)
) -> bytes:
    """The air temperature at a height as a PNG, y up the picture; solids white.

    The same fields give the same bytes.

    Args:
        fields: The fields.
        z_m: Height above the finished floor [m].
        low_c: Temperature of the coldest colour [deg C].
        high_c: Temperature of the hottest colour [deg C].
        barriers_m: As in :func:`coolsim.results.sampling.slice_z`.
    """
    layer = slice_z(fields, z_m, barriers_m=barriers_m)
    factor = max(1, min(16, _PIXELS_WANTED // max(layer.shape)))
    picture = heat_index(enlarged(layer, factor), low_c, high_c)
    return palette_png(picture.T[::-1], heat_table())


def cut_png(
    fields: Fields,
    axis: Literal["x", "y"],
    at_m: float,
    low_c: float,
    high_c: float,
    window_m: tuple[float, float, float, float],
) -> bytes:
    """The air temperature on an upright plane as a PNG, z up the picture; solids white.

    Args:
        fields: The fields.
        axis: What the plane is normal to.
        at_m: Where it stands [m].
        low_c: Temperature of the coldest colour [deg C].
        high_c: Temperature of the hottest colour [deg C].
        window_m: What is shown, from and to along the plane, then from and to in height [m]; the
            grid may reach beyond the hall by part of a cell.
    """
    plane = slice_at(fields, axis, at_m)
    factor = max(1, min(16, _PIXELS_WANTED // max(plane.shape)))
    picture = heat_index(enlarged(plane, factor), low_c, high_c)
    along = 0 if axis == "y" else 1
    for number, (start_m, end_m) in ((0, window_m[:2]), (1, window_m[2:])):
        origin, step = (
            values[along if number == 0 else 2] for values in (fields.origin_m, fields.spacing_m)
        )
        first, last = (round((edge - origin) / step * factor) for edge in (start_m, end_m))
        kept = slice(max(first, 0), min(last, picture.shape[number]))
        picture = picture[kept] if number == 0 else picture[:, kept]
    return palette_png(picture.T[::-1], heat_table())


def enlarged(values: NDArray[np.float32], factor: int) -> NDArray[np.float64]:
    """Values on a grid ``factor`` times finer, linear between cell centres.

    NaN cells do not spoil their neighbours: known values are averaged by weight and reach up
    to a cell into solids, whose drawn edges lie between cells.
    """
    known = ~np.isnan(values)
    total = _stretch(np.where(known, values, 0.0).astype(np.float64), factor)
    weight = _stretch(known.astype(np.float64), factor)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 1e-6, total / weight, np.nan)


def _stretch(values: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    for axis in (0, 1):
        count = values.shape[axis]
        position = np.clip((np.arange(count * factor) + 0.5) / factor - 0.5, 0.0, count - 1.0)
        low = np.minimum(position.astype(np.int64), max(count - 2, 0))
        high = np.minimum(low + 1, count - 1)
        shape = (-1, 1) if axis == 0 else (1, -1)
        upper = (position - low).reshape(shape)
        values = np.take(values, low, axis) * (1.0 - upper) + np.take(values, high, axis) * upper
    return values


def palette_png(index: NDArray[np.uint8], table: NDArray[np.uint8]) -> bytes:
    """An 8-bit palette PNG (ISO/IEC 15948): signature, IHDR, PLTE, IDAT, IEND.

    Args:
        index: Palette indices, first row on top, shape (height, width).
        table: Red, green, blue of each index, shape (256, 3).
    """
    return _png(index, index.shape[1], 3, (b"PLTE", table.astype(np.uint8).tobytes()))


def rgb_png(pixels: NDArray[np.uint8]) -> bytes:
    """A true-colour PNG of pixels, first row on top, shape (height, width, 3)."""
    height, width, _ = pixels.shape
    return _png(pixels.reshape(height, 3 * width), width, 2)


def _png(
    lines: NDArray[np.uint8], width: int, colour_type: int, *tables: tuple[bytes, bytes]
) -> bytes:
    height = len(lines)
    rows = np.zeros((height, lines.shape[1] + 1), np.uint8)  # each row starts with filter type 0
    rows[:, 1:] = lines
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)),
        *tables,
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
