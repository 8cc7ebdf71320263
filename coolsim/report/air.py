"""The air management metrics in print."""

from __future__ import annotations

from coolsim.report.blocks import Section, Table, column, section, table, tabled, words
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, flowing


def air_section(subject: Subject) -> Section | None:
    """How well the hall keeps cold air and warm air apart."""
    return section("Air management", tabled(metric_table(subject), empty="No metric was formed."))


def metric_table(subject: Subject) -> Table:
    """The air metrics with their ideal, remark and reference."""
    rows = (
        (
            flowing(metric.name),
            subject.printer.text(metric.value, metric.unit),
            flowing(metric.ideal) or UNKNOWN,
            flowing(metric.note),
            flowing(metric.source),
        )
        for metric in subject.results.metrics
    )
    columns = (
        words("Metric", 1.3),
        column("Value"),
        column("Ideal"),
        words("Remark", 1.7),
        words("Reference", 1.6),
    )
    return table(columns, rows)
