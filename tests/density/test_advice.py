"""Prices and changes of a small hall, each against a solve of its own."""

from functools import cache

import pytest

from coolsim.density.changes import candidate, candidates
from coolsim.density.files import density_from_json, density_to_json
from coolsim.design.models import Feed, Power
from coolsim.tasks.advice_tables import advice_text
from tests.density.test_solve import base, hall, solve
from tests.halls import small_hall


@cache
def advised():
    return solve(small_hall(), changes=True)


def test_the_price_of_a_kelvin_is_what_a_kelvin_brings_in_a_solve_of_its_own():
    (price,) = advised().advice.prices
    assert (price.limit, price.unit, price.step) == ("inlet_class", "c", 1.0)
    # another step, and cold: half a kelvin more at every inlet
    looser = solve(small_hall(), margin_k=-0.5)
    independent = (looser.hall.power_w - base().hall.power_w) / 0.5
    assert price.per_unit_w == pytest.approx(independent, rel=0.1)


def test_the_price_of_cooling_capacity_is_that_of_a_cold_solve_with_another_step():
    small = {"capacity_w": 16_000.0}
    density = solve(hall(coolers=small), changes=True)
    price = next(p for p in density.advice.prices if p.limit == "cooler_capacity")
    assert price.step == pytest.approx(800.0, rel=0.01)
    # twice the step, and a solve that knows nothing of the first
    larger = solve(hall(coolers={"capacity_w": 17_600.0}))
    independent = (larger.hall.power_w - density.hall.power_w) / 1600.0
    assert price.per_unit_w == pytest.approx(independent, rel=0.1)
    # coolers take what racks give: a watt for a watt
    assert price.per_unit_w == pytest.approx(1.0, rel=0.05)


def test_the_second_limit_binds_once_the_first_is_gone():
    advice = advised().advice
    assert advice.second_limit == "cooler_capacity"
    assert advice.second_w > advised().hall.power_w
    loose = solve(hall(coolers={"capacity_w": 24_000.0}), changes=True)
    assert loose.advice.second_limit == "inlet_class"
    assert loose.advice.second_w == pytest.approx(base().hall.power_w, rel=0.02)


def test_changes_are_ranked_and_each_is_what_a_solve_of_the_changed_design_gives():
    changes = advised().advice.changes
    assert [c.gained_w for c in changes] == sorted((c.gained_w for c in changes), reverse=True)
    colder = next(c for c in changes if c.key == "supply")
    again = candidate(small_hall(), advised(), "supply")
    assert again.design.variant.coolers[0].supply_temperature_c == pytest.approx(
        small_hall().variant.coolers[0].supply_temperature_c - 1.0
    )
    assert solve(again.design).hall.power_w == pytest.approx(colder.power_w, rel=0.01)


def test_a_breaker_that_binds_is_priced_and_enlarged():
    feed = Feed(
        id="feed-0001", name="A", voltage_v=230.0, breaker_a=20.0, phases=1, jurisdiction="IEC"
    )
    design = hall(racks=lambda n: {"feed_id": "feed-0001"}, power=Power(feeds=(feed,)))
    density = solve(design, changes=True)
    (price,) = density.advice.prices
    # four racks of one breaker each: all gain what the breakers do
    assert price.limit == "breaker"
    assert price.per_unit_w == pytest.approx(4.0, rel=1e-6)
    keys = {item.key for item in candidates(design, density)}
    assert keys == {"breaker:feed-0001"}
    larger = density.advice.changes[0]
    assert larger.gained_w == pytest.approx(4 * 0.25 * 4600.0, rel=1e-6)


def test_advice_is_told_and_kept():
    density = advised()
    told = advice_text(density.advice, "si")
    assert "What to change" in told
    assert "colder" in told
    assert density_from_json(density_to_json(density)).advice == density.advice


def test_an_answer_without_changes_has_no_advice():
    assert base().advice is None
