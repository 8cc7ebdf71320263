"""Units in a loop: what a coolant distribution unit makes of its return, as a line in the solve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from coolsim.design.liquid import Coolant
from coolsim.equipment.cdu import coil_of_rating, held_by_capacity, plates_of_rating, throttled
from coolsim.equipment.heat_exchanger import Arrangement, ConductanceLaw, exchange, film_factor
from coolsim.errors import SolveError
from coolsim.loops.records import CduMode
from coolsim.properties.liquids import LiquidState, LiquidTable, liquid_table
from coolsim.scene.loop_records import SceneCdu

AIR_J_M3_K = 1.19e3
"""Density times heat capacity of air, for coils of units [J/(m3 K)]."""
RATED_TECHNOLOGY = Coolant(fluid="propylene_glycol", concentration_fraction=0.25, basis="volume")
RATED_TECHNOLOGY_C, RATED_FACILITY_C = 40.0, 30.0
"""What units are taken to be rated with where their makers do not say: 25 % propylene glycol on the
technology side, water on the facility side, at these mean temperatures [deg C]."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A liquid in a unit's exchanger, against the one that the unit is rated with.

    Attributes:
        state: Its properties.
        rated: Those of the liquid of the rating.
    """

    state: LiquidState
    rated: LiquidState

    @property
    def rated_j_m3_k(self) -> float:
        """Density times heat capacity of the liquid of the rating."""
        return float(self.rated.density_kg_m3 * self.rated.heat_capacity_j_kg_k)

    def film_factor(self, exponent: float) -> float:
        """Film coefficient over that of the rated liquid at the same flow [-]."""
        return float(
            film_factor(
                self.state.density_kg_m3 / self.rated.density_kg_m3,
                self.state.heat_capacity_j_kg_k / self.rated.heat_capacity_j_kg_k,
                self.state.viscosity_pa_s / self.rated.viscosity_pa_s,
                self.state.conductivity_w_m_k / self.rated.conductivity_w_m_k,
                exponent,
            )
        )


def technology_stream(table: LiquidTable | None, temperature_c: float) -> Stream:
    """The coolant of a technology loop in a unit; ``None`` counts as the rated one.

    Worked number: water at 40 deg C instead of 25 % propylene glycol by volume: film factor 1.583.
    """
    return _stream(table, temperature_c, rated_technology())


def facility_stream(table: LiquidTable | None, temperature_c: float) -> Stream:
    """The water of a facility loop in a unit; ``None`` counts as the rated one."""
    return _stream(table, temperature_c, rated_facility())


def _stream(table: LiquidTable | None, temperature_c: float, rated: LiquidState) -> Stream:
    return Stream(rated if table is None else table.near(temperature_c), rated)


@cache
def rated_technology() -> LiquidState:
    """Properties of :data:`RATED_TECHNOLOGY`."""
    return liquid_table(RATED_TECHNOLOGY).near(RATED_TECHNOLOGY_C)


@cache
def rated_facility() -> LiquidState:
    """Properties of the water that facility sides are rated with."""
    return liquid_table(Coolant()).near(RATED_FACILITY_C)


@dataclass(frozen=True, slots=True)
class UnitModel:
    """A unit ready to be solved: its exchanger, or why there is none.

    Attributes:
        cdu: The unit.
        law: Conductance of its exchanger; ``None`` where its rating is not known or impossible.
        arrangement: How the streams pass.
        cold_j_m3_k: Density times heat capacity of the cold stream.
        hot_factor, cold_factor: Film coefficients of the streams over those of the rated ones.
        problem: Why there is no exchanger, "" where there is one.
    """

    cdu: SceneCdu
    law: ConductanceLaw | None
    arrangement: Arrangement
    cold_j_m3_k: float
    hot_factor: float = 1.0
    cold_factor: float = 1.0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class UnitState:
    """What a unit does, as a line ``T_out = gain T_in + offset`` about its present state."""

    mode: CduMode
    gain: float
    offset_c: float
    supply_c: float
    duty_w: float
    cold_m3_s: float
    cold_out_c: float


def unit_model(cdu: SceneCdu, technology: Stream, facility: Stream) -> UnitModel:
    """Return a unit with its exchanger from its rating.

    The exchanger is that of the rating with the rated liquids; what flows in it instead changes
    the films. Properties count at one temperature, the set points of the loops.

    Args:
        cdu: The unit.
        technology: Coolant of its technology side.
        facility: Water of its facility side; a liquid-to-air unit has none.
    """
    to_air = cdu.type == "liquid_to_air"
    cold_j = AIR_J_M3_K
    if not to_air:
        cold_j = float(facility.state.density_kg_m3 * facility.state.heat_capacity_j_kg_k)
    rated_cold_j = AIR_J_M3_K if to_air else facility.rated_j_m3_k
    arrangement: Arrangement = "crossflow" if to_air else "counterflow"
    cold_flow = cdu.airflow if to_air else cdu.facility_flow
    rating = [f.value for f in (cdu.capacity, cdu.approach, cdu.technology_flow, cold_flow)]
    capacity, approach, hot, cold = rating
    if capacity is None or approach is None or hot is None or cold is None:
        return UnitModel(cdu, None, arrangement, cold_j, problem="its rating is not known.")
    make = coil_of_rating if to_air else plates_of_rating
    try:
        law = make(capacity, approach, hot, cold, technology.rated_j_m3_k, rated_cold_j)
    except SolveError as error:
        return UnitModel(cdu, None, arrangement, cold_j, problem=error.message)
    hot_factor = technology.film_factor(law.hot_exponent)
    cold_factor = 1.0 if to_air else facility.film_factor(law.cold_exponent)
    return UnitModel(cdu, law, arrangement, cold_j, hot_factor, cold_factor)


@dataclass(frozen=True, slots=True)
class UnitInlets:
    """What a unit meets: technology return with its pumps' heat in it, flows, its cold side.

    ``set_point_c`` is the supply to hold, ``technology_j_m3_k`` density times heat capacity of the
    coolant, ``cold_open_m3_s`` the cold flow with the valve open or the fans at full speed.
    """

    return_c: float
    set_point_c: float
    technology_m3_s: float
    technology_j_m3_k: float
    cold_in_c: float
    cold_open_m3_s: float


def unit_states(models: Sequence[UnitModel], inlets: Sequence[UnitInlets]) -> list[UnitState]:
    """Return what units make of their returns.

    At its set point a unit's line is level; beyond, it is the exchanger's with the valve open,
    exact at these flows; without an exchanger the set point is kept whatever the duty.

    Args:
        models: The units.
        inlets: What each meets.
    """
    states: list[UnitState | None] = [
        _without_exchanger(model, inlet) if model.law is None else None
        for model, inlet in zip(models, inlets, strict=True)
    ]
    kinds: tuple[Arrangement, ...] = ("counterflow", "crossflow")
    for arrangement in kinds:
        alike = [
            n
            for n, model in enumerate(models)
            if model.law is not None and model.arrangement == arrangement
        ]
        if alike:
            found = _with_exchanger(
                [models[n] for n in alike], [inlets[n] for n in alike], arrangement
            )
            for n, state in zip(alike, found, strict=True):
                states[n] = state
    return [state for state in states if state is not None]


def _with_exchanger(
    models: Sequence[UnitModel], inlets: Sequence[UnitInlets], arrangement: Arrangement
) -> list[UnitState]:
    """States of units with exchangers of one arrangement, all at once."""
    law = _joined([model.law for model in models if model.law is not None])
    returns, wanted, flow, heat, cold_in, opened = (
        np.array([getattr(inlet, name) for inlet in inlets])
        for name in UnitInlets.__dataclass_fields__
    )
    cold_j = np.array([model.cold_j_m3_k for model in models])
    hot_factor = np.array([model.hot_factor for model in models])
    cold_factor = np.array([model.cold_factor for model in models])
    found = throttled(
        returns, wanted, flow, heat, cold_in, opened, cold_j, law,
        technology_factor=hot_factor, cold_factor=cold_factor, arrangement=arrangement,
    )  # fmt: skip
    # with the valve open the leaving temperature is a straight line of the entering one
    unit_step = exchange(
        np.ones(flow.size),
        0.0,
        flow * heat,
        opened * cold_j,
        law.conductance_w_k(flow, opened, hot_factor=hot_factor, cold_factor=cold_factor),
        arrangement,
    ).hot_out_c
    states = []
    for n in range(flow.size):
        supply, duty = float(found.supply_c[n]), float(found.duty_w[n])
        cold, out = float(found.cold_m3_s[n]), float(found.cold_out_c[n])
        if bool(found.is_idle[n]):
            states.append(UnitState("idle", 1.0, 0.0, supply, duty, cold, out))
        elif bool(found.is_holding[n]):
            states.append(UnitState("holding", 0.0, supply, supply, duty, cold, out))
        else:
            gain = float(unit_step[n])
            offset = (1.0 - gain) * float(cold_in[n])
            states.append(UnitState("short", gain, offset, supply, duty, cold, out))
    return states


def _joined(laws: Sequence[ConductanceLaw]) -> ConductanceLaw:
    """Laws of one kind of exchanger as one law over arrays."""
    return replace(
        laws[0],
        rated_w_k=np.array([float(law.rated_w_k) for law in laws]),
        rated_hot_m3_s=np.array([float(law.rated_hot_m3_s) for law in laws]),
        rated_cold_m3_s=np.array([float(law.rated_cold_m3_s) for law in laws]),
    )


def _without_exchanger(model: UnitModel, inlet: UnitInlets) -> UnitState:
    """Set point kept; the checks compare the duty with the capacity, which may be unknown."""
    rate = inlet.technology_m3_s * inlet.technology_j_m3_k
    supply = float(held_by_capacity(inlet.return_c, inlet.set_point_c, rate, inlet.cold_in_c, None))
    if supply >= inlet.return_c:
        return UnitState("idle", 1.0, 0.0, supply, 0.0, 0.0, inlet.cold_in_c)
    duty = rate * (inlet.return_c - supply)
    cold_rate = inlet.cold_open_m3_s * model.cold_j_m3_k
    out = inlet.cold_in_c + duty / cold_rate if cold_rate > 0.0 else float("nan")
    return UnitState("ideal", 0.0, supply, supply, duty, inlet.cold_open_m3_s, out)
