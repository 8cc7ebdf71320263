"""The year in sight: asking for it, its answer, and what-if questions to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from coolsim.design import edits
from coolsim.design.hall_key import hall_key
from coolsim.design.models import Design
from coolsim.design.what_if import WhatIf, asked
from coolsim.errors import EditError
from coolsim.results.codec import decode
from coolsim.results.plant_hours import Moment, YearHours, hours_from_json
from coolsim.results.year import YearGlance, YearResults
from ui.inquiry import Inquiry

if TYPE_CHECKING:
    from ui.session import Session

RAISE_K = 8.0
"""Raise of the supply temperatures up to which the hall is solved for the slider [K]."""
_FOLLOW_MS = 250
"""Time after an edit until the year is counted again."""
SETTLE_MS = 900
"""Time from a preview until the whole year is counted, where nothing else is asked."""


@dataclass(frozen=True, slots=True)
class CountedYear:
    """An answer of the task ``year``.

    Attributes:
        glance: Figures.
        results: The year in full; ``None`` where only some hours were counted.
        hours: Its hours, for pictures.
        day: The design day; empty where only some hours were counted.
        points: The hall's points, to go on with.
    """

    glance: YearGlance
    results: YearResults | None
    hours: YearHours | None
    day: Moment
    points: Mapping[str, Any]

    @property
    def most_raise_k(self) -> float:
        """Raise of the supply temperatures that the hall's points reach [K]."""
        return float(self.points["shifts"][-1])

    @property
    def least_load(self) -> float:
        """Lowest load that the hall's points know, over the drawn one [-]."""
        return float(self.points["loads"][0])


def counted_year(plain: Mapping[str, Any]) -> CountedYear:
    """The answer of the task ``year`` as records.

    Raises:
        ResultFileError: It is of another shape.
    """
    full, hours = plain["year"], plain["hours"]
    return CountedYear(
        glance=decode(YearGlance, plain["glance"]),
        results=None if full is None else decode(YearResults, full),
        hours=None if hours is None else hours_from_json(hours),
        day={str(k): float("nan") if v is None else float(v) for k, v in plain["day"].items()},
        points=plain["points"],
    )


class Year(Inquiry[CountedYear]):
    """The year of the open design.

    An edit that leaves the hall as it was solved is followed by itself; one that does not makes
    the year stale until it is asked for again.
    """

    task = "year"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._question = WhatIf()
        self._reply: tuple[Design, CountedYear] | None = None
        self._key: tuple[Design, str] | None = None  # of the design asked for last
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self._follow)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(lambda: self._ask_what_if(glance=False))

    # -- what is there -------------------------------------------------------------------------

    @property
    def shown(self) -> CountedYear | None:
        """What to show: the answer to the question asked, else the year as drawn."""
        return self._reply[1] if self._reply is not None else self._answer

    @property
    def question(self) -> WhatIf:
        """What is asked."""
        return self._question

    @property
    def design(self) -> Design | None:
        """The design of what is shown."""
        return self._reply[0] if self._reply is not None else self._design

    def is_same(self, one: Design, other: Design) -> bool:
        """Whether two designs have the same year."""
        return _same_year(one, other)

    @property
    def fits(self) -> bool:
        """Whether the hall stands as its points were solved, so that a year takes a moment."""
        if self._answer is None:
            return False
        design = self._session.document.design
        if self._key is None or self._key[0] is not design:
            self._key = (design, hall_key(design))
        return str(self._answer.points["hall"]) == self._key[1]

    @property
    def state(self) -> str:
        """``none``, ``counting``, ``stale``, ``preview``, ``what_if`` or ``counted``."""
        if self.is_running:
            return "counting"
        if self._answer is None:
            return "none"
        if self._reply is not None:
            return "preview" if self._reply[1].results is None else "what_if"
        return "stale" if self.is_stale else "counted"

    @property
    def missing(self) -> str:
        """What a year lacks: ``rack``, ``climate``, ``rejection``, or ""."""
        variant = self._session.variant
        if not variant.racks:
            return "rack"
        if not variant.site.climate and not variant.site.weather_file:
            return "climate"
        return "" if variant.plant.rejections else "rejection"

    # -- asking --------------------------------------------------------------------------------

    def count(self, raise_k: float = 0.0) -> None:
        """Count the year; the hall is solved where its points are not known, up to a raise."""
        self.drop_question()
        kept = self._answer
        points = None if kept is None or raise_k > kept.most_raise_k + 1e-9 else kept.points
        self.submit({"points": points, "raise_k": raise_k, "solve": True})

    def ask(self, question: WhatIf) -> None:
        """Ask what would be; a glance answers at once, the whole year once the question rests."""
        if question == self._question:
            return
        self._question = question
        if question.is_empty:
            self.drop_question()
            return
        self._settle.stop()  # the whole year waits until this question has rested
        self._ask_what_if(glance=True)
        self.changed.emit()

    def drop_question(self) -> None:
        """Show the year as drawn again."""
        self._settle.stop()
        self._session.year_aside.forget()
        if self._reply is not None or not self._question.is_empty:
            self._question, self._reply = WhatIf(), None
            self.changed.emit()

    def apply(self) -> None:
        """Make what was asked part of the design: one step of undo."""
        question, reply = self._question, self._reply
        if question.is_empty:
            return
        self._settle.stop()
        self._question, self._reply = WhatIf(), None
        if reply is not None and reply[1].results is not None:
            self._design, self._answer = reply  # counted already
        self._session.edit("Apply what-if", asked, question)
        self.changed.emit()

    def look_into(self, path: Path) -> None:
        """Use a weather file of the user's once it has proved good."""
        self._session.year_aside.look_into(path, self._session.document.design)

    def _ask_what_if(self, *, glance: bool) -> None:
        if self._answer is None or self._question.is_empty:
            return
        try:
            design = asked(self._session.document.design, self._question)
        except EditError as error:
            self.problem = str(error)
            self.changed.emit()
            return
        self._session.year_aside.request(design, self._answer.points, glance=glance)

    def _design_changed(self) -> None:
        if self._answer is not None:
            self._soon.start()
            self.changed.emit()

    def _follow(self) -> None:
        """After an edit: count again where the hall's points still hold."""
        design = self._session.document.design
        if self._answer is None or self.is_running:
            return
        if not self._question.is_empty:
            self._ask_what_if(glance=False)
        elif not self.missing and not _same_year(self._design, design) and self.fits:
            self._session.year_aside.request(design, self._answer.points, glance=False)

    # -- answers -------------------------------------------------------------------------------

    def take(self, design: Design, answer: CountedYear) -> None:
        """Take the year in that was asked for."""
        self._question, self._reply = WhatIf(), None
        super().take(design, answer)
        self._soon.start()

    def take_aside(self, design: Design, counted: CountedYear) -> None:
        """Take the answer to an edit or to a question."""
        self.problem = ""
        if not self._question.is_empty:
            if counted.results is not None and self._session.year_aside.is_pending:
                return  # a newer question waits: its preview comes next
            self._reply = (design, counted)
            if counted.results is None:
                self._settle.start()
        elif counted.results is not None:
            self._design, self._answer, self._reply = design, counted, None
        self.changed.emit()

    def use_weather(self, path: Path, place: str) -> None:
        """Take a weather file that proved good as the site's outdoor air."""
        session = self._session
        session.edit(f"Use weather of {place}", edits.set_site, weather_file=str(path), climate="")

    def close(self) -> None:
        """The window closes: nothing more is asked or told."""
        self._soon.stop()
        self._settle.stop()
        self._session.year_aside.forget()

    def clear(self) -> None:
        """Another document: nothing is known of its year."""
        self._soon.stop()
        self._settle.stop()
        self._session.year_aside.forget()
        self._design = self._answer = self._reply = None
        self._question, self.problem = WhatIf(), ""
        self.changed.emit()


def _same_year(one: Design | None, other: Design) -> bool:
    """Whether two designs have the same year."""
    if one is None:
        return False
    return one is other or (
        one.variant.plant == other.variant.plant
        and one.variant.site == other.variant.site
        and one.variant.power == other.variant.power
        and hall_key(one) == hall_key(other)
    )
