"""Options of `plan`, the drawing to scale."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.cli.arguments import fidelity_option, named_design, positive

if TYPE_CHECKING:
    from coolsim.tasks import Request


def plan_options(parser: argparse.ArgumentParser) -> None:
    """Sheet, scale, and what is under the plan."""
    parser.add_argument("--out", metavar="X.pdf", type=Path, required=True, help="the PDF")
    parser.add_argument("--paper", choices=("a4", "a3", "a2", "a1", "a0"), default="a3")
    parser.add_argument("--orientation", choices=("landscape", "portrait"), default="landscape")
    parser.add_argument(
        "--scale", metavar="N", type=positive,
        help="100 for 1:100 (default: the largest usual one that fits)",
    )  # fmt: skip
    parser.add_argument(
        "--quantity", choices=("none", "temperature"), default="none",
        help="air temperatures under the plan, solved first (default: none)",
    )  # fmt: skip
    fidelity_option(parser)
    parser.add_argument(
        "--without", metavar="KIND", action="append", default=[],
        choices=("cooler", "cdu", "tile", "panel", "obstruction", "dimension", "note"),
        help="a kind of objects that is not drawn: cooler, cdu, tile, panel, obstruction, "
        "dimension, note; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--company", metavar="NAME", default="", help="whose drawing it is (default: the file's)"
    )
    parser.add_argument("--logo", metavar="FILE", type=Path, help="its logo: PNG, JPEG or SVG")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def plan_request(options: argparse.Namespace) -> Request:
    """The request that the options describe."""
    from coolsim import tasks

    return tasks.PlanRequest(
        named_design(options),
        options.out,
        options.units,
        options.paper,
        options.orientation,
        options.scale,
        options.quantity,
        options.fidelity,
        tuple(options.without),
        options.company,
        options.logo,
        options.force,
    )
