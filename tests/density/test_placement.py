"""Placement of jobs: reading them, filling racks, and what the solved hall says."""

import itertools
import json
from functools import cache

import numpy as np
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.density.opening import open_study
from coolsim.density.placement.jobs import Job, JobList, Slots, job_list, read_jobs, slots_of
from coolsim.density.placement.place import place
from coolsim.density.placement.strategies import fill, in_order, spread
from coolsim.design import edits
from coolsim.design.models import Content
from coolsim.errors import SolveError, UsageError
from coolsim.events import Finish
from coolsim.tasks.placing import PlaceAnswer
from coolsim.tasks.running import design_day_of
from tests.density.searching import finish
from tests.density.test_solve import CELL_M, hall
from tests.halls import small_hall

CATALOGUE = load_catalogue()
SERVERS = Slots(
    servers=np.array([3, 0, 2]),
    accelerators=np.array([8, 0, 8]),
    server_w=np.array([1000.0, 0.0, 2000.0]),
    other_w=np.array([100.0, 50.0, 0.0]),
)
FLAT = JobList(tuple(Job(f"j{n}", 8, (1.0,)) for n in range(10)), 0.2, 1)
SWINGING = JobList(
    tuple(Job(f"j{n}", 8, (1.0, 0.4) if n % 2 else (0.3, 1.0)) for n in range(10)), 0.2, 2
)


def filled():
    """The small hall with three inference servers in every rack."""
    contents = (Content(item="groq_node_8card", count=3),)
    return hall(racks=lambda n: {"load_w": None, "contents": contents})


@cache
def placed(jobs):
    return finish(place(filled(), CATALOGUE, jobs, "draft", CELL_M))


def by_strategy(jobs):
    return {item.strategy: item for item in placed(jobs).placements}


def test_powers_follow_profiles_and_idle_servers():
    jobs = JobList((Job("a", 16, (0.5, 1.0)),), 0.1, 2)
    powers = SERVERS.powers_w(np.array([[1, 0, 1]]), jobs, 0)
    # rack 1: 100 + 500 + 2 idle of 100; rack 3: half of 2000 and one idle of 200
    assert powers == pytest.approx([800.0, 50.0, 1200.0])


def test_spread_and_packed_fill_as_they_say():
    jobs = JobList((Job("a", 16, (1.0,)),), 0.0, 1)
    assert fill(spread(SERVERS), SERVERS, jobs, 1).tolist() == [[1, 0, 1]]
    assert fill(in_order([0, 2]), SERVERS, jobs, 1).tolist() == [[2, 0, 0]]
    many = JobList((Job("a", 48, (1.0,)),), 0.0, 1)
    assert fill(spread(SERVERS), SERVERS, many, 1) is None


def test_every_placement_holds_on_a_solve_of_its_own_in_every_step():
    for item in placed(SWINGING).placements:
        assert item.accelerators > 0
        for step in (0, 1):
            loads = []
            for rack in item.racks:
                factors = [
                    count * next(j for j in SWINGING.jobs if j.id == name).profile[step]
                    for name, count in rack.servers.items()
                ]
                loads.append(3500.0 * (sum(factors) + 0.2 * rack.idle))
            opened = open_study(
                filled(), CATALOGUE, "uniform", margin_k=None, fidelity="draft", cell_m=CELL_M
            )
            trial = finish(opened.study.solve_at(loads, 0.0))
            assert max(r.actual - r.value for r in trial.readings) <= 0.05


def test_the_optimal_placement_is_as_good_as_any_there_is():
    study = open_study(
        filled(), CATALOGUE, "uniform", margin_k=None, fidelity="draft", cell_m=CELL_M
    ).study
    slots = slots_of(study.case)
    best = 0
    for counts in itertools.product(range(4), repeat=4):
        if 8 * sum(counts) <= max(best, 0) or sum(counts) > 10:
            continue
        busy = np.zeros((10, 4), dtype=np.int64)
        for n, rack in enumerate(r for r, c in enumerate(counts) for _ in range(c)):
            busy[n, rack] = 1
        trial = finish(study.solve_at(list(slots.powers_w(busy, FLAT, 0)), 0.0))
        if trial.holds:
            best = 8 * sum(counts)
    found = by_strategy(FLAT)
    assert found["optimal"].accelerators == best
    assert all(item.accelerators <= best for item in found.values())


def test_optimal_is_never_behind_and_the_answer_is_told():
    found = by_strategy(SWINGING)
    assert set(found) == {"spread", "pack", "coldest", "optimal"}
    assert found["optimal"].accelerators == max(item.accelerators for item in found.values())
    told = PlaceAnswer("Small hall", "hash", "draft", placed(SWINGING)).text("si")
    assert "Coldest first" in told
    assert "to spread" in told


def test_jobs_are_read_and_constant_profiles_stretched(tmp_path):
    path = tmp_path / "jobs.json"
    jobs = [{"id": "a", "accelerators": 8, "profile": [1, 0.5]}, {"id": "b", "accelerators": 4}]
    path.write_text(json.dumps({"idle_fraction": 0.3, "jobs": jobs}))
    read = read_jobs(path)
    assert read.steps == 2
    assert read.jobs[1].profile == (1.0, 1.0)


@pytest.mark.parametrize(
    ("content", "place_named"),
    [
        ("not json", "jobs.json"),
        ('{"jobs": []}', "idle_fraction"),
        ('{"idle_fraction": 0.1, "jobs": []}', "jobs"),
        ('{"idle_fraction": 2, "jobs": [{"id": "a", "accelerators": 1}]}', "idle_fraction"),
        ('{"idle_fraction": 0, "jobs": [{"id": "a", "accelerators": 0}]}', "accelerators"),
        ('{"idle_fraction": 0, "jobs": [{"accelerators": 1}]}', "jobs[0]"),
        (
            '{"idle_fraction": 0, "jobs": [{"id": "a", "accelerators": 1, "profile": [1, -1]}]}',
            "jobs[0].profile",
        ),
    ],
)
def test_a_broken_file_is_refused_and_the_place_named(tmp_path, content, place_named):
    path = tmp_path / "jobs.json"
    path.write_text(content)
    with pytest.raises(UsageError) as refused:
        read_jobs(path)
    assert place_named in refused.value.where


def test_a_hall_without_accelerators_has_nowhere_to_place_jobs():
    with pytest.raises(SolveError, match="accelerators"):
        finish(place(small_hall(), CATALOGUE, FLAT, "draft", CELL_M))


def test_a_search_ended_early_gives_the_strategies_it_has_confirmed():
    steps = place(filled(), CATALOGUE, FLAT, "draft", CELL_M)
    while next(steps).message != "Placement pack":
        pass
    with pytest.raises(StopIteration) as ended:
        steps.throw(Finish())
    answer = ended.value.value
    assert answer.is_stopped
    assert [item.strategy for item in answer.placements] == ["spread"]
    told = PlaceAnswer("Small hall", "hash", "draft", answer)
    assert told.to_json()["status"] == "cancelled"
    assert "Spread" in told.text()


def test_jobs_come_as_an_object_too_and_racks_say_their_power():
    jobs = job_list({"idle_fraction": 0.2, "jobs": [{"id": "a", "accelerators": 8}]})
    assert jobs == JobList((Job("a", 8, (1.0,)),), 0.2, 1)
    item = by_strategy(FLAT)["spread"]
    assert sum(rack.power_w for rack in item.racks) == pytest.approx(item.peak_w)


def test_the_gap_to_the_last_programme_is_told():
    answer = placed(FLAT)
    best = max(item.accelerators for item in answer.placements)
    assert best <= answer.bound <= answer.asked
    assert "inlet_class" in answer.checked
    told = PlaceAnswer("Small hall", "hash", "draft", answer).text("si")
    assert "The last programme allows" in told
    assert "Limits read: rack air inlet" in told


def test_plants_and_the_meter_hold_a_placement_too():
    # a chiller that takes three quarters of what the jobs give off in a placement without it
    free = by_strategy(FLAT)["optimal"]
    plant = {"kind": "air_chiller", "machines": 1, "capacity_w": 0.75 * free.peak_w}
    design = edits.set_site(edits.add_rejection(filled(), **plant)[0], climate="phoenix-az")
    day = design_day_of(design)
    answer = finish(place(design, CATALOGUE, FLAT, "draft", CELL_M, design_day=day))
    assert "plant_design_day" in answer.checked
    assert all(0 < item.accelerators < free.accelerators for item in answer.placements)
    assert all(item.peak_w <= 0.76 * free.peak_w for item in answer.placements)
    capped = design.variant.power.model_copy(update={"grid_cap_w": 0.9 * free.peak_w})
    design = with_power(filled(), capped)
    metered = finish(
        place(design, CATALOGUE, FLAT, "draft", CELL_M, overhead_w=lambda it_w: 0.5 * it_w)
    )
    assert all(item.peak_w <= 0.601 * free.peak_w for item in metered.placements)


def test_where_no_job_runs_the_limit_that_breaks_first_is_named():
    power = filled().variant.power.model_copy(update={"grid_cap_w": 1000.0})
    answer = finish(place(with_power(filled(), power), CATALOGUE, FLAT, "draft", CELL_M))
    assert all(item.accelerators == 0 for item in answer.placements)
    assert answer.clash == "grid_cap"
    told = PlaceAnswer("Small hall", "hash", "draft", answer).text("si")
    assert "No job runs: grid power cap" in told


def with_power(design, power):
    variant = design.variant.model_copy(update={"power": power})
    return design.model_copy(update={"variants": (variant,)})
