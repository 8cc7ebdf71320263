"""Records of the liquid side: loops, coolant distribution units, and what hangs on them.

A *technology* loop (TCS) runs from coolant distribution units to cold plates and tanks; a
*facility* loop (FWS) from the plant to the primary side of those units, to coils, rear doors and
tanks with a unit of their own. The engineer names loops; pipe runs are derived from the plan, and
every length and diameter given here overrides what would be derived. A figure left out is the
catalogue's, or is listed among the assumptions.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coolsim.design.base import (
    Coordinate,
    Elevation,
    Fraction,
    Identifier,
    Item,
    Length,
    NonNegative,
    Placed,
    Positive,
    Record,
    Temperature,
)

LoopKind = Literal["technology", "facility"]
LiquidClass = Literal[
    "W17", "W27", "W32", "W40", "W45", "W+", "S30", "S35", "S40", "S45", "S50"
]  # fmt: skip
"""Classes of the supply temperature: W of a facility loop, S of a technology loop."""
Redundancy = Literal["N", "N+1", "2N"]
PumpArrangement = Literal["parallel", "series"]
PumpControl = Literal["constant_speed", "differential_pressure", "temperature"]
CduType = Literal["liquid_to_liquid", "liquid_to_air"]
Balancing = Literal["none", "reverse_return", "valves"]

_UnitId = Annotated[str, Field(max_length=100)]
_Count = Annotated[int, Field(ge=0, le=20)]


class Coolant(Record):
    """What flows in a loop: water, glycol in water, or a dielectric of the catalogue by its id.

    The share of glycol is by mass, or by volume where ``basis`` says so; the two differ by a
    percent or two (25 % by volume of propylene glycol is 25.6 % by mass).
    """

    fluid: Annotated[str, Field(min_length=1, max_length=100)] = "water"
    concentration_fraction: Fraction = 0.0
    basis: Literal["mass", "volume"] = "mass"

    @property
    def is_glycol(self) -> bool:
        """Whether it is glycol in water."""
        return self.fluid in ("propylene_glycol", "ethylene_glycol")

    @model_validator(mode="after")
    def _share_of_glycol_only(self) -> Coolant:
        if self.concentration_fraction > 0.0 and not self.is_glycol:
            raise ValueError(f"concentration_fraction belongs to glycols, not to {self.fluid}")
        return self


class PumpPoint(Record):
    """One point of a pump's curve at full speed: volume flow and pressure rise."""

    flow_m3_s: NonNegative
    pressure_pa: NonNegative


class Pumps(Record):
    """Equal pumps: how many stand there and run, side by side or one after another, how driven.

    In parallel their flows add, in series their pressures; a pump of a series that stands is passed
    by its own bypass and takes nothing.

    ``curve`` is one pump at full speed; without it the machine's curve counts, or a pump is sized
    for the design flow and pressure and listed as an assumption. ``efficiency_fraction`` is wire to
    water. ``npsh_m`` is the head above boiling that the maker asks for at the suction, at the flow
    in question. *Constant speed* runs at ``speed_fraction``; *differential pressure* holds
    ``pressure_pa`` between supply and return header; *temperature* holds ``temperature_rise_k``
    from supply to return. Speed never exceeds what the curve was given for. A ``None`` count
    follows the loop's redundancy.
    """

    installed: _Count | None = None
    running: _Count | None = None
    arrangement: PumpArrangement = "parallel"
    curve: Annotated[tuple[PumpPoint, ...], Field(max_length=50)] = ()
    efficiency_fraction: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    control: PumpControl = "constant_speed"
    speed_fraction: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    pressure_pa: Positive | None = None
    temperature_rise_k: Positive | None = None
    npsh_m: Positive | None = None

    @model_validator(mode="after")
    def _falling_curve(self) -> Pumps:
        if self.installed is not None and (self.running or 0) > self.installed:
            raise ValueError("running exceeds installed")
        if len(self.curve) == 1:
            raise ValueError("curve needs at least two points")
        for left, right in pairwise(self.curve):
            if right.flow_m3_s <= left.flow_m3_s:
                raise ValueError("flow_m3_s of the curve must rise from point to point")
            if right.pressure_pa > left.pressure_pa:
                raise ValueError("pressure_pa of the curve must not rise with flow")
        if self.control == "differential_pressure" and self.pressure_pa is None:
            raise ValueError("control by differential pressure needs pressure_pa")
        if self.control == "temperature" and self.temperature_rise_k is None:
            raise ValueError("control by temperature needs temperature_rise_k")
        return self


class Pipes(Record):
    """How a loop is piped: height of the headers, sizing rule, roughness, insulation, overrides.

    Headers run at ``height_m`` above the floor (below zero in the plenum). A diameter left out is
    the smallest nominal size that keeps the design flow within ``velocity_limit_m_s``; diameters
    are inner ones. ``main_length_m`` is the run one way from the unit or plant to the headers.
    ``highest_m`` is the loop's highest point above the floor, such as coolers on a roof; without it
    the headers are the highest.
    """

    height_m: Coordinate = 2.7
    highest_m: Coordinate | None = None
    velocity_limit_m_s: Positive = 1.5
    roughness_m: Annotated[float, Field(ge=0.0, le=0.01)] = 1.5e-6
    insulation_m: Elevation = 0.019
    header_diameter_m: Length | None = None
    branch_diameter_m: Length | None = None
    main_diameter_m: Length | None = None
    main_length_m: NonNegative | None = None


class Loop(Item):
    """A liquid loop: coolant, supply set point, class to keep, pipes, balancing.

    The pumps of a technology loop stand in its coolant distribution units, those of a facility loop
    in the plant (``pumps``). ``plant_pressure_pa`` is what the plant side of a facility loop takes
    at its design flow. ``bypass_flow_m3_s`` passes at design conditions from the end of the supply
    header to the return.
    """

    kind: LoopKind = "technology"
    coolant: Coolant = Coolant()
    supply_temperature_c: Temperature = 30.0
    liquid_class: LiquidClass | None = None
    redundancy: Redundancy = "N"
    pumps: Pumps = Pumps()
    pipes: Pipes = Pipes()
    balancing: Balancing = "none"
    bypass_flow_m3_s: NonNegative = 0.0
    plant_pressure_pa: NonNegative | None = None
    static_pressure_pa: Positive = 200e3
    """Fill pressure: above atmosphere, held by the expansion vessel at the suction of the pumps,
    which stand on the floor."""


class Cdu(Placed):
    """A coolant distribution unit: a machine between a technology loop and what takes its heat.

    ``unit`` names a catalogue machine; figures given here override the machine's. Capacity counts
    at ``approach_k`` (technology supply minus facility supply, or minus air inlet for
    liquid-to-air) and at the rated flows.
    """

    type: CduType = "liquid_to_liquid"
    unit: _UnitId | None = None
    width_m: Length = 0.9
    depth_m: Length = 1.2
    height_m: Length = 2.2
    technology_loop_id: Identifier | None = None
    facility_loop_id: Identifier | None = None
    capacity_w: Positive | None = None
    approach_k: Positive | None = None
    technology_flow_m3_s: Positive | None = None
    facility_flow_m3_s: Positive | None = None
    facility_pressure_pa: Positive | None = None
    airflow_m3_s: Positive | None = None
    fan_power_w: NonNegative | None = None
    pumps: Pumps = Pumps()
    strainer_blockage_fraction: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    running: bool = True


class LiquidConnection(Record):
    """How a rack hangs on a loop: cold plates, a tank, or a rear door, with its branch.

    ``unit`` is the catalogue's cold plate, tank or door. ``flow_m3_s`` and ``pressure_pa`` are the
    design flow and what the rack's own side takes at it, valve open and clean. ``dielectric`` fills
    a tank; the tank's own exchanger parts it from the loop, unless the loop carries the same.
    ``case_limit_c`` is the highest temperature of the accelerators where the catalogue has none or
    another is to count. ``bath_supply_c`` is what a single-phase tank with an exchanger of its own
    holds its dielectric's supply at; empty: the loop's supply and the tank's rated approach.
    """

    loop_id: Identifier | None = None
    unit: _UnitId | None = None
    flow_m3_s: Positive | None = None
    pressure_pa: Positive | None = None
    valve_opening_fraction: Fraction = 1.0
    blockage_fraction: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    pipe_length_m: NonNegative | None = None
    pipe_diameter_m: Length | None = None
    dielectric: _UnitId | None = None
    case_limit_c: Temperature | None = None
    bath_supply_c: Temperature | None = None
