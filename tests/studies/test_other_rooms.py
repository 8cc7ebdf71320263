"""Losses in other rooms load the heat rejection that names the room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coolsim.catalogue.loading import load_catalogue
from coolsim.checks import check
from coolsim.design import edits
from coolsim.design.models import Design, Feed, PowerElement
from coolsim.studies.room import plants_of
from tests.studies.halls import air_hall, air_room, year_of

ROOM, HOT = "Electrical room", "phoenix-az"
FAN_SHARE = 0.04


def hall(room: str = ROOM, **rejection: object) -> Design:
    """The air hall behind a UPS of 95 % in another room, coolers fed by a transformer there."""
    elements = (
        PowerElement(id="transformer-0001", kind="transformer", efficiency_fraction=0.98,
                     rated_w=300e3, room=room),
        PowerElement(id="ups-0001", kind="ups", efficiency_fraction=0.95, rated_w=200e3,
                     supply_id="transformer-0001", room=room),
    )  # fmt: skip
    feed = Feed(id="feed-0001", supply_id="ups-0001")
    design = edits.set_power(
        air_hall(), elements=elements, feeds=(feed,), cooling_supply_id="transformer-0001"
    )
    design = edits.update(design, [rack.id for rack in design.variant.racks], feed_id="feed-0001")
    return edits.update_rejection(design, design.variant.plant.rejections[0].id, **rejection)


def test_the_plant_takes_what_is_lost_there_and_its_fans() -> None:
    alone = year_of(hall(), air_room(), HOT)
    cooled = year_of(hall(rooms=(ROOM,), room_fan_w_per_w=FAN_SHARE), air_room(), HOT)
    lost = np.array(cooled.hourly["UPS_w"]) + np.array(cooled.hourly["Transformers_w"])
    taken = np.array(cooled.hourly["room_heat_w"])
    np.testing.assert_allclose(taken, lost * (1.0 + FAN_SHARE), rtol=1e-7)
    assert not np.any(alone.hourly["room_heat_w"])
    more = np.array(cooled.hourly["heat_w"]) - np.array(alone.hourly["heat_w"])
    np.testing.assert_allclose(more, taken, rtol=1e-7)
    fans = np.array(cooled.hourly["cooler_fans_w"]) - np.array(alone.hourly["cooler_fans_w"])
    np.testing.assert_allclose(fans, FAN_SHARE * lost, rtol=1e-7)
    assert cooled.year.energy_kwh["compressors"] > alone.year.energy_kwh["compressors"]
    assert cooled.balance_fraction < 1e-12
    assert cooled.hours_unmet == 0  # sized with it


def test_two_plants_that_name_a_room_do_not_take_its_heat_twice() -> None:
    both, _ = edits.add_rejection(
        hall(rooms=(ROOM,), room_fan_w_per_w=0.0),
        kind="air_chiller", rooms=(ROOM,), room_fan_w_per_w=0.0, cooler_ids=("cooler-0001",),
    )  # fmt: skip
    room = air_room()
    planted = replace(room, plant=plants_of(both.variant, room.sources, room.shifts, 4))
    year = year_of(both, planted, HOT)
    lost = np.array(year.hourly["UPS_w"]) + np.array(year.hourly["Transformers_w"])
    np.testing.assert_allclose(year.hourly["room_heat_w"], lost, rtol=1e-7)


def test_rooms_are_checked() -> None:
    def codes(design: Design) -> set[str]:
        return {finding.code for finding in check(design, load_catalogue())}

    assert "plant.room_outdoors" in codes(hall())
    assert "plant.room_outdoors" not in codes(hall(rooms=(ROOM,)))
    assert "plant.room_outdoors" not in codes(hall(room=""))
    assert "plant.room_empty" in codes(hall(rooms=("Attic",)))
    assert "plant.room_empty" not in codes(hall(rooms=(ROOM,)))
