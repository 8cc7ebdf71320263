"""A rack's cabinet as drawn: doors, gaps around the equipment, open ways."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coolsim.design.base import Elevation, NonNegative, Record

DOCUMENTED = "cabinet"
"""Catalogue entry of the documented cabinet, which gives every figure that is not drawn."""
OpenFraction = Annotated[float, Field(gt=0.0, le=1.0)]


class Cabinet(Record):
    """Doors and leaks of a rack; what is left out is the documented cabinet of the catalogue.

    ``rail_gap_m`` is the open width beside the mounting rails, both sides together, over the height
    of the equipment; ``panel_gap_m`` the height of the seam between two panels, one a rack unit;
    ``top_leak_m2`` an open area in the roof, behind the equipment. Plenums are the depths of free
    air before and behind the equipment, where air of neighbouring height bands meets.
    """

    front_door_open_fraction: OpenFraction | None = None
    rear_door_open_fraction: OpenFraction | None = None
    rail_gap_m: Elevation | None = None
    panel_gap_m: Annotated[float, Field(ge=0.0, le=0.5)] | None = None
    front_plenum_m: Elevation | None = None
    rear_plenum_m: Elevation | None = None
    top_leak_m2: NonNegative = 0.0
