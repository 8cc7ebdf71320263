"""The outline follows the selection, many objects at once."""

import pytest

from coolsim.design.document import Document
from tests.ui.plan import halls
from ui.panels.outline import OutlinePanel
from ui.session import Session


@pytest.fixture
def outline(qtbot):
    session = Session()
    session.set_document(Document(halls.hall(40)))
    panel = OutlinePanel(session)
    qtbot.addWidget(panel)
    panel._refresh()
    return session, panel


def _selected(panel):
    return {
        panel.tree.itemFromIndex(index).data(0, 0x100) for index in panel.tree.selectedIndexes()
    }


def test_what_is_selected_is_selected_in_the_tree(outline):
    session, panel = outline
    racks = [rack.id for rack in session.variant.racks]
    tiles = [tile.id for tile in session.variant.tiles]
    for wanted in (racks, [*racks[3:7], racks[9], *tiles[:2]], tiles[5:6], []):
        session.select(wanted)
        assert _selected(panel) == set(wanted)
        assert session.selection == set(wanted)
