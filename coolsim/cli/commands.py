"""The commands: what each is for, its options, and the request they describe.

A new command is one more record of :data:`COMMANDS`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.cli.arguments import (
    amount_by_id,
    example_names,
    fidelity_option,
    grid_error_option,
    named_design,
    not_negative,
    positive,
)
from coolsim.cli.choosing import (
    choose_options,
    choose_request,
    place_options,
    place_request,
)
from coolsim.cli.comparing import compare_options, compare_request
from coolsim.cli.exchange import (
    compare_openfoam_options,
    compare_openfoam_request,
    export_options,
    export_request,
    import_options,
    import_request,
)
from coolsim.cli.reporting import page_fields, page_options
from coolsim.cli.sensors import sensors_options, sensors_request
from coolsim.cli.sheet import plan_options, plan_request
from coolsim.errors import UsageError

if TYPE_CHECKING:
    from coolsim.tasks import Request


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the command line.

    Attributes:
        name: The word typed.
        about: One line of help.
        request: From the parsed options to the task's request.
        add_options: Adds its own options to its parser.
        on_design: Whether it works on a design: it then takes FILE and ``--variant``.
    """

    name: str
    about: str
    request: Callable[[argparse.Namespace], Request]
    add_options: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
    on_design: bool = True


def _examples_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "copy"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the example to copy")
    parser.add_argument("dest", nargs="?", metavar="DEST", type=Path, help="file or folder")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _examples_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    if options.action == "list":
        if options.name:
            raise UsageError(f"List takes no name, and {options.name!r} is one.")
        return tasks.ExamplesRequest()
    if not options.name:
        raise UsageError("Copy which example?", remedy=f"One of: {', '.join(example_names())}.")
    return tasks.ExamplesRequest(options.name, options.dest, options.force)


def _check_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.CheckRequest(named_design(options))


def _solve_options(parser: argparse.ArgumentParser) -> None:
    fidelity_option(parser)
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder for the result files")
    parser.add_argument("--force", action="store_true", help="replace an earlier result in DIR")
    grid_error_option(parser, "estimate the grid's error of every rack inlet by a second grid")


def _solve_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.SolveRequest(
        named_design(options),
        options.fidelity,
        options.cell,
        options.out,
        options.force,
        options.grid_error,
    )


def _goal_options(parser: argparse.ArgumentParser) -> None:
    fidelity_option(parser)
    parser.add_argument(
        "--objective",
        choices=(
            "uniform",
            "proportional",
            "min",
            "total",
            "accelerators",
            "flops",
            "tokens",
        ),
        default="uniform",
        help="one power for every rack, the drawn powers scaled together, or the allocation with "
        "the largest least power, total power, accelerators, operations or tokens "
        "(default: uniform)",
    )
    parser.add_argument(
        "--margin",
        metavar="K",
        type=not_negative,
        help="kelvin kept free below every inlet limit (default: the design's setting)",
    )
    grid_error_option(parser, "keep the grid's estimated error free below every inlet limit, too")


def _study_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--changes", action="store_true",
        help="price the limits that bind and rank single changes, each by solving again "
        "(uniform and proportional)",
    )  # fmt: skip
    parser.add_argument(
        "--failures", action="store_true",
        help="find the density without any single cooler, coolant unit or feed: screened on "
        "potential flow, the worst solved again (uniform and proportional)",
    )  # fmt: skip
    parser.add_argument(
        "--silicon", metavar="ID,...", default="",
        help="compare the hall with other silicon in it: ids of accelerators, servers or racks, "
        "each solved again (uniform and proportional); density then answers that alone",
    )  # fmt: skip
    parser.add_argument(
        "--precision", metavar="P", default="fp8",
        choices=("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8"),
        help="precision whose operations --objective flops and --silicon count, dense "
        "(default: fp8)",
    )  # fmt: skip


def _allocation_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--floor", metavar="KW", type=not_negative, default=0.0,
        help="least power of every rack in an allocation",
    )  # fmt: skip
    parser.add_argument(
        "--whole", choices=("greedy", "exact"),
        help="whole servers in an allocation: rounded down and refilled, or by a mixed-integer "
        "programme with its gap",
    )  # fmt: skip
    parser.add_argument(
        "--rack", metavar="ID", action="append", default=[],
        help="a rack that an allocation may change, the others held as drawn; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--finer", action=argparse.BooleanOptionalAction, default=None,
        help="confirm the answer on a finer grid and lower it to where it holds there "
        "(default: for allocations)",
    )  # fmt: skip
    parser.add_argument(
        "--tokens", metavar="ID=RATE", action="append", default=[], type=amount_by_id,
        help="tokens per second of one accelerator, counted and wanted by --objective tokens; may "
        "be repeated",
    )  # fmt: skip


def _density_options(parser: argparse.ArgumentParser) -> None:
    _goal_options(parser)
    _study_options(parser)
    _allocation_options(parser)


def _density_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    if options.silicon:
        return _silicon_request(options)
    return tasks.DensityRequest(
        named_design(options),
        options.objective,
        options.margin,
        options.fidelity,
        options.grid_error,
        floor_w=1e3 * options.floor,
        racks=tuple(options.rack),
        precision=options.precision,
        changes=options.changes,
        failures=options.failures,
        whole=options.whole,
        finer=options.finer,
        tokens=tuple(options.tokens),
    )


def _silicon_ids(options: argparse.Namespace) -> tuple[str, ...]:
    return tuple(part.strip() for part in options.silicon.split(",") if part.strip())


def _silicon_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    if options.objective not in ("uniform", "proportional"):
        raise UsageError(
            "Silicon is compared at uniform or proportional density.",
            where="--objective",
            remedy="Leave the allocation out, or ask for it without --silicon.",
        )
    return tasks.SiliconRequest(
        named_design(options),
        _silicon_ids(options),
        options.precision,
        options.objective,
        options.margin,
        options.fidelity,
    )


def _explain_options(parser: argparse.ArgumentParser) -> None:
    fidelity_option(parser)
    parser.add_argument("--rack", metavar="ID", required=True, help="the rack's id or name")
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")


def _explain_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.ExplainRequest(named_design(options), options.rack, options.fidelity, options.cell)


def _annual_options(parser: argparse.ArgumentParser) -> None:
    fidelity_option(parser)
    parser.add_argument(
        "--climate", metavar="NAME", help="a built-in climate (default: the site's)"
    )
    parser.add_argument("--weather", metavar="EPW", type=Path, help="a weather file instead")
    parser.add_argument(
        "--utilisation", metavar="FILE", type=Path,
        help="loads of 8,760 hours over the drawn ones, one a row, in place of the profile",
    )  # fmt: skip
    parser.add_argument(
        "--chiller", metavar="CURVES.json", type=Path, help="a curve set for every chiller"
    )
    parser.add_argument("--hours", metavar="FILE.csv", type=Path, help="write every hour there")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")


def _annual_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.AnnualRequest(
        named_design(options),
        options.climate,
        options.weather,
        options.fidelity,
        options.cell,
        hours=options.hours,
        force=options.force,
        utilisation=options.utilisation,
        chiller=options.chiller,
    )


def _report_options(parser: argparse.ArgumentParser) -> None:
    _goal_options(parser)
    _study_options(parser)
    _allocation_options(parser)
    page_options(parser)


def _report_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.ReportRequest(
        named_design(options),
        options.out,
        units=options.units,
        objective=options.objective,
        margin_k=options.margin,
        fidelity=options.fidelity,
        grid_error=options.grid_error,
        changes=options.changes,
        failures=options.failures,
        silicon=_silicon_ids(options),
        precision=options.precision,
        floor_w=1e3 * options.floor,
        racks=tuple(options.rack),
        whole=options.whole,
        finer=options.finer,
        tokens=tuple(options.tokens),
        **page_fields(options),
    )


def _catalogue_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "show"))
    parser.add_argument("name", nargs="?", metavar="KIND | ID", help="a table, or an entry's id")


def _catalogue_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    if options.action == "list":
        return tasks.CatalogueRequest(kind=options.name)
    if not options.name:
        raise UsageError("Show which entry?", remedy="List the ids: coolsim catalogue list KIND")
    return tasks.CatalogueRequest(entry=options.name)


def _verify_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--case", metavar="ID", help="one shipped case (default: all of them)")
    parser.add_argument(
        "--file", metavar="CASE.json", type=Path, help="a case of a known kind that you bring"
    )


def _verify_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.VerifyRequest(options.case, options.file)


def _desktop_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remove", action="store_true", help="take them away again")


def _desktop_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.DesktopRequest(options.remove)


def _doctor_request(_options: argparse.Namespace) -> Request:
    from coolsim import tasks

    return tasks.DoctorRequest()


COMMANDS = (
    Command(
        "examples",
        "list the examples or copy one",
        _examples_request,
        _examples_options,
        on_design=False,
    ),
    Command("check", "look a design over: findings with hints", _check_request),
    Command("solve", "solve airflow and temperatures", _solve_request, _solve_options),
    Command(
        "density",
        "find the density every rack can sustain, and what binds",
        _density_request,
        _density_options,
    ),
    Command(
        "choose",
        "choose cooling and silicon of every rack for the most accelerators",
        choose_request,
        choose_options,
    ),
    Command(
        "place",
        "place jobs with power profiles: spread, packed, coldest first, optimal",
        place_request,
        place_options,
    ),
    Command(
        "explain",
        "say where the warm air of one rack comes from",
        _explain_request,
        _explain_options,
    ),
    Command(
        "annual",
        "count a year: PUE, water, cost, carbon, what it can carry",
        _annual_request,
        _annual_options,
    ),
    Command(
        "compare",
        "solve variants of a file: what was drawn otherwise, and what it did",
        compare_request,
        compare_options,
    ),
    Command(
        "report",
        "solve, find the density and write the PDF report",
        _report_request,
        _report_options,
    ),
    Command("plan", "draw the plan to scale as a PDF", plan_request, plan_options),
    Command(
        "sensors",
        "solve, and set what sensors read beside the model",
        sensors_request,
        sensors_options,
    ),
    Command(
        "catalogue",
        "look into the equipment catalogue",
        _catalogue_request,
        _catalogue_options,
        on_design=False,
    ),
    Command(
        "verify",
        "run cases with published answers; ours beside theirs",
        _verify_request,
        _verify_options,
        on_design=False,
    ),
    Command(
        "export",
        "write for another program: OpenFOAM, VTK, CSV, XLSX, DXF",
        export_request,
        export_options,
    ),
    Command(
        "import",
        "read a drawing or a rack schedule into a design",
        import_request,
        import_options,
        on_design=False,
    ),
    Command(
        "compare-openfoam",
        "rack inlets of a result beside those of a solved OpenFOAM case",
        compare_openfoam_request,
        compare_openfoam_options,
        on_design=False,
    ),
    Command(
        "desktop",
        "menu entry, icon and file type of this user's desktop",
        _desktop_request,
        _desktop_options,
        on_design=False,
    ),
    Command("doctor", "examine the installation", _doctor_request, on_design=False),
)
"""Every command, in the order of the help."""
