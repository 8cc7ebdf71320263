"""The hall and its plants through hours at once: power by consumer, water, modes, inlets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coolsim.design.plant import Plant, SupplyReset
from coolsim.plant.losses import ChainLosses
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rejection import MODES, OFF, Demand, PlantState, reject
from coolsim.plant.rooms import taken_rooms
from coolsim.plant.storage import operate, reused_w
from coolsim.plant.units import PlantUnit
from coolsim.studies.room import RoomTable

Array = NDArray[np.float64]
Losses = Callable[[Array, Array], ChainLosses]
"""Power of the racks and of everything that cools them [W] -> electrical losses."""

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
        mean_fraction: Mean power of the racks over their sustained power [-]. Energy follows the
            mean; inlets, their reset and what a plant must be able to take the sustained power.
        turns: Turns between losses in other rooms and the power of the plants that take their
            heat, at most.
        conversion: Power of the racks -> loss of their supplies and regulators [W]; ``None``: none.
    """

    room: RoomTable
    units: tuple[PlantUnit, ...]
    plant: Plant
    lights_w: float
    server_fan_fraction: float
    losses: Losses | None = None
    conversion: Callable[[Array], Array] | None = None
    mean_fraction: float = 1.0
    turns: int = 6

    @property
    def sustained(self) -> Site:
        """The site with its racks at their sustained power."""
        return replace(self, mean_fraction=1.0)


_ROUND_OFF_K = 1e-9
"""Distance over a limit that a reset which goes up to it leaves [K]."""


def over_limit(margin_k: Array) -> NDArray[np.bool_]:
    """Whether inlets lie above their limit; never where no inlet has one."""
    return np.asarray(margin_k < -_ROUND_OFF_K)


_UNMET = 1e-6
"""Share of the heat beyond round-off that plants leave [-]."""


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
        room_heat_w: Part of it from other rooms, their losses and fans.
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
    room_heat_w: Array
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


def is_unmet(hours: Hours) -> NDArray[np.bool_]:
    """Whether plants leave heat at their set points, shape (hours,)."""
    return np.asarray(hours.unmet_w > _UNMET * np.maximum(hours.heat_w, 1.0))


@dataclass(frozen=True, slots=True)
class Clock:
    """Month 1 to 12 and hour of the day 1 to 24 of each hour; ``None``: moments without a store."""

    month: NDArray[np.int64]
    hour: NDArray[np.int64]


_USUAL_COOLING = 0.2
"""Power of all cooling over that of the racks from which the turns begin [-]."""
_SETTLED = 1e-9
"""Change of the heat of other rooms over the power of the racks that ends the turns [-]."""


def run_hours(site: Site, load: Array, outdoor: Outdoor, clock: Clock | None) -> Hours:
    """Hours of a site.

    Args:
        site: Hall, plants and rules.
        load: Sustained power of the racks over the drawn one, shape (hours,) [-].
        outdoor: Outdoor air of the hours.
        clock: Calendar; without one, store and heat reuse stand.
    """
    shift = supply_shift_k(site.plant.reset, site.room, load, outdoor)
    judged = site.room.hall_at(load, shift)
    mean = load * site.mean_fraction
    hall = judged if site.mean_fraction == 1.0 else site.room.hall_at(mean, shift)
    growth = site.server_fan_fraction * (hall["fan_cube_w"] - hall["air_heat_w"])
    none = np.zeros(load.shape)
    power = dict.fromkeys(CONSUMERS, none)
    power["it"] = hall["it_w"] + growth
    power["coolant_units"] = hall["coolant_units_w"]
    power["loop_pumps"] = hall["loop_pumps_w"]
    power["lights"] = np.full(load.shape, site.lights_w)
    rooms: Mapping[str, Array] = {}
    turns = site.turns if any(unit.item.rooms for unit in site.units) else 0
    if site.losses is not None and turns:
        rooms = site.losses(power["it"], _USUAL_COOLING * power["it"]).by_room
    parts = [site.room.plant_at(unit.item.id, mean, shift) for unit in site.units]
    for _ in range(max(turns, 1)):
        told = _run_plants(site, parts, growth, rooms, outdoor, clock)
        power |= told.power_w
        power["cooler_fans"] = hall["cooler_fans_w"] + told.room_fans_w
        cooling = sum((power[name] for name in COOLING), none)
        if site.losses is None:
            break
        lost = site.losses(power["it"], cooling + power["lights"])
        power |= lost.by_stage
        moved = _most_moved_w(rooms, lost.by_room) if turns else 0.0
        if moved <= _SETTLED * float(power["it"].max(initial=1.0)):
            break
        rooms = lost.by_room
    return Hours(
        power_w=power,
        facility_w=np.asarray(sum(power.values(), none)),
        load=load,
        shift_k=shift,
        margin_k=judged["margin_k"],
        compute_fraction=judged["compute_fraction"],
        server_fans_w=site.server_fan_fraction * hall["fan_cube_w"],
        conversion_w=none if site.conversion is None else site.conversion(power["it"]),
        heat_w=told.heat_w,
        room_heat_w=told.room_heat_w,
        unmet_w=told.unmet_w,
        rejected_w=told.rejected_w,
        reuse_w=told.reuse_w,
        water_kg_s=told.water_kg_s,
        stored_wh=told.stored_wh,
        mode=told.mode,
        balance_w=told.balance_w,
        plants=tuple(told.plants),
    )


def _most_moved_w(before: Mapping[str, Array], after: Mapping[str, Array]) -> float:
    return max(
        (float(np.abs(heat - before.get(room, 0.0)).max()) for room, heat in after.items()),
        default=0.0,
    )


@dataclass(slots=True)
class _Plants:
    """Sums over all plants while they are run; see :class:`Hours`."""

    heat_w: Array
    room_heat_w: Array
    room_fans_w: Array
    unmet_w: Array
    rejected_w: Array
    reuse_w: Array
    water_kg_s: Array
    stored_wh: Array
    balance_w: Array
    mode: NDArray[np.int64]
    power_w: dict[str, Array]
    plants: list[tuple[Demand, PlantState]]


def _run_plants(
    site: Site,
    parts: Sequence[Mapping[str, Array]],
    growth_w: Array,
    rooms_w: Mapping[str, Array],
    outdoor: Outdoor,
    clock: Clock | None,
) -> _Plants:
    """All plants at what hall (``parts``, one for each) and other rooms give them."""
    none = np.zeros(growth_w.shape)
    power = dict.fromkeys(("compressors", "plant_pumps", "plant_fans"), none)
    told = _Plants(*(none,) * 9, np.full(none.shape, OFF), power, [])
    largest = none
    air = sum((part["air_w_k"] for part in parts), none)
    taken = taken_rooms(site.plant.rejections)
    for unit, part in zip(site.units, parts, strict=True):
        # fans that turn faster than nominal warm the air of the coolers, by their share of it
        share = part["air_w_k"] / np.maximum(air, 1e-9)
        beside = sum((rooms_w[room] for room in taken[unit.item.id] if room in rooms_w), none)
        fans = unit.room_fan_w_per_w * beside
        asked = part["load_w"] + growth_w * share + beside + fans
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
        told.plants.append((demand, state))
        pumps = state.chilled_pump_w + state.condenser_pump_w
        power["compressors"] = power["compressors"] + state.compressor_w
        power["plant_pumps"] = power["plant_pumps"] + pumps
        power["plant_fans"] = power["plant_fans"] + state.fan_w
        told.heat_w = told.heat_w + asked
        told.room_heat_w = told.room_heat_w + beside + fans
        told.room_fans_w = told.room_fans_w + fans
        told.unmet_w, told.reuse_w = told.unmet_w + state.unmet_w, told.reuse_w + given
        told.rejected_w = told.rejected_w + state.rejected_w
        told.water_kg_s = told.water_kg_s + state.water_kg_s
        told.stored_wh = told.stored_wh + kept
        told.balance_w = told.balance_w + _left_over_w(state, demand)
        told.mode = np.where(asked > largest, state.mode, told.mode)
        largest = np.maximum(asked, largest)
    return told


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


__all__ = [
    "CONSUMERS",
    "COOLING",
    "MODES",
    "Clock",
    "Hours",
    "Losses",
    "Site",
    "is_unmet",
    "over_limit",
    "run_hours",
    "supply_shift_k",
]
