"""Coolers and tiles: what they need to work, and which of their figures are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue.contents import CoolerFigures, cooler_figures, tile_loss_coefficient
from coolsim.catalogue.entries import Entry
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.checks.figures import resolve, status, weak
from coolsim.checks.wording import finding, named
from coolsim.design.models import Cooler, Tile, Variant
from coolsim.results.records import Finding
from coolsim.scene.ducts import is_ducted
from coolsim.sentences import quantity

ROOM_COOLER_TYPES: frozenset[str] = frozenset({"crah", "crac", "inrow"})
"""Catalogue types that cool room air."""


_FREE_M = 0.1
"""Free height that an opening in the underside or top needs [m]."""
_RATING_SLACK = 1.005
"""Share of a rating a drawn figure may reach and still be that rating, rounded [-]."""


@dataclass(frozen=True, slots=True)
class CoolerRating:
    """Airflow [m3/s] and net capacity [W] a running cooler is taken with; ``None``: unknown."""

    cooler: Cooler
    airflow_m3_s: float | None
    capacity_w: float | None
    fan_power_w: float | None


def ratings(variant: Variant, catalogue: Catalogue) -> tuple[CoolerRating, ...]:
    """Return the ratings of the running coolers; figures drawn stand in for the machine's."""
    cache: dict[str, CoolerFigures] = {}
    found: list[CoolerRating] = []
    for cooler in variant.coolers:
        if not cooler.running:
            continue
        figures = _figures(cooler, catalogue, cache)
        found.append(
            CoolerRating(
                cooler,
                _either(cooler.airflow_m3_s, figures.airflow_m3_s if figures else None),
                _either(cooler.capacity_w, figures.capacity_w if figures else None),
                _either(cooler.fan_power_w, figures.fan_power_w if figures else None),
            )
        )
    return tuple(found)


def _figures(
    cooler: Cooler, catalogue: Catalogue, cache: dict[str, CoolerFigures]
) -> CoolerFigures | None:
    if cooler.unit is None or cooler.unit not in catalogue:
        return None
    if cooler.unit not in cache:
        cache[cooler.unit] = cooler_figures(catalogue.get(cooler.unit))
    return cache[cooler.unit]


def _either(drawn: float | None, figure: Figure | None) -> float | None:
    if drawn is not None:
        return drawn
    return figure.value if figure is not None else None


def coolers(
    variant: Variant, catalogue: Catalogue, rated: tuple[CoolerRating, ...]
) -> Iterator[Finding]:
    """Yield findings about coolers."""
    yield from _surroundings(variant)
    yield from _openings(variant)
    yield from _shared_returns(variant)
    yield from _machines(variant, catalogue)
    yield from _ratings(rated)
    yield from _over_rating(variant, catalogue)
    stopped = [cooler for cooler in variant.coolers if not cooler.running]
    if stopped:
        yield finding(
            "cooler.stopped",
            "note",
            stopped,
            f"Not running: {named(stopped)}.",
            "Its airflow and capacity do not count.",
        )


def _over_rating(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Coolers asked for more than the machine they name is rated for."""
    cache: dict[str, CoolerFigures] = {}
    over: list[Cooler] = []
    for cooler in variant.coolers:
        figures = _figures(cooler, catalogue, cache)
        if figures is None or not cooler.running:
            continue
        pairs = (
            (cooler.airflow_m3_s, figures.airflow_m3_s.value),
            (cooler.capacity_w, figures.capacity_w.value),
        )
        if any(own and rated and own > rated * _RATING_SLACK for own, rated in pairs):
            over.append(cooler)
    if over:
        yield finding(
            "cooler.over_rating",
            "warning",
            over,
            f"{named(over)}: more airflow or capacity is drawn than the catalogue machine is rated "
            "for.",
            "Leave the figures to the machine, choose a larger one, or leave the unit out.",
        )


def _surroundings(variant: Variant) -> Iterator[Finding]:
    hall = variant.hall
    underfloor = [cooler for cooler in variant.coolers if cooler.discharge == "underfloor"]
    if underfloor and hall.raised_floor_m <= 0.0:
        yield finding(
            "cooler.no_raised_floor",
            "error",
            underfloor,
            f"{named(underfloor)}: supply under the floor, but the hall has no raised floor.",
            "Give the hall a raised floor, or let the cooler blow into the room.",
        )
    elif underfloor and not any(tile.surface == "floor" for tile in variant.tiles):
        yield finding(
            "cooler.no_tiles",
            "warning",
            underfloor,
            f"{named(underfloor)}: supply under the floor, but no tile lets it out; all of it "
            "leaves through leaks.",
            "Place perforated tiles in front of the racks.",
        )
    ducted = [rack for rack in variant.racks if is_ducted(rack)]
    if ducted and hall.ceiling_void_m <= 0.0:
        yield finding(
            "rack.no_ceiling_void",
            "error",
            ducted,
            f"{named(ducted)}: a chimney leads into the ceiling void, but the hall has none.",
            "Give the hall a ceiling void, or let the exhaust leave at the rear.",
        )
    void = [cooler for cooler in variant.coolers if cooler.intake == "ceiling_void"]
    if void and hall.ceiling_void_m <= 0.0:
        yield finding(
            "cooler.no_ceiling_void",
            "error",
            void,
            f"{named(void)}: return through the ceiling void, but the hall has none.",
            "Give the hall a ceiling void, or choose another intake.",
        )
    elif void and not (ducted or any(tile.surface == "ceiling" for tile in variant.tiles)):
        yield finding(
            "cooler.no_grilles",
            "error",
            void,
            f"{named(void)}: return through the ceiling void, but no grille leads into it.",
            "Place ceiling grilles above the hot aisles.",
        )


def _openings(variant: Variant) -> Iterator[Finding]:
    """Units whose openings do not go together, or do not go with where they hang."""
    same = [cooler for cooler in variant.coolers if cooler.discharge == cooler.intake]
    if same:
        yield finding(
            "cooler.one_opening",
            "warning",
            same,
            f"{named(same)}: supply and return are the same opening; it draws its own air.",
            "Let it draw and blow at different sides.",
        )
    hanging = [c for c in variant.coolers if c.z_from_m > 0.0 and c.discharge == "underfloor"]
    if hanging:
        yield finding(
            "cooler.hanging_underfloor",
            "error",
            hanging,
            f"{named(hanging)}: hangs above the floor and cannot blow under it.",
            "Let it blow to its front or down into the room, or set its height above floor to 0.",
        )
    standing = [
        cooler
        for cooler in variant.coolers
        if cooler.z_from_m < _FREE_M and "bottom" in (cooler.discharge, cooler.intake)
    ]
    if standing:
        yield finding(
            "cooler.no_room_below",
            "warning",
            standing,
            f"{named(standing)}: its underside is an opening, less than "
            f"{quantity(_FREE_M, 'm')} above the floor.",
            "Raise its height above floor.",
        )
    ceiling = variant.hall.height_m
    under = [
        cooler
        for cooler in variant.coolers
        if "top" in (cooler.discharge, cooler.intake)
        and ceiling - _FREE_M < cooler.z_from_m + cooler.height_m <= ceiling
    ]
    if under:
        yield finding(
            "cooler.no_room_above",
            "warning",
            under,
            f"{named(under)}: its top is an opening, less than {quantity(_FREE_M, 'm')} below "
            "the ceiling.",
            "Lower it, or let it draw or blow elsewhere; through the ceiling is an intake of its "
            "own.",
        )


def _shared_returns(variant: Variant) -> Iterator[Finding]:
    """Coolers that mix their supply under one floor cannot each hold a return of their own."""
    sharing = [
        cooler
        for cooler in variant.coolers
        if cooler.running
        and cooler.discharge == "underfloor"
        and cooler.return_temperature_c is not None
    ]
    wanted = {cooler.return_temperature_c for cooler in sharing}
    if len(sharing) > 1:
        yield finding(
            "cooler.shared_returns",
            "warning" if len(wanted) > 1 else "note",
            sharing,
            f"{named(sharing)} hold their returns and share the raised floor: their supplies mix, "
            "so that not every return can be held.",
            "Let them hold one supply temperature, or let one of them hold the return.",
        )


def _machines(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    by_unit: dict[str, list[Cooler]] = {}
    for cooler in variant.coolers:
        if cooler.unit is not None:
            by_unit.setdefault(cooler.unit, []).append(cooler)
    for identity, where in by_unit.items():
        entry = resolve(catalogue, identity, ("unit",), where)
        if isinstance(entry, Finding):
            yield entry
            continue
        if entry.word("type") not in ROOM_COOLER_TYPES:
            yield finding(
                "cooler.unit_type",
                "error",
                where,
                f"{entry.name} does not cool room air ({named(where)}).",
                "Choose a CRAH, CRAC, in-row or ceiling cooler.",
            )
        yield from status(entry.name, where, target=entry.is_target, estimate=entry.is_estimate)
        yield from weak(entry.name, _used(entry, where), where)


def _used(entry: Entry, where: list[Cooler]) -> list[tuple[str, Figure]]:
    """The machine's figures that the drawing does not replace everywhere."""
    figures = cooler_figures(entry)
    used: list[tuple[str, Figure]] = []
    if any(cooler.airflow_m3_s is None for cooler in where):
        used.append(("airflow", figures.airflow_m3_s))
    if any(cooler.capacity_w is None for cooler in where):
        used.append(("capacity", figures.capacity_w))
    if any(cooler.fan_power_w is None for cooler in where):
        used.append(("fan power", figures.fan_power_w))
    return used


def _ratings(rated: tuple[CoolerRating, ...]) -> Iterator[Finding]:
    no_air = [rating.cooler for rating in rated if rating.airflow_m3_s is None]
    if no_air:
        yield finding(
            "cooler.airflow_unknown",
            "error",
            no_air,
            f"No airflow: {named(no_air)}.",
            "Give the airflow, or a catalogue unit that states it.",
        )
    no_capacity = [rating.cooler for rating in rated if rating.capacity_w is None]
    if no_capacity:
        yield finding(
            "cooler.capacity_unknown",
            "note",
            no_capacity,
            f"Not checked: capacity of {named(no_capacity)}; no figure is known.",
            "Give the capacity, or a catalogue unit that states it.",
        )
    no_fan = [rating.cooler for rating in rated if rating.fan_power_w is None]
    if no_fan:
        yield finding(
            "cooler.fan_power_unknown",
            "note",
            no_fan,
            f"No fan power: {named(no_fan)}; fan heat is left out of the balance.",
            "Give the fan power, or a catalogue unit that states it.",
        )


def tiles(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings about tiles and grilles."""
    hall = variant.hall
    floor = [tile for tile in variant.tiles if tile.surface == "floor"]
    ceiling = [tile for tile in variant.tiles if tile.surface == "ceiling"]
    if floor and hall.raised_floor_m <= 0.0:
        yield finding(
            "tile.no_raised_floor",
            "error",
            floor,
            f"{named(floor)}: the hall has no raised floor.",
            "Give the hall a raised floor, or delete the tiles.",
        )
    if ceiling and hall.ceiling_void_m <= 0.0:
        yield finding(
            "tile.no_ceiling_void",
            "error",
            ceiling,
            f"{named(ceiling)}: the hall has no ceiling void.",
            "Give the hall a ceiling void, or delete the grilles.",
        )
    yield from _resistance(variant, catalogue)


def _resistance(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    by_unit: dict[str, list[Tile]] = {}
    without: list[Tile] = []
    for tile in variant.tiles:
        if tile.unit is not None:
            by_unit.setdefault(tile.unit, []).append(tile)
        elif tile.loss_coefficient is None and tile.open_fraction is None:
            without.append(tile)
    for identity, where in by_unit.items():
        entry = resolve(catalogue, identity, ("tile",), where)
        if isinstance(entry, Finding):
            yield entry
            continue
        loss = tile_loss_coefficient(entry)
        open_ones = [t for t in where if t.loss_coefficient is None and t.open_fraction is None]
        if not loss.is_known:
            without.extend(open_ones)
        elif open_ones:
            yield from weak(entry.name, (("loss coefficient", loss),), open_ones)
    if without:
        yield finding(
            "tile.no_resistance",
            "error",
            without,
            f"No resistance to air: {named(without)}.",
            "Choose a catalogue tile, or give the open fraction or the loss coefficient.",
        )
