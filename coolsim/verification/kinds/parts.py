"""Types and records that the set-ups and references of several kinds are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, FiniteFloat

Positive = Annotated[FiniteFloat, Field(gt=0.0)]
"""A number above zero."""
NotNegative = Annotated[FiniteFloat, Field(ge=0.0)]
"""A number from zero up."""
Cells = Annotated[int, Field(ge=4, le=1024)]
"""Cells along one side of a case."""
Steps = Annotated[int, Field(ge=1, le=100_000)]
"""Time steps."""


def same_length(**lists: tuple[float, ...]) -> None:
    """Refuse lists that belong together and differ in length.

    Raises:
        ValueError: They differ; pydantic adds the place.
    """
    lengths = {name: len(values) for name, values in lists.items()}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        told = ", ".join(f"{name} has {count}" for name, count in lengths.items())
        raise ValueError(f"lists that belong together must be as long as each other: {told}")
