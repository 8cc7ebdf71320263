"""Terms of balances."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a balance: heat [w], air [m3_s] or water [kg_s] *into* what is balanced > 0."""

    name: str
    value: float
    unit: str
