"""The compute account by hand: whole units, watts at each boundary, shares, no unlike sums."""

import pytest

from coolsim.compute import compute_account
from coolsim.compute.meter import NO_CLIMATE, NO_REJECTION
from coolsim.design.plant import HeatRejection, Plant
from coolsim.results.codec import decode, encode
from coolsim.results.compute import ComputeAccount
from tests.compute.halls import CATALOGUE, answer, design, rack

DGX_W = 11_300.0


def account(hall, *racks, **options):
    return compute_account(hall, CATALOGUE, answer(*racks), **options)


@pytest.fixture(scope="module")
def two_and_a_half():
    """Room for two and a half DGX H100 in one rack and one in another, beside a plain load."""
    hall = design(
        rack(1, ("dgx_h100", 1), clearance_front_m=1.2, clearance_rear_m=0.9),
        rack(2, ("dgx_h100", 1), clearance_front_m=1.2, clearance_rear_m=0.9),
        rack(3, load_w=5e3, clearance_front_m=1.2, clearance_rear_m=0.9),
    )
    return account(hall, (2, 2.5 * DGX_W), (1, DGX_W), (0, 5e3))


def test_only_whole_units_count(two_and_a_half):
    told = two_and_a_half
    assert (told.accelerators, told.racks) == (24, 2)
    assert [(kind.id, kind.count) for kind in told.silicon] == [("nvidia_h100_sxm", 24)]
    assert told.memory_gb == 24 * 80.0
    # headroom between whole units is no power of theirs
    assert told.it_w == pytest.approx(3 * DGX_W + 5e3)


def test_rates_are_dense_by_precision_and_sustained_where_measured(two_and_a_half):
    fp8, bf16 = two_and_a_half.rate("fp8"), two_and_a_half.rate("bf16")
    assert fp8.peak_flops == pytest.approx(24 * 1.979e15)
    assert fp8.sustained_flops == pytest.approx(24 * 1.4026e15)
    assert bf16.sustained_flops == pytest.approx(24 * 7.945e14)
    assert two_and_a_half.rate("fp4") is None


def test_watts_at_every_boundary(two_and_a_half):
    watts = {item.name: item.watts for item in two_and_a_half.boundaries}
    assert watts["chip"] == pytest.approx(700.0)
    assert watts["board"] == pytest.approx(700.0 / 0.925)
    assert watts["server"] == pytest.approx(DGX_W / 8)
    assert watts["rack"] == pytest.approx(DGX_W / 8)
    assert watts["IT"] == pytest.approx((3 * DGX_W + 5e3) / 24)
    assert watts["facility"] is None
    per_watt = two_and_a_half.boundary("server").flops_per_watt["fp8"]
    assert per_watt == pytest.approx(1.979e15 / (DGX_W / 8))


def test_shares_of_rack_floor_and_power(two_and_a_half):
    shares = {share.per: share for share in two_and_a_half.shares}
    assert shares["rack"].accelerators == 12.0
    # three racks a metre apart, each 0.6 m wide and 1.2 m deep with 2.1 m of clearance
    assert shares["m2_with_clearance"].amount == pytest.approx(3 * 0.6 * 3.3)
    assert shares["m2_of_hall"].amount == pytest.approx(72.0)
    assert shares["mw_of_it"].peak_flops["fp8"] == pytest.approx(
        24 * 1.979e15 / ((3 * DGX_W + 5e3) / 1e6)
    )
    assert shares["mw_of_grid"].accelerators is None
    assert shares["mw_of_grid"].note == NO_REJECTION


def test_storage_and_network_are_counted_with_their_side(two_and_a_half):
    around = two_and_a_half.around
    assert around.storage_tb == pytest.approx(3 * 30.72)
    assert around.storage_tb_each == pytest.approx(3.84)
    assert around.drives_w == around.drives_to_air_w == pytest.approx(3 * 96.0)
    assert around.ports == 24
    assert around.media == ("pluggable",)
    assert around.incomplete == ()
    assert around.optics_to_air_w == pytest.approx(3 * 64.0)


def test_a_precision_one_kind_lacks_has_no_sum():
    hall = design(rack(1, ("dgx_a100", 1)), rack(2, ("dgx_h100", 1)))
    told = account(hall, (1, 6500.0), (1, DGX_W))
    assert told.rate("bf16").peak_flops == pytest.approx(8 * 3.12e14 + 8 * 9.89e14)
    fp8 = told.rate("fp8")
    assert fp8.peak_flops is None
    assert fp8.accelerators == 8
    assert "fp8" not in told.boundary("IT").flops_per_watt


def test_a_target_is_told_as_one():
    hall = design(rack(1, ("vera_rubin_nvl72", 1)))
    told = account(hall, (1, 225e3))
    assert told.silicon[0].is_target
    assert told.rate("fp8").is_weak


def test_storage_that_is_not_known_is_none():
    hall = design(rack(1, ("gb300_nvl72", 1)))
    told = account(hall, (1, 155e3))
    assert told.accelerators == 72
    assert told.around.storage_tb is None
    assert told.around.ports == 72
    said = dict(told.around.lines("si"))
    assert said["Storage"].startswith("not known")
    assert "NVL72" in said["Not checked"]


def test_nothing_to_count_without_accelerators():
    assert account(design(rack(1, load_w=5e3)), (0, 5e3)) is None


def test_no_unit_fits():
    told = account(design(rack(1, ("dgx_h100", 1))), (0, 4e3))
    assert told.accelerators == 0
    assert told.around is None
    assert all(boundary.watts is None for boundary in told.boundaries)
    assert told.shares[0].accelerators is None


def test_without_a_climate_the_meter_is_not_known():
    hall = design(
        rack(1, ("dgx_h100", 1)), plant=Plant(rejections=(HeatRejection(id="rejection-0001"),))
    )
    told = account(hall, (1, DGX_W))
    assert told.facility_w is None
    assert told.facility_note == NO_CLIMATE


def test_the_account_survives_json(two_and_a_half):
    assert decode(ComputeAccount, encode(two_and_a_half)) == two_and_a_half


def test_a_kind_of_which_no_unit_fits_takes_no_part():
    hall = design(rack(1, ("dgx_h100", 1)), rack(2, ("gb200_nvl72", 1), cooling="cold_plate"))
    told = account(hall, (1, DGX_W), (0, 20e3))
    assert [kind.id for kind in told.silicon] == ["nvidia_h100_sxm"]
    assert told.rate("fp4") is None
    assert told.boundary("chip").watts == pytest.approx(700.0)
