"""The stack of limits over a rack, what binds together, what no power moves, what is stranded."""

from dataclasses import replace
from functools import cache

import pytest

from coolsim.density.allocated import Wish
from coolsim.density.files import density_from_json, density_to_json
from coolsim.density.records import LimitReading
from coolsim.density.stack import stack_of, stranded_of_hall, stranded_of_rack
from coolsim.design.models import Feed, Power
from tests.density.test_solve import base, hall, solve
from tests.halls import small_hall

FEED = Feed(id="feed-0001", name="A", voltage_v=230.0, breaker_a=40.0, phases=1, jurisdiction="IEC")


@cache
def fed():
    design = hall(racks=lambda n: {"feed_id": "feed-0001"}, power=Power(feeds=(FEED,)))
    return solve(design)


def test_the_stack_names_every_limit_over_a_rack_nearest_first():
    density = fed()
    stack = stack_of(density, density.racks[0])
    kinds = [reading.limit for reading in stack]
    assert {"inlet_class", "breaker", "cooler_capacity"} <= set(kinds)
    assert stack[0].object_id == density.racks[0].binding.object_id
    assert [r.slack_w for r in stack] == sorted(r.slack_w for r in stack)
    # the inlet that binds, and the rack's own
    inlets = {r.object_id for r in stack if r.limit == "inlet_class"}
    assert inlets == {density.racks[0].binding.object_id, "rack-0001"}
    breaker = next(r for r in stack if r.limit == "breaker")
    assert breaker.slack_w == pytest.approx(9200.0 - density.racks[0].power_w)


def test_stranded_power_is_what_the_breaker_has_left_and_cooling_what_the_cooler_has():
    density = fed()
    (breaker,) = stranded_of_rack(density, density.racks[0])
    assert (breaker.cause, breaker.limit, breaker.binds) == ("power", "breaker", "inlet_class")
    assert breaker.left == pytest.approx(9200.0 - density.racks[0].power_w)
    of_hall = {item.limit: item for item in stranded_of_hall(density)}
    assert of_hall["breaker"].left == pytest.approx(4 * 9200.0 - density.hall.power_w)
    duty = density.results.coolers[0].net_duty_w
    assert of_hall["cooler_capacity"].cause == "cooling"
    assert of_hall["cooler_capacity"].left == pytest.approx(48_000.0 - duty, rel=1e-3)


def test_two_feeds_leave_their_power_once_and_floor_loads_do_not_add_up():
    density = fed()
    floor = LimitReading("floor_load", "", "", 1200.0, 200.0, "kg_m2", "design", "design", 9e3)
    twice = tuple(
        replace(
            rack,
            limits=(*rack.limits, *rack.limits, replace(floor, object_id=rack.id)),
        )
        for rack in density.racks
    )
    told = {item.limit: item for item in stranded_of_hall(replace(density, racks=twice))}
    once = {item.limit: item for item in stranded_of_hall(density)}
    assert told["breaker"] == once["breaker"]
    assert told["floor_load"].left == pytest.approx(1000.0)
    assert told["floor_load"].object_name == f"mean of {len(density.racks)} racks"


def test_limits_that_bind_together_are_told_and_the_next_lies_beyond():
    power = base().hall.power_w
    chain = small_hall().variant.power.model_copy(update={"hall_cap_w": 1.001 * power})
    density = solve(hall(power=chain))
    assert density.hall.binding.limit == "inlet_class"
    assert density.hall.also == ("hall_cap",)
    assert density.hall.next.limit == "cooler_capacity"
    assert all(rack.also == ("hall_cap",) for rack in density.racks)


def test_air_below_the_band_and_a_blocked_clearance_are_told_but_stop_nothing():
    clear = {"clearance_front_m": 0.9, "clearance_rear_m": 3.0}
    # supply of 14 deg C is 4 K below the band; behind the row there are 1.8 m to the wall
    density = solve(hall(racks=lambda n: clear, coolers={"supply_temperature_c": 14.0}))
    assert density.status == "confirmed"
    assert density.hall.power_w > base().hall.power_w
    codes = {finding.code for finding in density.findings}
    assert {"density.inlet_low", "density.service_clearance"} <= codes
    blocked = [w for w in density.watched if w.limit == "service_clearance"]
    assert len(blocked) == 4
    assert not any(w.holds for w in blocked)
    assert all(w.holds for w in base().watched)


def test_a_floor_that_no_flow_holds_names_the_limit_it_clashes_with():
    density = solve(small_hall(), "total", wish=Wish(floor_w=9000.0))
    assert density.status == "infeasible"
    (clash,) = [f for f in density.findings if f.code == "density.infeasible"]
    assert "floor of 9 kW" in clash.message
    assert "rack air inlet" in clash.message


def test_a_floor_above_a_breaker_names_the_breaker():
    design = hall(racks=lambda n: {"feed_id": "feed-0001"}, power=Power(feeds=(FEED,)))
    density = solve(design, "min", wish=Wish(floor_w=10_000.0))
    (clash,) = [f for f in density.findings if f.code == "density.infeasible"]
    assert "rack breaker" in clash.message
    assert "9.2 kW" in clash.message


def test_stack_and_watched_limits_are_kept_in_the_file():
    density = fed()
    again = density_from_json(density_to_json(density))
    assert again.limits == density.limits
    assert again.watched == density.watched
    assert again.racks == density.racks
