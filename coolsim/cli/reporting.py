"""Options of `report` that say how it looks and what is written beside it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coolsim.cli.arguments import json_object


def page_options(parser: argparse.ArgumentParser) -> None:
    """Letterhead, pictures, and tables as files."""
    parser.add_argument("--out", metavar="X.pdf", type=Path, required=True, help="the PDF")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument(
        "--company", metavar="NAME", default="", help="whose report it is (default: the file's)"
    )
    parser.add_argument("--logo", metavar="FILE", type=Path, help="its logo: PNG, JPEG or SVG")
    parser.add_argument(
        "--picture", action=argparse.BooleanOptionalAction, default=True,
        help="the hall in 3-D, where this computer can draw it",
    )  # fmt: skip
    parser.add_argument("--elevations", action="store_true", help="the faces of the racks, too")
    parser.add_argument(
        "--variants", metavar="ID", nargs="+", default=[],
        help="variants of the file to compare with this one: ids or names",
    )  # fmt: skip
    parser.add_argument(
        "--xlsx", metavar="X.xlsx", type=Path, help="every table of the report as a workbook, too"
    )
    parser.add_argument(
        "--csv", metavar="FOLDER", type=Path, help="every table as a CSV file in a folder, too"
    )
    parser.add_argument(
        "--with", metavar="ANSWER.json", dest="kept", action="append", default=[], type=json_object,
        help="print an answer of choose --json or place --json, too; may be repeated",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace files that are there")


def page_fields(options: argparse.Namespace) -> dict[str, Any]:
    """The same as fields of the request."""
    return {
        "paper": options.paper,
        "force": options.force,
        "company": options.company,
        "logo": options.logo,
        "picture": options.picture,
        "elevations": options.elevations,
        "variants": tuple(options.variants),
        "workbook": options.xlsx,
        "csv": options.csv,
        "kept": tuple(options.kept),
    }
