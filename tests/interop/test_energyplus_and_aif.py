"""Approach temperatures for EnergyPlus, and objects under AIF attribute names."""

import json
from dataclasses import replace
from functools import cache

import pytest

from coolsim.catalogue.loading import load_catalogue
from coolsim.errors import ExportError
from coolsim.interop.aif import aif_objects
from coolsim.interop.energyplus import approach_of, epjson_fragment
from coolsim.simulate import resolve_design
from tests.coupling.halls import hall
from tests.coupling.halls import solved as solved_wet


@cache
def mixed():
    return solved_wet(hall())


def test_the_differences_are_those_of_mixing():
    """Two racks and a cooler by hand: inlets 22 and 25 of 1 and 2 m3/s, outlets 34 and 40."""
    results = mixed()
    first, second = (
        replace(results.racks[0], airflow_m3_s=flow, inlet_mean_temperature_c=inlet,
                outlet_temperature_c=outlet, heat_to_air_w=10e3 * flow, id=f"rack-900{flow:.0f}")
        for flow, inlet, outlet in ((1.0, 22.0, 34.0), (2.0, 25.0, 40.0))
    )  # fmt: skip
    cooler = replace(
        results.coolers[0], airflow_m3_s=4.0, supply_temperature_c=20.0, return_temperature_c=35.0
    )
    found = approach_of(replace(results, racks=(first, second), coolers=(cooler,)))
    assert found.racks == 2
    assert found.supply_difference_k == pytest.approx(4.0)
    assert found.return_difference_k == pytest.approx(-3.0)
    assert found.to_air_w == pytest.approx(30e3)


def test_equipment_and_coolers_give_the_same_heat():
    """Heat by the approaches, of the equipment and of the coolers, within what else warms."""
    results = mixed()
    found = approach_of(results)
    capacity = found.to_air_w / (found.outlet_c - found.inlet_c)
    cooled = sum(cooler.airflow_m3_s for cooler in results.coolers)
    carried = capacity / found.airflow_m3_s * cooled * (found.return_c - found.supply_c)
    duty = sum(cooler.duty_w for cooler in results.coolers)
    assert carried == pytest.approx(duty, rel=0.03)
    assert found.outlet_c > found.inlet_c


def test_the_fragment_names_its_curves_and_is_json():
    fragment = epjson_fragment(mixed(), "Hall", "A2")
    (equipment,) = fragment["ElectricEquipment:ITE:AirCooled"].values()
    curves = {name for kind in fragment if kind.startswith("Curve:") for name in fragment[kind]}
    named = {value for key, value in equipment.items() if key.endswith("curve_name")}
    assert named == curves
    assert equipment["environmental_class"] == "A2"
    assert equipment["watts_per_unit"] * equipment["number_of_units"] == pytest.approx(
        approach_of(mixed()).to_air_w
    )
    assert (
        epjson_fragment(mixed(), "Hall", "H1")["ElectricEquipment:ITE:AirCooled"][
            "Hall IT equipment"
        ]["environmental_class"]
        == "None"
    )
    json.dumps(fragment, allow_nan=False)


def test_a_hall_without_air_is_refused():
    with pytest.raises(ExportError, match="No rack moves air"):
        approach_of(replace(mixed(), racks=()))
    with pytest.raises(ExportError, match="No cooler moves air"):
        approach_of(replace(mixed(), coolers=()))


def test_objects_carry_what_is_known_in_the_units_of_the_names():
    design = hall()
    catalogue = load_catalogue().with_entries(design.catalogue)
    found = aif_objects(design.variant, resolve_design(design, catalogue), catalogue)
    by_id = {item["id"]: item["attributes"] for item in found["objects"]}
    plated = by_id["rack-0003"]
    assert plated["aif:core:assetClass"] == "Compute Rack"
    assert plated["aif:core:width"] == pytest.approx(1e3 * design.variant.racks[2].width_m)
    assert plated["aif:spec:numGPUs"] == 48
    total = plated["aif:spec:liquidCooling"] + plated["aif:spec:airCooling"]
    assert total == pytest.approx(45.0)
    assert plated["aif:spec:heatCaptureRatio"] == pytest.approx(78.0)
    assert by_id["rack-0001"]["aif:spec:airCooling"] == pytest.approx(20.0)
    assert "aif:core:weight" not in by_id["rack-0001"]
    unit = by_id["cdu-0001"]
    assert unit["aif:spec:referenceFacilityCoolantTemperature"] == pytest.approx(303.15)
    assert unit["aif:spec:referenceTechnologyCoolantFlowRate"] == pytest.approx(
        6e4 * unit["aif:spec:nominalFlow"]
    )
    assert by_id["cooler-0001"]["aif:spec:nominalCoolingCapacity"] == pytest.approx(150.0)
    assert all(value is not None for item in by_id.values() for value in item.values())
