"""Air classes with altitude, and the breaker rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.catalogue import load_catalogue
from coolsim.standards import air_limits, liquid_limits, sustained_breaker_power_w


@pytest.mark.parametrize(
    ("air_class", "recommended", "allowable"),
    [
        ("A1", (18, 27), (15, 32)),
        ("A2", (18, 27), (10, 35)),
        ("A3", (18, 27), (5, 40)),
        ("A4", (18, 27), (5, 45)),
        ("H1", (18, 22), (5, 25)),
    ],
)
def test_limits_at_sea_level(air_class, recommended, allowable):
    limits = air_limits(load_catalogue(), air_class, 0.0)
    assert (limits.recommended_min_c.value, limits.recommended_max_c.value) == recommended
    assert (limits.allowable_min_c.value, limits.allowable_max_c.value) == allowable
    assert not limits.allowable_max_c.is_weak


@pytest.mark.parametrize(
    ("air_class", "altitude_m", "highest_c"),
    [("A2", 900, 35), ("A2", 1500, 33), ("A3", 1600, 36), ("A4", 1400, 41), ("H1", 1900, 23)],
)
def test_altitude_lowers_the_allowable_maximum(air_class, altitude_m, highest_c):
    limits = air_limits(load_catalogue(), air_class, altitude_m)
    assert limits.allowable_max_c.value == pytest.approx(highest_c)


def test_derating_carries_the_class_of_the_rule():
    assert (
        air_limits(load_catalogue(), "A2", 1500).allowable_max_c.confidence == "memory_unverified"
    )
    assert air_limits(load_catalogue(), "A3", 1500).allowable_max_c.confidence == "derived"


@given(st.sampled_from(["A1", "A2", "A3", "A4", "H1"]), st.floats(-500, 5000))
def test_recommended_never_stands_above_allowable(air_class, altitude_m):
    limits = air_limits(load_catalogue(), air_class, altitude_m)
    assert limits.recommended_max_c.value <= limits.allowable_max_c.value + 1e-12


def test_beyond_the_class_is_noted():
    assert "beyond" in air_limits(load_catalogue(), "A1", 4000).allowable_max_c.note


def test_breaker_rule():
    assert sustained_breaker_power_w(415, 60, 3, 1.0, "NEC", False) == pytest.approx(34502, abs=1)
    assert sustained_breaker_power_w(415, 60, 3, 1.0, "NEC", True) == pytest.approx(43128, abs=1)
    assert sustained_breaker_power_w(400, 32, 3, 1.0, "IEC", False) == pytest.approx(22170, abs=1)
    assert sustained_breaker_power_w(800, 1250, 1, 1.0, "IEC", False) == 1e6
    assert sustained_breaker_power_w(230, 16, 1, 0.95, "IEC", False) == pytest.approx(3496)


def test_liquid_classes_by_kind_of_loop():
    catalogue = load_catalogue()
    w32, s40, open_end = (liquid_limits(catalogue, name) for name in ("W32", "S40", "W+"))
    assert (w32.kind, w32.supply_min_c.value, w32.supply_max_c.value) == ("facility", 2.0, 32.0)
    assert (s40.kind, s40.supply_min_c.value, s40.supply_max_c.value) == ("technology", None, 40.0)
    assert open_end.supply_max_c.value is None
