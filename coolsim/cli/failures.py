"""What is printed when a command fails: in words, and as JSON where that is asked for."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from coolsim import __version__, units
from coolsim.errors import CoolSimError, DesignFileError
from coolsim.sentences import error_words

EXIT_BUG, EXIT_CANCELLED = 1, 5


def tell(
    error: CoolSimError, command: str, *, wants_json: bool, system: units.System = "si"
) -> None:
    """Print an error: one sentence, every problem of a broken file, and what to do.

    JSON has SI units whatever the reader's.
    """
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
    message, remedy = error_words(error, system)
    _warn(f"coolsim: {where}{message}")
    for problem in problems:
        _warn(
            f"    {problem.path}: {problem.message}" if problem.path else f"    {problem.message}"
        )
    if remedy:
        _warn(remedy)


def cancelled(command: str, *, wants_json: bool) -> int:
    """Say that the user stopped it."""
    if wants_json:
        _print_failure(command, "cancelled", {"message": "cancelled"})
    _warn("coolsim: cancelled.")
    return EXIT_CANCELLED


def bug(error: Exception, command: str, *, wants_json: bool) -> int:
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
