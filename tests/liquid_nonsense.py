"""Liquid designs that make no sense, each with the finding that must name its object.

What cannot be solved as drawn ends at the checks; the rest is solved, and its result says it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from coolsim.design import edits
from coolsim.design.liquid import Coolant, Pipes, PumpPoint, Pumps
from coolsim.design.models import Design
from coolsim.results.records import Results
from tests.coupling.halls import CHILLED, FACILITY, TECHNOLOGY, hall, solved

DOOR, PLATES, BOILING, OIL, TANK = (f"rack-{number:04d}" for number in range(2, 7))
UNIT = "cdu-0001"
Case = tuple[Callable[[], Design], str, str]
"""The design, a code that must be found, and an object that it must name."""


def at(identifier: str, **fields: Any) -> Callable[[], Design]:
    """The hall with fields of one object changed."""
    return lambda: edits.update(hall(), [identifier], **fields)


def on(rack: str, end: str = "liquid", **fields: Any) -> Callable[[], Design]:
    """The hall with fields of a rack's connection changed."""

    def make() -> Design:
        design = hall()
        drawn = next(item for item in design.variant.racks if item.id == rack)
        changed = getattr(drawn, end).model_copy(update=fields)
        return edits.update(design, [rack], **{end: changed})

    return make


def without(identifier: str) -> Callable[[], Design]:
    return lambda: edits.delete(hall(), [identifier])


def curve(*points: tuple[float, float]) -> Pumps:
    return Pumps(curve=tuple(PumpPoint(flow_m3_s=flow, pressure_pa=rise) for flow, rise in points))


def glycol(share: float, fluid: str = "propylene_glycol") -> Coolant:
    return Coolant(fluid=fluid, concentration_fraction=share)


def _held(control: str, **fields: float) -> Pumps:
    return Pumps(control=control, **fields)  # type: ignore[arg-type]


def _icy() -> Design:
    cold = {"supply_temperature_c": -8.0, "coolant": glycol(0.4)}
    design = edits.update(hall(), [FACILITY], **cold)
    return edits.update(design, [TECHNOLOGY], supply_temperature_c=1.0)


UNSOLVABLE: dict[str, Case] = {
    "no pump runs": (at(FACILITY, pumps=Pumps(running=0)), "loop.no_pump", FACILITY),
    "no pump installed": (at(FACILITY, pumps=Pumps(installed=0)), "loop.no_pump", FACILITY),
    "unit stands still": (at(UNIT, running=False), "loop.no_pump", TECHNOLOGY),
    "rack on no loop": (
        lambda: edits.assign_to_loop(hall(), [PLATES], None), "rack.no_loop", PLATES
    ),
    "door on no loop": (without(CHILLED), "rack.no_loop", DOOR),
    "unit turned round": (
        at(UNIT, technology_loop_id=FACILITY, facility_loop_id=TECHNOLOGY), "cdu.reversed", UNIT
    ),
    "unit feeds itself": (at(UNIT, facility_loop_id=TECHNOLOGY), "cdu.same_loop", UNIT),
    "no facility loop": (without(FACILITY), "cdu.no_facility_loop", UNIT),
    "no technology loop": (without(TECHNOLOGY), "rack.no_loop", PLATES),
    "no unit": (without(UNIT), "loop.no_unit", TECHNOLOGY),
    "frozen glycol": (
        at(TECHNOLOGY, coolant=glycol(0.25), supply_temperature_c=-15.0), "loop.freezing",
        TECHNOLOGY,
    ),
    "ice in the plates of the unit": (_icy, "cdu.freezing", UNIT),
    "boiling supply": (at(TECHNOLOGY, supply_temperature_c=140.0), "loop.boiling", TECHNOLOGY),
    "nothing but glycol": (at(TECHNOLOGY, coolant=glycol(1.0)), "loop.concentration", TECHNOLOGY),
    "no such coolant": (
        at(TECHNOLOGY, coolant=Coolant(fluid="brine")), "loop.coolant_unknown", TECHNOLOGY
    ),
    "refrigerant in pipes": (
        at(TECHNOLOGY, coolant=Coolant(fluid="r1233zde")), "loop.coolant_unknown", TECHNOLOGY
    ),
    "facility warmer than the supply": (lambda: hall(facility_c=40.0), "cdu.set_point", UNIT),
    "no such bath": (on(OIL, dielectric="vodka"), "catalogue.unknown", OIL),
    "oil that should boil": (on(TANK, dielectric="shell_s5x"), "rack.bath_fluid", TANK),
    "plates sold as a unit": (at(UNIT, unit="plate_gpu_generic"), "loop.unit_type", UNIT),
    "tank on plates": (on(PLATES, unit="immersion_1p_generic"), "loop.unit_type", PLATES),
    "air unit without air": (
        at(UNIT, type="liquid_to_air", unit=None, capacity_w=5e4, approach_k=10.0),
        "cdu.airflow_unknown", UNIT,
    ),
}  # fmt: skip

SOLVED: dict[str, Case] = {
    "supply below the dew point": (
        at(CHILLED, supply_temperature_c=4.0), "surface.sweats", DOOR
    ),
    "valve closed": (on(PLATES, valve_opening_fraction=0.0), "loop.no_flow", PLATES),
    "door valve closed": (on(DOOR, "door", valve_opening_fraction=0.0), "loop.no_flow", DOOR),
    "valve nearly closed": (on(PLATES, valve_opening_fraction=0.01), "loop.boiling", PLATES),
    "plates blocked": (on(PLATES, blockage_fraction=0.999), "loop.short_flow", PLATES),
    "strainer blocked": (at(UNIT, strainer_blockage_fraction=0.999), "pump.weak", UNIT),
    "hair-thin branch": (on(PLATES, pipe_diameter_m=0.001), "pump.weak", TECHNOLOGY),
    "hair-thin header": (
        at(FACILITY, pipes=Pipes(header_diameter_m=0.001)), "loop.short_flow", FACILITY
    ),
    "pump curve below the system": (
        at(FACILITY, pumps=curve((0.0, 10.0), (1e-4, 0.0))), "pump.weak", FACILITY
    ),
    "pump curve of nothing": (
        at(FACILITY, pumps=curve((0.0, 0.0), (1e-4, 0.0))), "loop.no_flow", OIL
    ),
    "pumps like a waterfall": (
        at(FACILITY, pumps=curve((0.0, 1e8), (10.0, 1e8))), "loop.erosion", FACILITY
    ),
    "pressure nobody holds": (
        at(FACILITY, pumps=_held("differential_pressure", pressure_pa=1e9)), "pump.control_lost",
        FACILITY,
    ),
    "rise nobody holds": (
        at(FACILITY, pumps=_held("temperature", temperature_rise_k=1e-3)), "pump.control_lost",
        FACILITY,
    ),
    "rise of a furnace": (
        at(FACILITY, pumps=_held("temperature", temperature_rise_k=500.0)), "pump.weak", FACILITY
    ),
    "everything through the bypass": (
        at(TECHNOLOGY, bypass_flow_m3_s=1.0), "loop.boiling", PLATES
    ),
    "header on a tower": (
        at(TECHNOLOGY, pipes=Pipes(height_m=60.0)), "loop.sub_atmospheric", TECHNOLOGY
    ),
    "unit of one watt": (at(UNIT, capacity_w=1.0, approach_k=5.0), "cdu.over_capacity", UNIT),
    "design flow of a river": (on(PLATES, flow_m3_s=10.0), "pump.weak", TECHNOLOGY),
    "design flow of a drop": (on(PLATES, flow_m3_s=1e-9), "loop.boiling", PLATES),
    "glycol of nothing": (at(TECHNOLOGY, coolant=glycol(0.0)), "loop.no_glycol", TECHNOLOGY),
    "plates on facility water": (on(PLATES, loop_id=FACILITY), "loop.wrong_kind", PLATES),
    "air rack on a loop": (at(OIL, cooling="air"), "rack.unused_connection", OIL),
}  # fmt: skip


@cache
def result_of(name: str) -> tuple[Design, Results]:
    """A design of :data:`SOLVED` and its result, solved once."""
    design = SOLVED[name][0]()
    return design, solved(design)
