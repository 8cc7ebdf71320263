"""What colours mean: the temperature range with its limits, and the metric of the racks."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtGui import QColor

from coolsim import units
from coolsim.density.records import Density
from coolsim.design.models import AirClass, Rack, Variant
from coolsim.results.coolant_quantities import (
    COOLANT_QUANTITIES,
    CoolantQuantity,
    coolant_quantity,
    coolant_values,
)
from coolsim.results.quantities import RackQuantity, rack_quantity
from coolsim.results.records import Results
from ui import words
from ui.plan.colour_tables import LIMIT_HUES, colour

BINDING_METRICS = frozenset({"binding", "binding_limit", "density", "limit"})
BINDING = "Binding limit"
"""Title of the colours by the limit that binds."""
COOLANT_KEYS = frozenset(quantity.key for quantity in COOLANT_QUANTITIES)
_KEYS = {"inlet_temperature_c": "inlet", "margin": "inlet_margin", "kw": "power"}
"""Other spellings of the quantities' keys."""
_RANGE_WITHOUT_CLASS = (15.0, 45.0)


@dataclass(frozen=True)
class HeatRange:
    """Ends of the temperature scale and the limits marked on it [deg C]."""

    low_c: float
    high_c: float
    recommended_c: tuple[float, float] | None = None
    allowable_c: tuple[float, float] | None = None


@functools.lru_cache(maxsize=32)
def heat_range(air_class: AirClass, altitude_m: float) -> HeatRange:
    """The fixed range of a class: its allowable minimum to maximum, so that two runs compare."""
    from coolsim.catalogue import load_catalogue
    from coolsim.standards import air_limits

    limits = air_limits(load_catalogue(), air_class, altitude_m)
    values = [
        figure.value
        for figure in (
            limits.recommended_min_c,
            limits.recommended_max_c,
            limits.allowable_min_c,
            limits.allowable_max_c,
        )
    ]
    known = [value for value in values if value is not None]
    if len(known) < 4:
        return HeatRange(*_RANGE_WITHOUT_CLASS)
    rec_low, rec_high, low, high = known
    return HeatRange(low, high, (rec_low, rec_high), (low, high))


def heat_range_of(variant: Variant) -> HeatRange:
    """The range for a variant's default air class and altitude."""
    return heat_range(variant.settings.air_class, variant.site.altitude_m)


@dataclass(frozen=True)
class RackColours:
    """Colours and texts of the racks under one metric, with what the legend needs.

    Attributes:
        title: Name of the metric.
        unit: Unit key of the values.
        scale: ``heat``, ``amount``, ``diverging``, ``limits`` or "" (nothing to colour by).
        low, high: Ends of the scale in the unit.
        by_id: Rack id -> colour and value in that unit.
        categories: Names and hues of the binding limits.
        before: Rack id -> the value it had before, for labels of the kind "5 to 6.2 kW".
        note: What the legend says below the names.
    """

    title: str
    unit: str
    scale: str
    low: float = 0.0
    high: float = 1.0
    by_id: Mapping[str, tuple[QColor | None, float | None]] = field(default_factory=dict)
    categories: tuple[tuple[str, QColor], ...] = ()
    before: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


def limit_name(key: str) -> str:
    """A limit's key as words: ``inlet_class`` -> "Rack air inlet"."""
    title = words.limit_title(key)
    return title[:1].upper() + title[1:]


def rack_colours(
    variant: Variant,
    results: Results | None,
    density: Density | None,
    metric: str,
    heat: HeatRange,
    dark: bool,
    is_density_stale: bool = False,
) -> RackColours:
    """Colour the racks by a metric; without results only drawn loads can be shown."""
    if metric in BINDING_METRICS:
        return _by_binding_limit(density, is_density_stale)
    if metric in COOLANT_KEYS:
        return _by_coolant(coolant_quantity(metric), results, dark)
    try:
        quantity = rack_quantity(_KEYS.get(metric, metric))
    except KeyError:
        return RackColours("", "", "")
    if results is None:
        if quantity.key == "power":
            return _by_drawn_load(variant.racks, quantity, dark)
        return RackColours(quantity.name, quantity.unit, "")
    values = {rack.id: quantity.value(rack) for rack in results.racks}
    return _by_value(quantity, values, heat, dark)


def _by_coolant(quantity: CoolantQuantity, results: Results | None, dark: bool) -> RackColours:
    """Racks that coolant serves, over the range of their values; the others stay plain."""
    if results is None or results.liquid is None:
        return RackColours(quantity.name, quantity.unit, "")
    values = coolant_values(results.liquid, quantity.key)
    known = [value for value in values.values() if not math.isnan(value)]
    if not known:
        return RackColours(f"{quantity.name}: not known of any rack", quantity.unit, "")
    scale, low, high = "amount", 0.0, nice_ceiling(max(*known, 1e-6, key=abs))
    if quantity.unit == "c":
        low, high = math.floor(min(known)), max(math.ceil(max(known)), math.floor(min(known)) + 1)
    elif quantity.unit == "k":
        scale, low = "diverging", -high
    by_id = {
        rack_id: (None, None)
        if math.isnan(value)
        else (colour(scale, dark, value, low, high), value)
        for rack_id, value in values.items()
    }
    return RackColours(quantity.name, quantity.unit, scale, low, high, by_id)


def _by_drawn_load(racks: Iterable[Rack], quantity: RackQuantity, dark: bool) -> RackColours:
    values = {rack.id: rack.load_w for rack in racks if rack.load_w is not None}
    return _by_value(quantity, values, HeatRange(*_RANGE_WITHOUT_CLASS), dark)


def _by_value(
    quantity: RackQuantity,
    values: Mapping[str, float],
    heat: HeatRange,
    dark: bool,
) -> RackColours:
    scale, low, high = _scale_of(quantity, values.values(), heat)
    by_id: dict[str, tuple[QColor | None, float | None]] = {}
    for rack_id, value in values.items():
        if math.isnan(value):
            by_id[rack_id] = (None, None)
        else:
            by_id[rack_id] = (colour(scale, dark, value, low, high), value)
    return RackColours(quantity.name, quantity.unit, scale, low, high, by_id)


def _scale_of(
    quantity: RackQuantity, values: Iterable[float], heat: HeatRange
) -> tuple[str, float, float]:
    """Temperatures share the map's scale; a margin is centred on zero; amounts start at zero."""
    if quantity.unit == "c":
        return "heat", heat.low_c, heat.high_c
    largest = max((abs(value) for value in values if not math.isnan(value)), default=0.0)
    top = nice_ceiling(largest) if largest > 0.0 else 1.0
    if quantity.worse == "low":
        return "diverging", -top, top
    return "amount", 0.0, top


def nice_ceiling(value: float) -> float:
    """The next 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten at or above a positive value."""
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0):
        if step * power >= value * (1.0 - 1e-9):
            return step * power
    return 10.0 * power


def frees_most(density: Density) -> str:
    """The single change that gains most, in words; empty where none was tried or none gains."""
    changes = density.advice.changes if density.advice is not None else ()
    gaining = [item for item in changes if math.isfinite(item.gained_w) and item.gained_w > 0.0]
    if not gaining:
        return ""
    best = max(gaining, key=lambda item: item.gained_w)
    return f"Frees most: {best.title}, +{units.text(best.gained_w, 'w', 'si', 3)}"


def _by_binding_limit(density: Density | None, is_stale: bool) -> RackColours:
    if density is None:
        return RackColours(BINDING, "", "")
    keys = sorted({rack.binding.limit for rack in density.racks if rack.binding is not None})
    hues = {key: QColor(LIMIT_HUES[n % len(LIMIT_HUES)]) for n, key in enumerate(keys)}
    by_id: dict[str, tuple[QColor | None, float | None]] = {}
    for rack in density.racks:
        hue = hues[rack.binding.limit] if rack.binding is not None else None
        by_id[rack.id] = (hue, rack.power_w)
    categories = tuple((limit_name(key), hues[key]) for key in keys)
    return RackColours(
        f"{BINDING} (stale)" if is_stale else BINDING,
        "w",
        "limits",
        by_id=by_id,
        categories=categories,
        before={rack.id: rack.power_now_w for rack in density.racks},
        note=frees_most(density),
    )
