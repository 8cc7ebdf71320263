"""Sensors beside the model in print, where the design has some."""

from __future__ import annotations

from coolsim.report.blocks import (
    Section,
    Table,
    column,
    facts,
    remark,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, clip, flowing
from coolsim.results.sensors import Deviation, SensorComparison, compare_sensors


def sensors_section(subject: Subject) -> Section | None:
    """How far the model is from what sensors read; ``None`` without sensors."""
    found = compare_sensors(subject.variant, subject.results.fields)
    if not found.rows:
        return None
    said = subject.variant.measurement
    about = [
        ("Readings", flowing(", ".join(filter(None, (said.name, said.date))) or UNKNOWN)),
        ("Temperature", _deviation(subject, found, found.temperature, "k")),
    ]
    if found.humidity is not None:
        about.append(("Relative humidity", _deviation(subject, found, found.humidity, "fraction")))
    return section(
        "Sensors and model",
        facts(about),
        tabled(sensor_table(subject, found)),
        remark("Differences are model less measured; the model is this report's solve."),
    )


def sensor_table(subject: Subject, found: SensorComparison) -> Table:
    """Every sensor: place, reading, model, difference; humidities where some were read."""
    printer = subject.printer
    has_humidity = any(row.measured_humidity_fraction is not None for row in found.rows)
    degrees = printer.label("c")
    heads = [
        words("Sensor", 1.6),
        *(column(axis, printer.label("m")) for axis in ("x", "y", "z")),
        column("Measured", degrees, share=1),
        column("Model", degrees, share=1),
        column("Difference", printer.label("k"), share=1),
    ]
    if has_humidity:
        heads += [column("RH measured", "%", share=1), column("RH model", "%", share=1)]
    rows = []
    for row in found.rows:
        cells = [
            clip(row.name, 14.0),
            *(printer.column(value, "m", 2) for value in (row.x_m, row.y_m, row.z_m)),
            printer.temperature(row.measured_c),
            printer.temperature(row.model_c),
            printer.column(row.difference_k, "k", 1),
        ]
        if has_humidity:
            both = (row.measured_humidity_fraction, row.model_humidity_fraction)
            cells += [printer.column(value, "fraction", 0) for value in both]
        rows.append(cells)
    return table(heads, rows)


def _deviation(
    subject: Subject, comparison: SensorComparison, found: Deviation | None, unit: str
) -> str:
    """Bias, RMS and the largest difference in words."""
    if found is None:
        return "nothing to compare"
    bias, rms, largest = (
        subject.printer.text(value, unit, 2) for value in (found.bias, found.rms, found.largest)
    )
    name = next(row.name for row in comparison.rows if row.id == found.largest_id)
    return (
        f"bias {bias}, RMS {rms}, largest {largest} at {clip(name, 14.0)} "
        f"({found.count} of {len(comparison.rows)} sensors)"
    )
