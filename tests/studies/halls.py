"""Two halls of which a year is counted: warm-water cold plates, and chilled-water air."""

from __future__ import annotations

from collections.abc import Generator
from functools import cache
from typing import TypeVar

from coolsim.catalogue.loading import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Design, FanCurveAirflow, LiquidConnection
from coolsim.events import Progress
from coolsim.plant.weather import synthetic_year
from coolsim.results.year import YearResults
from coolsim.studies.room import RoomTable
from coolsim.studies.site import YearChoices
from coolsim.studies.year import count_year, solve_points
from tests.loops.halls import FACILITY, PG25, TECHNOLOGY

T = TypeVar("T")
CATALOGUE = load_catalogue()
CHOICES = YearChoices("live", 0.4)
FANS = FanCurveAirflow(inlet_temperature_c=(22.0, 27.0, 35.0), airflow_m3_s_kw=(0.06, 0.075, 0.11))
"""Servers whose fans turn faster in warm air."""


def air_hall() -> Design:
    """Eight racks of 8 kW with fan curves before two chilled-water coolers, floor supply."""
    design = Design()
    design = edits.set_hall(design, length_m=9.6, width_m=6.6, height_m=3.2, raised_floor_m=0.6)
    for number in range(8):
        design, _ = edits.place(
            design, "rack", 2.4 + 0.6 * number, 3.9, heading_deg=270.0, load_w=8e3, airflow=FANS
        )
        design, _ = edits.place(design, "tile", 2.4 + 0.6 * number, 3.0, open_fraction=0.5)
    for place in (1.2, 8.4):
        design, _ = edits.place(
            design, "cooler", place, 0.6, heading_deg=90.0, width_m=1.5, depth_m=0.9,
            supply_temperature_c=18.0, airflow_m3_s=2.9, capacity_w=60e3, fan_power_w=2.2e3,
        )  # fmt: skip
    design, _ = edits.add_rejection(design, kind="air_chiller")
    return edits.set_plant(design, server_fan_fraction=0.08)


def warm_hall() -> Design:
    """Six racks of 80 kW on cold plates at warm water, their air by two coolers on a chiller."""
    design = edits.set_hall(Design(), length_m=9.6, width_m=6.6, height_m=3.2, raised_floor_m=0.6)
    design, _ = edits.place(design, "loop", kind="facility", name="FWS", supply_temperature_c=32.0)
    design, _ = edits.place(
        design, "loop", kind="technology", name="TCS", supply_temperature_c=37.0, coolant=PG25
    )
    design, _ = edits.place(
        design, "cdu", 8.6, 5.0, unit="vertiv_xdu1350", technology_loop_id=TECHNOLOGY,
        facility_loop_id=FACILITY,
    )  # fmt: skip
    for number in range(6):
        design, rack = edits.place(
            design, "rack", 2.4 + 0.6 * number, 3.9, heading_deg=270.0, load_w=80e3,
            cooling="cold_plate",
        )  # fmt: skip
        design = edits.update(
            design, [rack], liquid=LiquidConnection(loop_id=TECHNOLOGY, unit="plate_gpu_generic")
        )
        design, _ = edits.place(design, "tile", 2.4 + 0.6 * number, 3.0, open_fraction=0.5)
    for place in (1.2, 8.4):
        design, _ = edits.place(
            design, "cooler", place, 0.6, heading_deg=90.0, width_m=1.5, depth_m=0.9,
            supply_temperature_c=20.0, airflow_m3_s=4.5, capacity_w=70e3, fan_power_w=2.0e3,
        )  # fmt: skip
    design, _ = edits.add_rejection(design, kind="adiabatic_cooler", loop_ids=(FACILITY,))
    design, _ = edits.add_rejection(
        design, kind="air_chiller", economiser={"kind": "integrated"},
        cooler_ids=("cooler-0001", "cooler-0002"),
    )  # fmt: skip
    return design


def room_of(design: Design) -> RoomTable:
    """The solved points of a hall."""
    return finished(solve_points(design, CATALOGUE, CHOICES))


def finished(steps: Generator[Progress, None, T]) -> T:
    """What a study answers once all its steps are done."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            answer: T = stop.value
            return answer


@cache
def air_room() -> RoomTable:
    reset = {"rule": "fixed", "most_k": 8.0}
    return room_of(edits.set_plant(air_hall(), reset=reset))


@cache
def warm_room() -> RoomTable:
    return room_of(warm_hall())


def year_of(design: Design, room: RoomTable, climate: str) -> YearResults:
    return finished(count_year(design, CATALOGUE, synthetic_year(climate), CHOICES, room))
