"""Limits of the coolant side against numbers worked by hand."""

import math
from dataclasses import replace

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.density import solve_density
from coolsim.density.case import make_case
from coolsim.density.limits import Point
from coolsim.density.limits.boiling_surface import BoilingSurface
from coolsim.density.limits.cdu_capacity import CduCapacity
from coolsim.density.limits.cdu_supply import CduSupply
from coolsim.density.limits.chip_case import ChipCase, unthrottled_c
from coolsim.density.limits.coolant_flow import CoolantFlow
from coolsim.density.limits.coolant_inlet import CoolantInlet
from coolsim.density.limits.coolant_supply import CoolantSupply
from coolsim.density.limits.inlet_class import InletClass
from coolsim.density.limits.loop_pressure import LoopPressure
from coolsim.density.limits.rear_door import RearDoor
from coolsim.density.limits.tank_bath import TankBath
from coolsim.density.limits.tank_capacity import TankCapacity
from coolsim.design.liquid import LiquidConnection
from coolsim.results.liquid import CduAnswer, ConsumerState, LoopState, RackLiquid
from coolsim.simulate import resolve_design
from tests.coupling.halls import CHILLED, FACILITY, TECHNOLOGY, drawn, hall, solved
from tests.density.searching import finish

NAN = float("nan")
RACK = RackLiquid(
    id="rack-0003", name="cold_plate", method="cold_plate", loop_id=TECHNOLOGY, flow_m3_s=1e-3,
    design_m3_s=1e-3, coolant_in_c=34.0, coolant_out_c=44.0, pressure_pa=5e4, velocity_m_s=1.0,
    asked_w=45e3, power_w=45e3, to_coolant_w=35e3, to_air_w=10e3, throttled_w=0.0,
    compute_fraction=1.0, case_c=70.0, case_limit_c=87.0, bath_c=NAN, pump_w=0.0, door_loop_id="",
    door_flow_m3_s=0.0, door_in_c=NAN, door_out_c=NAN, door_duty_w=0.0, door_fan_w=0.0, notes=(),
)  # fmt: skip
UNIT = CduAnswer(
    id="cdu-0001", name="Unit", mode="holding", technology_m3_s=2e-3, supply_c=34.0, return_c=44.0,
    facility_m3_s=2e-3, facility_in_c=30.0, facility_out_c=38.0, duty_w=80e3, approach_k=4.0,
    pump_power_w=1e3, pump_heat_to_coolant_w=8e2, pump_heat_to_air_w=2e2, pump_speed_fraction=1.0,
    suction_margin_pa=1e5,
)  # fmt: skip
LOOP = LoopState(
    id=TECHNOLOGY, name="Technology", kind="technology", status="converged", iterations=3,
    residual_pa=0.0, imbalance_kg_s=0.0, flow_m3_s=2e-3, supply_c=34.0, return_c=44.0,
    pressure_pa=1e5, highest_pressure_pa=3e5, pump_power_w=0.0, pump_speed_fraction=1.0,
    imbalance_fraction=0.0, volume_m3=0.1, terms=(), balance_w=0.0,
)  # fmt: skip


def case_of(design):
    catalogue = load_catalogue().with_entries(design.catalogue)
    return make_case(design.variant, resolve_design(design, catalogue), catalogue, "uniform", 0.0)


def read(limit, *racks, design=None, **point):
    found = limit.readings(case_of(design or hall()), Point((), (), 0.0, racks, **point))
    return list(found)


def test_a_chip_reads_its_case_and_throttling_what_it_would_have():
    (cool,) = read(ChipCase(), RACK)
    assert (cool.value, cool.actual, cool.at_rest) == (87.0, 70.0, 34.0)
    hot = replace(
        RACK, coolant_in_c=40.0, case_c=80.0, case_limit_c=80.0, power_w=90.0, asked_w=100.0,
        throttled_w=10.0,
    )  # fmt: skip
    assert unthrottled_c(hot) == pytest.approx(84.4, abs=0.05)
    (beyond,) = read(ChipCase(), hot)
    assert beyond.slack < -beyond.tolerance
    assert read(ChipCase(), replace(RACK, case_limit_c=NAN)) == []


def test_loads_without_accelerators_have_no_case():
    reasons = {item.object_id: item.reason for item in ChipCase().unchecked(case_of(hall()))}
    # boiling plates and both tanks carry plain loads; the plated servers have a known limit
    assert set(reasons) == {"rack-0004", "rack-0005", "rack-0006"}


def test_a_surface_that_dries_out_reads_only_then():
    boils = replace(RACK, method="cold_plate_two_phase", case_c=60.0)
    assert read(BoilingSurface(), boils) == []
    (dry,) = read(BoilingSurface(), replace(boils, power_w=40e3, throttled_w=5e3))
    assert dry.slack == pytest.approx(-5e3)


def test_coolant_warmer_than_a_plate_bears():
    plates = LiquidConnection(loop_id=TECHNOLOGY, unit="asetek_rackcdu")
    design = hall(racks=(drawn(3, "cold_plate", liquid=plates),))
    (found,) = read(CoolantInlet(), RACK, design=design)
    assert (found.value, found.actual) == (45.0, 34.0)
    unknown = CoolantInlet().unchecked(case_of(hall()))
    assert [item.object_id for item in unknown] == ["rack-0003", "rack-0004"]


@pytest.mark.parametrize(("supply_c", "held"), [(40.0, True), (41.0, False)])
def test_a_loop_keeps_its_class(supply_c, held):
    design = hall(technology_c=40.0)
    loops = tuple(
        loop.model_copy(update={"liquid_class": "S40"}) if loop.id == TECHNOLOGY else loop
        for loop in design.variant.loops
    )
    classed = design.model_copy(
        update={"variants": (design.variant.model_copy(update={"loops": loops}),)}
    )
    (found,) = read(
        CoolantSupply(), design=classed, loops=(replace(LOOP, supply_c=supply_c),)
    )  # fmt: skip
    assert (found.slack >= -found.tolerance) == held
    # a set point at the class's edge is held with room, else every search would end there
    assert abs(found.slack) > found.tolerance
    without = CoolantSupply().unchecked(case_of(classed))
    assert {item.object_id for item in without} == {FACILITY, CHILLED}


def test_more_heat_asks_for_more_flow():
    design = hall()
    (consumer,) = (
        c for c in case_of(design).scene.loops.consumers if c.key == ("rack-0003", "liquid")
    )
    flow = 1.5 * consumer.flow.value
    state = ConsumerState(
        "rack-0003", "liquid", TECHNOLOGY, flow, flow, 34.0, 44.0, 0.0, 0.0, 0.0, 4e6
    )  # fmt: skip
    rack = replace(RACK, to_coolant_w=consumer.heat_w, throttled_w=0.5 * consumer.heat_w)
    (found,) = read(CoolantFlow(), rack, consumers=(state,))
    assert found.actual == pytest.approx(found.value)
    (short,) = read(CoolantFlow(), replace(rack, throttled_w=consumer.heat_w), consumers=(state,))
    assert short.slack == pytest.approx(-0.5 * consumer.flow.value)
    assert short.unit == "coolant_m3_s"  # litres a minute, or gallons; never those of air


def test_pressure_of_a_loop_against_what_hangs_on_it():
    rack = drawn(3, "cold_plate", contents=[{"item": "gb200_nvl72", "count": 1}])
    (found,) = read(LoopPressure(), design=hall(racks=(rack,)), loops=(LOOP,))
    assert (found.value, found.actual) == (5e5, 3e5)
    assert TECHNOLOGY in {item.object_id for item in LoopPressure().unchecked(case_of(hall()))}


def test_units_have_a_capacity_and_a_set_point():
    (found,) = read(CduCapacity(), cdus=(UNIT,))
    assert (found.value, found.actual) == (pytest.approx(121e3, rel=0.05), 80e3)
    assert read(CduCapacity(), cdus=(replace(UNIT, mode="stopped"),)) == []
    assert read(CduSupply(), cdus=(UNIT,)) == []
    (short,) = read(CduSupply(), cdus=(replace(UNIT, mode="short", supply_c=36.0),))
    assert short.slack == pytest.approx(-2.0)


def test_a_door_has_a_capacity():
    door = replace(RACK, id="rack-0002", method="rear_door", door_duty_w=12e3)
    (found,) = read(RearDoor(), door)
    assert found.actual == 12e3
    assert found.value > 0.0
    assert read(RearDoor(), RACK) == []


def test_tanks_have_a_capacity_and_a_bath():
    caps = list(TankCapacity().caps(case_of(hall())))
    assert [cap.rack for cap in caps] == [4, 5]
    assert all(cap.power_w > 0.0 for cap in caps)
    tank = replace(RACK, id="rack-0005", method="immersion", bath_c=36.5)
    assert read(TankBath(), tank) == []
    (lost,) = read(TankBath(), replace(tank, bath_c=37.5))
    assert lost.slack == pytest.approx(-1.0)
    boils = replace(RACK, id="rack-0006", method="immersion_two_phase")
    assert read(TankBath(), boils) == []
    assert len(read(TankBath(), replace(boils, notes=("short: vapour is let out",)))) == 1


def test_tanks_have_no_air_inlet_and_an_inlet_that_nothing_sets_holds_no_limit():
    results = solved(hall())
    case = case_of(hall())
    found = list(InletClass().readings(case, Point(results.racks, (), 0.0)))
    tanks = {"rack-0005", "rack-0006"}
    assert {r.object_id for r in found} == {rack.id for rack in case.racks} - tanks
    assert not tanks & {item.object_id for item in InletClass().unchecked(case)}
    lost = [replace(rack, inlet_temperature_c=NAN) for rack in results.racks]
    for reading in InletClass().readings(case, Point(lost, (), 0.0)):
        assert reading.slack == -math.inf


def test_density_of_a_hall_with_every_method_names_its_limits():
    design = hall()
    catalogue = load_catalogue().with_entries(design.catalogue)
    density = finish(solve_density(design, catalogue, objective="proportional", fidelity="draft",
                                   cell_m=0.4))  # fmt: skip
    assert density.status == "confirmed"
    assert density.results.liquid is not None
    assert density.results.liquid.converged
    for rack, power in zip(density.results.liquid.racks, density.racks[1:], strict=True):
        assert rack.asked_w == pytest.approx(power.power_w)
        # nothing the answer stands on is throttled
        assert rack.throttled_w == 0.0
    assert all(rack.binding is not None for rack in density.racks)
    # racks of the answer carry what the coolant takes
    assert density.results.racks[2].heat_to_liquid_w > 0.0
