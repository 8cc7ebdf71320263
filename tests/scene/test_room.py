"""The rest of the room: ceiling units, doors and curtains, open obstructions, lights and people."""

import pytest

from coolsim.design.models import Hall, Obstruction, Panel, Settings
from coolsim.errors import SolveError
from coolsim.scene.room_sources import VAPORISATION_J_KG
from tests.scene.variants import cooler, flat, scene_of

WALL = {"id": "panel-0001", "x_m": 4.0, "y_m": 3.0, "width_m": 2.0}


def hanging(**fields):
    """The cooler of the tests 2.4 m above the floor, 0.5 m high."""
    return cooler(z_from_m=2.4, height_m=0.5, **fields)


def test_a_ceiling_unit_blows_down_and_draws_at_its_rear():
    (unit,) = scene_of(coolers=(hanging(discharge="bottom", intake="rear"),)).coolers
    assert (unit.body.low[2], unit.body.high[2]) == pytest.approx((2.4, 2.9))
    assert (unit.discharge.axis, unit.discharge.position, unit.discharge.outward) == (2, 2.4, -1)
    assert unit.discharge.area_m2 == pytest.approx(2.0)
    assert flat(unit.intake.spans) == pytest.approx([3.0, 5.0, 2.4, 2.9])


def test_a_ceiling_unit_blows_sideways_and_draws_from_below():
    (unit,) = scene_of(
        coolers=(hanging(discharge="front", intake="bottom", discharge_z_to_m=0.2),)
    ).coolers
    assert flat(unit.discharge.spans) == pytest.approx([3.0, 5.0, 2.4, 2.6])
    assert (unit.intake.axis, unit.intake.outward) == (2, -1)


def test_a_stopped_ceiling_unit_is_in_the_way_where_it_hangs():
    (solid,) = scene_of(coolers=(hanging(running=False, intake="rear"),)).solids
    assert (solid.low[2], solid.high[2]) == pytest.approx((2.4, 2.9))


@pytest.mark.parametrize(
    ("fields", "leak"),
    [
        ({}, 0.02),
        ({"leak_fraction": None}, 0.03),
        ({"leak_fraction": None, "construction": "door"}, 0.05),
        ({"leak_fraction": None, "construction": "curtain"}, 0.1),
        ({"leak_fraction": 0.2, "construction": "curtain"}, 0.2),
    ],
)
def test_a_panel_leaks_as_drawn_or_as_its_construction(fields, leak):
    scene = scene_of(panels=(Panel(**WALL, **fields),))
    (plate,) = scene.plates
    assert plate.open_share == pytest.approx(leak)
    noted = [item for item in scene.assumptions if item.quantity == "open share"]
    assert len(noted) == (fields.get("leak_fraction", 0.02) is None)


def test_an_open_door_is_not_in_the_way():
    assert scene_of(panels=(Panel(**WALL, construction="door", is_open=True),)).plates == ()


def test_only_a_door_can_be_open():
    with pytest.raises(ValueError, match="only a door"):
        Panel(**WALL, is_open=True)


def test_an_open_obstruction_is_a_plate_across_each_axis():
    tray = Obstruction(
        id="obstruction-0001", x_m=4.0, y_m=3.0, width_m=2.0, depth_m=0.4, z_from_m=2.2,
        z_to_m=2.4, open_fraction=0.4,
    )  # fmt: skip
    scene = scene_of(obstructions=(tray,))
    assert scene.solids == ()
    across = {plate.axis: (plate.position, flat(plate.spans)) for plate in scene.plates}
    assert across[0] == (4.0, pytest.approx([2.0, 4.0, 2.2, 2.4]))
    assert across[1] == (3.0, pytest.approx([3.8, 4.2, 2.2, 2.4]))
    assert across[2] == (pytest.approx(2.3), pytest.approx([3.8, 4.2, 2.0, 4.0]))
    assert {plate.open_share for plate in scene.plates} == {0.4}


def test_an_obstruction_wholly_open_is_nothing():
    empty = Obstruction(id="obstruction-0001", x_m=4.0, y_m=3.0, open_fraction=1.0)
    scene = scene_of(obstructions=(empty,))
    assert (scene.solids, scene.plates) == ((), ())


def test_lights_people_and_others_are_sources_of_their_own():
    scene = scene_of(hall=Hall(lights_w=1000.0, people=2, other_heat_w=300.0))
    lights, people, others = (
        [s for s in scene.room_sources if s.name == name]
        for name in ("Lights", "People", "Other heat in the hall")
    )
    assert [s.power_w for s in lights] == pytest.approx([400.0, 600.0])
    assert lights[0].heights_m == pytest.approx((3.1, 3.6))
    assert (people[0].power_w, people[0].heights_m) == (pytest.approx(126.0), (0.0, 1.8))
    assert others[0].power_w == 300.0
    assert scene.room_heat_w == pytest.approx(1426.0)


def test_a_room_without_sources_has_none():
    assert scene_of().room_sources == ()
    assert scene_of().moisture is None


def test_water_of_people_by_their_latent_heat():
    humid = Settings(humidity="transported")
    scene = scene_of(hall=Hall(people=10, humidifier_kg_s=1e-3), settings=humid)
    assert scene.moisture.people_kg_s == pytest.approx(540.0 / VAPORISATION_J_KG)
    assert scene.moisture.humidifier_kg_s == 1e-3


def test_outside_air_without_humidity_is_refused():
    with pytest.raises(SolveError, match="humidity ratio"):
        scene_of(hall=Hall(outside_air_m3_s=0.1), settings=Settings(humidity="transported"))


def test_the_by_pass_factor_is_drawn_or_the_catalogues_and_noted_where_it_counts():
    humid = Settings(humidity="transported")
    drawn, by_rule = (
        scene_of(coolers=(cooler(bypass_fraction=b),), settings=humid) for b in (0.3, None)
    )
    assert drawn.coolers[0].bypass.value == 0.3
    assert by_rule.coolers[0].bypass.value == pytest.approx(0.15)
    assert "by-pass factor" in {item.quantity for item in by_rule.assumptions}
    dry = scene_of(coolers=(cooler(),))
    assert "by-pass factor" not in {item.quantity for item in dry.assumptions}
