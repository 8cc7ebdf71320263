"""Heat map, rack colours, marks and legend."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from coolsim.results.records import Finding
from coolsim.results.sampling import slice_z
from tests.ui.plan import halls
from ui.plan.colour_tables import colour, colour_table, index, text_on
from ui.plan.heat_layer import heat_image
from ui.plan.scales import HeatRange, heat_range, nice_ceiling, rack_colours


def _lightness(table):
    rgb = table[:, (2, 1, 0)].astype(float) / 255.0
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return 116.0 * np.cbrt(np.maximum(luminance, 0.008856)) - 16.0


@pytest.mark.parametrize("dark", [False, True])
def test_the_heat_scale_rises_evenly_in_lightness(dark):
    lightness = _lightness(colour_table("heat", dark))
    steps = np.diff(lightness)
    assert np.all(steps > -0.02)
    assert lightness[-1] - lightness[0] > 60.0
    quarter = np.diff(lightness[[0, 64, 128, 192, 255]])
    assert quarter.max() / quarter.min() < 2.2


def test_a_pixel_of_the_map_is_the_colour_of_its_value():
    values = np.array([[10.0, 20.0, 35.0], [np.nan, 50.0, -5.0]], dtype=np.float32)
    table = colour_table("heat", False)
    image = heat_image(values, 10.0, 35.0, table)
    assert (image.width(), image.height()) == (2, 3)
    for i, j, row in ((0, 0, 0), (0, 1, 102), (0, 2, 255), (1, 1, 255), (1, 2, 0)):
        blue, green, red, alpha = (int(part) for part in table[row])
        assert image.pixelColor(i, j).getRgb() == (red, green, blue, alpha)


def test_solids_are_transparent_but_for_their_rim():
    values = np.full((7, 7), 20.0, dtype=np.float32)
    values[2:5, 2:5] = np.nan
    image = heat_image(values, 10.0, 35.0, colour_table("heat", False))
    assert image.pixelColor(3, 3).alpha() == 0
    assert image.pixelColor(2, 3) == image.pixelColor(0, 0)


def test_the_map_lies_under_the_drawing_where_the_field_is(hands):
    design = hands.session.design
    answer = halls.results(design)
    hands.session.accept_results(design, answer)
    hands.session.set_slice_height(1.35)
    values = slice_z(answer.fields, 1.35)
    heat = heat_range("A2", 0.0)
    image = hands.canvas.viewport().grab().toImage()
    for i, j in ((3, 20), (15, 23), (30, 12)):
        at = hands.pixel((i + 0.5) * 0.3, (j + 0.5) * 0.3)
        wanted = colour("heat", False, float(values[i, j]), heat.low_c, heat.high_c)
        seen = image.pixelColor(at)
        assert max(abs(a - b) for a, b in zip(seen.getRgb(), wanted.getRgb(), strict=True)) <= 24


def test_a_stale_map_fades_only_if_it_stays_stale(hands, qtbot):
    design = hands.session.design
    hands.session.accept_results(design, halls.results(design))
    assert hands.canvas.heat.opacity == 1.0
    hands.session.select(["rack-0001"])
    hands.plan.commands.rotate(90.0)
    assert hands.session.results_state == "stale"
    assert hands.canvas.heat.opacity == 1.0
    qtbot.waitUntil(lambda: hands.canvas.heat.opacity == 0.6, timeout=2000)
    assert hands.plan.legend.state.badge == "stale"
    hands.session.accept_results(hands.session.design, halls.results(hands.session.design, "draft"))
    assert hands.canvas.heat.opacity == 1.0
    assert hands.plan.legend.state.badge == "draft"
    assert "draft" in hands.plan.legend.sentences()


def test_racks_take_the_colour_of_the_metric(hands):
    design = hands.session.design
    answer = halls.results(design)
    hands.session.accept_results(design, answer)
    heat = heat_range("A2", 0.0)
    item = hands.plan.scene.objects["rack-0003"]
    inlet = answer.racks[2].inlet_temperature_c
    assert item.colour == colour("heat", False, inlet, heat.low_c, heat.high_c)
    hands.session.set_metric("power")
    assert item.value == answer.racks[2].power_w
    assert item.colour == colour("amount", False, item.value, 0.0, 10_000.0)
    assert hands.plan.legend.state.racks.title == "Power"


def test_drawn_loads_can_be_coloured_before_any_result():
    design = halls.hall(20, 10)
    heat = HeatRange(15.0, 45.0)
    shown = rack_colours(design.variant, None, None, "power", heat, dark=False)
    assert shown.by_id["rack-0001"][1] == 4000.0
    assert not rack_colours(design.variant, None, None, "inlet", heat, dark=False).by_id


def test_errors_are_marked_and_notes_are_not(hands):
    hands.session.accept_findings(
        (
            Finding("a", "warning", ("rack-0001", "rack-0002"), "w"),
            Finding("b", "error", ("rack-0001",), "e"),
            Finding("c", "note", ("rack-0003",), "n"),
        )
    )
    severities = [hands.plan.scene.objects[f"rack-000{n}"].severity for n in (1, 2, 3)]
    assert severities == ["error", "warning", ""]


def test_the_range_is_that_of_the_air_class():
    heat = heat_range("A2", 0.0)
    assert (heat.low_c, heat.high_c) == (10.0, 35.0)
    assert heat.recommended_c == (18.0, 27.0)
    assert heat_range("A2", 1500.0).high_c == pytest.approx(33.0)


def test_small_helpers():
    assert list(index(np.array([0.0, 5.0, 10.0, np.nan]), 0.0, 10.0)) == [0, 128, 255, 0]
    assert [nice_ceiling(v) for v in (0.7, 1.0, 1234.0, 9600.0)] == pytest.approx(
        [0.8, 1.0, 1500.0, 10000.0]
    )
    assert text_on(QColor("#FFFFFF")).lightness() < 50
    assert text_on(QColor("#17356E")).lightness() > 200


def test_a_second_kind_of_binding_limit_has_its_own_hue_and_name():
    from dataclasses import make_dataclass

    binding = make_dataclass("Binding", ["limit"])
    rack = make_dataclass("Rack", ["id", "power_w", "binding", ("power_now_w", float, 5e3)])
    density = make_dataclass("Density", ["racks", ("advice", object, None)])(
        [
            rack("rack-0001", 9e3, binding("inlet_class")),
            rack("rack-0002", 8e3, binding("breaker")),
            rack("rack-0003", 7e3, None),
        ]
    )
    shown = rack_colours(
        halls.hall(20, 10).variant, None, density, "binding", HeatRange(15.0, 45.0), dark=False
    )
    assert [name for name, _ in shown.categories] == ["Rack breaker", "Rack air inlet"]
    hues = {shown.by_id[f"rack-000{n}"][0].name() for n in (1, 2)}
    assert len(hues) == 2
    assert shown.by_id["rack-0003"][0] is None
