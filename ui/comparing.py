"""Variants beside each other: which stand beside the active one, and what a comparison says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.design.models import Design
from coolsim.results.codec import encode
from coolsim.results.variants import VariantComparison
from ui.held_results import looking_at, same_physics
from ui.inquiry import Inquiry

if TYPE_CHECKING:
    from ui.session import Session

MOST_BESIDE = 3
"""Plans beside the active one; more of them would be too narrow to read."""


class Comparing(Inquiry[VariantComparison]):
    """The variants in sight beside the active one, and the last comparison of them."""

    task = "compare"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._beside: tuple[str, ...] = ()
        self._is_open = False
        self._shows_difference = False
        self._fidelity = ""
        self._with_density = False

    # --- what is in sight ------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether variants stand beside the active one."""
        return self._is_open and bool(self.beside)

    @property
    def shows_difference(self) -> bool:
        """Whether the map of differences stands beside them."""
        return self.is_open and self._shows_difference

    @property
    def beside(self) -> tuple[str, ...]:
        """Ids of the variants beside the active one; the first is that of the difference map.

        Without a choice of the user, the variant that follows the active one.
        """
        design = self._session.design
        others = [each.id for each in design.variants if each.id != design.active_variant]
        chosen = tuple(each for each in self._beside if each in others)
        if chosen or not others:
            return chosen
        order = [each.id for each in design.variants]
        after = order[order.index(design.active_variant) + 1 :]
        return (after[0] if after else others[0],)

    def show_beside(self, ids: Iterable[str]) -> None:
        """Choose the variants that stand beside the active one; the first few are taken."""
        wanted = tuple(dict.fromkeys(ids))
        if len(wanted) > MOST_BESIDE:
            self._session.message.emit(
                f"Up to {MOST_BESIDE} variants stand beside the active one.", "note"
            )
        if wanted[:MOST_BESIDE] != self._beside:
            self._beside = wanted[:MOST_BESIDE]
            self.changed.emit()

    def open(self, opened: bool) -> None:
        """Show the variants side by side, or the active one alone."""
        if opened and not self._has_others():
            return
        if opened != self._is_open:
            self._is_open = opened
            self.changed.emit()

    def show_difference(self, shown: bool) -> None:
        """Show the map of differences, or not; shown, it opens the variants side by side."""
        if shown and not self._has_others():
            return
        if shown != self.shows_difference:
            self._shows_difference = shown
            self._is_open = self._is_open or shown
            self.changed.emit()

    def swap(self) -> None:
        """Draw on the variant beside; the one drawn on stands beside instead."""
        if not self._has_others():
            return
        active, beside = self._session.design.active_variant, self.beside
        self._beside = (active, *beside[1:])
        self._session.look_at(beside[0])
        self.changed.emit()

    # --- the comparison --------------------------------------------------------------------

    @property
    def fidelity(self) -> str:
        """Fidelity to compare with: the one chosen, else that of the active variant's settings."""
        return self._fidelity or self._session.variant.settings.fidelity

    @property
    def with_density(self) -> bool:
        """Whether the density of each variant is asked for, too."""
        return self._with_density

    def choose(self, fidelity: str, *, with_density: bool) -> None:
        """Say how the next comparison is made."""
        self._fidelity, self._with_density = fidelity, with_density

    def ask(self) -> None:
        """Solve the active variant and those beside it, and compare them."""
        if not self._has_others():
            return
        ids = [self._session.design.active_variant, *self.beside]
        self.submit({"variants": ids, "fidelity": self.fidelity, "density": self._with_density})

    def write(self, path: Path) -> None:
        """Write the tables of the last comparison; what stands at ``path`` is replaced."""
        if self.answer is None:
            self._session.message.emit("Compare the variants first.", "warning")
            return
        options = {"comparison": encode(self.answer), "out": str(path), "force": path.exists()}
        self._session.run_task("compare-tables", options)

    def is_same(self, one: Design, other: Design) -> bool:
        """Whether every variant compared is the same in both designs."""
        compared = self.answer.variants if self.answer is not None else ()
        known = {each.id for each in other.variants} & {each.id for each in one.variants}
        return all(
            each.id in known and same_physics(looking_at(one, each.id), looking_at(other, each.id))
            for each in compared
        )

    def clear(self) -> None:
        """Another document stands in the window: its variants are others."""
        self._beside = ()
        self._is_open = self._shows_difference = False
        super().clear()
        self.changed.emit()

    def _design_changed(self) -> None:
        self.changed.emit()

    def _has_others(self) -> bool:
        if len(self._session.design.variants) > 1:
            return True
        self._session.message.emit(
            "This file has one variant: make another with Duplicate variant (Ctrl+Alt+D).", "note"
        )
        return False
