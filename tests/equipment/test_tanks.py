"""Immersion tanks, single- and two-phase: balances, limits, directions."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.catalogue import load_catalogue
from coolsim.equipment import tank_single_phase, tank_two_phase
from coolsim.equipment.boiling import PLAIN, Surface
from coolsim.equipment.cdu import plates_of_rating
from coolsim.equipment.condenser import (
    condenser_of_rating,
    resistance_k_w,
    saturation_c,
    water_for_saturation_m3_s,
)
from coolsim.equipment.heat_sink import (
    HeatSink,
    channel_reynolds,
    sink_notes,
    sink_resistance_k_w,
)
from coolsim.equipment.tank_single_phase import TankLoad
from coolsim.equipment.tank_two_phase import BoilingChip, Condenser, fluid_loss_kg
from coolsim.equipment.working_fluids import boiling_fluid
from coolsim.properties.liquids import LiquidState

OIL_J, WATER_J = 1.8135e6, 4.17e6
PLATES = plates_of_rating(75e3, 6.5, 4.375e-3, 1.5625e-3, OIL_J, WATER_J)
SINK = HeatSink(0.1, 0.09, 0.03, 0.5e-3, 1.5e-3, 390.0, 0.015)
OIL = LiquidState(*(np.asarray(value) for value in (806.0, 2250.0, 7.9e-3, 0.142)))
COIL = condenser_of_rating(125e3, 15.0, 2.604e-3, WATER_J)
CHIPS = BoilingChip(100, 1000.0, 60e-4, 0.0, 85.0, Surface(3.5, 2.0))


def oil_tank(water_c=30.0, water=1.5625e-3, limit_c=np.nan, set_c=30.0, chips=64, loss=22.5):
    load = TankLoad(chips, 1000.0, limit_c, 11e3)
    return tank_single_phase.tank_state(
        load, 0.041, 4.375e-3, OIL_J, water_c, water, WATER_J, PLATES, set_c, 25.0, loss
    )


def boiling_tank(water_c=30.0, chips=CHIPS, water=2.604e-3, loss=17.5, other_w=10e3):
    return tank_two_phase.tank_state(
        boiling_fluid(load_catalogue(), "novec649"),
        chips,
        other_w,
        Condenser(COIL, water_c, water, WATER_J),
        pressure_pa=101_325.0,
        relief_pa=106_000.0,
        room_c=25.0,
        loss_w_k=loss,
    )


def test_worked_numbers():
    oil = oil_tank()
    assert oil.supply_c == pytest.approx(36.47, abs=0.01)
    assert oil.return_c == pytest.approx(45.88, abs=0.01)
    assert oil.hottest_case_c == pytest.approx(77.47, abs=0.01)
    assert oil.to_room_w == pytest.approx(364, abs=1)
    assert sink_resistance_k_w(SINK, 0.027e-3, OIL) == pytest.approx(0.0455, abs=1e-4)
    assert SINK.fins == 45
    assert COIL.rated_w_k == pytest.approx(15.84e3, rel=1e-3)
    assert resistance_k_w(COIL, 2.604e-3, WATER_J) == pytest.approx(1.2e-4)
    assert saturation_c(1e5, 30.0, COIL, 2.604e-3, WATER_J) == pytest.approx(42.0)
    held = water_for_saturation_m3_s(1e5, 45.0, 30.0, COIL, 2.604e-3, WATER_J)
    assert held == pytest.approx(1.945e-3, rel=1e-3)
    boiling = boiling_tank()
    assert boiling.saturation_c == pytest.approx(49.05, abs=0.01)
    assert boiling.case_c == pytest.approx(56.94, abs=0.01)
    assert boiling.flux_share == pytest.approx(0.60, abs=0.01)
    assert fluid_loss_kg(800.0, 0.171) == pytest.approx(136.8)


@given(
    water_c=st.floats(10.0, 50.0),
    water=st.floats(0.0, 3e-3),
    limit=st.one_of(st.just(np.nan), st.floats(45.0, 95.0)),
    set_c=st.floats(20.0, 45.0),
    loss=st.floats(1.0, 50.0),
    chips=st.integers(0, 80),
)
def test_an_oil_tank_conserves_energy_and_agrees_with_its_exchanger(
    water_c, water, limit, set_c, loss, chips
):
    found = oil_tank(water_c, water, limit, set_c, chips, loss)
    drawn = chips * 1000.0 + 11e3 - found.throttled_w
    assert found.to_water_w + found.to_room_w == pytest.approx(drawn, rel=1e-9, abs=1e-3)
    carried = 4.375e-3 * OIL_J * (found.return_c - found.supply_c)
    assert carried == pytest.approx(found.to_water_w, rel=1e-6, abs=1.0)
    water_side = found.water_m3_s * WATER_J * (found.water_out_c - water_c)
    assert water_side == pytest.approx(found.to_water_w, rel=1e-5, abs=1.0)
    if found.throttled_w > 0.0 and found.compute_fraction > 0.0:
        assert found.hottest_case_c == pytest.approx(limit, abs=1e-6)


def test_an_oil_tank_holds_its_set_point_with_colder_water():
    found = oil_tank(water_c=15.0)
    assert found.is_holding
    assert found.supply_c == pytest.approx(30.0)
    assert 0.0 < found.water_m3_s < 1.5625e-3


def test_warmer_water_makes_hotter_cases_and_then_less_work():
    waters = np.arange(26.0, 50.0, 2.0)
    found = oil_tank(water_c=waters, limit_c=85.0)
    assert np.all(np.diff(found.hottest_case_c) >= -1e-9)
    assert found.compute_fraction[0] == 1.0
    assert found.compute_fraction[-1] < 1.0
    assert np.all(np.diff(found.compute_fraction) <= 1e-12)


@given(flow=st.floats(1e-6, 1e-3), more=st.floats(1.01, 3.0))
def test_more_flow_past_the_fins_less_resistance(flow, more):
    found = sink_resistance_k_w(SINK, flow * np.array([1.0, more]), OIL)
    assert SINK.base_k_w < found[1] < found[0]


def test_a_thicker_or_less_conducting_oil_is_worse():
    base = sink_resistance_k_w(SINK, 3e-5, OIL)
    thick = dataclasses.replace(OIL, viscosity_pa_s=np.asarray(16e-3))
    poor = dataclasses.replace(OIL, conductivity_w_m_k=np.asarray(0.12))
    assert sink_resistance_k_w(SINK, 3e-5, thick) > base
    assert sink_resistance_k_w(SINK, 3e-5, poor) > base
    assert np.isinf(sink_resistance_k_w(SINK, 0.0, OIL))


def test_a_sink_takes_no_more_than_its_stream_can_carry():
    """At creeping flow the liquid leaves as warm as the fins: R is that of the stream."""
    flow = 1e-7
    stream = 1.0 / (flow * 806.0 * 2250.0)
    assert sink_resistance_k_w(SINK, flow, OIL) == pytest.approx(0.015 + stream)


def test_outside_the_correlation_there_is_a_note():
    assert sink_notes(SINK, 0.027e-3, OIL) == ()
    assert channel_reynolds(SINK, 0.027e-3, OIL) == pytest.approx(4.2, abs=0.1)
    (note,) = sink_notes(SINK, 20e-3, OIL)
    assert "Reynolds" in note


def test_developed_flow_between_plates_has_its_known_nusselt_number():
    """Long, narrow channels at moderate flow: Nu tends to 7.55 and R to that of the film."""
    thin = dataclasses.replace(SINK, base_k_w=0.0, fin_conductivity_w_m_k=1e9, length_m=10.0)
    flow = 3e-4
    area = 2 * 45 * 0.03 * 10.0 + 44 * 1.5e-3 * 10.0
    surface = 7.55 * 0.142 / 3e-3 * area
    stream = flow * 806.0 * 2250.0
    known = 1.0 / (stream * -np.expm1(-surface / stream))
    assert sink_resistance_k_w(thin, flow, OIL) == pytest.approx(known, rel=0.01)


@given(
    water_c=st.floats(5.0, 60.0),
    water=st.floats(0.0, 5e-3),
    loss=st.floats(1.0, 50.0),
    power=st.floats(0.0, 3000.0),
)
def test_a_boiling_tank_conserves_energy_and_keeps_its_limits(water_c, water, loss, power):
    found = boiling_tank(water_c, dataclasses.replace(CHIPS, power_w=power), water, loss)
    drawn = 100 * power + 10e3 - found.throttled_w
    assert found.to_water_w + found.to_room_w == pytest.approx(drawn, rel=1e-9, abs=1e-6)
    water_side = found.water_m3_s * WATER_J * (found.water_out_c - water_c)
    assert water_side == pytest.approx(found.to_water_w, rel=1e-9, abs=1e-3) or water == 0.0
    if found.chip_power_w > 1.0:
        assert found.case_c <= 85.0 + 1e-6
        assert found.flux_share <= 1.0 + 1e-9


def test_a_boiling_tank_short_of_water_rises_and_vents():
    cold, warm = boiling_tank(30.0), boiling_tank(45.0)
    assert not cold.is_venting
    assert cold.pressure_pa == pytest.approx(101_325.0)
    assert warm.is_venting
    assert warm.saturation_c > cold.saturation_c
    assert warm.case_c > cold.case_c
    assert warm.water_m3_s == 2.604e-3


def test_a_plain_surface_throttles_at_its_critical_flux():
    found = boiling_tank(chips=dataclasses.replace(CHIPS, surface=PLAIN))
    assert found.flux_share == pytest.approx(1.0, abs=1e-9)
    assert found.throttled_w > 0.0


def test_the_case_limit_holds_where_it_comes_first():
    found = boiling_tank(chips=dataclasses.replace(CHIPS, conduction_k_w=0.05, limit_c=85.0))
    assert found.case_c == pytest.approx(85.0, abs=1e-6)
    assert found.flux_share < 1.0


def test_a_bath_that_loses_all_its_heat_keeps_its_valve_closed():
    idle = boiling_tank(chips=dataclasses.replace(CHIPS, count=0), other_w=200.0, loss=25.0)
    assert idle.saturation_c == pytest.approx(33.0)
    assert idle.to_water_w == pytest.approx(0.0)
    assert idle.case_c is None
    oil = tank_single_phase.tank_state(
        TankLoad(0, 0.0, np.nan, 100.0),
        0.041, 4.375e-3, OIL_J, 15.0, 1.5625e-3, WATER_J, PLATES, 30.0, 25.0, 50.0,
    )  # fmt: skip
    assert oil.supply_c == pytest.approx(27.0)
    assert oil.to_water_w == pytest.approx(0.0, abs=1e-6)


def test_a_tanks_own_drop_goes_with_the_square():
    assert tank_single_phase.drop_law(30e3, 4.375e-3).drop_pa(8.75e-3) == pytest.approx(120e3)
