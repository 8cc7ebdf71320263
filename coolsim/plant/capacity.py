"""What a heat rejection can take at a moment, such as the design day."""

from __future__ import annotations

import numpy as np

from coolsim.catalogue.loading import Catalogue
from coolsim.design.plant import HeatRejection
from coolsim.plant.asked import Asked
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rejection import Demand, reject
from coolsim.plant.units import SIZING_MARGIN, PlantUnit, Sizing, resolve_unit

_STEPS = 40
"""Halvings of the range in which the capacity lies."""
_UNMET = 1e-6
"""Share of a load that may stay and still count as taken: round-off of the fan control [-]."""


def capacity_at_w(
    item: HeatRejection,
    asked: Asked,
    supply_c: float,
    has_own_pump: bool,
    moment: Outdoor,
    catalogue: Catalogue,
) -> float | None:
    """Largest heat a plant holds its set point with, at one moment; its water flow as asked [W].

    Its towers suit its chillers. ``None`` where no capacity is drawn: it then follows the hall.

    Args:
        item: The plant.
        asked: What the hall asks of it.
        supply_c: Water (DX: air) to supply [deg C].
        has_own_pump: Whether it drives the chilled water itself.
        moment: Outdoor air, one moment.
        catalogue: The catalogue, own entries included.

    Raises:
        SolveError: No such machine.
    """
    if item.capacity_w is None:
        return None
    drawn_w = item.capacity_w * item.duty_machines
    sizing = Sizing(
        load_w=drawn_w / SIZING_MARGIN,
        supply_c=supply_c,
        flow_w_k=None if has_own_pump else max(asked.flow_w_k, 1e-6),
        outdoor=moment,
    )
    unit, _ = resolve_unit(item, sizing, catalogue)
    low, high = 0.0, 2.0 * drawn_w
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if _unmet_w(unit, asked, supply_c, middle, moment) <= _UNMET * middle:
            low = middle
        else:
            high = middle
    return low


def _unmet_w(
    unit: PlantUnit, asked: Asked, supply_c: float, load_w: float, moment: Outdoor
) -> float:
    """What stays of a load; air and water flow as asked, their return as warm as it takes."""

    def one(value: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([value])

    rise = load_w / asked.air_w_k if asked.air_w_k > 0.0 else 0.0
    demand = Demand(
        load_w=one(load_w),
        supply_c=one(supply_c),
        flow_w_k=one(asked.flow_w_k),
        air_w_k=one(asked.air_w_k),
        air_supply_c=one(asked.air_supply_c),
        air_return_c=one(asked.air_supply_c + rise),
    )
    return float(reject(unit, demand, moment).unmet_w[0])
