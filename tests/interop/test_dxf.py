"""Drawings: what is written comes back, other drawings are read by their layers."""

import math

import ezdxf
import pytest

from coolsim.design.models import Obstruction, Rack, Variant
from coolsim.errors import ImportFileError
from coolsim.interop.dxf import dxf_text
from coolsim.interop.dxf_reading import read_dxf, variant_from
from tests.halls import small_hall


def _placed(variant):
    return sorted(
        (type(item).__name__, item.name, item.x_m, item.y_m, item.heading_deg % 360, item.width_m)
        for item in (*variant.racks, *variant.coolers, *variant.tiles)
    )


def _drawing(tmp_path, draw, units=0):
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = units
    draw(document, document.modelspace())
    path = tmp_path / "plan.dxf"
    document.saveas(path)
    return path


def _rectangle(space, x, y, width, depth, layer="RACKS", angle=0.0):
    turn = math.radians(angle)
    corners = [(-width / 2, -depth / 2), (width / 2, -depth / 2), (width / 2, depth / 2),
               (-width / 2, depth / 2)]  # fmt: skip
    points = [
        (x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn))
        for a, b in corners
    ]
    space.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})


def test_a_plan_comes_back_as_it_was(tmp_path):
    variant = small_hall().variant
    path = tmp_path / "plan.dxf"
    path.write_text(dxf_text(variant))
    drawing = read_dxf(path)
    assert drawing.metres == 1.0
    assert drawing.has_units
    back, counts = variant_from(drawing, {}, Variant(id="variant-0001"))
    assert counts == {"rack": 4, "cooler": 1, "tile": 4}
    assert _placed(back) == _placed(variant)
    assert back.hall.length_m == pytest.approx(variant.hall.length_m)
    assert back.hall.width_m == pytest.approx(variant.hall.width_m)


@pytest.mark.parametrize(("units", "factor"), [(4, 0.001), (1, 0.0254), (5, 0.01), (6, 1.0)])
def test_the_units_of_the_drawing_count(tmp_path, units, factor):
    size = (0.6 / factor, 1.2 / factor)
    path = _drawing(tmp_path, lambda _, space: _rectangle(space, 0, 0, *size), units)
    (outline,) = read_dxf(path).outlines
    assert outline.width_m == pytest.approx(0.6)
    assert outline.depth_m == pytest.approx(1.2)


@pytest.mark.parametrize("factor", [1.0, 0.001])
def test_without_units_the_usual_size_decides(tmp_path, factor):
    def draw(_, space):
        for number in range(5):
            _rectangle(space, number * 0.6 / factor, 0, 0.6 / factor, 1.2 / factor)

    drawing = read_dxf(_drawing(tmp_path, draw))
    assert not drawing.has_units
    assert drawing.metres == factor


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, 200.0])
def test_the_longer_side_of_a_rack_is_its_depth(tmp_path, angle):
    path = _drawing(tmp_path, lambda _, s: _rectangle(s, 3, 4, 0.6, 1.2, angle=angle), 6)
    (outline,) = read_dxf(path).outlines
    assert (outline.x_m, outline.y_m) == pytest.approx((3.0, 4.0))
    assert outline.width_m == pytest.approx(0.6)
    assert outline.depth_m == pytest.approx(1.2)
    # the front looks along the longer side
    assert (outline.heading_deg - angle - 90.0) % 180.0 == pytest.approx(0.0, abs=1e-6)


def test_layers_are_mapped_to_kinds_and_the_room_to_the_hall(tmp_path):
    def draw(_, space):
        _rectangle(space, 10.0, 10.0, 0.6, 1.2, "A-RACK")
        _rectangle(space, 12.0, 10.0, 0.6, 1.2, "A-RACK")
        _rectangle(space, 11.0, 14.0, 0.4, 0.4, "A-COLS")
        _rectangle(space, 11.0, 11.0, 8.0, 10.0, "A-WALL")
        _rectangle(space, 50.0, 50.0, 1.0, 1.0, "A-TREES")

    drawing = read_dxf(_drawing(tmp_path, draw, 6))
    layers = {"a-rack": "rack", "A-COLS": "obstruction", "A-WALL": "hall"}
    variant, counts = variant_from(drawing, layers, Variant(id="variant-0001"))
    assert counts == {"rack": 2, "obstruction": 1}
    assert (variant.hall.length_m, variant.hall.width_m) == (8.0, 10.0)
    assert isinstance(variant.racks[0], Rack)
    assert (variant.racks[0].x_m, variant.racks[0].y_m) == (3.0, 4.0)
    assert isinstance(variant.obstructions[0], Obstruction)


def test_blocks_are_read_as_their_extent(tmp_path):
    def draw(document, space):
        block = document.blocks.new("RACK42U")
        block.add_lwpolyline([(0, 0), (0.6, 0), (0.6, 1.2), (0, 1.2)], close=True)
        space.add_blockref("RACK42U", (5.0, 2.0), dxfattribs={"layer": "RACKS"})

    (outline,) = read_dxf(_drawing(tmp_path, draw, 6)).outlines
    assert (outline.x_m, outline.y_m) == pytest.approx((5.3, 2.6))
    assert outline.name == "RACK42U"


def test_what_is_left_out_is_counted(tmp_path):
    def draw(_, space):
        _rectangle(space, 0, 0, 0.6, 1.2)
        space.add_line((0, 0), (1, 1))
        space.add_lwpolyline([(0, 0), (1, 0), (1, 1)])
        space.add_lwpolyline([(0, 0), (1, 0), (0.5, 1)], close=True)
        _rectangle(space, 0, 0, 500.0, 300.0)

    drawing = read_dxf(_drawing(tmp_path, draw, 6))
    assert len(drawing.outlines) == 1
    assert sum(drawing.skipped.values()) == 4


def test_names_that_look_like_codes_stay_names(tmp_path):
    design = small_hall()
    hostile = "%%U {\\fArial;x} <b> = 🔥 نص"
    racks = (design.variant.racks[0].model_copy(update={"name": hostile}),)
    path = tmp_path / "plan.dxf"
    path.write_text(dxf_text(design.variant.model_copy(update={"racks": racks})), "utf-8")
    back, _ = variant_from(read_dxf(path), {}, Variant(id="variant-0001"))
    assert back.racks[0].name == hostile


@pytest.mark.parametrize(
    "data",
    [b"", b"nonsense", b"\0" * 500, b"0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n", b"0\nEOF\n"],
)
def test_broken_drawings_are_refused(tmp_path, data):
    path = tmp_path / "plan.dxf"
    path.write_bytes(data)
    with pytest.raises(ImportFileError) as error:
        read_dxf(path)
    assert error.value.where == str(path)


def test_a_missing_drawing_is_named(tmp_path):
    with pytest.raises(ImportFileError, match="cannot be read"):
        read_dxf(tmp_path / "none.dxf")


def test_unmapped_drawings_name_their_layers(tmp_path):
    path = _drawing(tmp_path, lambda _, space: _rectangle(space, 0, 0, 0.6, 1.2, "FOO"), 6)
    with pytest.raises(ImportFileError, match=r"FOO.*--layer"):
        variant_from(read_dxf(path), {}, Variant(id="variant-0001"))
