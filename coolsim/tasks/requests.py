"""What can be asked of the program: one frozen request per command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from coolsim.design import integrity
from coolsim.design.changes import changed
from coolsim.design.files import from_object, to_object
from coolsim.design.models import CoolingMethod, Design, Fidelity
from coolsim.errors import UsageError
from coolsim.tasks.compare_requests import CompareRequest, CompareTablesRequest
from coolsim.tasks.exchange_requests import (
    CompareOpenFoamRequest,
    ExportRequest,
    ImportPreviewRequest,
    ImportRequest,
)
from coolsim.tasks.sensor_requests import SensorsRequest
from coolsim.tasks.sheet_requests import PlanRequest

Objective = Literal["uniform", "proportional", "min", "total", "accelerators", "flops", "tokens"]
UnitSystem = Literal["si", "ip"]
Paper = Literal["a4", "letter"]

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Look a design over without solving it."""

    design: Design
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class SolveRequest:
    """Solve the active variant.

    Attributes:
        design: The design.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
        out: Folder for the result files; ``None`` writes none.
        force: Whether an earlier result in ``out`` may be replaced.
        grid_error: Whether a second grid is solved to estimate the error of each rack inlet.
    """

    design: Design
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    out: Path | None = None
    force: bool = False
    grid_error: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """Show the air of the design that is being drawn.

    Attributes:
        design: The design.
        fresh: Whether another hall stands in the window now; else the air goes on from where the
            request before left it.
    """

    design: Design
    fresh: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class DensityRequest:
    """Find the density the active variant can sustain.

    Attributes:
        design: The design.
        objective: One power for every rack, the drawn powers scaled together, or an allocation:
            largest least power, total, accelerators, operations, tokens.
        margin_k: Kept free below every inlet limit [K]; ``None`` takes the design's setting.
        fidelity: ``None`` takes the variant's setting.
        grid_error: Whether the estimated error of the grid is kept free below every inlet limit.
        floor_w: Least power of every rack in an allocation [W].
        racks: Ids of the racks an allocation may change, the others held; empty for all.
        precision: Precision whose operations count for ``flops``.
        changes: Whether prices of limits and single changes are solved, too.
        failures: Whether the density without any single cooler or unit is found, too.
        whole: Whether an allocation gives whole servers: ``greedy``, ``exact``, or not at all.
        tokens: Tokens per second of one accelerator by its catalogue id, for ``tokens``.
        finer: Whether the answer is confirmed on a finer grid, too; ``None`` for allocations alone.
    """

    design: Design
    objective: Objective = "uniform"
    margin_k: float | None = None
    fidelity: Fidelity | None = None
    grid_error: bool = False
    floor_w: Annotated[float, Field(ge=0.0)] = 0.0
    racks: tuple[str, ...] = ()
    precision: str = "fp8"
    changes: bool = False
    failures: bool = False
    whole: Literal["greedy", "exact"] | None = None
    finer: bool | None = None
    tokens: tuple[tuple[str, Annotated[float, Field(ge=0.0)]], ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class SiliconRequest:
    """Compare the active variant with other silicon in it, each solved again.

    Attributes:
        design: The design.
        silicon: Ids of accelerators, servers or rack-scale systems.
        precision: Precision at which all operations are given, dense.
        objective, margin_k, fidelity: As in :class:`DensityRequest`, without allocations.
    """

    design: Design
    silicon: Annotated[tuple[str, ...], Field(min_length=1)]
    precision: str = "fp8"
    objective: Literal["uniform", "proportional"] = "uniform"
    margin_k: float | None = None
    fidelity: Fidelity | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class ChooseRequest:
    """Choose cooling and silicon of every rack for the most accelerators.

    Attributes:
        design: The design.
        units: Catalogue ids of servers or rack-scale systems to choose from.
        methods: Cooling methods to choose from; empty for all.
        racks: Ids of the racks that may change, the others as drawn; empty for all.
        by_row: Whether the racks of a row are all alike.
        facility_cap_w: Most power at the meter: racks, losses, fans and pumps, and heat rejection
            on the design day where the site tells it [W].
        water_cap_kg_s: Most water that heat rejection may draw on the design day [kg/s].
        budget_usd: Most capital of cooling plant and silicon [USD].
        prices_usd: Price of one accelerator by its catalogue id [USD].
        front: Points of the Pareto front in power and in capital each.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
        out: Where to write the design as chosen; ``None`` writes none.
        force: Whether a file at ``out`` may be replaced.
    """

    design: Design
    units: tuple[str, ...]
    methods: tuple[CoolingMethod, ...] = ()
    racks: tuple[str, ...] = ()
    by_row: bool = False
    facility_cap_w: Annotated[float, Field(gt=0.0)] | None = None
    budget_usd: Annotated[float, Field(gt=0.0)] | None = None
    prices_usd: tuple[tuple[str, Annotated[float, Field(ge=0.0)]], ...] = ()
    front: Annotated[int, Field(ge=0, le=10)] = 0
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    out: Path | None = None
    force: bool = False
    water_cap_kg_s: Annotated[float, Field(gt=0.0)] | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class PlaceRequest:
    """Place jobs on the servers of the active variant.

    Attributes:
        design: The design.
        jobs: File of the jobs, or what such a file holds.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
    """

    design: Design
    jobs: Path | Mapping[str, Any]
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Solve the active variant, find its density and write the PDF report.

    Attributes:
        design: The design.
        out: The PDF file.
        units: Unit system of the report.
        paper: Paper size.
        objective, margin_k: As in :class:`DensityRequest`.
        fidelity: ``None`` takes the variant's setting.
        force: Whether a file at ``out`` may be replaced.
        grid_error: Whether the grid's error is estimated, printed, and held by the density.
        changes, failures, floor_w, racks, whole, finer, tokens: As in :class:`DensityRequest`.
        silicon, precision: As in :class:`SiliconRequest`; empty compares none.
        company: Whose report it is; "" takes what the design says.
        logo: Picture of its logo: PNG, JPEG or SVG.
        picture: Whether the hall is drawn in 3-D, where this computer can.
        elevations: Whether the faces of racks are drawn.
        workbook: XLSX file for every table of the report; ``None`` writes none.
        csv: Folder for them as CSV files; ``None`` writes none.
        variants: Ids or names of variants to compare with the active one; empty compares none.
        kept: Answers of ``choose`` and ``place`` to this design as JSON objects, printed as they
            are.
    """

    design: Design
    out: Path
    units: UnitSystem = "si"
    paper: Paper = "a4"
    objective: Objective = "uniform"
    margin_k: float | None = None
    fidelity: Fidelity | None = None
    force: bool = False
    grid_error: bool = False
    changes: bool = False
    failures: bool = False
    silicon: tuple[str, ...] = ()
    precision: str = "fp8"
    floor_w: Annotated[float, Field(ge=0.0)] = 0.0
    racks: tuple[str, ...] = ()
    whole: Literal["greedy", "exact"] | None = None
    finer: bool | None = None
    tokens: tuple[tuple[str, Annotated[float, Field(ge=0.0)]], ...] = ()
    kept: tuple[Mapping[str, Any], ...] = ()
    company: str = ""
    logo: Path | None = None
    picture: bool = True
    elevations: bool = False
    variants: tuple[str, ...] = ()
    workbook: Path | None = None
    csv: Path | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """Solve the active variant and say where the air of one rack comes from.

    Attributes:
        design: The design.
        rack: Id or name of the rack.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
    """

    design: Design
    rack: str
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class AnnualRequest:
    """Count a year of the active variant.

    Attributes:
        design: The design.
        climate: Name of a built-in climate; ``None`` takes the site's.
        weather: An EPW file instead.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
        hours: CSV file to write every hour to; ``None`` writes none.
        force: Whether that file may be replaced.
        utilisation: File of 8,760 loads in place of the drawn profile.
        chiller: JSON file of a curve set for every chiller.
    """

    design: Design
    climate: str | None = None
    weather: Path | None = None
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    hours: Path | None = None
    force: bool = False
    utilisation: Path | None = None
    chiller: Path | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class YearRequest:
    """Count a year in the window, on points of the hall that are known already.

    Attributes:
        design: The design.
        points: The hall's points of an earlier answer; ``None`` where there is none.
        solve: Whether the points may be solved where none fit.
        glance: Whether figures of some hours are enough.
        every: Hours from one that a glance counts to the next.
        raise_k: Raise of the supply temperatures up to which new points reach, at least; with one
            they reach further down in load, too [K].
    """

    design: Design
    points: Mapping[str, Any] | None = None
    solve: bool = False
    glance: bool = False
    every: Annotated[int, Field(ge=1, le=24)] = 5
    raise_k: Annotated[float, Field(ge=0.0, le=20.0)] = 0.0
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class WeatherRequest:
    """Look into a weather file.

    Attributes:
        path: The EPW file.
        design: The design it is for; not looked at.
    """

    path: Path
    design: Design | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class CoolingRequest:
    """Compare what every cooling method would do for racks, on the live grid.

    Attributes:
        design: The design.
        racks: Ids of the racks.
    """

    design: Design
    racks: tuple[str, ...]
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class CatalogueRequest:
    """Look into the catalogue.

    Attributes:
        kind: Table to list; ``None`` lists the tables.
        entry: Id of one entry to show instead.
        design: A design whose own entries count too.
    """

    kind: str | None = None
    entry: str | None = None
    design: Design | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class ExamplesRequest:
    """List the shipped examples, or copy one.

    Attributes:
        copy: Name of the example to copy; ``None`` lists.
        dest: File or folder to copy to.
        force: Whether a file at ``dest`` may be replaced.
    """

    copy: str | None = None
    dest: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """Run cases with published answers.

    Attributes:
        case: Id of one shipped case; ``None`` runs all that ship.
        file: A case file to run instead.
    """

    case: str | None = None
    file: Path | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    def __post_init__(self) -> None:
        if self.case is not None and self.file is not None:
            raise UsageError("One case or one file, not both.", where="verify")


@dataclass(frozen=True, slots=True)
class DesktopRequest:
    """Tell the desktop of the program: menu entry, icon, file type; or take that back."""

    remove: bool = False


@dataclass(frozen=True, slots=True)
class DoctorRequest:
    """Examine the installation."""


Request = (
    CheckRequest
    | SolveRequest
    | DensityRequest
    | SiliconRequest
    | ChooseRequest
    | PlaceRequest
    | ReportRequest
    | PlanRequest
    | SensorsRequest
    | ExplainRequest
    | CoolingRequest
    | AnnualRequest
    | YearRequest
    | WeatherRequest
    | CatalogueRequest
    | ExamplesRequest
    | VerifyRequest
    | ExportRequest
    | ImportRequest
    | ImportPreviewRequest
    | CompareOpenFoamRequest
    | CompareRequest
    | CompareTablesRequest
    | DesktopRequest
    | DoctorRequest
)

_BY_TASK: dict[str, type[Any]] = {
    "check": CheckRequest,
    "draft": SolveRequest,
    "solve": SolveRequest,
    "live": LiveRequest,
    "density": DensityRequest,
    "silicon": SiliconRequest,
    "choose": ChooseRequest,
    "place": PlaceRequest,
    "report": ReportRequest,
    "plan": PlanRequest,
    "sensors": SensorsRequest,
    "explain": ExplainRequest,
    "cooling": CoolingRequest,
    "annual": AnnualRequest,
    "year": YearRequest,
    "weather": WeatherRequest,
    "catalogue": CatalogueRequest,
    "verify": VerifyRequest,
    "export": ExportRequest,
    "import": ImportRequest,
    "import-preview": ImportPreviewRequest,
    "compare-openfoam": CompareOpenFoamRequest,
    "compare": CompareRequest,
    "compare-tables": CompareTablesRequest,
}


def from_json(
    task: str, data: Mapping[str, Any], former: Design | None = None
) -> Request | LiveRequest:
    """Return the request that a JSON object describes.

    Args:
        task: Name of the task; ``draft`` is ``solve`` with that fidelity.
        data: Fields of the request; ``design`` is the design as a JSON object, or in its place
            ``change`` what makes it of the former one.
        former: The design that a change is counted from.

    Raises:
        UsageError: No such task, or a field is unknown or of the wrong kind.
        coolsim.errors.DesignFileError: The design is broken.
    """
    if task not in _BY_TASK:
        raise UsageError(f"There is no task {task!r}.", remedy=f"Tasks: {', '.join(_BY_TASK)}.")
    values = dict(data)
    if former is not None and isinstance(values.get("change"), Mapping):
        values["design"] = _whole(changed(former, values.pop("change")))
    elif isinstance(values.get("design"), Mapping):
        values["design"] = _design(values["design"])
    if task == "draft":
        values["fidelity"] = "draft"
    try:
        request: Request | LiveRequest = _adapter(task).validate_python(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{first['msg']}.", where=f"{task}.{place}") from None
    return request


@cache
def _adapter(task: str) -> TypeAdapter[Any]:
    return TypeAdapter(_BY_TASK[task])


def _design(data: Mapping[str, Any]) -> Design:
    """Return the design that a JSON object describes.

    The plain way is tried first; the careful reader, which lists every problem, only where that
    fails.
    """
    try:
        design = Design.model_validate(data)
    except (ValidationError, RecursionError):
        return from_object(data)
    return _whole(design)


def _whole(design: Design) -> Design:
    """Return the design, references between its objects looked over."""
    return from_object(to_object(design)) if integrity.problems(design) else design
