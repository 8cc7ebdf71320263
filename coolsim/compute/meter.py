"""Power at the meter for a solved hall on the design day: plants, fans, pumps, losses.

The hall is not solved again: what its loops and coolers give to the plants at the answer is put to
the plants at the design day's outdoor air, by the year's own rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from coolsim.catalogue import Catalogue
from coolsim.design.models import Design
from coolsim.errors import SolveError
from coolsim.plant.outdoor import design_day
from coolsim.plant.weather import Weather
from coolsim.results.records import Assumption, Results
from coolsim.scene import Scene, with_rack_powers
from coolsim.scene.assumptions import AssumptionLog
from coolsim.studies.hours import run_hours
from coolsim.studies.room import RoomTable, hall_values, plants_of, source_values
from coolsim.studies.site import YearChoices, site_of
from coolsim.studies.year import require_rejection

NO_REJECTION = "no heat rejection is drawn"
NO_CLIMATE = "the site has no climate"
_UNMET = 1e-6
"""Share of the heat beyond round-off that plants leave [-]."""


@dataclass(frozen=True, slots=True)
class Meter:
    """Power at the meter over the power of the racks, on the design day.

    Attributes:
        ratio: An instant's ratio, no PUE; ``None`` where it cannot be told.
        note: Why not, or how it was found.
        assumptions: Figures it rests on.
        power_w: Power by consumer and loss there, as of the hours of a year; empty without a
            ratio [W].
    """

    ratio: float | None
    note: str
    assumptions: tuple[Assumption, ...] = ()
    power_w: dict[str, float] = field(default_factory=dict)


def meter_of(
    design: Design,
    catalogue: Catalogue,
    scene: Scene,
    results: Results,
    weather: Weather | str,
) -> Meter:
    """The meter's ratio at a solved hall.

    Machines without a size of their own are sized for the heat of this hall.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        scene: The hall as drawn.
        results: The hall solved, at any powers.
        weather: Outdoor air of the site, or why there is none.
    """
    variant = design.variant
    if not variant.plant.rejections:
        return Meter(None, NO_REJECTION)
    if isinstance(weather, str):
        return Meter(None, weather)
    try:
        require_rejection(variant)
        site = variant.site
        day = design_day(weather, site.design_dry_bulb_c, site.design_wet_bulb_c, site.altitude_m)
        room = _one_point(design, scene, results)
        log = AssumptionLog()
        plants, sized = site_of(design, catalogue, day, YearChoices("live"), room, log)
        moment = run_hours(plants.sustained, np.ones(1), day, None)
    except SolveError as error:
        return Meter(None, error.message.rstrip("."))
    ratio = float(moment.facility_w[0] / moment.power_w["it"][0])
    note = "on the design day; plants sized for this heat where no size is drawn"
    unmet = float(moment.unmet_w[0]) / max(float(moment.heat_w[0]), 1.0)
    if unmet > _UNMET:
        note += f"; they cannot take {100.0 * unmet:.1f} % of it at their set points"
    power_w = {name: float(values[0]) for name, values in moment.power_w.items()}
    return Meter(ratio, note, (*sized, *log.all()), power_w)


def _one_point(design: Design, scene: Scene, results: Results) -> RoomTable:
    """The hall as the year sees it, at this one point."""
    loaded = with_rack_powers(scene, [rack.power_w for rack in results.racks])
    shifts = np.zeros(1)
    given = source_values(design.variant, results)
    sources = {name: value[None, None, :] for name, value in given.items()}
    return RoomTable(
        loads=np.ones(1),
        shifts=shifts,
        hall=hall_values(results, loaded)[None, None, :],
        sources=sources,
        plant=plants_of(design.variant, sources, shifts, 1),
        inlet_error_k=0.0,
        load_error=0.0,
        statuses=(results.status,),
        seconds=0.0,
    )
