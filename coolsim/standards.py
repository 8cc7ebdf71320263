"""Air classes and electrical rules, as limits of the program.

The figures stand in the catalogue with their class; here is how they are applied.

Editions: ASHRAE TC 9.9, Thermal Guidelines for Data Processing Environments, fifth edition (2021);
NFPA 70 (NEC), 210.20(A) and 215.3; IEC 60947-2 and IEC 60898-1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from coolsim.catalogue.conversions import derived, in_si
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.models import AirClass, LiquidClass, LoopKind

NEC_CONTINUOUS_FRACTION = 0.8
"""Share of a breaker's rating that a continuous load may take (NEC: rating at least 125 %)."""


@dataclass(frozen=True, slots=True)
class AirLimits:
    """Inlet air limits of a class at an altitude [deg C]; derating applied."""

    air_class: AirClass
    altitude_m: float
    recommended_min_c: Figure
    recommended_max_c: Figure
    allowable_min_c: Figure
    allowable_max_c: Figure


def air_limits(catalogue: Catalogue, air_class: AirClass, altitude_m: float) -> AirLimits:
    """Return recommended and allowable inlet temperatures of an air class.

    A1 to A4 share the recommended range; H1 has its own. Above ``derate_above_m`` the allowable
    maximum falls by 1 K per ``derate_m_per_k``. The recommended maximum is not derated by the
    guidelines; it is lowered here only where it would stand above the derated allowable one.
    Above the class's highest altitude the rule is carried on, and the note says so.

    Worked number: A2 at 1500 m, (1500 - 900) / 300 = 2.0 K, so 35 becomes 33 deg C.

    Args:
        catalogue: The catalogue.
        air_class: Class of the equipment.
        altitude_m: Height above sea level [m].
    """
    entry = catalogue.get(air_class)
    band = entry if "recommended_max_c" in entry.figures else catalogue.get("recommended")
    prefix = "recommended" if band is entry else "dry_bulb"
    allowable = _derated(
        entry.figure("dry_bulb_max_c"),
        entry.figure("derate_above_m"),
        entry.figure("derate_m_per_k"),
        entry.figure("altitude_max_m"),
        altitude_m,
    )
    recommended = in_si(band.figure(f"{prefix}_max_c"))
    return AirLimits(
        air_class=air_class,
        altitude_m=altitude_m,
        recommended_min_c=in_si(band.figure(f"{prefix}_min_c")),
        recommended_max_c=_capped(recommended, allowable),
        allowable_min_c=in_si(entry.figure("dry_bulb_min_c")),
        allowable_max_c=allowable,
    )


@dataclass(frozen=True, slots=True)
class HumidityLimits:
    """Humidity of the inlet air of a class; ``None`` where the catalogue has no figure.

    Attributes:
        air_class: Class, or ``recommended``.
        dew_point_min_c, dew_point_max_c: Dew points [deg C].
        relative_max_fraction: Relative humidity [-].
    """

    air_class: str
    dew_point_min_c: float | None
    dew_point_max_c: float | None
    relative_max_fraction: float | None


def humidity_limits(catalogue: Catalogue, air_class: str) -> HumidityLimits:
    """Return the humidity limits of an air class, or of the ``recommended`` range of classes A.

    Worked number: A2 allows dew points from -12 to 21 deg C and at most 80 %.
    """
    entry = catalogue.get(air_class)
    relative = entry.figure("rh_max_pct").value
    return HumidityLimits(
        air_class=air_class,
        dew_point_min_c=entry.figure("dew_point_min_c").value,
        dew_point_max_c=entry.figure("dew_point_max_c").value,
        relative_max_fraction=None if relative is None else relative / 100.0,
    )


def _derated(
    limit: Figure, above: Figure, step: Figure, highest: Figure, altitude_m: float
) -> Figure:
    """Return the allowable maximum at an altitude; the class is the weakest of what was used."""
    if limit.value is None or above.value is None or altitude_m <= above.value:
        return in_si(limit)
    if step.value is None:
        return replace(in_si(limit), note="altitude derating unknown")
    drop_k = (altitude_m - above.value) / step.value
    note = f"{limit.value:g} C less {drop_k:.2f} K for {altitude_m:g} m"
    if highest.value is not None and altitude_m > highest.value:
        note += f"; beyond the class's {highest.value:g} m"
    return derived(limit.value - drop_k, "c", note, limit, above, step)


def _capped(recommended: Figure, allowable: Figure) -> Figure:
    """Return the recommended maximum, never above the allowable one."""
    if recommended.value is None or allowable.value is None:
        return recommended
    if recommended.value <= allowable.value:
        return recommended
    return replace(allowable, note=f"{allowable.note}; below the recommended maximum")


@dataclass(frozen=True, slots=True)
class LiquidLimits:
    """Supply temperatures of a liquid class [deg C], and the kind of loop it is made for.

    W+ has no highest temperature: its class then says nothing there.
    """

    liquid_class: LiquidClass
    kind: LoopKind
    supply_min_c: Figure
    supply_max_c: Figure


def liquid_limits(catalogue: Catalogue, liquid_class: LiquidClass) -> LiquidLimits:
    """Return the supply temperatures of a liquid class: W of facility, S of technology loops.

    Worked number: W32: 2 to 32 deg C; S40: up to 40 deg C.
    """
    entry = catalogue.get(liquid_class)
    return LiquidLimits(
        liquid_class=liquid_class,
        kind="facility" if liquid_class.startswith("W") else "technology",
        supply_min_c=in_si(entry.figure("supply_min_c")),
        supply_max_c=in_si(entry.figure("supply_max_c")),
    )


def sustained_breaker_power_w(
    voltage_v: float,
    amps: float,
    phases: Literal[1, 3],
    power_factor: float,
    jurisdiction: Literal["NEC", "IEC"],
    full_rated: bool,
) -> float:
    """Return the power a breaker carries for good [W].

    P = f sqrt(3) U I cos(phi) for three phases with U line to line, f U I cos(phi) for one phase
    or direct current. Under the NEC a breaker's rating must be at least 125 % of a continuous load
    (three hours or more), so f = 0.8, unless breaker and enclosure are listed for 100 % (210.20(A)
    exception, 215.3 exception): f = 1. Under IEC 60947-2 and 60898-1 the rated current is a
    continuous one: f = 1.

    Worked numbers: 415 V, 60 A, three phases, NEC: 34.5 kW; 400 V, 32 A, IEC: 22.2 kW.

    Args:
        voltage_v: Voltage, line to line for three phases [V].
        amps: Rated current of the breaker [A].
        phases: 3, or 1 (also for direct current).
        power_factor: Of the load [-].
        jurisdiction: "NEC" or "IEC".
        full_rated: Whether a breaker under the NEC is listed for 100 % of its rating.
    """
    factor = 1.0 if jurisdiction == "IEC" or full_rated else NEC_CONTINUOUS_FRACTION
    lines = math.sqrt(3.0) if phases == 3 else 1.0
    return factor * lines * voltage_v * amps * power_factor
