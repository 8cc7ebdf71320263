"""What every feed and element carries, with everything in use and after each single loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
class _States:
    """Loads with everything in use, the first state, and after each single loss.

    Attributes:
        names: What is lost; empty for the first.
        feed_w: Load of each feed; of its most loaded rack with a breaker per rack, shape (states,
            feeds) [W].
        output_w, loss_w: Of each element, shape (states, elements) [W].
        feed_phases_w, element_phases_w: Load of each phase and, last, of phases nobody knows, shape
            (states, feeds or elements, 4) [W].
        dark: Racks without power, shape (states,).
    """

    names: tuple[str, ...]
    feed_w: Array
    output_w: Array
    loss_w: Array
    feed_phases_w: Array
    element_phases_w: Array
    dark: NDArray[np.int64]


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
    states = _states(power, racks_w, cooling_w)
    elements = []
    for n, item in enumerate(power.elements):
        after, cause = _worst(states.names, states.output_w[:, n])
        phases = states.element_phases_w[:, n]
        now = _balance(phases[0])
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
                output_w=float(states.output_w[0, n]),
                loss_w=float(states.loss_w[0, n]),
                loss_known=item.law is not None,
                after_loss_w=after,
                after_loss_of=cause,
                highest_phase_w=_highest(phases),
                imbalance_fraction=None if now is None else now.imbalance_fraction,
                neutral_fraction=None if now is None else now.neutral_fraction,
            )
        )
    feeds = []
    for n, feed in enumerate(power.feeds):
        after, cause = _worst(states.names, states.feed_w[:, n])
        is_shared = not feed.per_rack and feed.phases != 1
        phases = states.feed_phases_w[:, n]
        now = _balance(phases[0]) if is_shared else None
        worst = max(float(states.feed_w[0, n]), after)
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
                output_w=float(states.feed_w[0, n]),
                after_loss_w=after,
                after_loss_of=cause,
                highest_phase_w=_highest(phases) if is_shared else None,
                imbalance_fraction=None if now is None else now.imbalance_fraction,
                neutral_fraction=None if now is None else now.neutral_fraction,
                peak_w=peak_w,
                peak=_peak(feed, peak_w, peaks.seconds),
            )
        )
    dark = tuple((name, n) for name, n in zip(states.names, states.dark.tolist(), strict=True) if n)
    return ChainLoads(tuple(elements), tuple(feeds), dark)


def _losable(power: ScenePower) -> Iterator[tuple[str, str]]:
    """Id and name of everything that racks hang on, feeds first."""
    used = {feed for feeds in power.rack_feeds for feed in feeds}
    for n in sorted(used):
        yield power.feeds[n].id, power.feeds[n].name
    above = frozenset[int]().union(*(power.supplies_of(power.feeds[n].parent) for n in used))
    for n in sorted(above):
        yield power.elements[n].id, power.elements[n].name


def _worst(names: Sequence[str], loads_w: Array) -> tuple[float, str]:
    """The highest of one load after any loss and what was lost; 0 where no loss adds to it."""
    best, *after = loads_w.tolist()
    cause = ""
    for name, load in zip(names[1:], after, strict=True):
        if load > best * (1.0 + _MORE) and load > 0.0:
            best, cause = load, name
    return (best if cause else 0.0), cause


def _highest(phases_w: Array) -> float | None:
    """Three times the most loaded phase in any state; ``None`` where phases are not known.

    Args:
        phases_w: Shape (states, 4) [W].
    """
    if (phases_w[:, 3] > 0.0).any():
        return None
    return 3.0 * float(phases_w[:, :3].max(initial=0.0))


def _balance(phases_w: Array) -> PhaseBalance | None:
    """The balance of three phases, the fourth number what nobody knows."""
    a, b, c, unknown = phases_w.tolist()
    return None if unknown > 0.0 else phase_balance([a, b, c])


def _states(power: ScenePower, racks_w: Sequence[float], cooling_w: float) -> _States:
    """Loads with everything in use and after each single loss.

    Racks on the same feeds and phase draw alike, so that a thousand racks are a few groups.
    """
    groups: dict[tuple[tuple[int, ...], int], int] = {}
    hangs = zip(power.rack_feeds, power.rack_phases, strict=True)
    of_rack = np.array([groups.setdefault(key, len(groups)) for key in hangs], dtype=np.int64)
    grouped = replace(
        power,
        rack_feeds=tuple(feeds for feeds, _ in groups),
        rack_phases=tuple(phase for _, phase in groups),
    )
    powers = np.asarray(racks_w, dtype=float)
    total_w = np.bincount(of_rack, powers, len(groups))
    highest_w = np.zeros(len(groups))
    np.maximum.at(highest_w, of_rack, powers)
    counts = np.bincount(of_rack, minlength=len(groups))

    lost = [("", ""), *_losable(power)]
    shares = [grouped.shares(np.ones(len(groups)).tolist(), {each} - {""}) for each, _ in lost]
    drawn = np.array([share.by_rack for share in shares])  # states, feeds, groups
    by_group = drawn * total_w
    feed_w = by_group.sum(axis=2)
    loads = power.element_loads(feed_w.T)
    if power.cooling_parent != METER:
        loads[power.cooling_parent] += cooling_w
    # what is out of use loses nothing
    elements = range(len(power.elements))
    in_use = np.array([[not _is_dead(power, n, each) for each, _ in lost] for n in elements])
    flows = chain_flows(power.tree, loads, np.zeros(len(lost)), in_use)
    per_rack = np.array([feed.per_rack for feed in power.feeds], dtype=bool)
    single = (drawn * highest_w).max(axis=2, initial=0.0)
    feed_phases = by_group @ _phase_shares(grouped.rack_phases)
    return _States(
        names=tuple(name for _, name in lost),
        feed_w=np.where(per_rack, single, feed_w),
        output_w=flows.output_w.T,
        loss_w=flows.loss_w.T,
        feed_phases_w=feed_phases,
        element_phases_w=_element_phases_w(power, feed_phases, flows.output_w.T),
        dark=np.array([int(counts[list(share.dark)].sum()) for share in shares]),
    )


def _is_dead(power: ScenePower, element: int, lost: str) -> bool:
    """Whether an element hangs on what is lost, or is it."""
    return any(power.elements[k].id == lost for k in power.supplies_of(element))


def _phase_shares(rack_phases: Sequence[int]) -> Array:
    """Share of each rack on the three phases, and in a column of its own what nobody knows."""
    phases = np.array(rack_phases, dtype=np.int64)
    shares = np.zeros((phases.size, 4))
    for phase in range(3):
        shares[phases == phase, phase] = 1.0
    shares[phases == BALANCED, :3] = 1.0 / 3.0
    shares[phases == UNKNOWN_PHASE, 3] = 1.0
    return shares


def _element_phases_w(power: ScenePower, feed_phases_w: Array, output_w: Array) -> Array:
    """Load of every element's phases; what hangs on it besides racks is taken as even [W]."""
    below = np.zeros((len(power.elements), len(power.feeds)))
    for k, feed in enumerate(power.feeds):
        below[list(power.supplies_of(feed.parent)), k] = 1.0
    phases = below @ feed_phases_w
    rest = (output_w - phases[..., :3].sum(axis=-1)) / 3.0
    phases[..., :3] += rest[..., None]
    return phases


def _peak(feed: SceneFeed, peak_w: float | None, seconds: float | None) -> Checked:
    """Whether a breaker carries a short peak: by its rating, else by its trip curve."""
    if peak_w is None or not feed.rating.value:
        return "not_checked"
    most_w = feed.rating.value * carried_fraction(feed.trip_curve, seconds)
    return "holds" if peak_w <= most_w * (1.0 + _MORE) else "exceeded"
