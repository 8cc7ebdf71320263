"""Tokens of a density answer, by rates that the user gives; the catalogue knows none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coolsim.density.case import DensityCase
from coolsim.density.records import Density, Tokens

Rates = tuple[tuple[str, float], ...]
"""Tokens per second of one accelerator, by its catalogue id [1/s]."""


def with_tokens(density: Density, case: DensityCase, rates: Rates) -> Density:
    """An answer with the tokens of its whole units; as it was without rates."""
    if not rates:
        return density
    return replace(density, tokens=tokens_of(case, [rack.units for rack in density.racks], rates))


def tokens_of(case: DensityCase, units: Sequence[int], rates: Rates) -> Tokens:
    """Tokens of a number of units in every rack.

    Worked number: two units of eight accelerators at 100 tokens a second each: 1,600.

    Args:
        case: The hall.
        units: Whole units of each rack.
        rates: The rates.
    """
    known = dict(rates)
    total, counted, unknown = 0.0, 0, dict[str, None]()
    for filling, number in zip(case.fillings, units, strict=True):
        if filling is None:
            continue
        parts = [(filling.unit.accelerator_id, number * filling.unit.accelerators)]
        for accelerator, count in (*parts, *filling.other_accelerators):
            if not count:
                continue
            if accelerator not in known:
                unknown[accelerator] = None
                continue
            total += count * known[accelerator]
            counted += count
    return Tokens(total, counted, tuple(unknown))
