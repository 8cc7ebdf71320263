"""The bath of a tank alone: what it holds where nothing is drawn, and where its supply is."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.liquid import tank_draw
from coolsim.catalogue.liquid_equipment import DEFAULT_FLUIDS, DEFAULT_UNITS, tank_figures
from coolsim.coupling.racks import bath_set_point_c
from coolsim.design.liquid import Coolant
from tests.coupling.halls import FACILITY, by_method, connection, drawn, hall, solved

GENERIC = load_catalogue().get(DEFAULT_UNITS["immersion"])
RATED_K = tank_figures(GENERIC).approach_k.value
SUPPLY_C = 30.0


def alone(load_w, **fields):
    """One tank on a fresh facility loop, with nothing said of flow or bath."""
    rack = drawn(1, "immersion", load_w=load_w, liquid=connection(FACILITY, **fields))
    return hall((rack,), facility_c=SUPPLY_C, cdus=())


@pytest.mark.parametrize("load_w", [4e3, 20e3, 45e3, 70e3])
def test_a_tank_with_nothing_said_holds_its_bath_up_to_its_rating(load_w):
    design = alone(load_w)
    held_c = bath_set_point_c(load_catalogue(), design.variant.racks[0], design.variant.loops[0])
    assert held_c == SUPPLY_C + RATED_K
    tank = by_method(solved(design))["immersion"]
    assert tank.bath_c <= held_c + 0.05


def test_beyond_its_rating_the_bath_warms():
    tank = by_method(solved(alone(110e3)))["immersion"]
    assert tank.bath_c > SUPPLY_C + RATED_K + 1.0


def test_a_bath_supply_drawn_is_held_and_warms_the_chips_in_step():
    colder, warmer = (
        by_method(solved(alone(30e3, bath_supply_c=c)))["immersion"] for c in (38, 42)
    )
    assert colder.bath_c == pytest.approx(38.0, abs=1e-6)
    assert warmer.bath_c == pytest.approx(42.0, abs=1e-6)
    assert warmer.to_air_w > colder.to_air_w


def test_the_branch_of_a_parted_tank_carries_the_rated_flow():
    rated_m3_s = tank_figures(GENERIC).water_flow_m3_s.value
    half = tank_figures(GENERIC).capacity_w.value / 2.0
    assert tank_draw(GENERIC, half, has_exchanger=True).flow_m3_s.value == pytest.approx(rated_m3_s)
    flushed = tank_draw(GENERIC, half, has_exchanger=False).flow_m3_s.value
    assert flushed == pytest.approx(rated_m3_s / 2.0)


def test_a_loop_that_carries_the_bath_has_no_set_point_of_a_tank():
    design = alone(20e3)
    oil = Coolant(fluid=DEFAULT_FLUIDS["immersion"])
    loops = tuple(
        loop.model_copy(update={"coolant": oil}) if loop.id == FACILITY else loop
        for loop in design.variant.loops
    )
    flushed = hall(design.variant.racks, facility_c=SUPPLY_C, loops=loops)
    tank = by_method(solved(flushed))["immersion"]
    assert tank.bath_c == pytest.approx(SUPPLY_C, abs=0.5)
