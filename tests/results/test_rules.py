"""Selecting by rule."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.errors import UsageError
from coolsim.results.rules import EXAMPLES, select_by_rule
from tests.factories import make_design, make_results


def chosen(text, design=None, *, results=None, system="si"):
    return select_by_rule(text, design or make_design(20), load_catalogue(), results, system)


def hall():
    design = make_design(20)
    ids = [rack.id for rack in design.variant.racks[:3]]
    design = edits.update(design, ids, load_w=40e3, empty_mass_kg=150.0)
    return edits.update(design, ids[:1], cooling="cold_plate"), ids


@pytest.mark.parametrize(
    "text",
    [
        "racks over 30 kW",
        "power > 30 kW",
        "load at least 40 kW",
        "over 30000 W",
        "racks above 30kW",
    ],
)
def test_racks_over_a_power(text):
    design, ids = hall()
    assert chosen(text, design) == set(ids)


def test_parts_join_and_texts_match():
    design, ids = hall()
    assert chosen("racks over 30 kW and cooling air", design) == set(ids[1:])
    assert chosen("cooling cold plate", design) == {ids[0]}
    assert chosen("name A-0*", design) == {r.id for r in design.variant.racks[:9]}
    assert chosen("a-01", design) == {ids[0]}
    assert len(chosen("racks without feed", design)) == 20
    assert chosen("racks", design) == {rack.id for rack in design.variant.racks}


def test_results_are_compared_in_either_unit_system():
    design = make_design(20)
    results = make_results(design)
    inlets = {rack.id: rack.inlet_temperature_c for rack in results.racks}
    middle = sorted(inlets.values())[10]
    warm = {each for each, inlet in inlets.items() if inlet > middle}
    assert chosen(f"inlet above {middle} °C", design, results=results) == warm
    fahrenheit = middle * 1.8 + 32.0
    assert chosen(f"inlet above {fahrenheit}", design, results=results, system="ip") == warm
    assert chosen("inlet above 10 °C", design) == frozenset()


def test_unknown_figures_never_fit():
    design, ids = hall()
    assert chosen("mass below 1000 kg", design) <= set(ids)


@pytest.mark.parametrize(
    "text", ["racks over 30", "speed over 3 m/s", "racks over many kW", "a b c"]
)
def test_rules_that_cannot_be_read(text):
    with pytest.raises(UsageError) as refused:
        chosen(text)
    assert refused.value.remedy


def test_the_examples_can_be_read():
    for text in EXAMPLES:
        chosen(text)
