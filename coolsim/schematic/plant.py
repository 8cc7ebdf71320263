"""Where the parts of the plant's schematic stand and what is known of them; no Qt in here.

From left to right: racks, what carries their heat, chillers with their economiser, towers or dry
coolers, the outdoor air. One row for each heat rejection; the electricity comes from above.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from coolsim import units
from coolsim.design.models import HeatRejection, Variant
from coolsim.design.plant import serving
from coolsim.results.plant_hours import Moment, plant_column
from coolsim.schematic.records import Box, Drawing, Flow, Line, Point

BOX_PX, GAP_PX, ROW_GAP_PX = 172.0, 46.0, 26.0
LINE_PX, PAD_PX = 15.0, 12.0
"""Height of a line of text, and around the text of a box."""
MODE_WORDS = ("off", "compressors", "economiser and compressors", "economiser alone")
_CONSUMERS = frozenset(
    f"{name}_w"
    for name in ("it", "cooler_fans", "coolant_units", "loop_pumps", "compressors", "plant_pumps",
                 "plant_fans", "lights")
)  # fmt: skip
_NO_LOSS = _CONSUMERS | {"facility_w", "heat_w", "rejected_w", "unmet_w", "reuse_w"}


@dataclass(frozen=True, slots=True)
class _Known:
    """A moment, read by name; not a number where nothing is known."""

    moment: Moment
    system: units.System

    def value(self, name: str) -> float:
        return self.moment.get(name, math.nan)

    def of(self, item: HeatRejection, name: str) -> float:
        return self.value(plant_column(item.id, name))

    def words(self, *facts: tuple[str, float, str]) -> tuple[str, ...]:
        """Facts that are known, one a line."""
        return tuple(
            f"{name} {units.text(value, unit, self.system, 3)}".strip()
            for name, value, unit in facts
            if value == value
        )

    def ends(self, out: float, back: float) -> tuple[str, ...]:
        """Two temperatures as ``20 → 26.1 °C``."""
        if out != out or back != back:
            return ()
        shown = [units.number(units.display(v, "c", self.system)[0], 3) for v in (out, back)]
        return (f"{shown[0]} → {shown[1]} {units.label('c', self.system)}",)


def plant_drawing(
    variant: Variant, moment: Moment | None, system: units.System, size: float = 1.0
) -> Drawing:
    """Lay out the plant of a variant.

    Args:
        variant: What is drawn.
        moment: An hour, the design day or a mean; ``None`` draws it without figures.
        system: Units of the figures.
        size: Size of text against the usual one.
    """
    known = _Known(moment or {}, system)
    page = _Page(known, size)
    served, _ = serving(
        variant.plant,
        [loop.id for loop in variant.loops if loop.kind == "facility"],
        [item.id for item in variant.coolers if item.loop_id is None and item.running],
    )
    names = {item.id: item.label for item in (*variant.loops, *variant.coolers)}
    for item in variant.plant.rejections:
        loops, coolers = served[item.id]
        page.row(item, loops, coolers, names)
    return page.finish(variant)


class _Page:
    """The drawing while it is made."""

    def __init__(self, known: _Known, size: float) -> None:
        self._known = known
        self._width, self._gap = BOX_PX * size, GAP_PX * size
        self._line, self._pad = LINE_PX * size, PAD_PX * size
        self._top = self._height(3) + ROW_GAP_PX * size
        self._row_gap = ROW_GAP_PX * size
        self._y = self._top
        self._boxes: list[Box] = []
        self._lines: list[Line] = []
        self._middles: list[float] = []
        self._rejecting: list[tuple[float, float, float]] = []

    def _height(self, lines: int) -> float:
        return self._line * lines + self._pad

    def _x(self, column: int) -> float:
        return column * (self._width + self._gap)

    def _box(
        self,
        column: int,
        y: float,
        title: str,
        words: tuple[str, ...],
        ids: tuple[str, ...] = (),
        method: str = "",
        lines: int = 0,
    ) -> Box:
        height = self._height(1 + max(len(words), lines))
        box = Box(self._x(column), y, self._width, height, title, "plant", ids, method,
                  words=words or (" ",))  # fmt: skip
        self._boxes.append(box)
        return box

    def row(
        self,
        item: HeatRejection,
        loops: tuple[str, ...],
        coolers: tuple[str, ...],
        names: dict[str, str],
    ) -> None:
        """The row of one heat rejection."""
        known, y = self._known, self._y
        carried = self._carried(item, loops, coolers, names, y)
        last, bottom = self._machines(item, y)
        self._pipes(carried, last[0], item, known.of(item, "supply_c"),
                    known.of(item, "return_c"))  # fmt: skip
        sink = last[-1]
        self._middles.append(carried.y + carried.height / 2)
        warmth = known.of(item, "sink_return_c")
        self._rejecting.append((sink.x + sink.width, sink.y + sink.height / 2, warmth))
        self._y = max(carried.y + carried.height, bottom) + self._row_gap

    def _carried(
        self,
        item: HeatRejection,
        loops: tuple[str, ...],
        coolers: tuple[str, ...],
        names: dict[str, str],
        y: float,
    ) -> Box:
        """What carries the heat of the hall to a rejection."""
        known = self._known
        listed = [names[each] for each in (*loops, *coolers)]
        word = "Loop" if loops else "Coolers"
        if len(listed) == 1:
            title = listed[0]
        else:
            title = f"{word}: {len(listed)}" if listed else "Serves nothing"
        words = known.words(("Heat", known.of(item, "load_w"), "w"))
        words += known.words(("Flow", known.of(item, "flow_m3_s"), "coolant_m3_s"))
        words += known.ends(known.of(item, "supply_c"), known.of(item, "return_c"))
        unmet = known.of(item, "unmet_w")
        if unmet > 1.0:
            words += known.words(("Not taken", unmet, "w"))
        method = "cold_plate" if loops else "air"
        return self._box(1, y, title, words, (*loops, *coolers), method, lines=3)

    def _machines(self, item: HeatRejection, y: float) -> tuple[list[Box], float]:
        """Chillers and what takes their heat outdoors; the boxes from cold to warm, the bottom."""
        known, boxes = self._known, []
        bottom = y
        if item.kind in ("water_chiller", "air_chiller", "dx"):
            boxes.append(self._chillers(item, y))
            bottom = y + boxes[-1].height
        if item.kind == "tower" or item.economiser.kind != "none":
            height = bottom + 8.0 if boxes else y
            mode = known.of(item, "mode")
            words: tuple[str, ...] = (
                f"approach {units.text(item.economiser.approach_k, 'k', known.system, 3)}",
            )
            if mode == mode and mode == int(mode):
                words += ("runs" if mode >= 2 else "stands",)
            plate = self._box(2, height, "Plate economiser", words, (item.id,), "rear_door")
            bottom = plate.y + plate.height
            boxes = boxes or [plate]
        outdoor = self._outdoor_machine(item, y)
        if outdoor is not None:
            if boxes:
                self._pipes(boxes[0], outdoor, item, known.of(item, "sink_c"),
                            known.of(item, "sink_return_c"))  # fmt: skip
            boxes.append(outdoor)
            bottom = max(bottom, outdoor.y + outdoor.height)
        return boxes, bottom

    def _chillers(self, item: HeatRejection, y: float) -> Box:
        known = self._known
        power = known.of(item, "compressor_w")
        words = known.words(("Compressors", power, "w"))
        pump = known.of(item, "chilled_pump_w")
        words += known.words(("Pumps", pump, "w")) if pump > 0.0 else ()
        mode = known.of(item, "mode")
        if mode == mode and mode == int(mode):
            words += (MODE_WORDS[int(mode)],)
        machines = f"{item.machines} × " if item.machines > 1 else ""
        kind = "room units, DX" if item.kind == "dx" else "chillers"
        title = item.name or f"{machines}{kind}"
        return self._box(2, y, title, words, (item.id,), "immersion", lines=3)

    def _outdoor_machine(self, item: HeatRejection, y: float) -> Box | None:
        known = self._known
        title = {
            "water_chiller": "Cooling towers",
            "tower": "Cooling towers",
            "dry_cooler": "Dry coolers",
            "wet_cooler": "Wet coolers",
            "adiabatic_cooler": "Adiabatic coolers",
        }.get(item.kind)
        if title is None and item.kind == "air_chiller" and item.economiser.kind != "none":
            title = "Dry coolers"
        if title is None:
            return None
        words = known.words(("Fans", known.of(item, "fan_w"), "w"))
        pump = known.of(item, "condenser_pump_w")
        words += known.words(("Pumps", pump, "w")) if pump > 0.0 else ()
        words += known.ends(known.of(item, "sink_c"), known.of(item, "sink_return_c"))
        water = known.of(item, "water_kg_s")
        words += known.words(("Water", water, "kg_s")) if water > 0.0 else ()
        return self._box(3, y, title, words, (item.id,), "cold_plate_two_phase", lines=3)

    def _pipes(
        self, left: Box, right: Box, item: HeatRejection, cold_c: float, warm_c: float
    ) -> None:
        """Supply and return between two boxes: the cold one above."""
        start, end = left.x + left.width, right.x
        above = max(left.y, right.y) + self._pad + self._line * 0.6
        for number, (value, is_supply) in enumerate(((cold_c, True), (warm_c, False))):
            y = above + number * self._line * 1.4
            flow = Flow(inlet_c=value)
            self._lines.append(
                Line(((start, y), (end, y)), "header", is_supply, (item.id,), value, flow)
            )

    def finish(self, variant: Variant) -> Drawing:
        """Racks, outdoor air and meter, once all rows stand."""
        known, bottom = self._known, max(self._y - self._row_gap, self._top + self._height(4))
        middle = 0.5 * (self._top + bottom) - self._height(4) / 2
        words = known.words(
            ("IT", known.value("it_w"), "w"),
            ("Load", known.value("load"), "fraction"),
            ("Inlet margin", known.value("inlet_margin_k"), "k"),
        )
        racks = self._box(0, middle, f"{len(variant.racks)} racks", words, (), "air", lines=3)
        for y in self._middles:
            self._join((racks.x + racks.width, racks.y + racks.height / 2), (self._x(1), y))
        air = known.words(
            ("Dry bulb", known.value("dry_bulb_c"), "c"),
            ("Wet bulb", known.value("wet_bulb_c"), "c"),
            ("Heat", known.value("rejected_w"), "w"),
        )
        out = self._box(4, middle, "Outdoor air", air, ("site",), "", lines=3)
        for x, y, warm in self._rejecting:
            self._join((x, y), (out.x, out.y + out.height / 2), warm)
        self._electricity(racks)
        known_c = [v for line in self._lines for v in (line.temperature_c,) if v == v]
        low, high = (min(known_c), max(known_c)) if known_c else (0.0, 1.0)
        width = self._x(4) + self._width
        return Drawing(
            tuple(self._boxes), tuple(self._lines), width, bottom, low, max(high, low + 0.5), False
        )

    def _join(self, start: Point, end: Point, temperature_c: float = math.nan) -> None:
        """A line with one bend in the gap before its end."""
        bend = end[0] - self._gap / 2
        points = (start, (bend, start[1]), (bend, end[1]), end)
        self._lines.append(Line(points, "header", True, (), temperature_c))

    def _electricity(self, racks: Box) -> None:
        """The meter and the losses before the racks, in the first line."""
        known = self._known
        facility, it = known.value("facility_w"), known.value("it_w")
        cooling = sum(known.value(f"{name}_w") for name in ("cooler_fans", "coolant_units",
                      "loop_pumps", "compressors", "plant_pumps", "plant_fans"))  # fmt: skip
        losses = _losses_w(known.moment)
        ratio = facility / it if it > 0.0 else math.nan
        meter = self._box(0, 0.0, "Meter", known.words(("", facility, "w"), ("Over IT", ratio,
                          "count")), ("power",), lines=2)  # fmt: skip
        chain = self._box(1, 0.0, "Power chain", known.words(("Losses", losses, "w")),
                          ("power",), lines=2)  # fmt: skip
        plant = self._box(2, 0.0, "All cooling", known.words(("", cooling, "w")), (), lines=2)
        level = meter.height / 2
        self._wire(((meter.x + meter.width, level), (chain.x, level)))
        self._wire(((chain.x + chain.width, level), (plant.x, level)))
        x = racks.x + racks.width / 2
        self._wire(((x, meter.height), (x, racks.y)))

    def _wire(self, points: tuple[Point, ...]) -> None:
        self._lines.append(Line(points, "branch", True, (), math.nan))


def _losses_w(moment: Moment) -> float:
    """Electrical losses: every power of the hall that is no consumer."""
    if not moment:
        return math.nan
    return sum(
        value
        for name, value in moment.items()
        if name.endswith("_w") and "." not in name and name not in _NO_LOSS and value == value
    )
