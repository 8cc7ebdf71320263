"""A density answer drawn into the design."""

from dataclasses import replace

from coolsim.catalogue import load_catalogue
from coolsim.density.applied import with_answer
from coolsim.design import edits
from coolsim.design.models import Content, Slot
from tests.factories import make_density, make_design, make_results

CATALOGUE = load_catalogue()
SERVER = CATALOGUE.get("dgx_h100").name
SWITCH = Content(item="groq_node_8card", count=1)


def answered(design, **first):
    density = make_density(design, make_results(design))
    rack = replace(density.racks[0], **first)
    return replace(density, racks=(rack, *density.racks[1:]))


def filled(**fields):
    plain = make_design()
    rack = plain.variant.racks[0].id
    return edits.update(plain, [rack], **{"load_w": None, **fields})


def test_a_plain_load_becomes_the_power_it_can_sustain():
    plain = make_design()
    rack = plain.variant.racks[0].id
    design = edits.update(plain, [rack], load_w=5e3, contents=())
    changed, left = with_answer(design, CATALOGUE, answered(design, power_w=6.2e3))
    assert changed.variant.racks[0].load_w == 6.2e3
    assert left == ()


def test_whole_units_become_those_of_the_answer_and_the_rest_stays():
    design = filled(contents=(Content(item="dgx_h100", count=4), SWITCH))
    answer = answered(design, unit_name=SERVER, units=3, units_drawn=4)
    changed, _ = with_answer(design, CATALOGUE, answer)
    assert changed.variant.racks[0].contents == (Content(item="dgx_h100", count=3), SWITCH)
    none = answered(design, unit_name=SERVER, units=0, units_drawn=4)
    assert with_answer(design, CATALOGUE, none)[0].variant.racks[0].contents == (SWITCH,)


def test_a_rack_drawn_by_slots_stays_and_is_named():
    slot = Slot(z_from_m=0.0, z_to_m=0.4, contents=(Content(item="dgx_h100", count=1),))
    design = filled(slots=(slot,), contents=())
    answer = answered(design, unit_name=SERVER, units=0, units_drawn=1)
    changed, left = with_answer(design, CATALOGUE, answer)
    assert changed.variant.racks[0] == design.variant.racks[0]
    assert left == (design.variant.racks[0].label,)
