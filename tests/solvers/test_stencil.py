"""The seven-point operator against its sparse matrix."""

import numpy as np
import pytest
from linear_systems import INTERIOR, diffusion_coefficients, random_faces, vortex_system
from scipy import sparse
from scipy.sparse.linalg import spsolve

from solvers.stencil import (
    SWEEP_DIRECTIONS,
    apply_stencil,
    number_cells,
    residual_norm,
    sweep,
    to_csr,
)

SHAPES = [(6, 5, 4), (5, 1, 7), (1, 1, 9), (1, 1, 1), (3, 8, 1)]


def transport(shape, seed=0):
    """Random M-matrix with inactive cells: diffusion through random faces plus random outflow."""
    coefficients = diffusion_coefficients(random_faces(shape, seed))
    rng = np.random.default_rng(seed)
    coefficients.centre[INTERIOR] *= 1.0 + rng.random(shape)
    return coefficients


@pytest.mark.parametrize("shape", SHAPES)
def test_matrix_equals_matrix_free_product(shape):
    coefficients = transport(shape)
    numbering = number_cells(coefficients)
    active = numbering >= 0
    x = np.where(active, np.random.default_rng(2).normal(20.0, 5.0, active.shape), 0.0)
    out = np.full(x.shape, np.nan)
    apply_stencil(coefficients, x, out)
    product = to_csr(coefficients, numbering) @ x[active]
    assert out[active] == pytest.approx(product, rel=1e-13, abs=1e-13 * np.abs(x).max())
    assert np.all(out[INTERIOR][~active[INTERIOR]] == 0.0)


def test_matrix_has_the_documented_signs_and_neighbours():
    coefficients, _ = vortex_system((4, 5, 6), 0.01)
    numbering = number_cells(coefficients)
    matrix = to_csr(coefficients, numbering)
    cell = (2, 3, 4)
    row = matrix[[numbering[cell]]].toarray().ravel()
    assert row[numbering[cell]] == coefficients.centre[cell]
    neighbours = ((1, 3, 4), (3, 3, 4), (2, 2, 4), (2, 4, 4), (2, 3, 3), (2, 3, 5))
    for value, neighbour in zip(coefficients[1:], neighbours, strict=True):
        assert row[numbering[neighbour]] == -value[cell]
    assert sparse.issparse(matrix)
    assert matrix.shape == (120, 120)


@pytest.mark.parametrize("direction", range(SWEEP_DIRECTIONS))
def test_every_sweep_direction_converges_to_the_direct_solution(direction):
    coefficients = transport((5, 4, 6), seed=3)
    numbering = number_cells(coefficients)
    active = numbering >= 0
    rhs = np.where(active, np.random.default_rng(4).random(active.shape), 0.0)
    expected = spsolve(to_csr(coefficients, numbering).tocsc(), rhs[active])
    x = np.zeros(rhs.shape)
    before = residual_norm(coefficients, rhs, x)
    for _ in range(200):
        sweep(coefficients, rhs, x, direction)
    assert x[active] == pytest.approx(expected, rel=1e-9)
    assert residual_norm(coefficients, rhs, x) < 1e-10 * before


def test_one_sweep_along_the_flow_solves_pure_advection():
    """Air moving towards -x, -y, -z needs exactly one pass in the direction that follows it."""
    shape = (4, 5, 6)
    coefficients = transport(shape)
    for array in coefficients:
        array[...] = 0.0
    coefficients.east[1:-2, 1:-1, 1:-1] = 1.0
    coefficients.north[1:-1, 1:-2, 1:-1] = 2.0
    coefficients.top[1:-1, 1:-1, 1:-2] = 3.0
    coefficients.centre[INTERIOR] = 6.0
    rhs = np.pad(np.random.default_rng(5).random(shape), 1)
    for direction, solved in ((7, True), (0, False), (3, False)):
        x = np.zeros(rhs.shape)
        sweep(coefficients, rhs, x, direction)
        assert (residual_norm(coefficients, rhs, x) < 1e-13) is solved


def test_sweep_leaves_inactive_cells_alone():
    coefficients = transport((4, 4, 4))
    coefficients.centre[2, 3, 2] = 0.0
    for array in coefficients[1:]:
        array[2, 3, 2] = 0.0
    x = np.full(coefficients.centre.shape, 7.0)
    for direction in range(SWEEP_DIRECTIONS):
        sweep(coefficients, np.zeros(x.shape), x, direction)
    assert x[2, 3, 2] == 7.0
    assert x[1, 1, 1] != 7.0


def test_unknown_sweep_direction_is_refused():
    coefficients = transport((2, 2, 2))
    field = np.zeros((4, 4, 4))
    with pytest.raises(ValueError, match="sweep direction 8"):
        sweep(coefficients, field, field, 8)
