"""Machines that answer the room: fans that follow it, cabinets that leak, coolers on their return.

While the flow runs they follow it with relaxation; on the final flow both laws are closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coolsim.air.cabinet import CabinetDrive, RackDrive
from coolsim.air.case import Devices
from coolsim.air.coils import CoilController
from coolsim.air.pace import Pace
from solvers.exchange import Exchange
from solvers.flow import Room
from solvers.grid import Array
from solvers.momentum import zero_velocity

FLOW_LAW = 5e-3
"""Share of its airflow by which a rack band may miss its fan curve in a converged answer [-]."""
RETURN_LAW_K = 0.05
"""How far a return may be from its set point in a converged answer [K]."""
_FOLLOWING = 0.3
"""Share of the way a running flow goes to the law in one step [-]."""
_CLOSED = 1e-3
"""Share of an airflow below which a fan curve needs no further round [-]."""
_CLOSED_K = 1e-3
"""The same for a return [K]."""
_CABINET_STEPS = 5
"""Steps of a running flow between two looks at what drives the air in cabinets."""
_CABINET_CLOSED = 1e-3
"""Change of a cabinet's flows, over its largest, that is not worth a new flow field [-]."""
_LOWEST_C = -60.0
"""Supply temperature below which no control asks, where no lowest one is given [deg C]."""


@dataclass(frozen=True, slots=True)
class Operating:
    """Where machines that follow the room stood: what the next grid or solve starts from.

    Attributes:
        band_inlets_c: Inlet of every rack band [deg C].
        supply_set_points_c: Supply air each cooler's control asked for [deg C].
        cabinets: What drove the air in the cabinets, by rack id.
        pressures_pa: Pressure before each rack over that behind it, by rack id [Pa].
    """

    band_inlets_c: Array
    supply_set_points_c: Array
    cabinets: Mapping[str, RackDrive] = field(default_factory=dict)
    pressures_pa: Mapping[str, float] = field(default_factory=dict)

    def applied(self, devices: Devices) -> Devices:
        """The devices as they stood."""
        if not follows_room(devices):
            return devices
        drive = None
        if devices.cabinets is not None:
            drive = devices.cabinets.carried_drive(devices.scene, self.cabinets)
        pressures = [self.pressures_pa.get(rack.id, 0.0) for rack in devices.scene.breathers]
        flows = devices.fan_flows(self.band_inlets_c, np.array(pressures))
        changed = devices.with_band_flows(flows, drive)
        wanted = np.isfinite(_return_set_points(devices))
        set_points = np.where(wanted, self.supply_set_points_c, devices.supply_set_points_c)
        return replace(changed, supply_set_points_c=set_points)


@dataclass(frozen=True, slots=True)
class Misses:
    """How far machines that follow the room are from their laws.

    Attributes:
        flow, rack: Largest share of an airflow [-], and the rack whose it is.
        return_k, cooler: Largest miss of a return that something could be done about [K], and the
            cooler that draws it.
    """

    flow: float = 0.0
    rack: str = ""
    return_k: float = 0.0
    cooler: str = ""


def follows_room(devices: Devices) -> bool:
    """Whether any fan follows its inlet, any cabinet leaks or any cooler holds its return."""
    if _has_fans(devices) or devices.cabinets is not None:
        return True
    return bool(np.isfinite(_return_set_points(devices)).any())


def aisle_lifts_pa(room: Room, devices: Devices) -> Array:
    """Mean pressure behind each rack over that before it, shape (racks,) [Pa].

    Zero for a rack between two zones that no air path joins: their pressures are not related.
    """
    start = devices.geometry.rack_start
    bands = int(start[-1])
    if bands == 0:
        return np.zeros(start.size - 1)
    pressure, label = room.state.pressure, devices.geometry.zones.label.ravel()
    exchange = room.exchange
    difference = (
        exchange.discharges.means(pressure)[:bands] - exchange.intakes.means(pressure)[:bands]
    )
    front = label[exchange.intakes.cells[exchange.intakes.start[:bands]]]
    rear = label[exchange.discharges.cells[exchange.discharges.start[:bands]]]
    difference = np.where(front == rear, difference, 0.0)
    # a tank has no bands, and with them no pressure between aisles
    count = np.diff(start)
    total = np.bincount(np.repeat(np.arange(count.size), count), difference, minlength=count.size)
    return np.asarray(devices.scene.air.density_kg_m3 * total / np.maximum(count, 1))


def band_pressures_pa(room: Room, devices: Devices) -> tuple[Array, Array]:
    """Pressure before and behind every rack band over the mean before its rack, (bands,) [Pa].

    Both over that of still air at the reference temperature. Between zones that no air path joins
    only how each varies over the rack is known, and that only where the rack faces one zone.
    """
    start = devices.geometry.rack_start
    bands = int(start[-1])
    exchange, label = room.exchange, devices.geometry.zones.label.ravel()
    lift = np.repeat(aisle_lifts_pa(room, devices), np.diff(start))
    found = []
    for patches, level in ((exchange.intakes, 0.0), (exchange.discharges, lift)):
        pressure = devices.scene.air.density_kg_m3 * patches.means(room.state.pressure)[:bands]
        zone = label[patches.cells[patches.start[:bands]]]
        for first, end in pairwise(start):
            rack = slice(first, end)
            alike = bool(np.all(zone[rack] == zone[first : first + 1]))
            pressure[rack] = pressure[rack] - pressure[rack].mean() if alike else 0.0
        found.append(pressure + level)
    return found[0], found[1]


class Machines:
    """Keeps fans, cabinets and return controls of a room in step with it.

    Args:
        room: The room.
        controller: Its coils.
    """

    def __init__(self, room: Room, controller: CoilController) -> None:
        self._room = room
        self._controller = controller
        self._has_fans = _has_fans(controller.devices)
        self._wanted = _return_set_points(controller.devices)
        coolers = controller.devices.scene.coolers
        lowest = [c.min_supply_temperature_c for c in coolers]
        self._lowest = np.array([_LOWEST_C if low is None else low for low in lowest])
        self._inverse = np.eye(len(coolers))
        self._before: tuple[Array, Array, NDArray[np.bool_]] | None = None
        self._answers = follows_room(controller.devices)
        self._steps = 0
        racks = controller.devices.scene.breathers
        on_pressure = [bool(band.pressure_factors) for rack in racks for band in rack.bands]
        self._on_pressure = np.array(on_pressure, dtype=bool)
        self._fan_pace = Pace(self._on_pressure.size, _FOLLOWING)
        cabinets = controller.devices.cabinets
        self._cabinet_pace = Pace(cabinets.patches.racks.size if cabinets else 0, _FOLLOWING)
        self.is_running = self._answers

    @property
    def operating(self) -> Operating:
        """Where the machines stand now."""
        devices = self._controller.devices
        means = self._room.exchange.intakes.means(self._room.state.temperature)
        cabinets = devices.cabinets.drive_by_rack(devices.scene) if devices.cabinets else {}
        pressures = -aisle_lifts_pa(self._room, devices)
        by_rack = {
            rack.id: float(pressure)
            for rack, pressure in zip(devices.scene.breathers, pressures, strict=True)
        }
        return Operating(devices.inlets_c(means), devices.supply_set_points_c, cabinets, by_rack)

    def follow(self, intake_means: Array, exchange: Exchange) -> Exchange:
        """The exchange for the next step of a running flow; coils follow too."""
        if self.is_running:
            step = np.zeros(self._wanted.size)
            if np.isfinite(self._wanted).any():
                off = self._off_return(intake_means)
                step = np.where(off, _FOLLOWING * self._error(intake_means), 0.0)
            looks = self._steps % _CABINET_STEPS == 0
            drive = self._paced_drive(intake_means, _FOLLOWING) if looks else None
            self._steps += 1
            exchange = self._moved(intake_means, exchange, _FOLLOWING, step, drive)
        return self._controller.follow(intake_means, exchange)

    def close(self, intake_means: Array) -> bool:
        """Bring the machines to their laws on a flow that stands still.

        Args:
            intake_means: Of the last tight solve [deg C].

        Returns:
            Whether anything had to change, so that the temperature must be solved again.
        """
        if not self._answers:
            return False
        before = self._controller.devices
        step = self._return_step(intake_means)
        missed = self._cabinet_misses(intake_means).max(initial=0.0) > FLOW_LAW
        drive = self._paced_drive(intake_means, 1.0) if missed else None
        # however small its pace has become: stopping short of the law would be no end
        self._room.exchange = self._moved(
            intake_means, self._room.exchange, 0.7, step, drive, least_move=0.0
        )
        return self._controller.devices is not before

    def misses(self, intake_means: Array) -> Misses:
        """How far the laws are missed, and where."""
        if not self._answers:
            return Misses()
        devices, rack = self._controller.devices, ""
        scene, flow = devices.scene, devices.band_flow_m3_s
        most = 0.0
        if self._has_fans:
            law = self._fan_law(intake_means)
            fans = np.abs(law - flow) / np.where(law > 0.0, law, 1.0)
            worst = int(np.argmax(fans))
            start, most = devices.geometry.rack_start, float(fans[worst])
            rack = scene.breathers[int(np.searchsorted(start, worst, side="right")) - 1].name
        leaks = self._cabinet_misses(intake_means)
        if devices.cabinets is not None and leaks.max(initial=0.0) > max(most, FLOW_LAW):
            most = float(leaks.max())
            rack = scene.breathers[devices.cabinets.patches.racks[int(np.argmax(leaks))]].name
        off = np.where(self._off_return(intake_means), np.abs(self._error(intake_means)), 0.0)
        cooler = scene.coolers[int(np.argmax(off))].name if off.max(initial=0.0) > 0.0 else ""
        return Misses(most, rack, float(off.max(initial=0.0)), cooler)

    def _fan_law(self, intake_means: Array) -> Array:
        """Flow of every rack band by its law in the room as it is [m3/s]."""
        devices = self._controller.devices
        pressures = -aisle_lifts_pa(self._room, devices)
        return devices.fan_flows(devices.inlets_c(intake_means), pressures)

    def _said(self, intake_means: Array) -> CabinetDrive | None:
        """What the room would drive the cabinets with."""
        devices = self._controller.devices
        if devices.cabinets is None:
            return None
        # the pressure that potential flow goes with knows no weight of the air
        is_draft = self._room.iterations == 0
        pressures = band_pressures_pa(self._room, devices)
        return devices.cabinets.drive_at(devices.scene, intake_means, pressures, is_still=is_draft)

    def _paced_drive(self, intake_means: Array, most: float) -> CabinetDrive | None:
        """What drives the cabinets next: each goes its own share of the way, at most ``most``."""
        devices, said = self._controller.devices, self._said(intake_means)
        if devices.cabinets is None or said is None:
            return None
        law = devices.with_band_flows(devices.band_flow_m3_s, said).cabinets
        if law is None:
            return None
        off = law.differences(devices.cabinets)
        said = law.drive
        shares = self._cabinet_pace.shares(off, most)
        return devices.cabinets.drive.toward(said, shares, devices.cabinets.patches.start)

    def _cabinet_misses(self, intake_means: Array) -> Array:
        """How far the flows of each cabinet are from what the room drives [-]."""
        devices, said = self._controller.devices, self._said(intake_means)
        if devices.cabinets is None or said is None:
            return np.zeros(0)
        law = devices.with_band_flows(devices.band_flow_m3_s, said).cabinets
        return law.changes(devices.cabinets) if law is not None else np.zeros(0)

    def _error(self, intake_means: Array) -> Array:
        """By how much each return is too cold; zero without return control [K]."""
        wanted = np.isfinite(self._wanted)
        returns = self._controller.devices.returns_c(intake_means)
        return np.where(wanted, np.where(wanted, self._wanted, 0.0) - returns, 0.0)

    def _off_return(self, intake_means: Array) -> NDArray[np.bool_]:
        """Coolers whose return is off its set point though something can be done about it."""
        error, devices = self._error(intake_means), self._controller.devices
        full = np.array(
            [coil.mode == "saturated" for coil in devices.coils(intake_means)], dtype=bool
        )
        asked = devices.supply_set_points_c
        too_warm = (error < -_CLOSED_K) & ~full & (asked > self._lowest)
        highest = np.where(np.isfinite(self._wanted), self._wanted, asked)
        return np.asarray(too_warm | ((error > _CLOSED_K) & (asked < highest)))

    def _return_step(self, intake_means: Array) -> Array:
        """Change of the set points that brings the returns home (Broyden 1965, first method)."""
        error, off = self._error(intake_means), self._off_return(intake_means)
        asked = self._controller.devices.supply_set_points_c
        if self._before is None or np.any(off & ~self._before[2]):
            self._inverse = np.eye(asked.size)
        else:
            moved, gained = asked - self._before[0], self._before[1] - error
            image = self._inverse @ gained
            scale = float(moved @ image)
            if abs(scale) > 1e-12:
                self._inverse += np.outer(moved - image, moved @ self._inverse) / scale
        self._before = (asked, error, off)
        return np.where(off, self._inverse @ np.where(off, error, 0.0), 0.0)

    def _moved(
        self,
        means: Array,
        exchange: Exchange,
        share: float | Array,
        set_step: Array,
        drive: CabinetDrive | None,
        least_move: float = _CABINET_CLOSED,
    ) -> Exchange:
        """The exchange after a share of the way to the fan law and a step of the set points.

        Args:
            means: Temperature of every intake [deg C].
            exchange: The exchange before.
            share: Of the way to the fan law.
            set_step: Change of the coolers' set points [K].
            drive: What drives the air in cabinets from here on; ``None`` keeps what does.
            least_move: Change of a cabinet's flows that is not worth a new flow field [-].
        """
        devices = changed = self._controller.devices
        flow = devices.band_flow_m3_s
        error = np.zeros(flow.size)
        if self._has_fans:
            error = self._fan_law(means) - flow
            paced = self._fan_pace.shares(error, _FOLLOWING)
            share = np.where(self._on_pressure, paced, share)
        follows = bool(np.any(np.abs(error) > _CLOSED * flow))
        if follows or drive is not None:
            moved = devices.with_band_flows(flow + share * error if follows else flow, drive)
            if follows or _cabinets_move(moved, devices, least_move):
                changed = moved
        if np.any(set_step != 0.0):
            asked = changed.supply_set_points_c
            highest = np.where(np.isfinite(self._wanted), self._wanted, asked)
            held = np.maximum(
                np.minimum(asked + set_step, highest), np.minimum(self._lowest, asked)
            )
            if np.any(held != asked):
                changed = replace(changed, supply_set_points_c=held)
        if changed is devices:
            return exchange
        exchange = self._controller.use(changed, exchange)
        if changed.intake_flow is not devices.intake_flow:
            geometry = changed.geometry
            imposed = zero_velocity(geometry.openness.grid)
            geometry.discharge_faces.add(imposed, exchange.discharge_flow)
            geometry.intake_faces.add(imposed, -exchange.intake_flow)
            self._room.change_openings(exchange, imposed)
        return exchange


def _cabinets_move(moved: Devices, devices: Devices, least: float) -> bool:
    """Whether the air in cabinets differs by more than is worth a new flow field."""
    if moved.cabinets is None or devices.cabinets is None:
        return False
    return moved.cabinets.largest_change(devices.cabinets) > least


def _has_fans(devices: Devices) -> bool:
    return any(band.follows_room for rack in devices.scene.breathers for band in rack.bands)


def _return_set_points(devices: Devices) -> Array:
    """Return each cooler holds, NaN for one that holds its supply, shape (coolers,) [deg C]."""
    wanted = [c.return_set_point_c for c in devices.scene.coolers]
    return np.array([np.nan if value is None else value for value in wanted], dtype=float)
