"""Where jobs go: spread, packed, the coldest racks first, or by a mixed-integer programme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from coolsim.density.placement.jobs import JobList, Slots
from coolsim.density.placement.records import Strategy

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
STRATEGIES: tuple[Strategy, ...] = ("spread", "pack", "coldest", "optimal")
SECONDS = 10.0
"""Time the programme may take [s]."""
_INFEASIBLE = 2
"""Status of a programme that has no solution."""
_WORST_SHARE = 1e-3
"""Weight of the worst limit beside the accelerators that run [accelerators/K]."""


@dataclass(frozen=True, slots=True)
class Linear:
    """What limits do near a solved hall: ``actual + slopes @ (P - powers) <= value``.

    Attributes:
        slopes: Change of each limit's actual value by rack power, shape (limits, racks) [unit/W].
        room: Slack at the solved powers, in the limits' units.
        powers_w: Those powers [W].
        unit: What counts as one of each limit: a kelvin, a per cent of a power.
    """

    slopes: Array
    room: Array
    powers_w: Array
    unit: Array


@dataclass(frozen=True, slots=True)
class Programme:
    """What the programme of a placement gives.

    Attributes:
        placed: Servers of each rack for each job, shape (jobs, racks); ``None`` without a solution.
        bound: Accelerators that no placement within the straight lines exceeds.
    """

    placed: Counts | None
    bound: int


def fill(
    order: Callable[[Counts], Sequence[int]], slots: Slots, jobs: JobList, count: int
) -> Counts | None:
    """The first jobs in racks by an order of preference; ``None`` where they do not fit.

    Args:
        order: Racks by preference, given the servers that are busy in each.
        slots: The servers.
        jobs: The jobs.
        count: How many of the jobs, first ones first.
    """
    placed = np.zeros((len(jobs.jobs), slots.servers.size), dtype=np.int64)
    busy = np.zeros(slots.servers.size, dtype=np.int64)
    for n, job in enumerate(jobs.jobs[:count]):
        left = job.accelerators
        while left > 0:
            free = [r for r in order(busy) if busy[r] < slots.servers[r]]
            if not free:
                return None
            placed[n, free[0]] += 1
            busy[free[0]] += 1
            left -= int(slots.accelerators[free[0]])
    return placed


def spread(slots: Slots) -> Callable[[Counts], Sequence[int]]:
    """The rack with the smallest share of busy servers first."""
    racks = np.flatnonzero(slots.servers)

    def order(busy: Counts) -> Sequence[int]:
        return [int(r) for r in sorted(racks, key=lambda r: (busy[r] / slots.servers[r], r))]

    return order


def in_order(racks: Sequence[int]) -> Callable[[Counts], Sequence[int]]:
    """One rack after another, each filled before the next."""
    return lambda _busy: racks


def optimal(slots: Slots, jobs: JobList, linear: Linear, known: int) -> Programme:
    """Servers of each rack for each job: most accelerators first, then most room at the limits.

    Jobs run whole or not at all, whichever; limits are linear around the solved hall.

    Args:
        slots: The servers.
        jobs: The jobs.
        linear: The limits.
        known: Accelerators that another placement keeps running: fewer are not looked for.
    """
    asked = sum(job.accelerators for job in jobs.jobs)
    racks = [int(r) for r in np.flatnonzero(slots.servers)]
    n_jobs, n_racks = len(jobs.jobs), len(racks)
    size = n_jobs * n_racks + n_jobs + 1
    needed = np.array([job.accelerators for job in jobs.jobs], dtype=float)
    rows: list[LinearConstraint] = []
    total = np.zeros((n_racks, size))
    for r in range(n_racks):
        total[r, r : n_jobs * n_racks : n_racks] = 1.0
    rows.append(LinearConstraint(csr_matrix(total), -np.inf, slots.servers[racks]))
    whole = np.zeros((n_jobs, size))
    for n in range(n_jobs):
        whole[n, n * n_racks : (n + 1) * n_racks] = slots.accelerators[racks]
        whole[n, n_jobs * n_racks + n] = -needed[n]
    spare = np.max(slots.accelerators) - 1.0
    rows.append(LinearConstraint(csr_matrix(whole), 0.0, spare))
    idle = slots.other_w + jobs.idle_fraction * slots.server_w * slots.servers
    by_rack = linear.slopes / linear.unit[:, None]
    base = (linear.room - linear.slopes @ (idle - linear.powers_w)) / linear.unit
    for step in range(jobs.steps):
        limits = np.zeros((linear.room.size, size))
        for n, job in enumerate(jobs.jobs):
            extra = slots.server_w[racks] * (job.profile[step] - jobs.idle_fraction)
            limits[:, n * n_racks : (n + 1) * n_racks] = by_rack[:, racks] * extra
        limits[:, -1] = 1.0
        rows.append(LinearConstraint(csr_matrix(limits), -np.inf, base))
    runs = np.zeros((1, size))
    runs[0, n_jobs * n_racks : -1] = needed
    rows.append(LinearConstraint(csr_matrix(runs), float(known), np.inf))
    value = np.zeros(size)
    value[n_jobs * n_racks : -1] = -needed
    value[-1] = -_WORST_SHARE
    high = np.concatenate([np.tile(slots.servers[racks], n_jobs), np.ones(n_jobs), [50.0]])
    found = milp(
        value,
        constraints=rows,
        integrality=np.concatenate([np.ones(size - 1, dtype=np.int64), [0]]),
        bounds=Bounds(np.zeros(size), high.astype(float)),
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        # proven to be none with as many, or out of time
        return Programme(None, max(known - 1, 0) if found.status == _INFEASIBLE else asked)
    dual = getattr(found, "mip_dual_bound", None)
    # the room at the limits is priced with up to its share of one accelerator
    bound = asked if dual is None else min(asked, int(np.floor(-float(dual) + 1e-6)))
    counts = np.rint(found.x[: n_jobs * n_racks]).astype(np.int64).reshape(n_jobs, n_racks)
    placed = np.zeros((n_jobs, slots.servers.size), dtype=np.int64)
    placed[:, racks] = counts
    return Programme(placed, bound)
