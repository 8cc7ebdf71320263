"""Solving air and liquid of a hall in turns, to one fixed point.

In each round the air is solved with what coolant and equipment left to it, and they answer to the
air they then see. A rear door is linear in the air solve, so only its effectiveness goes round; a
plate hands some watts between coolant and air. Rounds end when no heat flow moves by more than a
share of the racks' power.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

from coolsim.air.solution import AirSolution
from coolsim.air.solve import AirSolver
from coolsim.catalogue import Catalogue
from coolsim.coupling.handing import change_w, coupled_scene, read_air, still_air
from coolsim.coupling.liquid import AirReading, LiquidSide, LiquidState
from coolsim.design.models import Variant
from coolsim.events import Progress
from coolsim.scene import Scene

MOST_ROUNDS = 12
"""Turns between air and liquid."""
SETTLED = 1e-4
"""Change of a heat flow in a round that counts as none, over the racks' power [-]."""
ROUGHLY = 1e-3
"""The same of a rough solve [-]."""


@dataclass(frozen=True, slots=True)
class CoupledLiquid:
    """The liquid side that belongs to a solved air.

    Attributes:
        state: Equipment and loops.
        air: What they saw of the air.
        powers_w: Power asked of each rack [W].
        changes: Largest change of a heat flow in each round, over the racks' power [-].
        converged: Whether the last is small enough, and the loops converged.
    """

    state: LiquidState
    air: AirReading
    powers_w: tuple[float, ...]
    changes: tuple[float, ...]
    converged: bool


def has_liquid(variant: Variant, scene: Scene) -> bool:
    """Whether coolant serves anything in a hall."""
    on_coolant = any(rack.cooling != "air" or rack.door is not None for rack in variant.racks)
    return bool(scene.loops.loops) or on_coolant


class HallSolver:
    """Solves one drawn hall again and again at different powers: air, loops and equipment.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        scene: The hall as resolved.
        air: Solver of its air.

    Raises:
        SolveError: If a rack cannot be cooled as drawn.
    """

    def __init__(
        self, variant: Variant, catalogue: Catalogue, scene: Scene, air: AirSolver
    ) -> None:
        self.air = air
        coolant = has_liquid(variant, scene)
        self._liquid = LiquidSide(variant, catalogue, scene) if coolant else None
        self.liquid: CoupledLiquid | None = None

    def forget(self) -> None:
        """Drop the warm start: the next solve is a cold one."""
        self.air.forget()
        self.liquid = None

    def solve(
        self, scene: Scene, *, is_rough: bool = False
    ) -> Generator[Progress, None, AirSolution]:
        """Solve at the powers of ``scene`` (same geometry); yields progress.

        The liquid side that belongs to the answer is then in ``liquid``.

        Args:
            scene: The hall with its powers.
            is_rough: As of :meth:`AirSolver.solve`.

        Raises:
            SolveError: If the case cannot be solved as drawn.
        """
        if self._liquid is None:
            return (yield from self.air.solve(scene, is_rough=is_rough))
        powers = tuple(rack.power_w for rack in scene.racks)
        total = max(sum(powers), 1.0)
        seen = self.liquid.air if self.liquid else still_air(scene)
        state = self._liquid.settle(powers, seen)
        changes: list[float] = []
        settled = ROUGHLY if is_rough else SETTLED
        while True:
            number = len(changes)
            coupled = coupled_scene(scene, state)
            for_air = self.air.solve(coupled, is_rough=is_rough)
            solution = yield from _labelled(for_air, number)
            seen = read_air(solution)
            before, state = state, self._liquid.settle(powers, seen)
            wanted = coupled_scene(scene, state)
            changes.append(change_w(coupled, wanted, before, state, seen) / total)
            yield Progress(
                "coupling",
                1.0 - 0.5 ** (number + 1),
                f"Round {number + 1} of air and liquid: heat flows move by {changes[-1]:.1e}",
                {"change": changes[-1]},
            )
            if changes[-1] <= settled or len(changes) == MOST_ROUNDS:
                break
        converged = changes[-1] <= settled and state.settled
        self.liquid = CoupledLiquid(state, seen, powers, tuple(changes), converged)
        if not converged and solution.status in ("converged", "wandering"):
            why = (
                f"air and liquid still change each other by {changes[-1]:.1e} of the racks' power"
                if changes[-1] > settled
                else "a coolant loop did not come to rest"
            )
            solution = replace(
                solution, status="not_converged", status_note=f"{solution.status_note} But {why}."
            )
        return solution


def _labelled(
    steps: Generator[Progress, None, AirSolution], number: int
) -> Generator[Progress, None, AirSolution]:
    """Progress of an air solve as a part of the rounds."""
    share = 0.5**number
    while True:
        try:
            inner = next(steps)
        except StopIteration as stop:
            solution: AirSolution = stop.value
            return solution
        fraction = 1.0 - share + 0.5 * share * inner.fraction
        yield replace(inner, fraction=fraction)
