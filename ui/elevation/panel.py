"""The elevation dock: what can be mounted, the rack's front, its totals."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.catalogue import Catalogue, load_catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design import edits
from coolsim.design.models import Design, Rack
from coolsim.errors import CoolSimError
from ui.elevation.contents import Offer, blocks, free_runs, offers, totals
from ui.elevation.face import ElevationFace
from ui.library_items import ITEM_MIME
from ui.session import Session
from ui.widgets.empty import EmptyState

_ITEM = Qt.ItemDataRole.UserRole
_FOLLOW_MS = 60
_PLAIN = Offer("", "Plain load", 1, 500.0, is_weak=False)


class _Offers(QListWidget):
    """Items that travel as the library's do."""

    def mimeTypes(self) -> list[str]:
        """The one type we offer."""
        return [ITEM_MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The dragged item as contents of a rack."""
        data = QMimeData()
        for row in items[:1]:
            offer = row.data(_ITEM)
            fields = {"contents": [{"item": offer.item, "count": 1}]}
            data.setData(ITEM_MIME, json.dumps({"kind": "rack", "fields": fields}).encode())
        return data


class ElevationPanel(QWidget):
    """Shows the first selected rack; each change is one step of undo."""

    def __init__(
        self, session: Session, heat: Callable[[float], QColor], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._catalogue_of: object = None
        self._catalogue: Catalogue | None = None
        self._offers: tuple[Offer, ...] = ()
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.totals = QLabel()
        self.totals.setProperty("role", "muted")
        self.totals.setWordWrap(True)
        self.totals.setAccessibleName("Totals of the rack")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search what to mount")
        self.search.setAccessibleName("Search what to mount")
        self.search.setClearButtonEnabled(True)
        self.list = _Offers()
        self.list.setAccessibleName("What can be mounted")
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(lambda _: self._mount("", 0))
        self.face = ElevationFace(heat)
        self.to_all = QPushButton("Copy")
        self.to_all.setToolTip("Give the other selected racks this elevation")
        self.to_all.setAccessibleName("Copy to the other selected racks")
        self.blank = QPushButton("Blank")
        self.blank.setToolTip("Close all free units with blanking panels")
        self.blank.setAccessibleName("Blank all free units")
        self.open = QPushButton("Open")
        self.open.setToolTip("Leave all free units open: warm air comes back to the front")
        self.open.setAccessibleName("Open all free units")
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.face)
        self._scroll = scroll
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.blank, self.open, self.to_all):
            buttons.addWidget(button)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.list)
        parts.addWidget(scroll)
        parts.setSizes([80, 400])
        parts.setChildrenCollapsible(False)
        self.list.setMinimumHeight(3 * self.list.fontMetrics().lineSpacing())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        for part in (self.title, self.totals, self.search):
            column.addWidget(part)
        column.addWidget(parts, 1)
        column.addLayout(buttons)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("Select a rack to see and fill its units."))
        self._stack.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        session, face = self._session, self.face
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (session.designChanged, session.selectionChanged, session.resultsChanged,
                       session.unitsChanged):  # fmt: skip
            signal.connect(lambda *_: self._follow())
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self.list.setFocus)
        face.mountWanted.connect(self._mount)
        face.moveWanted.connect(self._move)
        face.removeWanted.connect(self._remove)
        face.blankWanted.connect(self._blank)
        face.currentChanged.connect(self._scroll_to)
        self.to_all.clicked.connect(self._copy_to_all)
        self.blank.clicked.connect(lambda: self._blank_all(True))
        self.open.clicked.connect(lambda: self._blank_all(False))

    @property
    def rack(self) -> Rack | None:
        """The rack in sight: the first of the selected ones."""
        chosen = self._session.selection
        return next((rack for rack in self._session.variant.racks if rack.id in chosen), None)

    def showEvent(self, event: QShowEvent) -> None:
        """The dock comes to the front."""
        super().showEvent(event)
        self.refresh()

    def _follow(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Show the rack as it is now."""
        self._soon.stop()
        rack = self.rack
        self._stack.setCurrentIndex(0 if rack is None else 1)
        if rack is None or not self.isVisible():
            return
        catalogue = self._take_catalogue()
        system = self._session.unit_system
        reader = LoadReader(catalogue)
        results = self._session.results
        result = next((r for r in results.racks if r.id == rack.id), None) if results else None
        chosen = [
            each for each in self._session.variant.racks if each.id in self._session.selection
        ]
        more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
        self.title.setText(f"{rack.label}{more}")
        self.totals.setText(totals(rack, reader, system))
        drawn = self._by_unit(rack)
        self.face.show_rack(
            rack.height_u, blocks(drawn, reader, catalogue, result), free_runs(drawn), system
        )
        self.to_all.setEnabled(len(chosen) > 1 and bool(drawn.slots))

    def _by_unit(self, rack: Rack) -> Rack:
        """The rack with its load in slots: as drawn, or as the first change would draw it."""
        try:
            drawn = self._drawn(self._session.design, [rack.id])
        except CoolSimError:
            return rack  # what does not fit by unit is shown in the totals only
        return next(each for each in drawn.variant.racks if each.id == rack.id)

    def _drawn(self, design: Design, ids: Sequence[str]) -> Design:
        heights = {each.item: each.height_u for each in self._offers}
        return edits.drawn_by_unit(design, ids, heights)

    def _take_catalogue(self) -> Catalogue:
        own = self._session.design.catalogue
        if self._catalogue is None or own is not self._catalogue_of:
            self._catalogue_of = own
            self._catalogue = load_catalogue().with_entries(own)
            self._offers = (_PLAIN, *offers(self._catalogue))
            self._fill(self.search.text())
        return self._catalogue

    def _fill(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self.list.clear()
        for offer in self._offers:
            if all(word in offer.name.casefold() for word in wanted):
                mark = " *" if offer.is_weak else ""
                power = units.text(offer.power_w, "w", self._session.unit_system, 3)
                row = QListWidgetItem(f"{offer.height_u} U  {offer.name}, {power}{mark}")
                row.setData(_ITEM, offer)
                row.setToolTip(f"{offer.name}: {offer.height_u} U, {power}{mark}")
                self.list.addItem(row)
        self.list.setCurrentRow(0)

    def _scroll_to(self, unit: int) -> None:
        box = self.face.rect_of(range(unit, unit + 1))
        self._scroll.ensureVisible(box.center().x(), box.center().y(), 0, 3 * self.face.unit_px)

    # -- editing -------------------------------------------------------------------------------

    def _mount(self, item: str, unit: int) -> None:
        """Mount an item, or the chosen one, at a unit, or at the current one."""
        rack = self.rack
        row = self.list.currentItem()
        offer = next((each for each in self._offers if each.item == item), None) if item else None
        offer = offer or (row.data(_ITEM) if row is not None and not item else None)
        if rack is None or offer is None:
            self._session.message.emit("This cannot be mounted in units.", "warning")
            return
        at = unit or self.face.current

        def change(design: Design) -> Design:
            load = None if offer.item else offer.power_w
            return edits.mount(design, [rack.id], at, offer.height_u, item=offer.item, load_w=load)

        if self._edit(f"Mount {offer.name} in {rack.label}", change):
            self.face.set_current(min(at + offer.height_u, rack.height_u))

    def _move(self, index: int, unit: int) -> None:
        rack = self.rack
        if rack is not None:
            label = f"Move in {rack.label}"
            self._edit(label, lambda design: edits.remount(design, rack.id, index, unit))

    def _remove(self, index: int) -> None:
        rack = self.rack
        if rack is not None:
            label = f"Take out of {rack.label}"
            self._edit(label, lambda design: edits.unmount(design, rack.id, index))

    def _blank(self, unit: int) -> None:
        rack = self.rack
        if rack is None:
            return
        here = next((gap for gap in free_runs(rack) if unit in gap.units), None)
        if here is not None:
            word = "Open" if here.blanked else "Blank"
            self._edit(
                f"{word} units of {rack.label}",
                lambda design: edits.blank_gaps(
                    design, [rack.id], blanked=not here.blanked, unit=unit
                ),
            )

    def _blank_all(self, blanked: bool) -> None:
        ids = [
            each.id for each in self._session.variant.racks if each.id in self._session.selection
        ]
        word = "Blank" if blanked else "Open"
        self._edit(
            f"{word} free units of {len(ids)} racks",
            lambda design: edits.blank_gaps(design, ids, blanked=blanked),
            ids,
        )

    def _copy_to_all(self) -> None:
        rack, ids = self.rack, self._session.selection
        if rack is not None:
            racks = [each.id for each in self._session.variant.racks if each.id in ids]
            label = f"Copy elevation of {rack.label}"
            self._edit(label, lambda design: edits.copy_slots(design, rack.id, racks), racks)

    def _edit(
        self, label: str, change: Callable[[Design], Design], ids: Sequence[str] = ()
    ) -> bool:
        """Make a change of the rack in sight (or of several) one step, drawn by unit before it."""
        before = self._session.document.design
        racks = ids or [rack.id for rack in (self.rack,) if rack is not None]
        try:
            after = change(self._drawn(before, racks))
        except CoolSimError as error:
            self._session.message.emit(str(error), "warning")
            return False
        if after is not before:
            self._session.apply(label, after)
        self.refresh()
        return True
