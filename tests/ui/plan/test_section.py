"""The section: what a cut meets, moved by keys and by its line on the plan, read by the mouse."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coolsim.design import geometry
from coolsim.design.models import Rack
from tests.ui.plan import halls
from ui.air_state import SectionLine
from ui.plan.section_shapes import shapes
from ui.plan.section_view import SectionView


@pytest.fixture
def cut(hands, qtbot):
    """A shown section through the first row of a solved hall."""
    design = hands.session.design
    hands.session.accept_results(design, halls.results(design))
    view = SectionView(hands.session)
    qtbot.addWidget(view)
    view.resize(700, 260)
    view.show()
    qtbot.waitExposed(view)
    hands.session.set_section(SectionLine("y", 2.1))
    return view


def test_a_plane_cuts_a_turned_square_where_it_should():
    square = Rack(id="rack-0001", x_m=5.0, y_m=5.0, width_m=2.0, depth_m=2.0, heading_deg=45.0)
    assert geometry.cut(square, "x", 5.0) == pytest.approx((5 - 2**0.5, 5 + 2**0.5))
    assert geometry.cut(square, "y", 6.0) == pytest.approx((5 - 2**0.5 + 1, 5 + 2**0.5 - 1))
    assert geometry.cut(square, "x", 7.0) is None


def test_the_cut_meets_what_stands_in_it():
    variant = halls.hall(20, 10).variant
    met = shapes(variant, SectionLine("y", 2.1))
    racks = [shape for shape in met if shape.kind == "rack"]
    assert [shape.id for shape in racks] == [f"rack-{n:04d}" for n in range(1, 11)]
    first = racks[0]
    assert (first.from_m, first.to_m) == pytest.approx((2.4, 3.0))
    assert (first.z_from_m, first.z_to_m) == (0.0, 2.0)
    aisle = shapes(variant, SectionLine("y", 3.0))
    assert {shape.kind for shape in aisle} >= {"tile", "panel"}
    roof = next(shape for shape in aisle if shape.id == "panel-0002")
    assert (roof.z_from_m, roof.z_to_m) == (2.1, 2.1)


def test_arrow_keys_move_the_cut_and_shift_moves_it_finely(hands, cut):
    QTest.keyClick(cut.canvas, Qt.Key.Key_Right)
    assert hands.session.section == SectionLine("y", 2.2)
    QTest.keyClick(cut.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert hands.session.section == SectionLine("y", 2.19)
    hands.session.set_section(SectionLine("y", 0.05))
    QTest.keyClick(cut.canvas, Qt.Key.Key_Down)
    assert hands.session.section.at_m == 0.0


def test_the_mouse_reads_the_air_in_the_plane(hands, cut):
    at = cut.canvas.transform().map(QPointF(1.0, 1.8)).toPoint()
    QApplication.sendEvent(
        cut.canvas,
        QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(cut.canvas.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    assert "m/s" in cut._probe.text()
    assert "at 1.8" in cut._probe.text()
    solid = cut.canvas.probe_text(2.7, 1.0)
    assert solid == ""


def test_the_picture_has_the_colours_of_the_map(hands, cut):
    before = cut.canvas.grab().toImage()
    hands.session.set_air_key("humidity")
    assert cut.canvas.grab().toImage() != before
    hands.session.set_air_key("temperature")
    assert cut.canvas.grab().toImage() == before


def test_the_line_is_dragged_on_the_plan_and_esc_puts_it_back(hands):
    hands.session.set_section(SectionLine("x", 1.0))
    start = hands.pixel(1.0, 6.5)
    hands.press(start)
    hands.move(hands.pixel(1.5, 6.5))
    hands.move(hands.pixel(1.62, 6.5))
    assert hands.session.section == SectionLine("x", 1.6)
    hands.release(hands.pixel(1.62, 6.5))
    assert hands.session.section == SectionLine("x", 1.6)
    hands.press(hands.pixel(1.6, 6.5))
    hands.move(hands.pixel(3.0, 6.5))
    hands.key(Qt.Key.Key_Escape)
    assert hands.session.section == SectionLine("x", 1.6)
    assert not hands.session.document.can_undo


def test_the_line_leaves_objects_to_be_selected(hands):
    hands.session.set_section(SectionLine("y", 2.1))
    hands.click(hands.centre("rack-0004"))
    assert hands.session.selection == {"rack-0004"}


def test_without_a_cut_the_view_says_how_to_make_one_and_a_stale_one_says_so(hands, cut):
    assert cut._title.text() == "y = 2.10 m"
    hands.session.select(["rack-0001"])
    hands.plan.commands.rotate(90.0)
    assert cut._title.text() == "y = 2.10 m (stale result)"
    hands.plan.toggle_section()
    assert hands.session.section is None
    assert cut._title.text() == ""
    hands.plan.toggle_section()
    assert hands.session.section.axis == "y"
    hands.plan.turn_section()
    assert hands.session.section.axis == "x"
