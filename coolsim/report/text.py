"""Text of the report: numbers in the reader's units, and user's words made safe to set."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coolsim import units
from coolsim.catalogue.records import STRONG
from coolsim.density.titles import TITLES
from coolsim.errors import UsageError

WEAK_MARK = "*"
NO_BREAK = "\u00a0"
"""The space between a number and its unit."""
UNKNOWN = units.UNKNOWN
NOT_KNOWN = "not known"
"""Where a word has room for it."""

_DIRECTION_CONTROLS = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NARROW = frozenset("iljtfrI.,:;'|!()[]{}/\\ -")
_WIDE = frozenset("mwMW@%&")
_WORD_IN_TEXT, _WORD_IN_CELL = 24, 12
"""Words longer than this many characters may break anywhere."""
_ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints numbers in one unit system.

    Attributes:
        system: ``"si"`` or ``"ip"``.
    """

    system: units.System = "si"

    def text(self, value: float | None, unit: str, digits: int = 4) -> str:
        """A number with its unit, never parted; a unit the program does not know as it came."""
        if value is None or not math.isfinite(value):
            return UNKNOWN
        try:
            return units.text(value, unit, self.system, digits).replace(" ", NO_BREAK)
        except UsageError:
            return f"{units.number(value, digits)}{NO_BREAK}{clip(unit, 6.0)}"

    def column(self, value: float | None, unit: str, decimals: int, label: str = "") -> str:
        """A bare number with fixed decimals, so that a column lines up on the decimal point.

        Args:
            value: The number in the base unit.
            unit: Unit key.
            decimals: Digits after the point.
            label: Scale to use; the smallest one shown in this unit system where it is "".
        """
        if value is None or not math.isfinite(value):
            return UNKNOWN
        shown = units.convert(value, unit, label or self.label(unit))
        return f"{shown:,.{decimals}f}".replace("-", "−")

    def label(self, unit: str) -> str:
        """The label of a unit's smallest shown scale, for a column head."""
        return units.label(unit, self.system)

    def kilowatts(self, power_w: float | None) -> str:
        """A power in kilowatts with one decimal, without label."""
        return self.column(power_w, "w", 1, "kW")

    def temperature(self, value_c: float | None) -> str:
        """An absolute temperature with one decimal, without label."""
        return self.column(value_c, "c", 1)

    def airflow(self, value_m3_s: float | None) -> str:
        """An airflow without label: three decimals of m3/s, or whole CFM."""
        return self.column(value_m3_s, "m3_s", 3 if self.system == "si" else 0)

    def length(self, value_m: float | None) -> str:
        """A length with its unit, to the centimetre or the tenth of a foot."""
        if value_m is None or not math.isfinite(value_m):
            return UNKNOWN
        shown, name = units.display(value_m, "m", self.system)
        decimals = 2 if self.system == "si" else 1
        return f"{shown:,.{decimals}f}{NO_BREAK}{name}"


def clean(words: object) -> str:
    """User's words on one line: no control characters, nothing that turns the text around it.

    Lone surrogates, which no file format can carry, become the replacement character.
    """
    kept = []
    for char in str(words):
        category = unicodedata.category(char)
        if char in _DIRECTION_CONTROLS:
            continue
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        else:
            kept.append(char)
    return "".join(kept).strip()


def width_em(words: str) -> float:
    """About how wide text sets in the report's font [em]; an estimate on the safe side."""
    return sum(_char_em(char) for char in words)


def _char_em(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0xFFFF:
        return 1.4
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.92
    return 0.70 if char.isupper() else 0.60


class Cut(str):
    """Text cut for its place, with the whole of it for tables that have the room."""

    __slots__ = ("uncut",)
    uncut: str


def whole(words: str) -> str:
    """Text as it was before it was cut and made breakable, with ordinary spaces."""
    line = words.uncut if isinstance(words, Cut) else words
    return line.replace(_ZERO_WIDTH_SPACE, "").replace(NO_BREAK, " ")


def _cut(words: str, uncut: str) -> Cut:
    made = Cut(words)
    made.uncut = uncut
    return made


def clip(words: object, room_em: float) -> str:
    """User's words cut with an ellipsis to fit a table cell of that width [em]."""
    line = clean(words)
    if width_em(line) <= room_em:
        return _breakable(line, _WORD_IN_CELL)
    taken, used = [], 1.0
    for char in line:
        used += _char_em(char)
        if used > room_em:
            break
        taken.append(char)
    return _cut(_breakable("".join(taken).rstrip() + "…", _WORD_IN_CELL), line)


def flowing(words: object, limit: int = 600) -> str:
    """User's words for running text: cut after ``limit`` characters, long words breakable."""
    line = " ".join(clean(words).split())
    if len(line) > limit:
        return _cut(_breakable(line[:limit].rstrip() + "…", _WORD_IN_TEXT), line)
    return _breakable(line, _WORD_IN_TEXT)


def _breakable(line: str, longest: int) -> str:
    """The line with invisible places to break overlong words, so that none leaves its column."""
    return " ".join(
        word
        if len(word) <= longest
        else _ZERO_WIDTH_SPACE.join(word[at : at + 4] for at in range(0, len(word), 4))
        for word in line.split(" ")
    )


def is_weak(confidence: str) -> bool:
    """Whether a figure of this class is marked wherever it shows."""
    return confidence not in STRONG


def marked(words: str, confidence: str) -> str:
    """The text with the weak mark where the class asks for it."""
    return words + WEAK_MARK if is_weak(confidence) and words != UNKNOWN else words


def class_name(confidence: str) -> str:
    """A confidence class in words, with the weak mark."""
    return marked(confidence.replace("_", " "), confidence)


def limit_words(key: str) -> str:
    """A limit's title for the middle of a sentence; its key as words where it has none."""
    return clip(TITLES.get(key) or clean(key).replace("_", " "), 22.0)


def limit_name(key: str) -> str:
    """A limit's title for a heading or cell: ``inlet_class`` -> "Rack air inlet"."""
    return capital(limit_words(key))


def source_ids(source: str) -> tuple[str, ...]:
    """Source ids in a figure's source: comma separated, or in brackets behind a remark.

    ``"evk, itkb"`` -> evk and itkb; ``"A2 recommended [evk]"`` -> evk; the user's own figures
    (``design``) have none.
    """
    bracketed = re.findall(r"\[([^\]]*)\]", source)
    parts = ",".join(bracketed or [source]).split(",")
    return tuple(part.strip() for part in parts if part.strip() not in ("", "design"))


def listed(names: Iterable[str], most: int = 6, room_em: float = 11.0) -> str:
    """Names in one line, cut after ``most`` of them with the count of the rest."""
    every = [clip(name, room_em) for name in names]
    shown = ", ".join(every[:most])
    rest = len(every) - most
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def objects(names: Sequence[str], most: int, room_em: float = 11.0) -> str:
    """Names of objects in one line, with their count where they are more than ``most``."""
    if len(names) <= most:
        return listed(names, most, room_em)
    return f"{counted(len(names), 'object')}: {listed(names, most, room_em)}"


def power_of_ten(value: float) -> str:
    """A small fraction as 3.4 × 10⁻⁷."""
    if value != value:
        return UNKNOWN
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.1e}".split("e")
    digits = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{digits}"


def counted(count: int, singular: str, plural: str = "") -> str:
    """A count with its noun: "1 rack", "20 racks"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def capital(words: str) -> str:
    """The text with its first letter large; ids (``nvidia_h100``) and the rest as they are."""
    return words if "_" in words.split(" ")[0] else words[:1].upper() + words[1:]
