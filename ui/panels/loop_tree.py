"""The tree of loops: each with its units and all that hangs on it, and what hangs on nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTreeWidgetItem, QWidget

from coolsim import units
from coolsim.design.models import Item, Variant
from coolsim.results.liquid import ConsumerState, LiquidResults
from ui import theme
from ui.schematic.layout import consumers_of, sources_of
from ui.widgets.id_tree import ID_ROLE, IdTree
from ui.widgets.record_table import natural_key

HEADINGS = ("Name", "Flow", "In", "Out", "Heat", "State")
STATUS_WORDS = {
    "converged": "solved",
    "not_converged": "not converged",
    "no_source": "no source",
    "no_consumer": "nothing on it",
    "no_way_out": "nothing takes its heat",
}
MODE_WORDS = {
    "holding": "holds its set point",
    "short": "short of its set point",
    "idle": "idle",
    "ideal": "not checked: no exchanger known",
    "stopped": "stopped",
}
_ENDS = {"liquid": "", "door": " (door)", "coil": "", "primary": " (facility side)"}
_LOOSE = "loose"


class LoopTree(IdTree):
    """Loops as rows, their units and consumers below; drops onto a loop assign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda identity: identity.startswith("loop-"), parent)
        self.setAccessibleName("Loops")
        self.setColumnCount(len(HEADINGS))
        self.setHeaderLabels(list(HEADINGS))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for column, width in enumerate((170, 82, 62, 62, 72)):
            self.setColumnWidth(column, width)
        self._rows: dict[str, list[QTreeWidgetItem]] = {}
        self.quiet = False

    def show_loops(
        self, variant: Variant, liquid: LiquidResults | None, system: units.System
    ) -> None:
        """Show the loops of a variant with what is known of them; open rows stay open."""
        self.quiet = True
        closed = {
            item.data(0, ID_ROLE)
            for item in map(self.topLevelItem, range(self.topLevelItemCount()))
            if item is not None and not item.isExpanded()
        }
        place = self.verticalScrollBar().value()
        self.clear()
        self._rows = {}
        for loop in variant.loops:
            rows = list(self._loop_rows(variant, loop.id, liquid, system))
            top = self._row(loop, "", _loop_cells(loop.id, liquid, system))
            kind = "Facility loop" if loop.kind == "facility" else "Technology loop"
            top.setToolTip(0, f"{kind}: drop racks, coolers or units here to hang them on it")
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            top.addChildren(rows)
            self.addTopLevelItem(top)
            top.setExpanded(loop.id not in closed)
        loose = sorted(_loose(variant), key=lambda item: natural_key(item.label))
        if loose:
            top = QTreeWidgetItem([f"On no loop ({len(loose)})"])
            top.setData(0, ID_ROLE, _LOOSE)
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            top.setForeground(0, theme.tokens().muted)
            top.addChildren([self._row(item, "", ()) for item in loose])
            self.addTopLevelItem(top)
            top.setExpanded(_LOOSE not in closed)
        self.verticalScrollBar().setValue(place)
        self.quiet = False

    def show_selection(self, ids: frozenset[str]) -> None:
        """Select the rows of selected objects."""
        if self.quiet:
            return
        self.quiet = True
        self.clearSelection()
        for identity in ids:
            for row in self._rows.get(identity, ()):
                row.setSelected(True)
        self.quiet = False

    def chosen_ids(self) -> list[str]:
        """Ids of the selected rows."""
        return [str(row.data(0, ID_ROLE)) for row in self.selectedItems()]

    def _loop_rows(
        self, variant: Variant, loop_id: str, liquid: LiquidResults | None, system: units.System
    ) -> Iterator[QTreeWidgetItem]:
        loop = next(each for each in variant.loops if each.id == loop_id)
        for item in sources_of(variant, loop):
            yield self._row(item, " (unit)", _unit_cells(item.id, liquid, system))
        states = {
            (state.owner_id, state.end): state for state in (liquid.consumers if liquid else ())
        }
        drawn = sorted(consumers_of(variant, loop_id), key=lambda pair: natural_key(pair[0].label))
        for item, end in drawn:
            cells = _consumer_cells(states.get((item.id, end)), system)
            yield self._row(item, _ENDS[end], cells)

    def _row(self, item: Item, suffix: str, cells: tuple[str, ...]) -> QTreeWidgetItem:
        row = QTreeWidgetItem([item.label + suffix, *cells])
        row.setData(0, ID_ROLE, item.id)
        row.setToolTip(0, item.id)
        for column in range(1, len(HEADINGS) - 1):
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            row.setTextAlignment(column, side)
        state = cells[-1] if cells else ""
        if state and state not in _GOOD:
            row.setForeground(len(HEADINGS) - 1, _warning())
        self._rows.setdefault(item.id, []).append(row)
        return row


_GOOD = frozenset({"solved", "holds its set point", "idle", "—"})


def _warning() -> QColor:
    return theme.tokens().warn


def _loose(variant: Variant) -> Iterator[Item]:
    """Racks cooled by liquid, and units, that lack a loop."""
    for rack in variant.racks:
        end = rack.door if rack.cooling == "rear_door" else rack.liquid
        if rack.cooling != "air" and (end is None or end.loop_id is None):
            yield rack
    for unit in variant.cdus:
        if unit.technology_loop_id is None:
            yield unit


def _cells(
    flow: float, inlet: float, outlet: float, heat: float, state: str, system: units.System
) -> tuple[str, ...]:
    def text(value: float, unit: str) -> str:
        return units.text(None if math.isnan(value) else value, unit, system, 3)

    return (text(flow, "coolant_m3_s"), text(inlet, "c"), text(outlet, "c"), text(heat, "w"), state)


def _loop_cells(
    loop_id: str, liquid: LiquidResults | None, system: units.System
) -> tuple[str, ...]:
    state = next((s for s in (liquid.loops if liquid else ()) if s.id == loop_id), None)
    if state is None:
        return ()
    taken = sum(term.value for term in state.terms if term.value > 0.0)
    word = STATUS_WORDS[state.status]
    return _cells(state.flow_m3_s, state.supply_c, state.return_c, taken, word, system)


def _unit_cells(
    unit_id: str, liquid: LiquidResults | None, system: units.System
) -> tuple[str, ...]:
    unit = next((u for u in (liquid.cdus if liquid else ()) if u.id == unit_id), None)
    if unit is None:
        return ()
    word = MODE_WORDS[unit.mode]
    return _cells(unit.technology_m3_s, unit.return_c, unit.supply_c, unit.duty_w, word, system)


def _consumer_cells(state: ConsumerState | None, system: units.System) -> tuple[str, ...]:
    if state is None:
        return ()
    share = state.flow_m3_s / state.design_m3_s if state.design_m3_s > 0.0 else math.nan
    is_short = share < 0.9 and state.end != "primary"  # a unit's own valve may want less
    word = f"{share:.0%} of design" if is_short else "—"
    return _cells(state.flow_m3_s, state.inlet_c, state.outlet_c, state.heat_w, word, system)
