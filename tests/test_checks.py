"""Every code of the checks, seen to appear and to stay away."""

import re
import time

import pytest

import coolsim.checks
from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from coolsim.checks.containment import covered_area
from coolsim.design.models import (
    Content,
    Cooler,
    Design,
    Feed,
    Hall,
    Obstruction,
    Panel,
    Power,
    PowerAirflow,
    Rack,
    Settings,
    Site,
    Slot,
    Tile,
    Variant,
)
from tests.test_checks_loops import CODES as LIQUID_CODES
from tests.test_checks_plant import CODES as PLANT_CODES
from tests.test_checks_power import CODES as POWER_CODES


def rack(number=1, **fields):
    defaults = {"x_m": 3.0, "y_m": 3.0, "load_w": 5000.0} | fields
    if "contents" in fields or "slots" in fields:
        defaults["load_w"] = None
    return Rack(id=f"rack-{number:04d}", **defaults)


def cooler(number=1, **fields):
    defaults = {
        "x_m": 9.0,
        "y_m": 6.0,
        "airflow_m3_s": 0.4,
        "capacity_w": 2e4,
        "fan_power_w": 500.0,
    }
    return Cooler(id=f"cooler-{number:04d}", **(defaults | fields))


def tile(number=1, **fields):
    defaults = {"x_m": 4.2, "y_m": 3.0, "open_fraction": 0.25} | fields
    return Tile(id=f"tile-{number:04d}", **defaults)


def design(**fields):
    defaults = {"racks": (rack(),), "coolers": (cooler(),), "tiles": (tile(),)} | fields
    own = defaults.pop("catalogue", {})
    return Design(catalogue=own, variants=(Variant(id="variant-0001", **defaults),))


def found(**fields):
    return check(design(**fields), load_catalogue())


def codes(**fields):
    return {finding.code for finding in found(**fields)}


def only(code, **fields):
    """Return the single finding of a code."""
    (finding,) = [f for f in found(**fields) if f.code == code]
    return finding


def holding(item, count=1, **fields):
    return rack(contents=(Content(item=item, count=count),), **fields)


def test_a_sound_design_has_no_findings():
    assert found() == ()


def aisle_panels(ends=2, width_m=1.2, **fields):
    """A roof beside the rack of :func:`rack`, a wall on its other side, doors at its ends."""
    roof = Panel(
        id="panel-0001", x_m=4.2, y_m=3.0, orientation="horizontal", width_m=0.6, depth_m=1.2,
        z_from_m=2.0,
    )  # fmt: skip
    wall = Panel(id="panel-0002", x_m=4.8, y_m=3.0, width_m=0.6, z_to_m=2.0)
    doors = tuple(
        Panel(
            id=f"panel-{n + 3:04d}", x_m=4.2, y_m=y_m, heading_deg=90.0, z_to_m=2.0,
            width_m=width_m, construction="door", **fields,
        )
        for n, y_m in enumerate((2.7, 3.3)[:ends])
    )  # fmt: skip
    return (roof, wall, *doors)


HALL_WITHOUT_FLOOR = Hall(raised_floor_m=0.0)
CASES = {
    "rack.heading": {"racks": (rack(heading_deg=30),)},
    "cooler.heading": {"coolers": (cooler(heading_deg=45),)},
    "rack.outside_hall": {"racks": (rack(x_m=0.5),)},
    "tile.outside_hall": {"tiles": (tile(x_m=12.0),)},
    "panel.outside_hall": {"panels": (Panel(id="panel-0001", x_m=5, y_m=9.5),)},
    "rack.too_tall": {"racks": (rack(height_m=3.7),)},
    "panel.too_tall": {"panels": (Panel(id="panel-0001", x_m=6, y_m=5, z_to_m=4.0),)},
    "rack.overlap": {"racks": (rack(1), rack(2, y_m=3.5))},
    "cooler.overlap": {"coolers": (cooler(1), cooler(2, y_m=6.5))},
    "rack.inlet_blocked": {"racks": (rack(x_m=11.35),)},
    "rack.outlet_blocked": {"racks": (rack(1), rack(2, x_m=1.75, heading_deg=180))},
    "rack.clearance": {"racks": (rack(1, clearance_rear_m=0.9), rack(2, x_m=1.5))},
    "rack.opening": {"racks": (rack(opening_width_m=0.7),)},
    "rack.height_units": {"racks": (holding("dgx_b200", 5),)},
    "rack.height_unknown": {"racks": (holding("dgx_h100_rack4"),)},
    "rack.mass": {"racks": (holding("dgx_b200", 4, mass_limit_kg=500),)},
    "rack.mass_unknown": {"racks": (holding("dgx_b300", 1, mass_limit_kg=500),)},
    "rack.floor_load": {
        "hall": Hall(floor_load_limit_kg_m2=800),
        "racks": (holding("dgx_b200", 4, empty_mass_kg=150),),
    },
    "rack.floor_load_unknown": {"hall": Hall(floor_load_limit_kg_m2=800)},
    "rack.whole_rack": {"racks": (holding("nv_mgmt_rack", 2),)},
    "rack.no_load": {"racks": (rack(load_w=None),)},
    "rack.power_unknown": {"racks": (holding("hgx_b300_air_9u"),)},
    "rack.air_contents": {
        "racks": (rack(cooling="cold_plate", load_w=None, contents=(Content(item="dgx_h100"),)),)
    },
    "rack.liquid_contents": {"racks": (holding("gb200_nvl72"),)},
    "rack.rear_door_contents": {"racks": (holding("dgx_b300_rack4"),)},
    "rack.makers_inlet": {
        "racks": (holding("dgx_h100"),),
        "settings": Settings(inlet_limit="allowable"),
    },
    "cooler.supply_blocked": {"coolers": (cooler(discharge="front", x_m=11.52),)},
    "cooler.return_blocked": {"coolers": (cooler(intake="rear", x_m=0.5),)},
    "cooler.no_raised_floor": {"hall": HALL_WITHOUT_FLOOR, "tiles": ()},
    "cooler.no_tiles": {"tiles": ()},
    "cooler.no_ceiling_void": {"coolers": (cooler(intake="ceiling_void"),)},
    "cooler.no_grilles": {
        "coolers": (cooler(intake="ceiling_void"),),
        "hall": Hall(ceiling_void_m=0.5),
    },
    "cooler.unit_type": {"coolers": (cooler(unit="coolit_chx1000"),)},
    "cooler.airflow_unknown": {"coolers": (cooler(airflow_m3_s=None, unit="stulz_cw2_1280"),)},
    "cooler.capacity_unknown": {"coolers": (cooler(capacity_w=None),)},
    "cooler.fan_power_unknown": {"coolers": (cooler(fan_power_w=None),)},
    "cooler.over_rating": {"coolers": (cooler(unit="vertiv_pw170", airflow_m3_s=20.0),)},
    "cooler.stopped": {"coolers": (cooler(1), cooler(2, y_m=3.0, running=False))},
    "cooler.one_opening": {"coolers": (cooler(discharge="top", intake="top"),)},
    "cooler.hanging_underfloor": {"coolers": (cooler(z_from_m=1.0),)},
    "cooler.no_room_below": {"coolers": (cooler(discharge="bottom", intake="rear"),)},
    "cooler.no_room_above": {"coolers": (cooler(height_m=3.55),)},
    "cooler.shared_returns": {
        "coolers": (
            cooler(1, return_temperature_c=30.0),
            cooler(2, y_m=3.0, return_temperature_c=32.0),
        )
    },
    "cooler.below_dew_point": {
        "coolers": (cooler(1), cooler(2, y_m=3.0, supply_temperature_c=9.0)),
    },
    "rack.no_ceiling_void": {"racks": (rack(exhaust="chimney"),)},
    "obstruction.below_floor": {
        "obstructions": (Obstruction(id="obstruction-0001", x_m=6, y_m=3, z_from_m=-0.9),)
    },
    "tile.overlap": {"tiles": (tile(1), tile(2, y_m=3.3))},
    "tile.covered": {"tiles": (tile(x_m=3.0),)},
    "tile.no_raised_floor": {
        "hall": HALL_WITHOUT_FLOOR,
        "coolers": (cooler(discharge="top"),),
    },
    "tile.no_ceiling_void": {"tiles": (tile(1), tile(2, surface="ceiling"))},
    "tile.no_resistance": {"tiles": (tile(open_fraction=None),)},
    "panel.through_object": {"panels": (Panel(id="panel-0001", x_m=3, y_m=3),)},
    "containment.open_end": {"panels": aisle_panels(ends=1)},
    "containment.gaps": {"panels": aisle_panels(width_m=1.0)},
    "containment.no_roof": {
        "panels": (Panel(id="panel-0001", x_m=6, y_m=3, construction="curtain"),)
    },
    "containment.door_open": {
        "panels": (Panel(id="panel-0001", x_m=6, y_m=3, construction="door", is_open=True),)
    },
    "feed.unknown": {"racks": (rack(feed_id="feed-0009"),)},
    "feed.rating_unknown": {"power": Power(feeds=(Feed(id="feed-0001", voltage_v=400),))},
    "feed.overloaded": {
        "racks": (rack(feed_id="feed-0001", load_w=9000),),
        "power": Power(feeds=(Feed(id="feed-0001", unit="feed_208v_30a"),)),
    },
    "hall.no_rack": {"racks": ()},
    "hall.no_cooler": {"coolers": ()},
    "hall.airflow_short": {"coolers": (cooler(airflow_m3_s=0.2),)},
    "hall.airflow_ample": {"coolers": (cooler(airflow_m3_s=0.9),)},
    "hall.capacity_short": {"coolers": (cooler(capacity_w=4000),)},
    "hall.no_outside_temperature": {"hall": Hall(wall_u_w_m2_k=0.5)},
    "hall.envelope_past_space": {
        "hall": Hall(roof_u_w_m2_k=0.5, roof_outside_c=12.0, ceiling_void_m=0.5)
    },
    "hall.humidity_saturated": {"hall": Hall(humidity_ratio_kg_kg=0.016)},
    "hall.moisture_unused": {"hall": Hall(humidifier_kg_s=1e-3)},
    "hall.no_outside_humidity": {
        "hall": Hall(outside_air_m3_s=0.1),
        "settings": Settings(humidity="transported"),
    },
    "hall.power_cap": {"power": Power(hall_cap_w=4000)},
    "hall.altitude": {"site": Site(altitude_m=3200)},
    "catalogue.malformed": {"catalogue": {"server": {"x": {"power": 1}}}},
    "catalogue.unknown": {"racks": (holding("dgx_z900"),)},
    "catalogue.wrong_table": {"tiles": (tile(unit="dgx_h100"),)},
    "catalogue.target": {"racks": (holding("hgx_rubin_nvl8"),)},
    "catalogue.estimate": {"racks": (holding("cpu_1u_2s"),)},
    "catalogue.weak_figure": {"coolers": (cooler(airflow_m3_s=None, unit="vertiv_fa069hc"),)},
}


@pytest.mark.parametrize("code", CASES)
def test_code_appears(code):
    assert code in codes(**CASES[code])


def test_every_documented_code_is_tested_and_every_tested_code_documented():
    text = coolsim.checks.__doc__
    named = set(re.findall(r"^((?:[a-z]+|<kind>)\.[a-z_]+)", text, re.M))
    named |= set(re.findall(r", ([a-z]+\.[a-z_]+) ", text))
    plain = {name for name in named if not name.startswith("<kind>")}
    kinds = {name.split(".")[1] for name in named if name.startswith("<kind>")}
    assert kinds == {"heading", "outside_hall", "too_tall"}
    tested = {code for code in CASES if code.split(".")[1] not in kinds}
    assert tested | LIQUID_CODES | PLANT_CODES | POWER_CODES == plain


def test_severity_is_as_documented():
    lines = re.findall(
        r"^([a-z<>]+\.[a-z_]+)(?:, [a-z.]+)? +(error|warning|note) ", coolsim.checks.__doc__, re.M
    )
    documented = dict(lines)
    for code, fields in CASES.items():
        kind = f"<kind>.{code.split('.')[1]}"
        expected = documented.get(code) or documented.get(kind) or "error"
        assert {f.severity for f in found(**fields) if f.code == code} == {expected}


def test_findings_name_objects_and_say_what_to_do():
    for fields in CASES.values():
        for finding in found(**fields):
            assert finding.message.endswith(".")
            assert finding.hint
            if not finding.code.startswith("hall.") and finding.code != "catalogue.malformed":
                assert finding.object_ids


def test_errors_come_first():
    severities = [f.severity for f in found(racks=(rack(x_m=0.5), rack(2, load_w=None, y_m=5)))]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


def test_overlap_names_both():
    assert only("rack.overlap", **CASES["rack.overlap"]).object_ids == ("rack-0001", "rack-0002")


def test_neighbours_that_touch_do_not_overlap():
    racks = tuple(rack(n, y_m=2.0 + 0.6 * n) for n in range(1, 8))
    assert "rack.overlap" not in codes(racks=racks)


def test_a_beam_above_a_rack_is_no_overlap():
    low = Obstruction(id="obstruction-0001", x_m=3, y_m=3, z_from_m=1.5, z_to_m=2.5)
    high = Obstruction(id="obstruction-0001", x_m=3, y_m=3, z_from_m=2.2, z_to_m=2.6)
    assert "rack.overlap" in codes(obstructions=(low,))
    assert "rack.overlap" not in codes(obstructions=(high,))


def test_a_turned_rack_takes_its_place_turned():
    racks = (rack(1), rack(2, y_m=3.95, heading_deg=90))
    assert "rack.overlap" not in codes(racks=racks)
    assert "rack.overlap" in codes(racks=(rack(1), rack(2, y_m=3.85, heading_deg=90)))


@pytest.mark.parametrize("heading_deg", [0, 90, 180, 270])
def test_blocked_inlet_follows_the_heading(heading_deg):
    ux, uy = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[heading_deg]
    at = 0.6 + 0.05 + 0.2
    column = Obstruction(id="obstruction-0001", x_m=5 + at * ux, y_m=5 + at * uy)
    fields = {"racks": (rack(x_m=5, y_m=5, heading_deg=heading_deg),), "obstructions": (column,)}
    finding = only("rack.inlet_blocked", **fields)
    assert finding.object_ids == ("rack-0001", "obstruction-0001")
    assert "rack.outlet_blocked" not in codes(**fields)


def test_a_low_or_narrow_thing_does_not_block():
    low = Obstruction(id="obstruction-0001", x_m=3.85, y_m=3, z_to_m=0.5)
    narrow = Obstruction(id="obstruction-0002", x_m=3.85, y_m=3, width_m=0.1)
    assert "rack.inlet_blocked" not in codes(obstructions=(low, narrow))


def test_a_panel_on_a_face_is_no_intruder():
    on_face = Panel(id="panel-0001", x_m=3.6, y_m=3)
    above = Panel(id="panel-0002", x_m=3.0, y_m=3, z_from_m=2.0, z_to_m=3.0)
    assert "panel.through_object" not in codes(panels=(on_face, above))


def test_shared_feed_sums_its_racks():
    racks = tuple(rack(n, y_m=1 + n, feed_id="feed-0001", load_w=4000) for n in (1, 2, 3))
    shared = Feed(id="feed-0001", unit="feed_208v_30a", per_rack=False)
    finding = only("feed.overloaded", racks=racks, power=Power(feeds=(shared,)))
    assert "8.646 kW" in finding.message
    assert "12 kW" in finding.message
    alone = shared.model_copy(update={"per_rack": True})
    assert "feed.overloaded" not in codes(racks=racks, power=Power(feeds=(alone,)))


def test_air_balance_gives_the_numbers():
    racks = (rack(airflow=PowerAirflow(airflow_m3_s_kw=0.1)),)
    finding = only("hall.airflow_short", racks=racks)
    assert "0.4 m³/s" in finding.message
    assert "0.5 m³/s" in finding.message
    assert "80 %" in finding.message


def test_racks_alike_share_one_finding():
    racks = tuple(holding("cpu_1u_2s", number=n, y_m=0.5 + n) for n in range(1, 7))
    finding = only("catalogue.estimate", racks=racks)
    assert len(finding.object_ids) == 6
    assert "and 3 more" in finding.message


def test_slots_are_checked_too():
    slots = (Slot(z_from_m=0, z_to_m=1, contents=(Content(item="nowhere"),)),)
    assert "catalogue.unknown" in codes(racks=(rack(slots=slots),))


def test_own_entries_count():
    own = {"server": {"hgx_b300_air_9u": {"p_max_w": 15000}}}
    fields = CASES["rack.power_unknown"]
    assert "rack.power_unknown" not in codes(**fields, catalogue=own)


def test_a_drawn_figure_replaces_the_machines():
    assert "catalogue.weak_figure" not in codes(coolers=(cooler(unit="vertiv_fa069hc"),))


def test_four_hundred_racks_are_checked_at_once():
    racks = tuple(
        holding("dgx_b200", number=1 + r * 20 + n, x_m=3 + 2.4 * r, y_m=2 + 0.6 * n)
        for r in range(20)
        for n in range(20)
    )
    hall = design(racks=racks, hall=Hall(length_m=60, width_m=20))
    catalogue = load_catalogue()
    check(hall, catalogue)
    start = time.perf_counter()
    findings = check(hall, catalogue)
    assert time.perf_counter() - start < 0.2  # some 10 ms on an idle machine
    assert "rack.overlap" not in {finding.code for finding in findings}


def test_an_aisle_closed_all_round_is_not_partial():
    assert not {code for code in codes(panels=aisle_panels()) if code.startswith("containment.")}


def test_an_open_door_opens_the_end_of_an_aisle():
    assert "containment.open_end" in codes(panels=aisle_panels(is_open=True))


def test_a_roof_laid_panel_by_panel_is_one_roof():
    pair = [Panel(
        id=f"panel-{n:04d}", x_m=6.0, y_m=y_m, orientation="horizontal", width_m=1.0, depth_m=1.2,
        z_from_m=2.0,
    ) for n, y_m in ((11, 3.0), (12, 4.0))]  # fmt: skip
    (finding,) = [f for f in found(panels=tuple(pair[:1])) if f.code == "containment.open_end"]
    assert len(re.findall(r"m²", finding.message)) == 4
    joined = [f for f in found(panels=tuple(pair)) if f.code == "containment.open_end"]
    assert [len(re.findall(r"m²", each.message)) for each in joined] == [3, 3]


def test_covered_area_counts_overlaps_once():
    window = (0.0, 0.0, 2.0, 2.0)
    assert covered_area(window, [(0, 0, 1, 2), (0.5, 0, 1.5, 1)]) == pytest.approx(2.5)
    assert covered_area(window, []) == 0.0
    assert covered_area(window, [(-1, -1, 3, 3), (0, 0, 2, 2)]) == pytest.approx(4.0)


def test_returns_alike_on_one_floor_are_a_note():
    alike = tuple(cooler(n, y_m=3.0 * n, return_temperature_c=30.0) for n in (1, 2))
    assert only("cooler.shared_returns", coolers=alike).severity == "note"


def test_a_hanging_cooler_leaves_the_floor_below_free():
    below = rack(2, x_m=9.0, y_m=6.0)
    hanging = cooler(z_from_m=2.4, height_m=0.8, discharge="bottom", intake="rear")
    assert "cooler.overlap" not in codes(coolers=(hanging,), racks=(below,))
    assert "rack.overlap" not in codes(coolers=(hanging,), racks=(below,))
    assert "cooler.too_tall" in codes(coolers=(hanging.model_copy(update={"z_from_m": 3.0}),))


def test_capacity_counts_lights_and_people():
    short = {"coolers": (cooler(capacity_w=5500.0),)}
    assert "hall.capacity_short" not in codes(**short)
    assert "hall.capacity_short" in codes(hall=Hall(lights_w=600.0), **short)
    assert "hall.capacity_short" in codes(hall=Hall(people=10), **short)


def test_transported_humidity_may_be_above_the_coils_dew_point():
    moist = {"hall": Hall(humidity_ratio_kg_kg=0.016)}
    assert "hall.humidity_saturated" not in codes(
        settings=Settings(humidity="transported"), **moist
    )


def test_heat_into_a_plenum_that_is_solved_needs_no_note():
    floor = Hall(floor_u_w_m2_k=0.5, floor_outside_c=12.0)
    assert "hall.envelope_past_space" not in codes(hall=floor)
    blowing = cooler(discharge="front", intake="top")
    assert "hall.envelope_past_space" in codes(hall=floor, coolers=(blowing,))


def test_findings_read_in_inch_pound_units():
    finding = only("hall.airflow_short", **CASES["hall.airflow_short"])
    assert "CFM" in finding.text("ip")
    assert "m³/s" not in finding.text("ip")
