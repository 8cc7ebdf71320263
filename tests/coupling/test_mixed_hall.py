"""All six methods in one hall: balances, directions, one fixed point, nothing lost."""

import math
from itertools import pairwise

import pytest

from coolsim.design.models import Content, Variant
from coolsim.errors import SolveError
from coolsim.results.files import from_json, to_json
from tests.coupling.halls import METHODS, by_method, drawn, hall, solved


@pytest.fixture(scope="module")
def results():
    return solved(hall(), "live")


def test_air_and_liquid_come_to_one_state(results):
    assert results.liquid.converged
    assert results.liquid.changes[-1] <= 1e-4
    assert len(results.liquid.changes) <= 6
    assert results.status in ("converged", "wandering")


def test_every_balance_closes_with_all_its_terms(results):
    names = [balance.name for balance in results.liquid.balances]
    assert names[:2] == ["Hall", "Unit Unit"]
    assert {f"Loop {name}" for name in ("Facility", "Technology", "Chilled")} <= set(names)
    for balance in results.liquid.balances:
        assert balance.fraction < 1e-3
        assert len({term.name for term in balance.terms}) == len(balance.terms)


def test_what_racks_draw_is_what_they_give_off(results):
    for rack in results.liquid.racks:
        assert rack.to_coolant_w + rack.to_air_w == pytest.approx(rack.power_w + rack.pump_w)
    for rack in results.racks:
        fans = sum(r.door_fan_w + r.pump_w for r in results.liquid.racks if r.id == rack.id)
        given = rack.heat_to_air_w + rack.heat_to_liquid_w
        assert given == pytest.approx(rack.power_w + fans, rel=2e-3)


def test_each_method_is_there_and_does_its_part(results):
    racks = by_method(results)
    assert set(racks) == set(METHODS) - {"air"}
    assert racks["rear_door"].door_duty_w > 10e3
    for method in ("cold_plate", "cold_plate_two_phase", "immersion", "immersion_two_phase"):
        assert racks[method].to_coolant_w > 0.7 * racks[method].power_w
        assert racks[method].coolant_out_c > racks[method].coolant_in_c
    assert math.isnan(results.racks[4].inlet_temperature_c)


def test_the_result_survives_its_file(results):
    again = from_json(to_json(results))
    assert again.liquid.loops == results.liquid.loops
    assert [b.name for b in again.liquid.balances] == [b.name for b in results.liquid.balances]


def off_loop(design):
    """The design with a cooler whose water is not modelled, so that it holds its set point."""
    (cooler,) = design.variant.coolers
    variant = design.variant.model_copy(
        update={"coolers": (cooler.model_copy(update={"loop_id": None}),)}
    )
    return design.model_copy(update={"variants": (variant,)})


def test_warmer_facility_water_kelvin_by_kelvin():
    """Cases follow the water 1 K by 1 K, doors do less, chips throttle only at their limit."""
    steps, plates, doors, totals = [], [], [], []
    for step in (0, 1, 2, 20, 21, 40, 41, 50):
        design = hall(facility_c=30.0 + step, technology_c=34.0 + step, chilled_c=14 + 0.5 * step)
        found = solved(off_loop(design))
        steps.append(step)
        plate, door = by_method(found)["cold_plate"], by_method(found)["rear_door"]
        plates.append(plate)
        doors.append(door.door_duty_w)
        totals.append(max(balance.fraction for balance in found.liquid.balances))
    assert max(totals) < 1e-3
    found = list(zip(steps, plates, strict=True))
    free = [(step, plate.case_c) for step, plate in found if plate.throttled_w == 0.0]
    assert len(free) >= 5
    for (before, colder_c), (after, warmer_c) in pairwise(free):
        assert warmer_c - colder_c == pytest.approx(after - before, rel=0.05)
    assert all(after < before for before, after in pairwise(doors))
    for plate in plates:
        assert (plate.compute_fraction < 1.0) == (plate.throttled_w > 0.0)
        assert plate.case_c <= plate.case_limit_c + 1e-6
    assert plates[-1].compute_fraction < 1.0
    assert plates[-1].case_c == pytest.approx(plates[-1].case_limit_c)


def test_a_warmer_door_warms_what_stands_in_its_hot_stream():
    cold, warm = (
        solved(hall(chilled_c=supply), "live").racks[0].inlet_temperature_c
        for supply in (16.0, 28.0)
    )
    assert warm > cold


@pytest.mark.parametrize(
    ("change", "worse"),
    [
        ({"cdu": {"strainer_blockage_fraction": 0.7}}, "flow"),
        ({"cdu": {"pumps": {"installed": 2, "running": 1}}}, "flow"),
    ],
)
def test_less_pumping_means_less_flow_and_hotter_cases(change, worse):
    many = {"pumps": {"installed": 2, "running": 2}}
    base = by_method(solved(hall(cdu=many)))["cold_plate"]
    cdu = {**many, **change["cdu"]}
    less = by_method(solved(hall(cdu=cdu)))["cold_plate"]
    assert less.flow_m3_s < base.flow_m3_s
    assert less.case_c > base.case_c


def test_a_closed_valve_sends_its_flow_to_the_others():
    racks = tuple(drawn(n + 1, "cold_plate") for n in range(3))
    base = {rack.id: rack for rack in solved(hall(racks)).liquid.racks}
    shut = racks[0].model_copy(
        update={"liquid": racks[0].liquid.model_copy(update={"valve_opening_fraction": 0.0})}
    )
    found = {rack.id: rack for rack in solved(hall((shut, *racks[1:]))).liquid.racks}
    assert found["rack-0001"].flow_m3_s == 0.0
    assert found["rack-0001"].compute_fraction < 1.0
    for name in ("rack-0002", "rack-0003"):
        assert found[name].flow_m3_s > base[name].flow_m3_s


def test_a_rack_without_its_loop_is_refused_by_name():
    lost = drawn(1, "cold_plate", liquid=None)
    with pytest.raises(SolveError, match="on no loop") as caught:
        solved(hall((lost,)))
    assert caught.value.where == "cold_plate"


def test_sweating_surfaces_and_throttling_are_told():
    found = solved(hall(chilled_c=8.0, facility_c=80.0, technology_c=84.0))
    codes = {finding.code for finding in found.findings}
    assert {"surface.sweats", "rack.throttles"} <= codes


def test_halls_without_coolant_have_no_liquid_side():
    plain = hall((drawn(1, "air"),), loops=(), cdus=())
    assert isinstance(plain.variant, Variant)
    design = plain.model_copy(
        update={
            "variants": (
                plain.variant.model_copy(
                    update={
                        "coolers": tuple(
                            c.model_copy(update={"loop_id": None}) for c in plain.variant.coolers
                        )
                    }
                ),
            )
        }
    )
    assert solved(design).liquid is None


def test_air_cooled_servers_under_boiling_plates_stay_in_the_air():
    contents = (Content(item="dgx_h100", count=2),)
    rack = drawn(1, "cold_plate_two_phase", load_w=None, contents=contents)
    (found,) = solved(hall((rack,))).liquid.racks
    assert found.to_coolant_w == 0.0
    assert found.to_air_w == pytest.approx(found.power_w)
    assert found.notes == ("nothing in it has plates",)
