"""The liquid side in print: loops, units, racks on coolant, balances, cold surfaces."""

from __future__ import annotations

import math

from coolsim.report.blocks import (
    SMALL_PT,
    Block,
    Section,
    Table,
    column,
    columns,
    heading,
    note,
    section,
    table,
    tabled,
    together,
    with_total,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, clip, flowing
from coolsim.results.coolant_quantities import flow_share, residual_air_w
from coolsim.results.liquid import LiquidBalance, LiquidResults, RackLiquid

SURFACES_SHOWN = 12
"""Cold surfaces in print, those nearest to the dew point."""
METHODS = {
    "air": "air",
    "rear_door": "rear door",
    "cold_plate": "cold plate",
    "cold_plate_two_phase": "two-phase plate",
    "immersion": "immersion",
    "immersion_two_phase": "two-phase immersion",
}
_RACKS_NOTE = (
    "Case: hottest accelerator; a dash where it could not be checked. To air: what rear door, "
    "plates or tank leave to the hall."
)
LOOP_STATUS = {
    "converged": "solved",
    "not_converged": "not converged",
    "no_source": "no source",
    "no_consumer": "nothing on it",
    "no_way_out": "nothing takes its heat",
}
UNIT_MODE = {
    "holding": "holds",
    "short": "short",
    "idle": "idle",
    "ideal": "not checked",
    "stopped": "stopped",
}


def liquid_section(subject: Subject) -> Section | None:
    """Every table of the liquid side at the load drawn; ``None`` for a hall without coolant."""
    liquid = subject.results.liquid
    if liquid is None:
        return None
    state = "came to one state" if liquid.converged else "did not come to one state"
    rounds = f"{len(liquid.changes)} rounds"
    last = f"{liquid.changes[-1]:.0e} of the IT power" if liquid.changes else UNKNOWN
    blocks: list[Block | None] = [
        note(f"At the load drawn. Air and liquid {state} in {rounds}; the last moved {last}."),
        tabled(loop_table(subject, liquid)),
    ]
    if liquid.cdus:
        blocks += [
            heading("Coolant distribution units"),
            tabled(unit_table(subject, liquid), SMALL_PT),
        ]
    if liquid.racks:
        blocks += [heading("Racks on coolant"), note(_RACKS_NOTE)]
        blocks += [tabled(rack_table(subject, liquid), SMALL_PT)]
    balances = (together(tabled(_balance(each, subject))) for each in liquid.balances)
    return section(
        "Liquid loops",
        *blocks,
        heading("Heat balances"),
        columns(*balances),
        heading("Margin to the dew point"),
        tabled(
            surface_table(subject, liquid),
            empty="No surface is known to be colder than the air.",
        ),
    )


def loop_table(subject: Subject, liquid: LiquidResults) -> Table:
    """Each loop: coolant, flow, supply, return, pressure, pumps, how its solve ended."""
    printer = subject.printer
    coolants = {loop.id: loop.coolant for loop in subject.variant.loops}
    columns = (
        words("Loop", 1.3),
        words("Coolant", 1.2),
        column("Flow", printer.label("coolant_m3_s"), share=1),
        column("Supply", printer.label("c"), share=1),
        column("Return", printer.label("c"), share=1),
        column("Pressure", printer.label("coolant_pa"), share=1),
        column("Pumps", "kW", share=1),
        words("State", 1.0),
    )
    rows = []
    for loop in liquid.loops:
        coolant = coolants.get(loop.id)
        fluid = "" if coolant is None else coolant.fluid.replace("_", " ")
        if coolant is not None and coolant.concentration_fraction:
            fluid += f" {coolant.concentration_fraction:.0%}"
        rows.append(
            (
                clip(f"{loop.name or loop.id} ({loop.kind})", 16.0),
                clip(fluid, 14.0),
                printer.column(loop.flow_m3_s, "coolant_m3_s", 1),
                printer.temperature(loop.supply_c),
                printer.temperature(loop.return_c),
                printer.column(loop.pressure_pa, "coolant_pa", 1),
                printer.kilowatts(loop.pump_power_w),
                LOOP_STATUS[loop.status],
            )
        )
    return table(columns, rows)


def unit_table(subject: Subject, liquid: LiquidResults) -> Table:
    """Each coolant distribution unit: duty, both sides, approach, pumps."""
    printer = subject.printer
    degrees = printer.label("c")
    columns = (
        words("CDU", 1.3),
        column("Duty", "kW", share=1),
        column("Flow", printer.label("coolant_m3_s"), share=1),
        column("Supply", degrees, share=1),
        column("Return", degrees, share=1),
        column("Facility in", degrees, share=1),
        column("Facility out", degrees, share=1),
        column("Approach", printer.label("k"), share=1),
        column("Pumps", "kW", share=1),
        words("Set point", 0.8),
    )
    rows = (
        (
            clip(unit.name or unit.id, 11.0),
            printer.kilowatts(unit.duty_w),
            printer.column(unit.technology_m3_s, "coolant_m3_s", 1),
            printer.temperature(unit.supply_c),
            printer.temperature(unit.return_c),
            printer.temperature(unit.facility_in_c),
            printer.temperature(unit.facility_out_c),
            printer.column(unit.approach_k, "k", 1),
            printer.kilowatts(unit.pump_power_w),
            UNIT_MODE[unit.mode],
        )
        for unit in liquid.cdus
    )
    return table(columns, rows)


def rack_table(subject: Subject, liquid: LiquidResults) -> Table:
    """Racks on coolant: flow against design, in, out, case against limit, what stays in the air."""
    printer = subject.printer
    degrees = printer.label("c")
    columns = (
        words("Rack", 1.1),
        words("Cooling", 1.7),
        column("Flow", printer.label("coolant_m3_s"), share=1),
        column("Of design", "%", share=0.8),
        column("In", degrees, share=0.8),
        column("Out", degrees, share=0.8),
        column("Case", degrees, share=0.8),
        column("Limit", degrees, share=0.8),
        column("To coolant", "kW", share=1),
        column("To air", "kW", share=0.9),
        column("Throttled", "kW", share=1),
    )
    return table(columns, (_rack(rack, subject) for rack in liquid.racks))


def _rack(rack: RackLiquid, subject: Subject) -> tuple[str, ...]:
    printer = subject.printer
    wet = bool(rack.loop_id)
    share = flow_share(rack)
    flow = rack.flow_m3_s if wet else rack.door_flow_m3_s
    ends = (rack.coolant_in_c, rack.coolant_out_c) if wet else (rack.door_in_c, rack.door_out_c)
    throttled = UNKNOWN if math.isnan(rack.case_c) else printer.kilowatts(rack.throttled_w)
    return (
        clip(rack.name or rack.id, 9.0),
        clip(METHODS[rack.method], 14.0),
        printer.column(flow, "coolant_m3_s", 1),
        UNKNOWN if math.isnan(share) else f"{100.0 * share:.0f}",
        printer.temperature(ends[0]),
        printer.temperature(ends[1]),
        printer.temperature(rack.case_c),
        printer.temperature(rack.case_limit_c),
        printer.kilowatts(rack.to_coolant_w + rack.door_duty_w),
        printer.kilowatts(residual_air_w(rack)),
        throttled,
    )


def surface_table(subject: Subject, liquid: LiquidResults) -> Table:
    """Cold surfaces nearest to the dew point of the air about them."""
    printer = subject.printer
    degrees = printer.label("c")
    columns = (
        words("Object", 1.3),
        words("Surface", 1.3),
        column("Temperature", degrees, share=1),
        column("Dew point", degrees, share=1),
        column("Margin", printer.label("k"), share=1),
    )
    rows = (
        (
            clip(surface.name or surface.object_id, 16.0),
            flowing(surface.surface, 40),
            printer.temperature(surface.temperature_c),
            printer.temperature(surface.dew_point_c),
            printer.column(surface.margin_k, "k", 1),
        )
        for surface in liquid.surfaces[:SURFACES_SHOWN]
    )
    return table(columns, rows)


def _balance(balance: LiquidBalance, subject: Subject) -> Table:
    printer = subject.printer
    rows = [
        (flowing(term.name, 60), printer.column(term.value, "w", 3, "kW")) for term in balance.terms
    ]
    rows.append(
        ("Left over", printer.column(balance.left_w, "w", 3, "kW").replace("−0.000", "0.000"))
    )
    return with_total(table((words(flowing(balance.name, 50)), column("In", "kW")), rows))
