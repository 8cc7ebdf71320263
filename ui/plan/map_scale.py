"""The scale of the air map: which colours, from where to where, and the lines drawn of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coolsim.design.models import Variant
from coolsim.results.air_quantities import AirKey, AirQuantity, air_quantity
from coolsim.results.records import Fields
from ui.plan.scales import HeatRange, heat_range_of, nice_ceiling

_ALMOST_ALL = 99.5
"""Percentile of the room's cells that the scale covers: one jet does not flatten the rest."""
_EVERY = 2
"""Every how many cells along an axis the range is read from."""
_LINES = 10


@dataclass(frozen=True)
class MapScale:
    """What the colours of the air map mean, in the unit of its quantity.

    Attributes:
        quantity: What is mapped.
        table: Name of the colour table.
        low, high: Ends of the scale.
        step: Distance between contour lines.
        limits: Values with a line of their own: recommended and allowable ends.
        heat: The range of the air class, for temperature.
    """

    quantity: AirQuantity
    table: str
    low: float
    high: float
    step: float
    limits: tuple[float, ...] = ()
    heat: HeatRange | None = None

    def levels(self) -> tuple[float, ...]:
        """Values of the contour lines that are no limits."""
        first = math.floor(self.low / self.step) + 1
        count = math.ceil(self.high / self.step) - first
        values = ((first + n) * self.step for n in range(max(count, 0)))
        return tuple(
            value
            for value in values
            if all(abs(value - limit) > 0.25 * self.step for limit in self.limits)
        )


class MapScales:
    """Scales by quantity; ranges read from fields are kept as long as the fields are shown."""

    def __init__(self) -> None:
        self._fields: Fields | None = None
        self._largest: dict[AirKey, float] = {}

    def scale(self, variant: Variant, key: AirKey, fields: Fields | None) -> MapScale:
        """The scale of a quantity: fixed for temperature and humidity, else by the whole room."""
        quantity = air_quantity(key)
        if key == "temperature":
            heat = heat_range_of(variant)
            ends = (*(heat.recommended_c or ()), *(heat.allowable_c or ()))
            step = _line_step(heat.high_c - heat.low_c)
            return MapScale(quantity, "heat", heat.low_c, heat.high_c, step, ends, heat)
        if key == "humidity":
            return MapScale(quantity, "amount", 0.0, 1.0, 0.1)
        top = nice_ceiling(max(self._largest_of(key, fields), 1e-3))
        low = -top if quantity.is_signed else 0.0
        table = "diverging" if quantity.is_signed else "amount"
        return MapScale(quantity, table, low, top, _line_step(top - low))

    def _largest_of(self, key: AirKey, fields: Fields | None) -> float:
        if fields is not self._fields:
            self._fields, self._largest = fields, {}
        if fields is None or fields.temperature_c.size == 0:
            return 0.0
        if key not in self._largest:
            self._largest[key] = _largest_in_room(fields, key)
        return self._largest[key]


def _largest_in_room(fields: Fields, key: AirKey) -> float:
    """The largest amount but for a few cells, above the floor."""
    floor = max(0, round(-fields.origin_m[2] / fields.spacing_m[2]))
    part = (slice(None, None, _EVERY), slice(None, None, _EVERY), slice(floor, None))
    air = ~np.isnan(fields.temperature_c[part])
    if key == "speed":
        velocity = fields.velocity_m_s[(slice(None), *part)]
        values = np.sqrt((velocity * velocity).sum(axis=0))[air]
    else:
        values = np.abs(fields.pressure_pa[part][air])
    known = values[np.isfinite(values)]
    return float(np.percentile(known, _ALMOST_ALL)) if known.size else 0.0


def _line_step(span: float) -> float:
    """A round distance that gives about ten lines."""
    power = 10.0 ** math.floor(math.log10(span / _LINES))
    return next(
        step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power * _LINES >= span * (1 - 1e-9)
    )
