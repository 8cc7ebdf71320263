"""The geometry of a measured hall as its publication gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict, FiniteFloat

from coolsim.verification.kinds.parts import Positive

PUBLISHED = ConfigDict(extra="ignore")
"""Descriptions that a published case carries beside its numbers are read over."""
Corner = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
Pair = tuple[FiniteFloat, FiniteFloat]


@dataclass(frozen=True, slots=True)
class Room:
    """Inside size of the room [m]."""

    size_m: tuple[Positive, Positive, Positive]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class SupplyFace:
    """Opening in a cooler's front, centred across it [m]."""

    width_y: Positive
    height_z: Positive
    z_from: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class CoolerBox:
    """Corners of a cooler's body [m] and the way its front faces."""

    min: Corner
    max: Corner
    facing: Literal["+x", "-x"]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Coolers:
    """All coolers; the return is the whole top."""

    supply_face: SupplyFace
    boxes: Mapping[str, CoolerBox]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class RackRow:
    """A row of racks along y from the wall at y = 0."""

    x_min: FiniteFloat
    order_from_y0: tuple[str, ...]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Racks:
    """Bodies (depth, width, height) and openings of all racks, and their two rows."""

    body_m: tuple[Positive, Positive, Positive]
    open_front_width_y: Positive
    server_zone_z: Pair
    right_row: RackRow
    left_row: RackRow
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Door:
    """The door that closes the hot aisle's end [m]."""

    y: Pair
    z: Pair
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class HotAisle:
    """The aisle between the rows, and its door."""

    x: Pair
    end_door: Door
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Geometry:
    """The hall."""

    room: Room
    cracs: Coolers
    racks: Racks
    hot_aisle: HotAisle
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED
