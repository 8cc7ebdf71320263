"""Lines of results of objects that no solver answers by name: aisles and sensors."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim import units
from coolsim.design.base import Item
from coolsim.design.models import Aisle, Sensor
from coolsim.results.aisles import AisleFigures, aisle_figures
from coolsim.results.sensors import SensorRow
from ui.panels.line import Line
from ui.session import Session


def session_lines(record: Item, session: Session) -> tuple[Line, ...]:
    """What is known of an aisle or a sensor; nothing for other objects."""
    system: units.System = session.unit_system
    variant, results = session.variant, session.results
    if isinstance(record, Aisle):
        return tuple(_aisle(aisle_figures(variant, record, results), system))
    if isinstance(record, Sensor):
        found = session.sensors.compared(variant, results)
        return tuple(
            line for row in found.rows if row.id == record.id for line in _sensor(row, system)
        )
    return ()


def _aisle(found: AisleFigures, system: units.System) -> Iterator[Line]:
    yield Line("Racks", f"{found.racks:,}", "That face it; G adds them to the selection")
    if found.width_m is None or found.length_m is None:
        yield Line("Area", "none", "Its racks do not make two rows that face each other")
    else:
        yield Line("Width", units.text(found.width_m, "m", system, 3), "From row to row")
        yield Line("Length", units.text(found.length_m, "m", system, 3))
    yield Line("Contained", "yes" if found.is_contained else "no",
               "Whether a roof covers it; Shift+A puts roof and doors around it")  # fmt: skip
    if found.power_w is not None:
        yield Line("Power", units.text(found.power_w, "w", system), "Of its racks")
    if found.airflow_m3_s is not None:
        drawn = units.text(found.airflow_m3_s, "m3_s", system, 3)
        yield Line("Airflow", drawn, "That its racks draw")
    if found.tile_airflow_m3_s is not None:
        through = units.text(found.tile_airflow_m3_s, "m3_s", system, 3)
        yield Line("Through tiles", through, "That comes through the floor tiles in it")
    if found.worst_inlet_c is not None:
        inlet = units.text(found.worst_inlet_c, "c", system, 3)
        yield Line("Worst inlet", f"{inlet}, {found.worst_rack}")
    if found.warmest_outlet_c is not None:
        yield Line("Warmest outlet", units.text(found.warmest_outlet_c, "c", system, 3))


def _sensor(row: SensorRow, system: units.System) -> Iterator[Line]:
    if row.model_c is not None:
        yield Line("Model", units.text(row.model_c, "c", system, 3), "The air there, as solved")
    if row.difference_k is not None:
        yield Line("Difference", units.text(row.difference_k, "k", system, 2).replace("-", "−"),
                   "Model less measured")  # fmt: skip
    if row.humidity_difference is not None and row.model_humidity_fraction is not None:
        yield Line("Model RH", units.text(row.model_humidity_fraction, "fraction", system, 2))
