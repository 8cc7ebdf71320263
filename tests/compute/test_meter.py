"""The meter of a density answer: the year's own rules at one solved hall."""

from functools import cache

import pytest

from coolsim import tasks
from coolsim.compute.meter import NO_CLIMATE, NO_REJECTION, meter_of
from coolsim.design import edits
from coolsim.plant.weather import synthetic_year
from coolsim.simulate import resolve_design
from tests.studies.halls import (
    CATALOGUE,
    CHOICES,
    air_hall,
    air_room,
    warm_hall,
    warm_room,
    year_of,
)

CLIMATE = "leesburg-va"


@cache
def solved(make):
    design = make()
    results = tasks.finish(tasks.SolveRequest(design, "live", CHOICES.cell_m)).results
    return design, resolve_design(design, CATALOGUE), results


def meter(make, weather=None):
    design, scene, results = solved(make)
    known = synthetic_year(CLIMATE) if weather is None else weather
    return meter_of(design, CATALOGUE, scene, results, known)


@pytest.mark.parametrize(("make", "room"), [(air_hall, air_room), (warm_hall, warm_room)])
def test_it_is_the_ratio_of_the_years_design_day(make, room):
    design, _, _ = solved(make)
    # the year's highest load is the drawn one, at which the hall was solved here
    year = year_of(design, room(), CLIMATE)
    assert meter(make).ratio == pytest.approx(year.design_day.design_point_ratio, rel=2e-3)


def test_warm_water_costs_less_at_the_meter_than_chilled_air():
    assert 1.0 < meter(warm_hall).ratio < meter(air_hall).ratio < 2.0


def test_without_plant_or_air_it_is_not_known():
    design, scene, results = solved(air_hall)
    assert meter(air_hall, NO_CLIMATE).ratio is None
    assert meter(air_hall, NO_CLIMATE).note == NO_CLIMATE
    bare = edits.set_plant(design, rejections=())
    told = meter_of(bare, CATALOGUE, scene, results, synthetic_year(CLIMATE))
    assert (told.ratio, told.note) == (None, NO_REJECTION)
