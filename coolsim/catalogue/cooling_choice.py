"""Giving racks another cooling method with all that it needs: loops, a unit sized by load.

What is drawn already is used where it fits; what is missing is made with stated defaults, and the
engineer changes it afterwards. Every function takes a design and gives a new one, as edits do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from coolsim.catalogue.entries import Entry
from coolsim.catalogue.liquid import CDU_TYPES, cdu_figures
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design import edits
from coolsim.design.edits_liquid import NEW_TECHNOLOGY_COOLANT
from coolsim.design.free_place import free_spot
from coolsim.design.liquid import Cdu, LiquidConnection, Loop
from coolsim.design.models import CoolingMethod, Design, Rack
from coolsim.errors import EditError

METHODS: tuple[CoolingMethod, ...] = (
    "air",
    "rear_door",
    "cold_plate",
    "cold_plate_two_phase",
    "immersion",
    "immersion_two_phase",
)
"""Every cooling method, in the order of the picker."""
WARM_WATER_C, CHILLED_WATER_C, TECHNOLOGY_C = 30.0, 18.0, 36.0
"""Supply of a new facility loop for units and tanks, of one for doors, of a technology loop."""
WARMEST_FOR_DOORS_C = 24.0
"""Rear doors are hung on a facility loop up to this supply; warmer water takes little from air."""
LEAST_APPROACH_K = 6.0
"""A new technology loop is set this much above its facility loop."""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A coolant distribution unit of the catalogue, how many of it, and what each is rated [W]."""

    entry: Entry
    count: int
    capacity_w: float


def choose_unit(catalogue: Catalogue, heat_w: float, approach_k: float) -> UnitChoice:
    """The smallest liquid-to-liquid unit that carries a heat; several of the largest beyond it.

    Only units whose capacity, approach and flow are known count, rated at no more than the approach
    there is.

    Raises:
        EditError: If the catalogue has none.
    """
    known: list[tuple[float, str, Entry]] = []
    for entry in catalogue.entries("unit"):
        if entry.word("type") != "cdu_l2l":
            continue
        figures = cdu_figures(entry)
        capacity, rated, flow = (
            figures.capacity_w.value,
            figures.approach_k.value,
            figures.technology_m3_s.value,
        )
        if capacity and flow and rated and rated <= approach_k:
            known.append((capacity, entry.id, entry))
    if not known:
        raise EditError(
            f"No coolant distribution unit of the catalogue is rated at {approach_k:g} K or less.",
            remedy="Place a unit and give its capacity, approach and flow.",
        )
    known.sort(key=lambda item: item[:2])
    for capacity, _, entry in known:
        if capacity >= heat_w:
            return UnitChoice(entry, 1, capacity)
    capacity, _, entry = known[-1]
    return UnitChoice(entry, math.ceil(heat_w / capacity), capacity)


def add_facility_loop(design: Design, supply_c: float = WARM_WATER_C) -> tuple[Design, str]:
    """Add a facility loop of plain water; returns its id too."""
    name = "Chilled water" if supply_c < WARMEST_FOR_DOORS_C else "Facility water"
    return edits.place(
        design,
        "loop",
        name=_free_name(design, name),
        kind="facility",
        supply_temperature_c=supply_c,
    )


def add_technology_loop(
    design: Design, catalogue: Catalogue, ids: Iterable[str] = ()
) -> tuple[Design, str]:
    """Add a technology loop with units sized for racks, fed by a facility loop.

    The racks are hung on it; with none, the smallest unit is placed. Units stand at the nearest
    free spot. A facility loop is made where the design has none.

    Returns:
        The design and the id of the technology loop.

    Raises:
        EditError: If the catalogue has no unit that fits.
    """
    chosen = _racks(design, ids)
    heat_w = _heat_w(design, catalogue, chosen)
    design, facility_id = _facility_for_units(design)
    facility = edits.find(design, facility_id)
    assert isinstance(facility, Loop)
    supply_c = max(TECHNOLOGY_C, facility.supply_temperature_c + LEAST_APPROACH_K)
    design, loop_id = edits.place(
        design,
        "loop",
        name=_free_name(design, "Technology loop"),
        coolant=NEW_TECHNOLOGY_COOLANT,
        supply_temperature_c=supply_c,
    )
    choice = choose_unit(catalogue, heat_w, supply_c - facility.supply_temperature_c)
    near = _middle(design, chosen)
    for _ in range(choice.count):
        design = _with_unit(design, choice.entry, loop_id, facility_id, near)
    if chosen:
        design = edits.assign_to_loop(design, [rack.id for rack in chosen], loop_id, "liquid")
    return design, loop_id


def with_cooling(
    design: Design, catalogue: Catalogue, ids: Iterable[str], method: CoolingMethod
) -> Design:
    """Cool racks by a method, with the loops it needs.

    ========================  ====================================================================
    method                    hangs on
    ========================  ====================================================================
    air                       nothing; former connections are dropped
    rear door                 the coldest facility loop up to 24 degC, else new chilled water
    cold plates, both kinds   the nearest technology loop whose units still have room for the heat,
                              else a new one with a unit
    immersion, both kinds     the warmest facility loop that units hang on, else new facility water
    ========================  ====================================================================

    A rack that has the connection already keeps it. Equipment named for another method is dropped.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        ids: Racks, or aisles and groups of them.
        method: The method wanted.

    Raises:
        EditError: If an object is no rack, or no unit fits.
    """
    racks = _racks(design, ids)
    end = {"air": None, "rear_door": "door"}.get(method, "liquid")
    changes: dict[str, dict[str, object]] = {}
    for rack in racks:
        kept: LiquidConnection | None = getattr(rack, end) if end else None
        if kept is not None and rack.cooling != method:
            kept = kept.model_copy(update={"unit": None, "dielectric": None})
        changes[rack.id] = {"cooling": method, "liquid": None, "door": None}
        if end:
            changes[rack.id][end] = kept
    design = edits.update_each(design, changes)
    if end is None:
        return design
    loose = [rack.id for rack in racks if not _fits(design, rack.id, end, method)]
    if not loose:
        return design
    if method == "rear_door":
        design, loop_id = _facility_for_doors(design)
        return edits.assign_to_loop(design, loose, loop_id, "door")
    if method.startswith("immersion"):
        design, loop_id = _facility_for_units(design)
        return edits.assign_to_loop(design, loose, loop_id, "liquid")
    roomy = _roomy_loop(design, catalogue, loose)
    if roomy is not None:
        return edits.assign_to_loop(design, loose, roomy, "liquid")
    return add_technology_loop(design, catalogue, loose)[0]


def _racks(design: Design, ids: Iterable[str]) -> list[Rack]:
    found = [edits.find(design, identity) for identity in sorted(edits.placed_ids(design, ids))]
    for item in found:
        if not isinstance(item, Rack):
            raise EditError(f"{item.label} is no rack.", where=item.id)
    return [item for item in found if isinstance(item, Rack)]


def _fits(design: Design, rack_id: str, end: str, method: str) -> bool:
    """Whether a rack hangs on a loop of the kind its method usually hangs on."""
    connection: LiquidConnection | None = getattr(edits.find(design, rack_id), end)
    loops = {loop.id: loop for loop in design.variant.loops}
    loop = loops.get((connection.loop_id if connection else None) or "")
    if loop is None:
        return False
    if method.startswith("immersion"):
        return True
    return loop.kind == ("facility" if end == "door" else "technology")


def _heat_w(design: Design, catalogue: Catalogue, racks: Iterable[Rack]) -> float:
    reader = LoadReader(catalogue)
    return sum(reader.rack(rack).to_liquid_w for rack in racks)


def _facility_for_units(design: Design) -> tuple[Design, str]:
    """The warmest facility loop, which is the cheapest to cool; a new one where there is none."""
    loops = [loop for loop in design.variant.loops if loop.kind == "facility"]
    if not loops:
        return add_facility_loop(design)
    return design, max(loops, key=lambda loop: loop.supply_temperature_c).id


def _facility_for_doors(design: Design) -> tuple[Design, str]:
    loops = [loop for loop in design.variant.loops if loop.kind == "facility"]
    cold = [loop for loop in loops if loop.supply_temperature_c <= WARMEST_FOR_DOORS_C]
    if not cold:
        return add_facility_loop(design, CHILLED_WATER_C)
    return design, min(cold, key=lambda loop: loop.supply_temperature_c).id


def _roomy_loop(design: Design, catalogue: Catalogue, ids: list[str]) -> str | None:
    """The technology loop nearest to racks whose running units can carry their heat as well."""
    variant = design.variant
    racks = _racks(design, ids)
    heat_w, near = _heat_w(design, catalogue, racks), _middle(design, racks)
    found: list[tuple[float, str]] = []
    for loop in variant.loops:
        units = [unit for unit in variant.cdus if unit.technology_loop_id == loop.id]
        running = [unit for unit in units if unit.running]
        if loop.kind != "technology" or not running:
            continue
        capacities = [_capacity_w(unit, catalogue) for unit in running]
        own = {unit.id for unit in variant.racks if unit.liquid and unit.liquid.loop_id == loop.id}
        there_w = _heat_w(design, catalogue, _racks(design, own - set(ids)))
        if any(capacity is None for capacity in capacities):
            continue
        if sum(capacity or 0.0 for capacity in capacities) >= there_w + heat_w:
            away = min(math.dist((unit.x_m, unit.y_m), near) for unit in running)
            found.append((away, loop.id))
    return min(found)[1] if found else None


def _capacity_w(unit: Cdu, catalogue: Catalogue) -> float | None:
    if unit.capacity_w is not None:
        return unit.capacity_w
    if not unit.unit or unit.unit not in catalogue:
        return None
    return cdu_figures(catalogue.get(unit.unit)).capacity_w.value


def cdu_fields(entry: Entry) -> dict[str, object]:
    """Fields of a unit drawn from a catalogue entry: type, entry, and its footprint if known."""
    kind = CDU_TYPES[entry.word("type")]
    return {"unit": entry.id, "type": kind, **footprint_fields(entry)}


def footprint_fields(entry: Entry) -> dict[str, object]:
    """Width, depth and height of a machine, as far as the catalogue has them."""
    fields: dict[str, object] = {}
    for name in ("width", "depth", "height"):
        millimetres = entry.figure(f"{name}_mm").value
        if millimetres:
            fields[f"{name}_m"] = millimetres / 1e3
    return fields


def _with_unit(
    design: Design, entry: Entry, loop_id: str, facility_id: str, near: tuple[float, float]
) -> Design:
    fields = cdu_fields(entry)
    blank = Cdu(id="cdu-0000", x_m=0.0, y_m=0.0)
    width = fields.get("width_m", blank.width_m)
    depth = fields.get("depth_m", blank.depth_m)
    assert isinstance(width, float)
    assert isinstance(depth, float)
    x_m, y_m, heading = free_spot(design.variant, width, depth, near)
    return edits.place(
        design,
        "cdu",
        x_m,
        y_m,
        **fields,
        name=f"CDU {len(design.variant.cdus) + 1}",
        heading_deg=heading,
        technology_loop_id=loop_id,
        facility_loop_id=facility_id,
    )[0]


def _middle(design: Design, racks: list[Rack]) -> tuple[float, float]:
    if not racks:
        return design.variant.hall.length_m / 2.0, design.variant.hall.width_m / 2.0
    xs, ys = [rack.x_m for rack in racks], [rack.y_m for rack in racks]
    return sum(xs) / len(xs), sum(ys) / len(ys)


def _free_name(design: Design, wanted: str) -> str:
    taken = {loop.name for loop in design.variant.loops}
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted} {number}" in taken:
        number += 1
    return f"{wanted} {number}"
