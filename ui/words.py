"""The words and marks shown for states, severities, kinds and limits: one place, no synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtGui import QColor

from coolsim import units
from coolsim.density.records import LimitReading
from coolsim.results.records import Results
from ui import theme

KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "rack": "Rack",
        "cooler": "Cooler",
        "tile": "Tile",
        "panel": "Panel",
        "obstruction": "Obstruction",
        "cdu": "CDU",
        "loop": "Loop",
        "aisle": "Aisle",
        "group": "Group",
        "note": "Note",
        "dimension": "Dimension",
        "sensor": "Sensor",
    }
)
KIND_PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "rack": "Racks",
        "cooler": "Coolers",
        "tile": "Tiles",
        "panel": "Panels",
        "obstruction": "Obstructions",
        "cdu": "CDUs",
        "loop": "Loops",
        "aisle": "Aisles",
        "group": "Groups",
        "note": "Notes",
        "dimension": "Dimensions",
        "sensor": "Sensors",
    }
)
SEVERITY_LABELS: Mapping[str, str] = MappingProxyType(
    {"error": "Error", "warning": "Warning", "note": "Note"}
)
SEVERITY_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "error": "mdi6.close-octagon",
        "warning": "mdi6.alert",
        "note": "mdi6.information-outline",
    }
)
SEVERITY_ORDER: Mapping[str, int] = MappingProxyType({"error": 0, "warning": 1, "note": 2})

DENSITY_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "confirmed": "confirmed",
        "infeasible": "infeasible",
        "unlimited": "nothing limits it",
        "not_confirmed": "not confirmed",
        "cancelled": "cancelled",
    }
)
CONFIDENCE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "measured": "measured",
        "standard": "standard",
        "datasheet": "data sheet",
        "datasheet_secondhand": "data sheet, second hand",
        "standard_secondhand": "standard, second hand",
        "computed_here": "computed by CoolSim",
        "derived": "derived",
        "press": "press report",
        "vendor_claim": "vendor claim",
        "third_party": "third party",
        "estimate": "estimate",
        "memory_unverified": "unverified",
        "design": "given in the design",
    }
)


@dataclass(frozen=True)
class BadgeState:
    """What the result badge shows."""

    text: str
    mark: str
    color: QColor
    tooltip: str


def badge_state(
    state: str,
    results: Results | None,
    drafting: bool,
    hindrance: str = "",
    system: units.System = "si",
) -> BadgeState:
    """Word, mark and colour of the result in sight.

    Args:
        state: ``Session.results_state``.
        results: The result in sight.
        drafting: Whether a draft is on its way.
        hindrance: Why the design cannot be drafted as drawn, if so.
        system: Unit system of the numbers.
    """
    colors = theme.tokens()
    if results is None:
        if drafting:
            return BadgeState("drafting", "ring", colors.muted, "The first draft is on its way.")
        if hindrance:
            return BadgeState("no result", "cross", colors.warn, hindrance)
        return BadgeState("no result", "ring", colors.muted, "Nothing is solved yet.")
    took = f" · {seconds_text(results.seconds)}"
    cells = f"{results.grid.cells:,} cells, {results.fidelity}"
    if state == "stale":
        tip = hindrance or "The design has changed since this result."
        word = "stale: cannot be solved" if hindrance else "stale"
        return BadgeState(word, "half", colors.warn, f"{tip} {cells}.")
    if state == "draft":
        tip = "Potential flow: no buoyancy, no jets. The air flow is being solved."
        return BadgeState(f"draft{took}", "half", colors.accent, f"{tip} {cells}.")
    wander = f" ±{units.text(results.wander_k, 'k', system, 2)}" if results.wander_k > 0.0 else ""
    detail = f"{results.status_text(system)} {cells}.".strip()
    if state == "frozen":
        return BadgeState(f"frozen flow{took}", "half", colors.accent, detail)
    if state == "live" and results.status == "not_converged":
        return BadgeState(f"live{wander}{took}", "half", colors.accent, detail)
    if state in ("converged", "live"):
        return BadgeState(f"{state}{wander}{took}", "full", colors.ok, detail)
    if state == "wandering":
        return BadgeState(f"wandering{wander}{took}", "half", colors.warn, detail)
    return BadgeState(f"{state.replace('_', ' ')}{took}", "cross", colors.bad, detail)


def seconds_text(seconds: float) -> str:
    """A duration for a badge: ``28 ms``, ``1.4 s``, ``3 min 20 s``."""
    if seconds < 1.0:
        return f"{seconds * 1000.0:.0f} ms"
    if seconds < 120.0:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


def limit_title(key: str) -> str:
    """The name of a limit, such as ``cooler capacity``."""
    from coolsim.density.titles import TITLES

    return TITLES.get(key, key.replace("_", " "))


def limit_text(reading: LimitReading | None) -> str:
    """A limit with the object where it acts: ``inlet temperature at A-07``."""
    if reading is None:
        return units.UNKNOWN
    return f"{limit_title(reading.limit)} · {reading.object_name}"


def limit_tooltip(reading: LimitReading | None, system: units.System) -> str:
    """Limit, what is reached, source and class, over several lines."""
    if reading is None:
        return ""
    unit = reading.unit
    return "\n".join(
        (
            limit_text(reading),
            f"Limit {units.text(reading.value, unit, system)}, "
            f"reached {units.text(reading.actual, unit, system)}",
            f"Source: {reading.source or 'not stated'}",
            f"Class: {CONFIDENCE_LABELS.get(reading.confidence, reading.confidence)}",
        )
    )
