"""Edits of sensors: taking in what they read on an occasion."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coolsim.design.edits_objects import (
    last_number,
    raise_marks,
    replaced,
    validated,
    with_variant,
)
from coolsim.design.geometry import direction, size
from coolsim.design.models import Design, Measurement, Rack, Sensor, Variant
from coolsim.errors import EditError

BEFORE_RACK_M = 0.05
"""How far before its rack's front a sensor hangs that has no place of its own [m]."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sensor read.

    Attributes:
        name: Of the sensor, or of the rack that it hangs before.
        x_m, y_m, z_m: Its place [m]; ``None`` where not given.
        temperature_c: [deg C]
        relative_humidity_fraction: [-]
        where: Where it was read, for messages: file and row.
    """

    name: str
    x_m: float | None = None
    y_m: float | None = None
    z_m: float | None = None
    temperature_c: float | None = None
    relative_humidity_fraction: float | None = None
    where: str = ""


def set_measurement(design: Design, **fields: object) -> Design:
    """Set name and date of the readings.

    Raises:
        EditError: If a value is out of range.
    """
    old = design.variant.measurement
    new = replaced(old, fields)
    if new is old:
        return design
    return with_variant(design, design.variant.model_copy(update={"measurement": new}))


def take_readings(
    design: Design, readings: Iterable[Reading], measurement: Measurement | None = None
) -> tuple[Design, tuple[str, ...]]:
    """Give sensors of the design new readings by their names, and hang up those not known.

    A sensor is found by its name whatever its case. A new one hangs where its reading says; one
    without a place that is called like a rack hangs before that rack's front, at its height or half
    way up the rack. Sensors that the readings do not name have none afterwards.

    Args:
        design: The design.
        readings: One for each sensor.
        measurement: The occasion; ``None`` leaves what is said of it.

    Returns:
        The new design and the ids of the sensors read, in the order of the readings.

    Raises:
        EditError: If a place is missing and no sensor or rack has that name, a name comes twice,
            or a value is out of range.
    """
    variant = design.variant
    known = {_plain(sensor.name): sensor for sensor in variant.sensors if sensor.name}
    racks = {_plain(label): rack for rack in variant.racks for label in (rack.id, rack.name)}
    racks.pop("", None)
    number = last_number(design, "sensor")
    read: dict[str, Sensor] = {}
    for reading in readings:
        plain = _plain(reading.name)
        if plain in read:
            raise EditError(
                f"The sensor {reading.name!r} comes twice.",
                where=reading.where,
                remedy="Keep one row for each sensor, such as the mean over a steady hour.",
            )
        old = known.get(plain)
        if old is None:
            number += 1
        fields = {
            "id": f"sensor-{number:04d}" if old is None else old.id,
            "name": reading.name if old is None else old.name,
            **_place_of(reading, old, racks),
            "temperature_c": reading.temperature_c,
            "relative_humidity_fraction": reading.relative_humidity_fraction,
        }
        read[plain] = _sensor(fields, reading.where)
    sensors = [
        read.get(_plain(sensor.name), _unread(sensor)) if sensor.name else _unread(sensor)
        for sensor in variant.sensors
    ]
    held = {sensor.id for sensor in sensors}
    sensors += [sensor for sensor in read.values() if sensor.id not in held]
    changes: dict[str, object] = {"sensors": tuple(sensors)}
    if measurement is not None:
        changes["measurement"] = measurement
    marked = raise_marks(design, {"sensor": number}) if number else design
    changed = with_variant(marked, variant.model_copy(update=changes))
    return changed, tuple(sensor.id for sensor in read.values())


def unread_sensors(variant: Variant) -> tuple[Sensor, ...]:
    """The sensors without any reading."""
    return tuple(sensor for sensor in variant.sensors if _unread(sensor) is sensor)


def _sensor(fields: dict[str, Any], where: str) -> Sensor:
    try:
        return validated(Sensor, fields)
    except EditError as error:
        raise EditError(error.message, where=where, remedy="Mend the row.") from None


def _unread(sensor: Sensor) -> Sensor:
    return replaced(sensor, {"temperature_c": None, "relative_humidity_fraction": None})


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _place_of(reading: Reading, old: Sensor | None, racks: dict[str, Rack]) -> dict[str, float]:
    """Where a sensor hangs [m]: as its row says, as it is drawn, or before the rack of its name."""
    x_m, y_m, z_m = reading.x_m, reading.y_m, reading.z_m
    if (x_m is None) != (y_m is None):
        raise EditError(
            f"The sensor {reading.name!r} has {'y' if x_m is None else 'x'} alone.",
            where=reading.where,
            remedy="Give x and y both, or neither.",
        )
    rack = racks.get(_plain(reading.name))
    if x_m is not None and y_m is not None:
        height = z_m if z_m is not None or old is None else old.z_m
        if height is None:
            raise EditError(
                f"The sensor {reading.name!r} has no height.",
                where=reading.where,
                remedy="Give z, its height above the finished floor.",
            )
        return {"x_m": x_m, "y_m": y_m, "z_m": height}
    if old is not None:
        return {"x_m": old.x_m, "y_m": old.y_m, "z_m": old.z_m if z_m is None else z_m}
    if rack is not None:
        ux, uy = direction(rack.heading_deg)
        reach = 0.5 * size(rack)[0] + BEFORE_RACK_M
        height = 0.5 * rack.height_m if z_m is None else z_m
        return {"x_m": rack.x_m + reach * ux, "y_m": rack.y_m + reach * uy, "z_m": height}
    raise EditError(
        f"No sensor or rack of the design is called {reading.name!r}.",
        where=reading.where,
        remedy=f"Give it x, y and z{_near(reading.name, list(racks.values()))}.",
    )


def _near(name: str, racks: Sequence[Rack]) -> str:
    labels = {_plain(rack.label): rack.label for rack in racks}
    close = difflib.get_close_matches(_plain(name), labels, n=3)
    return f", or mend its name: {', '.join(labels[each] for each in close)}" if close else ""
