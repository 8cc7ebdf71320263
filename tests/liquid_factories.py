"""A hall on coolant and a made-up answer to it: no solver, no catalogue."""

from __future__ import annotations

import math
from dataclasses import replace

from coolsim.design.liquid import Cdu, Coolant, LiquidConnection, Loop
from coolsim.design.models import Design
from coolsim.results.liquid import (
    CduAnswer,
    ColdSurface,
    ConsumerState,
    LiquidBalance,
    LiquidResults,
    LoopState,
    PipeState,
    RackLiquid,
)
from coolsim.results.records import Results
from coolsim.results.terms import Term
from tests.factories import make_design, make_results

FACILITY, TECHNOLOGY, UNIT = "loop-0001", "loop-0002", "cdu-0001"
FLOW_M3_S, INLET_C = 1e-3, 36.0


def liquid_design(racks: int = 20, wet: int = 8) -> Design:
    """A hall whose first racks hang by cold plates on a unit; the next one has a rear door."""
    design = make_design(racks)
    variant = design.variant
    drawn = []
    for number, rack in enumerate(variant.racks):
        changes: dict[str, object] = {}
        if number < wet:
            liquid = LiquidConnection(loop_id=TECHNOLOGY)
            changes = {"cooling": "cold_plate", "liquid": liquid}
        elif number == wet:
            door = LiquidConnection(loop_id=FACILITY)
            changes = {"cooling": "rear_door", "door": door}
        drawn.append(rack.model_copy(update=changes))
    loops = (
        Loop(id=FACILITY, name="Facility water", kind="facility", supply_temperature_c=30.0),
        Loop(
            id=TECHNOLOGY,
            name="TCS",
            coolant=Coolant(fluid="propylene_glycol", concentration_fraction=0.25),
            supply_temperature_c=INLET_C,
        ),
    )
    unit = Cdu(
        id=UNIT, name="CDU-1", x_m=1.0, y_m=5.0, technology_loop_id=TECHNOLOGY,
        facility_loop_id=FACILITY, unit="vertiv_xdu1350",
    )  # fmt: skip
    changed = variant.model_copy(update={"racks": tuple(drawn), "loops": loops, "cdus": (unit,)})
    return design.model_copy(update={"variants": (changed,)})


def liquid_results(design: Design) -> Results:
    """A balanced answer: every wet rack gets its flow but the last, which gets half of it."""
    results = make_results(design)
    return replace(results, liquid=_liquid(design))


def _liquid(design: Design) -> LiquidResults:
    variant = design.variant
    wet = [rack for rack in variant.racks if rack.liquid is not None]
    doors = [rack for rack in variant.racks if rack.door is not None]
    consumers = [
        _consumer(rack.id, "liquid", TECHNOLOGY, FLOW_M3_S * (0.5 if rack is wet[-1] else 1.0))
        for rack in wet
    ]
    consumers += [_consumer(rack.id, "door", FACILITY, FLOW_M3_S) for rack in doors]
    consumers += [_consumer(UNIT, "primary", FACILITY, 4 * FLOW_M3_S)]
    pipes = _pipes(TECHNOLOGY, UNIT, [c for c in consumers if c.loop_id == TECHNOLOGY])
    pipes += _pipes(FACILITY, FACILITY, [c for c in consumers if c.loop_id == FACILITY])
    duty = sum(c.heat_w for c in consumers if c.loop_id == TECHNOLOGY)
    terms = (Term("racks", duty, "w"), Term("units to their cold side", -duty, "w"))
    return LiquidResults(
        converged=True,
        changes=(1e-2, 1e-5),
        loops=(
            _loop(FACILITY, "Facility water", "facility", terms),
            _loop(TECHNOLOGY, "TCS", "technology", terms),
        ),
        cdus=(
            CduAnswer(
                UNIT, "CDU-1", "holding", 8 * FLOW_M3_S, INLET_C, 44.0, 4 * FLOW_M3_S, 30.0, 41.0,
                duty, 6.0, 4000.0, 1500.0, 2500.0, 0.9, 250e3,
            ),
        ),
        consumers=tuple(consumers),
        pipes=tuple(pipes),
        racks=(
            *(_rack(rack.id, rack.label, consumer) for rack, consumer in zip(wet, consumers,
                                                                           strict=False)),
            *(_doored(rack.id, rack.label) for rack in doors),
        ),
        surfaces=(
            ColdSurface(doors[0].id, doors[0].label, "rear door", 12.0, 11.0, 1.0),
            ColdSurface(UNIT, "CDU-1", "facility side", 30.0, 11.0, 19.0),
        ) if doors else (),
        balances=(LiquidBalance("Hall", terms, 0.0, 0.0),),
    )  # fmt: skip


def _consumer(owner: str, end: str, loop: str, flow: float) -> ConsumerState:
    rise = 8.0 * FLOW_M3_S / flow
    heat = 4e6 * flow * rise
    return ConsumerState(
        owner, end, loop, flow, FLOW_M3_S, INLET_C, INLET_C + rise, heat, 90e3, 1.2, 4e6
    )  # type: ignore[arg-type]


def _pipes(loop: str, source: str, consumers: list[ConsumerState]) -> list[PipeState]:
    """One spine, one arm: take-offs in the order of the consumers."""
    found = [_pipe(loop, "source", False, source, 1, 0), _pipe(loop, "spine", True, loop, 0, 2),
             _pipe(loop, "spine", False, loop, 3, 1)]  # fmt: skip
    before = 2
    for number, consumer in enumerate(consumers):
        node = 4 + 2 * number
        found.append(_pipe(loop, "header", True, loop, before, node))
        found.append(_pipe(loop, "header", False, loop, node + 1, before + 1))
        found.append(_pipe(loop, "branch", False, consumer.owner_id, node, node + 1))
        before = node
    return found


def _pipe(loop: str, role: str, is_supply: bool, owner: str, tail: int, head: int) -> PipeState:
    warm = INLET_C if is_supply else INLET_C + 8.0
    return PipeState(
        loop, role, is_supply, owner, tail, head, 2.0, 0.05, FLOW_M3_S, 1.0, 800.0, warm, warm, 1.0
    )


def _loop(loop: str, name: str, kind: str, terms: tuple[Term, ...]) -> LoopState:
    return LoopState(
        loop, name, kind, "converged", 5, 1e-6, 1e-9, 8 * FLOW_M3_S, INLET_C, INLET_C + 8.0, 120e3,
        350e3, 5000.0, 0.9, 0.5, 0.4, terms, 0.0,
    )  # type: ignore[arg-type]  # fmt: skip


def _rack(rack_id: str, name: str, consumer: ConsumerState) -> RackLiquid:
    short = consumer.flow_m3_s < consumer.design_m3_s
    return RackLiquid(
        rack_id, name, "cold_plate", TECHNOLOGY, consumer.flow_m3_s, consumer.design_m3_s,
        consumer.inlet_c, consumer.outlet_c, 90e3, 1.2, 40e3, 38e3 if short else 40e3,
        consumer.heat_w, 6e3, 2e3 if short else 0.0, 0.93 if short else 1.0,
        85.0 if short else 71.0, 85.0, math.nan, 0.0, "", 0.0, math.nan, math.nan, 0.0, 0.0, (),
    )  # fmt: skip


def _doored(rack_id: str, name: str) -> RackLiquid:
    return RackLiquid(
        rack_id, name, "rear_door", "", 0.0, 0.0, math.nan, math.nan, 0.0, 0.0, 20e3, 20e3, 0.0,
        20e3, 0.0, 1.0, math.nan, math.nan, math.nan, 0.0, FACILITY, FLOW_M3_S, 18.0, 22.0, 16e3,
        100.0, (),
    )  # fmt: skip
