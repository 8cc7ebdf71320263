"""Ratings of liquid-cooled equipment in the program's units; what is unknown stays unknown."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.liquid import (
    CDU_TYPES,
    DEFAULT_UNITS,
    DOOR_TYPES,
    PLATE_TYPES,
    TANK_TYPES,
    cdu_figures,
    chip_figures,
    design_drop,
    design_flow,
    door_figures,
    flow_rule,
    plate_figures,
    sink_figures,
    tank_figures,
)

LPM = 1e-3 / 60.0


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_a_unit_with_a_full_rating(catalogue):
    unit = cdu_figures(catalogue.get("vertiv_xdu1350"))
    assert not unit.is_liquid_to_air
    assert unit.capacity_w.value == pytest.approx(1.359e6)
    assert unit.approach_k.value == 4.0
    assert unit.technology_flow_m3_s.value == pytest.approx(0.02)
    assert unit.facility_flow_m3_s.value == pytest.approx(1242 * LPM)
    assert unit.head_pa.value == 250e3
    assert unit.pump_power_w.value == 13_700
    shutoff, linear, quadratic = unit.head_coefficients_pa
    assert shutoff + linear * 0.02 + quadratic * 0.02**2 == pytest.approx(250e3, rel=1e-3)
    assert unit.head_pumps == 2
    assert (unit.supply_range_c.low, unit.supply_range_c.high) == (10, 52)


def test_a_facility_flow_not_given_is_taken_as_the_technology_flow_and_says_so(catalogue):
    unit = cdu_figures(catalogue.get("coolit_chx2000"))
    assert unit.facility_flow_m3_s.value == unit.technology_flow_m3_s.value
    assert unit.facility_flow_m3_s.confidence == "estimate"
    assert "not in the catalogue" in unit.facility_flow_m3_s.note


def test_a_unit_known_by_its_capacity_only(catalogue):
    unit = cdu_figures(catalogue.get("coolit_chx1500"))
    assert unit.capacity_w.value == 1.5e6
    for figure in (unit.approach_k, unit.technology_flow_m3_s, unit.head_pa, unit.pump_power_w):
        assert figure.value is None
    assert unit.facility_flow_m3_s.value is None
    assert unit.head_coefficients_pa == ()


def test_a_unit_that_heats_air(catalogue):
    unit = cdu_figures(catalogue.get("cdu_l2a_generic"))
    assert unit.is_liquid_to_air
    assert unit.airflow_m3_s.value == pytest.approx(70 * 300 / 3600)
    assert unit.fan_power_w.value == pytest.approx(70 * 45)
    assert unit.airflow_m3_s.is_weak


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


@pytest.mark.parametrize(
    ("identity", "supply_c", "lpm"),
    [
        ("gb300_nvl72", 40.0, 119.0),
        ("gb300_nvl72", 42.5, 148.0),
        ("lenovo_sc777_v4", 32.0, 4.8),
        ("lenovo_sd650n_v3", 30.0, 4.0),
        ("gb200_nvl72", 30.0, 115.0 * 1.625),
        ("hpe_cray_ex4000", 30.0, 115.0 * 1.625),
    ],
)
def test_design_flow(catalogue, identity, supply_c, lpm):
    flow = design_flow(catalogue, catalogue.get(identity), 115e3, supply_c)
    assert flow.value == pytest.approx(lpm * LPM)


def test_a_flow_by_the_guideline_is_weak_and_named(catalogue):
    flow = design_flow(catalogue, catalogue.get("hpe_cray_ex4000"), 115e3, 30.0)
    assert flow.is_weak
    assert "guideline" in flow.note
    assert flow_rule(catalogue).value == pytest.approx(1.625 * LPM)


def test_design_drop(catalogue):
    drop = design_drop(catalogue.get("gb300_nvl72"), 119 * LPM)
    assert drop.value == pytest.approx(58.6e3, rel=1e-3)
    assert design_drop(catalogue.get("gb200_compute_tray"), LPM).value == pytest.approx(
        68.9e3, 1e-3
    )
    assert design_drop(catalogue.get("dgx_h100"), LPM).value is None


def test_generic_entries_exist_and_are_marked(catalogue):
    for identity in DEFAULT_UNITS.values():
        assert catalogue.get(identity).is_estimate


def test_every_machine_of_the_catalogue_can_be_read(catalogue):
    readers = {
        **dict.fromkeys(CDU_TYPES, cdu_figures),
        **dict.fromkeys(DOOR_TYPES, door_figures),
        **dict.fromkeys(PLATE_TYPES, plate_figures),
        **dict.fromkeys(TANK_TYPES, tank_figures),
    }
    read = 0
    for entry in catalogue.entries("unit"):
        if entry.word("type") in readers:
            readers[entry.word("type")](entry)
            read += 1
    assert read > 40
