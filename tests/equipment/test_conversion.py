"""Loss laws of power conversion: worked numbers, fits to the shipped curves, conservation."""

import numpy as np
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.equipment.conversion import (
    LossLaw,
    constant_efficiency,
    conversion_loss_w,
    fit_loss_law,
    output_of_input_w,
    transformer_law,
)
from coolsim.errors import SolveError

LAW = LossLaw(0.01, 0.02, 0.01)


def test_worked_numbers():
    assert conversion_loss_w(100e3, LAW, 100e3, 2) == pytest.approx(4500.0)
    assert constant_efficiency(0.97).proportional_fraction == pytest.approx(0.030928, abs=1e-6)
    law = transformer_law(1300.0, 9800.0, 1e6)
    assert conversion_loss_w(500e3, law, 1e6) == pytest.approx(3750.0)
    assert output_of_input_w(np.array(52.25e3), LAW, 100e3) == pytest.approx(50e3)
    assert LossLaw(0.004, 0.0, 0.012).efficiency(0.5) == pytest.approx(0.98619, abs=1e-5)


def test_two_points_are_no_load_and_square():
    true = LossLaw(0.004, 0.0, 0.012)
    law = fit_loss_law([(x, true.efficiency(x)) for x in (0.5, 1.0)])
    assert (law.no_load_fraction, law.square_fraction) == pytest.approx((0.004, 0.012))
    assert law.proportional_fraction == 0.0


def test_a_law_is_found_again_from_its_own_points():
    law = fit_loss_law([(x, LAW.efficiency(x)) for x in (0.1, 0.25, 0.5, 0.75, 1.0)])
    assert law.no_load_fraction == pytest.approx(0.01)
    assert law.proportional_fraction == pytest.approx(0.02)
    assert law.square_fraction == pytest.approx(0.01)
    assert law.fit_error_fraction < 1e-12


@pytest.mark.parametrize(
    ("entry", "within"),
    [
        ("ups_eaton_9395xr", 0.002),
        ("ups_eaton_9395xr_ess", 0.001),
        ("psu_titanium", 0.02),
        ("psu_platinum", 0.012),
    ],
)
def test_shipped_curves_are_met(entry, within):
    table = load_catalogue().get(entry).tables["load_eff"]
    points = [(float(load), float(eff)) for load, eff in table.rows]
    law = fit_loss_law(points)
    assert min(law.no_load_fraction, law.proportional_fraction, law.square_fraction) >= 0.0
    for load, efficiency in points:
        assert law.efficiency(load) == pytest.approx(efficiency, abs=within)
    assert law.fit_error_fraction <= within


def test_no_term_is_negative_where_plain_least_squares_would_make_it_so():
    from scipy.optimize import nnls

    points = [(0.1, 0.90), (0.2, 0.94), (0.5, 0.96), (1.0, 0.91)]
    law = fit_loss_law(points)
    loads, efficiencies = np.array(points).T
    weights = efficiencies**2 / loads
    columns = np.column_stack([np.ones(4), loads, loads**2]) * weights[:, None]
    terms, _ = nnls(columns, loads * (1.0 / efficiencies - 1.0) * weights)
    found = (law.no_load_fraction, law.proportional_fraction, law.square_fraction)
    assert found == pytest.approx(terms, abs=1e-12)
    assert law.proportional_fraction == 0.0


def test_arrays_over_hours_and_back():
    output_w = np.linspace(0.0, 120e3, 8760)
    loss_w = conversion_loss_w(output_w, LAW, 100e3)
    assert loss_w.shape == (8760,)
    assert loss_w[0] == pytest.approx(1000.0)
    assert np.all(np.diff(loss_w) > 0.0)
    assert output_of_input_w(output_w + loss_w, LAW, 100e3) == pytest.approx(output_w, abs=1e-6)
    assert output_of_input_w(np.array(500.0), LAW, 100e3) == 0.0


def test_more_units_on_the_same_load_lose_more_at_part_load():
    assert conversion_loss_w(50e3, LAW, 100e3, 3) > conversion_loss_w(50e3, LAW, 100e3, 1)


def test_without_a_rating_only_a_share_can_be_told():
    assert conversion_loss_w(1000.0, LossLaw(0.0, 0.02, 0.0), None) == pytest.approx(20.0)
    with pytest.raises(SolveError, match="rated power"):
        conversion_loss_w(1000.0, LAW, None)


@pytest.mark.parametrize("points", [[], [(0.0, 0.9)], [(0.5, 1.1)], [(0.5, 0.0)]])
def test_points_that_are_none(points):
    with pytest.raises(SolveError, match="efficiency"):
        fit_loss_law(points)
