"""Halls that are refused before any solve, each with the object where it fails and a remedy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from coolsim.air.envelope import lowest_gain_w
from coolsim.air.geometry import CaseGeometry
from coolsim.errors import SolveError
from coolsim.scene import Scene
from solvers.exchange import Index
from solvers.grid import Array

BALANCE = 1e-9
"""Flow below which a zone counts as balanced, over the hall's supply [-]."""
_HOTTEST_C = 60.0
"""Room temperature up to which heat lost through walls may stand in for cooling [deg C]."""
OpeningFlows = tuple[Array, Array]
"""Flow of every intake patch and of every discharge patch [m3/s]."""


def require_airflow(scene: Scene) -> None:
    """Refuse racks that have power but move no air.

    Raises:
        SolveError: Naming the rack.
    """
    for rack in scene.racks:
        for band in rack.bands:
            if band.power_w > 0.0 and band.airflow_m3_s(band.power_w) <= 0.0:
                raise SolveError(
                    f"it has {band.power_w:,.0f} W but no airflow.",
                    where=rack.name,
                    remedy="Give the rack an airflow law with a flow above zero.",
                )


def require_capacity(scene: Scene, circuit: Index, heat_w: Array) -> None:
    """Refuse heat that the coolers of an air circuit cannot take: nothing there would be steady.

    Args:
        scene: The hall.
        circuit: Air circuit of each cooler.
        heat_w: Heat released in each circuit [W].

    Raises:
        SolveError: Naming the coolers of the circuit.
    """
    lost = max(0.0, -lowest_gain_w(scene, _HOTTEST_C))
    for n in np.unique(circuit):
        there = [cooler for cooler, c in zip(scene.coolers, circuit, strict=True) if c == n]
        known = [c.capacity.value for c in there if c.capacity.value is not None]
        enough = heat_w[n] - lost < sum(known) * (1.0 - BALANCE)
        if len(known) < len(there) or enough or heat_w[n] == 0.0:
            continue
        everywhere = len(there) == len(scene.coolers)
        place = "of the hall" if everywhere else "where their air goes"
        raise SolveError(
            f"{heat_w[n] / 1e3:,.1f} kW are released and "
            f"{'all' if everywhere else 'these'} coolers together can take "
            f"{sum(known) / 1e3:,.1f} kW: no temperature {place} would be steady.",
            where="coolers" if everywhere else listed(cooler.name for cooler in there),
            remedy="Add cooling capacity, or lower the load.",
        )


def require_balanced_zones(
    scene: Scene, geometry: CaseGeometry, openings: OpeningFlows, fed: NDArray[np.bool_]
) -> None:
    """Refuse sealed zones that are fed and drained unequally, or hold heat without supply.

    Args:
        scene: The hall.
        geometry: Its geometry.
        openings: Flow of every intake and discharge patch [m3/s].
        fed: Which zones a cooler supplies.

    Raises:
        SolveError: Naming a rack of the zone, and what would help.
    """
    zones = geometry.zones
    label = zones.label.ravel()
    intake_flow, discharge_flow = openings
    net = geometry.zone_discharges @ discharge_flow - geometry.zone_intakes @ intake_flow
    heated = np.zeros(zones.count, dtype=bool)
    names: dict[int, str] = {}
    for rack, start in zip(scene.racks, geometry.rack_start, strict=False):
        for n, band in enumerate(rack.bands, start):
            zone = int(label[geometry.intakes[n].cells[0]])
            names.setdefault(zone, rack.name)
            heated[zone] |= band.power_w > 0.0
    if scene.room_heat_w > 0.0 and not fed.any():
        raise _unfed("hall")
    supply = float(discharge_flow[geometry.rack_start[-1] : geometry.after_floor].sum()) or 1.0
    for zone in range(zones.count):
        if abs(net[zone]) > BALANCE * supply:
            raise SolveError(
                f"a zone of the hall is sealed and unbalanced by {net[zone]:+.3f} m³/s.",
                where=names.get(zone, "containment"),
                remedy="Let the containment leak, open it, or match supply and demand inside it.",
            )
        if heated[zone] and not fed[zone]:
            raise _unfed(names.get(zone, "containment"))


def _unfed(where: str) -> SolveError:
    return SolveError(
        "heat is released where no cooler supplies any air.",
        where=where,
        remedy="Place a cooler, or let the containment around it leak.",
    )


def listed(names: Iterable[str]) -> str:
    """The first three of some names."""
    found = list(names)
    return ", ".join(found[:3]) + (" ..." if len(found) > 3 else "")
