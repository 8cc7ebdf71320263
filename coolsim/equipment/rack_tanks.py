"""Immersion tanks as racks of a hall, made from the catalogue.

A tank on a facility loop has an exchanger or condenser of its own; one on a loop that carries its
own dielectric is flushed by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.catalogue.entries import Entry
from coolsim.catalogue.liquid_equipment import sink_figures, surface_figures, tank_figures
from coolsim.catalogue.records import Figure
from coolsim.equipment.boiling import Surface
from coolsim.equipment.cdu import plates_of_rating
from coolsim.equipment.chip import chip_state, compute_fraction
from coolsim.equipment.condenser import condenser_of_rating
from coolsim.equipment.heat_exchanger import ConductanceLaw
from coolsim.equipment.heat_sink import HeatSink, sink_notes, sink_resistance_k_w
from coolsim.equipment.rack_heat import RackHeat, RackLiquidState
from coolsim.equipment.tank_single_phase import TankLoad, tank_state
from coolsim.equipment.tank_two_phase import BoilingChip, Condenser
from coolsim.equipment.tank_two_phase import tank_state as boiling_tank_state
from coolsim.equipment.working_fluids import BoilingFluid, Dielectric

_SIZING_C = 40.0
"""Temperature of the dielectric at which ratings count [deg C]."""
_ATMOSPHERE_PA = 101_325.0


@dataclass(frozen=True, slots=True)
class OilTank:
    """A single-phase tank.

    Attributes:
        heat: Its heat.
        fluid: The dielectric.
        sink: Heat sink of an accelerator; ``None`` where its figures are not known.
        sinks_fraction: Share of the tank's flow that passes the heat sinks.
        fluid_m3_s: Flow of the tank's own pumps.
        pump_w: Their power, all of it heat of the bath.
        loss_w_k: Walls and lid to the room.
        exchanger: Conductance of its own exchanger; ``None`` where its loop carries the dielectric.
        figures: What this rests on.
    """

    heat: RackHeat
    fluid: Dielectric
    sink: HeatSink | None
    sinks_fraction: float
    fluid_m3_s: float
    pump_w: float
    loss_w_k: float
    exchanger: ConductanceLaw | None
    figures: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class BoilingTank:
    """A two-phase tank.

    Attributes:
        heat: Its heat.
        fluid: What boils.
        surface: Boiling surface of the accelerators.
        area_m2: Its area at one of them.
        condenser: Conductance of the condenser.
        relief_pa: Gauge pressure at which vapour is let out.
        loss_w_k: Walls and lid to the room.
        figures: What this rests on.
    """

    heat: RackHeat
    fluid: BoilingFluid
    surface: Surface
    area_m2: float
    condenser: ConductanceLaw
    relief_pa: float
    loss_w_k: float
    figures: tuple[tuple[str, Figure], ...]


def heat_sink(entry: Entry) -> HeatSink | None:
    """Return a heat sink of the catalogue; ``None`` where a figure is missing."""
    of = sink_figures(entry)
    values = [
        of.length_m.value,
        of.width_m.value,
        of.fin_height_m.value,
        of.fin_thickness_m.value,
        of.fin_gap_m.value,
        of.fin_conductivity_w_m_k.value,
        of.base_resistance_k_w.value,
    ]
    known = [value for value in values if value is not None]
    return HeatSink(*known) if len(known) == len(values) else None


def oil_tank(
    heat: RackHeat,
    entry: Entry,
    fluid: Dielectric,
    sink: HeatSink | None,
    water_j_m3_k: float | None,
) -> OilTank | None:
    """Return a single-phase tank of a catalogue entry; ``None`` where a figure is missing.

    Args:
        heat: Its heat.
        entry: A tank of type ``immersion_1p``.
        fluid: The dielectric in it.
        sink: Heat sink of its accelerators.
        water_j_m3_k: Density times heat capacity of the loop's coolant at the tank's own exchanger;
            ``None``: the loop carries the dielectric and there is no exchanger.

    Raises:
        SolveError: The rating is impossible.
    """
    of = tank_figures(entry)
    wanted = {
        "capacity": of.capacity_w,
        "approach": of.approach_k,
        "dielectric flow": of.fluid_flow_m3_s,
        "water flow": of.water_flow_m3_s,
        "share of flow past heat sinks": of.sink_flow_fraction,
    }
    capacity, approach, flow, water, share = (figure.value for figure in wanted.values())
    if capacity is None or approach is None or flow is None or water is None or share is None:
        return None
    at = fluid.table.near(_SIZING_C)
    fluid_j = float(at.density_kg_m3 * at.heat_capacity_j_kg_k)
    exchanger = None
    if water_j_m3_k is not None:
        exchanger = plates_of_rating(capacity, approach, flow, water, fluid_j, water_j_m3_k)
    return OilTank(
        heat=heat,
        fluid=fluid,
        sink=sink,
        sinks_fraction=share,
        fluid_m3_s=flow,
        pump_w=0.0 if exchanger is None else of.pump_power_w.value or 0.0,
        loss_w_k=of.loss_w_k.value or 0.0,
        exchanger=exchanger,
        figures=(
            *((f"{name} of {entry.name}", figure) for name, figure in wanted.items()),
            (f"pump power of {entry.name}", of.pump_power_w),
            (f"loss to the room of {entry.name}", of.loss_w_k),
        ),
    )


def oil_tank_state(
    tank: OilTank,
    power_w: float,
    inlet_c: float,
    flow_m3_s: float,
    coolant_j_m3_k: float,
    room_c: float,
    set_point_c: float = 30.0,
) -> RackLiquidState:
    """State of a single-phase tank on its loop.

    The dielectric's properties are taken at the supply; two passes settle them.

    Args:
        tank: The tank.
        power_w: Power asked of its equipment [W].
        inlet_c: Coolant of the loop entering [deg C].
        flow_m3_s: Its flow [m3/s].
        coolant_j_m3_k: Density times heat capacity of that coolant [J/(m3 K)].
        room_c: Air of the hall [deg C].
        set_point_c: Supply of the bath that its own exchanger holds [deg C].
    """
    supply_c = inlet_c if tank.exchanger is None else max(inlet_c, set_point_c)
    state = _oil_tank_at(
        tank, supply_c, power_w, inlet_c, flow_m3_s, coolant_j_m3_k, room_c, set_point_c
    )
    return _oil_tank_at(
        tank, state.bath_c, power_w, inlet_c, flow_m3_s, coolant_j_m3_k, room_c, set_point_c
    )


def _oil_tank_at(
    tank: OilTank,
    properties_c: float,
    power_w: float,
    inlet_c: float,
    flow_m3_s: float,
    coolant_j_m3_k: float,
    room_c: float,
    set_point_c: float,
) -> RackLiquidState:
    """State with the dielectric's properties at a temperature."""
    heat = tank.heat
    liquid = tank.fluid.table.near(properties_c)
    fluid_m3_s = tank.fluid_m3_s if tank.exchanger is not None else flow_m3_s
    each_m3_s = fluid_m3_s * tank.sinks_fraction / max(heat.chips, 1)
    has_sink = tank.sink is not None and heat.chips > 0
    sink_k_w, notes = _ANY_K_W, ("case temperature not checked",)
    limit_c = float("nan")
    if tank.sink is not None and has_sink:
        sink_k_w = float(sink_resistance_k_w(tank.sink, each_m3_s, liquid))
        limit_c = heat.limit_c
        limit = () if not np.isnan(limit_c) else ("case limit not checked",)
        notes = (*limit, *sink_notes(tank.sink, each_m3_s, liquid))
    each_w, other_w = heat.chip_power_w(power_w), heat.other_plated_w(power_w)
    if tank.exchanger is None:
        found = _flushed(
            tank, each_w, other_w, sink_k_w, limit_c, inlet_c, fluid_m3_s, coolant_j_m3_k, room_c
        )
    else:
        fluid_j = float(liquid.density_kg_m3 * liquid.heat_capacity_j_kg_k)
        solved = tank_state(
            TankLoad(heat.chips, each_w, limit_c, other_w + tank.pump_w),
            sink_k_w,
            tank.fluid_m3_s,
            fluid_j,
            inlet_c,
            flow_m3_s,
            coolant_j_m3_k,
            tank.exchanger,
            set_point_c,
            room_c,
            tank.loss_w_k,
        )
        found = _Found(
            float(solved.supply_c),
            float(solved.to_water_w),
            float(solved.to_room_w),
            float(solved.hottest_case_c),
            float(solved.throttled_w),
            float(solved.compute_fraction),
        )
    return RackLiquidState(
        power_w=power_w - found.throttled_w,
        to_coolant_w=found.to_coolant_w,
        to_air_w=found.to_room_w,
        case_c=found.case_c if has_sink else float("nan"),
        throttled_w=found.throttled_w,
        compute_fraction=found.compute_fraction,
        bath_c=found.supply_c,
        pump_w=tank.pump_w,
        notes=notes,
    )


_ANY_K_W = 1e-6
"""Stands for a heat sink that is not known: its heat goes to the bath, its case is not told."""


@dataclass(frozen=True, slots=True)
class _Found:
    supply_c: float
    to_coolant_w: float
    to_room_w: float
    case_c: float
    throttled_w: float
    compute_fraction: float


def _flushed(
    tank: OilTank,
    each_w: float,
    other_w: float,
    sink_k_w: float,
    limit_c: float,
    inlet_c: float,
    flow_m3_s: float,
    coolant_j_m3_k: float,
    room_c: float,
) -> _Found:
    """A tank flushed by its loop: the bath's supply is what the loop brings."""
    one = chip_state(each_w, inlet_c, room_c, 1.0 / sink_k_w, 0.0, limit_c)
    drawn = tank.heat.chips * float(one.power_w) + other_w
    rate = flow_m3_s * coolant_j_m3_k
    # standing liquid has only the walls to give its heat to
    loss = tank.loss_w_k / (1.0 + 0.5 * tank.loss_w_k / rate) if rate > 0.0 else 0.0
    to_room = loss * (inlet_c - room_c + 0.5 * drawn / rate) if rate > 0.0 else drawn
    throttled = tank.heat.chips * (each_w - float(one.power_w))
    share = float(compute_fraction(one.power_w, each_w))
    return _Found(inlet_c, drawn - to_room, to_room, float(one.case_c), throttled, share)


def boiling_tank(
    heat: RackHeat, entry: Entry, fluid: BoilingFluid, surface: Entry, water_j_m3_k: float
) -> BoilingTank | None:
    """Return a two-phase tank of a catalogue entry; ``None`` where a figure is missing.

    Args:
        heat: Its heat.
        entry: A tank of type ``immersion_2p``.
        fluid: What boils in it.
        surface: Boiling surface of its accelerators, of type ``boiling_surface``.
        water_j_m3_k: Density times heat capacity of the loop's coolant [J/(m3 K)].

    Raises:
        SolveError: The rating is impossible.
    """
    of, on = tank_figures(entry), surface_figures(surface)
    wanted = {
        "capacity": of.capacity_w,
        "approach": of.approach_k,
        "water flow": of.water_flow_m3_s,
        "boiling area": on.area_m2,
        "heat transfer over plain": on.transfer_factor,
        "critical flux over plain": on.critical_factor,
    }
    capacity, approach, water, area, transfer, critical = (
        figure.value for figure in wanted.values()
    )
    if capacity is None or approach is None or water is None or area is None:
        return None
    return BoilingTank(
        heat=heat,
        fluid=fluid,
        surface=Surface(
            1.0 if transfer is None else transfer, 1.0 if critical is None else critical
        ),
        area_m2=area,
        condenser=condenser_of_rating(capacity, approach, water, water_j_m3_k),
        relief_pa=of.gauge_pressure_pa.high or of.gauge_pressure_pa.value or 0.0,
        loss_w_k=of.loss_w_k.value or 0.0,
        figures=(
            *((f"{name} of {entry.name}", figure) for name, figure in wanted.items()),
            (f"loss to the room of {entry.name}", of.loss_w_k),
        ),
    )


def boiling_tank_rack_state(
    tank: BoilingTank,
    power_w: float,
    inlet_c: float,
    flow_m3_s: float,
    coolant_j_m3_k: float,
    room_c: float,
    pressure_pa: float = _ATMOSPHERE_PA,
) -> RackLiquidState:
    """State of a two-phase tank on its loop.

    Args:
        tank: The tank.
        power_w: Power asked of its equipment [W].
        inlet_c: Coolant of the loop entering [deg C].
        flow_m3_s: Its flow [m3/s].
        coolant_j_m3_k: Density times heat capacity of that coolant [J/(m3 K)].
        room_c: Air of the hall [deg C].
        pressure_pa: Pressure of the room, which an open bath has [Pa].
    """
    heat = tank.heat
    limit = None if np.isnan(heat.limit_c) else heat.limit_c
    each_w = heat.chip_power_w(power_w)
    found = boiling_tank_state(
        tank.fluid,
        BoilingChip(heat.chips, each_w, tank.area_m2, 0.0, limit, tank.surface),
        heat.other_plated_w(power_w),
        Condenser(tank.condenser, inlet_c, flow_m3_s, coolant_j_m3_k),
        pressure_pa=pressure_pa,
        relief_pa=pressure_pa + tank.relief_pa,
        room_c=room_c,
        loss_w_k=tank.loss_w_k,
    )
    venting = ("the condenser is short: vapour is let out",) if found.is_venting else ()
    unknown = () if found.case_c is not None else ("case temperature not checked",)
    return RackLiquidState(
        power_w=power_w - found.throttled_w,
        to_coolant_w=found.to_water_w,
        to_air_w=found.to_room_w,
        case_c=float("nan") if found.case_c is None else found.case_c,
        throttled_w=found.throttled_w,
        compute_fraction=float(compute_fraction(found.chip_power_w, each_w)),
        bath_c=found.saturation_c,
        notes=(*venting, *unknown, *found.notes),
    )
