"""The power chain in the hall dialog and the inspector."""

import pytest
from PySide6.QtWidgets import QComboBox

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.plant.power import power_chain
from tests.plant.power_cases import hall, path
from ui.dialogs.feeds import FeedsEditor
from ui.dialogs.power_chain import PowerChainEditor
from ui.fields_power import KINDS, element_fields, rack_feed_fields
from ui.widgets.forms import Form
from ui.widgets.trip_curve_edit import parsed_curve


class Holder:
    """A design that an editor reads and changes."""

    def __init__(self, qtbot, editor):
        self.design = Design()
        self.editor = editor(lambda: self.design, "si")
        qtbot.addWidget(self.editor)
        self.editor.changed.connect(self.take)
        self.editor.refresh()

    def take(self, design):
        self.design = design
        self.editor.refresh()

    @property
    def elements(self):
        return self.design.variant.power.elements


def test_elements_are_added_changed_hung_and_removed(qtbot):
    holder = Holder(qtbot, PowerChainEditor)
    for index, _ in enumerate(KINDS):
        holder.editor._added(index)
    assert [e.kind for e in holder.elements] == [kind for kind, _ in KINDS]
    assert holder.editor._chosen() == "busway-0001"
    holder.editor._edited("supply_id", "pdu-0001")
    holder.editor._edited("unit", "busway_415v_400a")
    busway = holder.elements[-1]
    assert (busway.supply_id, busway.unit, busway.room) == ("pdu-0001", "busway_415v_400a", "")
    holder.editor._hang_cooling("cooling_supply_id", "pdu-0001")
    assert holder.design.variant.power.cooling_supply_id == "pdu-0001"
    holder.editor._removed()
    assert len(holder.elements) == 3


def test_a_battery_is_chosen_for_a_ups_and_its_store_is_told(qtbot):
    holder = Holder(qtbot, PowerChainEditor)
    holder.editor._added([kind for kind, _ in KINDS].index("ups"))
    battery = holder.editor._form.editor("battery")
    named = [battery.itemText(n) for n in range(battery.count())]
    assert named[0] == "none"
    assert len(named) > 1
    battery.setCurrentIndex(1)
    battery.activated.emit(1)
    holder.editor._edited("batteries", 2)
    ups = holder.elements[0]
    assert ups.batteries == 2
    variant = hall(elements=(*path(1, battery=ups.battery, batteries=2), *path(2)))
    store = power_chain(variant, load_catalogue(), 120e3).batteries[0]
    assert load_catalogue().get(ups.battery).name == named[1]
    assert store.energy_j is None or store.energy_j > 0.0
    assert store.note


def test_losses_are_given_both_or_not(qtbot):
    holder = Holder(qtbot, PowerChainEditor)
    holder.editor._added(0)
    holder.editor._edited("load_loss_w", 5000.0)
    assert (holder.elements[0].no_load_loss_w, holder.elements[0].load_loss_w) == (0.0, 5000.0)
    holder.editor._edited("no_load_loss_w", None)
    assert holder.elements[0].load_loss_w is None


def test_what_cannot_be_is_said_and_changes_nothing(qtbot):
    holder = Holder(qtbot, PowerChainEditor)
    holder.editor._added(1)
    holder.editor._edited("redundancy", "N+1")
    assert holder.elements[0].redundancy == "N"
    assert "two units" in holder.editor._problem.text()


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS])
def test_every_kind_has_a_form_that_shows_its_fields(qtbot, kind):
    design, identifier = edits.add_power_element(Design(), kind)
    form = Form(element_fields(kind, lambda: design, identifier))
    qtbot.addWidget(form)
    form.show_records([edits.find(design, identifier)])
    supply = form.editor("supply_id")
    assert isinstance(supply, QComboBox)
    assert [supply.itemText(n) for n in range(supply.count())] == ["the utility"]


def test_a_feed_hangs_on_an_element_and_has_a_trip_curve(qtbot):
    holder = Holder(qtbot, FeedsEditor)
    holder.take(edits.add_power_element(holder.design, "pdu")[0])
    holder.editor._added(0)
    holder.editor._edited("supply_id", "pdu-0001")
    holder.editor._curve._line.setText("2: 100, 8: 1")
    holder.editor._curve._line.setModified(True)
    holder.editor._curve._finished()
    (feed,) = holder.design.variant.power.feeds
    assert feed.supply_id == "pdu-0001"
    assert [(p.current_fraction, p.seconds) for p in feed.trip_curve] == [(2.0, 100.0), (8.0, 1.0)]
    assert holder.editor._curve._line.text() == "2: 100, 8: 1"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("", []),
        ("1.5: 60 s; 8:0.1", [(1.5, 60.0), (8.0, 0.1)]),
        ("1.5", None),
        ("a: 1", None),
        ("1.2.3: 4", None),
    ],
)
def test_reading_a_trip_curve(text, points):
    read = parsed_curve(text)
    told = None if read is None else [(p["current_fraction"], p["seconds"]) for p in read]
    assert told == points


def test_feeds_and_phase_of_a_rack(qtbot):
    design, a = edits.add_feed(Design(), name="A")
    design, b = edits.add_feed(design, name="B")
    design, _ = edits.place(design, "rack", 2.0, 2.0, feed_id=a, feed_b_id=b, phase="L2")
    form = Form(rack_feed_fields(lambda: design))
    qtbot.addWidget(form)
    form.show_records(design.variant.racks)
    shown = [form.editor(key).currentText() for key in ("feed_id", "feed_b_id", "phase")]
    assert shown == ["A", "B", "L2"]
