"""What a solve of the liquid side answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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

if TYPE_CHECKING:
    from coolsim.loops.hydraulics import LoopFlow

__all__ = [
    "CduAnswer",
    "CduMode",
    "ConsumerState",
    "LoopEnd",
    "LoopState",
    "LoopStatus",
    "LoopsSolution",
    "PipeState",
]


@dataclass(frozen=True, slots=True, eq=False)
class LoopEnd:
    """Where a loop's solve ended.

    Attributes:
        flow: Its flows.
        temperature_c: Mean temperature of each segment.
        limit_m3_s: What the control valve of each consumer let pass.
        open_m3_s: What each would have let pass when open.
    """

    flow: LoopFlow
    temperature_c: NDArray[np.float64]
    limit_m3_s: NDArray[np.float64]
    open_m3_s: NDArray[np.float64]


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
        ends: Where each loop's solve ended, for the next one to start from.
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
    ends: Mapping[str, LoopEnd] = field(default_factory=dict, compare=False, repr=False)

    def by_key(self) -> Mapping[ConsumerKey, ConsumerState]:
        """Consumers by object id and end."""
        return {(item.owner_id, item.end): item for item in self.consumers}
