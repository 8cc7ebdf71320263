"""Racks of every liquid method, made from the catalogue: nothing drawn is lost, directions hold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.contents import unit_of
from coolsim.catalogue.liquid_equipment import DEFAULT_UNITS, plate_figures
from coolsim.equipment.rack_doors import door_effectiveness, door_states, rack_door
from coolsim.equipment.rack_heat import rack_heat
from coolsim.equipment.rack_plates import (
    boiling_plate_rack,
    boiling_plate_rack_state,
    plate_rack,
    plate_states,
)
from coolsim.equipment.rack_tanks import (
    boiling_tank,
    boiling_tank_rack_state,
    heat_sink,
    oil_tank,
    oil_tank_state,
)
from coolsim.equipment.rear_door import DoorState
from coolsim.equipment.working_fluids import boiling_fluid, dielectric

CATALOGUE = load_catalogue()
GLYCOL, WATER, AIR = 4.00e6, 4.17e6, 1.19e3
LPM = 1e-3 / 60.0
inlets = st.floats(15.0, 55.0)
flows = st.one_of(st.just(0.0), st.floats(1e-4, 6e-3))
shares = st.floats(0.1, 1.2)


def entry(method):
    return CATALOGUE.get(DEFAULT_UNITS[method])


def heat_of(identity, count=1, *, immersed=False):
    unit = unit_of(CATALOGUE, CATALOGUE.get(identity))
    power = unit.sustained_power_w.value * count
    plated = plate_figures(entry("cold_plate")).plated_fraction
    return rack_heat(CATALOGUE, [(unit, count)], power, plated, is_immersed=immersed)


GB200 = plate_rack(heat_of("gb200_nvl72"), entry("cold_plate"))


def plated(rack=GB200, power=1.0, inlet=40.0, flow=200 * LPM):
    shape = np.broadcast(np.asarray(power), np.asarray(inlet), np.asarray(flow)).shape or (1,)
    racks = [rack] * shape[0]
    columns = (np.broadcast_to(np.asarray(v, dtype=float), shape) for v in (power, inlet, flow))
    powers, entering, moving = columns
    full = np.ones(shape)
    return plate_states(
        racks, rack.heat.full_power_w * powers, entering, moving, GLYCOL * full, 27.0 * full
    )


BOILING = boiling_plate_rack(
    heat_of("gb200_nvl72"),
    entry("cold_plate_two_phase"),
    boiling_fluid(CATALOGUE, "r1233zde"),
    WATER,
)
OIL = oil_tank(
    heat_of("dgx_h100", 6, immersed=True),
    entry("immersion"),
    dielectric(CATALOGUE, "shell_s5x"),
    heat_sink(entry("heat_sink")),
    WATER,
)
BATH = boiling_tank(
    heat_of("dgx_b200", 8, immersed=True),
    entry("immersion_two_phase"),
    boiling_fluid(CATALOGUE, "novec649"),
    entry("boiling_surface"),
    WATER,
)


def state_of(kind, power, inlet, flow):
    if kind == "plates":
        return plated(power=power, inlet=inlet, flow=flow)[0], GB200.heat
    if kind == "limited plates":
        return plated(OF_H100, power, inlet, flow)[0], OF_H100.heat
    if kind == "boiling plates":
        asked = BOILING.heat.full_power_w * power
        return boiling_plate_rack_state(BOILING, asked, inlet, flow, WATER, 27.0), BOILING.heat
    if kind == "oil":
        asked = OIL.heat.full_power_w * power
        return oil_tank_state(OIL, asked, inlet, flow, WATER, 25.0), OIL.heat
    asked = BATH.heat.full_power_w * power
    return boiling_tank_rack_state(BATH, asked, inlet, flow, WATER, 25.0), BATH.heat


def _hopper_rack():
    unit = unit_of(CATALOGUE, CATALOGUE.get("dgx_h100"))
    share = plate_figures(entry("cold_plate")).plated_fraction
    plated_unit = replace(unit, heat_to_liquid_fraction=share, cooling="dlc")
    heat = rack_heat(CATALOGUE, [(plated_unit, 4)], 4 * 11_300.0, share)
    return plate_rack(heat, entry("cold_plate"))


OF_H100 = _hopper_rack()
KINDS = ("plates", "limited plates", "boiling plates", "oil", "bath")


def test_the_heat_of_a_rack_scale_system_divides_as_its_makers_say():
    heat = heat_of("gb200_nvl72")
    assert heat.plated_fraction == pytest.approx(0.86)
    assert heat.chips == 72
    assert heat.chips_fraction == pytest.approx(86.4 / 113.52)
    assert heat.chip_power_w(132e3) == pytest.approx(1200.0)
    assert heat.unplated_w(132e3) == pytest.approx(18.48e3)
    assert heat.chip_power_w(66e3) == pytest.approx(600.0)
    assert np.isnan(heat.limit_c)


def test_a_plain_load_has_no_chips_and_the_default_share():
    share = plate_figures(entry("cold_plate")).plated_fraction
    heat = rack_heat(CATALOGUE, [], 40e3, share)
    assert (heat.chips, heat.plated_fraction) == (0, pytest.approx(0.85))
    assert heat.figures[0][1].is_weak
    assert rack_heat(CATALOGUE, [], 40e3, share, is_immersed=True).plated_fraction == 1.0


def test_an_air_cooled_server_between_plated_ones_stays_in_the_air():
    trays = unit_of(CATALOGUE, CATALOGUE.get("gb200_compute_tray"))
    server = unit_of(CATALOGUE, CATALOGUE.get("cpu_1u_2s"))
    share = plate_figures(entry("cold_plate")).plated_fraction
    heat = rack_heat(CATALOGUE, [(trays, 1), (server, 2)], 6000.0 + 2 * 950.0, share)
    assert heat.plated_fraction == pytest.approx(0.85 * 6000.0 / 7900.0)
    assert heat.chips == 4


@pytest.mark.parametrize("kind", KINDS)
@given(power=shares, inlet=inlets, flow=flows)
def test_what_is_drawn_is_given_off(kind, power, inlet, flow):
    state, heat = state_of(kind, power, inlet, flow)
    asked = heat.full_power_w * power
    assert state.to_coolant_w + state.to_air_w == pytest.approx(
        state.power_w + state.pump_w, rel=1e-9, abs=1e-3
    )
    assert state.power_w == pytest.approx(asked - state.throttled_w)
    assert 0.0 <= state.compute_fraction <= 1.0 + 1e-9
    if flow == 0.0:
        assert state.to_coolant_w == pytest.approx(0.0, abs=1e-3) or kind == "bath"
    if not np.isnan(heat.limit_c) and not np.isnan(state.case_c) and state.throttled_w > 0.0:
        assert state.case_c <= heat.limit_c + 1e-6 or state.compute_fraction < 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_warmer_coolant_makes_hotter_cases_and_never_more_work(kind):
    states = [state_of(kind, 1.0, inlet, 3e-3)[0] for inlet in np.arange(20.0, 70.0, 5.0)]
    cases = np.array([state.case_c for state in states])
    work = np.array([state.compute_fraction for state in states])
    assert np.all(np.diff(cases) >= -1e-6)
    assert np.all(np.diff(work) <= 1e-9)


def test_plate_cases_rise_kelvin_by_kelvin_with_the_coolant():
    states = plated(inlet=np.array([30.0, 31.0, 32.0]))
    assert np.diff([state.case_c for state in states]) == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("kind", KINDS)
def test_more_flow_never_makes_a_hotter_case(kind):
    states = [state_of(kind, 1.0, 35.0, flow)[0] for flow in (1e-3, 2e-3, 4e-3)]
    assert np.all(np.diff([state.case_c for state in states]) <= 1e-6)


def test_limited_chips_throttle_when_the_coolant_is_too_warm():
    states = plated(OF_H100, inlet=np.array([30.0, 60.0, 80.0]), flow=40 * LPM)
    assert states[0].compute_fraction == 1.0
    assert states[2].compute_fraction < 1.0
    assert states[2].case_c == pytest.approx(87.0)


def test_a_case_without_a_published_limit_says_so():
    (state,) = plated()
    assert "case limit not checked" in state.notes


def test_plates_without_a_published_resistance_carry_heat_but_tell_no_case():
    rack = plate_rack(heat_of("gb200_nvl72"), CATALOGUE.get("jetcool_smartplate"))
    assert rack.plate is None
    (state,) = plated(rack)
    assert state.to_coolant_w == pytest.approx(113.52e3, rel=1e-6)
    assert np.isnan(state.case_c)
    assert state.notes == ("case temperature not checked",)


def test_a_refrigerant_driven_beyond_its_table_says_so():
    hot, _ = state_of("boiling plates", 1.0, 45.0, 3e-4)
    assert any("tabulated" in note for note in hot.notes)
    cool, _ = state_of("boiling plates", 1.0, 25.0, 3e-3)
    assert not any("tabulated" in note for note in cool.notes)


def test_machines_with_figures_missing_are_none():
    oil = dielectric(CATALOGUE, "shell_s5x")
    heat = heat_of("dgx_h100", 6, immersed=True)
    assert oil_tank(heat, CATALOGUE.get("grc_iceraq"), oil, None, WATER) is None
    bath = boiling_fluid(CATALOGUE, "novec649")
    surface = entry("boiling_surface")
    assert boiling_tank(heat, CATALOGUE.get("liquidstack_datatank48"), bath, surface, WATER) is None
    assert boiling_plate_rack(heat, CATALOGUE.get("oam_1kw_plate"), bath, WATER) is None


def test_a_tank_flushed_by_its_loop_has_no_exchanger_and_no_pump():
    tank = oil_tank(
        heat_of("dgx_h100", 6, immersed=True),
        entry("immersion"),
        dielectric(CATALOGUE, "shell_s5x"),
        heat_sink(entry("heat_sink")),
        None,
    )
    state = oil_tank_state(tank, 60e3, 32.0, 4e-3, 1.8e6, 25.0)
    assert state.bath_c == 32.0
    assert state.pump_w == 0.0
    assert state.to_coolant_w + state.to_air_w == pytest.approx(60e3)
    assert 32.0 < state.case_c < 87.0


def test_a_plain_boiling_surface_holds_back_a_part_that_a_coated_one_does_not():
    coated, _ = state_of("bath", 1.2, 25.0, 4e-3)
    plain = boiling_tank(
        heat_of("dgx_b200", 8, immersed=True),
        entry("immersion_two_phase"),
        boiling_fluid(CATALOGUE, "novec649"),
        CATALOGUE.get("boiling_surface_plain"),
        WATER,
    )
    asked = 1.2 * BATH.heat.full_power_w
    held = boiling_tank_rack_state(plain, asked, 25.0, 4e-3, WATER, 25.0)
    assert coated.throttled_w == 0.0
    assert held.throttled_w > 0.0


def doors(identity, exhaust=45.0, water_c=18.0, water=1.4e-3, air=1.6):
    door = rack_door(CATALOGUE.get(identity), AIR, WATER)
    columns = (air, exhaust, 25.0, AIR, water, water_c, WATER)
    states = door_states([door, door], *(np.array([value, value]) for value in columns))
    return door, DoorState(*(getattr(states, name)[1] for name in DoorState.__dataclass_fields__))


@pytest.mark.parametrize("identity", ["rdhx_passive_generic", "rdhx_active_generic", "ibm_rdhx"])
@given(
    exhaust=st.floats(25.0, 60.0),
    water_c=st.floats(10.0, 40.0),
    water=st.one_of(st.just(0.0), st.floats(1e-4, 3e-3)),
    air=st.floats(0.1, 4.0),
)
def test_a_door_splits_heat_between_water_and_air(identity, exhaust, water_c, water, air):
    door, state = doors(identity, exhaust, water_c, water, air)
    brought = air * AIR * (exhaust - 25.0) + door.fan_w(air)
    assert state.duty_w + state.heat_left_w == pytest.approx(brought, rel=1e-9, abs=1e-6)
    assert water * WATER * (state.water_out_c - water_c) == pytest.approx(
        state.duty_w, rel=1e-9, abs=1e-6
    )


def test_a_passive_door_loads_the_servers_fans_and_an_active_one_its_own():
    passive, _ = doors("rdhx_passive_generic")
    active, _ = doors("rdhx_active_generic")
    assert passive.air_drop is not None
    assert passive.fan_w(2.0) == 0.0
    assert active.air_drop is None
    assert active.fan_w(active.rated_air_m3_s) == pytest.approx(1250.0)
    assert active.fan_w(0.5 * active.rated_air_m3_s) == pytest.approx(1250.0 / 8)


def test_doors_of_several_kinds_at_once_are_as_one_by_one():
    names = ("rdhx_passive_generic", "ibm_rdhx", "rdhx_active_generic")
    made = [rack_door(CATALOGUE.get(name), AIR, WATER) for name in names]
    columns = (1.6, 45.0, 25.0, AIR, 1.4e-3, 18.0, WATER)
    together = door_states(made, *(np.full(3, value) for value in columns))
    for n, name in enumerate(names):
        _, alone = doors(name)
        assert together.duty_w[n] == pytest.approx(float(alone.duty_w))
        assert together.air_out_c[n] == pytest.approx(float(alone.air_out_c))


@pytest.mark.parametrize("identity", ["rdhx_passive_generic", "ibm_rdhx"])
def test_a_door_as_a_linear_device_has_the_same_duty(identity):
    door, state = doors(identity, exhaust=60.0)
    share = door_effectiveness(door, 1.6, 60.0, 25.0, AIR, 1.4e-3, 18.0, WATER)
    assert share * 1.6 * AIR * 42.0 == pytest.approx(float(state.duty_w))
    assert door_effectiveness(door, 1.6, 60.0, 25.0, AIR, 0.0, 18.0, WATER) == 0.0


def test_a_door_known_by_its_capacity_only_stops_there():
    door, state = doors("ibm_rdhx", exhaust=60.0)
    assert door.law is None
    assert state.duty_w == pytest.approx(19e3)
