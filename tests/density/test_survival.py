"""Density of the small hall with a unit lost."""

import pytest

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
    left = tuple(c for c in variant.coolers if c.id != item.object_id)
    alone = design.model_copy(update={"variants": (variant.model_copy(update={"coolers": left}),)})
    assert item.power_w == pytest.approx(solve(alone).hall.power_w, rel=0.02, abs=1.0)


def test_a_density_not_asked_for_failures_has_none():
    assert solve(small_hall(), fidelity="draft").survival == ()
