"""What a solve has to say of coolant distribution units and of the pumps that drive a loop.

========================  ========  ===============================================================
code                      severity  meaning
========================  ========  ===============================================================
cdu.short                 warning   supply above the set point: the exchanger cannot hold it
cdu.over_capacity         warning   more heat than the rating
cdu.unrated               note      not checked: no exchanger could be made of the rating
pump.cavitation           warning   less pressure above boiling at the suction than asked for
pump.weak                 warning   the curve meets the system at a fraction of the design flow
pump.beyond_curve         warning   more flow than the end of the curve
pump.control_lost         warning   full speed does not hold what is to be held
========================  ========  ===============================================================
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coolsim.loops.hydraulics import pumps_of
from coolsim.loops.pressures import suction_margin_pa, wanted_suction_pa
from coolsim.loops.records import CduAnswer
from coolsim.loops.solved import Solved
from coolsim.loops.units import UnitModel
from coolsim.results.records import Finding
from coolsim.scene.loop_records import ScenePumps
from coolsim.sentences import quantity

SHORT_FRACTION = 0.1
"""Shortfall of a flow that is worth a word."""
WEAK_FRACTION = 0.5
"""Share of the design flow below which pumps are too weak for their pipes."""
_FULL_SPEED = 0.999
_HELD = 0.98
"""Share of what is to be held that counts as held."""


def unit_findings(cdu: CduAnswer, model: UnitModel) -> Iterator[Finding]:
    """Yield what a solved unit has to say.

    Args:
        cdu: The unit as solved.
        model: Its exchanger.
    """
    if cdu.mode == "stopped":
        return
    capacity = model.cdu.capacity.value
    if cdu.mode == "short":
        yield Finding(
            "cdu.short", "warning", (cdu.id,),
            f"{cdu.name} supplies {quantity(cdu.supply_c, 'c')}, above its set point: its approach "
            f"is {quantity(cdu.approach_k, 'k')} at {quantity(cdu.duty_w, 'w')}.",
            "Choose a larger unit, colder facility water, or a warmer set point.",
        )  # fmt: skip
    if capacity is not None and cdu.duty_w > capacity * (1.0 + 1e-6):
        yield Finding(
            "cdu.over_capacity", "warning", (cdu.id,),
            f"{cdu.name} carries {quantity(cdu.duty_w, 'w')}; it is rated "
            f"{quantity(capacity, 'w')}.",
            "Choose a larger unit, or share the racks among more.",
        )  # fmt: skip
    if model.law is None:
        yield Finding(
            "cdu.unrated", "note", (cdu.id,),
            f"Not checked: whether {cdu.name} can hold its set point; {model.problem}",
            "Give its capacity, approach and flows.",
        )  # fmt: skip


def pump_findings(part: Solved) -> Iterator[Finding]:
    """Yield what the pumps of a solved loop have to say, source by source.

    Args:
        part: The loop as solved.
    """
    flows = part.volume_flow_m3_s
    if is_pumped_too_weakly(part):
        got, wanted = _open_flows_m3_s(part)
        name = part.piping.loop.name
        owners = [part.owner_of(n)[0] for n in range(part.piping.source_count)]
        yield Finding(
            "pump.weak", "warning", tuple(dict.fromkeys((part.piping.loop.id, *owners))),
            f"The pumps of {name} move {quantity(got, 'coolant_m3_s')} where "
            f"{quantity(wanted, 'coolant_m3_s')} is wanted: their curve meets the pipes far below.",
            "Choose stronger pumps or wider pipes; see that strainers are clean and speed is full.",
        )  # fmt: skip
    for n in range(part.piping.source_count):
        if flows[n] > 0.0 and part.flow.source_speed[n] > 0.0:
            yield from _suction(part, n)
            yield from _curve_end(part, n)
            yield from _control(part, n)


def is_pumped_too_weakly(part: Solved) -> bool:
    """Whether all that stands open gets far less than its design flow."""
    got, wanted = _open_flows_m3_s(part)
    running = bool(part.flow.branches.is_open[: part.piping.source_count].any())
    return running and got < WEAK_FRACTION * wanted


def _open_flows_m3_s(part: Solved) -> tuple[float, float]:
    """Flow and design flow of the consumers whose valves are open and clean."""
    branch, flow = part.piping.branch_of, part.flow
    is_free = np.array(
        [
            item.valve_opening_fraction == 1.0 and item.blockage_fraction == 0.0
            for item in part.piping.consumers
        ]
    )
    is_free &= ~np.isfinite(flow.branches.limit_kg_s[branch])
    chosen = branch[is_free]
    return float(part.volume_flow_m3_s[chosen].sum()), float(part.piping.design_m3_s[chosen].sum())


def _suction(part: Solved, n: int) -> Iterator[Finding]:
    """Cavitation: the margin above boiling at the suction against what the pumps ask for."""
    loop, (owner, name) = part.piping.loop, part.owner_of(n)
    margin = suction_margin_pa(loop, float(part.heat.inlet_c[n]))
    npsh_m = pumps_of(part.piping, n).npsh_m
    wanted = wanted_suction_pa(npsh_m, float(part.flow.branches.density_kg_m3[n]))
    if part.table.freezing_c is None or not margin < wanted:
        return
    lies = f"{quantity(margin, 'coolant_pa')} above boiling"
    if margin <= 0.0:
        lies = "below boiling"
    asked = "pumps usually ask for" if npsh_m is None else "the pumps ask for"
    yield Finding(
        "pump.cavitation", "warning", (owner,),
        f"The suction of the pumps of {name} lies {lies}; {asked} "
        f"{quantity(wanted, 'coolant_pa')}.",
        f"Raise the fill pressure of {loop.name}, or lower its return temperature.",
    )  # fmt: skip


def _curve_end(part: Solved, n: int) -> Iterator[Finding]:
    """Flow beyond the last point that the curve was given for, at the speed run."""
    pumps, (owner, name) = pumps_of(part.piping, n), part.owner_of(n)
    speed = float(part.flow.source_speed[n])
    share = 1.0 if pumps.in_series else pumps.running / pumps.duty
    end = part.piping.pump_curves[n][-1][0] * share * speed
    flow = float(part.volume_flow_m3_s[n])
    if flow > end * (1.0 + 1e-3):
        yield Finding(
            "pump.beyond_curve", "warning", (owner,),
            f"The pumps of {name} run at {quantity(flow, 'coolant_m3_s')}, beyond the end of their "
            f"curve at {quantity(end, 'coolant_m3_s')}.",
            "Choose larger pumps or run more of them; their head there is only guessed.",
        )  # fmt: skip


def _control(part: Solved, n: int) -> Iterator[Finding]:
    """What full speed does not hold."""
    pumps, (owner, name) = pumps_of(part.piping, n), part.owner_of(n)
    missed = _missed(part, n, pumps)
    if missed and float(part.flow.source_speed[n]) >= _FULL_SPEED:
        yield Finding(
            "pump.control_lost", "warning", (owner,),
            f"The pumps of {name} run at full speed and do not hold {missed}.",
            "Choose stronger pumps, run more of them, or ask for less.",
        )  # fmt: skip


def _missed(part: Solved, n: int, pumps: ScenePumps) -> str:
    """What is to be held and is not, in words; "" where all is well."""
    pressure = part.flow.network.pressure_pa
    if pumps.control == "differential_pressure" and pumps.pressure_pa is not None:
        got = float(pressure[0] - pressure[1])
        if got < _HELD * pumps.pressure_pa:
            return (
                f"{quantity(pumps.pressure_pa, 'coolant_pa')} between supply and return: "
                f"{quantity(got, 'coolant_pa')} is what they reach"
            )
    if pumps.control == "temperature" and pumps.temperature_rise_k is not None:
        rise = float(part.heat.inlet_c[n] - part.heat.outlet_c[n])
        if rise > pumps.temperature_rise_k / _HELD:
            return (
                f"a rise of {quantity(pumps.temperature_rise_k, 'k')}: it is {quantity(rise, 'k')}"
            )
    return ""
