"""Where a correlation was established. Outside, its value stands and a note says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Quantity


@dataclass(frozen=True, slots=True)
class Range:
    """The range of one variable of a correlation.

    Attributes:
        quantity: The variable in words, such as "flow over rated flow".
        low, high: Its bounds.
        unit: Their unit as it is printed, "" for plain numbers.
        source: Who states the range.
    """

    quantity: str
    low: float
    high: float
    unit: str
    source: str

    def notes(self, value: Quantity) -> tuple[str, ...]:
        """Return a note if any of the values lies outside, else nothing; values are never changed.

        Worked number: 3 on a range of 0.2 to 2 gives one note, 1 gives none.
        """
        values = np.asarray(value, dtype=float)
        outside = values[(values < self.low) | (values > self.high)]
        if outside.size == 0:
            return ()
        unit = f" {self.unit}" if self.unit else ""
        farthest = outside[np.argmax(np.abs(outside - 0.5 * (self.low + self.high)))]
        return (
            f"{self.quantity} of {farthest:.3g}{unit} lies outside {self.low:g} to "
            f"{self.high:g}{unit}, where the correlation holds ({self.source})",
        )
