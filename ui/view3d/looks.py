"""What the view needs to know of colours and openings; the window says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class AirLook:
    """The quantity of the air that is shown, and its colours.

    Attributes:
        title: What it is called.
        unit: Unit key of its values.
        low, high: Ends of the scale.
        table: Colours from low to high, shape (256, 3).
        values: Of every cell, NaN in solids.
        middle: A telling value for a surface: the upper recommended limit, or three quarters up.
    """

    title: str
    unit: str
    low: float
    high: float
    table: NDArray[np.uint8]
    values: NDArray[np.float32]
    middle: float


@dataclass(frozen=True)
class Looks:
    """Where the view gets its colours and seeds.

    Attributes:
        racks: Colours by rack id, as on the plan.
        air: The air as it is mapped on the plan; ``None`` while there is none.
        seeds: Where streamlines of the selected objects begin, shape (n, 3) [m].
        hidden: Kinds of objects that are not shown.
    """

    racks: Callable[[], Mapping[str, Rgb]]
    air: Callable[[], AirLook | None]
    seeds: Callable[[], NDArray[np.float64]]
    hidden: Callable[[], frozenset[str]]
