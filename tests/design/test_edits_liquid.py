"""Loops and units in the document: assigning, deleting, copying, files."""

from __future__ import annotations

import pytest

from coolsim.design import edits
from coolsim.design.files import dumps, loads
from coolsim.design.integrity import problems
from coolsim.design.models import (
    Cdu,
    Coolant,
    Cooler,
    Design,
    LiquidConnection,
    Loop,
    PumpPoint,
    Pumps,
    Rack,
)
from coolsim.errors import DesignFileError, EditError


def hall() -> Design:
    """A unit between a facility and a technology loop, two plated racks, one door, one coil."""
    design, _ = edits.place(Design(), "loop", kind="facility", name="FWS")
    design, _ = edits.place(design, "loop", kind="technology", name="TCS")
    design, _ = edits.place(
        design, "cdu", 1.0, 1.0, technology_loop_id="loop-0002", facility_loop_id="loop-0001"
    )
    for number, method in enumerate(("cold_plate", "cold_plate", "rear_door")):
        design, _ = edits.place(design, "rack", 3.0 + number, 4.0, cooling=method)
    design, _ = edits.place(design, "cooler", 0.5, 4.0, loop_id="loop-0001")
    design, _ = edits.place(
        design, "aisle", rack_ids=("rack-0001", "rack-0002"), kind="cold", name="A"
    )
    design = edits.assign_to_loop(design, ["aisle-0001"], "loop-0002")
    return edits.assign_to_loop(design, ["rack-0003"], "loop-0001")


def rack(design: Design, identifier: str) -> Rack:
    found = edits.find(design, identifier)
    assert isinstance(found, Rack)
    return found


def unit(design: Design) -> Cdu:
    return design.variant.cdus[0]


def loop_of(connection: LiquidConnection | None) -> str | None:
    return connection.loop_id if connection else None


def test_racks_are_joined_by_the_end_their_cooling_asks_for() -> None:
    design = hall()
    assert loop_of(rack(design, "rack-0001").liquid) == "loop-0002"
    assert loop_of(rack(design, "rack-0003").door) == "loop-0001"
    assert rack(design, "rack-0003").liquid is None
    design = edits.assign_to_loop(design, ["rack-0001"], "loop-0001", "door")
    assert loop_of(rack(design, "rack-0001").liquid) == "loop-0002"
    assert loop_of(rack(design, "rack-0001").door) == "loop-0001"
    design = edits.assign_to_loop(design, ["rack-0001", "cdu-0001", "cooler-0001"], None)
    assert loop_of(rack(design, "rack-0001").liquid) is None
    assert unit(design).technology_loop_id is unit(design).facility_loop_id is None
    assert design.variant.coolers[0].loop_id is None


def test_assigning_keeps_the_rest_of_the_connection() -> None:
    connection = LiquidConnection(loop_id="loop-0002", flow_m3_s=1e-3, pipe_length_m=4.0)
    design = edits.update(hall(), ["rack-0001"], liquid=connection)
    design = edits.assign_to_loop(design, ["rack-0001"], "loop-0001", "liquid")
    expected = connection.model_copy(update={"loop_id": "loop-0001"})
    assert rack(design, "rack-0001").liquid == expected


def test_a_unit_without_a_loop_gets_one_with_its_first_racks() -> None:
    design, _ = edits.place(Design(), "cdu", 1.0, 1.0, name="CDU-1")
    design, _ = edits.place(design, "rack", 3.0, 4.0, cooling="cold_plate")
    design = edits.assign_to_cdu(design, ["rack-0001"], "cdu-0001")
    (loop,) = design.variant.loops
    assert unit(design).technology_loop_id == loop.id == loop_of(rack(design, "rack-0001").liquid)
    assert (loop.kind, loop.coolant.fluid, loop.coolant.basis) == (
        "technology",
        "propylene_glycol",
        "volume",
    )
    again = edits.assign_to_cdu(design, ["rack-0001"], "cdu-0001")
    assert again == design


@pytest.mark.parametrize(
    ("ids", "loop", "words"),
    [
        (["rack-0001"], "loop-0009", "no object 'loop-0009'"),
        (["rack-0001"], "cooler-0001", "is no loop"),
        (["tile-0001"], "loop-0001", "cannot hang on a loop"),
    ],
)
def test_wrong_assignments_are_refused(ids: list[str], loop: str, words: str) -> None:
    design, _ = edits.place(hall(), "tile", 3.0, 5.0)
    with pytest.raises(EditError, match=words):
        edits.assign_to_loop(design, ids, loop)
    with pytest.raises(EditError, match="is no rack"):
        edits.assign_to_cdu(design, ["cooler-0001"], "cdu-0001")
    with pytest.raises(EditError, match="is no coolant distribution unit"):
        edits.assign_to_cdu(design, ["rack-0001"], "loop-0001")


def test_references_must_lead_to_a_loop() -> None:
    design = hall()
    with pytest.raises(EditError, match='no loop "loop-0009"'):
        edits.update(design, ["cooler-0001"], loop_id="loop-0009")
    with pytest.raises(EditError, match='no loop "rack-0001"'):
        edits.update(design, ["rack-0001"], liquid=LiquidConnection(loop_id="rack-0001"))
    with pytest.raises(EditError, match='no loop "loop-0009"'):
        edits.place(design, "cdu", 1.0, 1.0, facility_loop_id="loop-0009")
    text = dumps(design).replace(
        '"technology_loop_id": "loop-0002"', '"technology_loop_id": "l-0001"'
    )
    with pytest.raises(DesignFileError) as caught:
        loads(text)
    assert "cdus[0].technology_loop_id" in str([p.path for p in caught.value.problems])


def test_deleting_a_loop_leaves_nothing_that_names_it() -> None:
    before = hall()
    after = edits.delete(before, ["loop-0001", "loop-0002"])
    assert problems(after) == ()
    assert loop_of(rack(after, "rack-0001").liquid) is None
    assert rack(after, "rack-0001").liquid is not None
    assert unit(after).facility_loop_id is None
    assert after.variant.coolers[0].loop_id is None
    assert edits.place(after, "loop")[1] == "loop-0003"


def test_copies_hang_on_the_copied_loop_or_on_the_old_one() -> None:
    design = hall()
    design, (copied,) = edits.duplicate(design, ["rack-0001"], 0.0, 2.0)
    assert loop_of(rack(design, copied).liquid) == "loop-0002"
    design, new = edits.duplicate(design, ["rack-0002", "cdu-0001", "loop-0002"], 0.0, 4.0)
    new_loop = next(name for name in new if name.startswith("loop"))
    new_rack = next(name for name in new if name.startswith("rack"))
    assert loop_of(rack(design, new_rack).liquid) == new_loop
    copy = design.variant.cdus[1]
    assert (copy.technology_loop_id, copy.facility_loop_id) == (new_loop, "loop-0001")


def test_pasting_elsewhere_drops_loops_that_are_not_there() -> None:
    text = edits.copy(hall(), ["rack-0001", "rack-0003", "cooler-0001"])
    pasted, _ = edits.paste(Design(), text, 5.0, 5.0)
    assert problems(pasted) == ()
    assert [loop_of(item.liquid) for item in pasted.variant.racks] == [None, None]
    assert pasted.variant.coolers[0].loop_id is None
    both, _ = edits.paste(Design(), edits.copy(hall(), ["rack-0001", "loop-0002"]), 5.0, 5.0)
    assert loop_of(both.variant.racks[0].liquid) == both.variant.loops[0].id


def test_moving_a_group_that_holds_a_loop_moves_its_placed_members() -> None:
    design, group = edits.place(hall(), "group", member_ids=("loop-0002", "cdu-0001"))
    moved = edits.move(design, [group], 1.0, 0.5)
    assert (unit(moved).x_m, unit(moved).y_m) == (2.0, 1.5)
    assert edits.move(design, ["loop-0002"], 1.0, 0.0) == design
    turned = edits.rotate_about_centre(design, [group], 90.0)
    assert unit(turned).heading_deg == 90.0


def test_liquid_records_survive_the_file_and_old_files_stay_as_they_were() -> None:
    design = edits.update(
        hall(),
        ["cdu-0001"],
        unit="vertiv_xdu1350",
        strainer_blockage_fraction=0.3,
        pumps=Pumps(
            installed=3,
            running=2,
            curve=(
                PumpPoint(flow_m3_s=0.0, pressure_pa=3e5),
                PumpPoint(flow_m3_s=0.02, pressure_pa=2e5),
            ),
        ),
    )
    assert loads(dumps(design)) == design
    plain, _ = edits.place(Design(), "rack", 1.0, 1.0)
    plain, _ = edits.place(plain, "cooler", 3.0, 1.0)
    text = dumps(plain)
    keys = ("loops", "cdus", "liquid", "door", "loop_id", "coolant_flow_m3_s")
    assert not any(f'"{key}"' in text for key in keys)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (lambda: Coolant(fluid="water", concentration_fraction=0.2), "belongs to glycols"),
        (lambda: Pumps(installed=1, running=2), "running exceeds installed"),
        (lambda: Pumps(control="differential_pressure"), "needs pressure_pa"),
        (lambda: Pumps(control="temperature"), "needs temperature_rise_k"),
        (lambda: Pumps(curve=(PumpPoint(flow_m3_s=0, pressure_pa=1),)), "two points"),
        (
            lambda: Pumps(
                curve=(
                    PumpPoint(flow_m3_s=0, pressure_pa=1),
                    PumpPoint(flow_m3_s=1, pressure_pa=2),
                )
            ),
            "must not rise",
        ),
        (lambda: Loop.model_validate({"id": "loop-0001", "liquid_class": "W99"}), "liquid_class"),
        (lambda: Cooler(id="cooler-0001", x_m=0, y_m=0, coolant_flow_m3_s=-1), "coolant_flow"),
    ],
)
def test_wrong_records_say_why(record: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        record()  # type: ignore[operator]


def test_a_part_changes_field_by_field_in_each_object():
    design, _ = edits.place(Design(), "loop", name="A", pumps={"installed": 3})
    design, _ = edits.place(design, "loop", name="B")
    ids = [loop.id for loop in design.variant.loops]
    changed = edits.update_part(design, ids, "pumps", running=2)
    first, second = changed.variant.loops
    assert (first.pumps.installed, first.pumps.running) == (3, 2)
    assert (second.pumps.installed, second.pumps.running) == (None, 2)


def test_a_part_that_is_not_there_is_made_and_a_wrong_value_refused():
    design, rack = edits.place(Design(), "rack", 1.0, 1.0)
    wet = edits.update_part(design, [rack], "liquid", valve_opening_fraction=0.4)
    assert wet.variant.racks[0].liquid.valve_opening_fraction == 0.4
    with pytest.raises(EditError):
        edits.update_part(wet, [rack], "liquid", valve_opening_fraction=1.4)
    with pytest.raises(EditError, match="no pumps"):
        edits.update_part(wet, [rack], "pumps", running=1)
