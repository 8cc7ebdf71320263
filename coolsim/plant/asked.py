"""What a solved hall asks of each heat rejection: heat, water, air, and the supply it wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coolsim.design.models import Variant
from coolsim.results.liquid import LoopState
from coolsim.results.records import CoolerResult

COIL_APPROACH_K = 8.0
"""Supply air over chilled water where a cooler's water is not modelled [K]; a usual coil."""
NO_AIR_C = 20.0
"""Air temperatures told where no air is cooled; nothing reads them [deg C]."""
_EVAPORATION_J_KG = 2.454e6
Served = tuple[tuple[str, ...], tuple[str, ...]]
"""Ids of the facility loops and of the coolers without a loop that a rejection serves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one rejection is asked for at a solved hall.

    Attributes:
        load_w: Heat to take [W].
        flow_w_k: Capacity rate of the loops' water [W/K].
        air_w_k: Capacity rate of the air of its coolers [W/K].
        air_supply_c, air_return_c: Of its coolers, by flow; 20 deg C, that nothing reads, without.
    """

    load_w: float
    flow_w_k: float
    air_w_k: float
    air_supply_c: float
    air_return_c: float

    def beside(self, heat_w: float) -> Asked:
        """With the heat of other rooms beside the hall's."""
        return replace(self, load_w=self.load_w + heat_w)


def asked_of(
    coolers: Sequence[CoolerResult],
    loops: Sequence[LoopState],
    served: Served,
    air_j_m3_k: float,
) -> Asked:
    """What a rejection is asked for.

    Args:
        coolers: All solved coolers.
        loops: All solved loops.
        served: What the rejection serves.
        air_j_m3_k: Density times heat capacity of the hall's air [J/(m3 K)].
    """
    load = flow = 0.0
    for loop in (loop for loop in loops if loop.id in served[0]):
        heat = -sum(term.value for term in loop.terms if term.name == "plant")
        load += heat
        rise = loop.return_c - loop.supply_c
        flow += heat / rise if rise > 1e-6 else 0.0
    mine = [cooler for cooler in coolers if cooler.id in served[1]]
    for cooler in mine:
        load += cooler.duty_w + cooler.condensate_kg_s * _EVAPORATION_J_KG
    return Asked(
        load_w=load,
        flow_w_k=flow,
        air_w_k=sum(cooler.airflow_m3_s for cooler in mine) * air_j_m3_k,
        air_supply_c=_mean(mine, "supply_temperature_c"),
        air_return_c=_mean(mine, "return_temperature_c"),
    )


def plant_side(variant: Variant) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Facility loops, and running coolers whose water is not modelled, by id."""
    loops = tuple(loop.id for loop in variant.loops if loop.kind == "facility")
    dry = tuple(item.id for item in variant.coolers if item.loop_id is None and item.running)
    return loops, dry


def supply_c(variant: Variant, served: Served, rejection_id: str) -> float:
    """What a rejection supplies as drawn: water, or air where it is direct expansion [deg C]."""
    item = next(item for item in variant.plant.rejections if item.id == rejection_id)
    loops = [loop.supply_temperature_c for loop in variant.loops if loop.id in served[0]]
    air = [c.supply_temperature_c for c in variant.coolers if c.id in served[1]]
    if item.kind == "dx":
        return min(air, default=20.0)
    water = [item.supply_temperature_c] if item.supply_temperature_c is not None else []
    if not water and air:
        water = [min(air) - COIL_APPROACH_K]
    return min([*loops, *(water if air or not loops else [])], default=20.0 - COIL_APPROACH_K)


def _mean(coolers: Sequence[CoolerResult], name: str) -> float:
    flow = sum(cooler.airflow_m3_s for cooler in coolers)
    if flow <= 0.0:
        return NO_AIR_C
    return float(sum(getattr(c, name) * c.airflow_m3_s for c in coolers) / flow)
