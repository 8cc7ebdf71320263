"""What every feed and element carries, with everything in use and after each single loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.power_chain import (
    METER,
    PhaseBalance,
    carried_fraction,
    chain_flows,
    phase_balance,
)
from coolsim.results.power import Checked, ElementLoad, FeedLoad
from coolsim.scene.power_records import BALANCED, UNKNOWN_PHASE, SceneFeed, ScenePower

Array = NDArray[np.float64]
_MORE = 1e-9
"""Share by which a load must exceed another to count as more: round-off [-]."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """Short peaks of the racks: over the sustained power, and how long; ``None``: not given."""

    factor: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class _State:
    """Loads with some of the chain out of use.

    Attributes:
        feed_w: Load of each feed; of its most loaded rack with a breaker per rack [W].
        output_w, loss_w: Of each element [W].
        feed_phases, element_phases: Balance of each, ``None`` where phases are not known.
        dark: Racks without power.
    """

    feed_w: Array
    output_w: Array
    loss_w: Array
    feed_phases: tuple[PhaseBalance | None, ...]
    element_phases: tuple[PhaseBalance | None, ...]
    dark: int


_Losses = dict[str, tuple[str, _State]]
"""Per id of what is lost: its name, and the state then."""


@dataclass(frozen=True, slots=True)
class ChainLoads:
    """Loads of all feeds and elements, and racks left dark as (name of what is lost, racks)."""

    elements: tuple[ElementLoad, ...]
    feeds: tuple[FeedLoad, ...]
    dark: tuple[tuple[str, int], ...]


def chain_loads(
    power: ScenePower, racks_w: Sequence[float], cooling_w: float, peaks: Peaks
) -> ChainLoads:
    """Loads at rack powers, with everything in use and after each single loss.

    Racks with two feeds draw half from each; after the loss of a feed, or of an element on its
    way, they draw all from the other. Losing what only racks with one feed hang on leaves them
    dark and adds to no load.

    Args:
        power: The chain.
        racks_w: Power of each rack [W].
        cooling_w: Fans, pumps and plant [W].
        peaks: Short peaks of the racks.
    """
    whole = _state(power, racks_w, cooling_w, frozenset())
    losses = {
        identifier: (name, _state(power, racks_w, cooling_w, frozenset({identifier})))
        for identifier, name in _losable(power)
    }
    elements = []
    for n, item in enumerate(power.elements):
        after, cause = _worst(whole, losses, "output_w", n)
        now = whole.element_phases[n]
        elements.append(
            ElementLoad(
                id=item.id,
                name=item.name,
                kind=item.kind,
                room=item.room,
                units=item.units,
                capacity_w=item.capacity_w,
                source=item.rated.source,
                confidence=item.rated.confidence,
                output_w=float(whole.output_w[n]),
                loss_w=float(whole.loss_w[n]),
                loss_known=item.law is not None,
                after_loss_w=after,
                after_loss_of=cause,
                highest_phase_w=_highest(whole, losses, "element_phases", n),
                imbalance_fraction=None if now is None else now.imbalance_fraction,
                neutral_fraction=None if now is None else now.neutral_fraction,
            )
        )
    feeds = []
    for n, feed in enumerate(power.feeds):
        after, cause = _worst(whole, losses, "feed_w", n)
        now = whole.feed_phases[n]
        worst = max(float(whole.feed_w[n]), after)
        peak_w = None if peaks.factor is None else peaks.factor * worst
        feeds.append(
            FeedLoad(
                id=feed.id,
                name=feed.name,
                per_rack=feed.per_rack,
                sustained_w=feed.sustained.value,
                rating_w=feed.rating.value,
                source=feed.sustained.source,
                confidence=feed.sustained.confidence,
                output_w=float(whole.feed_w[n]),
                after_loss_w=after,
                after_loss_of=cause,
                highest_phase_w=_highest(whole, losses, "feed_phases", n),
                imbalance_fraction=None if now is None else now.imbalance_fraction,
                neutral_fraction=None if now is None else now.neutral_fraction,
                peak_w=peak_w,
                peak=_peak(feed, peak_w, peaks.seconds),
            )
        )
    dark = tuple((name, state.dark) for name, state in losses.values() if state.dark)
    return ChainLoads(tuple(elements), tuple(feeds), dark)


def _losable(power: ScenePower) -> Iterator[tuple[str, str]]:
    """Id and name of everything that racks hang on, feeds first."""
    used = {feed for feeds in power.rack_feeds for feed in feeds}
    for n in sorted(used):
        yield power.feeds[n].id, power.feeds[n].name
    above = frozenset[int]().union(*(power.supplies_of(power.feeds[n].parent) for n in used))
    for n in sorted(above):
        yield power.elements[n].id, power.elements[n].name


def _worst(whole: _State, losses: _Losses, loads: str, n: int) -> tuple[float, str]:
    """The highest of one load after any loss and what was lost; 0 where no loss adds to it."""
    best, cause = float(getattr(whole, loads)[n]), ""
    for name, state in losses.values():
        load = float(getattr(state, loads)[n])
        if load > best * (1.0 + _MORE) and load > 0.0:
            best, cause = load, name
    return (best if cause else 0.0), cause


def _highest(whole: _State, losses: _Losses, phases: str, n: int) -> float | None:
    """Three times the most loaded phase in any state; ``None`` where phases are not known."""
    highest = 0.0
    for state in (whole, *(state for _, state in losses.values())):
        balance: PhaseBalance | None = getattr(state, phases)[n]
        if balance is None:
            return None
        highest = max(highest, *balance.phase_w)
    return 3.0 * highest


def _state(
    power: ScenePower, racks_w: Sequence[float], cooling_w: float, lost: frozenset[str]
) -> _State:
    shares = power.shares(racks_w, lost)
    loads = power.element_loads(shares.by_rack.sum(axis=1)[:, None])
    if power.cooling_parent != METER:
        loads[power.cooling_parent] += cooling_w
    dead = {
        n
        for n in range(len(power.elements))
        if any(power.elements[k].id in lost for k in power.supplies_of(n))
    }
    # what is out of use loses nothing
    tree = [replace(e, law=None) if n in dead else e for n, e in enumerate(power.tree)]
    flows = chain_flows(tree, loads, np.zeros(1))
    feed_w = np.array(
        [
            row.max(initial=0.0) if feed.per_rack else row.sum()
            for feed, row in zip(power.feeds, shares.by_rack, strict=True)
        ]
    )
    return _State(
        feed_w=feed_w,
        output_w=flows.output_w[:, 0],
        loss_w=flows.loss_w[:, 0],
        feed_phases=tuple(_feed_phases(power, shares.by_rack)),
        element_phases=tuple(_element_phases(power, shares.by_rack, flows.output_w[:, 0])),
        dark=len(shares.dark),
    )


@lru_cache(maxsize=16)
def _phase_shares(rack_phases: tuple[int, ...]) -> Array:
    """Share of each rack on the three phases, and in a column of its own what nobody knows."""
    phases = np.array(rack_phases, dtype=np.int64)
    shares = np.zeros((phases.size, 4))
    for phase in range(3):
        shares[phases == phase, phase] = 1.0
    shares[phases == BALANCED, :3] = 1.0 / 3.0
    shares[phases == UNKNOWN_PHASE, 3] = 1.0
    shares.flags.writeable = False
    return shares


def _by_phase(power: ScenePower, by_rack: Array) -> list[list[float] | None]:
    """Power on each phase of rows of loads by rack [W]; ``None`` where a phase is not known."""
    parts = by_rack @ _phase_shares(power.rack_phases)
    return [None if unknown > 0.0 else [a, b, c] for a, b, c, unknown in parts.tolist()]


def _feed_phases(power: ScenePower, by_rack: Array) -> Iterator[PhaseBalance | None]:
    """Balance of every shared three-phase feed."""
    for feed, parts in zip(power.feeds, _by_phase(power, by_rack), strict=True):
        is_shared = not feed.per_rack and feed.phases != 1
        yield phase_balance(parts) if parts is not None and is_shared else None


def _element_phases(
    power: ScenePower, by_rack: Array, output_w: Array
) -> Iterator[PhaseBalance | None]:
    """Balance of every element; what hangs on it besides racks is taken as even."""
    below = np.zeros((len(power.elements), len(power.feeds)))
    for k, feed in enumerate(power.feeds):
        below[list(power.supplies_of(feed.parent)), k] = 1.0
    for n, parts in enumerate(_by_phase(power, below @ by_rack)):
        if parts is None:
            yield None
            continue
        rest = (float(output_w[n]) - sum(parts)) / 3.0
        yield phase_balance([part + rest for part in parts])


def _peak(feed: SceneFeed, peak_w: float | None, seconds: float | None) -> Checked:
    """Whether a breaker carries a short peak: by its rating, else by its trip curve."""
    if peak_w is None or not feed.rating.value:
        return "not_checked"
    most_w = feed.rating.value * carried_fraction(feed.trip_curve, seconds)
    return "holds" if peak_w <= most_w * (1.0 + _MORE) else "exceeded"
