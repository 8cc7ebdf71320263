"""What the menu of variants does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.errors import EditError
from ui.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_COPY = re.compile(r" copy( \d+)?$")
_TABLES = "Workbook (*.xlsx);;Folder of CSV files (*)"


class VariantCommands:
    """Making, naming, ordering and comparing the variants of a file."""

    def __init__(self, session: Session, settings: Settings, window: MainWindow) -> None:
        self._session, self._settings, self._window = session, settings, window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each command."""
        comparing = self._session.comparing
        return {
            "variant_new": self.new,
            "variant_duplicate": self.duplicate,
            "variant_rename": self.rename,
            "variant_delete": self.delete,
            "variant_earlier": lambda: self._move(-1),
            "variant_later": lambda: self._move(1),
            "variant_previous": lambda: self._step(-1),
            "variant_next": lambda: self._step(1),
            "variant_swap": comparing.swap,
            "variants_beside": lambda: self._open(not comparing.is_open),
            "variants_difference": lambda: comparing.show_difference(
                not comparing.shows_difference
            ),
            "compare": self.compare,
            "compare_tables": self.tables,
        }

    def new(self) -> None:
        """An empty hall of the same size and site as another variant."""
        name = self._free(f"Variant {len(self._session.design.variants) + 1}")
        self._edit("New variant", lambda design: edits.variant_add(design, name)[0])

    def duplicate(self) -> None:
        """A copy of the variant drawn on; the copy is drawn on, the original stands beside."""
        former = self._session.design.active_variant
        name = self._free(f"{_COPY.sub('', self._session.variant.label)} copy")
        if self._edit(
            "Duplicate variant", lambda design: edits.variant_duplicate(design, former, name)[0]
        ):
            self._session.comparing.show_beside([former])
            self._session.message.emit(
                f"{name} is drawn on now. B shows both side by side.", "note"
            )

    def rename(self) -> None:
        """Type another name into the list of variants."""
        self._window.show_variants()
        self._window.variants.edit_name(self._session.design.active_variant)

    def take_name(self, variant_id: str, name: str) -> None:
        """A name typed into the list."""
        former = next(e for e in self._session.design.variants if e.id == variant_id)
        if name and name != former.label:
            self._edit(
                "Rename variant", lambda design: edits.variant_rename(design, variant_id, name)
            )

    def delete(self) -> None:
        """Delete the variant drawn on; undo brings it back."""
        active = self._session.design.active_variant
        name = self._session.variant.label
        if self._edit("Delete variant", lambda design: edits.variant_delete(design, active)):
            self._session.message.emit(f"{name} is deleted; Ctrl+Z brings it back.", "note")

    def compare(self) -> None:
        """Solve and compare, or say what is lacking; the tables come to the front."""
        self._window.show_variants()
        self._session.comparing.ask()

    def tables(self) -> None:
        """Ask where the tables of the comparison go, and write them."""
        if self._session.comparing.answer is None:
            self._window.show_variants()
            self._session.message.emit("Compare the variants first (F7).", "warning")
            return
        start = self._settings.last_folder / "variants.xlsx"
        text, kind = QFileDialog.getSaveFileName(
            self._window, "Export the comparison", str(start), _TABLES
        )
        if text:
            path = Path(text)
            wanted = path if kind.startswith("Folder") else path.with_suffix(".xlsx")
            self._settings.last_folder = wanted.absolute().parent
            self._session.comparing.write(wanted)

    def _open(self, opened: bool) -> None:
        self._window.show_plan()
        self._session.comparing.open(opened)

    def _move(self, by: int) -> None:
        active = self._session.design.active_variant
        word = "Variant later" if by > 0 else "Variant earlier"
        self._edit(word, lambda design: edits.variant_move(design, active, by))

    def _step(self, by: int) -> None:
        """Draw on the next or the former variant of the file."""
        order = [each.id for each in self._session.design.variants]
        if len(order) < 2:
            self._session.comparing.open(True)  # says what to do
            return
        at = order.index(self._session.design.active_variant)
        self._session.look_at(order[(at + by) % len(order)])

    def _edit(self, label: str, change: Callable[[Design], Design]) -> bool:
        """Apply a change of the list of variants; the selection stays. Whether it was one."""
        session = self._session
        former = session.document.design
        try:
            session.apply(label, change(former))
        except EditError as error:
            session.message.emit(str(error), "warning")
        return session.document.design is not former

    def _free(self, name: str) -> str:
        """The name, with a number behind it where another variant has it: ``Base copy 2``."""
        taken, name = {each.label for each in self._session.design.variants}, name[:190]
        number, found = 2, name
        while found in taken:
            found, number = f"{name} {number}", number + 1
        return found
