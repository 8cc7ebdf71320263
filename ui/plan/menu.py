"""The context menu of the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from coolsim.design import edits

if TYPE_CHECKING:
    from ui.plan.commands import PlanCommands
    from ui.plan.view import PlanView


def add_loops(menu: QMenu, commands: PlanCommands) -> None:
    """Submenus that hang the selection on a loop, or racks on a unit, where there are any."""
    loops, units = commands.loops_to_assign()
    if loops:
        onto = menu.addMenu("Assign to loop")
        for loop_id, name in loops:
            action = onto.addAction(name)
            action.triggered.connect(lambda _=False, to=loop_id: commands.assign_to_loop(to))
        onto.addSeparator()
        off = onto.addAction("Take off loop")
        off.triggered.connect(lambda _=False: commands.assign_to_loop(None))
    if units:
        onto = menu.addMenu("Assign racks to CDU")
        for unit_id, name in units:
            action = onto.addAction(name)
            action.triggered.connect(lambda _=False, to=unit_id: commands.assign_to_cdu(to))


def add_arranging(menu: QMenu, commands: PlanCommands) -> None:
    """A submenu that aligns, spaces, mirrors and groups the selection."""
    arrange = menu.addMenu("Arrange")
    edges: tuple[tuple[str, edits.Edge], ...] = (
        ("Align left", "left"), ("Align right", "right"), ("Align top", "top"),
        ("Align bottom", "bottom"), ("Align centres, upright", "centre_x"),
        ("Align centres, level", "centre_y"),
    )  # fmt: skip
    for text, edge in edges:
        arrange.addAction(text).triggered.connect(lambda _=False, edge=edge: commands.align(edge))
    arrange.addSeparator()
    axes: tuple[tuple[str, edits.Axis], ...] = (("across", "x"), ("upwards", "y"))
    for word, axis in axes:
        spaced = arrange.addAction(f"Equal gaps {word}")
        spaced.triggered.connect(lambda _=False, axis=axis: commands.distribute(axis, "gap"))
    for word, axis in (("left and right", axes[0][1]), ("top and bottom", axes[1][1])):
        mirrored = arrange.addAction(f"Mirror {word}")
        mirrored.triggered.connect(lambda _=False, axis=axis: commands.mirror(axis))
    arrange.addSeparator()
    for text, run in (
        ("Group", commands.group), ("Ungroup", commands.ungroup),
        ("Make aisle", commands.make_aisle),
    ):  # fmt: skip
        arrange.addAction(text).triggered.connect(lambda _=False, run=run: run())


def build_menu(plan: PlanView, at: QPointF) -> QMenu:
    """The commands that make sense for the selection, with their keys for learning."""
    menu = QMenu(plan)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    commands = plan.commands

    def add(text: str, keys: str, run: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(keys))
        # Only shown: the plan handles its keys itself.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: run())
        return action

    selection = plan.session.selection
    aisle = edits.aisle_at(plan.session.design.variant, at.x(), at.y())

    def add_aisle() -> None:
        if aisle is not None:
            kind, racks = aisle
            drawn = plan.scene.aisles.at(at)
            if drawn is not None:
                name, identity = drawn.aisle.label, drawn.aisle.id
                add(f"Select {name}", "", lambda: plan.session.select((identity,)))
            add(f"Contain this {kind} aisle", "", lambda: commands.contain_at(at))
            add("Select racks of this aisle", "", lambda: plan.session.select(racks))
            menu.addSeparator()

    if selection:
        add_aisle()
        add("Rotate left", "R", lambda: commands.rotate(90.0))
        add("Rotate right", "Shift+R", lambda: commands.rotate(-90.0))
        add("Duplicate", "Ctrl+D", commands.duplicate)
        if any(chosen.startswith("rack-") for chosen in selection):
            add("Contain aisle", "Shift+A", commands.contain)
        if len(selection) > 1:
            add_arranging(menu, commands)
        for extra in plan.menu_actions:
            menu.addAction(extra)
        add_loops(menu, commands)
        menu.addSeparator()
        add("Cut", "Ctrl+X", commands.cut)
        add("Copy", "Ctrl+C", commands.copy)
        add("Paste here", "Ctrl+V", lambda: commands.paste(at))
        add("Delete", "Del", commands.delete)
        menu.addSeparator()
        add("Select similar", "", commands.select_similar)
        add("Select group or aisle", "G", commands.select_group)
        chosen = sorted(selection)[0]
        add("Properties", "", lambda: plan.editRequested.emit(chosen))
        return menu
    add_aisle()
    add("Place rack", "K", lambda: plan.session.set_tool("place:rack:"))
    add("Paste here", "Ctrl+V", lambda: commands.paste(at))
    menu.addSeparator()
    add("Pin or unpin a probe here", "P", lambda: plan.pin_at(at))
    if plan.session.pins:
        add("Remove all probes", "", plan.session.clear_pins)
    menu.addSeparator()
    add("Select all", "Ctrl+A", commands.select_all)
    add("Show whole hall", "F", plan.fit)
    return menu


def show_menu(plan: PlanView, where: QPoint, at: QPointF) -> None:
    """Open the menu at a place on the screen."""
    build_menu(plan, at).popup(where)
