"""What the commands' arguments share: the parser, common options, numbers, and the design named."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from coolsim.bounded import read_bounded
from coolsim.errors import UsageError

if TYPE_CHECKING:
    from coolsim.design.models import Design

_MOST_BYTES = 64_000_000


class Parser(argparse.ArgumentParser):
    """Argument errors become :class:`UsageError`, so that they end like every other error."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing and leaving."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", remedy=f"See: {self.prog} --help")


def example_names() -> list[str]:
    """Return the names of the shipped examples."""
    from coolsim.design.examples import list_examples

    return [example.name for example in list_examples()]


def example(name: str) -> Path | None:
    """Return the file of a shipped example, if there is one of that name."""
    from coolsim.design.examples import list_examples

    return next((item.path for item in list_examples() if item.name == name), None)


def grid_error_option(parser: argparse.ArgumentParser, about: str) -> None:
    """Add ``--grid-error``, which means something of its own to each command."""
    parser.add_argument("--grid-error", action="store_true", help=about)


def fidelity_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--fidelity``."""
    parser.add_argument(
        "--fidelity",
        choices=("draft", "live", "full"),
        help="draft: potential flow; live: full flow on one grid; full: on nested grids "
        "(default: the design's setting)",
    )


def not_negative(text: str) -> float:
    """Read a number from zero up."""
    value = float(text)
    if not 0.0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number from zero up")
    return value


def positive(text: str) -> float:
    """Read a number above zero."""
    value = float(text)
    if not 0.0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above zero")
    return value


def named_design(options: argparse.Namespace) -> Design:
    """Read the design named on the command line, the wanted variant active."""
    from coolsim.design.files import load
    from coolsim.tasks import with_variant

    path = Path(options.file)
    if not path.exists() and not path.suffix:
        path = example(options.file) or path
    return with_variant(load(path), options.variant)


def amount_by_id(text: str) -> tuple[str, float]:
    """``ID=AMOUNT`` as catalogue id and number.

    Raises:
        UsageError: It is not of that form.
    """
    name, _, amount = text.partition("=")
    if not name or not amount:
        raise UsageError(f"{text!r} is no amount.", remedy="Give it as ID=AMOUNT.")
    return name, not_negative(amount)


def json_object(text: str) -> dict[str, Any]:
    """The JSON object in a file.

    Raises:
        UsageError: It cannot be read, or holds something else.
    """
    try:
        data = json.loads(read_bounded(Path(text), _MOST_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"It cannot be read: {error}", where=text) from None
    if not isinstance(data, dict):
        raise UsageError("It holds no JSON object.", where=text)
    return data


def named_value(text: str) -> tuple[str, str]:
    """``NAME=VALUE`` as a pair; the value may be empty."""
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name.strip(), value.strip()
