"""Racks of a hall on their loops: the right model, all kinds at once."""

import numpy as np
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.contents import unit_of
from coolsim.design.liquid import LiquidConnection
from coolsim.equipment.rack_liquid import RackInlet, liquid_rack, rack_states
from coolsim.equipment.rack_plates import BoilingPlateRack, PlateRack
from coolsim.equipment.rack_tanks import BoilingTank, OilTank
from coolsim.errors import CatalogueError

CATALOGUE = load_catalogue()
WATER = 4.17e6


def made(method, item="dgx_h100", count=4, loop_fluid="water", **connection):
    unit = unit_of(CATALOGUE, CATALOGUE.get(item))
    power = unit.sustained_power_w.value * count
    joined = LiquidConnection(**connection)
    rack = liquid_rack(CATALOGUE, method, [(unit, count)], power, joined, loop_fluid, WATER)
    return rack, power


@pytest.mark.parametrize(
    ("method", "item", "kind"),
    [
        ("cold_plate", "gb200_compute_tray", PlateRack),
        ("cold_plate_two_phase", "gb200_compute_tray", BoilingPlateRack),
        ("immersion", "dgx_h100", OilTank),
        ("immersion_two_phase", "dgx_h100", BoilingTank),
    ],
)
def test_every_method_has_its_model(method, item, kind):
    rack, _ = made(method, item)
    assert isinstance(rack, kind)


def test_a_named_machine_that_says_too_little_gives_way_to_the_generic_one():
    rack, _ = made("immersion", unit="grc_iceraq")
    assert any("Generic single-phase" in name for name, _ in rack.figures)
    plates, _ = made("cold_plate", "gb200_compute_tray", unit="oam_1kw_plate")
    assert float(plates.plate.rated_m3_s) == pytest.approx(2e-5)


def test_a_machine_that_does_not_exist_is_refused():
    with pytest.raises(CatalogueError):
        made("cold_plate", unit="no_such_plate")


def test_a_loop_that_carries_the_dielectric_needs_no_exchanger_in_the_tank():
    flushed, _ = made("immersion", loop_fluid="shell_s5x")
    parted, _ = made("immersion", loop_fluid="water")
    assert flushed.exchanger is None
    assert parted.exchanger is not None
    other, _ = made("immersion", loop_fluid="shell_s5x", dielectric="silicone_xlt")
    assert other.exchanger is not None


def test_all_kinds_at_once_keep_their_places_and_conserve_energy():
    methods = (
        "immersion",
        "cold_plate",
        "immersion_two_phase",
        "cold_plate",
        "cold_plate_two_phase",
    )
    items = ("dgx_h100", "gb200_nvl72", "dgx_b200", "gb300_nvl72", "gb200_nvl72")
    counts = (4, 1, 6, 1, 1)
    pairs = [made(*given) for given in zip(methods, items, counts, strict=True)]
    inlets = [RackInlet(power, 32.0, 2.5e-3, WATER, 26.0) for _, power in pairs]
    states = rack_states([rack for rack, _ in pairs], inlets)
    assert len(states) == 5
    for state, (_, power) in zip(states, pairs, strict=True):
        assert state.power_w == pytest.approx(power - state.throttled_w)
        assert state.to_coolant_w + state.to_air_w == pytest.approx(state.power_w + state.pump_w)
    assert np.isnan(states[1].bath_c)
    assert states[0].bath_c > 30.0
    # immersed racks leave hardly any heat in the air, plated ones their share
    assert states[0].to_air_w < 0.02 * states[0].power_w
    assert states[1].to_air_w == pytest.approx(0.14 * states[1].power_w)


def test_no_racks_no_states():
    assert rack_states([], []) == []
