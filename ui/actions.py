"""Every command of the window: text, shortcut, icon, enabled state. What it does is connected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from ui import icons
from ui.session import SELECT_TOOL, Session


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        key: Name inside the program.
        text: Menu text with mnemonic.
        shortcut: Keys, "" for none.
        icon: Icon name, "" for none.
        menu: Menu it stands in.
        tip: What it does, one line, for tooltip and cheat sheet.
        tool: Tool it takes in hand; such commands are checkable.
        short: Text on the tool bar, where it differs.
        is_toggle: Whether it switches something that can be seen.
    """

    key: str
    text: str
    shortcut: str
    icon: str
    menu: str
    tip: str
    tool: str = ""
    short: str = ""
    is_toggle: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("new", "&New", "Ctrl+N", "mdi6.file-outline", "File", "Start an empty hall"),
    Command("open", "&Open…", "Ctrl+O", "mdi6.folder-open-outline", "File", "Open a design file"),
    Command("save", "&Save", "Ctrl+S", "mdi6.content-save-outline", "File", "Save the design"),
    Command("save_as", "Save &as…", "Ctrl+Shift+S", "", "File", "Save under another name"),
    Command("report", "&Report…", "Ctrl+P", "mdi6.file-chart-outline", "File",
            "Write the density report as PDF", short="Report"),
    Command("gallery", "&Gallery", "", "", "File", "Show examples and recent files"),
    Command("quit", "&Quit", "Ctrl+Q", "", "File", "Close the window"),
    Command("undo", "&Undo", "Ctrl+Z", "mdi6.undo", "Edit", "Take back the last change"),
    Command("redo", "&Redo", "Ctrl+Shift+Z", "mdi6.redo", "Edit", "Do it again"),
    Command("cut", "Cu&t", "Ctrl+X", "", "Edit", "Copy the selection and delete it"),
    Command("copy", "&Copy", "Ctrl+C", "", "Edit", "Copy the selection"),
    Command("paste", "&Paste", "Ctrl+V", "", "Edit", "Paste at the mouse"),
    Command("duplicate", "&Duplicate", "Ctrl+D", "", "Edit", "Copy the selection beside itself"),
    Command("delete", "De&lete", "Del", "mdi6.trash-can-outline", "Edit", "Delete the selection"),
    Command("rotate", "&Rotate left", "R", "mdi6.rotate-left", "Edit",
            "Turn the selection by 90° counter-clockwise", short="Rotate"),
    Command("rotate_right", "Rotate right", "Shift+R", "", "Edit", "Turn it by 90° clockwise"),
    Command("contain", "Contain a&isle", "Shift+A", "", "Edit",
            "Put a roof and doors around the aisle between the selected rows of racks"),
    Command("select_all", "Select &all", "Ctrl+A", "", "Edit", "Select every object"),
    Command("hall", "&Hall and site…", "Ctrl+H", "", "Edit",
            "Size of the hall, air, site, feeds, project"),
    Command("preferences", "Pre&ferences…", "Ctrl+,", "", "Edit", "Theme and units"),
    Command("select", "&Select", "V", "mdi6.cursor-default-outline", "Place",
            "Select and move objects", SELECT_TOOL),
    Command("place_rack", "&Rack", "K", "mdi6.server", "Place", "Place racks", "place:rack:"),
    Command("place_cooler", "&Cooler", "Shift+C", "mdi6.fan", "Place", "Place coolers",
            "place:cooler:"),
    Command("place_tile", "&Tile", "Shift+T", "mdi6.grid", "Place", "Place perforated tiles",
            "place:tile:tile_25"),
    Command("place_panel", "&Panel", "Shift+P", "mdi6.door", "Place",
            "Place containment panels", "place:panel:vertical"),
    Command("place_column", "C&olumn", "Shift+O", "mdi6.square-outline", "Place",
            "Place columns and other obstructions", "place:obstruction:"),
    Command("solve", "&Solve", "F5", "mdi6.play", "Solve", "Solve the air flow"),
    Command("grid_error", "Solve with &grid error", "Shift+F5", "", "Solve",
            "Solve on a second grid too: how far each rack inlet may be off"),
    Command("density", "&Density", "F6", "mdi6.chart-bar", "Solve",
            "Find how dense each rack can be"),
    Command("year", "Count the &year", "Shift+F6", "", "Solve",
            "Every hour of a year: PUE, water, cost, carbon, what the hall carries"),
    Command("weather", "Open &weather file…", "Ctrl+Shift+W", "", "Solve",
            "Use an EPW file as the site's outdoor air"),
    Command("cancel", "&Cancel", "Shift+Esc", "mdi6.stop", "Solve", "Stop the running task"),
    Command("solve_settings", "Solve se&ttings…", "Ctrl+E", "", "Solve",
            "Fidelity, cell size, inlet limit"),
    Command("fit", "Show &whole hall", "F", "", "View", "Fit the hall into the view"),
    Command("zoom_in", "Zoom &in", "Ctrl++", "", "View", "Zoom in"),
    Command("zoom_out", "Zoom &out", "Ctrl+-", "", "View", "Zoom out"),
    Command("zoom_selection", "&Zoom to selection", "Z", "", "View", "Bring the selection near"),
    Command("next_map", "Next &map", "M", "", "Air",
            "Map the next quantity: temperature, speed, pressure, humidity"),
    Command("isotherms", "&Contours", "I", "", "Air",
            "Isotherms, or lines of equal value of what is mapped", is_toggle=True),
    Command("arrows", "&Arrows", "A", "", "Air",
            "Direction and speed of the air at the height of the map", is_toggle=True),
    Command("streamlines", "&Streamlines", "S", "", "Air",
            "Where the air of the selected objects goes and comes from", is_toggle=True),
    Command("section", "Se&ction", "X", "", "Air", "A vertical cut through the hall",
            is_toggle=True),
    Command("turn_section", "&Turn section", "Shift+X", "", "Air", "Cut along the other axis"),
    Command("pin_probe", "&Pin probe", "P", "", "Air",
            "Keep showing the air at the mouse, or take that probe away"),
    Command("clear_pins", "&Remove probes", "", "", "Air", "Take every pinned probe away"),
    Command("why", "&Why is it hot?", "W", "", "Air",
            "Where the heat at the selected rack's inlet comes from"),
    Command("units", "SI or IP &units", "Ctrl+U", "", "View", "Switch the units of every number"),
    Command("theme", "&Light or dark", "Ctrl+Shift+L", "", "View", "Switch the theme"),
    Command("reset_layout", "&Reset layout", "", "", "View", "Put all docks back"),
    Command("shortcuts", "&Shortcuts", "F1", "", "Help", "Every command with its keys"),
    Command("about", "&About CoolSim", "", "", "Help", "Version and licence"),
)  # fmt: skip
MENUS = ("File", "Edit", "Place", "Solve", "Air", "View", "Help")
TOOLBAR = (
    "new", "open", "save", "|", "undo", "redo", "|", "select", "place_rack", "place_cooler",
    "place_tile", "place_panel", "place_column", "|", "rotate", "delete", "|",
    "solve", "density", "report", "cancel",
)  # fmt: skip
ICON_ONLY = frozenset({"new", "open", "save", "undo", "redo", "rotate", "delete", "cancel"})
"""Commands whose icon says enough on the tool bar."""
SHORTCUTS_OF_PLAN: tuple[tuple[str, str], ...] = (
    ("Arrow keys", "Move the selection by the snap step; with Shift by 1 cm"),
    ("Alt while dragging", "No snapping"),
    ("Shift+click", "Add to or take from the selection"),
    ("Space or middle button", "Pan"),
    ("Mouse wheel", "Zoom at the mouse"),
    ("Page up, page down", "Raise or lower the heat map"),
    ("Esc", "Back out one step"),
    ("Double-click", "Edit an object's fields"),
    ("Mouse at rest on the floor", "The air there: temperature, speed, pressure, humidity"),
    ("Drag the section line", "Cut the hall elsewhere"),
)


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
        for key in ("cut", "copy", "duplicate", "delete", "contain", "zoom_selection"):
            self._enable(key, some)
        placing = session.tool.startswith("place:")
        self._enable("rotate", some or placing)
        self._enable("rotate_right", some or placing)
        self._enable("undo", document.can_undo)
        self._enable("redo", document.can_redo)
        self._retitle("undo", "&Undo", document.undo_label)
        self._retitle("redo", "&Redo", document.redo_label)
        for key in ("solve", "density", "year", "report"):
            self._enable(key, not busy)
        self._enable("cancel", bool(busy))
        for key in ("isotherms", "arrows", "streamlines"):
            self._by_key[key].setChecked(key in session.layers)
        self._by_key["section"].setChecked(session.section is not None)
        self._enable("turn_section", session.section is not None)
        self._enable("clear_pins", bool(session.pins))
        self._enable("why", not busy and session.why.rack_id is not None)

    def _add(self, command: Command, window: QWidget) -> None:
        action = QAction(command.text, window)
        action.setObjectName(command.key)
        if command.shortcut:
            keys = [QKeySequence(command.shortcut)]
            if command.key == "redo":
                keys.append(QKeySequence("Ctrl+Y"))
            action.setShortcuts(keys)
        shown = f" ({command.shortcut})" if command.shortcut else ""
        action.setToolTip(f"{command.tip}{shown}")
        action.setStatusTip("")
        action.setIconText(command.short or command.text.replace("&", "").rstrip("…"))
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
