"""Heat of other rooms goes to one plant, with the fans there."""

from __future__ import annotations

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Design, Feed, HeatRejection, PowerElement
from coolsim.plant.rooms import room_heat_w, taken_rooms
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power import resolve_power

CATALOGUE = load_catalogue()


def behind_a_ups() -> Design:
    ups = PowerElement(id="ups-0001", kind="ups", efficiency_fraction=0.95, rated_w=200e3,
                       room="UPS room")  # fmt: skip
    design = edits.set_power(
        Design(), elements=(ups,), feeds=(Feed(id="feed-0001", supply_id="ups-0001"),)
    )
    design, _ = edits.place(design, "rack", 1.0, 1.0, load_w=100e3, feed_id="feed-0001")
    design, _ = edits.add_rejection(design, kind="wet_cooler", rooms=("UPS room",))
    design, _ = edits.add_rejection(design, kind="dx", rooms=("UPS room", "Attic"))
    return design


def test_the_worked_number() -> None:
    variant = behind_a_ups().variant
    chain = resolve_power(variant, CATALOGUE, AssumptionLog())
    told = room_heat_w(variant, CATALOGUE, chain, 100e3, 0.0)
    assert told["rejection-0001"] == pytest.approx(5526.3, abs=0.1)
    assert told["rejection-0002"] == 0.0
    assert set(room_heat_w(variant, CATALOGUE, None, 100e3, 0.0).values()) == {0.0}


def test_the_first_that_names_a_room_has_it() -> None:
    rejections = behind_a_ups().variant.plant.rejections
    assert taken_rooms(rejections) == {
        "rejection-0001": ("UPS room",),
        "rejection-0002": ("Attic",),
    }
    assert taken_rooms((HeatRejection(id="rejection-0001"),)) == {"rejection-0001": ()}
