"""A raster view of the plan with y up: zoom, pan, fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from ui.plan.scene import PlanScene
from ui.plan.style import Style

_LARGEST_SCALE = 1500.0
_SMALLEST_SCALE = 3.0
_FIT_MARGIN_PX = 28.0
_READABLE_SCALE = 60.0
_ROOM_AROUND_M = 300.0
_MOST = 0.7
"""Share of a rectangle beyond which its exposed parts are as good as all of it."""


class ZoomView(QGraphicsView):
    """Shows a scene in metres, y up, at any zoom.

    Signals:
        viewChanged: Zoom or place has changed; rulers follow.
    """

    viewChanged = Signal()

    def __init__(self, scene: PlanScene, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.plan_scene = scene
        self.plan_style = style
        self._fits = True
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(never)
        self.setVerticalScrollBarPolicy(never)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState, True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, having told what is painted anew: after a pan that is two strips."""
        to_scene = self.viewportTransform().inverted()[0]
        whole = event.rect()
        parts = list(cast("Iterable[QRect]", event.region()))
        if sum(_pixels(part) for part in parts) > _MOST * _pixels(whole):
            parts = [whole]  # what is left out is not worth looking around it
        self.plan_style.exposed = [to_scene.mapRect(QRectF(part)) for part in parts]
        super().paintEvent(event)
        self.plan_style.exposed = []

    def set_scale(self, scale: float) -> None:
        """Zoom to so many pixels per metre, around the scene point at the view's origin."""
        self.plan_style.set_scale(scale)
        self.setTransform(QTransform(scale, 0.0, 0.0, -scale, 0.0, 0.0))

    def fit(self, area: QRectF | None = None) -> None:
        """Show an area, or the whole hall with all that stands outside of it."""
        whole = area is None
        scene = self.plan_scene
        box = scene.hall.united(scene.bounds_of(scene.objects)) if area is None else area
        around = max(_ROOM_AROUND_M, box.width(), box.height())
        if whole:
            self.setSceneRect(box.adjusted(-around, -around, around, around))
        size = self.viewport().size()
        width = max(size.width() - 2 * _FIT_MARGIN_PX, 10.0)
        height = max(size.height() - 2 * _FIT_MARGIN_PX, 10.0)
        self.set_scale(
            min(width / max(box.width(), 0.1), height / max(box.height(), 0.1), _LARGEST_SCALE)
        )
        self.centerOn(box.center())
        self._fits = whole
        self.viewChanged.emit()

    def look_at(self, scale: float, centre: QPointF) -> None:
        """Show the hall at so many pixels per metre around a place."""
        self._fits = False
        self.set_scale(scale)
        self.centerOn(centre)
        self.viewChanged.emit()

    def show_object(self, area: QRectF) -> None:
        """Bring an object into view at a readable zoom, without zooming out from a closer one."""
        self._fits = False
        self.set_scale(max(self.plan_style.scale, _READABLE_SCALE))
        self.centerOn(area.center())
        self.viewChanged.emit()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom so that the scene point under ``at`` (view pixels; default: middle) stays there."""
        place = at if at is not None else QPointF(self.viewport().rect().center())
        scale = self.plan_style.scale
        wanted = min(max(scale * factor, self._smallest_scale()), _LARGEST_SCALE)
        if wanted == scale:
            return
        self._fits = False
        fixed = self.to_scene(place)
        self.set_scale(wanted)
        drift = QPointF(self.viewportTransform().map(fixed)) - place
        self.pan_pixels(-round(drift.x()), -round(drift.y()))

    def _smallest_scale(self) -> float:
        hall = self.plan_scene.hall
        size = self.viewport().size()
        fitting = min(
            size.width() / max(hall.width(), 1.0), size.height() / max(hall.height(), 1.0)
        )
        return min(_SMALLEST_SCALE, 0.5 * fitting)

    def pan_pixels(self, right: int, down: int) -> None:
        """Shift the drawing on the screen."""
        self._fits = False
        across, along = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - right)
        along.setValue(along.value() - down)
        self.viewChanged.emit()

    def to_scene(self, at: QPointF) -> QPointF:
        """Scene point of a view position, without rounding to whole pixels."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep showing the whole hall as long as the user has not chosen another view."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
        else:
            self.viewChanged.emit()


def _pixels(part: QRect) -> int:
    return part.width() * part.height()
