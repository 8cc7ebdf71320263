"""Sites of the examples: climate, heat rejection, power chain and how their racks are used.

Ratings, efficiencies and tariffs are figures of these designs, not of products, unless an entry of
the catalogue is named. Losses become heat in an electrical room, not in the hall.
"""

from __future__ import annotations

from coolsim.design.plant import (
    DryCoil,
    Economiser,
    HeatRejection,
    Plant,
    SupplyReset,
    Tariff,
    Utilisation,
)
from coolsim.design.power import Feed, PowerElement

ROOM = "Electrical room"
ROOM_20_UPS, HALL_400_UPS = "ups-0001", "ups-0001"
MIXED_40_FEEDS = ("feed-0001", "feed-0002")

ROOM_20_CLIMATE, HALL_400_CLIMATE, MIXED_40_CLIMATE = (
    "chicago-ohare-il",
    "phoenix-az",
    "seattle-tacoma-wa",
)


def room_20_plant() -> Plant:
    """Two air-cooled chillers, one to spare, with free-cooling coils; office hours."""
    return Plant(
        rejections=(
            HeatRejection(
                id="rejection-0001",
                name="Chillers",
                kind="air_chiller",
                redundancy="N+1",
                economiser=Economiser(kind="integrated"),
            ),
        ),
        reset=SupplyReset(rule="inlet", most_k=3.0),
        utilisation=Utilisation(profile="diurnal", low_fraction=0.7, high_fraction=0.85),
        tariff=Tariff(usd_kwh=0.09, peak_usd_kwh=0.14, demand_usd_kw_month=12.0),
    )


def room_20_elements() -> tuple[PowerElement, ...]:
    """One transformer and one UPS."""
    return (
        PowerElement(id="transformer-0001", name="Transformer", kind="transformer",
                     unit="transformer", rated_w=400e3, room=ROOM),
        PowerElement(id=ROOM_20_UPS, name="UPS", kind="ups", units=2, redundancy="N+1",
                     rated_w=200e3, efficiency_fraction=0.95, supply_id="transformer-0001",
                     room=ROOM),
    )  # fmt: skip


def hall_400_plant() -> Plant:
    """Four chillers on towers, one to spare, with a plate economiser; the day's swing."""
    return Plant(
        rejections=(
            HeatRejection(
                id="rejection-0001",
                name="Chilled water",
                kind="water_chiller",
                machines=4,
                redundancy="N+1",
                economiser=Economiser(kind="integrated"),
                rooms=(ROOM,),
            ),
        ),
        utilisation=Utilisation(profile="diurnal", low_fraction=0.75),
    )


def hall_400_elements() -> tuple[PowerElement, ...]:
    """Two transformers, three UPSs of which one is to spare."""
    return (
        PowerElement(id="transformer-0001", name="Transformers", kind="transformer", units=2,
                     unit="transformer", rated_w=2.5e6, room=ROOM),
        PowerElement(id=HALL_400_UPS, name="UPS", kind="ups", units=3, redundancy="N+1",
                     unit="ups_eaton_9395xr", rated_w=1.875e6, supply_id="transformer-0001",
                     room=ROOM),
    )  # fmt: skip


def mixed_40_plant(warm: str, chilled: str) -> Plant:
    """Adiabatic coolers for the warm water, chillers with a plate economiser for the chilled."""
    return Plant(
        rejections=(
            HeatRejection(
                id="rejection-0001",
                name="Adiabatic coolers",
                kind="adiabatic_cooler",
                machines=5,
                redundancy="N+1",
                loop_ids=(warm,),
                dry=DryCoil(approach_k=4.5),
            ),
            HeatRejection(
                id="rejection-0002",
                name="Chillers",
                kind="water_chiller",
                redundancy="N+1",
                loop_ids=(chilled,),
                economiser=Economiser(kind="integrated"),
            ),
        ),
    )


def mixed_40_elements() -> tuple[PowerElement, ...]:
    """Two paths, each with a transformer and two UPSs; either carries the hall."""
    return tuple(
        element
        for n, path in enumerate("AB", start=1)
        for element in (
            PowerElement(id=f"transformer-{n:04d}", name=f"Transformer {path}", kind="transformer",
                         unit="transformer", rated_w=3e6, room=ROOM),
            PowerElement(id=f"ups-{n:04d}", name=f"UPS {path}", kind="ups", units=2,
                         unit="ups_eaton_9395xr", rated_w=1.875e6,
                         supply_id=f"transformer-{n:04d}", room=ROOM),
        )
    )  # fmt: skip


def mixed_40_feeds() -> tuple[Feed, ...]:
    """A breaker of 300 A per rack on each path."""
    return tuple(
        Feed(id=identifier, name=f"Busways {path}, 300 A per rack", voltage_v=415.0,
             breaker_a=300.0, power_factor=0.95, supply_id=f"ups-{n:04d}")
        for n, (identifier, path) in enumerate(zip(MIXED_40_FEEDS, "AB", strict=True), start=1)
    )  # fmt: skip
