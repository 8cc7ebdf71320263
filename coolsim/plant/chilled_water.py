"""Plants with water: chillers, economisers, towers and dry coolers, and the mode of each moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.dry_cooler import dry_cooler_at_set_point
from coolsim.equipment.tower_at_heat import (
    WATER_J_KG_K,
    CellState,
    TowerCell,
    cell_at_set_point,
    held_water,
)
from coolsim.plant.chillers import chill
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rates import FREE, MECHANICAL, OFF, PARTIAL, Demand, PlantState
from coolsim.plant.units import WATER_J_M3_K, PlantUnit

Array = NDArray[np.float64]

_ROUNDS = 4
"""Turns between condenser water and compressor power, which hardly move each other."""
_HELD_K = 1e-4
"""Miss of a set point that is round-off of the fan control [K]."""
_EQUAL = 1e-9
"""Difference in heat taken over the load that is round-off [-]."""
_HELD_W = 1e-6
"""Change of compressor power over the design load that ends the turns [-]."""


@dataclass(frozen=True, slots=True)
class ColdWater:
    """The chilled water of a plant: heat at the machines, set point, return, flow, pump."""

    load_w: Array
    supply_c: Array
    return_c: Array
    flow_w_k: Array
    pump_w: Array


def chilled_water(unit: PlantUnit, demand: Demand) -> ColdWater:
    """The chilled water of a plant at what it is asked for."""
    if not unit.has_pump:
        flow = np.maximum(demand.flow_w_k, 1e-6)
        pump = np.zeros(flow.shape)
    else:
        speed = np.ones(demand.load_w.shape)
        drawn = unit.item.chilled_pump
        if drawn.is_variable:
            share = demand.load_w / max(unit.design_load_w, 1.0)
            speed = np.clip(share, drawn.least_speed_fraction, 1.0)
        speed = np.where(demand.load_w > 0.0, speed, 0.0)
        flow = np.maximum(unit.design_flow_w_k * speed, 1e-6)
        pump = unit.chilled_pump_w * speed**3
    total = demand.load_w + pump
    return ColdWater(total, demand.supply_c, demand.supply_c + total / flow, flow, pump)


def reject_with_water(unit: PlantUnit, demand: Demand, outdoor: Outdoor) -> PlantState:
    """Rates of a plant with water, each moment in the mode of the control rule."""
    water = chilled_water(unit, demand)
    found: list[PlantState] = []
    kind = unit.item.economiser.kind
    if unit.chiller is not None:
        found.append(_mechanical(unit, water, outdoor))
        if kind == "integrated":
            found.append(_economised(unit, water, outdoor))
    if unit.chiller is None or kind == "non_integrated":
        found.append(_free(unit, water, outdoor))
    state = _chosen(found, water.load_w)
    cooling = np.maximum(state.cooling_w - water.pump_w, 0.0)
    served = np.where(demand.load_w > 0.0, cooling, 0.0)
    pumped = np.where(demand.load_w > 0.0, water.pump_w, 0.0)
    return replace(
        state,
        cooling_w=served,
        unmet_w=demand.load_w - served,
        chilled_pump_w=pumped,
        rejected_w=served + pumped + state.compressor_w + state.condenser_pump_w,
        blowdown_kg_s=state.evaporated_kg_s / (unit.item.tower.cycles_of_concentration - 1.0),
        saved_kg_s=np.where(demand.load_w > 0.0, state.saved_kg_s, 0.0),
    )


def _chosen(found: Sequence[PlantState], load: Array) -> PlantState:
    """By the control rule: least unmet, then least power."""
    best = found[0]
    for other in found[1:]:
        alike = _EQUAL * np.maximum(load, 1.0)
        more = other.cooling_w > best.cooling_w + alike
        equal = np.abs(other.cooling_w - best.cooling_w) <= alike
        best = _either(more | (equal & (other.power_w < best.power_w)), other, best)
    return best


def _either(where: NDArray[np.bool_], one: PlantState, other: PlantState) -> PlantState:
    """One state where told, else another."""
    return PlantState(
        **{
            part.name: np.where(where, getattr(one, part.name), getattr(other, part.name))
            for part in fields(PlantState)
        }
    )


def _mechanical(unit: PlantUnit, water: ColdWater, outdoor: Outdoor) -> PlantState:
    """Compressors alone, on tower water or outdoor air."""
    assert unit.chiller is not None
    if unit.cell is None:
        done = chill(unit.chiller, unit.duty, water.load_w, water.supply_c, outdoor.dry_bulb_c)
        return _state(done.cooling_w, done.power_w, _still(water), MECHANICAL, 0.0, 0.0)
    set_point = np.full(water.load_w.shape, unit.item.tower.set_point_c)
    condenser = set_point
    for _ in range(_ROUNDS):
        done = chill(unit.chiller, unit.duty, water.load_w, water.supply_c, condenser)
        cells = _cells(unit, done.rejected_w)
        pump = unit.condenser_pump_w * cells / unit.duty
        before, condenser = (
            condenser,
            _condenser_c(unit.cell, done.rejected_w + pump, cells, outdoor, set_point),
        )
        if np.abs(condenser - before).max(initial=0.0) < _HELD_K:
            break
    tower = _tower(unit.cell, done.rejected_w + pump, cells, outdoor, set_point)
    return _state(
        done.cooling_w, done.power_w, tower, MECHANICAL, pump, _drift(unit, unit.cell, cells)
    )


def _economised(unit: PlantUnit, water: ColdWater, outdoor: Outdoor) -> PlantState:
    """The economiser before the chillers; where it is enough, they stand."""
    assert unit.chiller is not None
    if unit.cell is None:
        free, coil = _coil(unit, water, outdoor)
        rest = water.load_w - free
        done = chill(unit.chiller, unit.duty, rest, water.supply_c, outdoor.dry_bulb_c)
        mode = np.where(rest > 0.0, PARTIAL, FREE)
        return _state(free + done.cooling_w, done.power_w, coil, mode, 0.0, 0.0)
    cells = np.full(water.load_w.shape, float(unit.duty))
    pump = np.full(water.load_w.shape, unit.condenser_pump_w)
    approach = unit.item.economiser.approach_k
    flow = unit.cell.merkel.water_kg_s * WATER_J_KG_K * unit.duty
    set_point = water.supply_c - approach
    power = np.zeros(water.load_w.shape)
    for _ in range(_ROUNDS):
        heat = water.load_w + power + pump
        leaving = _condenser_c(unit.cell, heat, cells, outdoor, set_point)
        free = _precooled_w(water, leaving + approach)
        rest = water.load_w - free
        done = chill(unit.chiller, unit.duty, rest, water.supply_c, leaving + free / flow)
        before, power = power, done.power_w
        if np.abs(power - before).max(initial=0.0) < _HELD_W * unit.design_load_w:
            break
    tower = _tower(unit.cell, heat, cells, outdoor, set_point)
    mode = np.where(rest > 0.0, PARTIAL, FREE)
    drift = _drift(unit, unit.cell, cells)
    return _state(free + done.cooling_w, power, tower, mode, pump, drift)


def _free(unit: PlantUnit, water: ColdWater, outdoor: Outdoor) -> PlantState:
    """Tower, wet or dry coolers alone."""
    if unit.cell is None:
        free, coil = _coil(unit, water, outdoor)
        return _state(free, 0.0, coil, FREE, 0.0, 0.0)
    cells = np.full(water.load_w.shape, float(unit.duty))
    pump = np.full(water.load_w.shape, unit.condenser_pump_w)
    # the water of a wet cooler's loop runs inside its coil: no exchanger between, and its own flow
    is_closed = unit.item.kind == "wet_cooler"
    approach = 0.0 if is_closed else unit.item.economiser.approach_k
    flow = water.flow_w_k / unit.cell_w_k if is_closed else np.ones(cells.shape)
    set_point = water.supply_c - approach
    tower = _tower(unit.cell, water.load_w + pump, cells, outdoor, set_point, flow)
    free = _precooled_w(water, tower.water_out_c + approach)
    wet = _state(free, 0.0, tower, FREE, pump, _drift(unit, unit.cell, cells))
    if not is_closed or unit.coil is None or unit.item.tower.dry_below_c is None:
        return wet
    return _dry_where_enough(unit, water, outdoor, wet)


def _dry_where_enough(
    unit: PlantUnit, water: ColdWater, outdoor: Outdoor, wet: PlantState
) -> PlantState:
    """A closed circuit without spray in the hours cold enough for it, that cool as much so."""
    taken, coil = _coil(unit, water, outdoor)
    dry = _state(taken, 0.0, coil, FREE, 0.0, 0.0)
    cold = outdoor.dry_bulb_c <= float(unit.item.tower.dry_below_c or 0.0)
    runs_dry = cold & (taken >= wet.cooling_w - _EQUAL * np.maximum(water.load_w, 1.0))
    share = 1.0 / (1.0 - 1.0 / unit.item.tower.cycles_of_concentration)  # blow-down included
    saved = np.where(runs_dry, wet.evaporated_kg_s * share + wet.drift_kg_s, 0.0)
    return replace(_either(runs_dry, dry, wet), saved_kg_s=saved)


def _precooled_w(water: ColdWater, coldest_c: Array) -> Array:
    """Heat an economiser takes whose water leaves no colder than given [W]."""
    held = coldest_c <= water.supply_c + _HELD_K
    taken = water.flow_w_k * np.maximum(water.return_c - coldest_c, 0.0)
    return np.asarray(np.where(held, water.load_w, np.minimum(taken, water.load_w)))


def _coil(unit: PlantUnit, water: ColdWater, outdoor: Outdoor) -> tuple[Array, CellState]:
    """Heat taken by dry coolers [W], and what they do."""
    assert unit.coil is not None
    above = unit.item.dry.pads_above_c if unit.item.kind == "adiabatic_cooler" else np.inf
    done = dry_cooler_at_set_point(
        unit.coil,
        water.return_c,
        water.flow_w_k / WATER_J_M3_K,
        WATER_J_M3_K,
        outdoor.dry_bulb_c,
        outdoor.wet_bulb_c,
        water.supply_c,
        pads_above_c=above,
    )
    taken = _precooled_w(water, done.liquid_out_c)
    off = taken <= 0.0
    state = CellState(
        done.liquid_out_c,
        np.where(off, 0.0, done.fan_ratio),
        np.where(off, 0.0, done.fan_w),
        np.where(off, 0.0, done.evaporated_kg_s),
    )
    return taken, state


def _cells(unit: PlantUnit, heat_w: Array) -> Array:
    """Tower cells that run."""
    assert unit.cell is not None
    return np.asarray(np.clip(np.ceil(heat_w / unit.cell.heat_w - 1e-9), 1.0, float(unit.duty)))


def _tower(
    cell: TowerCell,
    heat_w: Array,
    cells: Array,
    outdoor: Outdoor,
    set_point_c: Array,
    water: Array | float = 1.0,
) -> CellState:
    """All running cells together; ``water`` is their flow over that of design."""
    each = cell_at_set_point(
        cell,
        heat_w / cells,
        outdoor.wet_bulb_c,
        outdoor.humidity_ratio,
        outdoor.pressure_pa,
        set_point_c,
        water,
    )
    return CellState(
        each.water_out_c, each.fan_ratio, each.fan_w * cells, each.evaporated_kg_s * cells
    )


def _condenser_c(
    cell: TowerCell, heat_w: Array, cells: Array, outdoor: Outdoor, set_point_c: Array
) -> Array:
    """Water that all running cells together supply [deg C]."""
    leaving, _ = held_water(
        cell, heat_w / cells, outdoor.wet_bulb_c, outdoor.pressure_pa, set_point_c
    )
    return np.where(heat_w > 0.0, leaving, set_point_c)


def _drift(unit: PlantUnit, cell: TowerCell, cells: Array) -> Array:
    return np.asarray(unit.item.tower.drift_fraction * cell.merkel.water_kg_s * cells)


def _still(water: ColdWater) -> CellState:
    none = np.zeros(water.load_w.shape)
    return CellState(np.full(water.load_w.shape, np.nan), none, none, none)


def _state(
    cooling: Array,
    power: Array | float,
    rejecting: CellState,
    mode: int | NDArray[np.int64],
    pump: Array | float,
    drift: Array | float,
) -> PlantState:
    """State of one mode; what stands draws nothing."""
    runs = cooling > 0.0
    none = np.zeros(cooling.shape)

    def when(value: Array | float) -> Array:
        return np.asarray(np.where(runs, value, 0.0) + none)

    return PlantState(
        cooling_w=cooling,
        unmet_w=none,
        compressor_w=when(power),
        chilled_pump_w=none,
        condenser_pump_w=when(pump),
        fan_w=when(rejecting.fan_w),
        rejected_w=none,
        evaporated_kg_s=when(rejecting.evaporated_kg_s),
        blowdown_kg_s=none,
        drift_kg_s=when(drift),
        saved_kg_s=none,
        mode=np.where(runs, mode, OFF).astype(np.int64),
        sink_c=np.asarray(np.where(runs, rejecting.water_out_c, np.nan)),
    )
