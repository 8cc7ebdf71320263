"""Darcy friction factors of pipes, and the film coefficient that rests on them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict

from coolsim.equipment.pipe import film_w_m2_k
from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.pipe_friction import friction_factor


@dataclass(frozen=True, slots=True)
class Point:
    """Darcy factor ``fD`` at a Reynolds number and a roughness over diameter."""

    Re: Positive
    eps_D: NotNegative
    fD: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Film:
    """Nusselt number by Gnielinski at a given friction factor."""

    Re: Positive
    Pr: Positive
    f: Positive
    Nu: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Friction factors; optionally a film coefficient."""

    points: tuple[Point, ...]
    gnielinski_example: Film | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative errors: of the implicit law, of an explicit formula."""

    colebrook_rel: Positive
    explicit_formula_rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class PipeFriction(Case):
    """Friction factors of round pipes."""

    reference: Reference
    tolerance: Tolerance


def run(case: PipeFriction) -> tuple[Row, ...]:
    """Compare friction factors, and a Nusselt number where there is one."""
    start = time.perf_counter()
    points = case.reference.points
    factors, _ = friction_factor(
        np.array([point.Re for point in points]), np.array([point.eps_D for point in points])
    )
    solved = Solved(time.perf_counter() - start, f"{len(points)} points")
    rows = [
        case.row(
            f"friction factor at Re {point.Re:g}, roughness {point.eps_D:g}",
            float(ours),
            point.fD,
            case.tolerance.colebrook_rel * point.fD,
            solved,
        )
        for point, ours in zip(points, factors, strict=True)
    ]
    film = case.reference.gnielinski_example
    if film is not None:
        ours = film_w_m2_k(film.Re, film.Pr, film.f, 1.0, 1.0)
        tolerance = case.tolerance.explicit_formula_rel * film.Nu
        rows.append(case.row("Nusselt number by Gnielinski", ours, film.Nu, tolerance, solved))
    return tuple(rows)
