"""A year made up for the window's tests: twelve months, one plant, every chart with something."""

from __future__ import annotations

import numpy as np

from coolsim.design.hall_key import hall_key
from coolsim.design.models import Design
from coolsim.results.codec import encode
from coolsim.results.plant_hours import PLANT_COLUMNS, YearHours, hours_to_json, plant_column
from coolsim.results.year import (
    Boundary,
    DesignDay,
    DurationPoint,
    FanLaw,
    Period,
    Ratio,
    RoomPoints,
    YearGlance,
    YearResults,
)

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def period(name: str, it_kwh: float, cooling_kwh: float) -> Period:
    """A month, or the year."""
    whole = it_kwh + cooling_kwh
    return Period(
        name, 730, {"it": it_kwh, "compressors": 0.75 * cooling_kwh, "lights": 0.0,
                    "UPS": 0.25 * cooling_kwh}, it_kwh, whole, 2e3 * whole / 730.0, 40.0,
        0.1 * whole, 0.0, 80.0, 0.1 * whole + 80.0, 0.3 * whole, 0.0, 0.0, whole / it_kwh,
    )  # fmt: skip


def year_plain(design: Design, *, glance: bool = False, raise_k: float = 8.0) -> dict:
    """The answer of the task ``year``; warmer supply and less load need less cooling."""
    plant = design.variant.plant
    raised = plant.reset.most_k if plant.reset.rule == "fixed" else 0.0
    load = plant.utilisation.high_fraction
    share = 0.2 - 0.01 * raised
    months = tuple(
        period(name, 73e3 * load, 73e3 * load * (share + 0.01 * (5 - abs(n - 6))))
        for n, name in enumerate(MONTHS)
    )
    it = sum(month.it_kwh for month in months)
    whole = period("Year", it, sum(month.facility_kwh for month in months) - it)
    ratios = (Ratio("pue", "PUE", whole.pue, ""),
              Ratio("wue_source", "WUE source", None, "l_per_kwh", "not known"))  # fmt: skip
    modes = {"off": 0, "mechanical": 5000, "partial": 2760, "free": 1000}
    shown = YearGlance(5 if glance else 1, whole, months, ratios, modes, 12)
    return {
        "schema": "coolsim/year-1",
        "command": "year",
        "year": None if glance else encode(_results(design, whole, months, ratios, modes)),
        "glance": encode(shown),
        "hours": None if glance else hours_to_json(_hours(design)),
        "day": {} if glance else encode(_hours(design).at(0)),
        "points": {"hall": hall_key(design), "loads": [0.25, 1.0], "shifts": [0.0, raise_k]},
    }


def _results(design, whole, months, ratios, modes) -> YearResults:
    curve = tuple(
        DurationPoint(share, 120e3 - 20e3 * share, 64 - round(8 * share), share == 0.0)
        for share in (0.0, 0.25, 0.5, 1.0)
    )
    waterfall = (Boundary("chip", 700.0, {"fp8": 2.8e12, "fp16": 1.4e12}),
                 Boundary("it", 1000.0, {"fp8": 2.0e12, "fp16": 1.0e12}))  # fmt: skip
    return YearResults(
        design_hash="0", variant_id=design.active_variant, program_version="test",
        fidelity="live", climate="made up", place="Test Town", weather_notes=(), year=whole,
        months=months, ratios=ratios,
        month_ratios=tuple({"pue": m.pue} for m in months), hours_in_mode=modes,
        hours_over_limit=12, hours_unmet=0,
        least_margin_k=1.0, balance_fraction=0.0, duration=curve,
        design_day=DesignDay(38.0, 24.0, 100e3, False, 100e3, 130e3, 0.0, 1.3),
        waterfall=waterfall, supply=(), best_raise_k=2.0,
        fan_laws=(FanLaw("fan curve against inlet temperature", "datasheet", True, 20),),
        room=RoomPoints((0.25, 1.0), (0.0,), 0.1, 0.01, ("converged",), 1.0),
        findings=(), assumptions=(), hourly={}, seconds=0.5,
    )  # fmt: skip


def _hours(design: Design) -> YearHours:
    """Hours whose dry bulb is their number over a hundred."""
    ids = [item.id for item in design.variant.plant.rejections]
    names = ["dry_bulb_c", "wet_bulb_c", "facility_w", "it_w", "rejected_w", "UPS_w", "load"]
    names += [plant_column(each, name) for each in ids for name in PLANT_COLUMNS]
    values = np.ones((len(names), 8760), dtype=np.float32)
    values[0] = np.arange(8760) / 100.0
    values[2], values[3], values[4], values[5] = 130e3, 100e3, 125e3, 4e3
    for row, name in enumerate(names):
        column = name.partition(".")[2]
        if column in ("load_w", "compressor_w", "fan_w", "rejected_w"):
            values[row] = 50e3
        if column in ("supply_c", "sink_c"):
            values[row] = 12.0
        if column in ("return_c", "sink_return_c"):
            values[row] = 18.0
    return YearHours(tuple(names), values)
