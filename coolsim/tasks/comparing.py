"""Variants compared: solving them, the answer, and its tables."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coolsim import units
from coolsim.design.compared import drawing_changes, grouped
from coolsim.design.models import Design, Variant
from coolsim.errors import CoolSimError, SolveError, UsageError
from coolsim.events import Interim, Progress
from coolsim.results.codec import decode, encode
from coolsim.results.variants import (
    VariantComparison,
    VariantFigures,
    VariantPair,
    rack_differences,
)
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_NOT_CONVERGED, EXIT_OK, DensityAnswer, SolveAnswer, head
from coolsim.tasks.compare_requests import CompareRequest, CompareTablesRequest
from coolsim.tasks.requests import DensityRequest, SolveRequest
from coolsim.tasks.running import catalogue_of, chosen_fidelity, heading, occupied, part, run
from coolsim.variants.records import Compared

if TYPE_CHECKING:
    from coolsim.results.records import Results
    from coolsim.results.variants import KeyFigure, RackDifference

_MOST_RACKS = 12
"""Racks listed in the text; the JSON and the tables have all."""
_MOST_CHANGES = 20
_SHOWN_K = 0.05
"""Inlets that differ by less print as alike [K]."""
_SOLVE_SHARE = 0.35
"""Share of a variant's progress that its solve takes where the density follows."""


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Variants of a file compared.

    Attributes:
        heading: What to call the file.
        design: The design that holds them.
        comparison: What they do.
        out: Where the tables were written; ``None`` where they were not.
    """

    heading: str
    design: Design
    comparison: VariantComparison
    out: Path | None = None

    fields = None

    @property
    def exit_code(self) -> int:
        """Not converged where one variant has no settled answer."""
        lost = {"not_solved", "not_converged", "diverged"}
        unsettled = any(each.status in lost for each in self.comparison.variants)
        return EXIT_NOT_CONVERGED if unsettled else EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return figures, changes of the drawing and racks of every variant."""
        base = self.comparison.variants[0]
        status = "not_converged" if self.exit_code else "ok"
        about = {
            "design_hash": base.design_hash,
            "fidelity": self.comparison.fidelity,
            "seconds": self.comparison.seconds,
        }
        plain: dict[str, Any] = encode(self.comparison)
        drawing = {
            each.id: encode(drawing_changes(self._variant(base.id), self._variant(each.id)))
            for each in self.comparison.variants[1:]
        }
        out = None if self.out is None else str(self.out)
        return head("compare", status, **about) | plain | {"drawing": drawing, "out": out}

    def text(self, system: units.System = "si") -> str:
        """Return the figures beside each other, then what was drawn otherwise and racks."""
        comparison = self.comparison
        blocks = [f"Variants of {self.heading} ({comparison.fidelity})", self._figures(system)]
        failures = [(each.name, each.failure) for each in comparison.variants if each.failure]
        blocks.append(tables.labelled([(tables.clean(name), why) for name, why in failures]))
        for each in comparison.variants[1:]:
            blocks += self._against_base(each, system)
        if self.out is not None:
            blocks.append(f"Tables: {self.out}")
        return "\n\n".join(filter(None, blocks))

    def _figures(self, system: units.System) -> str:
        comparison = self.comparison
        rows = [("Status", *(each.status.replace("_", " ") for each in comparison.variants))]
        for key in comparison.keys:
            found = [each.figure(key) for each in comparison.variants]
            title = next(figure.title for figure in found if figure is not None)
            rows.append((title, *(figure_cell(figure, system) for figure in found)))
        names = [tables.clean(each.name) for each in comparison.variants]
        return tables.table(("", *names), rows, "<" + ">" * len(names))

    def _against_base(self, each: VariantFigures, system: units.System) -> list[str]:
        comparison = self.comparison
        base = comparison.variants[0]
        names = f"{tables.clean(each.name)} against {tables.clean(base.name)}"
        blocks = [self._drawn(each, names, system)]
        pair = comparison.pair(each.id)
        if pair is not None and pair.racks:
            differing = [row for row in pair.racks if _differs(row)]
            rows = [rack_cells(row, system) for row in differing[:_MOST_RACKS]]
            more = len(pair.racks) - len(rows)
            degrees = units.label("c", system)
            titles = (
                "Rack", f"inlet {degrees}", "now", f"difference {units.label('k', system)}",
                "power kW", "now",
            )  # fmt: skip
            left = f"\n{more} more racks differ less; --json has all." if more else ""
            shown = tables.table(titles, rows, "<>>>>>") if rows else "No inlet differs."
            blocks.append(f"Rack inlets, {names}\n{shown}{left if rows else ''}")
        return blocks

    def _drawn(self, each: VariantFigures, names: str, system: units.System) -> str:
        base = self._variant(self.comparison.variants[0].id)
        groups = grouped(drawing_changes(base, self._variant(each.id)))
        if not groups:
            return f"Drawing, {names}\nNothing is drawn otherwise."
        lines = []
        for group in groups[:_MOST_CHANGES]:
            told = "; ".join(
                f"{change.title} {change.text(change.before, system)} → "
                f"{change.text(change.after, system)}"
                for change in group.fields
            )
            lines.append(f"{group.what}: {tables.clean(group.subject, 60)}  {told}".rstrip())
        if len(groups) > _MOST_CHANGES:
            lines.append(f"{len(groups) - _MOST_CHANGES} more changes; --json lists all.")
        return f"Drawing, {names}\n" + "\n".join(lines)

    def _variant(self, identifier: str) -> Variant:
        return next(each for each in self.design.variants if each.id == identifier)


def figure_cell(figure: KeyFigure | None, system: units.System) -> str:
    """A key figure in one cell: number with unit, and where it is."""
    if figure is None or (figure.value is None and not figure.words):
        return "not known" if figure is not None else units.UNKNOWN
    if figure.value is None:
        return tables.clean(figure.words)
    shown = (
        units.text(figure.value, figure.unit, system)
        if figure.unit
        else units.number(figure.value, 4)
    )
    return f"{shown} {tables.clean(figure.words, 16)}".strip()


def _differs(row: RackDifference) -> bool:
    """Whether a rack stands in one variant only, or its inlet would print as another."""
    return row.inlet_difference_k is None or abs(row.inlet_difference_k) >= _SHOWN_K


def rack_cells(row: RackDifference, system: units.System) -> tuple[str, ...]:
    """The cells of one rack as text."""

    def degrees(value_c: float | None, is_over: bool) -> str:
        shown = units.UNKNOWN if value_c is None else tables.temperature(value_c, system)
        return f"{shown} !" if is_over else shown

    change = row.inlet_difference_k
    by = units.UNKNOWN
    if change is not None:
        by = f"{units.display(change, 'k', system)[0]:+.1f}"
    return (
        tables.clean(row.name),
        degrees(row.base_inlet_c, row.base_is_over),
        degrees(row.other_inlet_c, row.other_is_over),
        by,
        tables.kilowatts(row.base_power_w),
        tables.kilowatts(row.other_power_w),
    )


def compare(request: CompareRequest) -> Generator[Progress, None, CompareAnswer]:
    """Solve variants and compare them; every solved one comes as an interim answer, too.

    Raises:
        UsageError: No such variant, one named twice, fewer than two, or a file is in the way.
        SolveError: None of them can be solved.
    """
    if request.out is not None:
        writable_tables(request.out, force=request.force)
    ids = chosen_variants(request.design, request.variants)
    done = yield from compared(request, ids)
    if request.out is not None:
        write_tables(request.design, done.comparison, request.out)
    title = request.design.project.name or heading(request.design)
    return CompareAnswer(title, request.design, done.comparison, request.out)


def compared(
    request: CompareRequest, ids: tuple[str, ...], known: Mapping[str, Results] | None = None
) -> Generator[Progress, None, Compared]:
    """Solve and compare the variants of these ids.

    Args:
        request: What was asked.
        ids: Of the variants, the base first.
        known: Results that are at hand, by variant id.

    Raises:
        SolveError: None of them can be solved.
    """
    begun = time.perf_counter()
    base = _with(request.design, ids[0])
    fidelity = chosen_fidelity(base, request.fidelity)
    figures: list[VariantFigures] = []
    results: dict[str, Results] = {}
    for number, identifier in enumerate(ids):
        design = _with(request.design, identifier)
        span = (number / len(ids), (number + 1) / len(ids))
        yield Progress("compare", span[0], f"Solving {design.variant.label}")
        steps = _one(design, request, fidelity, (known or {}).get(identifier))
        try:
            told, flow = yield from part(steps, *span)
        except CoolSimError as error:
            figures.append(_lost(design, fidelity, error))
            continue
        figures.append(told)
        results[identifier] = flow
        answer = SolveAnswer(heading(design), flow)
        yield Interim("compare", span[1], f"Solved {design.variant.label}", answer=answer)
    if not results:
        raise SolveError(
            f"None of the variants can be solved. {figures[0].name}: {figures[0].failure}",
            remedy="Look each over: coolsim check FILE --variant ID",
        )
    pairs = tuple(
        VariantPair(ids[0], other, rack_differences(results[ids[0]], results[other]))
        for other in ids[1:]
        if ids[0] in results and other in results
    )
    seconds = time.perf_counter() - begun
    comparison = VariantComparison(fidelity, tuple(figures), pairs, seconds)
    return Compared(request.design, comparison, results)


def _one(
    design: Design, request: CompareRequest, fidelity: str, known: Results | None
) -> Generator[Progress, None, tuple[VariantFigures, Results]]:
    """Figures and flow of the active variant."""
    from coolsim.tasks.counting import outdoor
    from coolsim.variants.figures import variant_figures

    share = _SOLVE_SHARE if request.density else 0.95
    if known is not None:
        results = known
    else:
        steps = run(SolveRequest(design, fidelity, request.cell_m))  # type: ignore[arg-type]
        flow = yield from part(steps, 0.0, share)
        assert isinstance(flow, SolveAnswer)
        results = flow.results
    density = None
    if request.density:
        wanted = DensityRequest(design, fidelity=fidelity)  # type: ignore[arg-type]
        answer = yield from part(run(wanted), share, 1.0)
        assert isinstance(answer, DensityAnswer)
        density = answer.density
    catalogue = catalogue_of(design)
    return variant_figures(design, catalogue, results, outdoor(design), density), results


def _lost(design: Design, fidelity: str, error: CoolSimError) -> VariantFigures:
    from coolsim.variants.figures import not_solved

    return not_solved(design, fidelity, error.message)


def chosen_variants(design: Design, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the variants to compare, the base first.

    Args:
        design: The design.
        asked: Ids or names; empty for all, the active one first.

    Raises:
        UsageError: No such variant, a name of several, one named twice, or fewer than two.
    """
    known = [variant.id for variant in design.variants]
    listed = ", ".join(f"{variant.id} ({variant.label})" for variant in design.variants)
    if len(known) < 2:
        raise UsageError(
            "The file has one variant, so there is nothing to compare it with.",
            remedy="Make another in the window: Variants, Duplicate variant.",
        )
    if not asked:
        active = design.active_variant
        return (active, *(each for each in known if each != active))
    ids = tuple(_id_of(design, name, listed) for name in asked)
    if len(ids) < 2:
        raise UsageError(
            "Two variants or more are needed to compare.", remedy=f"The file has: {listed}."
        )
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:
        raise UsageError(
            f"{twice} is named twice.", where="--variants", remedy=f"The file has: {listed}."
        )
    return ids


def _id_of(design: Design, name: str, listed: str) -> str:
    if any(variant.id == name for variant in design.variants):
        return name
    found = [variant.id for variant in design.variants if variant.name == name]
    if len(found) == 1:
        return found[0]
    why = f"There is no variant {name!r}." if not found else f"{len(found)} are called {name!r}."
    raise UsageError(why, where="--variants", remedy=f"The file has: {listed}.")


def write_comparison(
    request: CompareTablesRequest,
) -> Generator[Progress, None, CompareAnswer]:
    """Write the tables of a comparison that is at hand.

    Raises:
        UsageError: A file is in the way.
        coolsim.results.codec.ResultFileError: It is no comparison.
        SaveError: It cannot be written.
    """
    yield Progress("compare-tables", 0.0, "Writing tables")
    writable_tables(request.out, force=request.force)
    comparison = decode(VariantComparison, request.comparison)
    known = {variant.id for variant in request.design.variants}
    if not comparison.variants or any(each.id not in known for each in comparison.variants):
        raise UsageError(
            "The comparison is of variants that the file has no more.", remedy="Compare again."
        )
    write_tables(request.design, comparison, request.out)
    return CompareAnswer(heading(request.design), request.design, comparison, request.out)


def writable_tables(path: Path, *, force: bool) -> None:
    """Refuse a place the tables cannot go to, before anything is solved.

    Raises:
        UsageError: There is no such folder, or a file is there already.
    """
    if path.suffix and path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"Tables are not written as {path.suffix}.",
            where=str(path),
            remedy="Name a workbook, ending in .xlsx, or a folder for CSV files.",
        )
    if not path.parent.is_dir():
        raise UsageError("There is no such folder.", where=str(path.parent), remedy="Make it.")
    is_workbook = bool(path.suffix)
    if path.exists() and (not force or path.is_dir() == is_workbook):
        raise occupied(path)


def write_tables(design: Design, comparison: VariantComparison, path: Path) -> None:
    """Write every table of a comparison: a workbook, or a folder of CSV files.

    Raises:
        SaveError: It cannot be written.
    """
    from coolsim.interop.sheets import Sheet, write_csv, write_workbook
    from coolsim.variants.sheets import comparison_tables

    sheets = tuple(Sheet(*table) for table in comparison_tables(design, comparison))
    if path.suffix:
        write_workbook(path, sheets)
    else:
        write_csv(path, sheets)


def _with(design: Design, identifier: str) -> Design:
    return design.model_copy(update={"active_variant": identifier})
