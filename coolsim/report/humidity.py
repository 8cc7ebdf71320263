"""The humidity of rack inlets in print, where a design transports it."""

from __future__ import annotations

from coolsim.report.blocks import Section, Table, column, section, table, tabled, words
from coolsim.report.subject import Subject
from coolsim.report.text import clip


def humidity_section(subject: Subject) -> Section | None:
    """Every rack's humidity; ``None`` where the humidity is uniform."""
    shown = humidity_table(subject)
    return section("Humidity", tabled(shown)) if shown["rows"] else None


def humidity_table(subject: Subject) -> Table:
    """Every rack's inlet: temperature, humidity ratio, relative humidity, dew point.

    Without rows where the humidity is uniform: then it says nothing that the hall's does not.
    """
    printer, results = subject.printer, subject.results
    columns = (
        words("Rack", 1.6),
        column("Inlet", printer.label("c"), share=1),
        column("Humidity ratio", printer.label("kg_kg"), share=1),
        column("Relative humidity", "%", share=1),
        column("Dew point", printer.label("c"), share=1),
    )
    racks = results.racks if results.balance.moisture_fraction is not None else ()
    rows = (
        (
            clip(rack.name or rack.id, 11.0),
            printer.temperature(rack.inlet_temperature_c),
            printer.column(rack.inlet_humidity_ratio_kg_kg, "kg_kg", 2),
            printer.column(rack.inlet_relative_humidity_fraction, "fraction", 1),
            printer.temperature(rack.inlet_dew_point_c),
        )
        for rack in racks
    )
    return table(columns, rows)
