"""A hall of 1,000 racks for timing: hall-400 continued, row by row, without its power chain.

Run from the project's folder: ``python -m tests.tools.hall_1000 DEST.coolsim``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from coolsim.design import files
from coolsim.design.models import Cooler, Design, Hall, Project, Tile, Variant
from tests.tools import make_examples as examples

PAIRS = 10
"""Pairs of rows about a cold aisle, of a hundred racks each."""
COOLER_PITCH_M = 3.2


def hall_1000() -> Design:
    """Ten pairs of rows of 50 racks on ten cold aisles; about 5 MW."""
    racks = []
    tiles: tuple[Tile, ...] = ()
    for row in range(2 * PAIRS):
        for block in range(2):
            for place in range(examples.RACKS_PER_BLOCK):
                like = examples.hall_400_rack(1, row % 8, block, place)
                number = len(racks) + 1
                name = f"{row + 1:02d}-{examples.RACKS_PER_BLOCK * block + place + 1:02d}"
                facing = examples.FACES_PLUS_Y if row % 2 == 0 else examples.FACES_MINUS_Y
                changes = {
                    "id": f"rack-{number:04d}",
                    "name": name,
                    "y_m": examples.row_y_m(row),
                    "heading_deg": facing,
                    "feed_id": None,
                }
                racks.append(like.model_copy(update=changes))
    for pair in range(PAIRS):
        aisle_y_m = examples.FIRST_ROW_Y_M + examples.PAIR_PITCH_M * pair + 1.2
        for start in examples.BLOCK_STARTS_M:
            field = (start, examples.RACKS_PER_BLOCK, aisle_y_m, 2, "tile_32", len(tiles) + 1)
            tiles += examples.tile_field(*field)
    width_m = 30.0 + (PAIRS - 4) * examples.PAIR_PITCH_M
    return Design(
        project=Project(name="1,000 racks"),
        variants=(
            Variant(
                id="variant-0001",
                hall=Hall(length_m=60.0, width_m=width_m, height_m=4.0, raised_floor_m=0.9),
                racks=tuple(racks),
                coolers=coolers(width_m),
                tiles=tiles,
            ),
        ),
    )


def coolers(width_m: float) -> tuple[Cooler, ...]:
    """Units along both short walls, as close as in hall-400."""
    places = [2.2 + COOLER_PITCH_M * n for n in range(int((width_m - 4.4) / COOLER_PITCH_M) + 1)]
    walls = ((0.45, examples.FACES_PLUS_X), (59.55, examples.FACES_MINUS_X))
    at = [(x_m, y_m, heading) for x_m, heading in walls for y_m in places]
    return tuple(
        Cooler(
            id=f"cooler-{number:04d}",
            x_m=x_m,
            y_m=y_m,
            heading_deg=heading,
            supply_temperature_c=20.0,
            airflow_m3_s=9.0,
            capacity_w=160_000.0,
            fan_power_w=2_400.0,
        )
        for number, (x_m, y_m, heading) in enumerate(at, start=1)
    )


if __name__ == "__main__":
    files.save(hall_1000(), Path(sys.argv[1]))
