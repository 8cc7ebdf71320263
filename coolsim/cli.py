"""The command line: reads arguments, runs one task, prints its answer."""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from coolsim import __version__
from coolsim.errors import CoolSimError, DesignFileError, UsageError

if TYPE_CHECKING:
    from coolsim.design.models import Design
    from coolsim.tasks import Answer, Request

EXIT_BUG, EXIT_INPUT, EXIT_CANCELLED = 1, 2, 5

COMMANDS = (
    "examples",
    "check",
    "solve",
    "density",
    "explain",
    "annual",
    "report",
    "catalogue",
    "verify",
    "doctor",
)
SUFFIX = ".coolsim"

_EPILOG = """\
coolsim [FILE] opens the window. FILE is a .coolsim file or the name of an example.

exit codes: 0 good, 1 a bug in CoolSim, 2 bad input or usage, 3 not converged (verify: a miss
without a declared reason), 4 diverged, 5 cancelled
"""


class _Parser(argparse.ArgumentParser):
    """Argument errors become :class:`UsageError`, so that they end like every other error."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", remedy=f"See: {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: Without the program's name; ``None`` takes those of the process.
    """
    # One thread for linear algebra, before anything loads numpy: its many threads slow the small
    # products of the solvers down. The user's own setting stands.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = list(sys.argv[1:] if arguments is None else arguments)
    wants_json = "--json" in given
    command = next((word for word in given if word in COMMANDS), "")
    try:
        return _main(given)
    except CoolSimError as error:
        _tell(error, command, wants_json=wants_json)
        return error.exit_code
    except KeyboardInterrupt:
        return _cancelled(command, wants_json=wants_json)
    except BrokenPipeError:
        # Whoever read our output has enough; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:  # noqa: BLE001  the last line of defence
        return _bug(error, command, wants_json=wants_json)


def _main(given: list[str]) -> int:
    window = _window_arguments(given)
    if window is not None:
        return _open_window(window)
    options = _parser().parse_args(given)
    request = _request(options)
    answer = _finish(request)
    if options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, allow_nan=False, indent=1))  # noqa: T201
    else:
        print(answer.text(options.units))  # noqa: T201
    sys.stdout.flush()
    return answer.exit_code


def _window_arguments(given: list[str]) -> list[str] | None:
    """Return what to open the window with; ``None`` where a command is asked for."""
    if not given:
        return []
    first = given[0]
    if first.startswith("-") or first in COMMANDS:
        return None
    if Path(first).exists() or _example(first) is not None:
        if len(given) > 1:
            raise UsageError(
                f"The window takes one file, and {given[1]!r} is more.", remedy="See: --help"
            )
        return [first]
    if Path(first).suffix == SUFFIX:
        raise UsageError("There is no such file.", where=first, remedy="Check the path.")
    near = difflib.get_close_matches(first, [*COMMANDS, *_example_names()], n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Commands: {', '.join(COMMANDS)}."
    raise UsageError(f"There is no command or file {first!r}.", remedy=hint)


def _example_names() -> list[str]:
    from coolsim.design.examples import list_examples

    return [example.name for example in list_examples()]


def _example(name: str) -> Path | None:
    """Return the file of a shipped example, if there is one of that name."""
    from coolsim.design.examples import list_examples

    return next((item.path for item in list_examples() if item.name == name), None)


def _open_window(files: list[str]) -> int:
    from coolsim.doctor import why_no_screen

    reason = why_no_screen()
    if reason:
        raise UsageError(
            f"No window can open: {reason}", remedy="The commands work without: coolsim --help"
        )
    # The window stands above this package, so it is started by name and not imported.
    window = importlib.import_module("ui.app")
    code: int = window.run(["coolsim", *files])
    return code


def _parser() -> _Parser:
    parser = _Parser(
        prog="coolsim",
        description="Temperatures and achievable density of a data-centre hall.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"CoolSim {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print one JSON object")
    shared.add_argument(
        "--units", choices=("si", "ip"), default="si", help="units of the text (default: si)"
    )
    design = _Parser(add_help=False)
    design.add_argument("file", metavar="FILE", help="a .coolsim file or the name of an example")
    design.add_argument("--variant", metavar="ID", help="the variant (default: the active one)")

    def command(name: str, about: str, *, on_design: bool = True) -> _Parser:
        parents = [design, shared] if on_design else [shared]
        return commands.add_parser(
            name, help=about, description=about, parents=parents, allow_abbrev=False
        )

    _examples_options(command("examples", "list the examples or copy one", on_design=False))
    command("check", "look a design over: findings with hints")
    _solve_options(command("solve", "solve airflow and temperatures"))
    density = command("density", "find the density every rack can sustain, and what binds")
    _density_options(density)
    _allocation_options(density)
    _explain_options(command("explain", "say where the warm air of one rack comes from"))
    _annual_options(command("annual", "count a year: PUE, water, cost, carbon, what it can carry"))
    _report_options(command("report", "solve, find the density and write the PDF report"))
    _catalogue_options(command("catalogue", "look into the equipment catalogue", on_design=False))
    _verify_options(
        command("verify", "run cases with published answers; ours beside theirs", on_design=False)
    )
    command("doctor", "examine the installation", on_design=False)
    return parser


def _examples_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "copy"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the example to copy")
    parser.add_argument("dest", nargs="?", metavar="DEST", type=Path, help="file or folder")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _solve_options(parser: argparse.ArgumentParser) -> None:
    _fidelity_option(parser)
    parser.add_argument("--cell", metavar="M", type=_positive, help="largest cell size in metres")
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder for the result files")
    parser.add_argument("--force", action="store_true", help="replace an earlier result in DIR")
    _grid_error_option(parser, "estimate the grid's error of every rack inlet by a second grid")


def _density_options(parser: argparse.ArgumentParser) -> None:
    _fidelity_option(parser)
    parser.add_argument(
        "--objective",
        choices=("uniform", "proportional", "min", "total", "accelerators", "flops"),
        default="uniform",
        help="one power for every rack, the drawn powers scaled together, or the allocation with "
        "the largest least power, total power, accelerators or operations (default: uniform)",
    )
    parser.add_argument(
        "--margin",
        metavar="K",
        type=_not_negative,
        help="kelvin kept free below every inlet limit (default: the design's setting)",
    )
    _grid_error_option(parser, "keep the grid's estimated error free below every inlet limit, too")


def _allocation_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--changes", action="store_true",
        help="price the limits that bind and rank single changes, each by solving again "
        "(uniform and proportional)",
    )  # fmt: skip
    parser.add_argument(
        "--failures", action="store_true",
        help="find the density without any single cooler or coolant unit: screened on potential "
        "flow, the worst solved again (uniform and proportional)",
    )  # fmt: skip
    parser.add_argument(
        "--floor", metavar="KW", type=_not_negative, default=0.0,
        help="least power of every rack in an allocation",
    )  # fmt: skip
    parser.add_argument(
        "--rack", metavar="ID", action="append", default=[],
        help="a rack that an allocation may change, the others held as drawn; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--precision", metavar="P", default="fp8",
        choices=("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8"),
        help="precision whose operations --objective flops counts (default: fp8)",
    )  # fmt: skip


def _explain_options(parser: argparse.ArgumentParser) -> None:
    _fidelity_option(parser)
    parser.add_argument("--rack", metavar="ID", required=True, help="the rack's id or name")
    parser.add_argument("--cell", metavar="M", type=_positive, help="largest cell size in metres")


def _annual_options(parser: argparse.ArgumentParser) -> None:
    _fidelity_option(parser)
    parser.add_argument(
        "--climate", metavar="NAME", help="a built-in climate (default: the site's)"
    )
    parser.add_argument("--weather", metavar="EPW", type=Path, help="a weather file instead")
    parser.add_argument("--cell", metavar="M", type=_positive, help="largest cell size in metres")


def _report_options(parser: argparse.ArgumentParser) -> None:
    _density_options(parser)
    parser.add_argument("--out", metavar="X.pdf", type=Path, required=True, help="the PDF")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _catalogue_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "show"))
    parser.add_argument("name", nargs="?", metavar="KIND | ID", help="a table, or an entry's id")


def _verify_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--case", metavar="ID", help="one shipped case (default: all of them)")
    parser.add_argument(
        "--file", metavar="CASE.json", type=Path, help="a case of a known kind that you bring"
    )


def _grid_error_option(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--grid-error", action="store_true", help=about)


def _fidelity_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fidelity",
        choices=("draft", "live", "full"),
        help="draft: potential flow; live: full flow on one grid; full: on nested grids "
        "(default: the design's setting)",
    )


def _not_negative(text: str) -> float:
    value = float(text)
    if not 0.0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number from zero up")
    return value


def _positive(text: str) -> float:
    value = float(text)
    if not 0.0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above zero")
    return value


def _request(options: argparse.Namespace) -> Request:
    """Return the request that the options describe."""
    from coolsim import tasks

    match options.command:
        case "examples":
            return _examples_request(options)
        case "catalogue":
            return _catalogue_request(options)
        case "verify":
            return tasks.VerifyRequest(options.case, options.file)
        case "doctor":
            return tasks.DoctorRequest()
    design = _design(options)
    match options.command:
        case "check":
            return tasks.CheckRequest(design)
        case "solve":
            return tasks.SolveRequest(
                design,
                options.fidelity,
                options.cell,
                options.out,
                options.force,
                options.grid_error,
            )
        case "density":
            return tasks.DensityRequest(
                design,
                options.objective,
                options.margin,
                options.fidelity,
                options.grid_error,
                floor_w=1e3 * options.floor,
                racks=tuple(options.rack),
                precision=options.precision,
                changes=options.changes,
                failures=options.failures,
            )
        case "explain":
            return tasks.ExplainRequest(design, options.rack, options.fidelity, options.cell)
        case "annual":
            return tasks.AnnualRequest(
                design, options.climate, options.weather, options.fidelity, options.cell
            )
    return tasks.ReportRequest(
        design,
        options.out,
        units=options.units,
        paper=options.paper,
        objective=options.objective,
        margin_k=options.margin,
        fidelity=options.fidelity,
        force=options.force,
        grid_error=options.grid_error,
    )


def _examples_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    if options.action == "list":
        if options.name:
            raise UsageError(f"List takes no name, and {options.name!r} is one.")
        return tasks.ExamplesRequest()
    if not options.name:
        raise UsageError("Copy which example?", remedy=f"One of: {', '.join(_example_names())}.")
    return tasks.ExamplesRequest(options.name, options.dest, options.force)


def _catalogue_request(options: argparse.Namespace) -> Request:
    from coolsim import tasks

    if options.action == "list":
        return tasks.CatalogueRequest(kind=options.name)
    if not options.name:
        raise UsageError("Show which entry?", remedy="List the ids: coolsim catalogue list KIND")
    return tasks.CatalogueRequest(entry=options.name)


def _design(options: argparse.Namespace) -> Design:
    """Read the design named on the command line, the wanted variant active."""
    from coolsim.design.files import load
    from coolsim.tasks import with_variant

    path = Path(options.file)
    if not path.exists() and not path.suffix:
        path = _example(options.file) or path
    return with_variant(load(path), options.variant)


def _finish(request: Request) -> Answer:
    """Run a task to its end, with a progress bar where somebody watches."""
    from coolsim import tasks

    if not sys.stderr.isatty():
        return tasks.finish(request)
    from tqdm import tqdm

    layout = "{percentage:3.0f} % {bar:30} {elapsed} {desc}"
    steps = tasks.run(request)
    with tqdm(total=1.0, bar_format=layout, leave=False, file=sys.stderr) as bar:
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                answer: Answer = stop.value
                return answer
            bar.set_description_str(progress.message or progress.stage, refresh=False)
            bar.update(max(0.0, min(progress.fraction, 1.0) - bar.n))


def _tell(error: CoolSimError, command: str, *, wants_json: bool) -> None:
    """Print an error: one sentence, every problem of a broken file, and what to do."""
    problems = error.problems if isinstance(error, DesignFileError) else ()
    if wants_json:
        listed = [{"path": problem.path, "message": problem.message} for problem in problems]
        _print_failure(
            command,
            "failed",
            {
                "message": error.message,
                "where": error.where,
                "remedy": error.remedy,
                "problems": listed,
            },
        )
    where = f"{error.where}: " if error.where else ""
    _warn(f"coolsim: {where}{error.message}")
    for problem in problems:
        _warn(
            f"    {problem.path}: {problem.message}" if problem.path else f"    {problem.message}"
        )
    if error.remedy:
        _warn(error.remedy)


def _cancelled(command: str, *, wants_json: bool) -> int:
    if wants_json:
        _print_failure(command, "cancelled", {"message": "cancelled"})
    _warn("coolsim: cancelled.")
    return EXIT_CANCELLED


def _bug(error: Exception, command: str, *, wants_json: bool) -> int:
    """Say that it is our fault, where it happened, and how to see more."""
    if os.environ.get("COOLSIM_TRACEBACK"):
        traceback.print_exception(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    told = f"unexpected {type(error).__name__}: {error}"
    where = f"{Path(place.filename).name}:{place.lineno}"
    if wants_json:
        _print_failure(command, "failed", {"message": told, "where": where, "bug": True})
    _warn(f"coolsim: {told} ({where})")
    _warn("This is a bug in CoolSim. Set COOLSIM_TRACEBACK=1 and run it again for the details.")
    return EXIT_BUG


def _print_failure(command: str, status: str, error: dict[str, Any]) -> None:
    answer = {
        "schema": "coolsim/error-1",
        "command": command,
        "status": status,
        "program_version": __version__,
        "error": error,
    }
    print(json.dumps(answer, ensure_ascii=False, indent=1))  # noqa: T201


def _warn(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
