"""A flow that stands still: the linear transport of heat or tracers on it, ready to be inverted.

A published temperature system holds the stencil, the openings and, with second-order convection, a
correction that depends on the temperature. :func:`freeze_correction` writes that correction at a
given temperature as part of the stencil, in the incremental form of Harten (*J. Comput. Phys.* 49
(1983) 357-393): every coefficient stays non-negative and every row keeps its sum, so the frozen
system has the same solution, mixes without overshoot, and is linear in its sources.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from solvers.compiled import kernel
from solvers.exchange import Index, PatchSet
from solvers.grid import Array
from solvers.plates import Plates
from solvers.stencil import Transport7, number_cells, to_csr, zero_coefficients


@dataclass(frozen=True, slots=True)
class FrozenFlow:
    """Transport on a flow that stands still.

    Attributes:
        coefficients: The stencil without any device; each centre is the sum of its inflows, what
            is discharged into the cell and the conductance of its walls.
        intakes, discharges: Where devices draw and blow.
        discharge_flow: Volume flow of each discharge [m3/s].
        heat: Heat released straight into cells, padded [K m3/s].
        wall_flow: Conductance of each cell to walls that pass heat, padded [m3/s]; such a wall is
            an inflow at the wall's temperature.
        wall_heat: The same times the walls' temperature, padded [K m3/s].
    """

    coefficients: Transport7
    intakes: PatchSet
    discharges: PatchSet
    discharge_flow: Array
    heat: Array
    wall_flow: Array
    wall_heat: Array

    def gather(self) -> csr_matrix:
        """Matrix from padded cell values to intake means, shape (intakes, padded cells)."""
        return self.intakes.matrix(self.heat.size)

    def release(self) -> csc_matrix:
        """What a discharge at 1 K brings into the padded cells, shape (cells, discharges)."""
        shares = self.discharges.matrix(self.heat.size)
        return csc_matrix(shares.multiply(self.discharge_flow[:, None]).T)


def stencil_of(matrix: csr_matrix, numbering: Index) -> Transport7:
    """The seven-point coefficients of an assembled stencil, the inverse of ``to_csr``.

    Args:
        matrix: Square matrix of the numbered cells.
        numbering: Padded array: row of each active cell, -1 elsewhere.

    Raises:
        ValueError: If a row couples to a cell that is no neighbour.
    """
    cells = np.flatnonzero(numbering.ravel() >= 0)
    entries = matrix.tocoo()
    here, there = cells[entries.row], cells[entries.col]
    coefficients = zero_coefficients(numbering.shape)
    strides = (numbering.shape[1] * numbering.shape[2], numbering.shape[2], 1)
    offsets = [0, *(sign * stride for stride in strides for sign in (-1, 1))]
    placed = 0
    for field, offset in zip(coefficients, offsets, strict=True):
        matching = there - here == offset
        value = entries.data[matching]
        field.ravel()[here[matching]] = value if offset == 0 else -value
        placed += int(np.count_nonzero(matching))
    if placed != entries.nnz:
        raise ValueError("a row of the matrix couples to a cell that is no neighbour")
    return coefficients


def freeze_correction(
    coefficients: Transport7, temperature: Array, plates: Plates | None = None
) -> Transport7:
    """The stencil with the van Leer correction of a temperature built in.

    Args:
        coefficients: First-order stencil; unchanged. What flows through a face is the difference of
            its two coefficients, so that none can turn negative here.
        temperature: Padded field at which the limiter is taken [deg C].
        plates: Faces that thin plates cover, if any: what lies beyond does not limit.
    """
    frozen = Transport7(*(field.copy() for field in coefficients))
    is_open = (coefficients.centre > 0.0).astype(float)
    shape = temperature.shape
    strides = (shape[1] * shape[2], shape[2], 1)
    for axis in range(3):
        reach = np.ones(temperature.size)
        if plates is not None:
            reach[plates[axis].faces] = plates[axis].open_share
        lower, upper = coefficients[1 + 2 * axis].ravel(), coefficients[2 + 2 * axis].ravel()
        flow = np.zeros(temperature.size)
        flow[strides[axis] :] = lower[strides[axis] :] - upper[: -strides[axis]]
        _freeze_axis(
            is_open.ravel(),
            reach,
            temperature.ravel(),
            flow,
            strides[axis],
            frozen.centre.ravel(),
            frozen[1 + 2 * axis].ravel(),
            frozen[2 + 2 * axis].ravel(),
        )
    return frozen


def transposed(coefficients: Transport7) -> Transport7:
    """The stencil of the transposed operator: air run backwards from where it is drawn."""
    c = coefficients
    shifted = [c.centre]
    for axis in range(3):
        lower, upper = c[1 + 2 * axis], c[2 + 2 * axis]
        shifted.append(np.roll(upper, 1, axis))
        shifted.append(np.roll(lower, -1, axis))
    return Transport7(*shifted)


def without_unfed(flow: FrozenFlow) -> FrozenFlow:
    """The flow without zones that no discharge or wall feeds: nothing there is determined."""
    coefficients = flow.coefficients
    numbering = number_cells(coefficients)
    cells = np.flatnonzero(numbering.ravel() >= 0)
    count, label = connected_components(to_csr(coefficients, numbering), directed=False)
    blown = flow.wall_flow.copy()
    flow.discharges.add(blown, flow.discharge_flow)
    fed = np.bincount(label, blown.ravel()[cells], minlength=count) > 0.0
    if fed.all():
        return flow
    kept = np.zeros(flow.heat.size)
    kept[cells[fed[label]]] = 1.0
    mask = kept.reshape(flow.heat.shape)
    return replace(flow, coefficients=Transport7(*(field * mask for field in coefficients)))


@kernel
def _freeze_axis(
    is_open: Array,
    reach: Array,
    value: Array,
    through: Array,
    stride: int,
    centre: Array,
    lower: Array,
    upper: Array,
) -> None:
    for n in range(2 * stride, is_open.size - stride):
        if is_open[n] == 0.0 or is_open[n - stride] == 0.0:
            continue
        flow = through[n]
        if flow > 0.0:
            if is_open[n - 2 * stride] == 0.0:
                continue
            step = value[n] - value[n - stride]
            behind = value[n - stride] - value[n - 2 * stride]
            share = reach[n - stride]
            if step * behind > 0.0:
                gain = flow * step * share / (step + share * behind)
                loss = flow * share * behind / (step + share * behind)
                lower[n - stride] += gain
                centre[n - stride] += gain
                lower[n] -= loss
                centre[n] -= loss
        else:
            if is_open[n + stride] == 0.0:
                continue
            step = value[n - stride] - value[n]
            behind = value[n] - value[n + stride]
            share = reach[n + stride]
            if step * behind > 0.0:
                gain = -flow * step * share / (step + share * behind)
                loss = -flow * share * behind / (step + share * behind)
                upper[n] += gain
                centre[n] += gain
                upper[n - stride] -= loss
                centre[n - stride] -= loss
