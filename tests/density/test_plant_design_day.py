"""Heat rejection on the design day as a limit of density."""

from __future__ import annotations

import numpy as np
import pytest

from coolsim import tasks
from coolsim.catalogue.loading import load_catalogue
from coolsim.density.records import Density
from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.plant.asked import Asked
from coolsim.plant.capacity import capacity_at_w
from coolsim.plant.chillers import DEFAULT_AIR_CHILLER, capacity_w, chiller_named, sized
from coolsim.plant.outdoor import Outdoor
from tests.halls import small_hall

HOT = "phoenix-az"
DAY = Outdoor(*(np.array([value]) for value in (40.0, 24.0, 17.0, 0.0125, 97e3)))
ASKED = Asked(50e3, 50e3 / 6.0, 5e3, 18.0, 28.0)


def rejection(**fields: object) -> Design:
    return edits.add_rejection(small_hall(), **fields)[0]


def taken_w(design: Design, supply_c: float = 10.0) -> float | None:
    item = design.variant.plant.rejections[0]
    return capacity_at_w(
        item, ASKED, supply_c, has_own_pump=True, moment=DAY, catalogue=load_catalogue()
    )


def test_a_chiller_takes_what_its_curves_say_less_its_pump() -> None:
    machine = sized(chiller_named(DEFAULT_AIR_CHILLER), 40e3)
    full = float(capacity_w(machine, 10.0, 40.0))
    assert taken_w(rejection(kind="air_chiller", machines=1, capacity_w=40e3)) == pytest.approx(
        full, rel=0.03
    )
    both = taken_w(rejection(kind="air_chiller", machines=2, capacity_w=40e3))
    spare = taken_w(rejection(kind="air_chiller", machines=2, redundancy="N+1", capacity_w=40e3))
    assert both == pytest.approx(2.0 * (spare or 0.0), rel=0.01)


def test_dry_coolers_take_nothing_colder_than_the_air() -> None:
    design = rejection(kind="dry_cooler", machines=1, capacity_w=60e3)
    assert taken_w(design, supply_c=35.0) == pytest.approx(0.0, abs=1.0)
    assert (taken_w(design, supply_c=50.0) or 0.0) > 30e3
    assert taken_w(rejection(kind="dry_cooler")) is None


def density(design: Design) -> Density:
    return tasks.finish(tasks.DensityRequest(design, fidelity="draft")).density


def test_a_small_plant_binds_and_one_without_a_size_is_not_checked() -> None:
    racks = sum(rack.load_w or 0.0 for rack in small_hall().variant.racks)
    small = rejection(kind="air_chiller", machines=1, capacity_w=0.6 * racks)
    told = density(edits.set_site(small, climate=HOT))
    assert told.hall.binding is not None
    assert told.hall.binding.limit == "plant_design_day"
    assert told.hall.power_w < 0.7 * racks
    assert told.hall.binding.actual == pytest.approx(told.hall.binding.value, rel=2e-3)
    free = density(small)
    reasons = {item.limit: item.reason for item in free.unchecked}
    assert "no climate" in reasons["plant_design_day"]
    unsized = density(edits.set_site(rejection(kind="air_chiller"), climate=HOT))
    reasons = {item.limit: item.reason for item in unsized.unchecked}
    assert "no capacity is drawn" in reasons["plant_design_day"]
