"""Resolving the cabinets of racks: doors, plenums and leaks, drawn or documented."""

from __future__ import annotations

from coolsim.catalogue import Catalogue, Figure
from coolsim.design.cabinets import DOCUMENTED
from coolsim.design.models import Cabinet, Rack
from coolsim.equipment.cabinet import leak_area_m2
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.bodies import top_opening
from coolsim.scene.records import SceneCabinet, SolidBox, Span

LEAK_DISCHARGE_COEFFICIENT_ID = "tile_orifice_cd"
_QUANTITIES = {
    "door_open_fraction": "open share of the doors",
    "rail_gap_m": "open width beside the rails",
    "panel_gap_m": "seam between panels",
    "front_plenum_m": "depth before the equipment",
    "rear_plenum_m": "depth behind the equipment",
}


class CabinetReader:
    """Resolves cabinets; figures not drawn are the catalogue's.

    Args:
        catalogue: The catalogue, the design's own entries included.
        log: Where the figures used are noted.
    """

    def __init__(self, catalogue: Catalogue, log: AssumptionLog) -> None:
        self._catalogue = catalogue
        self._log = log

    def cabinet(self, rack: Rack, body: SolidBox) -> SceneCabinet | None:
        """The cabinet of a rack; ``None`` for a rack that leaks nowhere.

        Raises:
            SolveError: If the catalogue lacks a figure that is not drawn.
        """
        drawn = rack.cabinet
        if drawn is None:
            return None
        return SceneCabinet(
            front_open_fraction=self._value(
                rack, drawn.front_door_open_fraction, "door_open_fraction"
            ),
            rear_open_fraction=self._value(
                rack, drawn.rear_door_open_fraction, "door_open_fraction"
            ),
            front_plenum_m=self._value(rack, drawn.front_plenum_m, "front_plenum_m"),
            rear_plenum_m=self._value(rack, drawn.rear_plenum_m, "rear_plenum_m"),
            top_leak_m2=drawn.top_leak_m2,
            roof=top_opening(body) if drawn.top_leak_m2 > 0.0 else None,
            discharge_coefficient=self._discharge_coefficient(rack),
        )

    def leak_area_m2(self, rack: Rack, heights: Span, *, blanked: bool) -> float:
        """Open area past the equipment of a band [m2].

        Raises:
            SolveError: If the catalogue lacks a figure that is not drawn.
        """
        drawn: Cabinet | None = rack.cabinet
        if drawn is None:
            return 0.0
        return leak_area_m2(
            heights[1] - heights[0],
            self._value(rack, drawn.rail_gap_m, "rail_gap_m"),
            self._value(rack, drawn.panel_gap_m, "panel_gap_m"),
            blanked=blanked,
        )

    def _value(self, rack: Rack, drawn: float | None, key: str) -> float:
        if drawn is not None:
            return drawn
        return self._known(rack, DOCUMENTED, key, _QUANTITIES[key])

    def _discharge_coefficient(self, rack: Rack) -> float:
        return self._known(rack, LEAK_DISCHARGE_COEFFICIENT_ID, "cd", "discharge coefficient")

    def _known(self, rack: Rack, entry_id: str, key: str, quantity: str) -> float:
        figure: Figure = self._catalogue.get(entry_id).figure(key)
        if figure.value is None:
            raise SolveError(
                f"the catalogue has no figure for its cabinet ({quantity}).",
                where=rack.label,
                remedy=f"Give it in the rack's cabinet, or {key} in the entry {entry_id!r}.",
            )
        self._log.note(entry_id, "cabinet leakage", quantity, figure)
        return figure.value
