"""Load scenarios: what the racks hold on day 1, in the end, or in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from coolsim.design.airflow import AirflowLaw, CatalogueAirflow
from coolsim.design.base import Identifier, Item, NonNegative, Record
from coolsim.design.slots import Content, Slot

if TYPE_CHECKING:
    from coolsim.design.models import Rack


class Filling(Record):
    """What one rack holds in a scenario: as the fields of a rack of the same names."""

    contents: tuple[Content, ...] = ()
    load_w: NonNegative | None = None
    slots: tuple[Slot, ...] = ()
    airflow: AirflowLaw = CatalogueAirflow()

    @model_validator(mode="after")
    def _one_load(self) -> Filling:
        if self.contents and self.load_w is not None:
            raise ValueError("give contents or load_w, not both")
        if self.slots and (self.contents or self.load_w is not None):
            raise ValueError("with slots, give contents or load_w in the slots only")
        return self


class Scenario(Item):
    """A named load of the hall; racks it does not name keep what they hold."""

    racks: dict[Identifier, Filling] = Field(default_factory=dict)


def filling_of(rack: Rack) -> Filling:
    """What a rack holds now."""
    return Filling(
        contents=rack.contents, load_w=rack.load_w, slots=rack.slots, airflow=rack.airflow
    )
