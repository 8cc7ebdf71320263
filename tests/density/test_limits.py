"""Every limit against numbers worked by hand."""

import math
from dataclasses import replace

import pytest

from coolsim.density.limits import (
    COUPLED_LIMITS,
    OWN_LIMITS,
    SHARED_LIMITS,
    WATCHED_LIMITS,
    Cap,
    Point,
)
from coolsim.density.limits.air_rise import AirRise
from coolsim.density.limits.base import PowerGroup
from coolsim.density.limits.breaker import Breaker
from coolsim.density.limits.cooler_airflow import CoolerAirflow
from coolsim.density.limits.cooler_capacity import CoolerCapacity
from coolsim.density.limits.feed import SharedFeed
from coolsim.density.limits.floor_load import FloorLoad
from coolsim.density.limits.hall_cap import HallCap
from coolsim.density.limits.inlet_class import InletClass
from coolsim.density.limits.rack_mass import RackMassLimit
from coolsim.density.limits.rack_units import RackUnits
from coolsim.density.limits.tile_airflow import TileAirflow
from coolsim.density.opening import read_own_limits
from coolsim.density.records import UncheckedLimit
from coolsim.density.study import FLOW_LIMIT
from coolsim.density.titles import TITLES
from coolsim.design.models import Feed, FixedAirflow, Tile, Variant
from coolsim.results.records import CoolerResult, TileResult
from coolsim.scene import resolve
from tests.density.cases import case_of, contents, figure, rack
from tests.factories import make_rack
from tests.scene.variants import AIR, cooler

FEED = Feed(id="feed-0001", name="A", voltage_v=415.0, breaker_a=60.0)


def only(items):
    (item,) = items
    return item


def cap_of(limit, case):
    cap = only(limit.caps(case))
    assert isinstance(cap, Cap)
    assert cap.limit == limit.key
    return cap


def reason_of(limit, case):
    item = only(limit.caps(case))
    assert isinstance(item, UncheckedLimit)
    return item.reason


def test_every_limit_has_its_own_key_and_a_title():
    every = (*OWN_LIMITS, *SHARED_LIMITS, *COUPLED_LIMITS, *WATCHED_LIMITS)
    keys = [limit.key for limit in every]
    assert set(TITLES) == {*keys, FLOW_LIMIT}
    assert all(TITLES[limit.key] == limit.title for limit in every)
    assert len(set(keys)) == len(keys)
    assert all(TITLES.values())


def test_breaker():
    case = case_of(rack(load_w=1000.0, feed_id="feed-0001"), feeds=(FEED,))
    cap = cap_of(Breaker(), case)
    # sqrt(3) x 415 V x 60 A x 0.8 (NEC, continuous)
    assert cap.power_w == pytest.approx(34502.4, abs=0.5)
    assert cap.actual(20000.0) == 20000.0
    assert "NEC" in cap.source


def test_breaker_without_feed_or_rating_is_not_checked():
    assert "no feed" in reason_of(Breaker(), case_of(rack(load_w=1000.0)))
    blank = Feed(id="feed-0001", name="A")
    case = case_of(rack(load_w=1000.0, feed_id="feed-0001"), feeds=(blank,))
    assert "no voltage" in reason_of(Breaker(), case)


def test_a_shared_feed_is_no_breaker_of_one_rack():
    shared = FEED.model_copy(update={"per_rack": False})
    case = case_of(rack(load_w=1000.0, feed_id="feed-0001"), feeds=(shared,))
    assert list(Breaker().caps(case)) == []
    group = only(SharedFeed().groups(case))
    assert (group.object_id, group.racks) == ("feed-0001", (0,))
    assert group.value_w == pytest.approx(34502.4, abs=0.5)


def test_a_shared_feed_without_rating_is_not_checked():
    blank = Feed(id="feed-0001", name="A", per_rack=False)
    case = case_of(rack(load_w=1000.0, feed_id="feed-0001"), feeds=(blank,))
    assert list(SharedFeed().groups(case)) == []
    assert only(SharedFeed().unchecked(case)).object_id == "feed-0001"


def test_rack_height():
    # 42 U less 2 U of switches holds 10 nodes of 4 U: 10 x 1000 W + 600 W
    cap = cap_of(RackUnits(), case_of(rack(contents=contents(node=3, leaf=2))))
    assert cap.power_w == pytest.approx(10600.0)
    assert (cap.value, cap.actual(3600.0)) == (42.0, pytest.approx(2 + 3 * 4))


def test_rack_height_is_not_checked_for_plain_loads_and_unknown_heights():
    assert "plain load" in reason_of(RackUnits(), case_of(rack(load_w=1.0)))
    bare = case_of(rack(contents=contents(bare_node=3)))
    assert "Bare node" in reason_of(RackUnits(), bare)


def test_a_rack_scale_system_fits_once():
    case = case_of(rack(contents=contents(pod=1), height_u=100))
    assert cap_of(RackUnits(), case).power_w == 30000.0


def test_rack_mass():
    # 1000 kg less 120 kg of rack and 10 kg of switch holds 17 nodes of 50 kg
    fields = {"empty_mass_kg": 120.0, "mass_limit_kg": 1000.0}
    cap = cap_of(RackMassLimit(), case_of(rack(contents=contents(node=3, leaf=1), **fields)))
    assert cap.power_w == pytest.approx(17 * 1000.0 + 300.0)
    assert cap.actual(3300.0) == pytest.approx(120 + 10 + 3 * 50)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"contents": contents(node=1)}, "no mass limit"),
        ({"contents": contents(node=1), "mass_limit_kg": 900.0}, "empty rack"),
        ({"load_w": 1000.0, "mass_limit_kg": 900.0}, "plain load"),
        ({"contents": contents(bare_node=1), "mass_limit_kg": 900.0}, "Bare node"),
    ],
)
def test_rack_mass_that_cannot_be_checked(fields, reason):
    assert reason in reason_of(RackMassLimit(), case_of(rack(**fields)))


def test_a_rack_heavier_than_its_limit_holds_no_unit():
    fields = {"empty_mass_kg": 500.0, "mass_limit_kg": 400.0}
    case = case_of(rack(contents=contents(node=1), **fields))
    assert cap_of(RackMassLimit(), case).power_w == 0.0


def test_floor_load():
    # 0.6 m x (1.2 + 0.8) m = 1.2 m2 carry 600 kg: 100 kg of rack and 10 nodes
    drawn = rack(
        contents=contents(node=1), empty_mass_kg=100.0, clearance_front_m=0.5, clearance_rear_m=0.3
    )
    cap = cap_of(FloorLoad(), case_of(drawn, floor_load_limit_kg_m2=500.0))
    assert cap.power_w == pytest.approx(10_000.0)
    assert cap.actual(10_000.0) == pytest.approx(500.0)


def test_an_unknown_floor_is_told_once():
    item = only(FloorLoad().caps(case_of(rack(1, load_w=1.0), rack(2, load_w=1.0))))
    assert isinstance(item, UncheckedLimit)
    assert item.object_id == "variant-0001"


def test_air_rise_of_a_fixed_airflow():
    case = case_of(rack(load_w=5000.0, airflow=FixedAirflow(airflow_m3_s=0.5)))
    cap = cap_of(AirRise(), case)
    assert cap.power_w == pytest.approx(1.2 * 1006.0 * 0.5 * 28.6)
    assert cap.actual(cap.power_w) == pytest.approx(28.6)
    assert list(AirRise().caps(case_of(rack(load_w=5000.0)))) == []


def test_hall_cap():
    case = case_of(rack(1, load_w=1000.0), rack(2, load_w=1000.0), hall_cap_w=9000.0)
    group = only(HallCap().groups(case))
    assert (group.racks, group.value_w) == ((0, 1), 9000.0)
    assert group.reading([4000.0, 4500.0]).slack == 500.0
    assert list(HallCap().unchecked(case)) == []
    open_hall = case_of(rack(load_w=1000.0))
    assert list(HallCap().groups(open_hall)) == []
    assert only(HallCap().unchecked(open_hall)).limit == "hall_cap"


@pytest.mark.parametrize(
    ("weights", "caps", "level"),
    [
        ((1.0, 1.0), (math.inf, math.inf), 5.0),
        ((1.0, 1.0), (3.0, math.inf), 7.0),
        ((1.0, 4.0), (math.inf, math.inf), 2.0),
        ((1.0, 0.0), (math.inf, math.inf), 10.0),
        ((1.0, 1.0), (3.0, 4.0), math.inf),
        ((1.0, 1.0), (3.0, 7.0), 7.0),
    ],
)
def test_the_level_at_which_a_shared_limit_binds(weights, caps, level):
    group = PowerGroup("hall_cap", "v", "Hall", (0, 1), 10.0, "design", "design")
    assert group.highest_level(weights, caps) == pytest.approx(level)
    if math.isfinite(level):
        powers = [min(level * w, c) for w, c in zip(weights, caps, strict=True)]
        assert abs(group.reading(powers).slack) <= group.reading(powers).tolerance


def cooled_case(capacity_w, margin_k=0.0):
    case = case_of(rack(load_w=5000.0), margin_k=margin_k)
    drawn = Variant(
        id="variant-0001",
        racks=case.variant.racks,
        coolers=(cooler(capacity_w=capacity_w, supply_temperature_c=18.0),),
    )
    scene = resolve(drawn, case.catalogue, AIR)
    return type(case)(drawn, scene, case.catalogue, case.weights, case.fillings, margin_k)


def point(case, *, inlet=25.0, wander=0.0, returned=30.0):
    unit = CoolerResult(
        id="cooler-0001",
        name="C",
        airflow_m3_s=2.0,
        return_temperature_c=returned,
        supply_temperature_c=18.0,
        set_point_c=18.0,
        holds_set_point=True,
        duty_w=0.0,
        net_duty_w=0.0,
        capacity_w=None,
        fan_power_w=0.0,
    )
    return Point((make_rack(case.racks[0], inlet),), (unit,), wander)


def test_inlet_class_keeps_margin_and_the_top_of_a_wander():
    case = cooled_case(None, margin_k=0.5)
    found = only(InletClass().readings(case, point(case, inlet=25.0, wander=0.3)))
    assert (found.value, found.actual) == (pytest.approx(26.5 - 0.02), pytest.approx(25.3))
    # an answer as far over this as the search allows is still at the margin
    assert found.value + found.tolerance <= 26.5
    assert found.at_rest == 18.0
    assert found.source.startswith("A2 recommended")


def test_cooler_capacity():
    case = cooled_case(20_000.0)
    found = only(CoolerCapacity().readings(case, point(case, returned=26.0)))
    # 1.2 kg/m3 x 1006 J/kg K x 2 m3/s x 8 K
    assert found.actual == pytest.approx(19315.2)
    assert found.slack == pytest.approx(684.8)
    cold = only(CoolerCapacity().readings(case, point(case, returned=15.0)))
    assert cold.actual == 0.0


def test_an_unknown_capacity_is_not_checked():
    case = cooled_case(None)
    assert list(CoolerCapacity().readings(case, point(case))) == []
    assert only(CoolerCapacity().unchecked(case)).object_id == "cooler-0001"


def test_the_lowest_cap_comes_first():
    drawn = rack(
        contents=contents(node=1), empty_mass_kg=100.0, mass_limit_kg=300.0, feed_id="feed-0001"
    )
    caps, unchecked = read_own_limits(case_of(drawn, feeds=(FEED,)))
    assert [cap.limit for cap in caps[0]] == ["rack_mass", "rack_units", "breaker"]
    assert [item.limit for item in unchecked] == ["floor_load"]


def with_cooler(**fields):
    case = cooled_case(20_000.0)
    variant = case.variant.model_copy(update={"coolers": (cooler(**fields),)})
    return replace(case, variant=variant)


@pytest.mark.parametrize(("drawn", "exceeded"), [(13.7, False), (20.0, True)])
def test_a_cooler_moves_no_more_air_than_its_machine(drawn, exceeded):
    case = with_cooler(unit="vertiv_pw170", airflow_m3_s=drawn)
    found = list(CoolerAirflow().readings(case, point(case)))
    assert bool(found) == exceeded
    assert all(reading.slack < -reading.tolerance for reading in found)
    assert list(CoolerAirflow().unchecked(case)) == []


def test_a_machine_without_a_rated_airflow_is_not_checked():
    case = with_cooler(unit="stulz_cw2_1280", airflow_m3_s=5.0)
    assert only(CoolerAirflow().unchecked(case)).limit == "cooler_airflow"


def test_tile_airflow_reads_where_an_entry_states_the_most_and_is_told_elsewhere():
    entry = {"name": "Grille", "k_loss": figure(20.0), "max_airflow_m3_s": figure(0.4)}
    drawn = (
        Tile(id="tile-0001", x_m=1.0, y_m=1.0, unit="grille"),
        Tile(id="tile-0002", x_m=2.0, y_m=1.0, open_fraction=0.5),
        Tile(id="tile-0003", x_m=2.0, y_m=1.0, surface="ceiling", open_fraction=0.5),
    )
    plain = case_of(rack())
    variant = plain.variant.model_copy(update={"tiles": drawn})
    catalogue = plain.catalogue.with_entries({"tile": {"grille": entry}})
    case = replace(plain, variant=variant, catalogue=catalogue)
    tiles = [TileResult(tile.id, tile.label, 0.5, 18.0) for tile in drawn]
    reading = only(TileAirflow().readings(case, Point((), (), 0.0, tiles=tiles)))
    assert (reading.object_id, reading.value, reading.actual) == ("tile-0001", 0.4, 0.5)
    assert only(TileAirflow().unchecked(case)).object_id == "tile-0002"
