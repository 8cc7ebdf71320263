"""Cabinets in the room: what flows through their doors, and what their servers take in.

A cabinet's doors are openings of the room that may pass air either way, so each has an intake and a
discharge with one of them at rest. Inside, the network of :mod:`coolsim.equipment.cabinet_network`
leads some of the warm air back; to the room a cabinet is a linear device like any other, and its
servers take in a mixture of room air and their own exhaust.

The pressure before and behind each band is that of the solved field. It is not that of a still
column of the air there: behind a rack the air rises and the pressure hardly grows with height, and
before it the jets of coolers strike the door. The pressure of a draft knows no weight;
there columns stand still.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coolsim.air.cabinet_openings import CabinetPatches
from coolsim.air.reference import reference_c
from coolsim.equipment.cabinet import GRAVITY
from coolsim.equipment.cabinet_network import (
    CabinetFlows,
    Cabinets,
    Surroundings,
    cabinet_flows,
    front_mixing,
    plenum_mixing,
    still,
    still_columns_pa,
)
from coolsim.scene import Scene
from solvers.exchange import Index
from solvers.grid import Array

_ZERO_C_K = 273.15
MOST_DRAUGHT = 0.5
"""Largest step of the square root of a pressure between aisles [Pa^0.5]."""


@dataclass(frozen=True, slots=True)
class CabinetDrive:
    """What moves the air in cabinets besides fans.

    Attributes:
        front_c, rear_c: Air before and behind each band of the cabinets [deg C].
        front_pa, rear_pa: Pressure there over the mean before the cabinet, both over that of still
            air at the hall's reference temperature [Pa].
        above_c: Air above each cabinet [deg C].
    """

    front_c: Array
    rear_c: Array
    front_pa: Array
    rear_pa: Array
    above_c: Array

    def toward(self, other: CabinetDrive, share: Array, start: Index) -> CabinetDrive:
        """A share of the way to another drive, cabinet by cabinet.

        Pressure between the aisles goes that share as the flow goes that it drives, and no further
        than :data:`MOST_DRAUGHT` at once: in a tight aisle a little air makes much pressure.

        Args:
            other: The other drive.
            share: Of each cabinet [-].
            start: First band of each cabinet, shape (cabinets + 1,).
        """
        bands = np.diff(start)
        of_band = np.repeat(share, bands)
        lifts = [np.add.reduceat(drive.rear_pa, start[:-1]) / bands for drive in (self, other)]
        lift = np.repeat(_draught_toward(lifts[0], lifts[1], share), bands)
        mine, others = (
            drive.rear_pa - np.repeat(mean, bands)
            for drive, mean in zip((self, other), lifts, strict=True)
        )
        return CabinetDrive(
            self.front_c + of_band * (other.front_c - self.front_c),
            self.rear_c + of_band * (other.rear_c - self.rear_c),
            self.front_pa + of_band * (other.front_pa - self.front_pa),
            lift + mine + of_band * (others - mine),
            self.above_c + share * (other.above_c - self.above_c),
        )

    def lifted(self, lift_pa: Array, changes: NDArray[np.bool_], start: Index) -> CabinetDrive:
        """The same drive with other mean pressures behind some cabinets, shape (cabinets,) [Pa]."""
        bands = np.diff(start)
        mean = np.add.reduceat(self.rear_pa, start[:-1]) / bands
        moved = np.where(changes, lift_pa - mean, 0.0)
        return replace(self, rear_pa=self.rear_pa + np.repeat(moved, bands))

    def copy(self) -> CabinetDrive:
        """The same drive in arrays of its own."""
        parts = (self.front_c, self.rear_c, self.front_pa, self.rear_pa, self.above_c)
        return CabinetDrive(*(part.copy() for part in parts))


RackDrive = tuple[Array, Array, Array, Array, float]
"""One rack's part of a drive: air, then pressure, before and behind its bands; air above it."""


@dataclass(frozen=True, slots=True)
class CabinetAir:
    """The air in all cabinets of a hall.

    Plenums are numbered front ones of all bands first, then rear ones.

    Attributes:
        patches: Their openings.
        network: Their passages.
        drive: What moves the air.
        flows: Flow of every passage [m3/s].
        unsettled: Change of the flows when their iteration ended, over the largest [-].
        share: Share of each intake of the room in each plenum, shape (plenums, intakes) [-].
        rise_k_w: Rise of each plenum by each rack band's power, shape (plenums, bands) [K/W].
        rate: Density times heat capacity of the air [J/(m3 K)].
    """

    patches: CabinetPatches
    network: Cabinets
    drive: CabinetDrive
    flows: CabinetFlows
    unsettled: float
    share: csr_matrix
    rise_k_w: csr_matrix
    rate: float

    def drive_by_rack(self, scene: Scene) -> dict[str, RackDrive]:
        """The drive of every rack with a cabinet, by its id."""
        drive, start = self.drive, self.patches.start
        return {
            scene.breathers[rack].id: (
                drive.front_c[start[n] : start[n + 1]],
                drive.rear_c[start[n] : start[n + 1]],
                drive.front_pa[start[n] : start[n + 1]],
                drive.rear_pa[start[n] : start[n + 1]],
                float(drive.above_c[n]),
            )
            for n, rack in enumerate(self.patches.racks)
        }

    def carried_drive(self, scene: Scene, known: Mapping[str, RackDrive]) -> CabinetDrive:
        """The drive with that of racks that are known and have as many bands."""
        drive = self.drive.copy()
        for n, (rack, (first, end)) in enumerate(
            zip(self.patches.racks, pairwise(self.patches.start), strict=True)
        ):
            before = known.get(scene.breathers[rack].id)
            if before is not None and before[0].size == end - first:
                drive.front_c[first:end], drive.rear_c[first:end] = before[0], before[1]
                drive.front_pa[first:end], drive.rear_pa[first:end] = before[2], before[3]
                drive.above_c[n] = before[4]
        return drive

    def drive_at(
        self,
        scene: Scene,
        intake_means: Array,
        pressures_pa: tuple[Array, Array],
        *,
        is_still: bool = False,
    ) -> CabinetDrive:
        """What the room would drive the cabinets with.

        Args:
            scene: The scene, for its air.
            intake_means: Temperature of every intake of the hall [deg C].
            pressures_pa: Before and behind each rack band of the hall, as :class:`CabinetDrive` has
                them [Pa].
            is_still: Whether these are without the weight of the air, which then stands still.
        """
        patches = self.patches
        rear = intake_means[patches.rear_intake]
        above = rear[patches.start[1:] - 1]
        above[patches.roofed] = intake_means[patches.roof_intake]
        front = intake_means[patches.bands]
        before, behind = (pressure[patches.bands] for pressure in pressures_pa)
        if is_still:
            reference = reference_c(scene)
            weight = scene.air.density_kg_m3 * GRAVITY / (reference + _ZERO_C_K)
            before = before + still_columns_pa(self.network, front, reference, weight)
            behind = behind + still_columns_pa(self.network, rear, reference, weight)
        return CabinetDrive(front, rear, before, behind, above)

    @property
    def count(self) -> int:
        """Number of bands in cabinets."""
        return int(self.patches.bands.size)

    def put_flows(self, intake_flow: Array, discharge_flow: Array) -> None:
        """Write the flow of the cabinets' openings into the flows of all patches, in place."""
        patches, flows = self.patches, self.flows
        intake_flow[patches.bands] = np.maximum(flows.front, 0.0)
        discharge_flow[patches.front_discharge] = np.maximum(-flows.front, 0.0)
        discharge_flow[patches.bands] = np.maximum(flows.rear, 0.0)
        intake_flow[patches.rear_intake] = np.maximum(-flows.rear, 0.0)
        top = flows.top[patches.roofed]
        intake_flow[patches.roof_intake] = np.maximum(-top, 0.0)
        discharge_flow[patches.roof_discharge] = np.maximum(top, 0.0)

    def discharged(self, discharges: int) -> csr_matrix:
        """Which plenum each discharge blows out, shape (discharges, plenums)."""
        patches, count = self.patches, self.count
        band = np.arange(count)
        highest = count + patches.start[1:][patches.roofed] - 1
        rows = np.concatenate([patches.bands, patches.front_discharge, patches.roof_discharge])
        columns = np.concatenate([count + band, band, highest])
        return csr_matrix((np.ones(rows.size), (rows, columns)), shape=(discharges, 2 * count))

    def further_discharges(self) -> tuple[Index, Index]:
        """Discharges of cabinets besides the racks' own at the rear, and the rack of each."""
        patches = self.patches
        rack = np.repeat(patches.racks, np.diff(patches.start))
        return (
            np.concatenate([patches.front_discharge, patches.roof_discharge]),
            np.concatenate([rack, patches.racks[patches.roofed]]),
        )

    def plenums_c(self, intake_means: Array, power_w: Array) -> Array:
        """Temperature of every plenum, shape (plenums,) [deg C]."""
        return np.asarray(self.share @ intake_means + self.rise_k_w @ power_w)

    def drawn(self, bands: int) -> csr_matrix:
        """Which plenum each rack band's servers draw from, shape (bands, plenums)."""
        where = (self.patches.bands, np.arange(self.count))
        return csr_matrix((np.ones(self.count), where), shape=(bands, 2 * self.count))

    def front_shares(self) -> tuple[csr_matrix, csr_matrix]:
        """What the front plenums hold.

        Returns:
            Share of aisle air by band, shape (count, count), and of air from the rear plenums, by
            band, same shape; rows of both together sum to one [-].
        """
        aisle, rear = front_mixing(self.network, self.flows)
        rows, columns = _blocks(self.patches.start)
        shape = (self.count, self.count)
        return (
            csr_matrix((aisle, (rows, columns)), shape=shape),
            csr_matrix((rear, (rows, columns)), shape=shape),
        )

    def differences(self, other: CabinetAir) -> Array:
        """What flows of other air in the same cabinets are off these, (cabinets, 2 most bands).

        Doors and leaks of each cabinet, padded with zeros to the most bands of any [m3/s].
        """
        start = self.patches.start
        most = int(np.diff(start).max())
        row = np.repeat(np.arange(start.size - 1), np.diff(start))
        column = np.arange(self.count) - start[row]
        out = np.zeros((start.size - 1, 2 * most))
        out[row, column] = self.flows.front - other.flows.front
        out[row, most + column] = self.flows.leak - other.flows.leak
        return out

    def largest_change(self, other: CabinetAir) -> float:
        """Largest of :meth:`changes` of any cabinet [-]."""
        return float(self.changes(other).max(initial=0.0))

    def changes(self, other: CabinetAir) -> Array:
        """Largest difference of a flow to other flows of each cabinet, over its own, (cabinets,).

        A cabinet's own flow is what its servers and doors move, whichever is more.
        """
        start = self.patches.start
        mine = np.add.reduceat(np.maximum(self.flows.fan, np.abs(self.flows.front)), start[:-1])
        largest = np.zeros(start.size - 1)
        for name in ("front", "rear", "leak"):
            change = np.abs(getattr(self.flows, name) - getattr(other.flows, name))
            largest = np.maximum(largest, np.maximum.reduceat(change, start[:-1]))
        largest = np.maximum(largest, np.abs(self.flows.top - other.flows.top))
        return np.asarray(largest / np.maximum(mine, 1e-6))


def _draught_toward(pressure_pa: Array, other_pa: Array, share: Array) -> Array:
    now, then = (np.sign(p) * np.sqrt(np.abs(p)) for p in (pressure_pa, other_pa))
    moved = now + np.clip(share * (then - now), -MOST_DRAUGHT, MOST_DRAUGHT)
    return np.asarray(moved * np.abs(moved))


def calm(patches: CabinetPatches, temperature_c: float) -> CabinetDrive:
    """Air alike everywhere: what cabinets begin with."""
    bands, still_air = np.full(patches.bands.size, temperature_c), np.zeros(patches.bands.size)
    cabinets = np.full(patches.racks.size, temperature_c)
    return CabinetDrive(bands, bands.copy(), still_air, still_air.copy(), cabinets)


def breathe(
    scene: Scene,
    patches: CabinetPatches,
    network: Cabinets,
    drive: CabinetDrive,
    fan_m3_s: Array,
    power_w: Array,
    intakes: int,
    begin: CabinetFlows | None = None,
) -> CabinetAir:
    """The air in all cabinets at a drive.

    Args:
        scene: The scene, for its air.
        patches: Openings of the cabinets.
        network: Their passages.
        drive: What moves the air besides fans.
        fan_m3_s: Flow through the servers of every rack band of the hall [m3/s].
        power_w: Their heat [W].
        intakes: Number of intakes of the hall.
        begin: Flows to start from.
    """
    fan, reference = fan_m3_s[patches.bands], reference_c(scene)
    air = scene.air
    rate = air.density_kg_m3 * air.heat_capacity_j_kg_k
    around = Surroundings(
        front_c=drive.front_c,
        rear_c=drive.rear_c,
        above_c=drive.above_c,
        front_pa=drive.front_pa,
        rear_pa=drive.rear_pa,
        fan_m3_s=fan,
        power_w=power_w[patches.bands],
        density_kg_m3=air.density_kg_m3,
        heat_rate_j_m3_k=rate,
        expansion_1_k=1.0 / (reference + _ZERO_C_K),
        reference_c=reference,
    )
    flows, unsettled = cabinet_flows(network, around, begin or still(network, fan))
    share, rise = _mixed(patches, network, flows, rate, intakes, fan_m3_s.size)
    return CabinetAir(patches, network, drive, flows, unsettled, share, rise, rate)


def with_flows(
    air: CabinetAir, fan_m3_s: Array, drive: CabinetDrive, scene: Scene, power_w: Array
) -> CabinetAir:
    """The same cabinets with other server flows and another drive."""
    return breathe(
        scene, air.patches, air.network, drive, fan_m3_s, power_w, air.share.shape[1], air.flows
    )


def shifted(air: CabinetAir, more_m3_s: Array) -> CabinetAir:
    """The same cabinets with a little more air through both doors, and so much less leaking back.

    Args:
        air: The cabinets.
        more_m3_s: Through each, spread over its bands [m3/s].
    """
    bands = np.diff(air.patches.start)
    more, flows = np.repeat(more_m3_s / bands, bands), air.flows
    moved = replace(flows, front=flows.front + more, rear=flows.rear + more, leak=flows.leak - more)
    intakes, rack_bands = air.share.shape[1], air.rise_k_w.shape[1]
    share, rise = _mixed(air.patches, air.network, moved, air.rate, intakes, rack_bands)
    return replace(air, flows=moved, share=share, rise_k_w=rise)


def _mixed(
    patches: CabinetPatches,
    network: Cabinets,
    flows: CabinetFlows,
    rate: float,
    intakes: int,
    bands: int,
) -> tuple[csr_matrix, csr_matrix]:
    """Plenum temperatures over intake means and powers."""
    values = plenum_mixing(network, flows, rate)
    rows, columns, kind = patches.entry_row, patches.entry_column, patches.entry_kind
    shape = (2 * patches.bands.size, intakes)
    air, heat = kind == 0, kind == 1
    share = csr_matrix((values[air], (rows[air], columns[air])), shape=shape)
    rise = csr_matrix((values[heat], (rows[heat], columns[heat])), shape=(shape[0], bands))
    share.eliminate_zeros()
    return share, rise


def _blocks(starts: Index) -> tuple[Index, Index]:
    """Rows and columns of square blocks along the diagonal."""
    rows, columns = [], []
    for first, end in pairwise(starts):
        n = int(end - first)
        rows.append(np.repeat(np.arange(first, end), n))
        columns.append(np.tile(np.arange(first, end), n))
    return np.concatenate(rows), np.concatenate(columns)
