"""Writing a hall for other programs, and setting their answer beside ours."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from coolsim import units
from coolsim.design.files import design_hash
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.events import Progress
from coolsim.interop.openfoam.comparison import Comparison
from coolsim.results.codec import encode
from coolsim.results.records import Results
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_OK, head, status_line
from coolsim.tasks.exchange_requests import CompareOpenFoamRequest, ExportRequest
from coolsim.tasks.running import catalogue_of, chosen_fidelity, heading, part, solvable

T = TypeVar("T")
Steps = Generator[Progress, None, T]
RESULT_FOLDER = "coolsim"
"""Folder inside a case that holds our own result of it."""
_SOLVED = 0.9
"""Share of the progress that solving takes."""


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """What was written, and where.

    Attributes:
        heading: Of the design.
        to: The other program or format.
        path: The folder or file.
        files: What is in it that a user opens.
        results: What was solved for it; ``None`` for a drawing.
        notes: What the other program is not told.
    """

    heading: str
    to: str
    path: Path
    files: tuple[str, ...]
    results: Results | None
    notes: tuple[str, ...]

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return where the export is and what it rests on."""
        solved = self.results
        known = (
            {}
            if solved is None
            else {
                "design_hash": solved.design_hash,
                "fidelity": solved.fidelity,
                "grid": encode(solved.grid),
                "seconds": solved.seconds,
                "findings": encode(solved.findings),
            }
        )
        return head("export", "ok" if solved is None else solved.status, **known) | {
            "to": self.to,
            "out": str(self.path),
            "files": list(self.files),
            "notes": list(self.notes),
        }

    def text(self, system: units.System = "si") -> str:
        """Return what was written, and the status of the flow it rests on."""
        solved = self.results
        return "\n".join(
            [
                f"Exported {self.heading} to {self.path}",
                *(f"    {name}" for name in self.files),
                *self.notes,
                *([] if solved is None else [f"Our solution: {status_line(solved, system)}"]),
            ]
        )


@dataclass(frozen=True, slots=True)
class CompareOpenFoamAnswer:
    """Rack inlets of a result beside those of OpenFOAM."""

    result: Path
    case: Path
    design_hash: str
    comparison: Comparison

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return every rack with both temperatures, and the differences of all."""
        compared = self.comparison
        return head("compare-openfoam", "ok", design_hash=self.design_hash) | {
            "step": compared.step,
            "is_mean": compared.is_mean,
            "mean_difference_k": compared.mean_k,
            "rms_difference_k": compared.rms_k,
            "largest_difference_k": compared.largest_k,
            "openfoam_drift_k": compared.drift_k,
            "racks": [
                encode(rack) | {"difference_k": rack.difference_k} for rack in compared.racks
            ],
        }

    def text(self, system: units.System = "si") -> str:
        """Return the table and its sums."""
        compared = self.comparison
        degrees = units.label("c", system)
        rows = [
            (
                tables.clean(rack.name),
                tables.temperature(rack.ours_c, system),
                tables.temperature(rack.theirs_c, system),
                units.text(rack.difference_k, "k", system, 2),
            )
            for rack in compared.racks
        ]
        kind = "means over its last steps" if compared.is_mean else "its last step alone"
        sums = [
            ("Mean difference", units.text(compared.mean_k, "k", system, 2)),
            ("Root mean square", units.text(compared.rms_k, "k", system, 2)),
            ("Largest", units.text(compared.largest_k, "k", system, 2)),
            ("OpenFOAM", f"step {compared.step}, {kind}; its last step is within "
             f"{units.text(compared.drift_k, 'k', system, 2)} of them"),
        ]  # fmt: skip
        titles = ("Rack", f"CoolSim {degrees}", f"OpenFOAM {degrees}", "difference")
        return (
            f"Rack inlets of {self.result} beside {self.case}\n\n"
            f"{tables.table(titles, rows, '<>>>')}\n\n{tables.labelled(sums)}"
        )


def export(request: ExportRequest) -> Steps[ExportAnswer]:
    """Solve a hall and write it for another program.

    Raises:
        UsageError: Something stands at the path already.
        SaveError: A file cannot be written.
        SolveError, ExportError: The hall cannot be solved, or not be said in that form.
    """
    if request.out.exists() and not request.force:
        raise UsageError(
            "It is there already, and an export never replaces anything unasked.",
            where=str(request.out),
            remedy="Give another path with --out, or add --force.",
        )
    if request.to in ("openfoam", "vtk", "csv") and request.out.is_file():
        raise UsageError(
            "A file has the name of the folder to write.",
            where=str(request.out),
            remedy="Give another name with --out, or move the file away.",
        )
    match request.to:
        case "openfoam":
            return (yield from _openfoam(request))
        case "dxf":
            return _dxf(request)
        case "aif":
            return _aif(request)
        case "epjson":
            return (yield from _epjson(request))
        case "vtk":
            return (yield from _vtk(request))
    return (yield from _sheets(request))


def _openfoam(request: ExportRequest) -> Steps[ExportAnswer]:
    from coolsim.air.reference import reference_c
    from coolsim.interop.openfoam.case import MANIFEST, SOLVER, write_case
    from coolsim.interop.openfoam.hall import foam_hall, without_cabinets
    from coolsim.results.files import save_results
    from coolsim.simulate import collect, make_hall_solver, resolve_design

    design = _at_constant_viscosity(request.design)
    chosen = chosen_fidelity(design, request.fidelity)
    if chosen == "draft":
        raise UsageError(
            "A draft is potential flow, which this solver of OpenFOAM does not solve.",
            where="fidelity",
            remedy="Export with --fidelity live or full.",
        )
    catalogue = catalogue_of(design)
    solvable(design, catalogue)
    scene = without_cabinets(resolve_design(design, catalogue))
    solver = make_hall_solver(design, catalogue, scene, chosen, _cell(request))
    solution = yield from part(solver.solve(scene), 0.0, _SOLVED)
    results = collect(design, catalogue, chosen, solution, 0.0, solver.liquid)
    yield Progress("write", _SOLVED, "Writing the case")
    hall = foam_hall(solution, reference_c(scene))
    write_case(request.out, hall, (design_hash(request.design), design_hash(design)))
    save_results(results, request.out / RESULT_FOLDER)
    cabinets = sum(rack.cabinet is not None for rack in resolve_design(design, catalogue).racks)
    notes = [
        f"Constant viscosity {hall.viscosity_m2_s:g} m2/s on the same {hall.mesh.cells:,} cells; "
        f"run Allrun in it ({SOLVER}, v1912 or newer), then: "
        f"coolsim compare-openfoam {request.out / RESULT_FOLDER} {request.out}"
    ]
    if cabinets:
        notes.append(f"Cabinets of {cabinets} racks are left out on both sides.")
    files = ("Allrun", MANIFEST, f"{RESULT_FOLDER}/result.json")
    return ExportAnswer(
        heading(request.design), "openfoam", request.out, files, results, tuple(notes)
    )


def _at_constant_viscosity(design: Design) -> Design:
    """The design as the exported case solves it."""
    variant = design.variant
    settings = variant.settings.model_copy(
        update={"turbulence": "constant", "convection": "upwind", "humidity": "uniform"}
    )
    changed = variant.model_copy(update={"settings": settings})
    variants = tuple(changed if each.id == variant.id else each for each in design.variants)
    return design.model_copy(update={"variants": variants})


def _vtk(request: ExportRequest) -> Steps[ExportAnswer]:
    from coolsim.interop.vtk import write_vtk
    from coolsim.simulate import resolve_design

    design = request.design
    results = yield from _solved(request)
    scene = resolve_design(design, catalogue_of(design))
    written = write_vtk(request.out, scene, results.fields, results.racks)
    files = tuple(path.name for path in written)
    return ExportAnswer(heading(design), "vtk", request.out, files, results, ())


def _sheets(request: ExportRequest) -> Steps[ExportAnswer]:
    from coolsim.interop.sheets import sheets_of, write_csv, write_workbook

    results = yield from _solved(request)
    sheets = sheets_of(request.design, results)
    if request.to == "csv":
        files = tuple(path.name for path in write_csv(request.out, sheets))
    else:
        write_workbook(request.out, sheets)
        files = tuple(sheet.name for sheet in sheets)
    return ExportAnswer(heading(request.design), request.to, request.out, files, results, ())


def _solved(request: ExportRequest) -> Steps[Results]:
    from coolsim.simulate import simulate

    design = request.design
    catalogue = catalogue_of(design)
    solvable(design, catalogue)
    chosen = chosen_fidelity(design, request.fidelity)
    steps = simulate(design, catalogue, fidelity=chosen, cell_m=_cell(request))
    results = yield from part(steps, 0.0, _SOLVED)
    yield Progress("write", _SOLVED, "Writing the files")
    return results


def _dxf(request: ExportRequest) -> ExportAnswer:
    from coolsim.design.atomic import replace_file
    from coolsim.interop.dxf import dxf_text

    design = request.design
    replace_file(request.out, dxf_text(design.variant).encode())
    return ExportAnswer(heading(design), "dxf", request.out, (), None, ())


def _epjson(request: ExportRequest) -> Steps[ExportAnswer]:
    from coolsim.interop.energyplus import approach_of, epjson_fragment

    design = request.design
    results = yield from _solved(request)
    settings, zone = design.variant.settings, design.variant.name or "Hall"
    _write_json(request.out, epjson_fragment(results, zone, settings.air_class))
    found = approach_of(results)
    notes = (
        f"Supply difference {found.supply_difference_k:.2f} K, return difference "
        f"{found.return_difference_k:.2f} K, of {found.racks} racks together.",
        f"The zone is called {zone!r} and its supply node '{zone} Supply Inlet': name them as in "
        "the model that takes the fragment.",
    )
    return ExportAnswer(heading(design), "epjson", request.out, (), results, notes)


def _aif(request: ExportRequest) -> ExportAnswer:
    from coolsim.interop.aif import aif_objects
    from coolsim.simulate import resolve_design

    design = request.design
    catalogue = catalogue_of(design)
    _write_json(
        request.out, aif_objects(design.variant, resolve_design(design, catalogue), catalogue)
    )
    notes = ("What a design does not know is left out of an object's attributes.",)
    return ExportAnswer(heading(design), "aif", request.out, (), None, notes)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    import json

    from coolsim.design.atomic import replace_file

    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    replace_file(path, f"{text}\n".encode())


def _cell(request: ExportRequest) -> float | None:
    return request.cell_m if request.cell_m is not None else request.design.variant.settings.cell_m


def compare_openfoam(request: CompareOpenFoamRequest) -> Steps[CompareOpenFoamAnswer]:
    """Read a result and a solved case, and set their rack inlets side by side.

    Raises:
        ResultFileError, ExportError: One of them cannot be read, or they do not belong together.
    """
    from coolsim.interop.openfoam.comparison import compare
    from coolsim.interop.openfoam.reading import read_case
    from coolsim.results.files import load_results

    yield Progress("read", 0.0, "Reading the result")
    results = load_results(request.result)
    yield Progress("read", 0.3, "Reading the case")
    compared = compare(results, read_case(request.case))
    return CompareOpenFoamAnswer(request.result, request.case, results.design_hash, compared)
