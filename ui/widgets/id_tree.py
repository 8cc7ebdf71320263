"""A tree whose rows stand for objects and can be dragged onto rows that take them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

ID_ROLE = Qt.ItemDataRole.UserRole
IDS_MIME = "application/x-coolsim-ids"


class IdTree(QTreeWidget):
    """Drags the ids of the selected rows.

    Args:
        takes: Whether ids may be dropped on the row with this id; ``None`` takes no drops.

    Signals:
        dropped: Id of the row, and the ids dropped on it.
    """

    dropped = Signal(str, list)

    def __init__(
        self, takes: Callable[[str], bool] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._takes = takes
        self.setDragEnabled(True)
        self.setAcceptDrops(takes is not None)
        self.setDropIndicatorShown(takes is not None)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.DragOnly
            if takes is None
            else QAbstractItemView.DragDropMode.DragDrop
        )

    def mimeTypes(self) -> list[str]:
        """The one type we offer."""
        return [IDS_MIME]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """The ids of the rows."""
        data = QMimeData()
        ids = [str(item.data(0, ID_ROLE)) for item in items if item.data(0, ID_ROLE)]
        data.setData(IDS_MIME, json.dumps(ids).encode())
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Ids are welcome."""
        if self._takes is not None and event.mimeData().hasFormat(IDS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only rows that take them."""
        super().dragMoveEvent(event)
        if self._target(event) is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped where; the rows themselves follow the design."""
        target, ids = self._target(event), ids_of(event.mimeData())
        if target is None or not ids:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(target, ids)

    def _target(self, event: QDropEvent) -> str | None:
        """The row under the mouse that takes drops, or the nearest above it in the tree."""
        item = self.itemAt(event.position().toPoint())
        while item is not None:
            identity = str(item.data(0, ID_ROLE) or "")
            if self._takes is not None and self._takes(identity):
                return identity
            item = item.parent()
        return None


def ids_of(data: QMimeData) -> list[str]:
    """The ids that travel in a drag; none where it carries something else."""
    if not data.hasFormat(IDS_MIME):
        return []
    try:
        ids = json.loads(bytes(data.data(IDS_MIME).data()))
    except ValueError:
        return []
    return [str(each) for each in ids] if isinstance(ids, list) else []
