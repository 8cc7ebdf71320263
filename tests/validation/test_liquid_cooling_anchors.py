"""Published sizing points of liquid cooling.

OCP OAI System Liquid Cooling Guidelines (2023); Lenovo LP2357; Vertiv SL-80005, SL-71309, SL-70799;
OCP Project Deschutes CDU specification 1.0.0 (2026).
"""

import pytest

from tests.validation.cases import assert_agrees, row_of, rows

CASE = "C06_liquid_cooling_anchors"


def test_every_point_agrees_or_is_a_declared_miss():
    found = rows(CASE)
    assert len(found) == 40
    assert_agrees(found)
    assert sum(not row.within_tolerance for row in found) == 2


def test_a_plate_is_predicted_from_one_point_of_its_curve():
    for row in rows(CASE):
        if row.quantity.startswith("resistance, 1 kW OAM, water"):
            assert row.ours == pytest.approx(row.published, rel=0.01)
        elif row.quantity.startswith("resistance, 1 kW OAM, PG25"):
            assert row.ours == pytest.approx(row.published, rel=0.10)


def test_approach_against_flow_of_a_published_exchanger():
    found = [row for row in rows(CASE) if row.quantity.startswith("approach of Deschutes")]
    assert len(found) == 6
    assert all(abs(row.difference) < 0.1 for row in found)


def test_flows_of_a_rack_follow_from_its_heat():
    found = [row for row in rows(CASE) if row.quantity.startswith("flow of GB300")]
    assert all(row.ours == pytest.approx(row.published, rel=0.02) for row in found)


def test_duty_at_twice_the_approach():
    assert row_of(rows(CASE), "duty of XDU1350").ours == pytest.approx(2700.0)
