"""Whole servers: the greedy and the programme by hand numbers, and on a solved hall."""

import itertools

import numpy as np
import pytest

from coolsim.density.allocated import Wish
from coolsim.density.allocation import Goal
from coolsim.density.whole import Linear, Servers, greedy, programme
from coolsim.design.models import Content
from tests.density.test_solve import hall, solve

EVEN = Goal(np.ones(2), False, np.ones(2, dtype=bool), 0.0)
SERVERS = Servers(np.zeros(2), np.array([3e3, 4e3]), np.array([9, 9]))
TOGETHER = Linear(np.ones((1, 2)), np.array([10e3]))


def filled(**changes):
    contents = (Content(item="groq_node_8card", count=2),)
    return hall(racks=lambda n: {"load_w": None, "contents": contents}, **changes)


def test_the_programme_fills_ten_kilowatts_to_the_last():
    counts, gap = programme(SERVERS, EVEN, TOGETHER)
    assert counts.tolist() == [2, 1]
    assert gap == pytest.approx(0.0, abs=1e-6)


def test_greedy_adds_while_the_planes_hold_and_never_beyond_the_rack():
    added = greedy(SERVERS, EVEN, TOGETHER, np.zeros(2, dtype=np.int64))
    counts = np.bincount(added, minlength=2)
    assert TOGETHER.holds(SERVERS.powers_w(counts))
    # nothing more fits: 10 kW less what is there is short of the smallest server
    assert 10e3 - SERVERS.powers_w(counts).sum() < 3e3
    tight = Servers(SERVERS.least_w, SERVERS.each_w, np.array([1, 0]))
    assert greedy(tight, EVEN, TOGETHER, np.zeros(2, dtype=np.int64)) == [0]


def test_the_programme_agrees_with_every_combination():
    rng = np.random.default_rng(3)
    linear = Linear(rng.uniform(0.1, 1.0, (3, 2)), np.array([11e3, 9e3, 12e3]))
    best = max(
        float(SERVERS.powers_w(np.array(counts)).sum())
        for counts in itertools.product(range(10), repeat=2)
        if linear.holds(SERVERS.powers_w(np.array(counts)))
    )
    counts, _ = programme(SERVERS, EVEN, linear)
    assert SERVERS.powers_w(counts).sum() == pytest.approx(best)


@pytest.mark.parametrize("how", ["greedy", "exact"])
def test_an_allocation_in_whole_servers_is_confirmed(how):
    design = filled()
    free = solve(design, "accelerators", fidelity="draft")
    whole = solve(design, "accelerators", fidelity="draft", wish=Wish(whole=how))
    assert whole.status == "confirmed"
    for rack in whole.racks:
        assert rack.power_w == pytest.approx(rack.units * 3500.0, abs=1e-6)
    # rounding every rack down is the least it may come to
    assert whole.hall.accelerators >= free.hall.accelerators
    assert whole.hall.power_w <= free.hall.power_w + 3500.0
    told = next(f.message for f in whole.findings if f.code == "density.best_found")
    assert "Whole servers" in told
