"""Energy follows the mean power; inlets and machines must stand the sustained power."""

from __future__ import annotations

import numpy as np
import pytest

from coolsim.catalogue.contents import mean_power
from coolsim.catalogue.loading import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Content, Design
from coolsim.studies.mean_power import mean_fraction
from coolsim.studies.year import points_of
from tests.studies.halls import air_hall, air_room, year_of

HOT = "phoenix-az"
CATALOGUE = load_catalogue()


def with_mean(value: float | None, design: Design | None = None) -> Design:
    return edits.update_plant_part(design or air_hall(), "utilisation", mean_fraction=value)


def test_means_of_the_catalogue() -> None:
    assert mean_power(CATALOGUE.get("dgx_h100")).value == pytest.approx(7500.0)
    assert mean_power(CATALOGUE.get("dgx_b300")).value == pytest.approx(14_500.0)
    assert mean_power(CATALOGUE.get("dgx_b200")).value is None
    one, other = (f"rack-000{n}" for n in (1, 2))
    design, _ = edits.place(Design(), "rack", 1.0, 1.0, contents=(Content(item="dgx_h100"),))
    design, _ = edits.place(design, "rack", 3.0, 1.0, load_w=9.8e3)
    assert [rack.id for rack in design.variant.racks] == [one, other]
    value, figure = mean_fraction(design.variant, CATALOGUE)
    assert value == pytest.approx(17.3 / 21.1)
    assert figure is not None
    assert figure.confidence == "third_party"
    assert mean_fraction(with_mean(0.6, design).variant, CATALOGUE) == (0.6, None)


def test_what_has_no_mean_draws_its_sustained_power() -> None:
    assert mean_fraction(air_hall().variant, CATALOGUE) == (1.0, None)


def test_the_hall_is_solved_as_low_as_the_mean_goes() -> None:
    assert min(points_of(air_hall().variant, 1.0)[0]) == 0.75
    assert min(points_of(air_hall().variant, 0.6)[0]) == 0.6


def test_energy_falls_and_what_must_be_stood_does_not() -> None:
    tight = air_hall()
    name = tight.variant.plant.rejections[0].id
    tight = edits.update_rejection(tight, name, capacity_w=33e3)
    full, mean = (year_of(with_mean(value, tight), air_room(), HOT) for value in (1.0, 0.8))
    np.testing.assert_allclose(
        mean.hourly["it_w"], 0.8 * np.array(full.hourly["it_w"]), rtol=2e-3
    )  # server fans grow with the cube of the airflow
    assert mean.year.peak_w < 0.85 * full.year.peak_w
    assert mean.year.unmet_kwh < full.year.unmet_kwh
    assert mean.hours_unmet == full.hours_unmet > 0
    assert mean.least_margin_k == full.least_margin_k
    assert mean.duration == full.duration
    assert mean.design_day == full.design_day
