"""The map of differences: how much warmer the air of one variant is than that of another."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from coolsim.results.air_quantities import AirQuantity
from coolsim.results.difference_map import DifferenceMap, difference_map
from coolsim.results.records import Fields
from ui.plan.colour_tables import colour_table
from ui.plan.heat_layer import heat_image
from ui.plan.map_scale import MapScale
from ui.plan.scales import nice_ceiling

LEAST_RANGE_K = 0.5
"""A scale that is finer shows the solver's noise as if it were a difference [K]."""
WARMER = AirQuantity("temperature", "Warmer by", "k", is_signed=True)


def difference_scale(largest_k: float) -> MapScale:
    """A scale centred on zero that holds differences up to ``largest_k`` [K]."""
    top = nice_ceiling(max(largest_k, LEAST_RANGE_K))
    return MapScale(WARMER, "difference", -top, top, top / 5.0)


class DifferenceLayer:
    """Keeps the image of the differences in sight and paints it."""

    def __init__(self) -> None:
        self.map: DifferenceMap | None = None
        self.scale = difference_scale(0.0)
        self._image: QImage | None = None
        self._rect = QRectF()
        self._key: tuple[object, ...] = ()
        self._fields: tuple[Fields | None, Fields | None] = (None, None)

    def show(
        self,
        base: Fields | None,
        other: Fields | None,
        height_m: float,
        racks_k: float,
        dark: bool,
    ) -> bool:
        """Prepare the differences at a height; return whether the picture changed.

        Args:
            base: Air that the difference is counted from; ``None`` while it is not known.
            other: Air of the variant compared.
            height_m: Height above the floor [m].
            racks_k: Largest difference of the rack inlets, which share the scale [K].
            dark: Whether the theme is dark.
        """
        key = (id(base), id(other), height_m, racks_k, dark)
        if key == self._key:
            return False
        self._key = key
        self._fields = (base, other)  # an id could come back as another's
        found = None if base is None or other is None else difference_map(base, other, height_m)
        self.map, self._image = found, None
        self.scale = difference_scale(max(racks_k, found.largest_k if found else 0.0))
        if found is not None:
            scale = self.scale
            table = colour_table(scale.table, dark)
            self._image = heat_image(found.difference_k, scale.low, scale.high, table)
            nx, ny = found.difference_k.shape
            (x0, y0), (dx, dy) = found.origin_m, found.spacing_m
            self._rect = QRectF(x0, y0, nx * dx, ny * dy)
        return True

    def at(self, x_m: float, y_m: float) -> float | None:
        """The difference at a place of the plan [K]; ``None`` where there is none to tell."""
        found = self.map
        if found is None:
            return None
        i = int((x_m - found.origin_m[0]) // found.spacing_m[0])
        j = int((y_m - found.origin_m[1]) // found.spacing_m[1])
        nx, ny = found.difference_k.shape
        if not (0 <= i < nx and 0 <= j < ny):
            return None
        value = float(found.difference_k[i, j])
        return None if value != value else value

    def paint(self, painter: QPainter) -> None:
        """Paint the image, smoothed between cells."""
        if self._image is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawImage(self._rect, self._image)
            painter.restore()
