"""What the tooltip says about an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coolsim import units
from coolsim.design.models import Placed, Rack
from coolsim.results.records import CoolerResult, RackResult, Results, TileResult

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

_WORDS = {"rack": "Rack", "cooler": "Cooler", "tile": "Tile", "panel": "Panel",
          "obstruction": "Obstruction", "cdu": "CDU"}  # fmt: skip


def describe(session: SessionLike, kind: str, record: Placed) -> str:
    """Name, load and results of an object, one fact a line, then its problems."""
    system: units.System = "ip" if session.unit_system == "ip" else "si"
    lines = [f"{_WORDS.get(kind, kind)} {record.label}"]
    if isinstance(record, Rack) and record.load_w is not None:
        lines.append(f"Load {units.text(record.load_w, 'w', system)}")
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
    lines += [
        f"{finding.severity.capitalize()}: {finding.text(system)}"
        for finding in session.findings
        if record.id in finding.object_ids
    ]
    return "\n".join(lines)


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
