"""Quantities of racks on coolant: keys, values, limits."""

import math

import pytest

from coolsim import units
from coolsim.results.coolant_quantities import (
    COOLANT_QUANTITIES,
    coolant_quantity,
    coolant_values,
)
from tests.liquid_factories import liquid_design, liquid_results


@pytest.fixture(scope="module")
def liquid():
    return liquid_results(liquid_design()).liquid


def test_keys_are_unique_and_units_known():
    assert len({q.key for q in COOLANT_QUANTITIES}) == len(COOLANT_QUANTITIES)
    for quantity in COOLANT_QUANTITIES:
        assert units.label(quantity.unit)


def test_a_rack_with_half_its_flow_exceeds_its_limits(liquid):
    short, full = liquid.racks[7], liquid.racks[0]
    for key in ("coolant_flow_share", "throttled"):
        assert coolant_quantity(key).exceeds(short)
        assert not coolant_quantity(key).exceeds(full)
    assert coolant_values(liquid, "coolant_flow_share")[short.id] == pytest.approx(0.5)
    assert coolant_values(liquid, "case_margin")[full.id] == pytest.approx(14.0)


def test_a_door_has_water_but_no_case(liquid):
    door = liquid.racks[8]
    assert coolant_values(liquid, "door_duty")[door.id] == pytest.approx(16e3)
    assert coolant_values(liquid, "coolant_outlet")[door.id] == pytest.approx(22.0)
    assert math.isnan(coolant_values(liquid, "case_margin")[door.id])
    assert coolant_values(liquid, "residual_air")[door.id] == pytest.approx(4100.0)


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError):
        coolant_quantity("beauty")
