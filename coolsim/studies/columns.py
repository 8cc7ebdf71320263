"""The hours of a year as columns, a unit at the end of each name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coolsim.plant.weather import Weather
from coolsim.studies.accounts import MERITS, Prices, compute_w, hourly_ratios
from coolsim.studies.hours import Hours

Array = NDArray[np.float64]


def hourly_columns(
    hours: Hours, weather: Weather, prices: Prices, available_w: Array
) -> dict[str, tuple[float, ...]]:
    """Columns of every hour; energy in an hour [Wh] is the power [W] of its column.

    Args:
        hours: The year.
        weather: Its outdoor air and calendar.
        prices: Its prices.
        available_w: IT power the hall carries in each hour [W].
    """
    columns: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {
        "month": weather.month,
        "day": weather.day,
        "hour": weather.hour,
        "dry_bulb_c": weather.dry_bulb_c,
        "wet_bulb_c": weather.wet_bulb_c,
        **{f"{name}_w": power for name, power in hours.power_w.items()},
        "facility_w": hours.facility_w,
        "heat_w": hours.heat_w,
        "room_heat_w": hours.room_heat_w,
        "rejected_w": hours.rejected_w,
        "unmet_w": hours.unmet_w,
        "reuse_w": hours.reuse_w,
        "water_kg_s": hours.water_kg_s,
        "electricity_usd_kwh": prices.electricity_usd_kwh,
        "energy_cost_usd": hours.facility_w / 1000.0 * prices.electricity_usd_kwh,
        "carbon_kg": hours.facility_w / 1000.0 * prices.carbon_kg_kwh,
        "compute_w": compute_w(hours),
        **{
            f"{key}_{unit}" if (unit := MERITS[key][1]) else key: values
            for key, values in hourly_ratios(hours, prices).items()
        },
        "load": hours.load,
        "stored_wh": hours.stored_wh,
        "supply_shift_k": hours.shift_k,
        "inlet_margin_k": hours.margin_k,
        "available_w": available_w,
        "mode": hours.mode,
    }
    return {name: tuple(values.tolist()) for name, values in columns.items()}
