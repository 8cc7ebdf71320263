import pytest

from coolsim.design.models import Slot
from tests.density.cases import case_of, contents, rack


def filling_of(**fields):
    return case_of(rack(**fields)).fillings[0]


def test_a_plain_load_cannot_be_counted():
    assert filling_of(load_w=5000.0) is None


def test_units_are_whole_and_the_rest_is_powered_first():
    filling = filling_of(contents=contents(node=4, leaf=2))
    assert (filling.unit.id, filling.drawn, filling.other_power_w) == ("node", 4, 600.0)
    assert filling.units_within(4599.9) == 3
    assert filling.units_within(4600.0) == 4
    assert filling.units_within(100.0) == 0
    assert filling.power_of(4) == 4600.0
    assert (filling.other_height_u, filling.other_mass_kg) == (2.0, 20.0)


def test_a_product_of_round_off_is_still_whole():
    filling = filling_of(contents=contents(node=1))
    assert filling.units_within(3 * 1000.0 * (1.0 - 1e-14)) == 3


def test_a_rack_scale_system_stands_there_once_or_not():
    filling = filling_of(contents=contents(pod=1))
    assert filling.unit.is_whole_rack
    assert [filling.units_within(p) for p in (29999.0, 30000.0, 90000.0)] == [0, 1, 1]


def test_contents_of_all_slots_are_counted_together():
    # 3 x 1 kW of nodes in three slots against 1.2 kW of switches in one
    slots = (
        *(Slot(z_from_m=0.4 * n, z_to_m=0.4 * n + 0.3, contents=contents(node=1))
          for n in range(3)),
        Slot(z_from_m=1.3, z_to_m=1.9, contents=contents(leaf=4)),
    )  # fmt: skip
    filling = filling_of(slots=slots)
    assert (filling.unit.id, filling.drawn) == ("node", 3)
    assert filling.other_power_w == pytest.approx(1200.0)


def test_a_plain_load_in_a_slot_takes_its_power_and_has_no_mass():
    slots = (
        Slot(z_from_m=0.0, z_to_m=0.9, contents=contents(node=2)),
        Slot(z_from_m=1.0, z_to_m=1.9, load_w=700.0),
    )
    filling = filling_of(slots=slots)
    assert filling.other_power_w == pytest.approx(700.0)
    assert filling.units_within(2700.0) == 2
    assert filling.units_within(2699.0) == 1
    assert filling.other_height_u is None
    assert filling.other_mass_kg is None
