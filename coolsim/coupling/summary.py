"""From a coupled hall to the records of the result: racks on coolant, balances, cold surfaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from coolsim.coupling.handing import PIPES, TANKS, UNIT_PUMPS, UNITS
from coolsim.coupling.racks import LiquidRack
from coolsim.coupling.solve import CoupledLiquid
from coolsim.equipment.dew_point import dew_point_margin_k, pipe_surface_c
from coolsim.loops import ConsumerState
from coolsim.loops.pipe_sizes import outer_diameter_m
from coolsim.results.liquid import (
    CduAnswer,
    ColdSurface,
    LiquidBalance,
    LiquidResults,
    RackLiquid,
)
from coolsim.results.records import Balance, RackResult, Term
from coolsim.scene import Scene

_NOTHING = float("nan")
_IT = "IT equipment"
LISTED_SURFACES = 50
"""Cold surfaces kept in a result, those nearest to the dew point."""


def liquid_results(
    coupled: CoupledLiquid,
    scene: Scene,
    air: Balance,
    racks: Sequence[RackResult],
) -> LiquidResults:
    """The liquid side of a result.

    Args:
        coupled: The liquid side as solved.
        scene: The hall that the air was solved with.
        air: The balance of its air.
        racks: Its racks.
    """
    state = coupled.state
    return LiquidResults(
        converged=coupled.converged,
        changes=coupled.changes,
        loops=state.loops.loops,
        cdus=state.loops.cdus,
        consumers=state.loops.consumers,
        pipes=state.loops.pipes,
        racks=rack_liquids(coupled),
        surfaces=cold_surfaces(coupled, scene, racks),
        balances=tuple(_balances(coupled, scene, air)),
    )


def rack_liquids(coupled: CoupledLiquid) -> tuple[RackLiquid, ...]:
    """What coolant does for every rack that it serves."""
    return tuple(_rack(item, coupled) for item in coupled.state.served)


def with_liquid(racks: Sequence[RackResult], coupled: CoupledLiquid) -> tuple[RackResult, ...]:
    """The racks with the power they draw after throttling, and where their heat goes.

    What a rear door takes counts as heat to liquid; its fans warm the air.
    """
    changed = list(racks)
    for index, liquid in coupled.state.racks.items():
        changed[index] = replace(
            changed[index],
            power_w=liquid.power_w,
            heat_to_air_w=liquid.to_air_w,
            heat_to_liquid_w=liquid.to_coolant_w,
        )
    for index, door in coupled.state.doors.items():
        rack, fan_w = changed[index], coupled.state.door_laws[index].fan_w
        changed[index] = replace(
            rack,
            heat_to_air_w=rack.heat_to_air_w - door.duty_w + fan_w,
            heat_to_liquid_w=rack.heat_to_liquid_w + door.duty_w,
        )
    return tuple(changed)


def _rack(item: LiquidRack, coupled: CoupledLiquid) -> RackLiquid:
    state = coupled.state
    consumers = state.loops.by_key()
    liquid = state.racks.get(item.index)
    own = consumers.get((item.rack.id, "liquid")) if liquid else None
    water = consumers.get((item.rack.id, "door"))
    door, law = state.doors.get(item.index), state.door_laws.get(item.index)
    asked = coupled.powers_w[item.index]
    return RackLiquid(
        id=item.rack.id,
        name=item.rack.label,
        method=item.method,
        loop_id=own.loop_id if own else "",
        flow_m3_s=own.flow_m3_s if own else 0.0,
        design_m3_s=own.design_m3_s if own else 0.0,
        coolant_in_c=own.inlet_c if own else _NOTHING,
        coolant_out_c=own.outlet_c if own else _NOTHING,
        pressure_pa=own.pressure_pa if own else 0.0,
        velocity_m_s=own.velocity_m_s if own else 0.0,
        asked_w=asked,
        power_w=liquid.power_w if liquid else asked,
        to_coolant_w=liquid.to_coolant_w if liquid else 0.0,
        to_air_w=liquid.to_air_w if liquid else asked,
        throttled_w=liquid.throttled_w if liquid else 0.0,
        compute_fraction=liquid.compute_fraction if liquid else 1.0,
        case_c=liquid.case_c if liquid else _NOTHING,
        case_limit_c=item.heat.limit_c if liquid else _NOTHING,
        bath_c=liquid.bath_c if liquid else _NOTHING,
        pump_w=liquid.pump_w if liquid else 0.0,
        door_loop_id=water.loop_id if water else "",
        door_flow_m3_s=water.flow_m3_s if water else 0.0,
        door_in_c=water.inlet_c if water else _NOTHING,
        door_out_c=door.water_out_c if door else _NOTHING,
        door_duty_w=door.duty_w if door else 0.0,
        door_fan_w=law.fan_w if law else 0.0,
        notes=liquid.notes if liquid else (),
        coolant_limit_c=item.inlet_limit_c,
    )


# -- balances --------------------------------------------------------------------------------------


def _balances(coupled: CoupledLiquid, scene: Scene, air: Balance) -> Iterator[LiquidBalance]:
    """The hall with all that is in it, each unit, and every facility loop to the plant."""
    it_w = max(sum(state.power_w for state in coupled.state.racks.values()), 1.0)
    it_w = max(it_w, sum(coupled.powers_w) - _throttled_w(coupled))
    yield _closed("Hall", _hall_terms(coupled, scene, air), it_w)
    for unit in coupled.state.loops.cdus:
        if np.isfinite(unit.supply_c):
            yield _closed(f"Unit {unit.name}", _unit_terms(unit), it_w)
    for loop in coupled.state.loops.loops:
        if loop.terms:
            yield _closed(f"Loop {loop.name}", loop.terms, it_w)


def _closed(name: str, terms: Iterable[Term], it_w: float) -> LiquidBalance:
    listed = tuple(terms)
    left = float(sum(term.value for term in listed))
    return LiquidBalance(name, listed, left, abs(left) / it_w)


def _throttled_w(coupled: CoupledLiquid) -> float:
    return sum(state.throttled_w for state in coupled.state.racks.values())


def _hall_terms(coupled: CoupledLiquid, scene: Scene, air: Balance) -> Iterator[Term]:
    """Everything that enters the hall's walls, air and coolant, against what leaves it.

    The air's own terms count as they were solved. What equipment gives to the air and to coolant is
    counted from equipment, so the sum shows how far both sides still disagree.
    """
    state = coupled.state
    drawn = sum(coupled.powers_w) - _throttled_w(coupled)
    yield Term(_IT, drawn, "w")
    yield Term("Pumps of tanks", sum(item.pump_w for item in state.racks.values()), "w")
    yield Term("Fans of rear doors", sum(law.fan_w for law in state.door_laws.values()), "w")
    to_coolant = sum(item.to_coolant_w for item in state.racks.values())
    yield Term("Plates and tanks, to coolant", -to_coolant, "w")
    yield Term("Rear doors, to water", -sum(door.duty_w for door in state.doors.values()), "w")
    yield Term("Coolant pipes, to the air", state.loops.heat_to_room_w, "w")
    yield Term("Pumps of units, to the air", _pumps_to_air_w(coupled), "w")
    to_air = {unit.id for unit in scene.loops.cdus if unit.type == "liquid_to_air"}
    blown = sum(unit.duty_w for unit in state.loops.cdus if unit.id in to_air)
    if to_air:
        yield Term(UNITS, blown, "w")
        moving = {unit.id for unit in scene.units}
        fans = sum(u.fan_power.value or 0.0 for u in scene.loops.cdus if u.id in moving)
        yield Term("Fans of liquid-to-air units", fans, "w")
    liquid = {TANKS, UNIT_PUMPS, UNITS, PIPES}
    for term in air.terms:
        is_racks = term.name.startswith((_IT, "Rear doors"))
        if term.unit == "w" and not is_racks and term.name not in liquid:
            yield term


def _pumps_to_air_w(coupled: CoupledLiquid) -> float:
    return sum(unit.pump_heat_to_air_w for unit in coupled.state.loops.cdus)


def _unit_terms(unit: CduAnswer) -> Iterator[Term]:
    """Heat that the technology side brings and the pumps add, against what the cold side takes."""
    brought = unit.technology_w_k * (unit.return_c - unit.supply_c)
    yield Term("Technology loop", brought, "w")
    yield Term("Pumps", unit.pump_heat_to_coolant_w, "w")
    yield Term("Cold side", -unit.duty_w, "w")


# -- cold surfaces ---------------------------------------------------------------------------------


def cold_surfaces(
    coupled: CoupledLiquid, scene: Scene, racks: Sequence[RackResult]
) -> tuple[ColdSurface, ...]:
    """Surfaces by their distance from the dew point of the air about them, smallest first.

    Bare are hoses to plates, tanks and doors, and the connections of units; pipes have their
    insulation. A cooler's coil dries the air by design and is not among them.

    Args:
        coupled: The liquid side as solved.
        scene: The hall.
        racks: The racks, with the humidity at their inlets.
    """
    dew = _dew_points(scene, racks)
    if not dew:
        return ()
    highest = max(dew.values())
    found = []
    for state in coupled.state.loops.consumers:
        if state.end == "coil" or not np.isfinite(state.inlet_c):
            continue
        name, surface = _named(state, scene, coupled)
        point = dew.get(state.owner_id, highest)
        found.append(_surface(state.owner_id, name, surface, state.inlet_c, point))
    insulation = {loop.id: loop.pipes.insulation_m for loop in scene.loops.loops}
    names = {loop.id: loop.name for loop in scene.loops.loops}
    coldest: dict[tuple[str, str], ColdSurface] = {}
    for pipe in coupled.state.loops.pipes:
        if not np.isfinite(pipe.inlet_c):
            continue
        outer = float(outer_diameter_m(np.array([pipe.diameter_m]))[0])
        outside = float(
            pipe_surface_c(pipe.inlet_c, coupled.air.room_c, outer, insulation[pipe.loop_id])
        )
        outer_side = _surface(
            pipe.loop_id, names[pipe.loop_id], f"{pipe.role} pipes", outside, highest
        )
        key = (pipe.loop_id, pipe.role)
        if key not in coldest or outer_side.margin_k < coldest[key].margin_k:
            coldest[key] = outer_side
    found += coldest.values()
    found.sort(key=lambda surface: surface.margin_k)
    return tuple(found[:LISTED_SURFACES])


def _dew_points(scene: Scene, racks: Sequence[RackResult]) -> dict[str, float]:
    """Dew point about each rack [deg C]; the hall's where the humidity is uniform."""
    if scene.moisture is None:
        dew = scene.air.dew_point_c
        return {} if dew is None else {"hall": dew}
    known = {rack.id: rack.inlet_dew_point_c for rack in racks}
    return {key: value for key, value in known.items() if np.isfinite(value)}


def _named(state: ConsumerState, scene: Scene, coupled: CoupledLiquid) -> tuple[str, str]:
    words = {"liquid": "coolant connections", "door": "rear door", "primary": "facility side"}
    racks = {item.rack.id: item.rack.label for item in coupled.state.served}
    units = {unit.id: unit.name for unit in scene.loops.cdus}
    name = racks.get(state.owner_id) or units.get(state.owner_id) or state.owner_id
    return name, words[state.end]


def _surface(
    object_id: str, name: str, surface: str, temperature_c: float, dew_c: float
) -> ColdSurface:
    margin = float(dew_point_margin_k(temperature_c, dew_c))
    return ColdSurface(object_id, name, surface, float(temperature_c), dew_c, margin)
