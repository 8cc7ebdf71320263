"""The choice of cooling and silicon per rack: what may be chosen, asking, and the points found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coolsim.catalogue import Catalogue, load_catalogue
from coolsim.catalogue.cooling_choice import METHODS
from coolsim.catalogue.entries import Entry
from coolsim.density.choice.records import ChoicePoint, Excluded
from coolsim.design.changes import changed
from coolsim.errors import DesignFileError
from coolsim.results.codec import decode
from ui.inquiry import Inquiry

if TYPE_CHECKING:
    from ui.session import Session

POINTS = 2
"""Points of less power, and as many of less capital, that are asked for at first."""
_TABLES = ("server", "rack")


@dataclass(frozen=True, slots=True)
class FoundChoice:
    """An answer of the task ``choose``.

    Attributes:
        points: Choices that hold every limit, most accelerators first; empty where none does.
        changes: What makes each of the design asked about.
        bound: Accelerators that no choice within the cuts made exceeds.
        is_stopped: Whether the search was ended early.
        solves, seconds: Halls solved, and the time they took [s].
        excluded: Servers and methods that no rack can have.
        notes: What the figures leave out.
        clash, clash_name: Where there is no point: the limit that broke first, and where.
    """

    points: tuple[ChoicePoint, ...]
    changes: tuple[Mapping[str, Any], ...]
    bound: int
    is_stopped: bool
    solves: int
    seconds: float
    excluded: tuple[Excluded, ...]
    notes: tuple[str, ...]
    clash: str
    clash_name: str


def found_choice(plain: Mapping[str, Any]) -> FoundChoice:
    """The answer of the task ``choose`` as records.

    Raises:
        ResultFileError: It is of another shape.
    """
    front = [(decode(ChoicePoint, row), change) for row, change in
             zip(plain["front"], plain["front_changes"], strict=True)]  # fmt: skip
    if not front and plain["best"] is not None:
        front = [(decode(ChoicePoint, plain["best"]), plain["best_change"])]
    return FoundChoice(
        points=tuple(point for point, _ in front),
        changes=tuple(change for _, change in front),
        bound=int(plain["bound"]),
        is_stopped=plain["status"] == "cancelled",
        solves=int(plain["solves"]),
        seconds=float(plain["seconds"]),
        excluded=tuple(decode(Excluded, row) for row in plain["excluded"]),
        notes=tuple(map(str, plain["notes"])),
        clash=str(plain["clash"]),
        clash_name=str(plain["clash_name"]),
    )


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """What may be chosen next, and what it may take; as the fields of a ``ChoiceWish``.

    ``is_selection`` leaves racks that are not selected as drawn.
    """

    units: tuple[str, ...] = ()
    methods: tuple[str, ...] = METHODS
    is_selection: bool = False
    by_row: bool = False
    facility_cap_w: float | None = None
    budget_usd: float | None = None
    water_cap_kg_s: float | None = None
    prices_usd: tuple[tuple[str, float], ...] = ()
    front: int = POINTS


def _maker(catalogue: Catalogue, entry: Entry) -> str:
    """Who makes the accelerators of a server."""
    silicon = entry.word("accelerator")
    known = catalogue.get(silicon).word("vendor") if silicon in catalogue else ""
    return known or "Own"


class Choice(Inquiry[FoundChoice]):
    """The choice in sight, and the question for the next one."""

    task = "choose"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._question = ChoiceQuestion()

    @property
    def question(self) -> ChoiceQuestion:
        """What would be asked now."""
        return self._question

    def change(self, **fields: object) -> None:
        """Ask for something else next time."""
        question = replace(self._question, **fields)  # type: ignore[arg-type]
        if question != self._question:
            self._question = question
            self.changed.emit()

    def toggle(self, field: str, key: str, *, wanted: bool) -> None:
        """Take a server or a method into the next question, or out of it."""
        others = tuple(each for each in getattr(self._question, field) if each != key)
        self.change(**{field: (*others, key) if wanted else others})

    def servers(self) -> tuple[tuple[str, Entry], ...]:
        """Servers and rack-scale systems with accelerators, each with the maker of these."""
        catalogue = load_catalogue().with_entries(self._session.design.catalogue)
        every = (entry for table in _TABLES for entry in catalogue.entries(table))
        found = [
            (_maker(catalogue, entry), entry) for entry in every if entry.count("accelerators")
        ]
        return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].name)))

    def accelerators(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of the accelerators in the servers to choose from."""
        catalogue = load_catalogue().with_entries(self._session.design.catalogue)
        found = {
            catalogue.get(unit).word("accelerator")
            for unit in self._question.units
            if unit in catalogue
        }
        return tuple((each, catalogue.get(each).name) for each in sorted(found) if each)

    @property
    def lacks(self) -> str:
        """What has to be chosen before anything can be asked; "" for nothing."""
        if not self._session.variant.racks:
            return "Place racks first."
        if not self._question.units:
            return "Choose servers first."
        if not self._question.methods:
            return "Choose a cooling method first."
        if self._question.is_selection and not self._selected():
            return "Select racks first, or let all of them change."
        return ""

    def ask(self) -> None:
        """Choose; the answer comes by signal."""
        if self.lacks:
            self._session.message.emit(self.lacks, "warning")
            return
        question = self._question
        known = {key for key, _ in self.accelerators()}
        self.submit(
            {
                "units": list(question.units),
                "methods": list(question.methods),
                "racks": self._selected() if question.is_selection else [],
                "by_row": question.by_row,
                "facility_cap_w": question.facility_cap_w,
                "budget_usd": question.budget_usd,
                "water_cap_kg_s": question.water_cap_kg_s,
                "prices_usd": [[key, price] for key, price in question.prices_usd if key in known],
                "front": question.front,
                "cell_m": self._session.variant.settings.cell_m,
            }
        )

    def apply(self, number: int) -> None:
        """Draw a point: racks filled and cooled as chosen, with the loops they need, in one step.

        Args:
            number: Of the point among those found.
        """
        answer = self._answer
        if answer is None or self.is_stale or not 0 <= number < len(answer.points):
            return
        try:
            design = changed(self._session.document.design, answer.changes[number])
        except DesignFileError as error:
            self._session.message.emit(str(error), "error")
            return
        count = answer.points[number].accelerators
        self._session.apply(f"Choose cooling for {count:,} accelerators", design)

    def _selected(self) -> list[str]:
        chosen = self._session.selection
        return [rack.id for rack in self._session.variant.racks if rack.id in chosen]
