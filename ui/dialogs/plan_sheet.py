"""What the plan to scale is to show, on which paper, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QCheckBox, QFormLayout, QGridLayout, QLabel, QPushButton, QWidget

from coolsim.design.sheet_layout import (
    Orientation,
    SheetPaper,
    fits,
    largest_scale,
    scale_words,
    scales,
    sheet_layout,
)
from coolsim.errors import CoolSimError
from ui import theme
from ui.dialogs.pdf_dialog import PdfDialog
from ui.dialogs.preferences import UNITS, combo
from ui.session import Session
from ui.settings import Settings

PAPERS = tuple((name, name.upper()) for name in ("a4", "a3", "a2", "a1", "a0"))
ORIENTATIONS = (("landscape", "landscape"), ("portrait", "portrait"))
SHOWN = (
    ("cooler", "Coolers"), ("cdu", "CDUs"), ("tile", "Tiles"), ("panel", "Containment"),
    ("obstruction", "Obstructions"), ("dimension", "Dimensions"), ("note", "Notes"),
)  # fmt: skip
"""Kinds of objects that can be left out, and their words; racks are what the plan is of."""
_COLUMNS = 2
_AIR = (
    ("", "not shown"), ("live", "solved live"), ("full", "solved in full"),
    ("draft", "draft: potential flow"),
)  # fmt: skip


@dataclass(frozen=True)
class PlanWishes:
    """What was chosen, as the plan's task takes it."""

    out: Path
    paper: str
    orientation: str
    scale: float | None
    units: str
    air: str
    leave_out: tuple[str, ...]
    company: str
    logo: str

    def options(self) -> dict[str, object]:
        """Fields of the task's request beside the design."""
        return {
            "out": str(self.out),
            "paper": self.paper,
            "orientation": self.orientation,
            "scale": self.scale,
            "units": self.units,
            "quantity": "temperature" if self.air else "none",
            "fidelity": self.air or None,
            "leave_out": list(self.leave_out),
            "company": self.company,
            "logo": self.logo or None,
            "force": True,
        }


class PlanSheetDialog(PdfDialog):
    """Says at once whether the hall fits; paper, company and logo are remembered.

    Args:
        session: Whose design is drawn; its project is edited from here, too.
        settings: What is remembered.
        path: Where the plan goes unless told otherwise.
        parent: The window.
    """

    default_name = "plan.pdf"

    def __init__(
        self, session: Session, settings: Settings, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, settings, path, parent)
        self.setWindowTitle("Plan to scale")
        self.paper = combo(PAPERS, settings.sheet_paper, "Paper")
        self.orientation = combo(ORIENTATIONS, settings.sheet_orientation, "Orientation")
        self.units = combo(UNITS, session.unit_system, "Units")
        self.scale = combo((("", "largest that fits"),), "", "Scale")
        self.air = combo(_AIR, "", "Air temperatures")
        self.air.setToolTip("Air temperatures under the plan; the hall is solved for them")
        hidden = session.drawing_layers.hidden
        self.shown: dict[str, QCheckBox] = {}
        for key, words in SHOWN:
            box = QCheckBox(words)
            box.setChecked(key not in hidden)
            self.shown[key] = box
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setAccessibleName("Whether it fits")
        self._form()
        for choice in (self.paper, self.orientation, self.scale):
            choice.currentIndexChanged.connect(lambda _: self._show_fit())
        self.units.currentIndexChanged.connect(lambda _: self._fill_scales())
        self._fill_scales()
        self.resize(max(560, self.sizeHint().width()), self.sizeHint().height())

    def _form(self) -> None:
        boxes = QGridLayout()
        for number, box in enumerate(self.shown.values()):
            boxes.addWidget(box, number // _COLUMNS, number % _COLUMNS)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("PDF file", self.path_row)
        form.addRow("Paper", self.paper)
        form.addRow("Orientation", self.orientation)
        form.addRow("Scale", self.scale)
        form.addRow("", self.note)
        form.addRow("Units", self.units)
        form.addRow("Air", self.air)
        form.addRow("Show", boxes)
        form.addRow("Company", self.company)
        form.addRow("Logo", self.logo)
        form.addRow("Project", self.project_row)
        buttons = self.written_by("Write plan")
        self.write = next(b for b in buttons.findChildren(QPushButton) if b.isDefault())
        form.addRow(buttons)

    # --- whether it fits -----------------------------------------------------------------------

    def _fill_scales(self) -> None:
        """The usual scales of the units; a scale that both have stays chosen."""
        chosen = self.scale.currentData()
        system = self.units.currentData()
        self.scale.blockSignals(True)
        while self.scale.count() > 1:
            self.scale.removeItem(1)
        for each in scales(system):
            self.scale.addItem(scale_words(each, system), float(each))
        self.scale.setCurrentIndex(max(0, self.scale.findData(chosen)))
        self.scale.blockSignals(False)
        self._show_fit()

    def _show_fit(self) -> None:
        """The scale that will be taken, or why the hall does not fit."""
        hall = self._session.document.design.variant.hall
        size, system = (hall.length_m, hall.width_m), self.units.currentData()
        layout = sheet_layout(
            cast("SheetPaper", self.paper.currentData()),
            cast("Orientation", self.orientation.currentData()),
        )
        chosen = self.scale.currentData()
        palette = self.palette()
        colour = theme.tokens().muted
        can = True
        try:
            best = largest_scale(layout, size, system)
            told = f"The largest scale that fits is {scale_words(best, system)}."
            if chosen and not fits(layout, size, chosen):
                told, can = f"The hall does not fit. {told}", False
        except CoolSimError as error:
            told, can = f"{error.message} {error.remedy}", False
        if not can:
            colour = theme.tokens().severity["warning"]
        palette.setColor(self.note.foregroundRole(), colour)
        self.note.setPalette(palette)
        self.note.setText(told)
        self.write.setEnabled(can)

    # --- answers -------------------------------------------------------------------------------

    def remember(self) -> None:
        """Keep paper, orientation, logo and company for the next time."""
        super().remember()
        self._settings.sheet_paper = self.paper.currentData()
        self._settings.sheet_orientation = self.orientation.currentData()

    def wishes(self) -> PlanWishes:
        """What is chosen now."""
        return PlanWishes(
            out=self.chosen_path(),
            paper=self.paper.currentData(),
            orientation=self.orientation.currentData(),
            scale=self.scale.currentData() or None,
            units=self.units.currentData(),
            air=self.air.currentData(),
            leave_out=tuple(key for key, box in self.shown.items() if not box.isChecked()),
            company=self.company.text().strip(),
            logo=self.logo.file(),
        )
