"""What plants and outdoor air do in every hour of a year, and at one moment, by named columns.

Columns of the hall stand by their name (``facility_w``, ``dry_bulb_c``), those of a heat rejection
by its id in front (``rejection-0001.load_w``).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Moment = Mapping[str, float]
"""Values by column at one moment; not a number where nothing flows."""

PLANT_COLUMNS = (
    "load_w", "unmet_w", "supply_c", "return_c", "flow_m3_s", "compressor_w", "chilled_pump_w",
    "condenser_pump_w", "fan_w", "rejected_w", "water_kg_s", "sink_c", "sink_return_c",
    "sink_flow_m3_s", "mode",
)  # fmt: skip
"""Of a heat rejection: heat asked and left, its cold water (DX: air) out and back, powers, heat to
the outdoors, water used, water of towers or dry coolers out and back, mode."""


def plant_column(rejection_id: str, name: str) -> str:
    """The column of a heat rejection."""
    return f"{rejection_id}.{name}"


@dataclass(frozen=True, slots=True)
class YearHours:
    """Columns over the hours of a year.

    Attributes:
        names: Of the columns.
        values: Shape (columns, hours), single precision: for pictures, not for sums.
    """

    names: tuple[str, ...]
    values: NDArray[np.float32]

    @property
    def count(self) -> int:
        """Hours."""
        return int(self.values.shape[1])

    def column(self, name: str) -> NDArray[np.float32]:
        """One column; not a number where there is none of that name."""
        if name not in self.names:
            return np.full(self.count, np.nan, dtype=np.float32)
        return np.asarray(self.values[self.names.index(name)])

    def at(self, hour: int) -> Moment:
        """The moment of an hour, counted from zero."""
        return dict(zip(self.names, map(float, self.values[:, hour]), strict=True))

    def mean(self) -> Moment:
        """Means over the hours in which something is there."""
        known = np.isfinite(self.values)
        count = np.maximum(known.sum(axis=1), 1)
        mean = np.where(known, self.values, 0.0).sum(axis=1, dtype=np.float64) / count
        found = np.where(known.any(axis=1), mean, np.nan)
        return dict(zip(self.names, map(float, found), strict=True))


def hours_to_json(hours: YearHours) -> dict[str, Any]:
    """Columns as JSON: names, and the numbers as base64 of little-endian single precision."""
    data = np.ascontiguousarray(hours.values, dtype="<f4").tobytes()
    return {"names": list(hours.names), "float32": base64.b64encode(data).decode("ascii")}


def hours_from_json(data: Mapping[str, Any]) -> YearHours:
    """What :func:`hours_to_json` made."""
    names = tuple(str(name) for name in data["names"])
    values = np.frombuffer(base64.b64decode(data["float32"]), dtype="<f4")
    return YearHours(names, values.reshape(len(names), -1).astype(np.float32))
