"""What the hall can carry: over the hours of a year, and on the design day."""

from __future__ import annotations

from collections.abc import Callable, Generator

import numpy as np
from numpy.typing import NDArray

from coolsim.events import Progress
from coolsim.plant.outdoor import Outdoor
from coolsim.results.year import DesignDay, DurationPoint
from coolsim.studies.available import available_load
from coolsim.studies.hours import Hours, Site
from coolsim.studies.room import RoomTable

Array = NDArray[np.float64]
_SHARES = (
    0.0, 0.004, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.996, 1.0
)  # fmt: skip
"""Shares of the hours that the curve names [-]."""


def duration(
    available: Array,
    room: RoomTable,
    full_w: float,
    cap_w: float | None,
    accelerators: Callable[[float], int] | None,
) -> tuple[DurationPoint, ...]:
    """Density-duration curve: what is there in a share of the hours, or more.

    Args:
        available: Load fraction that each hour carries.
        room: The hall.
        full_w: IT power as drawn [W].
        cap_w: What the hall may draw for racks; ``None``: no cap [W].
        accelerators: Load fraction -> accelerators in whole units; ``None`` where none are drawn.
    """
    ordered = np.sort(available)[::-1]
    points = []
    for share in _SHARES:
        n = min(int(np.ceil(share * ordered.size)), ordered.size) - 1
        fraction = float(ordered[max(n, 0)])
        power = fraction * full_w
        capped = cap_w is not None and power >= cap_w
        if cap_w is not None:
            power = min(power, cap_w)
        count = None if accelerators is None else accelerators(power / max(full_w, 1.0))
        highest = fraction >= float(room.loads[-1]) and not capped
        below = float(room.loads[0]) * full_w if fraction <= 0.0 else None
        points.append(DurationPoint(share, power, count, highest, below))
    return tuple(points)


def design_day_answer(
    site: Site,
    day: Outdoor,
    hours: Hours,
    caps_w: tuple[float | None, float | None],
    full_w: float,
) -> Generator[Progress, None, DesignDay]:
    """The answer of the design day; yields where it may be stopped.

    Args:
        site: Hall, plants and rules.
        day: Its outdoor air, one moment.
        hours: What happens then at the load whose power is told, one moment.
        caps_w: What the grid gives, and what the hall may draw for racks; ``None``: no cap [W].
        full_w: IT power as drawn [W].
    """
    grid_w, cap_w = caps_w
    fraction = float((yield from available_load(site, day, grid_w, halvings=12))[0])
    power = fraction * full_w
    capped = cap_w is not None and power >= cap_w
    it, facility = float(hours.power_w["it"][0]), float(hours.facility_w[0])
    return DesignDay(
        dry_bulb_c=float(day.dry_bulb_c[0]),
        wet_bulb_c=float(day.wet_bulb_c[0]),
        available_w=power if cap_w is None else min(power, cap_w),
        is_at_least=fraction >= float(site.room.loads[-1]) and not capped,
        it_w=it,
        facility_w=facility,
        unmet_w=float(hours.unmet_w[0]),
        design_point_ratio=facility / it if it > 0.0 else float("nan"),
    )
