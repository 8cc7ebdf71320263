"""The largest load that a site carries in each hour: inlets, chips, plants and grid held."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coolsim.events import Progress
from coolsim.plant.outdoor import Outdoor
from coolsim.studies.hours import Hours, Site, is_unmet, over_limit, run_hours, supply_shift_k

Array = NDArray[np.float64]
_FULL_COMPUTE = 1e-3
"""Share of operations that throttling may take before a load counts as not carried [-]."""


def available_load(
    site: Site, outdoor: Outdoor, cap_w: float | None, *, halvings: int = 10
) -> Generator[Progress, None, Array]:
    """Largest load fraction that inlets, chips, plants and grid carry in each hour [-].

    No inlet above its limit, no chip that throttles, nothing unmet, the facility within the cap.
    Hours that carry the highest load solved stand at it: they may carry more. Between loads by
    halving, so the answer lies at most ``(high - low) / 2**halvings`` low. What the hall itself
    carries comes first, because the plants are then asked in few hours only. Yields between steps,
    so that it may be stopped.

    Args:
        site: Hall, plants and rules.
        outdoor: Outdoor air of the hours.
        cap_w: What the grid gives; ``None`` counts no cap [W].
        halvings: Steps of the search.
    """
    site = replace(site.sustained, turns=_TURNS)

    def hall_carries(load: Array, where: NDArray[np.intp]) -> NDArray[np.bool_]:
        shift = supply_shift_k(site.plant.reset, site.room, load, outdoor.at(where))
        hall = site.room.hall_at(load, shift)
        return np.asarray(~over_limit(hall["margin_k"]) & ~_throttled(hall["compute_fraction"]))

    def plants_carry(load: Array, where: NDArray[np.intp]) -> NDArray[np.bool_]:
        hours = run_hours(site, load, outdoor.at(where), None)
        held = ~is_unmet(hours)
        return held if cap_w is None else held & (hours.facility_w <= cap_w)

    everywhere = np.arange(outdoor.dry_bulb_c.size)
    loads = site.room.loads
    found = np.full(everywhere.size, float(loads[-1]))
    for carries in (hall_carries, plants_carry):
        yield _LOOKING
        some = everywhere[found > 0.0]
        failing = some[~carries(found[some], some)] if some.size else some
        low, high = np.full(failing.size, float(loads[0])), found[failing]
        if failing.size:
            low[~carries(low, failing)] = 0.0
        for _ in range(halvings if low.any() else 0):
            yield _LOOKING
            search = low > 0.0
            middle = 0.5 * (low[search] + high[search])
            fine = carries(middle, failing[search])
            low[search] = np.where(fine, middle, low[search])
            high[search] = np.where(fine, high[search], middle)
        found[failing] = low
    return found


def not_carried(held: Hours, available: Array, cap_w: float | None) -> Array:
    """Load of each hour beyond what inlets, chips, plants and grid carry [-].

    It is what a hall that keeps every limit in every hour would have to leave. Nothing in hours
    that hold all of them at the load asked; the whole load in hours that do not carry the lowest
    load solved.

    Worked number: a load of 1.0 whose inlets lie over their limit, where 0.9 is carried: 0.1.

    Args:
        held: Hours at the sustained power of the racks.
        available: Largest load they carry (:func:`available_load`), shape (hours,) [-].
        cap_w: What the grid gives; ``None`` counts no cap [W].
    """
    broken = held.is_over_limit | is_unmet(held) | _throttled(held.compute_fraction)
    if cap_w is not None:
        broken |= held.facility_w > cap_w
    return np.where(broken, np.maximum(held.load - available, 0.0), 0.0)


def _throttled(compute_fraction: Array) -> NDArray[np.bool_]:
    return np.asarray(compute_fraction < 1.0 - _FULL_COMPUTE)


_LOOKING = Progress("year", 0.98, "What the hall carries")
_TURNS = 1
"""Turns between other rooms and plants: their power hardly moves the heat there."""
