"""Edits one by one: what they change, what they refuse, what they leave alone."""

from __future__ import annotations

import json

import pytest

from coolsim.design import edits
from coolsim.design.edits import Kind
from coolsim.design.files import dumps, loads
from coolsim.design.geometry import bounds
from coolsim.design.integrity import problems
from coolsim.design.models import Aisle, Cooler, Design, Feed, Group, Rack
from coolsim.errors import EditError


def hall() -> Design:
    """Three racks in an aisle and a group, a cooler, a tile, and a feed for the first rack."""
    design, feed = edits.add_feed(Design(), name="F1", breaker_a=30.0, voltage_v=415.0)
    for number in range(3):
        design, _ = edits.place(
            design, "rack", 3.0 + 0.6 * number, 4.0, heading_deg=90.0, name=f"A-0{number + 1}"
        )
    design = edits.update(design, ["rack-0001"], feed_id=feed, load_w=5000.0)
    design, _ = edits.place(design, "cooler", 0.5, 4.0)
    design, _ = edits.place(design, "tile", 3.0, 5.0)
    design, _ = edits.place(
        design, "aisle", kind="hot", rack_ids=("rack-0001", "rack-0002", "rack-0003")
    )
    design, _ = edits.place(design, "group", name="G", member_ids=("rack-0001", "tile-0001"))
    return design


def rack(design: Design, identifier: str) -> Rack:
    found = edits.find(design, identifier)
    assert isinstance(found, Rack)
    return found


@pytest.mark.parametrize("kind", list(edits.KINDS))
def test_every_kind_can_be_placed_and_found(kind: Kind) -> None:
    place = () if kind in ("aisle", "group", "loop") else (1.0, 2.0)
    design, identifier = edits.place(Design(), kind, *place, name="N")
    assert identifier == f"{kind}-0001"
    assert edits.kind_of(design, identifier) == kind
    assert edits.find(design, identifier).name == "N"
    assert [found for found, _ in edits.items(design)] == [kind]
    assert edits.items(Design()) is not None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"width_m": -1}, "width_m: must be at least"),
        ({"width_m": float("nan")}, "width_m"),
        ({"colour": "red"}, 'unknown key "colour"'),
        ({"feed_id": "feed-0009"}, 'no feed "feed-0009"'),
        ({"x_m": 1e9}, "x_m: must be at most"),
        ({"load_w": 1, "contents": ({"item": "a"},)}, "not both"),
    ],
)
def test_a_wrong_field_is_refused_in_plain_words(fields: dict[str, object], words: str) -> None:
    design = hall()
    before = dumps(design)
    with pytest.raises(EditError, match=words.replace("(", r"\(")):
        edits.place(design, "rack", **{"x_m": 1.0, "y_m": 1.0, **fields})  # type: ignore[arg-type]
    with pytest.raises(EditError, match=words.replace("(", r"\(")):
        edits.update(design, ["rack-0003"], **fields)
    assert dumps(design) == before


def test_ids_are_permanent_and_must_exist() -> None:
    design = hall()
    with pytest.raises(EditError, match="permanent"):
        edits.update(design, ["rack-0001"], id="rack-0009")
    with pytest.raises(EditError, match="Give a list"):
        edits.move(design, "rack-0001", 1.0, 0.0)
    for edit in (edits.delete, edits.update):
        with pytest.raises(EditError, match="rack-0099"):
            edit(design, ["rack-0001", "rack-0099"])
    for turn in (edits.rotate, edits.rotate_about_centre):
        with pytest.raises(EditError, match="rack-0099"):
            turn(design, ["rack-0099"], 90.0)
    with pytest.raises(EditError, match="rack-0099"):
        edits.move(design, ["rack-0099"], 1.0, 1.0)
    with pytest.raises(EditError, match="no kind"):
        edits.place(design, "robot", 1.0, 1.0)  # type: ignore[arg-type]


def test_a_deleted_id_is_never_given_again() -> None:
    design, _ = edits.place(hall(), "rack", 9.0, 9.0)
    design = edits.delete(design, ["rack-0004"])
    design = loads(dumps(design))
    assert edits.new_id(design, "rack") == "rack-0005"
    with pytest.raises(EditError, match="given before"):
        edits.add(design, "rack", Rack(id="rack-0004", x_m=1.0, y_m=1.0))
    design = edits.delete_feed(design, "feed-0001")
    assert edits.add_feed(design)[1] == "feed-0002"


def test_add_takes_a_finished_object_of_the_right_kind() -> None:
    design = edits.add(hall(), "cooler", Cooler(id="cooler-0007", x_m=1.0, y_m=1.0))
    assert edits.new_id(design, "cooler") == "cooler-0008"
    with pytest.raises(EditError, match="no rack"):
        edits.add(design, "rack", Cooler(id="cooler-0008", x_m=1.0, y_m=1.0))
    with pytest.raises(EditError, match="given before"):
        edits.add(design, "cooler", Cooler(id="cooler-0007", x_m=1.0, y_m=1.0))


def test_move_rounds_and_touches_nothing_else() -> None:
    design = hall()
    moved = edits.move(design, ["rack-0002"], 0.10004, -0.2)
    assert (rack(moved, "rack-0002").x_m, rack(moved, "rack-0002").y_m) == (3.7, 3.8)
    assert moved.variant.racks[0] is design.variant.racks[0]
    assert moved.variant.coolers is design.variant.coolers
    assert edits.move(design, [], 1.0, 1.0) is design
    for far in (1e5, float("nan"), float("inf")):
        with pytest.raises(EditError, match="beyond the drawing"):
            edits.move(design, ["rack-0002"], far, 0.0)


def test_an_aisle_or_group_stands_for_its_members() -> None:
    moved = edits.move(hall(), ["aisle-0001"], 1.0, 0.0)
    assert [item.x_m for item in moved.variant.racks] == [4.0, 4.6, 5.2]
    moved = edits.move(hall(), ["group-0001"], 1.0, 0.0)
    assert [item.x_m for item in moved.variant.racks] == [4.0, 3.6, 4.2]
    assert moved.variant.tiles[0].x_m == 4.0


def test_turning_each_and_as_one_body() -> None:
    design = hall()
    ids = ["rack-0001", "rack-0002", "rack-0003"]
    each = edits.rotate(design, ids, 90.0)
    assert [(r.x_m, r.heading_deg) for r in each.variant.racks] == [
        (3.0, 180.0),
        (3.6, 180.0),
        (4.2, 180.0),
    ]
    body = edits.rotate_about_centre(design, ids, 90.0)
    assert [(r.x_m, r.y_m, r.heading_deg) for r in body.variant.racks] == [
        (3.6, 3.4, 180.0),
        (3.6, 4.0, 180.0),
        (3.6, 4.6, 180.0),
    ]
    for _ in range(3):
        body = edits.rotate_about_centre(body, ids, 90.0)
    assert body == design
    with pytest.raises(EditError, match="Cannot turn"):
        edits.rotate(design, ids, float("nan"))


def test_deleting_takes_the_references_too() -> None:
    design = edits.delete(hall(), ["rack-0001", "tile-0001"])
    assert design.variant.aisles[0].rack_ids == ("rack-0002", "rack-0003")
    assert design.variant.groups[0].member_ids == ()
    assert problems(design) == ()
    design = edits.delete(hall(), ["group-0001", "aisle-0001"])
    assert len(design.variant.racks) == 3


def test_update_sets_all_or_each() -> None:
    design = edits.update(hall(), ["rack-0001", "rack-0002"], height_m=2.2)
    assert [item.height_m for item in design.variant.racks] == [2.2, 2.2, 2.0]
    design = edits.update_each(design, {"rack-0001": {"name": "X"}, "tile-0001": {"name": "Y"}})
    assert (edits.find(design, "rack-0001").name, edits.find(design, "tile-0001").name) == (
        "X",
        "Y",
    )
    assert edits.update(design, ["rack-0001"], name="X") == design
    with pytest.raises(EditError, match="no rack"):
        edits.update(design, ["aisle-0001"], rack_ids=("rack-0099",))


def test_duplicates_count_on_and_keep_their_company() -> None:
    design, ids = edits.duplicate(hall(), ["group-0001", "rack-0003"], 0.0, 3.0)
    assert ids == ("rack-0004", "rack-0005", "tile-0002", "group-0002")
    assert edits.find(design, "rack-0004").name == "A-04"
    assert edits.find(design, "rack-0005").name == "A-05"
    assert rack(design, "rack-0004").y_m == 7.0
    assert rack(design, "rack-0004").feed_id == "feed-0001"
    group = edits.find(design, "group-0002")
    assert isinstance(group, Group)
    assert group.member_ids == ("rack-0004", "tile-0002")
    assert problems(design) == ()


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("A-09", {"A-09"}, "A-10"),
        ("A-09", {"A-09", "A-10", "A-11"}, "A-12"),
        ("A-99", {"A-99"}, "A-100"),
        ("Door", {"Door"}, "Door"),
        ("", {""}, ""),
        ("7", {"7"}, "8"),
        ("9" * 200, {"9" * 200}, "9" * 200),
    ],
)
def test_names_count_on(name: str, taken: set[str], expected: str) -> None:
    assert edits.next_name(name, taken) == expected


def test_pasting_into_another_design() -> None:
    text = edits.copy(hall(), ["aisle-0001", "cooler-0001"])
    design, ids = edits.paste(Design(), text, 10.0, 20.0)
    assert ids == ("rack-0001", "rack-0002", "rack-0003", "cooler-0001", "aisle-0001")
    box = bounds([*design.variant.racks, *design.variant.coolers])
    assert ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == pytest.approx((10.0, 20.0), abs=1e-4)
    assert rack(design, "rack-0001").feed_id is None
    assert rack(design, "rack-0001").load_w == 5000.0
    aisle = design.variant.aisles[0]
    assert isinstance(aisle, Aisle)
    assert aisle.kind == "hot"
    assert aisle.rack_ids == ("rack-0001", "rack-0002", "rack-0003")
    again, ids = edits.paste(design, text, 10.0, 20.0)
    assert ids[0] == "rack-0004"
    assert problems(again) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        '{"format": "coolsim"}',
        '{"format": "coolsim-objects"}',
        '{"format": "coolsim-objects", "objects": [1]}',
        '{"format": "coolsim-objects", "objects": [{"kind": "robot"}]}',
        '{"format": "coolsim-objects", "objects": [{"kind": ["rack"], "object": {}}]}',
        '{"format": "coolsim-objects", "objects": [{"kind": "rack", "object": {"id": "x"}}]}',
        '{"format": "coolsim-objects", "objects": [{"kind": "rack", "id": "x"}]}',
        "[" * 10_000,
    ],
)
def test_a_foreign_clipboard_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        edits.paste(hall(), text, 0.0, 0.0)


def test_a_clipboard_with_an_id_twice_is_refused() -> None:
    data = json.loads(edits.copy(hall(), ["rack-0001"]))
    data["objects"] *= 2
    with pytest.raises(EditError, match="twice"):
        edits.paste(hall(), json.dumps(data), 0.0, 0.0)


def test_hall_site_settings_and_project() -> None:
    design = edits.set_hall(hall(), length_m=20.0)
    design = edits.set_site(design, altitude_m=1500.0)
    design = edits.set_settings(design, fidelity="full", cell_m=0.2)
    design = edits.set_power(design, hall_cap_w=1e5)
    design = edits.set_project(design, name="P")
    variant = design.variant
    assert (variant.hall.length_m, variant.site.altitude_m) == (20.0, 1500.0)
    assert (variant.settings.cell_m, variant.power.hall_cap_w) == (0.2, 1e5)
    assert edits.set_hall(design, length_m=20.0) is design
    assert edits.set_project(design, name="P") is design
    with pytest.raises(EditError, match="fidelity"):
        edits.set_settings(design, fidelity="best")
    with pytest.raises(EditError, match="altitude_m"):
        edits.set_site(design, altitude_m=9000.0)


def test_feeds() -> None:
    design, second = edits.add_feed(hall(), name="F2", unit="feed_415v_30a")
    design = edits.update_feed(design, second, full_rated=True)
    found = edits.find(design, second)
    assert isinstance(found, Feed)
    assert found.full_rated
    design = edits.delete_feed(design, "feed-0001")
    assert rack(design, "rack-0001").feed_id is None
    assert problems(design) == ()
    with pytest.raises(EditError, match="feed-0001"):
        edits.update_feed(design, "feed-0001", name="X")
    with pytest.raises(EditError, match="not a feed"):
        edits.delete_feed(design, "rack-0001")
    with pytest.raises(EditError, match="permanent"):
        edits.update_feed(design, second, id="feed-0009")
    with pytest.raises(EditError, match="no feed"):
        edits.set_power(hall(), feeds=())


def test_variants() -> None:
    design, second = edits.variant_duplicate(hall(), "variant-0001", "Second")
    assert design.active_variant == second == "variant-0002"
    design = edits.delete(design, ["rack-0003"])
    assert [len(variant.racks) for variant in design.variants] == [3, 2]
    design, new = edits.place(design, "rack", 1.0, 1.0)
    assert new == "rack-0004"
    design, third = edits.variant_add(design, "Third")
    assert design.variant.racks == ()
    assert design.variant.hall == design.variants[0].hall
    assert problems(design) == ()
    design = edits.variant_rename(design, third, "3")
    assert design.variant.name == "3"
    design = edits.variant_activate(design, second)
    design = edits.variant_delete(design, second)
    assert design.active_variant == "variant-0001"
    assert edits.new_id(design, "rack") == "rack-0005", "the deleted variant had rack-0004"
    assert edits.new_id(design, "variant") == "variant-0004"
    design = edits.variant_delete(design, third)
    with pytest.raises(EditError, match="only variant"):
        edits.variant_delete(design, "variant-0001")
    with pytest.raises(EditError, match="variant-0002"):
        edits.variant_activate(design, second)


def test_variants_move_in_their_order() -> None:
    design = edits.variant_add(hall(), "Second")[0]
    design, third = edits.variant_add(design, "Third")

    def order(changed: Design) -> list[str]:
        return [variant.id[-1] for variant in changed.variants]

    assert order(edits.variant_move(design, third, -1)) == ["1", "3", "2"]
    assert order(edits.variant_move(design, "variant-0001", 1)) == ["2", "1", "3"]
    assert order(edits.variant_move(design, third, -9)) == ["3", "1", "2"]
    assert edits.variant_move(design, third, 1) is design, "it is the last"
    assert edits.variant_move(design, third, -1).active_variant == third
