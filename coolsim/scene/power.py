"""Resolving the power chain: loss laws and ratings from the catalogue and from what was drawn."""

from __future__ import annotations

from dataclasses import replace

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.conversions import derived, in_si
from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.feeds import feed_rating
from coolsim.design.models import Feed, PowerElement, Rack, Variant
from coolsim.equipment.conversion import (
    LossLaw,
    constant_efficiency,
    fit_loss_law,
    transformer_law,
)
from coolsim.equipment.power_chain import METER
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power_records import (
    BALANCED,
    UNKNOWN_PHASE,
    SceneElement,
    SceneFeed,
    ScenePower,
)
from coolsim.standards import sustained_breaker_power_w

BUSWAY_LOSS_ID = "pdu"
"""Catalogue entry of the losses of a busway or PDU that is named by its current alone."""
_SPARE = {"N": 0, "N+1": 1}
_J_KWH = 3.6e6


def resolve_power(
    variant: Variant, catalogue: Catalogue, log: AssumptionLog, fans_w: float = 0.0
) -> ScenePower:
    """Resolve the power chain of a variant.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        log: Where the figures used are noted.
        fans_w: Fan power of the coolers as drawn [W].

    Raises:
        CatalogueError: For an id the catalogue does not have.
        SolveError: For an efficiency that cannot be.
    """
    power = variant.power
    ordered = _children_first(power.elements)
    place = {element.id: index for index, element in enumerate(ordered)}
    parents: dict[str | None, int] = {None: METER}
    parents.update(place)
    feeds = {feed.id: index for index, feed in enumerate(power.feeds)}
    return ScenePower(
        elements=tuple(
            _element(element, catalogue, log, parents[element.supply_id]) for element in ordered
        ),
        feeds=tuple(_feed(feed, catalogue, parents[feed.supply_id]) for feed in power.feeds),
        rack_feeds=tuple(
            tuple(feeds[name] for name in (rack.feed_id, rack.feed_b_id) if name in feeds)
            for rack in variant.racks
        ),
        rack_phases=tuple(_phase(rack, power.feeds, feeds) for rack in variant.racks),
        cooling_parent=parents[power.cooling_supply_id],
        fans_w=fans_w,
    )


def _children_first(elements: tuple[PowerElement, ...]) -> list[PowerElement]:
    """The elements, each before the one that supplies it."""
    by_id = {element.id: element for element in elements}

    def depth(element: PowerElement) -> int:
        return 0 if element.supply_id is None else 1 + depth(by_id[element.supply_id])

    return sorted(elements, key=depth, reverse=True)


def _phase(rack: Rack, feeds: tuple[Feed, ...], index: dict[str, int]) -> int:
    if rack.phase is not None:
        return ("L1", "L2", "L3").index(rack.phase)
    named = [feeds[index[name]] for name in (rack.feed_id, rack.feed_b_id) if name in index]
    return UNKNOWN_PHASE if any(feed.phases == 1 for feed in named) else BALANCED


def _feed(feed: Feed, catalogue: Catalogue, parent: int) -> SceneFeed:
    rating = feed_rating(catalogue, feed)
    voltage, amps = rating.voltage_v.value, rating.breaker_a.value
    sustained = full = unknown("w", "voltage or breaker rating is not given")
    if voltage is not None and amps is not None:
        rules = [(rating.full_rated, rating.jurisdiction), (True, rating.jurisdiction)]
        sustained, full = (
            Figure(
                sustained_breaker_power_w(
                    voltage, amps, rating.phases, rating.power_factor, jurisdiction, rated
                ),
                "w",
                feed.unit or "design",
                rating.breaker_a.confidence,
            )
            for rated, jurisdiction in rules
        )
    curve = tuple((point.current_fraction, point.seconds) for point in feed.trip_curve)
    return SceneFeed(
        feed.id, feed.label, parent, feed.per_rack, rating.phases, sustained, full, curve
    )


def _element(
    element: PowerElement, catalogue: Catalogue, log: AssumptionLog, parent: int
) -> SceneElement:
    entry = catalogue.get(element.unit) if element.unit else None
    rated = _rated(element, entry)
    if rated.is_known:
        log.note(element.id, element.label, "rated power of one unit", rated)
    law, note = _law(element, entry, catalogue, log, rated.value)
    spare = element.units // 2 if element.redundancy == "2N" else _SPARE[element.redundancy]
    energy, most = _battery(element, catalogue, log)
    return SceneElement(
        id=element.id,
        name=element.label,
        kind=element.kind,
        room=element.room.strip(),
        parent=parent,
        units=element.units,
        spare=spare,
        rated=rated,
        law=law,
        law_note=note,
        battery_j=energy,
        battery_w=most,
        battery=element.battery or "",
    )


def _rated(element: PowerElement, entry: Entry | None) -> Figure:
    """What one unit delivers for good: drawn, by its current, or the catalogue's."""
    if element.rated_w is not None:
        return Figure(element.rated_w, "w", "design", "design")
    nominal = entry if entry is not None and entry.table == "feed" else None
    voltage = _drawn_or_plain(element.voltage_v, nominal, "volts")
    amps = _drawn_or_plain(element.current_a, nominal, "amps")
    if voltage is not None and amps is not None:
        value = sustained_breaker_power_w(
            voltage,
            amps,
            1 if nominal is not None and nominal.count("phases") == 1 else 3,
            element.power_factor,
            element.jurisdiction,
            element.full_rated,
        )
        rule = "100 % rated" if element.full_rated else "continuous load"
        source = f"{element.unit or 'design'}, {element.jurisdiction} {rule}"
        return Figure(value, "w", source, "design" if nominal is None else "standard")
    if entry is not None and entry.figure("rated_w").is_known:
        return in_si(entry.figure("rated_w"))
    return unknown("w", "no rated power is given")


def _drawn_or_plain(drawn: float | None, entry: Entry | None, key: str) -> float | None:
    if drawn is not None or entry is None:
        return drawn
    value = entry.plain.get(key)
    return float(value) if isinstance(value, int | float) else None


def _law(
    element: PowerElement,
    entry: Entry | None,
    catalogue: Catalogue,
    log: AssumptionLog,
    rated_w: float | None,
) -> tuple[LossLaw | None, str]:
    """The loss law, and where it is from or why it is not known."""
    if element.efficiency_fraction is not None:
        return constant_efficiency(element.efficiency_fraction), "efficiency as drawn"
    if element.load_loss_w is not None and element.no_load_loss_w is not None:
        if rated_w is None:
            return None, "losses are given, but no rated power"
        return transformer_law(element.no_load_loss_w, element.load_loss_w, rated_w), "as drawn"
    if entry is not None and entry.table == "feed":
        entry = catalogue.get(BUSWAY_LOSS_ID)
    if entry is not None and element.kind == "ups" and element.mode == "eco":
        other = entry.word("eco_mode")
        if not other:
            return None, f"{entry.name} has no figures for eco mode"
        entry = catalogue.get(other)
    if entry is None:
        return None, "no unit, efficiency or losses are given"
    law, note = loss_law_of(entry, element.id, element.label, log)
    if law is not None and law.needs_rating and rated_w is None:
        return None, "its part-load curve needs a rated power"
    return law, note


def loss_law_of(
    entry: Entry, object_id: str, name: str, log: AssumptionLog
) -> tuple[LossLaw | None, str]:
    """The loss law of a catalogue conversion: its curve, else its one efficiency.

    Raises:
        SolveError: For an efficiency that cannot be, naming the entry.
    """
    try:
        return _law_of(entry, object_id, name, log)
    except SolveError as error:
        raise SolveError(str(error.message), where=entry.name, remedy=error.remedy) from error


def _law_of(
    entry: Entry, object_id: str, name: str, log: AssumptionLog
) -> tuple[LossLaw | None, str]:
    table = entry.tables.get("load_eff")
    if table is not None:
        points = [(float(row[0]), float(row[1])) for row in table.rows]
        law = fit_loss_law(points)
        note = (
            f"part-load curve, {len(points)} points, met within {100 * law.fit_error_fraction:.2f} "
            "percentage points"
        )
        at_most = max(points)
        figure = Figure(at_most[1], "", table.source, table.confidence, note=note)
        log.note(object_id, name, f"efficiency at {at_most[0]:.0%} load, {entry.name}", figure)
        return law, f"{entry.name}: {note}"
    figure = entry.figure("eff")
    if figure.value is None:
        return None, f"{entry.name} has no efficiency"
    log.note(object_id, name, f"efficiency at every load, {entry.name}", figure)
    return constant_efficiency(figure.value), f"{entry.name}: one efficiency for every load"


def _battery(
    element: PowerElement, catalogue: Catalogue, log: AssumptionLog
) -> tuple[Figure, Figure]:
    """Energy [J] and highest power [W] of all batteries of an element."""
    none = unknown("j", "no battery"), unknown("w", "no battery")
    if element.battery is None:
        return none
    entry = catalogue.get(element.battery)
    energy, power = entry.figure("energy_kwh"), in_si(entry.figure("p_w"))
    if energy.value is None:
        stored = unknown("j", f"{entry.name} has no energy")
    else:
        total = energy.value * _J_KWH * element.batteries
        stored = derived(total, "j", f"{element.batteries} of them", energy)
        log.note(element.id, element.label, f"energy of {entry.name}", stored)
    if power.value is None:
        return stored, replace(power, note="no highest power")
    return stored, derived(power.value * element.batteries, "w", "all of them", power)
