"""What every record of a design is made of: base classes, and fields with their ranges."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def to_tenth_mm(length_m: float) -> float:
    """A length rounded to 0.1 mm [m]; every stored length passes through here (no ``-0.0``)."""
    return round(length_m, 4) + 0.0


Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*-[0-9]{4,12}$")]
"""Permanent id of an object, such as ``rack-0007``; never reused inside a file."""
Name = Annotated[str, Field(max_length=200)]
Coordinate = Annotated[
    float, Field(ge=-1e4, le=1e4, allow_inf_nan=False), AfterValidator(to_tenth_mm)
]
Length = Annotated[float, Field(ge=1e-4, le=1e3, allow_inf_nan=False), AfterValidator(to_tenth_mm)]
"""A size [m]: at least the 0.1 mm that lengths are stored to."""
Elevation = Annotated[
    float, Field(ge=0.0, le=1e3, allow_inf_nan=False), AfterValidator(to_tenth_mm)
]
"""A height or distance [m] that may be zero."""
NonNegative = Annotated[float, Field(ge=0.0, le=1e9, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0.0, le=1e9, allow_inf_nan=False)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Temperature = Annotated[float, Field(ge=-60.0, le=150.0, allow_inf_nan=False)]
UValue = Annotated[float, Field(ge=0.0, le=100.0, allow_inf_nan=False)]
Heading = Annotated[float, Field(ge=-3600.0, le=3600.0, allow_inf_nan=False)]


class Record(BaseModel):
    """Base of every record: frozen, unknown keys refused, finite numbers only."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Item(Record):
    """Anything drawn or listed: a permanent id and a free name."""

    id: Identifier
    name: Name = ""

    @property
    def label(self) -> str:
        """The name to show: the user's, or the id where none was given."""
        return self.name or self.id


class Placed(Item):
    """An item with a place on the plan: centre of the footprint [m] and heading [deg]."""

    x_m: Coordinate
    y_m: Coordinate
    heading_deg: Heading = 0.0
