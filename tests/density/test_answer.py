"""Who is stopped by what, on a hand-made search."""

import math
from dataclasses import replace

import pytest

from coolsim.density import UncheckedLimit, summarise_unchecked
from coolsim.density.answer import assemble_answer, flops_of_all
from coolsim.density.limits import Reading
from coolsim.density.opening import read_own_limits
from coolsim.density.search import Found, Trial
from coolsim.density.told import answer_findings
from coolsim.design.models import Design, Feed
from tests.density.cases import case_of, contents, rack
from tests.factories import make_design, make_results

FEED = Feed(id="feed-0001", name="A", voltage_v=415.0, breaker_a=60.0)
RESULTS = make_results(make_design(2))


def inlet(object_id, actual, value=27.0):
    return Reading("inlet_class", object_id, object_id, value, actual, "c", "s", "standard", 0.02)


def duty(actual, value=30_000.0):
    return Reading("cooler_capacity", "cooler-0001", "C", value, actual, "w", "s", "design", 30.0)


def answer(case, found, **results):
    caps, unchecked = read_own_limits(case)
    lowest = [caps[n][0].power_w if caps[n] else math.inf for n in range(len(case.racks))]
    powers = [min(found.best.level * w, c) for w, c in zip(case.weights, lowest, strict=True)]
    return assemble_answer(
        design=Design(variants=(case.variant,)),
        case=case,
        objective="uniform",
        found=found,
        caps=caps,
        unchecked=unchecked,
        powers_w=powers,
        results=replace(RESULTS, **results),
        seconds=1.0,
    )


def found_at(level, readings, *others, outcome="found"):
    best = Trial(level, tuple(readings), 2.0 * level)
    return Found(outcome, best, (*others, best))


def two_racks(**first):
    # 6 U hold one node of 4 U: a cap of 1 kW; the other rack is free
    own = {"contents": contents(node=1), "height_u": 6, **first}
    return case_of(rack(1, **own), rack(2, load_w=1000.0))


LOWER = Trial(8000.0, (inlet("rack-0002", 25.0), duty(16_000.0)), 9000.0)


def test_binding_next_and_slack_worked_by_hand():
    # rack 2 reads 27.0 of 27: it binds at 10 kW. The duty grows by 2 W per watt of level:
    # 30 kW are reached at 15 kW, 5 kW further on.
    best = [inlet("rack-0002", 27.0), duty(20_000.0)]
    density = answer(two_racks(), found_at(10_000.0, best, LOWER))
    assert density.status == "confirmed"
    capped, free = density.racks
    assert (capped.binding.limit, capped.power_w) == ("rack_units", 1000.0)
    assert (capped.next.limit, capped.slack_w) == ("inlet_class", pytest.approx(9000.0))
    assert (free.binding.limit, free.binding.object_id) == ("inlet_class", "rack-0002")
    assert (free.binding.slack_w, free.power_w) == (0.0, 10_000.0)
    assert (free.next.limit, free.slack_w) == ("cooler_capacity", pytest.approx(5000.0))


def test_the_halls_slack_counts_the_racks_that_still_grow():
    best = [inlet("rack-0002", 27.0), duty(20_000.0)]
    hall = answer(two_racks(), found_at(10_000.0, best, LOWER)).hall
    assert hall.power_w == 11_000.0
    assert (hall.binding.limit, hall.binding.slack_w) == ("inlet_class", 0.0)
    # one of the two racks is at its own cap, the other takes the 5 kW of level
    assert (hall.next.limit, hall.next.slack_w) == ("cooler_capacity", pytest.approx(5000.0))


def test_a_racks_own_cap_can_come_next():
    case = case_of(rack(1, load_w=1000.0, feed_id="feed-0001"), feeds=(FEED,))
    best = [inlet("rack-0001", 27.0), duty(10_000.0, value=90_000.0)]
    lower = Trial(20_000.0, (inlet("rack-0001", 25.0), duty(5_000.0, value=90_000.0)))
    (only,) = answer(case, found_at(30_000.0, best, lower)).racks
    assert only.binding.limit == "inlet_class"
    assert (only.next.limit, only.slack_w) == ("breaker", pytest.approx(4502.4, abs=0.5))


def test_units_accelerators_and_what_is_missing_for_the_next():
    best = [inlet("rack-0002", 27.0)]
    case = case_of(rack(1, contents=contents(node=2, leaf=1)), rack(2, load_w=1.0))
    counted = answer(case, found_at(3900.0, best)).racks[0]
    assert (counted.units, counted.units_drawn, counted.unit_name) == (3, 2, "Node")
    assert counted.next_unit_missing_w == pytest.approx(400.0)
    assert counted.accelerators == 24
    assert counted.flops["bf16"] > 0.0
    assert counted.next_unit_missing_w + counted.power_w == pytest.approx(300.0 + 4 * 1000.0)


def test_a_precision_that_one_accelerator_lacks_is_summed_neither_in_a_rack_nor_in_the_hall():
    case = case_of(
        rack(1, contents=contents(dgx_a100=1)),
        rack(2, contents=contents(dgx_h100=1)),
        rack(3, contents=contents(dgx_h100=1, dgx_a100=1)),
    )
    told = answer(case, found_at(30_000.0, [inlet("rack-0002", 27.0)]))
    old, new, mixed = (each.flops for each in told.racks)
    assert "fp8" not in old
    assert "fp8" in new
    assert "fp8" not in mixed
    assert "fp8" not in told.hall.flops
    assert told.hall.flops["bf16"] == pytest.approx(sum(each["bf16"] for each in (old, new, mixed)))
    assert flops_of_all([{"bf16": 2.0}, {"bf16": 3.0, "fp8": 4.0}]) == {"bf16": 5.0}
    assert flops_of_all([]) == {}


def test_a_rack_without_units_counts_nothing():
    density = answer(two_racks(), found_at(10_000.0, [inlet("rack-0002", 27.0)]))
    plain = density.racks[1]
    assert (plain.units, plain.unit_name, plain.next_unit_missing_w) == (0, "", None)
    assert density.hall.accelerators == density.racks[0].accelerators == 8


def test_points_tell_what_each_trial_read():
    best = [inlet("rack-0002", 27.0), duty(20_000.0)]
    low, high = answer(two_racks(), found_at(10_000.0, best, LOWER)).points
    assert (low.level, low.power_w, low.slack) == (8000.0, 9000.0, 2.0)
    assert (high.worst_limit, high.worst_object_id) == ("inlet_class", "rack-0002")


def test_unlimited_says_so_and_names_what_to_give():
    density = answer(two_racks(), found_at(2e6, [inlet("rack-0002", 21.0)], outcome="unlimited"))
    assert density.status == "unlimited"
    assert density.racks[1].binding is None
    assert density.racks[0].binding.limit == "rack_units"
    assert "not an answer" in density.findings[0].message


def test_racks_that_all_stand_at_their_own_caps_are_an_answer():
    case = case_of(rack(1, contents=contents(node=1), height_u=6))
    density = answer(case, found_at(1000.0, [inlet("rack-0001", 21.0)], outcome="unlimited"))
    assert density.status == "confirmed"
    assert density.findings == ()
    assert density.hall.binding.limit == "rack_units"


def test_infeasible_names_the_limits_that_clash():
    readings = [inlet("rack-0002", 29.0), duty(10.0)]
    density = answer(two_racks(), found_at(10.0, readings, outcome="infeasible"))
    assert density.status == "infeasible"
    (finding,) = density.findings
    assert finding.object_ids == ("rack-0002",)
    assert "rack air inlet of rack-0002" in finding.message
    assert "cooler" not in finding.message


@pytest.mark.parametrize("status", ["not_converged", "diverged"])
def test_a_flow_that_does_not_settle_confirms_nothing(status):
    found = found_at(10_000.0, [inlet("rack-0002", 27.0)])
    density = answer(two_racks(), found, status=status)
    assert density.status == "not_confirmed"
    assert density.findings[0].code == "density.not_confirmed"


def test_an_unfinished_search_confirms_nothing():
    found = found_at(10_000.0, [inlet("rack-0002", 20.0)], outcome="unfinished")
    assert answer(two_racks(), found).status == "not_confirmed"


def test_unchecked_limits_are_gathered_by_limit_and_reason():
    first, second, third = (
        UncheckedLimit("breaker", "rack-0001", "R1", "no feed is assigned"),
        UncheckedLimit("rack_units", "rack-0001", "R1", "a plain load has no units"),
        UncheckedLimit("breaker", "rack-0002", "R2", "no feed is assigned"),
    )
    feeds, units = summarise_unchecked([first, second, third])
    assert (feeds.limit, feeds.count, feeds.object_ids) == (
        "breaker", 2, ("rack-0001", "rack-0002"),
    )  # fmt: skip
    assert feeds.object_names == ("R1", "R2")
    assert (units.limit, units.reason, units.count) == (
        "rack_units", "a plain load has no units", 1,
    )  # fmt: skip
    assert summarise_unchecked([]) == ()


def test_a_hall_without_any_limit_names_those_that_are_missing():
    case = case_of(rack(1, load_w=5000.0), rack(2, load_w=5000.0))
    missing = (
        UncheckedLimit("breaker", "rack-0001", "R1", "no feed is given"),
        UncheckedLimit("breaker", "rack-0002", "R2", "no feed is given"),
        UncheckedLimit("hall_cap", "variant-0001", "Base", "no hall power cap is given"),
    )
    trial = Trial(2e6, (), 4e6)
    (told,) = answer_findings("unlimited", Found("unlimited", trial, (trial,)), case, (), missing)
    assert told.message.endswith(
        "Missing are: rack breaker (no feed is given, 2 objects); "
        "hall power cap (no hall power cap is given)."
    )
