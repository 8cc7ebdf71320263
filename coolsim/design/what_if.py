"""Questions to a year as changes of the plant: warmer supply, other approach, other load."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.design.edits_objects import replaced
from coolsim.design.edits_plant import set_plant
from coolsim.design.models import Design, HeatRejection
from coolsim.design.plant import SupplyReset, Utilisation

LEAST_APPROACH_K = 0.5
"""No approach is made smaller than that [K]."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked; ``None`` leaves a part as drawn.

    Attributes:
        raise_k: Fixed raise of every supply temperature, in place of the reset rule [K].
        approach_k: Added to the approach of every tower and dry cooler [K].
        high_fraction: Highest power of the racks over the drawn one; the profile keeps its shape.
    """

    raise_k: float | None = None
    approach_k: float | None = None
    high_fraction: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self == WhatIf()


def asked(design: Design, question: WhatIf) -> Design:
    """The design with the changes asked for.

    Raises:
        EditError: A value is out of range.
    """
    plant = design.variant.plant
    fields: dict[str, object] = {}
    if question.raise_k is not None:
        most = max(question.raise_k, 0.0)
        fields["reset"] = SupplyReset(rule="fixed" if most > 0.0 else "none", most_k=most)
    if question.approach_k is not None:
        fields["rejections"] = tuple(
            _with_approach(item, question.approach_k) for item in plant.rejections
        )
    if question.high_fraction is not None:
        fields["utilisation"] = _loaded(plant.utilisation, question.high_fraction)
    return set_plant(design, **fields)


def has_approach(item: HeatRejection) -> bool:
    """Whether a rejection has towers or dry coolers."""
    if item.kind in ("water_chiller", "tower", "wet_cooler", "dry_cooler", "adiabatic_cooler"):
        return True
    return item.kind == "air_chiller" and item.economiser.kind != "none"


def _with_approach(item: HeatRejection, change_k: float) -> HeatRejection:
    """Towers and dry coolers of a rejection with another approach, where it has them."""
    if not has_approach(item):
        return item

    def moved(value: float) -> float:
        return max(value + change_k, LEAST_APPROACH_K)

    tower = replaced(item.tower, {"approach_k": moved(item.tower.approach_k)})
    dry = replaced(item.dry, {"approach_k": moved(item.dry.approach_k)})
    return replaced(item, {"tower": tower, "dry": dry})


def _loaded(profile: Utilisation, high: float) -> Utilisation:
    """A profile of the same shape with another highest load."""
    if profile.profile == "hours":
        most = max(profile.hours)
        return replaced(
            profile, {"hours": tuple(min(value * high / most, 1.0) for value in profile.hours)}
        )
    if profile.profile == "flat":
        return replaced(profile, {"high_fraction": high})
    low = min(profile.low_fraction * high / profile.high_fraction, high)
    return replaced(profile, {"high_fraction": high, "low_fraction": low})
