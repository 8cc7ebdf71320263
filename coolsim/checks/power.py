"""The power chain as drawn: entries that are not there, figures not given, paths that are one."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.loading import Catalogue
from coolsim.checks.figures import resolve
from coolsim.checks.wording import finding, named
from coolsim.design.models import Power, PowerElement, Rack, Variant
from coolsim.errors import SolveError
from coolsim.results.records import Finding
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power import resolve_power
from coolsim.scene.power_records import UNKNOWN_PHASE, ScenePower


def power(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings about transformers, UPSs, PDUs and busways and what hangs on them.

    Loads against ratings are told where the hall is solved.
    """
    broken = list(_entries(variant.power, catalogue))
    yield from broken
    if broken or not _feeds_known(variant.power, catalogue):
        return
    try:
        chain = resolve_power(variant, catalogue, AssumptionLog())
    except SolveError as error:
        yield finding("power.curve", "error", (), str(error), "Correct the catalogue entry.")
        return
    yield from _paths(variant, chain)
    if variant.power.elements:
        yield from _unknown(variant, chain)
        yield from _idle(variant.power)


def power_resolves(variant: Variant, catalogue: Catalogue) -> bool:
    """Whether every entry of the chain is there and can be read."""
    if any(_entries(variant.power, catalogue)) or not _feeds_known(variant.power, catalogue):
        return False
    try:
        resolve_power(variant, catalogue, AssumptionLog())
    except SolveError:
        return False
    return True


def _entries(drawn: Power, catalogue: Catalogue) -> Iterator[Finding]:
    """Catalogue entries that are not there or of another kind."""
    for element in drawn.elements:
        tables = ("conversion", "feed") if element.kind in ("pdu", "busway") else ("conversion",)
        for identity, allowed in ((element.unit, tables), (element.battery, ("battery",))):
            if identity is not None:
                entry = resolve(catalogue, identity, allowed, (element,))
                if isinstance(entry, Finding):
                    yield entry
    for identity, what in (
        (drawn.rack_supply, "The racks' supplies"),
        (drawn.regulator, "The regulators"),
    ):
        if identity is None:
            continue
        if identity not in catalogue or catalogue.get(identity).table != "conversion":
            yield finding(
                "catalogue.unknown",
                "error",
                (),
                f"{what}: the catalogue has no conversion {identity!r}.",
                "Choose another entry, or add it to the design's own catalogue.",
            )


def _feeds_known(drawn: Power, catalogue: Catalogue) -> bool:
    """Whether every feed's entry is there; where not, the check of feeds tells it."""
    return all(
        feed.unit is None or (feed.unit in catalogue and catalogue.get(feed.unit).table == "feed")
        for feed in drawn.feeds
    )


def _paths(variant: Variant, chain: ScenePower) -> Iterator[Finding]:
    """Racks whose two feeds hang on one element: its loss takes both."""
    by_element: dict[int, list[Rack]] = {}
    for rack, feeds in zip(variant.racks, chain.rack_feeds, strict=True):
        if len(feeds) == 2:
            ways = [chain.supplies_of(chain.feeds[feed].parent) for feed in feeds]
            for index in ways[0] & ways[1]:
                by_element.setdefault(index, []).append(rack)
    elements = {element.id: element for element in variant.power.elements}
    for index, racks in sorted(by_element.items()):
        element = elements[chain.elements[index].id]
        yield finding(
            "power.common_path",
            "warning",
            (element, *racks),
            f"Both feeds of {named(racks)} hang on {element.label}: its loss takes both.",
            "Hang one of the feeds on a path of its own.",
        )


def _unknown(variant: Variant, chain: ScenePower) -> Iterator[Finding]:
    elements = {element.id: element for element in variant.power.elements}
    unrated = [elements[item.id] for item in chain.elements if item.capacity_w is None]
    if unrated:
        yield finding(
            "power.rating_unknown",
            "note",
            unrated,
            f"Not checked: load of {named(unrated)}; no rated power is given.",
            "Give the rated power of one unit, or voltage and current of a PDU or busway.",
        )
    for item in chain.elements:
        if item.law is None:
            yield finding(
                "power.losses_unknown",
                "note",
                (elements[item.id],),
                f"Not known: losses of {item.name}, which count as none ({item.law_note}).",
                "Choose a catalogue unit with its rated power, or give efficiency or losses.",
            )
    silent = [
        rack
        for rack, phase in zip(variant.racks, chain.rack_phases, strict=True)
        if phase == UNKNOWN_PHASE
    ]
    if silent:
        yield finding(
            "power.phase_unknown",
            "note",
            silent,
            f"Not checked: phases that load {named(silent)}; the feed has one, not said which.",
            "Give the phase of the rack.",
        )


def _idle(drawn: Power) -> Iterator[Finding]:
    supplying = {feed.supply_id for feed in drawn.feeds}
    supplying |= {element.supply_id for element in drawn.elements} | {drawn.cooling_supply_id}
    idle: list[PowerElement] = [item for item in drawn.elements if item.id not in supplying]
    if idle:
        yield finding(
            "power.unused",
            "note",
            idle,
            f"Nothing hangs on {named(idle)}.",
            "Let a feed or an element be supplied by it, or delete it.",
        )
