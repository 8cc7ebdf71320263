"""Checks of the power chain as drawn."""

import pytest

from coolsim.checks import check
from coolsim.design.models import Cooler, Design, Feed, Power, PowerElement
from tests.plant.power_cases import CATALOGUE, feed, hall, path, rack

CODES = {
    "power.common_path",
    "power.curve",
    "power.losses_unknown",
    "power.phase_unknown",
    "power.rating_unknown",
    "power.unused",
}


def codes(variant, prefix="power."):
    found = check(Design(variants=(variant,)), CATALOGUE)
    return {f.code: f for f in found if f.code.startswith(prefix)}


def test_two_paths_with_figures_have_nothing_to_tell():
    assert codes(hall()) == {}


def test_a_common_path_is_named():
    one = (feed(1), feed(2, supply_id="pdu-0001"))
    found = codes(hall(feeds=one, elements=path(1)))["power.common_path"]
    assert "takes both" in found.message
    assert set(found.object_ids) >= {"rack-0001", "rack-0003"}


def test_figures_not_given():
    bare = (PowerElement(id="ups-0001", kind="ups"),)
    variant = hall(
        elements=bare, feeds=(feed(1, supply_id="ups-0001"),), racks=(rack(1, feed_b_id=None),)
    )
    found = codes(variant)
    assert "no rated power" in found["power.rating_unknown"].message
    assert "count as none" in found["power.losses_unknown"].message
    assert "power.unused" not in found


def test_an_element_that_supplies_nothing():
    extra = PowerElement(id="pdu-0009", kind="pdu", rated_w=1e4, efficiency_fraction=0.99)
    assert "pdu-0009" in codes(hall(elements=(*path(1), *path(2), extra)))["power.unused"].message


def test_a_phase_not_said():
    feeds = (feed(1), feed(2), Feed(id="feed-0003", phases=1, supply_id="pdu-0001"))
    variant = hall(racks=(rack(1, feed_id="feed-0003", feed_b_id=None),), feeds=feeds)
    assert "R1" in codes(variant)["power.phase_unknown"].message


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"unit": "gone"}, "catalogue.unknown"),
        ({"unit": "feed_208v_30a"}, "catalogue.wrong_table"),
        ({"battery": "psu_titanium"}, "catalogue.wrong_table"),
    ],
)
def test_entries_that_are_not_there(fields, code):
    ups = PowerElement(id="ups-0001", kind="ups", **fields)
    assert code in codes(hall(elements=(ups,), feeds=(), racks=()), "catalogue.")


def test_losses_in_the_hall_count_against_the_coolers():
    cooler = Cooler(
        id="cooler-0001", x_m=6.0, y_m=6.0, airflow_m3_s=30.0, capacity_w=121e3, fan_power_w=0.0
    )
    with_cooler = hall().model_copy(update={"coolers": (cooler,)})
    assert "hall.capacity_short" in codes(with_cooler, "hall.")  # 120 kW and 1.8 kW of PDUs
    without = with_cooler.model_copy(update={"power": Power()})
    bare = tuple(
        rack.model_copy(update={"feed_id": None, "feed_b_id": None}) for rack in without.racks
    )
    assert "hall.capacity_short" not in codes(without.model_copy(update={"racks": bare}), "hall.")


def test_an_efficiency_that_cannot_be():
    own = {"conversion": {"odd": {"name": "Odd", "load_eff": {"v": [[0.5, 1.2]]}}}}
    ups = PowerElement(id="ups-0001", kind="ups", unit="odd", rated_w=1e5)
    variant = hall(elements=(ups,), feeds=(), racks=())
    found = check(Design(variants=(variant,), catalogue=own), CATALOGUE)
    (wrong,) = [f for f in found if f.code == "power.curve"]
    assert "Odd" in wrong.message


def test_supplies_that_are_not_there():
    assert "gone" in codes(hall(rack_supply="gone"), "catalogue.")["catalogue.unknown"].message


def test_both_feeds_must_carry_a_rack():
    small = (feed(1), feed(2, breaker_a=100.0))
    found = codes(hall(feeds=small), "feed.")["feed.overloaded"]
    assert found.message.startswith("B sustains")
