"""The grid: sizes, positions, budgets."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.grid import Grid, grid_with_budget, grid_with_cell

SIZES = st.floats(0.2, 80.0)


def test_measures_of_a_grid():
    grid = Grid((4, 3, 2), (0.5, 0.4, 0.25), (1.0, 2.0, -0.5))
    assert grid.cells == 24
    assert grid.padded_shape == (6, 5, 4)
    assert grid.cell_volume == pytest.approx(0.05)
    assert grid.face_areas == pytest.approx((0.1, 0.125, 0.2))
    np.testing.assert_allclose(grid.edges(0), [1.0, 1.5, 2.0, 2.5, 3.0])
    np.testing.assert_allclose(grid.centres(2), [-0.375, -0.125])


def test_strides_step_to_the_neighbour():
    grid = Grid((4, 3, 2), (1.0, 1.0, 1.0))
    flat = np.arange(math.prod(grid.padded_shape)).reshape(grid.padded_shape)
    for axis, stride in enumerate(grid.strides):
        assert (np.diff(flat, axis=axis) == stride).all()


def test_cells_divide_the_box_and_are_no_larger_than_asked():
    grid = grid_with_cell((1.0, 0.9, 0.61), (0.3, 0.3, 0.3))
    assert grid.shape == (4, 3, 3)
    assert grid.spacing == pytest.approx((0.25, 0.3, 0.61 / 3))


def test_a_box_thinner_than_a_cell_has_one_cell():
    assert grid_with_cell((2.0, 0.01, 1.0), (0.5, 0.5, 0.5)).shape == (4, 1, 2)


@given(SIZES, SIZES, st.floats(0.2, 10.0), st.integers(50, 50_000))
def test_a_budget_is_kept_and_used(length, width, height, cells):
    grid = grid_with_budget((length, width, height), cells)
    assert grid.cells <= cells
    for axis, size in enumerate((length, width, height)):
        assert grid.edges(axis)[-1] == pytest.approx(size)
    finer = [0.9 * step for step in grid.spacing]
    longest = max(grid.spacing[0], grid.spacing[1], grid.spacing[2] * 1.5)
    if all(n > 8 for n in grid.shape):
        step = 0.88 * longest
        assert grid_with_cell((length, width, height), (step, step, step / 1.5)).cells > cells
    assert min(finer) > 0.0
