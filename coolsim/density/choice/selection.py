"""The mixed-integer programme of a choice: one option for each rack, or for each row.

Solved by HiGHS (Huangfu and Hall, *Math. Prog. Comp.* 10 (2018) 119-142) through scipy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from coolsim.density.choice.options import Option
from coolsim.design.models import CoolingMethod

Array = NDArray[np.float64]

SECONDS = 10.0
"""Time the programme may take; HiGHS then gives its best and the gap left [s]."""
_POWER_TIE = 1e-4
"""What a kilowatt costs in accelerators, so that of equal choices the frugal one is taken."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A sum over the chosen racks that may not be exceeded.

    Attributes:
        quantity: ``air`` or ``power`` of the options [W], or ``capital`` [USD].
        weights: Weight of each rack by its id; those not named count nothing.
        most: What the weighted sum may reach.
        methods: Cooling methods that count; empty for all.
    """

    quantity: Literal["air", "power", "capital"]
    weights: Mapping[str, float]
    most: float
    methods: frozenset[CoolingMethod] = frozenset()

    def amount(self, rack_id: str, option: Option) -> float:
        """What one rack adds to the sum with an option."""
        if self.methods and option.method not in self.methods:
            return 0.0
        amounts = {
            "air": option.air_w, "power": option.power_w, "capital": option.capital_usd
        }  # fmt: skip
        return self.weights.get(rack_id, 0.0) * amounts[self.quantity]

    def total(self, chosen: Mapping[str, Option]) -> float:
        """The sum of a selection."""
        return sum(self.amount(name, option) for name, option in chosen.items())


@dataclass(frozen=True, slots=True)
class Ban:
    """A server and method that no rack holds from a count on."""

    method: CoolingMethod
    unit_id: str
    units: int

    def forbids(self, option: Option) -> bool:
        """Whether an option is out."""
        return (
            option.unit is not None
            and (option.method, option.unit.id) == (self.method, self.unit_id)
            and option.units >= self.units
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """What the programme picked: an option for each rack, and a bound on the accelerators."""

    chosen: dict[str, Option]
    accelerators: int
    bound: int


def select(
    options: Mapping[str, tuple[Option, ...]],
    groups: Sequence[tuple[str, ...]],
    cuts: Sequence[Cut],
    bans: Sequence[Ban],
) -> Selection | None:
    """The options with the most accelerators within the cuts; ``None`` where there are none.

    Racks of a group are all alike: they share the options that every one of them has.

    Worked number: two racks of at most three servers of 10 kW and 8 accelerators, 40 kW together:
    four servers, 32 accelerators.
    """
    columns: list[tuple[tuple[str, ...], Option]] = []
    owner: list[int] = []
    for index, group in enumerate(groups):
        for option in _shared(options, group):
            if not any(ban.forbids(option) for ban in bans):
                columns.append((group, option))
                owner.append(index)
    value = np.array([len(group) * option.accelerators for group, option in columns], dtype=float)
    power = np.array([len(group) * option.power_w for group, option in columns]) / 1e3
    one_each = np.zeros((len(groups), len(columns)))
    one_each[owner, np.arange(len(columns))] = 1.0
    constraints = [LinearConstraint(one_each, 1.0, 1.0)]
    for cut in cuts:
        row = np.array(
            [sum(cut.amount(name, option) for name in group) for group, option in columns]
        )
        scale = max(float(np.abs(row).max(initial=0.0)), 1e-12)
        constraints.append(LinearConstraint(row / scale, -np.inf, cut.most / scale))
    found = milp(
        -(value - _POWER_TIE * power),
        constraints=constraints,
        integrality=np.ones(len(columns), dtype=np.int64),
        bounds=Bounds(0.0, 1.0),
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        return None
    chosen = {
        name: option
        for (group, option), taken in zip(columns, found.x, strict=True)
        if taken > 0.5
        for name in group
    }
    total = sum(option.accelerators for option in chosen.values())
    dual = getattr(found, "mip_dual_bound", None)
    # the tie-breaking price of power is given back: the bound is on accelerators alone
    largest = [power[np.array(owner) == n].max(initial=0.0) for n in range(len(groups))]
    spare = _POWER_TIE * float(sum(largest))
    bound = total if dual is None else int(np.floor(-float(dual) + spare + 1e-6))
    return Selection(chosen, total, max(total, min(bound, _most(options))))


def _shared(
    options: Mapping[str, tuple[Option, ...]], group: tuple[str, ...]
) -> tuple[Option, ...]:
    """Options that every rack of a group has."""
    first, *others = group
    keys = [{_key(option) for option in options[name]} for name in others]
    return tuple(o for o in options[first] if o.unit is None or all(_key(o) in k for k in keys))


def _key(option: Option) -> tuple[str, str, int]:
    return (option.method, option.unit.id if option.unit else "", option.units)


def _most(options: Mapping[str, tuple[Option, ...]]) -> int:
    return sum(max(option.accelerators for option in given) for given in options.values())
