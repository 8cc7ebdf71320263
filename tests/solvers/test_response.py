"""Shares of discharges in intakes: exact properties at frozen flow, three ways, one answer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_rooms import patch_of, small_room, with_walls

from solvers.exchange import stack
from solvers.frozen import freeze_correction, stencil_of, transposed
from solvers.heat import HeatOperator
from solvers.openness import Plate
from solvers.response import BLOCK, Response
from solvers.stencil import apply_stencil, number_cells, to_csr

seeds = st.integers(0, 10_000)


def unit(count, index):
    return np.eye(1, count, index).ravel()


@given(seeds, st.integers(1, 5))
def test_rows_sum_to_one_and_no_share_is_negative(seed, racks):
    room = small_room(seed, racks)
    shares = Response(room.flow).matrix()
    assert shares.air.shape == (racks + 1, racks + 1)
    assert shares.air.sum(axis=1) == pytest.approx(np.ones(racks + 1), abs=1e-10)
    assert shares.air.min() >= -1e-12


@given(seeds, st.integers(1, 5))
def test_all_that_is_discharged_is_drawn_again(seed, racks):
    """Columns weighted with the intake flows give back each discharge's flow."""
    room = small_room(seed, racks)
    shares = Response(room.flow).matrix()
    drawn = room.exchange.intake_flow @ shares.air
    assert drawn == pytest.approx(room.exchange.discharge_flow, rel=1e-8)


@given(seeds, st.floats(0.0, 5.0))
def test_shares_give_the_temperatures_of_the_coupled_solve(seed, heat):
    room = small_room(seed, racks=4, heat=heat)
    shares = Response(room.flow).matrix()
    rng = np.random.default_rng(seed)
    offset = np.append(rng.uniform(0.0, 25.0, 4), rng.uniform(10.0, 30.0))
    transfer = room.exchange.transfer
    found = shares.coupled(transfer, offset)
    assert found == pytest.approx(room.intake_means(transfer, offset), abs=1e-7)
    outlets = transfer @ found + offset
    assert shares.temperatures(outlets) == pytest.approx(found, abs=1e-9)


@given(seeds, st.integers(0, 4), st.floats(0.1, 30.0))
def test_inlets_rise_with_every_rise_and_every_supply_temperature(seed, changed, by):
    room = small_room(seed, racks=4)
    shares = Response(room.flow).matrix()
    before = shares.coupled(room.exchange.transfer, room.exchange.offset)
    after = shares.coupled(room.exchange.transfer, room.exchange.offset + by * unit(5, changed))
    assert (after - before).min() >= -1e-10
    assert (after - before).max() > 0.0


@pytest.mark.parametrize("seed", range(4))
def test_single_rows_and_mixtures_equal_the_matrix_in_both_ways(seed):
    room = small_room(seed, racks=5, heat=2.0)
    flow = with_walls(room.flow, 0.01, 25.0)
    whole = Response(flow)
    shares = whole.matrix()
    iterative = Response(flow, direct_cells=0)
    rows = iterative.matrix()
    assert not iterative.is_direct
    concentration = np.random.default_rng(seed).random(6)
    mixture = shares.air @ concentration
    for response in (whole, iterative):
        for index in range(6):
            row = response.row(unit(6, index))
            assert row.air[0] == pytest.approx(shares.air[index], abs=1e-11)
            assert row.undischarged[0] == pytest.approx(shares.undischarged[index], abs=1e-10)
        assert response.mixture(concentration) == pytest.approx(mixture, abs=1e-11)
    assert rows.air == pytest.approx(shares.air, abs=1e-11)
    assert rows.heat == pytest.approx(shares.heat, abs=1e-10)


@pytest.mark.parametrize(("racks", "shape"), [(3, (7, 6, 5)), (2 * BLOCK + 3, (12, 11, 9))])
def test_the_shares_are_those_of_the_dense_inverse(racks, shape):
    room = small_room(7, racks, shape)
    flow = room.flow
    numbering = number_cells(flow.coefficients)
    keep = np.flatnonzero(numbering.ravel() >= 0)
    inverse = np.linalg.inv(to_csr(flow.coefficients, numbering).toarray())
    expected = flow.gather().toarray()[:, keep] @ inverse @ flow.release().toarray()[keep]
    assert Response(flow).matrix().air == pytest.approx(expected, abs=1e-12)


@given(seeds, st.floats(0.001, 1.0), st.floats(-10.0, 60.0))
def test_walls_are_sources_like_others(seed, conductance, temperature):
    shares = Response(with_walls(small_room(seed).flow, conductance, temperature)).matrix()
    assert shares.air.sum(axis=1) + shares.wall == pytest.approx(np.ones(4), abs=1e-10)
    assert shares.wall_heat == pytest.approx(shares.wall * temperature, abs=1e-9)
    alike = shares.temperatures(np.full(4, temperature))
    assert alike == pytest.approx(np.full(4, temperature), abs=1e-9)


def test_an_intake_that_no_supply_reaches_has_no_shares():
    """A sealed half of a room has no steady temperature; the other half is as if alone."""
    wall = Plate(0, 1.5, (0.0, 0.0), (2.4, 1.2), 0.0)
    room = small_room(1, racks=1, shape=(6, 4, 3), plates=(wall,), first_layer=3)
    sealed = patch_of(np.array([np.ravel_multi_index((2, 2, 2), room.grid.padded_shape)]))
    cells, shares = room.exchange.intakes.cells[:2], room.exchange.intakes.share[:2]
    supplied = replace(sealed, cells=cells, share=shares)
    found = Response(replace(room.flow, intakes=stack([sealed, supplied]))).matrix()
    assert found.air[0] == pytest.approx(np.zeros(2), abs=0.0)
    assert found.air[1] == pytest.approx(Response(room.flow).matrix().air[0], abs=1e-12)


def test_a_stencil_comes_back_from_its_matrix():
    coefficients = small_room(3).operator.coefficients
    numbering = number_cells(coefficients)
    again = stencil_of(to_csr(coefficients, numbering), numbering)
    active = numbering >= 0
    for field, expected in zip(again, coefficients, strict=True):
        assert field[active] == pytest.approx(expected[active], abs=0.0)


def test_a_matrix_that_is_no_stencil_is_refused():
    coefficients = small_room(3).operator.coefficients
    numbering = number_cells(coefficients)
    matrix = to_csr(coefficients, numbering)
    with pytest.raises(ValueError, match="no neighbour"):
        stencil_of((matrix @ matrix).tocsr(), numbering)


def test_the_transposed_stencil_is_the_transposed_matrix():
    coefficients = small_room(5).operator.coefficients
    numbering = number_cells(coefficients)
    matrix = to_csr(transposed(coefficients), numbering) - to_csr(coefficients, numbering).T
    assert abs(matrix).max() == 0.0


@given(seeds)
def test_a_frozen_correction_acts_as_the_correction_and_stays_bounded(seed):
    room = small_room(seed, shape=(8, 7, 6))
    coefficients, grid = room.operator.coefficients, room.grid
    rng = np.random.default_rng(seed)
    temperature = np.where(coefficients.centre > 0.0, rng.uniform(15.0, 40.0, grid.padded_shape), 0)
    frozen = freeze_correction(coefficients, temperature)
    first, after = grid.zeros(), grid.zeros()
    apply_stencil(coefficients, temperature, first)
    apply_stencil(frozen, temperature, after)
    limited = HeatOperator(grid, room.openness.area, second_order=True)
    limited.update(room.flux, np.full(grid.padded_shape, 0.005), room.exchange)
    correction = limited.right_hand_side(temperature) - limited.right_hand_side()
    assert np.abs(correction).max() > 0.0
    assert after == pytest.approx(first - correction, abs=1e-11)
    assert min(field.min() for field in frozen[1:]) >= -1e-13
    rest = coefficients.centre - sum(coefficients[1:])
    assert frozen.centre - sum(frozen[1:]) == pytest.approx(rest, abs=1e-12)


@pytest.mark.parametrize("dilu_cells", [0, 10_000], ids=["multigrid", "incomplete factors"])
@pytest.mark.parametrize("seed", range(3))
def test_second_order_tracers_are_solved_and_their_shares_sum_to_one(seed, dilu_cells, monkeypatch):
    """The frozen correction keeps every coefficient positive: both preconditioners rest on it."""
    monkeypatch.setattr("solvers.response.DILU_CELLS", dilu_cells)
    plate = Plate(0, 3.0, (0.0, 0.0), (4.2, 2.0), 0.1)
    room = small_room(seed, racks=3, shape=(16, 14, 10), heat=3.0, plates=(plate,))
    limited = HeatOperator(
        room.grid, room.openness.mixing, second_order=True, plates=room.openness.plates
    )
    limited.update(room.flux, np.full(room.grid.padded_shape, 0.005), room.exchange)
    temperature = np.full(room.grid.padded_shape, 20.0)
    assert limited.solve_tightly(temperature).converged
    frozen = freeze_correction(limited.coefficients, temperature, room.openness.plates)
    assert min(field.min() for field in frozen) >= 0.0
    flow = replace(room.flow, coefficients=frozen)
    shares = Response(flow, direct_cells=0).matrix()
    assert shares.air.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-10)
    assert shares.air.min() >= -1e-12
    assert shares.air == pytest.approx(Response(flow).matrix().air, abs=1e-10)
    solved = room.exchange.intakes.means(temperature)
    found = shares.coupled(room.exchange.transfer, room.exchange.offset)
    assert found == pytest.approx(solved, abs=1e-6)
