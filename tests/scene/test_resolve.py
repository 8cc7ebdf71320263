import pytest

from coolsim.catalogue import STRONG
from coolsim.design.models import Content, Hall, Obstruction, Panel
from coolsim.errors import SolveError
from tests.scene.variants import cooler, flat, rack, scene_of


@pytest.mark.parametrize(
    "drawn",
    [
        {"racks": (rack(heading_deg=45.0, name="Askew"),)},
        {"coolers": (cooler(heading_deg=10.0, name="Askew"),)},
        {"panels": (Panel(id="panel-0001", x_m=1, y_m=1, heading_deg=1.0, name="Askew"),)},
        {"obstructions": (Obstruction(id="obstruction-0001", x_m=1, y_m=1, heading_deg=89.0,
                                      name="Askew"),)},
    ],
)  # fmt: skip
def test_a_heading_off_the_grid_is_refused(drawn):
    with pytest.raises(SolveError, match="multiple of 90") as caught:
        scene_of(**drawn)
    assert caught.value.where == "Askew"
    assert caught.value.remedy


def test_whole_turns_do_not_matter():
    turned = scene_of(racks=(rack(heading_deg=450.0),)).racks[0]
    assert turned.bands == scene_of(racks=(rack(heading_deg=90.0),)).racks[0].bands


def test_panels_are_plates_across_their_heading():
    panels = (
        Panel(id="panel-0001", x_m=2, y_m=3, width_m=1.2, z_from_m=0.5, leak_fraction=0.1),
        Panel(id="panel-0002", x_m=2, y_m=3, width_m=1.2, heading_deg=90),
        Panel(id="panel-0003", x_m=2, y_m=3, orientation="horizontal", width_m=2, z_from_m=2.2),
    )
    across, along, roof = scene_of(panels=panels).plates
    assert (across.axis, across.position, across.open_share) == (0, 2.0, 0.1)
    assert flat(across.spans) == pytest.approx([2.4, 3.6, 0.5, 2.0])
    assert (along.axis, along.position) == (1, 3.0)
    assert flat(along.spans) == pytest.approx([1.4, 2.6, 0.0, 2.0])
    assert (roof.axis, roof.position) == (2, 2.2)
    assert flat(roof.spans) == pytest.approx([1.4, 2.6, 2.0, 4.0])


def test_the_hall_is_told_as_drawn():
    hall = Hall(length_m=10, width_m=8, raised_floor_m=0.5, floor_leakage_fraction=0.002)
    scene = scene_of(hall=hall)
    assert (scene.plenum_m, scene.void_m) == (0.0, 0.0)
    assert scene.leak_area_m2 == pytest.approx(0.16)
    assert 0.5 < scene.leak_discharge_coefficient < 1.0
    slab = scene_of(hall=Hall(raised_floor_m=0.0, ceiling_void_m=0.8))
    assert (slab.plenum_m, slab.void_m) == (0.0, 0.0)
    assert slab.assumptions == ()


def test_weak_figures_are_told_once_for_each_entry():
    contents = (Content(item="cpu_1u_2s", count=3),)
    racks = tuple(
        rack(id=f"rack-000{n}", x_m=float(n), load_w=None, contents=contents) for n in range(1, 6)
    )
    scene = scene_of(racks=racks)
    keys = [(a.object_id, a.quantity) for a in scene.assumptions]
    assert len(set(keys)) == len(keys)
    weak = [a.quantity for a in scene.assumptions if a.confidence not in STRONG]
    assert weak.count("sustained power") == 1
    power = next(a for a in scene.assumptions if a.quantity == "sustained power")
    assert (power.object_id, power.value, power.unit) == ("cpu_1u_2s", 950.0, "w")
    assert power.confidence == "estimate"
    assert power.source == "estimate"
