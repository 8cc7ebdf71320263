"""A chart as a widget: bars, waterfall or curve, with values, export, both themes.

The plotting library is loaded with the first chart, not with the window.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from coolsim import units
from ui import theme
from ui.charts.data import ChartData
from ui.charts.export import ChartExport
from ui.charts.hues import hue

_BAR = 0.72
_LOW_PX = 170
"""Height below which the legend gives its room to the chart and stands in its tooltip."""


class Chart(QWidget):
    """Draws a :class:`ChartData`; the right mouse button saves it as a picture or CSV."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data: ChartData | None = None
        self.plot: Any = None
        self._second: Any = None
        self._mark = ""
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self.legend.setContentsMargins(8, 2, 8, 2)
        self.legend.setAccessibleName("Legend and value under the mouse")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.legend)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.export = ChartExport(
            self,
            key=lambda: self.data.key if self.data else "chart",
            rows=lambda: self.data.rows() if self.data else [],
        )

    # -- showing -------------------------------------------------------------------------------

    def show_data(self, data: ChartData, mark: str = "") -> None:
        """Show a chart; ``mark`` says what is not final about it."""
        if self.plot is not None and (data, mark) == (self.data, self._mark):
            return  # a slider's move tells the panel thrice, its answer once
        self.data, self._mark = data, mark
        if self.plot is None:
            self._make_plot()
        self._draw()

    def _make_plot(self) -> None:
        import pyqtgraph as pg

        self.plot = pg.PlotWidget(self)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.plot.customContextMenuRequested.connect(
            lambda at: self._open_menu(self.plot.mapToGlobal(at))
        )
        self.plot.setMinimumSize(120, 60)
        self.plot.scene().sigMouseMoved.connect(self._hovered)
        self._column.addWidget(self.plot, 1)

    def _draw(self) -> None:
        data, plot = self.data, self.plot
        if data is None or plot is None:
            return
        tokens = theme.tokens()
        self._drop_second()
        plot.clear()
        plot.setBackground(tokens.surface)
        font = self._font(12)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(tokens.line)
            axis.setTextPen(tokens.text)
            axis.setTickFont(font)
            axis.setTicks(None)
            is_named = (side == "left") == (data.shape == "across") and data.shape != "curve"
            axis.setStyle(tickTextOffset=4, tickLength=0 if is_named else -5)
        self._label("left", data.y if data.shape != "across" else "")
        self._label("bottom", data.x)
        plot.showGrid(x=data.shape == "across", y=data.shape != "across", alpha=0.15)
        {"stacked": self._bars, "bars": self._bars, "across": self._across,
         "waterfall": self._waterfall, "curve": self._curve}[data.shape]()  # fmt: skip
        self._show_legend("")
        plot.setAccessibleName(data.title)
        plot.setAccessibleDescription(data.words())

    def _label(self, side: str, text: str) -> None:
        axis = self.plot.getAxis(side)
        axis.showLabel(False)  # with a label in sight, small values would be scaled unsaid
        axis.enableAutoSIPrefix(False)
        if text:
            size = f"{theme.scaled(12)}px"
            axis.setLabel(text, color=theme.tokens().text.name(), **{"font-size": size})
        axis.showLabel(bool(text))

    def _font(self, pixels: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.scaled(pixels))
        return font

    def _rect_bars(self, **places: Any) -> None:
        import pyqtgraph as pg

        self.plot.addItem(pg.BarGraphItem(pen=pg.mkPen(None), **places))

    def _text(self, text: str, x: float, y: float, anchor: tuple[float, float]) -> None:
        import pyqtgraph as pg

        item = pg.TextItem(text, color=theme.tokens().text, anchor=anchor)
        item.setFont(self._font(11))
        self.plot.addItem(item)
        item.setPos(x, y)

    def _categories(self, side: str) -> None:
        assert self.data is not None
        ticks = [(n, _wrapped(name)) for n, name in enumerate(self.data.categories)]
        self.plot.getAxis(side).setTicks([ticks])
        if side == "bottom":
            lines = max((text.count("\n") + 1 for _, text in ticks), default=1)
            self.plot.getAxis("bottom").setHeight(theme.scaled(16) * lines + 8)
            self.plot.getAxis("left").setWidth(None)
        else:
            widest = max((self.fontMetrics().horizontalAdvance(t) for _, t in ticks), default=40)
            self.plot.getAxis("left").setWidth(widest + 14)
            self.plot.getAxis("bottom").setHeight(None)

    def _bars(self) -> None:
        data = self.data
        assert data is not None
        count = len(data.categories)
        base = [data.floor if data.shape == "bars" else 0.0] * count
        for series in data.series:
            # a month in which nothing ran has no ratio
            values = [value if math.isfinite(value) else base[n] for n, value in
                      enumerate(series.values)]  # fmt: skip
            heights = [v - base[n] if data.shape == "bars" else v for n, v in enumerate(values)]
            color = hue(series.hue)
            self._rect_bars(x=list(range(count)), y0=base, height=heights, width=_BAR, brush=color)
            if data.shape == "stacked":
                base = [low + height for low, height in zip(base, heights, strict=True)]
            elif data.digits or data.told:
                for n, value in enumerate(values):
                    told = data.told[n] if data.told else f"{value:,.{data.digits}f}"
                    self._text(told, n, value, (0.5, 1.0))
                base = values
        self._categories("bottom")
        self._range(count, data.floor, max(base, default=1.0))

    def _range(self, count: int, low: float, high: float) -> None:
        span = max(high - low, 1e-9)
        self.plot.setXRange(-0.6, count - 0.4, padding=0.0)
        self.plot.setYRange(low, high + 0.14 * span, padding=0.0)

    def _across(self) -> None:
        data = self.data
        assert data is not None
        known = data.series[0].values if data.series else ()
        values = [value if math.isfinite(value) else 0.0 for value in known]
        count = len(values)
        rows = [count - 1 - n for n in range(count)]
        self._rect_bars(x0=0.0, y=rows, width=values, height=_BAR, brush=hue(0))
        for n, (row, value) in enumerate(zip(rows, values, strict=True)):
            told = data.told[n] if data.told else f"{units.number(value, data.digits)} {data.y}"
            self._text(f" {told}", value, row, (0.0, 0.5))
        self._categories("left")
        ticks = [(row, name) for row, name in zip(rows, data.categories, strict=True)]
        self.plot.getAxis("left").setTicks([ticks])
        self.plot.setYRange(-0.6, count - 0.4, padding=0.0)
        self.plot.setXRange(0.0, 1.18 * max(values, default=1.0) or 1.0, padding=0.0)

    def _waterfall(self) -> None:
        data = self.data
        assert data is not None
        values = data.series[0].values
        level, tops = 0.0, []
        for n, value in enumerate(values):
            is_whole = n in (0, len(values) - 1)
            low = data.floor if is_whole else level
            level = value if is_whole else level + value
            color = hue(0) if is_whole else hue(1)
            self._rect_bars(x=[n], y0=[low], height=[level - low], width=_BAR, brush=color)
            self._text(f"{value:.3f}" if is_whole else f"+{value:.3f}", n, level, (0.5, 1.0))
            tops.append(level)
        self._categories("bottom")
        self._range(len(values), data.floor, max(tops, default=1.0))

    def _curve(self) -> None:
        import pyqtgraph as pg

        data = self.data
        assert data is not None
        values = list(data.series[0].values) if data.series else []
        places = list(data.places)
        color = hue(0)
        surface = theme.tokens().surface
        filled = [surface if is_open else color for is_open in data.open_points]
        self.plot.getAxis("bottom").setHeight(None)
        self.plot.getAxis("left").setWidth(None)
        if not values:
            return
        self.plot.plot(
            places, values, pen=pg.mkPen(color, width=2), symbol="o", symbolSize=7,
            symbolPen=pg.mkPen(color), symbolBrush=[pg.mkBrush(each) for each in filled],
        )  # fmt: skip
        high = max(values) or 1.0
        self.plot.setXRange(0.0, max(places) or 1.0, padding=0.02)
        self.plot.setYRange(0.0, 1.12 * high, padding=0.0)
        if data.second is not None:
            self._draw_second(places, 1.12 * high, values)

    def _draw_second(self, places: list[float], top: float, values: list[float]) -> None:
        """Accelerators on an axis at the right, whole units in steps."""
        import pyqtgraph as pg

        assert self.data is not None
        assert self.data.second is not None
        label, counts = self.data.second
        plot, color = self.plot, hue(4)
        view = pg.ViewBox()
        plot.showAxis("right")
        plot.scene().addItem(view)
        axis = plot.getAxis("right")
        axis.linkToView(view)
        axis.setTextPen(color)
        axis.setPen(theme.tokens().line)
        axis.setTickFont(self._font(12))
        axis.showLabel(False)
        axis.enableAutoSIPrefix(False)
        axis.setLabel(label, color=color.name(), **{"font-size": f"{theme.scaled(12)}px"})
        view.setXLink(plot.getViewBox())
        view.setMouseEnabled(False, False)
        item = pg.PlotDataItem(
            places, list(counts), pen=pg.mkPen(color, width=2, style=Qt.PenStyle.DashLine)
        )
        view.addItem(item)
        view.setYRange(0.0, 1.12 * max(*counts, 1.0), padding=0.0)

        def follow() -> None:
            view.setGeometry(plot.getViewBox().sceneBoundingRect())
            view.linkedViewChanged(plot.getViewBox(), view.XAxis)

        plot.getViewBox().sigResized.connect(follow)
        follow()
        self._second = (view, follow)

    def _drop_second(self) -> None:
        if self._second is None:
            return
        view, follow = self._second
        self.plot.getViewBox().sigResized.disconnect(follow)
        self.plot.scene().removeItem(view)
        self.plot.hideAxis("right")
        self._second = None

    # -- words ---------------------------------------------------------------------------------

    def _show_legend(self, readout: str) -> None:
        data = self.data
        if data is None:
            return
        parts = [f"<b>{_escaped(data.title)}</b>"]
        if self._mark:
            parts.append(f'<span style="color:{theme.tokens().warn.name()}">{self._mark}</span>')
        if data.shape == "stacked":
            parts += [_swatch(hue(each.hue), each.name) for each in data.series]
        if data.second is not None:
            parts += [_swatch(hue(0), "IT power"), _swatch(hue(4), f"{data.second[0]}, dashed")]
        said = readout or data.note
        if said:
            parts.append(
                f'<span style="color:{theme.tokens().muted.name()}">{_escaped(said)}</span>'
            )
        whole = "&nbsp;&nbsp; ".join(parts)
        if self.height() < theme.scaled(_LOW_PX):
            parts = [*parts[: 2 if self._mark else 1], _escaped(readout)]
        self.legend.setText("&nbsp;&nbsp; ".join(filter(None, parts)))
        self.legend.setToolTip(whole)

    def _hovered(self, at: Any) -> None:
        """Say the value under the mouse where the legend's note stands."""
        data = self.data
        if data is None or not self.plot.sceneBoundingRect().contains(at):
            return
        point = self.plot.getViewBox().mapSceneToView(at)
        count = len(data.categories)
        if data.shape == "curve":
            gaps = [abs(place - point.x()) for place in data.places]
            n = gaps.index(min(gaps)) if gaps else -1
        elif data.shape == "across":
            n = count - 1 - round(point.y())
        else:
            n = round(point.x())
        self._show_legend(self.readout(n))

    def readout(self, n: int) -> str:
        """A category with its values; "" beside all of them."""
        data = self.data
        if data is None or not 0 <= n < len(data.categories):
            return ""
        values = [
            f"{each.name} {units.number(each.values[n], 4)}"
            for each in data.series
            if each.values[n] != 0.0 and math.isfinite(each.values[n])
        ]
        if not values and data.told:
            return f"{data.categories[n]}: {data.told[n]}"
        if data.second is not None:
            values.append(f"{data.second[0]} {units.number(data.second[1][n], 9)}")
        return f"{data.categories[n]}: {', '.join(values)} ({data.y})"

    # -- export --------------------------------------------------------------------------------

    def contextMenuEvent(self, event: Any) -> None:
        """The legend has the same menu as the chart."""
        self._open_menu(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the chart."""
        return self.export.menu()

    def _open_menu(self, at: QPoint) -> None:
        if self.data is not None:
            self.menu().popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low chart has a short legend."""
        super().resizeEvent(event)
        self._show_legend("")

    def changeEvent(self, event: QEvent) -> None:
        """Colours and size of text follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()


def _swatch(color: QColor, name: str) -> str:
    words = _escaped(name).replace(" ", "&nbsp;")
    return f'<span style="color:{color.name()}">■</span>&nbsp;{words}'


def _wrapped(name: str) -> str:
    """A name in lines short enough for the place below a bar."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < 11:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
