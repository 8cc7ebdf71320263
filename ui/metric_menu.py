"""The menu that chooses what colours the racks."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from coolsim.results.coolant_quantities import COOLANT_QUANTITIES
from coolsim.results.quantities import RACK_QUANTITIES
from ui.session import Session

_AIR = ("inlet", "inlet_margin", "outlet", "rise", "power", "airflow", "heat_to_air")
_COOLANT = (
    "coolant_outlet",
    "case_margin",
    "case",
    "coolant_flow_share",
    "coolant_flow",
    "throttled",
    "door_duty",
    "residual_air",
)


class MetricMenu(QMenu):
    """One checkable entry per quantity: of air, of coolant, and the limit that binds."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("&Colour racks by", parent)
        self._session = session
        self._group = QActionGroup(self)
        names = {quantity.key: quantity.name for quantity in RACK_QUANTITIES}
        names |= {quantity.key: quantity.name for quantity in COOLANT_QUANTITIES}
        names["binding"] = "Binding limit"
        for keys in (_AIR, _COOLANT, ("binding",)):
            if self.actions():
                self.addSeparator()
            for key in keys:
                self._add(key, names[key])
        session.metricChanged.connect(self._show)
        self._show(session.metric)

    def _add(self, key: str, name: str) -> None:
        action = QAction(name, self)
        action.setCheckable(True)
        action.setData(key)
        action.triggered.connect(lambda: self._session.set_metric(key))
        self._group.addAction(action)
        self.addAction(action)

    def _show(self, metric: str) -> None:
        for action in self._group.actions():
            action.setChecked(action.data() == metric)
