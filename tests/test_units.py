"""Units: conversions against published factors, round trips, what may be typed."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim import units
from coolsim.errors import UsageError


@pytest.mark.parametrize(
    ("value", "unit", "system", "shown", "label"),
    [
        (0.6096, "m", "ip", 2.0, "ft"),
        (1.0, "m2", "ip", 10.7639104, "ft²"),
        (0.4719474432, "m3_s", "ip", 1000.0, "CFM"),
        (27.0, "c", "ip", 80.6, "°F"),
        (-40.0, "c", "ip", -40.0, "°F"),
        (5.0, "k", "ip", 9.0, "°F"),
        (0.45359237, "kg", "ip", 1.0, "lb"),
        (1.0, "kg_m2", "ip", 0.2048161436, "lb/ft²"),
        (1.2041, "kg_m3", "ip", 0.0751695, "lb/ft³"),
        (249.08891, "pa", "ip", 1.0, "inH₂O"),
        (5.08, "m_s", "ip", 1000.0, "ft/min"),
        (0.008, "kg_kg", "ip", 56.0, "gr/lb"),
        (0.008, "kg_kg", "si", 8.0, "g/kg"),
        (10763.910417, "w_m2", "ip", 1000.0, "W/ft²"),
        (12500.0, "w", "ip", 12.5, "kW"),
        (999.0, "w", "si", 999.0, "W"),
        (1.5e6, "w", "si", 1.5, "MW"),
        (2.5e15, "flops", "si", 2.5, "PFLOPS"),
        (3.0e18, "flops", "si", 3.0, "EFLOPS"),
        (2.5e15, "ops", "ip", 2.5, "POPS"),
        (0.25, "fraction", "si", 25.0, "%"),
    ],
)
def test_display_agrees_with_published_factors(value, unit, system, shown, label):
    got, name = units.display(value, unit, system)
    assert got == pytest.approx(shown, rel=1e-6)
    assert name == label


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "w", "—"),
        (math.nan, "c", "—"),
        (22.0, "c", "22 °C"),
        (23.456, "c", "23.46 °C"),
        (1234567.0, "kg", "1,234,567 kg"),
        (999.99996, "w", "1 kW"),
        (0.0, "w", "0 W"),
        (-1e-12, "count", "-0.000000000001"),
        (0.123, "fraction", "12.3%"),
        (42, "u", "42 U"),
        (math.inf, "w", "∞ MW"),
    ],
)
def test_text(value, unit, text):
    assert units.text(value, unit) == text


def test_limits_units_are_understood_as_written_in_answers():
    assert units.text(27.0, "C", "ip") == "80.6 °F"
    assert units.text(976.0, "kg/m2") == "976 kg/m²"
    assert units.text(98.2, "%") == "98.2%"


@pytest.mark.parametrize(
    ("typed", "unit", "system", "value"),
    [
        ("600 mm", "m", "si", 0.6),
        ("600mm", "m", "ip", 0.6),
        ("24 in", "m", "si", 0.6096),
        ('24"', "m", "si", 0.6096),
        ("2'6\"", "m", "si", 0.762),
        ("2 ft 6 in", "m", "si", 0.762),
        ("2", "m", "ip", 0.6096),
        ("22 °C", "c", "ip", 22.0),
        ("75 F", "c", "si", 23.8888889),
        ("9 °F", "k", "si", 5.0),
        ("-5", "c", "si", -5.0),
        ("−5 c", "c", "si", -5.0),
        ("1,200", "kg", "si", 1200.0),
        ("12.5", "w", "si", 12500.0),
        ("500 W", "w", "si", 500.0),
        ("1 ton", "w", "si", 3516.852842),
        ("1000 cfm", "m3_s", "si", 0.4719474432),
        ("3600 m3/h", "m3_s", "si", 1.0),
        ("1e3", "pa", "si", 1000.0),
        (".5", "m", "si", 0.5),
        ("30 %", "fraction", "si", 0.3),
    ],
)
def test_parse(typed, unit, system, value):
    assert units.parse(typed, unit, system) == pytest.approx(value, rel=1e-8)


@pytest.mark.parametrize(
    "typed", ["", " ", "abc", "1.2.3", "1,2", "nan", "inf", "5 5", "12 lb", "--3", "1e999", "m"]
)
def test_parse_refuses_what_is_no_length_and_says_what_is(typed):
    with pytest.raises(UsageError) as caught:
        units.parse(typed, "m")
    assert "m" in caught.value.remedy


def test_a_temperature_is_no_temperature_difference():
    assert units.parse("50 F", "c") == pytest.approx(10.0)
    assert units.parse("50 F", "k") == pytest.approx(27.777778)


def test_an_unknown_unit_names_those_there_are():
    with pytest.raises(UsageError, match="furlong") as caught:
        units.display(1.0, "furlong")
    assert "m3_s" in caught.value.remedy


@given(
    value=st.floats(-1e6, 1e6).filter(lambda number: number == 0.0 or abs(number) > 1e-3),
    unit=st.sampled_from(sorted(set(units.UNITS) - {"count"})),
    system=st.sampled_from(["si", "ip"]),
)
def test_what_is_shown_can_be_typed_back(value, unit, system):
    shown, label = units.display(value, unit, system)
    assert units.parse(f"{shown!r} {label}", unit, system) == pytest.approx(value, rel=1e-9)


@given(st.text(max_size=20), st.sampled_from(sorted(units.UNITS)))
def test_parse_answers_or_refuses_any_text(typed, unit):
    with contextlib.suppress(UsageError):
        assert math.isfinite(units.parse(typed, unit))


def test_coolant_has_units_of_its_own():
    assert units.text(1e-3, "coolant_m3_s") == "60 l/min"
    assert units.text(1e-3, "coolant_m3_s", "ip") == "15.85 gpm"
    assert units.text(250e3, "coolant_pa") == "250 kPa"
    assert units.text(250e3, "coolant_pa", "ip") == "36.26 psi"
    assert units.text(1.5, "coolant_m_s", "ip") == "4.921 ft/s"
