"""The commands that choose and place: their options, and the requests they describe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coolsim.cli.arguments import amount_by_id, fidelity_option, named_design, positive

if TYPE_CHECKING:
    from coolsim.tasks import Request

METHODS = (
    "air", "rear_door", "cold_plate", "cold_plate_two_phase", "immersion", "immersion_two_phase"
)  # fmt: skip


def choose_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``choose``."""
    fidelity_option(parser)
    parser.add_argument(
        "--unit", metavar="ID", action="append", required=True,
        help="a server or rack-scale system to choose from; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--method", metavar="M", action="append", default=[], choices=METHODS,
        help=f"a cooling method to choose from: {', '.join(METHODS)}; may be repeated "
        "(default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--rack", metavar="ID", action="append", default=[],
        help="a rack that may change, the others as drawn; may be repeated (default: all)",
    )  # fmt: skip
    parser.add_argument("--by-row", action="store_true", help="keep the racks of a row alike")
    parser.add_argument(
        "--power", metavar="KW", type=positive,
        help="most power at the meter, heat rejection of the design day in it where it is known",
    )  # fmt: skip
    parser.add_argument(
        "--water", metavar="KG/S", type=positive,
        help="most water that heat rejection may draw on the design day",
    )  # fmt: skip
    parser.add_argument(
        "--budget", metavar="USD", type=positive, help="most capital of cooling plant and silicon"
    )
    parser.add_argument(
        "--price", metavar="ID=USD", action="append", default=[], type=amount_by_id,
        help="price of one accelerator; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--front", metavar="N", type=int, default=0, choices=range(11),
        help="also N choices of less power and N of less capital: the Pareto front",
    )  # fmt: skip
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the design as chosen")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def choose_request(options: argparse.Namespace) -> Request:
    """The request of ``choose``."""
    from coolsim import tasks

    return tasks.ChooseRequest(
        named_design(options),
        tuple(options.unit),
        methods=tuple(options.method),
        racks=tuple(options.rack),
        by_row=options.by_row,
        facility_cap_w=None if options.power is None else 1e3 * options.power,
        budget_usd=options.budget,
        prices_usd=tuple(options.price),
        front=options.front,
        fidelity=options.fidelity,
        cell_m=options.cell,
        out=options.out,
        force=options.force,
        water_cap_kg_s=options.water,
    )


def place_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``place``."""
    fidelity_option(parser)
    parser.add_argument(
        "--jobs", metavar="JOBS.json", type=Path, required=True,
        help='{"idle_fraction": 0.3, "jobs": [{"id": "a", "accelerators": 64, '
        '"profile": [1.0, 0.4]}]}',
    )  # fmt: skip
    parser.add_argument("--cell", metavar="M", type=positive, help="largest cell size in metres")


def place_request(options: argparse.Namespace) -> Request:
    """The request of ``place``."""
    from coolsim import tasks

    return tasks.PlaceRequest(named_design(options), options.jobs, options.fidelity, options.cell)
