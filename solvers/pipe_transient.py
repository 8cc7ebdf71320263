"""Temperature along a pipe in time: plug flow, a wall that stores heat, loss to the surroundings.

The liquid is cut into equal cells, and the step in time is what the flow needs to push it on by
exactly one cell: plug flow without any numerical diffusion, at a flow that may change in time.
Between two pushes each cell exchanges heat with its piece of wall, and the wall with what is
around, by the exact solution of their two linear equations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TransientPipe:
    """A pipe, per metre of length.

    Attributes:
        length_m: Its length.
        liquid_j_m_k: Heat capacity of the liquid in it per metre and kelvin.
        wall_j_m_k: Heat capacity of the wall per metre and kelvin.
        inner_w_m_k: Conductance from liquid to wall per metre.
        outer_w_m_k: Conductance from wall to surroundings per metre.
        around_c: Temperature of the surroundings.
    """

    length_m: float
    liquid_j_m_k: float
    wall_j_m_k: float
    inner_w_m_k: float
    outer_w_m_k: float
    around_c: float


def outlet_temperatures(
    pipe: TransientPipe,
    time_s: Array,
    heat_flow_w_k: Array,
    inlet_c: Array,
    start_c: float,
    cells: int = 400,
) -> Array:
    """Return the outlet temperature of a pipe at given times [deg C].

    Worked number: without wall and loss the outlet repeats the inlet one transit time later, here
    L C' / (m c) = 10 m x 4180 J/(m K) / 418 W/K = 100 s.

    Args:
        pipe: The pipe.
        time_s: Rising times, shape (n,).
        heat_flow_w_k: Mass flow times heat capacity at each time, above zero, shape (n,); straight
            between the times.
        inlet_c: Inlet temperature at each time, shape (n,); straight between the times.
        start_c: Temperature of liquid and wall at the first time.
        cells: Cells along the pipe; the answer is exact in time to one cell's transit.
    """
    cell_j_k = pipe.length_m / cells * pipe.liquid_j_m_k
    pushed = np.concatenate(
        [[0.0], np.cumsum(np.diff(time_s) * (heat_flow_w_k[1:] + heat_flow_w_k[:-1]) / 2.0)]
    )
    ends_j_k = np.arange(1, int(np.ceil(pushed[-1] / cell_j_k)) + 1) * cell_j_k
    moments = np.concatenate([[time_s[0]], np.interp(ends_j_k, pushed, time_s)])
    liquid, wall = np.full(cells, start_c), np.full(cells, start_c)
    outlet = np.full(moments.size, start_c)
    # what enters in a push is the flow-weighted inlet over it, taken at its middle
    entering = np.interp(ends_j_k - 0.5 * cell_j_k, pushed, inlet_c)
    exchanges = _exchanges(pipe, np.diff(moments))
    for push, exchange in enumerate(exchanges):
        liquid = np.concatenate([[entering[push]], liquid[:-1]])
        over = np.stack([liquid, wall]) - pipe.around_c
        liquid, wall = exchange @ over + pipe.around_c
        outlet[push + 1] = liquid[-1]
    return np.asarray(np.interp(time_s, moments, outlet), dtype=np.float64)


def _exchanges(pipe: TransientPipe, steps_s: Array) -> Array:
    """Matrices that take liquid and wall, over the surroundings, across time steps, (n, 2, 2)."""
    inner, outer = pipe.inner_w_m_k, pipe.outer_w_m_k
    if pipe.wall_j_m_k <= 0.0:  # no wall to warm: the two conductances stand in series
        through = inner * outer / (inner + outer) if outer > 0.0 else 0.0
        kept = np.exp(-through / pipe.liquid_j_m_k * steps_s)
        matrices = kept[:, None, None] * np.array([[1.0, 0.0], [0.0, 0.0]])
        return np.asarray(matrices, dtype=np.float64)
    to_wall, from_wall = inner / pipe.liquid_j_m_k, inner / pipe.wall_j_m_k
    rates = np.array([[-to_wall, to_wall], [from_wall, -from_wall - outer / pipe.wall_j_m_k]])
    values, vectors = np.linalg.eig(rates)  # real: the off-diagonal product is not negative
    decay = np.exp(values * steps_s[:, None])
    return np.asarray((vectors * decay[:, None, :]) @ np.linalg.inv(vectors), dtype=np.float64)
