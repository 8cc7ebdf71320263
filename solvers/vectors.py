"""Fused vector kernels of the Krylov methods over the interior of padded arrays.

They replace BLAS calls: BLAS threads spin on a busy machine, and fusing an update with the norm
that follows it saves one pass over memory.
"""

from solvers.compiled import FloatArray, kernel


@kernel
def dot(a: FloatArray, b: FloatArray) -> float:
    """Return the inner product of two padded arrays over the interior."""
    n0, n1, n2 = a.shape
    total = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                total += a[i, j, k] * b[i, j, k]
    return total


@kernel
def dot_pair(a: FloatArray, b: FloatArray, c: FloatArray) -> tuple[float, float]:
    """Return the inner products of ``a`` with ``c`` and of ``b`` with ``c``."""
    n0, n1, n2 = a.shape
    first = 0.0
    second = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                first += a[i, j, k] * c[i, j, k]
                second += b[i, j, k] * c[i, j, k]
    return first, second


@kernel
def add_scaled(y: FloatArray, factor: float, x: FloatArray) -> None:
    """Add ``factor`` times ``x`` to ``y``."""
    n0, n1, n2 = y.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                y[i, j, k] += factor * x[i, j, k]


@kernel
def add_scaled_norm(y: FloatArray, factor: float, x: FloatArray) -> float:
    """Add ``factor`` times ``x`` to ``y`` and return the squared norm of the new ``y``."""
    n0, n1, n2 = y.shape
    total = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                value = y[i, j, k] + factor * x[i, j, k]
                y[i, j, k] = value
                total += value * value
    return total


@kernel
def scale_and_add(p: FloatArray, factor: float, z: FloatArray) -> None:
    """Replace ``p`` by ``z`` plus ``factor`` times ``p``."""
    n0, n1, n2 = p.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                p[i, j, k] = z[i, j, k] + factor * p[i, j, k]


@kernel
def subtract_from(rhs: FloatArray, product: FloatArray, out: FloatArray) -> float:
    """Write ``rhs`` minus ``product`` into ``out`` and return the squared norm of ``out``."""
    n0, n1, n2 = rhs.shape
    total = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                value = rhs[i, j, k] - product[i, j, k]
                out[i, j, k] = value
                total += value * value
    return total


@kernel
def bicgstab_direction(
    p: FloatArray, r: FloatArray, v: FloatArray, beta: float, omega: float
) -> None:
    """Replace ``p`` by ``r + beta (p - omega v)``."""
    n0, n1, n2 = p.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                p[i, j, k] = r[i, j, k] + beta * (p[i, j, k] - omega * v[i, j, k])


@kernel
def bicgstab_step(
    x: FloatArray, r: FloatArray, correction: FloatArray, product: FloatArray, step: float
) -> float:
    """Add ``step`` times ``correction`` to ``x``, take ``step`` times ``product`` from ``r``.

    Returns the squared norm of the new ``r``.
    """
    n0, n1, n2 = x.shape
    total = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                x[i, j, k] += step * correction[i, j, k]
                value = r[i, j, k] - step * product[i, j, k]
                r[i, j, k] = value
                total += value * value
    return total


@kernel
def poisson_residual(
    cx: FloatArray, cy: FloatArray, cz: FloatArray, rhs: FloatArray, x: FloatArray, r: FloatArray
) -> tuple[float, float]:
    """Write ``rhs`` minus the diffusion operator of ``x`` into ``r``.

    Returns the squared norm of ``r`` and of the sum of the absolute terms it was formed from;
    the second times the machine precision is the rounding error contained in ``r``.
    """
    n0, n1, n2 = x.shape
    total = 0.0
    scale = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                centre = x[i, j, k]
                value = (
                    rhs[i, j, k]
                    + cx[i, j, k] * (x[i - 1, j, k] - centre)
                    + cx[i + 1, j, k] * (x[i + 1, j, k] - centre)
                    + cy[i, j, k] * (x[i, j - 1, k] - centre)
                    + cy[i, j + 1, k] * (x[i, j + 1, k] - centre)
                    + cz[i, j, k] * (x[i, j, k - 1] - centre)
                    + cz[i, j, k + 1] * (x[i, j, k + 1] - centre)
                )
                row_sum = (
                    cx[i, j, k]
                    + cx[i + 1, j, k]
                    + cy[i, j, k]
                    + cy[i, j + 1, k]
                    + cz[i, j, k]
                    + cz[i, j, k + 1]
                )
                size = abs(rhs[i, j, k]) + 2.0 * row_sum * abs(centre)
                r[i, j, k] = value
                total += value * value
                scale += size * size
    return total, scale


@kernel
def poisson_apply_dot(
    cx: FloatArray, cy: FloatArray, cz: FloatArray, p: FloatArray, q: FloatArray
) -> float:
    """Write the diffusion operator of ``p`` into ``q`` and return the inner product of both."""
    n0, n1, n2 = p.shape
    total = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                centre = p[i, j, k]
                value = (
                    cx[i, j, k] * (centre - p[i - 1, j, k])
                    + cx[i + 1, j, k] * (centre - p[i + 1, j, k])
                    + cy[i, j, k] * (centre - p[i, j - 1, k])
                    + cy[i, j + 1, k] * (centre - p[i, j + 1, k])
                    + cz[i, j, k] * (centre - p[i, j, k - 1])
                    + cz[i, j, k + 1] * (centre - p[i, j, k + 1])
                )
                q[i, j, k] = value
                total += centre * value
    return total
