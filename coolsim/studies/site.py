"""Hall and plants of a year, sized for the drawn load on the design day; its load by the hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.models import Design, Fidelity, Variant
from coolsim.design.plant import Utilisation, serving
from coolsim.plant.losses import losses_of
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.power import inside_racks_w
from coolsim.plant.rooms import taken_rooms
from coolsim.plant.units import PlantUnit, Sizing, resolve_unit
from coolsim.plant.weather import Weather
from coolsim.results.records import Assumption
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power import resolve_power
from coolsim.studies.hours import Losses, Site
from coolsim.studies.mean_power import mean_fraction
from coolsim.studies.room import RoomTable, plant_side, supply_c

Array = NDArray[np.float64]

SERVER_FAN_FRACTION = 0.05
"""Share of air heat that server fans draw at nominal airflow where the design says nothing [-]."""


@dataclass(frozen=True, slots=True)
class YearChoices:
    """How a year is counted.

    Attributes:
        fidelity: Of the hall.
        cell_m: Its cell size; ``None`` for the default of the fidelity [m].
        losses: Electrical losses from the power of racks and cooling; ``None`` takes those of the
            power chain as drawn, and none without one.
        conversion: Losses of supplies and regulators inside the racks; ``None``: in the same way.
    """

    fidelity: Fidelity
    cell_m: float | None = None
    losses: Losses | None = None
    conversion: Callable[[Array], Array] | None = None


def load_of(profile: Utilisation, weather: Weather) -> Array:
    """Load fraction of each hour; a leap year's last day repeats the day before.

    Worked number: diurnal from 0.5 to 1, peak at 15: 1 in hour 15, 0.5 in hour 3.
    """
    count = weather.hours
    if profile.profile == "flat":
        return np.full(count, profile.high_fraction)
    if profile.profile == "hours":
        values = np.array(profile.hours)
        return np.concatenate([values, values[-24:]])[:count]
    swing = np.cos(2.0 * np.pi * (weather.hour - profile.peak_hour) / 24.0)
    middle = 0.5 * (profile.high_fraction + profile.low_fraction)
    half = 0.5 * (profile.high_fraction - profile.low_fraction)
    return np.asarray(middle + half * swing)


def site_of(
    design: Design,
    catalogue: Catalogue,
    outdoor: Outdoor,
    choices: YearChoices,
    room: RoomTable,
    log: AssumptionLog,
) -> tuple[Site, tuple[Assumption, ...]]:
    """Hall and plants of a design, sized for its drawn load on the design day."""
    variant = design.variant
    served, _ = serving(variant.plant, *plant_side(variant))
    losses, conversion = choices.losses, choices.conversion
    power = variant.power
    if losses is None and (power.elements or power.rack_supply or power.regulator):
        losses, conversion = chain_of(variant, catalogue, log)
    rooms, taken = _room_heat_w(losses, room), taken_rooms(variant.plant.rejections)
    units: list[PlantUnit] = []
    listed: list[Assumption] = []
    for item in variant.plant.rejections:
        at = room.plant_at(item.id, np.array([1.0]), np.array([0.0]))
        loops = served[item.id][0]
        beside = sum(rooms.get(name, 0.0) for name in taken[item.id])
        sizing = Sizing(
            load_w=max(float(at["load_w"][0]) + beside, 1.0),
            supply_c=supply_c(variant, served[item.id], item.id),
            flow_w_k=float(at["flow_w_k"][0]) if loops and not served[item.id][1] else None,
            outdoor=outdoor,
        )
        unit, assumed = resolve_unit(item, sizing, catalogue)
        units.append(unit)
        listed += assumed
    fans = variant.plant.server_fan_fraction
    if fans is None:
        fans = SERVER_FAN_FRACTION
        note = "server fans at nominal airflow over their heat to the air; typical"
        figure = Figure(fans, "", "estimate", "estimate", note=note)
        log.note("plant", "Servers", "fan power over air heat", figure)
    mean, mean_note = mean_fraction(variant, catalogue)
    if mean_note is not None:
        log.note("plant", "Racks", "mean power over sustained power", mean_note)
    site = Site(
        room=room,
        units=tuple(units),
        plant=variant.plant,
        lights_w=variant.hall.lights_w,
        server_fan_fraction=fans,
        losses=losses,
        conversion=conversion,
        mean_fraction=mean,
    )
    return site, tuple(listed)


def _room_heat_w(losses: Losses | None, room: RoomTable) -> Mapping[str, float]:
    """Heat of other rooms at the load drawn, before what cools it draws on the chain, too [W]."""
    if losses is None:
        return {}
    it_w = room.hall_at(np.array([1.0]), np.array([0.0]))["it_w"]
    return {name: float(heat[0]) for name, heat in losses(it_w, np.zeros(1)).by_room.items()}


def chain_of(
    variant: Variant, catalogue: Catalogue, log: AssumptionLog
) -> tuple[Losses, Callable[[Array], Array] | None]:
    """Losses of the power chain as drawn: those before the racks, those inside."""
    losses = losses_of(variant, catalogue, resolve_power(variant, catalogue, log))

    def conversion(it_w: Array) -> Array:
        inside = inside_racks_w(variant, catalogue, it_w)
        return np.asarray(sum((part for part in inside if part is not None), np.zeros(it_w.shape)))

    converts = variant.power.rack_supply is not None or variant.power.regulator is not None
    return losses, conversion if converts else None
