"""Single changes of a design that may raise its density; what they bring is for a solve to say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.records import Density
from coolsim.design.aisles import contain_aisle
from coolsim.design.edits_hall import set_power, update_feed
from coolsim.design.edits_objects import add, new_id, update
from coolsim.design.models import Cooler, Design, Rack, Tile
from coolsim.errors import CoolSimError

SUPPLY_K = 1.0
"""Step of the supply temperature [K]."""
AIRFLOW_SHARE = 0.1
"""Step of the coolers' airflow [-]."""
LARGER = 1.25
"""Size of a larger breaker, cooler or cap over the present one [-]."""
MOST_CONTAINED = 3
"""Aisles tried."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A changed design.

    Attributes:
        key: What identifies the change, the same for the same design and answer.
        title: What to do.
        object_ids: Objects it touches.
        design: The design with it.
    """

    key: str
    title: str
    object_ids: tuple[str, ...]
    design: Design


def candidates(design: Design, density: Density) -> Iterator[Candidate]:
    """The single changes worth trying, by what binds.

    Args:
        design: The design.
        density: Its density.
    """
    kinds = {rack.binding.limit for rack in density.racks if rack.binding is not None}
    if "inlet_class" in kinds:
        yield from _colder_supply(design)
        yield from _more_air(design, density)
        yield from _another_tile(design, density)
        yield from _contained(design)
        yield from _blanked(design)
        yield from _direct_to_chip(design, density)
    if "cooler_capacity" in kinds:
        yield from _larger_coolers(design, density)
    if kinds & {"chip_case", "coolant_inlet", "coolant_flow"}:
        yield from _colder_loops(design)
    if kinds & {"breaker", "feed"}:
        yield from _larger_breakers(design, density)
    if "hall_cap" in kinds and design.variant.power.hall_cap_w is not None:
        cap = LARGER * design.variant.power.hall_cap_w
        changed = set_power(design, hall_cap_w=cap)
        yield Candidate("hall_cap", f"Raise the hall's cap to {cap / 1e3:.0f} kW", (), changed)


def candidate(design: Design, density: Density, key: str) -> Candidate | None:
    """The change with a key, made on a design; ``None`` where it is no longer possible."""
    return next((item for item in candidates(design, density) if item.key == key), None)


def _running(design: Design) -> list[str]:
    return [cooler.id for cooler in design.variant.coolers if cooler.running]


def _colder_supply(design: Design) -> Iterator[Candidate]:
    ids, changed = _running(design), design
    for cooler in design.variant.coolers:
        colder = cooler.supply_temperature_c - SUPPLY_K
        lowest = cooler.min_supply_temperature_c
        if cooler.id in ids and (lowest is None or colder >= lowest):
            changed = update(changed, [cooler.id], supply_temperature_c=colder)
    if changed != design:
        title = f"Supply air {SUPPLY_K:g} K colder at all coolers"
        yield Candidate("supply", title, tuple(ids), changed)


def _more_air(design: Design, density: Density) -> Iterator[Candidate]:
    changed, flows = design, {c.id: c.airflow_m3_s for c in density.results.coolers}
    ids = [name for name in _running(design) if flows.get(name, 0.0) > 0.0]
    for name in ids:
        changed = update(changed, [name], airflow_m3_s=flows[name] * (1.0 + AIRFLOW_SHARE))
    if ids:
        title = f"{AIRFLOW_SHARE:.0%} more air from all coolers"
        yield Candidate("airflow", title, tuple(ids), changed)


def _hottest(design: Design, density: Density) -> Rack | None:
    """The rack at which the inlet limit of the hall acts."""
    names = [r.binding.object_id for r in density.racks if r.binding is not None]
    acting = {name for name in names if name.startswith("rack-")}
    return next((rack for rack in design.variant.racks if rack.id in acting), None)


def _another_tile(design: Design, density: Density) -> Iterator[Candidate]:
    """A tile like the nearest one, in the free place beside it that is nearest to the rack."""
    rack = _hottest(design, density)
    tiles = [tile for tile in design.variant.tiles if tile.surface == "floor"]
    if rack is None or not tiles:
        return
    near = min(tiles, key=lambda tile: _apart(tile.x_m, tile.y_m, rack))
    for tile in sorted(tiles, key=lambda tile: _apart(tile.x_m, tile.y_m, rack))[:8]:
        for x, y in _beside(tile):
            if _is_free(design, tile, x, y):
                made = new_id(design, "tile")
                copied = {"id": made, "name": "", "x_m": x, "y_m": y}
                changed = add(design, "tile", near.model_copy(update=copied))
                title = f"Add a tile beside {tile.label}, near {rack.label}"
                yield Candidate(f"tile:{rack.id}", title, (made, rack.id), changed)
                return


def _apart(x: float, y: float, rack: Rack) -> float:
    return math.hypot(x - rack.x_m, y - rack.y_m)


def _beside(tile: Tile) -> Iterator[tuple[float, float]]:
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        yield tile.x_m + dx * tile.width_m, tile.y_m + dy * tile.depth_m


def _is_free(design: Design, tile: Tile, x: float, y: float) -> bool:
    """Whether a tile fits there: on the floor, off other tiles, racks and coolers."""
    hall, half_x, half_y = design.variant.hall, 0.5 * tile.width_m, 0.5 * tile.depth_m
    if not (half_x <= x <= hall.length_m - half_x and half_y <= y <= hall.width_m - half_y):
        return False
    variant = design.variant
    others: list[Tile | Rack | Cooler] = [*variant.tiles, *variant.racks, *variant.coolers]
    for other in others:
        # a rack or cooler that faces along x stands with its depth along x
        is_along = round(other.heading_deg / 90.0) % 2 == 0 and not isinstance(other, Tile)
        size = (other.depth_m, other.width_m) if is_along else (other.width_m, other.depth_m)
        over_x = abs(other.x_m - x) < half_x + 0.5 * size[0] - 1e-3
        over_y = abs(other.y_m - y) < half_y + 0.5 * size[1] - 1e-3
        if over_x and over_y:
            return False
    return True


def _contained(design: Design) -> Iterator[Candidate]:
    tried = 0
    for aisle in design.variant.aisles:
        if tried == MOST_CONTAINED:
            return
        try:
            changed, made = contain_aisle(design, aisle.rack_ids)
        except CoolSimError:
            # no two rows that face each other, or panels stand there already
            continue
        tried += 1
        yield Candidate(f"contain:{aisle.id}", f"Contain {aisle.label}", made, changed)


def _blanked(design: Design) -> Iterator[Candidate]:
    changed, ids = design, []
    for rack in design.variant.racks:
        if any(not slot.blanked for slot in rack.slots):
            slots = tuple(slot.model_copy(update={"blanked": True}) for slot in rack.slots)
            changed = update(changed, [rack.id], slots=slots)
            ids.append(rack.id)
    if ids:
        yield Candidate("blank", f"Blank the open slots of {len(ids)} racks", tuple(ids), changed)


def _direct_to_chip(design: Design, density: Density) -> Iterator[Candidate]:
    """The hottest rack on cold plates, where a technology loop is drawn."""
    rack = _hottest(design, density)
    loop = next((loop for loop in design.variant.loops if loop.kind == "technology"), None)
    if rack is None or loop is None or rack.cooling != "air":
        return
    changed = update(design, [rack.id], cooling="cold_plate", liquid={"loop_id": loop.id})
    title = f"Cold plates in {rack.label} on {loop.label}"
    yield Candidate(f"cold_plate:{rack.id}", title, (rack.id,), changed)


def _larger_coolers(design: Design, density: Density) -> Iterator[Candidate]:
    known = {c.id: c.capacity_w for c in density.results.coolers}
    changed, ids = design, []
    for name in _running(design):
        capacity = known.get(name)
        if capacity:
            changed = update(changed, [name], capacity_w=LARGER * capacity)
            ids.append(name)
    if ids:
        title = f"Coolers of {LARGER - 1.0:.0%} more capacity"
        yield Candidate("capacity", title, tuple(ids), changed)


def _colder_loops(design: Design) -> Iterator[Candidate]:
    for loop in design.variant.loops:
        if loop.kind == "technology":
            colder = loop.supply_temperature_c - SUPPLY_K
            changed = update(design, [loop.id], supply_temperature_c=colder)
            title = f"Coolant {SUPPLY_K:g} K colder in {loop.label}"
            yield Candidate(f"coolant:{loop.id}", title, (loop.id,), changed)


def _larger_breakers(design: Design, density: Density) -> Iterator[Candidate]:
    racks = {
        rack.id
        for rack in density.racks
        if rack.binding is not None and rack.binding.limit in ("breaker", "feed")
    }
    named = {rack.feed_id for rack in design.variant.racks if rack.id in racks}
    for feed in design.variant.power.feeds:
        if feed.id in named and feed.breaker_a is not None:
            amps = LARGER * feed.breaker_a
            changed = update_feed(design, feed.id, breaker_a=amps)
            title = f"Breakers of {amps:g} A on {feed.label}"
            yield Candidate(f"breaker:{feed.id}", title, (feed.id,), changed)
