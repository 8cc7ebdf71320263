"""A hall drawn again takes over what stayed, and is the same to the last bit as one drawn anew."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import issparse

from coolsim.air.geometry import build_geometry
from coolsim.air.grids import grid_of
from coolsim.catalogue import load_catalogue
from coolsim.checks import Checker, check
from coolsim.design import edits
from coolsim.design.changes import changed, difference
from coolsim.errors import SolveError
from coolsim.tasks.live import with_other_loads
from solvers import openness as openness_module
from tests.air.halls import CELL_M, contained, scene_of
from tests.halls import small_hall

ALONG = st.sampled_from([-0.35, -0.1, 0.0, 0.05, 0.2, 0.6])
MOVES = st.lists(st.tuples(st.integers(0, 9), ALONG, ALONG), min_size=1, max_size=4)


def differs(one: object, other: object) -> list[str]:
    """Names of what differs in any bit; the sketch is what was taken over."""
    found = []
    for field in dataclasses.fields(one):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if field.name == "sketch":
            continue
        if dataclasses.is_dataclass(first):
            found += differs(first, second)
        elif not _same(first, second):
            found.append(field.name)
    return found


def _same(first: object, second: object) -> bool:
    if isinstance(first, tuple):
        pairs = zip(first, second, strict=True)
        return all(
            not differs(a, b) if dataclasses.is_dataclass(a) else _same(a, b) for a, b in pairs
        )
    if issparse(first):
        parts = ("data", "indices", "indptr")
        return all(_same(getattr(first, part), getattr(second, part)) for part in parts)
    if isinstance(first, np.ndarray):
        return first.tobytes() == second.tobytes()
    return first == second


@settings(max_examples=12, deadline=None)
@given(MOVES)
def test_a_hall_with_moved_racks_is_that_drawn_anew(moves):
    """With a contained aisle, whose panels keep openings to their side."""
    scene = scene_of(contained())
    grid = grid_of(scene, CELL_M, CELL_M)
    former = build_geometry(scene, grid)
    for which, dx, dy in moves:
        racks = list(scene.racks)
        n = which % len(racks)
        racks[n] = shifted(racks[n], dx, dy)
        scene = dataclasses.replace(scene, racks=tuple(racks))
        try:
            anew = build_geometry(dataclasses.replace(scene), grid)
        except SolveError:
            return
        redrawn = build_geometry(scene, grid, former)
        assert differs(redrawn, anew) == []
        stayed = [n for n, rack in enumerate(former.sketch.machines) if rack.machine in racks]
        kept = zip(former.sketch.machines, redrawn.sketch.machines, strict=True)
        if former.sketch.moved == redrawn.sketch.moved:
            assert sum(a is b for a, b in kept) >= len(stayed)
        former = redrawn


def shifted(rack, dx, dy):
    """A rack of a scene elsewhere, with all its openings."""
    by = (dx, dy, 0.0)

    def put(opening):
        across = [axis for axis in range(3) if axis != opening.axis]
        spans = tuple(
            (low + by[axis], high + by[axis])
            for axis, (low, high) in zip(across, opening.spans, strict=True)
        )
        return dataclasses.replace(
            opening, position=opening.position + by[opening.axis], spans=spans
        )

    bands = tuple(
        dataclasses.replace(band, intake=put(band.intake), exhaust=put(band.exhaust))
        for band in rack.bands
    )
    body = dataclasses.replace(
        rack.body,
        low=tuple(a + b for a, b in zip(rack.body.low, by, strict=True)),
        high=tuple(a + b for a, b in zip(rack.body.high, by, strict=True)),
    )
    return dataclasses.replace(rack, bands=bands, body=body)


def test_small_boxes_cover_what_they_would_one_by_one(monkeypatch):
    scene = scene_of(contained())
    grid = grid_of(scene, CELL_M, CELL_M)
    together = build_geometry(scene, grid)
    monkeypatch.setattr(openness_module, "_SMALL_CELLS", 0.0)
    assert differs(together, build_geometry(scene, grid)) == []


@settings(max_examples=15, deadline=None)
@given(MOVES, st.booleans())
def test_checks_of_moved_racks_are_those_of_the_design_alone(moves, is_told):
    design, catalogue = small_hall(), load_catalogue()
    checker = Checker()
    assert checker.check(design, catalogue) == check(design, catalogue)
    for which, dx, dy in moves:
        racks = design.variant.racks
        moved = edits.move(design, [racks[which % len(racks)].id], dx, dy)
        if is_told:  # as the worker hears of it: other tuples of the same members
            moved = changed(design, difference(design, moved))
        kept = checker._kept
        design = moved
        assert checker.check(design, catalogue) == check(design, catalogue)
        assert checker._kept is kept
    heavier = edits.update(design, [design.variant.racks[0].id], load_w=90_000.0)
    assert checker.check(heavier, catalogue) == check(heavier, catalogue)
    assert check(heavier, catalogue) != check(design, catalogue)
    other = edits.update(heavier, ["cooler-0001"], capacity_w=1000.0)
    assert checker.check(other, catalogue) == check(other, catalogue)


def test_a_moved_rack_leaves_the_others_of_a_scene_as_they_are():
    """What the geometry takes over hangs on this."""
    from coolsim.simulate import resolve_design

    design, catalogue = small_hall(), load_catalogue()
    scene = resolve_design(design, catalogue)
    moved = edits.move(design, [design.variant.racks[1].id], 0.0, 0.2)
    found = with_other_loads(scene, design, moved, catalogue)
    assert [a is b for a, b in zip(scene.racks, found.racks, strict=True)] == [1, 0, 1, 1]
    assert found.tiles is scene.tiles
