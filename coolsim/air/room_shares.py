"""What the room itself carries to an inlet, by name: walls, roof, floor, lights, people, losses."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.air.case import Devices
from coolsim.air.envelope import surface_walls
from coolsim.air.heat_sources import spread
from solvers.grid import Array


def heat_rises(devices: Devices, influence: Array) -> dict[str, float]:
    """Rise of what some intakes draw, by each source of the room [K].

    Args:
        devices: The machines of the room.
        influence: What 1 K m3/s in a cell adds to what is drawn, flat padded [s/m3].
    """
    openness, reached = devices.geometry.openness, devices.reached()
    rises: dict[str, float] = {}
    for source in devices.scene.room_sources:
        shares = spread(openness, reached, source.heights_m).ravel()
        rise = source.power_w / devices.heat_rate_j_m3_k * float(shares @ influence)
        rises[source.name] = rises.get(source.name, 0.0) + rise
    return rises


def wall_shares(devices: Devices, influence: Array) -> Iterator[tuple[str, float, float]]:
    """Name, share in what is drawn [-] and temperature beyond [deg C] of each kind of outer side.

    A wall that passes heat counts as air that would carry the same at the temperature beyond.
    """
    shares: dict[tuple[str, float], float] = {}
    for surface in devices.scene.envelope:
        walls = surface_walls(devices.scene, devices.geometry.openness, surface)
        flow = walls.area * walls.transmittance
        key = (surface.name, surface.outside_c)
        shares[key] = shares.get(key, 0.0) + float(flow @ influence[walls.cells])
    for (name, outside_c), share in shares.items():
        yield name, share, outside_c
