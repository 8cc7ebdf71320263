"""Selecting by rule: ``racks over 30 kW``, ``inlet above 27 °C and cooling air``, ``name A-*``.

A rule is made of parts joined by ``and``. A part compares a quantity with a number and its unit, or
a word of the object with a text in which ``*`` stands for anything. It may begin with the kind of
objects meant; without one it means every object that has the quantity.
"""

from __future__ import annotations

import fnmatch
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design.edits_objects import items
from coolsim.design.models import Cooler, Design, Item, Rack
from coolsim.errors import UsageError
from coolsim.results.records import Results

_Compare = Callable[[float, float], bool]
_COMPARISONS: tuple[tuple[str, _Compare], ...] = (
    ("at least", operator.ge),
    ("at most", operator.le),
    ("more than", operator.gt),
    ("less than", operator.lt),
    ("greater than", operator.gt),
    ("over", operator.gt),
    ("above", operator.gt),
    ("under", operator.lt),
    ("below", operator.lt),
    (">=", operator.ge),
    ("<=", operator.le),
    (">", operator.gt),
    ("<", operator.lt),
)
_KIND_WORDS: Mapping[str, str] = {
    "rack": "rack", "racks": "rack", "cooler": "cooler", "coolers": "cooler", "tile": "tile",
    "tiles": "tile", "panel": "panel", "panels": "panel", "cdu": "cdu", "cdus": "cdu",
    "obstruction": "obstruction", "obstructions": "obstruction", "note": "note", "notes": "note",
    "object": "", "objects": "", "everything": "",
}  # fmt: skip
_WITH_TEXTS = ("name", "cooling", "type", "item", "feed", "air_class", "unit", "exhaust")
EXAMPLES = (
    "racks over 30 kW",
    "inlet above 27 °C",
    "margin below 2 K and cooling air",
    "name A-*",
    "tiles under 0.2 m³/s",
    "racks without feed",
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something of an object that a rule compares: its words, unit and how it is read."""

    words: tuple[str, ...]
    unit: str
    read: Callable[[Item, Facts], float | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the objects beside what is drawn: their loads, and results by id."""

    reader: LoadReader
    results: Mapping[str, object]

    def result(self, item: Item, field: str) -> float | None:
        """A number of the object's result; ``None`` without one."""
        value = getattr(self.results.get(item.id), field, None)
        return float(value) if isinstance(value, int | float) and value == value else None


def _power(item: Item, facts: Facts) -> float | None:
    if isinstance(item, Rack):
        return facts.reader.rack(item).power_w
    return facts.result(item, "duty_w")


def _airflow(item: Item, facts: Facts) -> float | None:
    solved = facts.result(item, "airflow_m3_s")
    if solved is None and isinstance(item, Rack):
        return facts.reader.rack(item).airflow_m3_s
    return solved


def _mass(item: Item, facts: Facts) -> float | None:
    if not isinstance(item, Rack) or item.empty_mass_kg is None:
        return None
    held = facts.reader.rack(item).contents_mass_kg
    return None if held is None else item.empty_mass_kg + held


def _margin(item: Item, facts: Facts) -> float | None:
    limit = facts.result(item, "inlet_limit_c")
    inlet = facts.result(item, "inlet_temperature_c")
    return None if limit is None or inlet is None else limit - inlet


def _used_u(item: Item, facts: Facts) -> float | None:
    return facts.reader.rack(item).height_u if isinstance(item, Rack) else None


def _solved(field: str) -> Callable[[Item, Facts], float | None]:
    return lambda item, facts: facts.result(item, field)


def _drawn(field: str) -> Callable[[Item, Facts], float | None]:
    def read(item: Item, _facts: Facts) -> float | None:
        value = getattr(item, field, None)
        return float(value) if isinstance(value, int | float) else None

    return read


QUANTITIES: tuple[Quantity, ...] = (
    Quantity(("power", "load", "duty"), "w", _power),
    Quantity(("inlet", "inlet temperature"), "c", _solved("inlet_temperature_c")),
    Quantity(("outlet", "outlet temperature"), "c", _solved("outlet_temperature_c")),
    Quantity(("return", "return temperature"), "c", _solved("return_temperature_c")),
    Quantity(("supply", "supply temperature"), "c", _solved("supply_temperature_c")),
    Quantity(("margin",), "k", _margin),
    Quantity(("airflow", "flow"), "m3_s", _airflow),
    Quantity(("mass", "weight"), "kg", _mass),
    Quantity(("used units", "used"), "u", _used_u),
    Quantity(("units", "height units"), "u", _drawn("height_u")),
    Quantity(("width",), "m", _drawn("width_m")),
    Quantity(("depth",), "m", _drawn("depth_m")),
    Quantity(("height",), "m", _drawn("height_m")),
    Quantity(("x",), "m", _drawn("x_m")),
    Quantity(("y",), "m", _drawn("y_m")),
)
_FIRST_OF_UNIT = ("w", "c", "k", "m3_s", "kg", "u", "m")
"""Units in the order in which a number without a quantity is tried."""


def select_by_rule(
    text: str,
    design: Design,
    catalogue: Catalogue,
    results: Results | None,
    system: units.System = "si",
) -> frozenset[str]:
    """Ids of the objects of the active variant that a rule is true of.

    An object whose quantity is unknown (no result, no figure) never fits.

    Raises:
        UsageError: If the rule cannot be read; the remedy shows an example.
    """
    parts = [part.strip() for part in re.split(r"\band\b", text.strip(), flags=re.IGNORECASE)]
    facts = Facts(LoadReader(catalogue), _by_id(results))
    found: set[str] | None = None
    kind = ""
    for part in parts:
        words = part.split(maxsplit=1)
        if words and words[0].casefold() in _KIND_WORDS:
            kind = _KIND_WORDS[words[0].casefold()]
            part = words[1] if len(words) > 1 else ""  # noqa: PLW2901  (the kind is taken off)
        test = _test_of(part, facts, system)
        here = {item.id for each, item in items(design) if kind in ("", each) and test(item)}
        found = here if found is None else found & here
    return frozenset(found or ())


def _by_id(results: Results | None) -> dict[str, object]:
    if results is None:
        return {}
    found: dict[str, object] = {each.id: each for each in results.racks}
    found |= {each.id: each for each in results.coolers}
    return found | {each.id: each for each in results.tiles}


def _test_of(part: str, facts: Facts, system: units.System) -> Callable[[Item], bool]:
    words = part.strip()
    if not words:
        return lambda _: True
    lowered = words.casefold()
    for sign, compare in _COMPARISONS:
        at = lowered.find(sign) if not sign.isalpha() else _word_at(lowered, sign)
        if at >= 0:
            name = lowered[:at].strip(" ,")
            return _compared(name, compare, words[at + len(sign) :].strip(), facts, system)
    if lowered.startswith(("without ", "no ")):
        name = lowered.split(maxsplit=1)[1]
        return lambda item: not _texts(item, name)
    name, _, pattern = words.partition(" ")
    key = name.casefold().rstrip("=:")
    if key == "named":
        key = "name"
    if key in _WITH_TEXTS and pattern:
        wanted = pattern.strip(" =:").casefold().removeprefix("is ")
        return lambda item: any(_fits(text, wanted) for text in _texts(item, key))
    if " " not in words:
        return lambda item: _fits(item.label, lowered if "*" in lowered else f"*{lowered}*")
    raise UsageError(
        f"{words!r} is no rule.", remedy=f"Write, for example, {EXAMPLES[0]} or {EXAMPLES[3]}."
    )


def _compared(
    name: str, compare: _Compare, value: str, facts: Facts, system: units.System
) -> Callable[[Item], bool]:
    quantity, number = _quantity_of(name, value, system)

    def test(item: Item) -> bool:
        read = quantity.read(item, facts)
        return read is not None and compare(read, number)

    return test


def _quantity_of(name: str, value: str, system: units.System) -> tuple[Quantity, float]:
    if name:
        for quantity in QUANTITIES:
            if name in quantity.words:
                return quantity, units.parse(value, quantity.unit, system)
        known = ", ".join(quantity.words[0] for quantity in QUANTITIES)
        raise UsageError(f"There is no quantity {name!r}.", remedy=f"Known are {known}.")
    if re.fullmatch(r"[-+]?[\d.,\s]+", value):
        raise UsageError(
            f"{value!r} has no unit.", remedy="Name the quantity or the unit: over 30 kW."
        )
    for unit in _FIRST_OF_UNIT:
        try:
            number = units.parse(value, unit, system)
        except UsageError:
            continue
        return next(each for each in QUANTITIES if each.unit == unit), number
    raise UsageError(f"{value!r} is no number with a unit.", remedy="Write, for example, 30 kW.")


def _texts(item: Item, key: str) -> list[str]:
    if key == "item" and isinstance(item, Rack):
        held = [*item.contents, *(each for slot in item.slots for each in slot.contents)]
        return [each.item for each in held]
    if key == "feed" and isinstance(item, Rack):
        return [each for each in (item.feed_id, item.feed_b_id) if each]
    if key == "name":
        return [item.label]
    if key == "loop" and isinstance(item, Rack | Cooler):
        ends = (getattr(item, "liquid", None), getattr(item, "door", None), item)
        return [loop for end in ends if (loop := getattr(end, "loop_id", None))]
    value = getattr(item, key, None)
    return [str(value).replace("_", " ")] if value not in (None, "", ()) else []


def _fits(text: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(text.casefold(), pattern.replace("_", " ").casefold())


def _word_at(text: str, word: str) -> int:
    found = re.search(rf"(?:^|\s){re.escape(word)}(?=\s|\d|$)", text)
    return -1 if found is None else found.end() - len(word)
