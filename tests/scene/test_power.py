"""The power chain resolved: laws and ratings, who hangs on whom, losses in the hall's air."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Feed, Power, PowerElement, Variant
from coolsim.scene import with_rack_powers
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power import resolve_power
from tests.scene.variants import rack as standing
from tests.scene.variants import scene_of

PDU = {"id": "pdu-0001", "kind": "pdu", "efficiency_fraction": 0.98}
FEED = Feed(id="feed-0001", name="A", supply_id="pdu-0001")


def rack(number, **fields):
    """One rack of a row."""
    return standing(id=f"rack-{number:04d}", y_m=1.0 + number, **fields)


def resolved(*elements, feeds=(), racks=()):
    """The chain of some elements, and the figures noted."""
    log = AssumptionLog()
    drawn = Variant(id="variant-0001", racks=racks, power=Power(feeds=feeds, elements=elements))
    return resolve_power(drawn, load_catalogue(), log), log.all()


def only(**fields):
    """The one element of a chain."""
    power, _ = resolved(PowerElement(**fields))
    return power.elements[0]


def test_a_busway_is_rated_by_its_current_and_loses_as_the_catalogue_says():
    busway = only(id="busway-0001", kind="busway", unit="busway_415v_400a")
    assert busway.rated.value == pytest.approx(230.0e3, rel=1e-3)
    assert busway.law.efficiency(1.0) == pytest.approx(0.985)
    full = only(id="busway-0001", kind="busway", unit="busway_415v_400a", full_rated=True)
    assert full.rated.value == pytest.approx(287.5e3, rel=1e-3)


def test_a_current_drawn_counts_by_its_jurisdiction():
    fields = {"id": "pdu-0001", "kind": "pdu", "voltage_v": 400.0, "current_a": 100.0}
    assert only(**fields, jurisdiction="IEC").rated.value == pytest.approx(69.28e3, rel=1e-3)
    assert only(**fields, jurisdiction="NEC").rated.value == pytest.approx(55.43e3, rel=1e-3)


@pytest.mark.parametrize(
    ("redundancy", "units", "carried"), [("N", 3, 3.0), ("N+1", 3, 2.0), ("2N", 4, 2.0)]
)
def test_capacity_without_the_spare_units(redundancy, units, carried):
    ups = only(id="ups-0001", kind="ups", rated_w=1e6, units=units, redundancy=redundancy)
    assert ups.capacity_w == pytest.approx(carried * 1e6)


def test_modes_of_a_ups():
    eaton = {"id": "ups-0001", "kind": "ups", "unit": "ups_eaton_9395xr", "rated_w": 1.9e6}
    assert only(**eaton).law.efficiency(0.5) == pytest.approx(0.973, abs=0.001)
    assert only(**eaton, mode="eco").law.efficiency(0.5) == pytest.approx(0.990, abs=0.001)
    other = only(id="ups-0001", kind="ups", unit="ups_vertiv_exl_s1", mode="eco")
    assert other.law is None
    assert "eco mode" in other.law_note


def test_what_is_not_known_is_not_assumed():
    bare = only(id="transformer-0001", kind="transformer")
    assert (bare.law, bare.capacity_w) == (None, None)
    curve = only(id="ups-0001", kind="ups", unit="ups_eaton_9395xr")
    assert curve.law is None
    assert "rated power" in curve.law_note


def test_figures_used_are_noted():
    _, noted = resolved(PowerElement(id="transformer-0001", kind="transformer", unit="transformer"))
    (figure,) = noted
    assert figure.confidence == "third_party"
    assert figure.value == pytest.approx(0.9875)


def test_racks_share_their_feeds_and_one_carries_all_after_a_loss():
    b = Feed(id="feed-0002", name="B")
    power, _ = resolved(
        PowerElement(**PDU),
        feeds=(FEED, b),
        racks=(
            rack(1, feed_id="feed-0001", feed_b_id="feed-0002"),
            rack(2, feed_id="feed-0001"),
            rack(3),
        ),
    )
    both = power.shares([10.0, 6.0, 1.0])
    assert both.by_rack.sum(axis=1) == pytest.approx([11.0, 5.0])
    assert (both.at_meter_w, both.dark) == (1.0, ())
    lost = power.shares([10.0, 6.0, 1.0], ["pdu-0001"])
    assert lost.by_rack.sum(axis=1) == pytest.approx([0.0, 10.0])
    assert lost.dark == (1,)


def test_losses_in_the_hall_are_heat_of_its_air_and_follow_the_racks():
    racks = (rack(1, load_w=9800.0, feed_id="feed-0001"),)
    scene = scene_of(racks=racks, power=Power(feeds=(FEED,), elements=(PowerElement(**PDU),)))
    (source,) = [s for s in scene.room_sources if s.name == "Electrical losses"]
    assert source.power_w == pytest.approx(200.0)
    assert source.heights_m == (0.0, 2.0)
    (twice,) = with_rack_powers(scene, [19600.0]).room_sources
    assert twice.power_w == pytest.approx(400.0)


def test_losses_elsewhere_are_not():
    away = PowerElement(**PDU, room="Electrical room")
    racks = (rack(1, load_w=9800.0, feed_id="feed-0001"),)
    assert scene_of(racks=racks, power=Power(feeds=(FEED,), elements=(away,))).room_sources == ()
