"""A schematic as plain records: boxes, lines, where they stand and what is known of them.

Lengths are pixels at full size; on paper they are scaled to the width of the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Flow:
    """What is known of coolant in a pipe or box; NaN where it is not."""

    flow_m3_s: float = math.nan
    inlet_c: float = math.nan
    outlet_c: float = math.nan
    pressure_pa: float = math.nan
    velocity_m_s: float = math.nan
    design_m3_s: float = math.nan
    heat_w: float = math.nan
    diameter_m: float = math.nan


UNKNOWN = Flow()


@dataclass(frozen=True, slots=True)
class Box:
    """A source, a consumer, or the consumers of an arm: where it stands and what it stands for.

    ``ids`` are the objects it stands for; ``method`` tells the hue of its stripe. ``words`` stand
    below the title, in place of what its flow tells.
    """

    x: float
    y: float
    width: float
    height: float
    title: str
    role: str
    ids: tuple[str, ...]
    method: str = ""
    flow: Flow = UNKNOWN
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A pipe as a line: its corners, its temperature at the middle, what it belongs to."""

    points: tuple[Point, ...]
    role: str
    is_supply: bool
    ids: tuple[str, ...]
    temperature_c: float
    flow: Flow = UNKNOWN


@dataclass(frozen=True, slots=True)
class Drawing:
    """A schematic: boxes, lines, its size, and the range of temperatures in it."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float
    low_c: float
    high_c: float
    is_grouped: bool
