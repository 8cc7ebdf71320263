"""What the power chain leaves to be told: overloads with their remedy, and what is not checked."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.design.models import Power
from coolsim.results.power import ElementLoad, FeedLoad, PowerResults
from coolsim.results.records import Finding
from coolsim.sentences import quantity

_MORE = 1e-9
"""Share of a rating that is round-off [-]."""
_REMEDY = {
    "transformer": "Choose a larger transformer or a second one, or lower the load.",
    "ups": "Add a unit or choose larger ones, or move racks to another UPS.",
    "pdu": "Choose a larger PDU, or move feeds to another one.",
    "busway": "Choose a busway for a higher current, or move feeds to another one.",
}
_NAMED = 3


def power_findings(results: PowerResults, power: Power) -> Iterator[Finding]:
    """Findings about a solved power chain.

    ==========================  ========  ========================================================
    code                        severity  meaning
    ==========================  ========  ========================================================
    power.overload              warning   an element delivers more than its rating
    power.overload_after_loss   warning   it would after the loss of another
    power.feed_after_loss       warning   a breaker would carry more than it sustains
    power.phase_overload        warning   one phase carries more than its third
    power.imbalance             warning   phases loaded more unevenly than the design allows
    power.peak                  warning   short peaks above what a breaker carries
    power.grid_cap              warning   the site draws more than it may
    power.battery_short         warning   batteries deliver less than their UPS needs
    power.dark_after_loss       note      racks without power after one loss
    power.not_checked           note      a rating, loss, phase or peak is not known
    ==========================  ========  ========================================================
    """
    for element in results.elements:
        yield from _element(element)
    for feed in results.feeds:
        yield from _feed(feed, power)
    loads: list[FeedLoad | ElementLoad] = [*results.feeds, *results.elements]
    for load in loads:
        yield from _phases(load, power.imbalance_limit_fraction)
    if results.grid_cap_w is not None and results.meter_w > results.grid_cap_w * (1.0 + _MORE):
        yield Finding(
            "power.grid_cap",
            "warning",
            (),
            f"Racks, losses, fans and pumps draw {quantity(results.meter_w, 'w')} at the meter; "
            f"the grid allows {quantity(results.grid_cap_w, 'w')}, heat rejection not counted.",
            "Lower the load or the losses, or ask for a larger connection.",
        )
    yield from _batteries(results)
    yield from _dark(results)
    yield from _not_checked(results, power)


def _element(load: ElementLoad) -> Iterator[Finding]:
    if load.capacity_w is None:
        return
    most = load.capacity_w * (1.0 + _MORE)
    if load.output_w > most:
        yield Finding(
            "power.overload",
            "warning",
            (load.id,),
            f"{load.name} delivers {quantity(load.output_w, 'w')}; it is good for "
            f"{quantity(load.capacity_w, 'w')} with its spare units out of use.",
            _REMEDY[load.kind],
        )
    elif load.after_loss_w > most:
        yield Finding(
            "power.overload_after_loss",
            "warning",
            (load.id,),
            f"After the loss of {load.after_loss_of}, {load.name} would deliver "
            f"{quantity(load.after_loss_w, 'w')}; it is good for {quantity(load.capacity_w, 'w')}.",
            _REMEDY[load.kind],
        )


def _feed(load: FeedLoad, power: Power) -> Iterator[Finding]:
    sustained = load.sustained_w
    if sustained is not None and load.after_loss_w > sustained * (1.0 + _MORE) >= load.output_w:
        yield Finding(
            "power.feed_after_loss",
            "warning",
            (load.id,),
            f"After the loss of {load.after_loss_of}, {load.name} would carry "
            f"{quantity(load.after_loss_w, 'w')}; its breaker sustains {quantity(sustained, 'w')}.",
            "Choose a larger breaker, or give the racks less load on this feed.",
        )
    if load.peak == "exceeded" and load.peak_w is not None and load.rating_w is not None:
        lasting = "" if power.peak_seconds is None else f" for {quantity(power.peak_seconds, 's')}"
        yield Finding(
            "power.peak",
            "warning",
            (load.id,),
            f"{load.name}: short peaks reach {quantity(load.peak_w, 'w')}{lasting} on a breaker "
            f"rated for {quantity(load.rating_w, 'w')}, more than it is known to carry.",
            "Choose a larger breaker, give its trip curve, or smooth the racks' power.",
        )


def _phases(load: FeedLoad | ElementLoad, limit: float) -> Iterator[Finding]:
    uneven, highest = load.imbalance_fraction, load.highest_phase_w
    if uneven is None or highest is None:
        return
    most = load.sustained_w if isinstance(load, FeedLoad) else load.capacity_w
    if most is not None and highest > most * (1.0 + _MORE) >= load.worst_w:
        yield Finding(
            "power.phase_overload",
            "warning",
            (load.id,),
            f"The most loaded phase of {load.name} carries {quantity(highest / 3.0, 'w')}; a phase "
            f"is good for {quantity(most / 3.0, 'w')}.",
            "Move racks to another phase.",
        )
    if uneven > limit:
        yield Finding(
            "power.imbalance",
            "warning",
            (load.id,),
            f"The phases of {load.name} are loaded unevenly by {uneven:.0%} of their mean (at most "
            f"{limit:.0%} wanted); its neutral carries {load.neutral_fraction or 0.0:.0%} of it.",
            "Spread the racks over the phases.",
        )


def _batteries(results: PowerResults) -> Iterator[Finding]:
    for store in results.batteries:
        if store.power_w is not None and store.load_w > store.power_w * (1.0 + _MORE):
            yield Finding(
                "power.battery_short",
                "warning",
                (store.id,),
                f"The batteries of {store.name} deliver at most {quantity(store.power_w, 'w')}; "
                f"it needs {quantity(store.load_w, 'w')}.",
                "Add batteries.",
            )


def _dark(results: PowerResults) -> Iterator[Finding]:
    if results.dark:
        worst, count = max(results.dark, key=lambda pair: pair[1])
        rest = len(results.dark) - 1
        more = f" ({rest} other losses leave some, too)" if rest else ""
        racks = "1 rack stands" if count == 1 else f"{count} racks stand"
        yield Finding(
            "power.dark_after_loss",
            "note",
            (),
            f"After the loss of {worst}, {racks} without power{more}.",
            "Give the racks a second feed on a path of its own.",
        )


def _not_checked(results: PowerResults, power: Power) -> Iterator[Finding]:
    unrated = [load for load in results.elements if load.capacity_w is None]
    silent = [load for load in results.elements if not load.loss_known]
    unphased = [load for load in results.elements if load.imbalance_fraction is None]
    supplies = power.rack_supply is not None and results.rack_supply_loss_w is None
    for loads, what, hint in (
        (unrated, "the load of {}: no rated power", "Give the rated power of a unit."),
        (
            silent,
            "the losses of {}, which count as none: power at the meter is a lower bound",
            "Choose a catalogue unit with its rated power, or give efficiency or losses.",
        ),
        (unphased, "the phases of {}: a rack on one phase does not say which", "Give its phase."),
    ):
        if loads:
            yield Finding(
                "power.not_checked",
                "note",
                tuple(load.id for load in loads),
                f"Not checked: {what.format(_names(loads))}.",
                hint,
            )
    if supplies:
        yield Finding(
            "power.not_checked",
            "note",
            (),
            "Not checked: losses of the racks' supplies; how far they are loaded is not given.",
            "Give the load of the supplies at the racks' drawn power.",
        )


def _names(loads: list[ElementLoad]) -> str:
    names = ", ".join(load.name for load in loads[:_NAMED])
    rest = len(loads) - _NAMED
    return f"{names} and {rest} more" if rest > 0 else names
