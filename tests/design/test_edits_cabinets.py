"""Edits of cabinets: given, changed and taken away, saved and read again."""

import pytest

from coolsim.design import edits
from coolsim.design.files import dumps, loads
from coolsim.design.models import Cabinet, Design
from coolsim.errors import EditError


def two_racks():
    design, _ = edits.place(Design(), "rack", 1.0, 1.0)
    return edits.place(design, "rack", 3.0, 1.0)[0]


def test_cabinets_are_given_and_taken_away():
    given = edits.set_cabinets(two_racks(), ["rack-0001"], Cabinet())
    assert [rack.cabinet for rack in given.variant.racks] == [Cabinet(), None]
    taken = edits.set_cabinets(given, ["rack-0001"], None)
    assert [rack.cabinet for rack in taken.variant.racks] == [None, None]


def test_a_figure_changes_in_every_rack_and_leaves_the_others():
    design = edits.set_cabinets(two_racks(), ["rack-0001"], Cabinet(panel_gap_m=0.001))
    changed = edits.change_cabinets(design, ["rack-0001", "rack-0002"], rail_gap_m=0.0)
    assert [rack.cabinet for rack in changed.variant.racks] == [
        Cabinet(panel_gap_m=0.001, rail_gap_m=0.0),
        Cabinet(rail_gap_m=0.0),
    ]


def test_impossible_figures_and_other_objects_are_refused():
    design, _ = edits.place(two_racks(), "tile", 1.0, 3.0)
    with pytest.raises(EditError):
        edits.change_cabinets(design, ["rack-0001"], front_door_open_fraction=0.0)
    with pytest.raises(EditError, match="only racks"):
        edits.change_cabinets(design, ["tile-0001"], rail_gap_m=0.0)
    with pytest.raises(EditError):
        edits.set_cabinets(design, ["rack-0009"], None)


def test_cabinets_and_blanking_survive_the_file():
    design = edits.set_cabinets(two_racks(), ["rack-0001"], Cabinet(top_leak_m2=0.01))
    slots = [{"z_from_m": 0.0, "z_to_m": 1.0, "blanked": False}]
    design = edits.update(design, ["rack-0002"], slots=slots)
    again = loads(dumps(design))
    assert again == design
    assert again.variant.racks[0].cabinet == Cabinet(top_leak_m2=0.01)
    assert not again.variant.racks[1].slots[0].blanked


def test_a_file_that_says_nothing_of_cabinets_has_boxes():
    text = dumps(two_racks())
    assert all(rack.cabinet is None for rack in loads(text).variant.racks)
