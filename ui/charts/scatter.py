"""Points in one or more charts side by side that share them: chosen by mouse or arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.charts.export import ChartExport

_SIZE_PX = 11
_CHOSEN_PX = 17


@dataclass(frozen=True, slots=True)
class Axis:
    """What runs along an axis: its label with the unit, and a value for every point."""

    label: str
    values: tuple[float, ...]


class ScatterCharts(QWidget):
    """A chart for every axis across, all with the same axis upwards.

    The plotting library is loaded with the first points.

    Signals:
        chosen: Number of the point that was clicked or moved to.
    """

    chosen = Signal(int)
    _across: tuple[Axis, ...] = ()
    _is_agreement = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        stem = "_".join(name.lower().split())
        self.export = ChartExport(self, key=lambda: stem, rows=self._rows)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plots: list[Any] = []
        self._up = Axis("", ())
        self._names: tuple[str, ...] = ()
        self._at = -1
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    @property
    def at(self) -> int:
        """The chosen point; -1 for none."""
        return self._at

    def show_points(
        self,
        across: Sequence[Axis],
        up: Axis,
        names: Sequence[str],
        *,
        is_agreement: bool = False,
    ) -> None:
        """Show points.

        Args:
            across: An axis for each chart.
            up: The axis that all share.
            names: What each point is, for the mouse at rest and screen readers.
            is_agreement: Whether both axes are of the same thing: the same scale on both, and a
                line where they agree.
        """
        self._is_agreement = is_agreement
        self._across, self._up, self._names = tuple(across), up, tuple(names)
        self._at = min(self._at, len(up.values) - 1)
        self.setAccessibleDescription("; ".join(self._names))
        self._draw()

    def _rows(self) -> list[list[str]]:
        """Every point with its values, headings first."""
        axes = (*self._across, self._up)
        points = zip(*(axis.values for axis in axes), strict=True)
        return [[axis.label for axis in axes], *([f"{v:.10g}" for v in each] for each in points)]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Save or copy the chart."""
        if self._across:
            self.export.menu().popup(event.globalPos())

    def choose(self, number: int) -> None:
        """Mark a point as chosen, without telling it back."""
        if number != self._at:
            self._at = number
            self._draw()

    def _plot(self, number: int) -> Any:
        import pyqtgraph as pg

        while len(self.plots) <= number:
            plot = pg.PlotWidget(self)
            plot.setMenuEnabled(False)
            plot.setMouseEnabled(False, False)
            plot.hideButtons()
            plot.setMinimumSize(120, 80)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._row.addWidget(plot, 1)
            self.plots.append(plot)
        return self.plots[number]

    def _draw(self) -> None:
        if not self._across:
            return
        import pyqtgraph as pg

        tokens = theme.tokens()
        for number, axis in enumerate(self._across):
            plot = self._plot(number)
            plot.clear()
            plot.setBackground(tokens.surface)
            self._style(plot, axis.label, self._up.label if number == 0 else "")
            line = pg.mkPen(tokens.muted, width=1, style=Qt.PenStyle.DotLine)
            plot.plot(*self._guide(axis), pen=line)
            dots = pg.ScatterPlotItem(
                x=list(axis.values), y=list(self._up.values), data=list(range(len(axis.values))),
                size=[_CHOSEN_PX if n == self._at else _SIZE_PX for n in range(len(axis.values))],
                brush=pg.mkBrush(tokens.accent),
                pen=[self._ring(n, tokens.text, tokens.surface) for n in range(len(axis.values))],
                hoverable=True, tip=lambda x, y, data: self._names[data],
            )  # fmt: skip
            dots.sigClicked.connect(self._clicked)
            plot.addItem(dots)
            low, high = self._ends(axis)
            plot.setXRange(low[0], high[0], padding=0.0)
            plot.setYRange(low[1], high[1], padding=0.0)

    def _ends(self, axis: Axis) -> tuple[tuple[float, float], tuple[float, float]]:
        """Lower and upper ends of the scales across and upwards."""
        across, up = axis.values or (1.0,), self._up.values or (1.0,)
        if self._is_agreement:
            low, high = min(*across, *up), max(*across, *up)
            beside = 0.08 * (high - low) + 0.5
            return (low - beside, low - beside), (high + beside, high + beside)
        return (0.0, 0.0), (1.1 * (max(across) or 1.0), 1.15 * (max(up) or 1.0))

    def _guide(self, axis: Axis) -> tuple[list[float], list[float]]:
        """A line that guides the eye: from point to point, or where both axes agree."""
        if self._is_agreement:
            low, high = self._ends(axis)
            return [low[0], high[0]], [low[1], high[1]]
        # along a front the fewest come last
        order = sorted(range(len(axis.values)), key=lambda n: axis.values[n])
        return [axis.values[n] for n in order], [self._up.values[n] for n in order]

    def _ring(self, number: int, chosen: QColor, other: QColor) -> Any:
        import pyqtgraph as pg

        is_chosen = number == self._at
        return pg.mkPen(chosen if is_chosen else other, width=2 if is_chosen else 1)

    def _style(self, plot: Any, below: str, beside: str) -> None:
        tokens = theme.tokens()
        font = QFont(self.font())
        font.setPixelSize(theme.scaled(12))
        for side, label in (("left", beside), ("bottom", below)):
            axis = plot.getAxis(side)
            axis.showLabel(False)  # with a label in sight, small values would be scaled unsaid
            axis.enableAutoSIPrefix(False)
            axis.setTickDensity(0.6)
            axis.setPen(tokens.line)
            axis.setTextPen(tokens.text)
            axis.setTickFont(font)
            size = {"font-size": f"{theme.scaled(12)}px"}
            axis.setLabel(label, color=tokens.text.name(), **size)
            axis.showLabel(bool(label))
        plot.showGrid(x=True, y=True, alpha=0.15)

    def _clicked(self, _: object, points: Sequence[Any], *__: object) -> None:
        if len(points):
            self._move(int(points[0].data()))

    def _move(self, number: int) -> None:
        self.choose(number)
        self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from point to point."""
        step = {Qt.Key.Key_Left: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: -1, Qt.Key.Key_Up: -1}
        move = step.get(Qt.Key(event.key()))
        count = len(self._up.values)
        if move is None or not count:
            super().keyPressEvent(event)
            return
        self._move(min(max(self._at + move, 0), count - 1))

    def changeEvent(self, event: QEvent) -> None:
        """Colours and size of text follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()
