"""What was drawn otherwise in another variant."""

from __future__ import annotations

from coolsim.design import edits
from coolsim.design.compared import design_changes, drawing_changes, grouped
from tests.factories import make_design


def two(change=lambda design: design):
    """A hall and a copy of it that was changed."""
    design = make_design(20)
    copied, _ = edits.variant_duplicate(design, "variant-0001", "Changed")
    return design.variant, change(copied).variant


def test_a_copy_is_alike_whatever_it_is_called():
    assert drawing_changes(*two()) == ()


def test_a_field_is_told_with_its_unit_before_and_after():
    base, other = two(lambda d: edits.update(d, ["rack-0003"], load_w=12_000.0))
    (change,) = drawing_changes(base, other)
    assert (change.kind, change.id, change.name, change.what) == (
        "rack", "rack-0003", "A-03", "changed",
    )  # fmt: skip
    (field,) = change.fields
    assert (field.path, field.unit, field.title) == ("load_w", "w", "load")
    assert field.text(field.before) == "6.2 kW"
    assert field.text(field.after) == "12 kW"
    assert (field.before, field.after) == (6200.0, 12_000.0)


def test_numbers_follow_the_unit_system():
    base, other = two(lambda d: edits.move(d, ["cooler-0001"], 1.0, 0.0))
    (change,) = drawing_changes(base, other)
    (field,) = change.fields
    assert field.text(field.after, "ip") == "5.249 ft"


def test_what_was_added_and_what_is_gone():
    def change(design):
        design = edits.delete(design, ["rack-0001"])
        return edits.place(design, "rack", 2.0, 1.0)[0]

    found = [(c.what, c.kind, c.id) for c in drawing_changes(*two(change))]
    assert ("removed", "rack", "rack-0001") in found
    assert ("added", "rack", "rack-0021") in found
    # the aisle knew the rack
    assert ("changed", "aisle", "aisle-0001") in found


def test_hall_and_settings_are_records_of_their_own():
    def change(design):
        return edits.set_settings(edits.set_hall(design, height_m=4.2), cell_m=0.15)

    by_kind = {c.kind: c.fields[0] for c in drawing_changes(*two(change))}
    assert (by_kind["hall"].before, by_kind["hall"].after) == (3.6, 4.2)
    assert (by_kind["settings"].before, by_kind["settings"].after) == (None, 0.15)


def test_racks_changed_alike_are_one_group():
    def change(design):
        same = edits.update(design, ["rack-0001", "rack-0008"], cooling="rear_door")
        return edits.update(same, ["rack-0002"], load_w=1.0)

    first, second = grouped(drawing_changes(*two(change)))
    assert first.subject == "2 racks: A-01 to A-08"
    assert first.ids == ("rack-0001", "rack-0008")
    assert first.fields[0].text(first.fields[0].after) == "rear door"
    assert second.subject == "rack A-02"


def test_the_difference_of_a_large_hall_is_quick():
    import time

    from coolsim.design.files import dumps, loads

    design = make_design(400)
    copied, _ = edits.variant_duplicate(design, "variant-0001")
    ids = [rack.id for rack in design.variant.racks]
    base, other = loads(dumps(edits.update(copied, ids, load_w=1.0))).variants
    begun = time.perf_counter()
    assert len(drawing_changes(base, other)) == 400
    assert time.perf_counter() - begun < 0.5  # about 10 ms on an idle machine


def test_two_files_differ_by_project_variants_and_what_is_drawn():
    design = make_design(4)
    assert design_changes(design, design) == ()
    other = edits.set_project(design, name="Another")
    other = edits.move(other, [other.variant.racks[0].id], 0.6, 0.0)
    other, _ = edits.variant_add(other, "Second")
    told = dict(design_changes(design, other))
    whole = {(change.kind, change.what) for change in told[""]}
    assert whole == {("variant", "added"), ("project", "changed")}
    (moved,) = told[design.variant.name]
    assert (moved.kind, moved.id) == ("rack", design.variant.racks[0].id)
    (gone,) = [each for each in dict(design_changes(other, design))[""] if each.kind == "variant"]
    assert (gone.name, gone.what) == ("Second", "removed")
