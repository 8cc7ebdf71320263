"""Making a velocity conserve volume: the incremental pressure projection on openness geometry.

One uniform pseudo-time step serves all faces, so the pressure operator is symmetric; a loss on a
face holds its velocity back and lowers the face's coefficient by the same Newton factor with which
its velocity is corrected.
"""

from __future__ import annotations

import numpy as np

from solvers.compiled import kernel
from solvers.grid import Array
from solvers.krylov import KrylovResult, conjugate_gradient
from solvers.momentum import Velocity, zero_velocity
from solvers.multigrid import PressureMultigrid
from solvers.openness import Openness

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class Projection:
    """Projects velocities of one geometry; owns the pressure equation and its multigrid.

    Args:
        openness: Geometry.
        rebuild_every: Projections between two rebuilds of the multigrid where losses vary.
    """

    def __init__(self, openness: Openness, rebuild_every: int) -> None:
        self._openness = openness
        self._has_loss = openness.has_loss
        self._rebuild_every = rebuild_every
        self._conductance = zero_velocity(openness.grid)
        self._multigrid: PressureMultigrid | None = None

    def project(
        self,
        velocity: Velocity,
        sources: Array,
        step: float,
        *,
        number: int,
        reduction: float,
        max_iterations: int,
    ) -> tuple[KrylovResult, Array]:
        """Reduce the divergence of a velocity by a factor, in place.

        Args:
            velocity: Velocity in the open part of the faces [m/s].
            sources: Volume source of the cells [m3/s].
            step: Pseudo-time step [s].
            number: Number of the step, by which the multigrid is rebuilt now and then.
            reduction: Of the divergence [-].
            max_iterations: Of the linear solve.

        Returns:
            The linear solve, and the potential; over the step it is the pressure to add [m2/s].
        """
        grid = self._openness.grid
        if self._multigrid is None or self._has_loss:
            self._update_conductance(velocity, step)
        if self._multigrid is None:
            self._multigrid = PressureMultigrid(*self._conductance)
        elif self._has_loss and number % self._rebuild_every == 0:
            self._multigrid.rebuild(*self._conductance)
        potential = grid.zeros()
        supply = float(np.abs(sources).sum()) or 1.0
        result = conjugate_gradient(
            *self._conductance,
            self.defect(velocity, sources),
            potential,
            self._multigrid,
            relative=reduction,
            absolute=1e-15 * supply,
            max_iterations=max_iterations,
        )
        for axis in range(3):
            _correct(
                velocity[axis].ravel(),
                self._openness.area[axis].ravel(),
                self._openness.loss[axis].ravel(),
                potential.ravel(),
                step / grid.spacing[axis],
                1.0 / grid.spacing[axis],
                grid.strides[axis],
            )
        return result, potential

    def defect(self, velocity: Velocity, sources: Array) -> Array:
        """Sources minus outflow of each active cell, padded [m3/s]."""
        out = self._openness.grid.zeros()
        _divergence_defect(
            *velocity,
            *self._openness.area,
            sources,
            self._openness.active,
            *self._openness.grid.face_areas,
            out,
        )
        return out

    def _update_conductance(self, velocity: Velocity, step: float) -> None:
        """How easily each face gives way to a pressure step: losses hold velocities back."""
        grid, openness = self._openness.grid, self._openness
        for axis in range(3):
            _conduct(
                velocity[axis].ravel(),
                openness.area[axis].ravel(),
                openness.loss[axis].ravel(),
                step / grid.spacing[axis],
                grid.face_areas[axis] / grid.spacing[axis],
                self._conductance[axis].ravel(),
            )


@kernel
def _give_way(velocity: float, loss: float, step_over_spacing: float) -> float:
    """Share of a pressure step that a face with a loss turns into velocity (Newton's slope)."""
    return 1.0 / (1.0 + step_over_spacing * loss * abs(velocity))


@kernel
def _conduct(
    velocity: Array,
    open_share: Array,
    loss: Array,
    step_over_spacing: float,
    conductance: float,
    out: Array,
) -> None:
    for n in range(velocity.size):
        way = _give_way(velocity[n], loss[n], step_over_spacing)
        out[n] = open_share[n] * conductance * way


@kernel
def _correct(
    velocity: Array,
    open_share: Array,
    loss: Array,
    potential: Array,
    step_over_spacing: float,
    per_spacing: float,
    stride: int,
) -> None:
    # unsigned, or every index would be tested for counting from the end
    s = np.uintp(stride)
    for face in range(stride, velocity.size):
        n = np.uintp(face)
        if open_share[n] > 0.0:
            way = _give_way(velocity[n], loss[n], step_over_spacing)
            velocity[n] -= way * (potential[n] - potential[n - s]) * per_spacing


@kernel
def _divergence_defect(
    u: Array,
    v: Array,
    w: Array,
    open_u: Array,
    open_v: Array,
    open_w: Array,
    sources: Array,
    active: Mask,
    area_x: float,
    area_y: float,
    area_z: float,
    out: Array,
) -> None:
    n0, n1, n2 = out.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                east = u[i + 1, j, k] * open_u[i + 1, j, k] - u[i, j, k] * open_u[i, j, k]
                north = v[i, j + 1, k] * open_v[i, j + 1, k] - v[i, j, k] * open_v[i, j, k]
                top = w[i, j, k + 1] * open_w[i, j, k + 1] - w[i, j, k] * open_w[i, j, k]
                defect = sources[i, j, k] - (east * area_x + north * area_y + top * area_z)
                out[i, j, k] = defect if active[i, j, k] else 0.0
