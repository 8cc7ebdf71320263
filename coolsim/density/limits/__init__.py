"""Limits of density, one object per file; a new limit is one file, one line here, and its title."""

from coolsim.density.limits.air_rise import AirRise
from coolsim.density.limits.base import (
    Cap,
    CoupledLimit,
    OwnLimit,
    Point,
    PowerGroup,
    Reading,
    SharedLimit,
    WatchedLimit,
)
from coolsim.density.limits.boiling_surface import BoilingSurface
from coolsim.density.limits.breaker import Breaker
from coolsim.density.limits.breaker_peak import BreakerPeak
from coolsim.density.limits.budget import BudgetLimit
from coolsim.density.limits.busway import Busway
from coolsim.density.limits.cdu_capacity import CduCapacity
from coolsim.density.limits.cdu_supply import CduSupply
from coolsim.density.limits.chip_case import ChipCase
from coolsim.density.limits.coolant_flow import CoolantFlow
from coolsim.density.limits.coolant_inlet import CoolantInlet
from coolsim.density.limits.coolant_supply import CoolantSupply
from coolsim.density.limits.cooler_airflow import CoolerAirflow
from coolsim.density.limits.cooler_capacity import CoolerCapacity
from coolsim.density.limits.feed import SharedFeed
from coolsim.density.limits.floor_load import FloorLoad
from coolsim.density.limits.grid_cap import GridCap
from coolsim.density.limits.hall_cap import HallCap
from coolsim.density.limits.inlet_class import InletClass
from coolsim.density.limits.inlet_low import InletLow
from coolsim.density.limits.loop_pressure import LoopPressure
from coolsim.density.limits.phase import Phase
from coolsim.density.limits.plant_design_day import PlantDesignDay
from coolsim.density.limits.rack_mass import RackMassLimit
from coolsim.density.limits.rack_units import RackUnits
from coolsim.density.limits.rear_door import RearDoor
from coolsim.density.limits.service_clearance import ServiceClearance
from coolsim.density.limits.tank_bath import TankBath
from coolsim.density.limits.tank_capacity import TankCapacity
from coolsim.density.limits.tile_airflow import TileAirflow
from coolsim.density.limits.transformer import Transformer
from coolsim.density.limits.ups import Ups
from coolsim.density.limits.water_cap import WaterCap

OWN_LIMITS: tuple[OwnLimit, ...] = (
    Breaker(),
    RackUnits(),
    RackMassLimit(),
    FloorLoad(),
    AirRise(),
    TankCapacity(),
)
SHARED_LIMITS: tuple[SharedLimit, ...] = (
    SharedFeed(),
    HallCap(),
)
COUPLED_LIMITS: tuple[CoupledLimit, ...] = (
    InletClass(),
    CoolerCapacity(),
    CoolerAirflow(),
    TileAirflow(),
    ChipCase(),
    BoilingSurface(),
    CoolantInlet(),
    CoolantSupply(),
    CoolantFlow(),
    LoopPressure(),
    CduCapacity(),
    CduSupply(),
    RearDoor(),
    TankBath(),
    BreakerPeak(),
    Phase(),
    Busway(),
    Ups(),
    Transformer(),
    PlantDesignDay(),
    GridCap(),
    BudgetLimit(),
    WaterCap(),
)
WATCHED_LIMITS: tuple[WatchedLimit, ...] = (
    InletLow(),
    ServiceClearance(),
)
__all__ = [
    "COUPLED_LIMITS",
    "OWN_LIMITS",
    "SHARED_LIMITS",
    "WATCHED_LIMITS",
    "Cap",
    "CoupledLimit",
    "OwnLimit",
    "Point",
    "PowerGroup",
    "Reading",
    "SharedLimit",
    "WatchedLimit",
]
