"""The inspector: what the selected object is, its results, and every field, for one or many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue import Catalogue, load_catalogue
from coolsim.design import edits
from coolsim.design.models import Cabinet, Item, Rack
from ui import fields, words
from ui.fields_liquid import CONNECTION, loop_choices, unit_choices, with_choices
from ui.fields_power import rack_feed_fields
from ui.library_items import entry_tooltip
from ui.panels.cabinet_editor import CabinetEditor
from ui.panels.cooling_choice import CoolingChoice
from ui.panels.liquid_editor import LiquidEditor
from ui.panels.load_editor import LoadEditor
from ui.panels.object_results import Line, result_lines
from ui.panels.sight_results import session_lines
from ui.session import Session
from ui.widgets.forms import Field, Form, section_label

_FOLLOW_MS = 60
_HELD: dict[str, dict[str, object]] = {
    "differential_pressure": {"pressure_pa": 150e3},
    "temperature": {"temperature_rise_k": 10.0},
}
"""What a pump control holds at first, when it is chosen."""


class InspectorPanel(QWidget):
    """Shows the selection; without one, the hall."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._catalogue_of: object = None
        self._catalogue_made: Catalogue | None = None
        self._forms: dict[str, Form] = {}
        self._load: LoadEditor | None = None
        self._cabinet: CabinetEditor | None = None
        self._liquid: LiquidEditor | None = None
        self._choice: CoolingChoice | None = None
        self._feeds: Form | None = None
        self._shown: tuple[object, ...] = ()
        self._kind = ""
        self._records: tuple[Item, ...] = ()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        self._subtitle = QLabel()
        self._subtitle.setProperty("role", "muted")
        self._subtitle.setWordWrap(True)
        self._results = QWidget()
        self._grid = QGridLayout(self._results)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(4)
        self._column.addWidget(self._title)
        self._column.addWidget(self._subtitle)
        self._column.addWidget(self._results)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        # During a drag positions follow a few frames later; the drawing itself never waits.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (
            session.designChanged, session.selectionChanged, session.resultsChanged,
            session.unitsChanged,
        ):  # fmt: skip
            signal.connect(self._follow)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_results()

    def focus_name(self) -> None:
        """Put the cursor into the name, for a new or double-clicked object."""
        self.refresh()
        form = self._forms.get(self._kind)
        if form is not None and self._kind in fields.BY_KIND:
            first = fields.BY_KIND[self._kind][0].key
            form.editor(first).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Show the selection as it is now."""
        self._soon.stop()
        chosen = self._session.selection
        pairs = [pair for pair in edits.items(self._session.design) if pair[1].id in chosen]
        kinds = {kind for kind, _ in pairs}
        self._records = tuple(item for _, item in pairs)
        self._kind = "hall" if not pairs else kinds.pop() if len(kinds) == 1 else "mixed"
        self._show_title(pairs)
        self._show_results()
        self._show_form()

    # --- showing -----------------------------------------------------------------------------

    def _show_title(self, pairs: Sequence[tuple[str, Item]]) -> None:
        if self._kind == "hall":
            self._title.setText("Hall")
            self._subtitle.setText("Nothing is selected. Click an object to see its figures.")
        elif self._kind == "mixed":
            counts: dict[str, int] = {}
            for kind, _ in pairs:
                counts[kind] = counts.get(kind, 0) + 1
            self._title.setText(f"{len(pairs)} objects")
            parts = [_counted(kind, number) for kind, number in counts.items()]
            self._subtitle.setText(", ".join(parts) + ". Select one kind to edit its fields.")
        elif len(pairs) > 1:
            self._title.setText(f"{len(pairs)} {words.KIND_PLURALS[self._kind].lower()}")
            self._subtitle.setText("A change applies to all of them.")
        else:
            item = pairs[0][1]
            self._title.setText(item.label)
            self._subtitle.setText(f"{words.KIND_LABELS[self._kind]} · {item.id}{self._unit(item)}")
        unit = getattr(pairs[0][1], "unit", None) if len(pairs) == 1 else None
        known = isinstance(unit, str) and unit in self._catalogue()
        self._subtitle.setToolTip(entry_tooltip(self._catalogue().get(str(unit))) if known else "")

    def _unit(self, item: Item) -> str:
        unit = getattr(item, "unit", None)
        if not unit:
            return ""
        catalogue = self._catalogue()
        return f"\n{catalogue.get(unit).name if unit in catalogue else unit + ' (not known)'}"

    def _show_results(self) -> None:
        lines: tuple[Line, ...] = ()
        session = self._session
        if len(self._records) == 1:
            lines = session_lines(self._records[0], session) or result_lines(
                self._records[0].id, session.results, session.density, session.unit_system
            )
        state = session.results_state
        key = (lines, state)
        if key == self._shown:
            return
        self._shown = key
        while (taken := self._grid.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._results.setVisible(bool(lines))
        if not lines:
            return
        heading = section_label(f"Results ({state.replace('_', ' ')})")
        self._grid.addWidget(heading, 0, 0, 1, 2)
        for row, line in enumerate(lines, start=1):
            name, value = QLabel(line.name), QLabel(line.value)
            name.setProperty("role", "muted")
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{line.name}: {line.value}")
            if line.color is not None:
                palette = value.palette()
                palette.setColor(QPalette.ColorRole.WindowText, line.color)
                value.setPalette(palette)
            for column, label in enumerate((name, value)):
                label.setToolTip(line.tooltip)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)

    def _show_form(self) -> None:
        for kind, form in self._forms.items():
            form.setVisible(kind == self._kind)
        is_rack = self._kind == "rack"
        if self._kind == "mixed":
            return
        form = self._form(self._kind)
        form.set_system(self._session.unit_system)
        records = (self._session.variant.hall,) if self._kind == "hall" else self._records
        form.show_records(records)
        if is_rack:
            self._show_rack([item for item in self._records if isinstance(item, Rack)])

    def _form(self, kind: str) -> Form:
        form = self._forms.get(kind)
        if form is None:
            form = Form(fields.HALL if kind == "hall" else self._fields(kind))
            form.changed.connect(lambda key, value: self._take(kind, key, value))
            self._forms[kind] = form
            self._column.insertWidget(self._column.count() - 1, form)
        return form

    def _fields(self, kind: str) -> tuple[Field, ...]:
        """The fields of a kind, with choices that depend on the design."""
        session = self._session
        listed = with_choices(
            fields.BY_KIND[kind],
            {
                "technology_loop_id": lambda: loop_choices(session.variant, "technology"),
                "facility_loop_id": lambda: loop_choices(session.variant, "facility"),
                "loop_id": lambda: loop_choices(session.variant, "facility"),
            },
        )
        if kind == "cdu":
            machines = {"unit": lambda: unit_choices(self._catalogue(), "cdu")}
            return with_choices(listed, machines)
        return listed

    def _show_rack(self, racks: Sequence[Rack]) -> None:
        if self._load is None:
            self._load = LoadEditor(self._catalogue)
            self._load.changed.connect(self._update)
            self._forms["rack"].insert_below("air_class", self._load)
            self._liquid = LiquidEditor(lambda: self._session.variant, self._catalogue)
            self._liquid.changed.connect(self._part_changed)
            self._choice = CoolingChoice(self._session, self._catalogue)
            self._choice.applied.connect(self.refresh)
            self._session.stateChanged.connect(self._choice.refresh)
            self._forms["rack"].insert_below("cooling", self._liquid)
            self._forms["rack"].insert_below("cooling", self._choice)
            self._cabinet = CabinetEditor(self._catalogue)
            self._cabinet.chosen.connect(self._cabinet_chosen)
            self._cabinet.changed.connect(self._cabinet_changed)
            self._forms["rack"].insert_below("height_u", self._cabinet)
            self._feeds = Form(rack_feed_fields(lambda: self._session.design))
            self._feeds.changed.connect(lambda key, value: self._take("rack", key, value))
            self._forms["rack"].insert_below("air_class", self._feeds)
        self._load.show_racks(racks, self._session.unit_system)
        assert self._cabinet is not None
        self._cabinet.show_racks(racks, self._session.unit_system)
        assert self._liquid is not None
        self._liquid.show_racks(racks, self._session.unit_system)
        assert self._choice is not None
        self._choice.show_racks(racks)
        assert self._feeds is not None
        self._feeds.show_records(racks)

    # --- editing -----------------------------------------------------------------------------

    def _take(self, kind: str, key: str, value: object) -> None:
        """Take an entry in; a form that is left as it is hidden no longer has its objects."""
        if kind != self._kind:
            return
        (self._hall_changed if kind == "hall" else self._changed)(key, value)

    def _changed(self, key: str, value: object) -> None:
        label = next((f.label for f in fields.BY_KIND[self._kind] if f.key == key), key)
        part, _, name = key.partition(".")
        if name:
            self._change_part(f"Change {label.lower()}", part, name, value)
        else:
            self._update(f"Change {label.lower()}", {key: value})

    def _cabinet_chosen(self, cabinet: Cabinet | None) -> None:
        ids = [item.id for item in self._records]
        label = f"Change cabinet of {self._what()}"
        self._session.edit(label, edits.set_cabinets, ids, cabinet)
        self.refresh()

    def _cabinet_changed(self, key: str, value: object) -> None:
        ids = [item.id for item in self._records]
        label = f"Change cabinet of {self._what()}"
        self._session.edit(label, edits.change_cabinets, ids, **{key: value})
        self.refresh()

    def _part_changed(self, part: str, key: str, value: object) -> None:
        label = next(f.label for f in CONNECTION if f.key == key)
        self._change_part(f"Change {label.lower()}", part, key, value)

    def _change_part(self, label: str, part: str, name: str, value: object) -> None:
        """Change a field of a part; water has no share of glycol."""
        values = {name: value}
        if name == "fluid":
            values["concentration_fraction"] = 0.25 if str(value).endswith("glycol") else 0.0
        if name == "control":
            values |= _HELD.get(str(value), {})
        ids = [item.id for item in self._records]
        self._session.edit(f"{label} of {self._what()}", edits.update_part, ids, part, **values)
        self.refresh()

    def _update(self, label: str, values: dict[str, object]) -> None:
        ids = [item.id for item in self._records]
        self._session.edit(f"{label} of {self._what()}", edits.update, ids, **values)
        self.refresh()

    def _what(self) -> str:
        """The selected objects in words."""
        if len(self._records) > 1:
            return f"{len(self._records)} {words.KIND_PLURALS[self._kind].lower()}"
        return f"{words.KIND_LABELS[self._kind].lower()} {self._records[0].label}"

    def _hall_changed(self, key: str, value: object) -> None:
        label = next(field.label for field in fields.HALL if field.key == key)
        self._session.edit(f"Change {label.lower()} of hall", edits.set_hall, **{key: value})
        self.refresh()

    def _catalogue(self) -> Catalogue:
        own = self._session.design.catalogue
        if self._catalogue_made is None or own is not self._catalogue_of:
            self._catalogue_of = own
            self._catalogue_made = load_catalogue().with_entries(own)
        return self._catalogue_made


def _counted(kind: str, number: int) -> str:
    names = words.KIND_LABELS if number == 1 else words.KIND_PLURALS
    return f"{number} {names[kind].lower()}"
