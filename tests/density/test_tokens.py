"""Tokens by the rates a user gives: counted, and wanted."""

import pytest

from coolsim.density.allocated import Wish
from coolsim.density.files import density_from_json, density_to_json
from coolsim.density.records import Tokens
from coolsim.density.tokens import tokens_of
from coolsim.design.models import Content, Power
from coolsim.errors import SolveError
from coolsim.tasks.answers import DensityAnswer
from tests.density.cases import case_of, contents, rack
from tests.density.test_solve import hall, solve

RATES = (("nvidia_b200_hgx", 100.0),)


def test_two_units_of_eight_at_a_hundred_are_sixteen_hundred():
    case = case_of(rack(1, contents=contents(node=1)), rack(2, contents=contents(node=1)))
    assert tokens_of(case, [2, 0], RATES) == Tokens(1600.0, 16, ())
    assert tokens_of(case, [2, 1], (("other", 5.0),)) == Tokens(0.0, 0, ("nvidia_b200_hgx",))


def two_kinds(cap_w=20_000.0):
    """Two racks of quick accelerators per watt and two of slow ones, under a cap."""
    quick, slow = Content(item="groq_node_8card", count=1), Content(item="dgx_h100", count=1)
    return hall(
        racks=lambda n: {"load_w": None, "contents": (quick if n < 3 else slow,)},
        power=Power(hall_cap_w=cap_w),
    )


def test_power_goes_where_a_watt_brings_the_most_tokens():
    design = two_kinds()
    rates = (("nvidia_h100_sxm", 1000.0), ("groq_lpu_v1", 1.0))
    options = {"fidelity": "draft", "finer": False}
    slow = solve(design, "tokens", wish=Wish(tokens=rates), **options)
    powers = [each.power_w for each in slow.racks]
    assert sum(powers[2:]) > 5.0 * sum(powers[:2])
    even = solve(design, "uniform", wish=Wish(tokens=rates), fidelity="draft")
    assert slow.tokens.per_s >= even.tokens.per_s
    assert "Tokens" in DensityAnswer("Hall", slow).text()
    assert density_from_json(density_to_json(slow)).tokens == slow.tokens


def test_without_rates_there_are_none_to_want():
    assert solve(two_kinds(), fidelity="draft").tokens is None
    with pytest.raises(SolveError, match="rate of tokens"):
        solve(two_kinds(), "tokens", fidelity="draft")


def test_racks_without_a_figure_are_named_not_silently_counted_as_nothing():
    options = {"fidelity": "draft", "finer": False}
    bounded = solve(two_kinds(), "flops", wish=Wish(precision="fp8"), **options)
    told = next(f for f in bounded.findings if f.code == "density.not_counted")
    assert told.severity == "warning"
    assert told.object_ids == ("rack-0001", "rack-0002")
    assert "dense fp8 operations for groq_lpu_v1" in told.message
    assert told.message in DensityAnswer("Hall", bounded).text().replace("\n", " ")
    counted = solve(two_kinds(), "accelerators", **options)
    assert not any(f.code == "density.not_counted" for f in counted.findings)


def test_accelerators_without_a_rate_of_tokens_are_named():
    wish = Wish(tokens=(("nvidia_h100_sxm", 1000.0),))
    density = solve(two_kinds(), "tokens", wish=wish, fidelity="draft", finer=False)
    told = next(f for f in density.findings if f.code == "density.not_counted")
    assert "tokens for groq_lpu_v1" in told.message
