"""Budget: capital of the facility and of accelerators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit

FACILITY_PRICE = "capex_range"
"""Catalogue entry of the facility's price per watt."""


@dataclass(frozen=True, slots=True)
class BudgetLimit:
    """Capital that the powers of the racks stand for, against the budget.

    The facility grows with the power of the racks. Accelerators grow with it too, as if servers
    could be bought in parts: whole ones cost no more.
    """

    key: str = "budget"
    title: str = "budget"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Capital at a point."""
        budget = case.variant.plant.budget
        price = facility_price(case)
        if budget.capital_usd is None or price.value is None:
            return
        yield Reading(
            limit=self.key,
            object_id=case.variant.id,
            object_name=case.variant.label,
            value=budget.capital_usd,
            actual=capital_usd(case, [rack.power_w for rack in point.racks]),
            unit="usd",
            source=f"facility at {price.value:g} USD/W [{price.source or 'design'}]",
            confidence=price.confidence,
            tolerance=DUTY_TOLERANCE * budget.capital_usd,
        )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Accelerators without a price, where there is a budget."""
        budget = case.variant.plant.budget
        if budget.capital_usd is None or budget.accelerator_usd is not None:
            return
        if any(filling and filling.unit.accelerators for filling in case.fillings):
            reason = "accelerators have no price and are left out"
            yield UncheckedLimit(self.key, case.variant.id, case.variant.label, reason)


def facility_price(case: DensityCase) -> Figure:
    """Price of the facility per watt of the racks [USD/W]: the design's, or the catalogue's."""
    own = case.variant.plant.budget.facility_usd_w
    if own is not None:
        return Figure(own, "usd_per_w", "", "design")
    return case.catalogue.get(FACILITY_PRICE).figure("usd_per_w")


def capital_usd(case: DensityCase, powers_w: Sequence[float]) -> float:
    """Capital at rack powers [USD].

    Worked number: 10 kW at 11 USD/W, in it ten accelerators of 1 kW at 30,000 USD each: 410,000.
    """
    each = case.variant.plant.budget.accelerator_usd or 0.0
    total = (facility_price(case).value or 0.0) * sum(powers_w)
    for filling, power in zip(case.fillings, powers_w, strict=True):
        if filling is None or filling.unit_power_w <= 0.0:
            continue
        units = max(0.0, power - filling.other_power_w) / filling.unit_power_w
        others = sum(count for _, count in filling.other_accelerators)
        total += each * (units * filling.unit.accelerators + others)
    return total
