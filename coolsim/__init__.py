"""CoolSim: draw a data-centre hall, see where the heat goes, and learn how dense it can be.

    import coolsim

    design = coolsim.load("hall.coolsim")
    results = coolsim.solve(design)
    print(results.racks[0].inlet_temperature_c)
    print(coolsim.solve_density(design).hall.power_w)

Importing the package is cheap: numerics load when a function needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from os import PathLike
    from typing import Literal

    from coolsim.density.records import Density
    from coolsim.design.models import Design
    from coolsim.results.compute import SiliconTable
    from coolsim.results.records import Results

__all__ = ["__version__", "compare_silicon", "load", "solve", "solve_density"]


def load(path: str | PathLike[str]) -> Design:
    """Read a design file.

    Raises:
        coolsim.errors.DesignFileError: The file is missing or broken; carries every problem.
    """
    from pathlib import Path

    from coolsim.design.files import load as load_file

    return load_file(Path(path))


def solve(
    design: Design,
    fidelity: Literal["draft", "live", "full"] = "live",
    cell_m: float | None = None,
) -> Results:
    """Solve the active variant: airflow, temperatures, balances and metrics.

    Args:
        design: The design.
        fidelity: ``"draft"`` for potential flow, ``"live"`` for full flow on one grid, ``"full"``
            on nested grids.
        cell_m: Largest cell size [m]; ``None`` lets the fidelity decide.

    Raises:
        coolsim.errors.SolveError: The hall cannot be solved as drawn.
    """
    from coolsim.tasks import SolveRequest, finish

    return finish(SolveRequest(design=design, fidelity=fidelity, cell_m=cell_m)).results


def solve_density(
    design: Design,
    objective: Literal["uniform", "proportional"] = "uniform",
    margin_k: float | None = None,
    fidelity: Literal["draft", "live", "full"] = "live",
) -> Density:
    """Find the achievable density of the active variant, confirmed by re-solved flow.

    Args:
        design: The design.
        objective: Same power for every rack, or the drawn powers scaled together.
        margin_k: Kept free below every inlet limit [K]; ``None`` takes the design's setting.
        fidelity: Fidelity of the confirming flow solves.

    Raises:
        coolsim.errors.SolveError: The hall cannot be solved as drawn.
    """
    from coolsim.tasks import DensityRequest, finish

    return finish(
        DensityRequest(design=design, objective=objective, margin_k=margin_k, fidelity=fidelity)
    ).density


def compare_silicon(
    design: Design,
    silicon: tuple[str, ...],
    precision: str = "fp8",
    fidelity: Literal["draft", "live", "full"] = "live",
) -> SiliconTable:
    """Solve the density of the active variant as drawn and with each kind of silicon.

    Args:
        design: The design.
        silicon: Catalogue ids of accelerators, servers or rack-scale systems.
        precision: Precision at which all operations are given, dense.
        fidelity: Fidelity of the flow solves.

    Raises:
        coolsim.errors.UsageError: There is no such silicon.
        coolsim.errors.PrecisionError: There is no such precision.
        coolsim.errors.SolveError: The hall cannot be solved as drawn.
    """
    from coolsim.tasks import SiliconRequest, finish

    return finish(SiliconRequest(design, silicon, precision, fidelity=fidelity)).table
