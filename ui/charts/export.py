"""What can be done with any chart: save it as a picture or its numbers as CSV, copy it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ui import theme

_PICTURE_SCALE = 2.0


class ChartExport(QObject):
    """Saves and copies a widget that draws a chart.

    Args:
        widget: The chart with its legend.
        key: What a file of it is called, without its ending.
        rows: Everything drawn as a table, headings first.
    """

    def __init__(
        self,
        widget: QWidget,
        *,
        key: Callable[[], str],
        rows: Callable[[], Sequence[Sequence[str]]],
    ) -> None:
        super().__init__(widget)
        self._widget, self._key, self._rows = widget, key, rows

    def menu(self) -> QMenu:
        """A menu of all of it."""
        menu = QMenu(self._widget)
        menu.addAction("Save picture…").triggered.connect(self.ask_picture)
        menu.addAction("Save CSV…").triggered.connect(self.ask_csv)
        menu.addAction("Copy picture").triggered.connect(self.copy_picture)
        return menu

    def picture(self) -> QImage:
        """The widget at twice its size."""
        image = QImage(self._widget.size() * _PICTURE_SCALE, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(_PICTURE_SCALE)
        image.fill(theme.tokens().surface)
        self._widget.render(image)
        return image

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture())

    def csv_text(self) -> str:
        """Everything drawn as comma-separated values."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self._rows())
        return text.getvalue()

    def ask_picture(self) -> None:
        """Ask for a file and save the picture."""
        path = self._ask("Save picture", "png", "Pictures (*.png *.jpg)")
        if path is not None and not self.picture().save(str(path)):
            self._refused(path)

    def ask_csv(self) -> None:
        """Ask for a file and save the values."""
        path = self._ask("Save CSV", "csv", "Comma-separated values (*.csv)")
        if path is None:
            return
        try:
            path.write_text(self.csv_text(), encoding="utf-8")
        except OSError:
            self._refused(path)

    def _ask(self, title: str, ending: str, kinds: str) -> Path | None:
        name = f"{self._key()}.{ending}"
        text, _ = QFileDialog.getSaveFileName(self._widget, title, name, kinds)
        return Path(text) if text else None

    def _refused(self, path: Path) -> None:
        from ui.dialogs import messages

        messages.show_text(
            self._widget, "Not saved", f"{path} could not be written.", "Choose another place."
        )
