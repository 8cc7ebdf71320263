"""Floor with clearances: overlaps once, nothing outside the hall."""

import pytest

from coolsim.compute.area import serviced_area_m2, union_area_m2
from coolsim.design.models import Hall, Rack, Variant


def variant(*racks):
    return Variant(id="variant-0001", hall=Hall(length_m=10.0, width_m=8.0), racks=racks)


def rack(number, x_m, y_m, heading_deg, **fields):
    return Rack(
        id=f"rack-{number:04d}", x_m=x_m, y_m=y_m, heading_deg=heading_deg,
        width_m=0.6, depth_m=1.2, **fields,
    )  # fmt: skip


def area(*racks):
    return serviced_area_m2(variant(*racks), racks)


def test_a_shared_aisle_counts_once():
    front = {"clearance_front_m": 1.2}
    south = rack(1, 5.0, 2.6, 90.0, **front)
    north = rack(2, 5.0, 5.0, 270.0, **front)
    assert area(south, north) == pytest.approx(0.6 * 3.6)


@pytest.mark.parametrize("heading_deg", [0.0, 90.0, 180.0, 270.0])
def test_clearances_turn_with_the_rack(heading_deg):
    one = rack(1, 5.0, 4.0, heading_deg, clearance_front_m=1.2, clearance_rear_m=0.9)
    assert area(one) == pytest.approx(0.6 * 3.3)


def test_clearance_lies_ahead_of_the_front():
    # facing the wall at x = 10 with 0.4 m to it: 0.8 m of the clearance lie outside
    one = rack(1, 9.0, 4.0, 0.0, clearance_front_m=1.2)
    assert area(one) == pytest.approx(0.6 * (1.2 + 0.4))


def test_union_by_hand():
    assert union_area_m2([(0.0, 0.0, 1.0, 1.0), (0.5, 0.0, 1.5, 1.0)]) == pytest.approx(1.5)
    assert union_area_m2([(0.0, 0.0, 2.0, 2.0), (0.5, 0.5, 1.0, 1.0)]) == pytest.approx(4.0)
    assert union_area_m2([]) == 0.0
    assert union_area_m2([(3.0, 0.0, 3.0, 1.0)]) == 0.0
