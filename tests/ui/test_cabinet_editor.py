"""The cabinet of racks in the inspector: documented figures shown, edits told once."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Cabinet, Rack
from ui.panels.cabinet_editor import CabinetEditor


@pytest.fixture
def editor(qtbot):
    made = CabinetEditor(load_catalogue)
    qtbot.addWidget(made)
    made.show()
    return made


def rack(cabinet=None, number=1):
    return Rack(id=f"rack-{number:04d}", x_m=1.0, y_m=1.0, cabinet=cabinet)


def test_a_box_has_no_figures(editor):
    editor.show_racks([rack()], "si")
    assert editor._sort.currentIndex() == 0
    assert not editor._form.isVisible()


def test_documented_figures_stand_in_empty_lines_with_their_source(editor):
    editor.show_racks([rack(Cabinet())], "si")
    line = editor._form.editor("rail_gap_m")
    assert line.text() == ""
    assert line.placeholderText() == "0.057 m"
    assert "Chatsworth" in line.toolTip()
    assert "derived" in line.toolTip()
    assert editor._form.editor("front_door_open_fraction").placeholderText() == "64%"


def test_a_figure_of_ones_own_is_shown_and_changed(editor, qtbot):
    editor.show_racks([rack(Cabinet(rail_gap_m=0.01))], "si")
    line = editor._form.editor("rail_gap_m")
    assert line.text() == "0.01 m"
    with qtbot.waitSignal(editor.changed) as told:
        line.setText("20 mm")
        line.setModified(True)
        line.editingFinished.emit()
    assert told.args == ["rail_gap_m", pytest.approx(0.02)]


def test_choosing_a_cabinet_gives_the_documented_one(editor, qtbot):
    editor.show_racks([rack()], "si")
    with qtbot.waitSignal(editor.chosen) as told:
        editor._sort.activated.emit(1)
    assert told.args == [Cabinet()]
    with qtbot.waitSignal(editor.chosen) as told:
        editor._sort.activated.emit(0)
    assert told.args == [None]


def test_racks_that_differ_show_neither(editor):
    editor.show_racks([rack(), rack(Cabinet(), 2)], "si")
    assert editor._sort.currentIndex() == -1
    assert not editor._form.isVisible()
