"""The picture under the plan: found, loaded once, drawn so that its lines show on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from coolsim.design.models import Background
from ui.pictures import find_picture, folder_of, read_picture

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike
    from ui.plan.style import Style


class BackgroundLayer:
    """Draws the background of the variant in sight."""

    def __init__(self, session: SessionLike, style: Style) -> None:
        self._session = session
        self._style = style
        self._key: tuple[str, bool] | None = None
        self._image = QImage()

    def paint(self, painter: QPainter) -> None:
        """The picture over floor and map: dark lines on light, light lines on dark."""
        background = self._session.design.variant.background
        hidden = self._session.drawing_layers.hidden
        if background is None or not background.is_shown or "background" in hidden:
            return
        image = self._load(background)
        if image.isNull():
            return
        mode = QPainter.CompositionMode
        painter.save()
        painter.setOpacity(background.opacity_fraction)
        painter.setCompositionMode(
            mode.CompositionMode_Screen if self._style.dark else mode.CompositionMode_Multiply
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.translate(background.x_m, background.y_m)
        painter.rotate(background.heading_deg)
        height = background.width_m * image.height() / image.width()
        painter.translate(0.0, height)
        painter.scale(1.0, -1.0)  # pictures run downwards, the plan upwards
        painter.drawImage(QRectF(QPointF(0.0, 0.0), QPointF(background.width_m, height)), image)
        painter.restore()

    def _load(self, background: Background) -> QImage:
        path = find_picture(background.file, folder_of(self._session))
        key = (str(path), self._style.dark)
        if key != self._key:
            self._key = key
            self._image, problem = read_picture(path)
            if self._style.dark and not self._image.isNull():
                self._image.invertPixels()
            if problem:
                self._session.message.emit(problem, "warning")
        return self._image
