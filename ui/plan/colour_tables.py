"""Colour tables of 256 entries for the heat map, the racks and their legends.

Temperature runs from blue through grey to yellow on light backgrounds and from near black through
violet and orange to pale yellow on dark ones. Both rise evenly in lightness, so that they read in
grey and with any colour vision; the tests check it.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

Table = NDArray[np.uint8]
"""256 rows of blue, green, red, alpha: the byte order of Qt's 32-bit images."""

_HEAT_LIGHT = ("#17356E", "#3F4F74", "#63697A", "#86857D", "#ACA373", "#D5C45F", "#FBE64D")
_HEAT_DARK = (
    "#120A2E",
    "#43116B",
    "#7A2573",
    "#B43A5E",
    "#E05E36",
    "#F79A1C",
    "#FBD95B",
    "#FCFBC2",
)
_DIVERGING_LIGHT = ("#A51C2B", "#DC7A6C", "#F4F2EF", "#79A6D6", "#1C4E9C")
_DIVERGING_DARK = ("#FF7A70", "#B0413F", "#2C2F35", "#3C6FB0", "#86BDFF")
_AMOUNT_LIGHT = ("#F0F4F8", "#BFD3E6", "#86ACD1", "#4C7FB5", "#1F5190")
_AMOUNT_DARK = ("#232830", "#2C4560", "#3A6893", "#5490C6", "#90C4F5")


def table(stops: tuple[str, ...]) -> Table:
    """A table through evenly spaced stops (``#RRGGBB``), linear between them, fully opaque."""
    at = np.linspace(0.0, 1.0, len(stops))
    rgb = np.array([_rgb(QColor(stop)) for stop in stops], dtype=np.float64)
    x = np.linspace(0.0, 1.0, 256)
    out = np.full((256, 4), 255, dtype=np.uint8)
    for column in range(3):
        out[:, column] = np.rint(np.interp(x, at, rgb[:, 2 - column])).astype(np.uint8)
    return out


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def _both(light: tuple[str, ...], dark: tuple[str, ...]) -> dict[bool, Table]:
    return {False: table(light), True: table(dark)}


_TABLES = {
    "heat": _both(_HEAT_LIGHT, _HEAT_DARK),
    "diverging": _both(_DIVERGING_LIGHT, _DIVERGING_DARK),
    "difference": _both(_DIVERGING_LIGHT[::-1], _DIVERGING_DARK[::-1]),
    "amount": _both(_AMOUNT_LIGHT, _AMOUNT_DARK),
}

LIMIT_HUES = (
    "#3B75AF", "#D98032", "#519E3E", "#8D69B8", "#C53A32", "#84584E", "#D57DBE", "#9C9C3A",
    "#57B2C2", "#7F7F7F",
)  # fmt: skip
"""Hues of the binding limits, in the order in which limits are named on the legend."""


def colour_table(scale: str, dark: bool) -> Table:
    """The table of a scale: ``heat``, ``amount`` or ``diverging`` (red below zero)."""
    return _TABLES[scale][dark]


def index(values: NDArray[np.floating], low: float, high: float) -> NDArray[np.uint8]:
    """Rows of a table for values between ``low`` and ``high``; beyond them the end rows.

    NaN gives row 0: the caller masks it.
    """
    span = max(high - low, 1e-9)
    scaled = np.clip((np.nan_to_num(values, nan=low) - low) * (255.0 / span), 0.0, 255.0)
    rows: NDArray[np.uint8] = np.rint(scaled).astype(np.uint8)
    return rows


def colour(scale: str, dark: bool, value: float, low: float, high: float) -> QColor:
    """The colour of one value on a scale."""
    row = round((value - low) * (255.0 / max(high - low, 1e-9)))
    return _colours(scale, dark)[min(max(row, 0), 255)]


@functools.cache
def _colours(scale: str, dark: bool) -> tuple[QColor, ...]:
    return tuple(QColor(int(r), int(g), int(b)) for b, g, r, _ in colour_table(scale, dark))


def text_on(background: QColor) -> QColor:
    """Black or white, whichever reads better on a colour (WCAG relative luminance)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    luminance = (
        0.2126 * linear(background.redF())
        + 0.7152 * linear(background.greenF())
        + 0.0722 * linear(background.blueF())
    )
    return QColor("#101215") if luminance > 0.179 else QColor("#FFFFFF")
