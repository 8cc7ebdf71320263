"""What the program answers: one frozen answer per command, as JSON and as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from coolsim import __version__, units
from coolsim.density.files import density_to_json
from coolsim.density.records import Density
from coolsim.design.examples import Example
from coolsim.doctor import Check
from coolsim.results.codec import encode
from coolsim.results.files import envelope, to_json
from coolsim.results.records import Fields, Finding, Results
from coolsim.tasks import liquid_tables, power_tables, tables
from coolsim.tasks.advice_tables import advice_text, survival_text
from coolsim.tasks.compute_tables import compute_blocks

EXIT_OK, EXIT_BUG, EXIT_INPUT, EXIT_NOT_CONVERGED, EXIT_DIVERGED, EXIT_CANCELLED = range(6)

_BY_STATUS = {
    "not_converged": EXIT_NOT_CONVERGED,
    "not_confirmed": EXIT_NOT_CONVERGED,
    "diverged": EXIT_DIVERGED,
    "cancelled": EXIT_CANCELLED,
}


class Answer(Protocol):
    """What every answer can do."""

    @property
    def exit_code(self) -> int:
        """The exit code of the command."""

    @property
    def fields(self) -> Fields | None:
        """The air fields that belong to the answer, if any."""

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values, the common head first."""

    def text(self, system: units.System = "si") -> str:
        """Return the answer for a terminal."""


def head(command: str, status: str, **known: object) -> dict[str, Any]:
    """Return the common head of an answer without a flow solve."""
    values = {"status": status, "program_version": __version__, "findings": ()} | known
    return envelope(f"coolsim/{command}-1", command, None, **values)


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """Findings about a design; errors make the command fail."""

    heading: str
    design_hash: str
    findings: tuple[Finding, ...]

    fields = None

    @property
    def exit_code(self) -> int:
        """Bad input where the design has errors."""
        return EXIT_INPUT if self._count("error") else EXIT_OK

    def _count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the findings as JSON."""
        status = "errors" if self.exit_code else "ok"
        return head("check", status, design_hash=self.design_hash, findings=self.findings) | {
            "errors": self._count("error"),
            "warnings": self._count("warning"),
        }

    def text(self, system: units.System = "si") -> str:
        """Return the findings as lines, and how many there are."""
        counts = ", ".join(
            f"{self._count(severity)} {severity}{'' if self._count(severity) == 1 else 's'}"
            for severity in ("error", "warning", "note")
        )
        return "\n".join(
            filter(None, [tables.findings(self.findings, system), f"{self.heading}: {counts}"])
        )


@dataclass(frozen=True, slots=True)
class SolveAnswer:
    """A solved hall."""

    heading: str
    results: Results
    saved: Path | None = None

    @property
    def exit_code(self) -> int:
        """By the status of the flow."""
        return _BY_STATUS.get(self.results.status, EXIT_OK)

    @property
    def fields(self) -> Fields:
        """The air fields."""
        return self.results.fields

    def to_json(self) -> dict[str, Any]:
        """Return the results as JSON, without the fields."""
        return to_json(self.results) | {"out": None if self.saved is None else str(self.saved)}

    def text(self, system: units.System = "si") -> str:
        """Return racks, coolers, coolant, metrics, findings and the balance."""
        results = self.results
        blocks = [
            f"Temperatures of {self.heading}",
            tables.rack_table(results.racks, system),
            tables.cooler_table(results.coolers, system) if results.coolers else "",
            *liquid_tables.liquid_blocks(results.liquid, system),
            *power_tables.power_blocks(results.power, system),
            tables.metric_lines(results, system),
            tables.grave_findings(results.findings, system),
            tables.labelled(
                [
                    ("Status", status_line(results, system)),
                    ("Balance", tables.balance_line(results)),
                    ("Grid error", grid_error_line(results, system)),
                    ("Saved", "" if self.saved is None else str(self.saved)),
                ]
            ),
        ]
        return "\n\n".join(filter(None, blocks))


def grid_error_line(results: Results, system: units.System) -> str:
    """Return what a second grid says of the inlets; nothing where none was solved."""
    return "" if results.grid_error is None else results.grid_error.text(system)


def status_line(results: Results, system: units.System = "si") -> str:
    """Return status, fidelity, grid and time of a solve in one line."""
    shape = " × ".join(str(count) for count in results.grid.shape)
    by = units.text(results.wander_k, "k", system, 2)
    wander = f" ± {by}" if results.status == "wandering" else ""
    said = results.status_text(system).rstrip(".")
    note = f" ({said})" if said else ""
    return (
        f"{results.status.replace('_', ' ')}{wander}{note}; {results.fidelity}, "
        f"{shape} cells, {results.seconds:.1f} s"
    )


@dataclass(frozen=True, slots=True)
class DensityAnswer:
    """The density of a hall.

    Attributes:
        heading: What to call the hall.
        density: The answer.
        weak_racks: Ids of racks whose power as drawn rests on a weak figure.
    """

    heading: str
    density: Density
    weak_racks: frozenset[str] = frozenset()

    @property
    def exit_code(self) -> int:
        """By the status of the answer; an infeasible hall is an answer, no failure."""
        return _BY_STATUS.get(self.density.status, EXIT_OK)

    @property
    def fields(self) -> Fields:
        """The air fields of the confirmed flow."""
        return self.density.results.fields

    def to_json(self) -> dict[str, Any]:
        """Return the density as JSON, the confirmed flow inside it without its fields."""
        return density_to_json(self.density)

    def text(self, system: units.System = "si") -> str:
        """Return the density table with the hall's totals below it."""
        density = self.density
        table = tables.density_table(density, self.weak_racks, system)
        totals = tables.labelled([*tables.density_totals(density, system), *self._quality(system)])
        weak = tables.WEAK_LEGEND if tables.WEAK_MARK in table + totals else ""
        blocks = [
            f"Density of {self.heading} ({density.objective})",
            table,
            totals,
            *compute_blocks(density.compute, system),
            advice_text(density.advice, system) if density.advice else "",
            survival_text(density.survival) if density.survival else "",
            tables.grave_findings(density.findings, system),
            weak,
        ]
        return "\n\n".join(filter(None, blocks))

    def _grid_error(self, system: units.System) -> str:
        line = grid_error_line(self.density.results, system)
        return f"{line}; each kept below its limit as well" if line else ""

    def _finer(self, system: units.System) -> str:
        density, finer = self.density, self.density.finer
        if finer is None:
            # a draft has none, and where none could be had a finding says so
            has_none = any(found.code == "density.no_finer_grid" for found in density.findings)
            if has_none or density.results.fidelity == "draft" or density.status != "confirmed":
                return ""
            return "not asked for (--finer): the answer stands on its own grid alone"
        lowered = 1.0 - finer.power_w / finer.found_w if finer.found_w > 0.0 else 0.0
        done = f"lowered by {lowered:.1%} to hold" if lowered > 0.0 else "holds"
        done = done if finer.holds else "does not hold"
        slack = units.text(finer.slack, "k" if finer.unit == "c" else finer.unit, system, 2)
        return (
            f"{done} on {finer.cells:,} cells ({finer.solves} solves); least slack there {slack}, "
            f"{tables.limit_name(finer.limit)} at {finer.object_name}; "
            f"{finer.grid_error.text(system)}"
        )

    def _quality(self, system: units.System) -> list[tuple[str, str]]:
        density = self.density
        flow = density.results
        kelvin = units.text(density.margin_k, "k", system, digits=2)
        margin = f"{kelvin} kept below every inlet limit" if density.margin_k else "none"
        return [
            (
                "Status",
                f"{density.status.replace('_', ' ')} by {len(density.points)} solved flows, "
                f"{density.seconds:.1f} s",
            ),
            ("Margin", margin),
            ("Grid error", self._grid_error(system)),
            ("Finer grid", self._finer(system)),
            ("Flow", status_line(flow, system)),
            ("Balance", tables.balance_line(flow)),
            *tables.unchecked_lines(density),
        ]


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """A written report, with the density it tells of; a hall without racks has temperatures."""

    answer: DensityAnswer | SolveAnswer
    path: Path
    pages: int
    seconds: float
    notes: tuple[str, ...]
    beside: tuple[Path, ...] = ()
    """Its tables, where they were written too: a workbook, a folder of CSV files."""

    @property
    def exit_code(self) -> int:
        """As for the answer inside."""
        return self.answer.exit_code

    @property
    def fields(self) -> Fields:
        """The air fields of the confirmed flow."""
        return self.answer.fields

    def to_json(self) -> dict[str, Any]:
        """Return where the report is, its length, and the density it tells of."""
        told = self.answer.to_json()
        keys = ("design_hash", "fidelity", "grid", "findings")
        known = {key: told[key] for key in keys}
        return head("report", told["status"], seconds=self.seconds, **known) | {
            "out": str(self.path),
            "pages": self.pages,
            "notes": list(self.notes),
            "tables": [str(path) for path in self.beside],
            "density": told if isinstance(self.answer, DensityAnswer) else None,
        }

    def text(self, system: units.System = "si") -> str:
        """Return the density table and where the report is."""
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        lines = [f"Report: {self.path} ({pages})", *(f"Tables: {path}" for path in self.beside)]
        lines += [f"    {note}" for note in self.notes]
        return f"{self.answer.text(system)}\n\n" + "\n".join(lines)


@dataclass(frozen=True, slots=True)
class ExamplesAnswer:
    """The shipped examples, and where one was copied to."""

    examples: tuple[Example, ...]
    copied: Path | None = None

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return names, titles and rack counts."""
        listed = [
            {
                "name": example.name,
                "title": example.title,
                "description": example.description,
                "racks": example.racks,
            }
            for example in self.examples
        ]
        copied = None if self.copied is None else str(self.copied)
        return head("examples", "ok") | {"examples": listed, "copied": copied}

    def text(self, system: units.System = "si") -> str:
        """Return a table of the examples, or where the copy is."""
        if self.copied is not None:
            return f"Copied to {self.copied}"
        rows = [(item.name, f"{item.racks:,}", item.title) for item in self.examples]
        return tables.table(("Name", "Racks", "Title"), rows, "<><")


@dataclass(frozen=True, slots=True)
class DoctorAnswer:
    """How the installation is."""

    checks: tuple[Check, ...]

    fields = None

    @property
    def exit_code(self) -> int:
        """Bad input where something is missing: it is for the user to mend."""
        return EXIT_OK if all(check.ok for check in self.checks) else EXIT_INPUT

    def to_json(self) -> dict[str, Any]:
        """Return every check."""
        status = "problems" if self.exit_code else "ok"
        return head("doctor", status) | {"checks": encode(self.checks)}

    def text(self, system: units.System = "si") -> str:
        """Return one line per check, remedies below."""
        lines = []
        width = max(len(check.name) for check in self.checks)
        for check in self.checks:
            lines.append(f"{'ok ' if check.ok else 'BAD'}  {check.name:<{width}}  {check.found}")
            if not check.ok:
                lines.append(f"     {check.remedy}")
        return "\n".join(lines)
