"""Coolant beside an air that is followed from edit to edit, one turn per answer."""

from __future__ import annotations

from coolsim.air.solution import AirSolution
from coolsim.catalogue import Catalogue
from coolsim.coupling.handing import change_w, coupled_scene, read_air, still_air
from coolsim.coupling.liquid import AirReading, LiquidSide
from coolsim.coupling.solve import SETTLED, CoupledLiquid, has_liquid
from coolsim.design.models import Variant
from coolsim.scene import Scene


class LiveLiquid:
    """The liquid side of the open design: it answers to each air, and the next air to it.

    Args:
        variant: What is drawn.
        catalogue: The catalogue, the design's own entries included.
        scene: The resolved hall.
        seen: What equipment saw of the air before the edit, if the racks are the same.
    """

    def __init__(
        self, variant: Variant, catalogue: Catalogue, scene: Scene, seen: AirReading | None = None
    ) -> None:
        self._side = LiquidSide(variant, catalogue, scene) if has_liquid(variant, scene) else None
        self._scene = scene
        self._powers = tuple(rack.power_w for rack in scene.racks)
        same = seen is not None and seen.inlet_c.size == len(scene.breathers)
        self.seen = seen if seen is not None and same else still_air(scene)
        self._state = self._side.settle(self._powers, self.seen) if self._side else None
        self._changes: tuple[float, ...] = ()

    def scene(self) -> Scene:
        """The hall with what coolant leaves to its air; as drawn where there is no coolant."""
        return self._scene if self._state is None else coupled_scene(self._scene, self._state)

    def answer(self, solution: AirSolution) -> CoupledLiquid | None:
        """The liquid side for a solved air; ``None`` where there is no coolant."""
        if self._side is None or self._state is None:
            return None
        used = self.scene()
        self.seen = read_air(solution)
        before, self._state = self._state, self._side.settle(self._powers, self.seen)
        moved = change_w(used, self.scene(), before, self._state, self.seen)
        moved /= max(sum(self._powers), 1.0)
        self._changes = (*self._changes, moved)
        converged = moved <= SETTLED and self._state.settled
        return CoupledLiquid(self._state, self.seen, self._powers, self._changes, converged)
