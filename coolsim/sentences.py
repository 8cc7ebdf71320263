"""Sentences that carry numbers: written once, read in the reader's units.

Whoever writes a message puts each number in with :func:`quantity`, in the program's own unit::

    f"{rack.label} holds {quantity(mass_kg, 'kg')}."

The number travels as a mark inside the text. :func:`parse` takes the text apart at its marks, and
the resulting :class:`Sentence` is turned into words where it meets a reader, in SI or IP.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from coolsim import units
from coolsim.errors import CoolSimError

AnyError = TypeVar("AnyError", bound=CoolSimError)

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters for private use: no keyboard and no font has them."""
_MARK = re.compile(rf"{_OPEN}([a-z0-9_]+) (\d+) ([^{_OPEN}{_CLOSE} ]+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a sentence.

    Attributes:
        value: The number in the base unit.
        unit: Suffix of the unit, such as ``"m3_s"``.
        digits: Significant digits to show.
    """

    value: float
    unit: str
    digits: int = 4

    def text(self, system: units.System = "si") -> str:
        """The number with its unit."""
        return units.text(self.value, self.unit, system, self.digits)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text around quantities: ``texts`` has one part more than ``quantities``."""

    texts: tuple[str, ...]
    quantities: tuple[Quantity, ...]

    def text(self, system: units.System = "si") -> str:
        """The sentence in a unit system."""
        shown = [quantity.text(system) for quantity in self.quantities]
        return "".join(part for pair in zip(self.texts, [*shown, ""], strict=True) for part in pair)


def quantity(value: float, unit: str, digits: int = 4) -> str:
    """A number as it stands in a sentence under construction; see the module's text.

    Args:
        value: The number in the base unit.
        unit: Suffix of the unit, such as ``"c"``.
        digits: Significant digits to show.

    Raises:
        UsageError: There is no such unit.
    """
    return f"{_OPEN}{units.unit_of(unit).key} {digits} {float(value)!r}{_CLOSE}"


def parse(text: str) -> Sentence:
    """The sentence of a text with marks; text of users is never taken for a mark by accident.

    Worked number: ``"It is " + quantity(27.0, "c", 3) + " warm."`` reads "It is 80.6 °F warm." in
    IP units.
    """
    parts = _MARK.split(text)
    quantities = tuple(
        Quantity(float(value), unit, int(digits))
        for unit, digits, value in zip(parts[1::4], parts[2::4], parts[3::4], strict=True)
    )
    return Sentence(tuple(parts[0::4]), quantities)


def told(error: AnyError) -> AnyError:
    """The same error with its words in SI and the marks of its numbers kept beside.

    Used where it is raised: ``raise told(SolveError(f"it gives off {quantity(heat_w, 'w')}."))``.
    """
    message, in_message = parted(error.message)
    remedy, in_remedy = parted(error.remedy)
    if in_message:
        error.message, error.marked = message, error.message
    if in_remedy:
        error.remedy, error.marked_remedy = remedy, error.remedy
    error.args = (error.message,)
    return error


def error_words(error: CoolSimError, system: units.System) -> tuple[str, str]:
    """Message and remedy of an error in a unit system."""
    message = parse(error.marked).text(system) if error.marked else error.message
    remedy = parse(error.marked_remedy).text(system) if error.marked_remedy else error.remedy
    return message, remedy


def parted(text: str) -> tuple[str, Sentence | None]:
    """A text in words of SI units, and the sentence where it holds any number."""
    sentence = parse(text)
    return (sentence.text(), sentence) if sentence.quantities else (text, None)
