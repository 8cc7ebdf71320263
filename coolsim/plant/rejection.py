"""Heat rejection at moments: power, water and mode of one plant, for hours at once.

Control rule: of the modes a plant has (mechanical, economiser with chillers, economiser alone),
each moment takes the one that leaves the least heat at the set point; among those that leave
equally much, the one of least power. An air economiser opens whenever outdoor air is colder than
the return and its dew point lies between the limits. As many tower cells run as the heat needs; in
economiser modes all of them. Load that cannot be taken at the set point is a result, ``unmet_w``.

Balance: ``rejected = cooling + compressor + chilled pump + condenser pump``; all power of a pump
ends in its water.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.dx import dx_cop
from coolsim.plant.chilled_water import reject_with_water
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rates import FREE, MECHANICAL, MODES, OFF, PARTIAL, Demand, PlantState, nothing
from coolsim.plant.units import PlantUnit

Array = NDArray[np.float64]

CONTROL_RULE = (
    "Of the modes a plant has, each hour takes the one that leaves the least heat at the set "
    "point, then the one of least power; an air economiser opens where outdoor air is colder than "
    "the return and its dew point lies between the limits."
)
"""The rule in words."""


def reject(unit: PlantUnit, demand: Demand, outdoor: Outdoor) -> PlantState:
    """Rates of a plant.

    Args:
        unit: The plant.
        demand: What it is asked for.
        outdoor: Outdoor air of the same moments.
    """
    opened = _air_economiser_w(unit, demand, outdoor)
    rest = replace(demand, load_w=demand.load_w - opened)
    if not unit.item.running:
        state = nothing(rest.load_w)
    elif unit.item.kind == "dx":
        state = _dx(unit, rest, outdoor)
    else:
        state = reject_with_water(unit, rest, outdoor)
    mode = np.where(opened > 0.0, np.where(rest.load_w > 0.0, PARTIAL, FREE), state.mode)
    mode = np.where(demand.load_w > 0.0, mode, OFF)
    return replace(
        state,
        cooling_w=state.cooling_w + opened,
        rejected_w=state.rejected_w + opened,
        mode=mode,
    )


def _air_economiser_w(unit: PlantUnit, demand: Demand, outdoor: Outdoor) -> Array:
    """Heat that outdoor air led through the hall takes [W]."""
    limits = unit.item.air_economiser
    if limits is None:
        return np.zeros(demand.load_w.shape)
    dew = outdoor.dew_point_c
    opens = (dew >= limits.dew_point_min_c) & (dew <= limits.dew_point_max_c)
    coldest = np.maximum(outdoor.dry_bulb_c, demand.air_supply_c)
    taken = demand.air_w_k * np.maximum(demand.air_return_c - coldest, 0.0)
    enough = outdoor.dry_bulb_c <= demand.air_supply_c
    taken = np.where(enough, demand.load_w, np.minimum(taken, demand.load_w))
    return np.asarray(np.where(opens, taken, 0.0))


def _dx(unit: PlantUnit, demand: Demand, outdoor: Outdoor) -> PlantState:
    cooling = np.minimum(demand.load_w, unit.capacity_w)
    power = cooling / dx_cop(unit.dx_cop, demand.supply_c, outdoor.dry_bulb_c)
    none = np.zeros(cooling.shape)
    return replace(
        nothing(demand.load_w),
        cooling_w=cooling,
        unmet_w=demand.load_w - cooling,
        compressor_w=power,
        rejected_w=cooling + power,
        fan_w=none,
        mode=np.full(cooling.shape, MECHANICAL),
    )


__all__ = [
    "CONTROL_RULE",
    "FREE",
    "MECHANICAL",
    "MODES",
    "OFF",
    "PARTIAL",
    "Demand",
    "PlantState",
    "reject",
]
