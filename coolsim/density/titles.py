"""Titles of the limits, for tables, legends and the window: loads nothing that solves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "breaker": "rack breaker",
        "rack_units": "rack height",
        "rack_mass": "rack mass",
        "floor_load": "floor load",
        "air_rise": "air rise (range of the flow model)",
        "tank_capacity": "tank capacity",
        "feed": "shared feed",
        "hall_cap": "hall power cap",
        "inlet_class": "rack air inlet",
        "cooler_capacity": "cooler capacity",
        "cooler_airflow": "cooler airflow",
        "tile_airflow": "tile airflow",
        "chip_case": "chip case temperature",
        "boiling_surface": "boiling surface (dry-out, critical heat flux)",
        "coolant_inlet": "coolant inlet of a rack",
        "coolant_supply": "coolant supply class",
        "coolant_flow": "coolant flow of a rack",
        "loop_pressure": "loop pressure",
        "cdu_capacity": "CDU capacity",
        "cdu_supply": "CDU supply set point",
        "rear_door": "rear door capacity",
        "tank_bath": "tank bath",
        "breaker_peak": "short peak at the breaker",
        "phase": "phase",
        "busway": "PDU or busway",
        "ups": "UPS",
        "transformer": "transformer",
        "plant_design_day": "heat rejection on the design day",
        "grid_cap": "grid power cap",
        "budget": "budget",
        "water_cap": "water cap",
        "inlet_low": "lower end of the inlet band",
        "service_clearance": "service clearance",
        "flow": "steady flow (the model finds none)",
    }
)
"""Title of each limit by key; the limits' own, in their order."""
