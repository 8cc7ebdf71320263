"""A breaker's trip curve as one line of text: ``1.5: 60, 8: 0.1``."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

_POINT = re.compile(r"^\s*([0-9.]+)\s*:\s*([0-9.]+(?:e-?[0-9]+)?)\s*s?\s*$", re.IGNORECASE)


def parsed_curve(text: str) -> list[dict[str, float]] | None:
    """Points of a text as the design takes them; ``None`` where it cannot be read.

    Points are parted by commas or semicolons, each a current over the rating, a colon, seconds.
    """
    points = []
    for part in re.split(r"[,;]", text) if text.strip() else ():
        match = _POINT.match(part)
        try:
            numbers = [float(number) for number in match.groups()] if match else []
        except ValueError:
            return None
        if len(numbers) != 2 or not all(map(math.isfinite, numbers)):
            return None
        points.append({"current_fraction": numbers[0], "seconds": numbers[1]})
    return points


class TripCurveEdit(QWidget):
    """One line of text with the points of a trip curve.

    Signals:
        committed: The points as the design takes them, once per finished edit.
    """

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._line = QLineEdit()
        self._line.setAccessibleName("Trip curve")
        self._line.setPlaceholderText("not given, such as 1.5: 60, 8: 0.1")
        self._line.setToolTip(
            "Current over the rating, colon, seconds that the breaker surely carries it; "
            "points parted by commas. Without one, short peaks must not pass the rating."
        )
        self._line.editingFinished.connect(self._finished)
        label = QLabel("Trip curve")
        label.setBuddy(self._line)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(label, self._line)

    def show_points(self, points: Sequence[tuple[float, float]]) -> None:
        """Show the points of a curve."""
        self._shown = ", ".join(f"{current:g}: {seconds:g}" for current, seconds in points)
        self._line.setText(self._shown)
        self._line.setModified(False)

    def _finished(self) -> None:
        if not self._line.isModified():
            return
        points = parsed_curve(self._line.text())
        if points is None:
            self._line.setText(self._shown)  # it cannot be read: the former curve comes back
            self._line.setModified(False)
            return
        self._line.setModified(False)
        self.committed.emit(points)
