"""In-row, up-flow and fan-wall units: the air moves where their intake and discharge say."""

import numpy as np
import pytest

from coolsim.air.summary import balance
from coolsim.design.models import Cooler, Hall, Rack, Variant
from tests.air.halls import changed, solve

FLOW = 1.0


def room(**cooler) -> Variant:
    """One rack and one cooler in a hall without raised floor; the cooler faces +x."""
    unit = {
        "id": "cooler-0001", "x_m": 3.0, "y_m": 2.1, "width_m": 0.6, "depth_m": 1.2,
        "height_m": 2.1, "airflow_m3_s": FLOW, "discharge": "front", "intake": "rear", **cooler,
    }  # fmt: skip
    return Variant(
        id="variant-0001",
        hall=Hall(length_m=6.0, width_m=4.2, height_m=3.0, raised_floor_m=0.0),
        racks=(Rack(id="rack-0001", x_m=3.0, y_m=3.0, height_m=2.1, load_w=4000.0),),
        coolers=(Cooler.model_validate(unit),),
    )


def through(solution, axis, position_m, across):
    """Flow along +axis through a plane, over cells whose centres lie within ``across`` [m3/s]."""
    grid = solution.devices.geometry.openness.grid
    face = 1 + round((position_m - grid.origin[axis]) / grid.spacing[axis])
    flux = np.take(solution.flux[axis], face, axis=axis)[1:-1, 1:-1]
    inside = np.ones(flux.shape, dtype=bool)
    others = [n for n in range(3) if n != axis]
    for place, (other, (low, high)) in enumerate(zip(others, across, strict=True)):
        centres = grid.origin[other] + grid.spacing[other] * (np.arange(flux.shape[place]) + 0.5)
        shape = [1, 1]
        shape[place] = -1
        inside &= ((centres > low) & (centres < high)).reshape(shape)
    return float(flux[inside].sum()) * grid.face_areas[axis]


SIDE = ((1.8, 2.4), (0.0, 2.1))
TOP = ((2.4, 3.6), (1.8, 2.4))


def test_an_in_row_unit_blows_from_its_front_and_draws_at_its_rear_at_rack_height():
    solution = solve(room(type="in_row"))
    assert through(solution, 0, 3.6, SIDE) == pytest.approx(FLOW, rel=1e-6)
    assert through(solution, 0, 2.4, SIDE) == pytest.approx(FLOW, rel=1e-6)
    cells = solution.devices.geometry.intakes[3].cells
    _, _, z = np.unravel_index(cells, solution.devices.geometry.openness.grid.padded_shape)
    assert (z.min(), z.max()) == (1, 7)
    assert balance(solution).mass_fraction < 1e-12


def test_a_turned_in_row_unit_blows_the_other_way():
    solution = solve(room(type="in_row", heading_deg=180.0))
    assert through(solution, 0, 2.4, SIDE) == pytest.approx(-FLOW, rel=1e-6)
    assert through(solution, 0, 3.6, SIDE) == pytest.approx(-FLOW, rel=1e-6)


def test_an_up_flow_unit_blows_from_its_top_and_draws_at_its_front():
    solution = solve(room(discharge="top", intake="front"))
    assert through(solution, 2, 2.1, TOP) == pytest.approx(FLOW, rel=1e-6)
    assert through(solution, 0, 3.6, SIDE) == pytest.approx(-FLOW, rel=1e-6)


def test_a_fan_wall_draws_above_and_blows_through_its_drawn_band():
    variant = room(type="fan_wall", intake="top", discharge_z_from_m=0.3, discharge_z_to_m=0.9)
    solution = solve(variant)
    assert through(solution, 0, 3.6, ((1.8, 2.4), (0.3, 0.9))) == pytest.approx(FLOW, rel=1e-6)
    assert through(solution, 0, 3.6, ((1.8, 2.4), (0.9, 2.1))) == pytest.approx(0.0, abs=1e-9)
    assert through(solution, 2, 2.1, TOP) == pytest.approx(-FLOW, rel=1e-6)


def test_a_unit_that_draws_where_it_blows_returns_its_own_air():
    variant = room(discharge="front", intake="front")
    rack = changed(variant.racks[0], load_w=0.0)
    assert through(solve(changed(variant, racks=(rack,))), 0, 3.6, SIDE) == pytest.approx(0.0)


UNDER = ((2.7, 3.3), (1.5, 2.7))


def test_a_ceiling_unit_blows_down_from_its_underside():
    hanging = {"type": "ceiling", "z_from_m": 2.4, "height_m": 0.6, "width_m": 1.2, "depth_m": 0.6}
    solution = solve(room(**hanging, discharge="bottom", intake="rear"))
    assert through(solution, 2, 2.4, UNDER) == pytest.approx(-FLOW, rel=1e-6)
    assert through(solution, 0, 2.7, ((1.5, 2.7), (2.4, 3.0))) == pytest.approx(FLOW, rel=1e-6)
    assert balance(solution).mass_fraction < 1e-12
    assert balance(solution).energy_fraction < 1e-9


def test_a_ceiling_unit_blows_sideways_and_draws_from_below():
    hanging = {"type": "ceiling", "z_from_m": 2.4, "height_m": 0.6, "width_m": 1.2, "depth_m": 0.6}
    solution = solve(room(**hanging, discharge="front", intake="bottom"))
    assert through(solution, 2, 2.4, UNDER) == pytest.approx(FLOW, rel=1e-6)
    assert through(solution, 0, 3.3, ((1.5, 2.7), (2.4, 3.0))) == pytest.approx(FLOW, rel=1e-6)
