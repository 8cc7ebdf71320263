"""The temperature system: the same in kernels and in a sparse matrix, bounded, balanced."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import exchange_of, patch_of, wall_patch
from scipy.sparse.linalg import spsolve

from solvers.grid import INTERIOR, Grid
from solvers.heat import HeatOperator, assemble
from solvers.openness import Box, Plate, build_openness
from solvers.potential import potential_flow

GRID = Grid((8, 6, 5), (0.5, 0.5, 0.4))
FLOW = 0.4
RISE = 9.0


def hall(heat_k_m3_s=0.0, second_order=False, diffusivity=0.004, seed=None):
    """A room with a solid, a leaky plate, a supply, a return and a machine, and its flow.

    The machine draws beside the box at one side and blows out on the other. With a seed the flux is
    disturbed, so that it no longer conserves volume.
    """
    box = Box((1.4, 0.9, 0.0), (2.2, 2.0, 1.3))
    plate = Plate(0, 3.0, (0.0, 0.0), (3.0, 1.2), 0.05)
    openness = build_openness(GRID, [box], [plate])
    supply = wall_patch(GRID, 0, -1, range(3), range(2))
    back = wall_patch(GRID, 0, 1, range(2, 6), range(3, 5))
    front = patch_of(GRID, [(2, 1, 1), (2, 2, 1)])
    rear = patch_of(GRID, [(4, 2, 1), (5, 2, 1)])
    heat = GRID.zeros()
    heat[6, 3, 2] = heat_k_m3_s
    exchange = exchange_of(
        GRID,
        [supply, rear],
        [back, front],
        [FLOW, 0.3],
        [FLOW, 0.3],
        [[0.0, 0.0], [0.0, 1.0]],
        [18.0, RISE],
        heat,
    )
    exchange.heat[~openness.active] = 0.0
    velocity, _, _ = potential_flow(openness, exchange, relative=1e-13)
    flux = tuple(openness.area[axis] * velocity[axis] for axis in range(3))
    if seed is not None:
        rng = np.random.default_rng(seed)
        flux = tuple(
            np.where(openness.area[axis] > 0.0, flux[axis] + rng.normal(size=flux[axis].shape), 0.0)
            for axis in range(3)
        )
    operator = HeatOperator(GRID, openness.area, second_order=second_order)
    operator.update(flux, np.full(GRID.padded_shape, diffusivity), exchange)
    return openness, exchange, operator, flux


def solved(operator, start=20.0):
    temperature = np.full(GRID.padded_shape, start)
    result = operator.solve(temperature, reduction=0.0, relative=1e-13, max_iterations=300)
    return temperature, result


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_kernels_equal_the_assembled_matrix_on_random_flows(seed):
    _, exchange, operator, _ = hall(0.05, seed=seed)
    x = np.random.default_rng(seed + 1).normal(20.0, 5.0, GRID.padded_shape)
    x[~operator.active] = 0.0
    out = GRID.zeros()
    operator.apply(x, out)
    sparse = assemble(operator, exchange, x)
    product = sparse.matrix @ sparse.unknowns(x, exchange)
    cells = sparse.numbering >= 0
    scale = np.abs(operator.coefficients.centre).max() * 20.0
    np.testing.assert_allclose(product[: int(cells.sum())], out[cells], atol=1e-12 * scale)
    np.testing.assert_allclose(product[int(cells.sum()) :], 0.0, atol=1e-12 * 20.0)


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_a_uniform_temperature_stays_uniform_whatever_the_flow(seed):
    _, exchange, operator, _ = hall(seed=seed)
    even = exchange.with_devices(exchange.transfer, np.array([18.0, 0.0]))
    operator.update(operator_flux(seed), np.full(GRID.padded_shape, 0.004), even)
    uniform = np.full(GRID.padded_shape, 18.0)
    out = GRID.zeros()
    operator.apply(uniform, out)
    np.testing.assert_allclose(
        out[operator.active], operator.right_hand_side()[operator.active], atol=1e-10
    )


def operator_flux(seed):
    return hall(seed=seed)[3]


def test_rows_sum_to_the_supply_that_does_not_depend_on_the_room():
    _, _, operator, _ = hall()
    ones, out = np.ones(GRID.padded_shape), GRID.zeros()
    operator.apply(ones, out)
    # only the supply brings a temperature of its own; the machine returns what it drew
    assert float(out.sum()) == pytest.approx(FLOW, rel=1e-12)


def test_the_solution_equals_a_direct_solve():
    _, exchange, operator, _ = hall(0.3)
    temperature, result = solved(operator)
    assert result.converged
    sparse = assemble(operator, exchange, temperature)
    direct = spsolve(sparse.matrix.tocsc(), sparse.rhs)
    np.testing.assert_allclose(sparse.unknowns(temperature, exchange), direct, atol=1e-9)
    assert sparse.residual(temperature, exchange) < 1e-12


@pytest.mark.parametrize("start", [-40.0, 18.0, 90.0])
def test_without_heat_every_temperature_lies_between_those_supplied(start):
    _, _, operator, _ = hall()
    exchange = operator_exchange(cold=14.0, warm=31.0)
    operator.update(hall()[3], np.full(GRID.padded_shape, 0.004), exchange)
    temperature, result = solved(operator, start)
    assert result.converged
    inside = temperature[operator.active]
    assert inside.min() >= 14.0 - 1e-9
    assert inside.max() <= 31.0 + 1e-9
    assert inside.max() - inside.min() > 5.0


def operator_exchange(cold, warm):
    """The devices of :func:`hall`, both holding a temperature."""
    exchange = hall()[1]
    return exchange.with_devices(exchange.transfer * 0.0, np.array([cold, warm]))


def test_heat_leaves_with_the_return_air():
    _, exchange, operator, _ = hall(0.3)
    temperature, _ = solved(operator)
    returned = exchange.intakes.means(temperature)[0]
    assert FLOW * (returned - 18.0) == pytest.approx(0.3 + 0.3 * RISE, rel=1e-10)


def test_heat_balance_closes_with_the_second_order_correction_too():
    _, exchange, operator, _ = hall(0.3, second_order=True)
    temperature = np.full(GRID.padded_shape, 20.0)
    for _ in range(20):
        operator.solve(temperature, reduction=0.0, relative=1e-13, max_iterations=200)
    returned = exchange.intakes.means(temperature)[0]
    # what the correction takes from one cell it gives to the next
    assert FLOW * (returned - 18.0) == pytest.approx(0.3 + 0.3 * RISE, rel=1e-9)
    upwind, _ = solved(hall(0.3)[2])
    assert np.abs(temperature - upwind)[operator.active].max() > 0.01


def test_relaxation_goes_towards_the_solution():
    _, _, operator, _ = hall(0.3)
    solution, _ = solved(operator)
    temperature = np.full(GRID.padded_shape, 18.0)
    before = np.abs(temperature - solution)[operator.active].max()
    for sweep in range(60):
        operator.relax(temperature, (sweep % 8, 7 - sweep % 8))
    assert np.abs(temperature - solution)[operator.active].max() < 0.01 * before


def test_doubled_flow_and_heat_keep_the_temperatures():
    _, exchange, operator, flux = hall(0.3, diffusivity=0.0)
    once, _ = solved(operator)
    double = exchange_scaled(exchange, 2.0)
    operator.update(tuple(2.0 * f for f in flux), GRID.zeros(), double)
    twice, _ = solved(operator)
    active = operator.active
    np.testing.assert_allclose(twice[active], once[active], atol=1e-9)


def exchange_scaled(exchange, factor):
    return replace(
        exchange,
        intake_flow=factor * exchange.intake_flow,
        discharge_flow=factor * exchange.discharge_flow,
        heat=factor * exchange.heat,
    )


def test_solid_cells_have_no_equation():
    openness, _, operator, _ = hall()
    assert not operator.active[~openness.active].any()
    assert operator.active[INTERIOR].sum() == openness.active[INTERIOR].sum()
