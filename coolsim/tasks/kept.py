"""Answers kept from earlier tasks, that a report prints as they are: choice and placement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coolsim.density.choice.records import ChoiceAnswer
from coolsim.density.placement.records import PlacementAnswer
from coolsim.design.files import design_hash
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.results.codec import decode


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers by what they are of; ``None`` where there is none."""

    choice: ChoiceAnswer | None = None
    placement: PlacementAnswer | None = None


def kept_answers(design: Design, answers: Iterable[Mapping[str, Any]]) -> Kept:
    """The answers of ``choose --json`` and ``place --json`` as records.

    Args:
        design: The design they have to belong to.
        answers: JSON objects, the last of each command counts.

    Raises:
        UsageError: One is of another command, or of another state of the design.
        ResultFileError: One is of another shape.
    """
    choice: ChoiceAnswer | None = None
    placement: PlacementAnswer | None = None
    own = design_hash(design)
    for answer in answers:
        command = answer.get("command")
        if command not in ("choose", "place"):
            raise UsageError(
                f"An answer of {command!r} cannot be printed as it is.",
                where="with",
                remedy="Give answers of choose --json or place --json.",
            )
        if answer.get("design_hash") != own:
            raise UsageError(
                f"The answer of {command} belongs to another state of the design.",
                where="with",
                remedy=f"Run {command} again.",
            )
        if command == "choose":
            given = {"design": design, "is_stopped": answer.get("status") == "cancelled"}
            choice = decode(ChoiceAnswer, answer, given=given)
        else:
            placement = decode(PlacementAnswer, answer)
    return Kept(choice, placement)
