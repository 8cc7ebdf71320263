"""Catalogue records: a figure is a value with unit, source and confidence class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal[
    "measured",
    "standard",
    "datasheet",
    "datasheet_secondhand",
    "standard_secondhand",
    "computed_here",
    "derived",
    "press",
    "vendor_claim",
    "third_party",
    "estimate",
    "memory_unverified",
    "design",
]
"""Strongest first; ``design`` marks a figure the user typed into the design itself."""

STRONG: frozenset[str] = frozenset(
    {"measured", "standard", "datasheet", "datasheet_secondhand", "standard_secondhand", "design"}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a number (or a range's middle), its unit, where it is from, how sure we are.

    Attributes:
        value: The number; ``None`` where the figure was looked for and not found.
        unit: Unit as in the key suffix ("w", "kw", "c", "cfm", ...); "" for counts and ratios.
        source: Source ids of ``sources.toml``, comma separated; "" for the user's own.
        confidence: The class; see :data:`Confidence`.
        low, high: The range, where the catalogue gives one; ``value`` is then its middle.
        note: The catalogue's remark.
    """

    value: float | None
    unit: str
    source: str
    confidence: Confidence
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a number at all."""
        return self.value is not None

    @property
    def is_weak(self) -> bool:
        """Whether the figure must be marked wherever it is shown."""
        return self.confidence not in STRONG
