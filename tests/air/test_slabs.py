"""Floor and ceiling as thin slabs in the grid: what passes them follows from the solve."""

import numpy as np
import pytest

from coolsim.air.geometry import build_geometry
from coolsim.air.grids import fillings, grid_of, make_grid, nested_grids, slab_face, slab_heights
from coolsim.air.response import AirResponse
from coolsim.air.summary import balance, cooler_results, rack_results
from coolsim.air.tile_flows import passage_flows, plenum_result, tile_findings, tile_results
from coolsim.design.models import Cooler, Hall, Obstruction, Tile, Variant
from tests.air.halls import CELL_M, all_changed, base, changed, hall, scene_of, solve


def opposed(rows=(2.1, 2.7, 3.3, 3.9, 4.5, 5.1), depth_m=0.6, flow_m3_s=1.2, loss=40.0) -> Variant:
    """Two coolers that blow towards each other under a long floor, tiles between them."""
    ends = ((0.45, 0.0), (6.75, 180.0))
    coolers = tuple(
        Cooler(
            id=f"cooler-000{n + 1}",
            x_m=x,
            y_m=1.5,
            heading_deg=heading,
            width_m=1.8,
            depth_m=0.9,
            airflow_m3_s=flow_m3_s,
        )
        for n, (x, heading) in enumerate(ends)
    )
    tiles = tuple(
        Tile(id=f"tile-{n + 1:04d}", x_m=x, y_m=1.5, loss_coefficient=loss)
        for n, x in enumerate(rows)
    )
    floor = Hall(
        length_m=7.2, width_m=3.0, height_m=3.0, raised_floor_m=depth_m, floor_leakage_fraction=0.0
    )
    return Variant(id="variant-0001", hall=floor, coolers=coolers, tiles=tiles)


def flows(solution):
    """Flow of every tile up into the room [m3/s]."""
    return np.array([tile.airflow_m3_s for tile in tile_results(solution)])


# -- the grid --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "void"), [(0.6, 0.5), (0.35, 0.0), (0.0, 0.8)])
@pytest.mark.parametrize("cell_m", [0.3, 0.22])
def test_floor_and_ceiling_lie_on_face_planes_and_depths_are_exact(depth, void, cell_m):
    coolers = all_changed(
        base().coolers,
        discharge="underfloor" if depth else "front",
        intake="ceiling_void" if void else "top",
    )
    scene = scene_of(hall(base(coolers=coolers), raised_floor_m=depth, ceiling_void_m=void))
    grid = grid_of(scene, cell_m, cell_m)
    for height in slab_heights(scene):
        assert grid.edges(2)[slab_face(grid, height)] == pytest.approx(height, abs=1e-12)
    edges = grid.edges(2)
    solid = sum(box.high[2] - box.low[2] for box in fillings(scene, grid))
    assert edges[-1] - edges[0] - solid == pytest.approx(scene.air_height_m, abs=1e-9)
    air = build_geometry(scene, grid).openness.fluid.sum() * grid.cell_volume
    bodies = [item.body for item in (*scene.racks, *scene.coolers)] + list(scene.solids)
    taken = sum(np.prod(np.subtract(body.high, body.low)) for body in bodies)
    room = scene.size_m[0] * scene.size_m[1] * scene.air_height_m
    assert air == pytest.approx(room - taken, rel=1e-6)


def test_grids_stay_in_their_budget_and_nest_on_the_slabs():
    scene = scene_of(hall(base(), raised_floor_m=0.47))
    for fidelity, budget in (("draft", 30_000), ("live", 40_000), ("full", 250_000)):
        assert 0.5 * budget < make_grid(scene, fidelity, None).cells <= budget
    coarse, *_, finest = nested_grids(scene, make_grid(scene, "full", None))
    assert coarse.cells < finest.cells / 3
    assert 0.0 in np.round(coarse.edges(2), 12)


# -- flow through the floor ------------------------------------------------------------------------


def test_the_drop_over_every_opening_is_its_law():
    solution = solve(base(), "live")
    geometry, density = solution.devices.geometry, solution.devices.scene.air.density_kg_m3
    passages, pressure = geometry.passages, solution.state.pressure.ravel()
    below = passages.faces - geometry.openness.grid.strides[2]
    drop = density * (pressure[below] - pressure[passages.faces])
    speed = passage_flows(solution) / passages.discharge_area_m2
    # the weight of the air between two cell centres is all that is left
    np.testing.assert_allclose(drop, 0.5 * density * speed * np.abs(speed), atol=0.15)
    assert drop.mean() > 5.0


def test_a_deep_plenum_tends_to_one_pressure():
    spread, error = [], []
    for depth in (0.3, 0.6, 2.4):
        solution = solve(hall(base(), raised_floor_m=depth), "live")
        plenum = plenum_result(solution)
        spread.append(plenum.highest_pressure_pa - plenum.lowest_pressure_pa)
        by_hand = solution.devices.geometry.passages.tile_share @ solution.devices.uniform.flow_m3_s
        error.append(np.abs(flows(solution) / by_hand - 1.0).max())
        assert plenum.pressure_pa == pytest.approx(plenum.uniform_pressure_pa, rel=0.02)
    assert spread[0] > spread[1] > spread[2]
    assert error[0] > error[1] > error[2]
    assert error[2] < 0.01


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_symmetric_floors_share_evenly(fidelity):
    found = flows(solve(opposed(), fidelity, turbulence="zero_equation"))
    np.testing.assert_allclose(found, found[::-1], rtol=0.02)
    assert found.sum() == pytest.approx(2.4, rel=1e-12)


def test_a_draft_passes_what_one_pressure_would():
    found = flows(solve(opposed(), "draft"))
    np.testing.assert_allclose(found, 0.4, rtol=1e-9)


def test_a_jet_draws_air_down_through_the_tile_it_rushes_past():
    # a channel as wide as the coolers: their jets meet in its middle, under large open tiles
    drawn = opposed(rows=(1.05, 3.0, 3.6, 4.2, 6.15), depth_m=0.3, flow_m3_s=1.8, loss=1.0)
    first, *inner, last = drawn.tiles
    ends = all_changed((first, last), depth_m=0.3)
    tiles = all_changed((ends[0], *all_changed(inner, width_m=1.8), ends[1]), y_m=0.9)
    channel = hall(
        changed(drawn, tiles=tiles, coolers=all_changed(drawn.coolers, y_m=0.9)), width_m=1.8
    )
    # walls with the friction of the log law, which lets a jet go on under a shallow floor
    solution = solve(channel, "live", cell_m=0.15, turbulence="k_epsilon")
    near_one, *middle, near_other = flows(solution)
    assert near_one < 0.0
    assert near_other < 0.0
    assert sum(middle) > 3.6
    (finding,) = tile_findings(solution.devices.scene.tiles, tile_results(solution))
    assert finding.code == "tile.draws_room_air"
    assert set(finding.object_ids) == {"tile-0001", "tile-0005"}
    calm = solve(opposed(), "live")
    assert tile_findings(calm.devices.scene.tiles, tile_results(calm)) == ()


def test_what_is_blown_down_comes_up_and_carries_its_heat():
    solution = solve(base(), "live")
    up = passage_flows(solution)
    assert up.sum() == pytest.approx(solution.devices.scene.coolers[0].airflow_m3_s, rel=1e-12)
    plenum = plenum_result(solution)
    tiles = flows(solution).sum()
    assert tiles + plenum.leakage_m3_s == pytest.approx(plenum.supply_m3_s, rel=1e-12)
    assert balance(solution).mass_fraction < 1e-12
    assert balance(solution).energy_fraction < 1e-9


def test_something_under_the_floor_holds_the_air_back():
    beam = Obstruction(
        id="obstruction-0001", x_m=3.0, y_m=1.5, width_m=3.0, depth_m=0.3, z_from_m=-0.6, z_to_m=0.0
    )
    wall = solve(changed(opposed(), coolers=opposed().coolers[:1]), "live")
    split = changed(opposed(), coolers=opposed().coolers[:1], obstructions=(beam,))
    # behind a beam from wall to wall no supply arrives: the room's air goes round through tiles
    divided = flows(solve(split, "live"))
    assert flows(wall).min() > 0.1
    assert divided[:2].sum() == pytest.approx(1.2, rel=1e-9)
    assert abs(divided[2:].sum()) < 1e-9
    tray = changed(beam, open_fraction=0.5)
    passed = flows(solve(changed(split, obstructions=(tray,)), "live"))
    assert 0.05 < passed[2:].sum() < flows(wall)[2:].sum()


# -- void, ducts and chimneys ----------------------------------------------------------------------


def vented(**fields) -> Variant:
    """The base hall with a void, a ducted cooler return and a grille over the racks."""
    variant = base(
        coolers=all_changed(base().coolers, intake="ceiling_void", airflow_m3_s=1.8),
        tiles=(
            *base().tiles,
            Tile(id="tile-0009", name="G1", x_m=3.6, y_m=1.2, surface="ceiling", open_fraction=0.5),
        ),
        **fields,
    )
    return hall(variant, ceiling_void_m=0.6)


def test_a_cooler_draws_what_the_grille_passes():
    solution = solve(vented(), "live")
    grille = tile_results(solution)[-1]
    assert grille.airflow_m3_s == pytest.approx(-1.8, rel=1e-12)
    assert balance(solution).energy_fraction < 1e-9


def test_chimneys_keep_their_heat_out_of_the_room():
    ducted = vented(racks=all_changed(base().racks, exhaust="chimney"))
    free, held = solve(vented(), "live"), solve(ducted, "live")
    assert held.status == "converged"
    warmest = [max(r.inlet_temperature_c for r in rack_results(s)) for s in (free, held)]
    assert warmest[1] < 20.1 < warmest[0]
    (unit,) = cooler_results(held)
    rate = held.devices.heat_rate_j_m3_k * unit.airflow_m3_s
    assert unit.return_temperature_c == pytest.approx(20.0 + 20e3 / rate, abs=1e-6)
    # what the racks do not draw goes up through the grille
    drawn = sum(rack.airflow_m3_s for rack in rack_results(held))
    assert tile_results(held)[-1].airflow_m3_s == pytest.approx(drawn - 1.8, rel=1e-9)
    assert balance(held).energy_fraction < 1e-9


def test_inlets_are_explained_by_coolers_and_racks_though_tiles_are_faces():
    solution = solve(base(), "live")
    response = AirResponse(solution)
    for rack in range(4):
        told = response.explain(rack)
        assert {item.kind for item in told.contributions} == {"rack", "cooler"}
        assert abs(told.sum_error_k) < 0.01
        assert sum(item.share for item in told.contributions) == pytest.approx(1.0, abs=1e-9)
    for capture in response.captures():
        assert 0.0 < capture.cold_fraction <= 1.0
        assert 0.0 < capture.hot_fraction <= 1.0


def test_a_plenum_that_nothing_blows_into_is_no_part_of_the_air():
    still = base(coolers=all_changed(base().coolers, discharge="front"))
    grid = make_grid(scene_of(still), "live", CELL_M)
    assert grid.origin[2] == 0.0
    assert plenum_result(solve(still)) is None
