"""Commands on the selection: keys, menus and tool bars all call these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtWidgets import QApplication

from coolsim.design import edits
from coolsim.design.models import Design, Item
from coolsim.errors import CoolSimError

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

CLIPBOARD_MIME = "application/x-coolsim-objects"
OFFSET_M = 0.6
_KIND_LABELS = {
    "rack": "rack", "cooler": "cooler", "tile": "tile", "panel": "panel",
    "obstruction": "obstruction", "cdu": "CDU", "loop": "loop", "aisle": "aisle", "group": "group",
    "note": "note", "dimension": "dimension", "sensor": "sensor",
}  # fmt: skip


def count_text(design: Design, ids: Iterable[str]) -> str:
    """What a set of objects is called in the history: ``rack A-07``, ``3 objects``."""
    wanted = list(ids)
    if len(wanted) != 1:
        return f"{len(wanted)} objects"
    for kind, item in edits.items(design):
        if item.id == wanted[0]:
            return f"{_KIND_LABELS.get(kind, kind)} {item.label}"
    return "1 object"


class PlanCommands:
    """Edits of the selection as one undo step each."""

    def __init__(self, session: SessionLike) -> None:
        self._session = session

    def rotate(self, degrees: float) -> None:
        """Turn the selection counter-clockwise; several objects turn about their common centre."""
        ids = self._session.selection
        if not ids:
            return
        turn = edits.rotate if len(ids) == 1 else edits.rotate_about_centre
        self._edit("Rotate", ids, lambda design: turn(design, ids, degrees))

    def delete(self) -> None:
        """Delete the selection."""
        ids = self._session.selection
        if ids:
            self._edit("Delete", ids, lambda design: edits.delete(design, ids))

    def duplicate(self) -> None:
        """Put a copy of the selection beside it, and select the copy."""
        ids = self._session.selection
        if ids:
            self._make(
                f"Duplicate {count_text(self._session.design, ids)}",
                lambda design: edits.duplicate(design, ids, OFFSET_M, -OFFSET_M),
            )

    def contain_at(self, at: QPointF) -> None:
        """Put a roof and doors around the aisle that a point lies in."""
        here = edits.aisle_at(self._session.design.variant, at.x(), at.y())
        if here is not None:
            self._make("Contain aisle", lambda design: edits.contain_aisle(design, here[1]))

    def contain(self) -> None:
        """Put a roof and doors around the selected aisle or between the rows, and select them."""
        ids = self._session.selection
        if ids:
            self._make("Contain aisle", lambda design: edits.contain(design, ids))

    def copy(self) -> None:
        """Copy the selection to the clipboard."""
        ids = self._session.selection
        if not ids:
            return
        text = edits.copy(self._session.design, ids)
        data = QMimeData()
        data.setData(CLIPBOARD_MIME, text.encode())
        data.setText(text)
        QApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy the selection to the clipboard and delete it."""
        self.copy()
        ids = self._session.selection
        if ids:
            self._edit("Cut", ids, lambda design: edits.delete(design, ids))

    def paste(self, at: QPointF) -> None:
        """Paste objects from the clipboard, centred on a point, and select them."""
        data = QApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(CLIPBOARD_MIME):
            self._session.message.emit("The clipboard holds no objects to paste.", "note")
            return
        text = bytes(data.data(CLIPBOARD_MIME).data()).decode()
        self._make("Paste", lambda design: edits.paste(design, text, at.x(), at.y()))

    def loops_to_assign(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Id and name of the loops the selection can hang on, and of units for selected racks."""
        variant, chosen = self._session.design.variant, self._session.selection
        takes = (*variant.racks, *variant.coolers, *variant.cdus)
        loops = [(loop.id, loop.label) for loop in variant.loops]
        units = [(unit.id, unit.label) for unit in variant.cdus]
        fits = any(item.id in chosen for item in takes)
        has_racks = any(rack.id in chosen for rack in variant.racks)
        return loops if fits else [], units if has_racks else []

    def assign_to_loop(self, loop_id: str | None) -> None:
        """Hang the selected racks, coolers and units on a loop; ``None`` takes them off."""
        variant = self._session.design.variant
        ids = self._chosen_of(*variant.racks, *variant.coolers, *variant.cdus)
        verb = "Take off loop" if loop_id is None else "Assign to loop"
        self._edit(verb, ids, lambda design: edits.assign_to_loop(design, ids, loop_id))

    def assign_to_cdu(self, cdu_id: str) -> None:
        """Hang the selected racks on the technology loop of a unit."""
        ids = self._chosen_of(*self._session.design.variant.racks)
        self._edit("Assign to CDU", ids, lambda design: edits.assign_to_cdu(design, ids, cdu_id))

    def _chosen_of(self, *items: Item) -> frozenset[str]:
        return frozenset(item.id for item in items if item.id in self._session.selection)

    def select_all(self) -> None:
        """Select everything that has a place and can be taken hold of."""
        self._session.select(self._free())

    def select_none(self) -> None:
        """Clear the selection."""
        self._session.select(())

    def select_inverse(self) -> None:
        """Select what is not selected, and the reverse."""
        self._session.select(self._free() - self._session.selection)

    def _free(self) -> frozenset[str]:
        layers = self._session.drawing_layers
        return frozenset(
            item.id
            for kind, item in edits.items(self._session.design)
            if hasattr(item, "x_m") and layers.is_free(kind)
        )

    def select_group(self) -> None:
        """Add everything that shares a group or aisle with a selected object."""
        design, chosen = self._session.design, set(self._session.selection)
        for held in edits.holders(design, chosen):
            chosen |= edits.placed_ids(design, [held.id])
        self._session.select(frozenset(chosen))

    def align(self, edge: edits.Edge) -> None:
        """Bring edges or centres of the selection onto one line."""
        self._arrange("Align", lambda design, ids: edits.align(design, ids, edge))

    def distribute(self, axis: edits.Axis, by: edits.Spacing) -> None:
        """Space the selection evenly."""
        self._arrange("Distribute", lambda design, ids: edits.distribute(design, ids, axis, by))

    def mirror(self, axis: edits.Axis) -> None:
        """Mirror the selection in its middle line."""
        self._arrange("Mirror", lambda design, ids: edits.mirror(design, ids, axis))

    def group(self) -> None:
        """Hold the selection together."""
        ids = self._session.selection
        self._keep(f"Group {count_text(self._session.design, ids)}",
                   lambda design: edits.group(design, ids)[0])  # fmt: skip

    def ungroup(self) -> None:
        """Dissolve the groups and aisles of the selection."""
        ids = self._session.selection
        self._keep("Ungroup", lambda design: edits.ungroup(design, ids))

    def make_aisle(self) -> None:
        """Make an aisle of the two selected rows, and select it."""
        ids = self._session.selection
        self._make("Make aisle", lambda design: _one(edits.make_aisle(design, ids)))

    def make_all_aisles(self) -> None:
        """Make an aisle of every pair of rows."""
        self._make("Find aisles", edits.make_all_aisles)

    def _arrange(self, verb: str, change: Callable[[Design, frozenset[str]], Design]) -> None:
        ids = self._session.selection
        if ids:
            self._edit(verb, ids, lambda design: change(design, ids))

    def _keep(self, label: str, change: Callable[[Design], Design]) -> None:
        """An edit that leaves the selection as it is."""
        try:
            after = change(self._session.design)
        except CoolSimError as error:
            self._session.message.emit(str(error), "warning")
            return
        self._session.apply(label, after)

    def select_similar(self) -> None:
        """Select all objects that equal a selected one in all but id, name and place."""
        chosen = self._session.selection
        everything = list(edits.items(self._session.design))
        wanted = {_nature(kind, item) for kind, item in everything if item.id in chosen}
        alike = frozenset(item.id for kind, item in everything if _nature(kind, item) in wanted)
        self._session.select(alike)

    def _edit(self, verb: str, ids: frozenset[str], change: Callable[[Design], Design]) -> None:
        design = self._session.design
        try:
            after = change(design)
        except CoolSimError as error:
            self._session.message.emit(str(error), "warning")
            return
        self._session.apply(f"{verb} {count_text(design, ids)}", after)

    def _make(self, label: str, change: Callable[[Design], tuple[Design, Iterable[str]]]) -> None:
        try:
            design, ids = change(self._session.design)
        except CoolSimError as error:
            self._session.message.emit(str(error), "warning")
            return
        self._session.apply(label, design)
        self._session.select(ids)


def _one(made: tuple[Design, str]) -> tuple[Design, tuple[str, ...]]:
    return made[0], (made[1],)


def _nature(kind: str, item: Item) -> tuple[str, str]:
    left_out = {"id", "name", "x_m", "y_m", "heading_deg"}
    return kind, item.model_dump_json(exclude=left_out)
