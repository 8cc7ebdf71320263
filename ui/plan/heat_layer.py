"""The air map: a horizontal slice of the fields as an image under the drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from coolsim.results.air_quantities import HallHumidity, sampled
from coolsim.results.records import Fields
from coolsim.results.sampling import extent
from ui.plan.colour_tables import Table, colour_table, index
from ui.plan.map_scale import MapScale

STALE_OPACITY = 0.6


def heat_image(values: NDArray[np.floating], low: float, high: float, table: Table) -> QImage:
    """An image of a slice, one pixel a cell.

    Solids are transparent, except for the cells next to air: these take on the air's colour, or
    smoothing would draw a pale seam around every rack.

    Args:
        values: Shape (nx, ny); NaN in solids.
        low: Value of the table's first colour; below it the same.
        high: Value of the table's last colour; above it the same.
        table: 256 colours.

    Returns:
        Row ``j`` of the image is cell row ``j`` of y: drawn in a scene with y up it lies upright.
    """
    rows = _with_seam(values.T)
    pixels = table[index(rows, low, high)]
    pixels[np.isnan(rows)] = 0
    height, width = rows.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # A deep copy owns its pixels; the array may then go.
    return image.copy()


def _with_seam(rows: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give solid cells the mean of the air cells beside them; the others stay NaN."""
    solid = np.isnan(rows)
    if not solid.any():
        return np.ascontiguousarray(rows)
    padded = np.pad(rows, 1, constant_values=np.nan)
    beside = np.stack((padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]))
    known = ~np.isnan(beside)
    count = known.sum(axis=0)
    total = np.where(known, beside, 0.0).sum(axis=0)
    mean = np.divide(total, count, out=np.full(rows.shape, np.nan), where=count > 0)
    return np.where(solid, mean, rows)


class HeatLayer:
    """Keeps the image of the slice in sight and paints it into the view's background."""

    def __init__(self) -> None:
        self.image: QImage | None = None
        self.rect = QRectF()
        self.opacity = 1.0
        self.values: NDArray[np.floating] = np.empty((0, 0))
        self._key: tuple[object, ...] = ()

    def show(
        self,
        fields: Fields | None,
        height_m: float,
        scale: MapScale,
        humidity: HallHumidity,
        dark: bool,
        stale: bool,
    ) -> bool:
        """Prepare the slice at a height [m]; return whether the picture changed."""
        self.opacity, before = STALE_OPACITY if stale else 1.0, self.opacity
        key = (id(fields), height_m, scale, humidity, dark)
        if key == self._key:
            return self.opacity != before
        self._key = key
        # The key holds an id only: keep the object, or the id could come back as another's.
        self._fields = fields
        if fields is None or fields.temperature_c.size == 0:
            self.image, self.values = None, np.empty((0, 0))
            return True
        x0, y0, z0, x1, y1, z1 = extent(fields)
        height_m = min(max(height_m, z0), z1)
        self.values = sampled(fields, scale.quantity.key, "z", height_m, humidity)
        table = colour_table(scale.table, dark)
        self.image = heat_image(self.values, scale.low, scale.high, table)
        self.rect = QRectF(x0, y0, x1 - x0, y1 - y0)
        return True

    def paint(self, painter: QPainter) -> None:
        """Paint the image, smoothed between cells."""
        if self.image is None:
            return
        painter.save()
        painter.setOpacity(self.opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawImage(self.rect, self.image)
        painter.restore()
