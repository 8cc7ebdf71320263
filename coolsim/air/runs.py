"""How far a flow is followed: until inlets stand still, roughly, coarsely, or on from a mean."""

from __future__ import annotations

import math

import numpy as np

from coolsim.air.case import Devices
from coolsim.air.coils import CoilController
from coolsim.air.controls import Machines
from coolsim.air.endings import SETTLED_K
from solvers.exchange import Index
from solvers.flow import Room
from solvers.grid import INTERIOR
from solvers.steady import WINDOW, Run
from solvers.turbulence import TransportClosure

MAX_STEPS = 300
MORE_STEPS = 900
"""Steps beyond those for a flow that has a trend."""
LONGEST_WINDOW = 480
"""Steps of the longest window over which a flow is averaged that does not settle."""
MOST_WINDOWS = 4
"""Windows of averages, one after the other, in which a trend may come to its end."""
MOST_STILL_STEPS = 100
"""Most steps over which inlets must stand still."""
COARSE_SETTLED_K = 0.1
"""The same for the coarse levels of nested grids [K]."""
COARSE_STEPS = 120
ROUGH_K = 0.2
"""Change over twenty steps with which the flow of a rough solve ends [K]."""


def run_of(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that takes a room to where every rack inlet stands still."""
    return Run(
        room,
        watched(controller.devices),
        machines.follow,
        tolerance=SETTLED_K,
        max_steps=MAX_STEPS,
        more_steps=MORE_STEPS,
        span=_still_steps(room, controller.devices),
    )


def rough_run_of(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that takes a room to where its inlets can be told roughly."""
    return Run(
        room,
        watched(controller.devices),
        machines.follow,
        tolerance=ROUGH_K,
        max_steps=COARSE_STEPS,
    )


def coarse_run_of(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that settles a coarse level as far as the next one can use."""
    return Run(
        room,
        watched(controller.devices),
        machines.follow,
        tolerance=COARSE_SETTLED_K,
        max_steps=COARSE_STEPS,
    )


def run_on_from_mean(room: Room, machines: Machines, controller: CoilController) -> Run:
    """The run that follows a mean; what drives its waves takes a whole window to show again."""
    return Run(
        room,
        watched(controller.devices),
        machines.follow,
        tolerance=SETTLED_K,
        max_steps=MAX_STEPS,
        min_steps=WINDOW,
        span=max(WINDOW, _still_steps(room, controller.devices)),
    )


def _still_steps(room: Room, devices: Devices) -> int:
    """Steps over which inlets must stand still: those in which the coolers change the air once.

    Second-order and k-epsilon flows leave the coarse grid's answer so slowly that twenty steps show
    nothing; the default physics, started from its own answer on a coarser grid, needs no more.
    Without racks there are only returns to watch, and the heat balance holds these whatever the
    flow does.
    """
    is_slow = room.options.second_order or isinstance(room.closure, TransportClosure)
    is_slow = is_slow or not bool(np.any(devices.band_flow_m3_s > 0.0))
    supply = sum(cooler.airflow_m3_s for cooler in devices.scene.coolers)
    if not is_slow or supply <= 0.0:
        return 0
    openness = room.openness
    volume = float(openness.fluid[INTERIOR].sum()) * openness.grid.cell_volume
    return min(MOST_STILL_STEPS, math.ceil(volume / (supply * room.options.step)))


def watched(devices: Devices) -> Index:
    """Intakes that decide when a flow has settled: rack bands that draw air, else all that do."""
    bands = np.flatnonzero(devices.band_flow_m3_s > 0.0)
    return bands if bands.size else np.flatnonzero(devices.intake_flow > 0.0)
