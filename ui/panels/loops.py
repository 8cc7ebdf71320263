"""The loops panel: the tree of loops, what can be done with them, and the schematic of one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue import Catalogue, load_catalogue
from coolsim.catalogue.cooling_choice import (
    CHILLED_WATER_C,
    WARM_WATER_C,
    add_facility_loop,
    add_technology_loop,
    with_cooling,
)
from coolsim.design import edits
from coolsim.design.liquid import Cdu, Loop
from coolsim.design.models import Cooler, Rack
from ui.panels.loop_tree import LoopTree
from ui.schematic.items import Scale
from ui.schematic.layout import consumers_of, draw, sources_of
from ui.schematic.view import SchematicView
from ui.session import Session

_FOLLOW_MS = 120


class LoopsPanel(QWidget):
    """Loops, units and consumers; adding, assigning, deleting; the schematic beside them.

    Args:
        session: What is shown and worked on.
        scale: The colours of temperatures in the schematic.
        parent: Qt parent.

    Signals:
        enlargeRequested: The panel wants more, or its usual, room.
    """

    enlargeRequested = Signal(bool)

    def __init__(self, session: Session, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._loop_id = ""
        self._shown: tuple[object, ...] = ()
        self._each: bool | None = None
        self.tree = LoopTree()
        self.schematic = SchematicView(scale)
        self.buttons: dict[str, QToolButton | QPushButton] = {}
        self._empty = self._make_empty()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._body = self._make_body()
        self._stack.addWidget(self._body)
        self.tree.itemSelectionChanged.connect(self._chosen)
        self.tree.itemActivated.connect(
            lambda item, _: session.viewRequested.emit(str(item.data(0, Qt.ItemDataRole.UserRole)))
        )
        self.tree.dropped.connect(lambda loop_id, ids: self.assign(ids, loop_id))
        self.schematic.chosen.connect(
            lambda ids, joins: session.select(ids, "toggle" if joins else "replace")
        )
        self.schematic.activated.connect(session.viewRequested)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (session.designChanged, session.resultsChanged, session.unitsChanged):
            signal.connect(lambda *_: self._soon.isActive() or self._soon.start())
        session.selectionChanged.connect(self._show_selection)
        self.refresh()

    # -- building ------------------------------------------------------------------------------

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        words = QLabel("No loop yet. Coolant serves cold plates, tanks, rear doors and coils.")
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words)
        row = QHBoxLayout()
        row.addStretch(1)
        for key, text, run in (
            ("first_plates", "Cold plates for the selected racks", self.add_cold_plates),
            ("first_technology", "Add technology loop", self.add_technology),
            ("first_facility", "Add facility loop", lambda: self.add_facility(WARM_WATER_C)),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, run=run: run())
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _make_body(self) -> QWidget:
        left, right = QWidget(), QWidget()
        for side, content, bar in (
            (left, self.tree, self._tree_bar()),
            (right, self.schematic, self._schematic_bar()),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addLayout(bar)
            column.addWidget(content, 1)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(left)
        body.addWidget(right)
        body.setSizes([600, 620])
        body.setStretchFactor(1, 1)
        return body

    def _tree_bar(self) -> QHBoxLayout:
        bar = _bar()
        add = QToolButton()
        add.setText("Add")
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(add)
        for text, run in (
            ("Technology loop with a CDU", self.add_technology),
            ("Facility loop, warm water", lambda: self.add_facility(WARM_WATER_C)),
            ("Facility loop, chilled water", lambda: self.add_facility(CHILLED_WATER_C)),
            ("Cold plates for the selected racks", self.add_cold_plates),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, run=run: run())
        add.setMenu(menu)
        self._place(bar, "add", add, "Add a loop, with what it needs")
        for key, text, tip, run in (
            ("assign", "Assign selection", "Hang the selected racks, coolers and units on the loop "
             "shown", self.assign_selection),
            ("take_off", "Take off", "Take the selected objects off their loops", self.take_off),
            ("delete", "Delete loop", "Delete the loop shown; what hung on it stays",
             self.delete_loop),
        ):  # fmt: skip
            button = QToolButton()
            button.setText(text)
            button.clicked.connect(lambda _=False, run=run: run())
            self._place(bar, key, button, tip)
        bar.addStretch(1)
        return bar

    def _schematic_bar(self) -> QHBoxLayout:
        bar = _bar()
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        bar.addWidget(self.title)
        bar.addStretch(1)
        for key, text, tip, run in (
            ("each", "Every rack", "Show every consumer, or one box for each row",
             self._toggle_each),
            ("zoom_out", "−", "Zoom out", lambda: self.schematic.zoom(1.0 / 1.2)),
            ("zoom_in", "+", "Zoom in", lambda: self.schematic.zoom(1.2)),
            ("fit", "Fit", "Show the whole loop (F)", self.schematic.fit),
            ("picture", "Save picture", "Save the schematic as PNG or JPEG", self.save_picture),
            ("enlarge", "Enlarge", "Give the panel more room", self._enlarge),
        ):  # fmt: skip
            button = QToolButton()
            button.setText(text)
            button.setCheckable(key in ("each", "enlarge"))
            button.clicked.connect(lambda _=False, run=run: run())
            self._place(bar, key, button, tip)
        return bar

    def _place(self, bar: QHBoxLayout, key: str, button: QToolButton, tip: str) -> None:
        button.setToolTip(tip)
        button.setAccessibleName(tip if len(button.text()) < 3 else button.text())
        button.setMinimumHeight(26)
        bar.addWidget(button)
        self.buttons[key] = button

    # -- showing -------------------------------------------------------------------------------

    @property
    def loop(self) -> Loop | None:
        """The loop whose schematic is shown."""
        loops = self._session.variant.loops
        return next((each for each in loops if each.id == self._loop_id), None)

    def refresh(self) -> None:
        """Show the loops as they are now."""
        session = self._session
        variant, results = session.variant, session.results
        liquid = results.liquid if results is not None else None
        units_without = any(unit.technology_loop_id is None for unit in variant.cdus)
        shown = self._empty if not (variant.loops or units_without) else self._body
        self._stack.setCurrentWidget(shown)
        if not self.isVisible():
            return
        self._enable()
        key = (variant.loops, variant.racks, variant.cdus, variant.coolers, liquid,
               session.results_state, session.unit_system)  # fmt: skip
        if self.loop is None:
            self._loop_id = variant.loops[0].id if variant.loops else ""
        if _same(key, self._shown):
            return
        self._shown = key
        self.tree.show_loops(variant, liquid, session.unit_system)
        self._draw()
        self._show_selection()

    def _draw(self) -> None:
        session, loop = self._session, self.loop
        self.buttons["delete"].setEnabled(loop is not None)
        if loop is None:
            self.title.setText("")
            return
        drawing = draw(session.variant, loop, session.results, each=self._each)
        self.buttons["each"].setChecked(not drawing.is_grouped)
        state = session.results_state
        mark = f"  ({state.replace('_', ' ')})" if session.results is not None else "  (not solved)"
        self.title.setText(loop.label + mark)
        self.schematic.show_drawing(drawing, session.unit_system)
        self.schematic.show_selection(session.selection)

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._shown = ()
            self._soon.start()

    def _show_selection(self) -> None:
        if not self.isVisible():
            return
        self._enable()
        selection = self._session.selection
        wanted = self._loop_of(selection)
        if wanted and wanted != self._loop_id:
            self._loop_id = wanted
            self._draw()
        self.tree.show_selection(selection)
        self.schematic.show_selection(selection)

    def _enable(self) -> None:
        """What can be done with the selection."""
        self.buttons["first_plates"].setEnabled(bool(self._selected_racks()))
        can_hang = bool(self._assignable())
        for key in ("assign", "take_off"):
            self.buttons[key].setEnabled(can_hang)

    def _loop_of(self, selection: frozenset[str]) -> str:
        """The loop to show for a selection: a loop itself, else one that serves all of it."""
        variant = self._session.variant
        chosen = [loop.id for loop in variant.loops if loop.id in selection]
        if chosen:
            return chosen[0]
        serving = []
        for loop in variant.loops:
            own = {item.id for item, _ in consumers_of(variant, loop.id)}
            own |= {item.id for item in sources_of(variant, loop)}
            if selection and selection <= own:
                serving.append(loop.id)
        if self._loop_id in serving or not serving:
            return self._loop_id
        return serving[0]

    def _chosen(self) -> None:
        if not self.tree.quiet:
            self.tree.quiet = True
            self._session.select(self.tree.chosen_ids())
            self.tree.quiet = False

    # -- doing ---------------------------------------------------------------------------------

    def add_technology(self) -> None:
        """Add a technology loop with a unit; the selected liquid racks are hung on it."""
        racks = [rack.id for rack in self._selected_racks() if rack.cooling.startswith("cold")]
        self._session.edit("Add technology loop", add_technology_loop, self._catalogue(), racks)

    def add_facility(self, supply_c: float) -> None:
        """Add a facility loop."""
        self._session.edit("Add facility loop", add_facility_loop, supply_c)

    def add_cold_plates(self) -> None:
        """Cool the selected racks by cold plates, with loop and unit where they are missing."""
        racks = [rack.id for rack in self._selected_racks()]
        if not racks:
            self._session.message.emit("Select the racks that cold plates shall cool.", "note")
            return
        self._session.edit(
            f"Cool {len(racks)} racks by cold plates", with_cooling, self._catalogue(), racks,
            "cold_plate",
        )  # fmt: skip

    def assign(self, ids: list[str], loop_id: str) -> None:
        """Hang objects on a loop: one undo step."""
        fitting = self._assignable(frozenset(ids))
        if not fitting:
            self._session.message.emit("Only racks, coolers and CDUs hang on a loop.", "note")
            return
        loop = edits.find(self._session.design, loop_id)
        self._session.edit(f"Assign to {loop.label}", edits.assign_to_loop, fitting, loop_id)

    def assign_selection(self) -> None:
        """Hang the selection on the loop shown."""
        if self.loop is not None:
            self.assign(sorted(self._session.selection), self.loop.id)

    def take_off(self) -> None:
        """Take the selection off its loops."""
        fitting = self._assignable()
        if fitting:
            self._session.edit("Take off loop", edits.assign_to_loop, fitting, None)

    def delete_loop(self) -> None:
        """Delete the loop shown."""
        if self.loop is not None:
            self._session.edit(f"Delete {self.loop.label}", edits.delete, [self.loop.id])

    def save_picture(self) -> None:
        """Ask for a file and save the schematic."""
        if self.loop is None:
            return
        name = f"{self.loop.label}.png".replace("/", "-")
        path, _ = QFileDialog.getSaveFileName(self, "Save picture", name, "Pictures (*.png *.jpg)")
        if path and not self.schematic.save_picture(Path(path)):
            self._session.message.emit(f"{path} could not be written.", "error")

    def _toggle_each(self) -> None:
        drawing = self.schematic.drawing
        self._each = drawing.is_grouped if drawing is not None else None
        self._draw()

    def _enlarge(self) -> None:
        self.enlargeRequested.emit(self.buttons["enlarge"].isChecked())

    def _selected_racks(self) -> list[Rack]:
        chosen = self._session.selection
        return [rack for rack in self._session.variant.racks if rack.id in chosen]

    def _assignable(self, ids: frozenset[str] | None = None) -> list[str]:
        """Which of the ids, or of the selection, can hang on a loop."""
        chosen = self._session.selection if ids is None else ids
        return [
            item.id
            for _, item in edits.items(self._session.design)
            if item.id in chosen and isinstance(item, (Rack, Cooler, Cdu))
        ]

    def _catalogue(self) -> Catalogue:
        return load_catalogue().with_entries(self._session.design.catalogue)


def _bar() -> QHBoxLayout:
    bar = QHBoxLayout()
    bar.setContentsMargins(8, 4, 8, 4)
    bar.setSpacing(2)
    return bar


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two keys hold the very same parts; comparing results in full would take long."""
    return len(one) == len(other) and all(
        a is b or (isinstance(a, str) and a == b) for a, b in zip(one, other, strict=True)
    )
