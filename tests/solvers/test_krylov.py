"""Krylov methods: accuracy on recirculating flow, and behaviour where they could break."""

import numpy as np
import pytest
from linear_systems import INTERIOR, Hall, closed_faces, random_faces, vortex_system
from scipy.sparse.linalg import spsolve

from solvers.agglomeration import TransportMultigrid
from solvers.krylov import DiluPreconditioner, bicgstab, conjugate_gradient
from solvers.multigrid import PressureMultigrid
from solvers.stencil import Transport7, apply_stencil, number_cells, residual_norm, to_csr

PRECONDITIONERS = [DiluPreconditioner, TransportMultigrid]


def operator(coefficients):
    return lambda x, out: apply_stencil(coefficients, x, out)


@pytest.mark.parametrize("preconditioner", PRECONDITIONERS)
@pytest.mark.parametrize("conductance", [0.0, 1e-3, 0.1])
def test_recirculating_flow_matches_the_direct_solution(preconditioner, conductance):
    coefficients, rhs = vortex_system((13, 12, 9), conductance)
    if conductance == 0.0:  # closed stream lines without diffusion leave the cells undetermined
        coefficients.centre[INTERIOR] += 1e-3
    x = np.zeros(rhs.shape)
    result = bicgstab(operator(coefficients), rhs, x, preconditioner(coefficients))
    assert result.converged
    assert residual_norm(coefficients, rhs, x) <= 2e-9 * np.linalg.norm(rhs)
    numbering = number_cells(coefficients)
    expected = spsolve(to_csr(coefficients, numbering).tocsc(), rhs[numbering >= 0])
    assert np.abs(x[numbering >= 0] - expected).max() < 1e-6 * np.abs(expected).max()


@pytest.mark.parametrize(
    ("preconditioner", "limit"), [(DiluPreconditioner, 60), (TransportMultigrid, 14)]
)
def test_hall_with_racks_in_the_operator(preconditioner, limit):
    hall = Hall.build((40, 40, 18))
    potential, _ = hall.solve_potential()
    coefficients, rhs = hall.transport(potential, 0.3)
    x = np.where(coefficients.centre > 0, 20.0, 0.0)

    def apply(value, out):
        hall.apply(coefficients, value, out)

    result = bicgstab(apply, rhs, x, preconditioner(coefficients))
    assert result.converged
    assert result.iterations <= limit
    product = np.zeros(x.shape)
    apply(x, product)
    assert np.linalg.norm((rhs - product)[INTERIOR]) < 2e-9 * np.linalg.norm(rhs)
    active = coefficients.centre > 0
    assert x[active].min() > 17.9
    assert np.all(x[~active] == 0.0)


@pytest.mark.parametrize("preconditioner", PRECONDITIONERS)
def test_rebuild_equals_a_new_object(preconditioner):
    first, rhs = vortex_system((12, 9, 8), 0.1)
    second, _ = vortex_system((12, 9, 8), 0.5)
    second.centre[4:6, 3, 2:5] = 0.0
    rebuilt = preconditioner(first)
    rebuilt(rhs)
    rebuilt.rebuild(second)
    assert np.array_equal(rebuilt(rhs), preconditioner(second)(rhs))
    assert np.all(rebuilt(rhs)[4:6, 3, 2:5] == 0.0)


def test_agglomerated_rows_keep_their_sums():
    """The coarse operator applied to a constant is the block sum of the fine one."""
    coefficients, _ = vortex_system((7, 5, 6), 0.1)
    multigrid = TransportMultigrid(coefficients, dtype=np.float64)
    fine, coarse = multigrid._levels[0], multigrid._levels[1]
    sums = []
    for level in (fine, coarse):
        out = np.zeros(level.x.shape)
        apply_stencil(level.coefficients, np.pad(np.ones(np.array(out.shape) - 2), 1), out)
        sums.append(out[INTERIOR])
    blocks = sums[0]
    for axis in range(3):
        blocks = np.add.reduceat(blocks, np.arange(0, blocks.shape[axis], 2), axis=axis)
    assert sums[1] == pytest.approx(blocks, abs=1e-12)
    assert all(np.all(array >= 0) for array in coarse.coefficients)


def test_converged_pressure_is_not_destroyed():
    """Asking for more than double precision holds must leave the field as good as it was."""
    hall = Hall.build((20, 20, 9))
    multigrid = PressureMultigrid(*hall.faces)
    x = np.zeros(hall.rhs.shape)
    for _ in range(4):
        result = conjugate_gradient(*hall.faces, hall.rhs, x, multigrid, relative=1e-300)
        residual = np.zeros(x.shape)
        apply_pressure(hall.faces, x, residual)
        residual = np.linalg.norm((hall.rhs - residual)[INTERIOR])
        assert residual < 1e-12 * np.linalg.norm(hall.rhs)
    assert result.iterations <= 2


def test_unbalanced_source_leaves_the_best_field():
    """A source that nothing takes away limits the residual, but must not spoil what is solved."""
    hall = Hall.build((20, 20, 9))
    norm = float(np.linalg.norm(hall.rhs))
    rhs = hall.rhs.copy()
    rhs[3, 3, 3] += 1e-9 * norm
    x = np.zeros(rhs.shape)
    multigrid = PressureMultigrid(*hall.faces)
    result = conjugate_gradient(*hall.faces, rhs, x, multigrid, relative=1e-12)
    product = np.zeros(x.shape)
    apply_pressure(hall.faces, x, product)
    assert not result.converged
    assert result.residual < 1.1e-9 * norm
    assert np.linalg.norm((rhs - product)[INTERIOR]) == pytest.approx(result.residual, rel=1e-3)


@pytest.mark.parametrize("leak", [1e-6, 1e-9])
def test_nearly_sealed_zone_converges(leak):
    hall = Hall.build((40, 40, 18))
    faces = tuple(face.copy() for face in hall.faces)
    zone = (slice(11, 31), slice(13, 28), slice(1, 11))
    faces[0][[11, 31], zone[1], zone[2]] *= leak
    faces[1][zone[0], 13, zone[2]] *= leak
    faces[1][zone[0], 28, zone[2]] *= leak
    faces[2][zone[0], zone[1], 11] *= leak
    x = np.zeros(hall.rhs.shape)
    result = conjugate_gradient(*faces, hall.rhs, x, PressureMultigrid(*faces))
    assert result.converged
    assert result.iterations <= 40


def test_bicgstab_never_returns_a_worse_field():
    """With a preconditioner of the wrong sign pattern the first guess has to survive."""
    coefficients, rhs = vortex_system((9, 8, 7), 0.1)
    x = np.zeros(rhs.shape)
    exact = bicgstab(operator(coefficients), rhs, x, DiluPreconditioner(coefficients))
    assert exact.converged
    before = residual_norm(coefficients, rhs, x)
    noise = np.random.default_rng(0)

    def useless(residual):
        return np.pad(noise.normal(size=(9, 8, 7)), 1)

    result = bicgstab(operator(coefficients), rhs, x, useless, relative=1e-15, max_iterations=60)
    assert not result.converged
    assert residual_norm(coefficients, rhs, x) <= before * 1.0000001


def apply_pressure(faces, x, out):
    from solvers.vectors import poisson_apply_dot

    return poisson_apply_dot(*faces, x, out)


def test_absolute_floor_stops_at_once():
    hall = Hall.build((20, 20, 9))
    x = np.zeros(hall.rhs.shape)
    floor = 2.0 * float(np.linalg.norm(hall.rhs))
    multigrid = PressureMultigrid(*hall.faces)
    result = conjugate_gradient(*hall.faces, hall.rhs, x, multigrid, absolute=floor)
    assert result.iterations == 0
    assert result.converged
    assert not x.any()


def test_zero_right_hand_side_gives_zero():
    faces = random_faces((5, 4, 3), 0)
    rhs = np.zeros(faces[0].shape)
    x = np.ones(rhs.shape)
    assert conjugate_gradient(*faces, rhs, x, PressureMultigrid(*faces)) == (0, 0.0, True)
    assert not x[INTERIOR].any()
    coefficients, _ = vortex_system((5, 4, 3), 0.1)
    x = np.ones(rhs.shape)
    dilu = DiluPreconditioner(coefficients)
    assert bicgstab(operator(coefficients), rhs, x, dilu) == (0, 0.0, True)


def test_source_in_a_sealed_box_is_reported_and_stays_bounded():
    faces = closed_faces((12, 12, 6), (1.0, 1.0, 1.0))
    rhs = np.zeros(faces[0].shape)
    rhs[3, 3, 3] = 1.0
    x = np.zeros(rhs.shape)
    result = conjugate_gradient(*faces, rhs, x, PressureMultigrid(*faces))
    assert not result.converged
    assert np.abs(x - x[INTERIOR].mean())[INTERIOR].max() < 1e6
    assert np.isfinite(result.residual)


def test_cell_without_equation_is_reported():
    """A source in a solid cell has no solution."""
    coefficients, rhs = vortex_system((6, 6, 6), 0.1)
    for array in coefficients:
        array[3, 3, 3] = 0.0
    for array, cell in (
        (coefficients.east, (2, 3, 3)),
        (coefficients.west, (4, 3, 3)),
        (coefficients.north, (3, 2, 3)),
        (coefficients.south, (3, 4, 3)),
        (coefficients.top, (3, 3, 2)),
        (coefficients.bottom, (3, 3, 4)),
    ):
        array[cell] = 0.0
    x = np.zeros(rhs.shape)
    result = bicgstab(operator(coefficients), rhs, x, DiluPreconditioner(coefficients))
    assert not result.converged
    assert result.residual >= rhs[3, 3, 3] * 0.99
    assert np.all(np.isfinite(x))


def test_breakdown_of_a_rotation_is_reported():
    """For a plain quarter turn the first search step is orthogonal to the shadow residual."""
    shape = (4, 3, 3)
    zero = [np.zeros(shape) for _ in range(7)]
    coefficients = Transport7(*zero)
    coefficients.west[2, 1, 1] = 1.0
    coefficients.east[1, 1, 1] = -1.0
    rhs = np.zeros(shape)
    rhs[1, 1, 1] = 1.0
    x = np.zeros(shape)
    result = bicgstab(operator(coefficients), rhs, x, lambda residual: residual)
    assert not result.converged
    assert np.all(np.isfinite(x))


def test_iteration_limit_is_kept():
    coefficients, rhs = vortex_system((12, 9, 8), 0.1)
    x = np.zeros(rhs.shape)
    dilu = DiluPreconditioner(coefficients)
    result = bicgstab(operator(coefficients), rhs, x, dilu, max_iterations=3)
    assert result.iterations == 3
    assert not result.converged
    hall = Hall.build((20, 20, 9))
    x = np.zeros(hall.rhs.shape)
    multigrid = PressureMultigrid(*hall.faces)
    limited = conjugate_gradient(*hall.faces, hall.rhs, x, multigrid, max_iterations=2)
    assert limited.iterations == 2
    assert not limited.converged
