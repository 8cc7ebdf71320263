"""What each rack can be: a cooling method, a server, and how many of it its own limits let in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coolsim.catalogue import Catalogue
from coolsim.catalogue.contents import Unit
from coolsim.catalogue.cooling_choice import with_cooling
from coolsim.catalogue.loads import LoadReader
from coolsim.density.case import make_case
from coolsim.density.choice.records import ChoiceWish, Excluded
from coolsim.density.opening import read_own_limits
from coolsim.design import edits
from coolsim.design.models import Content, CoolingMethod, Design, Rack
from coolsim.errors import CoolSimError, UsageError
from coolsim.simulate import resolve_design

MOST_COUNTS = 10
"""Counts of a server that one rack chooses from, the largest always among them."""
_ON_PLATES: tuple[CoolingMethod, ...] = ("cold_plate", "cold_plate_two_phase")
_IN_AIR: tuple[CoolingMethod, ...] = (
    "air", "rear_door", "immersion", "immersion_two_phase"
)  # fmt: skip
_PLANT_CAPITAL: Mapping[CoolingMethod, str] = {
    "air": "capex_air_plant",
    "rear_door": "capex_air_plant",
    "cold_plate": "capex_dlc_plant",
    "cold_plate_two_phase": "capex_dlc_plant",
    "immersion": "capex_immersion_plant",
    "immersion_two_phase": "capex_immersion_plant",
}
"""Catalogue entry of the cooling plant that takes what a method takes."""


@dataclass(frozen=True, slots=True)
class Option:
    """A number of servers under a cooling method in one rack.

    Attributes:
        method, unit: How it is cooled, and the server; ``None`` for an empty rack.
        units: How many.
        power_w, air_w: Power, and the part of it that stays in the hall's air [W]; what a rear
            door takes is not in the air.
        accelerators: In the rack.
        capital_usd: Cooling plant and silicon, as far as prices are known [USD].
    """

    method: CoolingMethod
    unit: Unit | None
    units: int
    power_w: float
    air_w: float
    accelerators: int
    capital_usd: float


def options_of(
    design: Design, catalogue: Catalogue, wish: ChoiceWish
) -> tuple[dict[str, tuple[Option, ...]], tuple[Excluded, ...]]:
    """Options of every rack that may change, by its id, and what none can have.

    Raises:
        UsageError: A server or rack is unknown.
    """
    reader = LoadReader(catalogue)
    racks = chosen_racks(design, wish)
    found: dict[str, list[Option]] = {rack.id: [_empty(rack)] for rack in racks}
    excluded: list[Excluded] = []
    for unit_id in wish.units:
        unit = reader.unit(unit_id)
        if unit is None or not unit.accelerators:
            raise UsageError(
                f"The catalogue has no server with accelerators {unit_id!r}.",
                where="unit",
                remedy="List them: coolsim catalogue list server",
            )
        for method in wish.methods:
            try:
                counts = _most_units(design, catalogue, [r.id for r in racks], method, unit)
            except CoolSimError as error:
                excluded.append(Excluded(unit_id, method, error.message))
                continue
            if isinstance(counts, str):
                excluded.append(Excluded(unit_id, method, counts))
                continue
            for rack in racks:
                for count in _some(counts[rack.id]):
                    found[rack.id].append(_option(rack, catalogue, wish, method, unit, count))
    return {name: tuple(options) for name, options in found.items()}, tuple(excluded)


def chosen_racks(design: Design, wish: ChoiceWish) -> tuple[Rack, ...]:
    """The racks that may change.

    Raises:
        UsageError: One is unknown.
    """
    known = {rack.id: rack for rack in design.variant.racks}
    for name in wish.racks:
        if name not in known:
            raise UsageError(f"There is no rack {name!r}.", where="rack")
    return tuple(rack for rack in design.variant.racks if not wish.racks or rack.id in wish.racks)


def with_choice(design: Design, catalogue: Catalogue, chosen: Mapping[str, Option]) -> Design:
    """The design with racks filled and cooled as chosen, what their loops need included.

    Raises:
        EditError: No coolant distribution unit fits.
    """
    changed = edits.update_each(design, {name: _filled(option) for name, option in chosen.items()})
    for method in sorted({option.method for option in chosen.values() if option.units}):
        ids = [name for name, o in chosen.items() if o.method == method and o.units]
        changed = with_cooling(changed, catalogue, ids, method)
    return changed


def refilled(design: Design, chosen: Mapping[str, Option]) -> Design:
    """The design with other counts in racks cooled already: what cools them stays as it is."""
    return edits.update_each(design, {name: _filled(option) for name, option in chosen.items()})


def _filled(option: Option) -> dict[str, object]:
    if option.unit is None:
        return {"contents": (), "slots": (), "load_w": 0.0}
    contents = (Content(item=option.unit.id, count=option.units),)
    return {"contents": contents, "slots": (), "load_w": None}


def _empty(rack: Rack) -> Option:
    return Option(rack.cooling, None, 0, 0.0, 0.0, 0, 0.0)


def _most_units(
    design: Design, catalogue: Catalogue, ids: list[str], method: CoolingMethod, unit: Unit
) -> dict[str, int] | str:
    """Servers that each rack's own limits let in, by its id, or why the pair is none.

    Limits in the unit sold: breaker, height, mass, floor load, tank.
    """
    fits = _ON_PLATES if unit.cooling in ("dlc", "hybrid") else _IN_AIR
    if unit.cooling not in ("any", "") and method not in fits:
        return "the server is not made for this method"
    if unit.is_whole_rack and method.startswith("immersion"):
        return "a whole rack does not go into a tank"
    one = Option(method, unit, 1, 0.0, 0.0, 0, 0.0)
    filled = with_choice(design, catalogue, dict.fromkeys(ids, one))
    scene = resolve_design(filled, catalogue)
    case = make_case(filled.variant, scene, catalogue, "uniform", 0.0)
    caps, _ = read_own_limits(case)
    counts: dict[str, int] = {}
    for n, rack in enumerate(case.racks):
        filling = case.fillings[n]
        if rack.id not in ids or filling is None:
            continue
        kinds = {cap.limit for cap in caps[n]}
        if not unit.is_whole_rack and "rack_units" not in kinds:
            return "its height is unknown, so nobody knows how many fit"
        counts[rack.id] = filling.units_within(min(cap.power_w for cap in caps[n]))
    return counts


def _some(most: int) -> Iterator[int]:
    """Counts to choose from, evenly spread where there are many."""
    if most <= MOST_COUNTS:
        yield from range(1, most + 1)
        return
    yield from sorted({round(most * n / MOST_COUNTS) for n in range(1, MOST_COUNTS + 1)})


def _option(
    rack: Rack,
    catalogue: Catalogue,
    wish: ChoiceWish,
    method: CoolingMethod,
    unit: Unit,
    count: int,
) -> Option:
    item = Content(item=unit.id, count=count)
    filled = rack.model_copy(
        update={"cooling": method, "contents": (item,), "slots": (), "load_w": None}
    )
    load = LoadReader(catalogue).rack(filled)
    power = load.power_w or 0.0
    stays = power if load.air_w is None else load.air_w
    air = 0.0 if method == "rear_door" else stays
    prices = dict(wish.prices_usd)
    silicon = prices.get(unit.accelerator_id, 0.0) * count * unit.accelerators
    plant = _plant_usd(catalogue, "air", stays) + _plant_usd(catalogue, method, power - stays)
    return Option(method, unit, count, power, air, count * unit.accelerators, silicon + plant)


def _plant_usd(catalogue: Catalogue, method: CoolingMethod, heat_w: float) -> float:
    """Capital of the plant that takes a heat [USD]; the middle of the catalogue's range."""
    figure = catalogue.get(_PLANT_CAPITAL[method]).figure("usd_per_kw")
    return (figure.value or 0.0) * heat_w / 1e3


def rows_of(racks: Iterable[Rack]) -> tuple[tuple[str, ...], ...]:
    """Racks that stand in one row and face the same way, as ids."""
    rows: dict[tuple[int, float], list[str]] = {}
    for rack in racks:
        quarter = round(rack.heading_deg / 90.0) % 4
        along = rack.x_m if quarter % 2 == 0 else rack.y_m
        rows.setdefault((quarter, round(along, 1)), []).append(rack.id)
    return tuple(tuple(row) for row in rows.values())
