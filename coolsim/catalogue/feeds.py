"""A feed's rating: the catalogue's feed, with what the design says in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.models import Feed


@dataclass(frozen=True, slots=True)
class FeedRating:
    """Voltage (line to line) and breaker of a feed, and the rule it is loaded by."""

    voltage_v: Figure
    breaker_a: Figure
    phases: Literal[1, 3]
    power_factor: float
    jurisdiction: Literal["NEC", "IEC"]
    full_rated: bool


def feed_rating(catalogue: Catalogue, feed: Feed) -> FeedRating:
    """Return a feed's rating; figures given in the design stand in for the catalogue's.

    Phases and jurisdiction come from the catalogue's feed where the design leaves them open.

    Raises:
        CatalogueError: The feed names an entry that does not exist.
    """
    entry = catalogue.get(feed.unit) if feed.unit else None
    phases: Literal[1, 3] = feed.phases
    jurisdiction: Literal["NEC", "IEC"] = feed.jurisdiction
    if entry is not None and "phases" not in feed.model_fields_set:
        phases = 1 if entry.count("phases") == 1 else 3
    if entry is not None and "jurisdiction" not in feed.model_fields_set:
        jurisdiction = "IEC" if entry.word("jurisdiction") == "IEC" else "NEC"
    return FeedRating(
        voltage_v=_rated(feed.voltage_v, entry, "volts", "v"),
        breaker_a=_rated(feed.breaker_a, entry, "amps", "a"),
        phases=phases,
        power_factor=feed.power_factor,
        jurisdiction=jurisdiction,
        full_rated=feed.full_rated,
    )


def _rated(drawn: float | None, entry: Entry | None, key: str, unit: str) -> Figure:
    """Return the design's figure, or the nominal one that names the catalogue's feed."""
    if drawn is not None:
        return Figure(drawn, unit, "", "design")
    nominal = entry.plain.get(key) if entry is not None else None
    if isinstance(nominal, int | float):
        return Figure(
            float(nominal), unit, "formula", "standard", note="nominal rating of the feed"
        )
    return unknown(unit, "not given")
