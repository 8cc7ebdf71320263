"""Resolving liquid-to-air units: they draw at their front and blow at their rear."""

from __future__ import annotations

from coolsim.catalogue.entries import unknown
from coolsim.design.liquid import Cdu
from coolsim.design.models import Variant
from coolsim.scene.bodies import body_of, side_opening
from coolsim.scene.loop_records import SceneLoops
from coolsim.scene.records import SceneBand, SceneRack

_OPENING_FROM_M = 0.2
"""Lower edge of a unit's air openings above the floor [m]."""


def resolve_units(variant: Variant, loops: SceneLoops) -> tuple[SceneRack, ...]:
    """Liquid-to-air units with a known airflow, each as a rack of one band without heat yet.

    Args:
        variant: What was drawn.
        loops: The resolved liquid side.
    """
    drawn = {unit.id: unit for unit in variant.cdus}
    return tuple(
        _unit(drawn[unit.id], unit.airflow.value)
        for unit in loops.cdus
        if unit.type == "liquid_to_air" and unit.running and unit.airflow.value
    )


def _unit(unit: Cdu, airflow_m3_s: float) -> SceneRack:
    body = body_of(unit, 0.0, unit.height_m)
    heights = (min(_OPENING_FROM_M, 0.5 * unit.height_m), unit.height_m)
    band = SceneBand(
        z_from_m=heights[0],
        z_to_m=heights[1],
        power_w=0.0,
        airflow_fixed_m3_s=airflow_m3_s,
        airflow_m3_s_w=0.0,
        intake=side_opening(unit, body, at_front=True, width_m=None, heights=heights),
        exhaust=side_opening(unit, body, at_front=False, width_m=None, heights=heights),
    )
    return SceneRack(
        id=unit.id,
        name=unit.label,
        body=body,
        bands=(band,),
        contents=(),
        is_plain_load=True,
        power_w=0.0,
        inlet_limit=unknown("c", "a unit has no inlet class"),
        inlet_limit_note="no inlet class",
    )
