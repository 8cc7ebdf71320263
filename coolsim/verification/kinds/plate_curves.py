"""Cold plates: a published curve predicted from one of its points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from coolsim.equipment.cold_plate import PressureLaw, plate_of_rating
from coolsim.verification.kinds.liquid_units import Predicted
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT

_L_MIN_M3_S = 1e-3 / 60.0


@dataclass(frozen=True, slots=True)
class PlateCurve:
    """Resistance of a plate, case to inlet, by flow: rows of L/min and K/W.

    ``rated_row`` is the point the plate is made from; it gives no row of its own.
    """

    name: str
    coolant_J_m3_K: Positive
    rated_row: Annotated[int, Field(ge=0)]
    table: tuple[tuple[Positive, Positive], ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        if self.rated_row >= len(self.table):
            raise ValueError(f"rated_row {self.rated_row} is not among {len(self.table)} rows")


def predict(given: PlateCurve) -> Iterator[Predicted]:
    """Resistance at every other flow of the curve."""
    rated_l_min, rated_k_w = given.table[given.rated_row]
    plate = plate_of_rating(rated_k_w, rated_l_min * _L_MIN_M3_S, given.coolant_J_m3_K)
    for row, (flow_l_min, published) in enumerate(given.table):
        if row == given.rated_row:
            continue
        ours = float(plate.resistance_k_w(flow_l_min * _L_MIN_M3_S, given.coolant_J_m3_K))
        quantity = f"resistance, {given.name}, {flow_l_min:g} L/min"
        yield Predicted(quantity, ours, published, "K/W")


def drop_law(row: tuple[float, float, float]) -> PressureLaw:
    """Pressure law through a row of (supply, flow, drop), in the row's own units."""
    _, flow, drop = row
    return PressureLaw(drop, flow)
