"""Moist-air relations over arrays: worked numbers, round trips, and the exact properties beside."""

import numpy as np
import pytest

from coolsim.properties import psychrometrics as air

SEA_LEVEL = 101325.0
DRY = np.linspace(-20.0, 45.0, 27)
RATIO = 0.6 * air.humidity_ratio_of_relative(DRY, 1.0, SEA_LEVEL)


def test_worked_numbers():
    assert air.saturation_pressure_pa(25.0) == pytest.approx(3169.2, abs=0.05)
    assert air.humidity_ratio_kg_kg(3169.2, SEA_LEVEL) == pytest.approx(0.020081, abs=5e-7)
    assert air.relative_humidity(40.0, 0.0065, SEA_LEVEL) == pytest.approx(0.142, abs=5e-4)
    assert air.dew_point_c(0.0065, SEA_LEVEL) == pytest.approx(7.66, abs=5e-3)
    assert air.wet_bulb_c(40.0, 0.0065, SEA_LEVEL) == pytest.approx(20.08, abs=5e-3)
    assert air.humidity_ratio_of_wet_bulb(40.0, 20.0, SEA_LEVEL) == pytest.approx(
        0.006401, abs=5e-7
    )
    assert air.enthalpy_j_kg(40.0, 0.0065) == pytest.approx(56980.0, abs=0.5)
    assert air.specific_volume_m3_kg(40.0, 0.0065, SEA_LEVEL) == pytest.approx(0.8964, abs=5e-5)


def test_saturation_is_one_curve_at_the_freezing_point():
    ice, water = air.saturation_pressure_pa(np.array([-1e-9, 1e-9]))
    assert ice == pytest.approx(water, rel=2e-4)


def test_wet_bulb_and_its_humidity_ratio_are_each_others_inverse():
    wet = air.wet_bulb_c(DRY, RATIO, SEA_LEVEL)
    assert air.humidity_ratio_of_wet_bulb(DRY, wet, SEA_LEVEL) == pytest.approx(RATIO, abs=1e-9)
    assert np.all(air.dew_point_c(RATIO, SEA_LEVEL) < wet)
    assert np.all(wet < DRY)


def test_saturated_air_has_one_temperature():
    saturated = air.humidity_ratio_of_relative(DRY, 1.0, SEA_LEVEL)
    assert air.wet_bulb_c(DRY, saturated, SEA_LEVEL) == pytest.approx(DRY, abs=1e-6)
    assert air.dew_point_c(saturated, SEA_LEVEL) == pytest.approx(DRY, abs=1e-9)


@pytest.mark.parametrize(
    ("dry_c", "ratio", "pressure_pa"),
    [(40.0, 0.0065, 101325.0), (25.0, 0.012, 85000.0), (-5.0, 0.001, 101325.0)],
)
def test_close_to_the_real_gas(dry_c, ratio, pressure_pa):
    from CoolProp.HumidAirProp import HAPropsSI

    state = ("T", dry_c + 273.15, "P", pressure_pa, "W", ratio)
    wet_c, dew_c = HAPropsSI("B", *state) - 273.15, HAPropsSI("D", *state) - 273.15
    assert air.wet_bulb_c(dry_c, ratio, pressure_pa) == pytest.approx(wet_c, abs=0.06)
    assert air.dew_point_c(ratio, pressure_pa) == pytest.approx(dew_c, abs=0.08)
