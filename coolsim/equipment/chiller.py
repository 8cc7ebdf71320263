"""Vapour-compression chillers in the electric input ratio (EIR) form.

Source: EnergyPlus Engineering Reference, "Electric Chiller Model Based on Condenser Entering
Temperature" (Chiller:Electric:EIR), after DOE-2. Three curves say how capacity and input ratio move
with the leaving chilled water and the entering condenser fluid, and with the part load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.validity import Range
from coolsim.errors import SolveError

Six = tuple[float, float, float, float, float, float]
Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ChillerCurves:
    """A chiller by its reference point and curves.

    ``x`` is the leaving chilled water, ``y`` the fluid entering the condenser (water, or outdoor
    air of an air-cooled machine), both in deg C; a curve over both is
    ``c0 + c1 x + c2 x**2 + c3 y + c4 y**2 + c5 x y``.

    Attributes:
        name: The machine.
        condenser: What the condenser gives its heat to.
        capacity_w: Capacity at the reference point [W].
        cop: Coefficient of performance there [-].
        capacity_curve: Capacity over reference capacity.
        input_ratio_curve: Full-load input ratio over the reference one.
        part_load_curve: Power over full-load power, ``d0 + d1 r + d2 r**2`` over the part load.
        least_part_load: Part load below which the machine cycles [-].
        most_part_load: Largest part load [-].
        chilled_c: Range of the leaving chilled water of the curves [deg C].
        condenser_c: Range of the entering condenser fluid [deg C].
        chilled_kg_s, condenser_kg_s: Mass flows of the reference point; ``None`` if not stated.
    """

    name: str
    condenser: Literal["water", "air"]
    capacity_w: float
    cop: float
    capacity_curve: Six
    input_ratio_curve: Six
    part_load_curve: Three
    least_part_load: float
    most_part_load: float
    chilled_c: tuple[float, float]
    condenser_c: tuple[float, float]
    chilled_kg_s: float | None = None
    condenser_kg_s: float | None = None

    def __post_init__(self) -> None:
        positive = (self.capacity_w, self.cop, self.most_part_load)
        if not all(np.isfinite(value) and value > 0.0 for value in positive):
            raise SolveError(
                "capacity, COP and largest part load must be above zero.",
                where=self.name,
                remedy="Check the chiller's curve set.",
            )
        if not 0.0 <= self.least_part_load < self.most_part_load:
            raise SolveError(
                "the least part load must lie between zero and the largest.",
                where=self.name,
                remedy="Check the chiller's curve set.",
            )

    def notes(self, chilled_c: Quantity, condenser_c: Quantity) -> tuple[str, ...]:
        """What was asked outside the curves' ranges; the values stand as extrapolated."""
        return Range("chilled water", *self.chilled_c, "deg C", f"curves of {self.name}").notes(
            chilled_c
        ) + Range("condenser inlet", *self.condenser_c, "deg C", f"curves of {self.name}").notes(
            condenser_c
        )


@dataclass(frozen=True, slots=True)
class ChillerState:
    """What a chiller, or several alike that share a load, does.

    Attributes:
        cooling_w: Heat taken from the chilled water [W].
        power_w: Electric input [W].
        rejected_w: Heat given to the condenser: cooling plus power, a hermetic machine [W].
        part_load: Part load of each running machine [-].
        running: Machines that run.
        unmet_w: Cooling asked for beyond what they can do [W].
    """

    cooling_w: Array
    power_w: Array
    rejected_w: Array
    part_load: Array
    running: Array
    unmet_w: Array


def available_capacity_w(
    curves: ChillerCurves, chilled_c: Quantity, condenser_c: Quantity
) -> Array:
    """Full-load capacity at given temperatures [W].

    Worked number: McQuay WSC 471 kW at 10 and 20 deg C: 1.265 of 471.2 kW, 596.0 kW.
    """
    return np.asarray(curves.capacity_w * _plane(curves.capacity_curve, chilled_c, condenser_c))


def chiller(
    curves: ChillerCurves, load_w: Quantity, chilled_c: Quantity, condenser_c: Quantity
) -> ChillerState:
    """One machine at a load.

    Below its least part load it cycles: power falls in proportion. Beyond its largest it leaves
    the rest unmet.

    Worked number: McQuay WSC 471 kW at 10 and 20 deg C and part load 0.3633: COP 5.59.

    Args:
        curves: The machine.
        load_w: Cooling asked for, from 0 up [W].
        chilled_c: Leaving chilled water [deg C].
        condenser_c: Fluid entering the condenser [deg C].
    """
    return staged(curves, 1, load_w, chilled_c, condenser_c)


def staged(
    curves: ChillerCurves,
    count: int,
    load_w: Quantity,
    chilled_c: Quantity,
    condenser_c: Quantity,
) -> ChillerState:
    """Equal machines that share a load, as many running as take the least power.

    Args:
        curves: The machine.
        count: Machines that may run, at least one.
        load_w: Cooling asked for, from 0 up [W].
        chilled_c: Leaving chilled water [deg C].
        condenser_c: Fluid entering the condensers [deg C].

    Raises:
        ValueError: For no machine, or a load below zero.
    """
    if count < 1:
        raise ValueError("at least one chiller must be allowed to run")
    load, chilled, condenser = np.broadcast_arrays(
        np.asarray(load_w, dtype=float), chilled_c, condenser_c
    )
    if np.any(load < 0.0):
        raise ValueError("a chiller's load is not negative")
    capacity = np.maximum(available_capacity_w(curves, chilled, condenser), 0.0)
    input_ratio = _plane(curves.input_ratio_curve, chilled, condenser) / curves.cop
    best_power = np.full(load.shape, np.inf)
    best_cooling = np.zeros(load.shape)
    running, part_load = np.zeros(load.shape), np.zeros(load.shape)
    for machines in range(1, count + 1):
        cooling = np.minimum(load, machines * curves.most_part_load * capacity)
        share = np.divide(
            cooling, machines * capacity, out=np.zeros(load.shape), where=capacity > 0.0
        )
        power = machines * capacity * input_ratio * _part_load_power(curves, share)
        is_better = (cooling > best_cooling) | ((cooling == best_cooling) & (power < best_power))
        best_power = np.where(is_better, power, best_power)
        best_cooling = np.where(is_better, cooling, best_cooling)
        running = np.where(is_better, machines, running)
        part_load = np.where(is_better, share, part_load)
    stands = best_cooling <= 0.0
    power = np.where(stands, 0.0, best_power)
    return ChillerState(
        cooling_w=best_cooling,
        power_w=power,
        rejected_w=np.asarray(best_cooling + power),
        part_load=np.where(stands, 0.0, part_load),
        running=np.where(stands, 0.0, running),
        unmet_w=np.asarray(load - best_cooling),
    )


def _part_load_power(curves: ChillerCurves, share: Array) -> Array:
    """Power over full-load power at a part load; cycling below the least [-]."""
    running = np.maximum(share, curves.least_part_load)
    d0, d1, d2 = curves.part_load_curve
    cycling = share / np.where(running > 0.0, running, 1.0)
    return np.asarray((d0 + d1 * running + d2 * running * running) * cycling)


def _plane(c: Six, x: Quantity, y: Quantity) -> Array:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return np.asarray(c[0] + x * (c[1] + c[2] * x) + y * (c[3] + c[4] * y + c[5] * x))
