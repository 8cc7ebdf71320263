import dataclasses

import pytest

from coolsim import units
from coolsim.results.quantities import (
    QUANTITY_KEYS,
    RACK_QUANTITIES,
    rack_quantity,
    rack_values,
    worst_rack,
)
from tests.factories import make_design, make_results


def test_every_quantity_has_a_unit_the_program_can_show():
    results = make_results(make_design())
    for quantity in RACK_QUANTITIES:
        values = rack_values(results, quantity.key)
        assert list(values) == [rack.id for rack in results.racks]
        assert units.text(values["rack-0001"], quantity.unit, "ip")
    assert len(set(QUANTITY_KEYS)) == len(QUANTITY_KEYS)


def test_margin_is_limit_minus_warmest_band_and_says_when_it_is_broken():
    rack = make_results(make_design()).racks[0]
    hot = dataclasses.replace(rack, inlet_temperature_c=28.5)
    margin = rack_quantity("inlet_margin")
    assert margin.value(hot) == pytest.approx(-1.5)
    assert margin.exceeds(hot)
    assert rack_quantity("inlet").exceeds(hot)
    assert not margin.exceeds(rack)
    assert not rack_quantity("power").exceeds(hot)


def test_worst_rack_has_the_least_margin():
    results = make_results(make_design())
    cool = dataclasses.replace(results.racks[4], inlet_limit_c=20.0)
    results = dataclasses.replace(results, racks=(*results.racks[:4], cool, *results.racks[5:]))
    assert worst_rack(results).id == cool.id
    assert worst_rack(dataclasses.replace(results, racks=())) is None
