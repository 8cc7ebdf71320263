"""The balances of the hall in print: every term of heat, air and water."""

from __future__ import annotations

from collections.abc import Sequence

from coolsim.report.blocks import (
    Section,
    Table,
    column,
    columns,
    note,
    section,
    table,
    tabled,
    with_total,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import flowing, power_of_ten
from coolsim.results.records import Term


def balance_section(subject: Subject) -> Section | None:
    """What enters and leaves the hall, and what of it is left over."""
    tables = balance_tables(subject)
    if not tables:
        return None
    return section(
        "Balance", note(_balance_note(subject)), columns(*(tabled(each) for each in tables))
    )


def _balance_note(subject: Subject) -> str:
    balance = subject.results.balance
    return (
        f"Largest mass imbalance of a cell {power_of_ten(balance.mass_fraction)} of the supply; "
        f"energy imbalance {power_of_ten(balance.energy_fraction)} of the IT power; residual of "
        f"the temperature system {power_of_ten(balance.linear_residual)}."
        + (
            ""
            if balance.moisture_fraction is None
            else f" Water: {power_of_ten(balance.moisture_fraction)} of what enters."
        )
    )


def balance_tables(subject: Subject) -> list[Table]:
    """One table per unit: every term into (+) or out of (−) the hall, and their sum."""
    tables = []
    for unit in dict.fromkeys(term.unit for term in subject.results.balance.terms):
        terms = [term for term in subject.results.balance.terms if term.unit == unit]
        tables.append(_balance_table(terms, unit, subject))
    return tables


def _balance_table(terms: Sequence[Term], unit: str, subject: Subject) -> Table:
    printer = subject.printer
    kind = unit.lower()

    def shown(value: float) -> str:
        if kind == "w":
            return printer.column(value, "w", 3, "kW")
        return printer.column(value, unit, 3) if kind == "kg_s" else printer.airflow(value)

    rows = [(flowing(term.name), shown(term.value)) for term in terms]
    total = sum(term.value for term in terms)
    # A sum of cancelling terms is round-off; print it as zero rather than as minus zero.
    rows.append(("Sum", shown(total).replace("−0.000", "0.000")))
    title = {"w": "Heat", "kg_s": "Water"}.get(kind, "Air")
    label = "kW" if kind == "w" else printer.label(unit)
    return with_total(table((words(title), column("Into the hall", label)), rows))
