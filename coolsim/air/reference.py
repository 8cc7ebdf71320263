"""The temperature at which a hall's air has no buoyancy."""

from __future__ import annotations

from coolsim.scene import Scene

_WITHOUT_COOLERS_C = 20.0


def reference_c(scene: Scene) -> float:
    """Flow-weighted set point of the coolers, 20 without any [deg C].

    Pressures of the air are told over those of still air at this temperature.
    """
    flow = sum(cooler.airflow_m3_s for cooler in scene.coolers)
    if flow == 0.0:
        return _WITHOUT_COOLERS_C
    return sum(c.airflow_m3_s * c.supply_temperature_c for c in scene.coolers) / flow
