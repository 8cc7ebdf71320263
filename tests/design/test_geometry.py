"""Footprints and turns: heading 0 faces +x, depth along x, width along y."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.design.geometry import (
    bounds,
    direction,
    footprint,
    front_centre,
    normalised_heading,
    overlap,
    polygon,
    quarter_turns,
    rotated,
)
from coolsim.design.models import Panel, Placed, Rack


def rack(heading: float, x_m: float = 5.0, y_m: float = 3.0) -> Rack:
    return Rack(id="rack-0001", x_m=x_m, y_m=y_m, heading_deg=heading, width_m=0.6, depth_m=1.2)


@pytest.mark.parametrize(
    ("heading", "box", "front"),
    [
        (0.0, (4.4, 2.7, 5.6, 3.3), (5.6, 3.0)),
        (90.0, (4.7, 2.4, 5.3, 3.6), (5.0, 3.6)),
        (180.0, (4.4, 2.7, 5.6, 3.3), (4.4, 3.0)),
        (-90.0, (4.7, 2.4, 5.3, 3.6), (5.0, 2.4)),
        (450.0, (4.7, 2.4, 5.3, 3.6), (5.0, 3.6)),
    ],
)
def test_footprint_and_front(
    heading: float, box: tuple[float, ...], front: tuple[float, float]
) -> None:
    assert footprint(rack(heading)) == box
    assert front_centre(rack(heading)) == pytest.approx(front)


def test_a_slanted_footprint_is_boxed() -> None:
    half = (1.2 + 0.6) / 2.0 / math.sqrt(2.0)
    box = footprint(rack(45.0))
    assert box == pytest.approx((5.0 - half, 3.0 - half, 5.0 + half, 3.0 + half))
    assert quarter_turns(45.0) is None


@given(st.floats(-720.0, 720.0))
def test_polygon_is_counter_clockwise_with_the_footprints_area(heading: float) -> None:
    corners = polygon(rack(heading))
    area = sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
    )
    assert area / 2.0 == pytest.approx(1.2 * 0.6)
    ux, uy = direction(heading)
    assert ux * (corners[0][0] - 5.0) + uy * (corners[0][1] - 3.0) == pytest.approx(0.6)


def test_panels_are_thin_only_when_upright() -> None:
    door = Panel(id="panel-0001", x_m=1.0, y_m=2.0, heading_deg=90.0, width_m=1.2)
    assert footprint(door) == (0.4, 2.0, 1.6, 2.0)
    roof = door.model_copy(update={"orientation": "horizontal", "depth_m": 3.0})
    assert footprint(roof) == (0.4, 0.5, 1.6, 3.5)
    with pytest.raises(TypeError):
        footprint(Placed(id="rack-0001", x_m=0.0, y_m=0.0))


def test_turns_bounds_and_overlap() -> None:
    assert [quarter_turns(h) for h in (0.0, 90.0, 180.0, 270.0, 360.0, -90.0)] == [0, 1, 2, 3, 0, 3]
    assert normalised_heading(-90.0) == 270.0
    assert normalised_heading(360.0 - 1e-9) == 0.0
    assert rotated((2.0, 1.0), 90.0, (1.0, 1.0)) == (1.0, 2.0)
    assert bounds([rack(0.0), rack(0.0, 7.0)]) == (4.4, 2.7, 7.6, 3.3)
    with pytest.raises(ValueError, match="no objects"):
        bounds([])
    assert overlap((0.0, 0.0, 1.0, 1.0), (0.5, 1.0, 2.0, 2.0)) == (0.5, 0.0)
