"""Accelerators: every row complete, rates typed, storage and network with their heat's side."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.fittings import fitting_of
from coolsim.catalogue.keys import unit_of_key
from coolsim.catalogue.loads import CONTENT_TABLES
from coolsim.catalogue.rates import PRECISIONS, Rate, rate_figure, rate_of
from coolsim.errors import PrecisionError

WORDS = ("vendor", "form", "mem_type")
COOLING = {"air", "dlc", "immersion"}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def accelerators(catalogue):
    return [e for e in catalogue.entries("accelerator") if e.word("kind") != "cpu"]


def test_every_accelerator_says_the_same_things(catalogue):
    for entry in accelerators(catalogue):
        assert all(entry.word(word) for word in WORDS[:2]), entry.id
        assert entry.count("year") >= 2017, entry.id
        assert entry.status, entry.id
        cooling = entry.plain["cooling"]
        assert isinstance(cooling, list), entry.id
        assert set(cooling) <= COOLING, entry.id
        assert "tdp_w" in entry.figures, entry.id  # known, or said to be not known


@pytest.mark.parametrize(
    ("vendor", "ids"),
    [
        ("NVIDIA", ("nvidia_h100_sxm", "nvidia_h200_sxm", "nvidia_gh200", "nvidia_b200_hgx",
                    "nvidia_gb200_gpu", "nvidia_gb300_gpu", "nvidia_rubin_gpu")),
        ("AMD", ("amd_mi300x", "amd_mi325x", "amd_mi355x", "amd_mi455x")),
        ("Intel", ("intel_gaudi2_oam", "intel_gaudi3_oam")),
        ("Google", ("google_tpu_v5p", "google_tpu_v6e", "google_tpu_v7")),
        ("AWS", ("aws_trainium1", "aws_trainium2", "aws_trainium3", "aws_inferentia1",
                 "aws_inferentia2")),
        ("Groq", ("groq_lpu_v1", "groq_3_lpu")),
        ("Cerebras", ("cerebras_wse3",)),
        ("Qualcomm", ("qualcomm_ai100_ultra", "qualcomm_ai200", "qualcomm_ai250")),
    ],
)  # fmt: skip
def test_the_silicon_of_the_market_is_there(catalogue, vendor, ids):
    assert all(catalogue.get(identity).word("vendor") == vendor for identity in ids)


def test_what_is_announced_is_a_target(catalogue):
    for identity in ("nvidia_rubin_gpu", "nvidia_rubin_ultra", "amd_mi455x", "qualcomm_ai200",
                     "groq_3_lpu"):  # fmt: skip
        assert catalogue.get(identity).is_target


def test_sustained_rates_are_measured_and_below_their_peak(catalogue):
    found = 0
    for entry in accelerators(catalogue):
        for precision in PRECISIONS:
            held = rate_figure(catalogue, entry.id, precision, basis="sustained")
            if held is None:
                continue
            peak = rate_figure(catalogue, entry.id, precision)
            assert held.confidence == "measured", entry.id
            assert peak is not None, entry.id
            assert 0.3 * peak.value < held.value < peak.value, entry.id
            found += 1
    assert found >= 12


def test_no_dense_key_holds_a_figure_that_counts_sparsity(catalogue):
    for entry in accelerators(catalogue):
        for key, figure in entry.figures.items():
            if unit_of_key(key) in ("tflops", "tops") and "counts sparsity" in figure.note:
                # a note may tell of the sparse headline beside a dense figure, after "the"
                assert "sparse" in key or figure.note.startswith("dense") or "half" in figure.note


def test_a_sparse_headline_is_no_dense_rate(catalogue):
    assert rate_of(catalogue, "cerebras_wse3", "fp16") is None
    sparse = rate_of(catalogue, "cerebras_wse3", "fp16", sparsity="sparse")
    assert sparse is not None
    assert sparse.value == pytest.approx(1.25e17)


def test_rates_of_one_kind_add_and_compare(catalogue):
    one = rate_of(catalogue, "nvidia_h100_sxm", "fp8")
    other = rate_of(catalogue, "google_tpu_v7", "fp8")
    assert one.value == pytest.approx(1.979e15)
    assert one < other
    assert (one + other).value == pytest.approx(6.593e15)
    assert other.over(one) == pytest.approx(4614 / 1979)
    assert (one * 8).value == pytest.approx(1.5832e16)


@pytest.mark.parametrize(
    "other",
    [Rate(1.0, "fp4"), Rate(1.0, "fp8", "sparse"), Rate(1.0, "fp8", "dense", "sustained")],
)
def test_unlike_rates_never_meet(other):
    one = Rate(2.0, "fp8")
    for meet in (lambda: one + other, lambda: one < other, lambda: one.over(other)):
        with pytest.raises(PrecisionError, match="do not compare"):
            meet()


def test_an_unknown_precision_is_refused(catalogue):
    with pytest.raises(PrecisionError, match="fp6"):
        rate_figure(catalogue, "nvidia_h100_sxm", "fp6")


def test_storage_and_network_of_a_server(catalogue):
    fitting = fitting_of(catalogue, catalogue.get("dgx_h100"))
    assert fitting.storage_tb.value == pytest.approx(30.72)
    assert fitting.drives_w.value == pytest.approx(96.0)
    assert fitting.drives_side == "air"
    assert (fitting.ports.value, fitting.port_gbps.value) == (8, 400)
    assert (fitting.medium, fitting.optics_side) == ("pluggable", "air")
    assert fitting.optics_w.value == pytest.approx(64.0)
    assert fitting.drives_w.is_weak  # the drive's watts are recalled


def test_storage_that_is_not_known_says_so(catalogue):
    fitting = fitting_of(catalogue, catalogue.get("gb300_nvl72"))
    assert fitting.storage_tb.value is None
    assert fitting.drives_w.value is None
    assert fitting.ports.value == 72
    assert fitting.optics_w.value == pytest.approx(72 * 16.0)


def test_storage_and_network_name_what_there_is(catalogue):
    for table in CONTENT_TABLES:
        for entry in catalogue.entries(table):
            for word in ("drive", "optics"):
                assert not entry.word(word) or entry.word(word) in catalogue, entry.id
            assert entry.word("network_medium") in ("", "pluggable", "co_packaged", "copper")
            assert {entry.word("drive_side"), entry.word("optics_side")} <= {"", "air", "liquid"}
