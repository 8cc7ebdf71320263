"""From the resolved hall to a grid: solids, panels, and the openings of every device.

The geometry depends on what is drawn only, so a study of powers re-uses it and starts warm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coolsim.air.cabinet_openings import CabinetPatches, cabinet_patches
from coolsim.air.confinement import moved_plates
from coolsim.air.grids import fillings
from coolsim.air.sketch import Sketch, sketch
from coolsim.air.slabs import Passages, divide
from coolsim.errors import SolveError
from coolsim.scene import Scene
from solvers.exchange import OpeningFaces, Patch, PatchSet, opening_faces, stack
from solvers.grid import Grid
from solvers.openness import Box, Openness, Plate, build_openness
from solvers.zones import Zones


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
        sketch: What all openings breathe through as if nothing stood before them.
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
    sketch: Sketch

    @property
    def first_cooler(self) -> int:
        """Index of the first cooler's intake and discharge."""
        return int(self.rack_start[-1])


def build_geometry(scene: Scene, grid: Grid, former: CaseGeometry | None = None) -> CaseGeometry:
    """Put a scene on a grid.

    Args:
        scene: The scene.
        grid: The grid.
        former: Geometry of the scene as it was drawn before. What it has of machines that stayed is
            taken from there: quicker, and the same to the last bit.

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
    before = None if former is None else former.sketch
    drawn = sketch(scene, grid, moved_plates(grid, plates, boxes), before)
    divided = divide(
        scene, build_openness(grid, [*boxes, *fillings(scene, grid)], plates), drawn.tiles
    )
    openness = divided.openness
    patches = drawn.patches(openness)
    intakes: list[Patch] = []
    discharges: list[Patch] = []
    starts = [0]
    for rack, own in zip(scene.breathers, patches, strict=False):
        for n in range(len(rack.bands)):
            _add(intakes, own[2 * n], rack.name, "intake")
            _add(discharges, own[2 * n + 1], rack.name, "exhaust")
        starts.append(len(intakes))
    for cooler, own in zip(scene.coolers, patches[len(scene.breathers) :], strict=True):
        _add(intakes, own[0], cooler.name, "return")
        _add(discharges, own[1], cooler.name, "supply")
    rack_start = np.array(starts, dtype=np.int64)
    roofs = [
        own[-1] if rack.cabinet is not None and rack.cabinet.roof else None
        for rack, own in zip(scene.breathers, patches, strict=False)
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
        sketch=drawn,
    )


def _add(patches: list[Patch], patch: Patch | None, name: str, side: str) -> None:
    """Append what an opening breathes through.

    Raises:
        SolveError: If that is nothing.
    """
    if patch is None:
        raise _blocked(name, side)
    patches.append(patch)


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
