"""What stands in a rack: catalogue items, and height bands with contents of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from coolsim.design.airflow import AirflowLaw, CatalogueAirflow
from coolsim.design.base import Elevation, Length, NonNegative, Record


class Content(Record):
    """A catalogue item in a rack or slot, with its count."""

    item: Annotated[str, Field(min_length=1, max_length=100)]
    count: Annotated[int, Field(ge=1, le=1000)] = 1


class Slot(Record):
    """A height band of a rack with its own contents; heights above the rack's base [m].

    An empty one that is not ``blanked`` leaves the opening between the mounting rails open.
    """

    z_from_m: Elevation
    z_to_m: Length
    contents: tuple[Content, ...] = ()
    load_w: NonNegative | None = None
    airflow: AirflowLaw = CatalogueAirflow()
    blanked: bool = True

    @model_validator(mode="after")
    def _ordered(self) -> Slot:
        if self.z_to_m <= self.z_from_m:
            raise ValueError("z_to_m must be greater than z_from_m")
        if self.contents and self.load_w is not None:
            raise ValueError("give contents or load_w, not both")
        return self
