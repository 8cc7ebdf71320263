"""The hall with other silicon: what to compare, asking for it, and the table that came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.entries import Entry
from coolsim.catalogue.rates import PRECISIONS
from coolsim.design.models import Design
from coolsim.errors import CoolSimError
from coolsim.results.codec import decode
from coolsim.results.compute import SiliconTable
from ui.held_results import same_physics

if TYPE_CHECKING:
    from ui.session import Session

FIRST_CHOICE = ("nvidia_h100_sxm", "nvidia_b200_hgx", "amd_mi300x", "nvidia_gb200_gpu")
"""Kinds ticked before anybody has chosen."""


class Silicon(QObject):
    """The comparison in sight, and the kinds chosen for the next one.

    Signals:
        changed: Another table, none any more, out of date, or another choice.
        arrived: An answer that was asked for is here.
    """

    changed = Signal()
    arrived = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._design: Design | None = None
        self._table: SiliconTable | None = None
        self._chosen: tuple[str, ...] = FIRST_CHOICE
        self._precision = "fp8"
        session.documentReplaced.connect(self.clear)
        session.designChanged.connect(self._design_changed)

    @property
    def table(self) -> SiliconTable | None:
        """The comparison, or ``None``."""
        return self._table

    @property
    def is_stale(self) -> bool:
        """Whether the design has changed since."""
        return self._design is not None and not same_physics(self._design, self._session.design)

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
            self._session.run_silicon(self._chosen, self._precision)

    def take(self, design: Design, plain: Mapping[str, Any]) -> None:
        """Take an answer in; one that makes no sense is said and dropped."""
        try:
            self._table = decode(SiliconTable, plain)
        except CoolSimError as error:
            self._session.message.emit(str(error), "error")
            return
        self._design = design
        self.changed.emit()
        self.arrived.emit()

    def clear(self) -> None:
        """Forget the table of another document."""
        if self._table is not None:
            self._design = self._table = None
            self.changed.emit()

    def _design_changed(self) -> None:
        if self._table is not None:
            self.changed.emit()
