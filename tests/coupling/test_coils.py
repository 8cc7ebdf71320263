"""Coolers' coils on a loop: their capacity follows the water."""

import pytest

from tests.coupling.halls import CHILLED, drawn, hall, solved


def cooled(chilled_c, **cooler):
    """Air-cooled racks on one cooler whose coil hangs on chilled water."""
    design = hall(tuple(drawn(n + 1, "air") for n in range(3)), chilled_c=chilled_c)
    (unit,) = design.variant.coolers
    changed = unit.model_copy(update={"supply_temperature_c": 20.0, **cooler})
    variant = design.variant.model_copy(update={"coolers": (changed,)})
    return solved(design.model_copy(update={"variants": (variant,)}))


def test_cold_water_holds_the_set_point_and_the_loop_takes_the_duty():
    found = cooled(10.0)
    (cooler,) = found.coolers
    assert cooler.holds_set_point
    (loop,) = [s for s in found.liquid.loops if s.id == CHILLED]
    terms = {term.name: term.value for term in loop.terms}
    assert terms["coils"] == pytest.approx(cooler.duty_w, rel=1e-3)


def test_air_never_leaves_colder_than_the_water_enters():
    found = cooled(26.0)
    (cooler,) = found.coolers
    assert not cooler.holds_set_point
    assert cooler.supply_temperature_c >= 26.0 - 1e-3
    assert found.liquid.converged
    assert found.racks[0].inlet_temperature_c > 26.0


def test_a_rated_coil_loses_capacity_as_its_water_warms():
    rated = {"unit": "crah_generic", "capacity_w": 100e3, "airflow_m3_s": 6.0}
    supplies = [cooled(water, **rated).coolers[0].supply_temperature_c for water in (8, 18, 24)]
    assert supplies[0] == pytest.approx(20.0, abs=0.01)
    assert supplies[0] <= supplies[1] < supplies[2]
    assert supplies[2] > 24.0
