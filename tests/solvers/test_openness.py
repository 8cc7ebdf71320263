"""Geometry on the grid, by areas worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from solvers.grid import INTERIOR, Grid
from solvers.openness import (
    Box,
    Plate,
    build_openness,
    face_slices,
    overlap,
    perforated_plate_loss,
)
from solvers.seating import nearest_face, seat_plate, seat_plates
from solvers.wall_distance import wall_distance
from solvers.zones import find_zones

UNIT = Grid((4, 4, 4), (1.0, 1.0, 1.0))
HALF = Grid((10, 10, 10), (0.5, 0.5, 0.5))


def faces(openness, axis):
    """Open shares of an axis without ghosts: entry n along the axis is face plane n."""
    return openness.area[axis][face_slices(axis)]


def losses(openness, axis):
    return openness.loss[axis][face_slices(axis)]


def fluid_of(openness):
    return openness.fluid[INTERIOR]


# -- boxes -----------------------------------------------------------------------------------------


def test_an_empty_room_is_open_inside_and_closed_around():
    openness = build_openness(UNIT, [], [])
    for axis in range(3):
        area = np.moveaxis(faces(openness, axis), axis, 0)
        assert (area[0] == 0.0).all()
        assert (area[-1] == 0.0).all()
        assert (area[1:-1] == 1.0).all()
    assert openness.active[INTERIOR].all()
    assert not openness.has_loss


def test_a_box_off_the_grid_closes_exactly_what_it_covers():
    # x 0.75..2.5 holds the planes 1 and 2; y 0.5..1.25 covers 0.5 and 0.25; z 1.2..3 all of 2..3
    openness = build_openness(UNIT, [Box((0.75, 0.5, 1.2), (2.5, 1.25, 3.0))], [])
    x = faces(openness, 0)
    assert x[1, 0, 1] == pytest.approx(1 - 0.5 * 0.8)
    assert x[2, 1, 2] == pytest.approx(1 - 0.25)
    assert x[3, 0, 1] == 1.0
    y = faces(openness, 1)
    assert y[0, 1, 2] == pytest.approx(1 - 0.25)
    assert y[1, 1, 1] == pytest.approx(1 - 0.8)
    assert y[2, 1, 2] == pytest.approx(1 - 0.5)
    assert (y[:, 2, :] == 1.0).all()
    z = faces(openness, 2)
    assert z[1, 0, 2] == pytest.approx(1 - 0.5)
    assert z[1, 0, 3] == pytest.approx(1 - 0.5)
    assert z[1, 0, 1] == 1.0
    assert fluid_of(openness)[0, 0, 1] == pytest.approx(1 - 0.25 * 0.5 * 0.8)
    assert 1 - fluid_of(openness).mean() == pytest.approx(1.75 * 0.75 * 1.8 / 64)


def test_a_box_plane_on_a_face_closes_it():
    openness = build_openness(UNIT, [Box((1.0, 1.0, 1.0), (2.0, 2.0, 2.0))], [])
    for axis in range(3):
        area = np.moveaxis(faces(openness, axis), axis, 0)
        assert area[1, 1, 1] == 0.0
        assert area[2, 1, 1] == 0.0
    assert not openness.active[2, 2, 2]
    assert openness.active.sum() == 63


def test_two_touching_boxes_close_their_common_cut_cells():
    # they meet at x = 1.5, inside a cell: together they close its sides, and nothing flows in it
    pair = [Box((0.0, 0.0, 0.0), (1.5, 1.0, 4.0)), Box((1.5, 0.0, 0.0), (3.0, 1.0, 4.0))]
    openness = build_openness(UNIT, pair, [])
    assert (faces(openness, 1)[0:3, 1, :] == 0.0).all()
    assert not openness.active[1:4, 1, 1:5].any()


def test_a_box_beyond_the_room_is_cut_off():
    openness = build_openness(UNIT, [Box((-5.0, 1.0, -1.0), (1.0, 2.0, 9.0))], [])
    assert not openness.active[1, 2, 1:5].any()
    assert openness.active.sum() == 60
    outside = build_openness(UNIT, [Box((9.0, 9.0, 9.0), (10.0, 10.0, 10.0))], [])
    assert outside.active.sum() == 64


@given(
    st.floats(-3.0, 12.0),
    st.floats(0.0, 12.0),
    st.floats(-2.0, 2.0),
    st.floats(0.05, 2.0),
    st.integers(1, 30),
)
def test_the_overlap_window_equals_brute_force(low, length, origin, step, count):
    grid = Grid((count, 1, 1), (step, 1.0, 1.0), (origin, 0.0, 0.0))
    start, share = overlap(grid, 0, low, low + length)
    found = np.zeros(count)
    found[start : start + share.size] = share
    edges = grid.edges(0)
    expected = [
        max(0.0, min(edges[n + 1], low + length) - max(edges[n], low)) / step for n in range(count)
    ]
    np.testing.assert_allclose(found, expected, atol=1e-9)


whole_cm = st.integers(0, 500).map(lambda centimetres: centimetres / 100.0)
"""Edges that leave no sliver open in cells of half a metre."""


@given(
    st.lists(whole_cm, min_size=6, max_size=6, unique=True),
)
def test_the_open_area_of_a_plane_is_the_room_minus_the_box(values):
    low = tuple(min(values[n], values[n + 3]) for n in range(3))
    high = tuple(max(values[n], values[n + 3]) for n in range(3))
    openness = build_openness(HALF, [Box(low, high)], [])
    for axis in range(3):
        others = [a for a in range(3) if a != axis]
        area = np.moveaxis(faces(openness, axis), axis, 0)
        for plane in range(1, 10):
            closed = 25.0 - 0.25 * area[plane].sum()
            inside = low[axis] <= plane * 0.5 <= high[axis]
            section = np.prod([high[a] - low[a] for a in others]) if inside else 0.0
            assert closed == pytest.approx(section, abs=1e-6)


# -- plates ----------------------------------------------------------------------------------------


def test_plate_loss_worked_number():
    # 0.707 sqrt(0.5) + 0.5 = 0.99993; / 0.5 = 1.99985; squared
    assert float(perforated_plate_loss(0.5)) == pytest.approx(3.9994, abs=1e-4)
    assert float(perforated_plate_loss(0.02)) == pytest.approx(7052.7, rel=1e-3)
    assert float(perforated_plate_loss(1.0)) == 0.0


def test_a_leaky_plate_is_a_loss_and_a_sealed_one_an_area():
    whole = (0.0, 0.0), (4.0, 4.0)
    leaky = build_openness(UNIT, [], [Plate(0, 2.0, *whole, 0.02)])
    assert (faces(leaky, 0)[2] == 1.0).all()
    np.testing.assert_allclose(losses(leaky, 0)[2], float(perforated_plate_loss(0.02)))
    assert not losses(leaky, 0)[[1, 3]].any()
    sealed = build_openness(UNIT, [], [Plate(0, 2.0, *whole, 0.0)])
    assert (faces(sealed, 0)[2] == 0.0).all()
    assert not sealed.has_loss


def test_a_plate_that_covers_part_of_a_face_leaves_the_rest_open():
    openness = build_openness(UNIT, [], [Plate(2, 2.0, (0.0, 0.0), (1.5, 1.0), 0.1)])
    loss = losses(openness, 2)[:, :, 2]
    assert loss[0, 0] == pytest.approx(float(perforated_plate_loss(0.1)))
    assert loss[1, 0] == pytest.approx(float(perforated_plate_loss(1.0 - 0.9 * 0.5)))
    assert loss[2, 0] == 0.0
    assert loss[0, 1] == 0.0


@pytest.mark.parametrize("leak", [0.02, 0.0])
def test_a_joint_between_two_plates_is_no_gap(leak):
    joint = 1.3
    whole = build_openness(UNIT, [], [Plate(2, 2.0, (0.0, 0.0), (4.0, 4.0), leak)])
    halves = build_openness(
        UNIT,
        [],
        [
            Plate(2, 2.0, (0.0, 0.0), (joint, 4.0), leak),
            Plate(2, 2.0, (joint, 0.0), (4.0, 4.0), leak),
        ],
    )
    np.testing.assert_allclose(losses(halves, 2), losses(whole, 2), rtol=1e-9)
    np.testing.assert_allclose(faces(halves, 2), faces(whole, 2), atol=1e-12)


def test_plates_on_one_another_never_seal_what_leaks():
    one = build_openness(UNIT, [], [Plate(0, 2.0, (0.0, 0.0), (4.0, 4.0), 0.02)])
    two = build_openness(UNIT, [], [Plate(0, 2.0, (0.0, 0.0), (4.0, 4.0), 0.02)] * 2)
    np.testing.assert_allclose(losses(two, 0), losses(one, 0))


def test_a_leaky_plate_beside_a_sealed_one_covers_all_that_is_left():
    plates = [
        Plate(2, 2.0, (0.0, 0.0), (1.5, 4.0), 0.0),
        Plate(2, 2.0, (1.5, 0.0), (4.0, 4.0), 0.02),
    ]
    openness = build_openness(UNIT, [], plates)
    assert faces(openness, 2)[1, 0, 2] == pytest.approx(0.5)
    assert losses(openness, 2)[1, 0, 2] == pytest.approx(float(perforated_plate_loss(0.02)))


# -- seating of plates -----------------------------------------------------------------------------

ROWS = [Box((1.0, 0.0, 0.0), (4.0, 1.3, 2.2)), Box((1.0, 3.4, 0.0), (4.0, 5.0, 2.2))]
"""Two rows with a cold aisle between them; tops and sides lie off the half-metre grid."""


def aisle(leak):
    """Roof and two doors drawn flush with the rows."""
    return [
        Plate(2, 2.2, (1.0, 1.3), (4.0, 3.4), leak),
        Plate(0, 1.0, (1.3, 0.0), (3.4, 2.2), leak),
        Plate(0, 4.0, (1.3, 0.0), (3.4, 2.2), leak),
    ]


def test_a_roof_on_racks_comes_down_to_the_plane_inside_them():
    face, seated = seat_plate(HALF, aisle(0.02)[0], ROWS)
    assert face == 4
    assert seated.low[1] == pytest.approx(0.8)
    assert seated.high[1] == pytest.approx(3.9)


def test_a_roof_leaves_no_seam_over_the_racks():
    openness = build_openness(HALF, ROWS, aisle(0.0))
    roof = faces(openness, 2)[2:8, :, 4]
    assert (roof == 0.0).all()


def test_a_door_flush_with_rack_sides_moves_into_the_rack_and_leaves_no_seam():
    rows = [Box((1.1, b.low[1], 0.0), (3.9, b.high[1], 2.2)) for b in ROWS]
    low_door = Plate(0, 1.1, (1.3, 0.0), (3.4, 2.0), 0.0)
    high_door = Plate(0, 3.9, (1.3, 0.0), (3.4, 2.0), 0.0)
    assert seat_plate(HALF, low_door, rows)[0] == 3
    assert seat_plate(HALF, high_door, rows)[0] == 7
    openness = build_openness(HALF, rows, [low_door, high_door])
    assert (faces(openness, 0)[[3, 7], :, :4] == 0.0).all()


def test_a_plate_far_from_any_box_goes_to_the_nearest_face():
    plate = Plate(2, 3.3, (1.0, 1.3), (4.0, 3.4), 0.02)
    assert seat_plate(HALF, plate, ROWS) == (7, plate)


@pytest.mark.parametrize("wall", [3.6, 3.8])
def test_a_roof_reaches_the_plane_of_the_wall_it_ends_at(wall):
    # one row only: the aisle's other side is a wall that comes to stand on a face plane
    roof = Plate(2, 2.2, (1.0, 1.3), (4.0, wall), 0.0)
    side = Plate(1, wall, (1.0, 0.0), (4.0, 2.2), 0.0)
    doors = [Plate(0, x, (1.3, 0.0), (wall, 2.2), 0.0) for x in (1.0, 4.0)]
    assert find_zones(build_openness(HALF, ROWS[:1], [roof, side, *doors])).count == 2
    leaky = Plate(2, 2.2, (1.0, 1.3), (4.0, wall), 0.02)
    openness = build_openness(HALF, ROWS[:1], [leaky, side, *doors])
    plane = round(wall / 0.5)
    np.testing.assert_allclose(
        losses(openness, 2)[2:8, 2:plane, 4], float(perforated_plate_loss(0.02)), rtol=1e-9
    )


@pytest.mark.parametrize(("position", "face"), [(-1.0, 0), (0.24, 0), (0.26, 1), (99.0, 10)])
def test_nearest_face(position, face):
    assert nearest_face(HALF, 0, position) == face


# -- zones -----------------------------------------------------------------------------------------


def test_one_room_is_one_zone_and_a_sealed_wall_makes_two():
    assert find_zones(build_openness(UNIT, [], [])).count == 1
    wall = Plate(0, 2.0, (0.0, 0.0), (4.0, 4.0), 0.0)
    zones = find_zones(build_openness(UNIT, [], [wall]))
    assert zones.count == 2
    assert np.unique(zones.label[1:3, 1:5, 1:5]).size == 1
    assert zones.label[2, 1, 1] != zones.label[3, 1, 1]
    assert (zones.label[0] == -1).all()


def test_a_leak_joins_zones():
    wall = Plate(0, 2.0, (0.0, 0.0), (4.0, 4.0), 1e-3)
    assert find_zones(build_openness(UNIT, [], [wall])).count == 1


def test_a_sealed_aisle_is_a_zone_of_its_own_and_a_leaky_one_is_not():
    assert find_zones(build_openness(HALF, ROWS, aisle(0.0))).count == 2
    assert find_zones(build_openness(HALF, ROWS, aisle(0.02))).count == 1


def test_a_room_full_of_solid_has_no_zone():
    openness = build_openness(UNIT, [Box((0.0, 0.0, 0.0), (4.0, 4.0, 4.0))], [])
    zones = find_zones(openness)
    assert zones.count == 0
    assert not openness.active.any()
    assert (zones.label == -1).all()


# -- distance to walls -----------------------------------------------------------------------------


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (0.3, 0.25, 0.2)])
def test_wall_distance_of_an_empty_room_is_that_of_the_nearest_wall(spacing):
    grid = Grid((7, 8, 9), spacing)
    distance = wall_distance(build_openness(grid, [], []))[INTERIOR]
    expected = np.full(grid.shape, np.inf)
    for axis in range(3):
        centre = (np.arange(grid.shape[axis]) + 0.5) * spacing[axis]
        nearest = np.minimum(centre, centre[::-1])
        shape = [1, 1, 1]
        shape[axis] = -1
        expected = np.minimum(expected, nearest.reshape(shape))
    # on flat cells the nearest centre is, in a few cells, not that of the nearest surface
    rtol = 1e-12 if len(set(spacing)) == 1 else 0.03
    np.testing.assert_allclose(distance, expected, rtol=rtol)
    assert np.mean(np.abs(distance - expected) > 1e-12) < 0.01


def test_wall_distance_sees_a_box():
    openness = build_openness(UNIT, [Box((0.0, 0.0, 0.0), (1.0, 4.0, 4.0))], [])
    distance = wall_distance(openness)
    assert distance[2, 2, 2] == pytest.approx(0.5)
    assert distance[3, 2, 2] == pytest.approx(1.5)


def test_a_gap_of_half_a_millimetre_is_none():
    grid = Grid((4, 4, 4), (0.5, 0.5, 0.5))
    box = Box((0.5, 0.0, 0.0), (0.9999, 2.0, 2.0))
    openness = build_openness(grid, [box], [])
    assert openness.area[1][2, 2, 2] == openness.area[2][2, 2, 2] == 0.0
    wider = build_openness(grid, [Box((0.5, 0.0, 0.0), (0.99, 2.0, 2.0))], [])
    assert wider.area[2][2, 2, 2] == pytest.approx(0.02)


@pytest.mark.parametrize("seed", range(4))
def test_zones_are_the_connected_parts_of_the_graph_of_open_faces(seed):
    """Against scipy's search, its numbering too, on walls with random holes."""
    rng = np.random.default_rng(seed)
    drawn = build_openness(Grid((7, 6, 5), (1.0, 1.0, 1.0)), [], [])
    area = tuple(share * (rng.random(share.shape) < 0.35) for share in drawn.area)
    active = drawn.active & (rng.random(drawn.active.shape) < 0.9)
    zones = find_zones(replace(drawn, area=area, active=active))
    number = np.full(active.size, -1)
    number[active.ravel()] = np.arange(active.sum())
    pairs = []
    for axis, stride in enumerate(drawn.grid.strides):
        faces = np.flatnonzero(area[axis].ravel() > 0.0)
        both = np.stack([number[faces], number[faces - stride]])
        pairs.append(both[:, (both >= 0).all(axis=0)])
    row, column = np.concatenate(pairs, axis=1)
    graph = coo_matrix((np.ones(row.size), (row, column)), shape=(active.sum(),) * 2)
    count, label = connected_components(graph, directed=False)
    assert zones.count == count > 5
    assert (zones.label[active] == label).all()
    assert (zones.label[~active] == -1).all()


def test_a_plate_seats_by_the_boxes_near_it():
    """Those far away change nothing; edges that grow along a row are followed to its end."""
    row = [Box((0.5 + 0.5 * n, 1.0, 0.0), (1.0 + 0.5 * n, 2.0, 2.2)) for n in range(18)]
    grid = Grid((20, 10, 10), (0.5, 0.5, 0.5))
    plate = Plate(2, 2.2, (0.0, 1.9), (0.5, 3.1), 0.0)
    seated = seat_plates(grid, [plate], row)
    assert seated[0] == seat_plate(grid, plate, row)
    assert seated[0][1].high[0] == 9.5
