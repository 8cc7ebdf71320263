"""Variants of one hall beside each other: key figures, and rack inlets against each other."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from coolsim.results.records import RackResult, Results


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure that variants are compared by.

    Attributes:
        key: Stable key.
        title: What to call it.
        unit: Unit key of ``coolsim.units``; "" for plain numbers and for words.
        value: The number in that unit; ``None`` where it is not known or is no number.
        words: What stands in its place, or where it is: a rack, a limit.
        note: Why it is not known, or how it was found.
        better: Which end is the good one; "" where neither is.
    """

    key: str
    title: str
    unit: str
    value: float | None
    words: str = ""
    note: str = ""
    better: Literal["high", "low", ""] = ""


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """What one variant does.

    Attributes:
        id, name: Of the variant.
        design_hash: Of the design with this variant.
        status: Of its flow; "not_solved" where it could not be solved.
        fidelity: Of its flow.
        figures: The same keys for every variant of a comparison; none where it was not solved.
        failure: Why it could not be solved; "" where it was.
    """

    id: str
    name: str
    design_hash: str
    status: str
    fidelity: str
    figures: tuple[KeyFigure, ...] = ()
    failure: str = ""

    def figure(self, key: str) -> KeyFigure | None:
        """A figure by key."""
        return next((each for each in self.figures if each.key == key), None)


@dataclass(frozen=True, slots=True)
class RackDifference:
    """One rack in two variants, matched by id; ``None`` in the one where it does not stand.

    Attributes:
        id, name: Of the rack.
        base_inlet_c, other_inlet_c: Its inlet [deg C].
        inlet_difference_k: How much warmer the inlet is in the other variant [K].
        base_power_w, other_power_w: Its power [W].
        base_is_over, other_is_over: Whether its inlet is above its limit.
    """

    id: str
    name: str
    base_inlet_c: float | None
    other_inlet_c: float | None
    inlet_difference_k: float | None
    base_power_w: float | None
    other_power_w: float | None
    base_is_over: bool = False
    other_is_over: bool = False


@dataclass(frozen=True, slots=True)
class VariantPair:
    """A variant against the base.

    Attributes:
        base_id, other_id: The two variants.
        racks: Every rack of both, the largest difference of an inlet first.
    """

    base_id: str
    other_id: str
    racks: tuple[RackDifference, ...]


@dataclass(frozen=True, slots=True)
class VariantComparison:
    """Variants of one hall, each solved with the same fidelity.

    Attributes:
        fidelity: Of all solves.
        variants: The base first.
        pairs: Every other solved variant against a solved base.
        seconds: Time of all solves [s].
    """

    fidelity: str
    variants: tuple[VariantFigures, ...]
    pairs: tuple[VariantPair, ...]
    seconds: float

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the figures, in their order."""
        return tuple(
            dict.fromkeys(each.key for variant in self.variants for each in variant.figures)
        )

    def pair(self, other_id: str) -> VariantPair | None:
        """A variant against the base."""
        return next((each for each in self.pairs if each.other_id == other_id), None)


def rack_differences(base: Results, other: Results) -> tuple[RackDifference, ...]:
    """Every rack of two results, matched by id, the largest difference of an inlet first.

    Racks that stand in one of them only come last. Worked number: an inlet of 22.5 beside one of
    25.0 gives +2.5 K.
    """
    now = {rack.id: rack for rack in other.racks}
    rows = [_difference(rack, now.pop(rack.id, None)) for rack in base.racks]
    rows += [_difference(None, rack) for rack in now.values()]

    def order(row: RackDifference) -> tuple[bool, float]:
        known = row.inlet_difference_k
        return known is None, -abs(known or 0.0)

    return tuple(sorted(rows, key=order))


def racks_over_limit(racks: Iterable[RackResult]) -> int:
    """How many racks have their inlet above its limit."""
    return sum(_is_over(rack) for rack in racks)


def _difference(base: RackResult | None, other: RackResult | None) -> RackDifference:
    either = other or base
    assert either is not None
    one, two = _inlet(base), _inlet(other)
    return RackDifference(
        id=either.id,
        name=either.name or either.id,
        base_inlet_c=one,
        other_inlet_c=two,
        inlet_difference_k=None if one is None or two is None else two - one,
        base_power_w=base.power_w if base else None,
        other_power_w=other.power_w if other else None,
        base_is_over=base is not None and _is_over(base),
        other_is_over=other is not None and _is_over(other),
    )


def _inlet(rack: RackResult | None) -> float | None:
    """The inlet of a rack; ``None`` for a tank, which has none."""
    if rack is None or not math.isfinite(rack.inlet_temperature_c):
        return None
    return rack.inlet_temperature_c


def _is_over(rack: RackResult) -> bool:
    return rack.inlet_temperature_c > rack.inlet_limit_c
