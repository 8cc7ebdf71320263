"""Two fields on a common grid."""

from __future__ import annotations

import numpy as np
import pytest

from coolsim.results.difference_map import difference_map
from coolsim.results.records import Fields


def fields(length_m, width_m, spacing_m, warm, solid=None) -> Fields:
    """A hall 3 m high; ``warm`` and ``solid`` of cell centres x and y."""
    nx, ny, nz = (round(size / spacing_m) for size in (length_m, width_m, 3.0))
    x, y = ((np.arange(n) + 0.5) * spacing_m for n in (nx, ny))
    grid_x, grid_y = np.meshgrid(x, y, indexing="ij")
    slab = np.asarray(warm(grid_x, grid_y) + 0.0 * grid_x, np.float32)
    if solid is not None:
        slab = np.where(solid(grid_x, grid_y), np.nan, slab).astype(np.float32)
    temperature = np.repeat(slab[:, :, None], nz, axis=2)
    shape = temperature.shape
    return Fields(
        (0.0, 0.0, 0.0), (spacing_m,) * 3, temperature, np.zeros((3, *shape), np.float32),
        np.zeros(shape, np.float32),
    )  # fmt: skip


def test_it_is_exact_for_linear_fields_whatever_the_grids():
    base = fields(6.0, 4.0, 0.5, lambda x, y: 20.0)
    other = fields(6.0, 4.0, 0.2, lambda x, y: 20.0 + x)
    found = difference_map(base, other, 1.0)
    assert found.difference_k.shape == (30, 20)
    x_m = found.origin_m[0] + (np.arange(30) + 0.5) * found.spacing_m[0]
    assert found.difference_k[:, 3] == pytest.approx(x_m, abs=1e-4)
    assert found.mean_k == pytest.approx(3.0, abs=1e-4)


def test_the_other_way_round_has_the_other_sign():
    one = fields(6.0, 4.0, 0.5, lambda x, y: 20.0 + y)
    two = fields(6.0, 4.0, 0.3, lambda x, y: 25.0 - x)
    there, back = difference_map(one, two, 1.0), difference_map(two, one, 1.0)
    assert there.difference_k == pytest.approx(-back.difference_k, abs=1e-5)


def test_halls_of_other_sizes_are_compared_where_both_are():
    small = fields(3.0, 4.0, 0.5, lambda x, y: 20.0)
    large = fields(9.0, 2.0, 0.25, lambda x, y: 22.0)
    found = difference_map(small, large, 1.0)
    nx, ny = found.difference_k.shape
    assert (nx * found.spacing_m[0], ny * found.spacing_m[1]) == pytest.approx((3.0, 2.0))
    assert found.difference_k == pytest.approx(2.0)
    assert found.largest_k == pytest.approx(2.0)


def test_it_is_blank_where_one_of_them_is_solid():
    base = fields(6.0, 4.0, 0.5, lambda x, y: 20.0, solid=lambda x, y: x < 1.0)
    other = fields(6.0, 4.0, 0.25, lambda x, y: 23.0, solid=lambda x, y: y > 3.0)
    found = difference_map(base, other, 1.0).difference_k
    assert np.isnan(found[:4, :]).all()
    assert np.isnan(found[:, 12:]).all()
    # cells beside a solid are whole: the solid's neighbour counts alone
    assert found[4:, :12] == pytest.approx(3.0)


def test_without_cells_there_is_none():
    some = fields(6.0, 4.0, 0.5, lambda x, y: 20.0)
    none = Fields((0.0,) * 3, (1.0,) * 3, np.zeros((0, 0, 0), np.float32),
                  np.zeros((3, 0, 0, 0), np.float32), np.zeros((0, 0, 0), np.float32))  # fmt: skip
    assert difference_map(some, none, 1.0) is None
    assert difference_map(none, some, 1.0) is None


def test_a_height_above_a_lower_hall_is_kept_inside():
    base, other = (fields(3.0, 3.0, 0.5, lambda x, y, t=t: t) for t in (20.0, 21.0))
    assert difference_map(base, other, 99.0).difference_k == pytest.approx(1.0)
