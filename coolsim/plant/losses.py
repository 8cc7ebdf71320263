"""What the power chain loses at any power: flows through its elements, losses by stage and room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coolsim.catalogue import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import Variant
from coolsim.equipment.power_chain import METER, ChainFlows, chain_flows
from coolsim.errors import SolveError
from coolsim.scene.power_records import FeedShares, ScenePower

Array = NDArray[np.float64]
STAGES: dict[str, str] = {
    "transformer": "Transformers",
    "ups": "UPS",
    "pdu": "PDUs",
    "busway": "Busways",
}
"""Kind of element -> name of its stage, from the utility down."""


@dataclass(frozen=True, slots=True)
class ChainLosses:
    """Losses between the utility and the racks; arrays of shape (hours,) [W].

    Attributes:
        by_stage: By kind of element, from the utility down; their sum is the whole.
        by_room: Those outside the hall by the room whose air takes them.
    """

    by_stage: Mapping[str, Array]
    by_room: Mapping[str, Array]


def losses_of(
    variant: Variant, catalogue: Catalogue, chain: ScenePower
) -> Callable[[Array, Array], ChainLosses]:
    """What the chain loses at any power of racks and of what cools them.

    Only losses are looked at, and what does not depend on power once: a year asks often.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        chain: The resolved chain of the variant.

    Raises:
        SolveError: For a rack of unknown power.
    """
    fractions = rack_fractions(drawn_powers_w(variant, catalogue))
    shares = chain.shares(fractions.tolist())
    elements = chain.elements

    def losses(it_power_w: Array, cooling_w: Array) -> ChainLosses:
        it_w, cooling = hourly_powers_w(it_power_w, cooling_w)
        lost = flows_at(chain, shares, it_w, cooling).loss_w
        stages: dict[str, Array] = {}
        for kind, stage in STAGES.items():
            rows = [n for n, item in enumerate(elements) if item.kind == kind]
            if rows:
                stages[stage] = np.asarray(lost[rows].sum(axis=0))
        rooms = {
            room: np.asarray(
                lost[[n for n, e in enumerate(elements) if e.room == room]].sum(axis=0)
            )
            for room in dict.fromkeys(e.room for e in elements if e.room)
        }
        return ChainLosses(stages, rooms)

    return losses


def hourly_powers_w(it_power_w: ArrayLike, cooling_w: ArrayLike) -> tuple[Array, Array]:
    """Powers of racks and of what cools them, one value for each hour [W]."""
    it_w = np.atleast_1d(np.asarray(it_power_w, dtype=np.float64))
    cooling = np.broadcast_to(np.asarray(cooling_w, dtype=np.float64), it_w.shape)
    _require_powers(it_w, "power of the racks")
    _require_powers(cooling, "power of fans, pumps and plant")
    return it_w, cooling


def rack_fractions(racks_w: Sequence[float]) -> Array:
    """Share of each rack in the power of all; even where none has any."""
    weights = np.array(racks_w, dtype=np.float64)
    weights = weights if weights.sum() > 0.0 else np.ones(weights.size)
    return weights / weights.sum() if weights.size else weights


def flows_at(chain: ScenePower, shares: FeedShares, it_w: Array, cooling_w: Array) -> ChainFlows:
    """Power through every element; racks draw in fixed proportions."""
    loads = chain.element_loads(shares.by_rack.sum(axis=1)[:, None] * it_w)
    at_meter = (shares.at_meter_w if shares.by_rack.shape[1] else 1.0) * it_w
    if chain.cooling_parent == METER:
        at_meter = at_meter + cooling_w
    else:
        loads[chain.cooling_parent] += cooling_w
    return chain_flows(chain.tree, loads, at_meter)


def drawn_powers_w(variant: Variant, catalogue: Catalogue) -> list[float]:
    """Sustained power of every rack as drawn [W].

    Raises:
        SolveError: For a rack whose power the catalogue does not know.
    """
    reader = LoadReader(catalogue)
    found = []
    for rack in variant.racks:
        power_w = reader.rack(rack).power_w
        if power_w is None:
            raise SolveError(
                "the power of its contents is not known.",
                where=rack.label,
                remedy="Give the rack a plain load, or an own catalogue entry with p_max_w.",
            )
        found.append(power_w)
    return found


def _require_powers(values_w: Array, what: str) -> None:
    if values_w.ndim != 1 or not values_w.size or not np.all(np.isfinite(values_w)):
        raise SolveError(f"the {what} must be finite numbers, one per hour.", where="power chain")
    if np.any(values_w < 0.0):
        raise SolveError(f"the {what} must not be negative.", where="power chain")
