"""The plant's editor: its parts in a list, and the fields of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
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
from ui.plant.from_files import ask_profile
from ui.plant.page import PlantPage, rejection_of
from ui.plant.tab import FollowingWidget
from ui.session import Session
from ui.widgets.forms import Form

_KEY = Qt.ItemDataRole.UserRole
_FOLLOW_MS = 60
_FIRST_STORE = {"capacity_wh": 1e6, "power_w": 250e3}
_FIRST_REUSE = {"power_w": 100e3, "temperature_c": 30.0}
_FIRST_RAISE_K = 4.0
_SHARE_OF_WINDOW = 0.3
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
        self._page: PlantPage | None = None
        self._page_of: tuple[object, ...] = ()
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
        found = rejection_of(self.design, key)
        system = self._session.unit_system
        of = (key, None if found is None else found.kind, system)
        removable = found is not None or (key in ("storage", "reuse"))
        self.remove.setEnabled(removable)
        if of != self._page_of:
            self._page_of = of
            self._page = self._make_page(key)
            if (old := self._scroll.takeWidget()) is not None:
                old.deleteLater()  # what asked for it, such as a choice's list, still runs
            self._scroll.setWidget(self._page)
            self._make_room()
        if self._page is not None:
            self._page.follow()

    def _make_room(self) -> None:
        """As wide as the fields like to be at the size of text in force, if that leaves room.

        Never narrower than they need: nothing is cut at the side.
        """
        page = self._scroll.widget()
        if page is not None:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            liked = min(
                page.sizeHint().width() + bar, int(_SHARE_OF_WINDOW * self.window().width())
            )
            self._scroll.setMinimumWidth(max(page.minimumSizeHint().width() + bar, liked))

    def changeEvent(self, event: QEvent) -> None:
        """Fields follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._make_room)  # once the fields have taken it on

    def _make_page(self, key: str) -> PlantPage:
        page = PlantPage(self._session, key)
        page.fieldChanged.connect(self._changed)
        page.rejectionChanged.connect(self._update)
        page.powerChanged.connect(lambda made: self._session.apply("Change power chain", made))
        page.cityChosen.connect(self.use_city)
        page.profileAsked.connect(self.load_profile)
        return page

    @property
    def form(self) -> Form | None:
        """Fields of the part in front."""
        return None if self._page is None else self._page.form

    @property
    def picker(self) -> ClimatePicker | None:
        """Climates to choose from, where the site is in front."""
        return None if self._page is None else self._page.picker

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
        if rejection_of(self.design, key) is not None:
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

    def _update(self, label: str, fields: dict[str, object]) -> None:
        self._session.edit(label, edits.update_rejection, self.chosen, **fields)
        self.refresh()

    def _changed(self, key: str, value: object) -> None:
        part, _, name = key.partition(".")
        label = f"Change {(name or part).rsplit('_', 1)[0].replace('_', ' ')}"
        if rejection_of(self.design, self.chosen) is not None:
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
