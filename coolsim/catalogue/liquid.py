"""What the catalogue says about the liquid side: units, and what racks, doors and coils draw."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from coolsim.catalogue.conversions import derived, in_si
from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.liquid_equipment import (
    DEFAULT_FLUIDS,
    fan_power_of,
    per_capacity,
    tank_figures,
)
from coolsim.catalogue.records import Figure
from coolsim.design.liquid import Loop
from coolsim.design.models import Rack

CDU_TYPES: dict[str, str] = {"cdu_l2l": "liquid_to_liquid", "cdu_l2a": "liquid_to_air"}
"""Type of a catalogue unit -> type of a coolant distribution unit."""

_LPM_M3_S = 1e-3 / 60.0
_PSI_PA = 6894.757293168361
_CURVE = re.compile(r"kPa = ([\d.]+) ([+-]) ([\d.]+)\*Q - ([\d.]+)\*Q\^2")
_CURVE_POINTS = 12

CurvePoints = tuple[tuple[float, float], ...]
"""Points of a pump curve: volume flow [m3/s], pressure rise [Pa]."""


@dataclass(frozen=True, slots=True)
class CduFigures:
    """Ratings of a coolant distribution unit.

    Attributes:
        capacity_w: Rated duty, at ``approach_k`` and the rated flows.
        approach_k: Technology supply minus facility supply (or entering air).
        technology_m3_s: Rated technology flow, all duty pumps.
        technology_pa: Pressure left for the racks at that flow.
        curve: Pressure left for the racks by flow, all duty pumps; empty where not known.
        curve_source: The figure the curve stands on.
        facility_m3_s: Rated facility flow.
        facility_pa: Pressure drop of the facility side at that flow.
        pump_power_w: Pump power at the rated point.
        airflow_m3_s: Rated airflow of a liquid-to-air unit.
        fan_power_w: Its fan power.
    """

    capacity_w: Figure
    approach_k: Figure
    technology_m3_s: Figure
    technology_pa: Figure
    curve: CurvePoints
    curve_source: Figure
    facility_m3_s: Figure
    facility_pa: Figure
    pump_power_w: Figure
    airflow_m3_s: Figure
    fan_power_w: Figure


def cdu_figures(entry: Entry) -> CduFigures:
    """Return the ratings of a unit; what the catalogue does not have comes without value."""
    curve = entry.texts.get("pq_curve")
    points = curve_points(curve.value) if curve else ()
    source = Figure(None, "", curve.source, curve.confidence, note=curve.value) if curve else None
    capacity, to_air = in_si(entry.figure("q_kw")), entry.word("type") == "cdu_l2a"
    return CduFigures(
        capacity_w=capacity,
        approach_k=in_si(entry.figure("approach_k")),
        technology_m3_s=in_si(entry.figure("sec_lpm")),
        technology_pa=in_si(entry.figure("sec_dp_kpa")),
        curve=points,
        curve_source=source or unknown("pa", "no pump curve in the catalogue"),
        facility_m3_s=in_si(entry.figure("prim_lpm")),
        facility_pa=in_si(entry.figure("prim_dp_kpa")),
        pump_power_w=in_si(entry.figure("p_kw")),
        airflow_m3_s=per_capacity(entry, ("airflow_m3_s", "airflow_cfm", "airflow_m3h"), capacity),
        fan_power_w=fan_power_of(entry, capacity) if to_air else in_si(entry.figure("fan_kw")),
    )


def curve_points(text: str) -> CurvePoints:
    """Return points of a pump curve given as ``kPa = a + b*Q - c*Q^2`` with Q in L/min.

    Where such a fit rises at first, it is taken level up to its top, so that a flow has one head.
    Worked number: a 476.46, b 0.092063, c 0.000234: 250.0 kPa at 1200 L/min. Text that says
    anything else gives no points.
    """
    found = _CURVE.fullmatch(text.strip())
    if found is None:
        return ()
    a, c = float(found[1]), float(found[4])
    b = float(found[3]) * (1.0 if found[2] == "+" else -1.0)
    top = max(b / (2.0 * c), 0.0)
    end = (b + np.sqrt(b**2 + 4.0 * a * c)) / (2.0 * c)
    lpm = np.linspace(top, end, _CURVE_POINTS)
    kpa = a + b * lpm - c * lpm**2
    if top > 0.0:
        lpm, kpa = np.concatenate([[0.0], lpm]), np.concatenate([[kpa[0]], kpa])
    return tuple(
        (float(q) * _LPM_M3_S, max(float(p) * 1e3, 0.0)) for q, p in zip(lpm, kpa, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Draw:
    """What something on a loop draws at design conditions.

    Attributes:
        flow_m3_s: Design flow.
        pressure_pa: Pressure drop of its own side at that flow, quick connects included.
    """

    flow_m3_s: Figure
    pressure_pa: Figure


def content_draw(entry: Entry, supply_c: float, liquid_w: float) -> Draw:
    """Return what one content item with cold plates draws.

    A flow table by supply temperature counts first (straight between its rows, level beyond), then
    a flow per kilowatt of the heat that the liquid takes.

    Args:
        entry: A server or rack of the catalogue.
        supply_c: Supply temperature of the loop [deg C].
        liquid_w: Heat that the liquid takes from the item [W].
    """
    table = entry.tables.get("flow_table")
    if table is not None and all(len(row) >= 3 for row in table.rows):
        rows = np.array([[float(value) for value in row[:3]] for row in table.rows])
        lpm, psi = (float(np.interp(supply_c, rows[:, 0], rows[:, k])) for k in (1, 2))
        note = f"flow table at {supply_c:g} C"
        return Draw(
            Figure(lpm * _LPM_M3_S, "m3_s", table.source, table.confidence, note=note),
            Figure(psi * _PSI_PA, "pa", table.source, table.confidence, note=note),
        )
    per_power = in_si(entry.figure("design_flow_lpm_per_kw"))
    if per_power.value is not None:
        flow = derived(
            per_power.value * liquid_w / 1e3, "m3_s", "flow per kW into the liquid", per_power
        )
        return Draw(flow, unknown("pa", "pressure drop not in the catalogue"))
    return Draw(unknown("m3_s", "flow not in the catalogue"), unknown("pa", "not in the catalogue"))


def unit_draw(entry: Entry, heat_w: float) -> Draw:
    """Return what a cold-plate set, door, tank or coil of the catalogue draws.

    Args:
        entry: A row of ``unit``.
        heat_w: Heat the liquid takes at design conditions [W].
    """
    flow = _first(entry, "water_lpm", "sec_lpm")
    per_power = _first(entry, "water_lpm_per_kw", "flow_lpm_per_kw")
    if flow.value is None and per_power.value is not None:
        flow = derived(per_power.value * heat_w / 1e3, "m3_s", "flow per kW", per_power)
    return Draw(flow, _first(entry, "water_dp_kpa", "dp_kpa"))


def has_own_exchanger(rack: Rack, loop: Loop) -> bool:
    """Whether a single-phase tank parts its bath from the loop, which carries another fluid."""
    if rack.cooling != "immersion":
        return False
    named = rack.liquid.dielectric if rack.liquid else None
    return loop.coolant.fluid != (named or DEFAULT_FLUIDS["immersion"])


def tank_draw(entry: Entry, heat_w: float, *, has_exchanger: bool) -> Draw:
    """Return what a tank of the catalogue draws.

    The oil pumps of a tank with an exchanger of its own do not slow down with its heat, so that
    water by the kilowatt leaves a half-filled tank with too little of it: its branch carries the
    rated flow, and its valve throttles.

    Args:
        entry: A tank.
        heat_w: Heat in it at design conditions [W].
        has_exchanger: Whether it is single-phase with an exchanger of its own.
    """
    rated_w = tank_figures(entry).capacity_w.value
    return unit_draw(entry, rated_w if has_exchanger and rated_w is not None else heat_w)


def _first(entry: Entry, *keys: str) -> Figure:
    for key in keys:
        if entry.figure(key).is_known:
            return in_si(entry.figure(key))
    return in_si(entry.figure(keys[0]))
