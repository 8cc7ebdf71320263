"""Limits of the power chain, each by a hand number at a confirmed point."""

from dataclasses import replace

import pytest

from coolsim.density import solve_density
from coolsim.density.case import make_case
from coolsim.density.limits import Point
from coolsim.density.limits.breaker import Breaker
from coolsim.density.limits.breaker_peak import BreakerPeak
from coolsim.density.limits.busway import Busway
from coolsim.density.limits.feed import SharedFeed
from coolsim.density.limits.grid_cap import GridCap
from coolsim.density.limits.phase import Phase
from coolsim.density.limits.transformer import Transformer
from coolsim.density.limits.ups import Ups
from coolsim.design.models import Design, Feed, Power, PowerElement, TripPoint
from coolsim.results.records import RackResult
from coolsim.scene import resolve
from tests.density.searching import finish
from tests.halls import small_hall
from tests.plant.power_cases import CATALOGUE, feed, hall, path, rack
from tests.scene.variants import AIR


def case_of(variant):
    scene = resolve(variant, CATALOGUE, AIR)
    return make_case(variant, scene, CATALOGUE, "uniform", 0.0)


def point_at(*powers_w):
    """A point whose racks draw some powers; nothing else of it matters here."""
    racks = tuple(
        RackResult(f"rack-{n + 1:04d}", f"R{n + 1}", p, p, 0.0, 1.0, 20.0, 20.0, 30.0, 27.0, ())
        for n, p in enumerate(powers_w)
    )
    return Point(racks=racks, coolers=(), wander_k=0.0)


def readings(limit, variant, *powers_w):
    found = limit.readings(case_of(variant), point_at(*powers_w))
    return {reading.object_id: reading for reading in found}


def reasons(limit, variant):
    return [item.reason for item in limit.unchecked(case_of(variant))]


def test_a_pdu_carries_all_after_the_loss_of_the_other_path():
    read = readings(Busway(), hall(), 40e3, 40e3, 40e3)
    assert (read["pdu-0001"].value, read["pdu-0001"].actual) == pytest.approx((150e3, 120e3))
    assert read["pdu-0001"].slack == pytest.approx(30e3)
    assert read["pdu-0001"].source == "design"


def test_a_ups_holds_its_load_without_its_spare_units():
    elements = (*path(1, units=3, redundancy="N+1", rated_w=50e3), *path(2))
    read = readings(Ups(), hall(elements=elements), 40e3, 40e3, 40e3)
    assert read["ups-0001"].value == pytest.approx(100e3)
    assert read["ups-0001"].actual == pytest.approx(120e3 / 0.985)
    assert read["ups-0001"].slack < 0.0


def test_a_transformer_carries_losses_too():
    read = readings(Transformer(), hall(), 40e3, 40e3, 40e3)["transformer-0001"]
    assert read.value == 250e3
    assert 120e3 / 0.985 / 0.975 < read.actual < 120e3 / 0.985 / 0.965


def test_ratings_that_are_not_known_are_not_checked():
    bare = (
        PowerElement(id="ups-0001", kind="ups"),
        PowerElement(id="pdu-0001", kind="pdu", supply_id="ups-0001", rated_w=1e5),
    )
    variant = hall(elements=bare, feeds=(feed(1),), racks=(rack(1, feed_b_id=None),))
    assert readings(Ups(), variant, 40e3) == {}
    assert reasons(Ups(), variant) == ["no rated power is given"]
    assert reasons(Busway(), variant) == []
    silent = (
        PowerElement(id="ups-0001", kind="ups", rated_w=1e5),
        PowerElement(id="pdu-0001", kind="pdu", supply_id="ups-0001", rated_w=1e5),
    )
    variant = hall(elements=silent, feeds=(feed(1),), racks=(rack(1, feed_b_id=None),))
    assert reasons(Ups(), variant) == ["losses of pdu-0001 below it are not known and not counted"]


def test_the_grid_cap_holds_losses_and_overhead():
    variant = hall(grid_cap_w=140e3)
    bare = readings(GridCap(), variant, 40e3, 40e3, 40e3)["variant-0001"]
    assert 120e3 / 0.985 < bare.actual < 140e3
    assert "heat rejection is not counted" in reasons(GridCap(), variant)[0]
    case = replace(case_of(variant), overhead_w=lambda it_w: 0.3 * it_w)
    (known,) = GridCap().readings(case, point_at(40e3, 40e3, 40e3))
    assert known.actual == pytest.approx(bare.actual + 36e3)
    assert list(GridCap().unchecked(case)) == []
    assert readings(GridCap(), hall(), 40e3, 40e3, 40e3) == {}


def test_uneven_phases_bind_before_the_whole_feed():
    racks = tuple(rack(n, phase=p, feed_b_id=None) for n, p in ((1, "L1"), (2, "L1"), (3, "L2")))
    read = readings(Phase(), hall(racks=racks), 40e3, 40e3, 40e3)
    assert read["feed-0001"].actual == pytest.approx(3 * 80e3)
    assert read["feed-0001"].value == pytest.approx(173.2e3, rel=1e-3)
    assert "pdu-0001" in read
    assert readings(Phase(), hall(), 40e3, 40e3, 40e3) == {}


def test_a_rack_on_an_unnamed_phase_is_not_checked():
    racks = (rack(1, feed_id="feed-0003", feed_b_id=None),)
    feeds = (feed(1), Feed(id="feed-0003", phases=1, supply_id="pdu-0001"))
    assert "which one" in reasons(Phase(), hall(racks=racks, feeds=feeds))[0]


def test_short_peaks_against_rating_and_curve():
    curve = (TripPoint(current_fraction=2.0, seconds=100.0),
             TripPoint(current_fraction=8.0, seconds=1.0))  # fmt: skip
    variant = hall(feeds=(feed(1, trip_curve=curve), feed(2)), peak_factor=1.5, peak_seconds=10.0)
    read = readings(BreakerPeak(), variant, 40e3, 40e3, 40e3)
    assert read["feed-0001"].actual == pytest.approx(180e3)
    assert read["feed-0001"].value == pytest.approx(4.0 * 173.2e3, rel=1e-3)
    assert read["feed-0002"].value == pytest.approx(173.2e3, rel=1e-3)
    assert readings(BreakerPeak(), hall(), 40e3, 40e3, 40e3) == {}


def test_a_pdu_binds_a_solved_hall_with_its_losses_in_the_air():
    drawn = small_hall().variant
    pdu = PowerElement(id="pdu-0001", kind="pdu", efficiency_fraction=0.98, rated_w=15e3)
    shared = Feed(id="feed-0001", supply_id="pdu-0001", per_rack=False)
    racks = tuple(r.model_copy(update={"feed_id": "feed-0001"}) for r in drawn.racks)
    power = Power(feeds=(shared,), elements=(pdu,))
    design = Design(variants=(drawn.model_copy(update={"racks": racks, "power": power}),))
    density = finish(solve_density(design, CATALOGUE, fidelity="live", cell_m=0.4))
    binding = density.hall.binding
    assert (binding.limit, binding.object_id) == ("busway", "pdu-0001")
    assert density.hall.power_w == pytest.approx(15e3, rel=2e-3)
    terms = {term.name: term.value for term in density.results.balance.terms}
    assert terms["Electrical losses"] == pytest.approx(density.hall.power_w * (1 / 0.98 - 1))
    assert density.results.balance.energy_fraction < 1e-6


def test_both_feeds_of_a_rack_are_its_limit():
    (both, other) = SharedFeed().groups(case_of(hall()))
    assert both.racks == other.racks == (0, 1, 2)
    feeds = (feed(1, per_rack=True), feed(2, per_rack=True, breaker_a=100.0))
    caps = list(Breaker().caps(case_of(hall(feeds=feeds, racks=(rack(1),)))))
    assert [cap.power_w for cap in caps] == pytest.approx([173.2e3, 69.3e3], rel=1e-3)
