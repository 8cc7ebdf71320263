"""Making a velocity conserve volume: the incremental pressure projection on openness geometry.

One uniform pseudo-time step serves all faces, so the pressure operator is symmetric; a loss on a
face holds its velocity back and lowers the face's coefficient by the same Newton factor with which
its velocity is corrected. Where that correction is too large for a slope, as when the room above a
floor at rest warms at once, the velocity follows the law of the loss and is projected again.
"""

from __future__ import annotations

import math

import numpy as np

from solvers import vectors
from solvers.compiled import kernel
from solvers.grid import Array
from solvers.krylov import KrylovResult, conjugate_gradient
from solvers.momentum import Velocity, zero_velocity
from solvers.multigrid import PressureMultigrid
from solvers.openness import Openness

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
MOST_IMBALANCE = 1e-3
"""Imbalance that a projection leaves at most, norm of the cells over the supply [-].

Where far more air turns over in a room than is supplied to it, a hundredth of what one step
unbalances is as much as the supply, and the level of temperature that the supply sets is lost."""
_BOLD = 0.25
"""Twice the share of a push that a slope may misjudge before the law of the loss is asked [-]."""
_PASSES = 8
_OFF_TARGET = 10.0
"""Imbalance over its target with which velocities are projected through their losses again [-]."""


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
        supply = 0.5 * float(np.abs(sources).sum())
        potential, part = grid.zeros(), grid.zeros()
        defect = self.defect(velocity, sources)
        norm = math.sqrt(vectors.dot(defect, defect))
        if supply > 0.0 and norm > 0.0:
            reduction = min(reduction, MOST_IMBALANCE * supply / norm)
        target, iterations = reduction * norm, 0
        for attempt in range(_PASSES):
            rebuilds = attempt > 0 or number % self._rebuild_every == 0
            multigrid = self._prepared(velocity, step, rebuilds=rebuilds)
            result = conjugate_gradient(
                *self._conductance,
                defect,
                part,
                multigrid,
                relative=target / norm if norm > 0.0 else reduction,
                absolute=2e-15 * (supply or 0.5),
                max_iterations=max_iterations,
            )
            iterations += result.iterations
            is_bold = self._correct(velocity, part, step)
            vectors.add_scaled(potential, 1.0, part)
            if not is_bold:
                break
            defect = self.defect(velocity, sources)
            norm = math.sqrt(vectors.dot(defect, defect))
            if norm <= _OFF_TARGET * target:
                break
            part[:] = 0.0
        return result._replace(iterations=iterations), potential

    def _prepared(self, velocity: Velocity, step: float, *, rebuilds: bool) -> PressureMultigrid:
        """The pressure equation's multigrid, with conductances of the present velocity."""
        if self._multigrid is None or self._has_loss:
            self._update_conductance(velocity, step)
        if self._multigrid is None:
            self._multigrid = PressureMultigrid(*self._conductance)
        elif self._has_loss and rebuilds:
            self._multigrid.rebuild(*self._conductance)
        return self._multigrid

    def _correct(self, velocity: Velocity, potential: Array, step: float) -> bool:
        """Correct the velocities in place; whether any went by the law of its loss."""
        grid, is_bold = self._openness.grid, False
        for axis in range(3):
            is_bold |= _correct(
                velocity[axis].ravel(),
                self._openness.area[axis].ravel(),
                self._openness.loss[axis].ravel(),
                potential.ravel(),
                step / grid.spacing[axis],
                1.0 / grid.spacing[axis],
                grid.strides[axis],
            )
        return is_bold

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
) -> bool:
    # unsigned, or every index would be tested for counting from the end
    s = np.uintp(stride)
    is_bold = False
    for face in range(stride, velocity.size):
        n = np.uintp(face)
        if open_share[n] > 0.0:
            way = _give_way(velocity[n], loss[n], step_over_spacing)
            push = (potential[n] - potential[n - s]) * per_spacing
            held = step_over_spacing * loss[n]
            if held * way * way * abs(push) > _BOLD:
                is_bold = True
                velocity[n] = _passed(velocity[n], held, push)
            else:
                velocity[n] -= way * push
    return is_bold


@kernel
def _passed(velocity: float, held: float, push: float) -> float:
    """Velocity ``v`` with ``v + held |v| v / 2`` less by ``push`` than it was."""
    left = velocity + 0.5 * held * abs(velocity) * velocity - push
    return 2.0 * left / (1.0 + math.sqrt(1.0 + 2.0 * held * abs(left)))


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
