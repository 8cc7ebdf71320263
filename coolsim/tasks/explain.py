"""Why a rack draws air as warm as it does: the command `explain` and its answer."""

from __future__ import annotations

import difflib
import statistics
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coolsim import units
from coolsim.design.files import design_hash
from coolsim.design.models import Rack
from coolsim.errors import UsageError
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.results.files import envelope
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_NOT_CONVERGED, EXIT_OK, status_line
from coolsim.tasks.requests import ExplainRequest

if TYPE_CHECKING:
    from coolsim.air.response import AirResponse, Capture, Contribution, Explanation
    from coolsim.results.records import Results

NOTE = "This shows what is carried here; switching a source off changes the flow: re-solve to know."
MOST_LINES = 10
"""Sources listed by name in the text; the rest is one line."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A solved hall with what explaining another of its racks needs."""

    results: Results
    response: AirResponse
    captures: tuple[Capture, ...]


_last: dict[tuple[str, str, float | None], Explained] = {}
"""The hall explained last: the next rack of it is answered without another solve."""


@dataclass(frozen=True, slots=True)
class ExplainAnswer:
    """What sources carry to one rack's inlet.

    Attributes:
        heading: What to call the hall.
        results: The solved hall.
        explanation: The rack's inlet by source.
        rows: The same by drawn row or aisle; ``kinds`` by kind of source.
        captures: Capture indices of every rack.
    """

    heading: str
    results: Results
    explanation: Explanation
    rows: tuple[Contribution, ...]
    kinds: tuple[Contribution, ...]
    captures: tuple[Capture, ...]

    fields = None

    @property
    def exit_code(self) -> int:
        """By the status of the flow."""
        return EXIT_NOT_CONVERGED if self.results.status == "not_converged" else EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return contributions by source, row and kind, and the capture indices of all racks."""
        cold = [item.cold_fraction for item in self.captures if item.cold_fraction is not None]
        hot = [item.hot_fraction for item in self.captures if item.hot_fraction is not None]
        capture = {
            "cold_mean_fraction": statistics.fmean(cold) if cold else None,
            "cold_min_fraction": min(cold, default=None),
            "hot_mean_fraction": statistics.fmean(hot) if hot else None,
            "hot_min_fraction": min(hot, default=None),
            "racks": encode(self.captures),
        }
        answer = envelope("coolsim/explain-1", "explain", self.results)
        body: dict[str, Any] = encode(self.explanation)
        rows, kinds = encode(self.rows), encode(self.kinds)
        return answer | body | {"rows": rows, "kinds": kinds, "capture": capture, "note": NOTE}

    def text(self, system: units.System = "si") -> str:
        """Return the contributions as a table that adds up to the inlet."""
        told, name = self.explanation, self._name()
        height = " to ".join(
            units.text(z, "m", system, digits=2) for z in (told.z_from_m, told.z_to_m)
        )
        rows = _by_source(told)
        by_row = [] if len(self.rows) <= len(self.kinds) else list(self.rows)
        blocks = [
            f"What warms the inlet of {name}, {self.heading}",
            f"Warmest band with equipment, {height} above the floor.",
            self._table("Source", rows, system),
            self._sum_line(system),
            self._table("Row", by_row, system) if by_row else "",
            tables.labelled(
                [("Capture", self._capture_line()), ("Status", status_line(self.results, system))]
            ),
            NOTE,
        ]
        return "\n\n".join(filter(None, blocks))

    def _name(self) -> str:
        told = self.explanation
        return tables.clean(told.rack_name or told.rack_id)

    def _table(self, first: str, rows: Sequence[Contribution], system: units.System) -> str:
        told = self.explanation
        total = told.inlet_temperature_c - told.reference_temperature_c
        share = sum(item.share for item in rows)
        cells = [
            self._line(item.source_name or item.source_id, item.share, item, system)
            for item in rows
        ]
        inlet = replace(rows[0], temperature_c=told.inlet_temperature_c, adds_k=total)
        cells.append(self._line("Sum", share, inlet, system))
        degrees, kelvin = units.label("c", system), units.label("k", system)
        headings = (first, "share of air", f"outlet {degrees}", f"adds {kelvin}")
        return tables.table(headings, cells, "<>>>")

    def _line(
        self, name: str, share: float, item: Contribution, system: units.System
    ) -> tuple[str, ...]:
        own = " (itself)" if item.source_id == self.explanation.rack_id and name != "Sum" else ""
        return (
            tables.clean(name) + own,
            f"{100.0 * share:.1f} %",
            tables.temperature(item.temperature_c, system),
            _added(item.adds_k, system),
        )

    def _sum_line(self, system: units.System) -> str:
        told = self.explanation
        rise = told.inlet_temperature_c - told.reference_temperature_c
        degrees = units.label("c", system)
        supply, inlet = (
            tables.fixed(units.display(value, "c", system)[0], 2)
            for value in (told.reference_temperature_c, told.inlet_temperature_c)
        )
        added = f"{_added(rise, system)} {units.label('k', system)}"
        return f"Supply air {supply} {degrees} + {added} = inlet {inlet} {degrees}"

    def _capture_line(self) -> str:
        own = next(item for item in self.captures if item.rack_id == self.explanation.rack_id)
        if own.cold_fraction is None or own.hot_fraction is None:
            return ""
        return (
            f"{100.0 * own.cold_fraction:.0f} % of the air of all its bands comes straight from "
            f"coolers, {100.0 * own.hot_fraction:.0f} % of its exhaust goes straight back to them"
        )


def _added(rise_k: float, system: units.System) -> str:
    """Return a rise with two decimals and no minus before a zero."""
    return tables.fixed(round(units.display(rise_k, "k", system)[0], 2) + 0.0, 2)


def _by_source(told: Explanation) -> list[Contribution]:
    """Return coolers in one line, the sources that add most, and the rest in one line."""
    from coolsim.air.grouping import gathered

    reference = told.reference_temperature_c
    coolers = [item for item in told.contributions if item.kind == "cooler"]
    others = [item for item in told.contributions if item.kind != "cooler"]
    lines = []
    if len(coolers) > 2:
        name = f"{len(coolers)} coolers"
        lines.append(gathered(coolers, ("coolers", name), reference))
    else:
        lines += coolers
    lines += others[:MOST_LINES]
    rest = others[MOST_LINES:]
    if rest:
        lines.append(gathered(rest, ("others", f"{len(rest)} others"), reference))
    return lines


def explain(request: ExplainRequest) -> Generator[Progress, None, ExplainAnswer]:
    """Solve the hall, unless it is the one explained last, and explain a rack.

    Raises:
        UsageError: There is no such rack, or several of that name.
        SolveError: The hall cannot be solved as drawn.
    """
    from coolsim.air.grouping import by_kind, by_row, rack_rows
    from coolsim.tasks.running import heading

    design = request.design
    index = find_rack(design.variant.racks, request.rack)
    explained = yield from _explained(request)
    yield Progress("explain", 0.97, "Following the air back to its sources")
    told = explained.response.explain(index)
    reference = told.reference_temperature_c
    return ExplainAnswer(
        heading=heading(design),
        results=explained.results,
        explanation=told,
        rows=by_row(told.contributions, rack_rows(design.variant), reference),
        kinds=by_kind(told.contributions, reference),
        captures=explained.captures,
    )


def _explained(request: ExplainRequest) -> Generator[Progress, None, Explained]:
    """Return the solved hall with its tracers."""
    from coolsim.air.response import AirResponse
    from coolsim.catalogue.loading import load_catalogue
    from coolsim.simulate import collect, make_hall_solver, resolve_design
    from coolsim.tasks.running import chosen_fidelity, part, solvable

    design = request.design
    fidelity = chosen_fidelity(design, request.fidelity)
    cell_m = request.cell_m if request.cell_m is not None else design.variant.settings.cell_m
    key = (design_hash(design), fidelity, cell_m)
    if key in _last:
        return _last[key]
    start = time.perf_counter()
    catalogue = load_catalogue().with_entries(design.catalogue)
    findings = solvable(design, catalogue)
    yield Progress("scene", 0.0, "Looking up equipment and air")
    scene = resolve_design(design, catalogue)
    solver = make_hall_solver(design, catalogue, scene, fidelity, cell_m)
    solution = yield from part(solver.solve(scene), 0.02, 0.95)
    seconds = time.perf_counter() - start
    results = collect(design, catalogue, fidelity, solution, seconds, solver.liquid)
    results = replace(results, findings=tuple(dict.fromkeys([*findings, *results.findings])))
    yield Progress("explain", 0.95, "Capture indices of all racks")
    response = AirResponse(solution)
    explained = Explained(results, response, response.captures())
    _last.clear()
    _last[key] = explained
    return explained


def find_rack(racks: Sequence[Rack], wanted: str) -> int:
    """Return the index of a rack named by id or by name, whatever the case of its letters.

    Raises:
        UsageError: There is no such rack, or several of that name.
    """
    folded = wanted.strip().casefold()
    for keys in ([rack.id for rack in racks], [rack.name.casefold() for rack in racks]):
        found = [index for index, key in enumerate(keys) if key == folded]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(racks[index].id for index in found[:5])
            raise UsageError(
                f"{len(found)} racks are called {wanted!r}.",
                where="rack",
                remedy=f"Name one by its id: {ids}.",
            )
    raise UsageError(f"There is no rack {wanted!r}.", where="rack", remedy=_nearest(racks, folded))


def _nearest(racks: Sequence[Rack], folded: str) -> str:
    """Return a hint that names the racks closest to what was asked for."""
    if not racks:
        return "The hall has no racks."
    names = {key.casefold(): key for rack in racks for key in (rack.id, rack.name) if key}
    near = difflib.get_close_matches(folded, names, n=3, cutoff=0.4)
    listed = [names[key] for key in near] or [rack.label for rack in racks[:3]]
    return f"Nearest: {', '.join(listed)}."
