"""Loops as drawn: what hangs on nothing, what nothing drives, what is the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coolsim.catalogue.liquid import CDU_TYPES, cdu_figures
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import RackLoad
from coolsim.checks.figures import resolve
from coolsim.checks.wording import finding, joined, named
from coolsim.design.integrity import loop_references
from coolsim.design.liquid import Cdu, Loop, Pumps
from coolsim.design.models import Item, Rack, Variant
from coolsim.results.records import Finding
from coolsim.sentences import quantity

_LIQUID_METHODS = frozenset(
    {"cold_plate", "cold_plate_two_phase", "immersion", "immersion_two_phase"}
)
_UNIT_TYPES: dict[str, tuple[str, ...]] = {
    "cold_plate": ("cold_plate",),
    "cold_plate_two_phase": ("cold_plate_2p",),
    "immersion": ("immersion_1p",),
    "immersion_two_phase": ("immersion_2p",),
    "door": ("rdhx_active", "rdhx_passive"),
}


def loops(variant: Variant, catalogue: Catalogue, loads: dict[str, RackLoad]) -> Iterator[Finding]:
    """Yield findings about loops, units and connections.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        loads: Rack loads by rack id.
    """
    by_id = {loop.id: loop for loop in variant.loops}
    yield from _without_loop(variant)
    yield from _connections(variant, by_id)
    yield from _unit_entries(variant, catalogue)
    for cdu in variant.cdus:
        yield from _cdu(cdu, by_id, catalogue)
    users = _users(variant)
    for loop in variant.loops:
        yield from _driven(loop, variant, users.get(loop.id, []))
        yield from _redundancy(loop, variant)
    yield from _capacity(variant, catalogue, loads)


def _users(variant: Variant) -> dict[str, list[Item]]:
    """What hangs on each loop; units that drive a technology loop do not."""
    found: dict[str, list[Item]] = {}
    for item in (*variant.racks, *variant.coolers, *variant.cdus):
        for field, loop in loop_references(item):
            if field != "technology_loop_id":
                found.setdefault(loop, []).append(item)
    return found


def _without_loop(variant: Variant) -> Iterator[Finding]:
    """Racks cooled by liquid, and doors, that hang on no loop; connections nothing uses."""
    plates = [rack for rack in variant.racks if rack.cooling in _LIQUID_METHODS]
    doors = [rack for rack in variant.racks if rack.cooling == "rear_door"]
    for racks, end, what in ((plates, "liquid", "cooled by liquid"), (doors, "door", "a door")):
        lost = [rack for rack in racks if _loop_of(rack, end) is None]
        if lost:
            yield finding(
                "rack.no_loop",
                "error",
                lost,
                f"{named(lost)}: {what}, but on no loop.",
                "Assign them to a coolant distribution unit or a loop.",
            )
    idle = [
        rack
        for rack in variant.racks
        if rack.cooling not in _LIQUID_METHODS and _loop_of(rack, "liquid") is not None
    ]
    if idle:
        yield finding(
            "rack.unused_connection",
            "note",
            idle,
            f"{named(idle)}: on a loop, but with nothing inside that the liquid cools.",
            "Choose cold plates or immersion, or take them off the loop.",
        )


def _loop_of(rack: Rack, end: str) -> str | None:
    connection = getattr(rack, end)
    return None if connection is None else connection.loop_id


def _connections(variant: Variant, by_id: dict[str, Loop]) -> Iterator[Finding]:
    """Things on the wrong kind of loop: coils and doors need facility water, plates do not."""
    wrong: dict[tuple[str, str], list[Item]] = {}
    for rack in variant.racks:
        for end, kind in (("liquid", "technology"), ("door", "facility")):
            loop = by_id.get(_loop_of(rack, end) or "")
            # tanks and boiling plates have an exchanger of their own towards the loop
            own = end == "liquid" and rack.cooling != "cold_plate"
            if loop is not None and loop.kind != kind and not own:
                wrong.setdefault((kind, "plates" if end == "liquid" else "doors"), []).append(rack)
    for cooler in variant.coolers:
        loop = by_id.get(cooler.loop_id or "")
        if loop is not None and loop.kind != "facility":
            wrong.setdefault(("facility", "coils"), []).append(cooler)
    for (kind, what), items in wrong.items():
        yield finding(
            "loop.wrong_kind",
            "warning",
            items,
            f"{named(items)}: {what} usually hang on a {kind} loop.",
            "Its water, pressure and temperature must suit them.",
        )


def _unit_entries(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Units named that the catalogue does not have or that are something else."""
    wanted: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for cdu in variant.cdus:
        if cdu.unit:
            types = tuple(name for name, kind in CDU_TYPES.items() if kind == cdu.type)
            wanted.setdefault((cdu.unit, types), []).append(cdu)
    for rack in variant.racks:
        for end, kind in (("liquid", rack.cooling), ("door", "door")):
            connection = getattr(rack, end)
            if connection is not None and connection.unit and kind in _UNIT_TYPES:
                wanted.setdefault((connection.unit, _UNIT_TYPES[kind]), []).append(rack)
    for (identity, types), items in wanted.items():
        entry = resolve(catalogue, identity, ("unit",), items)
        if isinstance(entry, Finding):
            yield entry
        elif entry.word("type") not in types:
            yield finding(
                "loop.unit_type",
                "error",
                items,
                f"{named(items)}: {entry.name} is not made for this.",
                f"Choose a unit of type {joined(types)}.",
            )


def _cdu(cdu: Cdu, by_id: dict[str, Loop], catalogue: Catalogue) -> Iterator[Finding]:
    technology = by_id.get(cdu.technology_loop_id or "")
    facility = by_id.get(cdu.facility_loop_id or "")
    turned = (technology is not None and technology.kind != "technology") or (
        facility is not None and facility.kind != "facility"
    )
    if technology is not None and technology is facility:
        yield finding(
            "cdu.same_loop",
            "error",
            (cdu, technology),
            f"{cdu.label} feeds itself: both of its sides hang on {technology.label}.",
            "Give it two loops: racks on the technology side, the plant on the facility side.",
        )
    elif turned:
        yield finding(
            "cdu.reversed",
            "error",
            (cdu,),
            f"{cdu.label} is the wrong way round: its technology side hangs on a facility loop or "
            "its facility side on a technology loop.",
            "Swap its two loops.",
        )
    if technology is None:
        yield finding(
            "cdu.no_technology_loop",
            "warning",
            (cdu,),
            f"{cdu.label} has no technology loop.",
            "Assign racks to it.",
        )
    if cdu.type == "liquid_to_liquid" and facility is None:
        yield finding(
            "cdu.no_facility_loop",
            "error",
            (cdu,),
            f"Nothing cools {cdu.label}: it hangs on no facility loop.",
            "Give it a facility loop, or choose a liquid-to-air unit.",
        )
    if technology is not None and facility is not None and not turned and cdu.running:
        wanted, supplied = technology.supply_temperature_c, facility.supply_temperature_c
        if wanted <= supplied:
            yield finding(
                "cdu.set_point",
                "error",
                (cdu,),
                f"{cdu.label} cannot supply {quantity(wanted, 'c')}: its facility loop brings "
                f"{quantity(supplied, 'c')}.",
                "Choose a warmer technology supply or colder facility water.",
            )
    if cdu.type == "liquid_to_air" and cdu.running and _airflow_m3_s(cdu, catalogue) is None:
        yield finding(
            "cdu.airflow_unknown",
            "error",
            (cdu,),
            f"{cdu.label} gives its heat to the air, but its airflow is not known.",
            "Give its airflow, or choose a liquid-to-air unit of the catalogue.",
        )
    if not cdu.running:
        yield finding(
            "cdu.stopped", "note", (cdu,), f"Not running: {cdu.label}.",
            "Its pumps and capacity do not count.",
        )  # fmt: skip


def _airflow_m3_s(cdu: Cdu, catalogue: Catalogue) -> float | None:
    if cdu.airflow_m3_s is not None or not cdu.unit or cdu.unit not in catalogue:
        return cdu.airflow_m3_s
    return cdu_figures(catalogue.get(cdu.unit)).airflow_m3_s.value


def _driven(loop: Loop, variant: Variant, users: list[Item]) -> Iterator[Finding]:
    """Whether anything drives a loop, and whether anything hangs on it."""
    if not users:
        yield finding(
            "loop.empty", "note", (loop,), f"Nothing hangs on {loop.label}.",
            "Assign racks, doors, coolers or units to it.",
        )  # fmt: skip
        return
    units = [cdu for cdu in variant.cdus if cdu.technology_loop_id == loop.id]
    if loop.kind == "technology" and not units:
        yield finding(
            "loop.no_unit",
            "error",
            (loop,),
            f"{loop.label} has no coolant distribution unit: nothing drives or cools it.",
            "Place a unit and give it this loop.",
        )
        return
    groups = [(cdu.running, cdu.pumps) for cdu in units] or [(True, loop.pumps)]
    if not any(running and _runs(pumps) for running, pumps in groups):
        yield finding(
            "loop.no_pump",
            "error",
            (loop, *units),
            f"No pump of {loop.label} runs.",
            "Start a unit or a pump.",
        )


def _runs(pumps: Pumps) -> bool:
    return pumps.running != 0 and pumps.installed != 0


def _redundancy(loop: Loop, variant: Variant) -> Iterator[Finding]:
    """Pumps that stand by, as the loop's redundancy asks for; units are judged by capacity."""
    units = [cdu for cdu in variant.cdus if cdu.technology_loop_id == loop.id and cdu.running]
    groups: list[tuple[Any, Pumps]] = [(cdu, cdu.pumps) for cdu in units]
    if loop.kind == "facility":
        groups = [(loop, loop.pumps)]
    for item, pumps in groups:
        if pumps.installed is None or pumps.running is None:
            continue
        spares = {"N": 0, "N+1": 1, "2N": pumps.running}[loop.redundancy]
        if pumps.installed - pumps.running < spares:
            yield finding(
                "loop.redundancy",
                "warning",
                (item,),
                f"{item.label} has {pumps.installed} pumps, {pumps.running} of them running; "
                f"{loop.redundancy} is asked for.",
                "Install more pumps or run fewer.",
            )


def _capacity(
    variant: Variant, catalogue: Catalogue, loads: dict[str, RackLoad]
) -> Iterator[Finding]:
    """Heat on each technology loop against the units that run, and without the largest of them."""
    for loop in variant.loops:
        units = [cdu for cdu in variant.cdus if cdu.technology_loop_id == loop.id and cdu.running]
        heat_w = sum(
            loads[rack.id].to_liquid_w
            for rack in variant.racks
            if _loop_of(rack, "liquid") == loop.id
        )
        if loop.kind != "technology" or not units or heat_w <= 0.0:
            continue
        capacities = [_capacity_w(cdu, catalogue) for cdu in units]
        unknown = [cdu for cdu, value in zip(units, capacities, strict=True) if value is None]
        if unknown:
            yield finding(
                "cdu.capacity_unknown",
                "note",
                unknown,
                f"Not checked: capacity of {named(unknown)}.",
                "Give it, or choose a unit of the catalogue.",
            )
            continue
        known = sorted(value for value in capacities if value is not None)
        spare = {"N": 0, "N+1": 1, "2N": len(known) // 2}[loop.redundancy]
        left = sum(known[: len(known) - spare])
        if sum(known) < heat_w:
            yield finding(
                "loop.capacity_short",
                "warning",
                (loop, *units),
                f"The units of {loop.label} are rated {quantity(sum(known), 'w')} together; up to "
                f"{quantity(heat_w, 'w')} goes into the liquid.",
                "Add a unit or choose larger ones.",
            )
        elif spare and left < heat_w:
            yield finding(
                "loop.redundancy",
                "warning",
                (loop, *units),
                f"Without {spare} of its units {loop.label} is rated {quantity(left, 'w')}; up to "
                f"{quantity(heat_w, 'w')} goes into the liquid, and {loop.redundancy} is asked "
                "for.",
                "Add a unit.",
            )


def _capacity_w(cdu: Cdu, catalogue: Catalogue) -> float | None:
    if cdu.capacity_w is not None:
        return cdu.capacity_w
    if not cdu.unit or cdu.unit not in catalogue:
        return None
    figure = catalogue.get(cdu.unit).figure("q_kw")
    return None if figure.value is None else figure.value * 1e3
