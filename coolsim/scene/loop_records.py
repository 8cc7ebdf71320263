"""The liquid side of a resolved hall: loops, units, and everything that hangs on a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coolsim.catalogue import Figure
from coolsim.design.liquid import (
    Balancing,
    CduType,
    Coolant,
    LiquidClass,
    LoopKind,
    Pipes,
    PumpArrangement,
    PumpControl,
    Redundancy,
)

ConsumerEnd = Literal["liquid", "door", "coil", "primary"]
"""Cold plates or tank of a rack, its rear door, a cooler's coil, the facility side of a unit."""
ConsumerKey = tuple[str, ConsumerEnd]
"""Id of the object and which of its ends."""


@dataclass(frozen=True, slots=True)
class ScenePumps:
    """Pumps of a unit or of a plant.

    Attributes:
        installed: Pumps standing there.
        duty: Pumps the curve of the group stands for: installed less the spares.
        running: Pumps running.
        curve: Points of the duty group at full speed, (flow [m3/s], rise [Pa]); empty where the
            pumps are to be sized for the loop.
        rated_flow_m3_s: Rated flow of the duty group, where known.
        rated_power_w: Its power there.
        efficiency: Wire to water, where no rated power is known [-].
        control: How they are driven.
        speed_fraction: Speed at constant speed [-].
        pressure_pa: Pressure held, where that is the control.
        temperature_rise_k: Rise held, where that is the control.
        npsh_m: Head above boiling asked for at their suction, where known [m].
        arrangement: Side by side or one after another.
    """

    installed: int
    duty: int
    running: int
    curve: tuple[tuple[float, float], ...]
    rated_flow_m3_s: float | None
    rated_power_w: Figure
    efficiency: Figure
    control: PumpControl
    speed_fraction: float
    pressure_pa: float | None
    temperature_rise_k: float | None
    npsh_m: float | None = None
    arrangement: PumpArrangement = "parallel"

    @property
    def in_series(self) -> bool:
        """Whether they stand one after another."""
        return self.arrangement == "series"

    @property
    def lanes(self) -> int:
        """How many share the flow."""
        return 1 if self.in_series else self.running


@dataclass(frozen=True, slots=True)
class SceneLoop:
    """A loop: coolant, set point, pipes; pumps and plant side where it is a facility loop."""

    id: str
    name: str
    kind: LoopKind
    coolant: Coolant
    supply_temperature_c: float
    liquid_class: LiquidClass | None
    redundancy: Redundancy
    pumps: ScenePumps
    pipes: Pipes
    balancing: Balancing
    bypass_flow_m3_s: float
    plant_pressure: Figure
    static_pressure_pa: float


@dataclass(frozen=True, slots=True)
class SceneCdu:
    """A coolant distribution unit; capacity counts at the approach and the rated flows."""

    id: str
    name: str
    type: CduType
    x_m: float
    y_m: float
    technology_loop_id: str | None
    facility_loop_id: str | None
    capacity: Figure
    approach: Figure
    technology_flow: Figure
    facility_flow: Figure
    facility_pressure: Figure
    airflow: Figure
    fan_power: Figure
    pumps: ScenePumps
    strainer_blockage_fraction: float
    running: bool


@dataclass(frozen=True, slots=True)
class SceneConsumer:
    """Something that hangs on a loop between its supply and its return header.

    Attributes:
        owner_id, owner_name: The object.
        end: Which end of it.
        loop_id: The loop.
        x_m, y_m, z_m: Where its branch ends [m].
        runs_along_x: Whether its row runs along x.
        heat_w: Heat the liquid takes at design conditions.
        flow: Design flow [m3/s].
        pressure: Drop of its own side at that flow [Pa].
        valve_opening_fraction: Of its valve; 0 is shut.
        blockage_fraction: Share of its passages that is blocked.
        pipe_length_m, pipe_diameter_m: Overrides of its branch, both pipes each of that length.
    """

    owner_id: str
    owner_name: str
    end: ConsumerEnd
    loop_id: str
    x_m: float
    y_m: float
    z_m: float
    runs_along_x: bool
    heat_w: float
    flow: Figure
    pressure: Figure
    valve_opening_fraction: float = 1.0
    blockage_fraction: float = 0.0
    pipe_length_m: float | None = None
    pipe_diameter_m: float | None = None

    @property
    def key(self) -> ConsumerKey:
        """Id of the object and its end."""
        return self.owner_id, self.end


@dataclass(frozen=True, slots=True)
class SceneLoops:
    """The liquid side of a hall."""

    loops: tuple[SceneLoop, ...] = ()
    cdus: tuple[SceneCdu, ...] = ()
    consumers: tuple[SceneConsumer, ...] = ()
