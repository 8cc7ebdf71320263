"""Humidity: exact steady states, conservation, wet coils, refusals."""

import numpy as np
import pytest

from coolsim.air.humidity import (
    apparatus_dew_point_c,
    dry_air_density_kg_m3,
    solve_humidity,
)
from coolsim.errors import SolveError
from coolsim.properties.psychrometrics import humidity_ratio_kg_kg, saturation_pressure_pa
from coolsim.scene.room_sources import VAPORISATION_J_KG
from tests.air.halls import all_changed, base, changed, hall, solve


def humid(variant=None, **fields):
    """The small hall with transported humidity, solved as a draft."""
    variant = variant or base()
    settings = changed(variant.settings, humidity="transported")
    return solve(hall(changed(variant, settings=settings), **fields))


def wet(variant=None, **coolers):
    """The hall with coolers that supply cold enough to condense."""
    variant = variant or base()
    fields = {"supply_temperature_c": 12.0, "bypass_fraction": 0.2, **coolers}
    return changed(variant, coolers=all_changed(variant.coolers, **fields))


def test_apparatus_dew_point_of_a_worked_number():
    assert apparatus_dew_point_c(30.0, 20.0, 0.5, 0.2) == pytest.approx(16.875)
    assert apparatus_dew_point_c(30.0, 20.0, 0.0, 0.0) == 20.0


def test_uniform_humidity_is_the_halls_own():
    solution = solve(base())
    humidity = solve_humidity(solution)
    known = np.isfinite(solution.temperature_c())
    assert np.all(humidity.ratio[known] == solution.devices.scene.air.humidity_ratio)
    assert np.isnan(humidity.ratio[~known]).all()


def test_without_source_and_with_dry_coils_the_hall_keeps_its_humidity():
    humidity = solve_humidity(humid())
    known = np.isfinite(humidity.ratio)
    assert known.any()
    assert np.abs(humidity.ratio[known] / 0.008 - 1.0).max() < 1e-9
    assert np.all(humidity.condensate_kg_s == 0.0)


def test_outside_air_and_a_humidifier_set_the_mean_exactly():
    """Dry coils: what the humidifier gives leaves with the outside air."""
    solution = humid(outside_air_m3_s=0.2, outside_humidity_ratio_kg_kg=0.004, humidifier_kg_s=2e-4)
    humidity = solve_humidity(solution)
    openness = solution.devices.geometry.openness
    fluid = openness.fluid[1:-1, 1:-1, 1:-1]
    known = np.isfinite(humidity.ratio)
    mean = np.average(humidity.ratio[known], weights=fluid[known])
    density = dry_air_density_kg_m3(solution.devices)
    assert mean == pytest.approx(0.004 + 2e-4 / (density * 0.2), rel=1e-8)
    assert humidity.outside_kg_s == pytest.approx(-2e-4, rel=1e-8)
    assert humidity.residual < 1e-9


def test_a_wet_coil_takes_out_what_people_and_humidifier_give():
    solution = humid(wet(), people=20, humidifier_kg_s=5e-4)
    humidity = solve_humidity(solution)
    given = 20 * 54.0 / VAPORISATION_J_KG + 5e-4
    assert humidity.condensate_kg_s.sum() == pytest.approx(given, rel=1e-8)
    assert np.all(humidity.supply_ratio < humidity.return_ratio)
    assert np.all(humidity.intake_ratio > 0.0)


def test_a_wet_coil_supplies_by_its_process_line():
    """One coil, one source: the return is the surface's ratio plus the source over (1 - b)."""
    solution = humid(wet(), humidifier_kg_s=5e-4)
    humidity = solve_humidity(solution)
    devices, (coil,) = solution.devices, solution.coils
    (cooler,) = devices.scene.coolers
    returned = float((devices.return_weights() @ solution.intake_means)[0])
    rise = cooler.fan_power_w / float(devices.capacity_rates_w_k()[0])
    surface_c = apparatus_dew_point_c(returned, coil.supply_temperature_c, rise, 0.2)
    surface = humidity_ratio_kg_kg(saturation_pressure_pa(surface_c), devices.scene.pressure_pa)
    flow = dry_air_density_kg_m3(devices) * cooler.airflow_m3_s
    assert humidity.return_ratio[0] == pytest.approx(surface + 5e-4 / flow / 0.8, rel=1e-7)
    assert humidity.supply_ratio[0] == pytest.approx(surface + 5e-4 / flow * 0.25, rel=1e-7)


def test_a_cold_coil_dries_the_hall_to_its_surface_and_no_further():
    humidity = solve_humidity(humid(wet(supply_temperature_c=4.0)))
    known = np.isfinite(humidity.ratio)
    level = humidity.ratio[known]
    assert level.max() < 0.008
    assert np.ptp(level) < 1e-12
    assert humidity.condensate_kg_s == pytest.approx([0.0], abs=1e-15)


def test_humidity_never_falls_below_what_is_supplied():
    humidity = solve_humidity(humid(wet(), people=10))
    lowest = humidity.supply_ratio.min()
    assert np.nanmin(humidity.ratio) >= lowest * (1.0 - 1e-9)


def test_water_without_a_way_out_is_refused():
    with pytest.raises(SolveError, match="no coil condenses"):
        solve_humidity(_without_sink())


def _without_sink():
    """A hall whose only cooler idles: it cools nothing, so it condenses nothing."""
    cold = all_changed(base().racks, load_w=0.0)
    return humid(wet(changed(base(), racks=cold)), humidifier_kg_s=1e-4)


def test_outside_air_needs_its_humidity():
    with pytest.raises(SolveError, match="outside air"):
        humid(outside_air_m3_s=0.1)


def test_a_coil_hotter_than_boiling_water_condenses_nothing():
    """Far beyond any real hall, but never a humidity below zero."""
    hot = changed(base(), coolers=all_changed(base().coolers, supply_temperature_c=120.0))
    humidity = solve_humidity(
        humid(hot, people=5, outside_air_m3_s=0.1, outside_humidity_ratio_kg_kg=0.01)
    )
    assert np.all(humidity.condensate_kg_s == 0.0)
    assert np.nanmin(humidity.ratio) >= 0.01 * (1.0 - 1e-9)
