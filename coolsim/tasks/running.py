"""How each request is answered."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

from coolsim.catalogue.loading import Catalogue, load_catalogue
from coolsim.catalogue.records import STRONG
from coolsim.checks import Checker, check
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Fidelity
from coolsim.errors import SolveError, UsageError
from coolsim.events import Progress
from coolsim.results.records import Assumption, Finding, Results
from coolsim.tasks.answers import (
    Answer,
    CheckAnswer,
    DensityAnswer,
    DoctorAnswer,
    ExamplesAnswer,
    SolveAnswer,
)
from coolsim.tasks.catalogue_answer import CatalogueAnswer
from coolsim.tasks.compare_requests import CompareRequest, CompareTablesRequest
from coolsim.tasks.exchange_requests import (
    CompareOpenFoamRequest,
    ExportRequest,
    ImportPreviewRequest,
    ImportRequest,
)
from coolsim.tasks.requests import (
    AnnualRequest,
    CatalogueRequest,
    CheckRequest,
    ChooseRequest,
    CoolingRequest,
    DensityRequest,
    DesktopRequest,
    DoctorRequest,
    ExamplesRequest,
    ExplainRequest,
    PlaceRequest,
    ReportRequest,
    Request,
    SiliconRequest,
    SolveRequest,
    VerifyRequest,
    WeatherRequest,
    YearRequest,
)
from coolsim.tasks.sensor_requests import SensorsRequest
from coolsim.tasks.sheet_requests import PlanRequest

if TYPE_CHECKING:
    from coolsim.plant.outdoor import Outdoor
    from coolsim.tasks.silicon import SiliconAnswer

_FIRST_GRID = 0.25
"""Share of the progress that the grid asked for takes where a second, finer one follows."""
POWER = "sustained power"
"""What the scene calls the power of a content among its assumptions."""

T = TypeVar("T")
Steps = Generator[Progress, None, T]


def run(request: Request) -> Steps[Answer]:
    """Answer a request step by step; closing the generator cancels it.

    Raises:
        coolsim.errors.CoolSimError: Something the user can mend.
    """
    match request:
        case CheckRequest():
            return (yield from _check(request))
        case SolveRequest():
            return (yield from _solve(request))
        case DensityRequest():
            return (yield from _density(request))
        case SiliconRequest():
            from coolsim.tasks.silicon import silicon

            return (yield from silicon(request))
        case ReportRequest():
            from coolsim.tasks.reporting import report

            return (yield from report(request))
        case PlanRequest():
            from coolsim.tasks.sheet import plan

            return (yield from plan(request))
        case SensorsRequest():
            from coolsim.tasks.sensors import sensors

            return (yield from sensors(request))
        case ChooseRequest():
            from coolsim.tasks.choosing import choosing

            return (yield from choosing(request))
        case PlaceRequest():
            from coolsim.tasks.placing import placing

            return (yield from placing(request))
        case ExplainRequest():
            from coolsim.tasks.explain import explain

            return (yield from explain(request))
        case AnnualRequest():
            from coolsim.tasks.annual import annual

            return (yield from annual(request))
        case YearRequest():
            from coolsim.tasks.year import year

            return (yield from year(request))
        case WeatherRequest():
            from coolsim.tasks.year import weather

            return weather(request)
        case CoolingRequest():
            from coolsim.tasks.cooling import cooling

            return (yield from cooling(request))
        case CatalogueRequest():
            return _catalogue(request)
        case ExamplesRequest():
            return _examples(request)
        case VerifyRequest():
            from coolsim.tasks.verify import verify

            return (yield from verify(request))
        case ExportRequest():
            from coolsim.tasks.export import export

            return (yield from export(request))
        case ImportRequest():
            from coolsim.tasks.importing import import_file

            return import_file(request)
        case ImportPreviewRequest():
            from coolsim.tasks.import_preview import import_preview

            return (yield from import_preview(request))
        case CompareOpenFoamRequest():
            from coolsim.tasks.export import compare_openfoam

            return (yield from compare_openfoam(request))
        case CompareRequest():
            from coolsim.tasks.comparing import compare

            return (yield from compare(request))
        case CompareTablesRequest():
            from coolsim.tasks.comparing import write_comparison

            return (yield from write_comparison(request))
        case DesktopRequest():
            from coolsim.tasks.desktop import tell_desktop

            return tell_desktop(request)
        case DoctorRequest():
            return (yield from _doctor())


@overload
def finish(request: SolveRequest) -> SolveAnswer: ...
@overload
def finish(request: DensityRequest) -> DensityAnswer: ...
@overload
def finish(request: SiliconRequest) -> SiliconAnswer: ...
@overload
def finish(request: Request) -> Answer: ...
def finish(request: Request) -> Answer:
    """Answer a request in one go, without progress."""
    steps = run(request)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            answer: Answer = stop.value
            return answer


def with_variant(design: Design, variant_id: str | None) -> Design:
    """Return the design with another variant active.

    Raises:
        UsageError: There is no such variant; names those there are.
    """
    if variant_id is None:
        return design
    known = [variant.id for variant in design.variants]
    if variant_id not in known:
        raise UsageError(
            f"There is no variant {variant_id!r}.", remedy=f"The file has: {', '.join(known)}."
        )
    return design.model_copy(update={"active_variant": variant_id})


def heading(design: Design) -> str:
    """Return what a design is called in a heading: project and variant, as far as named."""
    names = [design.project.name, design.variant.name or design.variant.id]
    return " · ".join(filter(None, names))


def catalogue_of(design: Design) -> Catalogue:
    """Return the shipped catalogue with the design's own entries laid over it."""
    return load_catalogue().with_entries(design.catalogue)


def part(steps: Steps[T], start: float, end: float) -> Steps[T]:
    """Run a step of a larger task: its progress fills only its share of the whole."""
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            value: T = stop.value
            return value
        share = start + (end - start) * progress.fraction
        try:
            yield replace(progress, fraction=share)
        except GeneratorExit:
            steps.close()
            raise


def chosen_fidelity(design: Design, wanted: Fidelity | None) -> Fidelity:
    """Return the fidelity wanted, or the variant's setting.

    Raises:
        UsageError: This version has no such fidelity.
    """
    from coolsim.simulate import FIDELITIES

    chosen = wanted or design.variant.settings.fidelity
    if chosen not in FIDELITIES:
        raise UsageError(
            f"This version does not solve with fidelity {chosen!r}.",
            where="fidelity",
            remedy=f"Use one of: {', '.join(FIDELITIES)}.",
        )
    return chosen


def solvable(
    design: Design, catalogue: Catalogue, checker: Checker | None = None
) -> tuple[Finding, ...]:
    """Return the findings of a design that can be solved.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        checker: What checked the design before it, if there was one.

    Raises:
        SolveError: It cannot, for the reasons named.
    """
    findings = (checker or Checker()).check(design, catalogue)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        first = errors[0]
        more = f" It has {len(errors)} errors; `check` lists them all." if len(errors) > 1 else ""
        raise SolveError(
            f"The design cannot be solved as drawn. {first.message}",
            where=", ".join(first.object_ids[:3]),
            remedy=first.hint + more,
        )
    return findings


def joined(first: Iterable[Finding], second: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of both, each once."""
    return tuple(dict.fromkeys([*first, *second]))


def _check(request: CheckRequest) -> Steps[CheckAnswer]:
    yield Progress("check", 0.0, "Looking the design over")
    design = request.design
    findings = check(design, catalogue_of(design))
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = tuple(sorted(findings, key=lambda finding: order[finding.severity]))
    return CheckAnswer(heading(design), design_hash(design), ranked)


def _solve(request: SolveRequest) -> Steps[SolveAnswer]:
    from coolsim.results.files import RESULT_FILE, save_results

    if request.out is not None and (request.out / RESULT_FILE).exists() and not request.force:
        raise occupied(request.out / RESULT_FILE)
    results = yield from _results(
        request.design, request.fidelity, request.cell_m, grid_error=request.grid_error
    )
    saved = None if request.out is None else save_results(results, request.out)
    return SolveAnswer(heading(request.design), results, saved)


def _results(
    design: Design, fidelity: Fidelity | None, cell_m: float | None, *, grid_error: bool = False
) -> Steps[Results]:
    from coolsim.grid_error import require_flow, with_grid_error
    from coolsim.simulate import resolve_design, simulate

    chosen = chosen_fidelity(design, fidelity)
    if grid_error:
        require_flow(chosen)
    catalogue = catalogue_of(design)
    findings = solvable(design, catalogue)
    cell = cell_m if cell_m is not None else design.variant.settings.cell_m
    steps = simulate(design, catalogue, fidelity=chosen, cell_m=cell)
    if grid_error:
        results = yield from part(steps, 0.0, _FIRST_GRID)
        scene = resolve_design(design, catalogue)
        results = yield from part(with_grid_error(design, scene, results), _FIRST_GRID, 1.0)
    else:
        results = yield from steps
    return replace(results, findings=joined(findings, results.findings))


def _density(request: DensityRequest) -> Steps[DensityAnswer]:
    from coolsim.density.allocated import Wish
    from coolsim.density.solve import solve_density
    from coolsim.tasks.counting import with_compute

    design = request.design
    chosen = chosen_fidelity(design, request.fidelity)
    catalogue = catalogue_of(design)
    findings = solvable(design, catalogue)
    overhead_w = yield from overhead_of(design, catalogue)
    density = yield from solve_density(
        design,
        catalogue,
        objective=request.objective,
        margin_k=request.margin_k,
        fidelity=chosen,
        cell_m=design.variant.settings.cell_m,
        grid_error=request.grid_error,
        finer=request.finer,
        wish=Wish(request.floor_w, request.racks, request.precision, request.whole, request.tokens),
        changes=request.changes,
        failures=request.failures,
        overhead_w=overhead_w,
        design_day=design_day_of(design),
    )
    counted = with_compute(design, catalogue, density)
    complete = replace(counted, findings=joined(findings, density.findings))
    return DensityAnswer(heading(design), complete, weak_racks(design, density.assumptions))


def overhead_of(design: Design, catalogue: Catalogue) -> Steps[Callable[[float], float] | None]:
    """What cooling draws in the worst hour, where a grid cap asks for it and the site tells it."""
    variant = design.variant
    has_weather = variant.site.climate or variant.site.weather_file
    if variant.power.grid_cap_w is None or not variant.plant.rejections or not has_weather:
        return None
    from coolsim.studies.overhead import worst_overhead
    from coolsim.tasks.annual import weather_of

    steps = worst_overhead(design, catalogue, weather_of(design, None, None))
    return (yield from part(steps, 0.0, 0.0))


def design_day_of(design: Design) -> Outdoor | None:
    """Outdoor air of the design day, where there are plants and the site tells it."""
    site = design.variant.site
    if not design.variant.plant.rejections or not (site.climate or site.weather_file):
        return None
    from coolsim.plant.outdoor import design_day
    from coolsim.tasks.annual import weather_of

    return design_day(
        weather_of(design, None, None), site.design_dry_bulb_c, site.design_wet_bulb_c,
        site.altitude_m,
    )  # fmt: skip


def weak_racks(design: Design, assumptions: Iterable[Assumption]) -> frozenset[str]:
    """Return the ids of racks whose power rests on a weak figure, of their own or of a content."""
    weak = {
        item.object_id
        for item in assumptions
        if item.confidence not in STRONG and item.quantity == POWER
    }
    found = set()
    for rack in design.variant.racks:
        contents = [*rack.contents, *(item for slot in rack.slots for item in slot.contents)]
        if weak & {rack.id, *(content.item for content in contents)}:
            found.add(rack.id)
    return frozenset(found)


def occupied(path: Path) -> UsageError:
    """The error of a file that is there already."""
    return UsageError(
        "There is a file of that name already.",
        where=str(path),
        remedy="Choose another name, or replace it with --force.",
    )


def _catalogue(request: CatalogueRequest) -> CatalogueAnswer:
    shipped = load_catalogue()
    catalogue = shipped if request.design is None else catalogue_of(request.design)
    if request.kind is not None:
        catalogue.entries(request.kind)
    entry = None if request.entry is None else catalogue.get(request.entry)
    return CatalogueAnswer(catalogue, request.kind, entry)


def _examples(request: ExamplesRequest) -> ExamplesAnswer:
    from coolsim.design.examples import copy_example, list_examples

    examples = list_examples()
    if request.copy is None:
        return ExamplesAnswer(examples)
    named = request.dest or Path()
    dest = named / f"{request.copy}.coolsim" if named.is_dir() else named
    if dest.exists() and not request.force:
        raise occupied(dest)
    copy_example(request.copy, dest)
    return ExamplesAnswer(examples, dest)


def _doctor() -> Steps[DoctorAnswer]:
    from coolsim.doctor import examine

    checks = []
    for found in examine():
        checks.append(found)
        yield Progress("doctor", 0.0, found.name)
    return DoctorAnswer(tuple(checks))
