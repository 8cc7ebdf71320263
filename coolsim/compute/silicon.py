"""The same hall with other silicon: each kind placed, solved again, and counted alike.

All operations are dense and of one precision; a kind without a figure at that precision says *not
known*, and keeps its accelerators, watts and limits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TypeVar

from coolsim.catalogue import Catalogue
from coolsim.catalogue.rates import rate_figure
from coolsim.checks import check
from coolsim.compute.account import compute_account
from coolsim.compute.choices import Choice, changed_racks, choice_of, with_silicon
from coolsim.density.records import Density, Objective
from coolsim.density.solve import solve_density
from coolsim.design.models import Design, Fidelity
from coolsim.errors import CoolSimError, SolveError
from coolsim.events import Progress
from coolsim.plant.weather import Weather
from coolsim.results.compute import ComputeAccount, SiliconRow, SiliconTable
from coolsim.studies.overhead import worst_overhead

T = TypeVar("T")

BOUNDARIES = ("chip", "board", "server", "rack", "IT", "facility")
"""Boundaries at which kinds are compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What to compare and how.

    Attributes:
        silicon: Ids of accelerators, servers or rack-scale systems.
        precision: Precision of all operations.
        objective: Of the density: ``uniform`` or ``proportional``.
        margin_k: As for a density.
        fidelity: As for a density.
    """

    silicon: tuple[str, ...]
    precision: str
    objective: Objective = "uniform"
    margin_k: float | None = None
    fidelity: Fidelity = "live"


def compare_silicon(
    design: Design, catalogue: Catalogue, wanted: Comparison, weather: Weather | str
) -> Generator[Progress, None, SiliconTable]:
    """The hall as drawn and with each kind of silicon, each solved again; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        wanted: What to compare.
        weather: Outdoor air of the site, or why there is none.

    Raises:
        UsageError: No such silicon.
        PrecisionError: No such precision.
        SolveError: The hall cannot be solved as drawn.
    """
    begun = time.perf_counter()
    rate_figure(catalogue, "", wanted.precision)  # refuses an unknown precision before the solves
    choices = [choice_of(catalogue, asked) for asked in wanted.silicon]
    racks = changed_racks(design, catalogue)
    steps = 1 + sum(bool(choice.items) for choice in choices)
    solve = _Solver(catalogue, wanted, weather, steps)
    rows = [(yield from _as_drawn(solve, design))]
    for choice in choices:
        if not choice.items:
            rows.append(_not_known(choice, choice.note))
            continue
        changed, placed = with_silicon(design, catalogue, choice, racks)
        if not placed:
            note = "made for liquid; no rack here has plates for it"
            rows.append(_not_known(choice, note))
            continue
        try:
            density, account = yield from solve(changed, choice.accelerator.name)
        except CoolSimError as error:
            rows.append(_not_known(choice, error.message.rstrip(".")))
            continue
        unit = next(iter(placed.values()))
        row = SiliconRow(
            asked=choice.asked,
            name=choice.accelerator.name,
            item_name=unit.name,
            is_target=choice.accelerator.is_target or unit.is_target,
            is_weak=unit.sustained_power_w.is_weak,
            note=_left_alone(len(racks) - len(placed)),
        )
        kind = choice.accelerator.id
        rows.append(_counted(row, density, account, wanted.precision, set(placed), kind))
    seconds = time.perf_counter() - begun
    return SiliconTable(wanted.precision, wanted.objective, tuple(rows), seconds)


@dataclass(slots=True)
class _Solver:
    """Solves a design's density and counts it, its progress a share of the whole."""

    catalogue: Catalogue
    wanted: Comparison
    weather: Weather | str
    steps: int
    done: int = 0

    def __call__(
        self, design: Design, what: str
    ) -> Generator[Progress, None, tuple[Density, ComputeAccount | None]]:
        _refuse(design, self.catalogue)
        overhead_w = yield from self._overhead(design, what)
        steps = solve_density(
            design,
            self.catalogue,
            objective=self.wanted.objective,
            margin_k=self.wanted.margin_k,
            fidelity=self.wanted.fidelity,
            cell_m=design.variant.settings.cell_m,
            overhead_w=overhead_w,
        )
        density = yield from _shared(steps, lambda f: (self.done + f) / self.steps, what)
        self.done += 1
        return density, compute_account(design, self.catalogue, density, self.weather)

    def _overhead(
        self, design: Design, what: str
    ) -> Generator[Progress, None, Callable[[float], float] | None]:
        """What cooling draws in the worst hour, where a grid cap asks and the site tells it."""
        variant, weather = design.variant, self.weather
        if variant.power.grid_cap_w is None or not variant.plant.rejections:
            return None
        if isinstance(weather, str):
            return None
        steps = worst_overhead(design, self.catalogue, weather)
        return (yield from _shared(steps, lambda _: self.done / self.steps, what))


def _shared(
    steps: Generator[Progress, None, T], share: Callable[[float], float], what: str
) -> Generator[Progress, None, T]:
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            value: T = stop.value
            return value
        message = f"{what}: {progress.message}"
        yield replace(progress, fraction=share(progress.fraction), message=message)


def _refuse(design: Design, catalogue: Catalogue) -> None:
    """Refuse a design with errors.

    Raises:
        SolveError: It has one.
    """
    for finding in check(design, catalogue):
        if finding.severity == "error":
            raise SolveError(finding.message, where=", ".join(finding.object_ids[:3]))


def _as_drawn(solve: _Solver, design: Design) -> Generator[Progress, None, SiliconRow]:
    density, account = yield from solve(design, "As drawn")
    kinds = account.silicon if account is not None else ()
    names = [item.name for item in kinds]
    row = SiliconRow(
        asked="",
        name=", ".join(names[:2]) + (" and others" if len(names) > 2 else ""),
        is_target=any(item.is_target for item in kinds),
        note="as drawn",
    )
    holding = {r.id for r in density.racks if r.accelerators or r.units_drawn}
    return _counted(row, density, account, solve.wanted.precision, holding, None)


def _counted(
    row: SiliconRow,
    density: Density,
    account: ComputeAccount | None,
    precision: str,
    rack_ids: set[str],
    kind: str | None,
) -> SiliconRow:
    """The row with an answer: operations of one kind of accelerator, or of all as drawn."""
    racks = [rack for rack in density.racks if rack.id in rack_ids]
    power = sum(rack.power_w for rack in racks)
    binding = density.hall.binding
    row = replace(
        row,
        status=density.status,
        racks=len(racks),
        power_w=density.hall.power_w,
        mean_rack_power_w=power / len(racks) if racks else None,
        units=sum(rack.units for rack in racks),
        binds=binding.limit if binding else "",
        binds_at=binding.object_name if binding else "",
    )
    if account is None:
        return row
    kinds = {item.id for item in account.silicon if item.count}
    if kind is not None and kinds - {kind}:
        note = "other accelerators stay in the hall, so operations are not summed"
        return replace(row, accelerators=_count(account, kind), note=f"{row.note}; {note}")
    rate = account.rate(precision)
    peak = rate.peak_flops if rate else None
    per_watt = {}
    for name in BOUNDARIES:
        boundary = account.boundary(name)
        if boundary is not None and precision in boundary.flops_per_watt:
            per_watt[name] = boundary.flops_per_watt[precision]
    grid = next((s for s in account.shares if s.per == "mw_of_grid"), None)
    missing = "" if peak is not None else f"{precision.upper()} dense not known"
    return replace(
        row,
        accelerators=account.accelerators,
        peak_flops=peak,
        sustained_flops=rate.sustained_flops if rate else None,
        flops_per_watt=per_watt,
        accelerators_per_mw=grid.accelerators if grid else None,
        facility_w=account.facility_w,
        note="; ".join(filter(None, [row.note, missing])),
    )


def _count(account: ComputeAccount, kind: str) -> int:
    return sum(item.count for item in account.silicon if item.id == kind)


def _not_known(choice: Choice, note: str) -> SiliconRow:
    accelerator = choice.accelerator
    return SiliconRow(
        asked=choice.asked,
        name=accelerator.name,
        is_target=accelerator.is_target,
        note=note,
    )


def _left_alone(count: int) -> str:
    if not count:
        return ""
    racks = "1 rack cannot" if count == 1 else f"{count} racks cannot"
    return f"{racks} take it and keep what is drawn"
