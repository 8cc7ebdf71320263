"""Chillers, towers, a dry cooler and moist air against published points.

EnergyPlus electric-EIR data sets and reference results of the Modelica Buildings Library; YorkCalc;
an EnergyPlus run of a Merkel tower; a maker's dry-cooler rating; ASHRAE Fundamentals (2017), ch. 1.
"""

import pytest

from tests.validation.cases import assert_agrees, row_of, rows


@pytest.mark.parametrize(
    "case",
    [
        "D01_chiller_curves",
        "D01b_air_cooled_chiller",
        "D02_yorkcalc",
        "D03_merkel_energyplus_day1",
        "D04_dry_cooler_rating",
    ],
)
def test_published_points_are_met(case):
    found = rows(case)
    assert_agrees(found)
    assert all(row.known_miss is None for row in found)


def test_moist_air_agrees_but_for_the_ratio_read_off_a_chart():
    found = rows("E01_psychrometrics_ashrae")
    assert_agrees(found)
    assert [row.quantity for row in found if row.known_miss] == ["humidity ratio of the example"]


def test_leaving_condenser_water_carries_the_compressor_heat():
    row = row_of(rows("D01_chiller_curves"), "leaving condenser water")
    assert row.difference == pytest.approx(0.0, abs=1e-3)
