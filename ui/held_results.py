"""The answers the window holds, each with the design it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coolsim.design.models import UNCOUNTED, Design, Variant
from coolsim.results.records import Finding

if TYPE_CHECKING:
    from coolsim.density.records import Density
    from coolsim.results.records import Results


def same_physics(one: Design, other: Design) -> bool:
    """Whether two designs give the same answer: same active variant and own catalogue entries."""
    if one is other:
        return True
    mine, theirs = one.variant, other.variant
    same = mine is theirs or mine == theirs or _counted(mine) == _counted(theirs)
    return same and one.catalogue == other.catalogue


def _counted(variant: Variant) -> list[object]:
    """The fields of a variant that an answer depends on."""
    return [value for name, value in variant if name not in UNCOUNTED]


def same_air(one: Design, other: Design) -> bool:
    """Whether two designs have the same air and coolant: all but the plant and its outdoor air."""
    if one is other or same_physics(one, other):
        return True
    mine, theirs = one.variant, other.variant
    if mine.plant == theirs.plant and mine.site == theirs.site:
        return False  # something else differs
    if mine.site.altitude_m != theirs.site.altitude_m:
        return False
    alike = theirs.model_copy(update={"plant": mine.plant, "site": mine.site})
    return _counted(mine) == _counted(alike) and one.catalogue == other.catalogue


def looking_at(design: Design, variant_id: str) -> Design:
    """The design with another of its variants the active one."""
    if variant_id == design.active_variant:
        return design
    return design.model_copy(update={"active_variant": variant_id})


class HeldVariants:
    """The answers to every variant of a document."""

    def __init__(self) -> None:
        self._by_id: dict[str, HeldResults] = {}

    def of(self, design: Design) -> HeldResults:
        """The answers to a design's active variant."""
        return self._by_id.setdefault(design.active_variant, HeldResults())


class HeldResults:
    """The latest live answer, solve and density, and the findings in sight."""

    def __init__(self) -> None:
        self._solved: tuple[Design, Results] | None = None
        self._live: tuple[Design, Results] | None = None
        self._flow = "draft"
        self._density: tuple[Design, Density] | None = None
        self.findings: tuple[Finding, ...] = ()
        self._told: tuple[Design, tuple[Design, Results] | None, str] | None = None

    def take(self, design: Design, results: Results) -> None:
        """Keep a result; only the latest of each sort stays."""
        if results.fidelity == "draft":
            self.take_live(design, results, "draft")
        else:
            self._solved, self._told = (design, results), None

    def take_live(self, design: Design, results: Results, flow: str) -> None:
        """Keep what follows the drawing: ``draft``, ``frozen`` or ``live`` flow."""
        self._live, self._flow, self._told = (design, results), flow, None

    def take_density(self, design: Design, density: Density) -> None:
        """Keep a density answer."""
        self._density = (design, density)

    def shown(self, design: Design) -> Results | None:
        """The result to show for a design: the solved one, else the live one, else a former one."""
        pair, _ = self._look_up(design)
        return pair[1] if pair else None

    def state(self, design: Design) -> str:
        """``none``, ``stale``, ``draft``, ``frozen``, ``live`` or a solved result's status."""
        return self._look_up(design)[1]

    def _look_up(self, design: Design) -> tuple[tuple[Design, Results] | None, str]:
        """What to show and its state, looked for once: every pane asks on every change."""
        told = self._told
        if told is None or told[0] is not design:
            told = self._told = (design, *self._found(design))
        return told[1], told[2]

    def _found(self, design: Design) -> tuple[tuple[Design, Results] | None, str]:
        for kept in (self._solved, self._live):
            if kept is not None and same_air(kept[0], design):
                return kept, self._flow if kept is self._live else kept[1].status
        former = self._live or self._solved
        return former, "none" if former is None else "stale"

    @property
    def density(self) -> Density | None:
        """The last density answer."""
        return self._density[1] if self._density else None

    def density_is_stale(self, design: Design) -> bool:
        """Whether the design has changed since the density answer."""
        return self._density is not None and not same_physics(self._density[0], design)
