"""Readings and the model's differences as colours and labels of the sensors on the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coolsim import units
from ui.plan.colour_tables import colour
from ui.plan.items.sensor import SensorItem, Shown
from ui.plan.scales import heat_range_of
from ui.sensors import SAME_HEIGHT_M

if TYPE_CHECKING:
    from coolsim.design.models import Variant
    from coolsim.results.sensors import SensorComparison, SensorRow
    from ui.plan.scene import PlanScene
    from ui.plan.session_like import SessionLike

RING_K = 5.0
"""Difference at which the ring has its full colour [K]."""


class SensorMarks:
    """Keeps the sensors on the plan in step with reading, result, height and theme."""

    def __init__(self, scene: PlanScene) -> None:
        self._scene = scene
        self._key: tuple[object, ...] = ()
        self._held: object = None

    def refresh(self, session: SessionLike, dark: bool) -> None:
        """Show what is known of the variant that is drawn on; nothing changed costs nothing."""
        variant = session.design.variant
        found = session.sensors.compared(variant, session.results)
        self.show(variant, found, session.slice_height_m, session.unit_system, dark)

    def show(
        self, variant: Variant, found: SensorComparison, height_m: float, units_: str, dark: bool
    ) -> None:
        """Show sensors beside a result.

        Args:
            variant: Whose sensors.
            found: The comparison.
            height_m: Of the map [m].
            units_: ``si`` or ``ip``.
            dark: Whether the theme is.
        """
        key = (id(found), height_m, units_, dark, variant.settings, self._scene.items_made)
        if key == self._key:
            return
        self._key, self._held = key, found
        heat = heat_range_of(variant)
        system: units.System = "ip" if units_ == "ip" else "si"
        rows = {row.id: row for row in found.rows}
        for item in self._scene.of_kind("sensor"):
            row = rows.get(item.record.id)
            if isinstance(item, SensorItem) and row is not None:
                fill = (
                    None
                    if row.measured_c is None
                    else colour("heat", dark, row.measured_c, heat.low_c, heat.high_c)
                )
                difference = row.difference_k
                ring = (
                    None
                    if difference is None
                    else colour("difference", dark, difference, -RING_K, RING_K)
                )
                away = abs(row.z_m - height_m) > SAME_HEIGHT_M
                item.show_reading(Shown(fill, ring, label(row, system), away))


def label(row: SensorRow, system: units.System) -> str:
    """What stands beside a sensor: the difference with its sign, else the reading, else nothing."""
    if row.difference_k is not None:
        shown, unit = units.display(row.difference_k, "k", system)
        return units.with_label(f"{shown:+.1f}".replace("-", "−"), unit)
    if row.measured_c is not None:
        return units.text(row.measured_c, "c", system, 3)
    return ""
