"""The hall and its plants through hours at once: power by consumer, water, modes, inlets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coolsim.design.plant import Plant, SupplyReset
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rejection import MODES, OFF, Demand, PlantState, reject
from coolsim.plant.storage import operate, reused_w
from coolsim.plant.units import PlantUnit
from coolsim.studies.room import RoomTable

Array = NDArray[np.float64]
Losses = Callable[[Array, Array], Mapping[str, Array]]
"""Power of the racks and of everything that cools them [W] -> electrical losses by name [W]."""

CONSUMERS = (
    "it", "cooler_fans", "coolant_units", "loop_pumps", "compressors", "plant_pumps", "plant_fans",
    "lights",
)  # fmt: skip
"""Consumers of electricity; losses of the electrical chain follow by their own names."""
COOLING = CONSUMERS[1:7]


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a year needs but the weather.

    Attributes:
        room: The hall.
        units: Its plants, resolved.
        plant: As drawn.
        lights_w: Lights and other constant loads of the hall [W].
        server_fan_fraction: Share of air heat that server fans draw at nominal airflow [-].
        losses: Electrical losses; ``None`` counts none.
        conversion: Power of the racks -> loss of their supplies and regulators [W]; ``None``: none.
    """

    room: RoomTable
    units: tuple[PlantUnit, ...]
    plant: Plant
    lights_w: float
    server_fan_fraction: float
    losses: Losses | None = None
    conversion: Callable[[Array], Array] | None = None


_ROUND_OFF_K = 1e-9
"""Distance over a limit that a reset which goes up to it leaves [K]."""


def over_limit(margin_k: Array) -> NDArray[np.bool_]:
    """Whether inlets lie above their limit; never where no inlet has one."""
    return np.asarray(margin_k < -_ROUND_OFF_K)


@dataclass(frozen=True, slots=True)
class Hours:
    """What happens in each hour; arrays of shape (hours,).

    Attributes:
        power_w: Power by consumer and loss; they sum to ``facility_w``.
        facility_w: All power drawn.
        load: Load fraction asked [-].
        shift_k: Raise of the supply temperatures.
        margin_k: Smallest distance of a rack inlet from its limit; not a number without limits.
        compute_fraction: Operations of liquid-cooled racks over those at full power [-].
        server_fans_w: Fans inside the racks, part of ``it``.
        conversion_w: Losses inside the racks, part of ``it``.
        heat_w: Heat asked of the plants.
        unmet_w: Part of it they cannot take at their set points.
        rejected_w: Heat given to the outdoor air.
        reuse_w: Heat given to somebody who uses it.
        water_kg_s: Water used on site.
        stored_wh: Cold in the store.
        mode: Of the plant with the most heat, an index into :data:`~.rejection.MODES`.
        balance_w: Heat and power into the plants less what leaves them: round-off.
        plants: What each plant is asked for and does, in the order of the site's.
    """

    power_w: dict[str, Array]
    facility_w: Array
    load: Array
    shift_k: Array
    margin_k: Array
    compute_fraction: Array
    server_fans_w: Array
    conversion_w: Array
    heat_w: Array
    unmet_w: Array
    rejected_w: Array
    reuse_w: Array
    water_kg_s: Array
    stored_wh: Array
    mode: NDArray[np.int64]
    balance_w: Array
    plants: tuple[tuple[Demand, PlantState], ...]

    @property
    def is_over_limit(self) -> NDArray[np.bool_]:
        """Whether an inlet lies above its limit, shape (hours,)."""
        return over_limit(self.margin_k)


@dataclass(frozen=True, slots=True)
class Clock:
    """Month 1 to 12 and hour of the day 1 to 24 of each hour; ``None``: moments without a store."""

    month: NDArray[np.int64]
    hour: NDArray[np.int64]


def run_hours(site: Site, load: Array, outdoor: Outdoor, clock: Clock | None) -> Hours:
    """Hours of a site.

    Args:
        site: Hall, plants and rules.
        load: Power of the racks over the drawn one, shape (hours,) [-].
        outdoor: Outdoor air of the hours.
        clock: Calendar; without one, store and heat reuse stand.
    """
    shift = supply_shift_k(site.plant.reset, site.room, load, outdoor)
    hall = site.room.hall_at(load, shift)
    growth = site.server_fan_fraction * (hall["fan_cube_w"] - hall["air_heat_w"])
    none = np.zeros(load.shape)
    power = dict.fromkeys(CONSUMERS, none)
    power["it"] = hall["it_w"] + growth
    power["cooler_fans"] = hall["cooler_fans_w"]
    power["coolant_units"] = hall["coolant_units_w"]
    power["loop_pumps"] = hall["loop_pumps_w"]
    power["lights"] = np.full(load.shape, site.lights_w)
    heat, unmet, rejected, reuse, water, stored, balance = (none.copy() for _ in range(7))
    largest, mode = none.copy(), np.full(load.shape, OFF)
    plants: list[tuple[Demand, PlantState]] = []
    air = sum(site.room.plant_at(u.item.id, load, shift)["air_w_k"] for u in site.units)
    for unit in site.units:
        part = site.room.plant_at(unit.item.id, load, shift)
        # fans that turn faster than nominal warm the air of the coolers, by their share of it
        share = part["air_w_k"] / np.maximum(air, 1e-9)
        asked = part["load_w"] + growth * share
        given = _reused_w(site.plant, unit, asked, part, clock)
        demand = Demand(
            load_w=asked - given,
            supply_c=part["supply_c"],
            flow_w_k=part["flow_w_k"],
            air_w_k=part["air_w_k"],
            air_supply_c=part["air_supply_c"],
            air_return_c=part["air_return_c"],
        )
        demand, kept = _with_store(site.plant, unit, demand, outdoor, clock)
        state = reject(unit, demand, outdoor)
        plants.append((demand, state))
        power["compressors"] = power["compressors"] + state.compressor_w
        power["plant_pumps"] = power["plant_pumps"] + state.chilled_pump_w + state.condenser_pump_w
        power["plant_fans"] = power["plant_fans"] + state.fan_w
        heat, unmet, reuse = heat + asked, unmet + state.unmet_w, reuse + given
        rejected, water = rejected + state.rejected_w, water + state.water_kg_s
        stored = stored + kept
        balance = balance + _left_over_w(state, demand)
        mode = np.where(asked > largest, state.mode, mode)
        largest = np.maximum(asked, largest)
    cooling = sum((power[name] for name in COOLING), none)
    lost = {} if site.losses is None else dict(site.losses(power["it"], cooling + power["lights"]))
    power |= lost
    converted = none if site.conversion is None else site.conversion(power["it"])
    return Hours(
        power_w=power,
        facility_w=np.asarray(sum(power.values(), none)),
        load=load,
        shift_k=shift,
        margin_k=hall["margin_k"],
        compute_fraction=hall["compute_fraction"],
        server_fans_w=site.server_fan_fraction * hall["fan_cube_w"],
        conversion_w=converted,
        heat_w=heat,
        unmet_w=unmet,
        rejected_w=rejected,
        reuse_w=reuse,
        water_kg_s=water,
        stored_wh=stored,
        mode=mode,
        balance_w=balance,
        plants=tuple(plants),
    )


def _left_over_w(state: PlantState, demand: Demand) -> Array:
    """``Q_load - unmet + W_compressor + W_pump - Q_rejected`` [W]."""
    pumps = state.chilled_pump_w + state.condenser_pump_w
    return demand.load_w - state.unmet_w + state.compressor_w + pumps - state.rejected_w


def _reused_w(
    plant: Plant, unit: PlantUnit, asked: Array, part: Mapping[str, Array], clock: Clock | None
) -> Array:
    """Heat given to somebody who uses it [W]."""
    reuse = plant.reuse
    if clock is None or reuse is None or not _is_at(unit, plant, reuse.rejection_id):
        return np.zeros(asked.shape)
    flow = unit.design_flow_w_k if unit.has_pump else part["flow_w_k"]
    back = part["supply_c"] + asked / np.maximum(flow, 1e-6)
    if unit.item.kind == "dx":
        back = part["air_return_c"]
    return reused_w(reuse, clock.month, asked, back)


def _with_store(
    plant: Plant, unit: PlantUnit, demand: Demand, outdoor: Outdoor, clock: Clock | None
) -> tuple[Demand, Array]:
    """The demand with what a store adds or spares, and the cold in it [Wh].

    It is filled with what the plant can take beside the hall at its set point, no more.
    """
    store = plant.storage
    if clock is None or store is None or not _is_at(unit, plant, store.rejection_id):
        return demand, np.zeros(demand.load_w.shape)
    full = replace(demand, load_w=demand.load_w + store.power_w)
    spare = reject(unit, full, outdoor).cooling_w - demand.load_w
    state = operate(store, clock.hour, demand.load_w, spare)
    load = demand.load_w + state.charge_w - state.discharge_w
    return replace(demand, load_w=load), state.stored_wh


def _is_at(unit: PlantUnit, plant: Plant, named: str | None) -> bool:
    """Whether store or reuse is at a plant: that named, else the first."""
    return (named or plant.rejections[0].id) == unit.item.id


def supply_shift_k(reset: SupplyReset, room: RoomTable, load: Array, outdoor: Outdoor) -> Array:
    """Raise of the supply temperatures by the reset's rule [K]."""
    if reset.rule == "none" or reset.most_k == 0.0:
        return np.zeros(load.shape)
    if reset.rule == "fixed":
        return np.full(load.shape, reset.most_k)
    if reset.rule == "outdoor":
        span = reset.outdoor_high_c - reset.outdoor_low_c
        share = np.clip((reset.outdoor_high_c - outdoor.dry_bulb_c) / span, 0.0, 1.0)
        return np.asarray(reset.most_k * share)
    return _inlet_shift_k(reset, room, load)


def _inlet_shift_k(reset: SupplyReset, room: RoomTable, load: Array) -> Array:
    """Largest raise that leaves every inlet its margin; straight between the points."""
    found = np.zeros(load.shape)
    still = np.ones(load.shape, dtype=bool)
    places = room.shifts[room.shifts <= reset.most_k + 1e-9]
    before = room.hall_at(load, np.zeros(load.shape))["margin_k"] - reset.margin_k
    for low, high in pairwise(places):
        after = room.hall_at(load, np.full(load.shape, high))["margin_k"] - reset.margin_k
        falls = np.maximum(before - after, 1e-12)
        reach = np.where(after >= 0.0, 1.0, np.clip(before / falls, 0.0, 1.0))
        found = np.where(still, low + (high - low) * reach, found)
        still &= after >= 0.0
        before = after
    return found


_FULL_COMPUTE = 1e-3
"""Share of operations that throttling may take before a load counts as not carried [-]."""


def available_load(
    site: Site, outdoor: Outdoor, cap_w: float | None, *, halvings: int = 10
) -> Array:
    """Largest load fraction that inlets, plants and grid carry in each hour [-].

    No inlet above its limit, no chip that throttles, nothing unmet, the facility within the cap.
    Hours that carry the highest load solved stand at it: they may carry more. Between loads by
    halving, so the answer lies at most ``(high - low) / 2**halvings`` low.

    Args:
        site: Hall, plants and rules.
        outdoor: Outdoor air of the hours.
        cap_w: What the grid gives; ``None`` counts no cap [W].
        halvings: Steps of the search.
    """
    loads = site.room.loads
    count = outdoor.dry_bulb_c.size
    low, high = np.zeros(count), np.full(count, loads[-1])

    def carries(load: Array, where: NDArray[np.intp]) -> NDArray[np.bool_]:
        air = outdoor.at(where)
        shift = supply_shift_k(site.plant.reset, site.room, load, air)
        hall = site.room.hall_at(load, shift)
        fine: NDArray[np.bool_] = ~over_limit(hall["margin_k"])
        fine &= hall["compute_fraction"] >= 1.0 - _FULL_COMPUTE
        if not fine.any():
            return fine
        hours = run_hours(site, load[fine], air.at(fine), None)
        held = hours.unmet_w <= 1e-6 * np.maximum(hours.heat_w, 1.0)
        fine[fine] = held if cap_w is None else held & (hours.facility_w <= cap_w)
        return fine

    everywhere = np.arange(count)
    open_hours = everywhere[~carries(high, everywhere)]
    low = high.copy()
    low[open_hours] = loads[0]
    failing = open_hours[~carries(low[open_hours], open_hours)] if open_hours.size else open_hours
    low[failing] = 0.0
    search = np.setdiff1d(open_hours, failing)
    top = high.copy()
    for _ in range(halvings if search.size else 0):
        middle = 0.5 * (low[search] + top[search])
        fine = carries(middle, search)
        low[search] = np.where(fine, middle, low[search])
        top[search] = np.where(fine, top[search], middle)
    return low


__all__ = [
    "CONSUMERS",
    "COOLING",
    "MODES",
    "Clock",
    "Hours",
    "Losses",
    "Site",
    "available_load",
    "run_hours",
    "supply_shift_k",
]
