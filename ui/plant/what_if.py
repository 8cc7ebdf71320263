"""What-if sliders: warmer supply, other approach, other load, answered while they move."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.design.plant import Utilisation
from coolsim.design.what_if import WhatIf, has_approach
from coolsim.results.year import YearGlance
from ui.session import Session
from ui.widgets.forms import section_label
from ui.year import RAISE_K

_STEPS_A_KELVIN = 10
_APPROACH_K = (-3.0, 6.0)
_MOST_PERCENT = 100


class _Row:
    """A slider with its name and value, in a grid."""

    def __init__(
        self, grid: QGridLayout, row: int, name: str, tip: str, moved: Callable[[str], None]
    ) -> None:
        self.name, self.value = QLabel(name), QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(name)
        self.slider.setMinimumWidth(90)
        self.name.setBuddy(self.slider)
        for part in (self.name, self.slider, self.value):
            part.setToolTip(tip)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider.valueChanged.connect(lambda _: moved(name))
        grid.addWidget(self.name, row, 0)
        grid.addWidget(self.slider, row, 1)
        grid.addWidget(self.value, row, 2)

    def show_at(self, value: int, low: int, high: int) -> None:
        """Stand at a place without telling anybody."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(low, high)
            self.slider.setPageStep(max((high - low) // 8, 1))
            self.slider.setValue(value)

    def enable(self, on: bool) -> None:
        """Whether it can be moved."""
        for part in (self.name, self.slider, self.value):
            part.setEnabled(on)


class WhatIfPanel(QWidget):
    """Three sliders, what they come to, and taking them into the design."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._touched: set[str] = set()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.supply = _Row(grid, 0, "Supply", "Every supply temperature raised by as much, of air "
                           "and loops alike, in every hour", self._moved)  # fmt: skip
        self.approach = _Row(grid, 1, "Approach", "Added to the approach of every tower and dry "
                             "cooler at its design point", self._moved)  # fmt: skip
        self.load = _Row(
            grid, 2, "Load", "Highest power of the racks over their drawn power; the profile keeps "
            "its shape. As low as the hall's points go", self._moved,
        )  # fmt: skip
        self.widen = QPushButton("Solve for what-if")
        self.widen.setToolTip(
            "Solve the hall at warmer supply and less load too: two or three times as many points"
        )
        self.widen.clicked.connect(lambda: session.year.count(RAISE_K))
        self.result = QLabel()
        self.result.setWordWrap(True)
        self.result.setAccessibleName("Answer to what-if")
        self.apply = QPushButton("Apply")
        self.apply.setToolTip("Make it part of the design, one step of undo")
        self.apply.clicked.connect(session.year.apply)
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Back to the year as drawn")
        self.reset.clicked.connect(session.year.drop_question)
        row = QHBoxLayout()
        row.addWidget(self.apply)
        row.addWidget(self.reset)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(section_label("What if"))
        column.addLayout(grid)
        column.addWidget(self.widen, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.result)
        column.addLayout(row)
        self._touched: set[str] = set()

    def refresh(self) -> None:
        """Show what can be asked, what is asked, and what came of it."""
        year, plant = self._session.year, self._session.document.design.variant.plant
        asked, answer = year.question, year.answer
        if asked.is_empty:
            self._touched.clear()
        most = 0.0 if answer is None else answer.most_raise_k
        drawn = plant.reset.most_k if plant.reset.rule == "fixed" else 0.0
        raised = drawn if asked.raise_k is None else asked.raise_k
        self.supply.show_at(round(raised * _STEPS_A_KELVIN), 0, round(most * _STEPS_A_KELVIN))
        self.supply.enable(most > 0.0)
        self.widen.setVisible(most <= 0.0)
        low, high = (round(each * _STEPS_A_KELVIN) for each in _APPROACH_K)
        self.approach.show_at(round((asked.approach_k or 0.0) * _STEPS_A_KELVIN), low, high)
        self.approach.enable(any(has_approach(item) for item in plant.rejections))
        profile = plant.utilisation
        highest = max(profile.hours) if profile.profile == "hours" else profile.high_fraction
        wanted = highest if asked.high_fraction is None else asked.high_fraction
        lowest, most_percent = self._load_range(profile, highest)
        self.load.show_at(round(100.0 * wanted), lowest, most_percent)
        self.load.enable(lowest < most_percent)
        fits = answer is not None and year.fits
        self.setEnabled(fits)
        self.setToolTip("" if fits else "The hall has changed: count the year again")
        self._show_values()
        self.apply.setEnabled(not asked.is_empty)
        self.reset.setEnabled(not asked.is_empty)
        self.result.setText(self._words())

    def _load_range(self, profile: Utilisation, highest: float) -> tuple[int, int]:
        """Percent from the lowest load that the hall's points know to all of it."""
        answer = self._session.year.answer
        least = {
            "flat": highest,
            "diurnal": profile.low_fraction,
            "hours": min(profile.hours, default=highest),
        }[profile.profile]
        known = 1.0 if answer is None else answer.least_load
        low = math.ceil(100.0 * known * highest / least - 1e-6)
        return min(low, round(100.0 * highest)), _MOST_PERCENT

    def _show_values(self) -> None:
        system = self._session.unit_system
        self.supply.value.setText(f"+{units.text(self._kelvin(self.supply), 'k', system, 3)}")
        approach = self._kelvin(self.approach)
        sign = "+" if approach >= 0.0 else ""
        self.approach.value.setText(f"{sign}{units.text(approach, 'k', system, 3)}")
        self.load.value.setText(f"{self.load.slider.value()}%")

    def _kelvin(self, row: _Row) -> float:
        return row.slider.value() / _STEPS_A_KELVIN

    def _moved(self, name: str) -> None:
        self._touched.add(name)
        self._show_values()
        self._session.year.ask(
            WhatIf(
                raise_k=self._kelvin(self.supply) if "Supply" in self._touched else None,
                approach_k=self._kelvin(self.approach) if "Approach" in self._touched else None,
                high_fraction=(
                    self.load.slider.value() / 100.0 if "Load" in self._touched else None
                ),
            )
        )

    def _words(self) -> str:
        """What the question comes to against the year as drawn."""
        year = self._session.year
        if year.problem and not year.question.is_empty:
            return year.problem
        if year.question.is_empty or year.answer is None:
            return ""
        if year.shown is year.answer:
            return "Waits until the running task has ended." if self._session.busy else "…"
        before, now = year.answer.glance, year.shown.glance if year.shown else year.answer.glance
        return f"{change_words(before, now)}{'' if now.every == 1 else ' (preview)'}"


def change_words(before: YearGlance, now: YearGlance) -> str:
    """How a year differs from another one."""
    pue = now.year.pue - before.year.pue
    energy = now.year.facility_kwh - before.year.facility_kwh
    cost = now.year.cost_usd - before.year.cost_usd
    words = [f"PUE {before.year.pue:.3f} → {now.year.pue:.3f} ({_signed(pue, 3)})"]
    words.append(f"{_sign(energy)}{units.text(abs(energy), 'kwh', digits=3)}")
    words.append(f"{_sign(cost)}{units.text(abs(round(cost)), 'usd', digits=3)}")
    over = now.hours_over_limit - before.hours_over_limit
    if over:
        words.append(f"{_sign(over)}{abs(over):,} h over an inlet limit")
    return ", ".join(words)


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"


def _signed(value: float, digits: int) -> str:
    return "—" if math.isnan(value) else f"{_sign(round(value, digits))}{abs(value):.{digits}f}"
