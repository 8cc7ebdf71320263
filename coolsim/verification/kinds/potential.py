"""Potential flow against closed forms: a sink in a floor, and a cylinder in a stream."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from pydantic import ConfigDict, Field, FiniteFloat
from scipy.interpolate import RegularGridInterpolator

from coolsim.verification.flows import flow_through_cells
from coolsim.verification.kinds.parts import Cells, Positive, same_length
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.grid import Array, Grid
from solvers.momentum import cell_velocity
from solvers.openness import Box, build_openness
from solvers.potential import potential_flow

_SINK_BOX = 1.5
"""Side of the box around a sink, over the radius looked at [-]."""
_SHELL = 0.1
"""Relative half thickness of the shell in which the speed is looked at [-]."""
_CYLINDER_BOX = 4.0
"""Half width of the box around a cylinder, over the cylinder's radius."""
_SLABS_PER_CELL = 5
"""Boxes that make up the cylinder, odd, so that no grid line runs along a joint."""
_SAMPLES = (0.08, 0.16, 0.24)
"""Distances from the surface at which the speed is read, over the radius: cut cells are nearer."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Cells from a sink to the radius looked at, and along a cylinder's radius."""

    sink_cells: Annotated[int, Field(ge=8, le=100)] = 24
    cylinder_cells: Cells = 64
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Sink:
    """Speed [m/s] at a distance [m] from a sink [m3/s] in an infinite floor."""

    Q_m3_s: Positive
    r_m: Positive
    V: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Cylinder:
    """Speed over that of the stream, and pressure coefficient, at angles on the surface."""

    theta_deg: tuple[Annotated[FiniteFloat, Field(ge=0.0, le=90.0)], ...]
    speed_over_U: tuple[FiniteFloat, ...]
    Cp: tuple[FiniteFloat, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        same_length(theta_deg=self.theta_deg, speed_over_U=self.speed_over_U, Cp=self.Cp)


@dataclass(frozen=True, slots=True)
class Reference:
    """What is compared."""

    half_space_sink: tuple[Sink, ...] = ()
    cylinder: Cylinder | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error; of values below one, of one."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class PotentialFlow(Case):
    """Closed forms of potential flow."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def sink_speed(flow: float, radius: float, cells: int) -> tuple[Array, Solved]:
    """Speed in all cells near a distance from a sink in a floor, scaled to that distance [m/s].

    A quarter of the half space is solved: the sink takes a quarter of the flow from the corner
    cell of a box, and each outer side lets in exactly what the closed form sends through it.
    """
    begun = time.perf_counter()
    count = round(_SINK_BOX * cells)
    step = radius / cells
    grid = Grid((count, count, count), (step, step, step))
    x, y, z = np.meshgrid(*(grid.centres(axis) for axis in range(3)), indexing="ij", sparse=True)
    inflow = np.zeros(grid.shape)
    for axis, squares in ((0, y**2 + z**2), (1, x**2 + z**2), (2, x**2 + y**2)):
        place: list[slice | int] = [slice(None)] * 3
        place[axis] = -1
        reach = grid.edges(axis)[-1]
        plane = np.take(squares, 0, axis=axis)
        inflow[tuple(place)] += reach / (2.0 * np.pi * (plane + reach**2) ** 1.5)
    inflow *= 0.25 * flow / inflow.sum()
    inflow[0, 0, 0] -= 0.25 * flow
    openness = build_openness(grid, [], [])
    exchange = flow_through_cells(grid, np.pad(inflow, 1))
    velocity, _, _ = potential_flow(openness, exchange)
    speed = np.sqrt(np.sum(cell_velocity(grid, velocity) ** 2, axis=0))
    distance = np.sqrt(x**2 + y**2 + z**2)
    shell = np.abs(distance / radius - 1.0) < _SHELL
    scaled = (speed * (distance / radius) ** 2)[shell]
    return scaled, Solved(time.perf_counter() - begun, f"{count} × {count} × {count}")


def cylinder_speed(theta_deg: Array, cells: int) -> tuple[Array, Solved]:
    """Speed on a cylinder's surface over that of the stream, at angles from the stream's axis.

    Half a plane is solved, the cylinder of radius one as thin boxes off the grid lines. The outer
    sides carry the flow of the closed form. The surface speed is the parabola through three
    distances from the surface.
    """
    begun = time.perf_counter()
    step = 1.0 / cells
    half = round(_CYLINDER_BOX * cells)
    grid = Grid((2 * half, 1, half), (step, 1.0, step), (-half * step, 0.0, 0.0))
    openness = build_openness(grid, _cylinder(step), [])
    inflow = _stream(grid) * (openness.active[1:-1, 1:-1, 1:-1])
    exchange = flow_through_cells(grid, np.pad(inflow, 1))
    velocity, _, _ = potential_flow(openness, exchange)
    u, _, w = cell_velocity(grid, velocity)
    points = (grid.centres(0), grid.centres(2))
    angle = np.radians(theta_deg)
    read = []
    for distance in _SAMPLES:
        r = 1.0 + distance
        place = np.stack([-r * np.cos(angle), np.maximum(r * np.sin(angle), 0.5 * step)], axis=-1)
        along_x = RegularGridInterpolator(points, u[:, 0, :])(place)
        along_z = RegularGridInterpolator(points, w[:, 0, :])(place)
        read.append(along_x * np.sin(angle) + along_z * np.cos(angle))
    near, middle, far = read
    text = f"{grid.shape[0]} × {grid.shape[2]}"
    return 3.0 * near - 3.0 * middle + far, Solved(time.perf_counter() - begun, text)


def _cylinder(step: float) -> list[Box]:
    """The upper half of a cylinder of radius one, as slabs across its height."""
    thick = step / _SLABS_PER_CELL
    count = round(1.0 / thick)
    boxes = []
    for n in range(count):
        low, high = max(n - 0.5, 0.0) * thick, (n + 0.5) * thick
        width = float(np.sqrt(max(1.0 - (n * thick) ** 2, 0.0)))
        boxes.append(Box((-width, 0.0, low), (width, 1.0, high)))
    return boxes


def _stream(grid: Grid) -> Array:
    """Flow of the closed form into the cells at the outer sides, shape of the grid [m3/s]."""

    def velocity(x: Array, z: Array) -> tuple[Array, Array]:
        squared = x**2 + z**2
        u = 1.0 - (x**2 - z**2) / squared**2
        return u, -2.0 * x * z / squared**2

    inflow = np.zeros(grid.shape)
    x, z = grid.centres(0), grid.centres(2)
    left, right, top = grid.edges(0)[0], grid.edges(0)[-1], grid.edges(2)[-1]
    inflow[0, 0, :] += velocity(np.full_like(z, left), z)[0] * grid.face_areas[0]
    inflow[-1, 0, :] -= velocity(np.full_like(z, right), z)[0] * grid.face_areas[0]
    inflow[:, 0, -1] -= velocity(x, np.full_like(x, top))[1] * grid.face_areas[2]
    entering = inflow > 0.0
    # midpoints miss the last digits of the balance, without which there is no potential
    inflow[entering] *= -inflow[~entering].sum() / inflow[entering].sum()
    return inflow


def run(case: PotentialFlow) -> tuple[Row, ...]:
    """Compare the sinks' speeds in the direction that fits least, and the cylinder's surface."""
    rows = []
    for sink in case.reference.half_space_sink:
        speeds, solved = sink_speed(sink.Q_m3_s, sink.r_m, case.setup.sink_cells)
        ours = float(speeds[np.argmax(np.abs(speeds - sink.V))])
        quantity = f"speed {sink.r_m:g} m from a sink in a floor, worst direction"
        rows.append(case.row(quantity, ours, sink.V, case.tolerance.rel * sink.V, solved, "m/s"))
    cylinder = case.reference.cylinder
    if cylinder is not None:
        angles = np.array(cylinder.theta_deg)
        speed, solved = cylinder_speed(angles, case.setup.cylinder_cells)
        for n, theta in enumerate(cylinder.theta_deg):
            for name, ours, published in (
                ("speed over U", float(speed[n]), cylinder.speed_over_U[n]),
                ("pressure coefficient", 1.0 - float(speed[n]) ** 2, cylinder.Cp[n]),
            ):
                allowed = case.tolerance.rel * max(abs(published), 1.0)
                quantity = f"cylinder, {name} at {theta:g}°"
                rows.append(case.row(quantity, ours, published, allowed, solved))
    return tuple(rows)
