"""The spaces that slabs divide a hall into: what passes between them, and which a cooler feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coolsim.air.geometry import CaseGeometry, shares_in
from coolsim.air.plenum import SpaceFlow, uniform_spaces
from coolsim.air.refusals import BALANCE
from coolsim.scene import Scene
from solvers.exchange import Index, Patch, stack
from solvers.grid import Array


def uniform_flow(
    scene: Scene, geometry: CaseGeometry, intake_flow: Array, discharge_flow: Array
) -> SpaceFlow:
    """Flows through the slabs if every space were at one pressure, the room's being zero.

    Args:
        scene: The hall.
        geometry: Its geometry.
        intake_flow: Flow of every intake [m3/s].
        discharge_flow: Flow of every discharge [m3/s].
    """
    blown = shares_in(geometry.spaces, geometry.laid_discharges) @ discharge_flow
    net = np.asarray(blown - shares_in(geometry.spaces, geometry.laid_intakes) @ intake_flow)
    passages = geometry.passages
    solved = uniform_spaces(
        net,
        passages.below,
        passages.above,
        passages.discharge_area_m2,
        scene.air.density_kg_m3,
    )
    return replace(solved, pressure_pa=solved.pressure_pa - solved.pressure_pa[_room(geometry)])


def _room(geometry: CaseGeometry) -> Index:
    """The largest space of each zone, for every space: where gauge pressure is zero."""
    label = geometry.spaces.label
    sizes = np.bincount(label[label >= 0], minlength=geometry.spaces.count)
    zone = np.zeros(geometry.spaces.count, dtype=np.int64)
    zone[label[label >= 0]] = geometry.zones.label[label >= 0]
    largest = np.zeros(geometry.zones.count, dtype=np.int64)
    for space in np.argsort(sizes, kind="stable"):
        largest[zone[space]] = space
    return np.asarray(largest[zone])


def fed_spaces(
    scene: Scene, geometry: CaseGeometry, discharge_flow: Array, uniform: SpaceFlow
) -> NDArray[np.bool_]:
    """Which spaces cooled air reaches: a cooler's or a rear door's, through a slab or a rack too.

    Args:
        scene: The hall.
        geometry: Its geometry.
        discharge_flow: Flow of every discharge [m3/s].
        uniform: What passes the slabs.
    """
    label = geometry.spaces.label.ravel()
    fed = np.zeros(geometry.spaces.count, dtype=bool)
    first = geometry.first_cooler
    coolers = range(first, first + len(scene.coolers))
    for n in coolers:
        if discharge_flow[n] > 0.0:
            fed[label[geometry.discharges[n].cells]] = True
    for n, rack in enumerate(scene.breathers):
        if rack.door is not None:
            for exhaust in geometry.discharges[geometry.rack_start[n] : geometry.rack_start[n + 1]]:
                fed[label[exhaust.cells]] = True
    passages = geometry.passages
    least = BALANCE * float(discharge_flow[coolers].sum())
    flow = uniform.flow_m3_s
    source = np.where(flow > 0.0, passages.below, passages.above)[np.abs(flow) > least]
    target = np.where(flow > 0.0, passages.above, passages.below)[np.abs(flow) > least]
    ways = {(int(a), int(b)) for a, b in zip(source, target, strict=True)}
    moving = np.flatnonzero(discharge_flow[:first] > 0.0)
    ways |= _ways_through(
        label, [geometry.intakes[n] for n in moving], [geometry.discharges[n] for n in moving]
    )
    while reached := {b for a, b in ways if fed[a] and not fed[b]}:
        fed[list(reached)] = True
    return fed


def _ways_through(
    label: NDArray[np.int32], intakes: Sequence[Patch], exhausts: Sequence[Patch]
) -> set[tuple[int, int]]:
    """Spaces that racks draw from, each with those that they blow into."""
    if not intakes:
        return set()
    (low, high), (lowest, highest) = (
        [found.reduceat(label[laid.cells], laid.start[:-1]) for found in (np.minimum, np.maximum)]
        for laid in (stack(intakes), stack(exhausts))
    )
    # nearly all breathe within one space on either side
    alone = (low == high) & (lowest == highest)
    pairs = np.unique(np.stack([low[alone], lowest[alone]], axis=1), axis=0)
    ways = {(int(a), int(b)) for a, b in pairs}
    for n in np.flatnonzero(~alone).tolist():
        inside, outside = np.unique(label[intakes[n].cells]), np.unique(label[exhausts[n].cells])
        ways |= {(int(a), int(b)) for a in inside for b in outside}
    return ways
