"""Halls that are refused before any solve, each with the object where it fails and a remedy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from coolsim.air.envelope import lowest_gain_w
from coolsim.air.geometry import CaseGeometry
from coolsim.air.slabs import Passages
from coolsim.errors import SolveError
from coolsim.scene import Opening, Scene
from coolsim.sentences import quantity, told
from solvers.exchange import Index
from solvers.grid import Array
from solvers.zones import Zones

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
    for rack in scene.breathers:
        for band in rack.bands:
            if band.heat_w > 0.0 and band.airflow_m3_s(band.power_w) <= 0.0:
                heat = quantity(band.heat_w, "w")
                raise told(
                    SolveError(
                        f"it gives {heat} to the air but has no airflow.",
                        where=rack.name,
                        remedy="Give the rack an airflow law with a flow above zero.",
                    )
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
        if any(cooler.coil is not None for cooler in there):
            # a coil takes more the warmer its air: there is never too much heat for it
            continue
        known = [c.capacity.value for c in there if c.capacity.value is not None]
        enough = heat_w[n] - lost < sum(known) * (1.0 - BALANCE)
        if len(known) < len(there) or enough or heat_w[n] == 0.0:
            continue
        everywhere = len(there) == len(scene.coolers)
        place = "of the hall" if everywhere else "where their air goes"
        raise told(
            SolveError(
                f"{quantity(heat_w[n], 'w')} are released and "
                f"{'all' if everywhere else 'these'} coolers together can take "
                f"{quantity(sum(known), 'w')}: no temperature {place} would be steady.",
                where="coolers" if everywhere else listed(cooler.name for cooler in there),
                remedy="Add cooling capacity, or lower the load.",
            )
        )


def require_ways_out(scene: Scene, passages: Passages) -> None:
    """Refuse a plenum that machines supply, or a void that they draw from, without any passage.

    Raises:
        SolveError: Naming the machines.
    """
    blowing = [c.name for c in scene.coolers if _breathes_through(c.discharge, 0.0)]
    if blowing and not passages.is_floor.any():
        raise SolveError(
            "underfloor supply air has no way into the hall.",
            where=listed(blowing),
            remedy="Place perforated tiles, or let the cooler discharge to its front.",
        )
    ceiling = scene.size_m[2]
    drawing = [c.name for c in scene.coolers if _breathes_through(c.intake, ceiling)]
    exhausts = (band.exhaust for rack in scene.breathers for band in rack.bands)
    has_chimneys = any(_breathes_through(exhaust, ceiling) for exhaust in exhausts)
    if drawing and passages.is_floor.all() and not has_chimneys:
        raise SolveError(
            "a cooler draws from the ceiling void, but no ceiling grille leads into it.",
            where=listed(drawing),
            remedy="Give the ceiling void grilles, or let the cooler draw at its top.",
        )


def _breathes_through(opening: Opening, height_m: float) -> bool:
    """Whether an opening lies in a slab and leads away from the room."""
    return (
        opening.axis == 2
        and opening.position == height_m
        and opening.outward == (-1 if height_m == 0.0 else 1)
    )


def require_balanced_zones(geometry: CaseGeometry, openings: OpeningFlows, scene: Scene) -> None:
    """Refuse sealed zones that are fed and drained unequally.

    Args:
        geometry: The geometry of the hall.
        openings: Flow of every intake and discharge patch [m3/s].
        scene: The hall.

    Raises:
        SolveError: Naming a machine of the zone, and what would help.
    """
    zones = geometry.zones
    intake_flow, discharge_flow = openings
    net = geometry.zone_discharges @ discharge_flow - geometry.zone_intakes @ intake_flow
    first = geometry.first_cooler
    supply = float(discharge_flow[first : first + len(scene.coolers)].sum()) or 1.0
    if np.all(np.abs(net) <= BALANCE * supply):
        return
    names = _first_named(scene, geometry, zones)
    for zone in range(zones.count):
        if abs(net[zone]) > BALANCE * supply:
            excess = quantity(abs(net[zone]), "m3_s", 3)
            raise told(
                SolveError(
                    "a zone of the hall is sealed and unbalanced: "
                    f"{excess} more are {'blown in' if net[zone] > 0.0 else 'drawn'}.",
                    where=names.get(zone, "containment"),
                    remedy="Let the containment leak, open it, or match supply and demand inside "
                    "it; a void needs grilles.",
                )
            )


def require_supply(scene: Scene, geometry: CaseGeometry, fed: NDArray[np.bool_]) -> None:
    """Refuse heat in air that no cooler supplies.

    Args:
        scene: The hall.
        geometry: Its geometry.
        fed: Which spaces a cooler supplies.

    Raises:
        SolveError: Naming a rack there.
    """
    label = geometry.spaces.label.ravel()
    if scene.room_heat_w > 0.0 and not fed.any():
        raise _unfed("hall")
    for rack, start in zip(scene.breathers, geometry.rack_start, strict=False):
        for n, band in enumerate(rack.bands, start):
            if band.heat_w > 0.0 and not fed[label[geometry.intakes[n].cells[0]]]:
                raise _unfed(rack.name)


def _first_named(scene: Scene, geometry: CaseGeometry, zones: Zones) -> dict[int, str]:
    """A rack that draws from each zone, or failing that a cooler that breathes there."""
    label = zones.label.ravel()
    racks = [rack.name for rack in scene.breathers for _ in rack.bands]
    named = list(zip(geometry.intakes, racks, strict=False))
    coolers = [cooler.name for cooler in scene.coolers]
    for patches in (geometry.intakes, geometry.discharges):
        named += zip(patches[geometry.first_cooler :], coolers, strict=False)
    names: dict[int, str] = {}
    for patch, name in named:
        names.setdefault(int(label[patch.cells[0]]), name)
    return names


def require_related_pressures(scene: Scene, geometry: CaseGeometry) -> None:
    """Refuse racks whose airflow follows the pressure between aisles that share no air.

    Raises:
        SolveError: Naming the rack.
    """
    label = geometry.zones.label.ravel()
    for rack, start in zip(scene.breathers, geometry.rack_start, strict=False):
        for n, band in enumerate(rack.bands, start):
            patches = (geometry.intakes[n], geometry.discharges[n])
            front, rear = (label[patch.cells[0]] for patch in patches)
            if band.pressure_factors and front != rear:
                raise SolveError(
                    "its airflow follows the pressure between its aisles, but no air passes "
                    "between them, so that pressure has no value.",
                    where=rack.name,
                    remedy="Let the containment leak, or give the rack another airflow law.",
                )


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
