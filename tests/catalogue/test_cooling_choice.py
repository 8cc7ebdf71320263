"""Giving racks a cooling method: the loops and units that come with it, and where they stand."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.cooling_choice import (
    METHODS,
    add_technology_loop,
    choose_unit,
    with_cooling,
)
from coolsim.checks import check
from coolsim.design import edits
from coolsim.design.free_place import free_spot
from coolsim.design.geometry import footprint, overlap
from coolsim.errors import EditError
from tests.factories import make_design


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_the_smallest_unit_that_carries_the_heat_is_taken(catalogue):
    small = choose_unit(catalogue, 100e3, 6.0)
    large = choose_unit(catalogue, 1.1e6, 6.0)
    assert small.entry.id == "vertiv_cdu121"
    assert large.count == 1
    assert large.capacity_w >= 1.1e6 > small.capacity_w


def test_beyond_the_largest_unit_several_stand_side_by_side(catalogue):
    choice = choose_unit(catalogue, 9e6, 6.0)
    assert choice.count * choice.capacity_w >= 9e6
    assert (choice.count - 1) * choice.capacity_w < 9e6


def test_no_unit_is_rated_at_an_approach_of_one_kelvin(catalogue):
    with pytest.raises(EditError, match="1 K or less"):
        choose_unit(catalogue, 1e5, 1.0)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_comes_with_what_it_needs(catalogue, method):
    design = make_design(20)
    ids = [rack.id for rack in design.variant.racks[:4]]
    cooled = with_cooling(design, catalogue, ids, method)
    assert {rack.cooling for rack in cooled.variant.racks[:4]} == {method}
    codes = {found.code for found in check(cooled, catalogue) if found.severity == "error"}
    assert codes <= {found.code for found in check(design, catalogue) if found.severity == "error"}
    wrong = {"rack.no_loop", "loop.wrong_kind", "loop.no_unit", "loop.capacity_short"}
    assert not wrong & {found.code for found in check(cooled, catalogue)}


def test_a_second_choice_uses_the_loop_that_is_there(catalogue):
    design = make_design(20)
    ids = [rack.id for rack in design.variant.racks]
    once = with_cooling(design, catalogue, ids[:2], "cold_plate")
    twice = with_cooling(once, catalogue, ids[2:4], "cold_plate")
    assert len(twice.variant.cdus) == len(once.variant.cdus) == 1
    assert len({rack.liquid.loop_id for rack in twice.variant.racks[:4]}) == 1


def test_a_full_unit_gets_a_loop_beside_it(catalogue):
    design = make_design(20)
    ids = [rack.id for rack in design.variant.racks]
    once = with_cooling(design, catalogue, ids[:2], "cold_plate")
    heavy = edits.update(once, ids[2:12], load_w=110e3)
    after = with_cooling(heavy, catalogue, ids[2:12], "cold_plate")
    assert len(after.variant.cdus) > 1
    assert after.variant.racks[3].liquid.loop_id != after.variant.racks[0].liquid.loop_id


def test_back_to_air_drops_the_connection(catalogue):
    design = make_design(20)
    ids = [design.variant.racks[0].id]
    wet = with_cooling(design, catalogue, ids, "rear_door")
    assert wet.variant.racks[0].door is not None
    dry = with_cooling(wet, catalogue, ids, "air").variant.racks[0]
    assert (dry.cooling, dry.liquid, dry.door) == ("air", None, None)


def test_a_chosen_unit_is_dropped_with_its_method_only(catalogue):
    design = make_design(20)
    ids = [design.variant.racks[0].id]
    plates = with_cooling(design, catalogue, ids, "cold_plate")
    connection = plates.variant.racks[0].liquid
    named = edits.update(
        plates, ids, liquid=connection.model_copy(update={"unit": "plate_gpu_generic"})
    )
    same = with_cooling(named, catalogue, ids, "cold_plate")
    other = with_cooling(named, catalogue, ids, "cold_plate_two_phase")
    assert same.variant.racks[0].liquid.unit == "plate_gpu_generic"
    assert other.variant.racks[0].liquid.unit is None


def test_units_stand_free_inside_the_hall(catalogue):
    design = make_design(40)
    for _ in range(3):
        design, _loop = add_technology_loop(design, catalogue)
    hall = design.variant.hall
    solid = [*design.variant.racks, *design.variant.coolers]
    for unit in design.variant.cdus:
        box = footprint(unit)
        assert box[0] >= 0.0
        assert box[2] <= hall.length_m
        others = [*solid, *(u for u in design.variant.cdus if u.id != unit.id)]
        assert all(min(overlap(box, footprint(other))) <= 0.0 for other in others)


def test_a_full_hall_gets_its_unit_outside():
    design = make_design(20)
    hall = design.variant.hall
    column = {"width_m": hall.width_m, "depth_m": hall.length_m, "z_to_m": 3.0}
    full, _ = edits.place(design, "obstruction", hall.length_m / 2, hall.width_m / 2, **column)
    x_m, _, _ = free_spot(full.variant, 0.9, 1.2, (1.0, 1.0))
    assert x_m > hall.length_m


def test_only_racks_take_a_method(catalogue):
    design = make_design(20)
    with pytest.raises(EditError, match="no rack"):
        with_cooling(design, catalogue, [design.variant.coolers[0].id], "cold_plate")
