"""Ratings of liquid-cooled equipment in the program's units; what is unknown stays unknown."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.liquid_equipment import (
    DEFAULT_UNITS,
    DOOR_TYPES,
    PLATE_TYPES,
    TANK_TYPES,
    chip_figures,
    door_figures,
    plate_figures,
    sink_figures,
    tank_figures,
)

LPM = 1e-3 / 60.0


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_doors(catalogue):
    passive = door_figures(catalogue.get("rdhx_passive_generic"))
    assert not passive.is_active
    assert passive.air_drop_pa.value == 25.0
    assert passive.water_flow_m3_s.value == pytest.approx(22.5 * 1.5 * LPM)
    assert passive.bypass_fraction.unit == "fraction"
    assert passive.fan_power_w.value is None
    product = door_figures(catalogue.get("motivair_m16"))
    assert product.is_active
    assert product.capacity_w.value == 75e3
    assert product.approach_k.value is None


def test_plates_and_sinks(catalogue):
    plate = plate_figures(catalogue.get("oam_1kw_plate"))
    assert plate.resistance_k_w.value == 0.0230
    assert plate.flow_m3_s.value == pytest.approx(1.2 * LPM)
    generic = plate_figures(catalogue.get("plate_gpu_generic"))
    assert generic.flow_m3_s.value is None
    assert generic.flow_m3_s_kw.value == pytest.approx(1.25 * LPM)
    assert plate_figures(catalogue.get("coolit_4kw_plate")).drop_pa.value == pytest.approx(
        55.16e3, rel=1e-3
    )
    assert plate_figures(catalogue.get("plate_two_phase_generic")).is_two_phase
    sink = sink_figures(catalogue.get("heat_sink_immersion_generic"))
    assert sink.fin_gap_m.value == pytest.approx(1.5e-3)


def test_tanks(catalogue):
    single = tank_figures(catalogue.get("immersion_1p_generic"))
    assert not single.is_two_phase
    assert single.fluid_flow_m3_s.value == pytest.approx(75 * 3.5 * LPM)
    boiling = tank_figures(catalogue.get("immersion_2p_generic"))
    assert boiling.is_two_phase
    assert boiling.gauge_pressure_pa.high == 5e3
    assert tank_figures(catalogue.get("grc_iceraq")).approach_k.value is None


def test_chips(catalogue):
    chip = chip_figures(catalogue, "nvidia_b200_hgx")
    assert (chip.power_w.value, chip.limit_c.value) == (1000.0, 88.0)
    assert chip_figures(catalogue, "nvidia_gb200_gpu").limit_c.value is None
    assert chip_figures(catalogue, "").power_w.value is None


def test_generic_entries_exist_and_are_marked(catalogue):
    for identity in DEFAULT_UNITS.values():
        assert catalogue.get(identity).is_estimate


def test_every_machine_of_the_catalogue_can_be_read(catalogue):
    readers = {
        **dict.fromkeys(DOOR_TYPES, door_figures),
        **dict.fromkeys(PLATE_TYPES, plate_figures),
        **dict.fromkeys(TANK_TYPES, tank_figures),
    }
    read = 0
    for entry in catalogue.entries("unit"):
        if entry.word("type") in readers:
            readers[entry.word("type")](entry)
            read += 1
    assert read >= 17
