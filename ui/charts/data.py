"""Charts as plain numbers: what is drawn, what is said of it, what goes into a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["stacked", "bars", "across", "waterfall", "curve"]


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name; ``hue`` is its place in the palette."""

    name: str
    values: tuple[float, ...]
    hue: int = 0


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart.

    Attributes:
        key, title: Which one.
        shape: ``stacked`` and single ``bars``, bars ``across``, ``waterfall``, or a ``curve``.
        categories: Of the bars; of a curve the labels of its points.
        series: Stacked from below; of a waterfall the steps alone.
        x, y: What the axes measure, with units; a curve's first series runs over ``places``.
        places: Of a curve's points.
        floor: Where the value axis begins.
        digits: Of the values on bars; 0 writes none.
        note: What belongs to it.
        open_points: Points of a curve that are a lower bound.
        second: Values on a second axis and its label; of a curve only.
        told: What stands on each of the ``bars``, or bars ``across``, instead of its value.
    """

    key: str
    title: str
    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    x: str
    y: str
    places: tuple[float, ...] = ()
    floor: float = 0.0
    digits: int = 0
    note: str = ""
    open_points: tuple[bool, ...] = ()
    second: tuple[str, tuple[float, ...]] | None = None
    told: tuple[str, ...] = ()

    def rows(self) -> list[list[str]]:
        """A table of everything drawn, headings first."""
        first = [self.x] if self.shape == "curve" else [""]
        head = first + [f"{each.name} [{self.y}]" for each in self.series]
        if self.second is not None:
            head.append(self.second[0])
        table = [head]
        for n, category in enumerate(self.categories):
            row = [f"{self.places[n]:g}" if self.shape == "curve" else _plain(category)]
            row += [f"{each.values[n]:.6g}" for each in self.series]
            if self.second is not None:
                row.append(f"{self.second[1][n]:g}")
            table.append(row)
        return table

    def words(self) -> str:
        """The chart for somebody who cannot see it."""
        parts = []
        for n, category in enumerate(self.categories):
            values = ", ".join(f"{each.name} {each.values[n]:.4g}" for each in self.series)
            parts.append(f"{category}: {values}")
        return f"{self.title}, {self.y}. " + "; ".join(parts[:40])


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
