"""Losses of machines that convert or pass electrical power: transformer, UPS, PDU, supply, VRM.

Quadratic loss law: a no-load part, a part in proportion to the load (semiconductor drops), and one
with its square (resistance of conductors). N. Rasmussen, Electrical Efficiency Modeling of Data
Centers, APC White Paper 113 (2006); a transformer has the first and the last, IEC 60076-1.

Losses are told from the power delivered, so a chain is computed from the load to the meter without
inverting anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from coolsim.errors import SolveError

Array = NDArray[np.float64]
Number = TypeVar("Number", float, Array)


@dataclass(frozen=True, slots=True)
class LossLaw:
    """Loss over rated output at the load x = output / rated output: ``a + b x + c x**2``.

    Attributes:
        no_load_fraction: a [-].
        proportional_fraction: b [-].
        square_fraction: c [-].
        fit_error_fraction: Largest difference of the law's efficiency from the points it was
            fitted to [-]; 0 where it was given.
    """

    no_load_fraction: float
    proportional_fraction: float
    square_fraction: float
    fit_error_fraction: float = 0.0

    @property
    def needs_rating(self) -> bool:
        """Whether the loss depends on the load's share of the rating."""
        return self.no_load_fraction > 0.0 or self.square_fraction > 0.0

    def efficiency(self, load_fraction: Number) -> Number:
        """Output over input at a load above zero [-].

        Worked number: a = 0.004, c = 0.012 at half load: 0.5 / (0.5 + 0.007) = 0.9862.
        """
        return load_fraction / (load_fraction + self.loss_fraction(load_fraction))

    def loss_fraction(self, load_fraction: Number) -> Number:
        """Loss over rated output at a load [-]."""
        return (
            self.no_load_fraction
            + self.proportional_fraction * load_fraction
            + self.square_fraction * load_fraction**2
        )


def fit_loss_law(points: Sequence[tuple[float, float]]) -> LossLaw:
    """The loss law nearest to points of (load fraction, efficiency), no term below zero.

    Non-negative least squares (Lawson & Hanson, Solving Least Squares Problems, 1974, ch. 23),
    solved by trying which terms to leave out, on the losses, each weighted by what it changes of
    the efficiency, eff**2 / load. One point tells nothing of how losses vary: they are then in
    proportion. Two tell a no-load and a square part.
    Certification minima (80 PLUS) need not lie on any such law; ``fit_error_fraction`` tells.

    Worked number: (0.5, 0.9862327), (1.0, 0.9842520) is a = 0.004, c = 0.012.

    Raises:
        SolveError: For no points, a load that is not positive, an efficiency outside (0, 1].
    """
    if not points or any(load <= 0.0 or not 0.0 < eff <= 1.0 for load, eff in points):
        raise SolveError(
            "efficiency points need loads above zero and efficiencies above 0, at most 1.",
            where="efficiency curve",
            remedy="Correct the points of the catalogue entry.",
        )
    loads = np.array([load for load, _ in points], dtype=np.float64)
    efficiencies = np.array([eff for _, eff in points], dtype=np.float64)
    losses = loads * (1.0 / efficiencies - 1.0)
    if np.unique(loads).size == 1:
        return LossLaw(0.0, float(np.mean(losses / loads)), 0.0)
    columns = np.column_stack([np.ones_like(loads), loads, loads**2])
    used = [0, 1, 2] if np.unique(loads).size > 2 else [0, 2]
    weights = efficiencies**2 / loads
    terms = np.zeros(3)
    terms[used] = _nearest_non_negative(columns[:, used] * weights[:, None], losses * weights)
    law = LossLaw(*(float(term) for term in terms))
    error = float(np.abs(law.efficiency(loads) - efficiencies).max())
    return LossLaw(law.no_load_fraction, law.proportional_fraction, law.square_fraction, error)


def _nearest_non_negative(columns: Array, wanted: Array) -> Array:
    """Least squares without negative terms: the best of all choices of terms left out.

    For the two or three columns here that is exact, and loads no library in the window.
    """
    count = columns.shape[1]
    best, least = np.zeros(count), float(wanted @ wanted)
    for size in range(1, count + 1):
        for chosen in combinations(range(count), size):
            part = columns[:, chosen]
            terms = np.linalg.lstsq(part, wanted, rcond=None)[0]
            left = wanted - part @ terms
            if terms.min() >= 0.0 and float(left @ left) < least:
                best, least = np.zeros(count), float(left @ left)
                best[list(chosen)] = terms
    return best


def constant_efficiency(efficiency: float) -> LossLaw:
    """The law of a machine of which one efficiency is known: losses in proportion to the load.

    Worked number: 0.97: 1 / 0.97 - 1 = 0.03093 of what it delivers.
    """
    return fit_loss_law([(1.0, efficiency)])


def transformer_law(no_load_w: float, load_w: float, rated_w: float) -> LossLaw:
    """The law of a transformer from its no-load loss and its load loss at rated load [W].

    Worked number: 1000 kW, 1.3 kW and 9.8 kW: 0.5 of the load gives 1.3 + 9.8 / 4 = 3.75 kW.
    """
    return LossLaw(no_load_w / rated_w, 0.0, load_w / rated_w)


def conversion_loss_w(
    output_w: Number, law: LossLaw, rated_w: float | None, units: int = 1
) -> Number:
    """Loss of machines that share a load evenly, all switched on [W].

    ``units * rated * law(output / (units * rated))``; without a rating only a loss in proportion
    can be told. Loads above the rating follow the same law: what is overloaded is for the caller
    to say.

    Worked number: two units of 100 kW with a = 0.01, b = 0.02, c = 0.01 deliver 100 kW:
    200 kW (0.01 + 0.02 / 2 + 0.01 / 4) = 4.5 kW.

    Args:
        output_w: Power delivered, any shape [W].
        law: The loss law of one of them.
        rated_w: Rated output of one [W]; ``None`` where it is unknown.
        units: How many share the load.

    Raises:
        SolveError: If the law needs a rating and there is none.
    """
    if rated_w is None:
        if law.needs_rating:
            raise SolveError(
                "its part-load losses need a rated power.",
                where="power conversion",
                remedy="Give the rated power.",
            )
        return law.proportional_fraction * output_w
    whole_w = rated_w * units
    return whole_w * law.loss_fraction(output_w / whole_w)


def output_of_input_w(input_w: Array, law: LossLaw, rated_w: float) -> Array:
    """Power delivered of a power drawn: the positive root of the law [W]; zero below no-load loss.

    With u = input / rated and x = output / rated: c x**2 + (1 + b) x + a - u = 0.

    For what lies inside a rack, whose drawn power is what is known: power shelf and regulators.

    Worked number: a = 0.01, b = 0.02, c = 0.01, rated 100 kW: 52.25 kW in give 50 kW out.
    """
    share = np.maximum(input_w / rated_w - law.no_load_fraction, 0.0)
    linear = 1.0 + law.proportional_fraction
    # the form that keeps its digits where the square part vanishes
    root = 2.0 * share / (linear + np.sqrt(linear**2 + 4.0 * law.square_fraction * share))
    return np.asarray(root * rated_w)
