"""Outcomes of validation cases that the report prints: some can be made anew, the others stay."""

from coolsim.verification import run, shipped_case
from tests.tools.make_outcomes import outcomes, renewed

CASE = "C02_hx_counterflow"


def test_what_is_made_anew_takes_the_place_of_what_was_and_joins_in_order():
    case = shipped_case(CASE)
    (made,) = outcomes([case], run(case))
    assert made["id"] == CASE
    assert made["rows"] == made["agree"] > 0
    before = [{"id": "E01", "rows": 1}, {"id": CASE, "rows": 0}]
    assert renewed(before, [made, {"id": "B04", "rows": 2}]) == [
        {"id": "B04", "rows": 2},
        made,
        {"id": "E01", "rows": 1},
    ]
