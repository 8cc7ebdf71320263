import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.contents import airflow_rule
from coolsim.design.models import (
    Content,
    FixedAirflow,
    PowerAirflow,
    Settings,
    Site,
    Slot,
)
from coolsim.errors import CatalogueError, SolveError
from coolsim.scene import DEFAULT_BANDS, with_rack_powers
from tests.scene.variants import flat, rack, scene_of


def one(**fields):
    return scene_of(racks=(rack(**fields),)).racks[0]


@pytest.mark.parametrize(
    ("heading", "axis", "front", "rear"),
    [(0.0, 0, 3.6, 2.4), (90.0, 1, 2.6, 1.4), (180.0, 0, 2.4, 3.6), (270.0, 1, 1.4, 2.6)],
)
def test_a_rack_breathes_in_at_its_front_and_out_at_its_rear(heading, axis, front, rear):
    for band in one(heading_deg=heading).bands:
        assert (band.intake.axis, band.exhaust.axis) == (axis, axis)
        assert band.intake.position == pytest.approx(front)
        assert band.exhaust.position == pytest.approx(rear)
        assert band.intake.outward == (1 if front > rear else -1)
        assert band.exhaust.outward == -band.intake.outward


def test_the_body_turns_with_the_heading():
    assert one().body.low == pytest.approx((2.4, 1.7, 0.0))
    assert one().body.high == pytest.approx((3.6, 2.3, 2.0))
    assert one(heading_deg=90.0).body.low == pytest.approx((2.7, 1.4, 0.0))


def test_three_equal_bands_share_what_is_drawn():
    bands = one(load_w=6000.0).bands
    assert len(bands) == DEFAULT_BANDS == 3
    assert [band.power_w for band in bands] == pytest.approx([2000.0] * 3)
    edges = [(band.z_from_m, band.z_to_m) for band in bands]
    assert flat(edges) == pytest.approx([0, 2 / 3, 2 / 3, 4 / 3, 4 / 3, 2])
    assert sum(band.intake.area_m2 for band in bands) == pytest.approx(0.6 * 2.0)


def test_a_drawn_opening_sets_width_and_height():
    bands = one(opening_width_m=0.4, opening_z_from_m=0.2, opening_z_to_m=1.4).bands
    assert bands[0].z_from_m == pytest.approx(0.2)
    assert bands[-1].z_to_m == pytest.approx(1.4)
    assert bands[0].intake.spans[0] == pytest.approx((1.8, 2.2))
    assert sum(band.exhaust.area_m2 for band in bands) == pytest.approx(0.4 * 1.2)


def test_an_opening_never_gets_wider_than_its_rack():
    assert one(opening_width_m=0.9).bands[0].intake.spans[0] == pytest.approx((1.7, 2.3))


@pytest.mark.parametrize("heights", [(1.5, 1.0), (0.0, 2.5)])
def test_an_opening_that_does_not_fit_is_refused(heights):
    with pytest.raises(SolveError, match="air opening"):
        one(opening_z_from_m=heights[0], opening_z_to_m=heights[1])


def test_slots_are_bands_from_the_floor_up_whatever_their_order():
    slots = (
        Slot(z_from_m=1.0, z_to_m=1.5, load_w=2000.0, airflow=FixedAirflow(airflow_m3_s=0.3)),
        Slot(z_from_m=0.2, z_to_m=0.6, load_w=1000.0, airflow=PowerAirflow(airflow_m3_s_kw=0.1)),
    )
    resolved = one(load_w=None, slots=slots)
    low, high = resolved.bands
    assert (low.z_from_m, low.power_w, low.airflow_m3_s(low.power_w)) == (0.2, 1000.0, 0.1)
    assert (high.z_from_m, high.power_w, high.airflow_m3_s(high.power_w)) == (1.0, 2000.0, 0.3)
    assert resolved.power_w == 3000.0
    assert resolved.band_powers(6000.0) == pytest.approx((2000.0, 4000.0))


def test_an_empty_rack_spreads_a_power_evenly():
    assert one(load_w=0.0).band_powers(900.0) == pytest.approx((300.0,) * 3)


def total_airflow(resolved, power):
    shares = resolved.band_powers(power)
    return sum(b.airflow_m3_s(p) for b, p in zip(resolved.bands, shares, strict=True))


def test_a_fixed_airflow_is_shared_and_stays():
    resolved = one(airflow=FixedAirflow(airflow_m3_s=0.6))
    assert total_airflow(resolved, 5000.0) == pytest.approx(0.6)
    assert total_airflow(resolved, 9000.0) == pytest.approx(0.6)


def test_airflow_per_power_grows_with_power():
    resolved = one(airflow=PowerAirflow(airflow_m3_s_kw=0.08))
    assert total_airflow(resolved, 5000.0) == pytest.approx(0.4)
    assert total_airflow(resolved, 10000.0) == pytest.approx(0.8)


def test_a_plain_load_moves_air_by_the_design_rule():
    rule = airflow_rule(load_catalogue(), dense=False).value
    assert total_airflow(one(), 5000.0) == pytest.approx(5.0 * rule)


def test_contents_move_the_air_their_makers_state():
    contents = (Content(item="dgx_b200", count=2), Content(item="cpu_1u_2s", count=3))
    resolved = one(load_w=None, contents=contents)
    assert resolved.power_w == pytest.approx(2 * 14300 + 3 * 950)
    cfm = 2 * 1550 + 3 * 0.95 * 140
    assert total_airflow(resolved, resolved.power_w) == pytest.approx(cfm * 4.719474432e-4)


def test_the_inlet_limit_is_that_of_the_class():
    resolved = one()
    assert (resolved.inlet_limit.value, resolved.inlet_limit_note) == (27.0, "A2 recommended")


def test_allowable_limits_fall_with_altitude():
    def limit(altitude):
        scene = scene_of(
            racks=(rack(air_class="A2"),),
            settings=Settings(inlet_limit="allowable"),
            site=Site(altitude_m=altitude),
        )
        return scene.racks[0].inlet_limit.value

    assert limit(0.0) == 35.0
    assert limit(1500.0) == pytest.approx(33.0)


def test_a_makers_lower_maximum_takes_the_place_of_the_class():
    own = {
        "server": {
            "cool_server": {
                "name": "Cool server",
                "cooling": "air",
                "p_max_w": {"v": 1000, "src": "", "conf": "design"},
                "air_inlet_max_c": {"v": 24, "src": "", "conf": "design"},
            }
        }
    }
    contents = (Content(item="cool_server"),)
    resolved = scene_of(own=own, racks=(rack(load_w=None, contents=contents),)).racks[0]
    assert resolved.inlet_limit.value == 24.0
    assert resolved.inlet_limit_note == "maker's maximum of Cool server"
    # a maximum above the class's limit changes nothing
    warm = one(load_w=None, contents=(Content(item="dgx_b200"),))
    assert (warm.inlet_limit.value, warm.inlet_limit_note) == (27.0, "A2 recommended")


def test_other_powers_keep_the_shares_of_the_bands():
    scene = scene_of(racks=(rack(), rack(id="rack-0002", x_m=8.0)))
    changed = with_rack_powers(scene, [1000.0, 9000.0])
    assert [r.power_w for r in changed.racks] == [1000.0, 9000.0]
    assert sum(band.power_w for band in changed.racks[1].bands) == pytest.approx(9000.0)
    assert scene.racks[0].power_w == pytest.approx(5000.0)
    with pytest.raises(ValueError, match="zip"):
        with_rack_powers(scene, [1000.0])


def test_a_tank_moves_no_air():
    tank = one(cooling="immersion", load_w=60e3)
    assert (tank.bands, tank.cabinet, tank.power_w) == ((), None, 60e3)
    assert tank.inlet_limit.value is None


def test_plates_leave_a_share_of_the_heat_and_of_the_air_of_a_plain_load():
    plated, aired = one(cooling="cold_plate", load_w=60e3), one(load_w=60e3)
    shares = [band.air_share for band in plated.bands]
    assert shares == pytest.approx([0.15] * 3)
    assert sum(band.heat_w for band in plated.bands) == pytest.approx(9e3)
    flows = [
        sum(band.airflow_m3_s(band.power_w) for band in rack.bands) for rack in (plated, aired)
    ]
    assert flows[0] == pytest.approx(0.15 * flows[1])


def test_unknown_or_unfit_contents_are_refused():
    with pytest.raises(CatalogueError):
        one(load_w=None, contents=(Content(item="no_such_server"),))
    with pytest.raises(SolveError, match="cannot stand in a rack"):
        one(load_w=None, contents=(Content(item="feed_208v_30a"),))
    with pytest.raises(SolveError, match="no sustained power"):
        one(load_w=None, contents=(Content(item="hgx_b300_air_9u"),))
