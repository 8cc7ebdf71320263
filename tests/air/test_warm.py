"""Air that follows the drawing: same answer as a cold start, whatever the edits before."""

import math

import numpy as np
import pytest

from coolsim.air.solve import AirSolver
from coolsim.air.warm import WarmAir, drawn_alike
from coolsim.design import edits
from coolsim.errors import SolveError
from tests.air.halls import scene_of
from tests.halls import small_hall

CLOSE_K = 0.15
"""Cold and warm runs each end within 0.05 K over twenty steps of where they were."""


def resolved(design):
    return scene_of(design.variant)


def warm_air(design):
    return WarmAir(resolved(design), "zero_equation", 0.3)


def settled(air):
    """The settled answer of a warm room."""
    for _ in air.steps():
        pass
    return finished(air.conclude())


def finished(steps):
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def cold(scene):
    return finished(AirSolver(scene, "live", 0.3, "zero_equation").solve(scene))


@pytest.fixture(scope="module")
def hall():
    return small_hall()


def edited(design, change, *args, **fields):
    answer = change(design, *args, **fields)
    return answer[0] if isinstance(answer, tuple) else answer


def test_a_moved_rack_ends_where_a_cold_start_ends(hall):
    air = warm_air(hall)
    settled(air)
    moved = resolved(edited(hall, edits.move, [hall.variant.racks[0].id], 0.0, 0.3))
    air.follow(moved)
    warm, alone = settled(air), cold(moved)
    assert warm.status == alone.status == "converged"
    assert np.abs(warm.intake_means - alone.intake_means).max() < CLOSE_K
    assert warm.mass_fraction < 1e-12
    assert warm.linear_residual < 1e-9


def test_racks_and_coolers_may_come_and_go(hall):
    air = warm_air(hall)
    for _, _ in zip(air.steps(), range(5), strict=False):
        pass
    fewer = edited(hall, edits.delete, [hall.variant.racks[0].id])
    for design in (fewer, hall):
        scene = resolved(design)
        air.follow(scene)
        movement = next(iter(air.steps()))
        answer = air.snapshot(movement)
        assert answer.devices.scene is scene
        assert np.isfinite(answer.intake_means).all()
        assert answer.mass_fraction < 1e-4


def test_a_carried_flow_conserves_volume_before_its_first_step(hall):
    air = warm_air(hall)
    for _, _ in zip(air.steps(), range(5), strict=False):
        pass
    air.follow(resolved(edited(hall, edits.move, [hall.variant.racks[0].id], 0.0, 0.3)))
    assert air._room.mass_defect() < 1e-2


def test_a_snapshot_tells_its_movement_and_leaves_the_flow_alone(hall):
    watched, plain = warm_air(hall), warm_air(hall)
    steps, others = watched.steps(), plain.steps()
    for _ in range(8):
        movement = next(steps)
        next(others)
        answer = watched.snapshot(movement)
    assert answer.status == "not_converged"
    assert answer.wander_k == movement.moved_k > 0.0
    assert answer.steps == 8
    assert "still being followed" in answer.status_note
    left = settled(watched), settled(plain)
    assert np.abs(left[0].intake_means - left[1].intake_means).max() < CLOSE_K


def test_frozen_flow_answers_loads_and_set_points_exactly(hall):
    air = warm_air(hall)
    before = settled(air)
    warmer = edited(
        hall,
        edits.update,
        [cooler.id for cooler in hall.variant.coolers],
        supply_temperature_c=hall.variant.coolers[0].supply_temperature_c + 2.0,
    )
    answer = air.frozen(resolved(warmer))
    # every source of temperature rises by 2 K, so on the same flow all of the air does
    assert answer.intake_means - before.intake_means == pytest.approx(2.0, abs=1e-3)
    assert answer.status == "not_converged"
    assert "as before the edit" in answer.status_note
    assert math.isclose(answer.devices.intake_flow.sum(), before.devices.intake_flow.sum())


def test_what_moves_air_is_not_frozen(hall):
    air = warm_air(hall)
    moved = resolved(edited(hall, edits.move, [hall.variant.racks[0].id], 0.0, 0.3))
    faster = resolved(edited(hall, edits.update, [hall.variant.coolers[0].id], airflow_m3_s=2.5))
    assert not air.can_freeze(moved)
    assert not air.can_freeze(faster)
    assert air.frozen(moved) is None


def test_scenes_are_alike_by_what_is_drawn(hall):
    scene = resolved(hall)
    assert drawn_alike(
        scene, resolved(edited(hall, edits.update, [hall.variant.racks[0].id], name="Z"))
    )
    loaded = edited(hall, edits.update, [hall.variant.racks[0].id], load_w=1234.0)
    assert drawn_alike(scene, resolved(loaded))
    assert not drawn_alike(
        scene, resolved(edited(hall, edits.move, [hall.variant.racks[0].id], 0.0, 0.1))
    )


def test_a_hall_that_cannot_be_solved_leaves_the_air_as_it_was(hall):
    air = warm_air(hall)
    scene = air.scene
    stopped = edited(hall, edits.update, [c.id for c in hall.variant.coolers], capacity_w=10.0)
    with pytest.raises(SolveError):
        air.follow(resolved(stopped))
    assert air.scene is scene
    next(iter(air.steps()))
