"""Units: every conversion and every unit label of the program.

Stored and computed numbers are SI with the unit in the name (``_m``, ``_m3_s``, ``_w``), absolute
temperatures degrees Celsius (``_c``), temperature differences kelvin (``_k``). Numbers change unit
only here, on their way to a reader or from a typist. A unit is named by its suffix: ``"m3_s"``.

The inch-pound factors are exact by definition (NIST SP 811, appendix B): 1 in = 0.0254 m,
1 lb = 0.45359237 kg, 1 in. of water (conventional, 4 degC) = 249.08891 Pa.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from coolsim.errors import UsageError

System = Literal["si", "ip"]

_FOOT_M = 0.3048
_POUND_KG = 0.45359237
_CFM_M3_S = _FOOT_M**3 / 60.0
_INCH_WATER_PA = 249.08891
_GALLON_M3 = 231.0 * (_FOOT_M / 12.0) ** 3
_PSI_PA = _POUND_KG * 9.80665 / (_FOOT_M / 12.0) ** 2
_FAHRENHEIT_K = 5.0 / 9.0
_FAHRENHEIT_ZERO_C = -32.0 * _FAHRENHEIT_K

UNKNOWN = "—"
"""What stands where there is no number."""


@dataclass(frozen=True, slots=True)
class Scale:
    """One label of a unit: ``base = shown * factor + offset``.

    Attributes:
        label: What is printed after the number.
        factor: Base units in one of these.
        offset: Base value where this scale reads zero (temperatures only).
        words: Other spellings understood when typed.
    """

    label: str
    factor: float = 1.0
    offset: float = 0.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the program: how it is shown in each system and what may be typed for it.

    Attributes:
        key: The suffix.
        si, ip: Scales to show, smallest first; the largest that keeps the number at or above one
            is taken.
        typed: Further scales understood when typed.
        customary: Label a bare typed number is in, where several scales could be meant.
    """

    key: str
    si: tuple[Scale, ...]
    ip: tuple[Scale, ...] = ()
    typed: tuple[Scale, ...] = ()
    customary: str = ""

    def shown(self, system: System) -> tuple[Scale, ...]:
        """Return the scales used for display in a unit system."""
        return self.ip if system == "ip" and self.ip else self.si

    def scales(self) -> tuple[Scale, ...]:
        """Return every scale that may be typed."""
        return self.si + self.ip + self.typed


_INCH = Scale("in", _FOOT_M / 12.0, words=('"', "″", "inch", "inches"))
_MILLIMETRE = Scale("mm", 1e-3)
_CENTIMETRE = Scale("cm", 1e-2)
_WATTS = (Scale("W"), Scale("kW", 1e3), Scale("MW", 1e6))
_BTU_H = Scale("BTU/h", 1055.05585262 / 3600.0, words=("btuh",))
_TON = Scale("tons", 12000.0 * 1055.05585262 / 3600.0, words=("ton", "tr", "rt"))

_ALL = (
    Unit(
        "m",
        (Scale("m", words=("metre", "metres", "meter", "meters")),),
        (Scale("ft", _FOOT_M, words=("'", "′", "feet", "foot")),),
        (_MILLIMETRE, _CENTIMETRE, _INCH),
    ),
    Unit(
        "m2", (Scale("m²", words=("m2", "sqm")),), (Scale("ft²", _FOOT_M**2, words=("ft2", "sf")),)
    ),
    Unit("m3", (Scale("m³", words=("m3",)),), (Scale("ft³", _FOOT_M**3, words=("ft3", "cf")),)),
    Unit(
        "m3_s",
        (Scale("m³/s", words=("m3/s",)),),
        (Scale("CFM", _CFM_M3_S),),
        (Scale("m³/h", 1.0 / 3600.0, words=("m3/h", "cmh")), Scale("l/s", 1e-3)),
    ),
    Unit(
        "m3_s_kw",
        (Scale("m³/s per kW", words=("m3/s/kw", "m³/s/kw")),),
        (Scale("CFM/kW", _CFM_M3_S),),
        (Scale("m³/h per kW", 1.0 / 3600.0, words=("m3/h/kw", "m³/h/kw")),),
    ),
    Unit(
        "c",
        (Scale("°C", words=("c", "degc")),),
        (Scale("°F", _FAHRENHEIT_K, _FAHRENHEIT_ZERO_C, words=("f", "degf")),),
    ),
    Unit("k", (Scale("K", words=("°c",)),), (Scale("°F", _FAHRENHEIT_K, words=("f",)),)),
    Unit("w", _WATTS, (), (_BTU_H, _TON), customary="kW"),
    Unit(
        "w_m2",
        (Scale("W/m²", words=("w/m2",)), Scale("kW/m²", 1e3, words=("kw/m2",))),
        (Scale("W/ft²", 1.0 / _FOOT_M**2, words=("w/ft2", "w/sf")),),
        customary="W/m²",
    ),
    Unit(
        "w_m2_k",
        (Scale("W/(m²·K)", words=("w/m2k", "w/(m2k)", "w/(m2 k)")),),
        (Scale("BTU/(h·ft²·°F)", _BTU_H.factor / (_FOOT_M**2 * _FAHRENHEIT_K)),),
    ),
    Unit(
        "w_m3_s",
        (Scale("W per m³/s", words=("w/(m3/s)",)),),
        (Scale("W/CFM", 1.0 / _CFM_M3_S),),
    ),
    Unit(
        "pa",
        (Scale("Pa"),),
        (Scale("inH₂O", _INCH_WATER_PA, words=("inh2o", "in wg", "inwg", "in. w.g.")),),
        (Scale("kPa", 1e3),),
    ),
    Unit("kg", (Scale("kg"),), (Scale("lb", _POUND_KG, words=("lbs",)),), (Scale("t", 1e3),)),
    Unit(
        "kg_m2",
        (Scale("kg/m²", words=("kg/m2",)),),
        (Scale("lb/ft²", _POUND_KG / _FOOT_M**2, words=("lb/ft2", "psf")),),
        (Scale("kN/m²", 1e3 / 9.80665, words=("kn/m2", "kpa")),),
    ),
    Unit(
        "kg_m3",
        (Scale("kg/m³", words=("kg/m3",)),),
        (Scale("lb/ft³", _POUND_KG / _FOOT_M**3, words=("lb/ft3",)),),
    ),
    Unit(
        "kg_kg",
        (Scale("g/kg", 1e-3),),
        (Scale("gr/lb", 1.0 / 7000.0),),
        (Scale("kg/kg"),),
    ),
    Unit(
        "kg_s",
        (Scale("g/s", 1e-3), Scale("kg/s")),
        (Scale("lb/h", _POUND_KG / 3600.0),),
        (Scale("kg/h", 1.0 / 3600.0),),
        customary="g/s",
    ),
    Unit(
        "m_s",
        (Scale("m/s"),),
        (Scale("ft/min", _FOOT_M / 60.0, words=("fpm",)),),
        (Scale("ft/s", _FOOT_M),),
    ),
    Unit(
        "coolant_m3_s",
        (Scale("l/min", 1e-3 / 60.0, words=("lpm",)),),
        (Scale("gpm", _GALLON_M3 / 60.0),),
        (Scale("l/s", 1e-3), Scale("m³/h", 1.0 / 3600.0, words=("m3/h",)), Scale("m³/s")),
    ),
    Unit(
        "coolant_pa",
        (Scale("kPa", 1e3),),
        (Scale("psi", _PSI_PA),),
        (Scale("Pa"), Scale("bar", 1e5)),
        customary="kPa",
    ),
    Unit("coolant_m_s", (Scale("m/s"),), (Scale("ft/s", _FOOT_M),)),
    Unit("u", (Scale("U", words=("ru",)),)),
    Unit("fraction", (Scale("%", 0.01),)),
    Unit("percent", (Scale("%"),)),
    Unit(
        "s",
        (Scale("s", words=("sec",)),),
        (),
        (Scale("min", 60.0), Scale("h", 3600.0, words=("hr",))),
    ),
    Unit("wh", (Scale("kWh", 1e3), Scale("MWh", 1e6)), (), (Scale("Wh"),), customary="kWh"),
    Unit("kwh", (Scale("kWh"), Scale("MWh", 1e3), Scale("GWh", 1e6))),
    Unit("usd", (Scale("USD"),)),
    Unit("usd_kwh", (Scale("USD/kWh"),)),
    Unit("usd_w", (Scale("USD/W"),)),
    Unit("g_co2e_kwh", (Scale("g CO₂e/kWh"),)),
    Unit("usd_kw_month", (Scale("USD/kW a month"),)),
    Unit("w_k", (Scale("W/K"),), (Scale("BTU/(h·°F)", _BTU_H.factor / _FAHRENHEIT_K),)),
    Unit("k_w", (Scale("K/W"),), (Scale("°F/W", _FAHRENHEIT_K),)),
    Unit("j_kg_k", (Scale("J/(kg K)"),), (Scale("BTU/(lb·°F)", 4186.8),)),
    Unit("water_m3", (Scale("m³"),), (Scale("kgal", 1e3 * _GALLON_M3),)),
    Unit("usd_m3", (Scale("USD/m³", words=("usd/m3",)),), (Scale("USD/kgal", 1e-3 / _GALLON_M3),)),
    Unit("g_kwh", (Scale("g/kWh"),), (), (Scale("kg/kWh", 1e3),)),
    Unit("l_kwh", (Scale("l/kWh"),), (Scale("gal/kWh", _GALLON_M3 * 1e3),)),
    Unit(
        "m3_s_w",
        (Scale("m³/s per kW", 1e-3, words=("m3/s/kw", "m³/s/kw")),),
        (Scale("CFM/kW", _CFM_M3_S / 1e3),),
    ),
    Unit("j", (Scale("kWh", 3.6e6), Scale("MWh", 3.6e9)), (), (Scale("J"),)),
    Unit(
        "flops",
        (
            Scale("FLOPS"),
            Scale("GFLOPS", 1e9),
            Scale("TFLOPS", 1e12),
            Scale("PFLOPS", 1e15),
            Scale("EFLOPS", 1e18),
        ),
        customary="PFLOPS",
    ),
    Unit(
        "ops",  # of whole numbers, which are no floating-point operations
        (
            Scale("OPS"),
            Scale("GOPS", 1e9),
            Scale("TOPS", 1e12),
            Scale("POPS", 1e15),
            Scale("EOPS", 1e18),
        ),
        customary="POPS",
    ),
    Unit("deg", (Scale("°", words=("deg",)),)),
    Unit("count", (Scale(""),)),
    Unit("a", (Scale("A"),)),
    Unit("v", (Scale("V"),), (), (Scale("kV", 1e3),)),
)

UNITS: dict[str, Unit] = {unit.key: unit for unit in _ALL}
"""The units by suffix."""

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"({_NUMBER})\s*([^\d+\-]*(?:[²³₂23][^\d+\-]*)?)")
_FEET_INCHES = re.compile(
    r"(\d+)\s*(?:'|′|ft|feet|foot)\s*(\d+(?:\.\d*)?)\s*(?:\"|″|in|inch|inches)"
)


def unit_of(key: str) -> Unit:
    """Return a unit by suffix; ``"kg/m2"`` and ``"W"`` are taken for ``"kg_m2"`` and ``"w"``.

    Raises:
        UsageError: There is no such unit.
    """
    unit = UNITS.get(key) or UNITS.get(_normal(key))
    if unit is None:
        raise UsageError(f"There is no unit {key!r}.", remedy=f"Known: {', '.join(UNITS)}.")
    return unit


def _normal(key: str) -> str:
    plain = key.strip().lower().replace("²", "2").replace("³", "3").replace("°", "")
    return {"": "count", "-": "count", "1": "count", "%": "percent"}.get(
        plain, plain.replace("/", "_")
    )


def _fitting(scales: tuple[Scale, ...], value: float) -> Scale:
    """Return the largest scale that keeps the shown number at or above one."""
    chosen = scales[0]
    for scale in scales[1:]:
        # A hair below the step still rounds up to it: 999.99996 W is 1 kW.
        if abs(value) >= scale.factor * (1.0 - 5e-5):
            chosen = scale
    return chosen


def display(value: float, unit: str, system: System = "si") -> tuple[float, str]:
    """Convert a stored number for a reader.

    Args:
        value: The number in the base unit of ``unit``.
        unit: Suffix of the unit, such as ``"m3_s"``.
        system: ``"si"`` or ``"ip"``.

    Returns:
        The number to show and its label. Watts and FLOPS scale by magnitude.
        Worked numbers: (0.5, "m3_s", "ip") -> 1059.44 CFM; (27, "c", "ip") -> 80.6 °F;
        (5, "k", "ip") -> 9 °F.
    """
    scale = _fitting(unit_of(unit).shown(system), value)
    return (value - scale.offset) / scale.factor, scale.label


def convert(value: float, unit: str, label: str) -> float:
    """Convert a stored number to a named scale, for table columns that keep one unit.

    Worked number: (12500, "w", "kW") -> 12.5.

    Raises:
        UsageError: The unit has no such scale.
    """
    scale = _named(unit_of(unit), label)
    return (value - scale.offset) / scale.factor


def label(unit: str, system: System = "si") -> str:
    """Return the label of a unit in its smallest shown scale, for headings and axis titles."""
    return unit_of(unit).shown(system)[0].label


def typed_label(unit: str, system: System = "si") -> str:
    """Return the label of the scale that a bare typed number is in, for columns that are edited.

    Worked labels: ("w", "si") -> kW; ("m", "ip") -> ft.
    """
    return _bare(unit_of(unit), system).label


def text(value: float | None, unit: str, system: System = "si", digits: int = 4) -> str:
    """Return a number with its unit for reading: ``"12.5 kW"``, ``"1,059 CFM"``, ``"—"``.

    Args:
        value: The number in the base unit; ``None`` and NaN give a dash.
        unit: Suffix of the unit.
        system: ``"si"`` or ``"ip"``.
        digits: Significant digits; trailing zeros are dropped and whole numbers never rounded
            to tens.
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    shown, name = display(value, unit, system)
    return with_label(number(shown, digits), name)


def with_label(shown: str, name: str) -> str:
    """Join a printed number and its unit label: no space before a percent or degree sign."""
    return f"{shown}{name}" if name in {"%", "°", ""} else f"{shown} {name}"


def number(value: float | None, digits: int = 4) -> str:
    """Return a bare number with thousands separators and at most ``digits`` significant digits."""
    if value is None or math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0.0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    shown = f"{value:,.{decimals}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def parse(typed: str, unit: str, system: System = "si") -> float:
    """Read a typed quantity: ``"600 mm"``, ``"24 in"``, ``"75 F"``, ``"1,200"``, ``2'6"``.

    Args:
        typed: What the user typed. A bare number is in the unit shown in ``system``; where that
            scales by magnitude, in the customary one (kW for power).
        unit: Suffix of the unit wanted.
        system: ``"si"`` or ``"ip"``.

    Returns:
        The number in the base unit.

    Raises:
        UsageError: Not a number, or a unit that does not measure this.
    """
    wanted = unit_of(unit)
    stripped = typed.strip().replace("−", "-")
    feet = _FEET_INCHES.fullmatch(stripped)
    if feet and wanted.key == "m":
        return (float(feet[1]) + float(feet[2]) / 12.0) * _FOOT_M
    match = _QUANTITY.fullmatch(stripped)
    try:
        shown = float(match[1].replace(",", "")) if match else math.nan
    except ValueError:
        shown = math.nan
    if match is None or not math.isfinite(shown):
        raise UsageError(f"{typed!r} is not a number.", remedy=_example(wanted, system))
    word = match[2].strip()
    scale = _named(wanted, word, system) if word else _bare(wanted, system)
    return shown * scale.factor + scale.offset


def _bare(unit: Unit, system: System) -> Scale:
    shown = unit.shown(system)
    return next((scale for scale in shown if scale.label == unit.customary), shown[0])


def _named(unit: Unit, word: str, system: System = "si") -> Scale:
    """Return the scale of a unit that a word names: exact label first, then any spelling."""
    ordered = unit.shown(system) + unit.scales()
    for scale in ordered:
        if scale.label == word:
            return scale
    lowered = word.lower()
    for scale in ordered:
        if lowered == scale.label.lower() or lowered in scale.words:
            return scale
    known = ", ".join(dict.fromkeys(scale.label for scale in unit.scales() if scale.label))
    raise UsageError(f"{word!r} is not a unit for this.", remedy=f"Use one of: {known}.")


def _example(unit: Unit, system: System) -> str:
    return f"Type a number, such as {with_label('12.5', _bare(unit, system).label)}."
