"""What coolant does for one selected object, as lines of the inspector."""

from __future__ import annotations

import math
from collections.abc import Iterator

from coolsim import units
from coolsim.results.coolant_quantities import (
    LEAST_FLOW_FRACTION,
    case_margin_k,
    flow_share,
    residual_air_w,
)
from coolsim.results.liquid import CduAnswer, LiquidResults, LoopState, RackLiquid
from ui import theme
from ui.panels.line import Line
from ui.panels.loop_tree import MODE_WORDS, STATUS_WORDS


def liquid_lines(object_id: str, liquid: LiquidResults, system: units.System) -> Iterator[Line]:
    """Coolant and chips of a rack, a unit, or a loop; nothing for other objects."""
    for rack in liquid.racks:
        if rack.id == object_id:
            yield from _rack(rack, system)
    for unit in liquid.cdus:
        if unit.id == object_id:
            yield from _unit(unit, system)
    for loop in liquid.loops:
        if loop.id == object_id:
            yield from _loop(loop, system)


def _rack(rack: RackLiquid, system: units.System) -> Iterator[Line]:
    tokens = theme.tokens()

    def text(value: float, unit: str) -> str:
        return units.text(value, unit, system, 3)

    if rack.loop_id:
        ends = f"{text(rack.coolant_in_c, 'c')} → {text(rack.coolant_out_c, 'c')}"
        yield Line("Coolant", ends, "Entering and leaving plates or tank")
        share = flow_share(rack)
        short = share < LEAST_FLOW_FRACTION
        shown = f"{text(rack.flow_m3_s, 'coolant_m3_s')}"
        if not math.isnan(share):
            shown += f", {share:.0%} of design"
        yield Line("Coolant flow", shown, "", tokens.warn if short else None)
        yield Line("Pressure drop", text(rack.pressure_pa, "coolant_pa"), "Between the headers")
        yield Line("Velocity", text(rack.velocity_m_s, "coolant_m_s"), "In its branch")
        yield Line("Heat to coolant", text(rack.to_coolant_w, "w"))
        margin = case_margin_k(rack)
        if math.isnan(rack.case_c):
            yield Line("Case", "not checked", "\n".join(rack.notes))
        else:
            known = not math.isnan(rack.case_limit_c)
            limit = f" (limit {text(rack.case_limit_c, 'c')})" if known else ", limit not checked"
            colour = tokens.bad if margin < 0.0 or rack.throttled_w > 0.0 else None
            yield Line("Case", text(rack.case_c, "c") + limit, "Hottest accelerator", colour)
        if rack.throttled_w > 0.0:
            less = f"{text(rack.throttled_w, 'w')}, {1.0 - rack.compute_fraction:.1%} of operations"
            yield Line("Throttled", less, "Power the accelerators do without", tokens.bad)
        if not math.isnan(rack.bath_c):
            yield Line("Bath", text(rack.bath_c, "c"), "Supply of the bath, or boiling point")
        if rack.pump_w > 0.0:
            yield Line("Own pumps", text(rack.pump_w, "w"))
    if rack.door_loop_id:
        ends = f"{text(rack.door_in_c, 'c')} → {text(rack.door_out_c, 'c')}"
        yield Line("Door water", ends, f"Flow {text(rack.door_flow_m3_s, 'coolant_m3_s')}")
        yield Line("Door duty", text(rack.door_duty_w, "w"))
        if rack.door_fan_w > 0.0:
            yield Line("Door fans", text(rack.door_fan_w, "w"))
    yield Line("Left for the air", text(residual_air_w(rack), "w"), "Negative: cooler than it came")


def _unit(unit: CduAnswer, system: units.System) -> Iterator[Line]:
    bad = unit.mode in ("short", "stopped")
    colour = theme.tokens().bad if bad else None
    yield Line("State", MODE_WORDS[unit.mode], "", colour)
    for name, value, key in (
        ("Duty", unit.duty_w, "w"),
        ("Supply", unit.supply_c, "c"),
        ("Return", unit.return_c, "c"),
        ("Technology flow", unit.technology_m3_s, "coolant_m3_s"),
        ("Facility flow", unit.facility_m3_s, "coolant_m3_s"),
        ("Facility in", unit.facility_in_c, "c"),
        ("Facility out", unit.facility_out_c, "c"),
        ("Approach", unit.approach_k, "k"),
        ("Pump power", unit.pump_power_w, "w"),
        ("Pump speed", unit.pump_speed_fraction, "fraction"),
    ):
        yield Line(name, units.text(value, key, system, 3))


def _loop(loop: LoopState, system: units.System) -> Iterator[Line]:
    colour = None if loop.status == "converged" else theme.tokens().bad
    yield Line("State", STATUS_WORDS[loop.status], "", colour)
    for name, value, key in (
        ("Flow", loop.flow_m3_s, "coolant_m3_s"),
        ("Supply", loop.supply_c, "c"),
        ("Return", loop.return_c, "c"),
        ("Pressure", loop.pressure_pa, "coolant_pa"),
        ("At its highest point", loop.lowest_pressure_pa, "coolant_pa"),
        ("Pump power", loop.pump_power_w, "w"),
        ("Largest shortfall", loop.imbalance_fraction, "fraction"),
    ):
        yield Line(name, units.text(value, key, system, 3))
    for term in loop.terms:
        yield Line(term.name.capitalize(), units.text(term.value, "w", system), "Into the coolant")
