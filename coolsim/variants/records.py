"""Variants compared, with what the comparison stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coolsim.design.models import Design, Variant
from coolsim.results.records import Results
from coolsim.results.variants import VariantComparison


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the solved halls it stands on.

    Attributes:
        design: The design that holds the variants.
        comparison: The answer.
        results: Solved halls by variant id.
    """

    design: Design
    comparison: VariantComparison
    results: Mapping[str, Results] = field(default_factory=dict)

    def variant(self, identifier: str) -> Variant:
        """A variant by id."""
        return next(each for each in self.design.variants if each.id == identifier)
