"""What a placement of jobs answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strategy = Literal["spread", "pack", "coldest", "optimal"]


@dataclass(frozen=True, slots=True)
class RackJobs:
    """What runs in a rack.

    Attributes:
        rack_id, rack_name: The rack.
        servers: Servers by job id.
        idle: Servers without a job.
        power_w: Its power in the hall's highest step [W].
    """

    rack_id: str
    rack_name: str
    servers: dict[str, int]
    idle: int
    power_w: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """One strategy, confirmed in every step of time.

    Attributes:
        strategy: Its name.
        jobs: Ids of the jobs that run.
        accelerators: Of those jobs.
        peak_w: Power of the hall in its highest step [W].
        tightest, tightest_name: The limit with the least slack in any step, and where.
        slack, unit: That slack.
        worst_inlet_c: Warmest rack inlet in any step [deg C].
        racks: What runs where.
    """

    strategy: Strategy
    jobs: tuple[str, ...]
    accelerators: int
    peak_w: float
    tightest: str
    tightest_name: str
    slack: float
    unit: str
    worst_inlet_c: float
    racks: tuple[RackJobs, ...]


@dataclass(frozen=True, slots=True)
class PlacementAnswer:
    """Every strategy, most accelerators first; what was asked for, and what it took.

    ``is_stopped``: somebody ended the search; strategies that were not confirmed are left out.
    ``bound``: accelerators that the last programme allows, whose limits are straight lines around
    solved halls: no proof, but what the best may still lack. ``checked`` and ``unchecked``: kinds
    of limits that were read, and those of which some figure is unknown. ``clash`` and
    ``clash_name``: where no job can run, the limit that breaks first, and where; "" for none.
    """

    placements: tuple[Placed, ...]
    asked: int
    steps: int
    solves: int
    seconds: float
    is_stopped: bool = False
    bound: int = 0
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    clash: str = ""
    clash_name: str = ""
