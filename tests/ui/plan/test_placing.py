"""The place tool and drops from the library."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from coolsim.design import edits
from ui.library_items import ITEM_MIME
from ui.plan.items import PlanItem

NONE = Qt.MouseButton.NoButton


def _ghosts(hands):
    """Items in the scene that are no objects of the design."""
    scene = hands.plan.scene
    drawn = [item for item in scene.items() if isinstance(item, PlanItem)]
    return [item for item in drawn if item not in scene.objects.values()]


def test_the_tool_places_with_each_click_until_esc(hands):
    hands.session.set_tool("place:rack:")
    hands.move(hands.pixel(5.02, 6.53), button=NONE)
    ghosts = _ghosts(hands)
    assert len(ghosts) == 1
    hands.click(hands.pixel(5.02, 6.53))
    hands.click(hands.pixel(7.52, 6.53))
    assert len(hands.session.design.variant.racks) == 22
    assert len(hands.session.selection) == 1
    assert hands.undo_steps() == 2
    placed = hands.session.design.variant.racks[-2]
    assert placed.x_m == pytest.approx(5.0, abs=0.1)
    assert (placed.x_m - placed.depth_m / 2) / 0.1 == pytest.approx(
        round((placed.x_m - placed.depth_m / 2) / 0.1), abs=1e-6
    )
    hands.key(Qt.Key.Key_Escape)
    assert hands.session.tool == "select"
    assert _ghosts(hands) == []


def test_r_turns_the_ghost(hands):
    hands.session.set_tool("place:rack:")
    hands.move(hands.pixel(5.0, 6.5), button=NONE)
    hands.key(Qt.Key.Key_R)
    hands.click(hands.pixel(5.0, 6.5))
    assert hands.session.design.variant.racks[-1].heading_deg == 90.0


def test_k_takes_the_rack_tool(hands):
    hands.key(Qt.Key.Key_K)
    assert hands.session.tool == "place:rack:"


def test_an_entry_of_the_catalogue_becomes_the_unit(hands):
    hands.session.set_tool("place:cooler:some-machine")
    hands.click(hands.pixel(5.0, 6.5))
    assert hands.session.design.variant.coolers[-1].unit == "some-machine"


def test_objects_may_be_placed_outside_the_hall(hands):
    hands.session.set_tool("place:obstruction:")
    hands.click(hands.pixel(-0.4, 3.0))
    assert hands.session.design.variant.obstructions[-1].x_m < 0.0


def _mime(payload: object) -> QMimeData:
    data = QMimeData()
    data.setData(ITEM_MIME, payload if isinstance(payload, bytes) else json.dumps(payload).encode())
    return data


def _send(hands, cls, data, at):
    event = cls(
        QPointF(at) if cls is QDropEvent else at,
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(hands.canvas.viewport(), event)
    return event


def test_a_drop_from_the_library_places_one_object(hands):
    data = _mime({"kind": "cooler", "fields": {"name": "New", "width_m": 1.2}})
    at = hands.pixel(5.0, 6.4)
    entered = _send(hands, QDragEnterEvent, data, at)
    assert entered.isAccepted()
    _send(hands, QDragMoveEvent, data, at)
    _send(hands, QDropEvent, data, at)
    cooler = hands.session.design.variant.coolers[-1]
    assert (cooler.name, cooler.width_m) == ("New", 1.2)
    assert cooler.x_m == pytest.approx(5.0, abs=0.1)
    assert hands.session.selection == {cooler.id}
    assert hands.undo_steps() == 1
    assert hands.session.tool == "select"


def test_a_drag_that_leaves_again_places_nothing(hands):
    data = _mime({"kind": "rack", "fields": {}})
    _send(hands, QDragEnterEvent, data, hands.pixel(5.0, 6.4))
    QApplication.sendEvent(hands.canvas.viewport(), QDragLeaveEvent())
    assert _ghosts(hands) == []
    assert hands.undo_steps() == 0


@pytest.mark.parametrize(
    "payload", [b"not json", {"kind": "spaceship"}, [1, 2], {"kind": "rack", "fields": 3}]
)
def test_anything_else_is_refused(hands, payload):
    event = _send(hands, QDragEnterEvent, _mime(payload), hands.pixel(5.0, 6.4))
    assert not event.isAccepted()


def test_wrong_fields_give_a_message_and_place_nothing(hands, qtbot):
    data = _mime({"kind": "rack", "fields": {"width_m": -1}})
    at = hands.pixel(5.0, 6.4)
    with qtbot.waitSignal(hands.session.message):
        _send(hands, QDragEnterEvent, data, at)
        _send(hands, QDropEvent, data, at)
    assert len(hands.session.design.variant.racks) == 20


def test_a_placed_rack_takes_the_next_name_of_its_row(hands):
    named = [rack.name for rack in hands.session.design.variant.racks]
    hands.session.set_tool("place:rack:")
    hands.click(hands.pixel(1.0, 8.6))
    placed = hands.session.design.variant.racks[-1]
    assert placed.name
    assert placed.name not in named


def test_doors_curtains_and_hanging_things_are_drawn(hands):
    design = hands.session.design
    design, door = edits.place(design, "panel", 1.0, 8.0, construction="door", is_open=True)
    design, curtain = edits.place(design, "panel", 2.5, 8.0, construction="curtain")
    design, tray = edits.place(
        design, "obstruction", 3.0, 3.0, z_from_m=2.3, z_to_m=2.4, open_fraction=0.4
    )
    design, unit = edits.place(
        design, "cooler", 4.0, 8.0, type="ceiling", discharge="bottom", z_from_m=2.4, height_m=0.5
    )
    hands.session.apply("Place", design)
    hands.canvas.viewport().grab()
    items = hands.plan.scene.objects
    assert items[tray].zValue() > items[hands.session.design.variant.racks[0].id].zValue()
    assert items[tray].hit_rank() < 0.0
    closed = items[door].boundingRect().width()
    hands.session.apply("Close", edits.update(hands.session.design, [door], is_open=False))
    assert items[door].boundingRect().width() < closed
    assert {curtain, unit} <= items.keys()
