"""Flows, temperatures and powers of every plant, hour by hour: what a schematic shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coolsim.design.models import Variant
from coolsim.design.plant import serving
from coolsim.plant.asked import plant_side
from coolsim.plant.chilled_water import chilled_water
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rates import MODES, Demand, PlantState
from coolsim.plant.rooms import taken_rooms
from coolsim.plant.units import WATER_J_M3_K, PlantUnit
from coolsim.results.plant_hours import PLANT_COLUMNS, Moment, YearHours, plant_column
from coolsim.results.year import PlantDay, PlantYear
from coolsim.studies.accounts import total
from coolsim.studies.hours import Hours, Site

Array = NDArray[np.float64]


def year_hours(site: Site, hours: Hours, outdoor: Outdoor) -> YearHours:
    """Columns of hours: outdoor air, power by consumer, and every plant."""
    columns: dict[str, Array | NDArray[np.int64]] = {
        "dry_bulb_c": outdoor.dry_bulb_c,
        "wet_bulb_c": outdoor.wet_bulb_c,
        "load": hours.load,
        "supply_shift_k": hours.shift_k,
        "inlet_margin_k": hours.margin_k,
        "facility_w": hours.facility_w,
        "heat_w": hours.heat_w,
        "rejected_w": hours.rejected_w,
        "unmet_w": hours.unmet_w,
        "reuse_w": hours.reuse_w,
        "stored_wh": hours.stored_wh,
        "water_kg_s": hours.water_kg_s,
        **{f"{name}_w": power for name, power in hours.power_w.items()},
    }
    for unit, (demand, state) in zip(site.units, hours.plants, strict=True):
        for name, values in plant_columns(unit, demand, state).items():
            columns[plant_column(unit.item.id, name)] = values
    stacked = np.array([np.asarray(values, dtype=np.float32) for values in columns.values()])
    return YearHours(tuple(columns), stacked)


def moment(site: Site, hours: Hours, outdoor: Outdoor) -> Moment:
    """The first of some moments, such as a design day."""
    return year_hours(site, hours, outdoor).at(0)


def plant_columns(
    unit: PlantUnit, demand: Demand, state: PlantState
) -> dict[str, Array | NDArray[np.int64]]:
    """Columns of one plant, as :data:`~coolsim.results.plant_hours.PLANT_COLUMNS` names them.

    The cold water returns by its heat over its flow, that of towers and dry coolers by the heat
    rejected over theirs; where nothing flows, neither is a number.
    """
    runs = state.cooling_w > 0.0
    if unit.item.kind == "dx":
        flow_w_k, cold = demand.air_w_k, demand.air_supply_c
        back = demand.air_return_c
    else:
        flow_w_k = chilled_water(unit, demand).flow_w_k
        cold = demand.supply_c
        back = cold + (state.cooling_w + state.chilled_pump_w) / np.maximum(flow_w_k, 1e-6)
    sink_w_k = _sink_flow_w_k(unit, demand, state)
    warm = state.sink_c + state.rejected_w / np.maximum(sink_w_k, 1e-6)
    columns: dict[str, Array | NDArray[np.int64]] = {
        "load_w": demand.load_w,
        "unmet_w": state.unmet_w,
        "supply_c": np.where(runs, cold, np.nan),
        "return_c": np.where(runs, back, np.nan),
        "flow_m3_s": np.where(runs & (unit.item.kind != "dx"), flow_w_k / WATER_J_M3_K, np.nan),
        "compressor_w": state.compressor_w,
        "chilled_pump_w": state.chilled_pump_w,
        "condenser_pump_w": state.condenser_pump_w,
        "fan_w": state.fan_w,
        "rejected_w": state.rejected_w,
        "water_kg_s": state.water_kg_s,
        "sink_c": np.where(sink_w_k > 0.0, state.sink_c, np.nan),
        "sink_return_c": np.where(sink_w_k > 0.0, warm, np.nan),
        "sink_flow_m3_s": np.where(sink_w_k > 0.0, sink_w_k / WATER_J_M3_K, np.nan),
        "mode": state.mode,
    }
    assert tuple(columns) == PLANT_COLUMNS
    return columns


def plants_on_day(variant: Variant, site: Site, hours: Hours) -> tuple[PlantDay, ...]:
    """Every heat rejection at one moment, with what it serves.

    Args:
        variant: What is drawn.
        site: Its plants, resolved.
        hours: That one moment.
    """
    served, _ = serving(variant.plant, *plant_side(variant))
    rooms = taken_rooms(variant.plant.rejections)
    names = {item.id: item.label for item in (*variant.loops, *variant.coolers)}
    found = []
    for unit, (demand, state) in zip(site.units, hours.plants, strict=True):
        item = unit.item
        columns = plant_columns(unit, demand, state)
        mine = [names[each] for part in served[item.id] for each in part]
        found.append(
            PlantDay(
                id=item.id,
                name=item.label,
                kind=item.kind,
                machines=item.machines,
                duty=unit.duty,
                serves=(*mine, *rooms[item.id]),
                values={name: float(values[0]) for name, values in columns.items()},
            )
        )
    return tuple(found)


def plants_through_year(site: Site, hours: Hours) -> tuple[PlantYear, ...]:
    """Every heat rejection through all hours: its modes, with and without water."""
    found = []
    for unit, (_, state) in zip(site.units, hours.plants, strict=True):
        cools, uses = state.cooling_w > 0.0, state.water_kg_s > 0.0
        runs_dry = unit.item.kind == "wet_cooler" and unit.item.tower.dry_below_c is not None
        found.append(
            PlantYear(
                id=unit.item.id,
                name=unit.item.label,
                kind=unit.item.kind,
                hours_in_mode={n: int(np.sum(state.mode == i)) for i, n in enumerate(MODES)},
                wet_hours=int(np.sum(cools & uses)),
                dry_hours=int(np.sum(cools & ~uses)),
                water_m3=total(state.water_kg_s) * _M3_AN_HOUR,
                saved_m3=total(state.saved_kg_s) * _M3_AN_HOUR if runs_dry else None,
            )
        )
    return tuple(found)


_M3_AN_HOUR = 3.6
"""Water of a kilogram a second in an hour [m3]."""


def _sink_flow_w_k(unit: PlantUnit, demand: Demand, state: PlantState) -> Array:
    """Capacity rate of the water through running towers; none where the plant has no tower.

    In wet coolers it is the loop's own water, told as such.
    """
    if unit.cell is None or unit.condenser_pump_w <= 0.0 or unit.item.kind == "wet_cooler":
        return np.zeros(demand.load_w.shape)
    share = state.condenser_pump_w / unit.condenser_pump_w
    return np.asarray(unit.cell_w_k * share)
