"""What the tooltip says about an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coolsim import units
from coolsim.design.models import Placed, Rack
from coolsim.results.records import CoolerResult, RackResult, Results, TileResult
from ui import words

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

_WORDS = {"rack": "Rack", "cooler": "Cooler", "tile": "Tile", "panel": "Panel",
          "obstruction": "Obstruction", "cdu": "CDU", "sensor": "Sensor"}  # fmt: skip


def describe(session: SessionLike, kind: str, record: Placed) -> str:
    """Name, load and results of an object, one fact a line, then its problems."""
    system: units.System = "ip" if session.unit_system == "ip" else "si"
    lines = [f"{_WORDS.get(kind, kind)} {record.label}"]
    if isinstance(record, Rack) and record.load_w is not None:
        lines.append(f"Load {units.text(record.load_w, 'w', system)}")
    if kind == "sensor":
        lines += _sensor_lines(session, record.id, system)
    result = result_of(session.results, record.id)
    if isinstance(result, RackResult):
        lines += [
            f"Inlet {units.text(result.inlet_temperature_c, 'c', system, 3)}"
            f" (limit {units.text(result.inlet_limit_c, 'c', system, 3)})",
            f"Outlet {units.text(result.outlet_temperature_c, 'c', system, 3)}",
            f"Airflow {units.text(result.airflow_m3_s, 'm3_s', system, 3)}",
        ]
    elif isinstance(result, CoolerResult):
        lines += [
            f"Supply {units.text(result.supply_temperature_c, 'c', system, 3)}",
            f"Return {units.text(result.return_temperature_c, 'c', system, 3)}",
            f"Duty {units.text(result.net_duty_w, 'w', system, 3)}",
        ]
    elif isinstance(result, TileResult):
        lines.append(f"Airflow {units.text(result.airflow_m3_s, 'm3_s', system, 3)}")
    if result is not None and session.results_state in ("draft", "stale"):
        lines.append(f"({session.results_state} result)")
    lines += _density_lines(session, record.id, system) if kind == "rack" else []
    lines += [
        f"{finding.severity.capitalize()}: {finding.text(system)}"
        for finding in session.findings
        if record.id in finding.object_ids
    ]
    return "\n".join(lines)


def _sensor_lines(session: SessionLike, sensor_id: str, system: units.System) -> list[str]:
    """Where a sensor hangs, what it read, and the model there."""
    found = session.sensors.compared(session.design.variant, session.results)
    row = next((each for each in found.rows if each.id == sensor_id), None)
    if row is None:
        return []
    lines = [f"At {units.text(row.z_m, 'm', system, 3)}"]
    if row.measured_c is not None:
        lines.append(f"Measured {units.text(row.measured_c, 'c', system, 3)}")
    if row.model_c is not None:
        stale = " (stale)" if session.results_state == "stale" else ""
        lines.append(f"Model {units.text(row.model_c, 'c', system, 3)}{stale}")
    return lines


def _density_lines(session: SessionLike, rack_id: str, system: units.System) -> list[str]:
    """What a rack can sustain, what stops it, and what would next."""
    density = session.density
    racks = density.racks if density is not None else ()
    rack = next((each for each in racks if each.id == rack_id), None)
    if rack is None:
        return []
    now, then = (units.text(power, "w", system, 3) for power in (rack.power_now_w, rack.power_w))
    stale = " (stale)" if session.density_is_stale else ""
    lines = [f"Density{stale}: {now} now, {then} possible"]
    if rack.binding is not None:
        lines.append(f"Stops at {words.limit_text(rack.binding)}")
    if rack.next is not None and rack.slack_w is not None:
        away = units.text(rack.slack_w, "w", system, 3)
        lines.append(f"Next {words.limit_text(rack.next)}, {away} away")
    return lines


def result_of(
    results: Results | None, object_id: str
) -> RackResult | CoolerResult | TileResult | None:
    """The result of one object."""
    if results is None:
        return None
    for group in (results.racks, results.coolers, results.tiles):
        for result in group:
            if result.id == object_id:
                return result
    return None
