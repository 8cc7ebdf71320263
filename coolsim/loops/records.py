"""What a solve of the liquid side answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coolsim.design.liquid import LoopKind
from coolsim.results.records import Assumption, Finding, Term
from coolsim.scene.loop_records import ConsumerEnd, ConsumerKey

LoopStatus = Literal["converged", "not_converged", "no_source", "no_consumer", "no_way_out"]
"""How the solve of a loop ended; ``no_way_out``: heat that nothing takes away."""
CduMode = Literal["holding", "short", "idle", "ideal", "stopped"]
"""Of a unit: at its set point, above it, nothing to cool, set point without a known exchanger."""


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
class LoopsSolution:
    """The liquid side as solved.

    Attributes:
        loops, cdus, consumers, pipes: Their states.
        converged: Whether every loop's flows and the fixed point between them converged.
        iterations: Sweeps over facility and technology loops.
        change: Largest change of a duty in the last sweep, as a share of all heat [-].
        heat_to_room_w: What the pipes give to the hall's air.
        findings: What the solve has to say, by object.
        assumptions: Pipe runs and sizes that were derived, and estimates used.
    """

    loops: tuple[LoopState, ...]
    cdus: tuple[CduAnswer, ...]
    consumers: tuple[ConsumerState, ...]
    pipes: tuple[PipeState, ...]
    converged: bool
    iterations: int
    change: float
    heat_to_room_w: float
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]

    def by_key(self) -> Mapping[ConsumerKey, ConsumerState]:
        """Consumers by object id and end."""
        return {(item.owner_id, item.end): item for item in self.consumers}
