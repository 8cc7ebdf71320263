"""A case of published reference data, and the rows its runner answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)
"""What every part of a case file is read with: an unknown key is an error, not a comment."""


@dataclass(frozen=True, slots=True)
class Band:
    """Between what a number of ours moves with a cause that is not known well, in its unit."""

    cause: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One number of ours beside the published one.

    Attributes:
        case: Id of the case.
        quantity: What is compared, its place included.
        ours, published: In ``unit``.
        unit: Unit of both, ``"1"`` for plain numbers.
        difference: Ours minus published.
        tolerance: Largest magnitude of the difference that counts as agreement.
        within_tolerance: Whether it does.
        known_miss: Why it does not, as the case declares it; ``None`` if nothing is declared.
        seconds: Time of the solve the row rests on; rows of one solve share it.
        grid: Cells or steps of that solve.
        null_model: What a model without any solve gives, where the case has one.
        bands: How far ours moves with what the case leaves uncertain.
    """

    case: str
    quantity: str
    ours: float
    published: float
    unit: str
    difference: float
    tolerance: float
    within_tolerance: bool
    known_miss: str | None
    seconds: float
    grid: str
    null_model: float | None = None
    bands: tuple[Band, ...] = ()

    @property
    def is_undeclared_miss(self) -> bool:
        """Whether the row misses without a declared reason."""
        return not self.within_tolerance and self.known_miss is None


@dataclass(frozen=True, slots=True)
class Solved:
    """What rows say about the solve behind them: its time [s] and its grid."""

    seconds: float
    grid: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """The head that cases of all kinds share; each kind adds its set-up, reference and tolerance.

    Attributes:
        id, title, kind: Names; the kind decides which runner reads the rest.
        source: Publication the reference comes from.
        confidence: How sure its digits are.
        licence_note: Rights in the reference.
        notes: Remarks.
        known_misses: Reasons by the beginning of a row's quantity.
    """

    id: str
    title: str
    kind: str
    source: str
    confidence: str = ""
    licence_note: str = ""
    notes: tuple[str, ...] = ()
    known_misses: Mapping[str, str] = field(default_factory=dict)
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def row(
        self,
        quantity: str,
        ours: float,
        published: float,
        tolerance: float,
        solved: Solved,
        unit: str = "1",
        *,
        null_model: float | None = None,
        bands: tuple[Band, ...] = (),
    ) -> Row:
        """Put a number beside the published one; ``tolerance`` in ``unit``."""
        difference = float(ours) - float(published)
        within = abs(difference) <= tolerance
        declared = (
            reason for start, reason in self.known_misses.items() if quantity.startswith(start)
        )
        return Row(
            case=self.id,
            quantity=quantity,
            ours=float(ours),
            published=float(published),
            unit=unit,
            difference=difference,
            tolerance=float(tolerance),
            within_tolerance=bool(within),
            known_miss=None if within else next(declared, None),
            seconds=solved.seconds,
            grid=solved.grid,
            null_model=null_model,
            bands=bands,
        )
