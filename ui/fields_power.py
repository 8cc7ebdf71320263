"""The editable fields of the power chain: feeds, elements above them, what the site may draw."""

from __future__ import annotations

from collections.abc import Callable

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Design, PowerElementKind
from ui.widgets.forms import Choices, Field

Reader = Callable[[], Design]

KINDS: tuple[tuple[PowerElementKind, str], ...] = (
    ("transformer", "Transformer"),
    ("ups", "UPS"),
    ("pdu", "PDU"),
    ("busway", "Busway"),
)
"""Kinds of element and what they are called."""
RULES: Choices = (("NEC", "NEC"), ("IEC", "IEC"))
PHASES: Choices = (
    (None, "all three alike"), ("L1", "L1"), ("L2", "L2"), ("L3", "L3"),
)  # fmt: skip
_CONVERSIONS: dict[str, tuple[str, ...]] = {
    "transformer": ("transformer",),
    "ups": ("ups_",),
    "pdu": ("pdu",),
    "busway": ("pdu",),
}
"""Beginnings of the catalogue ids that suit a kind."""
_NOT_KNOWN = "not known"


def _named(table: str, starts: tuple[str, ...]) -> list[tuple[object, str]]:
    entries = load_catalogue().entries(table)
    return [(entry.id, entry.name) for entry in entries if entry.id.startswith(starts)]


def _units(kind: str) -> list[tuple[object, str]]:
    found: list[tuple[object, str]] = [(None, "as given below")]
    # figures of eco mode belong to the unit whose mode it is
    modes = {entry.word("eco_mode") for entry in load_catalogue().entries("conversion")}
    found += [item for item in _named("conversion", _CONVERSIONS[kind]) if item[0] not in modes]
    if kind in ("busway", "pdu"):
        found += _named("feed", ("busway",) if kind == "busway" else ("feed_",))
    return found


def supplies(design: Reader, besides: str = "") -> list[tuple[object, str]]:
    """The elements that something can hang on, the utility first."""
    elements = design().variant.power.elements
    return [(None, "the utility"), *((e.id, e.label) for e in elements if e.id != besides)]


def feed_fields(design: Reader) -> tuple[Field, ...]:
    """Fields of a feed."""
    return (
        Field("name", "Name", "text", empty="no name"),
        Field("supply_id", "Supplied by", "choice", choices=lambda: supplies(design)),
        Field("voltage_v", "Voltage", unit="v", optional=True, empty="of the unit"),
        Field("breaker_a", "Breaker", unit="a", optional=True, empty="of the unit"),
        Field("phases", "Phases", "choice", choices=((3, "three"), (1, "one"))),
        Field("power_factor", "Power factor", unit="count"),
        Field("jurisdiction", "Rule", "choice", choices=RULES),
        Field("per_rack", "One breaker per rack", "flag"),
        Field("full_rated", "Breaker rated for full load", "flag"),
    )


def rack_feed_fields(design: Reader) -> tuple[Field, ...]:
    """Feeds and phase of a rack."""

    def feeds(none: str) -> list[tuple[object, str]]:
        return [(None, none), *((feed.id, feed.label) for feed in design().variant.power.feeds)]

    return (
        Field("feed_id", "Feed", "choice", choices=lambda: feeds("none (not checked)")),
        Field("feed_b_id", "Second feed", "choice", choices=lambda: feeds("none"),
              tip="The rack draws half from each, and all from one once the other is lost"),
        Field("phase", "Phase", "choice", choices=PHASES,
              tip="Of a rack between one phase and neutral"),
    )  # fmt: skip


def element_fields(kind: PowerElementKind, design: Reader, besides: str) -> tuple[Field, ...]:
    """Fields of an element of a kind; ``besides`` is its own id, on which it cannot hang."""
    common = (
        Field("name", "Name", "text", empty="no name"),
        Field("supply_id", "Supplied by", "choice", choices=lambda: supplies(design, besides)),
        Field("room", "Room", "text", tip="Empty: the hall, whose air takes its losses"),
        Field("unit", "Unit", "choice", choices=lambda: _units(kind)),
        Field("rated_w", "Rated power", unit="w", optional=True, empty=_NOT_KNOWN,
              tip="What one unit delivers: its kVA times its power factor"),
        Field("units", "Units", "whole", unit="count"),
        Field("redundancy", "Redundancy", "choice",
              choices=(("N", "N"), ("N+1", "N+1"), ("2N", "2N"))),
    )  # fmt: skip
    ups = (
        Field("mode", "Mode", "choice", choices=(
            ("double_conversion", "double conversion"), ("eco", "eco"),
        )),
        Field("battery", "Batteries", "choice",
              choices=lambda: [(None, "none"), *_named("battery", ("ups_", "orv3", "vertiv"))]),
        Field("batteries", "Number of batteries", "whole", unit="count"),
    )  # fmt: skip
    current = (
        Field("voltage_v", "Voltage", unit="v", optional=True, empty="of the unit"),
        Field("current_a", "Current", unit="a", optional=True, empty="of the unit"),
        Field("power_factor", "Power factor", unit="count"),
        Field("jurisdiction", "Rule", "choice", choices=RULES),
        Field("full_rated", "Rated for full load", "flag"),
    )
    losses = (
        Field("efficiency_fraction", "Efficiency", unit="fraction", optional=True,
              empty="of the unit", tip="At every load; overrides the unit's"),
        Field("no_load_loss_w", "No-load loss", unit="w", optional=True, empty="of the unit"),
        Field("load_loss_w", "Load loss", unit="w", optional=True, empty="of the unit",
              tip="At rated power, beside the no-load loss"),
    )  # fmt: skip
    own = ups if kind == "ups" else current if kind in ("pdu", "busway") else ()
    return (*common, *own, *losses)


def cooling_field(design: Reader) -> Field:
    """What supplies fans, pumps and plant."""
    return Field("cooling_supply_id", "Cooling hangs on", "choice",
                 choices=lambda: supplies(design))  # fmt: skip


POWER_CHAIN = (
    Field("grid_cap_w", "Grid power cap", unit="w", optional=True, empty="not given",
          tip="What the site may draw at the meter, losses and cooling included"),
    Field("peak_factor", "Short peaks, times the power", unit="count", optional=True,
          empty="not given", tip="Highest short draw over the sustained one"),
    Field("peak_seconds", "They last", unit="s", optional=True, empty="not given"),
    Field("imbalance_limit_fraction", "Uneven phases told above", unit="fraction"),
    Field("rack_supply", "Supplies in racks", "choice", choices=lambda: [
        (None, "not known"), *_named("conversion", ("psu_", "rectifier")),
    ]),
    Field("rack_supply_load_fraction", "Their load", unit="fraction", optional=True,
          empty="not given", tip="At the racks' power as drawn; half at most where redundant"),
    Field("regulator", "Regulators in racks", "choice", choices=lambda: [
        (None, "not known"), *_named("conversion", ("vrm",)),
    ]),
)  # fmt: skip
