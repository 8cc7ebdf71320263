"""What coolant meets in each rack: plates, tanks and rear doors made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.liquid import has_own_exchanger
from coolsim.catalogue.liquid_equipment import (
    DEFAULT_FLUIDS,
    DEFAULT_UNITS,
    lowest_inlet_max,
    plate_figures,
    tank_figures,
)
from coolsim.design.liquid import LiquidConnection, Loop
from coolsim.design.models import CoolingMethod, Rack, Variant
from coolsim.equipment.rack_doors import RackDoor, rack_door
from coolsim.equipment.rack_heat import RackHeat, rack_heat
from coolsim.equipment.rack_plates import (
    BoilingPlateRack,
    PlateRack,
    boiling_plate_rack,
    plate_rack,
)
from coolsim.equipment.rack_tanks import (
    BoilingTank,
    OilTank,
    boiling_tank,
    heat_sink,
    oil_tank,
)
from coolsim.equipment.working_fluids import boiling_fluid, dielectric
from coolsim.errors import SolveError
from coolsim.results.records import Assumption
from coolsim.scene import Scene, SceneRack

Equipment = PlateRack | BoilingPlateRack | OilTank | BoilingTank
BATH_OVER_LOOP_K = 5.0
"""Set point of a bath over its loop's supply where the tank has no rated approach [K]."""


@dataclass(frozen=True, slots=True)
class LiquidRack:
    """A rack that coolant serves.

    Attributes:
        index: Its place among the scene's racks.
        rack: The rack as drawn.
        heat: How its heat divides.
        equipment: Plates or tank; ``None`` where there are none, or their figures are not known.
        door: Its rear door, ``None`` without.
        set_point_c: Bath supply that a tank holds [deg C].
        inlet_limit_c: Warmest coolant that the makers let into plates; NaN where none says so.
    """

    index: int
    rack: Rack
    heat: RackHeat
    equipment: Equipment | None
    door: RackDoor | None
    set_point_c: float
    inlet_limit_c: float

    @property
    def method(self) -> CoolingMethod:
        """Its cooling method."""
        return self.rack.cooling

    @property
    def has_liquid(self) -> bool:
        """Whether plates or a tank take part of its heat."""
        return self.rack.cooling not in ("air", "rear_door")


class RackMaker:
    """Makes the liquid equipment of racks.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        volume_heat_j_m3_k: Density times heat capacity of each loop's coolant, by loop id.
        air_j_m3_k: The same of the hall's air.
    """

    def __init__(
        self,
        variant: Variant,
        catalogue: Catalogue,
        volume_heat_j_m3_k: dict[str, float],
        air_j_m3_k: float,
    ) -> None:
        self._catalogue = catalogue
        self._loops = {loop.id: loop for loop in variant.loops}
        self._racks = variant.racks
        self._volume_heat = volume_heat_j_m3_k
        self._air_j_m3_k = air_j_m3_k
        self._doors: dict[tuple[str, str], RackDoor] = {}
        plates = plate_figures(catalogue.get(DEFAULT_UNITS["cold_plate"]))
        self._plated_default: Figure = plates.plated_fraction

    def racks(self, scene: Scene) -> tuple[LiquidRack, ...]:
        """The racks that coolant serves.

        Raises:
            SolveError: For a rack that needs a loop and is on none, or whose equipment is of
                another method.
        """
        drawn = zip(self._racks, scene.racks, strict=True)
        return tuple(
            self._rack(index, rack, placed)
            for index, (rack, placed) in enumerate(drawn)
            if rack.cooling != "air" or rack.door is not None
        )

    def _rack(self, index: int, rack: Rack, placed: SceneRack) -> LiquidRack:
        immersed = rack.cooling.startswith("immersion")
        units = [(counted.unit, counted.count) for counted in placed.contents]
        heat = rack_heat(
            self._catalogue,
            units,
            placed.power_w,
            self._plated_default,
            is_immersed=immersed,
            limit_c=rack.liquid.case_limit_c if rack.liquid else None,
        )
        loop = None
        if rack.cooling not in ("air", "rear_door"):
            loop = self._loop(rack, rack.liquid, rack.cooling)
        door = None
        if rack.cooling == "rear_door" or rack.door is not None:
            door = self._door(rack, self._loop(rack, rack.door, "rear_door"))
        supply = loop.supply_temperature_c if loop else 0.0
        return LiquidRack(
            index=index,
            rack=rack,
            heat=heat,
            equipment=self._equipment(rack, heat, loop) if loop else None,
            door=door,
            set_point_c=bath_set_point_c(self._catalogue, rack, loop) if loop else supply,
            inlet_limit_c=self._inlet_limit_c(rack, placed),
        )

    def _inlet_limit_c(self, rack: Rack, placed: SceneRack) -> float:
        """Lowest inlet maximum of the contents and plates of a rack; NaN without [deg C]."""
        if rack.cooling != "cold_plate":
            return float("nan")
        entries = [counted.unit.id for counted in placed.contents]
        entries += [rack.liquid.unit] if rack.liquid and rack.liquid.unit else []
        limit = lowest_inlet_max(self._catalogue, entries)
        return float("nan") if limit is None or limit.value is None else limit.value

    def _loop(self, rack: Rack, connection: LiquidConnection | None, method: str) -> Loop:
        loop = self._loops.get((connection.loop_id if connection else None) or "")
        if loop is None:
            raise SolveError(
                f"its cooling method is {method.replace('_', ' ')}, but it is on no loop.",
                where=rack.label,
                remedy="Assign the rack to a loop, or cool it by air.",
            )
        return loop

    def _equipment(self, rack: Rack, heat: RackHeat, loop: Loop) -> Equipment | None:
        connection = rack.liquid
        assert connection is not None
        entry = self._catalogue.get(connection.unit or DEFAULT_UNITS[rack.cooling])
        coolant_j = self._volume_heat[loop.id]
        fluid = connection.dielectric or DEFAULT_FLUIDS.get(rack.cooling, "")
        if rack.cooling == "cold_plate":
            return plate_rack(heat, entry)
        if rack.cooling == "cold_plate_two_phase":
            boils = boiling_fluid(self._catalogue, fluid)
            return boiling_plate_rack(heat, entry, boils, coolant_j)
        if rack.cooling == "immersion":
            has_exchanger = has_own_exchanger(rack, loop)
            sink = heat_sink(self._catalogue.get(DEFAULT_UNITS["heat_sink"]))
            bath = dielectric(self._catalogue, fluid)
            return oil_tank(heat, entry, bath, sink, coolant_j if has_exchanger else None)
        surface = self._catalogue.get(DEFAULT_UNITS["boiling_surface"])
        return boiling_tank(heat, entry, boiling_fluid(self._catalogue, fluid), surface, coolant_j)

    def _door(self, rack: Rack, loop: Loop) -> RackDoor:
        assert rack.door is not None
        unit = rack.door.unit or DEFAULT_UNITS["rear_door"]
        key = (unit, loop.id)
        if key not in self._doors:
            entry = self._catalogue.get(unit)
            self._doors[key] = rack_door(entry, self._air_j_m3_k, self._volume_heat[loop.id])
        return self._doors[key]


def assumptions_of(racks: tuple[LiquidRack, ...]) -> Iterator[Assumption]:
    """Figures that the racks' liquid equipment rests on, each once."""
    seen: set[tuple[str, str]] = set()
    for rack in racks:
        figures = [*rack.heat.figures]
        figures += rack.equipment.figures if rack.equipment else ()
        figures += rack.door.figures if rack.door else ()
        for quantity, figure in figures:
            key = (quantity, str(figure.value))
            if key in seen:
                continue
            seen.add(key)
            yield Assumption(
                rack.rack.id, rack.rack.label, quantity, figure.value, figure.unit, figure.source,
                figure.confidence, figure.note,
            )  # fmt: skip


def bath_set_point_c(catalogue: Catalogue, rack: Rack, loop: Loop) -> float:
    """Supply of the bath that a single-phase tank's own exchanger holds [deg C].

    As drawn, else the loop's supply and the tank's rated approach: what it can hold at its rating.
    """
    connection = rack.liquid or LiquidConnection()
    if connection.bath_supply_c is not None:
        return connection.bath_supply_c
    approach_k = None
    if rack.cooling == "immersion":
        unit = connection.unit or DEFAULT_UNITS["immersion"]
        approach_k = tank_figures(catalogue.get(unit)).approach_k.value
    return loop.supply_temperature_c + (BATH_OVER_LOOP_K if approach_k is None else approach_k)


def tank_capacity_w(catalogue: Catalogue, rack: Rack) -> Figure:
    """Rated capacity of the tank a rack is [W]."""
    unit = (rack.liquid.unit if rack.liquid else None) or DEFAULT_UNITS[rack.cooling]
    return tank_figures(catalogue.get(unit)).capacity_w
