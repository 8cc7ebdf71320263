"""The hall as a whole: air, capacity, envelope, feeds, power cap, floor load, altitude."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.feeds import feed_rating
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import RackLoad
from coolsim.checks.coolers import CoolerRating
from coolsim.checks.figures import resolve
from coolsim.checks.power import power_resolves
from coolsim.checks.wording import finding, joined, named
from coolsim.design.models import Feed, Rack, Variant
from coolsim.results.records import Finding
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.ducts import blows_underfloor, draws_from_void, is_ducted
from coolsim.scene.power import resolve_power
from coolsim.scene.room_sources import resolve_room_sources
from coolsim.sentences import quantity
from coolsim.standards import sustained_breaker_power_w

Loads = dict[str, RackLoad]

_SHORT = 0.98
"""Supply below this share of the demand is a warning."""
_AMPLE = 1.3
"""Supply above this share of the demand is worth a note: the rest bypasses the racks."""
_POWER_TOLERANCE = 1e-9


def hall(
    variant: Variant, catalogue: Catalogue, loads: Loads, rated: tuple[CoolerRating, ...]
) -> Iterator[Finding]:
    """Yield findings about totals and shared limits."""
    yield from _presence(variant, loads)
    yield from _airflow(variant, loads, rated)
    yield from _capacity(variant, catalogue, loads, rated)
    yield from _envelope(variant)
    yield from _feeds(variant, catalogue, loads)
    yield from _power_cap(variant, loads)
    yield from _floor_load(variant, loads)
    yield from _altitude(variant, catalogue)


def _presence(variant: Variant, loads: Loads) -> Iterator[Finding]:
    if not variant.racks:
        yield finding(
            "hall.no_rack", "note", (), "The hall has no racks.", "Place racks on the plan."
        )
    elif not any(cooler.running for cooler in variant.coolers) and any(
        not loads[rack.id].is_empty and loads[rack.id].air_w != 0.0 and not has_door(rack)
        for rack in variant.racks
    ):
        yield finding(
            "hall.no_cooler",
            "error",
            (),
            "The hall has heat but no running cooler.",
            "Place a cooler, or set one running.",
        )


def _demand(variant: Variant, loads: Loads) -> tuple[float, float] | None:
    """Sum of rack airflow [m3/s] and heat to the air [W]; ``None`` where a rack's is unknown.

    Heat behind a rear door does not count: how much the door takes only a solve can tell.
    """
    airflow = heat = 0.0
    for rack in variant.racks:
        load = loads[rack.id]
        if load.airflow_m3_s is None or load.air_w is None:
            return None
        airflow += load.airflow_m3_s
        heat += 0.0 if has_door(rack) else load.air_w
    return airflow, heat


def has_door(rack: Rack) -> bool:
    """Whether a rear door cools what leaves a rack."""
    return rack.cooling == "rear_door" or rack.door is not None


def _airflow(variant: Variant, loads: Loads, rated: tuple[CoolerRating, ...]) -> Iterator[Finding]:
    demand = _demand(variant, loads)
    supplies = [rating.airflow_m3_s for rating in rated]
    if demand is None or demand[0] <= 0.0 or not supplies:
        return
    supply = 0.0
    for airflow in supplies:
        if airflow is None:
            return
        supply += airflow
    share = supply / demand[0]
    text = (
        f"Coolers supply {quantity(supply, 'm3_s')}, racks draw {quantity(demand[0], 'm3_s')} "
        f"({100.0 * share:.0f} % of the demand)"
    )
    if share < _SHORT:
        yield finding(
            "hall.airflow_short",
            "warning",
            [rating.cooler for rating in rated],
            f"{text}: racks make up the rest with their own exhaust.",
            "Add cooler airflow, or lower the rack airflow.",
        )
    elif share > _AMPLE:
        yield finding(
            "hall.airflow_ample",
            "note",
            [rating.cooler for rating in rated],
            f"{text}: the excess returns without passing a rack.",
            "Lower the fan speed to save fan power.",
        )


def _capacity(
    variant: Variant, catalogue: Catalogue, loads: Loads, rated: tuple[CoolerRating, ...]
) -> Iterator[Finding]:
    demand = _demand(variant, loads)
    if demand is None or not rated:
        return
    capacity = fans = 0.0
    for rating in rated:
        if rating.capacity_w is None:
            return
        capacity += rating.capacity_w
        fans += rating.fan_power_w or 0.0
    sources = resolve_room_sources(variant.hall, catalogue, AssumptionLog())
    heat = demand[1] + sum(source.power_w for source in sources)
    heat += _losses_w(variant, catalogue, loads)
    if heat > capacity * (1.0 + _POWER_TOLERANCE):
        yield finding(
            "hall.capacity_short",
            "warning",
            [rating.cooler for rating in rated],
            f"Racks and other sources give off {quantity(heat, 'w')}; the running coolers take out "
            f"{quantity(capacity, 'w')}.",
            "Add coolers, or lower the load.",
        )


def _losses_w(variant: Variant, catalogue: Catalogue, loads: Loads) -> float:
    """Losses of transformers, UPSs, PDUs and busways in the hall, as far as they can be told."""
    if not variant.power.elements or not power_resolves(variant, catalogue):
        return 0.0
    chain = resolve_power(variant, catalogue, AssumptionLog())
    return sum(chain.hall_loss_w([loads[rack.id].power_w or 0.0 for rack in variant.racks]))


def _envelope(variant: Variant) -> Iterator[Finding]:
    """U-values without the temperature beyond: nothing to pass heat to."""
    hall = variant.hall
    for name, u_value, outside_c in (
        ("walls", hall.wall_u_w_m2_k, hall.wall_outside_c),
        ("roof", hall.roof_u_w_m2_k, hall.roof_outside_c),
        ("floor", hall.floor_u_w_m2_k, hall.floor_outside_c),
    ):
        if u_value and outside_c is None:
            yield finding(
                "hall.no_outside_temperature",
                "error",
                (),
                f"The {name} have a U-value, but no temperature beyond."
                if name == "walls"
                else f"The {name} has a U-value, but no temperature beyond.",
                "Give the outside temperature, or leave the U-value empty.",
            )
    running = [cooler for cooler in variant.coolers if cooler.running]
    is_supplied = any(map(blows_underfloor, running))
    is_return = any(map(draws_from_void, running)) or any(map(is_ducted, variant.racks))
    between = [
        f"the {name} past the {space}"
        for name, u_value, space, depth_m, is_solved in (
            ("floor", hall.floor_u_w_m2_k, "raised floor", hall.raised_floor_m, is_supplied),
            ("roof", hall.roof_u_w_m2_k, "ceiling void", hall.ceiling_void_m, is_return),
        )
        if u_value and depth_m > 0.0 and not is_solved
    ]
    if between:
        yield finding(
            "hall.envelope_past_space",
            "note",
            (),
            f"Heat through {joined(between)} goes straight into the air of the room: no machine "
            "moves the air between.",
            "Give a U-value that contains what lies between.",
        )


def _feeds(variant: Variant, catalogue: Catalogue, loads: Loads) -> Iterator[Finding]:
    fed: dict[str, list[Rack]] = {}
    for rack in variant.racks:
        # each of two feeds must carry the rack alone once the other is lost
        for identity in (rack.feed_id, rack.feed_b_id):
            if identity is not None:
                fed.setdefault(identity, []).append(rack)
    known = {feed.id: feed for feed in variant.power.feeds}
    for identity, where in fed.items():
        if identity not in known:
            yield finding(
                "feed.unknown",
                "error",
                where,
                f"{named(where)}: there is no feed {identity!r}.",
                "Choose a feed of this variant.",
            )
    for feed in variant.power.feeds:
        yield from _feed(feed, catalogue, fed.get(feed.id, []), loads)


def _feed(feed: Feed, catalogue: Catalogue, where: list[Rack], loads: Loads) -> Iterator[Finding]:
    if feed.unit is not None:
        entry = resolve(catalogue, feed.unit, ("feed",), (feed,))
        if isinstance(entry, Finding):
            yield entry
            return
    rating = feed_rating(catalogue, feed)
    voltage, amps = rating.voltage_v.value, rating.breaker_a.value
    if voltage is None or amps is None:
        yield finding(
            "feed.rating_unknown",
            "note",
            (feed, *where),
            f"Not checked: breaker of {feed.label}; voltage or breaker size is not given.",
            "Give both, or choose a catalogue feed.",
        )
        return
    sustained_w = sustained_breaker_power_w(
        voltage,
        amps,
        rating.phases,
        rating.power_factor,
        rating.jurisdiction,
        rating.full_rated,
    )
    if feed.per_rack:
        over = [r for r in where if (loads[r.id].power_w or 0.0) > sustained_w * (1.0 + 1e-9)]
        if over:
            most = max(loads[rack.id].power_w or 0.0 for rack in over)
            yield finding(
                "feed.overloaded",
                "warning",
                (*over, feed),
                f"{named(over)}: up to {quantity(most, 'w')} on a breaker of {feed.label} that "
                f"sustains {quantity(sustained_w, 'w')}.",
                "Lower the load, or choose a larger breaker.",
            )
        return
    total = sum(loads[rack.id].power_w or 0.0 for rack in where)
    if total > sustained_w * (1.0 + _POWER_TOLERANCE):
        yield finding(
            "feed.overloaded",
            "warning",
            (feed, *where),
            f"{feed.label} sustains {quantity(sustained_w, 'w')}; its racks draw "
            f"{quantity(total, 'w')}.",
            "Move racks to another feed, or choose a larger breaker.",
        )


def _power_cap(variant: Variant, loads: Loads) -> Iterator[Finding]:
    cap = variant.power.hall_cap_w
    total = sum(load.power_w or 0.0 for load in loads.values())
    if cap is not None and total > cap * (1.0 + _POWER_TOLERANCE):
        yield finding(
            "hall.power_cap",
            "warning",
            (),
            f"The racks draw {quantity(total, 'w')}; the hall may draw {quantity(cap, 'w')}.",
            "Lower the load, or raise the cap.",
        )


def _floor_load(variant: Variant, loads: Loads) -> Iterator[Finding]:
    limit = variant.hall.floor_load_limit_kg_m2
    if limit is None:
        return
    unweighed: list[Rack] = []
    for rack in variant.racks:
        mass = loads[rack.id].contents_mass_kg
        if rack.empty_mass_kg is None or mass is None:
            unweighed.append(rack)
            continue
        load = (rack.empty_mass_kg + mass) / (rack.width_m * rack.depth_m)
        if load > limit * (1.0 + _POWER_TOLERANCE):
            yield finding(
                "rack.floor_load",
                "warning",
                (rack,),
                f"{rack.label} loads the floor with {quantity(load, 'kg_m2')}; it carries "
                f"{quantity(limit, 'kg_m2')}.",
                "Spread the load, or strengthen the floor.",
            )
    if unweighed:
        yield finding(
            "rack.floor_load_unknown",
            "note",
            unweighed,
            f"Not checked: floor load of {named(unweighed)}; a mass is unknown.",
            "Give the empty mass of the rack and the mass of its contents.",
        )


def _altitude(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    altitude = variant.site.altitude_m
    classes = dict.fromkeys(
        [variant.settings.air_class, *(rack.air_class for rack in variant.racks if rack.air_class)]
    )
    for air_class in classes:
        highest = catalogue.get(air_class).figure("altitude_max_m").value
        if highest is not None and altitude > highest:
            yield finding(
                "hall.altitude",
                "warning",
                (),
                f"Air class {air_class} ends at {quantity(highest, 'm')}; the site lies at "
                f"{quantity(altitude, 'm')}.",
                "The derating is carried on beyond the class; ask the maker.",
            )
