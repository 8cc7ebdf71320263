"""The tree of power conversion: worked numbers, conservation, phases, trip curves, stores."""

import math

import numpy as np
import pytest

from coolsim.equipment.conversion import LossLaw
from coolsim.equipment.power_chain import (
    METER,
    ChainElement,
    carried_fraction,
    chain_flows,
    phase_balance,
    store_seconds,
)

TWO = (
    ChainElement(1, LossLaw(0.0, 0.02, 0.0), None, 1),
    ChainElement(METER, LossLaw(0.0, 0.01, 0.0), None, 1),
)


def test_worked_numbers():
    flows = chain_flows(TWO, np.array([[90e3], [0.0]]), np.zeros(1))
    assert flows.output_w[1, 0] == pytest.approx(91.8e3)
    assert flows.meter_w[0] == pytest.approx(92.718e3)
    balance = phase_balance((30e3, 20e3, 10e3))
    assert balance.imbalance_fraction == pytest.approx(0.5)
    assert balance.neutral_fraction == pytest.approx(math.sqrt(300.0) / 20.0)
    assert balance.worst_fraction == pytest.approx(0.5)
    assert carried_fraction([(2.0, 100.0), (8.0, 1.0)], 10.0) == pytest.approx(4.0)
    assert store_seconds(51.2 * 3.6e6, 210e3, 210e3) == pytest.approx(877.7, abs=0.1)


def test_power_is_conserved_in_every_hour():
    rng = np.random.default_rng(5)
    law = LossLaw(0.004, 0.01, 0.02)
    tree = (
        ChainElement(2, law, 300e3, 2),
        ChainElement(2, None, None, 1),
        ChainElement(3, law, 1e6, 1),
        ChainElement(METER, law, 2e6, 1),
    )
    load = rng.uniform(0.0, 2e5, (4, 8760))
    meter = rng.uniform(0.0, 1e4, 8760)
    flows = chain_flows(tree, load, meter)
    assert flows.meter_w == pytest.approx(
        load.sum(axis=0) + meter + flows.loss_w.sum(axis=0), rel=1e-12
    )
    assert np.all(flows.loss_w[1] == 0.0)


def test_idle_machines_lose_their_no_load_loss():
    idle = (ChainElement(METER, LossLaw(0.01, 0.0, 0.0), 1e5, 2),)
    assert chain_flows(idle, np.zeros((1, 1)), np.zeros(1)).meter_w[0] == pytest.approx(2000.0)


def test_even_phases_leave_the_neutral_without_current():
    balance = phase_balance((7e3, 7e3, 7e3))
    assert (balance.imbalance_fraction, balance.neutral_fraction) == (0.0, 0.0)
    one = phase_balance((9e3, 0.0, 0.0))
    assert one.neutral_fraction == pytest.approx(3.0)  # the neutral carries the phase's own current
    assert phase_balance((0.0, 0.0, 0.0)).imbalance_fraction == 0.0


def test_a_breaker_carries_its_rating_and_more_only_by_its_curve():
    curve = [(2.0, 100.0), (8.0, 1.0)]
    assert carried_fraction([], 5.0) == 1.0
    assert carried_fraction(curve, None) == 1.0
    assert carried_fraction(curve, 200.0) == 1.0
    assert carried_fraction(curve, 100.0) == pytest.approx(2.0)
    assert carried_fraction(curve, 0.1) == 8.0
    assert carried_fraction([(2.0, 5.0), (3.0, 5.0)], 5.0) == 3.0


def test_a_store_too_weak_for_its_load_tells_none():
    assert store_seconds(1e6, 100.0, 101.0) is None
    assert store_seconds(1e6, None, 0.0) == math.inf
