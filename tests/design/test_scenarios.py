"""Load scenarios, groups, aisles found, the background's scale, and what no answer depends on."""

import pytest

from coolsim.design import edits, files
from coolsim.design.models import Design
from coolsim.errors import EditError
from tests.factories import make_design


def two_rows() -> tuple[Design, tuple[str, ...]]:
    row = edits.Row(2.0, 2.0, 0.0, 0.6, 5, aisle_m=1.8)
    return edits.place_row(Design(), "rack", row, {"heading_deg": 90.0, "load_w": 5e3})


def loads(design: Design) -> set[float | None]:
    return {rack.load_w for rack in design.variant.racks}


def test_switching_keeps_each_load():
    design, ids = two_rows()
    design, day_1 = edits.scenario_add(design, "Day 1")
    design, final = edits.scenario_add(design, "Final")
    design = edits.update(design, ids, load_w=40e3)
    design = edits.scenario_switch(design, day_1)
    assert loads(design) == {5e3}
    assert design.variant.scenario_id == day_1
    design = edits.scenario_switch(design, final)
    assert loads(design) == {40e3}


def test_scenarios_survive_the_file_and_lost_racks(tmp_path):
    design, ids = two_rows()
    design, day_1 = edits.scenario_add(design, "Day 1")
    design, _ = edits.scenario_add(design, "Final")
    design = edits.delete(design, ids[:1])
    assert ids[0] not in design.variant.scenarios[0].racks
    path = tmp_path / "hall.coolsim"
    files.save(design, path)
    again = files.load(path)
    assert again == design
    design = edits.scenario_delete(edits.scenario_rename(again, day_1, "Opening"), day_1)
    assert [each.name for each in design.variant.scenarios] == ["Final"]
    with pytest.raises(EditError, match="already"):
        edits.scenario_add(design, "Final")
    design, third = edits.scenario_add(design, "Test")
    assert third == "scenario-0003"


def test_notes_dimensions_background_and_scenarios_do_not_change_the_answer():
    design, _ = two_rows()
    before = files.design_hash(design)
    design, _ = edits.place(design, "note", 3.0, 3.0, text="Keep clear")
    design, _ = edits.place(design, "dimension", 3.0, 3.0, width_m=4.2)
    design, _ = edits.scenario_add(design, "Day 1")
    design = edits.set_background(design, file="plan.png")
    assert files.design_hash(design) == before
    assert files.design_hash(edits.move(design, ["rack-0001"], 0.1, 0.0)) != before


def test_groups_and_aisles():
    design, ids = two_rows()
    design, held = edits.group(design, ids[:3])
    assert design.variant.groups[0].member_ids == tuple(sorted(ids[:3]))
    assert [each.id for each in edits.holders(design, ids[:1])] == [held]
    design, aisle = edits.make_aisle(design, ids)
    assert (design.variant.aisles[0].kind, design.variant.aisles[0].name) == (
        "cold", "Cold aisle 1",
    )  # fmt: skip
    with pytest.raises(EditError, match="already"):
        edits.make_aisle(design, ids)
    contained, panels = edits.contain(design, [aisle])
    assert len(panels) == 3
    assert contained.variant.panels[0].orientation == "horizontal"
    assert edits.ungroup(design, [held, aisle]).variant.groups == ()


def test_all_aisles_are_found():
    design, ids = two_rows()
    # a third row, back to back with the second
    row = edits.Row(2.0, 7.2, 0.0, 0.6, 5)
    design, _ = edits.place_row(design, "rack", row, {"heading_deg": 90.0, "load_w": 5e3})
    design, made = edits.make_all_aisles(design)
    assert sorted(aisle.kind for aisle in design.variant.aisles) == ["cold", "hot"]
    assert set(design.variant.aisles[0].rack_ids) == set(ids)
    assert len(made) == 2
    with pytest.raises(EditError, match="not known yet"):
        edits.make_all_aisles(design)


def test_a_picture_is_scaled_by_two_points():
    design = edits.set_background(Design(), file="plan.png", width_m=10.0)
    design = edits.scale_background(design, (1.0, 1.0), (3.0, 1.0), 4.0)
    background = design.variant.background
    assert (background.width_m, background.x_m, background.y_m) == (20.0, -1.0, -1.0)
    turned = edits.turn_background(design, 90.0, (0.0, 0.0)).variant.background
    assert (turned.x_m, turned.y_m, turned.heading_deg) == (1.0, -1.0, 90.0)
    with pytest.raises(EditError, match="same"):
        edits.scale_background(design, (1.0, 1.0), (1.0, 1.0), 4.0)
    assert edits.remove_background(design).variant.background is None


@pytest.mark.parametrize("name", ["x" * 201, "   "])
def test_a_scenario_with_a_name_that_cannot_be_is_refused(name):
    design = make_design(4)
    named, identifier = edits.scenario_add(design, "Peak")
    powers = {design.variant.racks[0].id: 5e3}
    for attempt in (
        lambda: edits.scenario_add(design, name),
        lambda: edits.scenario_rename(named, identifier, name),
        lambda: edits.scenario_of_loads(design, name, powers),
    ):
        with pytest.raises(EditError):
            attempt()
