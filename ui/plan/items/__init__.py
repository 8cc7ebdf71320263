"""The drawn objects, one class per kind."""

from __future__ import annotations

from ui.plan.items.annotation import DimensionItem, NoteItem
from ui.plan.items.base import PlanItem
from ui.plan.items.cdu import CduItem
from ui.plan.items.cooler import CoolerItem
from ui.plan.items.crowd import Crowd, CrowdedKind
from ui.plan.items.obstruction import ObstructionItem
from ui.plan.items.panel import PanelItem
from ui.plan.items.rack import RackItem
from ui.plan.items.sensor import SensorItem
from ui.plan.items.tile import TileItem

ITEM_TYPES: dict[str, type[PlanItem]] = {
    "tile": TileItem,
    "obstruction": ObstructionItem,
    "rack": RackItem,
    "cooler": CoolerItem,
    "cdu": CduItem,
    "panel": PanelItem,
    "dimension": DimensionItem,
    "note": NoteItem,
    "sensor": SensorItem,
}
"""Item class by kind."""

CROWDED: dict[str, CrowdedKind] = {"tile": TileItem, "rack": RackItem}
"""Kinds of which a hall has hundreds: painted together."""

LISTS: dict[str, str] = {
    "tile": "tiles",
    "obstruction": "obstructions",
    "rack": "racks",
    "cooler": "coolers",
    "cdu": "cdus",
    "panel": "panels",
    "dimension": "dimensions",
    "note": "notes",
    "sensor": "sensors",
}
"""Field of the variant that lists a kind."""

__all__ = [
    "CROWDED",
    "ITEM_TYPES",
    "LISTS",
    "CduItem",
    "CoolerItem",
    "Crowd",
    "DimensionItem",
    "NoteItem",
    "ObstructionItem",
    "PanelItem",
    "PlanItem",
    "RackItem",
    "SensorItem",
    "TileItem",
]
