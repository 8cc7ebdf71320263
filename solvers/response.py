"""Response of intakes to discharges on a frozen flow: where the air that a device draws came from.

``F[i, d]`` is the share of intake ``i``'s air that was last blown out by discharge ``d``. With the
stencil ``S`` of the flow, the gathering ``M`` of the intakes and the releases ``C`` of the
discharges, ``F = M S^-1 C``; as every row of ``S`` sums to what is blown into its cell, rows of
``F`` sum to one and no share is negative (walls that pass heat have a share too). Three ways lead
to it, with one answer: sparse factors for all of it, a transposed solve for one row, a forward
solve for one mixture of tracers.

The whole matrix needs no full solves. With ``S = L U`` it is ``(U^-T M^T)^T (L^-1 C)``, and a patch
of a few cells fills only the part of ``L^-1 C`` that lies above it in the elimination order, a
tenth of the grid or less (Gilbert & Peierls, *SIAM J. Sci. Stat. Comput.* 9 (1988) 862-874).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, hstack
from scipy.sparse.linalg import SuperLU, splu

from solvers.agglomeration import TransportMultigrid
from solvers.compiled import kernel
from solvers.frozen import FrozenFlow, transposed, without_unfed
from solvers.grid import Array
from solvers.krylov import DiluPreconditioner, Precondition, bicgstab
from solvers.stencil import Transport7, apply_stencil, number_cells, to_csr

DIRECT_CELLS = 80_000
"""Cells up to which the stencil is factorised: the factors then stay under about 0.5 GB."""
DILU_CELLS = 100_000
"""Cells up to which incomplete factors beat multigrid as preconditioner."""
BLOCK = 64
"""Patches that go through the factors together."""
WIDE = 0.02
"""Share of the cells from which a patch fills so much that it goes with its like [-]."""
TOLERANCE = 1e-13
"""Residual of an iterative tracer solve over its source [-]."""

Flags = NDArray[np.bool_]
Places = NDArray[np.signedinteger[Any]]


class ResponseError(ArithmeticError):
    """A tracer solve that did not reach its tolerance."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the air of some intakes came from.

    Attributes:
        air: Share of each discharge in each intake's air, shape (intakes, discharges) [-].
        heat: Rise of each intake by heat released straight into cells, shape (intakes,) [K].
        wall: Share that walls which pass heat stand for, as if they were discharges [-].
        wall_heat: The same times the walls' temperature [deg C].
    """

    air: Array
    heat: Array
    wall: Array
    wall_heat: Array

    @property
    def undischarged(self) -> Array:
        """Part of the intake means that no discharge carries, shape (intakes,) [deg C]."""
        return np.asarray(self.heat + self.wall_heat)

    def temperatures(self, discharged: Array) -> Array:
        """Intake means at given discharge temperatures [deg C]."""
        return np.asarray(self.air @ discharged + self.undischarged)

    def coupled(self, transfer: csr_matrix, offset: Array) -> Array:
        """Intake means where discharges answer to intakes, ``T_d = B T_i + c`` [deg C].

        Needs the shares of all intakes: solves ``(1 - F B) T_i = F c + heat``.
        """
        back = np.asarray((transfer.T @ self.air.T).T)
        system = np.eye(self.heat.size) - back
        return np.linalg.solve(system, self.temperatures(offset))


class Response:
    """Tracer solves on a frozen flow.

    Args:
        flow: The flow.
        direct_cells: Cells up to which the whole matrix is had from sparse factors.
    """

    def __init__(self, flow: FrozenFlow, *, direct_cells: int = DIRECT_CELLS) -> None:
        self._flow = without_unfed(flow)
        self._direct_cells = direct_cells
        self._gather = flow.gather()
        self._release = flow.release()
        fields = (flow.heat, flow.wall_flow, flow.wall_heat)
        self._spread = np.column_stack([field.ravel() for field in fields])
        self._numbering = number_cells(self._flow.coefficients)
        self._keep = np.flatnonzero(self._numbering.ravel() >= 0)
        self._factors: _Factors | None = None
        self._iterative: dict[bool, tuple[Transport7, Precondition]] = {}

    @property
    def cells(self) -> int:
        """Number of cells with air that a discharge feeds."""
        return int(self._keep.size)

    @property
    def is_direct(self) -> bool:
        """Whether the whole matrix is had from sparse factors."""
        return self.cells <= self._direct_cells

    def factorise(self) -> None:
        """Compute the sparse factors, once; single rows then need one back substitution."""
        if self._factors is None:
            self._factors = _Factors(to_csr(self._flow.coefficients, self._numbering).tocsc())

    def row(self, weights: Array) -> Shares:
        """Shares in a weighted sum of intakes, by one transposed solve.

        Args:
            weights: Weight of each intake, shape (intakes,); a single one for one row of the
                matrix, flows for the amount of each discharge that a group of intakes draws.

        Returns:
            One row: ``air`` of shape (1, discharges), ``heat`` of shape (1,).
        """
        return self.shares(self.influence(weights))

    def influence(self, weights: Array) -> Array:
        """What 1 K m3/s put into a cell adds to a weighted sum of intakes, flat padded [s/m3].

        Args:
            weights: Weight of each intake, shape (intakes,).
        """
        return self._solve(np.asarray(self._gather.T @ weights), backwards=True)

    def shares(self, influence: Array) -> Shares:
        """One row of shares from what :meth:`influence` gave."""
        air = np.asarray(self._release.T @ influence)
        spread = self._spread.T @ influence
        return Shares(air[None, :], *(np.array([value]) for value in spread))

    def mixture(self, discharged: Array) -> Array:
        """Intake means of a tracer blown out at given concentrations, by one forward solve."""
        field = self._solve(np.asarray(self._release @ discharged), backwards=False)
        return np.asarray(self._gather @ field)

    def matrix(self, origin: csr_matrix | None = None) -> Shares:
        """Shares of all discharges in all intakes.

        Args:
            origin: Share of each source in each discharge, shape (sources, discharges), to have
                the shares of sources instead: fewer columns cost less.
        """
        if not self.is_direct:
            count = self._gather.shape[0]
            rows = [self.row(np.eye(1, count, n).ravel()) for n in range(count)]
            air = np.concatenate([row.air for row in rows])
            return Shares(
                air if origin is None else np.asarray((origin @ air.T).T),
                np.concatenate([row.heat for row in rows]),
                np.concatenate([row.wall for row in rows]),
                np.concatenate([row.wall_heat for row in rows]),
            )
        self.factorise()
        assert self._factors is not None
        release = self._release if origin is None else self._release @ origin.T
        every = hstack([release, csc_matrix(self._spread)], format="csr")
        sources = csr_matrix(every)[self._keep]
        shares = self._factors.products(csr_matrix(self._gather[:, self._keep]), sources)
        count = release.shape[1]
        return Shares(shares[:, :count], *shares[:, count:].T)

    def _solve(self, source: Array, *, backwards: bool) -> Array:
        """Solve for a padded, flattened field; cells without an equation get 0."""
        field = np.zeros(self._flow.heat.size)
        if self._factors is not None:
            field[self._keep] = self._factors.solve(source[self._keep], backwards=backwards)
            return field
        coefficients, precondition = self._system(backwards=backwards)
        shape = self._flow.heat.shape
        rhs = np.zeros_like(field)
        rhs[self._keep] = source[self._keep]
        solution = field.reshape(shape)
        result = bicgstab(
            lambda x, out: apply_stencil(coefficients, x, out),
            rhs.reshape(shape),
            solution,
            precondition,
            relative=TOLERANCE,
            max_iterations=400,
        )
        if not result.converged and result.residual > 1e3 * TOLERANCE * float(np.linalg.norm(rhs)):
            raise ResponseError(
                f"a tracer solve stopped at {result.residual:.1e} after {result.iterations} steps"
            )
        return field

    def _system(self, *, backwards: bool) -> tuple[Transport7, Precondition]:
        """The stencil of one direction with its preconditioner, kept for further tracers."""
        if backwards not in self._iterative:
            coefficients = self._flow.coefficients
            if backwards:
                coefficients = transposed(coefficients)
            incomplete = self.cells <= DILU_CELLS
            kind = DiluPreconditioner if incomplete else TransportMultigrid
            self._iterative[backwards] = (coefficients, kind(coefficients))
        return self._iterative[backwards]


class _Factors:
    """Sparse triangular factors of the stencil, and products through their inverse."""

    def __init__(self, matrix: csc_matrix) -> None:
        # The ordering and pivoting suit a matrix with a symmetric pattern and a strong diagonal.
        self._lu: SuperLU = splu(
            matrix,
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )

    def solve(self, rhs: Array, *, backwards: bool) -> Array:
        """Solve with the matrix, or with its transpose."""
        transpose = "T" if backwards else "N"
        return np.asarray(self._lu.solve(rhs, transpose))  # type: ignore[call-overload]  # a gap in the stubs

    def products(self, gather: csr_matrix, sources: csr_matrix) -> Array:
        """``gather @ inverse @ sources`` for sparse rows and sparse columns, dense."""
        lower, upper = csc_matrix(self._lu.L), csr_matrix(self._lu.U)
        lower.sort_indices()
        upper.sort_indices()
        left = _half_solves(gather, self._lu.perm_c, upper)
        right = _half_solves(csr_matrix(sources.T), self._lu.perm_r, lower)
        out = np.zeros((gather.shape[0], sources.shape[1]))
        place = np.full(sources.shape[0], -1)
        for one in left:
            place[one.reached] = np.arange(one.reached.size)
            for other in right:
                at = place[other.reached]
                common = at >= 0
                block = one.values[at[common]].T @ other.values[common]
                out[np.ix_(one.patches, other.patches)] = block
            place[one.reached] = -1
        return out


@dataclass(frozen=True, slots=True)
class _HalfSolve:
    """Some patches taken through one triangular factor.

    Attributes:
        patches: Which patches, shape (b,).
        reached: Places in the elimination order that they fill, shape (r,).
        values: What they are there, shape (r, b).
    """

    patches: NDArray[np.int64]
    reached: NDArray[np.int64]
    values: Array


def _half_solves(
    patches: csr_matrix, order: Places, factor: csr_matrix | csc_matrix
) -> list[_HalfSolve]:
    """Take sparse patches through a lower triangular factor, neighbours in the order together.

    Args:
        patches: One patch a row, shape (patches, cells).
        order: Place of each cell in the elimination order.
        factor: Lower triangle by columns (or an upper one by rows), diagonal first in each.
    """
    size = patches.shape[1]
    placed = csr_matrix((patches.data, order[patches.indices], patches.indptr), patches.shape)
    placed.sum_duplicates()
    filled = np.flatnonzero(np.diff(placed.indptr))
    wide = filled[np.diff(placed.indptr)[filled] > WIDE * size]
    filled = np.setdiff1d(filled, wide)
    first = np.array(
        [placed.indices[placed.indptr[n] : placed.indptr[n + 1]].min() for n in filled]
    )
    sorted_patches = filled[np.argsort(first)] if filled.size else filled
    groups = [sorted_patches[n : n + BLOCK] for n in range(0, sorted_patches.size, BLOCK)]
    groups += [wide] if wide.size else []
    found = []
    for group in groups:
        values = np.zeros((size, group.size))
        entries = placed[group].tocoo()
        values[entries.col, entries.row] = entries.data
        reached = np.zeros(size, dtype=bool)
        reached[entries.col] = True
        _solve_lower(factor.indptr, factor.indices, factor.data, reached, values)
        places = np.flatnonzero(reached)
        found.append(_HalfSolve(group, places, values[places]))
    return found


@kernel
def _solve_lower(start: Places, rows: Places, data: Array, reached: Flags, values: Array) -> None:
    """Forward substitution, in place, through the columns that the right-hand sides reach."""
    size, width = values.shape
    for j in range(size):
        if not reached[j]:
            continue
        inverse = 1.0 / data[start[j]]
        for k in range(width):
            values[j, k] *= inverse
        for n in range(start[j] + 1, start[j + 1]):
            i = rows[n]
            reached[i] = True
            factor = data[n]
            for k in range(width):
                values[i, k] -= factor * values[j, k]
