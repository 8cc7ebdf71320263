"""Moist air against the table points of ASHRAE Fundamentals 2017, chapter 1.

Table 2 (moist air at 101.325 kPa), table 3 (saturation), table 1 (standard atmosphere), example 1.
"""

import subprocess
import sys

import pytest

from coolsim.errors import SolveError
from coolsim.properties.air import moist_air, pressure_at_altitude_pa

ATMOSPHERE_PA = 101325.0


@pytest.mark.parametrize(("altitude_m", "pressure_pa"), [(0, 101325), (500, 95461), (1000, 89875)])
def test_standard_atmosphere(altitude_m, pressure_pa):
    assert pressure_at_altitude_pa(altitude_m) == pytest.approx(pressure_pa, rel=1e-4)


def test_dry_air_volume():
    assert 1 / moist_air(25.0, ATMOSPHERE_PA, 0.0).density_kg_m3 == pytest.approx(0.8443, rel=3e-4)


def test_dry_air_by_hand():
    """Ideal gas with R = 287.055 J/(kg K): 101325 / (287.055 * 293.15) = 1.2041 kg/m3."""
    state = moist_air(20.0, ATMOSPHERE_PA, 0.0)
    assert state.density_kg_m3 == pytest.approx(1.2041, rel=1e-3)
    assert state.heat_capacity_j_kg_k == pytest.approx(1006.0, rel=1e-3)
    assert state.dew_point_c is None


def test_moist_air_by_hand():
    """Per kg of moist air: cp = (1006 + W 1860) / (1 + W); vapour makes the mixture lighter."""
    ratio = 0.010
    state = moist_air(25.0, ATMOSPHERE_PA, ratio)
    assert state.heat_capacity_j_kg_k == pytest.approx(
        (1006 + ratio * 1860) / (1 + ratio), rel=2e-3
    )
    ideal = ATMOSPHERE_PA / (287.055 * 298.15) * (1 + ratio) / (1 + 1.6078 * ratio)
    assert state.density_kg_m3 == pytest.approx(ideal, rel=1e-3)


def test_example_one():
    state = moist_air(40.0, ATMOSPHERE_PA, 0.0065)
    assert (1 + 0.0065) / state.density_kg_m3 == pytest.approx(0.896, abs=1e-3)
    assert state.dew_point_c == pytest.approx(7.0, abs=0.7)  # read off a chart


@pytest.mark.parametrize(
    ("temperature_c", "ratio"), [(-20, 0.0006373), (5, 0.005425), (25, 0.020173), (50, 0.086863)]
)
def test_dew_point_of_saturated_air(temperature_c, ratio):
    state = moist_air(temperature_c + 1.0, ATMOSPHERE_PA, ratio)
    assert state.dew_point_c == pytest.approx(temperature_c, abs=0.05)


def test_density_falls_with_altitude():
    high = moist_air(20.0, pressure_at_altitude_pa(1600.0), 0.008)
    low = moist_air(20.0, pressure_at_altitude_pa(0.0), 0.008)
    assert high.density_kg_m3 / low.density_kg_m3 == pytest.approx(0.8243, abs=2e-3)


def test_air_too_moist_is_refused():
    with pytest.raises(SolveError, match="cannot hold"):
        moist_air(20.0, ATMOSPHERE_PA, 0.03)


def test_importing_the_module_leaves_the_property_library_alone():
    code = "import sys, coolsim.properties.air; sys.exit('CoolProp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
