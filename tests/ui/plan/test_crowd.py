"""Racks and tiles painted together look as each painted by itself; only what changed is painted."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QGraphicsItem

from coolsim.design import edits
from coolsim.results.records import Finding
from tests.ui.plan import halls
from ui.plan.items import Crowd
from ui.plan.items.rack import RackItem

ALONE = QGraphicsItem.GraphicsItemFlag.ItemHasNoContents


def _picture(hands) -> QImage:
    hands.canvas.repaint_all()
    QApplication.processEvents()
    return hands.canvas.viewport().grab().toImage()


def _pixels(hands) -> np.ndarray:
    image = _picture(hands)
    shape = (image.height(), image.bytesPerLine() // 4, 4)
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].astype(int)


def _part(scene) -> None:
    """Let every object paint itself again."""
    for item in scene.items():
        if isinstance(item, Crowd):
            item.hide()
    for item in scene.objects.values():
        item.crowd = None
        item.setFlag(ALONE, False)


@pytest.fixture
def mixed(hands):
    """Racks of every sort: turned, a tank, with marks, selected, coloured by their inlets."""
    design = hands.session.design
    racks = [rack.id for rack in design.variant.racks]
    design = edits.rotate(design, racks[:2], 30.0)
    design = edits.update(design, racks[2:4], cooling="immersion")
    hands.session.apply("mixed", design)
    findings = (
        Finding("a", "error", (racks[5],), "It is wrong."),
        Finding("b", "warning", (racks[6],), "It is odd."),
    )
    hands.session.accept_results(design, halls.results(design, "draft", findings))
    hands.session.accept_findings(findings)
    hands.session.select(racks[7:10])
    return hands


@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.6, 3.0])
def test_a_crowd_looks_as_its_members_alone(mixed, zoom):
    mixed.canvas.zoom(zoom)
    together = _pixels(mixed)
    _part(mixed.plan.scene)
    off = np.abs(together - _pixels(mixed)).max(axis=2)
    # an edge between two pixels may fall to either
    assert (off > 2).sum() < 20


def test_a_moved_rack_is_painted_where_it_was_and_is(hands):
    _picture(hands)
    rack = hands.session.variant.racks[0].id
    hands.session.apply("move", edits.move(hands.session.design, [rack], 0.0, -1.0))
    QApplication.processEvents()
    quick = hands.canvas.viewport().grab().toImage()
    assert quick == _picture(hands)


def test_only_racks_near_an_exposed_part_are_painted(hands, monkeypatch):
    painted = []
    gather = RackItem.gather

    def note(cls, alike):
        painted.extend(item for group in alike for item in group.items)
        return gather(alike)

    monkeypatch.setattr(RackItem, "gather", classmethod(note))
    item = hands.plan.scene.objects[hands.session.variant.racks[0].id]
    assert isinstance(item, RackItem)
    around = hands.canvas.mapFromScene(QRectF(item.box.translated(item.pos()))).boundingRect()
    hands.canvas.viewport().repaint(around.adjusted(2, 2, -2, -2))
    assert item in painted
    assert len(painted) < len(hands.session.variant.racks)


def test_a_hidden_kind_is_not_painted(hands):
    before = _picture(hands)
    hands.session.drawing_layers.set_shown("rack", False)
    QApplication.processEvents()
    assert _picture(hands) != before
    hands.session.drawing_layers.set_shown("rack", True)
    QApplication.processEvents()
    assert _picture(hands) == before
