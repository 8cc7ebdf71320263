"""Saved views: what of the hall was in sight, kept under a name with the file.

A view belongs to the file and not to a variant, so that the same look compares variants. No answer
depends on it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coolsim.design.base import Coordinate, Elevation, Item, Length, Record

_Degrees = Annotated[float, Field(ge=-360.0, le=360.0, allow_inf_nan=False)]
_Key = Annotated[str, Field(max_length=60)]


class ViewCamera(Record):
    """Where the 3-D picture is taken from: looks at the target [m] from a distance [m]."""

    target_x_m: Coordinate
    target_y_m: Coordinate
    target_z_m: Coordinate
    distance_m: Annotated[float, Field(gt=0.0, le=5000.0, allow_inf_nan=False)]
    azimuth_deg: _Degrees
    elevation_deg: _Degrees


class SavedView(Item):
    """What was in sight: place and width of the plan, map, layers, section, camera.

    ``x_m`` and ``y_m`` are the middle of the plan in sight and ``across_m`` its width. ``air`` is
    what the map shows at ``height_m``, ``metric`` what colours the racks; a quantity that this
    version does not know changes nothing. ``lines`` lie on the map, ``hidden`` are the kinds of
    objects that are not shown. ``camera`` is there where the 3-D view was open.
    """

    x_m: Coordinate
    y_m: Coordinate
    across_m: Length
    height_m: Elevation = 1.2
    air: _Key = "temperature"
    metric: _Key = "inlet"
    lines: tuple[_Key, ...] = ()
    hidden: tuple[_Key, ...] = ()
    section_axis: Literal["x", "y"] | None = None
    section_at_m: Coordinate = 0.0
    camera: ViewCamera | None = None
