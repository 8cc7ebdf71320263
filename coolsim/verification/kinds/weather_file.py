"""A weather file against statistics counted from it elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, FiniteFloat

from coolsim.errors import CoolSimError
from coolsim.plant.weather import Weather, read_epw
from coolsim.properties.psychrometrics import relative_humidity
from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_DEW_POINT_K = 0.1
_HUMIDITY_PERCENT = 0.5
"""What the first row's figures are printed to, with the way between them."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The file, which is looked for by its name beside the case."""

    file: str
    n_hours: int = 8760
    repo: str = ""
    header: tuple[str, ...] = ()
    folder: str = ""
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class FirstRow:
    """Dry bulb, dew point, relative humidity [%] and pressure of the first hour."""

    db: FiniteFloat
    dp: FiniteFloat
    rh: Positive
    p: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Statistics: means, extremes, hours below a temperature."""

    db_mean: FiniteFloat
    db_min: FiniteFloat
    db_max: FiniteFloat
    db_p99_6: FiniteFloat
    wb_mean: FiniteFloat
    wb_max: FiniteFloat
    p_mean_Pa: Positive
    hours_db_below: Mapping[str, int]
    hours_wb_below: Mapping[str, int]
    first_row: FirstRow
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Of dry bulb and wet bulb [K], hours by wet bulb, and pressure."""

    db_abs: NotNegative
    wb_abs: Positive
    hours: NotNegative
    p_abs_Pa: Positive = 0.1
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class WeatherFile(Case):
    """A weather file and its statistics."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def run(case: WeatherFile) -> tuple[Row, ...]:
    """One row per statistic.

    Raises:
        CoolSimError: The file does not lie beside the case.
        coolsim.plant.weather.WeatherFileError: It cannot be used.
    """
    begun = time.perf_counter()
    path = Path(case.setup.folder) / Path(case.setup.file).name
    if not path.is_file():
        raise CoolSimError(
            f"The weather file {path.name} does not lie beside the case; it does not ship.",
            where=case.id,
            remedy="Put both into one folder and run: coolsim verify --file CASE.json",
        )
    weather = read_epw(path)
    solved = Solved(time.perf_counter() - begun, f"{weather.hours:,} hours")
    return tuple(
        case.row(name, ours, wanted, limit, solved, unit)
        for name, ours, wanted, limit, unit in _statistics(case, weather)
    )


_Found = tuple[str, float, float, float, str]


def _statistics(case: WeatherFile, weather: Weather) -> list[_Found]:
    wanted, allowed = case.reference, case.tolerance
    dry, wet = weather.dry_bulb_c, weather.wet_bulb_c
    found: list[_Found] = [
        ("hours", float(weather.hours), float(case.setup.n_hours), 0.0, "h"),
        ("mean dry bulb", float(dry.mean()), wanted.db_mean, allowed.db_abs, "°C"),
        ("lowest dry bulb", float(dry.min()), wanted.db_min, allowed.db_abs, "°C"),
        ("highest dry bulb", float(dry.max()), wanted.db_max, allowed.db_abs, "°C"),
        ("dry bulb of 99.6 % of the hours", float(np.percentile(dry, 99.6)), wanted.db_p99_6,
         allowed.db_abs, "°C"),
        ("mean wet bulb", float(wet.mean()), wanted.wb_mean, allowed.wb_abs, "°C"),
        ("highest wet bulb", float(wet.max()), wanted.wb_max, allowed.wb_abs, "°C"),
        ("mean pressure", float(weather.pressure_pa.mean()), wanted.p_mean_Pa, allowed.p_abs_Pa,
         "Pa"),
    ]  # fmt: skip
    found += _below("dry", dry, wanted.hours_db_below, 0.0)
    found += _below("wet", wet, wanted.hours_wb_below, allowed.hours)
    first = wanted.first_row
    ratio, pressure = weather.humidity_ratio[0], weather.pressure_pa[0]
    humidity = 100.0 * float(relative_humidity(dry[0], ratio, pressure))
    dew = float(weather.dew_point_c[0])
    return [
        *found,
        ("dry bulb of the first hour", float(dry[0]), first.db, allowed.db_abs, "°C"),
        ("dew point of the first hour", dew, first.dp, _DEW_POINT_K, "°C"),
        ("relative humidity of the first hour", humidity, first.rh, _HUMIDITY_PERCENT, "%"),
        ("pressure of the first hour", float(pressure), first.p, allowed.p_abs_Pa, "Pa"),
    ]


def _below(
    which: str, bulb: NDArray[np.float64], counts: Mapping[str, int], limit: float
) -> list[_Found]:
    return [
        (f"hours with the {which} bulb below {text} °C", float(np.sum(bulb < float(text))),
         float(count), limit, "h")
        for text, count in counts.items()
    ]  # fmt: skip
