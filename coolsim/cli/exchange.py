"""The commands that exchange with other programs: their options, and the requests they describe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.cli.arguments import fidelity_option, named_design, named_value, positive

if TYPE_CHECKING:
    from coolsim.tasks import Request


def export_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``export``."""
    parser.add_argument(
        "--to", required=True,
        choices=("openfoam", "vtk", "csv", "xlsx", "dxf", "epjson", "aif"),
        help="openfoam: a case that runs as written; vtk: fields and racks for ParaView; csv, "
        "xlsx: every table; dxf: the plan, not solved; epjson: IT equipment of EnergyPlus with its "
        "approach temperatures; aif: objects under SimReady AIF attribute names, not solved",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="PATH", type=Path, required=True,
        help="the folder (openfoam, vtk, csv) or file to write",
    )  # fmt: skip
    fidelity_option(parser)
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")
    parser.add_argument("--force", action="store_true", help="replace what is there")


def export_request(options: argparse.Namespace) -> Request:
    """What ``export`` asks for."""
    from coolsim import tasks

    return tasks.ExportRequest(
        named_design(options),
        options.to,
        options.out,
        options.fidelity,
        options.cell,
        options.force,
    )


def import_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``import``."""
    parser.add_argument("source", metavar="SOURCE", type=Path, help="the file or folder to read")
    parser.add_argument(
        "--from", dest="kind", choices=("dxf", "csv", "netbox", "sensors"), required=True,
        help="dxf: a drawing; csv: a rack schedule, CSV or XLSX; netbox: a folder of exports; "
        "sensors: readings, CSV or XLSX, into a design with --into",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FILE", type=Path,
        help="the design to write; without it, what would be read is told and nothing written",
    )  # fmt: skip
    parser.add_argument(
        "--into", metavar="FILE", help="a design whose hall, coolers and settings are kept"
    )
    parser.add_argument(
        "--column", metavar="HEADING=FIELD", action="append", default=[], type=named_value,
        help="what a column of a table is (name, x_m, load_kw ...); nothing after = skips it",
    )  # fmt: skip
    parser.add_argument(
        "--layer", metavar="LAYER=KIND", action="append", default=[], type=named_value,
        help="what a layer of a drawing holds: rack, cooler, cdu, tile, panel, obstruction, hall",
    )  # fmt: skip
    parser.add_argument(
        "--metres", metavar="M", type=positive, help="metres in a unit of the drawing"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def import_request(options: argparse.Namespace) -> Request:
    """What ``import`` asks for."""
    from coolsim import tasks

    into = None
    if options.into is not None:
        options.file, options.variant = options.into, None
        into = named_design(options)
    return tasks.ImportRequest(
        options.source,
        options.kind,
        options.out,
        into,
        dict(options.column),
        dict(options.layer),
        options.metres,
        options.force,
    )


def compare_openfoam_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``compare-openfoam``."""
    parser.add_argument("result", metavar="RESULT", type=Path, help="folder of a result")
    parser.add_argument("case", metavar="CASE", type=Path, help="folder of the solved case")


def compare_openfoam_request(options: argparse.Namespace) -> Request:
    """What ``compare-openfoam`` asks for."""
    from coolsim import tasks

    return tasks.CompareOpenFoamRequest(options.result, options.case)
