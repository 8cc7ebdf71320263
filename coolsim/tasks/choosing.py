"""Choice of cooling and silicon: the task and its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.catalogue.cooling_choice import METHODS
from coolsim.density.choice.records import (
    ChoiceAnswer,
    ChoicePoint,
    ChoiceWish,
)
from coolsim.design.changes import difference
from coolsim.design.files import design_hash, save, to_object
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.events import Progress
from coolsim.results.codec import encode
from coolsim.results.records import Results
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_CANCELLED, EXIT_OK, head
from coolsim.tasks.cooling import WORDS
from coolsim.tasks.requests import ChooseRequest
from coolsim.tasks.running import catalogue_of, chosen_fidelity, design_day_of, heading

if TYPE_CHECKING:
    from coolsim.density.choice.points import Metered


@dataclass(frozen=True, slots=True)
class ChooseAnswer:
    """The best choice found, with its design.

    Attributes:
        heading: What the design is called.
        drawn: The design asked about.
        fidelity: Of the halls solved.
        choice: The answer.
        out: The file the chosen design was written to, "" for none.
    """

    heading: str
    drawn: Design
    fidelity: str
    choice: ChoiceAnswer
    out: str = ""

    fields = None

    @property
    def exit_code(self) -> int:
        """Cancelled where somebody ended the search; that nothing holds is an answer."""
        return EXIT_CANCELLED if self.choice.is_stopped else EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return the choice, its design among it; of the front, what changes the design asked."""
        choice = self.choice
        status = "cancelled" if choice.is_stopped else "ok" if choice.best else "infeasible"
        known = {"design_hash": design_hash(self.drawn), "fidelity": self.fidelity}
        return head("choose", status, seconds=choice.seconds, **known) | {
            "best": encode(choice.best),
            "bound": choice.bound,
            "solves": choice.solves,
            "front": encode(choice.front),
            "best_change": None if choice.best is None else difference(self.drawn, choice.design),
            "front_changes": [difference(self.drawn, each) for each in choice.front_designs],
            "clash": choice.clash,
            "clash_name": choice.clash_name,
            "excluded": encode(choice.excluded),
            "notes": list(choice.notes),
            "design": to_object(choice.design),
            "out": self.out,
        }

    def text(self, system: units.System = "si") -> str:
        """Return what was chosen, the front, and what could not be."""
        choice = self.choice
        told = _no_choice(choice) if choice.best is None else _best(choice.best, choice)
        blocks = [
            f"Choice of cooling and silicon for {self.heading}",
            told,
            _front(choice.front),
            "\n".join(
                f"Not chosen from: {item.unit_id} with {WORDS[item.method].lower()}: {item.reason}"
                for item in choice.excluded
            ),
            "\n".join(choice.notes),
            f"Written to {self.out}" if self.out else "",
        ]
        return "\n\n".join(block for block in blocks if block)


def _no_choice(choice: ChoiceAnswer) -> str:
    """That nothing holds every limit, and the limit that stands against it."""
    if not choice.clash:
        return "No choice holds every limit."
    named = tables.limit_name(choice.clash)
    return f"No choice holds every limit: {named} at {choice.clash_name} breaks first."


def _best(best: ChoicePoint, choice: ChoiceAnswer) -> str:
    kinds = Counter(
        (rack.method, rack.unit_name, rack.units, rack.accelerators, rack.power_w)
        for rack in best.racks
    )
    rows = [
        (
            str(count),
            WORDS[method] if number else "empty",
            tables.clean(name, 36) if number else "",
            str(number),
            str(count * accelerators),
            tables.kilowatts(power),
        )
        for (method, name, number, accelerators, power), count in kinds.most_common()
    ]
    titles = ("Racks", "Cooling", "Server", "each", "accelerators", "kW a rack")
    totals = [
        ("Accelerators", f"{best.accelerators}, at most {choice.bound} by the last programme"),
        ("IT power", f"{tables.kilowatts(best.power_w)} kW"),
        ("Facility", f"{tables.kilowatts(best.facility_w)} kW ({best.meter_note})"),
        ("Water", "" if best.water_kg_s is None else f"{best.water_kg_s:.2f} kg/s"),
        ("Capital", f"{best.capital_usd / 1e6:.2f} MUSD"),
        ("Least slack", f"{tables.limit_name(best.tightest)} at {best.tightest_name}"),
        ("Solved", f"{choice.solves} halls in {choice.seconds:.0f} s; the best found"),
    ]
    return f"{tables.table(titles, rows, '><<>>>')}\n\n{tables.labelled(totals)}"


def _front(front: tuple[ChoicePoint, ...]) -> str:
    if not front:
        return ""
    rows = [
        (
            str(point.accelerators),
            tables.kilowatts(point.facility_w),
            f"{point.capital_usd / 1e6:.2f}",
            tables.limit_name(point.tightest),
        )
        for point in front
    ]
    titles = ("Accelerators", "facility kW", "capital MUSD", "least slack")
    return "Pareto front\n\n" + tables.table(titles, rows, ">>><")


def choosing(request: ChooseRequest) -> Generator[Progress, None, ChooseAnswer]:
    """Choose, and write the design where asked for.

    Raises:
        UsageError: A server or rack is unknown, or a file is in the way.
    """
    from coolsim.density.choice.points import Surroundings
    from coolsim.density.choice.search import choose

    if request.out is not None and request.out.exists() and not request.force:
        raise UsageError(
            "There is a file already.", where=str(request.out), remedy="Use --force to replace it."
        )
    design = request.design
    fidelity = chosen_fidelity(design, request.fidelity)
    wish = ChoiceWish(
        units=request.units,
        methods=request.methods or METHODS,
        racks=request.racks,
        by_row=request.by_row,
        facility_cap_w=request.facility_cap_w,
        budget_usd=request.budget_usd,
        prices_usd=request.prices_usd,
        front=request.front,
        water_cap_kg_s=request.water_cap_kg_s,
    )
    catalogue = catalogue_of(design)
    around = Surroundings(design_day_of(design), _metering(design, catalogue))
    cell = request.cell_m if request.cell_m is not None else design.variant.settings.cell_m
    choice = yield from choose(design, catalogue, wish, fidelity, cell, around)
    if request.out is not None and choice.best is not None:
        save(choice.design, request.out)
    written = str(request.out) if request.out is not None and choice.best is not None else ""
    return ChooseAnswer(heading(design), design, fidelity, choice, written)


def _metering(design: Design, catalogue: Catalogue) -> Callable[[Design, Results], Metered]:
    """What puts a chosen hall to the meter on the design day, with plants and losses."""
    from coolsim.compute.meter import meter_of
    from coolsim.density.choice.points import Metered
    from coolsim.simulate import resolve_design
    from coolsim.tasks.counting import outdoor

    weather = outdoor(design)

    def metered(changed: Design, results: Results) -> Metered:
        scene = resolve_design(changed, catalogue)
        meter = meter_of(changed, catalogue, scene, results, weather)
        if meter.ratio is None:
            return Metered(None, f"heat rejection is not counted: {meter.note}")
        return Metered(meter.ratio * sum(rack.power_w for rack in results.racks), meter.note)

    return metered
