"""Humidity in a complete result: inlets, balance of water, findings, files."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from coolsim.air.humidity import solve_humidity
from coolsim.air.moist_results import humidity_findings, inlet_moisture
from coolsim.air.summary import rack_results
from coolsim.catalogue import load_catalogue
from coolsim.results.files import load_results, save_results
from coolsim.simulate import simulate
from coolsim.standards import HumidityLimits, humidity_limits
from tests.air.halls import all_changed, base, changed, design_of, finish, hall, solve

CATALOGUE = load_catalogue()


@cache
def humid_results():
    variant = changed(
        base(),
        settings=changed(base().settings, humidity="transported"),
        coolers=all_changed(base().coolers, supply_temperature_c=13.0, bypass_fraction=0.1),
    )
    drawn = hall(
        variant,
        people=6,
        humidifier_kg_s=8e-4,
        outside_air_m3_s=0.1,
        outside_humidity_ratio_kg_kg=0.012,
    )
    return finish(simulate(design_of(drawn), CATALOGUE, fidelity="live", cell_m=0.4))


@cache
def plain_results():
    return finish(simulate(design_of(base()), CATALOGUE, fidelity="draft", cell_m=0.4))


def test_water_terms_sum_to_nothing():
    balance = humid_results().balance
    water = {term.name: term.value for term in balance.terms if term.unit == "kg_s"}
    assert water["Water from humidifiers"] == 8e-4
    assert water["Water from people"] == pytest.approx(6 * 54.0 / 2.43e6)
    assert water["Condensate of coils"] < 0.0
    assert abs(sum(water.values())) < 1e-6 * 8e-4
    assert balance.moisture_fraction < 1e-6


def test_every_rack_tells_the_humidity_of_its_inlet():
    for rack in humid_results().racks:
        assert 0.0 < rack.inlet_relative_humidity_fraction < 1.0
        assert rack.inlet_dew_point_c < rack.inlet_temperature_c
        assert 0.004 < rack.inlet_humidity_ratio_kg_kg < 0.012


def test_uniform_humidity_has_no_balance_and_no_field():
    results = plain_results()
    assert results.balance.moisture_fraction is None
    assert results.fields.humidity_ratio_kg_kg is None
    assert all(rack.inlet_humidity_ratio_kg_kg == 0.008 for rack in results.racks)
    assert not [term for term in results.balance.terms if term.unit == "kg_s"]


def test_the_field_survives_the_file(tmp_path):
    results = humid_results()
    save_results(results, tmp_path)
    again = load_results(tmp_path)
    field = results.fields.humidity_ratio_kg_kg
    assert np.array_equal(again.fields.humidity_ratio_kg_kg, field, equal_nan=True)
    assert again.racks == results.racks
    assert again.coolers[0].condensate_kg_s == results.coolers[0].condensate_kg_s > 0.0


def test_limits_of_a_class_and_of_the_recommended_range():
    assert humidity_limits(CATALOGUE, "A2") == HumidityLimits("A2", -12, 21, 0.8)
    assert humidity_limits(CATALOGUE, "recommended") == HumidityLimits("recommended", -9, 15, 0.6)
    assert humidity_limits(CATALOGUE, "H1").dew_point_min_c is None


@pytest.mark.parametrize(
    ("humidity", "codes"),
    [
        ({"inlet_relative_humidity_fraction": 0.85}, {"rack.inlet_relative_humidity": "warning"}),
        ({"inlet_relative_humidity_fraction": 0.7}, {"rack.inlet_relative_humidity": "note"}),
        ({"inlet_dew_point_c": 22.0}, {"rack.inlet_dew_point_high": "warning"}),
        ({"inlet_dew_point_c": -10.0}, {"rack.inlet_dew_point_low": "note"}),
        ({"inlet_dew_point_c": 8.0}, {}),
    ],
)
def test_inlets_outside_their_class_are_found(humidity, codes):
    dry = {"inlet_relative_humidity_fraction": 0.4, "inlet_dew_point_c": 8.0}
    racks = [dataclasses.replace(rack, **(dry | humidity)) for rack in plain_results().racks]
    recommended = {rack.id: humidity_limits(CATALOGUE, "recommended") for rack in racks}
    allowable = {rack.id: humidity_limits(CATALOGUE, "A2") for rack in racks}
    found = humidity_findings(racks, recommended, allowable)
    assert {finding.code: finding.severity for finding in found} == codes
    assert all(finding.object_ids == tuple(rack.id for rack in racks) for finding in found)
    assert all(finding.message.endswith(".") and finding.hint for finding in found)


def test_water_is_conserved_beside_second_order_convection_of_heat_and_walls_that_pass_it():
    variant = changed(
        base(),
        settings=changed(base().settings, humidity="transported", convection="second_order"),
        coolers=all_changed(base().coolers, supply_temperature_c=13.0),
    )
    drawn = hall(variant, humidifier_kg_s=8e-4, wall_u_w_m2_k=1.0, wall_outside_c=35.0)
    results = finish(simulate(design_of(drawn), CATALOGUE, fidelity="live", cell_m=0.4))
    assert results.balance.moisture_fraction < 1e-6
    assert results.coolers[0].condensate_kg_s > 0.0


def test_an_inlet_where_saturation_is_not_known_has_no_relative_humidity():
    cold = changed(base(), coolers=all_changed(base().coolers, supply_temperature_c=-60.0))
    solution = solve(hall(cold, humidity_ratio_kg_kg=0.0))
    inlets = np.full(len(rack_results(solution)), -150.0)
    _, relative, _ = inlet_moisture(solution, solve_humidity(solution), inlets)
    assert np.isnan(relative).all()
