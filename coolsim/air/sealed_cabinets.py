"""Sealed aisles whose only leaks are the cabinets: the pressure that lets what is supplied pass.

Where tight containment parts the air before cabinets from that behind, no air of the room tells the
pressure between them. It is whatever makes the cabinets pass, through the gaps beside their
servers, what machines blow into the one side beyond what servers draw from it.
"""

from __future__ import annotations

import numpy as np

from coolsim.air.cabinet import CabinetAir, shifted, with_flows
from coolsim.air.geometry import CaseGeometry
from coolsim.air.refusals import BALANCE
from coolsim.scene import Scene
from solvers.exchange import Index
from solvers.grid import Array

MOST_PRESSURE_PA = 250.0
"""Pressure that containment cannot stand: flows that need more are refused as unbalanced [Pa]."""
_MOST_STEPS = 60
_MOST_STEP_PA = 5.0
_HALVINGS = 10
_NEARLY = 1e-6
"""Imbalance over the supply from which the rest is round-off, given to the cabinets evenly [-]."""


def pressed(
    scene: Scene,
    geometry: CaseGeometry,
    air: CabinetAir,
    fan_m3_s: Array,
    power_w: Array,
    flows: tuple[Array, Array],
) -> CabinetAir:
    """The cabinets with the pressures between sealed zones that balance them.

    Zones that cabinets do not join, or not below :data:`MOST_PRESSURE_PA`, stay unbalanced.

    Args:
        scene: The hall.
        geometry: Its geometry.
        air: The cabinets at pressures of no meaning between sealed zones.
        fan_m3_s: Flow of every rack band [m3/s].
        power_w: Its heat [W].
        flows: Of every intake and discharge [m3/s]; those of the cabinets do not count.
    """
    front, rear = _zones_beside(geometry, air)
    joins = front != rear
    if not joins.any():
        return air
    supply = float(flows[1][geometry.first_cooler :].sum()) or 1.0
    pressure = np.zeros(geometry.zones.count)

    def at(levels: Array) -> tuple[CabinetAir, Array]:
        drive = air.drive.lifted(np.where(joins, levels[rear] - levels[front], 0.0), joins, starts)
        found = with_flows(air, fan_m3_s, drive, scene, power_w)
        return found, _net(geometry, found, flows)

    starts = air.patches.start
    found, net = at(pressure)
    for _ in range(_MOST_STEPS):
        if np.abs(net).max() <= _NEARLY * supply:
            return _rounded(found, net, front, rear)
        slopes = np.empty((net.size, net.size))
        for zone in range(net.size):
            delta = 1e-3 * max(0.1, abs(pressure[zone]))
            slopes[:, zone] = (at(pressure + delta * np.eye(net.size)[zone])[1] - net) / delta
        step = -np.linalg.lstsq(slopes, net, rcond=1e-9)[0]
        step *= min(1.0, _MOST_STEP_PA / max(float(np.abs(step).max()), 1e-12))
        for _ in range(_HALVINGS):
            tried, left = at(pressure + step)
            if np.abs(left).max() < np.abs(net).max():
                break
            step *= 0.5
        pressure, found, net = pressure + step, tried, left
        if np.ptp(pressure) > MOST_PRESSURE_PA:
            break
    return air


def _zones_beside(geometry: CaseGeometry, air: CabinetAir) -> tuple[Index, Index]:
    """Zone before and behind each cabinet, that of its lowest band."""
    label = geometry.zones.label.ravel().astype(np.int64)
    lowest = air.patches.bands[air.patches.start[:-1]]
    sides = (geometry.laid_intakes, geometry.laid_discharges)
    before, behind = (label[side.cells[side.start[lowest]]] for side in sides)
    return before, behind


def _net(geometry: CaseGeometry, air: CabinetAir, flows: tuple[Array, Array]) -> Array:
    """What is blown into each zone beyond what is drawn from it [m3/s]."""
    drawn, blown = (flow.copy() for flow in flows)
    air.put_flows(drawn, blown)
    return np.asarray(geometry.zone_discharges @ blown - geometry.zone_intakes @ drawn)


def _rounded(air: CabinetAir, net: Array, front: Index, rear: Index) -> CabinetAir:
    """The same flows balanced to round-off."""
    if np.abs(net).max() <= 0.01 * BALANCE * float(np.abs(air.flows.front).sum()):
        return air
    count = front.size
    passes = np.zeros((net.size, count))
    np.add.at(passes, (front, np.arange(count)), -1.0)
    np.add.at(passes, (rear, np.arange(count)), 1.0)
    more = -np.linalg.lstsq(passes, net, rcond=None)[0]
    return shifted(air, more)
