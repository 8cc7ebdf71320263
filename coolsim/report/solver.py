"""What was solved and how well, in print."""

from __future__ import annotations

from coolsim.design.models import Settings
from coolsim.report.blocks import Section, facts, section
from coolsim.report.subject import Subject
from coolsim.report.text import capital, clip, counted

_CONVECTION = {"upwind": "upwind, first order", "second_order": "second order (van Leer)"}
_WALL_FRICTION = {"eddy_viscosity": "eddy viscosity over half a cell", "log_law": "log law"}


def solver_section(subject: Subject) -> Section | None:
    """Method, grid, status and errors of the flow behind the report."""
    return section("Solver and grid", facts(solver_facts(subject), 0.75))


def solver_facts(subject: Subject) -> list[list[str]]:
    """What was solved and how well, label and value."""
    results, printer = subject.results, subject.printer
    settings = subject.variant.settings
    cells = " × ".join(f"{count:,}" for count in results.grid.shape)
    sizes = " × ".join(printer.text(size, "m", 3) for size in results.grid.spacing_m)
    flow = {
        "draft": "potential flow, without buoyancy or jets",
        "live": "buoyant flow (Boussinesq), one coarse grid",
        "full": "buoyant flow (Boussinesq), nested grids",
    }.get(results.fidelity, results.fidelity)
    lines = [
        ["Fidelity", f"{results.fidelity}: {flow}"],
        ["Turbulence", settings.turbulence.replace("_", "-")],
        ["Convection", _CONVECTION[settings.convection]],
        ["Wall friction", _wall_friction(settings)],
        ["Grid", f"{cells} = {results.grid.cells:,} cells"],
        ["Cell", sizes],
        ["Status", results.status.replace("_", " ")],
        ["Last change of an inlet", printer.text(_last(results.inlet_history_k), "k", 2)],
        ["Steps", f"{results.iterations:,}"],
        *_grid_errors(subject),
        ["Air", f"{printer.text(results.air_density_kg_m3, 'kg_m3', 4)}, "
         f"{printer.text(results.air_heat_capacity_j_kg_k, 'j_kg_k')}"],
        ["Design", f"hash {results.design_hash}, variant {clip(results.variant_id, 30.0)}"],
        ["Program", f"CoolSim {results.program_version}"],
    ]  # fmt: skip
    if subject.density is not None:
        density = subject.density
        points = counted(len(density.points), "confirmed point")
        lines.append(["Density", f"{density.objective}, {points} by re-solved flow"])
    return lines


def _grid_errors(subject: Subject) -> list[list[str]]:
    """What a second grid said of the rack inlets, where one was solved."""
    system, lines = subject.printer.system, []
    if subject.results.grid_error is not None:
        lines.append(["Grid error as drawn", capital(subject.results.grid_error.text(system))])
    density = subject.density
    if density is not None and density.results.grid_error is not None:
        told = density.results.grid_error.text(system)
        lines.append(["Grid error, density", f"{capital(told)}; each kept below its limit"])
    return lines


def _wall_friction(settings: Settings) -> str:
    """What walls drag with, in words; k-epsilon has a law of its own."""
    closures = {"k_epsilon": "log law with the turbulent energy", "constant": "the viscosity"}
    return closures.get(settings.turbulence, _WALL_FRICTION[settings.wall_friction])


def _last(history: tuple[float, ...]) -> float | None:
    return history[-1] if history else None
