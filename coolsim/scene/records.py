"""What a resolved hall is made of: boxes, openings and machines with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from coolsim.catalogue import Figure
from coolsim.catalogue.contents import Unit
from coolsim.properties.air import AirState
from coolsim.results.records import Assumption
from coolsim.scene.loop_records import SceneLoops
from coolsim.scene.power_records import ScenePower

Span = tuple[float, float]
Corner = tuple[float, float, float]
Curve = tuple[tuple[float, float], ...]
"""Points of a curve, straight between them and level beyond."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A rectangle on a plane that air passes.

    Attributes:
        axis: Axis the plane is normal to.
        position: Where the plane lies along it [m].
        outward: +1 or -1: the side of the plane the room's air is on.
        spans: Extents along the two other axes, ascending [m].
    """

    axis: int
    position: float
    outward: int
    spans: tuple[Span, Span]

    @property
    def area_m2(self) -> float:
        """Area of the opening [m2]."""
        return (self.spans[0][1] - self.spans[0][0]) * (self.spans[1][1] - self.spans[1][0])


@dataclass(frozen=True, slots=True)
class SolidBox:
    """A solid by its corners [m]."""

    low: Corner
    high: Corner


@dataclass(frozen=True, slots=True)
class ThinPlate:
    """A containment panel: plane, extents along the two other axes, open share of its area."""

    id: str
    axis: int
    position: float
    spans: tuple[Span, Span]
    open_share: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A catalogue unit in a rack, with its count."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class SceneCabinet:
    """The cabinet of a rack: its doors, the depth of its plenums, a leak in its roof.

    Attributes:
        front_open_fraction, rear_open_fraction: Open share of the doors [-].
        front_plenum_m, rear_plenum_m: Depth of free air before and behind the equipment [m].
        top_leak_m2: Open area of the roof behind the equipment [m2].
        roof: The roof, where it leaks.
        discharge_coefficient: Of all leaks [-].
    """

    front_open_fraction: float
    rear_open_fraction: float
    front_plenum_m: float
    rear_plenum_m: float
    top_leak_m2: float
    roof: Opening | None
    discharge_coefficient: float


@dataclass(frozen=True, slots=True)
class SceneBand:
    """A height band of a rack: its openings, share of the power, and law of airflow.

    The airflow at band power P is ``airflow_fixed_m3_s + airflow_m3_s_w * P``, times what
    ``fan_factors`` say at the inlet temperature: (temperature [deg C], factor [-]) from cold to
    warm, straight between and level beyond; none for fans that do not mind. In the same way
    ``pressure_factors`` depend on the pressure before the rack over that behind it [Pa].
    ``leak_area_m2`` leads past the equipment, from behind it to before it. ``air_share`` of the
    power warms the air; a coolant takes the rest.
    """

    z_from_m: float
    z_to_m: float
    power_w: float
    airflow_fixed_m3_s: float
    airflow_m3_s_w: float
    intake: Opening
    exhaust: Opening
    fan_factors: Curve = ()
    leak_area_m2: float = 0.0
    pressure_factors: Curve = ()
    air_share: float = 1.0

    @property
    def heat_w(self) -> float:
        """Heat to the air [W]."""
        return self.power_w * self.air_share

    @property
    def follows_room(self) -> bool:
        """Whether the airflow depends on how the air stands."""
        return bool(self.fan_factors or self.pressure_factors)

    def airflow_m3_s(
        self, power_w: float, inlet_c: float | None = None, pressure_pa: float = 0.0
    ) -> float:
        """Airflow of the band [m3/s].

        Args:
            power_w: Its power [W].
            inlet_c: What its servers take in [deg C]; ``None`` for the nominal inlet.
            pressure_pa: Pressure before the rack over that behind it [Pa].
        """
        flow = self.airflow_fixed_m3_s + self.airflow_m3_s_w * power_w
        if inlet_c is not None and self.fan_factors:
            flow *= _on_curve(self.fan_factors, inlet_c)
        if self.pressure_factors:
            flow *= _on_curve(self.pressure_factors, pressure_pa)
        return flow


def _on_curve(curve: Curve, place: float) -> float:
    places, values = zip(*curve, strict=True)
    return float(np.interp(place, places, values))


@dataclass(frozen=True, slots=True)
class SceneDoor:
    """A rear door as it works: share of the way from exhaust to water that its air is cooled.

    Attributes:
        effectiveness: That share, over all air of the rack [-].
        water_c: Water entering the door [deg C].
        fan_w: Power of its own fans, which the air takes up behind the coil [W].
    """

    effectiveness: float
    water_c: float
    fan_w: float = 0.0


@dataclass(frozen=True, slots=True)
class SceneRack:
    """A rack: body, bands, what it holds, what it may take in; a cabinet unless it is tight.

    A tank has no bands: it moves no air. A rear door acts on all air that leaves at the rear.
    """

    id: str
    name: str
    body: SolidBox
    bands: tuple[SceneBand, ...]
    contents: tuple[Counted, ...]
    is_plain_load: bool
    power_w: float
    inlet_limit: Figure
    inlet_limit_note: str
    cabinet: SceneCabinet | None = None
    door: SceneDoor | None = None

    def band_powers(self, power_w: float) -> tuple[float, ...]:
        """How a rack power spreads over the bands: as drawn, evenly where nothing is drawn [W]."""
        if self.power_w > 0.0:
            return tuple(power_w * band.power_w / self.power_w for band in self.bands)
        return tuple(power_w / len(self.bands) for _ in self.bands)


@dataclass(frozen=True, slots=True)
class SceneCooler:
    """A room cooler: openings, airflow, set point, capacity, fan, by-pass factor of its coil.

    ``coil`` is its coil on a loop as it works, fully open: an exchanger like a rear door's.

    With ``return_set_point_c`` it holds that return by its supply temperature, which then starts at
    ``supply_temperature_c`` and goes down to ``min_supply_temperature_c``.
    """

    id: str
    name: str
    body: SolidBox
    intake: Opening
    discharge: Opening
    airflow_m3_s: float
    supply_temperature_c: float
    capacity: Figure
    fan_power_w: float
    rated_airflow: Figure
    bypass: Figure
    return_set_point_c: float | None = None
    min_supply_temperature_c: float | None = None
    coil: SceneDoor | None = None

    def full_law(self, air_w_k: float) -> tuple[float, float] | None:
        """Supply of the unit at its limit: share of the return, and the rest [deg C].

        By its coil's water where that is solved, else by its capacity; ``None`` where neither is
        known.
        """
        if self.coil is not None:
            share = self.coil.effectiveness
            return 1.0 - share, share * self.coil.water_c + self.coil.fan_w / air_w_k
        capacity = self.capacity.value
        return None if capacity is None else (1.0, -capacity / air_w_k)


@dataclass(frozen=True, slots=True)
class SceneTile:
    """A perforated tile or ceiling grille with its loss coefficient on the face velocity."""

    id: str
    name: str
    is_floor: bool
    opening: Opening
    loss: Figure


@dataclass(frozen=True, slots=True)
class SceneSurface:
    """An outer side of the hall that passes heat: U-value with films, and what lies beyond.

    Attributes:
        name: What it is called.
        axis: Axis it is normal to.
        is_high: Whether it is the side at the high end of the axis.
        u_w_m2_k: U-value [W/(m2 K)].
        outside_c: Temperature beyond [deg C].
    """

    name: str
    axis: int
    is_high: bool
    u_w_m2_k: float
    outside_c: float


ELECTRICAL_LOSSES = "Electrical losses"
"""Name of the heat of transformers, UPSs, PDUs and busways in the hall."""
CABINET_TOP_M = 2.0
"""Height of what stands on the floor; busways hang above it [m]."""


@dataclass(frozen=True, slots=True)
class RoomSource:
    """Heat given to the hall's air between two heights above the floor [m]."""

    name: str
    power_w: float
    heights_m: Span


@dataclass(frozen=True, slots=True)
class SceneMoisture:
    """Water that the hall's air gains and what its outside air brings.

    Attributes:
        people_kg_s: Water given off by people [kg/s].
        people_heights_m: Heights between which they do [m].
        humidifier_kg_s: Water given off by humidifiers, spread over the air [kg/s].
        outside_air_m3_s: Outside air that takes the place of the hall's [m3/s].
        outside_humidity_ratio: Its humidity ratio [kg/kg].
    """

    people_kg_s: float
    people_heights_m: Span
    humidifier_kg_s: float
    outside_air_m3_s: float
    outside_humidity_ratio: float


@dataclass(frozen=True, slots=True)
class Scene:
    """The resolved hall.

    ``plenum_m`` and ``void_m`` are the depths of raised floor and ceiling void where some machine
    moves their air, else 0: then they are no part of the air. ``units`` are liquid-to-air units,
    which breathe like a rack of one band that gives off what their coolant brings.
    """

    size_m: Corner
    racks: tuple[SceneRack, ...]
    coolers: tuple[SceneCooler, ...]
    tiles: tuple[SceneTile, ...]
    solids: tuple[SolidBox, ...]
    plates: tuple[ThinPlate, ...]
    plenum_m: float
    void_m: float
    leak_area_m2: float
    leak_discharge_coefficient: float
    room_sources: tuple[RoomSource, ...]
    envelope: tuple[SceneSurface, ...]
    air: AirState
    pressure_pa: float
    moisture: SceneMoisture | None
    assumptions: tuple[Assumption, ...]
    loops: SceneLoops = field(default_factory=SceneLoops)
    units: tuple[SceneRack, ...] = ()
    power: ScenePower | None = None

    @property
    def breathers(self) -> tuple[SceneRack, ...]:
        """Everything that takes air in at one side and gives it off warmer: racks, then units."""
        return (*self.racks, *self.units)

    @property
    def air_height_m(self) -> float:
        """Height of all air, from the bottom of the plenum to the top of the void [m]."""
        return self.plenum_m + self.size_m[2] + self.void_m

    @property
    def rack_heat_w(self) -> float:
        """Heat of the racks to the air, before any rear door [W]."""
        return sum(band.heat_w for rack in self.racks for band in rack.bands)

    @property
    def room_heat_w(self) -> float:
        """Heat of lights, people and other sources in the hall [W]."""
        return sum(source.power_w for source in self.room_sources)


def with_rack_powers(scene: Scene, powers_w: Sequence[float]) -> Scene:
    """The scene with other rack powers; airflows follow by each band's law.

    Args:
        scene: The scene.
        powers_w: Power of each rack, in the scene's order [W].
    """
    racks = []
    for rack, power in zip(scene.racks, powers_w, strict=True):
        bands = tuple(
            replace(band, power_w=share)
            for band, share in zip(rack.bands, rack.band_powers(power), strict=True)
        )
        racks.append(replace(rack, bands=bands, power_w=power))
    return replace(scene, racks=tuple(racks), room_sources=sources_at(scene, powers_w))


def sources_at(scene: Scene, powers_w: Sequence[float]) -> tuple[RoomSource, ...]:
    """The room's sources at other rack powers: electrical losses follow them."""
    if scene.power is None:
        return scene.room_sources
    others = tuple(s for s in scene.room_sources if s.name != ELECTRICAL_LOSSES)
    return (*others, *electrical_sources(scene.power, powers_w, scene.size_m[2]))


def electrical_sources(
    power: ScenePower, powers_w: Sequence[float], height_m: float
) -> tuple[RoomSource, ...]:
    """Losses of the elements that stand in the hall, at rack powers.

    Busways hang overhead, everything else stands on the floor.

    Args:
        power: The power chain.
        powers_w: Power of each rack, in the scene's order [W].
        height_m: Height of the hall [m].
    """
    above_w, below_w = power.hall_loss_w(powers_w)
    edge_m = min(CABINET_TOP_M, height_m)
    overhead = (edge_m if edge_m < height_m else 0.0, height_m)
    found = ((above_w, overhead), (below_w, (0.0, edge_m)))
    return tuple(RoomSource(ELECTRICAL_LOSSES, loss, span) for loss, span in found if loss > 0.0)
