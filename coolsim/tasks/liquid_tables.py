"""The liquid side of a solved hall for a terminal: loops, units, racks on coolant, balances."""

from __future__ import annotations

import math

from coolsim import units
from coolsim.results.coolant_quantities import flow_share, residual_air_w
from coolsim.results.liquid import LiquidResults
from coolsim.tasks.tables import clean, fixed, kilowatts, table, temperature

SURFACES_SHOWN = 5
"""Cold surfaces listed, those nearest to the dew point."""


def liquid_blocks(liquid: LiquidResults | None, system: units.System) -> list[str]:
    """Return the tables of the liquid side, none for a hall without coolant."""
    if liquid is None:
        return []
    return [
        loop_table(liquid, system),
        unit_table(liquid, system) if liquid.cdus else "",
        rack_table(liquid, system) if liquid.racks else "",
        balance_table(liquid),
        surface_table(liquid, system) if liquid.surfaces else "",
    ]


def _in(value: float, unit: str, system: units.System, decimals: int = 1) -> str:
    return fixed(units.display(value, unit, system)[0], decimals)


def loop_table(liquid: LiquidResults, system: units.System) -> str:
    """Return the loops: flow, supply, return, pressure between the headers, pump power."""
    rows = [
        (
            clean(loop.name or loop.id),
            loop.kind,
            _in(loop.flow_m3_s, "coolant_m3_s", system),
            temperature(loop.supply_c, system),
            temperature(loop.return_c, system),
            _in(loop.pressure_pa, "coolant_pa", system),
            kilowatts(loop.pump_power_w),
            loop.status.replace("_", " "),
        )
        for loop in liquid.loops
    ]
    headings = (
        "Loop", "kind", units.label("coolant_m3_s", system), f"supply {units.label('c', system)}",
        "return", units.label("coolant_pa", system), "pumps kW", "state",
    )  # fmt: skip
    return table(headings, rows, "<<>>>>><")


def unit_table(liquid: LiquidResults, system: units.System) -> str:
    """Return the coolant distribution units: duty, both sides, approach."""
    rows = [
        (
            clean(unit.name or unit.id),
            kilowatts(unit.duty_w),
            _in(unit.technology_m3_s, "coolant_m3_s", system),
            temperature(unit.supply_c, system),
            temperature(unit.return_c, system),
            temperature(unit.facility_in_c, system),
            temperature(unit.facility_out_c, system),
            _in(unit.approach_k, "k", system),
            unit.mode,
        )
        for unit in liquid.cdus
    ]
    headings = (
        "CDU", "duty kW", units.label("coolant_m3_s", system),
        f"supply {units.label('c', system)}", "return", "facility in", "out",
        f"approach {units.label('k', system)}", "state",
    )  # fmt: skip
    return table(headings, rows, "<>>>>>>><")


def rack_table(liquid: LiquidResults, system: units.System) -> str:
    """Return the racks on coolant: flow against design, in and out, case against its limit."""
    rows = []
    for rack in liquid.racks:
        wet, share = bool(rack.loop_id), flow_share(rack)
        rows.append(
            (
                clean(rack.name or rack.id),
                rack.method.replace("_", " "),
                _in(rack.flow_m3_s if wet else rack.door_flow_m3_s, "coolant_m3_s", system),
                units.UNKNOWN if math.isnan(share) else f"{100.0 * share:.0f}",
                temperature(rack.coolant_in_c if wet else rack.door_in_c, system),
                temperature(rack.coolant_out_c if wet else rack.door_out_c, system),
                temperature(rack.case_c, system),
                temperature(rack.case_limit_c, system),
                kilowatts(rack.to_coolant_w + rack.door_duty_w),
                kilowatts(residual_air_w(rack)),
                kilowatts(None if math.isnan(rack.case_c) else rack.throttled_w),
            )
        )
    headings = (
        "Rack", "cooling", units.label("coolant_m3_s", system), "% design",
        f"in {units.label('c', system)}", "out", "case", "limit", "to coolant kW", "to air",
        "throttled",
    )  # fmt: skip
    return table(headings, rows, "<<>>>>>>>>>")


def balance_table(liquid: LiquidResults) -> str:
    """Return each balance in one line: what enters, and what is left over of the IT power."""
    rows = [
        (
            clean(balance.name, 40),
            kilowatts(sum(term.value for term in balance.terms if term.value > 0.0)),
            f"{balance.left_w:.2g}",
            f"{balance.fraction:.1e}",
        )
        for balance in liquid.balances
    ]
    return table(("Balance", "in kW", "left W", "of IT"), rows, "<>>>")


def surface_table(liquid: LiquidResults, system: units.System) -> str:
    """Return the cold surfaces nearest to the dew point of the air about them."""
    rows = [
        (
            clean(surface.name or surface.object_id),
            surface.surface,
            temperature(surface.temperature_c, system),
            temperature(surface.dew_point_c, system),
            _in(surface.margin_k, "k", system),
        )
        for surface in liquid.surfaces[:SURFACES_SHOWN]
    ]
    headings = (
        "Cold surface", "", units.label("c", system), "dew point",
        f"margin {units.label('k', system)}",
    )  # fmt: skip
    return table(headings, rows, "<<>>>")
