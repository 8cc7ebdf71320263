"""A fan curve typed as one line: inlet temperature or pressure, and airflow, of each point."""

from __future__ import annotations

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from coolsim import units
from coolsim.design.models import FanCurveAirflow, PressureCurveAirflow
from coolsim.errors import UsageError
from ui.widgets.quantity_edit import SEVERAL

CurveLaw = FanCurveAirflow | PressureCurveAirflow
_TIPS = {
    "fan_curve": "Inlet temperature and airflow of each point, from cold to warm: 20 °C: 0.3 m³/s; "
    "30 °C: 0.5 m³/s. Straight between the points, level beyond them.",
    "pressure_curve": "Pressure before the rack over that behind it, and airflow, of each point: "
    "-10 Pa: 0.3 m³/s; 10 Pa: 0.5 m³/s. Straight between the points, level beyond them.",
}


class FanCurveEdit(QLineEdit):
    """Shows and reads a fan curve; what cannot be read is put back as it was.

    Signals:
        committed: The new curve.
    """

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Fan curve")
        self._system: units.System = "si"
        self._law: CurveLaw | None = None
        self.editingFinished.connect(self._commit)

    def show_law(self, law: CurveLaw, system: units.System, *, several: bool) -> None:
        """Show a curve, or that the selected racks have several."""
        self.setToolTip(_TIPS[law.law])
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


def curve_text(law: CurveLaw, system: units.System) -> str:
    """A curve as it is shown and typed."""
    (_, places, place_unit), (flows, unit) = _places(law), _flows(law)
    return "; ".join(
        f"{units.text(place, place_unit, system)}: {units.text(flow, unit, system)}"
        for place, flow in zip(places, flows, strict=True)
    )


def parse_curve(text: str, like: CurveLaw, system: units.System) -> CurveLaw | None:
    """A typed curve of the sort that ``like`` is; ``None`` where it cannot be read."""
    (place_field, _, place_unit), (_, unit) = _places(like), _flows(like)
    places, flows = [], []
    try:
        for point in text.strip().strip(";").split(";"):
            place, _, flow = point.partition(":")
            places.append(units.parse(place.strip(), place_unit, system))
            flows.append(units.parse(flow.strip(), unit, system))
        field = "airflow_m3_s_kw" if like.airflow_m3_s_kw else "airflow_m3_s"
        return type(like).model_validate({place_field: tuple(places), field: tuple(flows)})
    except (UsageError, ValidationError):
        return None


def _places(law: CurveLaw) -> tuple[str, tuple[float, ...], str]:
    """What the airflow is a curve of: field, points and unit."""
    if isinstance(law, FanCurveAirflow):
        return "inlet_temperature_c", law.inlet_temperature_c, "c"
    return "pressure_difference_pa", law.pressure_difference_pa, "pa"


def _flows(law: CurveLaw) -> tuple[tuple[float, ...], str]:
    if law.airflow_m3_s_kw:
        return law.airflow_m3_s_kw, "m3_s_kw"
    return law.airflow_m3_s, "m3_s"
