"""The largest load that a site carries in each hour: inlets, chips, plants and grid held."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from coolsim.events import Progress
from coolsim.plant.outdoor import Outdoor
from coolsim.studies.hours import Site, is_unmet, over_limit, run_hours, supply_shift_k

Array = NDArray[np.float64]
_FULL_COMPUTE = 1e-3
"""Share of operations that throttling may take before a load counts as not carried [-]."""


def available_load(
    site: Site, outdoor: Outdoor, cap_w: float | None, *, halvings: int = 10
) -> Generator[Progress, None, Array]:
    """Largest load fraction that inlets, plants and grid carry in each hour [-].

    Yields between steps, so that it may be stopped.

    No inlet above its limit, no chip that throttles, nothing unmet, the facility within the cap.
    Hours that carry the highest load solved stand at it: they may carry more. Between loads by
    halving, so the answer lies at most ``(high - low) / 2**halvings`` low.

    Args:
        site: Hall, plants and rules.
        outdoor: Outdoor air of the hours.
        cap_w: What the grid gives; ``None`` counts no cap [W].
        halvings: Steps of the search.
    """
    site = site.sustained
    loads = site.room.loads
    count = outdoor.dry_bulb_c.size
    low, high = np.zeros(count), np.full(count, loads[-1])

    def carries(load: Array, where: NDArray[np.intp]) -> NDArray[np.bool_]:
        air = outdoor.at(where)
        shift = supply_shift_k(site.plant.reset, site.room, load, air)
        hall = site.room.hall_at(load, shift)
        fine: NDArray[np.bool_] = ~over_limit(hall["margin_k"])
        fine &= hall["compute_fraction"] >= 1.0 - _FULL_COMPUTE
        if not fine.any():
            return fine
        hours = run_hours(site, load[fine], air.at(fine), None)
        held = ~is_unmet(hours)
        fine[fine] = held if cap_w is None else held & (hours.facility_w <= cap_w)
        return fine

    everywhere = np.arange(count)
    yield Progress("year", 0.98, "What the hall carries")
    open_hours = everywhere[~carries(high, everywhere)]
    low = high.copy()
    low[open_hours] = loads[0]
    failing = open_hours[~carries(low[open_hours], open_hours)] if open_hours.size else open_hours
    low[failing] = 0.0
    search = np.setdiff1d(open_hours, failing)
    top = high.copy()
    for _ in range(halvings if search.size else 0):
        yield Progress("year", 0.98, "What the hall carries")
        middle = 0.5 * (low[search] + top[search])
        fine = carries(middle, search)
        low[search] = np.where(fine, middle, low[search])
        top[search] = np.where(fine, top[search], middle)
    return low
