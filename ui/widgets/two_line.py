"""A list delegate with a name and a muted second line, both elided to the width there is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

DETAIL_ROLE = Qt.ItemDataRole.UserRole + 20
_PAD_PX = 4


class TwoLineDelegate(QStyledItemDelegate):
    """Paints the name above and :data:`DETAIL_ROLE` below; rows without detail stay plain."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines high where there is a detail."""
        line = option.fontMetrics.height()
        lines = 2 if index.data(DETAIL_ROLE) else 1
        return QSize(80, lines * line + 2 * _PAD_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The usual row without text, then both lines."""
        detail = index.data(DETAIL_ROLE)
        if not detail:
            super().paint(painter, option, index)
            return
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        name, row.text = row.text, ""
        style = row.widget.style() if row.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, row, painter, row.widget)
        chosen = bool(row.state & QStyle.StateFlag.State_Selected)
        palette, metrics = row.palette, row.fontMetrics
        bright = palette.color(
            QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        )
        faint = bright if chosen else palette.color(QPalette.ColorRole.PlaceholderText)
        area = row.rect.adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, -_PAD_PX)
        painter.save()
        for text, color, top in ((name, bright, area.top()),
                                 (str(detail), faint, area.top() + metrics.height())):  # fmt: skip
            painter.setPen(color)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            line = QRect(area.left(), top, area.width(), metrics.height())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
