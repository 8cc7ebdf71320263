"""Pressure solver against direct solves, and its iteration counts."""

import numpy as np
import pytest
from linear_systems import (
    INTERIOR,
    Hall,
    closed_faces,
    components,
    diffusion_coefficients,
    random_faces,
    without_component_means,
)
from scipy.linalg import lstsq

from solvers.coarsening import coarse_shape, coarsen_x_faces, coarsening
from solvers.krylov import conjugate_gradient
from solvers.multigrid import PressureMultigrid
from solvers.stencil import number_cells, to_csr
from solvers.vectors import poisson_apply_dot


def solved(faces, rhs, **options):
    x = np.zeros(rhs.shape)
    result = conjugate_gradient(*faces, rhs, x, PressureMultigrid(*faces), **options)
    return x, result


def balanced_rhs(faces, seed=7):
    shape = tuple(n - 2 for n in faces[0].shape)
    values = np.random.default_rng(seed).normal(size=shape)
    return without_component_means(values, components(faces))


def true_residual(faces, rhs, x):
    product = np.zeros(x.shape)
    poisson_apply_dot(*faces, x, product)
    return float(np.linalg.norm((rhs - product)[INTERIOR]))


@pytest.mark.parametrize(
    ("shape", "seed"),
    [((9, 8, 7), 0), ((5, 1, 7), 1), ((1, 1, 12), 2), ((1, 6, 1), 3), ((11, 3, 5), 4)],
)
def test_random_geometry_matches_the_dense_solution(shape, seed):
    faces = random_faces(shape, seed)
    labels = components(faces)
    rhs = balanced_rhs(faces)
    x, result = solved(faces, rhs, relative=1e-11)
    assert result.converged
    coefficients = diffusion_coefficients(faces)
    numbering = number_cells(coefficients)
    active = numbering >= 0
    expected = np.zeros(rhs.shape)
    matrix = to_csr(coefficients, numbering).toarray()
    expected[active] = lstsq(matrix, rhs[active], cond=1e-12)[0]
    difference = without_component_means((x - expected)[INTERIOR], labels)
    assert np.abs(difference).max() < 1e-8 * np.abs(expected).max()


def test_two_components_and_isolated_cells():
    faces = closed_faces((12, 10, 6), (1.0, 1.0, 1.0))
    faces[0][7] = 0.0  # a wall between cells 6 and 7
    for axis in range(3):  # one cell shut on all sides
        low = [3, 4, 2]
        high = list(low)
        high[axis] += 1
        faces[axis][tuple(low)] = faces[axis][tuple(high)] = 0.0
    assert components(faces).max() == 2
    rhs = balanced_rhs(faces)
    x, result = solved(faces, rhs, relative=1e-10)
    assert result.converged
    assert true_residual(faces, rhs, x) < 2e-10 * np.linalg.norm(rhs)
    assert x[3, 4, 2] == 0.0
    correction = PressureMultigrid(*faces)(np.ones(rhs.shape))
    assert correction[3, 4, 2] == 0.0
    assert np.all(np.isfinite(correction))


def test_cycle_is_symmetric_and_positive():
    faces = random_faces((9, 6, 7), 5)
    multigrid = PressureMultigrid(*faces, dtype=np.float64)
    a, b = balanced_rhs(faces, 1), balanced_rhs(faces, 2)
    ma, mb = multigrid(a).copy(), multigrid(b).copy()
    assert np.vdot(ma, b) == pytest.approx(np.vdot(a, mb), rel=1e-10)
    assert np.vdot(ma, a) > 0
    assert np.vdot(mb, b) > 0


@pytest.mark.parametrize(
    ("shape", "limit"), [((20, 20, 9), 14), ((40, 40, 18), 14), ((80, 80, 36), 16)]
)
def test_iterations_hardly_grow_with_the_grid(shape, limit):
    hall = Hall.build(shape)
    x, result = hall.solve_potential()
    assert result.converged
    assert result.iterations <= limit
    assert true_residual(hall.faces, hall.rhs, x) < 1.1e-8 * np.linalg.norm(hall.rhs)


@pytest.mark.parametrize("leak", [1e-2, 1e-3])
def test_containment_with_a_small_leak(leak):
    """A thin wall around the cold aisle that lets a small share of the area through."""
    hall = Hall.build((40, 40, 18))
    faces = tuple(face.copy() for face in hall.faces)
    faces[2][11:31, 18:23, 11] *= leak
    faces[0][[11, 31], 18:23, 1:11] *= leak
    rhs = hall.rhs.copy()
    x, result = solved(faces, rhs)
    assert result.converged
    assert result.iterations <= 35
    assert true_residual(faces, rhs, x) < 1.1e-8 * np.linalg.norm(rhs)


def test_rebuild_equals_a_new_object_also_when_the_coarsening_changes():
    first = closed_faces((16, 16, 16), (1.0, 1.0, 1.0))
    flat = closed_faces((16, 16, 16), (0.01, 1.0, 1.0))
    residual = balanced_rhs(first)
    multigrid = PressureMultigrid(*first)
    for faces in (flat, first):
        multigrid.rebuild(*faces)
        assert np.array_equal(multigrid(residual), PressureMultigrid(*faces)(residual))


def coarse_cells(cells, conductances):
    blocks = coarsening(*closed_faces(cells, conductances))
    return tuple(n - 2 for n in coarse_shape(blocks))


def test_weak_direction_is_not_coarsened():
    assert coarse_cells((16, 16, 16), (1.0, 0.1, 1.0)) == (8, 16, 8)
    assert coarse_cells((16, 3, 16), (1.0, 1.0, 0.1)) == (8, 3, 16)
    assert coarse_cells((2, 16, 2), (1.0, 0.1, 1.0)) == (2, 8, 2)
    assert coarse_cells((3, 2, 1), (1.0, 1.0, 1.0)) == (3, 2, 1)


def with_slab(faces, plane, share, tiles):
    """A slab on a horizontal plane: ``share`` of each face for leaks, a tile here and there."""
    plane_of = faces[2][:, :, plane]
    plane_of *= np.where(np.random.default_rng(3).random(plane_of.shape) < tiles, 0.05, share)
    return faces


def test_no_block_lies_across_a_slab():
    faces = with_slab(closed_faces((16, 16, 12), (1.0, 1.0, 1.0)), 4, 1e-4, 0.05)
    _, _, z = coarsening(*faces)
    assert z.tolist() == [0, 1, 3, 4, 6, 8, 10, 12, 13]


@pytest.mark.parametrize("plane", [3, 4, 5])
@pytest.mark.parametrize("share", [1e-2, 1e-4, 1e-6])
def test_a_slab_with_tiles_and_leaks_costs_few_iterations(plane, share):
    shape, conductances = (40, 40, 12), (1.0, 1.0, 2.5)
    plain = closed_faces(shape, conductances)
    rhs = balanced_rhs(plain)
    _, without = solved(plain, rhs)
    faces = with_slab(closed_faces(shape, conductances), plane, share, 0.05)
    _, result = solved(faces, rhs)
    assert result.converged
    assert result.iterations <= 1.5 * without.iterations


def test_a_coarse_face_is_its_paths_side_by_side():
    """A face of 1 / 99 between open cells, in series with half a cell to each block's middle."""
    faces = closed_faces((4, 2, 2), (1.0, 1e-3, 1e-3))
    faces[0][3] *= 1.0 / 99.0
    coarse = np.zeros((4, 4, 4))
    blocks = (np.array([0, 1, 3, 5]), np.arange(4), np.arange(4))
    coarsen_x_faces(faces[0], coarse, *blocks)
    assert coarse[2, 1, 1] == pytest.approx(1.0 / 100.0)
    coarsen_x_faces(closed_faces((4, 2, 2), (1.0, 1e-3, 1e-3))[0], coarse, *blocks)
    assert coarse[2, 1, 1] == pytest.approx(1.0 / 2.0)


def test_flat_cells_converge_as_fast_as_cubes():
    faces = closed_faces((32, 32, 32), (1.0, 1.0, 30.0))
    _, result = solved(faces, balanced_rhs(faces))
    assert result.converged
    assert result.iterations <= 16


def test_boundary_face_holds_the_ghost_value():
    """Conduction through a bar between two fixed ends is linear."""
    faces = closed_faces((10, 1, 1), (1.0, 1.0, 1.0))
    faces[0][1, 1, 1] = faces[0][11, 1, 1] = 1.0
    x = np.zeros(faces[0].shape)
    x[11, 1, 1] = 11.0
    rhs = np.zeros(x.shape)
    rhs[5, 1, 1] = 1e-30  # a zero right-hand side would mean a zero field
    result = conjugate_gradient(*faces, rhs, x, PressureMultigrid(*faces), absolute=1e-12)
    assert result.converged
    assert x[:, 1, 1] == pytest.approx(np.arange(12.0), abs=1e-10)
