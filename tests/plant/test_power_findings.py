"""Findings of the power chain: each names the element and a remedy."""

from coolsim.design.models import PowerElement
from coolsim.plant.power import power_chain
from coolsim.plant.power_findings import power_findings
from tests.plant.power_cases import CATALOGUE, feed, hall, path, rack


def findings(variant, it_w=120e3):
    results = power_chain(variant, CATALOGUE, it_w).results()
    return {found.code: found for found in power_findings(results, variant.power)}


def with_pdu(rated_w):
    return tuple(
        e.model_copy(update={"rated_w": rated_w}) if e.kind == "pdu" else e
        for e in (*path(1), *path(2))
    )


def test_a_chain_with_room_has_nothing_to_tell():
    assert findings(hall()) == {}


def test_an_overload_names_the_element_and_the_remedy():
    found = findings(hall(elements=with_pdu(50e3)))["power.overload"]
    assert found.object_ids == ("pdu-0002",) or found.object_ids == ("pdu-0001",)
    assert "60 kW" in found.message
    assert "50 kW" in found.message
    assert "larger PDU" in found.hint


def test_an_overload_only_after_a_loss_names_what_is_lost():
    found = findings(hall(elements=with_pdu(100e3)))
    assert "power.overload" not in found
    assert "After the loss of A" in found["power.overload_after_loss"].message


def test_a_breaker_that_must_carry_both_halves():
    found = findings(hall(feeds=(feed(1, breaker_a=100.0), feed(2))))
    assert "After the loss of B" in found["power.feed_after_loss"].message


def test_uneven_phases():
    racks = tuple(rack(n, phase=p, feed_b_id=None) for n, p in ((1, "L1"), (2, "L1"), (3, "L2")))
    found = findings(hall(racks=racks))
    assert "unevenly by 96%" in found["power.imbalance"].message  # of the transformer, the last
    assert "another phase" in found["power.phase_overload"].hint
    assert found["power.dark_after_loss"].severity == "note"
    assert "power.imbalance" not in findings(hall(racks=racks, imbalance_limit_fraction=1.0))


def test_grid_peak_and_batteries():
    elements = (*path(1, battery="orv3_bbu"), *path(2))
    found = findings(hall(elements=elements, grid_cap_w=100e3, peak_factor=2.0, peak_seconds=1.0))
    assert {"power.grid_cap", "power.peak", "power.battery_short"} <= found.keys()


def test_what_is_not_known_is_told():
    bare = (PowerElement(id="pdu-0001", kind="pdu"), PowerElement(id="pdu-0002", kind="pdu"))
    results = power_chain(hall(elements=bare), CATALOGUE, 120e3).results()
    told = [f.message for f in power_findings(results, hall(elements=bare).power)]
    assert any("no rated power" in message for message in told)
    assert any("lower bound" in message for message in told)
