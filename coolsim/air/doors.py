"""Rear doors in the air: a share of the way to the water, on all that leaves at the rear."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from solvers.grid import Array

if TYPE_CHECKING:
    from coolsim.air.case import Devices


@dataclass(frozen=True, slots=True)
class DoorLaws:
    """What rear doors do to every discharge; nothing where there is none.

    Attributes:
        share: Share of the way to the water, shape (discharges,) [-].
        water_c: Water entering the door [deg C].
        fan_k: Rise by the door's own fans [K].
    """

    share: Array
    water_c: Array
    fan_k: Array

    def entering_c(self, outlet_means: Array) -> Array:
        """What enters each door, from what leaves it: the law turned round [deg C]."""
        passed = np.where(self.share < 1.0, 1.0 - self.share, 1.0)
        before = (outlet_means - self.fan_k - self.share * self.water_c) / passed
        return np.asarray(before, dtype=np.float64)


def door_laws(devices: Devices) -> DoorLaws:
    """The doors' laws at the devices' flows.

    A door acts on what leaves through the rear of its rack; what leaks from the front or the roof
    of a cabinet goes past it.
    """
    count, geometry = len(devices.geometry.discharges), devices.geometry
    share, water, fan = np.zeros(count), np.zeros(count), np.zeros(count)
    for rack, (start, end) in zip(
        devices.scene.breathers, pairwise(geometry.rack_start), strict=True
    ):
        if rack.door is None or start == end:
            continue
        rear = slice(int(start), int(end))
        share[rear] = rack.door.effectiveness
        water[rear] = rack.door.water_c
        moved = devices.heat_rate_j_m3_k * float(devices.discharge_flow[rear].sum())
        fan[rear] = rack.door.fan_w / moved if moved > 0.0 else 0.0
    return DoorLaws(share, water, fan)


def door_duties_w(devices: Devices, outlet_means: Array) -> Array:
    """Heat that each rack's door takes from the air, its fans aside, shape (racks,) [W].

    Args:
        devices: The hall's machines.
        outlet_means: Temperature of every discharge, doors passed [deg C].
    """
    laws = door_laws(devices)
    rate = devices.heat_rate_j_m3_k * devices.discharge_flow
    duty = rate * laws.share * (laws.entering_c(outlet_means) - laws.water_c)
    starts = devices.geometry.rack_start
    return np.array(
        [float(duty[start:end].sum()) for start, end in pairwise(starts)], dtype=np.float64
    )
