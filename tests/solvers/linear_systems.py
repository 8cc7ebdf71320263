"""Linear systems for tests and benchmarks: random geometry, a hall with racks, vortices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from solvers.krylov import KrylovResult, conjugate_gradient
from solvers.multigrid import PressureMultigrid
from solvers.stencil import Transport7, apply_stencil, zero_coefficients

Array = NDArray[np.float64]
Faces = tuple[Array, Array, Array]
INTERIOR = (slice(1, -1),) * 3
DENSITY_TIMES_HEAT_CAPACITY = 1206.0


def closed_faces(shape: tuple[int, int, int], values: tuple[float, float, float]) -> Faces:
    """Face coefficients of an empty closed box, one value per direction."""
    faces = []
    for axis, value in enumerate(values):
        face = np.zeros(tuple(n + 2 for n in shape))
        inner = [slice(1, -1)] * 3
        inner[axis] = slice(2, -1)
        face[tuple(inner)] = value
        faces.append(face)
    return faces[0], faces[1], faces[2]


def random_faces(shape: tuple[int, int, int], seed: int) -> Faces:
    """Closed box with a fifth of the faces closed and a third partly open (1 to 100 %)."""
    rng = np.random.default_rng(seed)
    faces = closed_faces(shape, (1.0, 1.3, 0.8))
    for face in faces:
        draw = rng.random(face.shape)
        face[draw < 0.2] = 0.0
        partial = draw > 0.67
        face[partial] *= rng.uniform(0.01, 1.0, np.count_nonzero(partial))
    return faces


def diffusion_coefficients(faces: Faces) -> Transport7:
    """The pressure operator written as a seven-point operator."""
    cx, cy, cz = faces
    out = zero_coefficients(cx.shape)
    out.west[INTERIOR] = cx[1:-1, 1:-1, 1:-1]
    out.east[INTERIOR] = cx[2:, 1:-1, 1:-1]
    out.south[INTERIOR] = cy[1:-1, 1:-1, 1:-1]
    out.north[INTERIOR] = cy[1:-1, 2:, 1:-1]
    out.bottom[INTERIOR] = cz[1:-1, 1:-1, 1:-1]
    out.top[INTERIOR] = cz[1:-1, 1:-1, 2:]
    out.centre[...] = sum(out[1:])
    return out


def components(faces: Faces) -> NDArray[np.int64]:
    """Component number of every interior cell, cells joined by open faces."""
    shape = tuple(n - 2 for n in faces[0].shape)
    number = np.arange(np.prod(shape)).reshape(shape)
    rows, columns = [], []
    for axis, face in enumerate(faces):
        inner = [slice(1, -1)] * 3
        inner[axis] = slice(2, -1)
        is_open = face[tuple(inner)] > 0
        low = np.take(number, np.arange(shape[axis] - 1), axis)
        high = np.take(number, np.arange(1, shape[axis]), axis)
        rows.append(low[is_open])
        columns.append(high[is_open])
    row, column = np.concatenate(rows), np.concatenate(columns)
    graph = sparse.coo_matrix((np.ones(row.size), (row, column)), shape=(number.size,) * 2)
    return sparse.csgraph.connected_components(graph, directed=False)[1].reshape(shape)


def without_component_means(values: Array, labels: NDArray[np.int64]) -> Array:
    """Interior values minus the mean of their component, padded with zeros."""
    flat = labels.ravel()
    means = np.bincount(flat, values.ravel()) / np.bincount(flat)
    return np.pad(values - means[labels], 1)


def upwind_coefficients(faces_open: Faces, flows: Faces, conductance: float) -> Transport7:
    """First-order upwind advection by face flows [m3/s] plus diffusion on open faces."""
    out = zero_coefficients(flows[0].shape)
    pairs = ((out.west, out.east), (out.south, out.north), (out.bottom, out.top))
    for axis, (flow, is_open, (low, high)) in enumerate(zip(flows, faces_open, pairs, strict=True)):
        upper = [slice(1, -1)] * 3
        upper[axis] = slice(2, None)
        diffusion = conductance * (is_open > 0)
        inflow_low = np.maximum(flow, 0.0)[INTERIOR]
        inflow_high = np.maximum(-flow, 0.0)[tuple(upper)]
        low[INTERIOR] = (is_open[INTERIOR] > 0) * inflow_low + diffusion[INTERIOR]
        high[INTERIOR] = (is_open[tuple(upper)] > 0) * inflow_high + diffusion[tuple(upper)]
        out.centre[INTERIOR] += np.maximum(-flow, 0.0)[INTERIOR] + diffusion[INTERIOR]
        out.centre[INTERIOR] += np.maximum(flow, 0.0)[tuple(upper)] + diffusion[tuple(upper)]
    return out


def vortex_system(shape: tuple[int, int, int], conductance: float) -> tuple[Transport7, Array]:
    """Two counter-rotating vortices in a box with one inlet and one outlet cell at corners.

    The right-hand side holds the inlet stream and a random heat source.
    """
    nx, ny, nz = shape
    x, y, z = (np.linspace(0.0, 1.0, n + 1) for n in shape)
    stream = np.sin(2 * np.pi * x)[:, None] * np.sin(np.pi * y)[None, :]
    middle = np.cos(np.pi * (z[:-1] + z[1:]) / 2)
    flows = tuple(np.zeros(tuple(n + 2 for n in shape)) for _ in range(3))
    flows[0][1:, 1:-1, 1:-1] = (stream[:, 1:] - stream[:, :-1])[:, :, None] * middle * 5
    flows[1][1:-1, 1:, 1:-1] = -(stream[1:, :] - stream[:-1, :])[:, :, None] * middle * 5
    flows[2][1, 1, 1:] = 1.0  # a column of air through the corner, from floor to ceiling
    coefficients = upwind_coefficients(closed_faces(shape, (1.0, 1.0, 1.0)), flows, conductance)
    rhs = np.zeros(coefficients.centre.shape)
    rhs[INTERIOR] = np.random.default_rng(1).random(shape) / (nx * ny * nz)
    rhs[1, 1, 1] += 18.0
    return coefficients, rhs


@dataclass(frozen=True)
class Hall:
    """A hall of 12 x 9.6 x 3.6 m with 20 racks in two rows, a cold aisle with floor tiles, and
    two wall returns; racks take 90 % of their air from the tiles. The coarsest grid that still
    resolves the racks is 20 x 20 x 9."""

    faces: Faces
    fixed_flows: Faces
    rhs: Array
    inlet_cells: NDArray[np.int64]
    outlet_cells: NDArray[np.int64]
    cells_per_rack: int
    outlet_flow: Array
    heating_k: Array

    @classmethod
    def build(cls, shape: tuple[int, int, int]) -> Hall:
        size = (12.0, 9.6, 3.6)
        dx, dy, dz = (length / n for length, n in zip(size, shape, strict=True))
        faces = closed_faces(shape, (dy * dz / dx, dx * dz / dy, dx * dy / dz))
        flows = tuple(np.zeros_like(faces[0]) for _ in range(3))

        def index(metres: float, step: float) -> int:
            return round(metres / step) + 1

        numbers = np.arange(faces[0].size).reshape(faces[0].shape)
        rng = np.random.default_rng(1)
        inlets, outlets, outlet_flow, heating = [], [], [], []
        top = index(2.0, dz)
        for y0, y1, front_is_high in ((2.88, 4.08, True), (5.28, 6.48, False)):
            j0, j1 = index(y0, dy), index(y1, dy)
            for rack in range(10):
                i = slice(index(3 + 0.6 * rack, dx), index(3.6 + 0.6 * rack, dx))
                k = slice(1, top)
                faces[0][i.start : i.stop + 1, j0:j1, k] = 0.0
                faces[1][i, j0 : j1 + 1, k] = 0.0
                faces[2][i, j0:j1, 1 : top + 1] = 0.0
                heat, rise = rng.uniform(2000, 8000), rng.uniform(10, 14)
                flow = heat / (DENSITY_TIMES_HEAT_CAPACITY * rise)
                front, rear = (j1, j0 - 1) if front_is_high else (j0 - 1, j1)
                inlets.append(numbers[i, front, k].ravel())
                outlets.append(numbers[i, rear, k].ravel())
                per_cell = flow / inlets[-1].size
                flows[1][i, j0, k] = flows[1][i, j1, k] = -per_cell if front_is_high else per_cell
                outlet_flow.append(per_cell)
                heating.append(rise)
        supply = 0.9 * float(np.sum(outlet_flow)) * inlets[0].size
        tiles = (slice(index(3, dx), index(9, dx)), slice(index(4.08, dy), index(5.28, dy)))
        flows[2][(*tiles, 1)] = supply / flows[2][(*tiles, 1)].size
        wall = (slice(index(3.6, dy), index(6, dy)), slice(index(2, dz), index(3, dz)))
        openings = 2 * flows[0][(1, *wall)].size
        flows[0][(1, *wall)] = -supply / openings
        flows[0][(-1, *wall)] = supply / openings
        rhs = np.zeros_like(faces[0])
        rhs[INTERIOR] = (
            flows[0][INTERIOR] - flows[0][2:, 1:-1, 1:-1]
            + flows[1][INTERIOR] - flows[1][1:-1, 2:, 1:-1]
            + flows[2][INTERIOR] - flows[2][1:-1, 1:-1, 2:]
        )  # fmt: skip
        rhs[diffusion_coefficients(faces).centre == 0] = 0.0
        return cls(
            faces,
            flows,
            rhs,
            np.concatenate(inlets),
            np.concatenate(outlets),
            inlets[0].size,
            np.array(outlet_flow),
            np.array(heating),
        )

    def solve_potential(self) -> tuple[Array, KrylovResult]:
        potential = np.zeros_like(self.rhs)
        result = conjugate_gradient(
            *self.faces, self.rhs, potential, PressureMultigrid(*self.faces)
        )
        return potential, result

    def transport(self, potential: Array, cell: float) -> tuple[Transport7, Array]:
        """Upwind temperature operator without racks, and its right-hand side with racks."""
        flows = [flow.copy() for flow in self.fixed_flows]
        for axis, face in enumerate(self.faces):
            drop = -np.diff(potential, axis=axis, prepend=0.0)
            flows[axis] += face * drop
        conductance = 0.005 * cell
        coefficients = upwind_coefficients(self.faces, (flows[0], flows[1], flows[2]), conductance)
        solid = diffusion_coefficients(self.faces).centre == 0
        for array in coefficients:
            array[solid] = 0.0
        rhs = np.zeros_like(self.rhs)
        rhs[:, :, 1] = self.fixed_flows[2][:, :, 1] * 18.0
        outlets = np.repeat(self.outlet_flow * self.heating_k, self.cells_per_rack)
        rhs.ravel()[self.outlet_cells] += outlets
        return coefficients, rhs

    def apply(self, coefficients: Transport7, x: Array, out: Array) -> None:
        """Temperature operator including the air that every rack takes in and gives off."""
        apply_stencil(coefficients, x, out)
        means = x.ravel()[self.inlet_cells].reshape(-1, self.cells_per_rack).mean(axis=1)
        out.ravel()[self.outlet_cells] -= np.repeat(self.outlet_flow * means, self.cells_per_rack)
