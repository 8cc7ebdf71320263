"""The same hall with other silicon: the task and its answer."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from coolsim import units
from coolsim.catalogue.rates import operations
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.results.compute import SiliconRow, SiliconTable
from coolsim.results.files import envelope
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_NOT_CONVERGED, EXIT_OK
from coolsim.tasks.requests import SiliconRequest

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class SiliconAnswer:
    """A comparison of silicon.

    Attributes:
        heading: What to call the hall.
        design_hash: Of the design as drawn.
        table: The comparison.
    """

    heading: str
    design_hash: str
    table: SiliconTable

    fields = None

    @property
    def exit_code(self) -> int:
        """Not converged where a row's density is not confirmed."""
        lost = any(row.status == "not_confirmed" for row in self.table.rows)
        return EXIT_NOT_CONVERGED if lost else EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return every row."""
        head = envelope(
            "coolsim/silicon-1",
            "silicon",
            None,
            status="not_confirmed" if self.exit_code else "ok",
            design_hash=self.design_hash,
            seconds=self.table.seconds,
            findings=(),
        )
        plain: dict[str, Any] = encode(self.table)
        return {**head, **plain}

    def text(self, system: units.System = "si") -> str:
        """Return the table, what is not known in words."""
        table = self.table
        precision = table.precision.upper()
        word = operations(precision)
        headings = (
            "Silicon", "in", "kW/rack", "hall kW", "accel.", f"P{word} {precision}", "sustained",
            f"G{word}/W chip", "at IT", "at meter", "accel./MW", "binds",
        )  # fmt: skip
        rows = [silicon_cells(row) for row in table.rows]
        notes = [(tables.clean(r.name, 40), r.note) for r in table.rows if r.note]
        weak = any(r.is_weak for r in table.rows)
        blocks = [
            f"Silicon in {self.heading} ({table.objective}; dense {precision}, each solved again)",
            tables.table(headings, rows, "<<>>>>>>>>><"),
            tables.labelled(notes),
            tables.WEAK_LEGEND if weak else "",
        ]
        return "\n\n".join(filter(None, blocks))


def silicon_cells(row: SiliconRow) -> tuple[str, ...]:
    """The cells of a row as text; what is not known in words.

    Operations in 1e15 a second and 1e9 per joule: the table's head names unit and precision.
    """

    def scaled(value: float | None, factor: float, decimals: int) -> str:
        return NOT_KNOWN if value is None else f"{value / factor:,.{decimals}f}"

    def per_watt(boundary: str) -> str:
        # no accelerator that fits has no watts to divide by
        if row.accelerators == 0:
            return units.UNKNOWN
        return scaled(row.flops_per_watt.get(boundary), 1e9, 0)

    target = " (target)" if row.is_target else ""
    weak = tables.WEAK_MARK if row.is_weak else ""
    binds = tables.limit_name(row.binds) if row.binds else ""
    where = f" @ {tables.clean(row.binds_at, 12)}" if row.binds_at and binds else ""
    unsolved = row.status == ""
    return (
        tables.clean(row.name, 34) + target,
        tables.clean(row.item_name or ("as drawn" if not row.asked else ""), 24),
        scaled(row.mean_rack_power_w, 1e3, 1) + weak * (not unsolved),
        scaled(row.power_w, 1e3, 0),
        NOT_KNOWN if row.accelerators is None else f"{row.accelerators:,}",
        scaled(row.peak_flops, 1e15, 1),
        scaled(row.sustained_flops, 1e15, 1),
        *(per_watt(name) for name in ("chip", "IT", "facility")),
        scaled(row.accelerators_per_mw, 1.0, 0),
        f"{binds}{where}" or (NOT_KNOWN if unsolved else "nothing"),
    )


def silicon(request: SiliconRequest) -> Generator[Progress, None, SiliconAnswer]:
    """Solve the hall as drawn and with each kind of silicon.

    Raises:
        UsageError: No such silicon.
        coolsim.errors.PrecisionError: No such precision.
        SolveError: The hall cannot be solved as drawn.
    """
    from coolsim.compute.silicon import Comparison, compare_silicon
    from coolsim.design.files import design_hash
    from coolsim.tasks.counting import outdoor
    from coolsim.tasks.running import catalogue_of, chosen_fidelity, heading, solvable

    design = request.design
    chosen = chosen_fidelity(design, request.fidelity)
    catalogue = catalogue_of(design)
    solvable(design, catalogue)
    wanted = Comparison(
        request.silicon, request.precision, request.objective, request.margin_k, chosen
    )
    table = yield from compare_silicon(design, catalogue, wanted, outdoor(design))
    return SiliconAnswer(heading(design), design_hash(design), table)
