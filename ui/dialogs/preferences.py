"""Preferences: theme, size of text, units, snap step; all in force at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from coolsim import units
from ui import theme
from ui.settings import Settings
from ui.widgets.forms import ComboBox
from ui.widgets.logo_edit import LogoEdit
from ui.widgets.quantity_edit import QuantityEdit

THEMES = (
    ("system", "as the system"),
    ("light", "light"),
    ("dark", "dark"),
    ("contrast_light", "high contrast, light"),
    ("contrast_dark", "high contrast, dark"),
)
UNITS = (("si", "SI (m, °C, m³/s)"), ("ip", "IP (ft, °F, CFM)"))


def combo(choices: Sequence[tuple[str, str]], chosen: str, name: str) -> ComboBox:
    """A choice of words with their values."""
    made = ComboBox()
    made.setAccessibleName(name)
    for value, word in choices:
        made.addItem(word, value)
    made.setCurrentIndex([value for value, _ in choices].index(chosen))
    return made


class PreferencesDialog(QDialog):
    """What the program remembers for all files; a design is not touched.

    Args:
        settings: What is in force.
        apply: Puts a preference in force: ``theme``, ``text_percent``, ``units``, ``snap_m``,
            ``company`` or ``logo``.
        snap_m: Step of the snap grid now [m].
        system: Units on display.
        parent: The window.
    """

    def __init__(
        self,
        settings: Settings,
        apply: Callable[[str, object], None],
        snap_m: float,
        system: units.System,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.theme = combo(THEMES, settings.theme, "Theme")
        sizes = [(str(size), f"{size} %") for size in theme.TEXT_PERCENTS]
        self.text = combo(sizes, str(settings.text_percent), "Size of text")
        self.units = combo(UNITS, settings.unit_system, "Units")
        self.snap = QuantityEdit("m")
        self.snap.setAccessibleName("Snap step")
        self.snap.setToolTip("Step of the grid that objects snap to; 0 switches it off")
        self.snap.set_system(system)
        self.snap.set_value(snap_m)
        self.theme.activated.connect(lambda _: apply("theme", self.theme.currentData()))
        self.text.activated.connect(lambda _: apply("text_percent", int(self.text.currentData())))
        self.units.activated.connect(lambda _: self._units_chosen(apply))
        self.snap.committed.connect(lambda step: apply("snap_m", step))
        self.company = QLineEdit(settings.company)
        self.company.setAccessibleName("Company")
        self.company.setMaxLength(200)
        self.company.setPlaceholderText("none")
        self.company.setToolTip("Stands above reports of designs that name no company")
        self.company.editingFinished.connect(lambda: apply("company", self.company.text().strip()))
        self.logo = LogoEdit(settings.logo)
        self.logo.committed.connect(lambda path: apply("logo", path))
        note = QLabel("These hold for every file on this computer. Solve settings are in the file.")
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        for label, editor in (
            ("Theme", self.theme), ("Size of text", self.text), ("Units", self.units),
            ("Snap step", self.snap), ("Company", self.company), ("Logo", self.logo),
        ):  # fmt: skip
            form.addRow(label, editor)
        form.addRow(note)
        form.addRow(buttons)
        self.setMinimumWidth(360)

    def _units_chosen(self, apply: Callable[[str, object], None]) -> None:
        system = self.units.currentData()
        apply("units", system)
        self.snap.set_system(system)
