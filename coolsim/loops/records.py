"""What a solve of the liquid side answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coolsim.results.liquid import (
    CduAnswer,
    CduMode,
    ConsumerState,
    LoopState,
    LoopStatus,
    PipeState,
)
from coolsim.results.records import Assumption, Finding
from coolsim.scene.loop_records import ConsumerKey

__all__ = [
    "CduAnswer",
    "CduMode",
    "ConsumerState",
    "LoopState",
    "LoopStatus",
    "LoopsSolution",
    "PipeState",
]


@dataclass(frozen=True, slots=True)
class LoopsSolution:
    """The liquid side as solved.

    Attributes:
        loops, cdus, consumers, pipes: Their states.
        converged: Whether every loop's flows and the fixed point between them converged.
        iterations: Sweeps over facility and technology loops.
        change: Largest change of a duty in the last sweep, as a share of all heat [-].
        heat_to_room_w: What the pipes give to the hall's air.
        findings: What the solve has to say, by object.
        assumptions: Pipe runs and sizes that were derived, and estimates used.
    """

    loops: tuple[LoopState, ...]
    cdus: tuple[CduAnswer, ...]
    consumers: tuple[ConsumerState, ...]
    pipes: tuple[PipeState, ...]
    converged: bool
    iterations: int
    change: float
    heat_to_room_w: float
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]

    def by_key(self) -> Mapping[ConsumerKey, ConsumerState]:
        """Consumers by object id and end."""
        return {(item.owner_id, item.end): item for item in self.consumers}
