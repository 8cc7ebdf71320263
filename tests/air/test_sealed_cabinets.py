"""Cabinets as the only leak of a sealed aisle: they pass what is supplied beyond the demand."""

from itertools import pairwise

import numpy as np
import pytest

from coolsim.air.case import build_devices
from coolsim.air.solve import AirSolver
from coolsim.air.summary import balance
from coolsim.errors import SolveError
from tests.air.halls import CELL_M, all_changed, changed, contained, scene_of, solve
from tests.air.test_cabinet import TIGHT

SUPPLY_M3_S = 1.6


def sealed(demand, cabinet=None):
    variant = contained(demand=demand)
    return changed(variant, racks=all_changed(variant.racks, cabinet=cabinet or {}))


def devices_of(variant):
    scene = scene_of(variant)
    return build_devices(scene, AirSolver(scene, "live", CELL_M, "constant").finest)


@pytest.mark.parametrize("demand", [0.9, 0.98, 1.0, 1.02, 1.1])
def test_fronts_draw_what_the_sealed_aisle_is_supplied_with(demand):
    devices = devices_of(sealed(demand))
    air = devices.cabinets
    assert air.flows.front.sum() == pytest.approx(SUPPLY_M3_S, rel=1e-9)
    assert air.flows.leak.sum() == pytest.approx((demand - 1.0) * SUPPLY_M3_S, abs=1e-8)
    # all racks of the aisle have the same pressure between their sides
    lifts = [air.drive.rear_pa[a:b].mean() for a, b in pairwise(air.patches.start)]
    np.testing.assert_allclose(lifts, lifts[0], atol=1e-9)


def test_the_aisle_is_pressed_upon_by_what_is_supplied_too_much():
    lifts = [devices_of(sealed(d)).cabinets.drive.rear_pa.mean() for d in (0.9, 1.0, 1.1)]
    assert lifts[0] < lifts[1] < lifts[2]


@pytest.mark.parametrize("demand", [0.95, 1.05])
def test_a_sealed_aisle_with_cabinets_is_solved_and_balanced(demand):
    solution = solve(sealed(demand), "live")
    assert solution.status in ("converged", "wandering")
    assert balance(solution).energy_fraction < 1e-9
    assert balance(solution).mass_fraction < 1e-9
    assert solution.devices.cabinets.flows.front.sum() == pytest.approx(SUPPLY_M3_S, rel=1e-8)


def test_cabinets_that_leak_nowhere_cannot_help():
    with pytest.raises(SolveError, match="sealed and unbalanced"):
        devices_of(sealed(0.95, TIGHT))
