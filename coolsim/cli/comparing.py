"""The command that compares variants: its options, and the request they describe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.cli.arguments import fidelity_option, named_design, positive

if TYPE_CHECKING:
    from coolsim.tasks import Request


def compare_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``compare``."""
    parser.add_argument(
        "--variants", metavar="ID", nargs="+", default=[],
        help="ids or names, the base first (default: all of the file, the active one the base)",
    )  # fmt: skip
    fidelity_option(parser)
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")
    parser.add_argument(
        "--density", action="store_true",
        help="find the uniform density of each, too: what it sustains, and what binds",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="PATH", type=Path,
        help="write the tables: a workbook ending in .xlsx, or a folder for CSV files",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace what is there")


def compare_request(options: argparse.Namespace) -> Request:
    """The request of ``compare``."""
    from coolsim import tasks

    return tasks.CompareRequest(
        named_design(options),
        tuple(options.variants),
        options.fidelity,
        options.cell,
        options.density,
        options.out,
        options.force,
    )
