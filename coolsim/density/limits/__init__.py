"""Limits of density, one object per file; a new limit is one file and one line here."""

from coolsim.density.limits.air_rise import AirRise
from coolsim.density.limits.base import (
    Cap,
    CoupledLimit,
    OwnLimit,
    Point,
    PowerGroup,
    Reading,
    SharedLimit,
)
from coolsim.density.limits.breaker import Breaker
from coolsim.density.limits.cooler_airflow import CoolerAirflow
from coolsim.density.limits.cooler_capacity import CoolerCapacity
from coolsim.density.limits.feed import SharedFeed
from coolsim.density.limits.floor_load import FloorLoad
from coolsim.density.limits.hall_cap import HallCap
from coolsim.density.limits.inlet_class import InletClass
from coolsim.density.limits.rack_mass import RackMassLimit
from coolsim.density.limits.rack_units import RackUnits

OWN_LIMITS: tuple[OwnLimit, ...] = (
    Breaker(),
    RackUnits(),
    RackMassLimit(),
    FloorLoad(),
    AirRise(),
)
SHARED_LIMITS: tuple[SharedLimit, ...] = (
    SharedFeed(),
    HallCap(),
)
COUPLED_LIMITS: tuple[CoupledLimit, ...] = (
    InletClass(),
    CoolerCapacity(),
    CoolerAirflow(),
)
TITLES: dict[str, str] = {
    limit.key: limit.title for limit in (*OWN_LIMITS, *SHARED_LIMITS, *COUPLED_LIMITS)
}
"""Title of each limit by key, for tables and legends."""

__all__ = [
    "COUPLED_LIMITS",
    "OWN_LIMITS",
    "SHARED_LIMITS",
    "TITLES",
    "Cap",
    "CoupledLimit",
    "OwnLimit",
    "Point",
    "PowerGroup",
    "Reading",
    "SharedLimit",
]
