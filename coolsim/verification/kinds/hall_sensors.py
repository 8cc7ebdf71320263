"""Where the sensors of a measured hall hang, read from solved fields."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coolsim.design.geometry import footprint, quarter_turns
from coolsim.design.models import Rack
from coolsim.results.records import Fields, RackResult

SENSOR_DISTANCE_M = 0.03
"""How far before the rack front the sensors hang [m]."""
_HEIGHTS_PER_BAND = 9
"""Heights at which the aisle before a band is read for its mean."""


def front_temperatures(fields: Fields, rack: Rack, heights_m: Sequence[float]) -> tuple[float, ...]:
    """Air temperature before a rack's front at some heights [deg C].

    The mean over the width of the rack's opening in the cells 3 cm before the front, linear between
    cell centres in height.
    """
    x0, y0, x1, y1 = footprint(rack)
    faces_plus = quarter_turns(rack.heading_deg) == 0
    x = x1 + SENSOR_DISTANCE_M if faces_plus else x0 - SENSOR_DISTANCE_M
    middle, half = 0.5 * (y0 + y1), 0.5 * (rack.opening_width_m or rack.width_m)
    dx, dy, dz = fields.spacing_m
    ox, oy, oz = fields.origin_m
    profile = np.asarray(fields.temperature_c[int((x - ox) / dx)], dtype=float)
    edges = oy + dy * np.arange(profile.shape[0] + 1)
    covered = np.minimum(edges[1:], middle + half) - np.maximum(edges[:-1], middle - half)
    usable = covered > 0.0
    mean = np.average(profile[usable], axis=0, weights=covered[usable])
    centres = oz + dz * (np.arange(mean.size) + 0.5)
    return tuple(float(value) for value in np.interp(heights_m, centres, mean))


def inside_temperatures(
    fields: Fields, rack: Rack, solved: RackResult, heights_m: Sequence[float]
) -> tuple[float, ...]:
    """Air temperature behind a rack's front door, before its servers, at some heights [deg C].

    The air before the door at that height, and what the cabinet adds in the band it lies in (the
    nearest one for a height outside all bands): the servers' inlet less the mean before the door.
    """
    answers = []
    for height, before in zip(heights_m, front_temperatures(fields, rack, heights_m), strict=True):
        band = min(
            solved.bands,
            key=lambda band: max(band.z_from_m - height, height - band.z_to_m, 0.0),
        )
        edges = np.linspace(band.z_from_m, band.z_to_m, _HEIGHTS_PER_BAND + 1)
        aisle = front_temperatures(fields, rack, (0.5 * (edges[1:] + edges[:-1])).tolist())
        answers.append(before + band.inlet_temperature_c - float(np.mean(aisle)))
    return tuple(answers)
