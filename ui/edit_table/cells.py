"""What a cell shows and how what is typed into it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coolsim import units
from coolsim.errors import UsageError
from ui.widgets.forms import Field

_YES = frozenset({"yes", "true", "1", "on", "x"})
_NO = frozenset({"no", "false", "0", "off", ""})
_FORMULA = ("=", "+", "-", "@")
"""First characters that make a spreadsheet read a text as a formula."""


@dataclass(frozen=True)
class Column:
    """A column: a field of the records, or a figure that is only shown.

    Attributes:
        field: Label, unit and choices.
        read: Reads a record; of an editable column the field of that name.
        is_editable: Whether cells can be typed into.
    """

    field: Field
    read: Callable[[Any], object]
    is_editable: bool = True

    @property
    def unit(self) -> str:
        """Unit key of a number, "" for words."""
        if self.field.kind == "quantity":
            return self.field.unit
        return "u" if self.field.kind == "whole" and self.field.unit == "u" else ""

    def heading(self, system: units.System) -> str:
        """Title with the unit its numbers are in."""
        label = units.typed_label(self.unit, system) if self.unit else ""
        return f"{self.field.label} [{label}]" if label else self.field.label

    def text(self, record: Any, system: units.System) -> str:
        """What the cell shows: a number in the column's unit, or a word."""
        value = self.read(record)
        if self.field.kind == "choice":
            return str(dict(_choices(self.field)).get(value, "" if value is None else value))
        if value is None:
            return "" if self.field.kind in ("text", "long_text") else self.field.empty or ""
        if self.field.kind == "flag":
            return "yes" if value else "no"
        if isinstance(value, int | float) and self.unit:
            shown = units.convert(float(value), self.unit, units.typed_label(self.unit, system))
            return units.number(shown, 6)
        return units.number(value, 6) if isinstance(value, int | float) else str(value)

    def plain(self, record: Any, system: units.System) -> str:
        """The cell for a spreadsheet: no thousands separators, and no text that is a formula."""
        value = self.read(record)
        if value is None:
            return ""
        text = self.text(record, system)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return text.replace(",", "")
        text = text.replace("\t", " ").replace("\n", " ")
        return f"'{text}" if text.startswith(_FORMULA) else text

    def parse(self, typed: str, system: units.System) -> object:
        """The value of what is typed.

        Raises:
            UsageError: It cannot be read.
        """
        field, text = self.field, typed.strip()
        if field.kind in ("text", "long_text"):
            return text.removeprefix("'") if text[1:2] in _FORMULA else text
        if field.kind == "flag":
            if text.casefold() in _YES | _NO:
                return text.casefold() in _YES
            raise UsageError(f"{typed!r} is neither yes nor no.")
        if field.kind == "choice":
            for value, word in _choices(field):
                if text.casefold() in (word.casefold(), str(value).casefold()):
                    return value
            words = ", ".join(word for _, word in _choices(field))
            raise UsageError(f"There is no choice {typed!r}.", remedy=f"Known are {words}.")
        if not text or text == field.empty:
            if field.optional:
                return None
            raise UsageError(f"{field.label} cannot be empty.")
        number = units.parse(text, self.unit or "count", system)
        return round(number) if field.kind == "whole" else number


def _choices(field: Field) -> list[tuple[Any, str]]:
    found = field.choices() if callable(field.choices) else field.choices
    return list(found)


def choice_words(field: Field) -> list[str]:
    """The words of a choice."""
    return [word for _, word in _choices(field)]
