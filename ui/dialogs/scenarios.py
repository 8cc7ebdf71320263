"""Load scenarios: add, rename, delete, switch; each its own step of undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QInputDialog,
    QListWidgetItem,
    QWidget,
)

from coolsim import units
from coolsim.catalogue import load_catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design import edits
from coolsim.design.models import Rack, Scenario
from ui.dialogs.list_dialog import ListDialog
from ui.session import Session

_ID = Qt.ItemDataRole.UserRole


class ScenariosDialog(ListDialog):
    """The scenarios of the variant with the load of each; the one in force is marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            "Load scenarios",
            "A scenario keeps what every rack holds: day 1, final, a test. The one in force is in "
            "the racks; changes of loads go into it.",
            (
                ("add", "Add…", "Keep what the racks hold now under a new name", self._ask_name),
                ("switch", "Switch to it", "Load the racks with this scenario", self.switch),
                ("rename", "Rename…", "Give it another name", self._ask_rename),
                ("delete", "Delete", "Forget it; the racks keep what they hold", self.remove),
            ),
            parent,
        )
        self._session = session
        self.list.itemDoubleClicked.connect(lambda _: self.switch())
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.resize(480, 320)
        self._fill()

    def add(self, name: str) -> None:
        """Keep what the racks hold now under a name."""
        self._session.edit(f"Add scenario {name}", _without_id(edits.scenario_add), name)
        self._fill(self._session.variant.scenario_id)

    def switch(self) -> None:
        """Put the chosen scenario in force."""
        chosen = self._chosen()
        if chosen is not None:
            self._session.edit(f"Switch to {chosen.label}", edits.scenario_switch, chosen.id)
            self._fill(chosen.id)

    def rename(self, name: str) -> None:
        """Give the chosen scenario another name."""
        chosen = self._chosen()
        if chosen is not None:
            self._session.edit("Rename scenario", edits.scenario_rename, chosen.id, name)
            self._fill(chosen.id)

    def remove(self) -> None:
        """Forget the chosen scenario."""
        chosen = self._chosen()
        if chosen is not None:
            label = f"Delete scenario {chosen.label}"
            self._session.edit(label, edits.scenario_delete, chosen.id)
            self._fill()

    def _ask_name(self) -> None:
        name, given = QInputDialog.getText(self, "New scenario", "Name")
        if given:
            self.add(name)

    def _ask_rename(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            name, given = QInputDialog.getText(self, "Rename scenario", "Name", text=chosen.name)
            if given:
                self.rename(name)

    def _chosen(self) -> Scenario | None:
        row = self.list.currentItem()
        if row is None:
            return None
        wanted = row.data(_ID)
        return next((e for e in self._session.variant.scenarios if e.id == wanted), None)

    def _fill(self, current: str | None = None) -> None:
        variant = self._session.variant
        reader = LoadReader(load_catalogue().with_entries(self._session.design.catalogue))
        self.list.clear()
        for scenario in variant.scenarios:
            active = scenario.id == variant.scenario_id
            total = _total_w(variant.racks, None if active else scenario, reader)
            power = units.text(total, "w", self._session.unit_system)
            mark = "in force" if active else "kept"
            row = QListWidgetItem(f"{scenario.label}\n{power}, {mark}")
            row.setData(_ID, scenario.id)
            self.list.addItem(row)
            if scenario.id == (current or variant.scenario_id):
                self.list.setCurrentItem(row)
        if not variant.scenarios:
            row = QListWidgetItem("None yet. Add one to keep the loads as they are now.")
            row.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(row)
        self._enable()

    def _enable(self) -> None:
        chosen = self._chosen()
        for key in ("switch", "rename", "delete"):
            self.buttons[key].setEnabled(chosen is not None)
        if chosen is not None and chosen.id == self._session.variant.scenario_id:
            self.buttons["switch"].setEnabled(False)


def _total_w(
    racks: tuple[Rack, ...], scenario: Scenario | None, reader: LoadReader
) -> float | None:
    """Power of the racks in a scenario, as they stand without one; ``None`` where unknown."""
    total = 0.0
    for rack in racks:
        filling = scenario.racks.get(rack.id) if scenario else None
        held = rack if filling is None else rack.model_copy(update=dict(filling))
        power = reader.rack(held).power_w
        if power is None:
            return None
        total += power
    return total


def _without_id(change: object) -> object:
    """An edit that answers an id too, without it: a scenario is not selected on the plan."""
    assert callable(change)
    return lambda design, *args: change(design, *args)[0]
