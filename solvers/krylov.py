"""Krylov methods for the pressure (symmetric, singular) and transport (unsymmetric) systems.

All arrays are padded by one ghost layer; only interior cells are unknowns. Both methods stop at
the larger of ``relative`` times the norm of the right-hand side and ``absolute``.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from solvers import vectors
from solvers.compiled import FloatArray, kernel
from solvers.stencil import Transport7

Precondition = Callable[[FloatArray], FloatArray]
"""Takes a residual, returns an approximate correction in an array that it may use again."""

Operator = Callable[[FloatArray, FloatArray], None]
"""``operator(x, out)`` writes the product of the matrix and ``x`` into ``out``."""

_EPSILON = float(np.finfo(np.float64).eps)
_DIVERGENCE = 1e4
_STAGNATION = 40
_MAX_RUNS = 6


class KrylovResult(NamedTuple):
    """Outcome of a Krylov solve; ``residual`` is the 2-norm of the last residual."""

    iterations: int
    residual: float
    converged: bool


def conjugate_gradient(
    cx: FloatArray,
    cy: FloatArray,
    cz: FloatArray,
    rhs: FloatArray,
    x: FloatArray,
    precondition: Precondition,
    *,
    relative: float = 1e-8,
    absolute: float = 0.0,
    max_iterations: int = 200,
) -> KrylovResult:
    """Solve ``sum over faces of c (x_P - x_N) = rhs`` by flexible preconditioned CG.

    ``cx[i, j, k]`` is the coefficient of the face between cells i-1 and i, 0 on closed faces.
    With closed boundaries the operator leaves one constant free in every connected component and
    ``rhs`` must sum to 0 over each component; without that no solution exists and the method
    stops unconverged. A boundary face with a positive coefficient holds the ghost value of ``x``.

    ``x`` holds the first guess and is improved in place. The method never aims below the rounding
    error of the first residual, and without convergence ``x`` is the best field met, so that a
    field that is already converged stays so. A right-hand side of zero gives ``x = 0``. The
    Polak-Ribiere formula allows a preconditioner that is not exactly the same linear map every
    time, such as one in float32.
    """
    rhs_norm = math.sqrt(vectors.dot(rhs, rhs))
    if rhs_norm == 0.0:
        x[1:-1, 1:-1, 1:-1] = 0.0
        return KrylovResult(0, 0.0, True)
    r, p, q = (np.zeros(x.shape) for _ in range(3))
    squared, scale = vectors.poisson_residual(cx, cy, cz, rhs, x, r)
    residual = math.sqrt(squared)
    target = max(relative * rhs_norm, absolute, _EPSILON * math.sqrt(scale))
    best, best_at, best_x = residual, 0, x
    iterations = 0
    step = 0.0
    rz = 1.0
    while residual > target and iterations < max_iterations:
        z = precondition(r)
        rz_new, qz = vectors.dot_pair(r, q, z)
        beta = -step * qz / rz if iterations else 0.0
        vectors.scale_and_add(p, beta, z)
        rz = rz_new
        pq = vectors.poisson_apply_dot(cx, cy, cz, p, q)
        if not pq > 0.0 or not math.isfinite(rz) or rz == 0.0:
            break
        step = rz / pq
        new_residual = math.sqrt(vectors.add_scaled_norm(r, -step, q))
        if not new_residual <= _DIVERGENCE * best:
            break
        if new_residual > residual == best:
            # A nearly sealed zone makes the residual rise for a while; no solution, for good.
            best_x = x.copy()
        vectors.add_scaled(x, step, p)
        residual = new_residual
        iterations += 1
        if residual < best:
            best, best_at = residual, iterations
        elif iterations - best_at >= _STAGNATION:
            break
    if residual > best:
        np.copyto(x, best_x)
        residual = best
    return KrylovResult(iterations, residual, residual <= target)


def bicgstab(
    apply: Operator,
    rhs: FloatArray,
    x: FloatArray,
    precondition: Precondition,
    *,
    relative: float = 1e-9,
    absolute: float = 0.0,
    reduction: float = 0.0,
    max_iterations: int = 500,
) -> KrylovResult:
    """Solve ``apply(x) = rhs`` by right-preconditioned BiCGStab (van der Vorst 1992).

    Stops too when the residual has fallen to ``reduction`` of the first one.

    ``apply`` may contain couplings that the preconditioner does not know, such as a rack outlet
    that depends on the mean of its inlet cells. ``x`` holds the first guess and is improved in
    place. When the method breaks down, or its own residual has drifted below the true one, it
    starts again from the current ``x``, a few times at most and once with another shadow; the
    residual returned is the true one and never worse than that of the first guess. A right-hand
    side of zero gives ``x = 0``.
    """
    rhs_norm = math.sqrt(vectors.dot(rhs, rhs))
    if rhs_norm == 0.0:
        x[1:-1, 1:-1, 1:-1] = 0.0
        return KrylovResult(0, 0.0, True)
    work = _BicgstabWork(x.shape)
    residual = _true_residual(apply, rhs, x, work)
    target = max(relative * rhs_norm, absolute, reduction * residual)
    backup = np.empty_like(x)
    iterations = 0
    spread = False
    for _ in range(_MAX_RUNS):
        if residual <= target or iterations >= max_iterations:
            break
        np.copyto(backup, x)
        limit = max_iterations - iterations
        iterations += _bicgstab_run(apply, x, precondition, work, residual, target, limit, spread)
        previous, residual = residual, _true_residual(apply, rhs, x, work)
        if not residual < previous:
            np.copyto(x, backup)
            residual = _true_residual(apply, rhs, x, work)
            if spread:
                break
            spread = True
    return KrylovResult(iterations, residual, residual <= target)


class _BicgstabWork:
    """Work arrays of one BiCGStab solve, in double precision."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.r, self.shadow, self.p, self.v, self.t = (np.zeros(shape) for _ in range(5))


def _true_residual(apply: Operator, rhs: FloatArray, x: FloatArray, work: _BicgstabWork) -> float:
    """Write the residual into the work array and return its norm."""
    apply(x, work.v)
    return math.sqrt(vectors.subtract_from(rhs, work.v, work.r))


def _bicgstab_run(
    apply: Operator,
    x: FloatArray,
    precondition: Precondition,
    work: _BicgstabWork,
    residual: float,
    target: float,
    max_iterations: int,
    spread_shadow: bool,
) -> int:
    """Iterate from the residual in ``work`` until convergence, breakdown or the limit.

    The shadow is the first residual. Where that lives in a single cell, as with one heated wall, it
    sees too little and the method can diverge; ``spread_shadow`` takes its correction instead.

    Returns the number of iterations. The residual that the method carries along drifts away from
    the true one by rounding, so the caller computes the true one afterwards.
    """
    r, shadow, p, v, t = work.r, work.shadow, work.p, work.v, work.t
    first = residual
    np.copyto(shadow, precondition(r) if spread_shadow else r)
    np.copyto(p, r)
    rho = vectors.dot(shadow, r) if spread_shadow else residual * residual
    iterations = 0
    while residual > target and iterations < max_iterations:
        y = precondition(p)
        apply(y, v)
        shadow_v = vectors.dot(shadow, v)
        if shadow_v == 0.0 or not math.isfinite(shadow_v) or rho == 0.0:
            break
        alpha = rho / shadow_v
        iterations += 1
        residual = math.sqrt(vectors.bicgstab_step(x, r, y, v, alpha))
        if residual <= target or not residual <= _DIVERGENCE * first:
            break
        z = precondition(r)
        apply(z, t)
        rt, tt = vectors.dot_pair(r, t, t)
        if tt == 0.0 or rt == 0.0 or not math.isfinite(tt):
            break
        omega = rt / tt
        residual = math.sqrt(vectors.bicgstab_step(x, r, z, t, omega))
        rho_new = vectors.dot(shadow, r)
        beta = rho_new / rho * alpha / omega
        rho = rho_new
        vectors.bicgstab_direction(p, r, v, beta, omega)
    return iterations


class DiluPreconditioner:
    """Diagonal incomplete LU factors of the transport operator, in double precision.

    Only the diagonal of the factors differs from the matrix (Pommerell 1992), so that storage is
    one array. Two triangular sweeps along the grid make it the best choice up to some 100 000
    cells; its iteration count grows with the grid.
    """

    def __init__(self, coefficients: Transport7) -> None:
        self._correction = np.zeros(coefficients.centre.shape)
        self._inverse = np.zeros(coefficients.centre.shape)
        self.rebuild(coefficients)

    def rebuild(self, coefficients: Transport7) -> None:
        """Factorise new coefficients of the same shape; the coefficients are kept by reference."""
        self._coefficients = coefficients
        _dilu_factorise(coefficients, self._inverse)

    def __call__(self, residual: FloatArray) -> FloatArray:
        """Return the correction for a residual; the array belongs to this object."""
        _dilu_solve(self._coefficients, self._inverse, residual, self._correction)
        return self._correction


@kernel
def _dilu_factorise(c: Transport7, inverse: FloatArray) -> None:
    centre, west, east, south, north, bottom, top = c
    n0, n1, n2 = centre.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                d = centre[i, j, k]
                inverse[i, j, k] = 0.0
                if d > 0.0:
                    pivot = (
                        d
                        - west[i, j, k] * east[i - 1, j, k] * inverse[i - 1, j, k]
                        - south[i, j, k] * north[i, j - 1, k] * inverse[i, j - 1, k]
                        - bottom[i, j, k] * top[i, j, k - 1] * inverse[i, j, k - 1]
                    )
                    # Rounding can leave a pivot of 0 in the last cell of a closed region.
                    inverse[i, j, k] = 1.0 / max(pivot, 1e-6 * d)


@kernel
def _dilu_solve(
    c: Transport7, inverse: FloatArray, residual: FloatArray, correction: FloatArray
) -> None:
    """Forward and backward substitution; only the recurrence along k is left sequential."""
    _, west, east, south, north, bottom, top = c
    n0, n1, n2 = residual.shape
    line = np.empty(n2, correction.dtype)
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                line[k] = inverse[i, j, k] * (
                    residual[i, j, k]
                    + west[i, j, k] * correction[i - 1, j, k]
                    + south[i, j, k] * correction[i, j - 1, k]
                )
            value = 0.0
            for k in range(1, n2 - 1):
                value = line[k] + (inverse[i, j, k] * bottom[i, j, k]) * value
                correction[i, j, k] = value
    for i in range(n0 - 2, 0, -1):
        for j in range(n1 - 2, 0, -1):
            for k in range(1, n2 - 1):
                line[k] = correction[i, j, k] + inverse[i, j, k] * (
                    east[i, j, k] * correction[i + 1, j, k]
                    + north[i, j, k] * correction[i, j + 1, k]
                )
            value = 0.0
            for k in range(n2 - 2, 0, -1):
                value = line[k] + (inverse[i, j, k] * top[i, j, k]) * value
                correction[i, j, k] = value
