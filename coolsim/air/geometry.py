"""From the resolved hall to a grid: solids, panels, and the openings of every device.

The geometry depends on what is drawn only, so a study of powers re-uses it and starts warm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coolsim.air.cabinet_openings import CabinetPatches, cabinet_patches
from coolsim.air.confinement import confined, moved_plates
from coolsim.air.openings import floor_leak_patch, opening_patch
from coolsim.errors import SolveError
from coolsim.scene import Opening, Scene
from solvers.exchange import OpeningFaces, Patch, opening_faces, stack
from solvers.grid import Grid
from solvers.openness import Box, Openness, Plate, Zones, build_openness, find_zones


@dataclass(frozen=True, slots=True)
class CaseGeometry:
    """A hall on a grid: geometry and the openings of every device.

    Intakes are laid out as racks' bands, then coolers that draw from the room, then ceiling
    grilles. Discharges are racks' bands, then coolers that blow into the room, then floor tiles,
    then the floor leak. What cabinets have besides comes last in both.

    Attributes:
        openness: Geometry on the grid.
        zones: Parts of the hall that air can pass between.
        intakes, discharges: Patches in that order.
        rack_start: First band of each rack, shape (racks + 1,).
        room_intake, room_discharge: Index of each cooler's patch, -1 for void or plenum.
        grille: Tile index of each ceiling grille; ``floor`` the same for floor tiles.
        first_grille, first_floor: Their first patch index.
        leak: Patch index of the floor leak, -1 without.
        cabinets: Openings of the racks' cabinets, ``None`` where no rack has one.
        intake_faces, discharge_faces: Faces of all patches.
        zone_intakes, zone_discharges: Share of each patch in each zone, shape (zones, patches) [-].
    """

    openness: Openness
    zones: Zones
    intakes: tuple[Patch, ...]
    discharges: tuple[Patch, ...]
    rack_start: NDArray[np.int64]
    room_intake: tuple[int, ...]
    room_discharge: tuple[int, ...]
    grille: tuple[int, ...]
    floor: tuple[int, ...]
    first_grille: int
    first_floor: int
    leak: int
    cabinets: CabinetPatches | None
    intake_faces: OpeningFaces
    discharge_faces: OpeningFaces
    zone_intakes: csr_matrix
    zone_discharges: csr_matrix

    @property
    def after_floor(self) -> int:
        """Index after the last discharge that the floor feeds."""
        return self.first_floor + len(self.floor) + (self.leak >= 0)


def build_geometry(scene: Scene, grid: Grid) -> CaseGeometry:
    """Put a scene on a grid.

    Raises:
        SolveError: If a rack or cooler cannot breathe because its opening is walled up.
    """
    boxes = [Box(r.body.low, r.body.high) for r in scene.racks]
    boxes += [Box(c.body.low, c.body.high) for c in scene.coolers]
    boxes += [Box(s.low, s.high) for s in scene.solids]
    plates = [
        Plate(
            plate.axis,
            plate.position,
            (plate.spans[0][0], plate.spans[1][0]),
            (plate.spans[0][1], plate.spans[1][1]),
            plate.open_share,
        )
        for plate in scene.plates
    ]
    openness = build_openness(grid, boxes, plates)
    zones = find_zones(openness)
    moved = moved_plates(grid, plates, boxes)

    def patch_of(opening: Opening) -> Patch | None:
        return opening_patch(openness, confined(grid, opening, moved))

    intakes: list[Patch] = []
    discharges: list[Patch] = []
    starts = [0]
    for rack in scene.racks:
        for band in rack.bands:
            for opening, target, side in (
                (band.intake, intakes, "intake"),
                (band.exhaust, discharges, "exhaust"),
            ):
                patch = patch_of(opening)
                if patch is None:
                    raise _blocked(rack.name, side)
                target.append(patch)
        starts.append(len(intakes))
    room_intake: list[int] = []
    room_discharge: list[int] = []
    for cooler in scene.coolers:
        for drawn, target, indices, side in (
            (cooler.intake, intakes, room_intake, "return"),
            (cooler.discharge, discharges, room_discharge, "supply"),
        ):
            if drawn is None:
                indices.append(-1)
                continue
            patch = patch_of(drawn)
            if patch is None:
                raise _blocked(cooler.name, side)
            indices.append(len(target))
            target.append(patch)
    grille: list[int] = []
    floor: list[int] = []
    first_grille, first_floor = len(intakes), len(discharges)
    for index, tile in enumerate(scene.tiles):
        patch = patch_of(tile.opening)
        if patch is None:
            continue
        if tile.is_floor and scene.has_plenum:
            discharges.append(patch)
            floor.append(index)
        elif not tile.is_floor and scene.has_void:
            intakes.append(patch)
            grille.append(index)
    leak = -1
    if scene.has_plenum and scene.leak_area_m2 > 0.0:
        patch = floor_leak_patch(openness, _drained(openness, zones, intakes))
        if patch is not None:
            leak = len(discharges)
            discharges.append(patch)
    rack_start = np.array(starts, dtype=np.int64)
    roofs = [
        patch_of(rack.cabinet.roof) if rack.cabinet and rack.cabinet.roof else None
        for rack in scene.racks
    ]
    cabinets = cabinet_patches(scene, intakes, discharges, rack_start, roofs)
    return CaseGeometry(
        openness=openness,
        zones=zones,
        intakes=tuple(intakes),
        discharges=tuple(discharges),
        rack_start=rack_start,
        room_intake=tuple(room_intake),
        room_discharge=tuple(room_discharge),
        grille=tuple(grille),
        floor=tuple(floor),
        first_grille=first_grille,
        first_floor=first_floor,
        leak=leak,
        cabinets=cabinets,
        intake_faces=opening_faces(intakes),
        discharge_faces=opening_faces(discharges),
        zone_intakes=_zone_shares(zones, intakes),
        zone_discharges=_zone_shares(zones, discharges),
    )


def _zone_shares(zones: Zones, patches: Sequence[Patch]) -> csr_matrix:
    """Share of each patch in each zone, shape (zones, patches) [-]."""
    together = stack(patches)
    patch = np.repeat(np.arange(together.count), np.diff(together.start))
    where = (zones.label.ravel()[together.cells], patch)
    return csr_matrix((together.share, where), shape=(zones.count, together.count))


def _drained(openness: Openness, zones: Zones, intakes: Sequence[Patch]) -> NDArray[np.bool_]:
    """Padded cells of the zones that some device draws from."""
    drained = np.zeros(zones.count + 1, dtype=bool)
    for patch in intakes:
        drained[zones.label.ravel()[patch.cells]] = True
    return np.asarray(drained[zones.label] & openness.active)


def _blocked(name: str, side: str) -> SolveError:
    return SolveError(
        f"its {side} opening is walled up.",
        where=name,
        remedy="Leave at least one grid cell of free air before the opening, or turn the object.",
    )
