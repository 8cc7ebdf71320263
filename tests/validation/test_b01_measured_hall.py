"""Front and return temperatures of a measured hall at steady plateaus.

J. Sjoelund, M. Vesterlund, N. Delbosc, A. Khan and J. Summers, Validated thermal air management
simulations of data centers using remote graphics processing units, IECON 2018; published records
of the RISE ICE data centre.
"""

import dataclasses

import numpy as np
import pytest

from coolsim.verification import shipped_case
from coolsim.verification.kinds import measured_hall
from tests.validation.cases import assert_agrees, row_of, rows

CASE = "B01_rise_pod2_2018"
COARSE_M = 0.2
HEIGHTS = ("bottom", "middle", "top")


@pytest.fixture(scope="module")
def found():
    return rows(CASE, cell_m=COARSE_M, band_cell_m=None)


def test_pooled_errors_keep_their_gates_on_a_coarse_grid(found):
    for name, gate in (("bottom", 1.8), ("middle", 2.5), ("top", 4.5), ("return", 1.6)):
        row = row_of(found, f"pooled RMS {name}")
        assert row.tolerance == gate
        assert row.within_tolerance


def test_misses_are_declared(found):
    assert_agrees(found)


def test_the_null_model_has_its_published_errors(found):
    for height, published in zip(HEIGHTS, (1.53, 2.26, 8.06), strict=True):
        assert row_of(found, f"null model RMS {height}").ours == pytest.approx(published, abs=0.05)


def test_the_solved_flow_is_worth_more_than_the_null_model(found):
    for height in HEIGHTS:
        ours = row_of(found, f"pooled RMS {height}").ours
        assert ours < row_of(found, f"null model RMS {height}").ours
    top = row_of(found, "pooled RMS top").ours
    assert top < row_of(found, "null model RMS top").ours - 3.0


def test_documented_cabinets_warm_what_servers_take_in(found):
    """The cold bias of racks as boxes: with cabinets the air behind the doors is warmer."""
    case = shipped_case(CASE)
    plateau = case.reference.plateaus[0]
    errors = {}
    for cabinets in (False, True):
        setup = dataclasses.replace(case.setup, cell_m=COARSE_M, cabinets=cabinets)
        changed = dataclasses.replace(case, setup=setup)
        errors[cabinets] = measured_hall.solve_plateau(changed, plateau)
    np.testing.assert_allclose(errors[False].inside, errors[False].front, atol=0.2)
    assert np.all(errors[True].inside.mean(axis=0) > errors[False].inside.mean(axis=0))


def test_balances_close(found):
    assert row_of(found, "energy balance").within_tolerance


def test_each_rack_is_drawn_as_measured():
    case = shipped_case(CASE)
    for plateau in case.reference.plateaus:
        variant = measured_hall.plateau_design(case.setup, plateau).variant
        assert len(variant.racks) == 10
        assert sum(rack.load_w for rack in variant.racks) == pytest.approx(
            sum(rack.power_W for rack in plateau.racks.values())
        )
        airflow = sum(cooler.airflow_m3_s for cooler in variant.coolers)
        flow = sum(cooler.mass_flow_kg_s for cooler in plateau.cracs.values())
        assert airflow * 1.2 == pytest.approx(flow)
        facing = {
            rack.name: measured_hall.facing_cooler(rack, variant.coolers).name
            for rack in variant.racks
        }
        assert facing["R1"] == "C1"
        assert facing["R5"] == "C2"
        assert facing["R6"] == "C3"
        assert facing["R10"] == "C4"


def test_one_plateau_alone_has_no_pooled_rows():
    case = shipped_case(CASE)
    reference = dataclasses.replace(case.reference, plateaus=case.reference.plateaus[:1])
    setup = dataclasses.replace(case.setup, cell_m=COARSE_M, band_cell_m=None)
    tolerance = dataclasses.replace(case.tolerance, null_model_rms_K_pooled={})
    alone = measured_hall.run(
        dataclasses.replace(case, setup=setup, reference=reference, tolerance=tolerance)
    )
    assert [row.quantity for row in alone] == [
        *(f"P2 RMS {name}" for name in (*HEIGHTS, "return")),
        *(f"P2, documented cabinets, RMS {name}" for name in (*HEIGHTS, "return")),
        *(f"P2, documented cabinets, RMS {name} behind the door" for name in HEIGHTS),
        "energy balance",
    ]
    assert np.isfinite([row.ours for row in alone]).all()
