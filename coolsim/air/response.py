"""Where the air that a rack draws came from: shares of racks and coolers, capture indices.

All of it holds for the flow as solved. What a source *carries* to an inlet is exact; what would
happen without the source is another flow, which only another solve knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coolsim.air.case import Devices
from coolsim.air.room_shares import heat_rises, wall_shares
from coolsim.air.solution import AirSolution
from solvers.frozen import FrozenFlow, freeze_correction, stencil_of
from solvers.response import Response, Shares
from solvers.stencil import apply_stencil

Array = NDArray[np.float64]
Kind = Literal["cooler", "rack", "wall", "heat", "unsettled"]

_CORRECTED = 1e-9
"""Share of the sources above which the published system holds a second-order correction [-]."""
_ROUNDING = 1e-12
"""Share of a cell's inflow below which a remainder is round-off, no wall [-]."""
_NAMED = 1e-6
"""Share of all that walls stand for below which what has no name is round-off [-]."""
_SETTLED_K = 1e-6
"""Difference to the solved inlet that needs no line of its own [K]."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source carries to an inlet.

    Attributes:
        source_id, source_name: The rack or cooler; for a group of sources the group.
        kind: ``cooler``, ``rack`` (its exhaust), ``wall`` (that passes heat), ``heat`` (released
            into the air of the hall) or ``unsettled`` (what the mean of a changing flow carries
            beyond the mean flow).
        share: Share of the inlet air that the source blew out last, or of a wall the share of air
            that would carry the same at the wall's temperature [-].
        temperature_c: Temperature at which it did [deg C]; NaN for what is no air.
        adds_k: ``share`` times temperature over the reference, or the rise by heat [K].
    """

    source_id: str
    source_name: str
    kind: Kind
    share: float
    temperature_c: float
    adds_k: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an inlet is as warm as it is.

    Attributes:
        rack_id, rack_name: The rack.
        band: Index of the height band explained, from the bottom.
        z_from_m, z_to_m: Its height above the floor [m].
        inlet_temperature_c: As solved [deg C].
        reference_temperature_c: What contributions are counted from: the mean supply air [deg C].
        supply_share: Share of the inlet air that comes straight from coolers [-].
        contributions: One per source with a share, the largest rise first; with the reference they
            add up to the inlet temperature.
        sum_error_k: By how much they do not [K].
    """

    rack_id: str
    rack_name: str
    band: int
    z_from_m: float
    z_to_m: float
    inlet_temperature_c: float
    reference_temperature_c: float
    supply_share: float
    contributions: tuple[Contribution, ...]
    sum_error_k: float


@dataclass(frozen=True, slots=True)
class Capture:
    """Capture indices of one rack; ``None`` where its servers move no air.

    Source: VanGilder & Shrivastava, ASHRAE Trans. 113(1) (2007).

    Attributes:
        rack_id, rack_name: The rack.
        cold_fraction: Share of its inlet air that comes straight from the coolers [-].
        hot_fraction: Share of its exhaust that coolers draw before any rack does [-].
    """

    rack_id: str
    rack_name: str
    cold_fraction: float | None
    hot_fraction: float | None


class AirResponse:
    """Tracers on the flow of a solved room.

    Args:
        solution: The solved room.
    """

    def __init__(self, solution: AirSolution) -> None:
        self.solution = solution
        flow, self._is_corrected = frozen_flow(solution)
        self.response = Response(flow)
        self._origin, self._carried = _origins(solution)

    @property
    def devices(self) -> Devices:
        """The machines of the room."""
        return self.solution.devices

    @property
    def cooler_origin(self) -> csr_matrix:
        """Share of each cooler's supply in each discharge, shape (coolers, discharges)."""
        return csr_matrix(self._origin[len(self.devices.scene.breathers) :])

    def explain(self, rack: int, band: int | None = None) -> Explanation:
        """Explain the inlet of a rack.

        Args:
            rack: Index of the rack in the scene.
            band: Index of the band in the rack; ``None`` takes its warmest occupied one.
        """
        geometry, scene = self.devices.geometry, self.devices.scene
        start, end = int(geometry.rack_start[rack]), int(geometry.rack_start[rack + 1])
        inlets = self.devices.inlets_c(self.solution.intake_means)
        if band is None:
            flow = self.devices.band_flow_m3_s[start:end]
            occupied = flow > 0.0 if flow.any() else np.ones_like(flow, dtype=bool)
            band = int(np.argmax(np.where(occupied, inlets[start:end], -np.inf)))
        inlet, reference = float(inlets[start + band]), self.reference_c()
        weights, inside = self._drawn(rack, start + band, reference)
        influence = np.asarray(self.response.influence(weights), dtype=np.float64)
        contributions = self._contributions(influence, inlet, reference, inside)
        total = reference + sum(item.adds_k for item in contributions)
        drawn = scene.breathers[rack].bands[band]
        return Explanation(
            rack_id=scene.breathers[rack].id,
            rack_name=scene.breathers[rack].name,
            band=band,
            z_from_m=drawn.z_from_m,
            z_to_m=drawn.z_to_m,
            inlet_temperature_c=inlet,
            reference_temperature_c=reference,
            supply_share=sum(item.share for item in contributions if item.kind == "cooler"),
            contributions=contributions,
            sum_error_k=total - inlet,
        )

    def reference_c(self) -> float:
        """Flow-weighted mean supply temperature of the coolers [deg C]."""
        flow = np.array([cooler.airflow_m3_s for cooler in self.devices.scene.coolers])
        supply = np.array([coil.supply_temperature_c for coil in self.solution.coils])
        return float(flow @ supply / flow.sum())

    def _drawn(
        self, rack: int, band: int, reference_c: float
    ) -> tuple[Array, tuple[Contribution, ...]]:
        """What a band's servers draw: weight of every intake, and air from inside the cabinet."""
        means = self.solution.intake_means
        weights = np.zeros(means.size)
        cabinets = self.devices.cabinets
        if cabinets is None or band not in cabinets.patches.bands:
            weights[band] = 1.0
            return weights, ()
        place = int(np.flatnonzero(cabinets.patches.bands == band)[0])
        aisle, rear = (part[place].toarray()[0] for part in cabinets.front_shares())
        weights[cabinets.patches.bands] = aisle
        share = float(rear.sum())
        if share <= 0.0:
            return weights, ()
        plenums = cabinets.plenums_c(means, self.devices.band_power_w)[cabinets.count :]
        carried = float(rear @ plenums)
        drawn = self.devices.scene.breathers[rack]
        name = f"{drawn.name} (inside its cabinet)"
        adds = carried - share * reference_c
        return weights, (Contribution(drawn.id, name, "rack", share, carried / share, adds),)

    def _contributions(
        self,
        influence: Array,
        inlet_c: float,
        reference_c: float,
        inside: tuple[Contribution, ...] = (),
    ) -> tuple[Contribution, ...]:
        scene, row = self.devices.scene, self.response.shares(influence)
        share = np.asarray(self._origin @ row.air[0])
        carried = np.asarray(self._carried @ row.air[0])
        sources: list[tuple[str, str, Kind]] = [(r.id, r.name, "rack") for r in scene.breathers]
        sources += [(c.id, c.name, "cooler") for c in scene.coolers]
        found = [
            Contribution(
                *source, float(share[n]), float(carried[n] / share[n]),
                float(carried[n] - share[n] * reference_c),
            )
            for n, source in enumerate(sources)
            if share[n] > 0.0
        ]  # fmt: skip
        found += inside
        found += self._of_the_room(influence, row, reference_c)
        left = inlet_c - reference_c - sum(item.adds_k for item in found)
        if abs(left) > _SETTLED_K:
            name = "Flow that does not stand still"
            found.append(Contribution("flow", name, "unsettled", 0.0, float("nan"), left))
        return tuple(sorted(found, key=lambda item: -item.adds_k))

    def _of_the_room(
        self, influence: Array, row: Shares, reference_c: float
    ) -> Iterator[Contribution]:
        """What outer sides and the room's own heat carry, by name; the rest of each in a line."""
        walls, walls_heat = float(row.wall[0]), float(row.wall_heat[0])
        named = wall_shares(self.devices, influence)
        for name, share, outside_c in named if walls > 0.0 else ():
            adds = share * (outside_c - reference_c)
            yield Contribution(name, name.capitalize(), "wall", share, outside_c, adds)
            walls, walls_heat = walls - share, walls_heat - share * outside_c
        if walls > _NAMED * float(row.wall[0]):
            mean = walls_heat / walls
            adds = walls * (mean - reference_c)
            yield Contribution("walls", "Walls", "wall", walls, mean, adds)
        heat = float(row.heat[0])
        for name, rise in heat_rises(self.devices, influence).items():
            source = name.lower().replace(" ", "-")
            yield Contribution(source, name, "heat", 0.0, float("nan"), rise)
            heat -= rise
        if abs(heat) > _SETTLED_K:
            yield Contribution("hall", "Other heat", "heat", 0.0, float("nan"), heat)

    def captures(self, cooler_ids: Collection[str] | None = None) -> tuple[Capture, ...]:
        """Capture indices of all racks, by one forward and one backward tracer.

        Args:
            cooler_ids: The coolers that count as local; ``None`` takes all.
        """
        devices, starts = self.devices, self.devices.geometry.rack_start
        counted = np.array(
            [float(cooler_ids is None or c.id in cooler_ids) for c in devices.scene.coolers]
        )
        drawn = np.array([cooler.airflow_m3_s for cooler in devices.scene.coolers]) * counted
        cold = self.response.mixture(np.asarray(self.cooler_origin.T @ counted))
        captured = self.response.row(np.asarray(devices.return_weights().T @ drawn)).air[0]
        released = devices.discharge_flow
        if self._is_corrected:
            # the incremental form keeps sums of rows, not of columns
            released = self.response.row(devices.intake_flow).air[0]
        flow = devices.band_flow_m3_s
        discharges, rack = devices.rack_discharges()
        count = len(devices.scene.breathers)
        cold_sum = _per_rack(flow * self._of_aisles(cold), starts)
        drawn_sum = _per_rack(flow, starts)
        hot_sum = np.bincount(rack, captured[discharges], minlength=count)
        released_sum = np.bincount(rack, released[discharges], minlength=count)
        return tuple(
            Capture(
                rack.id,
                rack.name,
                float(cold_sum[n] / drawn_sum[n]) if drawn_sum[n] > 0.0 else None,
                float(hot_sum[n] / released_sum[n]) if drawn_sum[n] > 0.0 else None,
            )
            for n, rack in enumerate(devices.scene.racks)
        )

    def _of_aisles(self, intake_shares: NDArray[np.floating[Any]]) -> Array:
        """A tracer of the room in what each rack band's servers draw: none inside cabinets."""
        drawn = intake_shares[: self.devices.band_power_w.size].copy()
        cabinets = self.devices.cabinets
        if cabinets is not None:
            aisle, _ = cabinets.front_shares()
            drawn[cabinets.patches.bands] = aisle @ drawn[cabinets.patches.bands]
        return np.asarray(drawn)


def frozen_flow(solution: AirSolution) -> tuple[FrozenFlow, bool]:
    """The transport on the flow of a solved room, and whether it holds a second-order correction.

    It is taken from the published temperature system, so both have the same answer.
    """
    devices, sparse = solution.devices, solution.sparse
    intakes, discharges = devices.geometry.laid_intakes, devices.geometry.laid_discharges
    heat = devices.exchange(solution.coils).heat
    active = sparse.numbering >= 0
    cells = int(np.count_nonzero(active))
    coefficients = stencil_of(csr_matrix(sparse.matrix[:cells, :cells]), sparse.numbering)
    # what the published system holds beyond heat and devices is walls, and the correction elsewhere
    wall_flow = coefficients.centre - sum(coefficients[1:])
    discharges.add(wall_flow, -devices.discharge_flow)
    wall_flow[wall_flow < _ROUNDING * coefficients.centre] = 0.0
    beyond = np.zeros_like(wall_flow)
    coupling = csr_matrix(sparse.matrix[:cells, cells:])
    beyond[active] = sparse.rhs[:cells] - coupling @ solution.intake_means
    beyond -= heat
    discharges.add(beyond, -devices.discharge_flow * solution.outlet_means)
    beyond[~active] = 0.0
    scale = float(np.abs(sparse.rhs[:cells]).max(initial=0.0)) or 1.0
    is_corrected = bool(np.abs(beyond[wall_flow == 0.0]).max(initial=0.0) > _CORRECTED * scale)
    if is_corrected:
        openness = devices.geometry.openness
        grid = openness.grid
        temperature, first_order = solution.state.temperature, coefficients
        coefficients = freeze_correction(first_order, temperature, openness.plates)
        before, after = grid.zeros(), grid.zeros()
        apply_stencil(first_order, temperature, before)
        apply_stencil(coefficients, temperature, after)
        beyond -= before - after
    flow = FrozenFlow(
        coefficients=coefficients,
        intakes=intakes,
        discharges=discharges,
        discharge_flow=devices.discharge_flow,
        heat=heat,
        wall_flow=wall_flow,
        wall_heat=np.where(wall_flow > 0.0, beyond, 0.0),
    )
    return flow, is_corrected


def _origins(solution: AirSolution) -> tuple[csr_matrix, csr_matrix]:
    """Share of each source in each discharge, and the same times the source's temperature.

    Sources are the racks, then the coolers.
    """
    geometry, scene = solution.devices.geometry, solution.devices.scene
    rows, columns, shares, temperatures = [], [], [], []

    def add(source: int, discharge: int, share: float, temperature: float) -> None:
        rows.append(source)
        columns.append(discharge)
        shares.append(share)
        temperatures.append(share * temperature)

    for discharge, rack in zip(*solution.devices.rack_discharges(), strict=True):
        add(int(rack), int(discharge), 1.0, float(solution.outlet_means[discharge]))
    for n, coil in enumerate(solution.coils):
        add(len(scene.breathers) + n, geometry.first_cooler + n, 1.0, coil.supply_temperature_c)
    shape = (len(scene.breathers) + len(scene.coolers), len(geometry.discharges))
    return (
        csr_matrix((shares, (rows, columns)), shape=shape),
        csr_matrix((temperatures, (rows, columns)), shape=shape),
    )


def _per_rack(values: NDArray[np.floating[Any]], starts: NDArray[np.int64]) -> Array:
    """Sum of band values over each rack."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(total[starts[1:]] - total[starts[:-1]])
