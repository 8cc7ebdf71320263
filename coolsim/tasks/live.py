"""The open design's air, kept warm: one design after another, each with several answers.

The first answer to an edit comes as soon as it means something, better ones follow until the flow
stands still. An edit of loads or set points is answered at once on the flow as it was. All of these
are previews and say so; the commands solve from a cold start.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from coolsim import units
from coolsim.checks import Checker
from coolsim.errors import CoolSimError, SolveError
from coolsim.events import Progress
from coolsim.results.files import to_json
from coolsim.results.records import Fields, Finding, Results
from coolsim.tasks.answers import EXIT_OK, SolveAnswer
from coolsim.tasks.requests import LiveRequest
from coolsim.tasks.running import catalogue_of, heading, joined, solvable

if TYPE_CHECKING:
    from coolsim.air.solution import AirSolution
    from coolsim.air.warm import WarmAir
    from coolsim.catalogue.loading import Catalogue
    from coolsim.coupling.liquid import AirReading
    from coolsim.coupling.live import LiveLiquid
    from coolsim.design.models import Design, Fidelity, Rack
    from coolsim.scene import Scene

Flow = Literal["draft", "frozen", "live"]
FIRST_ANSWER_S = 0.2
"""When the first answer with the edit's own flow is due where another has been shown already [s];
else it is as soon as it means something."""
NEXT_ANSWER_S = 0.4
"""Time between two answers while the flow is followed further [s]."""
ANSWERING = "answer"
"""Stage of the progress told just before an answer is put together."""
FEWEST_STEPS = 3
"""Steps after which the carried flow has met the edit: before, no answer is worth showing."""
FEWEST_IN_HURRY = 1
"""The same where the next design waits already, a few centimetres on. While a rack is moved at
0.6 m/s, inlets lag behind where they would settle, by as much (0.4 K on average, 1.3 to 1.8 K at
worst) whether each of its places is given one step or, fewer of them seen, two."""


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """One answer on the way to the air of the design in sight.

    Attributes:
        heading: What the design is called.
        results: The air as far as it is known.
        flow: ``draft`` (potential flow), ``frozen`` (airflows as before the edit) or ``live``.
        is_settled: Whether the flow stands still, so that nothing better follows.
    """

    heading: str
    results: Results
    flow: Flow
    is_settled: bool

    exit_code = EXIT_OK

    @property
    def fields(self) -> Fields:
        """The air fields."""
        return self.results.fields

    def to_json(self) -> dict[str, Any]:
        """Return the results as JSON, without the fields."""
        return to_json(self.results, "live") | {"flow": self.flow, "is_settled": self.is_settled}

    def text(self, system: units.System = "si") -> str:
        """Return the results for a terminal."""
        return SolveAnswer(self.heading, self.results).text(system)


Answers = Generator[Progress | LiveAnswer, None, LiveAnswer]


class LiveHall:
    """The air of the open design from edit to edit.

    A request that fails leaves the air as it was, so the next edit goes on from there.
    """

    def __init__(self) -> None:
        self._air: WarmAir | None = None
        self._physics: tuple[str, str, str] | None = None
        self._design: Design | None = None
        self._checker = Checker()
        self._findings: tuple[Finding, ...] = ()
        self._seen: AirReading | None = None

    def answers(self, request: LiveRequest, is_hurried: Callable[[], bool]) -> Answers:
        """Answer a request again and again, better every time; closing the generator ends it.

        Args:
            request: The design.
            is_hurried: Whether the answer is wanted as soon as it means something.

        Raises:
            coolsim.errors.SolveError: The hall cannot be solved as drawn.
        """
        from coolsim.coupling.live import LiveLiquid
        from coolsim.simulate import resolve_design

        begun = time.perf_counter()
        design = request.design
        catalogue = catalogue_of(design)
        if request.fresh:
            self._air = None
        near: Scene | None = None
        is_shown = False
        with suppress(CoolSimError):  # the check that follows says what is wrong
            near = self._with_other_loads(design, catalogue)
            solution = None if near is None or self._air is None else self._air.frozen(near)
            if solution is not None:
                before = _Collector(design, catalogue, self._findings, begun)
                yield before.answer(solution, "frozen")
                is_shown = True
        findings = self._findings = solvable(design, catalogue, self._checker)
        if near is None or not only_moved(self._design, design, near):
            near = resolve_design(design, catalogue)
        drawn = near
        liquid = LiveLiquid(design.variant, catalogue, drawn, self._seen)
        scene = liquid.scene()
        collected = _Collector(design, catalogue, findings, begun, liquid)
        air = self._kept(design, scene)
        if air is None:
            yield collected.answer(_draft(design, scene), "draft")
            is_shown = True
            air = self._begin(design, scene)
        else:
            air.follow(scene)
        self._design = design
        due = begun + (FIRST_ANSWER_S if is_shown else 0.0)
        is_answered = False
        for movement in air.steps():
            hurries = is_hurried() and not is_answered
            is_due = hurries or time.perf_counter() >= due
            fewest = FEWEST_IN_HURRY if hurries else FEWEST_STEPS
            if is_due and movement.steps and movement.step >= fewest:
                yield Progress(ANSWERING, 0.5, "Putting the answer together")
                yield collected.answer(air.snapshot(movement), "live")
                is_answered = True
                due = time.perf_counter() + NEXT_ANSWER_S
            else:
                yield Progress("flow", 0.5, f"Step {movement.step}")
        try:
            solution = yield from air.conclude()
        except SolveError:
            self._air = None
            raise
        self._seen = liquid.seen
        return collected.answer(solution, "live", is_settled=True)

    def _kept(self, design: Design, scene: Scene) -> WarmAir | None:
        """The air as the request before left it, where it can stand for the scene's."""
        air = self._air
        fits = air is not None and air.scene.size_m == scene.size_m
        return air if fits and _physics(design) == self._physics else None

    def _with_other_loads(self, design: Design, catalogue: Catalogue) -> Scene | None:
        """The scene of a design by that of the former one, where little differs."""
        if self._air is None or self._design is None or self._air.scene.loops.loops:
            return None
        return with_other_loads(self._air.scene, self._design, design, catalogue)

    def _begin(self, design: Design, scene: Scene) -> WarmAir:
        from coolsim.air.warm import WarmAir

        self._physics = turbulence, convection, wall_friction = _physics(design)
        self._air = WarmAir(
            scene,
            turbulence,
            second_order=convection == "second_order",
            log_law_walls=wall_friction == "log_law",
        )
        return self._air


def _physics(design: Design) -> tuple[str, str, str]:
    """Turbulence, convection and wall friction: air solved with others is not gone on with."""
    settings = design.variant.settings
    return settings.turbulence, settings.convection, settings.wall_friction


def with_other_loads(
    scene: Scene, drawn: Design, design: Design, catalogue: Catalogue
) -> Scene | None:
    """The scene of a design that differs in racks and coolers only; just these are looked up anew.

    Args:
        scene: Scene of the former design.
        drawn: The former design.
        design: The new one.
        catalogue: Its catalogue.

    Returns:
        ``None`` where more differs. What the scene says of its assumptions is not brought up to
        date.
    """
    from coolsim.scene import sources_at
    from coolsim.simulate import resolve_design

    former, variant = drawn.variant, design.variant
    loads: dict[str, object] = {"racks": former.racks, "coolers": former.coolers}
    same_others = variant.model_copy(update=loads) == former and drawn.catalogue == design.catalogue
    if not same_others or [r.id for r in variant.racks] != [r.id for r in former.racks]:
        return None
    pairs = list(zip(former.racks, variant.racks, strict=True))
    if any(_supply_of(before) != _supply_of(after) for before, after in pairs):
        return None
    changed = tuple(after for before, after in pairs if after is not before and after != before)
    few = variant.model_copy(update={"racks": changed, "tiles": ()})
    variants = tuple(few if each.id == few.id else each for each in design.variants)
    part = resolve_design(design.model_copy(update={"variants": variants}), catalogue)
    known = {rack.id: rack for rack in part.racks}
    racks = tuple(known.get(rack.id, rack) for rack in scene.racks)
    chain = scene.power and part.power and replace(scene.power, fans_w=part.power.fans_w)
    new = replace(scene, racks=racks, coolers=part.coolers, air=part.air, power=chain)
    # what racks draw makes heat in the elements above them
    return replace(new, room_sources=sources_at(new, [rack.power_w for rack in racks]))


def only_moved(drawn: Design | None, design: Design, scene: Scene) -> bool:
    """Whether racks without ducts stand elsewhere, nothing else differs, and no coolant is there.

    The scene of :func:`with_other_loads` is then all there is to say, assumptions too.
    """
    from coolsim.coupling.solve import has_liquid
    from coolsim.scene.ducts import is_ducted

    if drawn is None or has_liquid(design.variant, scene):
        return False
    for before, after in zip(drawn.variant.racks, design.variant.racks, strict=True):
        if before is after:
            continue
        place = {"x_m": before.x_m, "y_m": before.y_m, "heading_deg": before.heading_deg}
        if after.model_copy(update=place) != before or is_ducted(after):
            return False
    return drawn.variant.coolers == design.variant.coolers


def _supply_of(rack: Rack) -> tuple[object, ...]:
    """What hangs a rack in the power chain."""
    return rack.feed_id, rack.feed_b_id, rack.phase


@dataclass(frozen=True, slots=True)
class _Collector:
    """Makes answers of solutions: what they share while one design is answered."""

    design: Design
    catalogue: Catalogue
    findings: tuple[Finding, ...]
    begun: float
    liquid: LiveLiquid | None = None

    def answer(self, solution: AirSolution, flow: Flow, *, is_settled: bool = False) -> LiveAnswer:
        from coolsim.simulate import collect

        seconds = time.perf_counter() - self.begun
        fidelity: Fidelity = "draft" if flow == "draft" else "live"
        liquid = None if self.liquid is None else self.liquid.answer(solution)
        results = collect(self.design, self.catalogue, fidelity, solution, seconds, liquid)
        results = replace(results, findings=joined(self.findings, results.findings))
        return LiveAnswer(heading(self.design), results, flow, is_settled)


def _draft(design: Design, scene: Scene) -> AirSolution:
    """Potential flow of a scene."""
    from coolsim.simulate import make_solver

    steps = make_solver(design, scene, "draft", None).solve(scene)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            solution: AirSolution = stop.value
            return solution
