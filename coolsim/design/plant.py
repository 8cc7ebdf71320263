"""Records of the plant: heat rejection, economisers, storage, heat reuse, load, prices.

A rejection takes the heat of facility loops, and of coolers whose water is not modelled. A figure
left out is sized for the hall as drawn or taken from the catalogue, and listed as an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coolsim.design.base import (
    Fraction,
    Identifier,
    Item,
    NonNegative,
    Positive,
    Record,
    Temperature,
)
from coolsim.design.liquid import Redundancy

RejectionKind = Literal[
    "water_chiller", "air_chiller", "dry_cooler", "wet_cooler", "adiabatic_cooler", "tower", "dx"
]
EconomiserKind = Literal["none", "integrated", "non_integrated"]

_Six = tuple[float, float, float, float, float, float]
_Three = tuple[float, float, float]
_Kelvin = Annotated[float, Field(gt=0.0, le=60.0, allow_inf_nan=False)]
_Rate = Annotated[float, Field(allow_inf_nan=False)]
"""A price: any number, so that a negative one is told as a finding that names it."""
_HOURS = 8760


class ChillerCurveSet(Record):
    """A chiller's own curves in the electric input ratio form of EnergyPlus.

    Capacity and input ratio over their reference are ``c0 + c1 x + c2 x2 + c3 y + c4 y2 + c5 x y``
    of the leaving chilled water x and the entering condenser fluid y [deg C]; the part-load curve
    is ``d0 + d1 r + d2 r2``.
    """

    capacity_w: Positive
    cop: Positive
    capacity_curve: _Six
    input_ratio_curve: _Six
    part_load_curve: _Three
    least_part_load_fraction: Fraction = 0.1
    chilled_range_c: tuple[Temperature, Temperature]
    condenser_range_c: tuple[Temperature, Temperature]

    @model_validator(mode="after")
    def _ranges_rise(self) -> ChillerCurveSet:
        for low, high in (self.chilled_range_c, self.condenser_range_c):
            if high <= low:
                raise ValueError("a range goes from its lower to its higher temperature")
        return self


class WaterPump(Record):
    """Pumps of a water circuit of the plant, as one: head and efficiency (wire to water) at design.

    A variable pump follows the load by the affinity laws down to its least speed. Condenser pumps
    run at full speed, one for each tower cell that runs.
    """

    head_pa: NonNegative = 200e3
    efficiency_fraction: Annotated[float, Field(gt=0.0, le=1.0)] = 0.65
    is_variable: bool = True
    least_speed_fraction: Annotated[float, Field(gt=0.0, le=1.0)] = 0.4


class Tower(Record):
    """Open cooling towers by their design point; fans slow down to hold the leaving water.

    ``fan_w_per_w`` is the fans' power over the heat rejected at design. Condenser water is held at
    ``set_point_c``, or as cold as the fans bring it. Blow-down is evaporation over
    ``cycles_of_concentration`` less one. ``dry_below_c`` is of closed circuits alone: the dry bulb
    at which, by its maker, one carries its design heat without spray; empty, it never runs dry.
    """

    model: Literal["york", "merkel"] = "york"
    wet_bulb_c: Temperature = 25.6
    approach_k: _Kelvin = 3.9
    range_k: _Kelvin = 5.6
    air_to_water_ratio: Positive = 1.0
    set_point_c: Temperature = 21.0
    fan_w_per_w: NonNegative | None = None
    least_fan_fraction: Fraction = 0.2
    cycles_of_concentration: Annotated[float, Field(gt=1.0, le=50.0)] = 4.0
    drift_fraction: Fraction = 0.00005
    dry_below_c: Temperature | None = None


class DryCoil(Record):
    """Dry coolers by their design point; with pads, wetted above a dry bulb, they are adiabatic.

    ``approach_k`` is leaving liquid minus entering air, ``range_k`` what the liquid cools down by,
    both at design.
    """

    dry_bulb_c: Temperature = 35.0
    approach_k: _Kelvin = 5.6
    range_k: _Kelvin = 5.6
    air_m3_s_w: Positive = 1.365e-4
    fan_w_per_w: NonNegative | None = None
    pad_effectiveness: Annotated[float, Field(ge=0.0, lt=1.0)] | None = None
    pads_above_c: Temperature = 20.0


class SprayPump(Record):
    """Pumps that spray water over the coils of wet coolers: as much as the liquid inside.

    They run at full speed while the coolers do.
    """

    head_pa: NonNegative = 70e3
    efficiency_fraction: Annotated[float, Field(gt=0.0, le=1.0)] = 0.65


class Economiser(Record):
    """A plate exchanger between tower or dry cooler and the chilled water.

    Integrated ones stand before the chillers and may precool the return; the others work alone or
    not at all.
    """

    kind: EconomiserKind = "none"
    approach_k: _Kelvin = 1.5


class AirEconomiser(Record):
    """Outdoor air led through the hall while its dew point lies between two limits."""

    dew_point_min_c: Temperature = -9.0
    dew_point_max_c: Temperature = 15.0


class HeatRejection(Item):
    """One plant: kind, machines, what it serves, economiser, water circuits.

    ``chiller`` names a shipped curve set; ``curves`` are the design's own. ``capacity_w`` is that
    of one machine at its reference point; left out, the duty machines are sized together for the
    hall as drawn. ``supply_temperature_c`` is the chilled water for coolers without a loop; left
    out, 8 K below the coldest of their set points. ``rooms`` names other rooms whose heat, losses
    of the power chain, it takes too; fans there draw ``room_fan_w_per_w`` of it.
    """

    kind: RejectionKind = "air_chiller"
    loop_ids: tuple[Identifier, ...] = ()
    cooler_ids: tuple[Identifier, ...] = ()
    rooms: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] = ()
    room_fan_w_per_w: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    chiller: Annotated[str, Field(max_length=100)] | None = None
    curves: ChillerCurveSet | None = None
    machines: Annotated[int, Field(ge=1, le=40)] = 2
    redundancy: Redundancy = "N"
    capacity_w: Positive | None = None
    cop: Positive | None = None
    supply_temperature_c: Temperature | None = None
    chilled_range_k: _Kelvin = 6.0
    economiser: Economiser = Economiser()
    air_economiser: AirEconomiser | None = None
    tower: Tower = Tower()
    dry: DryCoil = DryCoil()
    chilled_pump: WaterPump = WaterPump()
    condenser_pump: WaterPump = WaterPump()
    spray_pump: SprayPump = SprayPump()
    running: bool = True

    @property
    def spares(self) -> int:
        """Machines that stand by."""
        return {"N": 0, "N+1": 1, "2N": self.machines // 2}[self.redundancy]

    @property
    def duty_machines(self) -> int:
        """Machines that carry the load: all less the spares."""
        return max(self.machines - self.spares, 1)

    @model_validator(mode="after")
    def _consistent(self) -> HeatRejection:
        if self.chiller is not None and self.curves is not None:
            raise ValueError("give chiller or curves, not both")
        if self.redundancy != "N" and self.machines < 2:
            raise ValueError("redundancy needs at least two machines")
        if self.air_economiser is not None and self.kind != "dx" and self.loop_ids:
            raise ValueError("an air economiser cools coolers, not loops")
        return self


class SupplyReset(Record):
    """Raising every supply temperature, of air and loops alike, from its drawn value.

    *Fixed* adds ``most_k`` always. *Outdoor* adds nothing at or above ``outdoor_high_c`` and
    ``most_k`` at or below ``outdoor_low_c``, straight between. *Inlet* adds as much, up to
    ``most_k``, as leaves every rack inlet ``margin_k`` below its limit. *None* adds nothing; the
    year then only compares raises up to ``most_k``.
    """

    rule: Literal["none", "fixed", "outdoor", "inlet"] = "none"
    most_k: Annotated[float, Field(ge=0.0, le=20.0)] = 0.0
    outdoor_low_c: Temperature = 10.0
    outdoor_high_c: Temperature = 25.0
    margin_k: Annotated[float, Field(ge=0.0, le=10.0)] = 0.0

    @model_validator(mode="after")
    def _ordered(self) -> SupplyReset:
        if self.outdoor_high_c <= self.outdoor_low_c:
            raise ValueError("outdoor_high_c must be greater than outdoor_low_c")
        return self


class ThermalStorage(Record):
    """Chilled-water storage: filled in some hours of the day, emptied in others.

    Hours count as those that end, 1 to 24; a window may run over midnight.
    """

    rejection_id: Identifier | None = None
    capacity_wh: Positive
    power_w: Positive
    loss_fraction_per_day: Fraction = 0.01
    charge_from_hour: Annotated[int, Field(ge=1, le=24)] = 23
    charge_to_hour: Annotated[int, Field(ge=1, le=24)] = 6
    discharge_from_hour: Annotated[int, Field(ge=1, le=24)] = 13
    discharge_to_hour: Annotated[int, Field(ge=1, le=24)] = 19


class HeatReuse(Record):
    """Heat given to somebody who can use it, from a rejection whose return is warm enough."""

    rejection_id: Identifier | None = None
    power_w: Positive
    temperature_c: Temperature
    months: Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(max_length=12)] = (
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    )  # fmt: skip


class Utilisation(Record):
    """Power of the racks through the year, over their drawn load.

    *Flat* stays at ``high_fraction`` (training). *Diurnal* swings once a day between both, highest
    in ``peak_hour`` (inference). *Hours* are 8,760 values.

    These are sustained powers, which inlets and machines must stand; the energy follows the mean
    power, ``mean_fraction`` of it. Left out, it is that of the contents by the catalogue; what has
    no known mean counts with its sustained power.
    """

    profile: Literal["flat", "diurnal", "hours"] = "flat"
    high_fraction: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    low_fraction: Annotated[float, Field(gt=0.0, le=1.0)] = 0.5
    peak_hour: Annotated[int, Field(ge=1, le=24)] = 15
    mean_fraction: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    hours: tuple[Annotated[float, Field(gt=0.0, le=1.0)], ...] = ()

    @model_validator(mode="after")
    def _whole_year(self) -> Utilisation:
        if self.profile == "hours" and len(self.hours) != _HOURS:
            raise ValueError(f"hours has {len(self.hours):,} values; a year has {_HOURS:,}")
        if self.profile != "hours" and self.hours:
            raise ValueError('hours belong to the profile "hours"')
        if self.profile == "diurnal" and self.low_fraction > self.high_fraction:
            raise ValueError("low_fraction exceeds high_fraction")
        return self


class Tariff(Record):
    """Prices of electricity and water; left out, the catalogue's by ``electricity``.

    ``peak_usd_kwh`` counts on working days from ``peak_from_hour`` to ``peak_to_hour`` (hours that
    end); the year begins on a Monday. ``demand_usd_kw_month`` counts each month's highest hour.
    """

    electricity: Annotated[str, Field(max_length=100)] = "world_business"
    usd_kwh: _Rate | None = None
    peak_usd_kwh: _Rate | None = None
    peak_from_hour: Annotated[int, Field(ge=1, le=24)] = 9
    peak_to_hour: Annotated[int, Field(ge=1, le=24)] = 20
    demand_usd_kw_month: _Rate = 0.0
    water_usd_m3: _Rate | None = None


class Footprint(Record):
    """What a kilowatt-hour from the grid stands for; left out, the catalogue's."""

    carbon: Annotated[str, Field(max_length=100)] = "USA"
    carbon_g_kwh: NonNegative | None = None
    water_l_kwh: NonNegative | None = None


class Budget(Record):
    """Most capital that racks and the facility around them may take.

    The facility costs ``facility_usd_w`` per watt of the racks, or the catalogue's range; an
    accelerator ``accelerator_usd``, left out of the sum where not given.
    """

    capital_usd: Positive | None = None
    facility_usd_w: NonNegative | None = None
    accelerator_usd: NonNegative | None = None


class Plant(Record):
    """Heat rejection of the site, and how a year of it is counted.

    ``server_fan_fraction`` is the share of the heat that racks give to the air which their own
    fans draw, at nominal airflow; it grows with the cube of the airflow. ``water_cap_kg_s`` is the
    most water that all rejections may draw at once.
    """

    rejections: tuple[HeatRejection, ...] = ()
    server_fan_fraction: Annotated[float, Field(ge=0.0, le=0.5)] | None = None
    reset: SupplyReset = SupplyReset()
    storage: ThermalStorage | None = None
    reuse: HeatReuse | None = None
    utilisation: Utilisation = Utilisation()
    tariff: Tariff = Tariff()
    footprint: Footprint = Footprint()
    budget: Budget = Budget()
    water_cap_kg_s: Positive | None = None


Served = tuple[tuple[Identifier, ...], tuple[Identifier, ...]]
"""Ids of the facility loops and of the coolers without a loop that a rejection serves."""


def serving(
    plant: Plant, loop_ids: Iterable[Identifier], cooler_ids: Iterable[Identifier]
) -> tuple[dict[Identifier, Served], Served]:
    """What each rejection serves, and what none does.

    A rejection that names neither loop nor cooler serves all that no other names; the first such
    counts.

    Args:
        plant: The plant.
        loop_ids: The facility loops there are.
        cooler_ids: The coolers whose water is not modelled.
    """
    named_loops = {name for item in plant.rejections for name in item.loop_ids}
    named_coolers = {name for item in plant.rejections for name in item.cooler_ids}
    loops, coolers = tuple(loop_ids), tuple(cooler_ids)
    rest = (
        tuple(name for name in loops if name not in named_loops),
        tuple(name for name in coolers if name not in named_coolers),
    )
    found: dict[Identifier, Served] = {}
    for item in plant.rejections:
        if item.loop_ids or item.cooler_ids:
            found[item.id] = (
                tuple(name for name in item.loop_ids if name in loops),
                tuple(name for name in item.cooler_ids if name in coolers),
            )
        else:
            found[item.id], rest = rest, ((), ())
    return found, rest
