"""The command line: reads arguments, runs one task, prints its answer."""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim import __version__, units
from coolsim.cli.arguments import Parser, example, example_names
from coolsim.cli.commands import COMMANDS
from coolsim.cli.failures import bug, cancelled, tell
from coolsim.errors import CoolSimError, UsageError

if TYPE_CHECKING:
    from coolsim.tasks import Answer, Request

SUFFIX = ".coolsim"
_NAMES = tuple(command.name for command in COMMANDS)

_EPILOG = """\
coolsim [FILE] opens the window. FILE is a .coolsim file or the name of an example.

exit codes: 0 good, 1 a bug in CoolSim, 2 bad input or usage, 3 not converged (verify: a miss
without a declared reason), 4 diverged, 5 cancelled
"""


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
    command = next((word for word in given if word in _NAMES), "")
    try:
        return _main(given)
    except CoolSimError as error:
        tell(error, command, wants_json=wants_json, system=_units_of(given))
        return error.exit_code
    except KeyboardInterrupt:
        return cancelled(command, wants_json=wants_json)
    except BrokenPipeError:
        # Whoever read our output has enough; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:  # noqa: BLE001  the last line of defence
        return bug(error, command, wants_json=wants_json)


def _units_of(given: list[str]) -> units.System:
    """The units asked for, even where the rest of the command is wrong."""
    wants_ip = "--units=ip" in given or ("--units", "ip") in pairwise(given)
    return "ip" if wants_ip else "si"


def _main(given: list[str]) -> int:
    window = _window_arguments(given)
    if window is not None:
        return _open_window(window)
    options = _parser().parse_args(given)
    request = options.request(options)
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
    if first.startswith("-") or first in _NAMES:
        return None
    if Path(first).exists() or example(first) is not None:
        if len(given) > 1:
            raise UsageError(
                f"The window takes one file, and {given[1]!r} is more.", remedy="See: --help"
            )
        return [first]
    if Path(first).suffix == SUFFIX:
        raise UsageError("There is no such file.", where=first, remedy="Check the path.")
    near = difflib.get_close_matches(first, [*_NAMES, *example_names()], n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Commands: {', '.join(_NAMES)}."
    raise UsageError(f"There is no command or file {first!r}.", remedy=hint)


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


def _parser() -> Parser:
    parser = Parser(
        prog="coolsim",
        description="Temperatures and achievable density of a data-centre hall.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"CoolSim {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    shared = Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print one JSON object")
    shared.add_argument(
        "--units", choices=("si", "ip"), default="si", help="units of the text (default: si)"
    )
    design = Parser(add_help=False)
    design.add_argument("file", metavar="FILE", help="a .coolsim file or the name of an example")
    design.add_argument("--variant", metavar="ID", help="the variant (default: the active one)")

    for command in COMMANDS:
        added = commands.add_parser(
            command.name,
            help=command.about,
            description=command.about,
            parents=[design, shared] if command.on_design else [shared],
            allow_abbrev=False,
        )
        command.add_options(added)
        added.set_defaults(request=command.request)
    return parser


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
