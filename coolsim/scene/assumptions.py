"""The figures a scene rests on, each remembered once with its source and class."""

from __future__ import annotations

from coolsim.catalogue import Figure
from coolsim.results.records import Assumption


class AssumptionLog:
    """Collects figures as they are looked up; the first of an object's quantity counts."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, str], Assumption] = {}

    def note(self, object_id: str, subject: str, quantity: str, figure: Figure) -> None:
        """Remember that the answer rests on a figure.

        Args:
            object_id: Catalogue id the figure belongs to, or the object's own where it was drawn.
            subject: Name to show for it.
            quantity: What the figure is.
            figure: The figure.
        """
        key = (object_id, quantity)
        if key not in self._used:
            self._used[key] = Assumption(
                object_id=object_id,
                subject=subject,
                quantity=quantity,
                value=figure.value,
                unit=figure.unit,
                source=figure.source,
                confidence=figure.confidence,
                note=figure.note,
            )

    def all(self) -> tuple[Assumption, ...]:
        """Every figure noted, in the order met."""
        return tuple(self._used.values())
