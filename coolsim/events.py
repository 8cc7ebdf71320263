"""Messages a running task sends while it works."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task has come.

    Attributes:
        stage: The step under way, in the user's words ("flow", "temperature", "density").
        fraction: Share of the whole task done [-], 0 to 1.
        message: One line to show beside the bar.
        values: Numbers worth showing while waiting, keys with unit suffix
            (``worst_inlet_temperature_c``, ``seconds_left_s``).
    """

    stage: str
    fraction: float
    message: str = ""
    values: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interim(Progress):
    """Progress that brings what is known so far, for those who can show it.

    Attributes:
        answer: An answer of the kind that the task ends with; more will follow.
    """

    answer: Any = None


class Finish(Exception):  # noqa: N818  no error: a wish
    """Thrown into a running task: end now, with the best answer so far where there is one."""


STOPPED = (Finish, KeyboardInterrupt)
"""What ends a search early."""
