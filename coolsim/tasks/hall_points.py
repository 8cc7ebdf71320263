"""The hall's points of a year on their way: as JSON, with the key of the hall they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coolsim.design.models import Variant

if TYPE_CHECKING:
    from coolsim.studies.room import RoomTable

Points = Mapping[str, Any]
"""The points as JSON; key ``hall`` says whose they are."""


def points_to_json(room: RoomTable, key: str) -> dict[str, Any]:
    """The points as JSON; what is not a number becomes ``null``."""
    return {
        "hall": key,
        "loads": room.loads.tolist(),
        "shifts": room.shifts.tolist(),
        "table": _plain(room.hall),
        "sources": {name: _plain(values) for name, values in room.sources.items()},
        "inlet_error_k": None if np.isnan(room.inlet_error_k) else room.inlet_error_k,
        "load_error": room.load_error,
        "statuses": list(room.statuses),
        "seconds": room.seconds,
    }


def points_fitting(
    points: Points | None, key: str, variant: Variant, mean_fraction: float
) -> RoomTable | None:
    """The points, where they are of this hall and reach as far as the year goes; else ``None``.

    What a rejection takes and supplies follows the plant as it is drawn now.

    Args:
        points: What an earlier answer carried.
        key: Of the hall that is asked for.
        variant: What is drawn.
        mean_fraction: Mean power of the racks over their sustained power [-].
    """
    from coolsim.studies.room import RoomTable, plants_of
    from coolsim.studies.year import points_of

    if points is None or points.get("hall") != key:
        return None
    loads, shifts = np.array(points["loads"]), np.array(points["shifts"])
    wanted_loads, wanted_shifts = points_of(variant, mean_fraction)
    if min(wanted_loads) < loads[0] - 1e-9 or max(wanted_shifts) > shifts[-1] + 1e-9:
        return None
    sources = {name: _array(values) for name, values in points["sources"].items()}
    error = points["inlet_error_k"]
    return RoomTable(
        loads=loads,
        shifts=shifts,
        hall=_array(points["table"]),
        sources=sources,
        plant=plants_of(variant, sources, shifts, loads.size),
        inlet_error_k=float("nan") if error is None else float(error),
        load_error=float(points["load_error"]),
        statuses=tuple(points["statuses"]),
        seconds=float(points["seconds"]),
    )


def _plain(values: NDArray[np.float64]) -> list[Any]:
    return np.where(np.isnan(values), None, values).tolist()  # type: ignore[call-overload,no-any-return]


def _array(values: object) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
