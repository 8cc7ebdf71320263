"""Sensors in a hall and what they read; no answer depends on them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from coolsim.design.base import Coordinate, Fraction, Name, Placed, Record, Temperature


class Sensor(Placed):
    """A sensor at a height above the finished floor (below zero: in the plenum), and its reading.

    A reading that is not given is ``None``.
    """

    width_m: ClassVar[float] = 0.2
    depth_m: ClassVar[float] = 0.2
    """A sensor is a point; this is the size of its mark on the plan [m]."""

    z_m: Coordinate = 1.2
    temperature_c: Temperature | None = None
    relative_humidity_fraction: Fraction | None = None


class Measurement(Record):
    """The occasion of which the readings of all sensors are."""

    name: Name = ""
    date: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    """Year, month and day, ``2026-11-23``; empty where not given."""
