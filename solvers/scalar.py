"""Any passive scalar on a flow that stands still: carried, mixed and passed through devices.

The equation is that of the temperature (:mod:`solvers.heat`) on the same stencil, with devices
``c_d = B c_i + offset``, sources in cells, and outside air that takes the place of a cell's own::

    (inflow + outside) c_P - sum inflow_N c_N - sum discharged_d c_d = source + outside c_outside
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import bmat, csr_matrix, diags, identity

from solvers.agglomeration import TransportMultigrid
from solvers.exchange import PatchSet
from solvers.grid import Array
from solvers.heat import SparseHeat
from solvers.krylov import bicgstab
from solvers.stencil import Transport7, apply_stencil, number_cells, to_csr

TIGHT = 1e-13
"""Residual of a solve over its sources [-]."""
_MAX_ITERATIONS = 500


@dataclass(frozen=True, slots=True)
class Passage:
    """What devices do to a scalar, ``c_d = transfer c_i + offset``."""

    transfer: csr_matrix
    offset: Array


@dataclass(frozen=True, slots=True)
class ScalarTransport:
    """Transport of a passive scalar on one flow.

    Attributes:
        coefficients: The stencil without outside air; each centre is the sum of its inflows and
            what is discharged into the cell. Cells with a centre of zero take no part.
        intakes, discharges: Where devices draw and blow.
        discharge_flow: Volume flow of each discharge [m3/s].
        outside: Flow of outside air into each cell, padded [m3/s].
        outside_value: The scalar's value in it.
        source: Released in each cell, padded [m3/s times the scalar's unit].
    """

    coefficients: Transport7
    intakes: PatchSet
    discharges: PatchSet
    discharge_flow: Array
    outside: Array
    outside_value: float | Array
    source: Array

    def solve(self, passage: Passage, start: Array, relative: float = TIGHT) -> Array:
        """The steady scalar, padded.

        Args:
            passage: What devices do.
            start: First guess, padded; unchanged.
            relative: Residual over the sources at which to stop [-].
        """
        system = self._with_outside()
        rhs = self._right_hand_side(passage)
        field = np.where(system.centre > 0.0, start, 0.0)

        def apply(x: Array, out: Array) -> None:
            apply_stencil(system, x, out)
            returned = passage.transfer @ self.intakes.means(x)
            self.discharges.add(out, -self.discharge_flow * returned)
            out[system.centre <= 0.0] = 0.0

        bicgstab(
            apply,
            rhs,
            field,
            TransportMultigrid(system),
            relative=relative,
            max_iterations=_MAX_ITERATIONS,
        )
        return field

    def residual(self, passage: Passage, field: Array) -> float:
        """Residual of the assembled sparse system over its sources [-]."""
        sparse = self.assemble(passage)
        unknowns = np.concatenate([field[sparse.numbering >= 0], self.intakes.means(field)])
        defect = sparse.matrix @ unknowns - sparse.rhs
        scale = float(np.sqrt(np.sum(sparse.rhs**2))) or 1.0
        return float(np.sqrt(np.sum(defect**2))) / scale

    def _right_hand_side(self, passage: Passage) -> Array:
        rhs = self.source + self.outside * self.outside_value
        self.discharges.add(rhs, self.discharge_flow * passage.offset)
        rhs[self.coefficients.centre <= 0.0] = 0.0
        return rhs

    def _with_outside(self) -> Transport7:
        centre = self.coefficients.centre
        return self.coefficients._replace(centre=centre + np.where(centre > 0.0, self.outside, 0.0))

    def assemble(self, passage: Passage) -> SparseHeat:
        """The published sparse system, laid out as that of the temperature."""
        system, rhs = self._with_outside(), self._right_hand_side(passage)
        numbering = number_cells(system)
        keep = np.flatnonzero(numbering.ravel() >= 0)
        size, count = numbering.size, self.intakes.count
        gather = self.intakes.matrix(size)[:, keep]
        scatter = self.discharges.matrix(size)[:, keep].T
        coupling = scatter @ diags(self.discharge_flow) @ passage.transfer
        matrix = bmat([[to_csr(system, numbering), -coupling], [-gather, identity(count)]])
        sources = np.concatenate([rhs.ravel()[keep], np.zeros(count)])
        return SparseHeat(csr_matrix(matrix), sources, numbering)
