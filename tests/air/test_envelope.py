"""Walls, roof and floor that pass heat: balance, sign, and the temperature they tend to."""

import numpy as np
import pytest

from coolsim.air.response import AirResponse
from coolsim.air.summary import balance, cooler_results
from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from coolsim.errors import SolveError
from tests.air.halls import all_changed, base, design_of, hall, scene_of, solve


def envelope(solution):
    return {term.name: term.value for term in balance(solution).terms}.get("Envelope")


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_heat_through_the_walls_closes_the_balance(fidelity):
    warm = solve(hall(base(), wall_u_w_m2_k=0.5, wall_outside_c=45.0), fidelity)
    gain = envelope(warm)
    assert gain > 400.0
    assert balance(warm).energy_fraction < 1e-9
    assert cooler_results(warm)[0].net_duty_w == pytest.approx(20e3 + gain, rel=1e-9)


def test_heat_is_the_u_value_times_area_times_difference():
    # without racks the room is all at the supply temperature
    empty = hall(base(racks=()), roof_u_w_m2_k=1e-3, roof_outside_c=50.0)
    area = empty.hall.length_m * empty.hall.width_m
    assert envelope(solve(empty)) == pytest.approx(1e-3 * area * 30.0, rel=1e-3)
    ground = hall(base(racks=()), floor_u_w_m2_k=1e-3, floor_outside_c=10.0)
    # cells that reach below the floor of the plenum have its whole area all the same
    for depth in (0.6, 0.5):
        deep = hall(ground, raised_floor_m=depth)
        assert envelope(solve(deep)) == pytest.approx(-1e-3 * area * 10.0, rel=1e-3)


def test_walls_reach_from_under_the_floor_to_above_the_ceiling():
    walls = hall(base(racks=()), wall_u_w_m2_k=1e-3, wall_outside_c=50.0, raised_floor_m=0.5)
    around = 2.0 * (walls.hall.length_m + walls.hall.width_m)
    (cooler,) = walls.coolers
    area = around * (walls.hall.height_m + 0.5) - cooler.width_m * cooler.height_m
    assert envelope(solve(walls)) == pytest.approx(1e-3 * area * 30.0, rel=1e-3)


def test_without_a_u_value_nothing_changes():
    plain, told = solve(base()), solve(hall(base(), wall_u_w_m2_k=0.0, wall_outside_c=50.0))
    assert envelope(told) is None
    np.testing.assert_array_equal(plain.intake_means, told.intake_means)


def test_a_room_without_machines_takes_the_outside_temperature():
    alone = hall(
        base(racks=(), coolers=(), tiles=()), roof_u_w_m2_k=2.0, roof_outside_c=35.0,
        floor_leakage_fraction=0.0,
    )  # fmt: skip
    field = solve(alone).temperature_c()
    assert np.nanmin(field) == pytest.approx(35.0, abs=1e-6)


def test_a_wall_that_loses_heat_helps_coolers_that_cannot_take_it_all():
    weak = base(coolers=all_changed(base().coolers, capacity_w=19e3))
    with pytest.raises(SolveError):
        solve(weak)
    solution = solve(hall(weak, wall_u_w_m2_k=1.0, wall_outside_c=0.0))
    assert envelope(solution) < -900.0
    assert balance(solution).energy_fraction < 1e-9


def test_a_u_value_needs_the_temperature_beyond():
    bad = hall(base(), floor_u_w_m2_k=1.0)
    with pytest.raises(SolveError, match="temperature beyond"):
        scene_of(bad)
    codes = [f.code for f in check(design_of(bad), load_catalogue())]
    assert "hall.no_outside_temperature" in codes


def test_walls_are_a_source_of_their_own_in_the_explanation():
    solution = solve(hall(base(), wall_u_w_m2_k=2.0, wall_outside_c=45.0), "live")
    explained = AirResponse(solution).explain(0)
    assert explained.sum_error_k < 0.01
    (wall,) = [item for item in explained.contributions if item.kind == "wall"]
    assert wall.temperature_c == pytest.approx(45.0)
    assert wall.adds_k > 0.0


def test_lights_people_and_each_outer_side_are_named_in_the_explanation():
    drawn = hall(
        base(),
        wall_u_w_m2_k=2.0,
        wall_outside_c=45.0,
        roof_u_w_m2_k=1.0,
        roof_outside_c=60.0,
        lights_w=1500.0,
        people=8,
    )
    explained = AirResponse(solve(drawn, "live")).explain(0)
    assert abs(explained.sum_error_k) < 0.01
    lines = {item.source_name: item for item in explained.contributions if item.kind != "rack"}
    assert {"Walls", "Roof", "Lights", "People"} <= set(lines)
    assert "Other heat" not in lines
    assert lines["Roof"].temperature_c == 60.0
    assert lines["Walls"].temperature_c == 45.0
    for name in ("Walls", "Roof", "Lights", "People"):
        assert lines[name].adds_k > 0.0
    assert all(lines[name].kind == "heat" for name in ("Lights", "People"))
