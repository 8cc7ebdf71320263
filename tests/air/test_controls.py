"""Fans that follow the inlet and coolers that hold their return: both laws hold in the answer."""

import numpy as np
import pytest
from pydantic import ValidationError

from coolsim.air.summary import balance, cooler_results, rack_results
from coolsim.design.models import FanCurveAirflow
from tests.air.halls import all_changed, base, changed, solve, two_coolers
from tests.air.test_coil_settling import cooler
from tests.air.test_coil_settling import hall as hall_of_two

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


# -- coolers that hold their return ----------------------------------------------------------------


def with_return(**fields):
    return base(coolers=all_changed(base().coolers, **fields))


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_one_cooler_holds_its_return_by_its_supply(fidelity):
    solution = solve(with_return(return_temperature_c=35.0), fidelity)
    assert solution.status == "converged"
    (unit,) = cooler_results(solution)
    assert unit.return_temperature_c == pytest.approx(35.0, abs=0.002)
    rate = solution.devices.capacity_rates_w_k()[0]
    assert unit.supply_temperature_c == pytest.approx(35.0 - 20e3 / rate, abs=0.002)
    assert unit.holds_set_point
    assert balance(solution).energy_fraction < 1e-9


def test_the_lowest_supply_ends_the_control():
    solution = solve(with_return(return_temperature_c=22.0, min_supply_temperature_c=16.0))
    (unit,) = cooler_results(solution)
    assert unit.supply_temperature_c == pytest.approx(16.0)
    assert unit.return_temperature_c > 22.5
    assert not unit.holds_set_point
    assert balance(solution).energy_fraction < 1e-9


def test_a_supply_set_point_stays_above_the_lowest_supply():
    solution = solve(with_return(supply_temperature_c=14.0, min_supply_temperature_c=18.0))
    assert cooler_results(solution)[0].supply_temperature_c == pytest.approx(18.0)


def two_front_units(**fields):
    """Two units that blow into a hall without plenum, each before its own rack."""
    variant = hall_of_two(cooler(1, 1.5, 18.0, None), cooler(2, 4.5, 21.0, None)).variant
    return changed(variant, coolers=all_changed(variant.coolers, **fields))


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_two_coolers_find_the_supplies_that_make_their_returns(fidelity):
    known = cooler_results(solve(two_front_units(), fidelity))
    variant = two_front_units(supply_temperature_c=20.0)
    coolers = tuple(
        changed(unit, return_temperature_c=reached.return_temperature_c)
        for unit, reached in zip(variant.coolers, known, strict=True)
    )
    solution = solve(changed(variant, coolers=coolers), fidelity)
    assert solution.status == "converged"
    for found, reached in zip(cooler_results(solution), known, strict=True):
        assert found.return_temperature_c == pytest.approx(reached.return_temperature_c, abs=0.05)
        assert found.holds_set_point
    assert balance(solution).energy_fraction < 1e-9
    if fidelity == "draft":
        supplies = [found.supply_temperature_c for found in cooler_results(solution)]
        assert supplies == pytest.approx([18.0, 21.0], abs=0.05)


def test_a_plenum_serves_coolers_that_hold_returns_of_their_own():
    variant = two_coolers()
    first, second = variant.coolers
    one, other = (c.return_temperature_c for c in cooler_results(solve(variant)))
    coolers = (
        changed(first, return_temperature_c=one + 1.0),
        changed(second, return_temperature_c=other + 1.2),
    )
    solution = solve(changed(variant, coolers=coolers))
    assert solution.status == "converged"
    returns = [cooler.return_temperature_c for cooler in cooler_results(solution)]
    assert returns == pytest.approx([one + 1.0, other + 1.2], abs=0.05)


def far_returns():
    """One cooler asked for a far colder return, the other for one that no cooling makes."""
    variant = two_coolers()
    first, second = variant.coolers
    one, other = (c.return_temperature_c for c in cooler_results(solve(variant)))
    coolers = (
        changed(first, return_temperature_c=one - 12.0),
        changed(second, return_temperature_c=other + 12.0),
    )
    return changed(variant, coolers=coolers), one - 12.0


def test_a_cooler_that_cannot_warm_its_return_stands_idle_beside_one_that_holds_its():
    variant, wanted = far_returns()
    solution = solve(variant)
    cold, idle = cooler_results(solution)
    assert solution.status == "converged"
    assert cold.return_temperature_c == pytest.approx(wanted, abs=0.05)
    assert idle.supply_temperature_c == pytest.approx(idle.return_temperature_c)


def test_a_return_that_is_not_reached_is_named(monkeypatch):
    monkeypatch.setattr("coolsim.air.conclusion.MACHINE_ROUNDS", 2)
    solution = solve(far_returns()[0])
    assert solution.status == "not_converged"
    assert "the return of CRAH" in solution.status_note
    assert "off its set point" in solution.status_note


def test_a_cooler_at_its_capacity_lets_its_return_rise():
    variant = two_coolers(first_w=6e3, second_w=None)
    first, second = variant.coolers
    held = changed(first, return_temperature_c=25.0)
    solution = solve(changed(variant, coolers=(held, second)))
    one, other = cooler_results(solution)
    assert solution.status == "converged"
    assert one.net_duty_w == pytest.approx(6e3)
    assert one.return_temperature_c > 25.5
    assert not one.holds_set_point
    assert other.net_duty_w == pytest.approx(14e3)


def test_a_cooler_whose_return_stays_too_cold_idles():
    variant = two_coolers()
    first, second = variant.coolers
    far = changed(second, return_temperature_c=60.0)
    one, other = cooler_results(solve(changed(variant, coolers=(first, far))))
    assert other.net_duty_w == pytest.approx(0.0, abs=1.0)
    assert not other.holds_set_point
    assert one.net_duty_w == pytest.approx(20e3, rel=1e-6)
