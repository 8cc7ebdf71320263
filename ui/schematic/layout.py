"""Where the parts of a loop's schematic stand and what is known of them; no Qt in here.

Sources stand at the left, one above the other. A spine runs down beside them; from it every arm of
a row runs to the right, its supply header above its consumers and its return header below them, in
the order of the plan. Lengths are pixels at full size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coolsim.design.geometry import quarter_turns
from coolsim.design.liquid import Loop
from coolsim.design.models import Item, Rack, Variant
from coolsim.results.liquid import ConsumerEnd, ConsumerState, LiquidResults, PipeState
from coolsim.results.records import Results
from coolsim.schematic.records import UNKNOWN, Box, Drawing, Flow, Line, Point

BOX_PX, BOX_HEIGHT_PX, GAP_PX = 136.0, 50.0, 14.0
ROW_PITCH_PX, HEADER_PX = 118.0, 20.0
SOURCE_PX, SPINE_X_PX, ROW_X_PX = 170.0, 204.0, 236.0
SHOW_EACH_UP_TO = 80
"""Consumers up to which each has a box of its own; beyond, every arm of a row is one box."""
ROW_TOLERANCE_M = 0.6


@dataclass(frozen=True, slots=True)
class _Consumer:
    item: Item
    end: ConsumerEnd
    method: str
    flow: Flow
    supply: PipeState | None
    back: PipeState | None
    spine: tuple[PipeState | None, PipeState | None] = (None, None)


def draw(
    variant: Variant, loop: Loop, results: Results | None, *, each: bool | None = None
) -> Drawing:
    """Lay out a loop.

    Args:
        variant: What is drawn.
        loop: The loop.
        results: A result, whose flows and temperatures are told; ``None`` draws bare lines.
        each: Whether every consumer has a box; ``None`` decides by their number.
    """
    liquid = results.liquid if results is not None else None
    arms = list(_arms(variant, loop, liquid))
    count = sum(len(arm) for arm in arms)
    grouped = not each if each is not None else count > SHOW_EACH_UP_TO
    sources = _sources(variant, loop, liquid)
    boxes: list[Box] = []
    lines: list[Line] = []
    y = 0.0
    previous = 0.0
    for arm in arms:
        _draw_arm(arm, y, previous, grouped, boxes, lines)
        previous, y = y, y + ROW_PITCH_PX
    bottom = max(y, len(sources) * (BOX_HEIGHT_PX + 2 * GAP_PX))
    _draw_sources(sources, boxes, lines)
    known = [value for line in lines for value in (line.temperature_c,) if value == value]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    right = max((box.x + box.width for box in boxes), default=SOURCE_PX)
    return Drawing(tuple(boxes), tuple(lines), right, bottom, low, max(high, low + 0.5), grouped)


# -- consumers and their order ---------------------------------------------------------------------


def consumers_of(variant: Variant, loop_id: str) -> Iterator[tuple[Item, ConsumerEnd]]:
    """What hangs on a loop, and by which end."""
    for rack in variant.racks:
        if rack.liquid is not None and rack.liquid.loop_id == loop_id:
            yield rack, "liquid"
        if rack.door is not None and rack.door.loop_id == loop_id:
            yield rack, "door"
    for cooler in variant.coolers:
        if cooler.loop_id == loop_id:
            yield cooler, "coil"
    for unit in variant.cdus:
        if unit.facility_loop_id == loop_id:
            yield unit, "primary"


def sources_of(variant: Variant, loop: Loop) -> list[Item]:
    """Units that feed a technology loop; none for a facility loop, which the plant feeds."""
    return [unit for unit in variant.cdus if unit.technology_loop_id == loop.id]


def _arms(variant: Variant, loop: Loop, liquid: LiquidResults | None) -> Iterator[list[_Consumer]]:
    """Consumers arm by arm: as solved where there is a result of just these, else by place."""
    drawn = list(consumers_of(variant, loop.id))
    states = {
        (state.owner_id, state.end): state
        for state in (liquid.consumers if liquid else ())
        if state.loop_id == loop.id
    }
    if drawn and liquid is not None and all((i.id, end) in states for i, end in drawn):
        yield from _solved_arms(drawn, states, [p for p in liquid.pipes if p.loop_id == loop.id])
        return
    for arm in _by_place(drawn):
        yield [_Consumer(item, end, _method(item, end), UNKNOWN, None, None) for item, end in arm]


def _solved_arms(
    drawn: Sequence[tuple[Item, ConsumerEnd]],
    states: dict[tuple[str, ConsumerEnd], ConsumerState],
    pipes: Sequence[PipeState],
) -> Iterator[list[_Consumer]]:
    into = {pipe.head: pipe for pipe in pipes if pipe.is_supply}
    out_of = {pipe.tail: pipe for pipe in pipes if _is_return(pipe)}
    branches: dict[str, list[PipeState]] = {}
    for pipe in pipes:
        if pipe.role == "branch":
            branches.setdefault(pipe.object_id, []).append(pipe)
    arms: dict[int, list[tuple[int, _Consumer]]] = {}
    for item, end in drawn:
        waiting = branches.get(item.id)
        if not waiting:
            continue
        branch = waiting.pop(0)
        depth, at = 0, branch.tail
        first = at
        while (piece := into.get(at)) is not None and piece.role == "header":
            first, at, depth = at, piece.tail, depth + 1
        crossing = into.get(at)
        back = next((p for p in pipes if _leaves(p, crossing)), None)
        consumer = _Consumer(
            item, end, _method(item, end), _of_consumer(states[item.id, end], branch),
            into.get(branch.tail), out_of.get(branch.head), (crossing, back),
        )  # fmt: skip
        arms.setdefault(first, []).append((depth, consumer))
    ordered = [[c for _, c in sorted(arm, key=lambda pair: pair[0])] for arm in arms.values()]
    yield from sorted(ordered, key=lambda arm: _line_of(arm[0].item))


def _is_return(pipe: PipeState) -> bool:
    return not pipe.is_supply and pipe.role in ("header", "spine")


def _leaves(pipe: PipeState, crossing: PipeState | None) -> bool:
    """Whether a pipe is the return beside a supply piece of the spine: nodes come in pairs."""
    return crossing is not None and pipe.role == "spine" and pipe.tail == crossing.head + 1


def _by_place(drawn: Iterable[tuple[Item, ConsumerEnd]]) -> list[list[tuple[Item, ConsumerEnd]]]:
    """Rows of what stands side by side."""
    rows: list[list[tuple[Item, ConsumerEnd]]] = []
    for pair in sorted(drawn, key=lambda pair: _line_of(pair[0])):
        last = _line_of(rows[-1][-1][0]) if rows else None
        here = _line_of(pair[0])
        if last and last[0] == here[0] and abs(here[1] - last[1]) < ROW_TOLERANCE_M:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    for row in rows:
        row.sort(key=lambda pair: _place(pair[0])[0 if _line_of(pair[0])[0] == 0 else 1])
    return rows


def _line_of(item: Item) -> tuple[int, float]:
    """Whether an object's row runs along x (0) or y (1), and where that row lies [m]."""
    x_m, y_m = _place(item)
    along_y = (quarter_turns(getattr(item, "heading_deg", 0.0)) or 0) % 2 == 0
    return (1, x_m) if along_y else (0, y_m)


def _place(item: Item) -> Point:
    return float(getattr(item, "x_m", 0.0)), float(getattr(item, "y_m", 0.0))


def _method(item: Item, end: ConsumerEnd) -> str:
    if end == "door":
        return "rear_door"
    return item.cooling if isinstance(item, Rack) else ("air" if end == "coil" else "cold_plate")


def _of_consumer(state: ConsumerState, branch: PipeState) -> Flow:
    return Flow(
        state.flow_m3_s, state.inlet_c, state.outlet_c, state.pressure_pa, state.velocity_m_s,
        state.design_m3_s, state.heat_w, branch.diameter_m,
    )  # fmt: skip


def _of_pipe(pipe: PipeState | None) -> Flow:
    if pipe is None:
        return UNKNOWN
    return Flow(
        pipe.flow_m3_s, pipe.inlet_c, pipe.outlet_c, pipe.pressure_pa, pipe.velocity_m_s,
        diameter_m=pipe.diameter_m,
    )  # fmt: skip


# -- drawing ---------------------------------------------------------------------------------------


def _draw_arm(
    arm: Sequence[_Consumer],
    y: float,
    previous: float,
    grouped: bool,
    boxes: list[Box],
    lines: list[Line],
) -> None:
    top, bottom = y, y + HEADER_PX * 2 + BOX_HEIGHT_PX
    supply_spine, return_spine = arm[0].spine
    for pipe, x, level, is_supply in (
        (supply_spine, SPINE_X_PX, top, True),
        (return_spine, SPINE_X_PX + 12.0, bottom, False),
    ):
        before = previous if is_supply else previous + bottom - top
        bend = ((x, before), (x, level), (ROW_X_PX - GAP_PX, level))
        lines.append(_line(bend, "spine", is_supply, (), pipe))
    shown = [_group(arm)] if grouped and len(arm) > 1 else [(c, (c.item.id,)) for c in arm]
    before_x = ROW_X_PX - GAP_PX
    for number, (consumer, ids) in enumerate(shown):
        x = ROW_X_PX + number * (BOX_PX + GAP_PX)
        middle = x + BOX_PX / 2
        reach = ((before_x, top), (middle, top))
        lines.append(_line(reach, "header", True, ids, consumer.supply))
        back = ((middle, bottom), (before_x, bottom))
        lines.append(_line(back, "header", False, ids, consumer.back))
        box_y = top + HEADER_PX
        flow = consumer.flow
        for points, is_supply, temperature in (
            (((middle, top), (middle, box_y)), True, flow.inlet_c),
            (((middle, box_y + BOX_HEIGHT_PX), (middle, bottom)), False, flow.outlet_c),
        ):
            lines.append(Line(points, "branch", is_supply, ids, temperature, flow))
        title = consumer.item.label
        if len(ids) > 1:
            title = f"{len(ids)} from {title} to {arm[-1].item.label}"
        width = BOX_PX if len(ids) == 1 else 2.4 * BOX_PX
        boxes.append(
            Box(x, box_y, width, BOX_HEIGHT_PX, title, consumer.end, ids, consumer.method, flow)
        )
        before_x = middle


def _group(arm: Sequence[_Consumer]) -> tuple[_Consumer, tuple[str, ...]]:
    """All consumers of an arm as one: flows and heat added, outlets mixed by flow."""
    flows = [consumer.flow for consumer in arm]
    total = sum(flow.flow_m3_s for flow in flows)
    mixed = math.nan
    if total > 0.0:
        mixed = sum(f.flow_m3_s * f.outlet_c for f in flows if f.flow_m3_s > 0.0) / total
    together = Flow(
        flow_m3_s=total,
        inlet_c=max((f.inlet_c for f in flows), default=math.nan),
        outlet_c=mixed,
        pressure_pa=min((f.pressure_pa for f in flows), default=math.nan),
        velocity_m_s=max((f.velocity_m_s for f in flows), default=math.nan),
        design_m3_s=sum(f.design_m3_s for f in flows),
        heat_w=sum(f.heat_w for f in flows),
    )
    return replace(arm[0], flow=together), tuple(consumer.item.id for consumer in arm)


def _line(
    points: tuple[Point, ...],
    role: str,
    is_supply: bool,
    ids: tuple[str, ...],
    pipe: PipeState | None,
) -> Line:
    flow = _of_pipe(pipe)
    return Line(points, role, is_supply, ids, 0.5 * (flow.inlet_c + flow.outlet_c), flow)


def _sources(
    variant: Variant, loop: Loop, liquid: LiquidResults | None
) -> list[tuple[str, tuple[str, ...], Flow]]:
    """Title, objects and flow of every source, in the order drawn."""
    if loop.kind == "facility":
        state = next((s for s in (liquid.loops if liquid else ()) if s.id == loop.id), None)
        flow = UNKNOWN
        if state is not None:
            heat_w = -sum(term.value for term in state.terms if term.name == "plant")
            flow = Flow(state.flow_m3_s, state.supply_c, state.return_c, state.pressure_pa,
                        heat_w=heat_w)  # fmt: skip
        return [("Plant", (loop.id,), flow)]
    known = {unit.id: unit for unit in (liquid.cdus if liquid else ())}
    found: list[tuple[str, tuple[str, ...], Flow]] = []
    for item in sources_of(variant, loop):
        unit = known.get(item.id)
        flow = UNKNOWN
        if unit is not None:
            flow = Flow(unit.technology_m3_s, unit.supply_c, unit.return_c, heat_w=unit.duty_w)
        found.append((item.label, (item.id,), flow))
    return found


def _draw_sources(
    sources: Sequence[tuple[str, tuple[str, ...], Flow]],
    boxes: list[Box],
    lines: list[Line],
) -> None:
    y = 0.0
    for title, ids, flow in sources:
        boxes.append(
            Box(0.0, y, SOURCE_PX, BOX_HEIGHT_PX, title, "source", ids, "cold_plate", flow)
        )
        first_return = HEADER_PX * 2 + BOX_HEIGHT_PX
        for x, level, is_supply, temperature, end in (
            (SPINE_X_PX, y + 14.0, True, flow.inlet_c, 0.0),
            (SPINE_X_PX + 12.0, y + BOX_HEIGHT_PX - 14.0, False, flow.outlet_c, first_return),
        ):
            points = ((SOURCE_PX, level), (x, level), (x, end))
            lines.append(Line(points, "source", is_supply, ids, temperature, flow))
        y += BOX_HEIGHT_PX + 2 * GAP_PX
