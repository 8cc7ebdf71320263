"""What a user does at random: mouse and keyboard events on the plan, panels, menus and dialogs.

Every action draws from the random numbers of its own step, so a step can be repeated alone. Files
are asked for and written in one folder of the run; quitting is left out, since it ends the run.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.app import Application
from ui.command_table import COMMANDS

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT_OUT = frozenset({"quit"})
LONG_TASKS = ("solve", "grid_error", "density", "year", "compare", "why")
PLACE_TOOLS = ("place_rack", "place_cooler", "place_tile", "place_panel", "place_column",
               "measure", "dimension", "note", "scale_background")  # fmt: skip
TYPED = (
    "30 kW", "2 m", "22 °C", "71.6 °F", "50 %", "3", "0", "-0", "-5 kW", "1e999", "nan", "inf",
    "1e-300", "99999999999", "12,5 m", "1 000", "", " ", "abc", "A-{n}", "A-*", "=1+1", "\\",
    "<b>x</b>", "%s %d", "100 cfm", "dT 10 K", "x" * 300, "racks over 5 kW", "0.6",
)  # fmt: skip
"""Texts for editors: good entries, other notations, and nonsense."""
LOOK_MS = 30
ANSWERS_TO_DIALOG = 6
"""Most things done in a dialog or popup before it is backed out of."""
GIVE_UP = 40
"""Looks after which a dialog that stays open counts as stuck."""
_KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_Menu,
)  # fmt: skip
_CONTROLS = (QLineEdit, QTextEdit, QAbstractButton, QComboBox, QTabBar, QAbstractItemView,
             QAbstractSlider)  # fmt: skip


class User:
    """Hands on a window: the events, and what the random numbers choose.

    Args:
        made: The running window.
        folder: Where files are opened and saved.
        rng: Random numbers of the present step.
    """

    def __init__(self, made: Application, folder: Path, rng: random.Random) -> None:
        self.window, self.session = made.window, made.session
        self.folder, self.rng = folder, rng
        self.commands = [each for each in COMMANDS if each.key not in LEFT_OUT]

    # --- where ---------------------------------------------------------------------------------

    def place(self) -> QPoint:
        """A place on the plan's viewport: any, or an object's middle as often."""
        canvas = self.window.plan.canvas
        view = canvas.viewport()
        objects = self.window.plan.scene.objects
        if objects and self.rng.random() < 0.5:
            key = self.rng.choice(sorted(objects))
            at = canvas.viewportTransform().map(objects[key].scenePos()).toPoint()
            if view.rect().contains(at):
                return at
        return QPoint(
            self.rng.randrange(max(view.width(), 1)), self.rng.randrange(max(view.height(), 1))
        )

    def held(self) -> Qt.KeyboardModifier:
        """Keys held with the mouse: mostly none."""
        return self.rng.choice((NO_KEYS, NO_KEYS, NO_KEYS, SHIFT, CONTROL, ALT))

    def controls(self, root: QWidget) -> list[QWidget]:
        """Controls in sight and enabled below a widget."""
        return [
            each
            for each in root.findChildren(QWidget)
            if isinstance(each, _CONTROLS) and each.isEnabled() and each.isVisible()
            and each.window() is root.window() and not each.visibleRegion().isEmpty()
        ]  # fmt: skip

    # --- events --------------------------------------------------------------------------------

    def press(self, keys: str, onto: QWidget | None = None) -> None:
        """Press a shortcut where the keyboard is."""
        combination = QKeySequence(keys)[0]
        onto = onto or QApplication.focusWidget() or self.window
        QTest.keyClick(onto, combination.key(), combination.keyboardModifiers())

    def run(self, command: str) -> None:
        """Press the keys of a command on the plan."""
        keys = next(each.shortcut for each in COMMANDS if each.key == command)
        self.press(keys, self.window)

    def drag(self, onto: QWidget, points: list[QPoint], keys: Qt.KeyboardModifier,
             button: Qt.MouseButton = LEFT) -> None:  # fmt: skip
        """Press at the first point, move over the others, let go at the last; or Esc between."""
        QTest.mouseMove(onto, points[0])
        QTest.mousePress(onto, button, keys, points[0])
        for point in points[1:]:
            QTest.mouseMove(onto, point)
            QApplication.processEvents()
            QTest.qWait(8)
        if self.rng.random() < 0.1:
            QTest.keyClick(onto, Qt.Key.Key_Escape)
        QTest.mouseRelease(onto, button, keys, points[-1])

    def text(self) -> str:
        """Something to type."""
        return self.rng.choice(TYPED)

    def operate(self, control: QWidget) -> str:
        """Use a control as its kind is used; says what was done."""
        rng = self.rng
        where = f"{type(control).__name__} “{control.accessibleName() or control.objectName()}”"
        if isinstance(control, QLineEdit | QTextEdit):
            typed = self.text()
            control.setFocus()
            control.selectAll()
            QTest.keyClicks(control, typed)
            QTest.keyClick(control, rng.choice(_KEYS[:4]))
            return f"type {typed[:20]!r} in {where}"
        if isinstance(control, QComboBox):
            control.setFocus()
            for _ in range(rng.randint(1, 4)):
                if control.isVisible():  # a choice may put its own form away
                    QTest.keyClick(control, rng.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
            return f"choose in {where}"
        if isinstance(control, QTabBar):
            at = control.tabRect(rng.randrange(max(control.count(), 1))).center()
            QTest.mouseClick(control, LEFT, NO_KEYS, at)
            return f"tab of {where}"
        if isinstance(control, QAbstractItemView):
            return f"{self._use_items(control)} of {where}"
        if isinstance(control, QAbstractSlider):
            control.setFocus()
            for _ in range(rng.randint(1, 3)):
                QTest.keyClick(control, rng.choice(_KEYS[5:13]))
            return f"slide {where}"
        text = control.text() if isinstance(control, QAbstractButton) else ""
        QTest.mouseClick(control, LEFT)
        return f"click {where} {text}"

    def _use_items(self, items: QAbstractItemView) -> str:
        rng, view = self.rng, items.viewport()
        at = QPoint(rng.randrange(max(view.width(), 1)), rng.randrange(max(view.height(), 1)))
        QTest.mouseClick(view, LEFT, rng.choice((NO_KEYS, SHIFT, CONTROL)), at)
        if rng.random() < 0.5:
            return f"click {at.x()}, {at.y()}"
        QTest.mouseDClick(view, LEFT, NO_KEYS, at)
        editor = QApplication.focusWidget()
        if isinstance(editor, QLineEdit) and items.isAncestorOf(editor):
            QTest.keyClicks(editor, self.text())
            QTest.keyClick(editor, rng.choice(_KEYS[:4]))
            return "edit a cell"
        return f"double-click {at.x()}, {at.y()}"


# --- the actions ---------------------------------------------------------------------------------


def click_plan(user: User) -> str:
    """Click on the plan, twice now and then."""
    view, at, keys = user.window.plan.canvas.viewport(), user.place(), user.held()
    click = QTest.mouseDClick if user.rng.random() < 0.2 else QTest.mouseClick
    click(view, LEFT, keys, at)
    return f"{at.x()}, {at.y()} {keys.name}"


def drag_plan(user: User) -> str:
    """Drag over the plan: a band, an object, a row, or a pan."""
    points = [user.place() for _ in range(user.rng.randint(2, 6))]
    button = MIDDLE if user.rng.random() < 0.1 else LEFT
    user.drag(user.window.plan.canvas.viewport(), points, user.held(), button)
    return f"{points[0].x()}, {points[0].y()} to {points[-1].x()}, {points[-1].y()}"


def place_objects(user: User) -> str:
    """Take a tool in hand, click or drag with it, put it away."""
    tool = user.rng.choice(PLACE_TOOLS)
    user.window.plan.canvas.setFocus()
    user.run(tool)
    (drag_plan if user.rng.random() < 0.5 else click_plan)(user)
    if user.rng.random() < 0.7:
        QTest.keyClick(user.window.plan.canvas, Qt.Key.Key_Escape)
    return tool


def wheel(user: User) -> str:
    """Turn the mouse wheel over the plan."""
    view, at = user.window.plan.canvas.viewport(), user.place()
    notches = user.rng.choice((-3, -1, 1, 3))
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    return f"{notches} notches"


def plan_menu(user: User) -> str:
    """Open the plan's context menu; what is chosen there is up to :class:`Answers`."""
    view, at = user.window.plan.canvas.viewport(), user.place()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))
    return f"{at.x()}, {at.y()}"


def menu_bar(user: User) -> str:
    """Open a menu of the menu bar."""
    bar = user.window.menuBar()
    action = user.rng.choice(bar.actions())
    QTest.mouseClick(bar, LEFT, NO_KEYS, bar.actionGeometry(action).center())
    return action.text()


def shortcut(user: User) -> str:
    """Press the keys of any command but quit."""
    command = user.rng.choice(user.commands)
    if user.rng.random() < 0.7:
        user.window.plan.canvas.setFocus()
    if command.keys:
        user.press(user.rng.choice(command.keys))
    return command.key


def palette(user: User) -> str:
    """Run a command by typing some of its name."""
    command = user.rng.choice(user.commands)
    user.press("Ctrl+K", user.window)
    QApplication.processEvents()
    editor = QApplication.focusWidget()
    if isinstance(editor, QLineEdit) and editor.window() is not user.window:
        QTest.keyClicks(editor, command.name if user.rng.random() < 0.8 else user.text()[:12])
        if command.key not in LEFT_OUT:
            QTest.keyClick(editor, user.rng.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))
    return command.key


def control(user: User) -> str:
    """Use a control of the window, whichever is in sight."""
    found = user.controls(user.window)
    return user.operate(user.rng.choice(found)) if found else "none in sight"


def keys(user: User) -> str:
    """A few keys wherever the keyboard is."""
    pressed = [user.rng.choice(_KEYS) for _ in range(user.rng.randint(1, 5))]
    for key in pressed:
        onto = QApplication.activePopupWidget() or QApplication.focusWidget() or user.window
        QTest.keyClick(onto, key, user.rng.choice((NO_KEYS, NO_KEYS, SHIFT)))
    return " ".join(key.name for key in pressed)


def history(user: User) -> str:
    """A burst of undo, then of redo."""
    back, forth = user.rng.randint(1, 12), user.rng.randint(0, 12)
    for keys_, times in (("Ctrl+Z", back), ("Ctrl+Shift+Z", forth)):
        for _ in range(times):
            user.press(keys_, user.window)
    return f"{back} back, {forth} forth"


def select_and_change(user: User) -> str:
    """Select everything or a few, then change it by a command."""
    user.window.plan.canvas.setFocus()
    if user.rng.random() < 0.3:
        user.run("select_all")
    else:
        drag_plan(user)
    changes = [each for each in user.commands if each.menu in ("Edit", "Arrange") and each.shortcut]
    command = user.rng.choice(changes)
    user.press(command.shortcut, user.window.plan.canvas)
    return command.key


def long_task(user: User) -> str:
    """Start a long task; cancel it after up to two seconds, or leave it."""
    task = user.rng.choice(LONG_TASKS)
    user.run(task)
    if user.rng.random() < 0.7:
        QTest.qWait(user.rng.randint(0, 2000))
        user.press("Shift+Esc", user.window)
        return f"{task}, cancelled"
    return task


def look_3d(user: User) -> str:
    """Turn, move and zoom the 3-D view, if it is open."""
    canvas = user.window.view3d.canvas
    if not canvas.isVisible() or canvas.width() < 2 or canvas.height() < 2:
        user.run("view3d")
        return "open"
    rng = user.rng
    points = [QPoint(rng.randrange(canvas.width()), rng.randrange(canvas.height()))
              for _ in range(3)]  # fmt: skip
    user.drag(canvas, points, user.held(), rng.choice((LEFT, MIDDLE)))
    if rng.random() < 0.3:
        user.run("view3d")
    return f"{points[0].x()}, {points[0].y()} to {points[-1].x()}, {points[-1].y()}"


def resize(user: User) -> str:
    """Another size of the window."""
    size = user.rng.choice(((900, 600), (1280, 800), (1600, 1000)))
    user.window.resize(*size)
    return f"{size[0]} × {size[1]}"


def pause(user: User) -> str:
    """Wait and let answers come."""
    ms = user.rng.randint(50, 1000)
    QTest.qWait(ms)
    return f"{ms} ms"


@dataclass(frozen=True)
class Action:
    """One kind of action: how often it is chosen, what it does."""

    name: str
    weight: int
    do: Callable[[User], str]


ACTIONS = (
    Action("click plan", 8, click_plan), Action("drag plan", 10, drag_plan),
    Action("place objects", 8, place_objects), Action("wheel", 5, wheel),
    Action("plan menu", 6, plan_menu), Action("menu bar", 4, menu_bar),
    Action("shortcut", 20, shortcut), Action("palette", 4, palette),
    Action("control", 20, control), Action("keys", 6, keys), Action("history", 6, history),
    Action("select and change", 10, select_and_change), Action("long task", 4, long_task),
    Action("look at 3-D", 2, look_3d), Action("resize", 1, resize), Action("pause", 3, pause),
)  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}


def choose(rng: random.Random) -> Action:
    """The kind of action of a step."""
    return rng.choices(ACTIONS, [action.weight for action in ACTIONS])[0]


# --- dialogs -------------------------------------------------------------------------------------


class Answers(QObject):
    """Looks for dialogs and popups that wait, uses them at random and backs out in the end.

    Args:
        user: Whose random numbers choose.
        on_stuck: Told of a dialog that cannot be closed.
    """

    def __init__(self, user: User, on_stuck: Callable[[str], None]) -> None:
        super().__init__()
        self._user, self._on_stuck = user, on_stuck
        self._waiting: tuple[QWidget | None, int, int] = (None, 0, 0)
        self._closed = False
        self.trail: list[str] = []
        self._arm()

    def close(self) -> None:
        """Look no more."""
        self._closed = True

    def _arm(self) -> None:
        # One shot each: a timer whose slot opened a dialog of its own would not fire again in it.
        QTimer.singleShot(LOOK_MS, self, self._look)

    def _look(self) -> None:
        if self._closed:
            return
        self._arm()
        widget = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if widget is None:
            self._waiting = (None, 0, 0)
            return
        known, looks, patience = self._waiting
        if widget is not known:
            looks, patience = 0, self._user.rng.randint(1, ANSWERS_TO_DIALOG)
        self._waiting = (widget, looks + 1, patience)
        if looks < patience:
            self.trail.append(self._use(widget))
        elif looks < patience + 4:
            QTest.keyClick(widget, Qt.Key.Key_Escape)
        else:
            widget.close()
        if looks == GIVE_UP:
            self._on_stuck(f"{type(widget).__name__} “{widget.windowTitle()}” does not close")

    def _use(self, widget: QWidget) -> str:
        rng = self._user.rng
        if isinstance(widget, QMenu):
            for _ in range(rng.randint(1, 15)):
                QTest.keyClick(widget, Qt.Key.Key_Down)
            chosen = widget.activeAction()
            name = chosen.text() if chosen else ""
            leave = "Quit" in name.replace("&", "") or rng.random() < 0.2
            QTest.keyClick(widget, Qt.Key.Key_Escape if leave else Qt.Key.Key_Return)
            return f"menu: {name}"
        found = self._user.controls(widget)
        if not found or rng.random() < 0.1:
            QTest.keyClick(widget, rng.choice(_KEYS))
            return f"key in {widget.windowTitle()}"
        return f"{widget.windowTitle()}: {self._user.operate(rng.choice(found))}"


def answer_file_dialogs(user: User) -> Callable[[], None]:
    """Have file and text questions of the desktop answered at once; returns what undoes that."""

    def named(pattern: str) -> str:
        ending = pattern.split("*")[1].split(" ")[0].rstrip(");") if "*." in pattern else ""
        return str(user.folder / f"file-{user.rng.randrange(4)}{ending}")

    def path(_parent: Any = None, _title: str = "", _folder: str = "", pattern: str = "",
             *_: Any, **__: Any) -> tuple[str, str]:  # fmt: skip
        return ("", "") if user.rng.random() < 0.2 else (named(pattern), pattern)

    replaced: tuple[tuple[Any, str, Any], ...] = (
        (QFileDialog, "getOpenFileName", path), (QFileDialog, "getSaveFileName", path),
        (QFileDialog, "getExistingDirectory", lambda *_, **__: str(user.folder)),
        (QInputDialog, "getText", lambda *_, **__: (user.text(), user.rng.random() < 0.8)),
        (QDesktopServices, "openUrl", lambda *_: True),
    )  # fmt: skip
    former = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
    for owner, name, answer in replaced:
        setattr(owner, name, staticmethod(answer))

    def undo() -> None:
        for owner, name, own in former:
            setattr(owner, name, own)

    return undo
