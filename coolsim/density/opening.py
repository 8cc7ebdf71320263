"""Opening a study: the case of a design, its own and shared limits, the solver, where to start."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue import Catalogue
from coolsim.density.case import DensityCase, make_case
from coolsim.density.limits import COUPLED_LIMITS, OWN_LIMITS, SHARED_LIMITS, Cap
from coolsim.density.records import UncheckedLimit
from coolsim.density.search import Trial, find_level
from coolsim.density.study import Study
from coolsim.design.models import Design, Fidelity
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.plant.outdoor import Outdoor
from coolsim.simulate import make_hall_solver, resolve_design

Array = NDArray[np.float64]

HIGHEST_RACK_POWER_W = 2.0e6
"""Level beyond which a rack counts as unlimited: no product comes near it."""
LOWEST_LEVEL_FRACTION = 0.01
"""Lowest level tried, over the mean drawn load."""
DRAFT_TRIALS = 8
"""Most potential flows solved to find a start."""
DRAFT_NEAR = 10.0
"""Tolerances of a limit within which potential flow is near enough to start from: 0.2 K."""
DRAFT_TOLERANCE = 0.02
"""Relative width of the bracket that is enough for a start [-]."""


@dataclass(frozen=True, slots=True)
class OpenStudy:
    """A study ready to search.

    Attributes:
        design, catalogue, fidelity, cell_m: What it was opened for.
        study: The hall.
        caps: Own limits of every rack, lowest first.
        unchecked: What could not be checked.
        first, lowest, highest: The drawn level, and the levels between which to search.
    """

    design: Design
    catalogue: Catalogue
    fidelity: Fidelity
    cell_m: float | None
    study: Study
    caps: dict[int, tuple[Cap, ...]]
    unchecked: tuple[UncheckedLimit, ...]
    first: float
    lowest: float
    highest: float

    def within(self, level: float) -> float:
        """A level, or the end of the span that it lies beyond."""
        return min(max(level, self.lowest), self.highest)


def open_study(
    design: Design,
    catalogue: Catalogue,
    objective: str,
    *,
    margin_k: float | None,
    fidelity: Fidelity,
    cell_m: float | None,
    overhead_w: Callable[[float], float] | None = None,
    design_day: Outdoor | None = None,
) -> OpenStudy:
    """A study of the active variant.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        objective: ``proportional``; all others weigh every rack alike.
        margin_k: Margin under every inlet limit [K]; ``None`` for the design's own.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the design's, then the fidelity's.
        overhead_w: Power of racks -> cooling power in the worst hour [W], where a year tells it.
        design_day: Outdoor air of the design day, where the site tells it.

    Raises:
        SolveError: If there is no rack, or no drawn load to be proportional to.
    """
    scene = resolve_design(design, catalogue)
    if not scene.racks:
        raise SolveError("The hall has no racks.", remedy="Place at least one rack.")
    drawn = sum(rack.power_w for rack in scene.racks)
    if objective == "proportional" and drawn <= 0.0:
        raise SolveError(
            "No rack has a load to be proportional to.",
            remedy="Give the racks loads, or ask for uniform density.",
        )
    margin = design.variant.settings.inlet_margin_k if margin_k is None else margin_k
    kind = "proportional" if objective == "proportional" else "uniform"
    case = replace(
        make_case(design.variant, scene, catalogue, kind, margin),
        overhead_w=overhead_w,
        design_day=design_day,
    )
    caps, unchecked = read_own_limits(case)
    cell = cell_m if cell_m is not None else design.variant.settings.cell_m
    study = Study(
        case=case,
        caps_w=lowest_caps(caps, len(scene.racks)),
        groups=tuple(group for limit in SHARED_LIMITS for group in limit.groups(case)),
        # the limit of each coil asks what its set point needs, also beyond its capacity
        solver=make_hall_solver(design, catalogue, scene, fidelity, cell, capacity_counts=False),
        is_draft=fidelity == "draft",
    )
    first = 1.0 if kind == "proportional" else max(drawn / len(scene.racks), 100.0)
    return OpenStudy(
        design=design,
        catalogue=catalogue,
        fidelity=fidelity,
        cell_m=cell,
        study=study,
        caps=caps,
        unchecked=(
            *unchecked,
            *(u for limit in COUPLED_LIMITS for u in limit.unchecked(case)),
            *(u for limit in SHARED_LIMITS for u in limit.unchecked(case)),
        ),
        first=first,
        lowest=LOWEST_LEVEL_FRACTION * first,
        highest=highest_level(study),
    )


def draft_trials(opened: OpenStudy) -> Generator[Progress, None, tuple[Trial, ...]]:
    """Levels tried on potential flow; nothing where no level holds there, or none is limited."""
    solver = make_hall_solver(
        opened.design, opened.catalogue, opened.study.case.scene, "draft", opened.cell_m,
        capacity_counts=False,
    )  # fmt: skip
    study = replace(opened.study, solver=solver, is_draft=True, is_rough=True, relief={})
    trials: list[Trial] = []

    def evaluate(level: float) -> Generator[Progress, None, Trial]:
        trial = yield from study.evaluate(level)
        trials.append(trial)
        return blurred(trial, DRAFT_NEAR)

    found = yield from find_level(
        evaluate,
        opened.first,
        opened.lowest,
        opened.highest,
        tolerance=DRAFT_TOLERANCE,
        most_trials=DRAFT_TRIALS,
    )
    return () if found.outcome in ("infeasible", "unlimited") else tuple(trials)


def blurred(trial: Trial, times: float) -> Trial:
    """A trial whose readings count as known to some tolerances only."""
    wide = (replace(r, tolerance=times * r.tolerance) for r in trial.readings)
    return replace(trial, readings=tuple(wide))


def read_own_limits(
    case: DensityCase,
) -> tuple[dict[int, tuple[Cap, ...]], tuple[UncheckedLimit, ...]]:
    """Caps of every rack, lowest first, and what could not be checked."""
    caps: dict[int, list[Cap]] = {n: [] for n in range(len(case.racks))}
    unchecked: list[UncheckedLimit] = []
    for limit in OWN_LIMITS:
        for item in limit.caps(case):
            if isinstance(item, Cap):
                caps[item.rack].append(item)
            else:
                unchecked.append(item)
    ordered = {n: tuple(sorted(found, key=lambda c: c.power_w)) for n, found in caps.items()}
    return ordered, tuple(unchecked)


def lowest_caps(caps: dict[int, tuple[Cap, ...]], count: int) -> Array:
    """Lowest own limit of every rack, infinite without one, shape (racks,) [W]."""
    return np.array([caps[n][0].power_w if caps[n] else np.inf for n in range(count)])


def highest_level(study: Study) -> float:
    """Level that no limit on power alone lets grow further.

    There every rack stands at its own cap, or at a power no rack reaches, or a shared limit on
    summed powers binds exactly.
    """
    weights = np.array(study.case.weights)
    growing = weights > 0.0
    caps = np.minimum(study.caps_w, HIGHEST_RACK_POWER_W)
    own = float((caps[growing] / weights[growing]).max())
    shared = (group.highest_level(study.case.weights, list(study.caps_w)) for group in study.groups)
    return min([own, *shared])
