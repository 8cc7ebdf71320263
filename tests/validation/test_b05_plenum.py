"""Measured spread of tile flows between two opposed coolers under a shallow raised floor.

J. W. VanGilder and R. R. Schmidt, Airflow uniformity through perforated tiles in a raised-floor
data center, IPACK2005-73375; experiment of R. R. Schmidt and others (2001), floor plan B.
"""

import json

import pytest

from coolsim.assets import asset
from coolsim.verification import read_case, shipped_case
from coolsim.verification.kinds import plenum
from tests.validation.cases import assert_agrees, row_of, rows

CASE = "B05_vangilder_schmidt_plenum_B"


@pytest.fixture(scope="module")
def found():
    return rows(CASE, cell_m=0.3, steps=40, window=20)


def test_every_row_agrees_or_is_a_declared_miss(found):
    assert_agrees(found)
    assert row_of(found, "mean tile flow").ours == pytest.approx(0.08, rel=1e-3)


def test_tiles_next_to_the_coolers_get_least_and_those_in_the_middle_most(found):
    assert row_of(found, "lowest column").within_tolerance
    assert row_of(found, "highest column").within_tolerance


def test_the_spread_misses_with_runs_that_say_what_was_tried(found):
    spread = row_of(found, "standard deviation")
    assert not spread.within_tolerance
    assert 0.0 < spread.ours < spread.published
    assert "k-epsilon" in spread.known_miss
    assert row_of(found, "air drawn down").known_miss


def test_the_tiles_follow_the_published_law_at_the_mean_flow():
    setup = shipped_case(CASE).setup
    variant = plenum.floor_variant(setup)
    assert len(variant.tiles) == 60
    (loss,) = {tile.loss_coefficient for tile in variant.tiles}
    # 419 Pa x 0.08^1.99 = 2.75 Pa at 0.215 m/s over the tile
    speed = 0.08 / 0.61**2
    density = plenum.hall_air(variant).density_kg_m3
    assert 0.5 * density * loss * speed**2 == pytest.approx(2.75, abs=0.01)
    assert max(tile.x_m for tile in variant.tiles) < 20.0 - 0.9


def test_a_case_told_in_words_is_read_like_the_shipped_one(tmp_path):
    data = json.loads(asset("validation", CASE + ".json").read_text("utf-8"))
    told = {
        "id": "B05_another_floor",
        "title": "another floor",
        "source": "made up",
        "setup": {
            "geometry": {
                "area_m": [12.0, 5.0],
                "plenum_depth_m": 0.4,
                "tiles": "2 rows x 10 columns of 0.6 m tiles between the CRACs",
                "cracs": "one at each end, about 0.8 x 2.0 m",
            },
            "bc": {"total_flow_m3_s": 2.0, "tile_impedance": "dP[Pa]=300 Q^2 (flow bench)"},
        },
        "reference": {"mean_tile_flow_m3_s": 0.1, "measured": {"min_pct": -20, "max_pct": 15,
                      "std_pct": 9}},
        "tolerance": {"std_abs_pct": 5, "max_abs_pct": 5, "min": "below -10 %"},
    }  # fmt: skip
    path = tmp_path / "case.json"
    path.write_text(json.dumps(told), "utf-8")
    case = read_case(path)
    shape = case.setup.geometry
    assert (shape.tile_rows, shape.tile_columns, shape.tile_m) == (2, 10, 0.6)
    assert shape.unit_m == (0.8, 2.0)
    assert case.setup.bc.tile_law.coefficient_pa == 300.0
    assert case.setup.cell_m == data["setup"]["cell_m"]
    assert not case.known_misses
