import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim import units
from coolsim.results.metrics import (
    InletRange,
    air_metrics,
    airflow_efficiency_w_m3_s,
    equipment_rise_k,
    rack_cooling_index_high,
    rack_cooling_index_low,
    return_temperature_index,
    supply_and_return_heat_index,
)
from tests.factories import CP, RHO, make_design, make_results

A2 = InletRange(18.0, 27.0, 10.0, 35.0)
temperatures = st.lists(st.floats(-20, 80), min_size=1, max_size=30)


def test_worked_numbers_of_the_docstrings():
    assert rack_cooling_index_high([26, 28, 30], 27, 32) == pytest.approx(1 - 4 / 15)
    assert rack_cooling_index_low([17, 18, 19], 18, 15) == pytest.approx(1 - 1 / 9)
    assert equipment_rise_k([12000], [1.0], 1.2, 1000.0) == pytest.approx(10.0)
    assert return_temperature_index(32, 20, 15) == pytest.approx(0.8)
    assert supply_and_return_heat_index([22], [32], [1], 20)[0] == pytest.approx(1 / 6)
    assert airflow_efficiency_w_m3_s([3000], [4]) == pytest.approx(750)
    assert units.convert(1059.44, "w_m3_s", "W/CFM") == pytest.approx(0.5, abs=1e-4)


@given(st.lists(st.floats(18, 27), min_size=1, max_size=30))
def test_rci_is_one_when_all_samples_are_inside_the_recommended_range(inlets):
    assert rack_cooling_index_high(inlets, 27, 35) == 1.0
    assert rack_cooling_index_low(inlets, 18, 10) == 1.0


@given(temperatures)
def test_a_cold_rack_never_offsets_a_hot_one(inlets):
    warm_only = [max(inlet, 20.0) for inlet in inlets]
    assert rack_cooling_index_high(inlets, 27, 35) == pytest.approx(
        rack_cooling_index_high(warm_only, 27, 35)
    )


def test_rci_goes_negative_when_the_mean_passes_the_allowable_end():
    assert rack_cooling_index_high([43.0], 27, 35) == pytest.approx(-1.0)
    assert rack_cooling_index_low([2.0], 18, 10) == pytest.approx(-1.0)


def test_rci_takes_each_samples_own_class():
    mixed = rack_cooling_index_high([29.0, 24.5], [27.0, 22.0], [35.0, 25.0])
    assert mixed == pytest.approx(1 - (2 / 8 + 2.5 / 3) / 2)


@given(
    st.lists(
        st.tuples(st.floats(0, 15), st.floats(1, 30), st.floats(0.01, 5)), min_size=1, max_size=20
    ),
    st.floats(5, 30),
)
def test_shi_and_rhi_sum_to_one_exactly(racks, reference):
    excess, rise, airflow = (np.array(column) for column in zip(*racks, strict=True))
    inlet = reference + excess
    supply_index, return_index = supply_and_return_heat_index(
        inlet, inlet + rise, airflow, reference
    )
    assert supply_index + return_index == 1.0
    assert 0.0 <= supply_index < 1.0


def sealed(results, supply_c=20.0):
    """Every rack breathes supply air only, and the coolers move exactly what the racks move."""
    return tuple(
        dataclasses.replace(
            rack,
            inlet_temperature_c=supply_c,
            inlet_mean_temperature_c=supply_c,
            outlet_temperature_c=supply_c + rack.heat_to_air_w / (RHO * CP * rack.airflow_m3_s),
        )
        for rack in results.racks
    )


def by_id(racks, coolers, ranges=None):
    ranges = {rack.id: A2 for rack in racks} if ranges is None else ranges
    metrics = air_metrics(
        racks, coolers, ranges, air_density_kg_m3=RHO, air_heat_capacity_j_kg_k=CP
    )
    return {metric.id: metric for metric in metrics}


def test_sealed_containment_has_no_supply_heat_index():
    results = make_results(make_design())
    assert by_id(sealed(results), results.coolers)["shi"].value == pytest.approx(0.0, abs=1e-12)


@given(st.floats(0.5, 2.0))
def test_rti_is_rack_airflow_over_cooler_airflow(oversupply):
    results = make_results(make_design())
    rack_flow = sum(rack.airflow_m3_s for rack in results.racks)
    heat = sum(rack.heat_to_air_w for rack in results.racks)
    flow = oversupply * rack_flow
    cooler = dataclasses.replace(
        results.coolers[0],
        airflow_m3_s=flow,
        return_temperature_c=20.0 + heat / (RHO * CP * flow),
    )
    assert by_id(results.racks, [cooler])["rti"].value * flow == pytest.approx(rack_flow)


def test_air_metrics_state_their_samples_and_can_be_shown():
    results = make_results(make_design())
    metrics = by_id(results.racks, results.coolers)
    assert list(metrics) == ["rci_hi", "rci_lo", "rti", "shi", "rhi", "airflow_efficiency"]
    assert metrics["rci_hi"].note.startswith("60 samples")
    for metric in metrics.values():
        assert metric.value is not None
        assert units.text(metric.value, metric.unit, "ip") != units.UNKNOWN


def test_metrics_that_cannot_be_formed_say_why():
    results = make_results(make_design())
    still = [dataclasses.replace(rack, airflow_m3_s=0.0) for rack in results.racks]
    for metrics in (by_id(still, results.coolers), by_id([], [])):
        for metric in metrics.values():
            assert metric.value is None or metric.id == "airflow_efficiency"
            assert metric.note
    assert by_id(results.racks, results.coolers, {})["rci_hi"].value is None
    cold = [dataclasses.replace(r, heat_to_air_w=0.0, outlet_temperature_c=19.0) for r in still]
    cold = [dataclasses.replace(rack, airflow_m3_s=1.0) for rack in cold]
    assert by_id(cold, results.coolers)["rti"].value is None
    assert by_id(cold, results.coolers)["shi"].value is None
