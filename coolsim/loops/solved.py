"""A loop with its solved flows and temperatures: what answers and findings are read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.loops.hydraulics import LoopFlow
from coolsim.loops.piping import Piping
from coolsim.loops.thermal import LoopHeat
from coolsim.properties.liquids import LiquidTable

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A loop with its solved flows and temperatures."""

    piping: Piping
    table: LiquidTable
    flow: LoopFlow
    heat: LoopHeat

    @property
    def volume_flow_m3_s(self) -> Array:
        """Volume flow in each segment."""
        return self.flow.network.flow_kg_s / self.flow.branches.density_kg_m3

    def owner_of(self, segment: int) -> tuple[str, str]:
        """Id and name of what a segment belongs to: consumer, unit, or the loop itself."""
        piece = self.piping.layout.segments[segment]
        if piece.consumer >= 0:
            item = self.piping.consumers[piece.consumer]
            return item.owner_id, item.owner_name
        if piece.source >= 0 and self.piping.sources:
            unit = self.piping.sources[piece.source]
            return unit.id, unit.name
        return self.piping.loop.id, self.piping.loop.name
