"""Resolving walls, roof and floor that pass heat."""

from __future__ import annotations

from coolsim.design.models import Hall
from coolsim.errors import SolveError
from coolsim.scene.records import SceneSurface

_SIDES = (
    ("walls", "wall", ((0, False), (0, True), (1, False), (1, True))),
    ("roof", "roof", ((2, True),)),
    ("floor", "floor", ((2, False),)),
)
"""Name, prefix of the hall's fields, and the outer sides as (axis, high end)."""


def resolve_envelope(hall: Hall) -> tuple[SceneSurface, ...]:
    """The outer sides of a hall that pass heat; none without a U-value.

    Raises:
        SolveError: If a U-value is given without the temperature beyond.
    """
    surfaces: list[SceneSurface] = []
    for name, prefix, sides in _SIDES:
        u_value: float | None = getattr(hall, f"{prefix}_u_w_m2_k")
        outside_c: float | None = getattr(hall, f"{prefix}_outside_c")
        if not u_value:
            continue
        if outside_c is None:
            raise SolveError(
                "a U-value is given, but no temperature beyond.",
                where=name,
                remedy="Give the outside temperature, or leave the U-value empty.",
            )
        surfaces.extend(SceneSurface(name, axis, high, u_value, outside_c) for axis, high in sides)
    return tuple(surfaces)
