"""Devices as exchanges: air taken in at patches of cells, given back elsewhere, warmer or colder.

With intake means ``T_i`` (flow-weighted over a patch) and discharge temperatures ``T_d`` every
device is the linear map ``T_d = B T_i + c``; a machine that adds heat has ``B = 1`` and ``c`` its
rise, one that holds a set point has ``B = 0`` and ``c`` the set point, a mixing plenum has rows of
``B`` that sum to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from solvers.compiled import kernel
from solvers.grid import Array

Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Patch:
    """Cells a device breathes through.

    Attributes:
        cells: Flat padded cell indices, shape (n,).
        share: Share of the device's flow through each cell, sums to one, shape (n,) [-].
        face_axis: Axis the opening's faces are normal to, or -1 where it has none (spread source).
        faces: Flat padded face indices that carry the flow's velocity, shape (n,).
        velocity_per_flow: Signed face velocity per unit of flow *into the room*, shape (n,) [1/m2].
    """

    cells: Index
    share: Array
    face_axis: int
    faces: Index
    velocity_per_flow: Array


@dataclass(frozen=True, slots=True)
class PatchSet:
    """Patches laid end to end: patch ``p`` owns ``cells[start[p]:start[p + 1]]``."""

    start: Index
    cells: Index
    share: Array

    @property
    def count(self) -> int:
        """Number of patches."""
        return self.start.size - 1

    def matrix(self, size: int) -> csr_matrix:
        """Sparse matrix that takes cell values to patch means, shape (patches, size)."""
        return csr_matrix((self.share, self.cells, self.start), shape=(self.count, size))

    def over_rows(self, numbering: Index, rows: int) -> csr_matrix:
        """Sparse matrix that takes unknowns to patch means, shape (patches, rows).

        Args:
            numbering: Padded array: row of each cell's unknown, below 0 where it has none; such
                cells count as 0.
            rows: Number of unknowns.
        """
        columns = numbering.ravel()[self.cells]
        share = np.where(columns >= 0, self.share, 0.0)
        shape = (self.count, rows)
        return csr_matrix((share, np.maximum(columns, 0), self.start), shape=shape)

    def means(self, field: Array) -> Array:
        """Flow-weighted mean of a padded field over each patch."""
        out = np.empty(self.count)
        _gather(field.ravel(), self.start, self.cells, self.share, out)
        return out

    def add(self, field: Array, amounts: Array) -> None:
        """Add ``amounts[p] * share`` to the cells of each patch ``p``, in place."""
        _scatter(field.ravel(), self.start, self.cells, self.share, amounts)


def stack(patches: Sequence[Patch]) -> PatchSet:
    """Lay patches end to end."""
    sizes = [patch.cells.size for patch in patches]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    empty_cells, empty_share = np.zeros(0, dtype=np.int64), np.zeros(0)
    cells = np.concatenate([patch.cells for patch in patches]) if patches else empty_cells
    share = np.concatenate([patch.share for patch in patches]) if patches else empty_share
    return PatchSet(start, cells.astype(np.int64), share.astype(float))


@dataclass(frozen=True, slots=True)
class OpeningFaces:
    """Faces that carry the flow of patches, laid end to end for each axis.

    Attributes:
        faces: Flat padded face indices, for each axis.
        patch: The patch each belongs to.
        velocity_per_flow: Its velocity per unit of the patch's flow into the room [1/m2].
    """

    faces: tuple[Index, Index, Index]
    patch: tuple[Index, Index, Index]
    velocity_per_flow: tuple[Array, Array, Array]

    def add(self, velocity: tuple[Array, Array, Array], flow: Array) -> None:
        """Add the face velocities of patches that blow ``flow`` into the room, in place [m3/s]."""
        for axis, target in enumerate(velocity):
            amount = self.velocity_per_flow[axis] * flow[self.patch[axis]]
            np.add.at(target.ravel(), self.faces[axis], amount)


def opening_faces(patches: Sequence[Patch]) -> OpeningFaces:
    """Lay the faces of patches end to end."""
    faces: list[Index] = []
    owner: list[Index] = []
    velocity: list[Array] = []
    for axis in range(3):
        own = [n for n, patch in enumerate(patches) if patch.face_axis == axis]
        sizes = [patches[n].faces.size for n in own]
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        faces.append(np.concatenate([none, *(patches[n].faces for n in own)]))
        owner.append(np.repeat(np.array(own, dtype=np.int64), sizes))
        velocity.append(np.concatenate([nothing, *(patches[n].velocity_per_flow for n in own)]))
    return OpeningFaces(
        (faces[0], faces[1], faces[2]),
        (owner[0], owner[1], owner[2]),
        (velocity[0], velocity[1], velocity[2]),
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """All devices of a room.

    Attributes:
        intakes, discharges: Where they draw and blow.
        intake_flow, discharge_flow: Volume flow of each [m3/s].
        transfer: ``B``, shape (discharges, intakes).
        offset: ``c``, shape (discharges,) [deg C or K].
        heat: Heat released straight into cells, padded [K m3/s], that is W / (rho cp).
    """

    intakes: PatchSet
    discharges: PatchSet
    intake_flow: Array
    discharge_flow: Array
    transfer: csr_matrix
    offset: Array
    heat: Array

    def with_devices(self, transfer: csr_matrix, offset: Array) -> Exchange:
        """The same openings and flows with another behaviour."""
        return replace(self, transfer=transfer, offset=offset)

    def sources(self) -> Array:
        """Volume source of each cell, padded [m3/s]: discharges minus intakes."""
        field = np.zeros_like(self.heat)
        self.discharges.add(field, self.discharge_flow)
        self.intakes.add(field, -self.intake_flow)
        return field

    def discharged(self) -> Array:
        """Volume blown into each cell, padded [m3/s]."""
        field = np.zeros_like(self.heat)
        self.discharges.add(field, self.discharge_flow)
        return field

    def outlet_temperatures(self, intake_means: Array) -> Array:
        """Discharge temperatures from intake means, ``B T_i + c``."""
        return np.asarray(self.transfer @ intake_means + self.offset)


@kernel
def _gather(field: Array, start: Index, cells: Index, share: Array, out: Array) -> None:
    for patch in range(start.size - 1):
        total = 0.0
        for n in range(start[patch], start[patch + 1]):
            total += share[n] * field[cells[n]]
        out[patch] = total


@kernel
def _scatter(field: Array, start: Index, cells: Index, share: Array, amounts: Array) -> None:
    for patch in range(start.size - 1):
        amount = amounts[patch]
        for n in range(start[patch], start[patch + 1]):
            field[cells[n]] += share[n] * amount
