"""Openings on the grid: the right cells, by exact cover, on the right side of panels."""

import numpy as np
import pytest

from coolsim.air.confinement import confined, moved_plates
from coolsim.air.openings import opening_patch
from coolsim.scene import Opening
from solvers.grid import Grid
from solvers.openness import Box, Plate, build_openness

GRID = Grid((6, 6, 6), (0.5, 0.5, 0.5))
RACK = Box((1.1, 1.0, 0.0), (2.1, 2.3, 2.0))


def place(patch, which="cells"):
    """Indices without ghosts of a patch's cells, with its shares."""
    index = np.unravel_index(getattr(patch, which), GRID.padded_shape)
    return {
        tuple(int(n) - 1 for n in cell): float(share)
        for cell, share in zip(zip(*index, strict=True), patch.share, strict=True)
    }


def front(side, spans=((1.1, 2.1), (0.0, 1.0))):
    position = RACK.high[1] if side > 0 else RACK.low[1]
    return Opening(1, position, side, spans)


def test_the_cells_outside_share_the_opening_by_exact_cover():
    patch = opening_patch(build_openness(GRID, [RACK], []), front(-1))
    # x 1.1..2.1 covers 0.4, 0.5 and 0.1 m of three columns; y = 1.0 is a face plane
    assert place(patch) == pytest.approx(
        {(i, 1, k): cover / 2 for i, cover in ((2, 0.4), (3, 0.5), (4, 0.1)) for k in (0, 1)}
    )
    assert set(place(patch, "faces")) == {(i, 2, k) for i in (2, 3, 4) for k in (0, 1)}
    assert patch.face_axis == 1


def test_off_the_grid_the_flow_acts_on_the_last_plane_inside():
    patch = opening_patch(build_openness(GRID, [RACK], []), front(1))
    # the front at y = 2.3 lies in cell 4; the last plane inside is 4, at y = 2.0
    assert {cell[1] for cell in place(patch)} == {4}
    assert {face[1] for face in place(patch, "faces")} == {4}


@pytest.mark.parametrize(("side", "sign"), [(1, 1.0), (-1, -1.0)])
def test_the_velocity_carries_the_whole_flow_outwards(side, sign):
    patch = opening_patch(build_openness(GRID, [RACK], []), front(side))
    assert float(patch.velocity_per_flow.sum()) * GRID.face_areas[1] == pytest.approx(sign)
    assert float(patch.share.sum()) == pytest.approx(1.0, abs=1e-15)


def test_cells_behind_a_neighbour_take_no_part():
    neighbour = Box((1.5, 0.5, 0.0), (2.5, 1.0, 2.0))
    patch = opening_patch(build_openness(GRID, [RACK, neighbour], []), front(-1))
    assert place(patch) == pytest.approx({(2, 1, 0): 0.5, (2, 1, 1): 0.5})
    assert float(patch.velocity_per_flow.sum()) * GRID.face_areas[1] == pytest.approx(-1.0)


def test_an_opening_against_a_solid_or_a_wall_has_no_patch():
    wall = Box((0.0, 0.5, 0.0), (3.0, 1.0, 3.0))
    assert opening_patch(build_openness(GRID, [RACK, wall], []), front(-1)) is None
    empty = build_openness(GRID, [], [])
    assert opening_patch(empty, Opening(1, 0.0, -1, ((0.0, 1.0), (0.0, 1.0)))) is None
    assert opening_patch(empty, Opening(2, 3.0, 1, ((0.0, 1.0), (0.0, 1.0)))) is None
    assert opening_patch(empty, Opening(2, 9.0, -1, ((0.0, 1.0), (0.0, 1.0)))) is None


@pytest.mark.parametrize("spans", [((4.0, 5.0), (0.0, 1.0)), ((1.0, 1.0), (0.0, 1.0))])
def test_an_opening_outside_or_without_area_has_no_patch(spans):
    assert opening_patch(build_openness(GRID, [], []), Opening(2, 0.0, 1, spans)) is None


# -- openings beside panels ------------------------------------------------------------------------

TALL = Box((1.1, 0.0, 0.0), (2.1, 1.0, 2.2))
ROOF = Plate(2, 2.2, (1.1, 1.0), (2.1, 2.0), 0.02)
DOOR = Plate(0, 1.1, (1.0, 0.0), (2.0, 2.2), 0.02)


def test_a_roof_that_comes_down_cuts_the_top_of_the_fronts_under_it():
    moved = moved_plates(GRID, [ROOF], [TALL])
    assert moved == ((ROOF, 2.0),)
    cold = Opening(1, 1.0, 1, ((1.1, 2.1), (1.4, 2.2)))
    assert confined(GRID, cold, moved).spans == ((1.1, 2.1), (1.4, 2.0))
    rear = Opening(1, 0.0, -1, ((1.1, 2.1), (1.4, 2.2)))
    assert confined(GRID, rear, moved) is rear


def test_a_band_wholly_above_breathes_from_the_cell_below():
    moved = moved_plates(GRID, [ROOF], [TALL])
    strip = Opening(1, 1.0, 1, ((1.1, 2.1), (2.05, 2.2)))
    assert confined(GRID, strip, moved).spans[1] == (1.5, 2.0)


def test_a_door_that_moves_in_cuts_the_end_of_the_front_and_the_tile_at_it():
    moved = moved_plates(GRID, [DOOR], [TALL])
    assert moved == ((DOOR, 1.5),)
    assert confined(GRID, front(1, ((1.1, 2.1), (0.0, 1.0))), ()).spans[0] == (1.1, 2.1)
    cold = Opening(1, 1.0, 1, ((1.1, 2.1), (0.0, 1.0)))
    assert confined(GRID, cold, moved).spans[0] == (1.5, 2.1)
    tile = Opening(2, 0.0, 1, ((1.1, 1.7), (1.2, 1.8)))
    assert confined(GRID, tile, moved).spans == ((1.5, 1.7), (1.2, 1.8))
    elsewhere = Opening(2, 0.0, 1, ((1.1, 1.7), (2.2, 2.8)))
    assert confined(GRID, elsewhere, moved) is elsewhere


def test_an_opening_drawn_across_a_panel_stays_across_it():
    moved = moved_plates(GRID, [DOOR], [TALL])
    wide = Opening(2, 0.0, 1, ((0.8, 1.7), (1.2, 1.8)))
    assert confined(GRID, wide, moved) is wide
