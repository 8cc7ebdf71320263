"""Saved views: show, name, replace by what is in sight, delete; each its own step of undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidgetItem,
    QWidget,
)

from coolsim import units
from coolsim.design import edits
from coolsim.design.models import SavedView, Variant
from coolsim.results.air_quantities import AIR_QUANTITIES
from ui import theme
from ui.dialogs.list_dialog import ListDialog
from ui.session import Session
from ui.thumbnails import hall_scale, thumbnail

_ID = Qt.ItemDataRole.UserRole
PICTURE = QSize(96, 60)


class SavedViewsDialog(ListDialog):
    """The views of the file with a picture of each.

    Args:
        session: The window's session.
        in_sight: What is in sight, as fields of a view.
        show: Shows a view.
        parent: Qt parent.
    """

    def __init__(
        self,
        session: Session,
        in_sight: Callable[[], Mapping[str, object]],
        show: Callable[[SavedView], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Saved views",
            "A view keeps place and zoom of the plan, what the map shows and at which height, "
            "layers, section and the 3-D camera. It is saved with the file; Ctrl+1 to Ctrl+9 show "
            "the first nine.",
            (
                ("add", "Save this", "Keep what is in sight as another view", self.add),
                ("show", "Show", "Show the chosen view", self.recall),
                ("rename", "Rename", "Give it another name", self.rename),
                ("replace", "Replace", "Keep what is in sight in its place", self.replace),
                ("delete", "Delete", "Forget it; undo brings it back", self.remove),
            ),
            parent,
        )
        self._session, self._in_sight, self._show = session, in_sight, show
        self._quiet = False
        self.list.setIconSize(PICTURE)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.itemActivated.connect(lambda _: self.recall())
        self.list.itemChanged.connect(self._renamed)
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.empty = QLabel("No view is saved yet: press Save this.")
        self.empty.setProperty("role", "muted")
        self.column.insertWidget(2, self.empty)
        self.resize(480, 360)
        self._fill()

    def add(self) -> None:
        """Keep what is in sight as another view."""
        self._edit("Save view", edits.view_add, **self._in_sight())
        self.list.setCurrentRow(self.list.count() - 1)

    def recall(self) -> None:
        """Show the chosen view and give the window back."""
        view = self._chosen()
        if view is not None:
            self.accept()
            self._show(view)

    def rename(self) -> None:
        """Type another name into the list."""
        item, view = self.list.currentItem(), self._chosen()
        if item is not None and view is not None:
            self._quiet = True
            item.setText(view.label)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self._quiet = False
            self.list.editItem(item)

    def replace(self) -> None:
        """Keep what is in sight in place of the chosen view."""
        view = self._chosen()
        if view is not None:
            self._edit("Replace view", edits.view_update, view.id, **self._in_sight())

    def remove(self) -> None:
        """Take the chosen view away."""
        view = self._chosen()
        if view is not None:
            self._edit("Delete view", edits.view_delete, view.id)

    def _renamed(self, item: QListWidgetItem) -> None:
        if self._quiet:
            return
        name = item.text().strip()
        if name:
            self._edit("Rename view", edits.view_update, str(item.data(_ID)), name=name)
        else:
            self._fill()

    def _edit(self, label: str, change: object, *args: object, **fields: object) -> None:
        selection = self._session.selection
        self._session.edit(label, change, *args, **fields)
        self._session.select(selection)  # the id of a view is no object of the plan
        self._fill()

    def _chosen(self) -> SavedView | None:
        row = self.list.currentRow()
        views = self._session.design.views
        return views[row] if 0 <= row < len(views) else None

    def _fill(self) -> None:
        row, session = self.list.currentRow(), self._session
        self._quiet = True
        self.list.clear()
        for number, view in enumerate(session.design.views, start=1):
            key = f"   Ctrl+{number}" if number <= 9 else ""
            item = QListWidgetItem(f"{view.label}{key}\n{told(view, session.unit_system)}")
            item.setData(_ID, view.id)
            item.setIcon(QIcon(view_picture(view, session.variant, self.devicePixelRatioF())))
            self.list.addItem(item)
        self._quiet = False
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        self._enable()

    def _enable(self) -> None:
        is_chosen = self._chosen() is not None
        for key in ("show", "rename", "replace", "delete"):
            self.buttons[key].setEnabled(is_chosen)
        self.empty.setVisible(not self._session.design.views)


def told(view: SavedView, system: units.System) -> str:
    """What a view shows, in a line."""
    known = {quantity.key: quantity.name for quantity in AIR_QUANTITIES}
    parts = [f"{known.get(view.air, view.air)} at {units.text(view.height_m, 'm', system, 3)}"]  # type: ignore[call-overload]
    if view.section_axis is not None:
        parts.append("section")
    if view.camera is not None:
        parts.append("3-D")
    return ", ".join(parts)


def view_picture(view: SavedView, variant: Variant, ratio: float) -> QPixmap:
    """The hall with what the view shows of it in a frame."""
    picture = thumbnail(variant, PICTURE, ratio, None)
    painter = QPainter(picture)
    scale, left, top = hall_scale(PICTURE, variant.hall)
    pen = QPen(theme.tokens().accent, 2.0)
    painter.setPen(pen)
    wide = scale * view.across_m
    high = 0.7 * wide
    frame = QRectF(left + scale * view.x_m - wide / 2, top - scale * view.y_m - high / 2, wide,
                   high)  # fmt: skip
    inside = QRectF(1.0, 1.0, PICTURE.width() - 2.0, PICTURE.height() - 2.0)
    painter.drawRect(frame.intersected(inside))
    painter.end()
    return picture
