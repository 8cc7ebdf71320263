"""Effectiveness of heat exchangers.

W. M. Kays and A. L. London, Compact Heat Exchangers, 3rd ed., McGraw-Hill (1984).
"""

from tests.validation.cases import assert_agrees, rows


def test_effectiveness_and_an_exchanger_in_full():
    found = rows("C02_hx_counterflow")
    assert len(found) == 18
    assert_agrees(found)
