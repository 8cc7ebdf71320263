"""The same hall on a second grid: which one, what comes of it, and where it is refused."""

import math
from dataclasses import replace

import pytest

from coolsim import grid_error
from coolsim.catalogue import load_catalogue
from coolsim.errors import SolveError
from coolsim.grid_error import REFINEMENT, SecondGrid, with_grid_error
from coolsim.results.files import load_results, save_results
from coolsim.results.grid_error import estimated_error
from coolsim.simulate import resolve_design, simulate
from solvers.grid import Grid
from tests.air.halls import finish
from tests.halls import small_hall

CELL_M = 0.3


@pytest.fixture(scope="module")
def solved():
    design, catalogue = small_hall(), load_catalogue()
    results = finish(simulate(design, catalogue, fidelity="live", cell_m=CELL_M))
    scene = resolve_design(design, catalogue)
    return design, scene, results, finish(with_grid_error(design, scene, results))


def test_every_rack_gets_the_estimate_of_its_own_change(solved):
    _, _, plain, judged = solved
    found = judged.grid_error
    assert found.is_finer
    assert found.refinement == pytest.approx(REFINEMENT, rel=0.1)
    own = [
        estimated_error(
            rack.second_grid_inlet_c - rack.inlet_temperature_c, found.refinement, is_finer=True
        )
        for rack in judged.racks
    ]
    assert max(own) > 0.0
    for rack, before, error in zip(judged.racks, plain.racks, own, strict=True):
        assert rack.inlet_temperature_c == before.inlet_temperature_c
        assert rack.inlet_grid_error_k >= error
        assert math.isnan(before.inlet_grid_error_k)
    assert found.largest_k == pytest.approx(max(own))
    assert found.largest_name in {rack.name for rack in judged.racks}


def test_it_is_stored_with_the_result(solved, tmp_path):
    judged = solved[3]
    save_results(judged, tmp_path)
    read = load_results(tmp_path)
    assert read.grid_error == judged.grid_error
    assert [r.inlet_grid_error_k for r in read.racks] == [
        r.inlet_grid_error_k for r in judged.racks
    ]


def test_the_second_grid_is_coarser_where_a_finer_one_would_be_too_large(solved, monkeypatch):
    design, scene, results, _ = solved
    first = Grid(results.grid.shape, results.grid.spacing_m, results.fields.origin_m)
    monkeypatch.setattr(grid_error, "MOST_CELLS", first.cells)
    second = SecondGrid(design, scene, first)
    assert not second.is_finer
    assert second.solver.finest.openness.grid.cells < first.cells


def test_a_draft_is_refused(solved):
    design, scene, results, _ = solved
    with pytest.raises(SolveError, match="potential flow"):
        finish(with_grid_error(design, scene, replace(results, fidelity="draft")))


def test_closing_it_stops_the_second_solve(solved):
    design, scene, results, _ = solved
    steps = with_grid_error(design, scene, results)
    assert next(steps).stage == "grid error"
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)
