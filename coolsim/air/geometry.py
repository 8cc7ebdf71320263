"""From the resolved hall to a grid: solids, panels, and the openings of every device.

The geometry depends on what is drawn only, so a study of powers re-uses it and starts warm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coolsim.air.cabinet_openings import CabinetPatches, cabinet_patches
from coolsim.air.confinement import Confinement, moved_plates
from coolsim.air.grids import fillings
from coolsim.air.openings import opening_patch
from coolsim.air.slabs import Passages, divide
from coolsim.errors import SolveError
from coolsim.scene import Opening, Scene
from solvers.exchange import OpeningFaces, Patch, PatchSet, opening_faces, stack
from solvers.grid import Grid
from solvers.openness import Box, Openness, Plate, Zones, build_openness


@dataclass(frozen=True, slots=True)
class CaseGeometry:
    """A hall on a grid: geometry and the openings of every device.

    Intakes and discharges are laid out alike: racks' bands, then coolers, then what cabinets have
    besides.

    Attributes:
        openness: Geometry on the grid, slabs included.
        passages: What passes floor and ceiling.
        spaces: Parts of the hall that air passes between without crossing a slab.
        zones: Parts of the hall that air can pass between.
        intakes, discharges: Patches in that order.
        laid_intakes, laid_discharges: The same, laid end to end.
        rack_start: First band of each rack, shape (racks + 1,); the last is the first cooler.
        cabinets: Openings of the racks' cabinets, ``None`` where no rack has one.
        intake_faces, discharge_faces: Faces of all patches.
        zone_intakes, zone_discharges: Share of each patch in each zone, shape (zones, patches) [-].
    """

    openness: Openness
    passages: Passages
    spaces: Zones
    zones: Zones
    intakes: tuple[Patch, ...]
    discharges: tuple[Patch, ...]
    laid_intakes: PatchSet
    laid_discharges: PatchSet
    rack_start: NDArray[np.int64]
    cabinets: CabinetPatches | None
    intake_faces: OpeningFaces
    discharge_faces: OpeningFaces
    zone_intakes: csr_matrix
    zone_discharges: csr_matrix

    @property
    def first_cooler(self) -> int:
        """Index of the first cooler's intake and discharge."""
        return int(self.rack_start[-1])


def _openings(scene: Scene) -> list[Opening]:
    """Every opening of a hall's tiles and machines, as drawn."""
    openings = [tile.opening for tile in scene.tiles]
    for rack in scene.breathers:
        openings += [opening for band in rack.bands for opening in (band.intake, band.exhaust)]
        if rack.cabinet is not None and rack.cabinet.roof:
            openings.append(rack.cabinet.roof)
    for cooler in scene.coolers:
        openings += [cooler.intake, cooler.discharge]
    return openings


def build_geometry(scene: Scene, grid: Grid) -> CaseGeometry:
    """Put a scene on a grid.

    Raises:
        SolveError: If a rack or cooler cannot breathe because its opening is walled up.
    """
    boxes = [Box(r.body.low, r.body.high) for r in scene.breathers]
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
    confined = Confinement(grid, moved_plates(grid, plates, boxes), _openings(scene))
    divided = divide(
        scene,
        build_openness(grid, [*boxes, *fillings(scene, grid)], plates),
        [confined(tile.opening) for tile in scene.tiles],
    )
    openness = divided.openness

    def patch_of(opening: Opening) -> Patch | None:
        return opening_patch(openness, confined(opening))

    intakes: list[Patch] = []
    discharges: list[Patch] = []
    starts = [0]
    for rack in scene.breathers:
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
    for cooler in scene.coolers:
        for drawn, target, side in (
            (cooler.intake, intakes, "return"),
            (cooler.discharge, discharges, "supply"),
        ):
            patch = patch_of(drawn)
            if patch is None:
                raise _blocked(cooler.name, side)
            target.append(patch)
    rack_start = np.array(starts, dtype=np.int64)
    roofs = [
        patch_of(rack.cabinet.roof) if rack.cabinet and rack.cabinet.roof else None
        for rack in scene.breathers
    ]
    cabinets = cabinet_patches(scene, intakes, discharges, rack_start, roofs)
    laid_intakes, laid_discharges = stack(intakes), stack(discharges)
    return CaseGeometry(
        openness=openness,
        passages=divided.passages,
        spaces=divided.spaces,
        zones=divided.zones,
        intakes=tuple(intakes),
        discharges=tuple(discharges),
        laid_intakes=laid_intakes,
        laid_discharges=laid_discharges,
        rack_start=rack_start,
        cabinets=cabinets,
        intake_faces=opening_faces(intakes),
        discharge_faces=opening_faces(discharges),
        zone_intakes=shares_in(divided.zones, laid_intakes),
        zone_discharges=shares_in(divided.zones, laid_discharges),
    )


def shares_in(zones: Zones, patches: PatchSet) -> csr_matrix:
    """Share of each patch in each zone, shape (zones, patches) [-]."""
    patch = np.repeat(np.arange(patches.count), np.diff(patches.start))
    where = (zones.label.ravel()[patches.cells], patch)
    return csr_matrix((patches.share, where), shape=(zones.count, patches.count))


def _blocked(name: str, side: str) -> SolveError:
    return SolveError(
        f"its {side} opening is walled up.",
        where=name,
        remedy="Leave at least one grid cell of free air before the opening, or turn the object.",
    )
