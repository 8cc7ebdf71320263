"""Fans that follow the inlet and coolers that hold their return: both laws hold in the answer."""

import numpy as np
import pytest
from pydantic import ValidationError

from coolsim.air.summary import balance, rack_results
from coolsim.design.models import FanCurveAirflow
from tests.air.halls import all_changed, base, solve

CURVE = FanCurveAirflow(inlet_temperature_c=(20.0, 30.0), airflow_m3_s=(0.3, 0.6))


def curved(law=CURVE, **fields):
    return base(racks=all_changed(base().racks, airflow=law.model_dump(), **fields))


# -- fans ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_every_band_moves_what_its_curve_says_at_its_inlet(fidelity):
    solution = solve(curved(), fidelity)
    assert solution.status == "converged"
    for rack in rack_results(solution):
        for band in rack.bands:
            law = np.interp(band.inlet_temperature_c, (20.0, 30.0), (0.1, 0.2))
            assert band.airflow_m3_s == pytest.approx(law, rel=5e-3)
    flows = [rack.airflow_m3_s for rack in rack_results(solution)]
    assert max(flows) > 1.02 * min(flows)
    assert balance(solution).energy_fraction < 1e-9
    assert balance(solution).mass_fraction < 1e-12


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_a_level_curve_is_a_fixed_airflow(fidelity):
    level = curved(FanCurveAirflow(inlet_temperature_c=(20.0, 30.0), airflow_m3_s=(0.4, 0.4)))
    fixed = base(racks=all_changed(base().racks, airflow={"law": "fixed", "airflow_m3_s": 0.4}))
    one, other = solve(level, fidelity), solve(fixed, fidelity)
    np.testing.assert_allclose(one.intake_means, other.intake_means, atol=1e-9)


def test_a_curve_per_kilowatt_grows_with_the_load():
    law = FanCurveAirflow(inlet_temperature_c=(10.0, 40.0), airflow_m3_s_kw=(0.05, 0.11))
    racks = rack_results(solve(curved(law, load_w=4000.0)))
    for band in (band for rack in racks for band in rack.bands):
        per_kw = np.interp(band.inlet_temperature_c, (10.0, 40.0), (0.05, 0.11))
        assert band.airflow_m3_s == pytest.approx(per_kw * 4.0 / 3.0, rel=5e-3)


@pytest.mark.parametrize(
    "fields",
    [
        {"inlet_temperature_c": (20.0, 30.0)},
        {"inlet_temperature_c": (20.0, 30.0), "airflow_m3_s": (0.3,)},
        {"inlet_temperature_c": (30.0, 20.0), "airflow_m3_s": (0.3, 0.4)},
        {
            "inlet_temperature_c": (20.0, 30.0),
            "airflow_m3_s": (0.3, 0.4),
            "airflow_m3_s_kw": (0.3, 0.4),
        },
    ],
)
def test_a_curve_that_says_nothing_clear_is_refused(fields):
    with pytest.raises(ValidationError):
        FanCurveAirflow(**fields)
