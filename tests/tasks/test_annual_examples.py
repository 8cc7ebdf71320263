"""Shipped examples count a year without a flag: their site says climate, plant and power chain."""

from __future__ import annotations

import pytest

from coolsim import tasks
from coolsim.design.examples import example_path
from coolsim.design.files import load
from coolsim.plant.weather import built_in_climates
from coolsim.tasks.annual import AnnualAnswer

NAMES = ("room-20", "hall-400", "mixed-40")


@pytest.mark.parametrize("name", NAMES)
def test_their_site_is_complete(name: str) -> None:
    variant = load(example_path(name)).variant
    assert variant.site.climate in built_in_climates()
    assert variant.plant.rejections
    kinds = {element.kind for element in variant.power.elements}
    assert {"transformer", "ups"} <= kinds
    assert all(element.room for element in variant.power.elements)  # no loss in the hall's air
    assert {feed.supply_id for feed in variant.power.feeds} <= {
        element.id for element in variant.power.elements
    }


@pytest.mark.parametrize(("name", "low", "high"), [("room-20", 1.1, 1.6), ("mixed-40", 1.02, 1.2)])
def test_a_year_without_flags(name: str, low: float, high: float) -> None:
    answer = tasks.finish(tasks.AnnualRequest(load(example_path(name)), fidelity="draft"))
    assert isinstance(answer, AnnualAnswer)
    year = answer.results.year
    assert low < year.pue < high
    assert {"UPS", "Transformers"} <= year.energy_kwh.keys()
    assert answer.results.hours_unmet < 10
    assert answer.results.balance_fraction < 1e-12
