"""Density of the small hall with a unit lost."""

import pytest

from coolsim.design.models import Feed, Power
from coolsim.tasks.advice_tables import survival_text
from tests.density.test_solve import hall, solve
from tests.halls import small_hall


def test_what_each_single_failure_leaves():
    density = solve(small_hall(), failures=True)
    assert {item.object_id for item in density.survival} == {
        cooler.id for cooler in small_hall().variant.coolers
    }
    assert all(item.power_w < density.hall.power_w for item in density.survival)
    assert "Density with one unit lost" in survival_text(density.survival)


def test_a_solved_failure_is_what_a_solve_of_the_failed_hall_gives():
    coolers = small_hall().variant.coolers
    spare = coolers[0].model_copy(update={"id": "cooler-0099", "name": "Spare", "x_m": 5.0})
    design = hall()
    variant = design.variant.model_copy(update={"coolers": (*coolers, spare)})
    design = design.model_copy(update={"variants": (variant,)})
    density = solve(design, failures=True)
    item = next(s for s in density.survival if not s.is_screening)
    left = tuple(c.model_copy(update={"running": c.id != item.object_id}) for c in variant.coolers)
    alone = design.model_copy(update={"variants": (variant.model_copy(update={"coolers": left}),)})
    assert item.power_w == pytest.approx(solve(alone).hall.power_w, rel=0.01, abs=1.0)


def test_a_lost_feed_leaves_racks_dark_and_the_others_more():
    feeds = tuple(
        Feed(id=f"feed-000{n}", voltage_v=230.0, breaker_a=60.0, phases=1, jurisdiction="IEC")
        for n in (1, 2)
    )
    # racks 1 and 2 hang on the first feed alone, 3 and 4 on both
    named = {1: {"feed_id": "feed-0001"}, 2: {"feed_id": "feed-0001"}}
    both = {"feed_id": "feed-0001", "feed_b_id": "feed-0002"}
    design = hall(racks=lambda n: named.get(n, both), power=Power(feeds=feeds))
    density = solve(design, failures=True, fidelity="draft")
    lost = {item.object_id: item for item in density.survival}
    alone = solve(design, "total", fidelity="draft")
    assert 0.0 < lost["feed-0001"].power_w < alone.hall.power_w
    # two racks alone carry more than they do with four
    assert lost["feed-0001"].power_w > 2 * density.level
    assert lost["feed-0002"].power_w == pytest.approx(density.hall.power_w, rel=0.03)


def test_a_density_not_asked_for_failures_has_none():
    assert solve(small_hall(), fidelity="draft").survival == ()
