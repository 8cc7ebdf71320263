"""How far a coarse grid puts a result off: an estimate from two solves of the same hall.

Richardson extrapolation on two grids whose cell widths differ by ``r``: if the error falls with the
``p``-th power of the width, an answer that moves by ``change`` from one grid to the other has an
error of ``change / (r**p - 1)`` on the finer grid and ``r**p`` times that on the coarser. Two grids
cannot show ``p``, so it is taken as 1, the least order of the scheme (upwind convection); smooth
parts of the flow converge faster, and the estimate is then too large. The error is multiplied with
the safety factor of the grid convergence index, 1.25.

Sources: Celik et al., *J. Fluids Eng.* 130 (2008) 078001, whose procedure takes three grids and
observes ``p``; Roache, *J. Fluids Eng.* 116 (1994) 405-413, whose caution for two grids is a factor
of 3 where the assumed order is the formal one of a smooth flow.

An inlet that crosses its limit value between the two grids would look certain by chance, so no rack
gets less than the median of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from coolsim import units

ASSUMED_ORDER = 1.0
"""Order with which errors are taken to fall with the cell width [-]."""
SAFETY_FACTOR = 1.25
"""Factor on the extrapolated error: that of the grid convergence index [-]."""


@dataclass(frozen=True, slots=True)
class GridError:
    """What a second grid says about the rack inlets of a result; each rack carries its own error.

    Attributes:
        shape, cells: The second grid.
        refinement: Cell width of the coarser over that of the finer grid [-].
        is_finer: Whether the second grid is the finer one.
        order, safety_factor: What the estimate assumes [-].
        settled: Whether both solves came to rest; if not, the wander of both is in the estimate.
        largest_k, median_k: Of the estimated errors [K].
        largest_name: The rack with the largest.
        seconds: Time of the second solve [s].
    """

    shape: tuple[int, int, int]
    cells: int
    refinement: float
    is_finer: bool
    order: float
    safety_factor: float
    settled: bool
    largest_k: float
    median_k: float
    largest_name: str
    seconds: float

    def text(self, system: units.System = "si") -> str:
        """The estimate in one sentence."""
        typical, largest = (
            units.text(value, "k", system, 2) for value in (self.median_k, self.largest_k)
        )
        kind = "finer" if self.is_finer else "coarser"
        wander = "" if self.settled else "; it holds the wander of flows that did not settle"
        return (
            f"rack inlets ±{typical} (median), at most ±{largest} at {self.largest_name}: "
            f"Richardson estimate from a grid of {self.cells:,} cells, {self.refinement:.2f} times "
            f"{kind}, order {self.order:g} assumed, safety factor {self.safety_factor:g}{wander}"
        )


def estimated_error(
    change: float,
    refinement: float,
    *,
    is_finer: bool,
    order: float = ASSUMED_ORDER,
    safety_factor: float = SAFETY_FACTOR,
) -> float:
    """Estimated error of an answer that another grid changes by ``change``, same unit.

    Example: 0.5 K between cells of 0.2 and 0.1 m leave an error of 0.625 K on the finer grid and of
    1.25 K on the coarser.

    Args:
        change: Answer on the other grid minus the answer judged.
        refinement: Cell width of the coarser over that of the finer grid, above 1 [-].
        is_finer: Whether the other grid is the finer one, so that the coarser answer is judged.
        order: Power of the cell width with which errors fall [-].
        safety_factor: Factor on the extrapolated error [-].
    """
    power = float(refinement**order)
    return safety_factor * abs(change) * (power if is_finer else 1.0) / (power - 1.0)


def not_below_median(errors: Sequence[float]) -> list[float]:
    """Estimates of many places, none below their median; 0.1, 0.5 and 0.9 give 0.5, 0.5, 0.9."""
    least = median(errors) if errors else 0.0
    return [max(error, least) for error in errors]
