"""Chillers in the electric input ratio form."""

import numpy as np
import pytest

from coolsim.equipment.chiller import ChillerCurves, available_capacity_w, chiller, staged
from coolsim.errors import SolveError

WSC = ChillerCurves(
    name="McQuay WSC 471 kW",
    condenser="water",
    capacity_w=471200.0,
    cop=5.89,
    capacity_curve=(0.252113, 0.01324053, -0.008637329, 0.08581056, -0.004261176, 0.008661899),
    input_ratio_curve=(0.4475238, -0.0258821, -0.001459053, 0.04342595, -0.001000651, 0.001920106),
    part_load_curve=(0.2778889, 0.2338363, 0.4883748),
    least_part_load=0.1,
    most_part_load=1.0,
    chilled_c=(7.22, 12.78),
    condenser_c=(12.78, 26.67),
)


def test_worked_number():
    capacity = available_capacity_w(WSC, 10.0, 20.0)
    assert capacity / 471200.0 == pytest.approx(1.265, abs=5e-4)
    state = chiller(WSC, 0.3633 * capacity, 10.0, 20.0)
    assert state.cooling_w / state.power_w == pytest.approx(5.59, abs=0.01)


def test_condenser_takes_cooling_and_power():
    state = chiller(WSC, np.array([0.0, 1e5, 3e5, 9e5]), 9.0, 25.0)
    assert state.rejected_w == pytest.approx(state.cooling_w + state.power_w)
    assert state.power_w[0] == 0.0
    assert state.running[0] == 0.0


def test_what_it_cannot_do_is_unmet_not_clamped_away():
    capacity = float(available_capacity_w(WSC, 9.0, 25.0))
    state = chiller(WSC, 2.0 * capacity, 9.0, 25.0)
    assert state.cooling_w == pytest.approx(capacity)
    assert state.unmet_w == pytest.approx(capacity)


def test_below_its_least_part_load_it_cycles():
    capacity = float(available_capacity_w(WSC, 9.0, 25.0))
    at_least, half = chiller(WSC, np.array([0.1, 0.05]) * capacity, 9.0, 25.0).power_w
    assert half == pytest.approx(0.5 * at_least)


def test_colder_condensers_and_warmer_chilled_water_save_power_at_equal_part_load():
    def cop(chilled_c, condenser_c):
        capacity = available_capacity_w(WSC, chilled_c, condenser_c)
        state = chiller(WSC, 0.8 * capacity, chilled_c, condenser_c)
        return state.cooling_w / state.power_w

    assert np.all(np.diff(cop(9.0, np.array([26.0, 22.0, 18.0]))) > 0.0)
    assert np.all(np.diff(cop(np.array([7.5, 9.0, 11.0]), 24.0)) > 0.0)


def test_staging_takes_least_power_and_covers_what_can_be_covered():
    capacity = float(available_capacity_w(WSC, 9.0, 25.0))
    loads = np.linspace(0.0, 4.2, 43) * capacity
    shared = staged(WSC, 4, loads, 9.0, 25.0)
    assert shared.cooling_w == pytest.approx(np.minimum(loads, 4.0 * capacity))
    for running in (1, 2, 3, 4):
        able = loads <= running * capacity
        alone = running * chiller(WSC, loads[able] / running, 9.0, 25.0).power_w
        assert np.all(shared.power_w[able] <= alone * (1.0 + 1e-12))


def test_notes_name_what_was_extrapolated():
    assert WSC.notes(9.0, 25.0) == ()
    (note,) = WSC.notes(9.0, 35.0)
    assert "condenser inlet of 35" in note


def test_impossible_machines_are_refused():
    with pytest.raises(SolveError, match="above zero"):
        ChillerCurves(
            **{name: getattr(WSC, name) for name in ChillerCurves.__slots__} | {"cop": 0.0}
        )
    with pytest.raises(ValueError, match="not negative"):
        chiller(WSC, -1.0, 9.0, 25.0)
    with pytest.raises(ValueError, match="at least one"):
        staged(WSC, 0, 1.0, 9.0, 25.0)
