"""Objects that look the same but for their places and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QLineF, QRectF

from ui.plan.items.base import PlanItem

Item = TypeVar("Item", bound=PlanItem)
Part = TypeVar("Part", QRectF, QLineF)


class Alike(Generic[Item]):
    """Objects of one likeness: what is worked out for the first goes for all of them."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.first = items[0]

    def placed(self, part: Part) -> list[Part]:
        """A part of the first one's drawing at the place of each."""
        return [part.translated(item.x_m, item.y_m) for item in self.items]

    def within(self, left: float, top: float, right: float, bottom: float) -> list[Item]:
        """Those whose middle is in a part of the scene [m]."""
        return [
            item for item in self.items if left <= item.x_m <= right and top <= item.y_m <= bottom
        ]
