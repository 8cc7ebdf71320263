"""The room of a random hall: numbers, walls, columns, and what stands free of what."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from coolsim.design.edits import place, set_hall, set_project, set_settings, set_site
from coolsim.design.geometry import Box, direction, footprint, overlap
from coolsim.design.models import Cooler, Design, Rack

_TOUCHING_M = 5e-4

Solid = tuple[Box, float, float]
"""A footprint and the heights it fills [m]."""


@dataclass
class RoomMaker:
    """Draws into one design; ``solids`` stand there, ``aisles`` should stay free before them."""

    rng: np.random.Generator
    seed: int
    design: Design = field(default_factory=Design)
    solids: list[Solid] = field(default_factory=list)
    aisles: list[Box] = field(default_factory=list)

    # drawing numbers

    def _chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def _between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def _log_between(self, low: float, high: float) -> float:
        return float(math.exp(self.rng.uniform(math.log(low), math.log(high))))

    def _pick(self, options: Sequence[float], weights: Sequence[float] | None = None) -> float:
        chosen = None if weights is None else np.array(weights) / sum(weights)
        return float(self.rng.choice(np.array(options), p=chosen))

    def _word(self, options: Sequence[str]) -> str:
        return str(options[int(self.rng.integers(len(options)))])

    # the room

    def _room(self) -> None:
        length, width = self._log_between(3.0, 40.0), self._log_between(3.0, 25.0)
        if self._chance(0.1):  # a corridor
            length, width = self._between(15.0, 40.0), self._between(3.0, 4.0)
        if self._chance(0.5):  # walls that lie on no grid face
            length, width = round(length / 0.6) * 0.6, round(width / 0.6) * 0.6
        height = self._between(2.2, 6.0) if self._chance(0.4) else self._between(2.6, 4.0)
        area = length * width
        self.design = set_project(self.design, name=f"Random hall {self.seed}")
        self.design = set_hall(
            self.design,
            length_m=max(length, 3.0),
            width_m=max(width, 3.0),
            height_m=height,
            raised_floor_m=self._between(0.2, 1.2) if self._chance(0.55) else 0.0,
            ceiling_void_m=self._between(0.3, 1.0) if self._chance(0.4) else 0.0,
            humidity_ratio_kg_kg=self._between(0.0, 0.0085),
            floor_leakage_fraction=self._pick((0.0, 0.001, 0.005, 0.02)),
            other_heat_w=area * self._between(0.0, 60.0) if self._chance(0.4) else 0.0,
        )
        if self._chance(0.4):
            self.design = set_site(self.design, altitude_m=self._between(0.0, 3000.0))
        if self._chance(0.2):
            closure = self._word(("constant", "constant", "k_epsilon"))
            self.design = set_settings(self.design, turbulence=closure)
        if self._chance(0.2):
            for side in ("wall", "roof", "floor"):
                value, outside = self._log_between(0.1, 5.0), self._between(-10.0, 40.0)
                fields = {f"{side}_u_w_m2_k": value, f"{side}_outside_c": outside}
                self.design = set_hall(self.design, **fields)

    # standing things

    def _stands_free(self, box: Box, z0: float, z1: float, *, keep_aisles: bool = True) -> bool:
        hall = self.design.variant.hall
        if min(box[:2]) < 0.0 or box[2] > hall.length_m or box[3] > hall.width_m:
            return False
        for other, low, high in self.solids:
            if min(z1, high) - max(z0, low) > _TOUCHING_M and meet(box, other):
                return False
        return not keep_aisles or not any(meet(box, a) for a in self.aisles)

    def _strip(self, item: Rack | Cooler, depth_m: float, *, rear: bool = False) -> Box:
        """The floor before an object's front or rear."""
        ux, uy = direction(item.heading_deg + (180.0 if rear else 0.0))
        x0, y0, x1, y1 = footprint(item)
        if abs(ux) > 0.5:
            return (x1, y0, x1 + depth_m, y1) if ux > 0 else (x0 - depth_m, y0, x0, y1)
        return (x0, y1, x1, y1 + depth_m) if uy > 0 else (x0, y0 - depth_m, x1, y0)

    def _inside(self, box: Box) -> bool:
        hall = self.design.variant.hall
        return min(box[:2]) >= 0.0 and box[2] <= hall.length_m and box[3] <= hall.width_m

    def _columns(self) -> None:
        """Columns from below the floor to the ceiling."""
        hall = self.design.variant.hall
        size = self._between(0.2, 0.8)
        for _ in range(int(self.rng.integers(1, 5))):
            self._obstruct(
                self._between(0.0, hall.length_m), self._between(0.0, hall.width_m), size, size,
                0.0, hall.height_m + 1.0,
            )  # fmt: skip

    def _obstructions(self) -> None:
        """Boxes on the floor, beams and trays under the ceiling, now and then a wall."""
        hall = self.design.variant.hall
        for _ in range(int(self.rng.integers(1, 6))):
            z0 = 0.0 if self._chance(0.4) else self._between(0.0, hall.height_m - 0.3)
            z1 = min(hall.height_m, z0 + self._between(0.05, 2.5))
            width, depth = self._log_between(0.1, 3.0), self._log_between(0.1, 3.0)
            if self._chance(0.15):
                width, z0, z1 = hall.width_m, 0.0, self._pick((1.2, 2.0, hall.height_m))
            x, y = self._between(0.0, hall.length_m), self._between(0.0, hall.width_m)
            self._obstruct(x, y, width, depth, z0, z1)

    def _obstruct(
        self, x: float, y: float, width: float, depth: float, z0: float, z1: float
    ) -> None:
        box = (x - depth / 2, y - width / 2, x + depth / 2, y + width / 2)
        if self._stands_free(box, z0, z1, keep_aisles=self._chance(0.8)):
            fields = {"width_m": width, "depth_m": depth, "z_from_m": z0, "z_to_m": z1}
            self.design, _ = place(self.design, "obstruction", x, y, **fields)
            self.solids.append((box, z0, z1))


def meet(first: Box, second: Box) -> bool:
    return min(overlap(first, second)) > _TOUCHING_M
