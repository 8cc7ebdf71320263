"""Devices: patches give and take the same shares, and outlets follow from inlets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms import exchange_of, patch_of, wall_patch
from scipy.sparse import csr_matrix

from solvers.exchange import Patch, stack
from solvers.grid import Grid

GRID = Grid((5, 4, 3), (0.5, 0.5, 0.4))


def random_patches(seed, count=4):
    """Patches with uneven shares, some of which share cells."""
    rng = np.random.default_rng(seed)
    inside = np.flatnonzero(np.pad(np.ones(GRID.shape, dtype=bool), 1).ravel())
    patches = []
    for _ in range(count):
        cells = rng.choice(inside, rng.integers(1, 9), replace=False)
        share = rng.random(cells.size) + 0.01
        patches.append(
            Patch(cells, share / share.sum(), -1, cells, np.zeros(cells.size)),
        )
    return patches


def test_stacked_patches_keep_their_shares():
    patches = random_patches(1)
    stacked = stack(patches)
    assert stacked.count == 4
    sums = np.add.reduceat(stacked.share, stacked.start[:-1])
    np.testing.assert_allclose(sums, 1.0, rtol=1e-14)
    for n, patch in enumerate(patches):
        window = slice(stacked.start[n], stacked.start[n + 1])
        np.testing.assert_array_equal(stacked.cells[window], patch.cells)


@given(st.integers(0, 10_000))
def test_means_are_the_adjoint_of_add_and_equal_the_matrix(seed):
    rng = np.random.default_rng(seed)
    stacked = stack(random_patches(seed))
    field = rng.normal(size=GRID.padded_shape)
    amounts = rng.normal(size=stacked.count)
    means = stacked.means(field)
    np.testing.assert_allclose(means, stacked.matrix(field.size) @ field.ravel(), rtol=1e-12)
    spread = GRID.zeros()
    stacked.add(spread, amounts)
    assert float((spread * field).sum()) == pytest.approx(float(means @ amounts), abs=1e-12)
    assert float(spread.sum()) == pytest.approx(float(amounts.sum()), abs=1e-12)


def test_the_mean_of_a_uniform_field_is_its_value():
    stacked = stack(random_patches(3))
    np.testing.assert_allclose(stacked.means(np.full(GRID.padded_shape, 21.5)), 21.5, rtol=1e-14)


def test_no_patches_at_all():
    nothing = stack([])
    assert nothing.count == 0
    assert nothing.means(GRID.zeros()).size == 0
    assert nothing.matrix(GRID.zeros().size).shape == (0, GRID.zeros().size)


def test_sources_are_discharges_minus_intakes():
    inlet = wall_patch(GRID, 0, -1, range(4), range(3))
    outlet = wall_patch(GRID, 0, 1, range(2), range(1))
    exchange = exchange_of(GRID, [inlet], [outlet], [0.6], [0.6], [[0.0]], [18.0])
    sources = exchange.sources()
    assert sources[1, 1, 1] == pytest.approx(0.6 / 12)
    assert sources[5, 1, 1] == pytest.approx(-0.3)
    assert float(sources.sum()) == pytest.approx(0.0, abs=1e-15)
    assert float(exchange.discharged().sum()) == pytest.approx(0.6)


def test_outlets_heat_hold_and_mix():
    patches = [patch_of(GRID, [(n, 0, 0)]) for n in range(3)]
    exchange = exchange_of(
        GRID,
        patches,
        patches[:2],
        [1.0, 1.0, 1.0],
        [1.0, 2.0],
        [[1.0, 0.0], [0.0, 0.0], [0.25, 0.75]],
        [12.0, 18.0, 0.0],
    )
    np.testing.assert_allclose(
        exchange.outlet_temperatures(np.array([20.0, 24.0])), [32.0, 18.0, 23.0]
    )
    other = exchange.with_devices(csr_matrix((3, 2)), np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(other.outlet_temperatures(np.array([20.0, 24.0])), [1.0, 2.0, 3.0])
    assert other.intakes is exchange.intakes


def test_wall_patches_carry_their_flow_through_their_faces():
    inlet = wall_patch(GRID, 1, -1, range(5), range(3))
    assert float(inlet.velocity_per_flow.sum()) * GRID.face_areas[1] == pytest.approx(1.0)
    assert (inlet.velocity_per_flow > 0.0).all()
    assert (wall_patch(GRID, 1, 1, range(5), range(3)).velocity_per_flow < 0.0).all()
