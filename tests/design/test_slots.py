"""A rack's elevation: mounting, moving, blanking, and drawing a load by unit."""

import pytest

from coolsim.design import edits
from coolsim.design.models import Content, Design, Rack, Slot
from coolsim.design.rack_units import base_m, gaps, span_m, units_of
from coolsim.errors import EditError


def one(**fields: object) -> tuple[Design, str]:
    return edits.place(Design(), "rack", 2.0, 2.0, **fields)


def rack(design: Design) -> Rack:
    return design.variant.racks[0]


def test_units_begin_in_the_middle_of_the_height():
    drawn = Rack(id="rack-0001", x_m=0.0, y_m=0.0)
    assert base_m(drawn) == pytest.approx(0.06655)
    assert span_m(drawn, 1, 2) == (0.0665, 0.1554)
    assert base_m(drawn.model_copy(update={"opening_z_from_m": 0.1})) == 0.1
    bottom = Slot(z_from_m=0.0665, z_to_m=0.1554)
    assert units_of(drawn, bottom) == range(1, 3)


def test_every_unit_knows_its_band():
    drawn = Rack(id="rack-0001", x_m=0.0, y_m=0.0, height_u=48, height_m=2.3)
    for unit in range(1, 49):
        low, high = span_m(drawn, unit, 1)
        assert units_of(drawn, Slot(z_from_m=low, z_to_m=high)) == range(unit, unit + 1)


def test_a_server_is_mounted_moved_and_taken_out():
    design, identifier = one()
    design = edits.mount(design, [identifier], 10, 8, item="dgx_h100")
    slot = rack(design).slots[0]
    assert slot.contents == (Content(item="dgx_h100"),)
    assert units_of(rack(design), slot) == range(10, 18)
    design = edits.remount(design, identifier, 0, 1)
    assert units_of(rack(design), rack(design).slots[0]) == range(1, 9)
    assert edits.unmount(design, identifier, 0).variant.racks[0].slots == ()


def test_taken_units_and_units_outside_are_refused():
    design, identifier = one()
    design = edits.mount(design, [identifier], 1, 8, item="dgx_h100")
    with pytest.raises(EditError, match="Unit 8 is taken"):
        edits.mount(design, [identifier], 8, 2, load_w=500.0)
    with pytest.raises(EditError, match="outside of the 42 U"):
        edits.mount(design, [identifier], 40, 8, item="dgx_h100")
    design = edits.mount(design, [identifier], 9, 2, load_w=500.0)
    with pytest.raises(EditError, match="taken"):
        edits.remount(design, identifier, 1, 7)


def test_gaps_are_opened_and_blanked():
    design, identifier = one()
    design = edits.mount(design, [identifier], 20, 2, load_w=500.0)
    assert gaps(rack(design)) == [range(1, 20), range(22, 43)]
    design = edits.blank_gaps(design, [identifier], blanked=False)
    assert [slot.blanked for slot in rack(design).slots] == [False, True, False]
    design = edits.blank_gaps(design, [identifier], blanked=True, unit=5)
    assert [slot.blanked for slot in rack(design).slots] == [True, True, False]


def test_mounting_into_an_open_gap_leaves_the_rest_open():
    design, identifier = one()
    design = edits.blank_gaps(design, [identifier], blanked=False)
    design = edits.mount(design, [identifier], 10, 4, load_w=2e3)
    covered = [(units_of(rack(design), slot), slot.blanked) for slot in rack(design).slots]
    assert [part for part, _ in covered] == [range(1, 10), range(10, 14), range(14, 43)]
    assert [open_ for _, open_ in covered] == [False, True, False]


def test_contents_become_slots_from_the_bottom():
    design, identifier = one(contents=[{"item": "dgx_h100", "count": 3}])
    design = edits.drawn_by_unit(design, [identifier], {"dgx_h100": 8})
    assert [units_of(rack(design), slot).start for slot in rack(design).slots] == [1, 9, 17]
    assert rack(design).contents == ()
    full, other = one(contents=[{"item": "dgx_h100", "count": 6}])
    with pytest.raises(EditError, match="more than 42 U"):
        edits.drawn_by_unit(full, [other], {"dgx_h100": 8})


def test_a_plain_load_becomes_three_equal_slots():
    design, identifier = one(load_w=9e3)
    with pytest.raises(EditError, match="not drawn by unit yet"):
        edits.mount(design, [identifier], 1, 1, load_w=1.0)
    design = edits.drawn_by_unit(design, [identifier], {})
    assert [slot.load_w for slot in rack(design).slots] == [3e3, 3e3, 3e3]


def test_an_elevation_is_copied_to_other_racks():
    design, first = one()
    design, second = edits.place(design, "rack", 4.0, 2.0, load_w=1e3)
    design = edits.mount(design, [first], 1, 8, item="dgx_h100")
    design = edits.copy_slots(design, first, [first, second])
    assert design.variant.racks[1].slots == design.variant.racks[0].slots
    assert design.variant.racks[1].load_w is None
