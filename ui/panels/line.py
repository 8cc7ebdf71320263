"""A line of results in the inspector."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Line:
    """One line: name, value, tooltip, colour where it deserves attention."""

    name: str
    value: str
    tooltip: str = ""
    color: QColor | None = None
