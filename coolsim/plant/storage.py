"""Chilled-water storage and heat reuse: what they do to the load of a plant, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.design.plant import HeatReuse, ThermalStorage

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StorageState:
    """A store through the hours, of shape (hours,).

    Attributes:
        charge_w: Cold put in; the plant carries it besides the load [W].
        discharge_w: Cold taken out; the plant is spared it [W].
        loss_w: Cold lost to the surroundings [W].
        stored_wh: At the end of each hour [Wh].
    """

    charge_w: Array
    discharge_w: Array
    loss_w: Array
    stored_wh: Array


def in_window(hour: NDArray[np.int64], first: int, last: int) -> NDArray[np.bool_]:
    """Whether hours (1 to 24, that end) lie in a window, which may run over midnight."""
    if first <= last:
        return np.asarray((hour >= first) & (hour <= last))
    return np.asarray((hour >= first) | (hour <= last))


def operate(
    store: ThermalStorage, hour: NDArray[np.int64], load_w: Array, spare_w: Array | None = None
) -> StorageState:
    """Fill and empty a store by its windows; it starts empty.

    Energy is kept: what is put in, less losses, is taken out or still there.

    Args:
        store: The store.
        hour: Hour of the day, 1 to 24.
        load_w: Load of the plant without it [W].
        spare_w: What the plant can take beside that load; ``None``: all the store asks [W].
    """
    most = np.full(load_w.size, store.power_w)
    if spare_w is not None:
        most = np.clip(spare_w, 0.0, store.power_w)
    fills = in_window(hour, store.charge_from_hour, store.charge_to_hour)
    empties = in_window(hour, store.discharge_from_hour, store.discharge_to_hour) & ~fills
    count = load_w.size
    charge, discharge, loss, level = (np.zeros(count) for _ in range(4))
    keep = 1.0 - store.loss_fraction_per_day / 24.0
    held = 0.0
    for n in range(count):
        kept = held * keep
        loss[n] = held - kept
        if fills[n]:
            charge[n] = min(float(most[n]), store.capacity_wh - kept)
        elif empties[n]:
            discharge[n] = min(store.power_w, kept, float(load_w[n]))
        held = kept + charge[n] - discharge[n]
        level[n] = held
    return StorageState(charge, discharge, loss, level)


def reused_w(reuse: HeatReuse, month: NDArray[np.int64], heat_w: Array, return_c: Array) -> Array:
    """Heat given away: as much as there is of what is asked for, where the return is warm enough.

    Args:
        reuse: Who takes it.
        month: Month of each hour.
        heat_w: Heat of the plant it is taken from [W].
        return_c: Its return [deg C].
    """
    asked = np.isin(month, reuse.months) & (return_c >= reuse.temperature_c)
    return np.where(asked, np.minimum(heat_w, reuse.power_w), 0.0)
