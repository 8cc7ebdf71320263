"""Coolers' coils on a loop: what they can take from the air follows their water.

Where the catalogue rates a coil with its approach, its exchanger is known. Elsewhere what stays
certain is that no air leaves colder than the water enters; the rated capacity counts below that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.conversions import in_si
from coolsim.design.models import Cooler, Variant
from coolsim.equipment.heat_exchanger import (
    ConductanceLaw,
    coil_law,
    conductance_from_approach_w_k,
)
from coolsim.equipment.rear_door import air_effectiveness
from coolsim.errors import SolveError
from coolsim.loops import ConsumerState
from coolsim.scene import Scene, SceneCooler, SceneDoor
from coolsim.scene.loop_records import ConsumerKey


@dataclass(frozen=True, slots=True)
class Coil:
    """A cooler's coil on a loop.

    Attributes:
        cooler: The cooler.
        law: Its exchanger, the air its hot side; ``None`` where its rating says too little.
    """

    cooler: SceneCooler
    law: ConductanceLaw | None


def coils_on_loops(
    variant: Variant,
    catalogue: Catalogue,
    scene: Scene,
    volume_heat_j_m3_k: Mapping[str, float],
) -> tuple[Coil, ...]:
    """The coils of running coolers that hang on a loop.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        scene: The resolved hall.
        volume_heat_j_m3_k: Density times heat capacity of each loop's coolant, by loop id.
    """
    drawn = {cooler.id: cooler for cooler in variant.coolers}
    flows = {item.owner_id: item.flow for item in scene.loops.consumers if item.end == "coil"}
    air_j = scene.air.density_kg_m3 * scene.air.heat_capacity_j_kg_k
    found = []
    for cooler in scene.coolers:
        as_drawn = drawn[cooler.id]
        water_j = volume_heat_j_m3_k.get(as_drawn.loop_id or "")
        if water_j is not None and cooler.id in flows:
            law = _law(as_drawn, cooler, catalogue, flows[cooler.id], air_j, water_j)
            found.append(Coil(cooler, law))
    return tuple(found)


def _law(
    drawn: Cooler,
    cooler: SceneCooler,
    catalogue: Catalogue,
    water: Figure,
    air_j_m3_k: float,
    water_j_m3_k: float,
) -> ConductanceLaw | None:
    """Exchanger of a coil from capacity and approach, leaving air over entering water."""
    if drawn.unit is None:
        return None
    approach = in_si(catalogue.get(drawn.unit).figure("approach_k")).value
    rated, capacity = cooler.rated_airflow.value or cooler.airflow_m3_s, cooler.capacity.value
    if approach is None or capacity is None or water.value is None:
        return None
    try:
        conductance = conductance_from_approach_w_k(
            capacity + cooler.fan_power_w,
            approach,
            rated * air_j_m3_k,
            water.value * water_j_m3_k,
            "crossflow",
        )
    except SolveError:
        # a rating that no exchanger can have tells nothing about this one
        return None
    return coil_law(conductance, rated, water.value)


def coil_law_at(coil: Coil, water: ConsumerState, air_j_m3_k: float) -> SceneDoor | None:
    """A coil fully open, as a share of the way from return air to water.

    Args:
        coil: The coil.
        water: Its water as solved.
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].

    Returns:
        ``None`` where the rated capacity counts: the exchanger is not known, and the water is
        colder than the set point. Where it is warmer, no air leaves colder than the water enters.
    """
    cooler = coil.cooler
    if not np.isfinite(water.inlet_c) or water.flow_m3_s <= 0.0:
        return SceneDoor(0.0, 0.0, cooler.fan_power_w)
    if coil.law is None:
        fan_k = cooler.fan_power_w / (cooler.airflow_m3_s * air_j_m3_k)
        if water.inlet_c + fan_k <= cooler.supply_temperature_c:
            return None
        return SceneDoor(1.0, water.inlet_c, cooler.fan_power_w)
    share = air_effectiveness(
        cooler.airflow_m3_s, air_j_m3_k, water.flow_m3_s, water.density_j_m3_k, coil.law
    )
    return SceneDoor(float(share), water.inlet_c, cooler.fan_power_w)


def coil_laws(
    coils: tuple[Coil, ...],
    consumers: Mapping[ConsumerKey, ConsumerState],
    air_j_m3_k: float,
) -> dict[str, SceneDoor]:
    """Every coil on a loop as the air solve takes it, by cooler id.

    Args:
        coils: The coils.
        consumers: The loops' consumers as solved.
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
    """
    found = {}
    for coil in coils:
        state = consumers.get((coil.cooler.id, "coil"))
        law = coil_law_at(coil, state, air_j_m3_k) if state else None
        if law is not None:
            found[coil.cooler.id] = law
    return found
