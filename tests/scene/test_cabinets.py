"""Cabinets as resolved: documented figures with their source, own figures, blanking."""

import pytest

from coolsim.equipment.cabinet import leak_area_m2
from coolsim.errors import SolveError
from tests.scene.variants import rack, scene_of

CABINET_FIGURES = {
    "open share of the doors",
    "open width beside the rails",
    "seam between panels",
    "depth before the equipment",
    "depth behind the equipment",
    "discharge coefficient",
}


def only(scene):
    (found,) = scene.racks
    return found


def test_a_rack_without_a_cabinet_leaks_nowhere():
    found = only(scene_of(racks=(rack(),)))
    assert found.cabinet is None
    assert all(band.leak_area_m2 == 0.0 for band in found.bands)


def test_the_documented_cabinet_is_resolved_and_listed_among_the_assumptions():
    scene = scene_of(racks=(rack(cabinet={}),))
    cabinet = only(scene).cabinet
    assert cabinet.front_open_fraction == cabinet.rear_open_fraction == 0.64
    assert cabinet.front_plenum_m == 0.0254
    assert cabinet.rear_plenum_m == 0.15
    assert cabinet.discharge_coefficient == pytest.approx(0.65)
    area = sum(band.leak_area_m2 for band in only(scene).bands)
    assert area == pytest.approx(leak_area_m2(2.0, 0.057, 0.00079, blanked=True))
    listed = {a.quantity: a for a in scene.assumptions if a.subject == "cabinet leakage"}
    assert set(listed) >= CABINET_FIGURES - {"discharge coefficient"}
    assert listed["open width beside the rails"].source == "cpi_air_dam"
    assert listed["open width beside the rails"].confidence == "derived"


def test_own_figures_come_before_documented_ones_and_are_no_assumption():
    own = {"rail_gap_m": 0.01, "front_door_open_fraction": 0.8, "top_leak_m2": 0.02}
    scene = scene_of(racks=(rack(cabinet=own),))
    cabinet = only(scene).cabinet
    assert cabinet.front_open_fraction == 0.8
    assert cabinet.rear_open_fraction == 0.64
    assert cabinet.roof.position == 2.0
    area = sum(band.leak_area_m2 for band in only(scene).bands)
    assert area == pytest.approx(leak_area_m2(2.0, 0.01, 0.00079, blanked=True))
    noted = {a.quantity for a in scene.assumptions}
    assert "open width beside the rails" not in noted


def test_only_an_empty_slot_without_blanking_is_open():
    slots = (
        {"z_from_m": 0.0, "z_to_m": 0.5, "load_w": 1000.0, "blanked": False},
        {"z_from_m": 0.5, "z_to_m": 1.0, "blanked": True},
        {"z_from_m": 1.0, "z_to_m": 1.5, "blanked": False},
    )
    bands = only(scene_of(racks=(rack(load_w=None, slots=slots, cabinet={}),))).bands
    closed = leak_area_m2(0.5, 0.057, 0.00079, blanked=True)
    open_ = leak_area_m2(0.5, 0.057, 0.00079, blanked=False)
    assert [band.leak_area_m2 for band in bands] == pytest.approx([closed, closed, open_])


def test_an_unknown_figure_is_asked_for():
    own = {"leakage": {"cabinet": {"rail_gap_m": {"v": "unknown", "src": "none"}}}}
    with pytest.raises(SolveError, match="open width beside the rails"):
        scene_of(own=own, racks=(rack(cabinet={}),))
    scene_of(own=own, racks=(rack(cabinet={"rail_gap_m": 0.02}),))
