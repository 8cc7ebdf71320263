"""The resolved hall: every object as boxes, openings and numbers, each figure with its source.

A scene has no grid and no temperature. It is what the design means once the catalogue, the air's
properties and the defaults have been looked up; solvers and limits read only this.
"""

from coolsim.scene.racks import DEFAULT_BANDS
from coolsim.scene.records import (
    Counted,
    Opening,
    RoomSource,
    Scene,
    SceneBand,
    SceneCabinet,
    SceneCooler,
    SceneDoor,
    SceneMoisture,
    SceneRack,
    SceneSurface,
    SceneTile,
    SolidBox,
    ThinPlate,
    sources_at,
    with_rack_powers,
)
from coolsim.scene.resolve import resolve
from coolsim.scene.tiles import plate_loss_coefficient

__all__ = [
    "DEFAULT_BANDS",
    "Counted",
    "Opening",
    "RoomSource",
    "Scene",
    "SceneBand",
    "SceneCabinet",
    "SceneCooler",
    "SceneDoor",
    "SceneMoisture",
    "SceneRack",
    "SceneSurface",
    "SceneTile",
    "SolidBox",
    "ThinPlate",
    "plate_loss_coefficient",
    "resolve",
    "sources_at",
    "with_rack_powers",
]
