"""Racks whose airflow follows the pressure between their aisles."""

import numpy as np
import pytest
from pydantic import ValidationError

from coolsim.air.controls import FLOW_LAW
from coolsim.air.summary import balance, rack_results
from coolsim.design.models import PressureCurveAirflow
from coolsim.errors import SolveError
from tests.air.halls import all_changed, base, changed, contained, solve

CURVE = {
    "law": "pressure_curve",
    "pressure_difference_pa": (-4.0, 0.0, 4.0),
    "airflow_m3_s": (0.2, 0.4, 0.6),
}


def with_law(variant, law):
    return changed(variant, racks=all_changed(variant.racks, airflow=law))


def flows(solution):
    return np.array([rack.airflow_m3_s for rack in rack_results(solution)])


def test_a_draft_has_no_pressure_and_moves_the_nominal_flow():
    np.testing.assert_allclose(flows(solve(with_law(base(), CURVE))), 0.4)


def test_flows_meet_the_curve_at_the_solved_pressure():
    solution = solve(with_law(contained(leak=0.05), CURVE), "live")
    assert solution.status == "converged"
    devices = solution.devices
    pressure = devices.scene.air.density_kg_m3 * solution.state.pressure.ravel()
    found = devices.band_flow_m3_s.reshape(-1, 3)
    for rack, flow in enumerate(found):
        before, behind = (
            np.mean([pressure[p.cells] @ p.share for p in patches[3 * rack : 3 * rack + 3]])
            for patches in (devices.geometry.intakes, devices.geometry.discharges)
        )
        law = np.interp(before - behind, (-4.0, 0.0, 4.0), (0.2, 0.4, 0.6))
        assert flow.sum() == pytest.approx(law, rel=2 * FLOW_LAW)
    assert balance(solution).energy_fraction < 1e-9
    assert balance(solution).mass_fraction < 1e-12


def test_a_cold_aisle_under_pressure_pushes_air_through_the_racks():
    """More supply than the fans' nominal flow raises the contained aisle's pressure and flow."""
    nominal = contained(leak=0.02)
    supply = sum(cooler.airflow_m3_s for cooler in nominal.coolers)
    for share, sign in ((0.8, 1.0), (1.25, -1.0)):
        level = share * supply / 4.0
        law = CURVE | {"airflow_m3_s": (0.5 * level, level, 1.5 * level)}
        found = flows(solve(with_law(nominal, law), "live"))
        assert np.all(sign * (found - level) > 0.0)


def test_flows_stay_between_the_ends_of_the_curve():
    law = CURVE | {"pressure_difference_pa": (-0.02, 0.0, 0.02)}
    found = flows(solve(with_law(contained(leak=0.02), law), "live"))
    assert np.all((found >= 0.2 - 1e-12) & (found <= 0.6 + 1e-12))


def test_a_level_curve_is_a_fixed_airflow():
    level = CURVE | {"airflow_m3_s": (0.4, 0.4, 0.4)}
    one = solve(with_law(base(), level), "live")
    other = solve(with_law(base(), {"law": "fixed", "airflow_m3_s": 0.4}), "live")
    np.testing.assert_allclose(one.intake_means, other.intake_means, atol=1e-9)


def test_aisles_without_air_between_them_have_no_pressure_difference():
    with pytest.raises(SolveError, match="no air passes"):
        solve(with_law(contained(leak=0.0), CURVE), "live")


@pytest.mark.parametrize(
    "fields",
    [
        {"airflow_m3_s": (0.4,)},
        {"airflow_m3_s": (0.6, 0.4, 0.2)},
        {"pressure_difference_pa": (0.0, 0.0, 1.0)},
        {"airflow_m3_s_kw": (0.1, 0.1, 0.1)},
        {"airflow_m3_s": ()},
    ],
)
def test_curves_that_say_nothing_are_refused(fields):
    with pytest.raises(ValidationError):
        PressureCurveAirflow.model_validate(CURVE | fields)
