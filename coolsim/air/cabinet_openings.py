"""Openings of cabinets on a case's grid, and the passages inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coolsim.equipment.cabinet_network import Cabinets
from coolsim.scene import Scene, SceneRack
from solvers.exchange import Index, Patch
from solvers.grid import Array
from solvers.openness import perforated_plate_loss

_LEAST_LOSS = 0.01
"""Loss of a door that is no obstacle: below it nothing changes but the condition [-]."""


@dataclass(frozen=True, slots=True)
class CabinetPatches:
    """Which openings of a hall belong to cabinets; all indices are of a case's patches.

    Attributes:
        racks: Racks with a cabinet.
        bands: Their bands, cabinet by cabinet: intake at the front, discharge at the rear.
        start: First of ``bands`` of each cabinet, shape (cabinets + 1,).
        rear_intake: Intake at the rear of each of ``bands``.
        front_discharge: Discharge at the front of each of ``bands``.
        roofed: Cabinets with a leak in the roof that leads into the room.
        roof_intake, roof_discharge: Their patches.
        entry_row, entry_column, entry_kind: Of every value of the plenums' mixing: plenum, intake
            or rack band, and 0 for a share of air, 1 for a rise by heat, 2 for no roof.
    """

    racks: Index
    bands: Index
    start: Index
    rear_intake: Index
    front_discharge: Index
    roofed: Index
    roof_intake: Index
    roof_discharge: Index
    entry_row: Index
    entry_column: Index
    entry_kind: Index


def cabinet_patches(
    scene: Scene,
    intakes: list[Patch],
    discharges: list[Patch],
    rack_start: Index,
    roofs: Sequence[Patch | None],
) -> CabinetPatches | None:
    """Give every cabinet its openings: the second way of each door, and the roof; in place.

    Args:
        scene: The scene.
        intakes: Patches so far, the racks' bands first; more are appended.
        discharges: The same for discharges.
        rack_start: First band of each rack.
        roofs: The roof's patch of each rack, where it leaks into the room.

    Returns:
        Where they are, or ``None`` without any cabinet.
    """
    racks = [n for n, rack in enumerate(scene.breathers) if rack.cabinet is not None]
    if not racks:
        return None
    bands = [np.arange(rack_start[n], rack_start[n + 1]) for n in racks]
    flat = np.concatenate(bands)
    rear_intake = len(intakes) + np.arange(flat.size)
    front_discharge = len(discharges) + np.arange(flat.size)
    fronts = [intakes[n] for n in flat]
    intakes.extend(discharges[n] for n in flat)
    discharges.extend(fronts)
    open_roofs = [(n, roofs[rack]) for n, rack in enumerate(racks)]
    roofed = [(n, patch) for n, patch in open_roofs if patch is not None]
    roof_intake = len(intakes) + np.arange(len(roofed))
    roof_discharge = len(discharges) + np.arange(len(roofed))
    intakes.extend(patch for _, patch in roofed)
    discharges.extend(patch for _, patch in roofed)
    start = np.concatenate([[0], np.cumsum([b.size for b in bands])]).astype(np.int64)
    roof_of = np.full(len(racks), -1, dtype=np.int64)
    roof_of[[n for n, _ in roofed]] = roof_intake
    row, column, kind = _entries(flat, start, rear_intake, roof_of)
    return CabinetPatches(
        racks=np.array(racks, dtype=np.int64),
        bands=flat.astype(np.int64),
        start=start,
        rear_intake=rear_intake.astype(np.int64),
        front_discharge=front_discharge.astype(np.int64),
        roofed=np.array([n for n, _ in roofed], dtype=np.int64),
        roof_intake=roof_intake.astype(np.int64),
        roof_discharge=roof_discharge.astype(np.int64),
        entry_row=row,
        entry_column=column,
        entry_kind=kind,
    )


def build_network(scene: Scene, patches: CabinetPatches) -> Cabinets:
    """The passages of all cabinets of a scene."""
    density = scene.air.density_kg_m3
    hole = np.sqrt(2.0 / density)
    parts = [_passages(scene.breathers[n]) for n in patches.racks]
    front, rear, leak, up_front, up_rear, step = (
        np.concatenate([part[k] for part in parts]) for k in range(6)
    )
    top = np.zeros(patches.racks.size)
    for n in patches.roofed:
        cabinet = scene.breathers[patches.racks[n]].cabinet
        if cabinet is not None:
            top[n] = hole * cabinet.discharge_coefficient * cabinet.top_leak_m2
    return Cabinets(
        patches.start, hole * front, hole * rear, hole * leak, hole * up_front, hole * up_rear,
        step, top,
    )  # fmt: skip


def _passages(rack: SceneRack) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Effective areas of a rack's passages [m2], and heights between its bands [m]."""
    cabinet = rack.cabinet
    if cabinet is None:
        raise ValueError("a rack without cabinet has no passages")
    face = np.array([band.intake.area_m2 for band in rack.bands])
    front_loss, rear_loss = (
        max(float(perforated_plate_loss(share)), _LEAST_LOSS)
        for share in (cabinet.front_open_fraction, cabinet.rear_open_fraction)
    )
    leak = np.array([band.leak_area_m2 for band in rack.bands]) * cabinet.discharge_coefficient
    middle = np.array([0.5 * (band.z_from_m + band.z_to_m) for band in rack.bands])
    step = np.append(np.diff(middle), rack.body.high[2] - middle[-1])
    across = 1 - rack.bands[0].intake.axis
    upward = np.full(middle.size, rack.body.high[across] - rack.body.low[across])
    upward *= cabinet.discharge_coefficient
    upward[-1] = 0.0
    return (
        face / np.sqrt(front_loss),
        face / np.sqrt(rear_loss),
        leak,
        upward * cabinet.front_plenum_m,
        upward * cabinet.rear_plenum_m,
        step,
    )


def _entries(
    bands: Index, start: Index, rear_intake: Index, roof_intake: Index
) -> tuple[Index, Index, Index]:
    """Row, column and kind of every value of the plenums' mixing, as in :class:`CabinetPatches`."""
    rows: list[Index] = []
    columns: list[Index] = []
    kinds: list[Index] = []
    for cabinet, (first, end) in enumerate(pairwise(start)):
        n, roof = int(end - first), int(roof_intake[cabinet])
        own = bands[first:end]
        column: Index = np.concatenate([own, rear_intake[first:end], [max(roof, 0)], own])
        kind = np.zeros(3 * n + 1, dtype=np.int64)
        kind[2 * n] = 0 if roof >= 0 else 2
        kind[2 * n + 1 :] = 1
        plenums = np.concatenate([np.arange(first, end), bands.size + np.arange(first, end)])
        rows.append(np.repeat(plenums, 3 * n + 1))
        columns.append(np.tile(column, 2 * n))
        kinds.append(np.tile(kind, 2 * n))
    return np.concatenate(rows), np.concatenate(columns).astype(np.int64), np.concatenate(kinds)
