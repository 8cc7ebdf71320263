"""What a plant is asked for and what it does, at moments: arrays of shape (moments,)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MODES = ("off", "mechanical", "partial", "free")
OFF, MECHANICAL, PARTIAL, FREE = range(4)
"""Nothing to do; compressors alone; economiser and compressors; economiser alone."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a plant is asked for; arrays of shape (moments,).

    Attributes:
        load_w: Heat to take, pump heat of the loops included [W].
        supply_c: Water (DX: air) to supply [deg C].
        flow_w_k: Capacity rate of the loops' water; ignored where the plant has its own pump [W/K].
        air_w_k: Capacity rate of the air of its coolers [W/K].
        air_supply_c: Supply air of its coolers [deg C].
        air_return_c: Return air of its coolers [deg C].
    """

    load_w: Array
    supply_c: Array
    flow_w_k: Array
    air_w_k: Array
    air_supply_c: Array
    air_return_c: Array


@dataclass(frozen=True, slots=True)
class PlantState:
    """What a plant does; arrays of shape (moments,), powers in W, water in kg/s.

    ``unmet_w`` is the load it cannot take at the set point; ``saved_kg_s`` the water that a closed
    circuit which runs dry would have used wet; ``mode`` an index into :data:`MODES`;
    ``sink_c`` the water that leaves towers or dry coolers, not a number where none runs [deg C].
    """

    cooling_w: Array
    unmet_w: Array
    compressor_w: Array
    chilled_pump_w: Array
    condenser_pump_w: Array
    fan_w: Array
    rejected_w: Array
    evaporated_kg_s: Array
    blowdown_kg_s: Array
    drift_kg_s: Array
    saved_kg_s: Array
    mode: NDArray[np.int64]
    sink_c: Array

    @property
    def power_w(self) -> Array:
        """Electrical power of everything [W]."""
        return self.compressor_w + self.chilled_pump_w + self.condenser_pump_w + self.fan_w

    @property
    def water_kg_s(self) -> Array:
        """Water used: evaporation, blow-down, drift [kg/s]."""
        return self.evaporated_kg_s + self.blowdown_kg_s + self.drift_kg_s


def nothing(load: Array) -> PlantState:
    """A plant that stands; the whole load is left."""
    none = np.zeros(load.shape)
    return PlantState(
        none, load, none, none, none, none, none, none, none, none, none,
        np.zeros(load.shape, dtype=np.int64), np.full(load.shape, np.nan),
    )  # fmt: skip
