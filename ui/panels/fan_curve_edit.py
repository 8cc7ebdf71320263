"""A fan curve typed as one line: inlet temperature and airflow of each point."""

from __future__ import annotations

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from coolsim import units
from coolsim.design.models import FanCurveAirflow
from coolsim.errors import UsageError
from ui.widgets.quantity_edit import SEVERAL

_TIP = (
    "Inlet temperature and airflow of each point, from cold to warm: 20 °C: 0.3 m³/s; "
    "30 °C: 0.5 m³/s. Straight between the points, level beyond them."
)


class FanCurveEdit(QLineEdit):
    """Shows and reads a fan curve; what cannot be read is put back as it was.

    Signals:
        committed: The new curve.
    """

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Fan curve")
        self.setToolTip(_TIP)
        self._system: units.System = "si"
        self._law: FanCurveAirflow | None = None
        self.editingFinished.connect(self._commit)

    def show_law(self, law: FanCurveAirflow, system: units.System, *, several: bool) -> None:
        """Show a curve, or that the selected racks have several."""
        self._law, self._system = law, system
        self.setPlaceholderText(SEVERAL if several else "")
        self.setText("" if several else curve_text(law, system))

    def _commit(self) -> None:
        if self._law is None or not self.text().strip():
            return
        if self.text() == curve_text(self._law, self._system):
            return
        law = parse_curve(self.text(), self._law, self._system)
        if law is None:
            self.setText(curve_text(self._law, self._system))
        elif law != self._law:
            self.committed.emit(law)


def curve_text(law: FanCurveAirflow, system: units.System) -> str:
    """A curve as it is shown and typed."""
    flows, unit = _flows(law)
    points = zip(law.inlet_temperature_c, flows, strict=True)
    return "; ".join(
        f"{units.text(t, 'c', system)}: {units.text(flow, unit, system)}" for t, flow in points
    )


def parse_curve(text: str, like: FanCurveAirflow, system: units.System) -> FanCurveAirflow | None:
    """A typed curve, absolute or per kilowatt as ``like`` is; ``None`` where it cannot be read."""
    _, unit = _flows(like)
    temperatures, flows = [], []
    try:
        for point in text.strip().strip(";").split(";"):
            temperature, _, flow = point.partition(":")
            temperatures.append(units.parse(temperature.strip(), "c", system))
            flows.append(units.parse(flow.strip(), unit, system))
        field = "airflow_m3_s_kw" if like.airflow_m3_s_kw else "airflow_m3_s"
        return FanCurveAirflow.model_validate(
            {"inlet_temperature_c": tuple(temperatures), field: tuple(flows)}
        )
    except (UsageError, ValidationError):
        return None


def _flows(law: FanCurveAirflow) -> tuple[tuple[float, ...], str]:
    if law.airflow_m3_s_kw:
        return law.airflow_m3_s_kw, "m3_s_kw"
    return law.airflow_m3_s, "m3_s"
