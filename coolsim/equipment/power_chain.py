"""A tree of machines that pass power on: what each delivers, loses and draws, load to meter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.conversion import LossLaw, conversion_loss_w

Array = NDArray[np.float64]
METER = -1
"""Parent of an element that hangs on the utility."""


@dataclass(frozen=True, slots=True)
class ChainElement:
    """A place of the tree: its parent (:data:`METER` at the top), and its loss.

    Without a law its losses are not known and counted as none; the caller says so.
    """

    parent: int
    law: LossLaw | None
    rated_w: float | None
    units: int


@dataclass(frozen=True, slots=True)
class ChainFlows:
    """Power through the tree.

    Attributes:
        output_w: What each element delivers, shape (elements, hours) [W].
        loss_w: What it loses, the same shape [W].
        meter_w: What the utility delivers, shape (hours,) [W].
    """

    output_w: Array
    loss_w: Array
    meter_w: Array


def chain_flows(
    elements: Sequence[ChainElement],
    load_w: Array,
    at_meter_w: Array,
    in_use: NDArray[np.bool_] | None = None,
) -> ChainFlows:
    """Pass loads up the tree; nothing is inverted, because losses follow from what is delivered.

    An element that delivers nothing still has its no-load loss.

    Worked number: 90 kW on an element with losses of 0.02 of its output, below one with 0.01:
    91.8 kW and 92.718 kW at the meter.

    Args:
        elements: The tree, every element before its parent.
        load_w: What hangs on each element directly, shape (elements, hours) [W].
        at_meter_w: What hangs on the utility directly, shape (hours,) [W].
        in_use: Whether an element loses anything, shape (elements, hours); ``None``: always.
    """
    output_w = np.array(load_w, dtype=np.float64)
    loss_w = np.zeros_like(output_w)
    meter_w = np.array(at_meter_w, dtype=np.float64)
    for index, element in enumerate(elements):
        if element.law is not None:
            loss_w[index] = conversion_loss_w(
                output_w[index], element.law, element.rated_w, element.units
            )
            if in_use is not None:
                loss_w[index] *= in_use[index]
        drawn_w = output_w[index] + loss_w[index]
        if element.parent == METER:
            meter_w = meter_w + drawn_w
        else:
            output_w[element.parent] += drawn_w
    return ChainFlows(output_w, loss_w, meter_w)


@dataclass(frozen=True, slots=True)
class PhaseBalance:
    """How evenly three phases are loaded.

    Attributes:
        phase_w: Power on each [W].
        imbalance_fraction: Largest distance from the mean over the mean (NEMA MG 1, 14.36) [-].
        neutral_fraction: Current in the neutral over the mean current of the phases [-].
        worst_fraction: The highest phase over its third of the whole, less one [-].
    """

    phase_w: tuple[float, float, float]
    imbalance_fraction: float
    neutral_fraction: float
    worst_fraction: float


def phase_balance(phase_w: Sequence[float]) -> PhaseBalance:
    """The balance of three loads between line and neutral, all of one power factor.

    Currents then lie 120 degrees apart in proportion to the powers, and the neutral carries
    ``sqrt(a**2 + b**2 + c**2 - ab - bc - ca)``; harmonics are left out.

    Worked number: 30, 20 and 10 kW: imbalance 50 %, in the neutral sqrt(300) / 20 = 87 % of the
    mean phase current.
    """
    a, b, c = (float(power) for power in phase_w)
    mean = (a + b + c) / 3.0
    if mean <= 0.0:
        return PhaseBalance((a, b, c), 0.0, 0.0, 0.0)
    neutral = math.sqrt(0.5 * ((a - b) ** 2 + (b - c) ** 2 + (c - a) ** 2))  # no digits lost
    return PhaseBalance(
        phase_w=(a, b, c),
        imbalance_fraction=max(abs(power - mean) for power in (a, b, c)) / mean,
        neutral_fraction=float(neutral) / mean,
        worst_fraction=max(a, b, c) / mean - 1.0,
    )


def carried_fraction(curve: Sequence[tuple[float, float]], seconds: float | None) -> float:
    """The current over rating that a breaker surely carries for some time [-]; at least 1.

    Straight between the points on logarithmic axes, as trip curves are drawn; not beyond them.

    Worked number: (2, 100 s), (8, 1 s): for 10 s it carries 4 times its rating.

    Args:
        curve: Points of (current over rating, seconds), rising currents.
        seconds: How long [s]; ``None`` where that is not known.
    """
    if seconds is None or not curve or curve[0][1] < seconds:
        return 1.0
    kept = [(current, time) for current, time in curve if time >= seconds]
    later = curve[len(kept) :]
    if not later or later[0][1] == kept[-1][1]:
        return kept[-1][0]
    (low, long), (high, short) = kept[-1], later[0]
    share = np.log(seconds / long) / np.log(short / long)
    return float(np.exp(np.log(low) + share * np.log(high / low)))


def store_seconds(energy_j: float, most_w: float | None, load_w: float) -> float | None:
    """How long a store carries a load [s]; ``None`` where the load is above what it delivers.

    Worked number: 51.2 kWh at 210 kW: 878 s.
    """
    if most_w is not None and load_w > most_w:
        return None
    return float("inf") if load_w <= 0.0 else energy_j / load_w
