"""Units in a loop: what a coolant distribution unit makes of its return, as a line in the solve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coolsim.equipment.cdu import coil_of_rating, held_by_capacity, plates_of_rating, throttled
from coolsim.equipment.heat_exchanger import Arrangement, ConductanceLaw, exchange
from coolsim.errors import SolveError
from coolsim.loops.records import CduMode
from coolsim.scene.loop_records import SceneCdu

AIR_J_M3_K = 1.19e3
"""Density times heat capacity of air, for coils of units [J/(m3 K)]."""


@dataclass(frozen=True, slots=True)
class UnitModel:
    """A unit ready to be solved: its exchanger, or why there is none.

    Attributes:
        cdu: The unit.
        law: Conductance of its exchanger; ``None`` where its rating is not known or impossible.
        arrangement: How the streams pass.
        cold_j_m3_k: Density times heat capacity of the cold stream.
        problem: Why there is no exchanger, "" where there is one.
    """

    cdu: SceneCdu
    law: ConductanceLaw | None
    arrangement: Arrangement
    cold_j_m3_k: float
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


def unit_model(cdu: SceneCdu, technology_j_m3_k: float, facility_j_m3_k: float) -> UnitModel:
    """Return a unit with its exchanger from its rating.

    Args:
        cdu: The unit.
        technology_j_m3_k: Density times heat capacity of the technology coolant.
        facility_j_m3_k: Of the facility water.
    """
    to_air = cdu.type == "liquid_to_air"
    cold_j = AIR_J_M3_K if to_air else facility_j_m3_k
    arrangement: Arrangement = "crossflow" if to_air else "counterflow"
    cold_flow = cdu.airflow if to_air else cdu.facility_flow
    rating = [f.value for f in (cdu.capacity, cdu.approach, cdu.technology_flow, cold_flow)]
    capacity, approach, hot, cold = rating
    if capacity is None or approach is None or hot is None or cold is None:
        return UnitModel(cdu, None, arrangement, cold_j, "its rating is not known")
    make = coil_of_rating if to_air else plates_of_rating
    try:
        law = make(capacity, approach, hot, cold, technology_j_m3_k, cold_j)
    except SolveError as error:
        return UnitModel(cdu, None, arrangement, cold_j, error.message)
    return UnitModel(cdu, law, arrangement, cold_j)


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
    found = throttled(
        returns, wanted, flow, heat, cold_in, opened, cold_j, law, arrangement=arrangement
    )
    # with the valve open the leaving temperature is a straight line of the entering one
    unit_step = exchange(
        np.ones(flow.size),
        0.0,
        flow * heat,
        opened * cold_j,
        law.conductance_w_k(flow, opened),
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
