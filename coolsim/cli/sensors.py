"""The command that sets sensors beside the model: its options, and the request they describe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.cli.arguments import fidelity_option, named_design, named_value, positive

if TYPE_CHECKING:
    from coolsim.tasks import Request


def sensors_options(parser: argparse.ArgumentParser) -> None:
    """Readings, grid, and where the comparison goes."""
    parser.add_argument(
        "readings", nargs="?", metavar="READINGS", type=Path,
        help="CSV or XLSX, one row a sensor: name, x, y, z, temperature (default: the design's "
        "own readings)",
    )  # fmt: skip
    parser.add_argument(
        "--column", metavar="HEADING=FIELD", action="append", default=[], type=named_value,
        help="what a column is (name, x_m, z_ft, temperature_f ...); nothing after = skips it",
    )  # fmt: skip
    fidelity_option(parser)
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")
    parser.add_argument("--out", metavar="X.csv", type=Path, help="write the comparison there")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def sensors_request(options: argparse.Namespace) -> Request:
    """What ``sensors`` asks for."""
    from coolsim import tasks

    return tasks.SensorsRequest(
        named_design(options),
        options.readings,
        dict(options.column),
        options.fidelity,
        options.cell,
        options.out,
        options.force,
    )
