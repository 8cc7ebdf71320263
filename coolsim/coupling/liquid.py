"""The liquid side of a hall at given air: equipment and loops brought to one state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue import Catalogue
from coolsim.coupling.coils import coil_laws, coils_on_loops
from coolsim.coupling.racks import LiquidRack, RackMaker
from coolsim.design.models import Variant
from coolsim.equipment.rack_doors import door_effectiveness, door_states
from coolsim.equipment.rack_heat import RackLiquidState
from coolsim.equipment.rack_plates import (
    BoilingPlateRack,
    PlateRack,
    boiling_plate_rack_state,
    plate_states,
)
from coolsim.equipment.rack_tanks import (
    BoilingTank,
    OilTank,
    boiling_tank_rack_state,
    oil_tank_state,
)
from coolsim.equipment.working_fluids import dielectric
from coolsim.loops import (
    ConsumerState,
    LoopsSolution,
    prepare_loops,
    solve_loops,
)
from coolsim.properties.liquids import LiquidTable, is_water_based
from coolsim.scene import Scene, SceneDoor
from coolsim.scene.loop_records import ConsumerKey

Array = NDArray[np.float64]

MOST_PASSES = 40
"""Turns between equipment and loops at given air."""
SETTLED = 1e-7
"""Change of all heat flows in a turn that counts as none, over the heat of the racks [-]."""


@dataclass(frozen=True, slots=True)
class AirReading:
    """What equipment sees of the air.

    Attributes:
        inlet_c: Mean of what each rack's servers take in, shape (racks,) [deg C].
        exhaust_c: What leaves at the rear of each, before a door [deg C].
        airflow_m3_s: Air that leaves there [m3/s].
        room_c: Mean air of the hall [deg C].
        unit_air_c: What each liquid-to-air unit draws, by id [deg C].
        coil_w: Heat that each cooler's coil takes, fans included, by id [W].
    """

    inlet_c: Array
    exhaust_c: Array
    airflow_m3_s: Array
    room_c: float
    unit_air_c: Mapping[str, float]
    coil_w: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """What a rear door does: heat it takes, air and water that leave it."""

    duty_w: float
    air_out_c: float
    water_out_c: float


@dataclass(frozen=True, slots=True)
class LiquidState:
    """Equipment and loops at given air.

    Attributes:
        loops: Loops and units.
        racks: State of plates or tank, by the rack's place in the scene.
        doors: State of rear doors, likewise.
        door_laws: What the air solve takes of them, likewise.
        coils: Coils on loops, fully open, by cooler id.
        served: The racks that coolant serves.
        settled: Whether equipment and loops agree.
    """

    loops: LoopsSolution
    racks: Mapping[int, RackLiquidState]
    doors: Mapping[int, DoorAnswer]
    door_laws: Mapping[int, SceneDoor]
    coils: Mapping[str, SceneDoor]
    served: tuple[LiquidRack, ...]
    settled: bool


@dataclass(slots=True)
class _Heats:
    """Heat on every consumer, and how it moved in the last turn."""

    by_key: dict[ConsumerKey, float] = field(default_factory=dict)

    def update(self, found: Mapping[ConsumerKey, float]) -> float:
        """Take over new heats; return the largest change [W]."""
        keys = set(found) | set(self.by_key)
        change = max((abs(found.get(k, 0.0) - self.by_key.get(k, 0.0)) for k in keys), default=0.0)
        self.by_key = dict(found)
        return change


class LiquidSide:
    """The liquid side of a resolved hall.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        scene: The resolved hall.

    Raises:
        SolveError: For equipment without a loop, or that the catalogue cannot make.
    """

    def __init__(self, variant: Variant, catalogue: Catalogue, scene: Scene) -> None:
        self._prepared = prepare_loops(scene.loops, _dielectrics(scene, catalogue))
        self._air_j_m3_k = scene.air.density_kg_m3 * scene.air.heat_capacity_j_kg_k
        heats = {
            loop.id: _volume_heat(self._prepared.tables[loop.id], loop.supply_temperature_c)
            for loop in scene.loops.loops
        }
        maker = RackMaker(variant, catalogue, heats, self._air_j_m3_k)
        self.served = maker.racks(scene)
        self._coils = coils_on_loops(variant, catalogue, scene, heats)
        self._pressure_pa = scene.pressure_pa
        self._before: LoopsSolution | None = None
        self._last: dict[ConsumerKey, float] | None = None

    def settle(self, powers_w: Sequence[float], air: AirReading) -> LiquidState:
        """Bring equipment and loops to one state at given air.

        Args:
            powers_w: Power asked of each rack, in the scene's order [W].
            air: What equipment sees of the air.
        """
        total = max(float(np.sum(powers_w)), 1.0)
        heats = _Heats(self._first_heats(powers_w, air) if self._last is None else self._last)
        racks: dict[int, RackLiquidState] = {}
        doors: dict[int, DoorAnswer] = {}
        change = np.inf
        loops = self._loops(heats, air)
        for _ in range(MOST_PASSES):
            consumers = loops.by_key()
            racks = self._racks(powers_w, air, consumers)
            doors = self._doors(air, consumers)
            change = heats.update(self._heats(racks, doors, air))
            loops = self._loops(heats, air)
            if change <= SETTLED * total:
                break
        settled = change <= SETTLED * total and loops.converged
        self._last = dict(heats.by_key)
        laws = self._door_laws(doors, air, loops.by_key())
        coils = coil_laws(self._coils, loops.by_key(), self._air_j_m3_k)
        return LiquidState(loops, racks, doors, laws, coils, self.served, settled)

    def _loops(self, heats: _Heats, air: AirReading) -> LoopsSolution:
        self._before = solve_loops(
            self._prepared,
            heats.by_key,
            room_c=air.room_c,
            unit_air_c=air.unit_air_c,
            start=self._before,
        )
        return self._before

    def _first_heats(self, powers_w: Sequence[float], air: AirReading) -> dict[ConsumerKey, float]:
        """Plates and tanks with all their heat, coils as the air says, doors with nothing."""
        found: dict[ConsumerKey, float] = {
            (item.rack.id, "liquid"): powers_w[item.index] * item.heat.plated_fraction
            for item in self.served
            if item.has_liquid
        }
        found.update({(cooler, "coil"): heat for cooler, heat in air.coil_w.items()})
        return found

    def _heats(
        self,
        racks: Mapping[int, RackLiquidState],
        doors: Mapping[int, DoorAnswer],
        air: AirReading,
    ) -> dict[ConsumerKey, float]:
        found: dict[ConsumerKey, float] = {}
        for item in self.served:
            if item.index in racks:
                found[item.rack.id, "liquid"] = racks[item.index].to_coolant_w
            if item.index in doors:
                found[item.rack.id, "door"] = doors[item.index].duty_w
        found.update({(cooler, "coil"): heat for cooler, heat in air.coil_w.items()})
        return found

    def _racks(
        self,
        powers_w: Sequence[float],
        air: AirReading,
        consumers: Mapping[ConsumerKey, ConsumerState],
    ) -> dict[int, RackLiquidState]:
        """Plates all at once, everything else one by one."""
        found: dict[int, RackLiquidState] = {}
        plates: list[tuple[LiquidRack, PlateRack, ConsumerState]] = []
        for item in self.served:
            if not item.has_liquid:
                continue
            state = consumers[item.rack.id, "liquid"]
            if isinstance(item.equipment, PlateRack):
                plates.append((item, item.equipment, state))
            else:
                found[item.index] = self._one(item, powers_w[item.index], state, air)
        if plates:
            places = [item.index for item, _, _ in plates]
            states = plate_states(
                [equipment for _, equipment, _ in plates],
                np.array([powers_w[n] for n in places]),
                np.array([_entering(state, item) for item, _, state in plates]),
                np.array([state.flow_m3_s for _, _, state in plates]),
                np.array([state.density_j_m3_k for _, _, state in plates]),
                np.array([_known(air.inlet_c[n], air.room_c) for n in places]),
            )
            found.update(zip(places, states, strict=True))
        return found

    def _one(
        self, item: LiquidRack, power_w: float, state: ConsumerState, air: AirReading
    ) -> RackLiquidState:
        equipment = item.equipment
        coolant = (_entering(state, item), state.flow_m3_s, state.density_j_m3_k)
        if isinstance(equipment, BoilingPlateRack):
            inlet = _known(air.inlet_c[item.index], air.room_c)
            return boiling_plate_rack_state(equipment, power_w, *coolant, inlet)
        if isinstance(equipment, OilTank):
            return oil_tank_state(equipment, power_w, *coolant, air.room_c, item.set_point_c)
        if isinstance(equipment, BoilingTank):
            return boiling_tank_rack_state(
                equipment, power_w, *coolant, air.room_c, self._pressure_pa
            )
        return _unchecked(item, power_w, state.flow_m3_s)

    def _doors(
        self, air: AirReading, consumers: Mapping[ConsumerKey, ConsumerState]
    ) -> dict[int, DoorAnswer]:
        with_door = [(item, item.door) for item in self.served if item.door is not None]
        if not with_door:
            return {}
        places = np.array([item.index for item, _ in with_door])
        states = [consumers[item.rack.id, "door"] for item, _ in with_door]
        found = door_states(
            [door for _, door in with_door],
            air.airflow_m3_s[places],
            air.exhaust_c[places],
            air.inlet_c[places],
            np.full(places.size, self._air_j_m3_k),
            np.array([state.flow_m3_s for state in states]),
            np.array([_entering(s, i) for s, (i, _) in zip(states, with_door, strict=True)]),
            np.array([state.density_j_m3_k for state in states]),
        )
        return {
            int(place): DoorAnswer(
                float(found.duty_w[n]), float(found.air_out_c[n]), float(found.water_out_c[n])
            )
            for n, place in enumerate(places)
        }

    def _door_laws(
        self,
        doors: Mapping[int, DoorAnswer],
        air: AirReading,
        consumers: Mapping[ConsumerKey, ConsumerState],
    ) -> dict[int, SceneDoor]:
        """Each door as a share of the way from exhaust to water, which the air solve takes."""
        laws: dict[int, SceneDoor] = {}
        for item in self.served:
            n = item.index
            if item.door is None or n not in doors:
                continue
            water = consumers[item.rack.id, "door"]
            flow, water_c = float(air.airflow_m3_s[n]), _entering(water, item)
            share = door_effectiveness(
                item.door,
                flow,
                float(air.exhaust_c[n]),
                float(air.inlet_c[n]),
                self._air_j_m3_k,
                water.flow_m3_s,
                water_c,
                water.density_j_m3_k,
            )
            laws[n] = SceneDoor(share, water_c, item.door.fan_w(flow))
        return laws


def _entering(state: ConsumerState, item: LiquidRack) -> float:
    """Coolant at a consumer; without flow what the loop would supply [deg C]."""
    return _known(state.inlet_c, item.set_point_c)


def _known(value: float, otherwise: float) -> float:
    return float(value) if np.isfinite(value) else otherwise


def _unchecked(item: LiquidRack, power_w: float, flow_m3_s: float) -> RackLiquidState:
    """Equipment the catalogue has no figures for: the first law, and nothing checked."""
    share = item.heat.plated_fraction if flow_m3_s > 0.0 else 0.0
    why = "figures of the equipment are not in the catalogue: not checked"
    if item.heat.plated_fraction == 0.0:
        why = "nothing in it has plates"
    return RackLiquidState(
        power_w=power_w,
        to_coolant_w=power_w * share,
        to_air_w=power_w * (1.0 - share),
        case_c=float("nan"),
        throttled_w=0.0,
        compute_fraction=1.0,
        notes=(why,),
    )


def _volume_heat(table: LiquidTable, temperature_c: float) -> float:
    state = table.near(temperature_c)
    return float(state.density_kg_m3 * state.heat_capacity_j_kg_k)


def _dielectrics(scene: Scene, catalogue: Catalogue) -> dict[str, LiquidTable]:
    """Tables of dielectrics that loops carry themselves."""
    fluids = {loop.coolant.fluid for loop in scene.loops.loops if not is_water_based(loop.coolant)}
    return {fluid: dielectric(catalogue, fluid).table for fluid in sorted(fluids)}
