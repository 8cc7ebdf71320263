"""The machines of a hall on its geometry: flows, behaviour, and the halls that are refused.

Powers and machine states change the exchange alone; the geometry stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from coolsim.air.cabinet import CabinetAir, CabinetDrive, breathe, calm, with_flows
from coolsim.air.cabinet_openings import build_network
from coolsim.air.circuits import find_circuits
from coolsim.air.doors import door_laws
from coolsim.air.geometry import CaseGeometry
from coolsim.air.heat_sources import room_heat
from coolsim.air.plenum import SpaceFlow
from coolsim.air.refusals import (
    require_airflow,
    require_balanced_zones,
    require_capacity,
    require_related_pressures,
    require_supply,
    require_ways_out,
)
from coolsim.air.sealed_cabinets import pressed
from coolsim.air.spaces import fed_spaces, uniform_flow
from coolsim.equipment.coil import CoilState, supply_controlled
from coolsim.scene import Scene, SceneCooler
from solvers.exchange import Exchange, Index
from solvers.grid import Array

_MATCHED = 1e-6
"""Difference below which capacity and heat count as equal [-]."""


@dataclass(frozen=True, slots=True)
class Devices:
    """The hall's machines at given rack powers, on a geometry.

    Attributes:
        scene, geometry: What they belong to.
        supply_set_points_c: Supply air each cooler's control asks for, shape (coolers,) [deg C].
        uniform: Pressures and flows if plenum, room and void were at one pressure each: the first
            guess, and what a draft passes through the slabs.
        band_power_w: Heat that every rack band gives to the air, shape (bands,) [W].
        band_flow_m3_s: Flow through the servers of every rack band [m3/s].
        cabinets: Air inside the racks' cabinets; ``None`` where no rack has one.
        intake_flow, discharge_flow: Flow of each patch [m3/s].
        fed: Which spaces of the hall a cooler supplies, directly, through a slab or a rack.
        zone_circuit, cooler_circuit: Air circuit of each zone and of each cooler.
        capacity_counts: Whether a coil beyond its capacity loses its set point.
    """

    scene: Scene
    geometry: CaseGeometry
    supply_set_points_c: Array
    uniform: SpaceFlow
    band_power_w: Array
    band_flow_m3_s: Array
    cabinets: CabinetAir | None
    intake_flow: Array
    discharge_flow: Array
    fed: NDArray[np.bool_]
    zone_circuit: Index
    cooler_circuit: Index
    capacity_counts: bool

    @property
    def heat_rate_j_m3_k(self) -> float:
        """Density times heat capacity of the air [J/(m3 K)]."""
        air = self.scene.air
        return air.density_kg_m3 * air.heat_capacity_j_kg_k

    def return_weights(self) -> csr_matrix:
        """Matrix from intake means to cooler return temperatures, shape (coolers, intakes)."""
        coolers, first = len(self.scene.coolers), self.geometry.first_cooler
        drawn = np.arange(coolers)
        shape = (coolers, len(self.geometry.intakes))
        return csr_matrix((np.ones(coolers), (drawn, first + drawn)), shape=shape)

    def returns_c(self, intake_means: Array) -> Array:
        """Return temperature of each cooler, as :meth:`return_weights` picks it [deg C]."""
        first = self.geometry.first_cooler
        return intake_means[first : first + len(self.scene.coolers)]

    def coils(self, intake_means: Array) -> tuple[CoilState, ...]:
        """What each cooler does at given intake means [deg C]."""
        returns = self.returns_c(intake_means)
        return tuple(
            supply_controlled(
                float(temperature),
                float(set_point),
                self.heat_rate_j_m3_k * cooler.airflow_m3_s,
                cooler.capacity.value if self.capacity_counts else None,
                coldest_c=self._coldest_c(cooler, float(temperature)),
            )
            for cooler, set_point, temperature in zip(
                self.scene.coolers, self.supply_set_points_c, returns, strict=True
            )
        )

    def _coldest_c(self, cooler: SceneCooler, return_c: float) -> float | None:
        """Coldest supply that a coil's water allows; ``None`` where its water is not solved."""
        law = cooler.full_law(self.heat_rate_j_m3_k * cooler.airflow_m3_s)
        if cooler.coil is None or law is None or not self.capacity_counts:
            return None
        return law[0] * return_c + law[1]

    def inlet_shares(self) -> csr_matrix:
        """Share of each intake in what the servers of each rack band take in, (bands, intakes)."""
        bands = self.band_power_w.size
        plain = np.setdiff1d(np.arange(bands), self._in_cabinets())
        shape = (bands, len(self.geometry.intakes))
        shares = csr_matrix((np.ones(plain.size), (plain, plain)), shape=shape)
        if self.cabinets is None:
            return shares
        return csr_matrix(shares + self.cabinets.drawn(bands) @ self.cabinets.share)

    def inlet_rises_k_w(self) -> csr_matrix:
        """Rise of each rack band's inlet by heat that leaks back, (bands, bands) [K/W]."""
        bands = self.band_power_w.size
        if self.cabinets is None:
            return csr_matrix((bands, bands))
        return csr_matrix(self.cabinets.drawn(bands) @ self.cabinets.rise_k_w)

    def discharge_rises_k_w(self) -> csr_matrix:
        """Rise of every discharge by the power of each rack band, (discharges, bands) [K/W]."""
        bands, count = self.band_power_w.size, len(self.geometry.discharges)
        rate = self.heat_rate_j_m3_k * self.band_flow_m3_s
        by_power = np.divide(1.0, rate, out=np.zeros(bands), where=rate > 0.0)
        plain = np.setdiff1d(np.arange(bands), self._in_cabinets())
        rises = csr_matrix((by_power[plain], (plain, plain)), shape=(count, bands))
        if self.cabinets is not None:
            rises = rises + self.cabinets.discharged(count) @ self.cabinets.rise_k_w
        passed = 1.0 - door_laws(self).share
        return csr_matrix(diags(passed) @ rises)

    def door_offsets_k(self) -> Array:
        """What rear doors add to every discharge whatever it carries, shape (discharges,) [K]."""
        doors = door_laws(self)
        return np.asarray(doors.share * doors.water_c + doors.fan_k)

    def rack_discharges(self) -> tuple[Index, Index]:
        """Discharges that racks blow through, and the index of the rack of each."""
        start = self.geometry.rack_start
        own = np.arange(start[-1], dtype=np.int64)
        rack = np.repeat(np.arange(start.size - 1, dtype=np.int64), np.diff(start))
        if self.cabinets is None:
            return own, rack
        further, of_rack = self.cabinets.further_discharges()
        return np.concatenate([own, further]), np.concatenate([rack, of_rack])

    def inlets_c(self, intake_means: Array) -> Array:
        """What the servers of every rack band take in, shape (bands,) [deg C]."""
        if self.cabinets is None:
            return np.asarray(intake_means[: self.band_power_w.size])
        inlets = intake_means[: self.band_power_w.size].copy()
        plenums = self.cabinets.plenums_c(intake_means, self.band_power_w)
        inlets[self.cabinets.patches.bands] = plenums[: self.cabinets.count]
        return np.asarray(inlets)

    def server_outlets_c(self, inlets_c: Array) -> Array:
        """What the servers of every rack band give off at given inlets, shape (bands,) [deg C]."""
        return np.asarray(inlets_c + self._rises_k())

    def fan_flows(self, inlets_c: Array, pressures_pa: Array) -> Array:
        """Flow of every rack band by its law, shape (bands,) [m3/s].

        Args:
            inlets_c: What the servers of each rack band take in [deg C].
            pressures_pa: Pressure before each rack over that behind it [Pa].
        """
        start = self.geometry.rack_start
        pressures = np.repeat(pressures_pa, np.diff(start))
        bands = (band for rack in self.scene.breathers for band in rack.bands)
        return np.array(
            [
                band.airflow_m3_s(band.power_w, float(inlet), float(pressure))
                for band, inlet, pressure in zip(bands, inlets_c, pressures, strict=True)
            ]
        )

    def with_band_flows(self, flow: Array, drive: CabinetDrive | None = None) -> Devices:
        """The devices with other flows through the servers.

        Args:
            flow: Of every rack band [m3/s].
            drive: What moves the air in cabinets besides; ``None`` keeps what does.

        Raises:
            SolveError: If a sealed zone of the hall is then unbalanced.
        """
        cabinets = self.cabinets
        if cabinets is not None:
            cabinets = with_flows(
                cabinets, flow, drive or cabinets.drive, self.scene, self.band_power_w
            )
        changed = replace(
            self,
            band_flow_m3_s=flow,
            cabinets=cabinets,
            intake_flow=self.intake_flow.copy(),
            discharge_flow=self.discharge_flow.copy(),
        )
        changed = changed.opened()
        flows = (changed.intake_flow, changed.discharge_flow)
        require_balanced_zones(self.geometry, flows, self.scene)
        return changed

    def opened(self) -> Devices:
        """The devices with what racks and cabinets move in the flows of their patches, in place."""
        self.open_racks()
        if self.cabinets is None:
            return self
        flows = (self.intake_flow, self.discharge_flow)
        cabinets = pressed(
            self.scene, self.geometry, self.cabinets, self.band_flow_m3_s, self.band_power_w, flows
        )
        if cabinets is self.cabinets:
            return self
        cabinets.put_flows(*flows)
        return replace(self, cabinets=cabinets)

    def open_racks(self) -> None:
        """Write what racks and cabinets move into the flows of all patches, in place."""
        bands = self.band_flow_m3_s.size
        self.intake_flow[:bands] = self.band_flow_m3_s
        self.discharge_flow[:bands] = self.band_flow_m3_s
        if self.cabinets is not None:
            self.cabinets.put_flows(self.intake_flow, self.discharge_flow)

    def _rises_k(self) -> Array:
        """Rise of the air through the servers of every rack band [K]."""
        rate = self.heat_rate_j_m3_k * self.band_flow_m3_s
        rise = np.zeros(rate.size)
        np.divide(self.band_power_w, rate, out=rise, where=rate > 0.0)
        return rise

    def _in_cabinets(self) -> Index:
        """Rack bands that stand in a cabinet."""
        return np.zeros(0, dtype=np.int64) if self.cabinets is None else self.cabinets.patches.bands

    def capacity_rates_w_k(self) -> Array:
        """Mass flow times heat capacity of each cooler's air [W/K]."""
        return self.heat_rate_j_m3_k * np.array([c.airflow_m3_s for c in self.scene.coolers])

    def behaviour(self, coils: Sequence[CoilState]) -> tuple[csr_matrix, Array]:
        """Transfer matrix and offset of all discharges for given coils."""
        off = np.array([coil.mode != "holding" for coil in coils], dtype=bool)
        held = self.supply_set_points_c
        duty = np.array([coil.net_duty_w for coil in coils])
        drop = duty / self.capacity_rates_w_k()
        return self.linear_behaviour(np.where(off, 1.0, 0.0), np.where(off, -drop, held))

    def linear_behaviour(
        self, gain: Array, supply_offset: Array, *, doors: bool = True
    ) -> tuple[csr_matrix, Array]:
        """Transfer matrix and offset of all discharges for a linear law of each cooler.

        Args:
            gain: What each cooler's supply passes on of its return [-].
            supply_offset: The rest of its supply [deg C].
            doors: Whether rear doors act; they pass on all that is no heat.
        """
        geometry = self.geometry
        count, first = len(geometry.discharges), geometry.first_cooler
        offset = np.zeros(count)
        plain = np.setdiff1d(np.arange(self.band_power_w.size), self._in_cabinets())
        offset[plain] = self._rises_k()[plain]
        # what passes straight on has its intake and its discharge at the same place
        straight = np.zeros(count)
        straight[plain] = 1.0
        passed: Array | None = None
        if self.cabinets is not None:
            blown = self.cabinets.discharged(count)
            offset += np.asarray(blown @ (self.cabinets.rise_k_w @ self.band_power_w))
        if doors and any(rack.door for rack in self.scene.breathers):
            passed = 1.0 - door_laws(self).share
            straight *= passed
            offset = passed * offset + self.door_offsets_k()
        coolers = slice(first, first + gain.size)
        offset[coolers] += supply_offset
        straight[coolers] += gain
        at = np.arange(count)
        transfer = csr_matrix((straight, (at, at)), shape=(count, len(geometry.intakes)))
        if self.cabinets is not None:
            shared = blown @ self.cabinets.share
            transfer = transfer + (shared if passed is None else diags(passed) @ shared)
        return csr_matrix(transfer), offset

    def outlet_temperatures(self, coils: Sequence[CoilState], intake_means: Array) -> Array:
        """Temperature of every discharge at given supplies and intake means [deg C]."""
        supply = np.array([coil.supply_temperature_c for coil in coils])
        transfer, offset = self.linear_behaviour(np.zeros(supply.size), supply)
        return np.asarray(transfer @ intake_means + offset)

    def exchange(self, coils: Sequence[CoilState]) -> Exchange:
        """The devices as the solver sees them."""
        transfer, offset = self.behaviour(coils)
        return Exchange(
            intakes=self.geometry.laid_intakes,
            discharges=self.geometry.laid_discharges,
            intake_flow=self.intake_flow,
            discharge_flow=self.discharge_flow,
            transfer=transfer,
            offset=offset,
            heat=self._room_heat_w() / self.heat_rate_j_m3_k,
        )

    def heat_per_circuit_w(self) -> Array:
        """Heat released in each air circuit, shape (circuits,) [W]."""
        label = self.geometry.zones.label
        cells = label >= 0
        heat = np.bincount(
            self.zone_circuit[label[cells]],
            self._room_heat_w()[cells],
            minlength=int(self.zone_circuit.max()) + 1,
        )
        laid, bands = self.geometry.laid_intakes, self.band_power_w.size
        circuits = self.zone_circuit[label.ravel()[laid.cells[laid.start[:bands]]]]
        np.add.at(heat, circuits, self.band_power_w)
        for n, rack in enumerate(self.scene.breathers):
            if rack.door is not None:
                # a door takes more the warmer it gets: there is never too much heat about it
                heat[circuits[self.geometry.rack_start[n]]] = 0.0
        return np.asarray(heat)

    def reached(self) -> NDArray[np.bool_]:
        """Padded cells whose air a cooler supplies."""
        label = self.geometry.spaces.label
        return np.asarray((label >= 0) & self.fed[label])

    def _room_heat_w(self) -> Array:
        """Heat of lights, people and others in the air that coolers reach, padded [W]."""
        return room_heat(self.scene, self.geometry.openness, self.reached())


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
    bands = [band for rack in scene.breathers for band in rack.bands]
    power = np.array([band.heat_w for band in bands])
    flow = np.array([band.airflow_m3_s(band.power_w) for band in bands])
    require_airflow(scene)
    require_related_pressures(scene, geometry)
    require_ways_out(scene, geometry.passages)
    intake_flow = np.zeros(len(geometry.intakes))
    discharge_flow = np.zeros(len(geometry.discharges))
    coolers = slice(geometry.first_cooler, geometry.first_cooler + len(scene.coolers))
    intake_flow[coolers] = discharge_flow[coolers] = [c.airflow_m3_s for c in scene.coolers]
    devices = Devices(
        scene=scene,
        geometry=geometry,
        supply_set_points_c=np.array([c.supply_temperature_c for c in scene.coolers]),
        uniform=SpaceFlow(np.zeros(geometry.spaces.count), np.zeros(geometry.passages.faces.size)),
        band_power_w=power,
        band_flow_m3_s=flow,
        cabinets=_calm_cabinets(scene, geometry, flow, power),
        intake_flow=intake_flow,
        discharge_flow=discharge_flow,
        fed=np.zeros(geometry.spaces.count, dtype=bool),
        zone_circuit=np.zeros(geometry.zones.count, dtype=np.int64),
        cooler_circuit=np.zeros(len(scene.coolers), dtype=np.int64),
        capacity_counts=capacity_counts and not _is_matched(scene),
    )
    devices = devices.opened()
    require_balanced_zones(geometry, (intake_flow, discharge_flow), scene)
    uniform = uniform_flow(scene, geometry, intake_flow, discharge_flow)
    fed = fed_spaces(scene, geometry, discharge_flow, uniform)
    devices = replace(devices, uniform=uniform, fed=fed)
    require_supply(scene, geometry, devices.fed)
    devices = _with_circuits(devices)
    if devices.capacity_counts:
        require_capacity(scene, devices.cooler_circuit, devices.heat_per_circuit_w())
    return devices


def _calm_cabinets(
    scene: Scene, geometry: CaseGeometry, flow: Array, power: Array
) -> CabinetAir | None:
    """Air in the cabinets as a flow begins: all of it at the coolers' set point."""
    patches = geometry.cabinets
    if patches is None:
        return None
    supply = [cooler.supply_temperature_c for cooler in scene.coolers]
    drive = calm(patches, float(np.mean(supply)) if supply else 20.0)
    network = build_network(scene, patches)
    return breathe(scene, patches, network, drive, flow, power, len(geometry.intakes))


def _heat_w(scene: Scene) -> float:
    """All heat released in the hall [W]."""
    return scene.room_heat_w + scene.rack_heat_w


def _is_matched(scene: Scene) -> bool:
    """Whether one cooler takes exactly the heat of the hall: it then just holds its set point.

    Were it called saturated, its return could have any temperature.
    """
    has_water = any(item.door for item in scene.breathers) or any(c.coil for c in scene.coolers)
    if len(scene.coolers) != 1 or scene.envelope or has_water:
        return False
    capacity = scene.coolers[0].capacity.value
    return capacity is not None and abs(capacity - _heat_w(scene)) <= _MATCHED * capacity


def strongest_opening(devices: Devices) -> tuple[str, float]:
    """The rack or cooler whose opening has the fastest air, and that speed [m/s]."""
    geometry, scene = devices.geometry, devices.scene
    names = [rack.name for rack in scene.breathers for _ in rack.bands]
    names += [cooler.name for cooler in scene.coolers]
    speeds: list[tuple[float, str]] = [(0.0, "hall")]
    for patches, flows in (
        (geometry.intakes, devices.intake_flow),
        (geometry.discharges, devices.discharge_flow),
    ):
        for patch, flow, name in zip(patches, flows, names, strict=False):
            fastest = float(np.abs(patch.velocity_per_flow).max(initial=0.0)) * float(flow)
            speeds.append((fastest, name))
    speed, name = max(speeds)
    return name, speed


def _with_circuits(devices: Devices) -> Devices:
    """The devices with the air circuits they make of the hall's zones."""
    geometry, coolers = devices.geometry, len(devices.scene.coolers)
    coupling, _ = devices.linear_behaviour(np.ones(coolers), np.zeros(coolers))
    _, of_zone, of_intake = find_circuits(
        geometry.zones, geometry.intakes, geometry.discharges, coupling
    )
    first = geometry.first_cooler
    return replace(devices, zone_circuit=of_zone, cooler_circuit=of_intake[first : first + coolers])
