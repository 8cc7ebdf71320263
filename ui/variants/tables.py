"""What was drawn otherwise in the variant beside, and how the racks' inlets differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QColor

from coolsim.design.compared import ChangeGroup, FieldChange, drawing_changes, grouped
from coolsim.design.models import Variant
from coolsim.results.records import Results
from coolsim.results.variants import RackDifference, rack_differences
from ui import theme
from ui.session import Session
from ui.widgets.record_table import Column, RecordTable

_PRINTS_AS_NONE_K = 0.05
_WORDS = {"added": "added", "removed": "gone", "changed": "changed"}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field of a group of objects that were changed alike; no field where they came or went."""

    key: str
    group: ChangeGroup
    field: FieldChange | None


def change_rows(base: Variant, other: Variant) -> tuple[ChangeRow, ...]:
    """The rows of the table of changes."""
    return tuple(
        ChangeRow(f"{place}.{number}", group, field)
        for place, group in enumerate(grouped(drawing_changes(base, other)))
        for number, field in enumerate(group.fields or (None,))
    )


class DrawingTable(RecordTable):
    """What was drawn otherwise; choosing a row selects its objects."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._key: tuple[object, ...] = ()
        columns = [
            Column("Object", lambda row: row.group.subject, tooltip=_every_name),
            Column("Change", lambda row: _WORDS[row.group.what]),
            Column("Field", lambda row: row.field.title if row.field else "",
                   tooltip=lambda row: row.field.path if row.field else ""),
            Column("Was", self._before),
            Column("Is", self._after),
        ]  # fmt: skip
        super().__init__(columns, "What was drawn otherwise", identity=lambda row: row.key)
        self._rows: dict[str, ChangeRow] = {}
        self.rowsChosen.connect(self._choose)

    def show_changes(self, base: Variant, other: Variant) -> int:
        """Show how ``other`` is drawn beside ``base``; return how many rows that takes."""
        key = (id(base), id(other), self._session.unit_system)
        if key != self._key:
            self._key, self._held = key, (base, other)
            rows = change_rows(base, other)
            self._rows = {row.key: row for row in rows}
            self.set_records(rows)
            self.fit_columns()
        return len(self._rows)

    def _before(self, row: ChangeRow) -> str:
        field = row.field
        return field.text(field.before, self._session.unit_system) if field else ""

    def _after(self, row: ChangeRow) -> str:
        field = row.field
        return field.text(field.after, self._session.unit_system) if field else ""

    def _choose(self, keys: list[str]) -> None:
        self._session.select([
            identity for key in keys if key in self._rows for identity in self._rows[key].group.ids
        ])  # fmt: skip


class RacksTable(RecordTable):
    """Rack inlets of two variants, the largest difference first; rows follow the selection."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._key: tuple[object, ...] = ()
        columns = [
            Column("Rack", lambda row: row.name),
            Column("Inlet here", lambda row: row.base_inlet_c, "c", tooltip=_limit_tip("base"),
                   color=lambda row: _over(row.base_is_over), help="In the variant drawn on"),
            Column("Inlet beside", lambda row: row.other_inlet_c, "c", tooltip=_limit_tip("other"),
                   color=lambda row: _over(row.other_is_over), help="In the variant beside it"),
            Column("Difference", _difference, "k",
                   help="How much warmer the inlet is beside"),
            Column("Over limit", _over_words),
            Column("Power here", lambda row: row.base_power_w, "w", 1, "kW"),
            Column("Power beside", lambda row: row.other_power_w, "w", 1, "kW"),
        ]  # fmt: skip
        super().__init__(columns, "Rack inlets of two variants", identity=lambda row: row.id)
        self.rowsChosen.connect(session.select)

    def show_racks(self, base: Results | None, other: Results | None) -> int:
        """Show the racks of two results; return how many there are."""
        key = (id(base), id(other))
        if key != self._key:
            self._key, self._held = key, (base, other)
            both = base is not None and other is not None
            rows = rack_differences(base, other) if both else ()  # type: ignore[arg-type]
            self._count = len(rows)
            self.set_records(rows)
        self.records.set_system(self._session.unit_system)
        return self._count


def _every_name(row: ChangeRow) -> str:
    names = row.group.names
    return ", ".join(names[:40]) + (f" and {len(names) - 40} more" if len(names) > 40 else "")


def _difference(row: RackDifference) -> float | None:
    """The difference of the inlets, without what would print as a zero with a sign [K]."""
    by = row.inlet_difference_k
    return 0.0 if by is not None and abs(by) < _PRINTS_AS_NONE_K else by


def _over(is_over: bool) -> QColor | None:
    return theme.tokens().bad if is_over else None


def _over_words(row: RackDifference) -> str:
    words = {(True, True): "both", (True, False): "here", (False, True): "beside"}
    return words.get((row.base_is_over, row.other_is_over), "")


def _limit_tip(side: str) -> Callable[[RackDifference], str]:
    def tip(row: RackDifference) -> str:
        return "Above its limit" if getattr(row, f"{side}_is_over") else ""

    return tip
