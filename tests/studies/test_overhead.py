"""Overhead of the worst hour: what it is made of, and a grid cap that it moves."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from coolsim import tasks
from coolsim.density.records import Density
from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.plant.weather import synthetic_year
from coolsim.studies.overhead import worst_overhead
from tests.halls import small_hall
from tests.studies.halls import CATALOGUE, air_hall, air_room, year_of

HOT = "phoenix-az"


def told_by(design: Design) -> Callable[[float], float]:
    steps = worst_overhead(design, CATALOGUE, synthetic_year(HOT))
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            overhead_w: Callable[[float], float] = stop.value
            return overhead_w


def test_it_is_that_of_the_hour_that_draws_most() -> None:
    overhead_w = told_by(air_hall())
    year = year_of(air_hall(), air_room(), HOT)
    beside = max(
        facility - it
        for facility, it in zip(year.hourly["facility_w"], year.hourly["it_w"], strict=True)
    )
    drawn = year.hourly["it_w"][0]
    assert overhead_w(drawn) == pytest.approx(beside, rel=0.01)
    powers = [share * drawn for share in (0.5, 0.8, 1.0, 1.2, 1.5, 2.0)]
    told = [overhead_w(power) for power in powers]
    assert all(after >= before for before, after in itertools.pairwise(told))
    assert told[-1] == pytest.approx(told[-2] * 2.0 / 1.5)


def capped(cap_w: float) -> Design:
    design, _ = edits.add_rejection(small_hall(), kind="air_chiller")
    return edits.set_power(design, grid_cap_w=cap_w)


def test_a_climate_makes_the_grid_cap_tighter() -> None:
    racks = sum(rack.load_w or 0.0 for rack in small_hall().variant.racks)

    def density(design: Design) -> Density:
        return tasks.finish(tasks.DensityRequest(design, fidelity="draft")).density

    bare = density(capped(0.5 * racks))
    sited = density(edits.set_site(capped(0.5 * racks), climate=HOT))
    for answer in (bare, sited):
        assert answer.hall.binding is not None
        assert answer.hall.binding.limit == "grid_cap"
    assert sited.hall.power_w < 0.9 * bare.hall.power_w
    assert "grid_cap" in {item.limit for item in bare.unchecked}
    assert "grid_cap" not in {item.limit for item in sited.unchecked}
