"""Water of the heat rejection as a limit of density."""

import pytest

from coolsim import tasks
from coolsim.design import edits
from coolsim.design.models import Design
from tests.halls import small_hall

CLIMATE = "phoenix-az"
HEAT_OF_EVAPORATION_J_KG = 2.43e6


def hall(water_cap_kg_s=None, climate=CLIMATE, kind="water_chiller"):
    design = edits.add_rejection(small_hall(), kind=kind)[0]
    if climate:
        design = edits.set_site(design, climate=climate)
    plant = design.variant.plant.model_copy(update={"water_cap_kg_s": water_cap_kg_s})
    return Design(variants=(design.variant.model_copy(update={"plant": plant}),))


def density(design):
    return tasks.finish(tasks.DensityRequest(design, fidelity="draft")).density


def reading(answer):
    return next(r for r in answer.limits if r.limit == "water_cap")


def test_a_tower_evaporates_what_its_heat_asks_for_and_a_cap_binds():
    free = density(hall(water_cap_kg_s=10.0))
    water, power = reading(free).actual, free.hall.power_w
    # the racks' heat and that of the compressors evaporates, a third more is blown down, and air
    # warmer than the water gives heat of its own
    least = 4.0 / 3.0 * power / HEAT_OF_EVAPORATION_J_KG
    assert least < water < 2.0 * least
    capped = density(hall(water_cap_kg_s=0.5 * water))
    assert capped.hall.binding.limit == "water_cap"
    assert reading(capped).actual == pytest.approx(0.5 * water, rel=2e-3)
    assert 0.3 * power < capped.hall.power_w < 0.7 * power


def test_dry_plants_use_none_and_without_weather_nobody_knows():
    assert reading(density(hall(1.0, kind="air_chiller"))).actual == 0.0
    unknown = density(hall(1.0, climate=""))
    assert any(item.limit == "water_cap" for item in unknown.unchecked)
    assert not any(item.limit == "water_cap" for item in density(hall()).limits)
