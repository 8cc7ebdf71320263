"""From the scene to the grid: openings of every machine, and halls that are refused."""

from dataclasses import replace

import numpy as np
import pytest

from coolsim.air.case import build_devices
from coolsim.air.geometry import build_geometry
from coolsim.air.grids import grid_of, make_grid
from coolsim.air.plenum import uniform_pressure
from coolsim.design.models import Obstruction, Slot, Tile
from coolsim.errors import SolveError
from coolsim.sentences import error_words
from tests.air.halls import (
    CELL_M,
    all_changed,
    base,
    changed,
    contained,
    hall,
    scene_of,
    solve,
    two_coolers,
)


def uniform(devices):
    """The same air at every intake [deg C]."""
    return np.full(len(devices.geometry.intakes), 25.0)


def geometry_of(variant, cell_m=CELL_M):
    scene = scene_of(variant)
    return scene, build_geometry(scene, grid_of(scene, cell_m, cell_m))


def devices_of(variant, **options):
    return build_devices(*geometry_of(variant), **options)


def refusal(variant, **options):
    with pytest.raises(SolveError) as caught:
        devices_of(variant, **options)
    assert caught.value.remedy
    return caught.value


# -- what a case holds -----------------------------------------------------------------------------


def test_every_rack_breathes_in_bands():
    slots = (
        Slot(z_from_m=0.0, z_to_m=0.5, load_w=1000.0),
        Slot(z_from_m=1.2, z_to_m=1.8, load_w=3000.0),
    )
    racks = list(base().racks)
    racks[1] = changed(racks[1], load_w=None, slots=slots)
    devices = devices_of(base(racks=tuple(racks)))
    np.testing.assert_array_equal(devices.geometry.rack_start, [0, 3, 5, 8, 11])
    np.testing.assert_allclose(devices.band_power_w[3:5], [1000.0, 3000.0])
    assert len(devices.geometry.intakes) == len(devices.geometry.discharges) == 11 + 1
    assert devices.geometry.first_cooler == 11


def test_what_is_drawn_is_what_is_blown():
    devices = devices_of(base())
    assert devices.intake_flow.sum() == pytest.approx(devices.discharge_flow.sum(), rel=1e-12)
    cooler = devices.scene.coolers[0].airflow_m3_s
    bands = devices.band_power_w.size
    assert devices.discharge_flow[bands:].sum() == pytest.approx(cooler, rel=1e-12)


def test_the_first_guess_is_the_plenum_at_one_pressure():
    devices = devices_of(base())
    scene, passages = devices.scene, devices.geometry.passages
    by_hand = uniform_pressure(
        scene.coolers[0].airflow_m3_s,
        np.array([tile.opening.area_m2 for tile in scene.tiles]),
        np.array([tile.loss.value for tile in scene.tiles]),
        scene.leak_area_m2,
        scene.leak_discharge_coefficient,
        scene.air.density_kg_m3,
    )
    plenum = devices.uniform.pressure_pa[passages.below]
    np.testing.assert_allclose(plenum, by_hand.pressure_pa, rtol=1e-9)
    tiles = passages.tile_share @ devices.uniform.flow_m3_s
    np.testing.assert_allclose(tiles, by_hand.tile_flow_m3_s, rtol=1e-9)
    leak = passages.leak_share() @ devices.uniform.flow_m3_s
    assert leak == pytest.approx(by_hand.leak_flow_m3_s, rel=1e-9)


def test_rack_outlets_follow_the_first_law():
    devices = devices_of(base())
    exchange = devices.exchange(devices.coils(uniform(devices)))
    means = np.linspace(20.0, 31.0, len(devices.geometry.intakes))
    outlets = exchange.outlet_temperatures(means)
    bands = devices.band_power_w.size
    rise = outlets[:bands] - means[:bands]
    carried = devices.heat_rate_j_m3_k * devices.intake_flow[:bands] * rise
    np.testing.assert_allclose(carried, devices.band_power_w, rtol=1e-12)
    np.testing.assert_allclose(outlets[bands:], 20.0)


def test_other_heat_warms_only_air_that_a_cooler_reaches():
    # walls around a corner without any opening: its air is not heated
    walls = (
        Obstruction(id="obstruction-0001", x_m=5.25, y_m=0.75, width_m=1.5, depth_m=0.3),
        Obstruction(id="obstruction-0002", x_m=5.55, y_m=1.35, width_m=0.3, depth_m=0.9),
    )
    devices = devices_of(hall(base(obstructions=walls), other_heat_w=2000.0))
    # the leaky floor joins the corner to the plenum; nothing passes it, because nothing leaves
    assert devices.geometry.spaces.count == 3
    heat = devices.exchange(devices.coils(uniform(devices))).heat
    assert heat.sum() * devices.heat_rate_j_m3_k == pytest.approx(2000.0)
    assert heat[-2, 2, 3] == 0.0
    assert heat[2, 2, 3] > 0.0


def test_a_rack_of_300_kw_and_one_without_load_stand_side_by_side():
    racks = list(base().racks)
    racks[0] = changed(racks[0], load_w=300e3)
    racks[1] = changed(racks[1], load_w=0.0)
    devices = devices_of(
        base(racks=tuple(racks), coolers=all_changed(base().coolers, capacity_w=None))
    )
    assert np.isfinite(devices.behaviour(devices.coils(uniform(devices)))[1]).all()
    assert devices.intake_flow[3:6].sum() == 0.0


def test_a_tile_under_a_rack_passes_no_air():
    tiles = list(base().tiles)
    tiles[0] = changed(tiles[0], y_m=2.4)
    devices = devices_of(base(tiles=tuple(tiles)))
    passing = devices.geometry.passages.tile_share.sum(axis=1)
    assert (np.asarray(passing).ravel() > 0.0).tolist() == [False, True, True, True]


def test_a_cell_too_small_for_one_grid_is_refused():
    with pytest.raises(SolveError, match="cells"):
        make_grid(scene_of(base()), "live", 0.02 / 3)


# -- halls that are refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "side"),
    [
        ({"y_m": 0.6}, "exhaust"),
        ({"y_m": 4.2}, "intake"),
        ({"x_m": -3.0}, "intake"),
        ({"y_m": 0.6, "heading_deg": 270.0}, "intake"),
    ],
)
def test_a_rack_against_a_wall_or_outside_is_named(fields, side):
    racks = (changed(base().racks[0], **fields), *base().racks[1:])
    error = refusal(base(racks=racks, tiles=()))
    assert error.where == "R1"
    assert f"its {side} opening is walled up" in error.message


def test_a_rack_before_another_is_blocked():
    behind = changed(base().racks[0], id="rack-0009", name="R9", y_m=3.6)
    assert refusal(base(racks=(*base().racks, behind))).where == "R1"


@pytest.mark.parametrize("height", [3.0, 4.5])
def test_a_cooler_as_tall_as_the_room_cannot_draw_at_its_top(height):
    error = refusal(base(coolers=all_changed(base().coolers, height_m=height)))
    assert error.where == "CRAH 1"
    assert "return" in error.message


def test_heat_without_a_cooler_is_refused():
    assert "no cooler" in refusal(base(coolers=())).message
    assert "no cooler" in refusal(base(coolers=all_changed(base().coolers, running=False))).message


def test_other_heat_without_a_cooler_is_refused():
    empty = hall(base(coolers=(), racks=()), other_heat_w=100.0)
    assert refusal(empty).where == "hall"


def test_underfloor_supply_without_a_raised_floor_is_refused():
    error = refusal(hall(base(), raised_floor_m=0.0))
    assert "no raised floor" in error.message
    assert error.where == "CRAH 1"


@pytest.mark.parametrize("tiles", [(), "outside"])
def test_underfloor_supply_without_a_way_up_is_refused(tiles):
    if tiles:
        tiles = all_changed(base().tiles, x_m=-8.0)
    error = refusal(hall(base(tiles=tiles), floor_leakage_fraction=0.0))
    assert "no way into the hall" in error.message


def test_a_void_without_grilles_is_refused():
    void = hall(
        base(coolers=all_changed(base().coolers, intake="ceiling_void")), ceiling_void_m=0.6
    )
    assert "ceiling void" in refusal(void).message


def test_power_without_airflow_is_refused():
    scene, geometry = geometry_of(base())
    still = tuple(replace(band, airflow_m3_s_w=0.0) for band in scene.racks[2].bands)
    racks = (*scene.racks[:2], replace(scene.racks[2], bands=still), scene.racks[3])
    with pytest.raises(SolveError, match="no airflow") as caught:
        build_devices(replace(scene, racks=racks), geometry)
    assert caught.value.where == "R3"


@pytest.mark.parametrize("demand", [0.9, 1.1])
def test_a_sealed_aisle_with_unequal_flows_is_refused_with_the_difference(demand):
    error = refusal(contained(demand=demand))
    more = "blown in" if demand < 1.0 else "drawn"
    assert f"sealed and unbalanced: 0.16 m³/s more are {more}." in error.message
    assert "m³/s" not in error_words(error, "ip")[0]
    devices_of(contained(demand=demand, leak=0.02))
    devices_of(contained(demand=1.0))


def test_more_heat_than_all_coolers_take_is_refused():
    weak = base(coolers=all_changed(base().coolers, capacity_w=19.9e3))
    error = refusal(weak)
    assert "20 kW are released" in error.message
    assert "19.9 kW" in error.message
    devices_of(weak, capacity_counts=False)
    devices_of(base(coolers=all_changed(base().coolers, capacity_w=20e3)))
    devices_of(base(coolers=all_changed(base().coolers, capacity_w=None)))
    lit = hall(base(coolers=all_changed(base().coolers, capacity_w=20.2e3)), other_heat_w=500.0)
    assert "20.5 kW" in refusal(lit).message


def test_two_coolers_of_exactly_the_heat_hold_no_temperature_together():
    assert "20 kW are released" in refusal(two_coolers(first_w=8e3, second_w=12e3)).message
    devices_of(two_coolers(first_w=8e3, second_w=12.1e3))


def test_a_hall_without_heat_needs_no_cooler():
    devices_of(base(coolers=(), racks=(), tiles=()))


def test_an_object_beyond_the_hall_does_not_disturb_it():
    beyond = Tile(id="tile-0009", x_m=40.0, y_m=40.0, open_fraction=0.5)
    variant = base(tiles=(*base().tiles, beyond))
    shares = devices_of(variant).geometry.passages.tile_share
    assert np.unique(shares.nonzero()[0]).tolist() == [0, 1, 2, 3]
    assert solve(variant).status == "converged"
