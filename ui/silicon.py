"""The hall with other silicon: what to compare, asking for it, and the table that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.entries import Entry
from coolsim.catalogue.rates import PRECISIONS
from coolsim.results.compute import SiliconTable
from ui.inquiry import Inquiry

if TYPE_CHECKING:
    from ui.session import Session

FIRST_CHOICE = ("nvidia_h100_sxm", "nvidia_b200_hgx", "amd_mi300x", "nvidia_gb200_gpu")
"""Kinds ticked before anybody has chosen."""


class Silicon(Inquiry[SiliconTable]):
    """The comparison in sight, and the kinds and precision chosen for the next one."""

    task = "silicon"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._chosen: tuple[str, ...] = FIRST_CHOICE
        self._precision = "fp8"

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids to compare next."""
        return self._chosen

    @property
    def precision(self) -> str:
        """Precision to compare at."""
        return self._precision

    def kinds(self) -> tuple[Entry, ...]:
        """The accelerators of the catalogue and of the design, by vendor."""
        catalogue = load_catalogue().with_entries(self._session.design.catalogue)
        found = [e for e in catalogue.entries("accelerator") if e.word("kind") != "cpu"]
        return tuple(sorted(found, key=lambda entry: (entry.word("vendor"), entry.name)))

    def choose(self, identity: str, *, wanted: bool) -> None:
        """Take a kind into the next comparison, or out of it."""
        others = tuple(item for item in self._chosen if item != identity)
        self._chosen = (*others, identity) if wanted else others
        self.changed.emit()

    def set_precision(self, precision: str) -> None:
        """Compare at another precision next time."""
        if precision in PRECISIONS and precision != self._precision:
            self._precision = precision
            self.changed.emit()

    def ask(self) -> None:
        """Compare what is chosen; the answer comes by signal."""
        if not self._chosen:
            self._session.message.emit("Choose silicon to compare first.", "warning")
        else:
            self.submit({"silicon": list(self._chosen), "precision": self._precision})
