"""The commands of the window as Qt actions: keys, icons, enabled state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from ui import icons, theme
from ui.command_table import COMMANDS, Command
from ui.session import Session


class Actions(QObject):
    """The commands as Qt actions, kept in step with the session."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._by_key: dict[str, QAction] = {}
        self._tools = QActionGroup(self)
        self._tools.setExclusive(True)
        for command in COMMANDS:
            self._add(command, window)
        self._icons_made = False
        session.stateChanged.connect(self.refresh)
        session.selectionChanged.connect(self.refresh)
        session.designChanged.connect(lambda *_: self.refresh())
        session.toolChanged.connect(self._show_tool)
        session.airChanged.connect(self.refresh)
        session.snapChanged.connect(self.refresh)
        session.comparing.changed.connect(self.refresh)
        self.refresh()
        self._show_tool(session.tool)

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def connect_all(self, handlers: dict[str, Callable[[], object]]) -> None:
        """Say what each command does.

        Raises:
            ValueError: A command was forgotten, or there is none of that name.
        """
        wanted = {command.key for command in COMMANDS if not command.tool}
        if wanted != set(handlers):
            raise ValueError(f"commands and handlers differ: {wanted ^ set(handlers)}")
        for key, handler in handlers.items():
            self._by_key[key].triggered.connect(lambda _=False, run=handler: run())

    def refresh_icons(self) -> None:
        """Make the icons, in the colours of the theme in force."""
        for command in COMMANDS:
            if command.icon:
                self._by_key[command.key].setIcon(icons.icon(command.icon))

    def refresh(self) -> None:
        """Enable what can be done now."""
        session = self._session
        document, some, busy = session.document, bool(session.selection), session.busy
        for command in COMMANDS:
            if command.needs == "selection":
                self._enable(command.key, some)
        placing = session.tool.startswith("place:")
        self._enable("rotate", some or placing)
        self._enable("rotate_right", some or placing)
        self._enable("undo", document.can_undo)
        self._enable("redo", document.can_redo)
        self._retitle("undo", "&Undo", document.undo_label)
        self._retitle("redo", "&Redo", document.redo_label)
        for key in ("solve", "density", "year", "report", "import", "export"):
            self._enable(key, not busy)
        self._enable("cancel", bool(busy))
        for key in ("isotherms", "arrows", "streamlines"):
            self._by_key[key].setChecked(key in session.layers)
        self._by_key["section"].setChecked(session.section is not None)
        comparing, several = session.comparing, len(session.design.variants) > 1
        self._by_key["variants_beside"].setChecked(comparing.is_open)
        self._by_key["variants_difference"].setChecked(comparing.shows_difference)
        self._enable("variant_delete", several)
        self._enable("compare", not busy)
        self._enable("compare_tables", not busy and comparing.answer is not None)
        views = session.design.views
        for number in range(1, 10):
            known = views[number - 1].label if number <= len(views) else f"View {number}"
            self._name(f"view_{number}", known, number <= max(len(views), 1))
        self._by_key["snap"].setChecked(session.snap_m > 0.0)
        self._by_key["contrast"].setChecked(theme.tokens().is_high_contrast)
        self._enable("turn_section", session.section is not None)
        self._enable("clear_pins", bool(session.pins))
        self._enable("why", not busy and session.why.rack_id is not None)

    def show_view3d(self, shown: bool) -> None:
        """Mark whether the 3-D view is in sight."""
        self._by_key["view3d"].setChecked(shown)

    def _add(self, command: Command, window: QWidget) -> None:
        action = QAction(command.text, window)
        action.setObjectName(command.key)
        if command.shortcut:
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        shown = f" ({command.shortcut})" if command.shortcut else ""
        action.setToolTip(f"{command.tip}{shown}")
        action.setStatusTip("")
        action.setIconText(command.short or command.name)
        action.setCheckable(bool(command.tool) or command.is_toggle)
        if command.tool:
            action.setData(command.tool)
            self._tools.addAction(action)
            action.triggered.connect(lambda: self._session.set_tool(command.tool))
        window.addAction(action)
        self._by_key[command.key] = action

    def _show_tool(self, tool: str) -> None:
        kind = tool.split(":")[1] if tool.startswith("place:") else tool
        for action in self._tools.actions():
            own = str(action.data())
            own_kind = own.split(":")[1] if own.startswith("place:") else own
            if own_kind == kind:
                action.setChecked(True)
                break
        self.refresh()

    def _name(self, key: str, text: str, shown: bool) -> None:
        """Name a command after what it acts on; without that it is not in the menu."""
        action, text = self._by_key[key], text.replace("&", "&&")
        if action.text() != text:
            action.setText(text)
        if action.isVisible() != shown:
            action.setVisible(shown)

    def _enable(self, key: str, enabled: bool) -> None:
        action = self._by_key[key]
        if action.isEnabled() != enabled:
            action.setEnabled(enabled)

    def _retitle(self, key: str, word: str, label: str) -> None:
        action = self._by_key[key]
        text = f"{word} {label}".strip()
        if action.text() != text:
            action.setText(text)
            command = next(each for each in COMMANDS if each.key == key)
            tip = text.replace("&", "") if label else command.tip
            action.setToolTip(f"{tip} ({command.shortcut})")
