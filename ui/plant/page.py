"""The fields of one part of the plant: a heat rejection, the site, a price, the power chain."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from coolsim.design.models import Design, HeatRejection
from ui import fields_plant
from ui.dialogs.climate import ClimatePicker
from ui.dialogs.power_chain import PowerChainEditor
from ui.plant.from_files import CurvesEdit
from ui.plant.small import MonthsEdit, ServesEdit, served_kinds
from ui.plant.sources import SourcesView
from ui.session import Session
from ui.widgets.forms import Field, Form, section_label


def rejection_of(design: Design, key: str) -> HeatRejection | None:
    """The heat rejection of an id; ``None`` for the key of another part."""
    return next((item for item in design.variant.plant.rejections if item.id == key), None)


class PlantPage(QWidget):
    """One part's fields; it reads the session and tells what is wanted, and changes nothing.

    Signals:
        fieldChanged: Key and new value of a field.
        rejectionChanged: Words for undo, and fields of the heat rejection.
        powerChanged: A design with another power chain.
        cityChosen: A built-in climate.
        profileAsked: A load profile is wanted from a file.
    """

    fieldChanged = Signal(str, object)
    rejectionChanged = Signal(str, dict)
    powerChanged = Signal(object)
    cityChosen = Signal(str)
    profileAsked = Signal()

    def __init__(self, session: Session, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._key = key
        self.form: Form | None = None
        self.picker: ClimatePicker | None = None
        self._extra: list[Callable[[], None]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(6)
        found = rejection_of(self.design, key)
        if found is not None:
            self._put_rejection(found)
        elif key == "site":
            self._put_climate()
            self._put_form(fields_plant.SITE_AIR)
        elif key == "power":
            self._put_power()
        else:
            self._put_form(self._fields())
            if key == "utilisation":
                self._put_profile()
            if key == "reuse":
                self._put_months()
        self._column.addStretch(1)

    @property
    def design(self) -> Design:
        """The design that is shown."""
        return self._session.document.design

    def follow(self) -> None:
        """Show the part as it is now."""
        if self.form is not None:
            variant = self.design.variant
            other = variant.site if self._key == "site" else variant.plant
            self.form.show_records([rejection_of(self.design, self._key) or other])
        for follow in self._extra:
            follow()

    def _fields(self) -> tuple[Field, ...]:
        key = self._key
        hangs = Field(
            f"{key}.rejection_id",
            "On",
            "choice",
            choices=lambda: fields_plant.rejection_choices(lambda: self.design),
        )
        made: dict[str, tuple[Field, ...]] = {
            "utilisation": fields_plant.UTILISATION,
            "reset": fields_plant.RESET,
            "storage": (hangs, *fields_plant.STORAGE),
            "reuse": (hangs, *fields_plant.REUSE),
        }
        if key == "tariff":
            return fields_plant.tariff_fields()
        return made[key] if key in made else fields_plant.footprint_fields()

    def _put_form(self, fields: tuple[Field, ...]) -> None:
        self.form = Form(fields)
        self.form.set_system(self._session.unit_system)
        self.form.changed.connect(self.fieldChanged)
        self._column.addWidget(self.form)

    def _put_rejection(self, found: HeatRejection) -> None:
        self._put_form(fields_plant.rejection_fields(found.kind))
        self._put_serves()
        if found.kind in ("water_chiller", "air_chiller"):
            self._put_curves()
        self._put_sources()

    def _put_serves(self) -> None:
        serves = ServesEdit()
        serves.changed.connect(
            lambda made: self.rejectionChanged.emit("Change what it serves", made)
        )

        def follow() -> None:
            item, variant = rejection_of(self.design, self._key), self.design.variant
            if item is not None:
                kinds = served_kinds(variant)
                chosen = {kind.field: getattr(item, kind.field) for kind in kinds}
                serves.show_choice(kinds, chosen, ("loop_ids", "cooler_ids"))

        self._extra.append(follow)
        self._column.addWidget(section_label("Serves"))
        self._column.addWidget(serves)

    def _put_curves(self) -> None:
        curves = CurvesEdit()
        curves.chosen.connect(
            lambda made: self.rejectionChanged.emit(
                "Load curve set", {"curves": made, "chiller": None}
            )
        )
        curves.dropped.connect(
            lambda: self.rejectionChanged.emit("Use shipped curves", {"curves": None})
        )
        self._extra.append(lambda: curves.show_rejection(rejection_of(self.design, self._key)))
        self._column.addWidget(curves)

    def _put_sources(self) -> None:
        sources = SourcesView()

        def follow() -> None:
            shown = self._session.year.shown
            full = None if shown is None else shown.results
            told = () if full is None else full.assumptions
            sources.show_figures(told, self._key, self._session.unit_system)

        self._extra.append(follow)
        self._column.addWidget(sources)

    def _put_climate(self) -> None:
        picker = ClimatePicker()
        picker.cityChosen.connect(self.cityChosen)
        picker.fileChosen.connect(self._session.year.look_into)
        self._extra.append(
            lambda: picker.show_site(self.design.variant.site, self._session.unit_system)
        )
        self._column.addWidget(section_label("Climate"))
        self._column.addWidget(picker)
        self.picker = picker

    def _put_power(self) -> None:
        chain = PowerChainEditor(lambda: self.design, self._session.unit_system)
        chain.changed.connect(self.powerChanged)
        self._extra.append(chain.refresh)
        self._column.addWidget(chain)

    def _put_profile(self) -> None:
        button = QPushButton("Load profile…")
        button.setToolTip("A file with a load fraction, or percent, for each of 8,760 hours")
        button.clicked.connect(self.profileAsked)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_months(self) -> None:
        months = MonthsEdit()
        months.changed.connect(lambda chosen: self.fieldChanged.emit("reuse.months", chosen))

        def follow() -> None:
            reuse = self.design.variant.plant.reuse
            months.show_months(() if reuse is None else reuse.months)

        self._extra.append(follow)
        self._column.addWidget(section_label("Months"))
        self._column.addWidget(months)
