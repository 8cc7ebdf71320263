"""The plant as drawn: what nothing cools, what a machine cannot reach, prices that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import RackLoad
from coolsim.checks.wording import finding, named
from coolsim.design.models import HeatRejection, Variant
from coolsim.design.plant import serving
from coolsim.design.power import PowerElement
from coolsim.results.records import Finding
from coolsim.sentences import quantity

WETTEST_C = 38.0
"""Wet bulb that outdoor air hardly ever reaches: the highest on record is near 36 [deg C]."""
_PRICES = ("usd_kwh", "peak_usd_kwh", "demand_usd_kw_month", "water_usd_m3")


def plant(variant: Variant, catalogue: Catalogue, loads: dict[str, RackLoad]) -> Iterator[Finding]:
    """Yield findings about heat rejection, the design day, prices.

    A design without any rejection is not looked at: its heat leaves at set points that hold.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        loads: Rack loads by rack id.
    """
    yield from _prices(variant, catalogue)
    yield from _design_day(variant)
    rejections = variant.plant.rejections
    if not rejections:
        return
    facility = [loop for loop in variant.loops if loop.kind == "facility"]
    dry = [item for item in variant.coolers if item.loop_id is None and item.running]
    served, (loops, coolers) = serving(
        variant.plant, [loop.id for loop in facility], [cooler.id for cooler in dry]
    )
    lost = [*(item for item in facility if item.id in loops), *(c for c in dry if c.id in coolers)]
    if lost:
        yield finding(
            "plant.not_served",
            "warning",
            lost,
            f"No heat rejection serves {named(lost)}: there is no year of this hall.",
            "Name them in a heat rejection, or leave one without names: it serves the rest.",
        )
    for item in rejections:
        yield from _machines(item, variant, served[item.id])
    yield from _rooms(variant)
    yield from _capacity(variant, loads)


def _rooms(variant: Variant) -> Iterator[Finding]:
    """Heat of other rooms: who takes it, and rooms that nothing stands in."""
    standing: dict[str, list[PowerElement]] = {}
    for element in variant.power.elements:
        if element.room:
            standing.setdefault(element.room, []).append(element)
    named_rooms = {room for item in variant.plant.rejections for room in item.rooms}
    for item in variant.plant.rejections:
        for room in item.rooms:
            if room not in standing:
                yield finding(
                    "plant.room_empty",
                    "warning",
                    [item],
                    f"{item.label} takes the heat of {room}, and no part of the power chain stands "
                    "there.",
                    "Name the room as the power chain does.",
                )
    for room, elements in standing.items():
        if room not in named_rooms:
            yield finding(
                "plant.room_outdoors",
                "note",
                elements,
                f"The losses in {room} load no heat rejection: outdoor air is taken to carry them "
                "away.",
                "Name the room in a heat rejection where chilled water cools it.",
            )


def _prices(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    tariff, footprint = variant.plant.tariff, variant.plant.footprint
    for name in _PRICES:
        price = getattr(tariff, name)
        if price is not None and price < 0.0:
            yield finding(
                "plant.negative_tariff",
                "warning",
                (),
                f"The tariff is negative: {name} is {price:g}; no year is counted with it.",
                "Give a price from zero up.",
            )
    for table, name in (("electricity", tariff.electricity), ("carbon", footprint.carbon)):
        if name not in {entry.id for entry in catalogue.entries(table)}:
            yield finding(
                "plant.unknown_price",
                "warning",
                (),
                f"The catalogue's table {table!r} has no entry {name!r}.",
                f"`coolsim catalogue list {table}` names them.",
            )


def _design_day(variant: Variant) -> Iterator[Finding]:
    dry, wet = variant.site.design_dry_bulb_c, variant.site.design_wet_bulb_c
    if wet is not None and wet > WETTEST_C:
        yield finding(
            "plant.wet_bulb",
            "warning",
            (),
            f"A design wet bulb of {quantity(wet, 'c', 3)} is warmer than outdoor air gets.",
            "Give the wet bulb of the design day, not its dry bulb.",
        )
    elif wet is not None and dry is not None and wet > dry:
        yield finding(
            "plant.wet_bulb",
            "warning",
            (),
            f"The design wet bulb {quantity(wet, 'c', 3)} lies above the dry bulb "
            f"{quantity(dry, 'c', 3)}.",
            "Mend the design day of the site.",
        )


def _machines(
    item: HeatRejection, variant: Variant, served: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[Finding]:
    """What one rejection cannot do as drawn."""
    loops = [loop for loop in variant.loops if loop.id in served[0]]
    if not item.running:
        yield finding("plant.stopped", "note", [item], f"{item.label} does not run.")
    if item.kind == "dx" and loops:
        yield finding(
            "plant.dx_loop",
            "warning",
            [item, *loops],
            f"{item.label} cools room air, and {named(loops)} carries water.",
            "Give the loop a chiller, a tower or a dry cooler.",
        )
    supplies = [loop.supply_temperature_c for loop in loops]
    if item.supply_temperature_c is not None and served[1]:
        supplies.append(item.supply_temperature_c)
    coldest = _coldest_c(item, variant)
    if supplies and coldest is not None and min(supplies) < coldest:
        yield finding(
            "plant.set_point",
            "warning",
            [item, *loops],
            f"{item.label} reaches {quantity(coldest, 'c', 3)} on the design day, and "
            f"{quantity(min(supplies), 'c', 3)} is asked of it.",
            "Raise the set point, or add a chiller.",
        )


def _coldest_c(item: HeatRejection, variant: Variant) -> float | None:
    """What a rejection without compressor supplies on the design day; ``None``: not known."""
    dry, wet = variant.site.design_dry_bulb_c, variant.site.design_wet_bulb_c
    if item.kind == "tower" and wet is not None:
        return wet + item.tower.approach_k + item.economiser.approach_k
    if item.kind == "wet_cooler" and wet is not None:
        return wet + item.tower.approach_k
    if item.kind == "dry_cooler" and dry is not None:
        return dry + item.dry.approach_k
    if item.kind == "adiabatic_cooler" and dry is not None and wet is not None:
        pads = item.dry.pad_effectiveness
        return None if pads is None else dry - pads * (dry - wet) + item.dry.approach_k
    return None


def _capacity(variant: Variant, loads: dict[str, RackLoad]) -> Iterator[Finding]:
    """Capacity drawn against the heat of the racks; sized machines always carry it."""
    rejections = [item for item in variant.plant.rejections if item.running]
    powers = [loads[rack.id].power_w for rack in variant.racks]
    if any(item.capacity_w is None for item in rejections) or None in powers:
        return
    capacity = sum((item.capacity_w or 0.0) * item.duty_machines for item in rejections)
    heat = sum(power or 0.0 for power in powers)
    if capacity < heat:
        yield finding(
            "plant.capacity_short",
            "warning",
            rejections,
            f"Heat rejection carries {quantity(capacity, 'w')} with its duty machines, and the "
            f"racks give {quantity(heat, 'w')}.",
            "Add machines or capacity.",
        )
