"""What every cooling method would do for racks: the hall solved with each, side by side.

One hall is followed from method to method on the live grid, so that each starts from the air of the
one before; a row is told as soon as it is known.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from coolsim import units
from coolsim.catalogue.cooling_choice import METHODS, with_cooling
from coolsim.catalogue.loading import Catalogue
from coolsim.design import edits
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Rack
from coolsim.errors import CoolSimError, UsageError
from coolsim.events import Interim, Progress
from coolsim.results.codec import encode
from coolsim.results.coolant_quantities import residual_air_w
from coolsim.results.cooling import NOW, Consequence
from coolsim.results.liquid import LiquidResults, RackLiquid
from coolsim.results.records import Results
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_OK, head
from coolsim.tasks.live import LiveAnswer, LiveHall
from coolsim.tasks.requests import CoolingRequest, LiveRequest
from coolsim.tasks.running import catalogue_of, heading, part

T = TypeVar("T")
Steps = Generator[Progress, None, T]
WORDS = {
    NOW: "As drawn",
    "air": "Air",
    "rear_door": "Rear door",
    "cold_plate": "Cold plate",
    "cold_plate_two_phase": "Two-phase cold plate",
    "immersion": "Immersion",
    "immersion_two_phase": "Two-phase immersion",
}
"""Names of the rows."""
MOST_TURNS = 4
"""Turns of air and liquid for one row; most methods need two."""


@dataclass(frozen=True, slots=True)
class CoolingAnswer:
    """The consequences of every cooling method for the racks asked about."""

    heading: str
    design_hash: str
    rack_ids: tuple[str, ...]
    rows: tuple[Consequence, ...]

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return the rows as JSON."""
        known = {"design_hash": self.design_hash, "fidelity": "live"}
        return head("cooling", "ok", **known) | {
            "rack_ids": list(self.rack_ids),
            "rows": encode(self.rows),
        }

    def text(self, system: units.System = "si") -> str:
        """Return a table of the methods."""
        degrees = units.label("c", system)
        rows = [
            (
                WORDS[row.method],
                tables.temperature(row.inlet_c, system),
                tables.temperature(row.case_c, system),
                tables.kilowatts(row.residual_air_w),
                tables.kilowatts(row.to_liquid_w),
                tables.kilowatts(row.pump_w),
                row.reason or row.status.replace("_", " "),
            )
            for row in self.rows
        ]
        titles = (
            "Cooling", f"inlet {degrees}", "case", "to air kW", "to liquid kW", "pumps kW", "",
        )  # fmt: skip
        return f"{self.heading}\n\n{tables.table(titles, rows, '<>>>>><')}"


def cooling(request: CoolingRequest) -> Steps[CoolingAnswer]:
    """Solve the hall as drawn and with each cooling method for the racks, on the live grid.

    A method that cannot be solved has its reason in its row. Every row but the last comes as an
    :class:`Interim` answer too, as soon as it is known.

    Raises:
        UsageError: No rack is named, or an object is no rack.
    """
    design, ids = request.design, tuple(request.racks)
    catalogue = catalogue_of(design)
    for identity in ids:
        if not isinstance(edits.find(design, identity), Rack):
            raise UsageError(f"{identity} is no rack.", where="racks")
    if not ids:
        raise UsageError("No rack is named.", where="racks", remedy="Name one or more.")
    wanted = (NOW, *METHODS)
    rows: list[Consequence] = []

    def known() -> CoolingAnswer:
        return CoolingAnswer(heading(design), design_hash(design), ids, tuple(rows))

    hall = LiveHall()
    for number, method in enumerate(wanted):
        done, next_done = number / len(wanted), (number + 1) / len(wanted)
        yield Progress("cooling", done, WORDS[method])
        if method != NOW and common_method(design, ids) == method:
            rows.append(replace(rows[0], method=method))
        else:
            steps = _row(hall, design, catalogue, ids, method)
            rows.append((yield from part(steps, done, next_done)))
        if len(rows) < len(wanted):
            yield Interim("cooling", next_done, WORDS[method], answer=known())
    return known()


def common_method(design: Design, ids: Sequence[str]) -> str:
    """The method that all the racks have, "" where they differ or a door stands beside it."""
    racks = [rack for rack in design.variant.racks if rack.id in ids]
    methods = {rack.cooling for rack in racks}
    doors = any(rack.door is not None and rack.cooling != "rear_door" for rack in racks)
    return "" if doors or len(methods) != 1 else next(iter(methods))


def _row(
    hall: LiveHall, design: Design, catalogue: Catalogue, ids: Sequence[str], method: str
) -> Steps[Consequence]:
    try:
        changed = design
        if method != NOW:
            chosen = next(each for each in METHODS if each == method)
            changed = with_cooling(design, catalogue, ids, chosen)
        results = yield from _followed(hall, changed, WORDS[method])
    except CoolSimError as error:
        return Consequence(method, "not_solved", error.message)
    return consequence(method, results, ids)


def _followed(hall: LiveHall, design: Design, words: str) -> Steps[Results]:
    """The hall with its air followed to a design until air and liquid agree."""
    for turn in range(1, MOST_TURNS + 1):
        answers = hall.answers(LiveRequest(design), lambda: False)
        while True:
            try:
                event = next(answers)
            except StopIteration as stop:
                last: LiveAnswer = stop.value
                break
            if isinstance(event, Progress):
                yield Progress("cooling", 1.0 - 0.5**turn, f"{words}: {event.message.lower()}")
        liquid = last.results.liquid
        if liquid is None or liquid.converged:
            break
    return last.results


def consequence(method: str, results: Results, ids: Sequence[str]) -> Consequence:
    """What a solved hall says of racks.

    Args:
        method: Key of the row.
        results: The hall.
        ids: The racks.
    """
    chosen = frozenset(ids)
    racks = [rack for rack in results.racks if rack.id in chosen]
    liquid = results.liquid
    wet = {rack.id: rack for rack in (liquid.racks if liquid else ()) if rack.id in chosen}
    hottest = max(
        (rack for rack in wet.values() if not math.isnan(rack.case_c)),
        key=lambda rack: rack.case_c - rack.case_limit_c,
        default=None,
    )
    to_air = sum(
        residual_air_w(wet[rack.id]) if rack.id in wet else rack.heat_to_air_w for rack in racks
    )
    return Consequence(
        method=method,
        status=results.status,
        inlet_c=_extreme([rack.inlet_temperature_c for rack in racks], worst=max),
        inlet_limit_c=_extreme([rack.inlet_limit_c for rack in racks], worst=min),
        case_c=math.nan if hottest is None else hottest.case_c,
        case_limit_c=math.nan if hottest is None else hottest.case_limit_c,
        residual_air_w=to_air,
        to_liquid_w=sum(rack.to_coolant_w + rack.door_duty_w for rack in wet.values()),
        throttled_w=sum(rack.throttled_w for rack in wet.values()),
        pump_w=0.0 if liquid is None else pump_power_w(liquid),
        worst_inlet_c=_extreme([rack.inlet_temperature_c for rack in results.racks], worst=max),
    )


def pump_power_w(liquid: LiquidResults) -> float:
    """Power of the pumps of units, plant and tanks, and of door fans [W]."""
    plant = sum(loop.pump_power_w for loop in liquid.loops if loop.kind == "facility")
    units_w = sum(unit.pump_power_w for unit in liquid.cdus)
    return plant + units_w + sum(_own_w(rack) for rack in liquid.racks)


def _own_w(rack: RackLiquid) -> float:
    return rack.pump_w + rack.door_fan_w


def _extreme(values: Sequence[float], worst: Any) -> float:
    known = [value for value in values if not math.isnan(value)]
    return float(worst(known)) if known else math.nan
