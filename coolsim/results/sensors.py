"""What sensors read beside what the model says there, and how far the two are apart."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coolsim.design.models import Sensor, Variant
from coolsim.properties.psychrometrics import relative_humidity
from coolsim.results.air_quantities import hall_humidity
from coolsim.results.points import values_at
from coolsim.results.records import Fields


@dataclass(frozen=True, slots=True)
class SensorRow:
    """A sensor beside the model; ``None`` where one of the two is not known.

    Attributes:
        id: Of the sensor.
        name: What it is called.
        x_m, y_m, z_m: Its place [m].
        measured_c, model_c: Temperatures [deg C].
        measured_humidity_fraction, model_humidity_fraction: Relative humidities [-].
    """

    id: str
    name: str
    x_m: float
    y_m: float
    z_m: float
    measured_c: float | None
    model_c: float | None
    measured_humidity_fraction: float | None = None
    model_humidity_fraction: float | None = None

    @property
    def difference_k(self) -> float | None:
        """Model less measurement [K]."""
        return _less(self.model_c, self.measured_c)

    @property
    def humidity_difference(self) -> float | None:
        """Model less measurement [-]."""
        return _less(self.model_humidity_fraction, self.measured_humidity_fraction)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far the model is off, over several sensors; unit as of the differences.

    Attributes:
        count: Sensors with both a reading and a model value.
        bias: Mean difference, model less measurement.
        rms: Root of the mean squared difference.
        largest: The difference of largest size, with its sign.
        largest_id: The sensor where that is.
    """

    count: int
    bias: float
    rms: float
    largest: float
    largest_id: str


@dataclass(frozen=True, slots=True)
class SensorComparison:
    """Sensors beside the model.

    Attributes:
        rows: In the order of the design.
        temperature: Deviation of temperatures [K]; ``None`` where nothing can be compared.
        humidity: Deviation of relative humidities [-], likewise.
    """

    rows: tuple[SensorRow, ...]
    temperature: Deviation | None
    humidity: Deviation | None


def compare_sensors(variant: Variant, fields: Fields | None) -> SensorComparison:
    """Set the readings of a variant's sensors beside the air of a result.

    Worked number: differences of +1 K and -3 K are a bias of -1 K, an RMS of sqrt(5) = 2.236 K and
    a largest of -3 K.

    Args:
        variant: Whose sensors.
        fields: Its air; ``None`` leaves the model's values out.
    """
    sensors = variant.sensors
    at = np.array([(each.x_m, each.y_m, each.z_m) for each in sensors]).reshape(-1, 3)
    if fields is None:
        model = humid = np.full(len(sensors), np.nan)
    else:
        model = values_at(fields, at)
        air, ratio = hall_humidity(variant), fields.humidity_ratio_kg_kg
        vapour = air.ratio_kg_kg if ratio is None else values_at(fields, at, ratio)
        humid = np.asarray(relative_humidity(model, vapour, air.pressure_pa))
    rows = tuple(
        _row(sensor, float(warmth), float(moisture))
        for sensor, warmth, moisture in zip(sensors, model, humid, strict=True)
    )
    return SensorComparison(
        rows,
        deviation((row.id, row.difference_k) for row in rows),
        deviation((row.id, row.humidity_difference) for row in rows),
    )


def deviation(differences: Iterable[tuple[str, float | None]]) -> Deviation | None:
    """How far a model is off, by the differences that are known; ``None`` without any."""
    known = [(key, value) for key, value in differences if value is not None]
    if not known:
        return None
    values = np.array([value for _, value in known])
    key, largest = max(known, key=lambda pair: abs(pair[1]))
    rms = float(np.sqrt(np.mean(values**2)))
    return Deviation(len(known), float(values.mean()), rms, largest, key)


def _row(sensor: Sensor, model_c: float, humidity: float) -> SensorRow:
    return SensorRow(
        sensor.id,
        sensor.label,
        sensor.x_m,
        sensor.y_m,
        sensor.z_m,
        sensor.temperature_c,
        _known(model_c),
        sensor.relative_humidity_fraction,
        _known(humidity),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
