"""Rear doors of racks, made from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coolsim.catalogue.entries import Entry
from coolsim.catalogue.liquid_equipment import door_figures
from coolsim.catalogue.records import Figure
from coolsim.equipment.arrays import Array
from coolsim.equipment.cold_plate import PressureLaw
from coolsim.equipment.fan import fan_power_w
from coolsim.equipment.heat_exchanger import ConductanceLaw, coil_law
from coolsim.equipment.rear_door import (
    DoorState,
    air_effectiveness,
    air_pressure_law,
    door_of_rating,
    door_state,
    held_by_capacity,
)


@dataclass(frozen=True, slots=True)
class RackDoor:
    """A rear door.

    Attributes:
        law: Conductance of its coil; ``None`` where its rating is not known. Its duty is then what
            cools the air back to what the rack drew, up to the capacity, and *not checked*.
        capacity_w: Rated capacity; ``None`` where unknown.
        bypass_fraction: Air past the coil.
        rated_fan_w: Power of its own fans at the rated airflow.
        rated_air_m3_s: That airflow; ``None`` where unknown.
        air_drop: Pressure that the servers' fans must bring up; ``None`` where unknown or carried
            by fans of its own.
        figures: What this rests on.
    """

    law: ConductanceLaw | None
    capacity_w: float | None
    bypass_fraction: float
    rated_fan_w: float
    rated_air_m3_s: float | None
    air_drop: PressureLaw | None
    figures: tuple[tuple[str, Figure], ...]

    def fan_w(self, air_m3_s: float) -> float:
        """Power of its own fans at an airflow; as rated where no rated airflow is known."""
        if self.rated_air_m3_s is None:
            return self.rated_fan_w
        return float(fan_power_w(self.rated_fan_w, air_m3_s, self.rated_air_m3_s))


def door_effectiveness(
    door: RackDoor,
    air_m3_s: float,
    exhaust_c: float,
    air_in_c: float,
    air_j_m3_k: float,
    water_m3_s: float,
    water_in_c: float,
    water_j_m3_k: float,
) -> float:
    """How far all of a rack's air comes from its exhaust's to the water's temperature [-].

    For an air solver that carries doors as linear devices. Where the coil is not known it is the
    share that the capacity allows at these temperatures.

    Args:
        door: The door.
        air_m3_s: Airflow through the rack [m3/s].
        exhaust_c: Air leaving its servers [deg C].
        air_in_c: Air the rack drew [deg C].
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
        water_m3_s: Water through the door [m3/s].
        water_in_c: Entering it [deg C].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
    """
    if door.law is not None:
        return float(
            air_effectiveness(
                air_m3_s, air_j_m3_k, water_m3_s, water_j_m3_k, door.law, door.bypass_fraction
            )
        )
    rate, span_k = air_m3_s * air_j_m3_k, exhaust_c - water_in_c
    if rate <= 0.0 or span_k <= 0.0 or water_m3_s <= 0.0:
        return 0.0
    duty = held_by_capacity(exhaust_c, air_in_c, rate, water_in_c, door.capacity_w)
    return float(duty) / (rate * span_k)


def rack_door(entry: Entry, air_j_m3_k: float, water_j_m3_k: float) -> RackDoor:
    """Return a door of a catalogue entry.

    Args:
        entry: A door of type ``rdhx_passive`` or ``rdhx_active``.
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
        water_j_m3_k: Of the loop's coolant [J/(m3 K)].

    Raises:
        SolveError: The rating is impossible.
    """
    of = door_figures(entry)
    capacity, approach = of.capacity_w.value, of.approach_k.value
    air, water, drop = of.airflow_m3_s.value, of.water_flow_m3_s.value, of.air_drop_pa.value
    law = None
    if capacity is not None and approach is not None and air is not None and water is not None:
        law = door_of_rating(capacity, approach, air, water, air_j_m3_k, water_j_m3_k)
    is_carried = drop is not None and air is not None and not of.is_active
    return RackDoor(
        law=law,
        capacity_w=capacity,
        bypass_fraction=of.bypass_fraction.value or 0.0,
        rated_fan_w=of.fan_power_w.value or 0.0,
        rated_air_m3_s=air,
        air_drop=air_pressure_law(drop, air) if is_carried and drop and air else None,
        figures=tuple(
            (f"{name} of {entry.name}", figure)
            for name, figure in (
                ("capacity", of.capacity_w),
                ("approach", of.approach_k),
                ("airflow", of.airflow_m3_s),
                ("water flow", of.water_flow_m3_s),
                ("by-pass of air", of.bypass_fraction),
                ("fan power", of.fan_power_w),
            )
        ),
    )


def door_states(
    doors: Sequence[RackDoor],
    air_m3_s: Array,
    exhaust_c: Array,
    air_in_c: Array,
    air_j_m3_k: Array,
    water_m3_s: Array,
    water_in_c: Array,
    water_j_m3_k: Array,
) -> DoorState:
    """State of doors, all at once; arrays over the doors.

    Args:
        doors: The doors.
        air_m3_s: Airflow through each rack [m3/s].
        exhaust_c: Air leaving its servers [deg C].
        air_in_c: Air the rack drew [deg C].
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
        water_m3_s: Water through the door [m3/s].
        water_in_c: Entering it [deg C].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
    """
    laws = [_ANY_COIL if door.law is None else door.law for door in doors]
    fan_w = np.array([door.fan_w(float(air)) for door, air in zip(doors, air_m3_s, strict=True)])
    by_coil = door_state(
        air_m3_s,
        exhaust_c,
        air_in_c,
        air_j_m3_k,
        water_m3_s,
        water_in_c,
        water_j_m3_k,
        replace(
            _ANY_COIL,
            rated_w_k=np.array([law.rated_w_k for law in laws]),
            rated_hot_m3_s=np.array([law.rated_hot_m3_s for law in laws]),
            rated_cold_m3_s=np.array([law.rated_cold_m3_s for law in laws]),
        ),
        bypass_fraction=np.array([door.bypass_fraction for door in doors]),
        fan_w=fan_w,
    )
    air_w_k = np.asarray(air_m3_s) * air_j_m3_k
    water_w_k = np.asarray(water_m3_s) * water_j_m3_k
    capacity = np.array([_WITHOUT_END_W if d.capacity_w is None else d.capacity_w for d in doors])
    held = held_by_capacity(exhaust_c, air_in_c, air_w_k, water_in_c, capacity)
    has_coil = np.array([door.law is not None for door in doors])
    duty = np.where(has_coil, by_coil.duty_w, np.where(water_w_k > 0.0, held, 0.0))
    moves = air_w_k > 0.0
    change = np.where(moves, (fan_w - duty) / np.where(moves, air_w_k, 1.0), 0.0)
    warming = duty / np.where(water_w_k > 0.0, water_w_k, 1.0)
    return DoorState(
        duty_w=duty,
        air_out_c=np.asarray(exhaust_c + change),
        water_out_c=np.where(has_coil, by_coil.water_out_c, water_in_c + warming),
        heat_left_w=np.asarray(air_w_k * (np.asarray(exhaust_c) - air_in_c) - duty + fan_w),
    )


_ANY_COIL = coil_law(1.0, 1.0, 1.0)
"""Stands for a coil that is not known, beside known ones; its answer is not used."""
_WITHOUT_END_W = 1e12
"""Stands for a capacity that is not known [W]."""
