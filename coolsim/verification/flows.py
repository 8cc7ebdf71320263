"""What the runners of flow cases share: closed rooms, plane geometry, settling, sampling."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.sparse import csr_matrix

from coolsim.verification.records import Solved
from solvers.boundary import Boundary, Side, ThermalWalls
from solvers.exchange import Exchange, Patch, stack
from solvers.flow import FlowOptions, FlowState, Room
from solvers.grid import Array, Grid
from solvers.momentum import zero_velocity
from solvers.openness import Openness, build_openness
from solvers.turbulence import Closure

_FIRST_STEPS = 30
"""Steps before a flow may count as standing: from rest it needs some to start."""
FRONT_AND_BACK = (Side(1, high=False, slip=True), Side(1, high=True, slip=True))
"""The sides of a plane case: one cell deep along y, without friction there."""


def plane(
    cells: tuple[int, int],
    size: tuple[float, float] = (1.0, 1.0),
    origin: tuple[float, float] = (0.0, 0.0),
) -> Openness:
    """An empty plane box in x and z, one cell of 1 m deep."""
    spacing = (size[0] / cells[0], 1.0, size[1] / cells[1])
    grid = Grid((cells[0], 1, cells[1]), spacing, (origin[0], 0.0, origin[1]))
    return build_openness(grid, [], [])


def rod(cells: int, length: float, origin: float = 0.0) -> Openness:
    """A row of cells along x with a cross-section of 1 m2."""
    return build_openness(
        Grid((cells, 1, 1), (length / cells, 1.0, 1.0), (origin, 0.0, 0.0)), [], []
    )


def no_devices(grid: Grid, heat: Array | None = None) -> Exchange:
    """An exchange without openings; ``heat`` in the cells, padded [K m3/s]."""
    none = np.zeros(0)
    return Exchange(
        intakes=stack([]),
        discharges=stack([]),
        intake_flow=none,
        discharge_flow=none,
        transfer=csr_matrix((0, 0)),
        offset=none,
        heat=grid.zeros() if heat is None else heat,
    )


def flow_through_cells(grid: Grid, inflow: Array, temperature: Array | None = None) -> Exchange:
    """An exchange whose every cell with an inflow is an opening of its own.

    Args:
        grid: The grid.
        inflow: Flow into each cell from outside, negative outwards, padded [m3/s].
        temperature: Of what flows in, padded; 0 without.
    """
    entering, leaving = np.flatnonzero(inflow > 0.0), np.flatnonzero(inflow < 0.0)
    values = grid.zeros() if temperature is None else temperature
    return Exchange(
        intakes=stack([_cell_patch(int(cell)) for cell in leaving]),
        discharges=stack([_cell_patch(int(cell)) for cell in entering]),
        intake_flow=-inflow.ravel()[leaving],
        discharge_flow=inflow.ravel()[entering],
        transfer=csr_matrix((entering.size, leaving.size)),
        offset=values.ravel()[entering],
        heat=grid.zeros(),
    )


def _cell_patch(cell: int) -> Patch:
    return Patch(
        cells=np.array([cell], dtype=np.int64),
        share=np.ones(1),
        face_axis=-1,
        faces=np.zeros(0, dtype=np.int64),
        velocity_per_flow=np.zeros(0),
    )


def closed_room(
    openness: Openness,
    closure: Closure,
    options: FlowOptions,
    *,
    viscosity: float,
    temperature: float = 0.0,
    sides: Sequence[Side] = (),
    thermal: ThermalWalls | None = None,
) -> Room:
    """A plane room without openings, its air at rest.

    Args:
        openness: Geometry, one cell deep along y.
        closure: Eddy viscosity.
        options: Numerical options.
        viscosity: Of the first guess [m2/s].
        temperature: Of the first guess.
        sides: Sides that move or slip, besides front and back.
        thermal: Walls that pass heat.
    """
    grid = openness.grid
    return Room(
        openness=openness,
        exchange=no_devices(grid),
        imposed=zero_velocity(grid),
        closure=closure,
        options=options,
        state=FlowState(
            velocity=zero_velocity(grid),
            pressure=grid.zeros(),
            temperature=np.full(grid.padded_shape, temperature),
            viscosity=np.full(grid.padded_shape, viscosity),
        ),
        boundary=Boundary(sides=(*FRONT_AND_BACK, *sides), thermal=thermal),
    )


def settle(room: Room, *, speed: float, length: float, tolerance: float, max_steps: int) -> Solved:
    """Step a room until its flow stands still, and solve its temperature tightly.

    Args:
        room: The room; advanced in place.
        speed: Scale of its velocity [m/s].
        length: Scale of its size [m].
        tolerance: Largest acceleration, in ``speed ** 2 / length``, that counts as standing.
        max_steps: Where to give up; the grid's text then says so.
    """
    begun = time.perf_counter()
    settled = False
    velocity = room.state.velocity
    for number in range(max_steps):
        before = [component.copy() for component in velocity]
        room.step()
        change = max(
            float(np.abs(now - then).max()) for now, then in zip(velocity, before, strict=True)
        )
        standing = change / room.options.step < tolerance * speed * speed / length
        settled = standing and number >= _FIRST_STEPS
        if settled:
            break
    room.finish(lambda means, exchange: exchange)
    shape = room.openness.grid.shape
    grid = f"{shape[0]} × {shape[2]}" + ("" if settled else f", not settled in {max_steps} steps")
    return Solved(time.perf_counter() - begun, grid)


def row_of(field: Array) -> Array:
    """The cells of a row of cells along x, shape (n,)."""
    return np.asarray(field[1:-1, 1, 1])


def through(positions: Array, values: Array, wanted: Sequence[float] | Array) -> Array:
    """Values of a smooth profile at other positions, by a cubic spline."""
    return np.asarray(CubicSpline(positions, values)(np.asarray(wanted, dtype=float)))


def worst(ours: Array, published: Array) -> int:
    """Index of the largest difference."""
    return int(np.argmax(np.abs(ours - published)))


def refined_peak(values: Array, step: float, start: float) -> tuple[float, float]:
    """Largest value of evenly spaced samples and its place, by the parabola through three.

    Args:
        values: The samples.
        step: Distance between two of them [m].
        start: Place of the first [m].
    """
    n = int(np.argmax(values))
    if n in (0, values.size - 1):
        return float(values[n]), start + step * n
    low, middle, high = (float(value) for value in values[n - 1 : n + 2])
    bend = low - 2.0 * middle + high
    offset = 0.0 if bend == 0.0 else 0.5 * (low - high) / bend
    return middle - 0.25 * (low - high) * offset, start + step * (n + offset)
