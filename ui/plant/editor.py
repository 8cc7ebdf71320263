"""The plant's editor: its parts in a list, and the fields of the chosen one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.design import edits
from coolsim.design.models import Design, HeatRejection
from ui import fields_plant
from ui.dialogs.climate import ClimatePicker, outdoor_words
from ui.dialogs.power_chain import PowerChainEditor
from ui.plant.from_files import CurvesEdit, ask_profile
from ui.plant.small import MonthsEdit, ServesEdit, served_kinds
from ui.plant.sources import SourcesView
from ui.plant.tab import FollowingWidget
from ui.session import Session
from ui.widgets.forms import Field, Form, section_label

_KEY = Qt.ItemDataRole.UserRole
_FOLLOW_MS = 60
_FIRST_STORE = {"capacity_wh": 1e6, "power_w": 250e3}
_FIRST_REUSE = {"power_w": 100e3, "temperature_c": 30.0}
_FIRST_RAISE_K = 4.0
PARTS = (
    ("site", "Site and outdoor air"),
    ("utilisation", "Load through the year"),
    ("reset", "Supply temperature"),
    ("storage", "Storage"),
    ("reuse", "Heat reuse"),
    ("tariff", "Tariff"),
    ("footprint", "Carbon and water"),
    ("power", "Power chain"),
)
"""Parts beside the heat rejections and what they are called."""


class PlantEditor(FollowingWidget):
    """Edits the plant, each change one step of undo.

    Signals:
        partChosen: The id of a heat rejection, or the key of another part.
    """

    partChosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_FOLLOW_MS, parent)
        self._session = session
        self._keys: list[str] = []
        self._page: QWidget | None = None
        self._page_of: tuple[object, ...] = ()
        self.form: Form | None = None
        self._extra: list[Callable[[], None]] = []
        self.list = QListWidget()
        self.list.setAccessibleName("Parts of the plant")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(lambda _: self._row_changed())
        self.add = QToolButton()
        self.add.setText("Add")
        self.add.setToolTip("Add a heat rejection, a store or a user of heat")
        self.add.setAccessibleName("Add a heat rejection")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setMenu(self.add_menu(self.add))
        self.remove = QToolButton()
        self.remove.setText("Remove")
        self.remove.setToolTip("Remove the chosen heat rejection, store or user of heat")
        self.remove.clicked.connect(self.remove_chosen)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addWidget(self.add)
        bar.addWidget(self.remove)
        bar.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self._scroll)
        split.setSizes([190, 370])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.follow(session.designChanged, session.unitsChanged, session.year.changed)

    def add_menu(self, parent: QWidget) -> QMenu:
        """What can be added."""
        menu = QMenu(parent)
        for kind, word in fields_plant.KINDS:
            menu.addAction(word).triggered.connect(lambda _=False, kind=kind: self.add_kind(kind))
        menu.addSeparator()
        menu.addAction("Storage").triggered.connect(lambda: self._make("storage", _FIRST_STORE))
        menu.addAction("Heat reuse").triggered.connect(lambda: self._make("reuse", _FIRST_REUSE))
        return menu

    @property
    def design(self) -> Design:
        """The design that is edited."""
        return self._session.document.design

    def refresh(self) -> None:
        """Show the plant as it is now."""
        if not self.isVisible():
            return
        plant = self.design.variant.plant
        listed = [(item.id, self._title(item)) for item in plant.rejections]
        for key, word in PARTS:
            if key in ("storage", "reuse") and getattr(plant, key) is None:
                continue
            listed.append((key, self._part_title(key, word)))
        chosen = self.chosen
        with QSignalBlocker(self.list):
            keys = [key for key, _ in listed]
            if keys != self._keys:
                added = [key for key in keys if key not in self._keys] if self._keys else []
                self._keys = keys
                self.list.clear()
                for key, _ in listed:
                    item = QListWidgetItem()
                    item.setData(_KEY, key)
                    self.list.addItem(item)
                wanted = added[0] if len(added) == 1 else chosen if chosen in keys else keys[0]
                self.list.setCurrentRow(keys.index(wanted))
            for row, (_, title) in enumerate(listed):
                self.list.item(row).setText(title)
                self.list.item(row).setToolTip(title)
        self._show_page()

    def choose(self, key: str) -> None:
        """Bring a part to the front."""
        self.refresh()
        if key in self._keys:
            self.list.setCurrentRow(self._keys.index(key))

    @property
    def chosen(self) -> str:
        """The id or key of the part in front."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(_KEY))

    def _title(self, item: HeatRejection) -> str:
        word = dict(fields_plant.KINDS)[item.kind]
        return f"{item.name}: {word}" if item.name not in ("", word) else word

    def _part_title(self, key: str, word: str) -> str:
        if key == "site":
            return f"{word}: {outdoor_words(self.design.variant.site) or 'not chosen'}"
        return word

    def _row_changed(self) -> None:
        self._show_page()
        if self.chosen:
            self.partChosen.emit(self.chosen)

    def _show_page(self) -> None:
        key = self.chosen
        found = self._rejection(key)
        system = self._session.unit_system
        of = (key, None if found is None else found.kind, system)
        plant = self.design.variant.plant
        removable = found is not None or (key in ("storage", "reuse"))
        self.remove.setEnabled(removable)
        if of != self._page_of:
            self._page_of = of
            self._page = self._make_page(key, found)
            if (old := self._scroll.takeWidget()) is not None:
                old.deleteLater()  # what asked for it, such as a choice's list, still runs
            self._scroll.setWidget(self._page)
            self._make_room()
        if self.form is not None:
            record = found or (self.design.variant.site if key == "site" else plant)
            self.form.show_records([record])
        for follow in self._extra:
            follow()

    def _make_room(self) -> None:
        """As wide as the fields need at the size of text in force: nothing is cut at the side."""
        if self._scroll.widget() is not None:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            self._scroll.setMinimumWidth(self._scroll.widget().minimumSizeHint().width() + bar)

    def changeEvent(self, event: QEvent) -> None:
        """Fields follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._make_room)  # once the fields have taken it on

    def _rejection(self, key: str) -> HeatRejection | None:
        items = self.design.variant.plant.rejections
        return next((item for item in items if item.id == key), None)

    def _make_page(self, key: str, found: HeatRejection | None) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        self.form, self._extra = None, []
        if found is not None:
            self._put_form(column, fields_plant.rejection_fields(found.kind))
            self._put_serves(column)
            if found.kind in ("water_chiller", "air_chiller"):
                curves = CurvesEdit()
                curves.chosen.connect(
                    lambda made: self._update("Load curve set", curves=made, chiller=None)
                )
                curves.dropped.connect(lambda: self._update("Use shipped curves", curves=None))
                self._extra.append(lambda: curves.show_rejection(self._rejection(self.chosen)))
                column.addWidget(curves)
            self._put_sources(column)
        elif key == "site":
            self._put_climate(column)
            self._put_form(column, fields_plant.SITE_AIR)
        elif key == "power":
            chain = PowerChainEditor(lambda: self.design, self._session.unit_system)
            chain.changed.connect(lambda made: self._session.apply("Change power chain", made))
            self._extra.append(chain.refresh)
            column.addWidget(chain)
        else:
            self._put_form(column, self._fields(key))
            if key == "utilisation":
                self._put_profile(column)
            if key == "reuse":
                self._put_months(column)
        column.addStretch(1)
        return page

    def _fields(self, key: str) -> tuple[Field, ...]:
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

    def _put_form(self, column: QVBoxLayout, fields: tuple[Field, ...]) -> None:
        self.form = Form(fields)
        self.form.set_system(self._session.unit_system)
        self.form.changed.connect(self._changed)
        column.addWidget(self.form)

    def _put_serves(self, column: QVBoxLayout) -> None:
        serves = ServesEdit()
        serves.changed.connect(lambda made: self._update("Change what it serves", **made))

        def follow() -> None:
            item, variant = self._rejection(self.chosen), self.design.variant
            if item is not None:
                kinds = served_kinds(variant)
                chosen = {kind.field: getattr(item, kind.field) for kind in kinds}
                serves.show_choice(kinds, chosen, ("loop_ids", "cooler_ids"))

        self._extra.append(follow)
        column.addWidget(section_label("Serves"))
        column.addWidget(serves)

    def _put_sources(self, column: QVBoxLayout) -> None:
        sources = SourcesView()

        def follow() -> None:
            shown = self._session.year.shown
            full = None if shown is None else shown.results
            told = () if full is None else full.assumptions
            sources.show_figures(told, self.chosen, self._session.unit_system)

        self._extra.append(follow)
        column.addWidget(sources)

    def _put_climate(self, column: QVBoxLayout) -> None:
        picker = ClimatePicker()
        picker.cityChosen.connect(self.use_city)
        picker.fileChosen.connect(self._session.year.look_into)
        self._extra.append(
            lambda: picker.show_site(self.design.variant.site, self._session.unit_system)
        )
        column.addWidget(section_label("Climate"))
        column.addWidget(picker)
        self.picker = picker

    def _put_profile(self, column: QVBoxLayout) -> None:
        button = QPushButton("Load profile…")
        button.setToolTip("A file with a load fraction, or percent, for each of 8,760 hours")
        button.clicked.connect(self.load_profile)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_months(self, column: QVBoxLayout) -> None:
        months = MonthsEdit()
        months.changed.connect(lambda chosen: self._changed("reuse.months", chosen))

        def follow() -> None:
            reuse = self.design.variant.plant.reuse
            months.show_months(() if reuse is None else reuse.months)

        self._extra.append(follow)
        column.addWidget(section_label("Months"))
        column.addWidget(months)

    # -- editing -------------------------------------------------------------------------------

    def add_kind(self, kind: str) -> None:
        """Add a heat rejection."""
        word = dict(fields_plant.KINDS)[kind]  # type: ignore[index]
        design = self._session.document.design
        made, identifier = edits.add_rejection(design, kind=kind)
        self._session.apply(f"Add {word.lower()}", made)
        self.choose(identifier)

    def use_city(self, name: str) -> None:
        """Take a built-in climate for the site."""
        self._session.edit("Choose climate", edits.set_site, climate=name, weather_file="")

    def remove_chosen(self) -> None:
        """Remove the part in front, where it can be."""
        key = self.chosen
        if self._rejection(key) is not None:
            self._session.edit("Remove heat rejection", edits.delete_rejection, key)
        elif key in ("storage", "reuse"):
            self._session.edit(f"Remove {key}", edits.set_plant, **{key: None})
        self.refresh()

    def load_profile(self) -> None:
        """Ask for a load profile of 8,760 hours."""
        hours = ask_profile(self)
        if hours is None:
            self.refresh()
            return
        edit = edits.update_plant_part
        self._session.edit("Load profile", edit, "utilisation", profile="hours", hours=hours)

    def _make(self, part: str, fields: dict[str, float]) -> None:
        if getattr(self.design.variant.plant, part) is None:
            self._session.edit(f"Add {part}", edits.update_plant_part, part, **fields)
        self.choose(part)

    def _update(self, label: str, **fields: object) -> None:
        self._session.edit(label, edits.update_rejection, self.chosen, **fields)
        self.refresh()

    def _changed(self, key: str, value: object) -> None:
        part, _, name = key.partition(".")
        label = f"Change {(name or part).rsplit('_', 1)[0].replace('_', ' ')}"
        if self._rejection(self.chosen) is not None:
            self._rejection_changed(label, part, name, value)
        elif self.chosen == "site":
            self._session.edit(label, edits.set_site, **{key: value})
        elif not name:
            self._session.edit(label, edits.set_plant, **{key: value})
        else:
            self._part_changed(label, part, name, value)
        self.refresh()

    def _rejection_changed(self, label: str, part: str, name: str, value: object) -> None:
        edit, chosen = self._session.edit, self.chosen
        if name:
            edit(label, edits.update_rejection_part, chosen, part, **{name: value})
        elif part == "air_economiser":
            edit(label, edits.update_rejection, chosen, air_economiser={} if value else None)
        elif part == "chiller":
            edit(label, edits.update_rejection, chosen, chiller=value, curves=None)
        else:
            edit(label, edits.update_rejection, chosen, **{part: value})

    def _part_changed(self, label: str, part: str, name: str, value: object) -> None:
        """Fields that cannot change alone take others along."""
        plant = self.design.variant.plant
        fields = {name: value}
        if key_of(part, name) == "utilisation.profile":
            if value == "hours":
                self.load_profile()
                return
            fields["hours"] = ()
        if key_of(part, name) == "reset.rule" and value != "none" and plant.reset.most_k == 0.0:
            fields["most_k"] = _FIRST_RAISE_K
        self._session.edit(label, edits.update_plant_part, part, **fields)


def key_of(part: str, name: str) -> str:
    """The key of a field of a part."""
    return f"{part}.{name}"
