"""From the resolved hall to a grid case: geometry, openings, and devices as exchanges.

The geometry depends on what is drawn only; powers and machine states change the exchange alone, so
a study re-uses the geometry and starts warm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from coolsim.air.confinement import confined, moved_plates
from coolsim.air.openings import floor_leak_patch, opening_patch
from coolsim.air.plenum import PlenumFlow, uniform_pressure
from coolsim.equipment.coil import CoilState, supply_controlled
from coolsim.errors import SolveError
from coolsim.scene import Opening, Scene
from solvers.exchange import Exchange, Patch, stack
from solvers.grid import Array, Grid
from solvers.openness import Box, Openness, Plate, Zones, build_openness, find_zones

_BALANCE = 1e-9
"""Flow below which a zone counts as balanced, over the hall's supply [-]."""


@dataclass(frozen=True, slots=True)
class CaseGeometry:
    """A hall on a grid: geometry and the openings of every device.

    Intakes are laid out as racks' bands, then coolers that draw from the room, then ceiling
    grilles. Discharges are racks' bands, then coolers that blow into the room, then floor tiles,
    then the floor leak.

    Attributes:
        openness: Geometry on the grid.
        zones: Parts of the hall that air can pass between.
        intakes, discharges: Patches in that order.
        rack_start: First band of each rack, shape (racks + 1,).
        room_intake, room_discharge: Index of each cooler's patch, -1 for void or plenum.
        grille: Tile index of each ceiling grille; ``floor`` the same for floor tiles.
        first_grille, first_floor: Their first patch index.
        leak: Patch index of the floor leak, -1 without.
    """

    openness: Openness
    zones: Zones
    intakes: tuple[Patch, ...]
    discharges: tuple[Patch, ...]
    rack_start: NDArray[np.int64]
    room_intake: tuple[int, ...]
    room_discharge: tuple[int, ...]
    grille: tuple[int, ...]
    floor: tuple[int, ...]
    first_grille: int
    first_floor: int
    leak: int


def build_geometry(scene: Scene, grid: Grid) -> CaseGeometry:
    """Put a scene on a grid.

    Raises:
        SolveError: If a rack or cooler cannot breathe because its opening is walled up.
    """
    boxes = [Box(r.body.low, r.body.high) for r in scene.racks]
    boxes += [Box(c.body.low, c.body.high) for c in scene.coolers]
    boxes += [Box(s.low, s.high) for s in scene.solids]
    plates = [
        Plate(
            plate.axis,
            plate.position,
            (plate.spans[0][0], plate.spans[1][0]),
            (plate.spans[0][1], plate.spans[1][1]),
            plate.open_share,
        )
        for plate in scene.plates
    ]
    openness = build_openness(grid, boxes, plates)
    zones = find_zones(openness)
    moved = moved_plates(grid, plates, boxes)

    def patch_of(opening: Opening) -> Patch | None:
        return opening_patch(openness, confined(grid, opening, moved))

    intakes: list[Patch] = []
    discharges: list[Patch] = []
    starts = [0]
    for rack in scene.racks:
        for band in rack.bands:
            for opening, target, side in (
                (band.intake, intakes, "intake"),
                (band.exhaust, discharges, "exhaust"),
            ):
                patch = patch_of(opening)
                if patch is None:
                    raise _blocked(rack.name, side)
                target.append(patch)
        starts.append(len(intakes))
    room_intake: list[int] = []
    room_discharge: list[int] = []
    for cooler in scene.coolers:
        for drawn, target, indices, side in (
            (cooler.intake, intakes, room_intake, "return"),
            (cooler.discharge, discharges, room_discharge, "supply"),
        ):
            if drawn is None:
                indices.append(-1)
                continue
            patch = patch_of(drawn)
            if patch is None:
                raise _blocked(cooler.name, side)
            indices.append(len(target))
            target.append(patch)
    grille: list[int] = []
    floor: list[int] = []
    first_grille, first_floor = len(intakes), len(discharges)
    for index, tile in enumerate(scene.tiles):
        patch = patch_of(tile.opening)
        if patch is None:
            continue
        if tile.is_floor and scene.has_plenum:
            discharges.append(patch)
            floor.append(index)
        elif not tile.is_floor and scene.has_void:
            intakes.append(patch)
            grille.append(index)
    leak = -1
    if scene.has_plenum and scene.leak_area_m2 > 0.0:
        patch = floor_leak_patch(openness, _drained(openness, zones, intakes))
        if patch is not None:
            leak = len(discharges)
            discharges.append(patch)
    return CaseGeometry(
        openness=openness,
        zones=zones,
        intakes=tuple(intakes),
        discharges=tuple(discharges),
        rack_start=np.array(starts, dtype=np.int64),
        room_intake=tuple(room_intake),
        room_discharge=tuple(room_discharge),
        grille=tuple(grille),
        floor=tuple(floor),
        first_grille=first_grille,
        first_floor=first_floor,
        leak=leak,
    )


def _drained(openness: Openness, zones: Zones, intakes: Sequence[Patch]) -> NDArray[np.bool_]:
    """Padded cells of the zones that some device draws from."""
    drained = np.zeros(zones.count + 1, dtype=bool)
    for patch in intakes:
        drained[zones.label.ravel()[patch.cells]] = True
    return np.asarray(drained[zones.label] & openness.active)


def _blocked(name: str, side: str) -> SolveError:
    return SolveError(
        f"its {side} opening is walled up.",
        where=name,
        remedy="Leave at least one grid cell of free air before the opening, or turn the object.",
    )


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
        capacity_counts=capacity_counts,
    )
    _require_balanced_zones(devices)
    if capacity_counts:
        _require_capacity(devices)
    return devices


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
    """Refuse more heat than all coolers together can take: no temperature would be steady."""
    capacities = [cooler.capacity.value for cooler in devices.scene.coolers]
    known = [value for value in capacities if value is not None]
    heat = float(devices.band_power_w.sum()) + devices.scene.other_heat_w
    if len(known) < len(capacities) or heat <= sum(known) * (1.0 + _BALANCE):
        return
    raise SolveError(
        f"{heat / 1e3:,.1f} kW are released, but all coolers together can take no more than "
        f"{sum(known) / 1e3:,.1f} kW: the hall would warm up without end.",
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
