"""Sensors beside the model: the command `sensors` and its answer."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from coolsim import units
from coolsim.design.edits_sensors import take_readings
from coolsim.design.models import Design, Measurement
from coolsim.errors import UsageError
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.results.files import envelope
from coolsim.results.records import Results
from coolsim.results.sensors import Deviation, SensorComparison, SensorRow, compare_sensors
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_OK, SolveAnswer, status_line
from coolsim.tasks.requests import SolveRequest
from coolsim.tasks.running import heading, occupied, part, run
from coolsim.tasks.sensor_requests import SensorsRequest


@dataclass(frozen=True, slots=True)
class SensorsAnswer:
    """Sensors beside a solved hall.

    Attributes:
        heading: What to call the hall.
        results: The solved hall.
        measurement: Of what occasion the readings are.
        comparison: The sensors.
        notes: What a user should know of the reading.
        saved: Where the comparison was written.
    """

    heading: str
    results: Results
    measurement: Measurement
    comparison: SensorComparison
    notes: tuple[str, ...]
    saved: Path | None = None

    fields: ClassVar[None] = None

    @property
    def exit_code(self) -> int:
        """By the status of the flow."""
        return SolveAnswer(self.heading, self.results).exit_code or EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return every sensor, and how far the model is off."""
        found = self.comparison
        rows = [
            encode(row)
            | {"difference_k": row.difference_k, "humidity_difference": row.humidity_difference}
            for row in found.rows
        ]
        return envelope("coolsim/sensors-1", "sensors", self.results) | {
            "measurement": self.measurement.model_dump(),
            "sensors": rows,
            "temperature": encode(found.temperature),
            "humidity": encode(found.humidity),
            "notes": list(self.notes),
            "out": None if self.saved is None else str(self.saved),
        }

    def text(self, system: units.System = "si") -> str:
        """Return the sensors as a table, and how far the model is off."""
        said = ", ".join(filter(None, (self.measurement.name, self.measurement.date)))
        has_humidity = self.comparison.humidity is not None
        headings = ["Sensor", units.with_label("z", units.label("m", system))]
        headings += [f"{word} {units.label('c', system)}" for word in ("measured", "model")]
        headings.append(f"difference {units.label('k', system)}")
        headings += ["RH measured %", "RH model %"] if has_humidity else []
        rows = [_cells(row, system, has_humidity) for row in self.comparison.rows]
        names = {row.id: row.name for row in self.comparison.rows}
        blocks = [
            f"Sensors of {self.heading}" + (f" ({tables.clean(said, 80)})" if said else ""),
            tables.table(headings, rows, "<" + ">" * (len(headings) - 1)),
            tables.labelled([
                ("Temperature", deviation_line(self.comparison.temperature, "k", names, system)),
                ("Humidity", deviation_line(self.comparison.humidity, "fraction", names, system)),
                ("Status", status_line(self.results, system)),
                ("Saved", "" if self.saved is None else str(self.saved)),
            ]),
            "Differences are model less measured.",
            *self.notes,
        ]  # fmt: skip
        return "\n\n".join(filter(None, blocks))


def _cells(row: SensorRow, system: units.System, has_humidity: bool) -> list[str]:
    difference = row.difference_k
    shown = None if difference is None else units.display(difference, "k", system)[0]
    cells = [
        tables.clean(row.name),
        tables.fixed(units.display(row.z_m, "m", system)[0], 2),
        *(_degrees(value, system) for value in (row.measured_c, row.model_c)),
        units.UNKNOWN if shown is None else f"{shown:+.1f}",
    ]
    if has_humidity:
        both = (row.measured_humidity_fraction, row.model_humidity_fraction)
        cells += [units.UNKNOWN if value is None else f"{100.0 * value:.0f}" for value in both]
    return cells


def _degrees(value_c: float | None, system: units.System) -> str:
    return units.UNKNOWN if value_c is None else tables.temperature(value_c, system)


def deviation_line(
    found: Deviation | None, unit: str, names: dict[str, str], system: units.System
) -> str:
    """Bias, RMS and the largest difference in one line; "" where nothing was compared."""
    if found is None:
        return ""
    bias, rms, largest = (
        units.text(value, unit, system, 2) for value in (found.bias, found.rms, found.largest)
    )
    where = tables.clean(names[found.largest_id])
    return f"{found.count} compared; bias {bias}, RMS {rms}, largest {largest} at {where}"


def sensors(request: SensorsRequest) -> Generator[Progress, None, SensorsAnswer]:
    """Take in the readings, solve the hall, and compare.

    Raises:
        UsageError: There are no sensors, or a file stands at ``out`` already.
        ImportFileError, EditError: The readings cannot be taken in.
        SolveError: The hall cannot be solved as drawn.
    """
    from coolsim.interop.sheets import csv_text, sensor_sheet

    if request.out is not None and request.out.exists() and not request.force:
        raise occupied(request.out)
    design, notes = _measured(request)
    asked = SolveRequest(design, request.fidelity, request.cell_m)
    answer = yield from part(run(asked), 0.0, 0.98)
    assert isinstance(answer, SolveAnswer)
    comparison = compare_sensors(design.variant, answer.results.fields)
    if request.out is not None:
        from coolsim.design.atomic import replace_file

        replace_file(request.out, csv_text(sensor_sheet(comparison)).encode("utf-8-sig"))
    measurement = design.variant.measurement
    told = heading(design)
    return SensorsAnswer(told, answer.results, measurement, comparison, notes, request.out)


def _measured(request: SensorsRequest) -> tuple[Design, tuple[str, ...]]:
    """The design with its readings, and what is to be said of them."""
    if request.readings is not None:
        from coolsim.interop.readings import read_readings

        read = read_readings(request.readings, request.columns)
        design, _ = take_readings(request.design, read.readings, read.measurement)
        return design, read.notes
    if not request.design.variant.sensors:
        raise UsageError(
            "The design has no sensors.",
            where="READINGS",
            remedy="Name a table of readings: coolsim sensors FILE READINGS.csv",
        )
    return request.design, ()
