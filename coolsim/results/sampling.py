"""Reading fields between cell centres: slices, arrows on a slice, a point."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.results.records import Fields

FLOOR_Z_M = 0.0
"""The finished floor: plenum air below it is never mixed into room air above it."""

Axis = Literal["x", "y", "z"]
_NUMBER: dict[Axis, int] = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True, slots=True)
class Probe:
    """Air at one point: temperature [deg C], velocity [m/s], gauge pressure [Pa].

    ``humidity_ratio_kg_kg`` is ``None`` where the fields hold none (uniform humidity).
    """

    temperature_c: float
    velocity_m_s: tuple[float, float, float]
    speed_m_s: float
    pressure_pa: float
    humidity_ratio_kg_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Arrows:
    """Velocities on a slice at evenly spaced cells, solids left out; arrays of equal length.

    Attributes:
        x_m, y_m: Places of the arrows [m].
        u_m_s, v_m_s: Velocity along x and y [m/s].
        step_m: Distance between neighbours, the smaller of both directions [m].
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    u_m_s: NDArray[np.float64]
    v_m_s: NDArray[np.float64]
    step_m: float


def extent(fields: Fields) -> tuple[float, float, float, float, float, float]:
    """The box the cells fill: ``(x0, y0, z0, x1, y1, z1)`` [m]."""
    x0, y0, z0 = fields.origin_m
    (nx, ny, nz), (dx, dy, dz) = fields.temperature_c.shape, fields.spacing_m
    return x0, y0, z0, x0 + nx * dx, y0 + ny * dy, z0 + nz * dz


def slice_z(
    fields: Fields,
    z_m: float,
    values: NDArray[np.float32] | None = None,
    barriers_m: tuple[float, ...] = (FLOOR_Z_M,),
) -> NDArray[np.float32]:
    """A horizontal slice, linear between the two cell layers around it.

    Where one of the two is solid, or lies beyond a barrier, the other alone counts.

    Args:
        fields: The fields.
        z_m: Height above the finished floor [m].
        values: Cell values of shape (nx, ny, nz); the temperature where ``None``.
        barriers_m: Heights of slabs that air does not cross (floor, suspended ceiling) [m].

    Returns:
        Shape (nx, ny), first index along x; NaN inside solids.

    Raises:
        ValueError: ``z_m`` is outside the grid.
    """
    return slice_at(fields, "z", z_m, values, barriers_m)


def slice_at(
    fields: Fields,
    axis: Axis,
    at_m: float,
    values: NDArray[np.float32] | None = None,
    barriers_m: tuple[float, ...] = (),
) -> NDArray[np.float32]:
    """A slice across an axis, linear between the two cell layers around it.

    Where one of the two is solid, or lies beyond a barrier, the other alone counts.

    Args:
        fields: The fields.
        axis: The axis that stands on the slice: ``z`` for a horizontal one.
        at_m: Where it cuts the axis [m].
        values: Cell values of shape (nx, ny, nz); the temperature where ``None``.
        barriers_m: Places along the axis that air does not cross [m].

    Returns:
        The two other axes in their order, NaN inside solids: ``y`` gives shape (nx, nz).

    Raises:
        ValueError: ``at_m`` is outside the grid.
    """
    cells = fields.temperature_c if values is None else values
    low, high, weight = _layers(fields, axis, at_m, barriers_m)
    number = _NUMBER[axis]
    below, above = np.take(cells, low, number), np.take(cells, high, number)
    mixed = (1.0 - weight) * below + weight * above
    mixed = np.where(np.isnan(below), above, mixed)
    return np.asarray(np.where(np.isnan(above), below, mixed), dtype=np.float32)


def _layers(
    fields: Fields, axis: Axis, at_m: float, barriers_m: tuple[float, ...]
) -> tuple[int, int, float]:
    """The two layers around a place and the upper one's weight, kept on one side of barriers."""
    number = _NUMBER[axis]
    count, spacing = fields.temperature_c.shape[number], fields.spacing_m[number]
    bottom = fields.origin_m[number]
    top = bottom + count * spacing
    if count == 0 or not bottom - 1e-9 <= at_m <= top + 1e-9:
        place = "height" if axis == "z" else f"{axis} ="
        raise ValueError(f"{place} {at_m} m is outside the grid ({bottom} to {top} m)")
    position = (at_m - bottom) / spacing - 0.5
    low = min(max(math.floor(position), 0), count - 1)
    high = min(low + 1, count - 1)
    weight = min(max(position - low, 0.0), 1.0)
    for barrier in barriers_m:
        low_m, high_m = (bottom + (index + 0.5) * spacing for index in (low, high))
        if low_m < barrier <= high_m:
            if at_m >= barrier:
                low, weight = high, 0.0
            else:
                high, weight = low, 0.0
    return low, high, weight


def arrows_z(fields: Fields, z_m: float, apart_m: float) -> Arrows:
    """Horizontal velocities on a slice, at least ``apart_m`` from each other.

    Raises:
        ValueError: ``z_m`` is outside the grid.
    """
    (nx, ny, _), (dx, dy, _) = fields.temperature_c.shape, fields.spacing_m
    every_x, every_y = (max(1, math.ceil(apart_m / step - 1e-9)) for step in (dx, dy))
    at_x = np.arange(min(every_x // 2, nx - 1), nx, every_x)
    at_y = np.arange(min(every_y // 2, ny - 1), ny, every_y)
    low, high, weight = _layers(fields, "z", z_m, (FLOOR_Z_M,))
    chosen = np.ix_(at_x, at_y)
    solid = [np.isnan(fields.temperature_c[:, :, layer][chosen]) for layer in (low, high)]
    share = np.where(solid[0], 1.0, np.where(solid[1], 0.0, weight))
    u, v = (
        (1.0 - share) * fields.velocity_m_s[axis, :, :, low][chosen]
        + share * fields.velocity_m_s[axis, :, :, high][chosen]
        for axis in (0, 1)
    )
    free = ~(solid[0] & solid[1])
    x0, y0, _ = fields.origin_m
    x, y = np.meshgrid(x0 + (at_x + 0.5) * dx, y0 + (at_y + 0.5) * dy, indexing="ij")
    return Arrows(x[free], y[free], u[free], v[free], min(every_x * dx, every_y * dy))


def probe(fields: Fields, x_m: float, y_m: float, z_m: float) -> Probe | None:
    """The air at a point, trilinear between cell centres, solids left out.

    Returns:
        ``None`` outside the grid and inside solids.
    """
    x0, y0, z0, x1, y1, z1 = extent(fields)
    if fields.temperature_c.size == 0 or not (
        x0 <= x_m <= x1 and y0 <= y_m <= y1 and z0 <= z_m <= z1
    ):
        return None
    nx, ny, _ = fields.temperature_c.shape
    dx, dy, _ = fields.spacing_m
    i, j = min(int((x_m - x0) / dx), nx - 1), min(int((y_m - y0) / dy), ny - 1)
    low, high, weight = _layers(fields, "z", z_m, (FLOOR_Z_M,))
    nearest = high if weight >= 0.5 else low
    if math.isnan(float(fields.temperature_c[i, j, nearest])):
        return None
    corners = [
        ((a, b, c), wa * wb * wc)
        for a, wa in _neighbours((x_m - x0) / dx, nx)
        for b, wb in _neighbours((y_m - y0) / dy, ny)
        for c, wc in ((low, 1.0 - weight), (high, weight))
        if not math.isnan(float(fields.temperature_c[a, b, c]))
    ]
    total = sum(share for _, share in corners)
    if total <= 0.0:
        return None
    u, v, w = (_mean(fields.velocity_m_s[axis], corners, total) for axis in range(3))
    return Probe(
        temperature_c=_mean(fields.temperature_c, corners, total),
        velocity_m_s=(u, v, w),
        speed_m_s=math.sqrt(u * u + v * v + w * w),
        pressure_pa=_mean(fields.pressure_pa, corners, total),
        humidity_ratio_kg_kg=(
            None
            if fields.humidity_ratio_kg_kg is None
            else _mean(fields.humidity_ratio_kg_kg, corners, total)
        ),
    )


def _neighbours(position: float, count: int) -> tuple[tuple[int, float], tuple[int, float]]:
    """The two cells whose centres enclose a position in cell widths, with their weights."""
    shifted = min(max(position - 0.5, 0.0), count - 1.0)
    low = min(int(shifted), max(count - 2, 0))
    high = min(low + 1, count - 1)
    weight = shifted - low
    return (low, 1.0 - weight), (high, weight)


def _mean(
    values: NDArray[np.float32],
    corners: list[tuple[tuple[int, int, int], float]],
    total: float,
) -> float:
    return sum(float(values[cell]) * share for cell, share in corners if share > 0.0) / total
