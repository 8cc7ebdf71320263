"""The power chain from rack to meter: losses, both feeds and each lost, phases, peaks, stores."""

import time

import numpy as np
import pytest

from coolsim.design.models import Feed, Power, PowerElement, TripPoint, Variant
from coolsim.errors import SolveError
from coolsim.plant.power import power_chain
from tests.plant.power_cases import CATALOGUE, feed, hall, path, rack


def by_id(loads):
    return {load.id: load for load in loads}


def test_worked_number():
    variant = Variant(
        id="variant-0001",
        racks=(rack(1, load_w=98e3, feed_b_id=None),),
        power=Power(
            feeds=(Feed(id="feed-0001", supply_id="pdu-0001"),),
            elements=(
                PowerElement(
                    id="pdu-0001", kind="pdu", efficiency_fraction=0.98, supply_id="ups-0001"
                ),
                PowerElement(id="ups-0001", kind="ups", efficiency_fraction=0.95, room="UPS room"),
            ),
        ),
    )
    answer = power_chain(variant, CATALOGUE, 98e3)
    assert answer.meter_w[0] == pytest.approx(105.263e3, rel=1e-5)
    stages = answer.loss_by_stage_w()
    assert list(stages) == ["UPS", "PDUs"]
    assert (stages["UPS"][0], stages["PDUs"][0]) == pytest.approx((5263.2, 2000.0), rel=1e-4)
    rooms = answer.loss_by_room_w()
    assert (rooms[""][0], rooms["UPS room"][0]) == pytest.approx((2000.0, 5263.2), rel=1e-4)


def test_energy_is_conserved_in_every_hour_and_a_year_is_fast():
    hours = np.random.default_rng(3).uniform(0.3, 1.0, 8760) * 120e3
    start = time.perf_counter()
    answer = power_chain(hall(), CATALOGUE, hours, cooling_w=0.2 * hours)
    seconds = time.perf_counter() - start
    assert answer.meter_w == pytest.approx(1.2 * hours + answer.chain_loss_w, rel=1e-12)
    assert sum(answer.loss_by_room_w().values()) == pytest.approx(answer.chain_loss_w, rel=1e-12)
    assert answer.is_complete
    assert seconds < 0.5


def test_more_power_means_more_loss():
    answer = power_chain(hall(), CATALOGUE, np.linspace(0.0, 120e3, 50))
    assert np.all(np.diff(answer.chain_loss_w) > 0.0)
    assert answer.chain_loss_w[0] > 0.0  # no-load losses of transformers and UPSs


def test_feeds_share_and_the_other_carries_all():
    answer = power_chain(hall(), CATALOGUE, 120e3)
    feeds, elements = by_id(answer.loads.feeds), by_id(answer.loads.elements)
    assert feeds["feed-0001"].output_w == pytest.approx(60e3)
    assert feeds["feed-0001"].after_loss_w == pytest.approx(120e3)
    assert feeds["feed-0001"].after_loss_of == "B"
    assert elements["pdu-0002"].output_w == pytest.approx(60e3)
    assert elements["ups-0002"].after_loss_w == pytest.approx(120e3 / 0.985)
    assert elements["ups-0001"].load_fraction == pytest.approx(120e3 / 0.985 / 200e3)
    assert answer.loads.dark == ()


def test_racks_on_one_feed_stand_dark_without_it():
    racks = (rack(1), rack(2, feed_b_id=None))
    answer = power_chain(hall(racks=racks), CATALOGUE, 80e3)
    assert ("A", 1) in answer.loads.dark
    assert by_id(answer.loads.feeds)["feed-0001"].after_loss_w == pytest.approx(80e3)
    assert by_id(answer.loads.feeds)["feed-0002"].after_loss_w == pytest.approx(40e3)


def test_a_common_path_is_lost_with_both_feeds():
    one = (feed(1), feed(2, supply_id="pdu-0001"))
    answer = power_chain(hall(feeds=one, elements=path(1)), CATALOGUE, 120e3)
    assert ("ups-0001", 3) in answer.loads.dark


def test_cooling_passes_what_supplies_it():
    direct = power_chain(hall(), CATALOGUE, 120e3, cooling_w=30e3)
    through = power_chain(hall(cooling_supply_id="transformer-0001"), CATALOGUE, 120e3,
                          cooling_w=30e3)  # fmt: skip
    assert through.output_w.sum() > direct.output_w.sum()
    assert through.meter_w[0] > direct.meter_w[0]


def test_phases():
    racks = tuple(
        rack(n, load_w=load, phase=phase, feed_b_id=None)
        for n, load, phase in ((1, 30e3, "L1"), (2, 20e3, "L2"), (3, 10e3, "L3"))
    )
    (a, _) = power_chain(hall(racks=racks), CATALOGUE, 60e3).loads.feeds
    assert a.imbalance_fraction == pytest.approx(0.5)
    assert a.neutral_fraction == pytest.approx(0.8660, abs=1e-4)
    assert a.highest_phase_w == pytest.approx(90e3)


def test_the_highest_phase_is_that_of_the_worst_loss():
    racks = (rack(1, phase="L1"), rack(2, phase="L2"), rack(3, phase="L3"))
    a, b = power_chain(hall(racks=racks), CATALOGUE, 120e3).loads.feeds
    assert (a.imbalance_fraction, b.imbalance_fraction) == pytest.approx((0.0, 0.0))
    assert a.highest_phase_w == pytest.approx(120e3)  # all three phases of 40 kW, B lost
    uneven = (rack(1, phase="L1"), rack(2, phase="L1", feed_b_id=None))
    a, b = power_chain(hall(racks=uneven), CATALOGUE, 80e3).loads.feeds
    assert a.highest_phase_w == pytest.approx(3 * 80e3)
    assert b.highest_phase_w == pytest.approx(3 * 40e3)


def test_a_single_phase_rack_without_its_phase_is_not_checked():
    racks = (rack(1), rack(2, feed_id="feed-0003", feed_b_id=None))
    feeds = (feed(1), feed(2), Feed(id="feed-0003", phases=1, supply_id="pdu-0001"))
    answer = power_chain(hall(racks=racks, feeds=feeds), CATALOGUE, 80e3)
    elements = by_id(answer.loads.elements)
    assert elements["pdu-0001"].imbalance_fraction is None
    assert elements["pdu-0002"].imbalance_fraction == pytest.approx(0.0, abs=1e-12)


def test_short_peaks():
    curve = (TripPoint(current_fraction=1.05, seconds=100.0),
             TripPoint(current_fraction=2.0, seconds=1.0))  # fmt: skip
    peaks = {"peak_factor": 1.5, "peak_seconds": 5.0}
    loads = power_chain(hall(**peaks), CATALOGUE, 120e3).loads.feeds
    assert [load.peak for load in loads] == ["exceeded", "exceeded"]  # 180 kW on 173 kW
    curved = (feed(1, trip_curve=curve), feed(2))
    loads = power_chain(hall(feeds=curved, **peaks), CATALOGUE, 120e3).loads.feeds
    assert [load.peak for load in loads] == ["holds", "exceeded"]
    assert power_chain(hall(), CATALOGUE, 120e3).loads.feeds[0].peak == "not_checked"
    calm = power_chain(hall(peak_factor=1.2), CATALOGUE, 120e3).loads.feeds
    assert [load.peak for load in calm] == ["holds", "holds"]


def test_batteries_are_a_store_of_energy():
    elements = (*path(1, battery="vertiv_hpl_p1", batteries=2), *path(2, battery="ups_liion"))
    known, unknown = power_chain(hall(elements=elements), CATALOGUE, 120e3).batteries
    assert known.energy_j == pytest.approx(2 * 51.2 * 3.6e6)
    assert known.seconds == pytest.approx(2 * 51.2 * 3.6e6 / known.load_w)
    assert unknown.seconds is None
    assert "not checked" in unknown.note


def test_losses_inside_racks_are_part_of_their_power():
    inside = hall(rack_supply="psu_titanium", rack_supply_load_fraction=0.5, regulator="vrm")
    answer = power_chain(inside, CATALOGUE, np.array([120e3, 60e3]))
    bare = power_chain(hall(), CATALOGUE, np.array([120e3, 60e3]))
    assert answer.meter_w == pytest.approx(bare.meter_w)
    assert answer.rack_supply_loss_w[0] / 120e3 == pytest.approx(1.0 - 0.9443, abs=1e-3)
    behind = 120e3 - answer.rack_supply_loss_w[0]
    assert answer.regulator_loss_w[0] == pytest.approx(behind * (1.0 - 0.925), rel=1e-6)
    blind = power_chain(hall(rack_supply="psu_titanium"), CATALOGUE, 120e3)
    assert blind.rack_supply_loss_w is None


def test_unknown_losses_are_told_not_assumed():
    bare = (PowerElement(id="pdu-0001", kind="pdu"),)
    answer = power_chain(hall(elements=bare, feeds=(feed(1),), racks=(rack(1, feed_b_id=None),)),
                         CATALOGUE, 40e3)  # fmt: skip
    assert not answer.is_complete
    assert answer.results().elements[0].loss_known is False
    assert answer.meter_w[0] == pytest.approx(40e3)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), [], [[1.0]]])
def test_nonsense_powers_get_a_clear_error(wrong):
    with pytest.raises(SolveError, match="power of the racks"):
        power_chain(hall(), CATALOGUE, wrong)


def test_results_add_up():
    results = power_chain(hall(), CATALOGUE, 120e3, cooling_w=5e3).results()
    assert results.meter_w == pytest.approx(125e3 + results.loss_w, rel=1e-12)
    assert {stage.room for stage in results.stages} == {"", "Electrical room"}
