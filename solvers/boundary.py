"""What the walls of a flow do: slide, let the air slip, hold a temperature, or pass heat.

A wall that nothing is said about stands still, holds the air by friction and passes no heat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solvers.exchange import Index
from solvers.grid import INTERIOR, Array, Grid, Triple
from solvers.openness import Openness


@dataclass(frozen=True, slots=True)
class Side:
    """One of the six outer sides of the grid.

    Attributes:
        axis: Axis it is normal to: 0, 1, 2 for x, y, z.
        high: Whether it is the side at the high end of the axis.
        slip: Without friction, as a plane of symmetry has none; closures see no wall there.
        velocity: Of a wall that moves in its own plane [m/s].
    """

    axis: int
    high: bool
    slip: bool = False
    velocity: Triple = (0.0, 0.0, 0.0)

    @property
    def layer(self) -> int:
        """Index, along the axis of a padded array, of the cells at this side."""
        return -2 if self.high else 1


@dataclass(frozen=True, slots=True)
class ThermalWalls:
    """Wall areas that pass heat, one entry per area; a cell may have several.

    What an area passes is ``(wall - cell) area / (1 / transmittance + half_distance /
    diffusivity)``: the surface (or what lies behind it) at a temperature, in series with the air
    between surface and cell centre. An infinite transmittance holds the surface itself at the
    temperature. A transmittance that contains its own film coefficient has half distance 0.

    Attributes:
        cells: Flat padded index of the cell each area belongs to.
        area: Of each [m2].
        half_distance: From surface to cell centre, 0 to leave that resistance out [m].
        temperature: Of the surface or of what lies behind it [deg C].
        transmittance: U-value over ``rho cp`` of the air [m/s].
    """

    cells: Index
    area: Array
    half_distance: Array
    temperature: Array
    transmittance: Array

    def conductance(self, diffusivity: Array, near: Array | None = None) -> Array:
        """Volume flow that would carry the same heat, one per area [m3/s].

        Args:
            diffusivity: Thermal diffusivity of the cells, padded [m2/s].
            near: That of the air between each area and its cell's centre, where a wall function
                gives it, shape (n,) [m2/s].
        """
        to_centre = np.zeros(self.area.size)
        bridged = self.half_distance > 0.0
        nearby = diffusivity.ravel()[self.cells[bridged]] if near is None else near[bridged]
        to_centre[bridged] = self.half_distance[bridged] / nearby
        return np.asarray(self.area / (1.0 / self.transmittance + to_centre))

    def part(self, keep: NDArray[np.bool_]) -> ThermalWalls:
        """The areas a mask over them picks."""
        return ThermalWalls(
            cells=self.cells[keep],
            area=self.area[keep],
            half_distance=self.half_distance[keep],
            temperature=self.temperature[keep],
            transmittance=self.transmittance[keep],
        )

    def scaled(self, share: float) -> ThermalWalls:
        """The same walls with a share of their areas."""
        return replace(self, area=self.area * share)

    def heat(self, diffusivity: Array, temperature: Array, near: Array | None = None) -> Array:
        """Heat that enters the air through each area, over ``rho cp`` [K m3/s].

        Args:
            diffusivity: As for :meth:`conductance`.
            temperature: Of the cells, padded [deg C].
            near: As for :meth:`conductance`.
        """
        difference = self.temperature - temperature.ravel()[self.cells]
        return np.asarray(self.conductance(diffusivity, near) * difference)


@dataclass(frozen=True, slots=True)
class Boundary:
    """Everything the walls of one flow do.

    Attributes:
        sides: Outer sides that are not walls at rest.
        slip: No wall or solid has friction.
        thermal: Walls that pass heat, or ``None``.
    """

    sides: tuple[Side, ...] = ()
    slip: bool = False
    thermal: ThermalWalls | None = None

    @property
    def open_to_closures(self) -> tuple[tuple[int, int], ...]:
        """Axis and end layer (0 or -1) of the sides that are no walls to a closure."""
        return tuple((side.axis, -1 if side.high else 0) for side in self.sides if side.slip)


def side_wall(
    openness: Openness,
    axis: int,
    *,
    high: bool,
    temperature: float | Array,
    transmittance: float = np.inf,
    has_film: bool = False,
) -> ThermalWalls:
    """A whole outer side as a wall that passes heat; solids at it cover their share of its area.

    Args:
        openness: Geometry.
        axis: Axis the side is normal to.
        high: Whether it is the side at the high end.
        temperature: Of the wall: one value, or one per cell of the side [deg C].
        transmittance: U-value over ``rho cp`` of the air [m/s]; infinite holds the surface at
            the temperature.
        has_film: Whether the transmittance reaches into the air, film included, so that the
            resistance between surface and cell centre is not added.
    """
    grid = openness.grid
    place: list[slice | int] = list(INTERIOR)
    place[axis] = Side(axis, high).layer
    number = np.arange(int(np.prod(grid.padded_shape))).reshape(grid.padded_shape)
    air = openness.fluid[tuple(place)]
    keep = air > 0.0
    count = int(keep.sum())
    wall = np.broadcast_to(np.asarray(temperature, dtype=float), air.shape)
    half = 0.0 if has_film else 0.5 * grid.spacing[axis]
    return ThermalWalls(
        cells=number[tuple(place)][keep],
        area=grid.face_areas[axis] * air[keep],
        half_distance=np.full(count, half),
        temperature=np.array(wall[keep]),
        transmittance=np.full(count, transmittance),
    )


def held_cells(grid: Grid, cells: Index, temperature: Array) -> ThermalWalls:
    """Cells kept at a temperature, as if a wall stood very near to their centres.

    Holds to about a ten thousandth of the differences to the neighbours, as long as what flows
    through a cell is not far above what diffuses.
    """
    size, area = min(grid.spacing), max(grid.face_areas)
    return ThermalWalls(
        cells=np.asarray(cells, dtype=np.int64),
        area=np.full(cells.size, area),
        half_distance=np.full(cells.size, 1e-4 * size),
        temperature=np.asarray(temperature, dtype=float),
        transmittance=np.full(cells.size, np.inf),
    )


def join(walls: Sequence[ThermalWalls]) -> ThermalWalls:
    """Put several sets of thermal walls into one."""
    return ThermalWalls(
        cells=np.concatenate([part.cells for part in walls]),
        area=np.concatenate([part.area for part in walls]),
        half_distance=np.concatenate([part.half_distance for part in walls]),
        temperature=np.concatenate([part.temperature for part in walls]),
        transmittance=np.concatenate([part.transmittance for part in walls]),
    )


def friction_on_side(
    side: Side,
    grid: Grid,
    component: int,
    open_share: Array,
    viscosity: Array,
    centre: Array,
    rhs: Array,
) -> None:
    """Correct a momentum row, built for walls at rest, for an outer side that is not, in place.

    A wall half a cell away drags with ``2 nu area / spacing`` on the difference to its own
    velocity; a side that slips does not drag at all.

    Args:
        side: The side.
        grid: The grid.
        component: Component of velocity the row belongs to.
        open_share: Open share of the faces of that component, padded.
        viscosity: Kinematic viscosity of the cells in the friction of that side, padded [m2/s].
        centre: The row's centre; corrected [m3/s].
        rhs: Its right-hand side; corrected [m4/s2].
    """
    if side.axis == component:
        return
    here: list[slice | int] = [slice(None)] * 3
    here[side.axis] = side.layer
    here[component] = slice(1, None)
    before = list(here)
    before[component] = slice(0, -1)
    place = tuple(here)
    drag = (
        (grid.face_areas[side.axis] / grid.spacing[side.axis])
        * open_share[place]
        * (viscosity[place] + viscosity[tuple(before)])
    )
    if side.slip:
        centre[place] -= drag
    else:
        rhs[place] += drag * side.velocity[component]


def fill_ghosts(sides: Sequence[Side], component: int, velocity: Array) -> None:
    """Write what moves beyond the outer sides into the ghost layer of a velocity, in place.

    A wall shows its own velocity there, a side that slips that of the air before it. The second-
    order convection reads it; no other equation does.

    Args:
        sides: The sides.
        component: Component of velocity.
        velocity: Its padded face array; sides normal to the component are left alone.
    """
    for side in sides:
        if side.axis == component:
            continue
        ghost: list[slice | int] = [slice(None)] * 3
        ghost[side.axis] = -1 if side.high else 0
        inside = list(ghost)
        inside[side.axis] = side.layer
        velocity[tuple(ghost)] = velocity[tuple(inside)] if side.slip else side.velocity[component]
