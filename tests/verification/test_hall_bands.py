"""Bands: each cause alone, both ways, and all together in quadrature."""

import dataclasses

import pytest

from coolsim.verification import run, shipped_case
from coolsim.verification.kinds.hall_bands import CAUSES, TOGETHER, Change, bands
from coolsim.verification.records import Band


def test_worked_number_two_causes_in_quadrature():
    def errors(change):
        return {"top": 3.0 + 0.4 * (change.height_m / 0.25) + 0.3 * change.sensor_k}

    found = {band.cause: band for band in bands({"top": 3.0}, errors)["top"]}
    assert found["heights ±0.25 m"] == Band("heights ±0.25 m", 2.6, 3.4)
    assert found["sensors ±1 K"] == Band("sensors ±1 K", 2.7, 3.3)
    assert found["rack flow ±10%"] == Band("rack flow ±10%", 3.0, 3.0)
    assert found[TOGETHER].low == pytest.approx(2.5)
    assert found[TOGETHER].high == pytest.approx(3.5)


def test_a_cause_that_only_worsens_leaves_the_other_side():
    found = bands({"top": 2.0}, lambda change: {"top": 2.0 + abs(change.sensor_k)})
    assert found["top"][-1] == Band(TOGETHER, 2.0, 3.0)


def test_moves_on_another_grid_count_from_what_it_gives_unchanged():
    found = bands({"top": 3.0}, lambda change: {"top": 9.0 + change.sensor_k})
    assert found["top"][-1] == Band(TOGETHER, 2.0, 4.0)


def test_no_error_is_below_nothing():
    assert bands({"top": 0.5}, lambda change: {"top": 5.0 + change.sensor_k})["top"][-1].low == 0.0


def test_every_cause_goes_both_ways_and_changes_one_thing():
    for down, up in CAUSES.values():
        differing = [name for name in Change.__slots__ if getattr(down, name) != getattr(up, name)]
        assert len(differing) == 1
        (name,) = differing
        middle = 0.5 * (getattr(down, name) + getattr(up, name))
        assert middle == pytest.approx(getattr(Change(), name))


def test_the_rows_of_a_hall_carry_bands_and_the_null_model():
    case = shipped_case("B01_rise_pod2_2018")
    setup = dataclasses.replace(case.setup, cell_m=0.35, band_cell_m=0.35, cabinets_too=False)
    reference = dataclasses.replace(case.reference, plateaus=case.reference.plateaus[2:])
    rows = run(dataclasses.replace(case, setup=setup, reference=reference))
    banded = [row for row in rows if row.bands]
    assert [row.quantity for row in banded] == [
        f"P6 RMS {name}" for name in ("bottom", "middle", "top", "return")
    ]
    for row in banded:
        *single, together = row.bands
        assert [band.cause for band in single] == list(CAUSES)
        assert together.cause == TOGETHER
        assert together.low <= min(band.low for band in single) <= row.ours
        assert together.high >= max(band.high for band in single) >= row.ours
    null = {row.quantity: row.null_model for row in banded}
    assert null["P6 RMS top"] == pytest.approx(8.35, abs=0.05)
    assert null["P6 RMS return"] == pytest.approx(1.31, abs=0.05)
    # a sensor at another height is the one thing that tells at the top of a stratified hall
    top = {band.cause: band for band in banded[2].bands}
    assert top["heights ±0.25 m"].high - top["heights ±0.25 m"].low > 0.5
