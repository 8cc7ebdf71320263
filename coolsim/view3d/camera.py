"""A camera that looks at a point of the hall: orbit, pan, zoom, presets, and what a pixel sees."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Point = tuple[float, float, float]
VIEW_ANGLE_DEG = 30.0
"""Height of the picture as an angle."""
PRESETS = {
    "iso": (-120.0, 35.0),
    "top": (-90.0, 89.9),
    "front": (-90.0, 8.0),
    "left": (180.0, 8.0),
    "right": (0.0, 8.0),
    "back": (90.0, 8.0),
}
"""Azimuth and elevation of the named views [deg]."""
_LOW_DEG, _HIGH_DEG = -5.0, 89.9
_NEAREST_M, _FARTHEST_M = 0.5, 5000.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a picture is taken from.

    Attributes:
        target: What it looks at [m].
        distance_m: How far from it.
        azimuth_deg: Direction from the target to the camera on the plan, counter-clockwise from x.
        elevation_deg: Its height over the plan.
    """

    target: Point
    distance_m: float
    azimuth_deg: float
    elevation_deg: float

    @property
    def position(self) -> Array:
        """Where it stands [m]."""
        return np.asarray(np.array(self.target) - self.distance_m * self.forward)

    @property
    def forward(self) -> Array:
        """Unit vector along which it looks."""
        azimuth, elevation = math.radians(self.azimuth_deg), math.radians(self.elevation_deg)
        level = math.cos(elevation)
        return -np.array(
            [level * math.cos(azimuth), level * math.sin(azimuth), math.sin(elevation)]
        )

    @property
    def right(self) -> Array:
        """Unit vector to the right of the picture."""
        azimuth = math.radians(self.azimuth_deg)
        return np.array([-math.sin(azimuth), math.cos(azimuth), 0.0])

    @property
    def up(self) -> Array:
        """Unit vector up the picture."""
        return np.asarray(np.cross(self.right, self.forward))

    def orbited(self, azimuth_deg: float, elevation_deg: float) -> Camera:
        """The camera turned about its target; it stays above the floor's level."""
        elevation = min(max(self.elevation_deg + elevation_deg, _LOW_DEG), _HIGH_DEG)
        azimuth = (self.azimuth_deg + azimuth_deg + 180.0) % 360.0 - 180.0
        return replace(self, azimuth_deg=azimuth, elevation_deg=elevation)

    def panned(self, right: float, up: float) -> Camera:
        """The camera moved in its picture, by shares of the picture's height."""
        metres = 2.0 * self.distance_m * math.tan(math.radians(VIEW_ANGLE_DEG / 2.0))
        moved = np.array(self.target) - metres * (right * self.right + up * self.up)
        return replace(self, target=(float(moved[0]), float(moved[1]), float(moved[2])))

    def zoomed(self, factor: float) -> Camera:
        """The camera at another distance; above 1 comes nearer."""
        distance = min(max(self.distance_m / factor, _NEAREST_M), _FARTHEST_M)
        return replace(self, distance_m=distance)

    def ray(self, x: float, y: float, width: float, height: float) -> Array:
        """Unit vector from the camera through a pixel, y counted downwards."""
        half = math.tan(math.radians(VIEW_ANGLE_DEG / 2.0))
        across = half * (2.0 * x - width) / height
        above = half * (height - 2.0 * y) / height
        ray = self.forward + across * self.right + above * self.up
        return np.asarray(ray / np.linalg.norm(ray))


def preset(name: str, low: Point, high: Point, aspect: float = 1.6) -> Camera:
    """A named view of a box that fills the picture.

    Args:
        name: One of :data:`PRESETS`.
        low: Lower corner of the box [m].
        high: Upper corner [m].
        aspect: Width of the picture over its height.

    Example: the front view of a box of 10 m by 4 m by 3 m at aspect 1.6 sees all eight corners.
    """
    azimuth, elevation = PRESETS[name]
    centre = tuple((a + b) / 2.0 for a, b in zip(low, high, strict=True))
    looking = Camera((centre[0], centre[1], centre[2]), 1.0, azimuth, elevation)
    corners = np.array(np.meshgrid(*zip(low, high, strict=True))).reshape(3, -1).T - centre
    half = math.tan(math.radians(VIEW_ANGLE_DEG / 2.0))
    across = np.abs(corners @ looking.right) / (half * aspect)
    above = np.abs(corners @ looking.up) / half
    depth = -(corners @ looking.forward)
    distance = float((np.maximum(across, above) + depth).max())
    return replace(looking, distance_m=1.06 * max(distance, _NEAREST_M))


def pick(camera: Camera, ray: Array, low: Array, high: Array) -> int | None:
    """The nearest box that a ray meets, ``None`` where it meets none.

    Args:
        camera: Where the ray begins.
        ray: Its direction, shape (3,).
        low: Lower corners of the boxes, shape (n, 3) [m].
        high: Upper corners, shape (n, 3) [m].
    """
    if not len(low):
        return None
    origin = camera.position
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - origin) / ray, (high - origin) / ray
    near = np.fmin(first, second).max(axis=1)
    far = np.fmax(first, second).min(axis=1)
    met = far >= np.maximum(near, 0.0)
    return int(np.where(met, near, np.inf).argmin()) if met.any() else None
