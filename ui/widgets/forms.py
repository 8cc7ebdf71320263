"""Forms made of field descriptions: one or many records shown at once, each change told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from coolsim import units
from ui.widgets.quantity_edit import SEVERAL, QuantityEdit

CONTROL_HEIGHT_PX = 28
_LEAST_BOX_PX = 96
_USUAL_QUANTITY = "000.00 ft"
_BOX_EDGES_PX = 22
Choices = Sequence[tuple[object, str]]
FieldKind = Literal["quantity", "whole", "choice", "text", "flag", "long_text"]


@dataclass(frozen=True)
class Field:
    """One line of a form.

    Attributes:
        key: Name of the record's field; with a dot, of a field of a part: ``pumps.running``.
        label: What the line is called.
        kind: Sort of editor.
        unit: Unit key of a quantity.
        optional: Whether empty is an answer (``None``).
        choices: Values and words of a choice, or a function that gives them when shown.
        empty: What an empty box means.
        tip: Tooltip.
        section: Heading above this line, where a new section begins.
    """

    key: str
    label: str
    kind: FieldKind = "quantity"
    unit: str = "m"
    optional: bool = False
    choices: Choices | Callable[[], Choices] = ()
    empty: str = ""
    tip: str = ""
    section: str = ""


class ComboBox(QComboBox):
    """A choice that the mouse wheel does not change in passing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMinimumHeight(CONTROL_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll what stands around it."""
        event.ignore()


class Form(QWidget):
    """Editors for the fields of one or several records.

    Signals:
        changed: Key and new value, once per finished edit.
    """

    changed = Signal(str, object)

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._editors: dict[str, QWidget] = {}
        self._choices: dict[str, list[tuple[object, str]]] = {}
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(12)
        self._layout.setVerticalSpacing(4)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self._fields:
            if field.section:
                self._layout.addRow(section_label(field.section))
            self._add(field)
        self._fit_text()

    def editor(self, key: str) -> QWidget:
        """The editor of a field."""
        return self._editors[key]

    def insert_below(self, key: str, widget: QWidget) -> None:
        """Put a widget of one's own below a line, as wide as the form."""
        row, _ = self._layout.getWidgetPosition(self._editors[key])  # type: ignore[misc]
        self._layout.insertRow(row + 1, widget)

    def show_records(self, records: Sequence[Any]) -> None:
        """Show the fields of the records; where they differ, the editor says so."""
        for field in self._fields:
            values = [read_field(record, field.key) for record in records]
            several = any(value != values[0] for value in values[1:])
            self._show(field, values[0] if values else None, several)

    def show_only(self, keys: Collection[str]) -> None:
        """Hide the lines of other fields, which mean nothing for what is shown."""
        for key, editor in self._editors.items():
            self._layout.setRowVisible(editor, key in keys)

    def set_system(self, system: units.System) -> None:
        """Show quantities in SI or IP."""
        for editor in self._editors.values():
            if isinstance(editor, QuantityEdit):
                editor.set_system(system)

    def changeEvent(self, event: QEvent) -> None:
        """Boxes follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_text()

    def _fit_text(self) -> None:
        """No box is too narrow for a usual quantity with its unit."""
        usual = self.fontMetrics().horizontalAdvance(_USUAL_QUANTITY) + _BOX_EDGES_PX
        for editor in self._editors.values():
            editor.setMinimumWidth(max(usual, _LEAST_BOX_PX))

    def _add(self, field: Field) -> None:
        editor = self._make(field)
        editor.setAccessibleName(field.label)
        editor.setToolTip(field.tip)
        label = QLabel(field.label)
        label.setToolTip(field.tip)
        label.setBuddy(editor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        label.setSizePolicy(policy)
        if field.kind == "flag":
            self._layout.addRow("", editor)
        elif field.kind == "long_text":
            self._layout.addRow(label)
            self._layout.addRow(editor)
        else:
            self._layout.addRow(label, editor)
        self._editors[field.key] = editor

    def _make(self, field: Field) -> QWidget:
        key = field.key
        if field.kind in ("quantity", "whole"):
            unit = field.unit if field.kind == "quantity" or field.unit == "u" else "count"
            box = QuantityEdit(unit, optional=field.optional)
            if field.empty:
                box.set_empty_text(field.empty)
            whole = field.kind == "whole"
            box.committed.connect(lambda value: self.changed.emit(key, _number(value, whole)))
            return box
        if field.kind == "choice":
            combo = ComboBox()
            combo.setPlaceholderText(SEVERAL)
            combo.activated.connect(
                lambda index: self.changed.emit(key, self._choices[key][index][0])
            )
            return combo
        if field.kind == "flag":
            check = QCheckBox(field.label)
            check.clicked.connect(lambda on: self.changed.emit(key, bool(on)))
            return check
        if field.kind == "long_text":
            return _LongText(lambda text: self.changed.emit(key, text))
        line = QLineEdit()
        line.setMaxLength(200)
        line.editingFinished.connect(lambda: self._text_finished(key, line))
        return line

    def _text_finished(self, key: str, line: QLineEdit) -> None:
        if line.isModified():
            line.setModified(False)
            self.changed.emit(key, line.text().strip())

    def _show(self, field: Field, value: object, several: bool) -> None:
        editor = self._editors[field.key]
        if isinstance(editor, QuantityEdit):
            number = float(value) if isinstance(value, (int, float)) else None
            editor.set_value(number, several=several)
        elif isinstance(editor, QComboBox):
            self._show_choice(field, editor, value, several)
        elif isinstance(editor, QCheckBox):
            with QSignalBlocker(editor):
                state = (
                    Qt.CheckState.PartiallyChecked
                    if several
                    else (Qt.CheckState.Checked if value else Qt.CheckState.Unchecked)
                )
                editor.setTristate(several)
                editor.setCheckState(state)
        elif isinstance(editor, _LongText):
            editor.show_text("" if several else str(value or ""))
        elif isinstance(editor, QLineEdit) and not (editor.hasFocus() and editor.isModified()):
            editor.setText("" if several else str(value or ""))
            editor.setModified(False)
            editor.setCursorPosition(0)
            editor.setPlaceholderText(SEVERAL if several else field.empty)

    def _show_choice(self, field: Field, combo: QComboBox, value: object, several: bool) -> None:
        choices = list(field.choices() if callable(field.choices) else field.choices)
        if not several and value not in [each for each, _ in choices]:
            choices.append((value, str(value)))
        with QSignalBlocker(combo):
            if choices != self._choices.get(field.key):
                self._choices[field.key] = choices
                combo.clear()
                combo.addItems([word for _, word in choices])
            index = -1 if several else [each for each, _ in choices].index(value)
            combo.setCurrentIndex(index)


def read_field(record: Any, key: str) -> Any:
    """The value of a field, or of a field of a part; ``None`` where the part is missing."""
    value = record
    for name in key.split("."):
        value = None if value is None else getattr(value, name)
    return value


class _LongText(QPlainTextEdit):
    """Several lines of text, told when the focus leaves."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell
        self.setTabChangesFocus(True)
        self.setFixedHeight(80)

    def show_text(self, text: str) -> None:
        """Show a text, unless the user is writing."""
        if not (self.hasFocus() and self.document().isModified()):
            self.setPlainText(text)
            self.document().setModified(False)

    def focusOutEvent(self, event: Any) -> None:
        """Writing has ended."""
        super().focusOutEvent(event)
        if self.document().isModified():
            self.document().setModified(False)
            self._tell(self.toPlainText())


def section_label(text: str) -> QLabel:
    """A heading inside a form."""
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def _number(value: object, whole: bool) -> object:
    return round(value) if whole and isinstance(value, float) else value
