"""What the openings of a hall breathe through as if nothing stood before them.

That hangs on each machine and the panels beside it alone, so a hall that is drawn again keeps it
for every machine that stayed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coolsim.air.confinement import Confinement, MovedPlate
from coolsim.air.openings import open_patch, usable_patch
from coolsim.scene import Opening, Scene, SceneCooler, SceneRack
from solvers.exchange import Patch
from solvers.grid import Grid
from solvers.openness import Openness

Machine = SceneRack | SceneCooler


@dataclass(frozen=True, slots=True)
class Drawn:
    """The openings of a machine, kept to their side of panels: each with its cells if all are free.

    Of a rack intake and exhaust of each band, then its cabinet's roof; of a cooler intake and
    discharge.
    """

    machine: Machine
    openings: tuple[Opening, ...]
    patches: tuple[Patch | None, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """The openings of a hall.

    Attributes:
        scene: The hall.
        grid: The grid.
        moved: Panels that stand elsewhere on it.
        tiles: Openings of the tiles.
        machines: Racks and units, then coolers.
    """

    scene: Scene
    grid: Grid
    moved: tuple[MovedPlate, ...]
    tiles: tuple[Opening, ...]
    machines: tuple[Drawn, ...]

    def patches(self, openness: Openness) -> list[tuple[Patch | None, ...]]:
        """What the openings of each machine breathe through, ``None`` where they are walled up."""
        drawn = [patch for machine in self.machines for patch in machine.patches]
        sizes = [0 if patch is None else patch.cells.size for patch in drawn]
        cells = [patch.cells for patch in drawn if patch is not None]
        free = np.zeros(0, dtype=bool)
        if cells:
            free = openness.active.ravel()[np.concatenate(cells)]
        blocked = np.zeros(free.size + 1, dtype=np.int64)
        np.cumsum(~free, out=blocked[1:])
        ends = np.cumsum([0, *sizes])
        is_free = (blocked[ends[1:]] == blocked[ends[:-1]]).tolist()
        openings = (opening for machine in self.machines for opening in machine.openings)
        found = [
            patch if patch is None or whole else usable_patch(openness, opening, patch)
            for patch, whole, opening in zip(drawn, is_free, openings, strict=True)
        ]
        counts = np.cumsum([0, *(len(machine.openings) for machine in self.machines)]).tolist()
        return [tuple(found[start:end]) for start, end in pairwise(counts)]


def openings_of(machine: Machine) -> tuple[Opening, ...]:
    """The openings of a machine as drawn, in the order of :class:`Drawn`."""
    if isinstance(machine, SceneCooler):
        return machine.intake, machine.discharge
    own = [opening for band in machine.bands for opening in (band.intake, band.exhaust)]
    if machine.cabinet is not None and machine.cabinet.roof:
        own.append(machine.cabinet.roof)
    return tuple(own)


def sketch(
    scene: Scene, grid: Grid, moved: Sequence[MovedPlate], former: Sketch | None = None
) -> Sketch:
    """Lay the openings of a hall on a grid.

    Args:
        scene: The hall.
        grid: The grid.
        moved: Panels that stand elsewhere on it.
        former: Of the hall as it was drawn before: what stayed is taken from there.
    """
    plates = tuple(moved)
    if former is not None and (former.grid != grid or former.moved != plates):
        former = None
    known = {} if former is None else {id(drawn.machine): drawn for drawn in former.machines}
    machines: tuple[Machine, ...] = (*scene.breathers, *scene.coolers)
    new = [machine for machine in machines if id(machine) not in known]
    keeps_tiles = former is not None and former.scene.tiles is scene.tiles
    tiles = [] if keeps_tiles else [tile.opening for tile in scene.tiles]
    plain = [openings_of(machine) for machine in new]
    confined = Confinement(grid, plates, [*tiles, *(o for own in plain for o in own)])
    for machine, own in zip(new, plain, strict=True):
        known[id(machine)] = _drawn(grid, machine, own, confined)
    return Sketch(
        scene,
        grid,
        plates,
        former.tiles if former is not None and keeps_tiles else tuple(map(confined, tiles)),
        tuple(known[id(machine)] for machine in machines),
    )


def _drawn(
    grid: Grid,
    machine: Machine,
    openings: Sequence[Opening],
    confined: Callable[[Opening], Opening],
) -> Drawn:
    kept = tuple(map(confined, openings))
    return Drawn(machine, kept, tuple(open_patch(grid, opening) for opening in kept))
