"""Lines of one value: exact on linear fields, closed around a hill, kept out of solids."""

import time

import numpy as np
import pytest

from coolsim.results.contours import contour


def test_the_line_lies_where_the_value_is():
    values = np.array([[0.0, 0.0], [1.0, 1.0]])
    assert np.sort(contour(values, 0.25).ravel()) == pytest.approx([0.5, 0.75, 0.75, 1.5])


def test_on_a_tilted_plane_every_piece_fits_the_equation():
    x, y = np.meshgrid(np.arange(9) + 0.5, np.arange(7) + 0.5, indexing="ij")
    lines = contour(2.0 * x + 3.0 * y, 20.0, (0.0, 0.0), (1.0, 1.0))
    for a, b in ((0, 1), (2, 3)):
        np.testing.assert_allclose(2.0 * lines[:, a] + 3.0 * lines[:, b], 20.0)


def test_a_hill_is_ringed_without_a_gap():
    x, y = np.meshgrid(np.arange(20) * 0.5 + 1.25, np.arange(20) * 0.5 + 2.25, indexing="ij")
    distance = np.hypot(x - 6.0, y - 7.0)
    ring = contour(-distance, -3.0, (1.0, 2.0), (0.5, 0.5))
    ends = np.round(np.concatenate((ring[:, :2], ring[:, 2:])), 9)
    _, counts = np.unique(ends, axis=0, return_counts=True)
    assert np.all(counts == 2)
    radius = np.hypot(ring[:, 0] - 6.0, ring[:, 1] - 7.0)
    assert np.abs(radius - 3.0).max() < 0.02
    length = np.hypot(ring[:, 2] - ring[:, 0], ring[:, 3] - ring[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 3.0, rel=0.01)


@pytest.mark.parametrize(
    ("level", "around"), [(0.4, {(1.5, 0.5), (0.5, 1.5)}), (0.6, {(0.5, 0.5), (1.5, 1.5)})]
)
def test_a_saddle_is_joined_by_its_mean(level, around):
    # mean 0.5: above the level the high corners hang together, and the low ones are cut off
    lines = contour(np.array([[1.0, 0.0], [0.0, 1.0]]), level)
    assert len(lines) == 2
    nearest = set()
    for x0, y0, x1, y1 in lines:
        corners = [(x, y) for x in (0.5, 1.5) for y in (0.5, 1.5)]
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        nearest.add(min(corners, key=lambda c: (c[0] - middle[0]) ** 2 + (c[1] - middle[1]) ** 2))
    assert nearest == around


def test_no_line_at_solids_and_none_on_a_single_row():
    values = np.array([[0.0, 0.0, 0.0], [1.0, np.nan, 1.0]])
    assert contour(values, 0.5).shape == (0, 4)
    assert contour(np.zeros((1, 5)), 0.5).shape == (0, 4)


def test_lines_of_a_hall_of_four_hundred_racks_take_less_than_a_frame():
    x, y = np.meshgrid(np.arange(200), np.arange(170), indexing="ij")
    values = (25 + 6 * np.sin(x / 9) + 5 * np.cos(y / 7)).astype(np.float32)
    best = min(_timed(values) for _ in range(5))
    assert best < 0.03


def _timed(values):
    start = time.thread_time()
    for level in (18.0, 22.0, 27.0, 32.0):
        contour(values, level)
    return time.thread_time() - start
