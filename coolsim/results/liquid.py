"""The liquid side of a solved hall: loops, units, pipes, and what coolant does for every rack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coolsim.results.terms import Term

LoopKind = Literal["technology", "facility"]
ConsumerEnd = Literal["liquid", "door", "coil", "primary"]
"""Cold plates or tank of a rack, its rear door, a cooler's coil, the facility side of a unit."""
LoopStatus = Literal["converged", "not_converged", "no_source", "no_consumer", "no_way_out"]
"""How the solve of a loop ended; ``no_way_out``: heat that nothing takes away."""
CduMode = Literal["holding", "short", "idle", "ideal", "stopped"]
"""Of a unit: at its set point, above it, nothing to cool, set point without a known exchanger."""

DEW_MARGIN_K = 2.0
"""Margin to the dew point that makers ask of water in halls (HPE asks 2 K of its doors) [K]."""


@dataclass(frozen=True, slots=True)
class LoopState:
    """A loop as solved.

    Attributes:
        id, name, kind: The loop.
        status: How the solve ended.
        iterations: Newton steps of the last hydraulic solve.
        residual_pa: Its largest residual of a branch's law.
        imbalance_kg_s: Its largest imbalance at a node.
        flow_m3_s: Flow of all sources.
        supply_c, return_c: Mixed temperatures at the sources; NaN without flow.
        pressure_pa: Difference between supply and return where the sources feed the loop.
        highest_pressure_pa: Highest gauge pressure anywhere.
        pump_power_w: Electrical power of its pumps.
        pump_speed_fraction: Highest speed of its pumps over full speed.
        imbalance_fraction: Largest shortfall of a consumer's flow from its design flow.
        volume_m3: Coolant in its pipes.
        terms: Heat balance, into the coolant positive [W].
        balance_w: What is left over of it.
        lowest_pressure_pa: Gauge pressure at its highest point; NaN where not told.
    """

    id: str
    name: str
    kind: LoopKind
    status: LoopStatus
    iterations: int
    residual_pa: float
    imbalance_kg_s: float
    flow_m3_s: float
    supply_c: float
    return_c: float
    pressure_pa: float
    highest_pressure_pa: float
    pump_power_w: float
    pump_speed_fraction: float
    imbalance_fraction: float
    volume_m3: float
    terms: tuple[Term, ...]
    balance_w: float
    lowest_pressure_pa: float = float("nan")


@dataclass(frozen=True, slots=True)
class CduAnswer:
    """A unit as solved.

    Attributes:
        id, name: The unit.
        mode: What it is doing.
        technology_m3_s: Flow of its pumps.
        supply_c, return_c: Technology side.
        facility_m3_s: Flow through its facility side (air for liquid-to-air).
        facility_in_c, facility_out_c: Facility side.
        duty_w: Heat it passes on.
        approach_k: Technology supply minus facility supply (or entering air).
        pump_power_w: Electrical power of its pumps.
        pump_heat_to_coolant_w: Share of that which ends in the coolant.
        pump_heat_to_air_w: Rest, lost to the hall's air.
        pump_speed_fraction: Speed over full speed.
        suction_margin_pa: Pressure at the pump's suction above the vapour pressure.
        technology_w_k: Mass flow of its pumps times the heat capacity of the coolant.
    """

    id: str
    name: str
    mode: CduMode
    technology_m3_s: float
    supply_c: float
    return_c: float
    facility_m3_s: float
    facility_in_c: float
    facility_out_c: float
    duty_w: float
    approach_k: float
    pump_power_w: float
    pump_heat_to_coolant_w: float
    pump_heat_to_air_w: float
    pump_speed_fraction: float
    suction_margin_pa: float
    technology_w_k: float = 0.0


@dataclass(frozen=True, slots=True)
class ConsumerState:
    """One consumer as solved: coolant in and out, flow, pressure drop, velocity in its branch.

    ``density_j_m3_k`` is density times heat capacity of the coolant there [J/(m3 K)].
    """

    owner_id: str
    end: ConsumerEnd
    loop_id: str
    flow_m3_s: float
    design_m3_s: float
    inlet_c: float
    outlet_c: float
    heat_w: float
    pressure_pa: float
    velocity_m_s: float
    density_j_m3_k: float


@dataclass(frozen=True, slots=True)
class PipeState:
    """One piece of pipe as solved; temperatures enter and leave in the sense of the flow."""

    loop_id: str
    role: str
    is_supply: bool
    object_id: str
    tail: int
    head: int
    length_m: float
    diameter_m: float
    flow_m3_s: float
    velocity_m_s: float
    pressure_pa: float
    inlet_c: float
    outlet_c: float
    heat_to_room_w: float


@dataclass(frozen=True, slots=True)
class RackLiquid:
    """What coolant does for one rack; a temperature that cannot be told is not a number.

    Attributes:
        id, name: The rack.
        method: Its cooling method.
        loop_id: Loop of its plates or tank, "" without.
        flow_m3_s, design_m3_s: Coolant through plates or tank.
        coolant_in_c, coolant_out_c: Entering and leaving.
        pressure_pa: Drop between the headers.
        velocity_m_s: In its branch.
        asked_w: Power asked of it.
        power_w: What it draws, after throttling.
        to_coolant_w: Heat into the coolant of its plates or tank.
        to_air_w: Heat into the air, before its door.
        throttled_w: Power its accelerators do without.
        compute_fraction: Their operations over those at full power [-].
        case_c: Hottest accelerator case.
        case_limit_c: Its limit.
        bath_c: Supply of a tank's bath, or saturation of what boils.
        pump_w: Power of its own pumps.
        door_loop_id: Loop of its rear door, "" without.
        door_flow_m3_s: Water through the door.
        door_in_c, door_out_c: Water entering and leaving the door.
        door_duty_w: Heat the door takes from the air.
        door_fan_w: Power of the door's fans.
        notes: What is not checked, what lies outside its correlation.
        coolant_limit_c: Warmest coolant that the makers of contents and plates let in.
    """

    id: str
    name: str
    method: str
    loop_id: str
    flow_m3_s: float
    design_m3_s: float
    coolant_in_c: float
    coolant_out_c: float
    pressure_pa: float
    velocity_m_s: float
    asked_w: float
    power_w: float
    to_coolant_w: float
    to_air_w: float
    throttled_w: float
    compute_fraction: float
    case_c: float
    case_limit_c: float
    bath_c: float
    pump_w: float
    door_loop_id: str
    door_flow_m3_s: float
    door_in_c: float
    door_out_c: float
    door_duty_w: float
    door_fan_w: float
    notes: tuple[str, ...]
    coolant_limit_c: float = float("nan")


@dataclass(frozen=True, slots=True)
class ColdSurface:
    """A surface that may sweat: its temperature over the dew point of the air about it [K]."""

    object_id: str
    name: str
    surface: str
    temperature_c: float
    dew_point_c: float
    margin_k: float


@dataclass(frozen=True, slots=True)
class LiquidBalance:
    """A balance that closes: its terms, into what is balanced positive, and what is left over.

    ``fraction`` is what is left over the hall's IT power [-].
    """

    name: str
    terms: tuple[Term, ...]
    left_w: float
    fraction: float


@dataclass(frozen=True, slots=True)
class LiquidResults:
    """The liquid side of a hall, coupled with its air.

    Attributes:
        converged: Whether air, loops and equipment came to one fixed point.
        changes: Largest change of a heat flow in each round, over the IT power [-].
        loops, cdus, consumers, pipes: As solved.
        racks: Racks that coolant serves.
        surfaces: Cold surfaces by their margin to the dew point, smallest first.
        balances: Hall, units and plant.
    """

    converged: bool
    changes: tuple[float, ...]
    loops: tuple[LoopState, ...]
    cdus: tuple[CduAnswer, ...]
    consumers: tuple[ConsumerState, ...]
    pipes: tuple[PipeState, ...]
    racks: tuple[RackLiquid, ...]
    surfaces: tuple[ColdSurface, ...]
    balances: tuple[LiquidBalance, ...]
