"""What is drawn for people to read and for hands to trace; no answer depends on it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coolsim.design.base import Coordinate, Fraction, Heading, Length, Placed, Record


class Note(Placed):
    """A text on the plan, in a box as wide as ``width_m`` (along x at heading 90)."""

    text: Annotated[str, Field(max_length=2000)] = ""
    width_m: Length = 3.0
    depth_m: Length = 0.6


class Dimension(Placed):
    """A dimension line: ``width_m`` long across its heading, with the length as its text.

    ``depth_m`` is the room that its ticks and its text take.
    """

    width_m: Length = 1.0
    depth_m: Length = 0.3


class Background(Record):
    """A picture under the plan, such as the scan of a drawing.

    ``x_m`` and ``y_m`` are the place of its lower left corner, ``width_m`` is how wide the whole
    picture is on the plan. ``file`` is looked for beside the design file first.
    """

    file: Annotated[str, Field(min_length=1, max_length=1000)]
    x_m: Coordinate = 0.0
    y_m: Coordinate = 0.0
    width_m: Length = 12.0
    heading_deg: Heading = 0.0
    opacity_fraction: Fraction = 0.5
    is_shown: bool = True
