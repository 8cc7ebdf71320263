"""Conduction against closed forms: sources, layers, films, two dimensions, time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from coolsim.verification.kinds import conduction_in_time, conduction_steady
from coolsim.verification.kinds.conduction_parts import Compared, Reference, Setup, Tolerance
from coolsim.verification.records import Case, Row, Solved


@dataclass(frozen=True, kw_only=True)
class Conduction(Case):
    """A set of conduction problems."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def run(case: Conduction) -> tuple[Row, ...]:
    """Solve every part that the reference has."""
    rows = []
    for solve in _parts(case.reference, case.setup):
        begun = time.perf_counter()
        compared, grid = solve()
        solved = Solved(time.perf_counter() - begun, grid)
        for quantity, ours, published, unit in compared:
            allowed = case.tolerance.rel * abs(published)
            rows.append(case.row(quantity, ours, published, allowed, solved, unit))
    return tuple(rows)


def _parts(
    reference: Reference, setup: Setup
) -> Iterator[Callable[[], tuple[list[Compared], str]]]:
    """The solves that the reference asks for, each ready to be called."""
    steady, in_time = conduction_steady, conduction_in_time
    if reference.slab is not None:
        yield partial(steady.solve_slab, reference.slab, setup.cells)
    if reference.cylinder is not None:
        yield partial(steady.solve_cylinder, reference.cylinder, setup.cells)
    if reference.fin is not None:
        yield partial(steady.solve_fin, reference.fin, setup.cells)
    if reference.composite is not None:
        yield partial(steady.solve_composite, reference.composite, setup.cells)
    if reference.laplace_square is not None:
        yield partial(steady.solve_square, reference.laplace_square, setup.cells)
    if reference.semi_infinite is not None:
        half_space = reference.semi_infinite
        yield partial(in_time.solve_semi_infinite, half_space, setup.cells, setup.steps)
    if reference.lumped is not None:
        yield partial(in_time.solve_lumped, reference.lumped, setup.steps)
    for term in reference.plane_wall_one_term:
        yield partial(in_time.solve_one_term, term, setup.cells, setup.steps)
