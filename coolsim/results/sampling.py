"""Reading fields between cell centres: a horizontal slice, a point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.results.records import Fields

FLOOR_Z_M = 0.0
"""The finished floor: plenum air below it is never mixed into room air above it."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Air at one point: temperature [deg C], velocity [m/s], gauge pressure [Pa]."""

    temperature_c: float
    velocity_m_s: tuple[float, float, float]
    speed_m_s: float
    pressure_pa: float


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
    cells = fields.temperature_c if values is None else values
    low, high, weight = _layers(fields, z_m, barriers_m)
    below, above = cells[:, :, low], cells[:, :, high]
    mixed = (1.0 - weight) * below + weight * above
    mixed = np.where(np.isnan(below), above, mixed)
    return np.where(np.isnan(above), below, mixed).astype(np.float32)


def _layers(fields: Fields, z_m: float, barriers_m: tuple[float, ...]) -> tuple[int, int, float]:
    """The two layers around a height and the upper one's weight, kept on one side of barriers."""
    count, spacing = fields.temperature_c.shape[2], fields.spacing_m[2]
    bottom = fields.origin_m[2]
    top = bottom + count * spacing
    if count == 0 or not bottom - 1e-9 <= z_m <= top + 1e-9:
        raise ValueError(f"height {z_m} m is outside the grid ({bottom} to {top} m)")
    position = (z_m - bottom) / spacing - 0.5
    low = min(max(math.floor(position), 0), count - 1)
    high = min(low + 1, count - 1)
    weight = min(max(position - low, 0.0), 1.0)
    for barrier in barriers_m:
        low_m, high_m = (bottom + (index + 0.5) * spacing for index in (low, high))
        if low_m < barrier <= high_m:
            if z_m >= barrier:
                low, weight = high, 0.0
            else:
                high, weight = low, 0.0
    return low, high, weight


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
    low, high, weight = _layers(fields, z_m, (FLOOR_Z_M,))
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
