"""The variants of the file: pictures to choose from, and how the chosen one differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QIcon, QImage, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.design.models import Variant
from coolsim.results.quantities import worst_rack
from coolsim.results.records import Results
from coolsim.results.sampling import extent, slice_z
from ui import theme, words
from ui.panels.run_bar import RunBar
from ui.plan.colour_tables import colour_table
from ui.plan.heat_layer import heat_image
from ui.plan.scales import heat_range_of
from ui.session import Session, default_slice_height_m
from ui.thumbnails import thumbnail
from ui.variants.figures_table import FiguresTable
from ui.variants.tables import DrawingTable, RacksTable
from ui.widgets.empty import EmptyState

PICTURE = QSize(96, 60)
ONE_VARIANT = (
    "This file has one variant. Make another with Duplicate variant (Ctrl+Alt+D), change it, and "
    "both stand here beside each other."
)
NOT_COMPARED = "Press Compare (F7): every variant chosen is solved, and its figures stand here."
ALIKE = "Nothing is drawn otherwise: the two variants are alike."
NO_INLETS = "Both variants need a result: press Compare (F7)."
VARIANT_BUTTONS = (
    "variant_duplicate", "variant_rename", "variant_delete", "variants_beside",
    "variants_difference",
)  # fmt: skip
_LATER_MS = 250
_FIDELITIES = ("draft", "live", "full")


class VariantsPanel(QWidget):
    """Every variant with its picture on the left, the comparison on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._comparing = session, session.comparing
        self._pictures: dict[str, tuple[tuple[object, ...], QIcon]] = {}
        self._quiet = False
        self.rename: Callable[[str, str], None] = lambda _id, _name: None
        self.list = QListWidget()
        self.list.setAccessibleName("Variants of this file")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setIconSize(PICTURE)
        self.list.setToolTip(
            "Choose the variants that stand beside the one drawn on; Enter draws on one"
        )
        self.list.itemSelectionChanged.connect(self._chosen)
        self.list.itemActivated.connect(self._activated)
        self.list.itemChanged.connect(self._renamed)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(4, 2, 4, 2)
        self.buttons.setSpacing(2)
        self.bar = RunBar(
            session, self._comparing, "Compare", "Solve the variants chosen and compare them (F7)",
            lacks=self._lacks, told=self._told, ask=self._comparing.ask,
        )  # fmt: skip
        self.fidelity = QComboBox()
        self.fidelity.setAccessibleName("Fidelity of the comparison")
        self.fidelity.setToolTip("How carefully every variant is solved")
        self.fidelity.addItems(list(_FIDELITIES))
        self.density = QCheckBox("Density")
        self.density.setToolTip("Find what each variant can sustain, too, and what binds")
        self.fidelity.activated.connect(lambda _: self._choose_how())
        self.density.toggled.connect(lambda _: self._choose_how())
        self.figures = FiguresTable()
        self.drawing = DrawingTable(session)
        self.racks = RacksTable(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("How the variants differ")
        self._pages: dict[str, QStackedLayout] = {}
        for title, table, empty in (
            ("Key figures", self.figures, NOT_COMPARED),
            ("Drawing", self.drawing, ALIKE),
            ("Racks", self.racks, NO_INLETS),
        ):
            self.tabs.addTab(self._page(title, table, empty), title)
        self._empty = EmptyState(ONE_VARIANT)
        self._arrange()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LATER_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (
            session.designChanged, session.resultsChanged, session.unitsChanged,
            session.documentReplaced,
        ):  # fmt: skip
            signal.connect(self._refresh_soon)
        self._comparing.changed.connect(self.refresh)
        self.tabs.currentChanged.connect(lambda _: self.refresh())
        session.selectionChanged.connect(lambda: self.racks.select_ids(session.selection))
        self.refresh()

    def _page(self, title: str, table: QWidget, empty: str) -> QWidget:
        page = QWidget()
        stack = self._pages[title] = QStackedLayout(page)
        stack.addWidget(EmptyState(empty))
        stack.addWidget(table)
        return page

    def _arrange(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.buttons)
        column.addWidget(self.list, 1)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 8, 0)
        top.addWidget(self.bar, 1)
        top.addWidget(self.fidelity)
        top.addWidget(self.density)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.tabs)
        column.addWidget(body, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([theme.scaled(300), 900])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def add_actions(self, actions: Mapping[str, QAction]) -> None:
        """Put the commands of the window over the list."""
        for key in VARIANT_BUTTONS:
            button = QToolButton()
            button.setDefaultAction(actions[key])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setAutoRaise(True)
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)

    # --- showing -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The tab comes to the front."""
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Pictures and colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._pictures.clear()
            self._refresh_soon()

    def _refresh_soon(self, *_: object) -> None:
        if self.isVisible():
            self._soon.start()

    def refresh(self) -> None:
        """Show variants, choice and comparison."""
        if not self.isVisible():
            return
        comparing, session = self._comparing, self._session
        self.fidelity.setCurrentText(comparing.fidelity)
        self.bar.refresh()
        self._fill_list()
        beside = comparing.beside
        self._stack.setCurrentWidget(self.tabs if beside else self._empty)
        if not beside:
            return
        other = next(each for each in session.design.variants if each.id == beside[0])
        self._show_tab(other)

    def _show_tab(self, other: Variant) -> None:
        session, answer = self._session, self._comparing.answer
        title = self.tabs.tabText(self.tabs.currentIndex())
        if title == "Key figures":
            self.figures.show_comparison(answer, session.unit_system)
            is_filled = answer is not None
        elif title == "Drawing":
            is_filled = self.drawing.show_changes(session.variant, other) > 0
        else:
            shown = self.racks.show_racks(session.results, session.results_of(other.id)[0])
            is_filled = shown > 0
        self._pages[title].setCurrentIndex(int(is_filled))

    def _fill_list(self) -> None:
        """The variants in the order of the file, the one drawn on marked."""
        session, listed = self._session, self.list
        if listed.state() == QAbstractItemView.State.EditingState:
            return  # a name is being typed
        variants, active = session.design.variants, session.design.active_variant
        self._quiet = True
        while listed.count() > len(variants):
            listed.takeItem(listed.count() - 1)
        beside = self._comparing.beside
        for row, variant in enumerate(variants):
            item = listed.item(row)
            if item is None:
                item = QListWidgetItem()
                listed.addItem(item)
            results, state = session.results_of(variant.id)
            mark = "▸ " if variant.id == active else ""
            item.setText(f"{mark}{variant.label}\n{_summary(variant, results, state, session)}")
            item.setData(Qt.ItemDataRole.UserRole, variant.id)
            font = item.font()
            font.setBold(variant.id == active)
            item.setFont(font)
            item.setIcon(self._picture(variant, results))
            item.setSelected(variant.id in beside)
        self._quiet = False

    def _picture(self, variant: Variant, results: Results | None) -> QIcon:
        key = (id(variant), id(results), theme.is_dark())
        known = self._pictures.get(variant.id)
        if known is not None and known[0] == key:
            return known[1]
        heat = None if results is None else air_image(variant, results, theme.is_dark())
        icon = QIcon(thumbnail(variant, PICTURE, self.devicePixelRatioF(), heat))
        self._pictures[variant.id] = (key, icon)
        self._kept = getattr(self, "_kept", {}) | {variant.id: (variant, results)}
        return icon

    # --- what the user does ------------------------------------------------------------------

    def _chosen(self) -> None:
        if self._quiet:
            return
        ids = [str(item.data(Qt.ItemDataRole.UserRole)) for item in self.list.selectedItems()]
        order = [each.id for each in self._session.design.variants]
        active = self._session.design.active_variant
        chosen = [each for each in sorted(ids, key=order.index) if each != active]
        if chosen:
            self._comparing.show_beside(chosen)

    def _activated(self, item: QListWidgetItem) -> None:
        self._session.look_at(str(item.data(Qt.ItemDataRole.UserRole)))

    def edit_name(self, variant_id: str) -> None:
        """Type another name in the list, unless one is being typed there."""
        if self.list.state() == QAbstractItemView.State.EditingState:
            return
        self.refresh()
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == variant_id:
                variant = next(e for e in self._session.design.variants if e.id == variant_id)
                self._quiet = True
                item.setText(variant.label)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                self._quiet = False
                self.list.setCurrentItem(item)
                self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        if self._quiet:
            return
        identity, name = str(item.data(Qt.ItemDataRole.UserRole)), item.text().strip()
        self._quiet = True
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self._quiet = False
        self.rename(identity, name)
        self.refresh()

    def _choose_how(self) -> None:
        self._comparing.choose(self.fidelity.currentText(), with_density=self.density.isChecked())

    def _lacks(self) -> str:
        return "" if self._comparing.beside else "This file has one variant: duplicate it first."

    def _told(self) -> str:
        answer = self._comparing.answer
        if answer is None:
            return ""
        lost = [each for each in answer.variants if each.failure]
        told = f"{answer.fidelity}, took {words.seconds_text(answer.seconds)}"
        return told + "".join(f". {each.name}: {each.failure}" for each in lost)


def _summary(variant: Variant, results: Results | None, state: str, session: Session) -> str:
    """A variant in a line: racks, worst inlet, state of its answer."""
    count = len(variant.racks)
    racks = "1 rack" if count == 1 else f"{count:,} racks"
    worst = worst_rack(results) if results is not None else None
    if worst is None:
        return f"{racks} · {'not solved' if results is None else state.replace('_', ' ')}"
    inlet = units.text(worst.inlet_temperature_c, "c", session.unit_system, 3)
    return f"{racks} · worst {inlet} · {state.replace('_', ' ')}"


def air_image(variant: Variant, results: Results, dark: bool) -> QImage | None:
    """Temperatures at the usual height over the whole floor; ``None`` without fields."""
    fields = results.fields
    if fields.temperature_c.size == 0:
        return None
    _, _, z0, _, _, z1 = extent(fields)
    height_m = min(max(default_slice_height_m(variant.hall), z0), z1)
    heat = heat_range_of(variant)
    table = colour_table("heat", dark)
    return heat_image(slice_z(fields, height_m), heat.low_c, heat.high_c, table)
