"""How a solve ended, in words: over what it was averaged, what still moves, which law is missed."""

from __future__ import annotations

import numpy as np

from coolsim.air.case import Devices
from coolsim.air.controls import FLOW_LAW, RETURN_LAW_K, Misses
from coolsim.sentences import quantity
from solvers.exchange import Index
from solvers.steady import Ending

SETTLED_K = 0.05
"""Change of every rack inlet over twenty steps that counts as settled [K]."""
_SPAN_S = 100.0
"""Time of flow over which a drift is told [s]."""


def ending_note(ending: Ending, watched: Index, devices: Devices, step_s: float) -> str:
    """How a run ended; one that still has a trend names the inlet that moves most, and what helps.

    Args:
        ending: The judgement.
        watched: Intakes that decided.
        devices: The machines of the hall.
        step_s: Pseudo-time step of the flow [s].
    """
    if ending.outcome == "converged":
        within = quantity(SETTLED_K, "k")
        return f"Every rack inlet lies within {within} of where it was twenty steps before."
    if ending.outcome == "diverged":
        return "The flow diverged."
    wander = quantity(ending.wander, "k", 2)
    shown = f"shown are means over {ending.window} steps, in which inlets"
    if ending.outcome == "wandering":
        return f"The flow does not settle: {shown} wander by up to ±{wander}."
    between_s = 0.5 * ending.window * step_s
    drift = quantity(abs(ending.trend) * _SPAN_S / between_s, "k", 2)
    way = "warms" if ending.trend > 0.0 else "cools"
    name = intake_name(devices, int(watched[ending.mover])) if watched.size else "the air"
    return (
        f"After {ending.steps} steps the flow still has a trend: {name} {way} by {drift} in "
        f"{quantity(_SPAN_S, 's')} of flow; {shown} move by up to ±{wander}. Ask for another cell "
        "size or for full fidelity, or supply more air: little air through a large hall takes long "
        "to settle."
    )


def rough_note(within_k: float) -> str:
    """How a rough solve ended, whose inlets are known to some tenths of a kelvin."""
    return (
        f"Solved roughly, on the way of a search: inlets may still move by about "
        f"{quantity(within_k, 'k', 1)}."
    )


def law_note(missed: Misses) -> str:
    """Which machines have not come to their laws on a flow at rest, and what helps."""
    told = []
    if missed.flow > FLOW_LAW:
        told.append(f"the airflow of {missed.rack} is {missed.flow:.1%} off its law")
    if missed.return_k > RETURN_LAW_K:
        off = quantity(missed.return_k, "k", 2)
        told.append(f"the return of {missed.cooler} is {off} off its set point")
    return (
        f"The flow is at rest, but {' and '.join(told)}: what it moves changes what drives it. Ask "
        "for another cell size, or give it a fixed airflow, a rack without cabinet or a supply set "
        "point to compare with."
    )


def intake_name(devices: Devices, intake: int) -> str:
    """The rack, cooler or cabinet that draws air at an intake."""
    geometry, scene = devices.geometry, devices.scene
    bands = int(geometry.rack_start[-1])
    if intake < bands:
        rack = int(np.searchsorted(geometry.rack_start, intake, side="right")) - 1
        return scene.breathers[rack].name
    cooler = intake - geometry.first_cooler
    if 0 <= cooler < len(scene.coolers):
        return scene.coolers[cooler].name
    return "a cabinet"
