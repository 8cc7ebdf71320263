"""Openings in floor and ceiling, and the ducts that lead up to them."""

import pytest

from coolsim.design.models import Hall
from coolsim.errors import SolveError
from tests.scene.variants import cooler, flat, rack, scene_of

VOID = Hall(ceiling_void_m=0.5)


def test_air_under_the_floor_and_above_the_ceiling_counts_where_a_machine_moves_it():
    blowing = scene_of(coolers=(cooler(discharge="underfloor"),), hall=VOID)
    assert (blowing.plenum_m, blowing.void_m) == (0.6, 0.0)
    assert blowing.air_height_m == pytest.approx(4.2)
    drawing = scene_of(coolers=(cooler(discharge="front", intake="ceiling_void"),), hall=VOID)
    assert (drawing.plenum_m, drawing.void_m) == (0.0, 0.5)
    idle = scene_of(coolers=(cooler(discharge="underfloor", running=False),), hall=VOID)
    assert idle.plenum_m == 0.0


def test_a_cooler_draws_from_the_void_through_a_duct_on_its_top():
    unit = cooler(discharge="front", intake="ceiling_void")
    scene = scene_of(coolers=(unit,), hall=VOID)
    (duct,) = scene.solids
    assert (duct.low[2], duct.high[2]) == (2.0, 3.6)
    assert flat(scene.coolers[0].intake.spans) == pytest.approx(
        [duct.low[0], duct.high[0], duct.low[1], duct.high[1]]
    )


@pytest.mark.parametrize(("heading", "axis", "low"), [(0.0, 0, True), (180.0, 0, False)])
def test_a_chimney_stands_on_the_rear_of_its_rack(heading, axis, low):
    hot = rack(exhaust="chimney", heading_deg=heading, x_m=3.0, y_m=3.0, depth_m=1.2)
    scene = scene_of(racks=(hot,), hall=VOID)
    (duct,) = scene.solids
    body = scene.racks[0].body
    assert duct.high[axis] - duct.low[axis] == pytest.approx(0.4)
    end = (duct.low[axis], body.low[axis]) if low else (duct.high[axis], body.high[axis])
    assert end[0] == pytest.approx(end[1])
    for band in scene.racks[0].bands:
        assert (band.exhaust.position, band.exhaust.outward) == (3.6, 1)
    assert scene.void_m == 0.5


def test_what_breathes_through_a_slab_that_is_not_there_is_refused():
    flat_hall = Hall(raised_floor_m=0.0)
    with pytest.raises(SolveError, match="no raised floor"):
        scene_of(coolers=(cooler(discharge="underfloor"),), hall=flat_hall)
    with pytest.raises(SolveError, match="ceiling void"):
        scene_of(racks=(rack(exhaust="chimney"),), hall=flat_hall)
