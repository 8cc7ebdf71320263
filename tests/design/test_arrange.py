"""Aligning, distributing, mirroring, rows, arrays and names by a scheme."""

import pytest

from coolsim.design import edits
from coolsim.design.geometry import footprint
from coolsim.design.models import Design
from coolsim.errors import EditError


def hall(*racks: dict[str, object]) -> tuple[Design, list[str]]:
    design, ids = Design(), []
    for fields in racks:
        place = (float(fields.pop("x")), float(fields.pop("y")))
        design, identifier = edits.place(design, "rack", *place, **fields)
        ids.append(identifier)
    return design, ids


def spread() -> tuple[Design, list[str]]:
    return hall({"x": 1.0, "y": 1.0}, {"x": 3.0, "y": 2.0, "depth_m": 2.0}, {"x": 9.0, "y": 4.0})


@pytest.mark.parametrize(
    ("edge", "index", "line"),
    [("left", 0, 0.4), ("right", 2, 9.6), ("bottom", 1, 0.7), ("top", 3, 4.3)],
)
def test_edges_come_onto_the_outermost(edge, index, line):
    design, ids = spread()
    after = edits.align(design, ids, edge)
    assert {footprint(rack)[index] for rack in after.variant.racks} == {line}


def test_middles_come_onto_the_middle_of_the_common_box():
    design, ids = spread()
    after = edits.align(design, ids, "centre_x")
    assert {rack.x_m for rack in after.variant.racks} == {5.0}
    assert [rack.y_m for rack in after.variant.racks] == [1.0, 2.0, 4.0]


def test_equal_centres_and_equal_gaps():
    design, ids = spread()
    centres = edits.distribute(design, ids, "x", "centre").variant.racks
    assert [rack.x_m for rack in centres] == [1.0, 5.0, 9.0]
    boxes = [footprint(r) for r in edits.distribute(design, ids, "x", "gap").variant.racks]
    assert boxes[1][0] - boxes[0][2] == pytest.approx(boxes[2][0] - boxes[1][2])
    assert (boxes[0][0], boxes[2][2]) == (0.4, 9.6)


def test_too_few_to_arrange():
    design, ids = spread()
    with pytest.raises(EditError, match="two objects"):
        edits.align(design, ids[:1], "left")
    with pytest.raises(EditError, match="three objects"):
        edits.distribute(design, ids[:2], "x", "gap")


def test_mirroring_twice_is_nothing():
    design, ids = hall({"x": 1.0, "y": 1.0, "heading_deg": 30.0}, {"x": 4.0, "y": 3.0})
    once = edits.mirror(design, ids, "x")
    assert [r.heading_deg for r in once.variant.racks] == [150.0, 180.0]
    assert once != design
    for axis in ("x", "y"):
        twice = edits.mirror(edits.mirror(design, ids, axis), ids, axis)
        assert twice.variant.racks == design.variant.racks


def test_a_row_and_the_row_that_faces_it():
    row = edits.Row(0.0, 0.0, 0.0, 0.6, 2, aisle_m=1.8)
    assert edits.row_places(row, 1.2, 90.0) == [
        (0.0, 0.0, 90.0), (0.6, 0.0, 90.0), (0.0, 3.0, 270.0), (0.6, 3.0, 270.0),
    ]  # fmt: skip


def test_rows_are_named_and_numbered():
    row = edits.Row(1.0, 1.0, 0.0, 0.6, 3, aisle_m=1.8)
    design, ids = edits.place_row(Design(), "rack", row, {"heading_deg": 90.0, "load_w": 5e3})
    assert [rack.name for rack in design.variant.racks] == [
        "A-01", "A-02", "A-03", "B-01", "B-02", "B-03",
    ]  # fmt: skip
    assert [rack.id for rack in design.variant.racks] == list(ids)
    assert design.last_numbers["rack"] == 6
    assert {rack.load_w for rack in design.variant.racks} == {5e3}


def test_rows_that_cannot_be():
    for row in (
        edits.Row(0, 0, 0, 0.6, 0),
        edits.Row(0, 0, 0, 0.0, 2),
        edits.Row(0, 0, 0, 1, 9999),
    ):
        with pytest.raises(EditError):
            edits.place_row(Design(), "rack", row, {})


def test_an_array_keeps_the_original_as_its_first():
    design, ids = hall({"x": 1.0, "y": 1.0, "name": "A-01"})
    after, made = edits.array(design, ids, 3, 2, 0.6, 3.0)
    assert len(made) == 5
    places = {(rack.x_m, rack.y_m) for rack in after.variant.racks}
    assert places == {(1.0, 1.0), (1.6, 1.0), (2.2, 1.0), (1.0, 4.0), (1.6, 4.0), (2.2, 4.0)}
    assert [rack.name for rack in after.variant.racks][-1] == "A-06"
    with pytest.raises(EditError, match="1 to 2000"):
        edits.array(design, ids, 100, 100, 1.0, 1.0)


def block() -> tuple[Design, list[str]]:
    return hall(
        *({"x": x, "y": y, "heading_deg": 90.0} for y in (1.0, 4.0) for x in (1.0, 1.6, 2.2))
    )


def names_at(design: Design) -> dict[tuple[float, float], str]:
    return {(rack.x_m, rack.y_m): rack.name for rack in design.variant.racks}


def test_rows_get_letters_from_the_top():
    design, ids = block()
    named = names_at(edits.renumber(design, ids, "A-01"))
    assert named[1.0, 4.0] == "A-01"
    assert named[2.2, 4.0] == "A-03"
    assert named[2.2, 1.0] == "B-03"


def test_counting_through_from_the_right_by_twos():
    design, ids = block()
    named = names_at(
        edits.renumber(design, ids, "R001", "right_left", step=2, letter_per_row=False)
    )
    assert named[2.2, 4.0] == "R001"
    assert named[1.0, 1.0] == "R011"


def test_columns_are_rows_along_y():
    design, ids = block()
    named = names_at(edits.renumber(design, ids, "Z9", "bottom_top"))
    assert named[1.0, 1.0] == "Z9"
    assert named[1.0, 4.0] == "Z10"
    assert named[1.6, 1.0] == "AA9"


def test_names_of_others_are_not_taken():
    design, ids = block()
    design = edits.update(design, ids[:1], name="A-02")
    with pytest.raises(EditError, match="belongs to another"):
        edits.renumber(design, ids[1:], "A-01", letter_per_row=False)
    with pytest.raises(EditError, match="does not end with a number"):
        edits.renumber(design, ids, "Row")
    with pytest.raises(EditError, match="no letter"):
        edits.renumber(design, ids, "17")
