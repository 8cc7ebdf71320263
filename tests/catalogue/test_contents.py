"""Contents, coolers, tiles and feeds in the program's units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.catalogue import Figure, load_catalogue
from coolsim.catalogue.contents import (
    CONTENT_TABLES,
    airflow_rule,
    cooler_figures,
    flops_by_precision,
    sustained_power,
    tile_loss_coefficient,
    unit_of,
)
from coolsim.catalogue.conversions import TO_SI, derived, in_si, weakest
from coolsim.catalogue.feeds import feed_rating
from coolsim.catalogue.loads import LoadReader, accelerators_in
from coolsim.design.models import Content, Feed, FixedAirflow, PowerAirflow, Rack, Slot
from coolsim.errors import CatalogueError

CFM_M3_S = 4.719474432e-4


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_server_with_datasheet_figures(catalogue):
    unit = unit_of(catalogue, catalogue.get("dgx_b200"))
    assert unit.sustained_power_w.value == 14300
    assert unit.height_u.value == 10
    assert unit.mass_kg.value == 142.4
    assert unit.airflow_m3_s_kw.value == pytest.approx(1550 * CFM_M3_S / 14.3)
    assert unit.airflow_m3_s_kw.confidence == "derived"
    assert (unit.accelerators, unit.accelerator_id) == (8, "nvidia_b200_hgx")
    assert unit.air_inlet_max_c.value == 35
    assert unit.heat_to_liquid_fraction.value == 0.0
    assert not unit.is_whole_rack


@pytest.mark.parametrize(
    ("identity", "power_w"),
    [
        ("dgx_h100", 11300),  # heat output printed above the electrical maximum
        ("gb300_nvl72", 155000),  # maximum, not the design power
        ("enterprise_42u", 8000),  # design power only
        ("vera_rubin_nvl72", 225000),  # power profile
        ("nvidia_sn5600", 1964),  # with optics
        ("switch_51t_1u_pluggable", 1874),  # switch and optics added
        ("tpu_v4_rack", None),  # the chips' power alone is not the rack's
    ],
)
def test_sustained_power_rule(catalogue, identity, power_w):
    assert sustained_power(catalogue.get(identity)).value == power_w


def test_airflow_by_rule_takes_only_the_heat_left_in_the_air(catalogue):
    rule = airflow_rule(catalogue, dense=True)
    assert rule.value == pytest.approx(114 * CFM_M3_S)
    nvl72 = unit_of(catalogue, catalogue.get("gb200_nvl72"))
    assert nvl72.airflow_m3_s_kw.value == pytest.approx(rule.value * (1 - 0.86))
    assert airflow_rule(catalogue, dense=False).value == pytest.approx(159 * CFM_M3_S)


def test_air_rise_of_every_air_cooled_item_is_plausible(catalogue):
    for table in CONTENT_TABLES:
        for entry in catalogue.entries(table):
            unit = unit_of(catalogue, entry)
            if unit.cooling == "air":
                rise_k = 1e3 / (unit.airflow_m3_s_kw.value * 1.2 * 1006)
                assert 8 < rise_k < 19, entry.id


def test_flops_by_precision(catalogue):
    flops = flops_by_precision(catalogue, "nvidia_b200_hgx")
    assert {key: figure.value for key, figure in flops.items()} == {
        "fp64": 3.7e13,
        "fp32": 7.5e13,
        "tf32": 1.1e15,
        "bf16": 2.25e15,
        "fp8": 4.5e15,
        "fp4": 9e15,
    }
    assert flops_by_precision(catalogue, "nvidia_b300_hgx")["int8"].value == 1.5e14
    assert flops_by_precision(catalogue, "") == {}


def test_cooler_figures(catalogue):
    figures = cooler_figures(catalogue.get("vertiv_fa069hc"))
    assert figures.airflow_m3_s.value == pytest.approx(40600 * CFM_M3_S)
    assert figures.capacity_w.value == 252400
    assert figures.fan_power_w.value == 15000
    assert figures.water_in_c.value == 18
    generic = cooler_figures(catalogue.get("crah_generic"))
    assert generic.airflow_m3_s.value == pytest.approx(255 * 100 / 3600)
    assert generic.fan_power_w.value == pytest.approx(4750)
    assert not cooler_figures(catalogue.get("stulz_cw2_1280")).airflow_m3_s.is_known


def test_tile_loss_agrees_with_its_formula(catalogue):
    for entry in catalogue.entries("tile"):
        if "open_fraction" not in entry.plain:
            continue
        f = entry.plain["open_fraction"]
        expected = (1 + 0.5 * (1 - f) ** 0.75 + 1.414 * (1 - f) ** 0.375) / f**2
        assert tile_loss_coefficient(entry).value == pytest.approx(expected, rel=2e-3)


def test_shipped_feeds_agree_with_the_breaker_rule(catalogue):
    from coolsim.standards import sustained_breaker_power_w

    for entry in catalogue.entries("feed"):
        rating = feed_rating(catalogue, Feed(id="feed-0001", unit=entry.id))
        power_w = sustained_breaker_power_w(
            rating.voltage_v.value,
            rating.breaker_a.value,
            rating.phases,
            1.0,
            rating.jurisdiction,
            rating.full_rated,
        )
        if "kw_continuous" in entry.figures:
            assert power_w / 1e3 == pytest.approx(entry.figure("kw_continuous").value, abs=0.01)


def test_a_feed_drawn_stands_in_for_the_catalogue(catalogue):
    feed = Feed(id="feed-0001", unit="feed_400v_32a", breaker_a=16, jurisdiction="NEC")
    rating = feed_rating(catalogue, feed)
    assert (rating.voltage_v.value, rating.breaker_a.value) == (400, 16)
    assert rating.breaker_a.confidence == "design"
    assert rating.jurisdiction == "NEC"
    assert feed_rating(catalogue, Feed(id="feed-0001")).voltage_v.value is None


def _rack(**fields):
    return Rack(id="rack-0001", x_m=1, y_m=1, **fields)


def test_rack_load_sums_its_contents(catalogue):
    contents = (Content(item="dgx_b200", count=2), Content(item="cpu_1u_2s", count=3))
    load = LoadReader(catalogue).rack(_rack(contents=contents))
    assert load.power_w == 2 * 14300 + 3 * 950
    assert load.height_u == 23
    assert load.contents_mass_kg == pytest.approx(2 * 142.4 + 3 * 20)
    assert load.airflow_m3_s == pytest.approx((2 * 1550 + 3 * 0.95 * 140) * CFM_M3_S)
    assert not load.is_empty


def test_rack_load_is_unknown_where_a_figure_is(catalogue):
    reader = LoadReader(catalogue)
    load = reader.rack(_rack(contents=(Content(item="hgx_b300_air_9u"),)))
    assert load.power_w is None
    assert load.airflow_m3_s is None
    assert load.height_u == 9
    gone = reader.rack(_rack(contents=(Content(item="gone"), Content(item="feed_208v_30a"))))
    assert gone.unknown_ids == ("gone", "feed_208v_30a")
    assert gone.power_w is None


def test_airflow_laws(catalogue):
    reader = LoadReader(catalogue)
    fixed = reader.rack(_rack(load_w=5000, airflow=FixedAirflow(airflow_m3_s=0.4)))
    assert fixed.airflow_m3_s == 0.4
    per_power = reader.rack(_rack(load_w=5000, airflow=PowerAirflow(airflow_m3_s_kw=0.05)))
    assert per_power.airflow_m3_s == pytest.approx(0.25)
    rule = reader.rack(_rack(load_w=5000))
    assert rule.airflow_m3_s == pytest.approx(5 * 159 * CFM_M3_S)


def test_slots_are_summed_and_empty_racks_told(catalogue):
    reader = LoadReader(catalogue)
    slots = (
        Slot(z_from_m=0, z_to_m=0.5, load_w=1000),
        Slot(z_from_m=0.5, z_to_m=1.0, contents=(Content(item="cpu_1u_2s"),)),
        Slot(z_from_m=1.0, z_to_m=1.5),
    )
    load = reader.rack(_rack(slots=slots))
    assert load.power_w == 1950
    assert [part.is_empty for part in load.parts] == [False, False, True]
    assert reader.rack(_rack()).is_empty
    assert reader.rack(_rack()).power_w == 0.0


def test_accelerators_drawn_are_counted_by_kind_in_racks_and_slots(catalogue):
    twice = (Content(item="dgx_h100", count=2), Content(item="cpu_1u_2s", count=3))
    slot = Slot(z_from_m=0.1, z_to_m=1.0, contents=(Content(item="dgx_b200"),))
    strange = (Content(item="nobody-knows"),)
    fillings = [{"contents": twice}] * 3 + [{"slots": (slot,)}, {"load_w": 4e3}]
    fillings.append({"contents": strange})
    racks = [Rack(id=f"rack-{n:04d}", x_m=n, y_m=0, **each) for n, each in enumerate(fillings)]
    assert accelerators_in(catalogue, racks) == {"nvidia_h100_sxm": 48, "nvidia_b200_hgx": 8}


def test_derived_figures_never_look_stronger_than_their_inputs():
    good = Figure(1.0, "w", "a, b", "datasheet")
    poor = Figure(2.0, "w", "b", "estimate")
    own = Figure(3.0, "w", "", "design")
    assert weakest(good, poor) == "estimate"
    assert derived(3.0, "w", "", good, poor).confidence == "estimate"
    assert derived(3.0, "w", "", good, own).confidence == "derived"
    assert derived(3.0, "w", "", own, own).confidence == "design"
    assert derived(3.0, "w", "", good, poor).source == "a, b"


@given(st.sampled_from(sorted(TO_SI)), st.floats(-1e6, 1e6))
def test_conversion_is_linear_and_keeps_everything_else(unit, value):
    figure = Figure(value, unit, "x", "measured", value, value, "n")
    si = in_si(figure)
    assert si.value == si.low == si.high
    assert (si.source, si.confidence, si.note) == ("x", "measured", "n")
    one = in_si(Figure(1.0, unit, "x", "measured")).value
    assert si.value == pytest.approx(value * one)


@pytest.mark.parametrize(
    ("value", "unit", "si"),
    [(1105, "cfm", 0.52150), (60, "lpm", 1e-3), (1, "psi", 6894.757), (80, "pct", 0.8)],
)
def test_worked_conversions(value, unit, si):
    assert in_si(Figure(value, unit, "", "design")).value == pytest.approx(si, rel=1e-5)


def test_a_unit_without_counterpart_is_refused():
    with pytest.raises(CatalogueError, match="usd"):
        in_si(Figure(1.0, "usd", "", "design"))
