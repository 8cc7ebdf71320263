"""The editable fields of the plant: heat rejections, rules, load, prices, outdoor air."""

from __future__ import annotations

from collections.abc import Callable

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Design
from coolsim.design.plant import RejectionKind
from ui.widgets.forms import Choices, Field

Reader = Callable[[], Design]

KINDS: tuple[tuple[RejectionKind, str], ...] = (
    ("water_chiller", "Chillers with towers"),
    ("air_chiller", "Air-cooled chillers"),
    ("dry_cooler", "Dry coolers"),
    ("wet_cooler", "Wet coolers"),
    ("adiabatic_cooler", "Adiabatic coolers"),
    ("tower", "Cooling towers alone"),
    ("dx", "Direct expansion (CRAC)"),
)
"""Kinds of heat rejection and what they are called."""
_NAMES = {"ohare": "O'Hare", "laguardia": "LaGuardia"}
_SIZED = "sized for the hall"
_CURVES = "EnergyPlus data sets, 157 published machines"
_DESIGN_POINT = "Of the design point that the machine is bought by"


def chiller_choices(kind: str) -> list[tuple[object, str]]:
    """Shipped curve sets that suit a kind of chiller, the default first."""
    from coolsim.plant.chillers import (
        DEFAULT_AIR_CHILLER,
        DEFAULT_WATER_CHILLER,
        shipped_chillers,
    )

    wanted = "air" if kind == "air_chiller" else "water"
    default = DEFAULT_AIR_CHILLER if wanted == "air" else DEFAULT_WATER_CHILLER
    names = sorted(name for name, each in shipped_chillers().items() if each.condenser == wanted)
    return [(None, f"{default} (default)"), *((name, name) for name in names)]


def rejection_fields(kind: RejectionKind) -> tuple[Field, ...]:
    """Fields of a heat rejection of a kind."""
    chills = kind in ("water_chiller", "air_chiller")
    capacity = "Of one machine at its reference point. Empty: for the hall as drawn, 10 % more"
    common = (
        Field("name", "Name", "text", empty="no name"),
        Field("kind", "Kind", "choice", choices=KINDS),
        Field("machines", "Machines", "whole", unit="count",
              tip="Staged: as many run as the load needs"),
        Field("redundancy", "Redundancy", "choice",
              choices=(("N", "N"), ("N+1", "N+1"), ("2N", "2N")), tip="Machines that stand by"),
        Field("capacity_w", "Capacity of one", unit="w", optional=True, empty=_SIZED, tip=capacity),
        Field("running", "Running", "flag"),
    )  # fmt: skip
    chiller = (
        Field("chiller", "Curve set", "choice", choices=lambda: chiller_choices(kind),
              section="Chillers", tip=f"Capacity and power over temperatures: {_CURVES}"),
    )  # fmt: skip
    cop = (
        Field("cop", "COP", unit="count", optional=True, empty="least by ASHRAE 90.1", section="DX",
              tip="Sensible cooling over compressor power at its rating"),
    )  # fmt: skip
    water = (
        Field("supply_temperature_c", "Chilled water", unit="c", optional=True,
              empty="8 K below the coolers", section="Water",
              tip="For coolers whose water is not drawn; loops have their own set point"),
        Field("chilled_range_k", "Its range", unit="k", tip="Return over supply at design"),
    )  # fmt: skip
    parts: tuple[Field, ...] = ()
    if chills:
        parts += chiller
    if kind == "dx":
        return (*common, *cop, *air_economiser_fields(), *ROOMS)
    parts += water
    if chills:
        parts += economiser_fields()
    if kind in ("water_chiller", "tower", "wet_cooler"):
        parts += tower_fields(kind)
    if kind in ("dry_cooler", "adiabatic_cooler", "air_chiller"):
        parts += dry_fields(kind)
    parts += pump_fields("chilled_pump", "Pumps of the chilled water")
    if kind in ("water_chiller", "tower"):
        parts += pump_fields("condenser_pump", "Pumps of the condenser water")
    if kind == "wet_cooler":
        parts += SPRAY
    return (*common, *parts, *air_economiser_fields(), *ROOMS)


def economiser_fields() -> tuple[Field, ...]:
    """Fields of a water economiser."""
    return (
        Field("economiser.kind", "Economiser", "choice", section="Economiser", choices=(
            ("none", "none"), ("integrated", "integrated, precools the return"),
            ("non_integrated", "non-integrated, alone or not at all"),
        ), tip="A plate exchanger between tower or dry cooler and the chilled water"),
        Field("economiser.approach_k", "Plate approach", unit="k"),
    )  # fmt: skip


def air_economiser_fields() -> tuple[Field, ...]:
    """Fields of outdoor air led through the hall."""
    limit = "Outdoor air is taken while its dew point lies between both"
    return (
        Field("air_economiser", "Outdoor air in the hall", "flag", section="Air economiser",
              tip="Led through the hall while it is cold and neither dry nor moist"),
        Field("air_economiser.dew_point_min_c", "Lowest dew point", unit="c",
              tip=f"{limit}. -9 °C: recommended range of ASHRAE TC 9.9"),
        Field("air_economiser.dew_point_max_c", "Highest dew point", unit="c",
              tip=f"{limit}. 15 °C: recommended range of ASHRAE TC 9.9"),
    )  # fmt: skip


DRY_RUNNING = (
    Field("tower.dry_below_c", "Dry below", unit="c", optional=True, empty="never dry",
          tip="Dry bulb at which, by its maker, it carries its design heat without spray; colder "
          "hours run dry where that cools as much"),
)  # fmt: skip
"""Of closed circuits."""


def tower_fields(kind: str) -> tuple[Field, ...]:
    """Fields of cooling towers and wet coolers."""
    closed = kind == "wet_cooler"
    title = "Wet coolers" if closed else "Towers"
    model = Field("tower.model", "Model", "choice", section=title,
                  choices=(("york", "YorkCalc"), ("merkel", "Merkel")),
                  tip="Correlation of a maker, or heat and mass transfer over the "
                  "fill")  # fmt: skip
    plate = Field("economiser.approach_k", "Plate approach", unit="k",
                  tip="Of the exchanger between tower and loop")  # fmt: skip
    set_point = Field("tower.set_point_c", "Condenser water", unit="c",
                      tip="Held by the fans, or as cold as they bring it")  # fmt: skip
    table = "ASHRAE 90.1-2019 table 6.8.1-7"
    rating = "16.1 gpm/hp of closed-circuit" if closed else "40.2 gpm/hp of open"
    first = () if closed else (model,)
    own = {"tower": (plate,), "water_chiller": (set_point,)}.get(kind, ())
    return (
        *first,
        Field("tower.wet_bulb_c", "Design wet bulb", unit="c", tip=_DESIGN_POINT,
              section=title if closed else ""),
        Field("tower.approach_k", "Approach", unit="k",
              tip="Leaving water over the wet bulb. " + _DESIGN_POINT),
        Field("tower.range_k", "Range", unit="k", tip=_DESIGN_POINT),
        Field("tower.air_to_water_ratio", "Air to water", unit="count", tip="By mass, at design"),
        *own,
        Field("tower.fan_w_per_w", "Fan power over heat", unit="fraction", optional=True,
              empty="least by ASHRAE 90.1", tip=f"Empty: {rating} axial machines, {table}"),
        Field("tower.least_fan_fraction", "Least fan speed", unit="fraction"),
        Field("tower.cycles_of_concentration", "Cycles of concentration", unit="count",
              tip="Blow-down is evaporation over this less one"),
        Field("tower.drift_fraction", "Drift", unit="fraction", tip="Of the water that circulates"),
        *(DRY_RUNNING if closed else ()),
    )  # fmt: skip


def dry_fields(kind: str) -> tuple[Field, ...]:
    """Fields of dry and adiabatic coolers."""
    fields = (
        Field("dry.dry_bulb_c", "Design dry bulb", unit="c", section="Dry coolers",
              tip=_DESIGN_POINT),
        Field("dry.approach_k", "Approach", unit="k",
              tip="Leaving liquid over entering air. " + _DESIGN_POINT),
        Field("dry.range_k", "Range", unit="k", tip=_DESIGN_POINT),
        Field("dry.air_m3_s_w", "Air over heat", unit="m3_s_w",
              tip="Default: a maker's rating of 2.9 MW (BAC TDFS1238N)"),
        Field("dry.fan_w_per_w", "Fan power over heat", unit="fraction", optional=True,
              empty="of a maker's rating", tip="Empty: BAC TDFS1238N"),
    )  # fmt: skip
    if kind != "adiabatic_cooler":
        return fields
    return (
        *fields,
        Field("dry.pad_effectiveness", "Pads", unit="fraction", optional=True,
              empty="of the catalogue", tip="How far they bring the air to its wet bulb"),
        Field("dry.pads_above_c", "Pads wetted above", unit="c", tip="Outdoor dry bulb"),
    )  # fmt: skip


def pump_fields(part: str, title: str) -> tuple[Field, ...]:
    """Fields of the pumps of a water circuit."""
    return (
        Field(f"{part}.head_pa", "Head", unit="coolant_pa", section=title, tip="At design"),
        Field(f"{part}.efficiency_fraction", "Efficiency", unit="fraction", tip="Wire to water"),
        Field(f"{part}.is_variable", "Variable speed", "flag"),
        Field(f"{part}.least_speed_fraction", "Least speed", unit="fraction"),
    )  # fmt: skip


SPRAY = (
    Field("spray_pump.head_pa", "Head", unit="coolant_pa", section="Spray pumps",
          tip="As much water over the coils as runs inside, at design"),
    Field("spray_pump.efficiency_fraction", "Efficiency", unit="fraction", tip="Wire to water"),
)  # fmt: skip
ROOMS = (
    Field("room_fan_w_per_w", "Fans in other rooms", unit="fraction", optional=True, empty="5 %",
          section="Other rooms", tip="Fan power over the heat it takes from the rooms it serves"),
)  # fmt: skip
RESET = (
    Field("reset.rule", "Rule", "choice", choices=(
        ("none", "as drawn"), ("fixed", "raised always"), ("outdoor", "by outdoor air"),
        ("inlet", "as far as inlets allow"),
    ), tip="Raises every supply temperature, of air and loops alike"),
    Field("reset.most_k", "Raised at most", unit="k"),
    Field("reset.outdoor_low_c", "All of it below", unit="c", tip="Outdoor dry bulb"),
    Field("reset.outdoor_high_c", "Nothing above", unit="c", tip="Outdoor dry bulb"),
    Field("reset.margin_k", "Inlet margin kept", unit="k"),
)  # fmt: skip
UTILISATION = (
    Field("utilisation.profile", "Profile", "choice", choices=(
        ("flat", "flat (training)"), ("diurnal", "daily swing (inference)"),
        ("hours", "8,760 hours of a file"),
    )),
    Field("utilisation.high_fraction", "Highest load", unit="fraction",
          tip="Power of the racks over their drawn power"),
    Field("utilisation.low_fraction", "Lowest load", unit="fraction"),
    Field("utilisation.peak_hour", "Peak hour", "whole", unit="count", tip="The hour that ends"),
    Field("utilisation.mean_fraction", "Mean power", unit="fraction", optional=True,
          empty="of the catalogue", tip="Over the sustained power: energy follows the mean, inlets "
          "and machines must stand the sustained power"),
    Field("server_fan_fraction", "Server fans", unit="fraction", optional=True, empty="5 %",
          section="Servers",
          tip="Share of the heat to the air that their own fans draw at nominal airflow"),
)  # fmt: skip


def tariff_fields() -> tuple[Field, ...]:
    """Prices of electricity and water."""
    return (
        Field("tariff.electricity", "Region", "choice", choices=lambda: priced("electricity"),
              tip="Prices of the catalogue, for orientation, with their source and class"),
        Field("tariff.usd_kwh", "Electricity", unit="usd_kwh", optional=True,
              empty="of the region"),
        Field("tariff.peak_usd_kwh", "At peak times", unit="usd_kwh", optional=True,
              empty="the same", section="Time of use",
              tip="On working days, between the hours below"),
        Field("tariff.peak_from_hour", "From hour", "whole", unit="count"),
        Field("tariff.peak_to_hour", "To hour", "whole", unit="count", tip="The hour that ends"),
        Field("tariff.demand_usd_kw_month", "Demand", unit="usd_kw_month",
              section="Demand and water", tip="On each month's highest hour"),
        Field("tariff.water_usd_m3", "Water", unit="usd_m3", optional=True,
              empty="of the catalogue"),
        Field("budget.capital_usd", "Budget", unit="usd", optional=True, empty="no limit",
              section="Capital", tip="Most capital of facility and accelerators; limits density"),
        Field("budget.facility_usd_w", "Facility", unit="usd_w", optional=True,
              empty="of the catalogue", tip="Price per watt of the racks"),
        Field("budget.accelerator_usd", "Accelerator", unit="usd", optional=True,
              empty="not counted", tip="Price of one"),
        Field("water_cap_kg_s", "Water cap", unit="kg_s", optional=True, empty="no limit",
              section="Water on the design day",
              tip="Most water that heat rejection may draw at once; limits density"),
    )  # fmt: skip


def footprint_fields() -> tuple[Field, ...]:
    """What a kilowatt-hour of the grid stands for."""
    return (
        Field("footprint.carbon", "Grid", "choice", choices=lambda: priced("carbon"),
              tip="Carbon intensity by country, with its source and class"),
        Field("footprint.carbon_g_kwh", "Carbon", unit="g_kwh", optional=True, empty="of the grid",
              tip="CO₂ equivalent of a kilowatt-hour"),
        Field("footprint.water_l_kwh", "Water for power", unit="l_kwh", optional=True,
              empty="not known", tip="Used to make a kilowatt-hour. Unknown: no WUE source"),
    )  # fmt: skip


def priced(table: str) -> list[tuple[object, str]]:
    """Entries of the catalogue with prices or footprints."""
    return [(entry.id, entry.name) for entry in load_catalogue().entries(table)]


STORAGE = (
    Field("storage.capacity_wh", "Holds", unit="wh", tip="Cold"),
    Field("storage.power_w", "Power", unit="w", tip="In and out"),
    Field("storage.loss_fraction_per_day", "Loss a day", unit="fraction"),
    Field("storage.charge_from_hour", "Filled from hour", "whole", unit="count"),
    Field("storage.charge_to_hour", "to hour", "whole", unit="count"),
    Field("storage.discharge_from_hour", "Emptied from hour", "whole", unit="count"),
    Field("storage.discharge_to_hour", "to hour", "whole", unit="count"),
)
REUSE = (
    Field("reuse.power_w", "Heat taken", unit="w", tip="At most"),
    Field("reuse.temperature_c", "Wanted at", unit="c",
          tip="Given while the return of the rejection is at least as warm"),
)  # fmt: skip
DESIGN_DAY = (
    Field("design_dry_bulb_c", "Design dry bulb", unit="c", optional=True, empty="year's highest",
          section="Design day", tip="The hour that the plant has to carry"),
    Field("design_wet_bulb_c", "Design wet bulb", unit="c", optional=True, empty="year's highest"),
)  # fmt: skip
SITE_AIR = (
    Field("altitude_m", "Altitude", tip="Sets pressure and the derating of the inlet limit"),
    *DESIGN_DAY,
)


def climate_choices() -> list[tuple[object, str]]:
    """Built-in climates, none first."""
    from coolsim.plant.weather import built_in_climates

    return [("", "none chosen"), *((name, city_of(name)) for name in sorted(built_in_climates()))]


def city_of(name: str) -> str:
    """A built-in climate's name for reading: ``phoenix-az`` is ``Phoenix, AZ``."""
    *words, state = name.split("-")
    city = " ".join(_NAMES.get(word, word.capitalize()) for word in words)
    return f"{city}, {state.upper()}"


def rejection_choices(design: Reader) -> Choices:
    """Heat rejections that a store or a user of heat can hang on."""
    items = design().variant.plant.rejections
    return [(None, "the first"), *((item.id, item.label) for item in items)]
