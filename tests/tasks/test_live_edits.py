"""Edits on the quick way: what is looked up in part is what is looked up whole, or is not taken.

The quick way has three shortcuts: the design arrives as what changed, racks and coolers alone are
looked up anew, and the air moves as before. Each is compared with the long way round.
"""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import replace

import numpy as np
import pytest

from coolsim.air.frozen import FrozenHall
from coolsim.air.response import AirResponse
from coolsim.air.summary import balance
from coolsim.air.warm import WarmAir
from coolsim.catalogue.loading import load_catalogue
from coolsim.design import edits
from coolsim.design.changes import difference
from coolsim.design.files import design_hash, to_object
from coolsim.results.relay import Hearer
from coolsim.simulate import resolve_design
from coolsim.tasks import live as live_tasks
from coolsim.tasks.live import only_moved, with_other_loads
from coolsim.worker.field_files import FieldFiles
from tests.halls import small_hall
from tests.tasks.test_worker import served

RACK, OTHER, COOLER, TILE = "rack-0001", "rack-0003", "cooler-0001", "tile-0001"

LOADS = {
    "load of a rack": lambda d: edits.update(d, [RACK], load_w=7000.0),
    "load of racks": lambda d: edits.update(d, [RACK, OTHER], load_w=100.0),
    "no load": lambda d: edits.update(d, [RACK], load_w=0.0),
    "name": lambda d: edits.update(d, [RACK], name="First"),
    "air class": lambda d: edits.update(d, [RACK], air_class="A3"),
    "set point": lambda d: edits.update(d, [COOLER], supply_temperature_c=23.5),
    "capacity": lambda d: edits.update(d, [COOLER], capacity_w=31e3),
    "fan power": lambda d: edits.update(d, [COOLER], fan_power_w=1500.0),
    "load and set point": lambda d: edits.update(
        edits.update(d, [OTHER], load_w=4000.0), [COOLER], supply_temperature_c=17.0
    ),
}
"""Edits that move no air."""

AIRFLOWS = {
    "place of a rack": lambda d: edits.move(d, [RACK], 0.0, 0.3),
    "heading": lambda d: edits.rotate(d, [RACK], 180.0),
    "height of a rack": lambda d: edits.update(d, [RACK], height_m=2.2),
    "airflow of a cooler": lambda d: edits.update(d, [COOLER], airflow_m3_s=2.5),
    "a stopped cooler": lambda d: edits.update(d, [COOLER], running=False),
    "a tile": lambda d: edits.update(d, [TILE], open_fraction=0.3),
    "a tile less": lambda d: edits.delete(d, [TILE]),
    "a rack less": lambda d: edits.delete(d, [RACK]),
    "a rack more": lambda d: edits.duplicate(d, [RACK], 0.0, 1.6)[0],
    "the ceiling": lambda d: edits.set_hall(d, height_m=3.4),
    "the walls": lambda d: edits.set_hall(d, wall_u_w_m2_k=2.0),
    "the altitude": lambda d: edits.set_site(d, altitude_m=1500.0),
}
"""Edits that do, or that are looked up in more than racks and coolers."""


def powered_hall():
    """The small hall with a lossy PDU among its racks."""
    design, pdu = edits.add_power_element(
        small_hall(), "pdu", rated_w=40e3, no_load_loss_w=400.0, load_loss_w=2000.0
    )
    design, feed = edits.add_feed(design, name="A", supply_id=pdu)
    return edits.update(design, [rack.id for rack in design.variant.racks], feed_id=feed)


HALLS = {"plain": small_hall, "with a power chain": powered_hall}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def air(catalogue):
    """The small hall's air, on a grid of a few thousand cells."""
    made = WarmAir(resolve_design(small_hall(), catalogue), "zero_equation", cell_m=0.3)
    for _ in made.steps():
        pass
    return made


def concluded(air):
    steps = air.conclude()
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


@pytest.mark.parametrize("hall", HALLS)
@pytest.mark.parametrize("kind", LOADS)
def test_a_hall_looked_up_in_part_is_the_hall_looked_up_whole(kind, hall, catalogue):
    drawn = HALLS[hall]()
    design = LOADS[kind](drawn)
    part = with_other_loads(resolve_design(drawn, catalogue), drawn, design, catalogue)
    whole = resolve_design(design, catalogue)
    assert part is not None
    assert replace(part, assumptions=()) == replace(whole, assumptions=())


@pytest.mark.parametrize("kind", ["place of a rack", "heading"])
def test_a_moved_rack_alone_is_looked_up_anew_and_that_is_all(kind, catalogue):
    drawn = small_hall()
    design = AIRFLOWS[kind](drawn)
    part = with_other_loads(resolve_design(drawn, catalogue), drawn, design, catalogue)
    assert part is not None
    assert only_moved(drawn, design, part)
    assert part == resolve_design(design, catalogue)  # assumptions too


@pytest.mark.parametrize("kind", ["load of a rack", "name", "set point", "height of a rack"])
def test_what_differs_in_more_than_place_is_looked_up_whole(kind, catalogue):
    drawn = small_hall()
    design = (LOADS | AIRFLOWS)[kind](drawn)
    part = with_other_loads(resolve_design(drawn, catalogue), drawn, design, catalogue)
    assert not only_moved(drawn, design, part)


def test_a_moved_chimney_takes_its_duct_along(catalogue):
    drawn = edits.set_hall(small_hall(), ceiling_void_m=0.8)
    drawn = edits.update(drawn, [RACK], exhaust="chimney")
    design = edits.move(drawn, [RACK], 0.0, 0.3)
    part = with_other_loads(resolve_design(drawn, catalogue), drawn, design, catalogue)
    assert not only_moved(drawn, design, part)


@pytest.mark.parametrize("kind", LOADS)
def test_edits_that_move_no_air_are_answered_on_the_flow_as_it_was(kind, air, catalogue):
    drawn = small_hall()
    scene = with_other_loads(air.scene, drawn, LOADS[kind](drawn), catalogue)
    assert air.frozen(scene) is not None


def test_losses_of_the_power_chain_follow_the_load(catalogue):
    drawn = powered_hall()
    air = WarmAir(resolve_design(drawn, catalogue), "zero_equation", cell_m=0.3)
    design = edits.update(drawn, [RACK], load_w=9000.0)
    answer = air.frozen(with_other_loads(air.scene, drawn, design, catalogue))
    lost = [
        sum(s.power_w for s in scene.room_sources) for scene in (air.scene, answer.devices.scene)
    ]
    assert lost[1] > lost[0] + 100.0
    assert balance(answer).energy_fraction < 1e-3


@pytest.mark.parametrize("kind", AIRFLOWS)
def test_edits_that_move_air_are_not(kind, air, catalogue):
    drawn = small_hall()
    scene = with_other_loads(air.scene, drawn, AIRFLOWS[kind](drawn), catalogue)
    assert scene is None or air.frozen(scene) is None


def test_the_answer_is_that_of_the_response_matrix(air, catalogue):
    """Inlets by a field solved anew against inlets by the shares of tracers on the same flow."""
    drawn = small_hall()
    hall = FrozenHall(AirResponse(concluded(air)))
    for design in (
        edits.update(drawn, [RACK], load_w=8000.0),
        edits.update(drawn, [RACK, OTHER], load_w=1000.0),
    ):
        solution = air.frozen(with_other_loads(air.scene, drawn, design, catalogue))
        told = hall.inlets([rack.power_w for rack in solution.devices.scene.racks])
        bands = solution.devices.inlets_c(solution.intake_means)
        starts = solution.devices.geometry.rack_start
        warmest = [bands[a:b].max() for a, b in itertools.pairwise(starts)]
        assert np.abs(np.array(warmest) - told.inlet_temperature_c).max() < 5e-3


def test_the_worker_answers_a_change_as_it_answers_the_design(monkeypatch):
    from coolsim.air import grids

    monkeypatch.setitem(grids.CELL_BUDGET, "live", 3_000)
    monkeypatch.setitem(grids.CELL_BUDGET, "draft", 3_000)
    monkeypatch.setattr(live_tasks, "FIRST_ANSWER_S", 1e9)  # answers between depend on the clock
    arrays = []
    monkeypatch.setattr(FieldFiles, "write", lambda files, number, told: arrays.append(told))
    drawn = small_hall()
    design = edits.update(drawn, [RACK], load_w=7000.0)
    change = json.loads(json.dumps(difference(drawn, design)))

    def answers(second):
        whole = {"id": 1, "task": "live", "request": {"design": to_object(drawn)}}
        arrays.clear()
        told = [a for a in served([whole, second], monkeypatch) if "answer" in a]
        hearer = Hearer()
        for answer, beside in zip(told, arrays, strict=True):
            stream = io.BytesIO()
            beside.write_arrays(stream)
            answer["heard"] = hearer.hear(answer["answer"]["results"], stream.getvalue())
        return [a for a in told if a["id"] == 2]

    by_change = answers({"id": 2, "task": "live", "since": 1, "request": {"change": change}})
    by_design = answers({"id": 2, "task": "live", "request": {"design": to_object(design)}})
    for one in (by_change, by_design):
        assert one[0]["answer"]["flow"] == "frozen"
        assert one[-1]["event"] == "done"
        assert one[-1]["heard"].design_hash == design_hash(design)
    # NaN is like no other NaN
    assert repr(by_change[0]["heard"].racks) == repr(by_design[0]["heard"].racks)
    assert by_change[0]["heard"].tiles == by_design[0]["heard"].tiles


def test_a_change_of_a_design_not_known_is_refused(monkeypatch):
    told = served([{"id": 2, "task": "live", "since": 1, "request": {"change": {}}}], monkeypatch)
    assert (told[-1]["event"], told[-1]["error"]["where"]) == ("failed", "since")
