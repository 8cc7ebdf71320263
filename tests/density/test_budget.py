"""The budget as a limit: by hand, and binding on a solved hall."""

from dataclasses import replace

import pytest

from coolsim.density.limits.base import Point
from coolsim.density.limits.budget import BudgetLimit, capital_usd
from coolsim.design.plant import Budget, Plant
from tests.density.cases import case_of, contents, rack
from tests.density.test_solve import base, hall, solve
from tests.factories import make_rack


def case(**budget):
    plain = case_of(rack(1, contents=contents(node=10)), rack(2, load_w=5000.0))
    plant = Plant(budget=Budget(**budget))
    return replace(plain, variant=plain.variant.model_copy(update={"plant": plant}))


def test_facility_and_accelerators_add_up():
    priced = case(capital_usd=1e6, facility_usd_w=11.0, accelerator_usd=30_000.0)
    # a node of 1 kW holds eight: 15 kW at 11, and eighty at 30,000
    assert capital_usd(priced, [10e3, 5e3]) == pytest.approx(165e3 + 2.4e6)


def test_without_a_price_of_its_own_the_facility_costs_what_the_catalogue_says():
    catalogued = case(capital_usd=1e6)
    # the middle of 7 to 15 USD/W
    assert capital_usd(catalogued, [10e3, 0.0]) == pytest.approx(110e3)
    (told,) = BudgetLimit().unchecked(catalogued)
    assert "no price" in told.reason
    point = Point([make_rack(drawn) for drawn in catalogued.racks], (), 0.0)
    (reading,) = BudgetLimit().readings(catalogued, point)
    assert reading.unit == "usd"
    assert reading.confidence == "third_party"


def test_without_a_budget_nothing_is_read_or_told():
    assert list(BudgetLimit().unchecked(case())) == []
    assert list(BudgetLimit().readings(case(), Point((), (), 0.0))) == []


def test_a_budget_binds_before_the_air_does():
    plant = Plant(budget=Budget(capital_usd=100e3, facility_usd_w=10.0))
    density = solve(hall(plant=plant), fidelity="draft")
    assert density.hall.binding.limit == "budget"
    assert density.hall.power_w == pytest.approx(10e3, rel=2e-3)
    assert density.hall.power_w < base().hall.power_w
