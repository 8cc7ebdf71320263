"""The machines of a hall on its geometry: flows, behaviour, and the halls that are refused.

Powers and machine states change the exchange alone; the geometry stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from coolsim.air.geometry import CaseGeometry
from coolsim.air.plenum import PlenumFlow, uniform_pressure
from coolsim.equipment.coil import CoilState, supply_controlled
from coolsim.errors import SolveError
from coolsim.scene import Scene
from solvers.exchange import Exchange, stack
from solvers.grid import Array

_BALANCE = 1e-9
"""Flow below which a zone counts as balanced, over the hall's supply [-]."""
_MATCHED = 1e-6
"""Difference below which capacity and heat count as equal [-]."""


@dataclass(frozen=True, slots=True)
class Devices:
    """The hall's machines at given rack powers, on a geometry.

    Attributes:
        scene, geometry: What they belong to.
        plenum: Pressure and flows of the raised floor; ``None`` without underfloor supply.
        grille_flow_m3_s: Flow each ceiling grille passes up [m3/s].
        band_power_w: Power of every rack band, shape (bands,) [W].
        intake_flow, discharge_flow: Flow of each patch [m3/s].
        fed: Which zones of the hall a cooler supplies.
        capacity_counts: Whether a coil beyond its capacity loses its set point.
    """

    scene: Scene
    geometry: CaseGeometry
    plenum: PlenumFlow | None
    grille_flow_m3_s: Array
    band_power_w: Array
    intake_flow: Array
    discharge_flow: Array
    fed: NDArray[np.bool_]
    capacity_counts: bool

    @property
    def heat_rate_j_m3_k(self) -> float:
        """Density times heat capacity of the air [J/(m3 K)]."""
        air = self.scene.air
        return air.density_kg_m3 * air.heat_capacity_j_kg_k

    def return_weights(self) -> csr_matrix:
        """Matrix from intake means to cooler return temperatures, shape (coolers, intakes)."""
        rows, columns, values = [], [], []
        total = float(self.grille_flow_m3_s.sum())
        for cooler, intake in enumerate(self.geometry.room_intake):
            if intake >= 0:
                rows.append(cooler)
                columns.append(intake)
                values.append(1.0)
                continue
            for n, flow in enumerate(self.grille_flow_m3_s):
                rows.append(cooler)
                columns.append(self.geometry.first_grille + n)
                values.append(float(flow) / total)
        shape = (len(self.scene.coolers), len(self.geometry.intakes))
        return csr_matrix((values, (rows, columns)), shape=shape)

    def coils(self, intake_means: Array) -> tuple[CoilState, ...]:
        """What each cooler does at given intake means [deg C]."""
        returns = self.return_weights() @ intake_means
        return tuple(
            supply_controlled(
                float(temperature),
                cooler.supply_temperature_c,
                self.heat_rate_j_m3_k * cooler.airflow_m3_s,
                cooler.capacity.value if self.capacity_counts else None,
            )
            for cooler, temperature in zip(self.scene.coolers, returns, strict=True)
        )

    def behaviour(self, coils: Sequence[CoilState]) -> tuple[csr_matrix, Array]:
        """Transfer matrix and offset of all discharges for given coil modes."""
        geometry = self.geometry
        count = len(geometry.discharges)
        offset = np.zeros(count)
        bands = self.band_power_w.size
        rise = np.zeros(bands)
        flowing = self.intake_flow[:bands] > 0.0
        np.divide(
            self.band_power_w,
            self.heat_rate_j_m3_k * self.intake_flow[:bands],
            out=rise,
            where=flowing,
        )
        offset[:bands] = rise
        passing = coo_matrix(
            (np.ones(bands), (np.arange(bands), np.arange(bands))),
            shape=(count, len(geometry.intakes)),
        ).tocsr()
        supply, drop = self._supply_rows(coils)
        mixing = self._mixing()
        transfer = passing + mixing @ supply @ self.return_weights()
        offset = offset + mixing @ drop
        return csr_matrix(transfer), np.asarray(offset)

    def _supply_rows(self, coils: Sequence[CoilState]) -> tuple[csr_matrix, Array]:
        """Each cooler's supply as ``gain * return + offset``."""
        gain = np.zeros(len(coils))
        offset = np.zeros(len(coils))
        for n, (cooler, coil) in enumerate(zip(self.scene.coolers, coils, strict=True)):
            if coil.mode == "holding":
                offset[n] = cooler.supply_temperature_c
            else:
                gain[n] = 1.0
                rate = self.heat_rate_j_m3_k * cooler.airflow_m3_s
                offset[n] = -coil.net_duty_w / rate
        size = len(coils)
        indices = np.arange(size)
        return csr_matrix((gain, (indices, indices)), shape=(size, size)), offset

    def _mixing(self) -> csr_matrix:
        """Share of each cooler's supply in each discharge, shape (discharges, coolers)."""
        geometry = self.geometry
        rows, columns, values = [], [], []
        underfloor = [n for n, index in enumerate(geometry.room_discharge) if index < 0]
        supply = sum(self.scene.coolers[n].airflow_m3_s for n in underfloor)
        for n, index in enumerate(geometry.room_discharge):
            if index >= 0:
                rows.append(index)
                columns.append(n)
                values.append(1.0)
        for patch in range(geometry.first_floor, len(geometry.discharges)):
            for n in underfloor:
                rows.append(patch)
                columns.append(n)
                values.append(self.scene.coolers[n].airflow_m3_s / supply)
        shape = (len(geometry.discharges), len(self.scene.coolers))
        return csr_matrix((values, (rows, columns)), shape=shape)

    def exchange(self, coils: Sequence[CoilState]) -> Exchange:
        """The devices as the solver sees them."""
        transfer, offset = self.behaviour(coils)
        return Exchange(
            intakes=stack(self.geometry.intakes),
            discharges=stack(self.geometry.discharges),
            intake_flow=self.intake_flow,
            discharge_flow=self.discharge_flow,
            transfer=transfer,
            offset=offset,
            heat=self._other_heat(),
        )

    def _other_heat(self) -> Array:
        """Heat of lights and people, spread over the air that coolers reach [K m3/s]."""
        openness, label = self.geometry.openness, self.geometry.zones.label
        heat = openness.grid.zeros()
        if self.scene.other_heat_w > 0.0:
            reached = (label >= 0) & self.fed[label]
            fluid = np.where(reached, openness.fluid, 0.0)
            heat += fluid * (self.scene.other_heat_w / self.heat_rate_j_m3_k / fluid.sum())
        return heat


def build_devices(scene: Scene, geometry: CaseGeometry, *, capacity_counts: bool = True) -> Devices:
    """The machines of a scene on its geometry.

    Args:
        scene: The scene.
        geometry: Its geometry on a grid.
        capacity_counts: Whether a coil beyond its capacity loses its set point. Without, every
            coil does what its set point needs, which shows by how much a capacity is exceeded.

    Raises:
        SolveError: If air is supplied or drawn where nothing can pass it, a zone of the hall is
            sealed and unbalanced, or there is more heat than all coolers can take.
    """
    bands = [band for rack in scene.racks for band in rack.bands]
    power = np.array([band.power_w for band in bands])
    flow = np.array([band.airflow_m3_s(band.power_w) for band in bands])
    _require_airflow(scene)
    plenum = _plenum_flow(scene, geometry)
    grilles = _grille_flow(scene, geometry)
    intake_flow = np.zeros(len(geometry.intakes))
    discharge_flow = np.zeros(len(geometry.discharges))
    intake_flow[: flow.size] = flow
    discharge_flow[: flow.size] = flow
    for n, cooler in enumerate(scene.coolers):
        if geometry.room_intake[n] >= 0:
            intake_flow[geometry.room_intake[n]] = cooler.airflow_m3_s
        if geometry.room_discharge[n] >= 0:
            discharge_flow[geometry.room_discharge[n]] = cooler.airflow_m3_s
    intake_flow[geometry.first_grille :] = grilles
    if plenum is not None:
        tiles = len(geometry.floor)
        discharge_flow[geometry.first_floor : geometry.first_floor + tiles] = plenum.tile_flow_m3_s
        if geometry.leak >= 0:
            discharge_flow[geometry.leak] = plenum.leak_flow_m3_s
    devices = Devices(
        scene=scene,
        geometry=geometry,
        plenum=plenum,
        grille_flow_m3_s=grilles,
        band_power_w=power,
        intake_flow=intake_flow,
        discharge_flow=discharge_flow,
        fed=_fed_zones(geometry, discharge_flow, first_supply=flow.size),
        capacity_counts=capacity_counts and not _is_matched(scene),
    )
    _require_balanced_zones(devices)
    if devices.capacity_counts:
        _require_capacity(devices)
    return devices


def _heat_w(scene: Scene) -> float:
    """All heat released in the hall [W]."""
    return scene.other_heat_w + sum(band.power_w for rack in scene.racks for band in rack.bands)


def _is_matched(scene: Scene) -> bool:
    """Whether one cooler takes exactly the heat of the hall: it then just holds its set point.

    Were it called saturated, its return could have any temperature.
    """
    if len(scene.coolers) != 1:
        return False
    capacity = scene.coolers[0].capacity.value
    return capacity is not None and abs(capacity - _heat_w(scene)) <= _MATCHED * capacity


def _fed_zones(
    geometry: CaseGeometry, discharge_flow: Array, first_supply: int
) -> NDArray[np.bool_]:
    """Which zones a cooler's supply reaches, directly or through the floor."""
    label = geometry.zones.label.ravel()
    fed = np.zeros(geometry.zones.count, dtype=bool)
    for patch, flow in zip(
        geometry.discharges[first_supply:], discharge_flow[first_supply:], strict=True
    ):
        if flow > 0.0:
            fed[label[patch.cells]] = True
    return fed


def _require_capacity(devices: Devices) -> None:
    """Refuse heat that all coolers together cannot take: no temperature would be steady."""
    capacities = [cooler.capacity.value for cooler in devices.scene.coolers]
    known = [value for value in capacities if value is not None]
    heat = _heat_w(devices.scene)
    if len(known) < len(capacities) or heat < sum(known) or heat == 0.0:
        return
    raise SolveError(
        f"{heat / 1e3:,.1f} kW are released and all coolers together can take "
        f"{sum(known) / 1e3:,.1f} kW: no temperature of the hall would be steady.",
        where="coolers",
        remedy="Add cooling capacity, or lower the load.",
    )


def _require_airflow(scene: Scene) -> None:
    for rack in scene.racks:
        for band in rack.bands:
            if band.power_w > 0.0 and band.airflow_m3_s(band.power_w) <= 0.0:
                raise SolveError(
                    f"it has {band.power_w:,.0f} W but no airflow.",
                    where=rack.name,
                    remedy="Give the rack an airflow law with a flow above zero.",
                )


def _plenum_flow(scene: Scene, geometry: CaseGeometry) -> PlenumFlow | None:
    supply = sum(
        cooler.airflow_m3_s
        for cooler, index in zip(scene.coolers, geometry.room_discharge, strict=True)
        if index < 0
    )
    if supply == 0.0:
        return None
    if not scene.has_plenum:
        raise SolveError(
            "a cooler blows under the floor, but the hall has no raised floor.",
            where=_names(scene, geometry.room_discharge),
            remedy="Give the hall a raised floor, or let the cooler discharge to its front.",
        )
    tiles = [scene.tiles[index] for index in geometry.floor]
    leak = scene.leak_area_m2 if geometry.leak >= 0 else 0.0
    if not tiles and leak <= 0.0:
        raise SolveError(
            "underfloor supply air has no way into the hall.",
            where=_names(scene, geometry.room_discharge),
            remedy="Place perforated tiles, or let the cooler discharge to its front.",
        )
    return uniform_pressure(
        supply,
        np.array([tile.opening.area_m2 for tile in tiles]),
        np.array([tile.loss.value or 1.0 for tile in tiles]),
        leak,
        scene.leak_discharge_coefficient,
        scene.air.density_kg_m3,
    )


def _grille_flow(scene: Scene, geometry: CaseGeometry) -> Array:
    drawn = sum(
        cooler.airflow_m3_s
        for cooler, index in zip(scene.coolers, geometry.room_intake, strict=True)
        if index < 0
    )
    grilles = [scene.tiles[index] for index in geometry.grille]
    if drawn > 0.0 and not grilles:
        raise SolveError(
            "a cooler draws from the ceiling void, but no ceiling grille leads into it.",
            where=_names(scene, geometry.room_intake),
            remedy="Give the hall a ceiling void with grilles, or let the cooler draw at its top.",
        )
    if not grilles:
        return np.zeros(0)
    flow = uniform_pressure(
        drawn,
        np.array([grille.opening.area_m2 for grille in grilles]),
        np.array([grille.loss.value or 1.0 for grille in grilles]),
        0.0,
        0.0,
        scene.air.density_kg_m3,
    )
    return flow.tile_flow_m3_s


def _names(scene: Scene, indices: Sequence[int]) -> str:
    names = [c.name for c, index in zip(scene.coolers, indices, strict=True) if index < 0]
    return ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")


def _require_balanced_zones(devices: Devices) -> None:
    """Refuse sealed zones that are fed and drained unequally, or hold heat without supply."""
    geometry, zones, fed = devices.geometry, devices.geometry.zones, devices.fed
    label = zones.label.ravel()
    net = np.zeros(zones.count)
    bands = devices.band_power_w.size
    for patches, flows, sign in (
        (geometry.discharges, devices.discharge_flow, 1.0),
        (geometry.intakes, devices.intake_flow, -1.0),
    ):
        for patch, flow in zip(patches, flows, strict=True):
            np.add.at(net, label[patch.cells], sign * flow * patch.share)
    heated = np.zeros(zones.count, dtype=bool)
    names: dict[int, str] = {}
    for r, rack in enumerate(devices.scene.racks):
        for n in range(geometry.rack_start[r], geometry.rack_start[r + 1]):
            zone = int(label[geometry.intakes[n].cells[0]])
            names.setdefault(zone, rack.name)
            heated[zone] |= bool(devices.band_power_w[n] > 0.0)
    if devices.scene.other_heat_w > 0.0 and not fed.any():
        raise _unfed("hall")
    supply = float(devices.discharge_flow[bands:].sum()) or 1.0
    for zone in range(zones.count):
        if abs(net[zone]) > _BALANCE * supply:
            raise SolveError(
                f"a zone of the hall is sealed and unbalanced by {net[zone]:+.3f} m³/s.",
                where=names.get(zone, "containment"),
                remedy="Let the containment leak, open it, or match supply and demand inside it.",
            )
        if heated[zone] and not fed[zone]:
            raise _unfed(names.get(zone, "containment"))


def _unfed(where: str) -> SolveError:
    return SolveError(
        "heat is released where no cooler supplies any air.",
        where=where,
        remedy="Place a cooler, or let the containment around it leak.",
    )
